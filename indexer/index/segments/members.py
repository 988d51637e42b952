"""Several segments as one: their arrays concatenated, and what of them is live, in the order of the new segment.

Items are named by their positions in these concatenated arrays, so that a column of the new segment is made from those of the
old ones by one look-up.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from indexer.index.segments.arrays import Array, Arrays, bounds_of, ranges, sizes_of
from indexer.index.segments.keywords import in_order


class Living(NamedTuple):
    """The live documents, in the order of their uris, with their rows and their sections."""

    documents: Array
    rows: Array
    sections: Array


class Members:
    """The arrays of some segments."""

    def __init__(self, arrays: Sequence[Arrays]) -> None:
        self.arrays = arrays

    def column(self, name: str) -> Array:
        """An array of all segments."""
        return np.concatenate([np.zeros(0, np.uint8), *(each[name] for each in self.arrays)])

    def sizes(self, name: str) -> Array:
        """The sizes of what the bounds `name` bound."""
        return np.concatenate([np.zeros(0, np.int64), *(sizes_of(each[name]) for each in self.arrays)])

    def strings(self, name: str) -> list[bytes]:
        """The strings `name` of all segments."""
        return [string for each in self.arrays for string in each.mapped.strings(name)]

    def starts(self, count: str) -> Array:
        """Where the things of each segment begin of which its meta data tell the number, with the end of the last."""
        return bounds_of([int(each.mapped.meta[count]) for each in self.arrays])

    def named(self, name: str, table: str, first: int) -> Array:
        """A column that names strings of a table, counted from `first`: their places in the table of all, or -1 for none."""
        starts = bounds_of([each.mapped.size(table) for each in self.arrays])
        found = [np.zeros(0, np.int32)]
        for each, start in zip(self.arrays, starts.tolist(), strict=False):
            values = each[name].astype(np.int32)
            values += start - first
            values[values < start] = -1
            found.append(values)
        return np.concatenate(found)

    def stretches(self, name: str, bounds: Sequence[Array], documents: Array) -> list[memoryview]:
        """The bytes of documents, in as long stretches as they lie in the files; `bounds` are those of each segment."""
        starts = self.starts("documents")
        owners = starts.searchsorted(documents, "right") - 1
        fresh = (np.diff(documents, prepend=-2) != 1) | (np.diff(owners, prepend=-1) != 0)
        begins = np.flatnonzero(fresh)
        first, sizes, owner = (
            documents[begins] - starts[owners[begins]],
            np.diff(begins, append=len(documents)),
            owners[begins],
        )
        pieces = []
        for number, low, size in zip(owner.tolist(), first.tolist(), sizes.tolist(), strict=True):
            pieces.append(self.arrays[number].mapped[name][bounds[number][low] : bounds[number][low + size]])
        return pieces


def living(members: Members, dead: Sequence[bytes | None]) -> Living:
    """The live parts of the members."""
    uris = members.strings("uri")
    alive = [_alive(each, bitmap) for each, bitmap in zip(members.arrays, dead, strict=True)]
    chosen = np.flatnonzero(np.concatenate([np.zeros(0, bool), *alive]))
    documents = in_order(uris, chosen)
    sizes = members.sizes("document.first")
    bounds = bounds_of(sizes)
    # A section never spans two documents; a document without claims has none.
    sections = bounds_of(members.sizes("section.first")).searchsorted(bounds)
    return Living(
        documents,
        ranges(bounds[documents], sizes[documents]),
        ranges(sections[documents], sizes_of(sections)[documents]),
    )


def _alive(arrays: Arrays, dead: bytes | None) -> Array:
    documents = arrays.mapped.documents
    if dead is None:
        return np.ones(documents, bool)
    alive: Array = np.unpackbits(np.frombuffer(dead, np.uint8), bitorder="little")[:documents] == 0
    return alive


def listed(sizes: Array, things: Array) -> tuple[Array, Array]:
    """How much each of the things has of what has these sizes, and all that they have."""
    chosen = sizes[things].astype(np.int64)
    return chosen, ranges(bounds_of(sizes)[things], chosen)


def placed(things: Array, starts: Array) -> list[Array]:
    """For each segment, where each of its things comes among those that live, -1 if nowhere. `starts` are bounds."""
    places = np.full(int(starts[-1]), -1, np.int32)
    places[things] = np.arange(len(things), dtype=np.int32)
    return np.split(places, starts[1:-1]) if len(starts) > 1 else []
