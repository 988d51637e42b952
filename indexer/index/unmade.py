"""An index that is made when it is first written to: a run of ingest that can read no text leaves none behind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from functools import partial
from typing import Any, cast

from indexer.index import Folder, Index, Writer
from indexer.index.backends import open_index


def new_index(path: Folder) -> Index:
    """An index in a folder or at an address where there is none. The first use that makes it raises what `open_index` does."""
    return cast("Index", Unmade(partial(open_index, path, create=True)))


class Unmade:
    """Stands for an `Index` that `make` makes. To ask whether it has documents does not make it, anything else does."""

    def __init__(self, make: Callable[[], Index]) -> None:
        self._make = make
        self._made: Index | None = None

    def digests(self) -> Mapping[str, str]:
        """None, as long as it is not made."""
        return {} if self._made is None else self._made.digests()

    def writer(self, lock_timeout: float, memory: int | None = None) -> AbstractContextManager[Writer]:
        """A writer of the index, which is made."""
        return self._index().writer(lock_timeout, memory)

    def close(self) -> None:
        """Close the index if it was made."""
        if self._made is not None:
            self._made.close()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._index(), name)

    def _index(self) -> Index:
        if self._made is None:
            self._made = self._make()
        return self._made
