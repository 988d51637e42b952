"""Whoosh's way to read segments: its codec, over the arrays of `indexer.index.segments`. Nothing is written through it.

The manifest defines the index. Next to it is Whoosh's own table of contents (see `contents`), a pickle of the segments
below, so that other programs can open the folder with `whoosh.index.open_dir`; this program never reads a pickle.
That file contains the paths of this module and its classes, which must not change.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

from indexer.errors import IndexFailure
from indexer.index.segments.arrays import Arrays
from indexer.index.segments.layout import decoded
from indexer.index.segments.manifest import SegmentEntry
from indexer.index.segments.snapshot import OpenSegment, opened
from indexer.index.whoosh.engine import codec as base
from indexer.index.whoosh.lexicon import Lexicon, find, lexicons, terms_from
from indexer.index.whoosh.matcher import RowMatcher, term_info
from indexer.index.whoosh.rows import ClaimRows
from indexer.index.whoosh.schema import READ_ONLY

INDEX_NAME = "MAIN"


class ClaimCodec(base.Codec):  # type: ignore[misc]  # the engine is untyped here
    """Reads segments of claims."""

    def terms_reader(self, storage: Any, segment: ClaimSegment) -> ClaimTerms:
        """The terms of a segment."""
        return ClaimTerms(segment.open(storage))

    def per_document_reader(self, storage: Any, segment: ClaimSegment) -> ClaimRows:
        """The rows of a segment."""
        return ClaimRows(segment.open(storage))

    def per_document_writer(self, *_: Any) -> NoReturn:
        """Not available: raises `IndexFailure`."""
        raise IndexFailure(READ_ONLY)

    field_writer = postings_writer = new_segment = per_document_writer


class ClaimSegment(base.Segment):  # type: ignore[misc]  # the engine is untyped here
    """A segment as Whoosh's table of contents names it."""

    def __init__(self, entry: SegmentEntry, found: OpenSegment | None = None) -> None:
        self.indexname = INDEX_NAME
        self.segid = entry.name
        self.compound = False
        self.counts = entry.rows, entry.documents, entry.dead_documents, entry.dead_rows, entry.dead_check
        self.dead = entry.dead
        self._opened = found

    def __getstate__(self) -> dict[str, Any]:
        return vars(self) | {"_opened": None}

    def open(self, storage: Any) -> OpenSegment:
        """The arrays, opened once."""
        if self._opened is None:
            rows, documents, *dead = self.counts
            entry = SegmentEntry(self.segid, rows, documents, self.dead, *dead)
            self._opened = opened(Path(storage.folder), entry)
        return self._opened

    def codec(self) -> ClaimCodec:
        """The codec that reads it."""
        return ClaimCodec()

    def should_assemble(self) -> bool:
        """It is one file already."""
        return False

    def doc_count_all(self) -> int:
        """Rows, those of dead documents too."""
        return self.counts[0]

    def deleted_count(self) -> int:
        """Rows of dead documents."""
        return self.counts[3]

    def deleted_docs(self) -> Iterator[int]:
        """Rows of dead documents; the segment must be open."""
        return ClaimRows(self.open(None)).deleted_docs()

    def is_deleted(self, row: int) -> bool:
        """Whether the row's document is dead; the segment must be open."""
        return ClaimRows(self.open(None)).is_deleted(row)

    def delete_document(self, *_: Any, **__: Any) -> NoReturn:
        """Not through Whoosh."""
        raise IndexFailure(READ_ONLY)

    set_doc_count = create_file = create_compound_file = delete_document


class ClaimTerms(base.TermsReader):  # type: ignore[misc]  # the engine is untyped here
    """The terms of a segment, by field and then by their bytes."""

    def __init__(self, segment: OpenSegment) -> None:
        self._lexicons = lexicons(Arrays(segment.mapped))
        self._last: tuple[tuple[str, bytes], int, Any] | None = None

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        try:
            self._find(*term)
        except KeyError:
            return False
        return True

    def indexed_field_names(self) -> list[str]:
        """The fields that have terms."""
        return sorted(self._lexicons)

    def terms(self) -> Iterator[tuple[str, bytes]]:
        """All terms."""
        return self.terms_from("", b"")

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        """The terms from one of a field on, those of the fields after it too."""
        return ((name, lexicon.term(ordinal)) for name, lexicon, ordinal in self._from(fieldname, prefix))

    def items(self) -> Iterator[tuple[tuple[str, bytes], Any]]:
        """All terms with their statistics."""
        return self.items_from("", b"")

    def items_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[tuple[str, bytes], Any]]:
        """The same terms as `terms_from`, with their statistics."""
        for name, lexicon, ordinal in self._from(fieldname, prefix):
            yield (name, lexicon.term(ordinal)), term_info(lexicon.postings(ordinal))

    def cursor(self, fieldname: str, fieldobj: Any) -> ClaimCursor:
        """A cursor over the terms of a field."""
        return ClaimCursor(self._lexicons[fieldname], fieldobj)

    def term_info(self, fieldname: str, text: bytes) -> Any:
        """The statistics of a term. Raises `KeyError`."""
        return term_info(self._postings(fieldname, text))

    def frequency(self, fieldname: str, text: bytes) -> int:
        """How often a term occurs. Raises `KeyError`."""
        frequency: int = self.term_info(fieldname, text).weight()
        return frequency

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        """How many rows have a term. Raises `KeyError`."""
        lexicon, ordinal = self._find(fieldname, text)
        return lexicon.count(ordinal)

    def matcher(self, fieldname: str, text: bytes, format_: Any, scorer: Any = None) -> RowMatcher:
        """The rows of a term. Raises `KeyError`."""
        return RowMatcher((fieldname, text), self._postings(fieldname, text), format_, scorer)

    def _find(self, fieldname: str, text: bytes) -> tuple[Lexicon, int]:
        lexicon = self._lexicons[fieldname]
        return lexicon, find(lexicon, text)

    def _postings(self, fieldname: str, text: bytes) -> Any:
        # The engine asks for one term's statistics, then for its matcher.
        lexicon, ordinal = self._find(fieldname, text)
        if self._last is None or self._last[0] != (fieldname, text):
            self._last = (fieldname, text), ordinal, lexicon.postings(ordinal)
        return self._last[2]

    def _from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, Lexicon, int]]:
        for name in self.indexed_field_names():
            if name >= fieldname:
                lexicon = self._lexicons[name]
                start = lexicon.bound(prefix) if name == fieldname else 0
                yield from ((name, lexicon, ordinal) for ordinal in terms_from(lexicon, start))


class ClaimCursor(base.FieldCursor):  # type: ignore[misc]  # the engine is untyped here
    """A position among the terms of a field; valid until it has passed the last."""

    def __init__(self, lexicon: Lexicon, fieldobj: Any) -> None:
        self._lexicon = lexicon
        self._field = fieldobj
        self._at = 0
        self.first()

    def first(self) -> str | None:
        """Go to the first term."""
        return self._go(0)

    def find(self, term: str | bytes) -> str | None:
        """Go to the first term that is not less."""
        return self._go(self._lexicon.bound(term if isinstance(term, bytes) else self._field.to_bytes(term)))

    def next(self) -> str | None:
        """Go to the next term."""
        return self._go(self._at + 1)

    def text(self) -> str | None:
        """The term, or None after the last."""
        return decoded(self._lexicon.term(self._at)) if self.is_valid() else None

    term = text

    def term_info(self) -> Any:
        """The statistics of the current term, or None after the last."""
        return term_info(self._lexicon.postings(self._at)) if self.is_valid() else None

    def is_valid(self) -> bool:
        """Whether there is a term here."""
        return self._at < self._lexicon.size

    def _go(self, start: int) -> str | None:
        self._at = next(terms_from(self._lexicon, start), self._lexicon.size)
        return self.text()
