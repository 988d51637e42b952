"""Where an index is opened or made, and which engine keeps it.

An index is a folder with a file `indexer.json`, which names the engine and the version of its schema. The folder is
made beside its place and renamed into it, so that it is an index whole or not at all.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from indexer.errors import IndexDamaged, IndexFailure, IndexNotFound, IndexVersion
from indexer.index import Folder, Index
from indexer.index.store import SegmentIndex, create

if TYPE_CHECKING:
    from pathlib import Path

MARK = "indexer.json"
SCHEMA_VERSION = 3
"""Raised whenever an index of before would answer differently: other terms, other fields, other records."""

DEFAULT = "whoosh"


class Backend(NamedTuple):
    """How an engine makes an empty index in an empty folder, and how it opens one."""

    create: Callable[[Path], None]
    open: Callable[[Folder], Index]


BACKENDS: dict[str, Backend] = {
    "whoosh": Backend(create, SegmentIndex),
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


def _backend(folder: str) -> Backend:
    if not os.path.isdir(folder) or not os.listdir(folder):
        raise IndexNotFound(f"There is no index at {folder}. `indexer ingest PATH…` makes one.")
    again = "Move the folder away and ingest the texts again: `indexer ingest PATH…`."
    try:
        with open(os.path.join(folder, MARK), "rb") as file:
            mark = json.load(file)
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
