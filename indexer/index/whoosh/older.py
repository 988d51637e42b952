"""Indexes of version 0.1.0, which Whoosh kept: they are read once, to be rebuilt.

Their table of contents, segments and directories are pickles. While one is read, a hook of the interpreter sees every class
that a pickle asks for (`pickle.find_class`), and what is not in the table below is refused before it is looked up.
"""

from __future__ import annotations

import json
import sys
import threading
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from indexer.errors import IndexDamaged
from indexer.index import Folder
from indexer.index.records import load_claim
from indexer.index.segments.layout import decoded
from indexer.index.whoosh.engine import filestore, index, query
from indexer.model import Document, Extraction, Problem, Reference, Span
from indexer.patterns import pattern

SCHEMA = 2
"""The version that their mark names."""
_NEEDED = frozenset(
    {
        ("builtins", "int"),
        ("collections", "defaultdict"),
        ("whoosh.analysis.tokenizers", "IDTokenizer"),
        ("whoosh.codec.whoosh3", "W3Codec"),
        ("whoosh.codec.whoosh3", "W3Segment"),
        ("whoosh.columns", "VarBytesColumn"),
        ("whoosh.fields", "COLUMN"),
        ("whoosh.fields", "ID"),
        ("whoosh.fields", "STORED"),
        ("whoosh.fields", "Schema"),
        ("whoosh.fields", "TEXT"),
        ("whoosh.formats", "Existence"),
        ("whoosh.formats", "Positions"),
    }
)
_FILES = pattern(r"_?MAIN_[0-9a-zA-Z_]+(?:\.(?:seg|toc))?")
_guarded = threading.local()


def read_older(folder: Folder) -> Iterator[Extraction]:
    """The documents of an index, by uri, but for their blocks. Raises `IndexDamaged` for one that contains anything else."""
    with closing(_Storage(str(folder))) as storage:
        with _guard():
            found = index.FileIndex(storage)
            with found.searcher() as searcher:
                rows = {
                    stored["uri"]: row
                    for row in searcher.docs_for_query(query.Term("kind", "document"))
                    for stored in (searcher.stored_fields(row),)
                }
        for uri in sorted(rows):
            with _guard(), found.searcher() as searcher:
                extraction = _extraction(searcher, rows[uri])
            yield extraction


def remove_older(folder: Path) -> None:
    """Remove the files of such an index."""
    for path in folder.iterdir():
        if _FILES.fullmatch(path.name):
            path.unlink()


class _Storage(filestore.FileStorage):  # type: ignore[misc]  # Whoosh has no types
    """A folder whose files are all closed at the end: Whoosh leaves a file open when reading it fails."""

    def __init__(self, folder: str) -> None:
        super().__init__(folder)
        self._opened: list[Any] = []

    def open_file(self, name: str, **options: Any) -> Any:
        """A file of the folder, which is remembered."""
        opened = super().open_file(name, **options)
        self._opened.append(opened)
        return opened

    def close(self) -> None:
        """Close what is still open."""
        for opened in self._opened:
            if not opened.is_closed:
                opened.close()
        self._opened.clear()


def _extraction(searcher: Any, row: int) -> Extraction:
    stored = searcher.stored_fields(row)
    uri, title, digest, *_ = json.loads(stored["summary"])
    packed: bytes = searcher.reader().column_reader("text")[row]
    document = Document(
        uri=uri,
        title=title,
        text=decoded(zlib.decompress(packed)),
        blocks=(),
        references=tuple(_reference(each) for each in json.loads(stored["references"])),
        digest=digest,
    )
    key = uri.encode("utf-8", "backslashreplace").decode("utf-8")  # as a term it was spelt so
    claims = [
        load_claim(searcher.stored_fields(each)["claim"])
        for each in searcher.docs_for_query(query.Term("document", key))
    ]
    claims.sort(key=lambda claim: claim.ordinal)
    return Extraction(document, tuple(claims), tuple(_problem(each) for each in json.loads(stored["problems"])))


def _reference(row: dict[str, Any]) -> Reference:
    return Reference(**{**row, "span": Span(**row["span"]), "covers": Span(**row["covers"])})


def _problem(row: dict[str, Any]) -> Problem:
    return Problem(**{**row, "span": Span(**row["span"])})


@contextmanager
def _guard() -> Iterator[None]:
    """Refuse every class in a pickle but those that are needed."""
    _watch()
    _guarded.on = True
    try:
        yield
    finally:
        _guarded.on = False


@cache
def _watch() -> None:
    """Install the hook, once: hooks cannot be removed."""
    sys.addaudithook(_refuse)


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "pickle.find_class" and getattr(_guarded, "on", False) and arguments[-2:] not in _NEEDED:
        raise IndexDamaged(
            f"The index asks for {'.'.join(map(str, arguments[-2:]))}, which no index of this program does: nothing of it is run."
        )
