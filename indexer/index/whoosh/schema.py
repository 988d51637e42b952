"""The fields, and the two kinds of rows in them: one row for each claim, one for each document."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from indexer.index import analysis, records
from indexer.index.matching import heading_text
from indexer.index.query import TextField
from indexer.index.whoosh.engine import analysis as engine_analysis
from indexer.index.whoosh.engine import columns, fields
from indexer.model import Claim, Extraction

WRITTEN: dict[TextField, str] = {"statement": "statement_written", "heading": "heading_written"}
"""The field with the words as written, beside the field with the terms."""


def _terms() -> Any:
    # The analyser is for text, which this field is never given.
    return fields.TEXT(analyzer=engine_analysis.IDAnalyzer(), phrase=True)


SCHEMA = fields.Schema(
    kind=fields.ID(),  # "claim" or "document"
    record=fields.ID(),  # the uri of a document's row
    document=fields.ID(),  # the uri of a claim's document
    statement=_terms(),
    statement_written=fields.ID(),
    heading=_terms(),
    heading_written=fields.ID(),
    source=fields.ID(),
    label=fields.ID(),
    attribution=fields.ID(),
    order=fields.COLUMN(columns.VarBytesColumn()),  # sorts as uri and ordinal do
    text=fields.COLUMN(columns.VarBytesColumn()),  # a column, so that listing documents does not read their texts
    claim=fields.STORED(),
    uri=fields.STORED(),
    digest=fields.STORED(),
    summary=fields.STORED(),
    sources=fields.STORED(),
    references=fields.STORED(),
    problems=fields.STORED(),
)


def key(text: str) -> str:
    """The text as a term that can be encoded: a file's name may hold lone surrogates."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def order(uri: str, ordinal: int) -> bytes:
    """Bytes that compare as the pair does."""
    return uri.encode("utf-8", "surrogatepass") + b"\0%09d" % ordinal


def ordinal_of(ordered: bytes) -> int:
    """The ordinal in what `order` made."""
    return int(ordered[-9:])


def claim_row(claim: Claim) -> dict[str, Any]:
    """What the engine is given of a claim."""
    heading = heading_text(claim.heading)
    return {
        "kind": ["claim"],
        "document": [key(claim.document_uri)],
        "statement": analysis.terms(claim.statement),
        "statement_written": _words(claim.statement),
        "heading": analysis.terms(heading),
        "heading_written": _words(heading),
        "source": _keys(claim.source_ids),
        "label": _keys(claim.labels),
        "attribution": [claim.attribution],
        "order": order(claim.document_uri, claim.ordinal),
        "claim": records.dump_claim(claim),
    }


def document_row(extraction: Extraction) -> dict[str, Any]:
    """What the engine is given of a document."""
    document = extraction.document
    return {
        "kind": ["document"],
        "record": [key(document.uri)],
        "text": records.pack_text(document.text),
        "uri": document.uri,
        "digest": document.digest,
        "summary": records.dump_summary(extraction),
        "sources": records.dump_sources(extraction),
        "references": records.dump_references(extraction),
        "problems": records.dump_problems(extraction),
    }


def _words(text: str) -> list[str]:
    return list({found.word for found in analysis.written(text)})


def _keys(values: Iterable[str]) -> list[str]:
    return [key(value) for value in dict.fromkeys(values)]
