"""Keeping an index usable: finding damage in its files, and rebuilding it from what is sound."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePosixPath

from indexer.errors import ReadError
from indexer.files import bibliography_of, digest_of, forced_format
from indexer.index import Folder
from indexer.index.backends import damage_of
from indexer.index.backends import rebuild_index as rebuild
from indexer.model import Extraction
from indexer.reports import Damage, Rebuilt


def check_index(path: Folder) -> Iterator[Damage]:
    """The parts of the index in a folder that are not as they were written. All of it is read, and nothing is changed.

    Raises `IndexNotFound`, `IndexVersion`, and `IndexFailure` for a file that cannot be read.
    """
    return damage_of(path)


def rebuild_index(path: Folder, *, lock_timeout: float = 10.0) -> Rebuilt:
    """Rebuild the index in a folder from its own files, in one commit: every document that is sound is kept with its claims.

    If the claims of a document are damaged, its stored text is read again, provided that it is the text of the file and
    needs no other file; the next `ingest` reads that file again. Other damaged documents are lost. Raises `IndexNotFound`,
    `IndexLocked`, and `IndexDamaged` if nothing can be saved, in which case the folder stays as it was.
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
    """The format in which a stored text can be read again; None if the text is, or may be, rendered from another format."""
    import hashlib  # noqa: PLC0415

    from indexer.readers import READERS  # noqa: PLC0415

    suffix = PurePosixPath(uri).suffix.lower()
    named = [name for name, reader in READERS.items() if suffix in reader.suffixes]
    if named:
        return None if READERS[named[0]].structured else named[0]
    same = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest() == digest_of(stamp)
    return "text" if same else None
