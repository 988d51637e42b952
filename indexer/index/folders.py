"""Which index is used if none is named, and whether there is one."""

from __future__ import annotations

import os
from collections.abc import Iterator

from indexer.errors import IndexNotFound
from indexer.index import Folder
from indexer.index.backends import open_index
from indexer.index.opensearch.address import is_address

FOLDER = ".indexer"


def find_folder(*, create: bool = False) -> str:
    """The folder of the index that belongs to the current folder. Raises `IndexNotFound`."""
    here = os.getcwd()
    for folder in _upwards(here):
        if os.path.isdir(os.path.join(folder, FOLDER)):
            return os.path.join(folder, FOLDER)
    if create:
        return os.path.join(here, FOLDER)
    raise IndexNotFound(
        "There is no index here or in a parent folder. `indexer ingest PATH…` makes one; -i names another."
    )


def is_there(path: Folder) -> bool:
    """Whether a folder has any content, or there is an index at an address. Raises `IndexFailure` if a cluster does not answer."""
    if not is_address(path):
        return os.path.isdir(path) and bool(os.listdir(path))
    try:
        open_index(path).close()
    except IndexNotFound:
        return False
    return True


def _upwards(folder: str) -> Iterator[str]:
    below = None
    while folder != below:
        yield folder
        below, folder = folder, os.path.dirname(folder)
