"""The terms of the chunks of a segment: each distinct chunk is analysed once, however often it occurs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import NamedTuple

import numpy as np

from indexer.index import analysis
from indexer.index.segments.arrays import Array, bounds_of, ranges
from indexer.index.segments.layout import encoded
from indexer.index.segments.tokens import Chunks, spelt

_BITS = 20  # of the table of common chunks: 12 MB, of which only the pages in use are real
_SHIFT = np.uint64(64 - _BITS)
_SPREAD = np.uint64(0x9E3779B97F4A7C15)  # 2**64 over the golden ratio: Knuth, TAOCP 3, 6.4


class Stream(NamedTuple):
    """The terms of some texts in order.

    `pairs` are ordinals of `Vocabulary.pairs`; `counts` says how many of them each text has. `wholes` are ordinals of
    `Vocabulary.wholes`, and `holders` the text that has each.
    """

    pairs: Array
    counts: Array
    wholes: Array
    holders: Array


class Lists:
    """Concatenated lists of numbers, each named by its position."""

    def __init__(self) -> None:
        self._values = np.zeros(0, np.int32)
        self._bounds = np.zeros(1, np.int64)

    def __len__(self) -> int:
        return len(self._bounds) - 1

    def add(self, lists: Sequence[Sequence[int]]) -> None:
        """Append lists."""
        self._values = np.concatenate((self._values, np.fromiter(chain.from_iterable(lists), np.int32)))
        sizes = np.fromiter(map(len, lists), np.int64, len(lists))
        self._bounds = np.concatenate((self._bounds, self._bounds[-1] + np.cumsum(sizes)))

    def cut(self, length: int) -> None:
        """Drop all but the first ones."""
        self._bounds = self._bounds[: length + 1]
        self._values = self._values[: self._bounds[-1]]

    def taken(self, places: Array) -> tuple[Array, Array]:
        """The numbers of some lists, and how many each has."""
        starts = self._bounds[places]
        sizes = self._bounds[places + 1] - starts
        return self._values[ranges(starts, sizes)], sizes


class Vocabulary:
    """Maps chunks to pairs of term and word, and to wholes. Grows with use.

    A pair is a term, and if it is a word's, a NUL and the word.
    """

    def __init__(self) -> None:
        self.pairs: dict[bytes, int] = {}
        self.wholes: dict[bytes, int] = {}
        self._words: dict[str, int] = {}  # those that have a pair
        self._simple = np.zeros(0, np.int32)  # of each chunk its only pair, or -1 and less for a place in these lists
        # Pairs and wholes of the chunks that are not one pair and nothing else, and those that are not in these lists yet.
        self._several, self._joined = Lists(), Lists()
        self._fresh: list[tuple[list[int], list[int]]] = []
        self._known: dict[int, int] = {}  # number of a chunk to its ordinal
        self._keys = np.zeros(1 << _BITS, np.uint64)
        self._values = np.zeros(1 << _BITS, np.int32)

    def stream(self, found: Chunks, starts: Array) -> Stream:
        """The terms of texts whose chunks are `found`; text i begins at `starts[i]` of the data, in order."""
        ordinals = self._ordinals(found)
        lasting = len(self._simple), len(self._several)
        self._learn_long(found, ordinals)
        counts = np.diff(np.searchsorted(found.starts, starts), append=len(found.starts))
        pairs = self._simple.take(ordinals)
        several = np.flatnonzero(pairs < 0)
        places = -1 - pairs[several]
        owners = np.searchsorted(starts, found.starts[several], side="right") - 1
        wholes, sizes = self._joined.taken(places)
        holders = np.repeat(owners, sizes)
        if len(several):
            meant, sizes = self._several.taken(places)
            np.add.at(counts, owners, sizes - 1)
            repeated = np.ones(len(pairs), np.int64)
            repeated[several] = sizes
            pairs = np.repeat(pairs, repeated)
            pairs[ranges(bounds_of(repeated)[several], sizes)] = meant
        self._simple = self._simple[: lasting[0]]
        for lists in (self._several, self._joined):
            lists.cut(lasting[1])
        return Stream(pairs, counts, wholes, holders)

    def _ordinals(self, found: Chunks) -> Array:
        """The ordinal of each chunk. Most are common and found by one look-up in a table, the others in a dictionary."""
        slots = _slots(found.numbers)
        ordinals: Array = self._values.take(slots)
        missing = np.flatnonzero(self._keys.take(slots) != found.numbers)
        missing = missing[found.numbers[missing] != 0]
        numbers, first, inverse = np.unique(found.numbers[missing], return_index=True, return_inverse=True)
        resolved = np.array([self._known.get(number, -1) for number in numbers.tolist()], np.int32)
        unknown = np.flatnonzero(resolved < 0)
        resolved[unknown] = np.arange(len(self._simple), len(self._simple) + len(unknown))
        self._known.update(zip(numbers[unknown].tolist(), resolved[unknown].tolist(), strict=True))
        self._learn(found.pieces(missing[first[unknown]]))
        ordinals[missing] = resolved[inverse]
        # The first to come keeps a slot: common chunks come early.
        slots = _slots(numbers)
        free = self._keys[slots] == 0
        self._keys[slots[free]] = numbers[free]
        self._values[slots[free]] = resolved[free]
        return ordinals

    def _learn_long(self, found: Chunks, ordinals: Array) -> None:
        """Give the chunks without a number an ordinal each. It is valid until the stream is made, to save memory."""
        long = np.flatnonzero(found.numbers == 0)
        if not len(long):
            return
        ordinals[long] = np.arange(len(self._simple), len(self._simple) + len(long))
        self._learn(found.pieces(long))

    def _learn(self, pieces: Iterable[bytes]) -> None:
        """Give each of these chunks the next ordinal."""
        fresh = np.array(list(map(self._meaning, pieces)), np.int32)
        self._simple = np.concatenate((self._simple, fresh))
        self._several.add([pairs for pairs, _ in self._fresh])
        self._joined.add([wholes for _, wholes in self._fresh])
        self._fresh.clear()

    def _meaning(self, piece: bytes) -> int:
        """The meaning of a chunk, in the form of `_simple`."""
        if (piece.isalpha() or piece.isdigit()) and len(
            piece
        ) <= analysis.LONGEST:  # bytes know only letters of English
            return self._pair(piece.decode())
        terms, wholes = analysis.analysed(spelt(piece))
        pairs = [self._pair(term) if is_word else self._symbol(term) for term, is_word in terms]
        if len(pairs) == 1 and not wholes:
            return pairs[0]
        self._fresh.append((pairs, [self.wholes.setdefault(encoded(word), len(self.wholes)) for word in wholes]))
        return -len(self._several) - len(self._fresh)

    def _pair(self, word: str) -> int:
        """The pair of a word and its stem; most words are parts of many chunks."""
        found = self._words.get(word)
        if found is None:
            found = self._words[word] = len(self.pairs)
            self.pairs[encoded(f"{analysis.stem_once(word)}\0{word}")] = found
        return found

    def _symbol(self, term: str) -> int:
        return self.pairs.setdefault(encoded(term), len(self.pairs))


def _slots(numbers: Array) -> Array:
    """The positions in the table where chunks with these numbers may be."""
    slots = numbers * _SPREAD
    slots >>= _SHIFT
    return slots.view(np.int64)
