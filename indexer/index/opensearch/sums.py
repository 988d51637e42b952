"""Counts over many rows, computed by the cluster."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from indexer.index import Facets
from indexer.index.opensearch import paging
from indexer.index.opensearch.connection import Connection
from indexer.index.opensearch.rows import key, spoken
from indexer.index.opensearch.translation import Dsl, any_of

_PAGE = 5000
_MOST = 10_000
"""Names that are counted in one request; a cluster has limits for both."""
_TOLD = 2000
"""The least number of values that each shard reports: the more, the more certain are the few that are wanted."""
_GROUPS = 100
_ATTRIBUTIONS = 3

Pair = tuple[str, int]


def facets(connection: Connection, query: Dsl, limit: int | None) -> Facets:
    """The counts of the rows of a query by source, document and attribution."""
    few = limit is not None and limit <= _MOST
    asked: dict[str, Any] = {"attributions": _terms("attribution", _ATTRIBUTIONS)}
    if few and limit:
        asked |= {"sources": _terms("sources", limit), "documents": _terms("uri", limit)}
    body = {"size": 0, "query": query, "track_total_hits": True, "aggs": asked}
    answer = paging.search(connection, body)
    counted = answer["aggregations"]
    sources, documents = (
        _most(connection, query, field, limit, counted.get(name))
        for name, field in (("sources", "sources"), ("documents", "uri"))
    )
    attributions = {bucket["key"]: int(bucket["doc_count"]) for bucket in counted["attributions"]["buckets"]}
    return Facets(int(answer["hits"]["total"]["value"]), sources, documents, tuple(sorted(attributions.items())))


def years(connection: Connection, query: Dsl) -> dict[str, int]:
    """The year of each source: the one that most documents give, of several the earliest."""
    best: dict[str, tuple[int, int]] = {}
    for (source, year), number in _all(connection, query, "source", "year"):
        best[source] = min(best.get(source, (0, 0)), (-number, year))
    return {spoken(source): year for source, (_, year) in best.items()}


def grouped(connection: Connection, query: Dsl, groups: Mapping[str, str]) -> dict[str, int]:
    """How many rows of a query have any source of each group."""
    members: dict[str, list[str]] = {}
    for source_id, name in groups.items():
        members.setdefault(name, []).append(source_id)
    alone = {key(ids[0]): name for name, ids in members.items() if len(ids) == 1}
    found = (
        {alone[source]: number for (source,), number in _all(connection, query, "sources") if source in alone}
        if alone
        else {}
    )
    several = [name for name, ids in members.items() if len(ids) > 1]
    for at in range(0, len(several), _GROUPS):
        asked = {name: any_of("sources", members[name]) for name in several[at : at + _GROUPS]}
        body = {"size": 0, "query": query, "aggs": {"groups": {"filters": {"filters": list(asked.values())}}}}
        buckets = paging.search(connection, body)["aggregations"]["groups"]["buckets"]
        found |= {name: bucket["doc_count"] for name, bucket in zip(asked, buckets, strict=True) if bucket["doc_count"]}
    return found


def versions(connection: Connection, query: Dsl) -> dict[str, int]:
    """The number of rows of a query for each version of a document."""
    return {version: number for (version,), number in _all(connection, query, "version")}


def _most(
    connection: Connection, query: Dsl, field: str, limit: int | None, counted: dict[str, Any] | None
) -> tuple[Pair, ...]:
    """The values that most rows have. If the counts of the shards may be incomplete, all values are counted."""
    if limit == 0:
        return ()
    if counted is not None and _is_sure(counted):
        pairs = _pairs(counted)
    else:
        pairs = [(spoken(value), number) for (value,), number in _all(connection, query, field)]
    return tuple(sorted(pairs, key=lambda pair: (-pair[1], pair[0]))[:limit])


def _is_sure(counted: dict[str, Any]) -> bool:
    """Whether every shard has reported each value that is among the most frequent.

    A value that some shards left out has at most as many rows as the error bound; of equal ones the first by name is wanted.
    """
    missed, buckets = counted["doc_count_error_upper_bound"], counted["buckets"]
    if not missed:
        return True
    return buckets[-1]["doc_count"] > missed and not any(each["doc_count_error_upper_bound"] for each in buckets)


def _pairs(counted: dict[str, Any]) -> list[Pair]:
    return [(spoken(bucket["key"]), bucket["doc_count"]) for bucket in counted["buckets"]]


def _terms(field: str, size: int) -> dict[str, Any]:
    each = {"shard_size": max(size, _TOLD), "show_term_doc_count_error": True}
    return {"terms": {"field": field, "size": size, "order": [{"_count": "desc"}, {"_key": "asc"}], **each}}


def _all(connection: Connection, query: Dsl, *fields: str) -> Iterator[tuple[tuple[Any, ...], int]]:
    """Every combination of values of some fields, with its number of rows."""
    asked: dict[str, Any] = {"size": _PAGE, "sources": [{field: {"terms": {"field": field}}} for field in fields]}
    while True:
        body = {"size": 0, "query": query, "aggs": {"all": {"composite": asked}}}
        counted = paging.search(connection, body)["aggregations"]["all"]
        for bucket in counted["buckets"]:
            yield tuple(bucket["key"][field] for field in fields), bucket["doc_count"]
        if "after_key" not in counted:
            return
        asked["after"] = counted["after_key"]
