"""A segment file where it lies: its arrays as `memoryview`s, its strings, and the look-ups that both readers share.

Standard library only: the command line answers plain questions from here, without NumPy.
"""

from __future__ import annotations

import itertools
import mmap
import os

from indexer.index.segments.layout import STRIDE, TYPES, read_header

RECENT = 1 << 10
"""Strings that are kept decoded: the sources, labels and headings of neighbours are mostly the same."""


class Mapped(dict[str, "memoryview[int]"]):
    """The arrays of one segment file, which stays open until `close`. See `layout` for their names.

    Raises `ValueError` for a file that is no segment, `OSError` if it cannot be opened, `KeyError` for an unknown array.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.name = os.path.splitext(os.path.basename(path))[0]
        with open(path, "rb") as file:
            self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self._data = memoryview(self._map)
        self.meta, self._places = read_header(self._data)
        self._texts: dict[tuple[str, int], str] = {}
        self.blocks: dict[int, str] = {}  # of texts, unpacked last: `claims` keeps a few here

    @property
    def rows(self) -> int:
        """How many claims the segment has, those that are deleted too."""
        return int(self.meta["rows"])

    def __missing__(self, name: str) -> memoryview[int]:
        """An array, as numbers, when it is asked for first."""
        offset, kind, count = self._places[name]
        code, size = TYPES[kind]
        found = self[name] = self._data[offset : offset + count * size].cast(code)
        return found

    def names(self) -> tuple[str, ...]:
        """The arrays that the segment has."""
        return tuple(self._places)

    def string(self, name: str, ordinal: int) -> bytes:
        """One of the strings `name`."""
        starts = self[name + ".starts"]
        return bytes(self[name + ".bytes"][starts[ordinal] : starts[ordinal + 1]])

    def text(self, name: str, ordinal: int) -> str:
        """One of the strings `name`, decoded."""
        found = self._texts.get((name, ordinal))
        if found is None:
            if len(self._texts) >= RECENT:
                self._texts.clear()
            found = self._texts[name, ordinal] = self.string(name, ordinal).decode("utf-8", "surrogatepass")
        return found

    def strings(self, name: str) -> list[bytes]:
        """All strings `name`."""
        data, starts = bytes(self[name + ".bytes"]), self[name + ".starts"].tolist()
        return [data[start:end] for start, end in itertools.pairwise(starts)]

    def size(self, name: str) -> int:
        """How many strings `name` there are."""
        return len(self[name + ".starts"]) - 1

    def bound(self, name: str, key: bytes, low: int = 0, high: int | None = None) -> int:
        """The ordinal of the first of the sorted strings `name` that is not less than `key`.

        It is looked for from `low` up to `high`, if it is known to be there.
        """
        data, starts = self[name + ".bytes"], self[name + ".starts"]
        high = len(starts) - 1 if high is None else high
        while low < high:
            middle = (low + high) // 2
            if bytes(data[starts[middle] : starts[middle + 1]]) < key:
                low = middle + 1
            else:
                high = middle
        return low

    def find(self, name: str, key: bytes) -> int:
        """The ordinal of `key` among the sorted strings `name`, or -1."""
        at = self.bound(name, key)
        return at if at < self.size(name) and self.string(name, at) == key else -1

    def counted(self, name: str, row: int) -> tuple[int, int]:
        """Where the things of a row begin and end that `name.count` and `name.mark` count."""
        counts = self[name + ".count"]
        first = row - row % STRIDE
        start = self[name + ".mark"][row // STRIDE] + sum(counts[first:row])
        return start, start + counts[row]

    def close(self) -> None:
        """Give the file back. Arrays that somebody still looks at keep it open until they are gone."""
        self.clear()
        try:
            self._data.release()
            self._map.close()
        except BufferError:
            return

    def __enter__(self) -> Mapped:  # noqa: PYI034  # Self is younger than Python 3.10
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
