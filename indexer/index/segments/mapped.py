"""A segment file read in place: its arrays as `memoryview`s, its strings, and the look-ups that both readers share.

Each part of an open file is compared with its checksum when it is first read, so that a changed byte leads to an error, and
never to a wrong answer. Standard library only: the command line answers plain questions from here, without NumPy.
"""

from __future__ import annotations

import itertools
import mmap
import os
import zlib
from collections.abc import Iterator

from indexer.index.segments.layout import PART, STRIDE, TYPES, decoded, read_header

RECENT = 1 << 10
"""Strings that are kept decoded: the sources, labels and headings of neighbours are mostly the same."""


class Mapped(dict[str, "memoryview[int]"]):
    """The arrays of one segment file, which stays open until `close`. See `layout` for their names.

    `longer` accepts a file with bytes after its end, for rebuilding. Raises `ValueError` for a file that is not a segment,
    `OSError` if it cannot be opened, `KeyError` for an unknown array.
    """

    def __init__(self, path: str | os.PathLike[str], *, longer: bool = False) -> None:
        self.name = os.path.splitext(os.path.basename(path))[0]
        with open(path, "rb") as file:
            self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self._data = memoryview(self._map)
        self.meta, self._places = read_header(self._data, longer=longer)
        self._unsure: dict[str, memoryview[int]] = {}
        self._parts: dict[str, bytearray] = {}  # of each array, which of its parts are as they were written
        self._texts: dict[tuple[str, int], str] = {}
        self.blocks: dict[int, str] = {}  # of texts, unpacked last: `claims` keeps a few here

    @property
    def rows(self) -> int:
        """The number of claims in the segment, including deleted ones."""
        return int(self.meta["rows"])

    @property
    def documents(self) -> int:
        """The number of documents in the segment, including deleted ones."""
        return int(self.meta["documents"])

    def __missing__(self, name: str) -> memoryview[int]:
        """Make an array of numbers when it is first used."""
        found = self[name] = self.sure(name, 0, self._places[name].numbers)
        return found

    def sure(self, name: str, start: int, end: int) -> memoryview[int]:
        """An array whose numbers from `start` up to `end` have been verified. Raises `ValueError` if they are damaged."""
        view = self._unsure.get(name)
        if view is None:
            place = self._places[name]
            code = TYPES[place.kind][0]
            self._parts[name] = bytearray(len(place.checks))  # before another thread can see the view and miss it
            view = self._unsure[name] = self._data[place.offset : place.offset + place.size].cast(code)
        if end > start:
            first, last = start * view.itemsize // PART, (end * view.itemsize - 1) // PART
            parts = self._parts[name]
            if parts.find(0, first, last + 1) >= 0:
                self._check(name, parts, first, last + 1)
        return view

    def _check(self, name: str, parts: bytearray, first: int, last: int) -> None:
        place = self._places[name]
        for part in range(max(first, 0), min(last, len(parts))):
            if not parts[part]:
                start = place.offset + part * PART
                end = min(start + PART, place.offset + place.size)
                if zlib.crc32(self._data[start:end]) != place.checks[part]:
                    raise ValueError(f"bytes {start} to {end} of {self.name}, {name}, have changed")
                parts[part] = 1

    def damaged(self) -> Iterator[str]:
        """The names of the damaged arrays."""
        return (name for name in self._places if not self._is_sound(name))

    def _is_sound(self, name: str) -> bool:
        try:
            self.sure(name, 0, self._places[name].numbers)
        except ValueError:
            return False
        return True

    def names(self) -> tuple[str, ...]:
        """The arrays that the segment has."""
        return tuple(self._places)

    def string(self, name: str, ordinal: int) -> bytes:
        """One of the strings `name`."""
        start, end = self[name + ".starts"][ordinal : ordinal + 2]
        return bytes(self.sure(name + ".bytes", start, end)[start:end])

    def text(self, name: str, ordinal: int) -> str:
        """One of the strings `name`, decoded."""
        found = self._texts.get((name, ordinal))
        if found is None:
            if len(self._texts) >= RECENT:
                self._texts.clear()
            found = self._texts[name, ordinal] = decoded(self.string(name, ordinal))
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

        `low` and `high` limit the search if it is known to be between them.
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

    def beginning(self, name: str, start: bytes) -> range:
        """The ordinals of the sorted strings `name` that begin with `start`; no string has a byte 255."""
        return range(self.bound(name, start), self.bound(name, start + b"\xff"))

    def counted(self, name: str, row: int) -> tuple[int, int]:
        """The start and end of the items of a row that `name.count` and `name.mark` count."""
        counts = self[name + ".count"]
        first = row - row % STRIDE
        start = self[name + ".mark"][row // STRIDE] + sum(counts[first:row])
        return start, start + counts[row]

    def close(self) -> None:
        """Close the file. Arrays that are still in use keep it open until they are gone."""
        self.clear()
        self._unsure.clear()
        self._places.clear()
        try:
            self._data.release()
            self._map.close()
        except BufferError:
            return

    def __enter__(self) -> Mapped:  # noqa: PYI034  # Self is younger than Python 3.10
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
