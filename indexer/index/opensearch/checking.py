"""Checks that an index on a cluster is complete: the cluster guards the bytes, this counts the rows."""

from __future__ import annotations

from collections.abc import Iterator

from indexer.index.opensearch import paging, sums
from indexer.index.opensearch.connection import Connection
from indexer.index.opensearch.heads import Heads
from indexer.index.opensearch.rows import summary_of
from indexer.reports import Damage


def damage(connection: Connection) -> Iterator[Damage]:
    """The documents with missing or surplus rows, and those that are there twice."""
    live = Heads(connection).read().live()
    counted = {
        kind: sums.versions(connection, {"bool": {"filter": [{"term": {"kind": kind}}, *live]}})
        for kind in ("claim", "source")
    }
    query = {"bool": {"filter": [{"term": {"kind": "document"}}, *live]}}
    order = [{"uri": "asc"}, {"version": "asc"}]
    last = None
    for hit in paging.found(connection, query, order, ["named", "counts", "version", "digest"]):
        said = summary_of(hit["_source"])
        for kind, expected in (("claim", said.claims), ("source", said.sources)):
            found = counted[kind].pop(hit["_source"]["version"], 0)
            if found != expected:
                yield Damage(said.uri, f"{kind}s", f"has {found} of {expected}")
        if said.uri == last:
            yield Damage(said.uri, "document", "is there twice")
        last = said.uri
    for kind, left in counted.items():
        for version, number in left.items():
            yield Damage(version, f"{kind}s", f"has {number} of no document")
