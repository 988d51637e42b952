"""Rows of an index in pages: from one point in time, each page after the last row of the one before.

All pages are of one commit even if the point in time is lost, since they filter by the tickets of that commit. So if the node
with the point in time is lost, a list in document order continues after the last row with a new one. There, scores may differ a
little; a list by score starts again and leaves out the rows already returned.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from opensearchpy import exceptions

from indexer.index.opensearch.connection import Connection
from indexer.index.opensearch.translation import Dsl

PAGE = 1000
WINDOW = 10_000
"""Rows in one answer of a cluster."""
BY_SCORE: list[Any] = [{"_score": "desc"}, {"uri": "asc"}, {"ordinal": "asc"}]
BY_DOCUMENT: list[Any] = [{"uri": "asc"}, {"ordinal": "asc"}]
_KEEP = "5m"
_LOST = (exceptions.NotFoundError, exceptions.TransportError)

Hits = list[dict[str, Any]]


def search(connection: Connection, body: dict[str, Any]) -> dict[str, Any]:
    """One answer from all shards, never from only some."""
    answer: dict[str, Any] = connection.ask("POST", "/_search", body, **_how(body))
    return answer


def found(  # noqa: PLR0913  # what a search is, all named
    connection: Connection,
    query: Dsl,
    sort: list[Any],
    source: list[str],
    *,
    limit: int | None = None,
    offset: int = 0,
    **more: Any,
) -> Iterator[dict[str, Any]]:
    """The hits of a query in a strict order; at most `limit` after the first `offset`."""
    if limit == 0:
        return
    body = {"query": query, "sort": sort, "_source": source or False, "track_total_hits": False, **more}
    size = PAGE if limit is None else limit
    if offset + size <= WINDOW:
        hits = search(connection, {**body, "size": size, "from": offset})["hits"]["hits"]
        if limit is not None or len(hits) < size:
            yield from hits
            return
    for number, hit in enumerate(_all(connection, body, by_score=sort is BY_SCORE)):
        if limit is not None and number >= offset + limit:
            return
        if number >= offset:
            yield hit


def _all(connection: Connection, body: dict[str, Any], *, by_score: bool) -> Iterator[dict[str, Any]]:
    pages = _Pages(connection, {**body, "size": PAGE})
    given: set[int] = set()
    try:
        while hits := pages.next(again=by_score):
            for hit in hits:
                if by_score:
                    mark = hash(hit["_id"])
                    if mark in given:
                        continue
                    given.add(mark)
                yield hit
    finally:
        pages.close()


class _Pages:
    """The pages of one list."""

    def __init__(self, connection: Connection, body: dict[str, Any]) -> None:
        self._connection = connection
        self._body = body
        self._point: str | None = None
        self._after: list[Any] | None = None

    def next(self, *, again: bool) -> Hits:
        """The next page; empty at the end. If `again`, after a loss it is the first one."""
        lost = False

        def attempt() -> Hits:
            nonlocal lost
            if lost:
                self._point, lost = None, False
                self._after = None if again else self._after
            if self._point is None:
                self._point = self._open()
            lost = True
            asked = {**self._body, "pit": {"id": self._point, "keep_alive": _KEEP}}
            if self._after is not None:
                asked["search_after"] = self._after
            answer = self._connection.perform("POST", "/_search", asked, **_how(self._body))
            self._point, lost = answer.get("pit_id", self._point), False
            hits: Hits = answer["hits"]["hits"]
            return hits

        hits = self._connection.retry(attempt, also=_LOST if self._point else ())
        if hits:
            self._after = hits[-1]["sort"]
        return hits

    def close(self) -> None:
        """Release the point in time, which would also expire."""
        if self._point is not None:
            try:
                self._connection.perform(
                    "DELETE", "/_search/point_in_time", {"pit_id": [self._point]}, request_timeout=3
                )
            except exceptions.OpenSearchException:
                return

    def _open(self) -> str:
        path = f"/{self._connection.address.name}/_search/point_in_time"
        made: str = self._connection.perform("POST", path, keep_alive=_KEEP, allow_partial_pit_creation="false")[
            "pit_id"
        ]
        return made


def _how(body: dict[str, Any]) -> dict[str, Any]:
    """The parameters of a search: all shards must answer; for scores, with the same statistics of terms."""
    is_scored = body.get("track_scores") or any("_score" in each for each in body.get("sort", ()))
    return {"allow_partial_search_results": "false", **({"search_type": "dfs_query_then_fetch"} if is_scored else {})}
