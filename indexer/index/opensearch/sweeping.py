"""Removes invisible rows from a cluster: those of runs that were given up, and those that died long ago."""

from __future__ import annotations

import time
from typing import Any

from indexer.index.opensearch import head, paging
from indexer.index.opensearch.connection import Connection
from indexer.index.opensearch.head import Head
from indexer.index.opensearch.heads import Heads
from indexer.index.opensearch.writing import mark, remove_rows


def sweep(connection: Connection) -> None:
    """Remove these rows, if any. Readers of commits of the last hour are not affected."""
    heads = Heads(connection)
    state = heads.read()
    garbage = [{"bool": {"filter": [_dead(state)]}}, *([{"terms": {"born": sorted(state.gone)}}] if state.gone else [])]
    if _count(connection, {"bool": {"should": garbage}}):
        remove_rows(connection, {"bool": {"should": garbage}})
    if not state.gone:
        return
    # Their death does not count yet, but would once the ticket is forgotten.
    for _ in mark(connection, {"terms": {"died": sorted(state.gone)}}, lambda: {"died": None, "died_at": None}):
        pass
    old = {ticket for ticket, run in state.gone.items() if time.time() - run.seen > head.REMEMBERED}
    if old and not _count(
        connection, {"bool": {"should": [{"terms": {name: sorted(old)}} for name in ("born", "died")]}}
    ):
        heads.change(lambda before: head.forgotten(before, old))


def _dead(state: Head) -> dict[str, Any]:
    long_ago = {"range": {"died_at": {"lt": int(time.time()) - head.KEPT}}}
    return {
        "bool": {
            "filter": [{"range": {"died": {"lte": state.high}}}, long_ago],
            "must_not": [{"terms": {"died": state.hidden()}}],
        }
    }


def _count(connection: Connection, query: dict[str, Any]) -> int:
    answer = paging.search(connection, {"size": 0, "query": query, "track_total_hits": True})
    return int(answer["hits"]["total"]["value"])
