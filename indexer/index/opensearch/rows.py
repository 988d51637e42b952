"""Converts documents to rows of an index on a cluster, and back. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from typing import Any

from indexer.index.matching import address_of, heading_text, path_key
from indexer.index.opensearch.mapping import written_terms
from indexer.index.records import SourceRow, dump_claim, dump_named, dump_rest, load_claim, load_named, load_rest
from indexer.model import Claim, Document, DocumentSummary, Extraction
from indexer.patterns import pattern

_LONGEST = 8000
"""The longest key in bytes; Lucene allows 32,766."""
_HALVES = pattern("[\ud800-\udfff]")
_WRITTEN_HALVES = pattern(r"\\u(d[89a-f][0-9a-f]{2})")
COUNTED = ("claims", "direct", "inherited", "none", "sources", "problems")

Row = dict[str, Any]


def rows_of(extraction: Extraction, version: str, born: int) -> Iterator[tuple[str, Row]]:
    """The rows of a document with their ids, which are the same for the same version of it."""
    uri = extraction.document.uri
    named = list(_source_rows(extraction))
    cited = {source_id for claim in extraction.claims for source_id in claim.source_ids}
    common = {"version": version, "born": born, "uri": key(uri)}
    yield f"{version}.d", {**common, **_document_row(extraction, len(named))}
    for number, source in enumerate(named):
        yield f"{version}.s{number}", {**common, **_source_row(source, uri, is_cited=source.id in cited)}
    terms: dict[tuple[str, ...], tuple[str, str]] = {}
    path = f"/{path_key(uri)}/"
    for claim in extraction.claims:
        if claim.heading not in terms:
            terms = {claim.heading: written_terms(heading_text(claim.heading))}
        yield f"{version}.{claim.ordinal}", {**common, "path": key(path), **_claim_row(claim, terms[claim.heading])}


def _source_rows(extraction: Extraction) -> Iterable[SourceRow]:
    """The row of each source that the references, claims and markers of a document name."""
    rows = load_named(dump_named(extraction))
    for claim in extraction.claims:
        for source_id in dict.fromkeys(claim.source_ids):
            row = rows.setdefault(source_id, SourceRow(source_id))
            row.claims += claim.attribution == "direct"
            row.inherited += claim.attribution == "inherited"
        for marker in claim.markers:
            for label, marked in zip(marker.labels, marker.source_ids, strict=False):
                if marked is not None and label not in rows.setdefault(marked, SourceRow(marked)).labels:
                    rows[marked].labels.append(label)
    return rows.values()


def key(value: str) -> str:
    """A value as it is compared: if it is too long for Lucene, its beginning and a digest."""
    if value.isascii() and len(value) <= _LONGEST:
        return value
    value = printable(value)
    encoded = value.encode()
    if len(encoded) <= _LONGEST:
        return value
    return encoded[:_LONGEST].decode(errors="ignore") + hashlib.sha256(encoded).hexdigest()


def printable(text: str) -> str:
    r"""The text with halves of surrogate pairs written `\udc80`, which JSON reads as what they were."""
    if text.isascii():
        return text
    return _HALVES.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def spoken(value: str) -> str:
    """The text from which `printable` made another."""
    return _WRITTEN_HALVES.sub(lambda match: chr(int(match[1], 16)), value) if "\\ud" in value else value


def claim_of(row: Row) -> Claim:
    """The claim of a row."""
    return load_claim(row["claim"])


def document_of(row: Row) -> Document:
    """The document of a row, with all of its problems."""
    uri, title, text = json.loads(row["said"])
    return load_rest(row["rest"], uri, title, text, row["digest"])


def summary_of(row: Row) -> DocumentSummary:
    """The summary of a document from its row."""
    uri, title = json.loads(row["named"])
    return DocumentSummary(uri, title, row["digest"], *(row["counts"][name] for name in COUNTED))


def uri_of(row: Row) -> str:
    """The uri of the row of a document."""
    return str(json.loads(row["named"])[0])


def source_of(row: Row) -> tuple[str, SourceRow]:
    """The uri of a document and its data on a source."""
    uri, *said = json.loads(row["said"])
    return uri, SourceRow(*said)


def _document_row(extraction: Extraction, sources: int) -> Row:
    document = extraction.document
    kinds = [claim.attribution for claim in extraction.claims]
    attributed = (kinds.count("direct"), kinds.count("inherited"), kinds.count("none"))
    counts = (len(kinds), *attributed, sources, len(extraction.problems))
    return {
        "kind": "document",
        "digest": document.digest,
        "counts": dict(zip(COUNTED, counts, strict=True)),
        "named": _dump([document.uri, document.title]),
        "said": _dump([document.uri, document.title, document.text]),
        "rest": printable(dump_rest(extraction)),
    }


def _source_row(source: SourceRow, uri: str, *, is_cited: bool) -> Row:
    fields = (
        source.id,
        source.title,
        source.url,
        source.doi,
        source.labels,
        source.year,
        source.claims,
        source.inherited,
    )
    return {
        "kind": "source",
        "source": key(source.id),
        "cited": is_cited,
        "year": source.year,
        "said": _dump([uri, *fields]),
    }


def _claim_row(claim: Claim, heading: tuple[str, str]) -> Row:
    statement, words = written_terms(claim.statement)
    row: Row = {
        "kind": "claim",
        "ordinal": claim.ordinal,
        "start": claim.span.start,
        "statement": statement,
        "statement_words": words,
        "attribution": claim.attribution,
        "claim": printable(dump_claim(claim)),
    }
    if claim.heading:
        row["heading"], row["heading_words"] = heading
    if claim.labels:
        row["labels"] = [key(label) for label in claim.labels]
    if claim.source_ids:
        addresses = [address_of(each) for each in claim.source_ids]
        row["sources"] = [key(each) for each in claim.source_ids]
        row["lowered"] = [key(each.lower()) for each in claim.source_ids]
        row["addresses"] = [key(each) for each in addresses]
        row["hosts"] = [key(each.partition("/")[0]) for each in addresses]
    return row


def _dump(value: Any) -> str:
    return printable(json.dumps(value, ensure_ascii=False, separators=(",", ":")))
