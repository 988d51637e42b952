"""A new segment from extractions, in bulk: each step is done for thousands of claims at once.

Claims are gathered until there is a batch of them; a batch becomes columns and streams of terms. `write` sorts the streams
into postings, puts everything in the order of the documents, and writes the file.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import compress
from pathlib import Path

import numpy as np

from indexer.index.matching import heading_text
from indexer.index.query import TextField
from indexer.index.segments import packing
from indexer.index.segments.arrays import Array, bounds_of, ranges
from indexer.index.segments.columns import Columns, sizes_in_bytes
from indexer.index.segments.documents import Documents
from indexer.index.segments.keywords import changes, in_order
from indexer.index.segments.layout import ATTRIBUTIONS, Packed, encoded, write
from indexer.index.segments.postings import Terms
from indexer.index.segments.tokens import chunks
from indexer.index.segments.vocabulary import Stream, Vocabulary
from indexer.model import Extraction

BATCH = 8192
"""Claims that are processed at once."""


class Builder:
    """Collects the documents of one segment. No two of them may have the same uri."""

    def __init__(self) -> None:
        self._waiting: list[Extraction] = []
        self._waiting_claims = 0
        self._documents = Documents()
        self._columns = Columns()
        self._vocabulary = Vocabulary()
        self._statement, self._heading = Terms(self._vocabulary), Terms(self._vocabulary)
        self._statements: list[bytes] = []  # of each document that has claims
        self._paths: list[tuple[str, ...]] = []  # of each section
        self._section_sizes: list[int] = []

    @property
    def claims(self) -> int:
        """How many claims have been added."""
        return self._columns.count + self._waiting_claims

    @property
    def size(self) -> int:
        """The approximate memory in use, in bytes."""
        statements = sum(map(len, self._statements))
        return self._columns.size + self._statement.size + self._heading.size + self._documents.size + statements

    def add(self, extraction: Extraction) -> None:
        """Add the next document."""
        self._documents.add(extraction)
        self._waiting.append(extraction)
        self._waiting_claims += len(extraction.claims)
        if self._waiting_claims >= BATCH:
            self._work()

    def write(self, path: Path) -> None:
        """Write the segment file of all that was added. The builder cannot be used afterwards. Raises `OSError`."""
        self._work()
        sizes = np.array(self._documents.sizes, np.int64)
        uris = self._documents.uris
        order = in_order(uris)
        rows = ranges(bounds_of(sizes)[order], sizes[order])
        sections = self._section_order(rows)
        heights = np.array(self._section_sizes, np.int64)[sections]
        # The terms first: they take the most memory, and then give it back.
        arrays, total = _term_arrays("statement", self._statement, rows)
        of_headings, heading_total = _term_arrays("heading", self._heading, sections, heights)
        arrays |= of_headings
        arrays |= self._documents.arrays(order)
        arrays |= self._attributions(bounds_of(sizes), order)
        arrays |= self._columns.arrays(rows)
        arrays |= self._statement_texts(order, rows)
        arrays |= self._section_arrays(sections, heights)
        meta = {
            "rows": len(rows),
            "documents": len(order),
            "sections": len(sections),
            "statement": {"total": total},
            "heading": {"total": heading_total},
        }
        write(path, meta, arrays)

    def _work(self) -> None:
        """Make columns and terms of the pending claims."""
        extractions = [extraction for extraction in self._waiting if extraction.claims]
        self._waiting, self._waiting_claims = [], 0
        if not extractions:
            return
        statements, sizes = self._columns.add(extractions)
        self._statement.add(self._stream(statements, sizes))
        at, begins = 0, []
        for extraction in extractions:
            begins.append(at)
            stop = at + len(extraction.claims)
            self._statements.append(encoded("".join(statements[at:stop])))
            at = stop
        headings = [claim.heading for extraction in extractions for claim in extraction.claims]
        fresh = changes(headings)
        fresh[begins] = True
        paths = list(compress(headings, fresh.tolist()))
        self._paths += paths
        self._section_sizes += np.diff(np.flatnonzero(fresh), append=at).tolist()
        texts = list(map(heading_text, paths))
        self._heading.add(self._stream(texts, sizes_in_bytes(texts)))

    def _stream(self, texts: Sequence[str], sizes: Array) -> Stream:
        """Add the terms of texts of these sizes in bytes."""
        # Each text is followed by a space, and one stands before the first.
        starts = bounds_of(sizes + 1)[:-1] + 1
        return self._vocabulary.stream(chunks(encoded(" ".join(texts))), starts)

    def _section_order(self, rows: Array) -> Array:
        """The sections in the order of their rows, which is `rows`."""
        if not len(rows):
            return np.zeros(0, np.int64)
        owners = np.repeat(np.arange(len(self._section_sizes)), self._section_sizes)[rows]
        return owners[np.flatnonzero(np.diff(owners, prepend=-1))]

    def _attributions(self, bounds: Array, order: Array) -> dict[str, Packed]:
        """How many claims of each document are direct, and inherited."""
        attribution = self._columns.column("claim.attribution")
        found = {}
        for name in ("direct", "inherited"):
            before = bounds_of(attribution == ATTRIBUTIONS.index(name))
            found[f"document.{name}"] = packing.numbers((before[bounds[1:]] - before[bounds[:-1]])[order])
        return found

    def _statement_texts(self, order: Array, rows: Array) -> dict[str, Packed]:
        texts = iter(self._statements)
        of_document = [next(texts) if size else b"" for size in self._documents.sizes]
        counts = packing.counts("statement", self._columns.column("statement.size")[rows])
        return counts | {"statement.text": packing.data([of_document[at] for at in order.tolist()])}

    def _section_arrays(self, sections: Array, heights: Array) -> dict[str, Packed]:
        headings = [json.dumps(list(self._paths[at]), ensure_ascii=False) for at in sections.tolist()]
        found = packing.strings("section.heading", list(map(encoded, headings)))
        return {"section.first": packing.numbers(bounds_of(heights))} | found


def _term_arrays(
    field: TextField, terms: Terms, order: Array, heights: Array | None = None
) -> tuple[dict[str, Packed], int]:
    """A field whose unit i is the `order[i]`th added, as `packing.field` gives it."""
    places = np.empty(len(order), np.int64)
    places[order] = np.arange(len(order))
    return packing.field(field, terms.field(places), terms.lengths()[order], heights)
