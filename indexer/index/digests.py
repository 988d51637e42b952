"""The digests of documents by uri, as a run of ingest looks them up: a few by name, or all."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property

LOOKED_UP = 16
"""Documents that are looked up one by one before the digests of all are read."""


class Digests(Mapping[str, str]):
    """The digests of one commit. `find` looks one up (None if there is no such document), `read` reads all, once.

    Raises what these do.
    """

    def __init__(self, find: Callable[[str], str | None], read: Callable[[], Mapping[str, str]]) -> None:
        self._find = find
        self._read = read
        self._asked = 0

    def __getitem__(self, uri: str) -> str:
        self._asked += 1
        if self._asked > LOOKED_UP:
            return self._all[uri]
        found = self._find(uri)
        if found is None:
            raise KeyError(uri)
        return found

    def __iter__(self) -> Iterator[str]:
        self._asked = LOOKED_UP  # who goes through all of them asks for all of them
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)

    @cached_property
    def _all(self) -> Mapping[str, str]:
        return self._read()
