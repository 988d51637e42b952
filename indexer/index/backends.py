"""Where an index is opened or made, and which engine keeps it.

An index is a folder with a file `indexer.json`, which names the engine and the version of its schema. The folder is
made beside its place and renamed into it, so that it is an index whole or not at all.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from indexer.errors import IndexDamaged, IndexFailure, IndexNotFound, IndexVersion
from indexer.index import Index
from indexer.index.store import SegmentIndex, create

MARK = "indexer.json"
SCHEMA_VERSION = 3
"""Raised whenever an index of before would answer differently: other terms, other fields, other records."""

DEFAULT = "whoosh"


class Backend(NamedTuple):
    """How an engine makes an empty index in an empty folder, and how it opens one."""

    create: Callable[[Path], None]
    open: Callable[[Path], Index]


BACKENDS: dict[str, Backend] = {
    "whoosh": Backend(create, SegmentIndex),
}


def open_index(path: str | os.PathLike[str], *, create: bool = False) -> Index:
    """The index in the folder `path`; a new one if there is none and `create` is set.

    Raises `IndexNotFound`, `IndexVersion`, `IndexDamaged`, and `IndexFailure` if the folder cannot be used.
    """
    folder = Path(path)
    try:
        if create and not (folder / MARK).exists():
            _create(folder)
        return _backend(folder).open(folder)
    except OSError as error:
        raise IndexFailure(f"The index {folder} cannot be used: {error.strerror or error}. Check the path.") from error


def _create(folder: Path) -> None:
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise IndexNotFound(f"{folder} is no index and is not empty. Name a folder that is new or empty.")
    import shutil  # noqa: PLC0415  # an index is made once
    import tempfile  # noqa: PLC0415

    folder.parent.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(prefix=f"{folder.name}.", dir=folder.parent))
    try:
        made.chmod(0o777 & ~_umask())
        BACKENDS[DEFAULT].create(made)
        (made / MARK).write_text(json.dumps({"backend": DEFAULT, "schema": SCHEMA_VERSION}) + "\n", encoding="utf-8")
        if folder.exists():
            folder.rmdir()
        made.rename(folder)
    except OSError:
        # Another process may have made it in the meantime: then its index is as good as ours.
        if not (folder / MARK).exists():
            raise
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _backend(folder: Path) -> Backend:
    if not folder.is_dir() or not any(folder.iterdir()):
        raise IndexNotFound(f"There is no index at {folder}. `indexer ingest PATH…` makes one.")
    again = "Move the folder away and ingest the texts again: `indexer ingest PATH…`."
    try:
        mark = json.loads((folder / MARK).read_text(encoding="utf-8"))
        name, version = str(mark["backend"]), int(mark["schema"])
    except FileNotFoundError as error:
        raise IndexNotFound(
            f"There is no index at {folder}: it has no file {MARK}. `indexer ingest PATH…` makes one elsewhere."
        ) from error
    except (ValueError, KeyError, TypeError) as error:
        raise IndexDamaged(f"The index {folder} is damaged: {MARK} cannot be read. {again}") from error
    if version != SCHEMA_VERSION or name not in BACKENDS:
        raise IndexVersion(
            f"The index {folder} was made by another version of indexer ({name}, schema {version}; this one reads "
            f"schema {SCHEMA_VERSION}). Ingest the texts again into a new index: `indexer ingest --index NEW PATH…`."
        )
    return BACKENDS[name]
