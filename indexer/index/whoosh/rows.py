"""The rows of a segment, as Whoosh asks for them: which are deleted, how long they are, what is stored of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from indexer.index.segments import claims
from indexer.index.segments.layout import FIELDS
from indexer.index.segments.snapshot import OpenSegment
from indexer.index.whoosh.engine import codec as base
from indexer.index.whoosh.engine import columns

ORDER = "order"


class ClaimRows(base.PerDocumentReader):  # type: ignore[misc]  # the engine is untyped here
    """The rows of one segment, each a claim."""

    def __init__(self, segment: OpenSegment) -> None:
        self._segment = segment
        self._mapped = segment.mapped

    def doc_count(self) -> int:
        """The number of rows of live documents."""
        return self._segment.entry.rows - self._segment.entry.dead_rows

    def doc_count_all(self) -> int:
        """The number of rows."""
        return self._segment.entry.rows

    def has_deletions(self) -> bool:
        """Whether any row is deleted."""
        return self._segment.entry.dead_rows > 0

    def is_deleted(self, row: int) -> bool:
        """Whether the document of a row is dead."""
        return self._segment.dead is not None and self._segment.is_dead(claims.document_of(self._mapped, row))

    def deleted_docs(self) -> Iterator[int]:
        """The rows of dead documents."""
        if self._segment.dead is not None:
            first = self._mapped["document.first"]
            for document in filter(self._segment.is_dead, range(self._segment.entry.documents)):
                yield from range(first[document], first[document + 1])

    def all_doc_ids(self) -> Iterator[int]:
        """The rows of live documents."""
        first = self._mapped["document.first"]
        for document in self._segment.documents():
            yield from range(first[document], first[document + 1])

    def doc_field_length(self, row: int, fieldname: str, default: int = 0) -> int:
        """How many terms a field has in a row."""
        if fieldname == "statement":
            return self._mapped["statement.terms"][row]
        if fieldname == "heading":
            return self._mapped["heading.terms"][claims.section_of(self._mapped, row)]
        return default

    def field_length(self, fieldname: str) -> int:
        """How many terms a field has in all rows."""
        return int(self._mapped.meta[fieldname]["total"]) if fieldname in FIELDS else 0

    def min_field_length(self, fieldname: str) -> int:
        """How many terms a field has at least."""
        return min(self._mapped[f"{fieldname}.terms"], default=0) if fieldname in FIELDS else 0

    def max_field_length(self, fieldname: str) -> int:
        """How many terms a field has at most."""
        return max(self._mapped[f"{fieldname}.terms"], default=0) if fieldname in FIELDS else 0

    def supports_columns(self) -> bool:
        """True: there is one column."""
        return True

    def has_column(self, fieldname: str) -> bool:
        """Whether a name is that of the column."""
        return fieldname == ORDER

    def list_columns(self) -> list[str]:
        """The name of the column."""
        return [ORDER]

    def column_reader(self, fieldname: str, column: Any) -> OrderColumn:  # noqa: ARG002  # the engine's signature
        """The place of each row in document order."""
        return OrderColumn(self._segment)

    def stored_fields(self, row: int) -> dict[str, Any]:
        """The claim, by the names of `schema`."""
        claim = claims.claim(self._mapped, row)
        return {
            "id": claim.id,
            "document": claim.document_uri,
            "title": claim.title,
            "statement": claim.statement,
            "text": claim.text,
            "start": claim.span.start,
            "end": claim.span.end,
            "line": claim.line,
            "column": claim.column,
            "locator": claim.locator,
            "heading": list(claim.heading),
            "block": claim.block,
            "ordinal": claim.ordinal,
            "attribution": claim.attribution,
            "label": list(claim.labels),
            "source": list(claim.source_ids),
        }


class OrderColumn(columns.ColumnReader):  # type: ignore[misc]  # the engine is untyped here
    """A column of bytes whose order is that of uri and position in the document."""

    def __init__(self, segment: OpenSegment) -> None:
        self._mapped = segment.mapped
        self._doccount = segment.entry.rows

    def __getitem__(self, row: int) -> bytes:
        document = claims.document_of(self._mapped, row)
        return self._mapped.string("uri", document) + b"\0%09d" % (row - self._mapped["document.first"][document])
