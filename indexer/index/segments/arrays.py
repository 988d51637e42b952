"""The arrays of a segment as NumPy arrays, in place in the file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from indexer.index.segments.mapped import Mapped

Array: TypeAlias = NDArray[Any]


class Arrays:
    """The arrays of a mapped segment by name, not copied; they must not be used after the segment's `close`."""

    def __init__(self, mapped: Mapped) -> None:
        self.mapped = mapped
        self._arrays: dict[str, Array] = {}
        self._bounds: dict[str, Array] = {}

    def __getitem__(self, name: str) -> Array:
        """An array, with its type in the file."""
        found = self._arrays.get(name)
        if found is None:
            view = self.mapped[name]
            found = self._arrays[name] = np.frombuffer(view, dtype=np.dtype(f"<u{view.itemsize}"))
        return found

    def bounds(self, name: str) -> Array:
        """The bounds of the items of each row that `name.count` counts: their starts, with the end of the last."""
        found = self._bounds.get(name)
        if found is None:
            found = self._bounds[name] = bounds_of(self[name + ".count"])
        return found


def search(rising: Array, numbers: ArrayLike, side: Literal["left", "right"] = "left") -> Array:
    """`numpy.searchsorted` for numbers of rows and postings.

    Both arguments must have one type: otherwise NumPy would convert all of `rising`, which may be long, each time.
    """
    found: Array = rising.astype(np.uint32, copy=False).searchsorted(np.asarray(numbers, np.uint32), side)
    return found


def fresh(numbers: Array) -> Array:
    """For each number, whether it differs from the one before it; True for the first."""
    found = np.ones(len(numbers), bool)
    np.not_equal(numbers[1:], numbers[:-1], out=found[1:])
    return found


def bounds_of(sizes: ArrayLike) -> Array:
    """The bounds of consecutive stretches of these sizes: their starts, with the end of the last."""
    each = np.asarray(sizes, np.int64)
    bounds = np.zeros(len(each) + 1, np.int64)
    np.cumsum(each, out=bounds[1:])
    return bounds


def sizes_of(bounds: Array) -> Array:
    """The size of each of the stretches with these bounds."""
    wide = bounds.astype(np.int64, copy=False)
    sizes: Array = wide[1:] - wide[:-1]
    return sizes


def ranges(starts: Array, sizes: Array) -> Array:
    """The numbers of several stretches, concatenated: `starts[i]` and the `sizes[i] - 1` that follow it, for each i."""
    ends = np.cumsum(sizes, dtype=np.int64)
    total = int(ends[-1]) if len(ends) else 0
    return np.arange(total, dtype=np.int64) + np.repeat(starts - (ends - sizes), sizes)


def stretches(bounds: Array, most: int) -> Iterator[tuple[int, int]]:
    """Groups of consecutive items with these bounds, as first and end: each of size `most` at most, or a single item."""
    low = 0
    while low < len(bounds) - 1:
        high = max(low + 1, int(bounds.searchsorted(bounds[low] + most, "right")) - 1)
        yield low, high
        low = high


def narrow(values: Array) -> Array:
    """The numbers in the narrowest type of a segment file that can represent them."""
    most = int(values.max()) if len(values) else 0
    return values.astype(np.dtype(f"<u{next(size for size in (1, 2, 4, 8) if most < 1 << 8 * size)}"), copy=False)
