"""What keeps an index usable: what of its files has changed is found, and what is sound is saved."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from indexer.index import Folder
from indexer.index.backends import damage_of
from indexer.index.backends import rebuild_index as rebuild
from indexer.model import Damage, Extraction, Rebuilt


def check_index(path: Folder) -> Iterator[Damage]:
    """The parts of the index in a folder that are not as they were written. All of it is read, nothing changed.

    Raises `IndexNotFound`, `IndexVersion`, and `IndexFailure` for a file that cannot be read.
    """
    return damage_of(path)


def rebuild_index(path: Folder, *, lock_timeout: float = 10.0) -> Rebuilt:
    """The index in a folder made anew from its own files, in one commit: every document that is sound, with its claims.

    Of one whose claims are damaged the text is read anew, as Markdown or plain text. Raises `IndexNotFound`, `IndexLocked`, and
    `IndexDamaged` if nothing can be saved; then the folder is as it was.
    """
    return rebuild(path, _read_anew, lock_timeout)


def _read_anew(uri: str, text: str) -> Extraction:
    from indexer.extracting import extract_text  # noqa: PLC0415  # only damaged texts are read
    from indexer.readers import READERS  # noqa: PLC0415

    suffix = PurePosixPath(uri).suffix.lower()
    return extract_text(text, uri=uri, as_format="markdown" if suffix in READERS["markdown"].suffixes else "text")
