"""The columns of documents in a segment, besides those of their claims, in the order of addition."""

from __future__ import annotations

import numpy as np

from indexer.index import records
from indexer.index.segments import packing
from indexer.index.segments.arrays import Array, bounds_of
from indexer.index.segments.claims import packed
from indexer.index.segments.layout import DOCUMENT_STRINGS, TEXT_BLOCK, Packed, encoded
from indexer.model import Extraction


class Documents:
    """The columns of some documents. `sizes` are their numbers of claims, `size` is the memory in use in bytes."""

    def __init__(self) -> None:
        self.sizes: list[int] = []
        self.size = 0
        self._strings: dict[str, list[bytes]] = {name: [] for name in DOCUMENT_STRINGS}
        self._sources: list[int] = []
        self._problems: list[int] = []
        self._texts: list[list[bytes]] = []

    @property
    def uris(self) -> list[bytes]:
        """The uri of each document."""
        return self._strings["uri"]

    def add(self, extraction: Extraction) -> None:
        """Add the next document."""
        document = extraction.document
        values = (document.uri, document.title, document.digest, records.dump_named(extraction))
        strings = [encoded(value) for value in values]
        strings.append(packed(records.dump_rest(extraction)))
        for name, value in zip(DOCUMENT_STRINGS, strings, strict=True):
            self._strings[name].append(value)
        blocks = [packed(document.text[at : at + TEXT_BLOCK]) for at in range(0, len(document.text), TEXT_BLOCK)]
        self.sizes.append(len(extraction.claims))
        self._sources.append(len(records.source_ids_of(extraction)))
        self._problems.append(len(extraction.problems))
        self._texts.append(blocks)
        self.size += sum(map(len, strings)) + sum(map(len, blocks))

    def arrays(self, order: Array) -> dict[str, Packed]:
        """The arrays of the documents in this order."""
        chosen = order.tolist()
        arrays: dict[str, Packed] = {}
        for name, values in self._strings.items():
            arrays |= packing.strings(name, [values[at] for at in chosen])
        for name, column in (("first", self.sizes), ("block", list(map(len, self._texts)))):
            arrays[f"document.{name}"] = packing.numbers(bounds_of(np.array(column, np.int64)[order]))
        for name, column in (("sources", self._sources), ("problems", self._problems)):
            arrays[f"document.{name}"] = packing.numbers(np.array(column, np.int64)[order])
        return arrays | packing.strings("text", [block for at in chosen for block in self._texts[at]])
