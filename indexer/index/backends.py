"""Opening and making an index, whichever engine keeps it.

An address such as `opensearch://host:9200/name` means an index on a cluster. Everything else is a folder.

An index is a folder with a file `indexer.json`, which names the engine and the version of its schema. The folder is
made under another name and renamed, so that it is a complete index or does not exist.
"""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from indexer.errors import IndexDamaged, IndexFailure, IndexNotFound, IndexVersion
from indexer.index import Folder, Index
from indexer.index.opensearch.address import is_address
from indexer.index.segments.manifest import damaged, flush_folder, write_flushed
from indexer.index.store import SegmentIndex, create, damage, migrate, rebuild

if TYPE_CHECKING:
    from pathlib import Path
    from types import ModuleType

    from indexer.model import Extraction
    from indexer.reports import Damage, Rebuilt

    ReadAnew = Callable[[str, str, str], Extraction]

MARK = "indexer.json"
NEW_MARK = "indexer.new"
SCHEMA_VERSION = 4
"""To be raised whenever older indexes would answer differently: other terms, other fields, other records."""

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

OLDER: dict[int, Callable[[Path, Callable[[], None], float], Rebuilt]] = {2: migrate}
"""Versions that are brought up to date: a function of the folder, of what writes its new mark, and of the seconds to wait."""


def open_index(path: Folder, *, create: bool = False) -> Index:
    """The index in the folder or at the address `path`; a new one if there is none and `create` is set.

    Raises `IndexNotFound`, `IndexVersion`, `IndexDamaged`, and `IndexFailure` if the folder cannot be used.
    """
    folder = os.fspath(path)
    if is_address(folder):
        opened: Index = _clusters().open_cluster(folder, create=create)
        return opened
    try:
        if create and not os.path.exists(os.path.join(folder, MARK)):
            _create(folder)
        return _backend(folder).open(folder)
    except OSError as error:
        raise IndexFailure(f"The index {folder} cannot be used: {error.strerror or error}. Check the path.") from error


def damage_of(path: Folder) -> Iterator[Damage]:
    """The parts of an index that are not as they were written. Raises `IndexNotFound`, `IndexVersion`, `IndexFailure`."""
    from indexer.reports import Damage  # noqa: PLC0415

    folder = os.fspath(path)
    if is_address(folder):
        yield from _clusters().damage_of(folder)
        return
    try:
        backend = _backend(folder)
    except IndexDamaged:
        yield Damage(MARK, "", "cannot be read")
        backend = BACKENDS[DEFAULT]
    yield from backend.damage(folder)


def rebuild_index(path: Folder, read_anew: ReadAnew, lock_timeout: float) -> Rebuilt:
    """Rebuild an index from the parts of it that are sound. `read_anew` gives what a text yields, by its uri, its words and its digest.

    One of an older version becomes one of this. Raises `IndexNotFound`, `IndexVersion`, `IndexLocked`, and `IndexDamaged` if
    nothing can be saved.
    """
    from pathlib import Path  # noqa: PLC0415

    folder = os.fspath(path)
    if is_address(folder):
        refusal: IndexFailure = _clusters().no_rebuilding(folder)
        raise refusal
    try:
        name, schema = _read_mark(folder)
    except IndexDamaged:
        name, schema = DEFAULT, 0
    if (name, schema) == (DEFAULT, SCHEMA_VERSION) or not schema:
        made = BACKENDS[DEFAULT].rebuild(Path(folder), read_anew, lock_timeout)
        if not schema:
            _write_mark(Path(folder))
        return made
    if schema not in OLDER:
        raise _of_another_version(folder, name, schema)
    return OLDER[schema](Path(folder), lambda: _write_mark(Path(folder)), lock_timeout)


def _clusters() -> ModuleType:
    try:
        from indexer.index.opensearch import opening  # noqa: PLC0415  # an extra
    except ModuleNotFoundError as error:
        raise IndexFailure(
            f"An index on a cluster needs {error.name}. Install it with: pip install 'citation-indexer[opensearch]'"
        ) from error
    return opening


def _create(name: str) -> None:
    from pathlib import Path  # noqa: PLC0415  # an index is made once

    folder = Path(name)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise IndexNotFound(f"There is no index at {folder}, and it is not empty. Name a folder that is new or empty.")
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
        # Another process may have made an index in the meantime, which is as good as ours.
        if not (folder / MARK).exists():
            raise
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _mark(backend: str, schema: int) -> bytes:
    """The content of the file that makes a folder an index, with the CRC-32 of what precedes it."""
    said = f'{{"backend": {json.dumps(backend)}, "schema": {schema}, '
    return f'{said}"check": {zlib.crc32(said.encode())}}}\n'.encode()


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _write_mark(folder: Path) -> None:
    write_flushed(folder / NEW_MARK, _mark(DEFAULT, SCHEMA_VERSION))
    (folder / NEW_MARK).replace(folder / MARK)
    flush_folder(folder)


def _backend(folder: str) -> Backend:
    name, schema = _read_mark(folder)
    if schema != SCHEMA_VERSION or name not in BACKENDS:
        raise _of_another_version(folder, name, schema)
    return BACKENDS[name]


def _read_mark(folder: str) -> tuple[str, int]:
    """The engine and the version of an index."""
    if not os.path.isdir(folder) or not os.listdir(folder):
        raise IndexNotFound(f"There is no index at {folder}. `indexer ingest PATH…` makes one.")
    try:
        with open(os.path.join(folder, MARK), "rb") as file:
            content = file.read()
        mark = json.loads(content)
        name, schema = str(mark["backend"]), int(mark["schema"])
        is_checked = "check" in mark or schema == SCHEMA_VERSION
    except FileNotFoundError as error:
        raise IndexNotFound(
            f"There is no index at {folder}: it has no file {MARK}. `indexer ingest PATH…` makes one elsewhere."
        ) from error
    except (ValueError, KeyError, TypeError) as error:
        raise damaged(folder, MARK, "cannot be read") from error
    if is_checked and content != _mark(name, schema):
        raise damaged(folder, MARK, "has changed")
    return name, schema


def _of_another_version(folder: str, name: str, schema: int) -> IndexVersion:
    made = f"The index {folder} was made by another version of indexer ({name}, schema {schema}; this one reads schema {SCHEMA_VERSION}). "
    if schema in OLDER:
        return IndexVersion(f"{made}`indexer rebuild` brings it up to date, from its own files.")
    return IndexVersion(f"{made}Ingest the texts again into a new index: `indexer ingest --index NEW PATH…`.")
