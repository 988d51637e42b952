"""Claims and documents as JSON text, and what an index keeps of a document beside its text. Pure.

Compact arrays, never pickles: an index made elsewhere must not run code, and what comes back equals what went in.
"""

from __future__ import annotations

import json
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from itertools import chain
from typing import Any

from indexer.index.titles import best_title
from indexer.model import Attribution, Claim, DocumentSummary, Extraction, Marker, Source, Span

_CITING: tuple[Attribution, ...] = ("direct", "inherited")


def dump_claim(claim: Claim) -> str:
    """The claim as JSON."""
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
    """The claim that `dump_claim` was given."""
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


def dump_summary(extraction: Extraction) -> str:
    """The counts of a document as JSON. Its sources are those that a claim or a reference names."""
    document = extraction.document
    counts = dict.fromkeys(("direct", "inherited", "none"), 0)
    for claim in extraction.claims:
        counts[claim.attribution] += 1
    return _dump(
        [
            document.uri,
            document.title,
            document.digest,
            len(extraction.claims),
            counts["direct"],
            counts["inherited"],
            counts["none"],
            len(source_rows(extraction)),
            len(extraction.problems),
        ]
    )


def load_summary(dumped: str) -> DocumentSummary:
    """The summary that `dump_summary` made."""
    return DocumentSummary(*json.loads(dumped))


def dump_sources(extraction: Extraction) -> str:
    """What the document says of each source, as JSON, for `collect_sources`."""
    return dump_source_rows(source_rows(extraction))


def dump_source_rows(rows: Iterable[SourceRow]) -> str:
    """These rows as JSON."""
    return _dump([[getattr(row, name) for name in SourceRow.__slots__] for row in rows])


def dump_references(extraction: Extraction) -> str:
    """The document's references as JSON."""
    return _dump([asdict(reference) for reference in extraction.document.references])


def dump_problems(extraction: Extraction) -> str:
    """The document's problems as JSON."""
    return _dump([asdict(problem) for problem in extraction.problems])


def dump_rest(extraction: Extraction) -> str:
    """What nothing asks for yet but the texts would have to be read again for: references and problems, as JSON."""
    references = [asdict(reference) for reference in extraction.document.references]
    return _dump([references, [asdict(problem) for problem in extraction.problems]])


def collect_sources(dumped: Iterable[tuple[str, str]]) -> Iterator[Source]:
    """Sources by id, from pairs of a document's uri and its `dump_sources`.

    Of several URLs or DOIs, the first that is not empty counts, in the order of uris and then of references; of several
    titles the best one.
    """
    totals: dict[str, SourceRow] = {}
    labels: dict[str, dict[str, tuple[str, ...]]] = {}
    titles: dict[str, list[str]] = {}
    for uri, rows in sorted(dumped):
        for row in json.loads(rows):
            found = SourceRow(*row)
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
            url=total.url,
            doi=total.doi,
            labels=labels[key],
            claims=total.claims,
            inherited=total.inherited,
            documents=len(labels[key]),
        )


def pack_text(text: str) -> bytes:
    """A text, compressed. Lone surrogates are kept."""
    return zlib.compress(text.encode("utf-8", "surrogatepass"))


def unpack_text(packed: bytes) -> str:
    """The text that `pack_text` was given."""
    return zlib.decompress(packed).decode("utf-8", "surrogatepass")


@dataclass(slots=True)
class SourceRow:
    """What one document says of a source."""

    id: str
    title: str | None = None
    url: str | None = None
    doi: str | None = None
    labels: list[str] = field(default_factory=list)
    claims: int = 0
    inherited: int = 0


def source_rows(extraction: Extraction) -> list[SourceRow]:
    """What a document says of each source that a claim or a reference of it names, in that order."""
    rows: dict[str, SourceRow] = {}

    def row(source_id: str) -> SourceRow:
        found = rows.get(source_id)
        if found is None:
            found = rows[source_id] = SourceRow(source_id)
        return found

    for reference in extraction.document.references:
        found = row(reference.source_id)
        found.title = found.title or reference.title
        found.url = found.url or reference.url
        found.doi = found.doi or reference.doi
        _add(found.labels, reference.label)
    pairs = (pair for claim in extraction.claims for m in claim.markers for pair in zip(m.source_ids, m.labels))  # noqa: B905  # a stray label has no source
    for source_id, label in dict.fromkeys(pairs):
        if source_id is not None:
            _add(row(source_id).labels, label)
    for attribution, source_ids in _cited(extraction.claims):
        for source_id, count in Counter(source_ids).items():
            if attribution == "direct":
                row(source_id).claims = count
            else:
                row(source_id).inherited = count
    for found in rows.values():
        _name_by_id(found)
    return list(rows.values())


def _cited(claims: Iterable[Claim]) -> Iterator[tuple[Attribution, Iterator[str]]]:
    """The sources of the direct claims, and of the inherited ones, each once a claim."""
    cited = [claim for claim in claims if claim.source_ids]
    for attribution in _CITING:
        own = (claim.source_ids for claim in cited if claim.attribution == attribution)
        yield attribution, chain.from_iterable(ids if len(ids) == 1 else dict.fromkeys(ids) for ids in own)


def _name_by_id(row: SourceRow) -> None:
    """A source without a reference, such as a link in the text, is still a URL or a DOI if its id is one."""
    if row.id.startswith(("http://", "https://")):
        row.url = row.url or row.id
    if row.id.startswith("doi:"):
        row.doi = row.doi or row.id.removeprefix("doi:")


def _add(labels: list[str], label: str) -> None:
    if label not in labels:
        labels.append(label)


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


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
