"""The rows of a common word as bits, so that rows are looked up without a search."""

from __future__ import annotations

import numpy as np

from indexer.index.segments.arrays import Array, bounds_of

_GROUP_BYTES = 5  # so many times a byte is doubled to be a group: the bits of one are counted by a byte
_GROUP = 8 << _GROUP_BYTES
_BITS = np.unpackbits(np.arange(256, dtype=np.uint8)[:, None], axis=1, bitorder="little")
# By a byte and the number of one of its bits, as `byte * 8 + bit`: how many lower ones are set.
_LOWER = (np.cumsum(_BITS, axis=1) - _BITS).astype(np.uint8).ravel()
_SET = _BITS.sum(axis=1, dtype=np.uint8)


class Marks:
    """A bit for each of `rows` rows: whether it is in an ascending list. The position in the list is computed from the bits."""

    def __init__(self, listed: Array, rows: int) -> None:
        held = np.zeros(-(-rows // _GROUP) * _GROUP, bool)
        held[listed] = True
        self._bytes = np.packbits(held, bitorder="little")
        within = _SET.take(self._bytes).reshape(-1, _GROUP // 8)
        counted = np.cumsum(within, axis=1, dtype=np.uint16)
        # How many are in the groups before, and how many in the bytes of the group before.
        self._before_group = bounds_of(counted[:, -1])
        self._before = (counted - within).astype(np.uint8).ravel()

    def held(self, rows: Array) -> Array:
        """The positions of the rows that are in the list."""
        kept: Array = (self._bytes.take(rows >> 3) >> _low(rows) & np.uint8(1)).view(bool).nonzero()[0]
        return kept

    def where(self, rows: Array) -> Array:
        """The positions in the list of some rows, all of which must be in it."""
        byte = rows >> 3
        found: Array = self._before_group.take(byte >> _GROUP_BYTES)
        found += self._before.take(byte)
        found += _LOWER.take(self._bytes.take(byte).astype(np.int64) << 3 | _low(rows))
        return found

    @staticmethod
    def size(rows: int) -> int:
        """The approximate size of the marks of this many rows in bytes."""
        return (rows >> 2) + (rows >> 5) + 1


def _low(rows: Array) -> Array:
    """Which bit of its byte each row is."""
    return rows.astype(np.uint8) & np.uint8(7)
