"""Readers: from bytes to a `Document`. A format is one file and one line of `READERS`."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import PurePosixPath

from indexer.errors import ReadError
from indexer.model import Document, Span
from indexer.problems import problem
from indexer.readers.decoding import decode
from indexer.readers.sketch import Sketch


@dataclass(frozen=True, slots=True)
class Reader:
    """How one format is read: the suffixes it is known by, and `module:function` from text to `Sketch`.

    The module is imported when the first text of the format is read.
    """

    suffixes: frozenset[str]
    function: str

    def read(self, text: str) -> Sketch:
        """The blocks of a text of this format."""
        module, _, name = self.function.partition(":")
        function: Callable[[str], Sketch] = getattr(import_module(module), name)
        return function(text)


READERS: dict[str, Reader] = {
    "text": Reader(frozenset({".txt", ".text"}), "indexer.readers.plain:read_plain"),
    "markdown": Reader(frozenset({".md", ".markdown", ".mdown", ".mkd"}), "indexer.readers.markdown:read_markdown"),
}


def known_suffixes() -> frozenset[str]:
    """The suffixes of files that are taken from a folder, in lower case, with the dot."""
    return frozenset().union(*(reader.suffixes for reader in READERS.values()))


def format_of(name: str) -> str:
    """The format that a file's name promises; plain text if it promises none."""
    suffix = PurePosixPath(name).suffix.lower()
    return next((key for key, reader in READERS.items() if suffix in reader.suffixes), "text")


def read_document(data: bytes, *, uri: str, name: str, as_format: str | None = None) -> Document:
    """Read one text. `name` tells the format unless `as_format`, a key of `READERS`, does.

    The document's references are not yet found. Raises `ReadError` for a binary file or an unknown format.
    """
    if as_format is not None and as_format not in READERS:
        raise ReadError(f"{uri}: no format is called {as_format!r}: use one of {', '.join(sorted(READERS))}")
    text, problems = decode(data, uri)
    sketch = READERS[as_format or format_of(name)].read(text)
    if not text.strip():
        problems.append(problem("TXT003", "the text is empty", uri, Span(0, 0)))
    return Document(
        uri=uri,
        title=sketch.title or PurePosixPath(name).stem,
        text=text,
        blocks=sketch.blocks,
        digest=hashlib.sha256(data).hexdigest(),
        problems=tuple(problems),
    )
