"""Stretches of bytes that may contain terms, found in many texts at once.

A *chunk* is a maximal run of bytes whose terms do not depend on anything outside: letters, digits, everything that is not
ASCII, and symbols that are terms or join words. So the terms of a text are those of its chunks in order, and there are few
distinct chunks, each of which is analysed once. ASCII letters are in lower case, as terms do not distinguish capitals.
"""

from __future__ import annotations

import os
import string
from typing import NamedTuple

import numpy as np

from indexer.index.segments.arrays import Array
from indexer.index.segments.layout import decoded

LONGEST_INTERNED = 64
"""Bytes; a longer chunk, such as a sentence without spaces, is hardly seen twice."""

_JOINERS = b".,'"
_INSIDE = (string.digits + string.ascii_lowercase + "_+#%$").encode() + bytes(range(0x80, 0x100))
_SPACE = 0x20


def _table() -> bytes:
    table = bytearray([_SPACE]) * 256
    for byte in _INSIDE:
        table[byte] = byte
    for upper, lower in zip(string.ascii_uppercase.encode(), string.ascii_lowercase.encode(), strict=True):
        table[upper] = lower
    for number, joiner in enumerate(_JOINERS):  # so that one comparison tells them
        table[joiner] = number
    return bytes(table)


_TABLE = _table()
_BACK = _JOINERS + bytes(range(len(_JOINERS), 256))

_WORD = 8
_TAILS = np.array([(1 << 8 * size) - 1 for size in range(_WORD)] + [(1 << 64) - 1], np.uint64)
# Chosen anew by each process, so that no text can be written whose chunks collide; an index does not depend on it.
_FACTORS = np.frombuffer(os.urandom(16), np.uint64) | np.uint64(1)
_SHIFT = np.uint64(29)


class Chunks(NamedTuple):
    """The chunks of some texts, in order: their starts and sizes in `data`, and a number for the content of each.

    Equal chunks have equal numbers. Different ones have different numbers if they are of 8 bytes or less, else with a
    probability of 1 - 2**-64. A chunk longer than `LONGEST_INTERNED` has the number 0.
    """

    data: bytes
    starts: Array
    sizes: Array
    numbers: Array

    def pieces(self, chosen: Array) -> list[bytes]:
        """The bytes of some chunks, which `spelt` reads."""
        starts = self.starts[chosen]
        ends = starts + self.sizes[chosen]
        return [self.data[start:end] for start, end in zip(starts.tolist(), ends.tolist(), strict=True)]


def spelt(piece: bytes) -> str:
    """The text of the bytes of a chunk."""
    return decoded(piece.translate(_BACK))


def chunks(data: bytes) -> Chunks:
    """The chunks of texts in UTF-8 that are separated by spaces."""
    data = b"\x20" + data.translate(_TABLE) + b"\x20" * (_WORD + 1)
    codes = np.frombuffer(data, np.uint8)
    inside = codes > _SPACE
    # A joiner counts between two bytes that are inside; of several in a row none does.
    joins = np.flatnonzero(codes < len(_JOINERS))
    joins = joins[inside[joins - 1] & inside[joins + 1]]
    inside[joins] = True
    edges = np.flatnonzero(inside[1:] != inside[:-1]) + 1
    starts, sizes = edges[0::2], edges[1::2] - edges[0::2]
    return Chunks(data, starts, sizes, _numbers(codes, starts, sizes))


def _numbers(codes: Array, starts: Array, sizes: Array) -> Array:
    """The first 8 bytes of each chunk as a number, into which those of longer chunks are mixed, 8 at a time."""
    words: Array = np.ndarray((len(codes) - _WORD + 1,), np.dtype("<u8"), codes, 0, (1,))
    numbers = words[starts] & _TAILS[np.minimum(sizes, _WORD)]
    left = np.flatnonzero(sizes > _WORD)
    for done in range(_WORD, LONGEST_INTERNED, _WORD):
        if not len(left):
            break
        tail = words[starts[left] + done] & _TAILS[np.minimum(sizes[left] - done, _WORD)]
        mixed = numbers[left] * _FACTORS[0]
        mixed ^= mixed >> _SHIFT
        numbers[left] = (mixed + tail) * _FACTORS[1]
        left = left[sizes[left] > done + _WORD]
    numbers[sizes > LONGEST_INTERNED] = 0
    return numbers
