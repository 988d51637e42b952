"""Writes a sequence of documents to segment files, each with as many as memory allows."""

from __future__ import annotations

import secrets
from pathlib import Path

from indexer.index.failures import translated_errors
from indexer.index.segments.builder import Builder
from indexer.index.segments.layout import SUFFIX
from indexer.late import dataclass
from indexer.model import Extraction

CLAIM_BYTES = 1 << 9
"""About what a claim takes in a builder beside its text: how often the builder is asked follows from it."""


class Pieces:
    """Writes files with unique names to a folder within that of an index; `made` are the finished ones, in order."""

    def __init__(self, folder: Path, memory: int) -> None:
        self._folder = folder
        self._memory = memory
        self.made: list[Path] = []
        self._builder = Builder()
        self._building: set[str] = set()
        self._unchecked = 0

    def put(self, extraction: Extraction) -> None:
        """Add a document. A new version of one is in a later file."""
        uri = extraction.document.uri
        self.part(uri)
        self._building.add(uri)
        self._builder.add(extraction)
        self._unchecked += len(extraction.document.text) + CLAIM_BYTES * len(extraction.claims)
        if self._unchecked >= self._memory // 16:
            self._unchecked = 0
            if self._builder.size >= self._memory:
                self.flush()

    def part(self, uri: str) -> None:
        """Start a later file if the current one may contain this document."""
        if uri in self._building:
            self.flush()

    def flush(self) -> None:
        """Write the documents added since the last file."""
        if self._building:
            path = self.new_path()
            with translated_errors(self._folder.parent):  # also in another process, which can only pass its failure on
                self._builder.write(path)
            self.made.append(path)
            self._builder = Builder()
            self._building.clear()

    def new_path(self) -> Path:
        """A name that no other file has."""
        return self._folder / (secrets.token_hex(8) + SUFFIX)


class Aside:
    """Writes on behalf of a run of another process, which adopts the files. See `indexer.index.Aside`."""

    def __init__(self, folder: Path, memory: int) -> None:
        self._pieces = Pieces(folder, memory)

    def put(self, extraction: Extraction) -> None:
        """Add a document."""
        self._pieces.put(extraction)

    def finish(self) -> list[str]:
        """Write the remaining documents; returns the files."""
        self._pieces.flush()
        return [str(path) for path in self._pieces.made]


@dataclass(frozen=True, slots=True)
class MakeAside:
    """Makes an `Aside` in the process that calls it."""

    folder: Path
    memory: int

    def __call__(self) -> Aside:
        """The writer."""
        return Aside(self.folder, self.memory)
