"""Where an index is opened or made, and which engine keeps it.

An index is a folder with a file `indexer.json`, which names the engine and the version of its schema. The folder is
made beside its place and renamed into it, so that it is an index whole or not at all.
"""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from indexer.errors import IndexDamaged, IndexFailure, IndexNotFound, IndexVersion
from indexer.index import Folder, Index
from indexer.index.segments.manifest import damaged, flush_folder, write_flushed
from indexer.index.store import SegmentIndex, create, damage, rebuild

if TYPE_CHECKING:
    from pathlib import Path

    from indexer.model import Damage, Extraction, Rebuilt

    ReadAnew = Callable[[str, str], Extraction]

MARK = "indexer.json"
SCHEMA_VERSION = 4
"""Raised whenever an index of before would answer differently: other terms, other fields, other records."""

DEFAULT = "whoosh"


class Backend(NamedTuple):
    """How an engine makes an empty index in an empty folder, and how it opens, checks and rebuilds one."""

    create: Callable[[Path], None]
    open: Callable[[Folder], Index]
    damage: Callable[[Folder], Iterator[Damage]]
    rebuild: Callable[[Path, ReadAnew, float], Rebuilt]


BACKENDS: dict[str, Backend] = {
    "whoosh": Backend(create, SegmentIndex, damage, rebuild),
}


def open_index(path: Folder, *, create: bool = False) -> Index:
    """The index in the folder `path`; a new one if there is none and `create` is set.

    Raises `IndexNotFound`, `IndexVersion`, `IndexDamaged`, and `IndexFailure` if the folder cannot be used.
    """
    folder = os.fspath(path)
    try:
        if create and not os.path.exists(os.path.join(folder, MARK)):
            _create(folder)
        return _backend(folder).open(folder)
    except OSError as error:
        raise IndexFailure(f"The index {folder} cannot be used: {error.strerror or error}. Check the path.") from error


def damage_of(path: Folder) -> Iterator[Damage]:
    """The parts of an index that are not as they were written. Raises `IndexNotFound`, `IndexVersion`, `IndexFailure`."""
    from indexer.model import Damage  # noqa: PLC0415

    folder = os.fspath(path)
    try:
        backend = _backend(folder)
    except IndexDamaged:
        yield Damage(MARK, "", "cannot be read")
        backend = BACKENDS[DEFAULT]
    yield from backend.damage(folder)


def rebuild_index(path: Folder, read_anew: ReadAnew, lock_timeout: float) -> Rebuilt:
    """An index made anew from what of it is sound. `read_anew` gives what a text yields, by its uri and its words.

    Raises `IndexNotFound`, `IndexVersion`, `IndexLocked`, and `IndexDamaged` if nothing can be saved.
    """
    from pathlib import Path  # noqa: PLC0415

    folder = Path(path)
    try:
        return _backend(os.fspath(folder)).rebuild(folder, read_anew, lock_timeout)
    except IndexDamaged:
        if (folder / MARK).read_bytes() == _mark(DEFAULT, SCHEMA_VERSION):
            raise
    made = BACKENDS[DEFAULT].rebuild(folder, read_anew, lock_timeout)
    write_flushed(folder / MARK, _mark(DEFAULT, SCHEMA_VERSION))
    return made


def _create(name: str) -> None:
    from pathlib import Path  # noqa: PLC0415  # an index is made once

    folder = Path(name)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise IndexNotFound(f"{folder} is no index and is not empty. Name a folder that is new or empty.")
    import shutil  # noqa: PLC0415
    import tempfile  # noqa: PLC0415

    folder.parent.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(prefix=f"{folder.name}.", dir=folder.parent))
    try:
        made.chmod(0o777 & ~_umask())
        BACKENDS[DEFAULT].create(made)
        write_flushed(made / MARK, _mark(DEFAULT, SCHEMA_VERSION))
        flush_folder(made)
        if folder.exists():
            folder.rmdir()
        made.rename(folder)
        flush_folder(folder.parent)
    except OSError:
        # Another process may have made it in the meantime: then its index is as good as ours.
        if not (folder / MARK).exists():
            raise
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _mark(backend: str, schema: int) -> bytes:
    """The content of the file that makes a folder an index, with the CRC-32 of what stands before it."""
    said = f'{{"backend": {json.dumps(backend)}, "schema": {schema}, '
    return f'{said}"check": {zlib.crc32(said.encode())}}}\n'.encode()


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _backend(folder: str) -> Backend:
    if not os.path.isdir(folder) or not os.listdir(folder):
        raise IndexNotFound(f"There is no index at {folder}. `indexer ingest PATH…` makes one.")
    try:
        with open(os.path.join(folder, MARK), "rb") as file:
            content = file.read()
        mark = json.loads(content)
        name, version = str(mark["backend"]), int(mark["schema"])
        if content != _mark(name, version) and ("check" in mark or version == SCHEMA_VERSION):
            raise ValueError("it has changed")  # noqa: TRY301  # as broken as what cannot be read
    except FileNotFoundError as error:
        raise IndexNotFound(
            f"There is no index at {folder}: it has no file {MARK}. `indexer ingest PATH…` makes one elsewhere."
        ) from error
    except (ValueError, KeyError, TypeError) as error:
        raise damaged(folder, MARK, "cannot be read") from error
    if version != SCHEMA_VERSION or name not in BACKENDS:
        raise IndexVersion(
            f"The index {folder} was made by another version of indexer ({name}, schema {version}; this one reads "
            f"schema {SCHEMA_VERSION}). Ingest the texts again into a new index: `indexer ingest --index NEW PATH…`."
        )
    return BACKENDS[name]
