"""What keeps an index usable: what of its files has changed is found, and what is sound is saved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePosixPath

from indexer.errors import ReadError
from indexer.files import bibliography_of, digest_of, forced_format
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

    Of one whose claims are damaged the text is read anew if the index has it as the file has, and needs no other file;
    the next `ingest` reads that file again. Others are lost. Raises `IndexNotFound`, `IndexLocked`, and
    `IndexDamaged` if nothing can be saved; then the folder is as it was.
    """
    return rebuild(path, _read_anew, lock_timeout)


def _read_anew(uri: str, text: str, stamp: str) -> Extraction:
    from indexer.extracting import extract_text  # noqa: PLC0415  # only damaged texts are read

    again = "ingest its file again"
    if bibliography_of(stamp)[1] is not None:
        raise ReadError(f"names works that a bibliography has: {again}")
    name = forced_format(stamp) or _format_of(uri, text, stamp)
    if name is None:
        raise ReadError(f"is stored as it reads and not as its file has it: {again}")
    extraction = extract_text(text, uri=uri, as_format=name)
    # Without a digest, so that `ingest` takes the file for changed.
    return replace(extraction, document=replace(extraction.document, digest=""))


def _format_of(uri: str, text: str, stamp: str) -> str | None:
    """The format of a stored text; None if it is, or may be, one that is rendered."""
    import hashlib  # noqa: PLC0415

    from indexer.readers import READERS  # noqa: PLC0415

    suffix = PurePosixPath(uri).suffix.lower()
    named = [name for name, reader in READERS.items() if suffix in reader.suffixes]
    if named:
        return None if READERS[named[0]].structured else named[0]
    same = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest() == digest_of(stamp)
    return "text" if same else None
