"""What can be asked of an index: one table, from which the routes and their description are made."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, NamedTuple

from indexer.errors import NotFound
from indexer.model import Claim, DocumentSummary, Hit, Source
from indexer.render.view import DocumentInParts
from indexer.reports import Stats
from indexer.sources import canonical_source
from indexer.web.asking import MOST, ORDER_OF_SOURCES, PARAMETERS, Parameter, as_question, listed
from indexer.web.percommit import DOCUMENTS, ORDERED, SOURCES, stats_of
from indexer.web.snapshots import Snapshots

Values = Mapping[str, Any]


class Window(NamedTuple):
    """Which records of a list: at most `limit`, or all if it is None, after the first `offset`."""

    limit: int | None
    offset: int


@dataclass(frozen=True, slots=True)
class Listing:
    """A question answered with a list: functions for its records and for their total number. Both raise as the corpus does."""

    path: str
    name: str
    means: str
    kind: type
    parameters: tuple[Parameter, ...]
    records: Callable[[Snapshots, Values, Window], Iterable[object]]
    total: Callable[[Snapshots, Values], int]


@dataclass(frozen=True, slots=True)
class One:
    """A question answered with one record, which the path may name."""

    path: str
    name: str
    means: str
    kind: type
    parameters: tuple[Parameter, ...]
    record: Callable[[Snapshots, Values], object]


PARTS = ("text", "blocks", "references", "findings")
"""The parts of a document that are included on request."""


def _named(*names: str) -> tuple[Parameter, ...]:
    return tuple(PARAMETERS[name] for name in names)


_QUERY = replace(PARAMETERS["q"], required=True)
_FILTERS = _named("source", "document", "attribution")
_LIMIT = Parameter(
    "limit",
    "How many at most. The default is 20 for JSON, and all for the other forms.",
    {each: value for each, value in PARAMETERS["limit"].schema.items() if each != "default"},
)
_WINDOW = (_LIMIT, *_named("offset"))
_INCLUDE = Parameter("include", "What else to tell of it.", listed(*PARTS))
_MANY = Parameter(
    "limit",
    "How many sources, domains and years to name.",
    {"type": "integer", "minimum": 1, "maximum": MOST, "default": 10},
)


def _hits(snapshots: Snapshots, values: Values, window: Window) -> Iterator[Hit]:
    asked = as_question(values)
    return snapshots.latest().query(
        asked.text,
        **asked.filters,
        sort=asked.sort,
        literal=asked.literal,
        limit=window.limit,
        offset=window.offset,
    )


def _count(snapshots: Snapshots, values: Values) -> int:
    asked = as_question(values)
    return snapshots.latest().count(asked.text, **asked.filters, literal=asked.literal)


def _claims(snapshots: Snapshots, values: Values, window: Window) -> Iterator[Claim]:
    return snapshots.latest().claims(**as_question(values).filters, limit=window.limit, offset=window.offset)


def _claims_in_all(snapshots: Snapshots, values: Values) -> int:
    return snapshots.latest().facets(**as_question(values).filters, limit=0).claims


def _sources(snapshots: Snapshots, values: Values, window: Window) -> Iterator[Source]:
    return _part(_all_sources(snapshots, values), window)


def _all_sources(snapshots: Snapshots, values: Values) -> tuple[Source, ...]:
    order = values.get("sort", "claims")
    corpus = snapshots.latest()
    if "document" in values:
        return tuple(corpus.sources(document=values["document"], sort=order))
    return ORDERED[order].of(corpus)


def _source(snapshots: Snapshots, values: Values) -> Source:
    known = SOURCES.of(snapshots.latest())
    name = values["id"]
    found = known.get(name) or known.get(canonical_source(name) or name)
    if found is None:
        raise NotFound(f"There is no source {name!r}. /api/sources lists them.")
    return found


def _documents(snapshots: Snapshots, _values: Values, window: Window) -> Iterator[DocumentSummary]:
    return _part(snapshots.latest().documents(), window)


def _documents_in_all(snapshots: Snapshots, _values: Values) -> int:
    return len(DOCUMENTS.of(snapshots.latest()))


def _document(snapshots: Snapshots, values: Values) -> DocumentInParts:
    parts = values.get("include", "").split(",")
    corpus = snapshots.latest()
    summary = corpus.document(values["uri"])
    if parts == [""]:
        return DocumentInParts(summary)
    stored = corpus.stored(summary.uri)
    return DocumentInParts(
        summary,
        stored.text if "text" in parts else None,
        stored.blocks if "blocks" in parts else None,
        stored.references if "references" in parts else None,
        stored.problems if "findings" in parts else None,
    )


def _stats(snapshots: Snapshots, values: Values) -> Stats:
    return stats_of(snapshots.latest(), values.get("limit", _MANY.schema["default"]))


def _part(records: Iterable[Any], window: Window) -> Iterator[Any]:
    end = None if window.limit is None else window.offset + window.limit
    return islice(records, window.offset, end)


ENDPOINTS: tuple[Listing | One, ...] = (
    Listing(
        "/api/search",
        "search",
        "Claims that match words, the best first.",
        Hit,
        (_QUERY, *_FILTERS, *_named("sort", "literal"), *_WINDOW),
        _hits,
        _count,
    ),
    Listing(
        "/api/claims",
        "claims",
        "All claims, in the order of documents.",
        Claim,
        (*_FILTERS, *_WINDOW),
        _claims,
        _claims_in_all,
    ),
    One(
        "/api/claims/{id}",
        "claim",
        "One claim, by its id.",
        Claim,
        (),
        lambda snapshots, values: snapshots.latest().claim(values["id"]),
    ),
    Listing(
        "/api/sources",
        "sources",
        "All sources, with how many claims rest on each.",
        Source,
        (*_named("document"), ORDER_OF_SOURCES, *_WINDOW),
        _sources,
        lambda snapshots, values: len(_all_sources(snapshots, values)),
    ),
    One("/api/sources/{id}", "source", "One source, by its id, URL or DOI.", Source, (), _source),
    Listing(
        "/api/documents",
        "documents",
        "All documents, by uri.",
        DocumentSummary,
        _WINDOW,
        _documents,
        _documents_in_all,
    ),
    One(
        "/api/documents/{uri}",
        "document",
        "One document, by its uri or the end of it; its text and what stands in it, if asked.",
        DocumentInParts,
        (_INCLUDE,),
        _document,
    ),
    One("/api/stats", "stats", "Sums over the index.", Stats, (_MANY,), _stats),
)
"""The questions that an index answers."""
