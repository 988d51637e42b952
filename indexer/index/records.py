"""Claims and documents as JSON text, and what an index keeps of a document beside its text. Pure.

Compact arrays, never pickles: an index made elsewhere must not run code, and what comes back equals what went in.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any, get_args

from indexer.index import SourceNames
from indexer.index.titles import best_title
from indexer.late import dataclass, field
from indexer.model import (
    Block,
    BlockKind,
    Claim,
    Document,
    Extraction,
    Marker,
    Problem,
    Reference,
    Source,
    Span,
)

_KINDS: tuple[BlockKind, ...] = get_args(BlockKind)
"""Blocks are written as their places in it: a new one comes last."""
_NUMBERS = {kind: number for number, kind in enumerate(_KINDS)}
_PLAIN: list[Any] = [0, (), ()]  # level, gaps and markup of most blocks


def dump_claim(claim: Claim) -> str:
    """A claim as JSON text."""
    return _dump(
        [
            claim.document_uri,
            _pair(claim.span),
            claim.text,
            claim.statement if claim.statement != claim.text else None,
            [_marker_row(marker) for marker in claim.markers],
            claim.labels,
            claim.source_ids,
            claim.attribution,
            claim.heading,
            claim.block,
            claim.ordinal,
            claim.title,
            claim.line,
            claim.column,
            claim.locator,
        ]
    )


def load_claim(dumped: str) -> Claim:
    """The claim in the output of `dump_claim`."""
    uri, span, text, statement, markers, labels, source_ids, attribution, heading, block, *rest = json.loads(dumped)
    ordinal, title, line, column, locator = rest
    return Claim(
        document_uri=uri,
        span=Span(*span),
        text=text,
        statement=text if statement is None else statement,
        markers=tuple(_marker(row) for row in markers),
        labels=tuple(labels),
        source_ids=tuple(source_ids),
        attribution=attribution,
        heading=tuple(heading),
        block=block,
        ordinal=ordinal,
        title=title,
        line=line,
        column=column,
        locator=locator,
    )


def dump_rest(extraction: Extraction) -> str:
    """The parts of a document that have no column, as JSON: references, problems, blocks, and whether its words were searched for markers."""
    document = extraction.document
    return _dump([document.references, extraction.problems, _block_rows(document.blocks), document.searched])


def load_rest(dumped: str, uri: str, title: str, text: str, digest: str) -> Document:
    """The document that `dump_rest` was given, with all of its problems. One that was written without its blocks has none."""
    references, problems, *rest = json.loads(dumped)
    blocks, searched = rest or ((), True)
    return Document(
        uri=uri,
        title=title,
        text=text,
        blocks=tuple(_blocks(blocks)),
        references=tuple(map(_reference, references)),
        digest=digest,
        problems=tuple(map(_problem, problems)),
        searched=searched,
    )


def collect_sources(named: Iterable[tuple[str, Iterable[SourceRow]]]) -> Iterator[Source]:
    """Sources by id, from what documents say of them, by the documents' uris in their order.

    Of several URLs or DOIs, the first that is not empty counts, in the order of uris and then of references; of several
    titles the best one. A source that no reference names, such as a link in the text, is still a URL or a DOI if its
    id is one.
    """
    totals: dict[str, SourceRow] = {}
    labels: dict[str, dict[str, tuple[str, ...]]] = {}
    titles: dict[str, list[str]] = {}
    for uri, rows in named:
        for found in rows:
            labels.setdefault(found.id, {})[uri] = tuple(found.labels)
            total = totals.setdefault(found.id, SourceRow(found.id))
            if found.title:
                titles.setdefault(found.id, []).append(found.title)
            total.url = total.url or found.url
            total.doi = total.doi or found.doi
            total.claims += found.claims
            total.inherited += found.inherited
    for key, total in sorted(totals.items()):
        yield Source(
            id=key,
            title=best_title(titles.get(key, ())),
            url=total.url or _url_of(key),
            doi=total.doi or _doi_of(key),
            labels=labels[key],
            claims=total.claims,
            inherited=total.inherited,
            documents=len(labels[key]),
        )


@dataclass(slots=True)
class SourceRow:
    """What one document says of a source; `claims` are direct ones."""

    id: str
    title: str | None = None
    url: str | None = None
    doi: str | None = None
    labels: list[str] = field(default_factory=list)
    year: int | None = None
    claims: int = 0
    inherited: int = 0


def find_works(dumped: str, wanted: Iterable[str]) -> Iterator[SourceNames]:
    """What of `dump_named` is said of some sources; of one that it does not name, what its id says."""
    rows = load_named(dumped)
    for source_id in wanted:
        yield work_of(source_id, rows.get(source_id))


def work_of(source_id: str, row: SourceRow | None = None) -> SourceNames:
    """What a row says about a source; without a row, or where it says nothing, what the id says."""
    row = row or SourceRow(source_id)
    return SourceNames(source_id, row.title, row.url or _url_of(source_id), row.doi or _doi_of(source_id))


def dump_named(extraction: Extraction) -> str:
    """What the document's references say about each source that they name, as JSON: its id, title, URL, DOI, labels and year."""
    from indexer.works import find_year  # noqa: PLC0415  # queries need none of its rules

    rows: dict[str, list[Any]] = {}
    for reference in extraction.document.references:
        row = rows.setdefault(reference.source_id, [reference.source_id, None, None, None, [], None])
        row[1] = row[1] or reference.title
        row[2] = row[2] or reference.url
        row[3] = row[3] or reference.doi
        _add(row[4], reference.label)
        row[5] = row[5] or find_year(reference.text, reference.url)
    return _dump(list(rows.values()))


def load_named(dumped: str) -> dict[str, SourceRow]:
    """What `dump_named` said of each source, by its id, without counts."""
    return {row[0]: SourceRow(*row) for row in json.loads(dumped)}


def source_ids_of(extraction: Extraction) -> set[str]:
    """The sources that a claim or a reference of a document names."""
    found: set[str | None] = {reference.source_id for reference in extraction.document.references}
    found.update(chain.from_iterable([claim.source_ids for claim in extraction.claims]))
    markers = chain.from_iterable([claim.markers for claim in extraction.claims])
    found.update(chain.from_iterable(marker.source_ids for marker in markers))
    return {source_id for source_id in found if source_id is not None}


def _add(labels: list[str], label: str) -> None:
    if label not in labels:
        labels.append(label)


def _url_of(source_id: str) -> str | None:
    return source_id if source_id.startswith(("http://", "https://")) else None


def _doi_of(source_id: str) -> str | None:
    return source_id.removeprefix("doi:") if source_id.startswith("doi:") else None


def _block_rows(blocks: Iterable[Block]) -> list[list[Any]]:
    """Blocks as short rows: each begins so far behind the one before, and what most blocks lack is left out at the end."""
    rows: list[list[Any]] = []
    end = 0
    for block in blocks:
        span = block.span
        start = span.start
        row: list[Any] = [_NUMBERS[block.kind], start - end, span.end - start]
        end = span.end
        if block.markup:
            row += [block.level, _inside(block.gaps, start), _inside(block.markup, start)]
        elif block.gaps:
            row += [block.level, _inside(block.gaps, start)]
        elif block.level:
            row.append(block.level)
        rows.append(row)
    return rows


def _blocks(rows: Iterable[list[Any]]) -> Iterator[Block]:
    end = 0
    for kind, ahead, length, *rest in rows:
        start = end + ahead
        end = start + length
        level, gaps, markup = rest + _PLAIN[len(rest) :]
        yield Block(_KINDS[kind], Span(start, end), level, _outside(gaps, start), _outside(markup, start))


def _inside(spans: Iterable[Span], start: int) -> list[list[int]]:
    return [[span.start - start, span.end - start] for span in spans]


def _outside(pairs: Iterable[list[int]], start: int) -> tuple[Span, ...]:
    return tuple(Span(start + first, start + last) for first, last in pairs)


def _pair(span: Span | None) -> list[int] | None:
    return None if span is None else [span.start, span.end]


def _marker_row(marker: Marker) -> list[Any]:
    return [
        _pair(marker.span),
        marker.labels,
        marker.style,
        marker.locator,
        _pair(marker.scope),
        marker.source_ids,
    ]


def _marker(row: list[Any]) -> Marker:
    span, labels, style, locator, scope, source_ids = row
    return Marker(Span(*span), tuple(labels), style, locator, scope and Span(*scope), tuple(source_ids))


def _reference(row: list[Any]) -> Reference:
    label, text, span, url, doi, title, source_id, covers, *rest = row
    return Reference(label, text, Span(*span), url, doi, title, source_id, Span(*covers), *rest)


def _problem(row: list[Any]) -> Problem:
    code, name, severity, message, uri, span, line, column = row
    return Problem(code, name, severity, message, uri, Span(*span), line, column)


def _fields(record: Any) -> list[Any]:
    """A record as the list of its fields."""
    return [getattr(record, name) for name in record.__slots__]


_dump = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_fields).encode
