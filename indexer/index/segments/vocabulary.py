"""What the chunks of a segment mean: each distinct one is analysed once, however often it occurs."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from indexer.index import analysis
from indexer.index.segments.arrays import Array, bounds_of, ranges
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


class Vocabulary:
    """Chunks to pairs of term and word, and to wholes. Grows with what it is asked.

    A pair is a term, and if it is a word's, a NUL and the word.
    """

    def __init__(self) -> None:
        self.pairs: dict[bytes, int] = {}
        self.wholes: dict[bytes, int] = {}
        self._meanings: list[tuple[list[int], list[int]]] = []  # of each chunk that is not one pair and nothing else
        self._simple = np.zeros(0, np.int32)  # of each chunk its only pair, or -1 and less for a place in `_meanings`
        self._known: dict[int, int] = {}  # number of a chunk to its ordinal
        self._keys = np.zeros(1 << _BITS, np.uint64)
        self._values = np.zeros(1 << _BITS, np.int32)

    def stream(self, found: Chunks, starts: Array) -> Stream:
        """The terms of texts whose chunks are `found`; text i begins at `starts[i]` of the data, in order."""
        ordinals = self._ordinals(found)
        lasting = len(self._simple), len(self._meanings)
        self._learn_long(found, ordinals)
        counts = np.diff(np.searchsorted(found.starts, starts), append=len(found.starts))
        pairs = self._simple.take(ordinals)
        wholes: list[int] = []
        holders: list[int] = []
        several = np.flatnonzero(pairs < 0)
        if len(several):
            meanings = [self._meanings[-1 - at] for at in pairs[several].tolist()]
            owners = np.searchsorted(starts, found.starts[several], side="right") - 1
            for owner, (_, joined) in zip(owners.tolist(), meanings, strict=True):
                wholes += joined
                holders += [owner] * len(joined)
            sizes = np.ones(len(pairs), np.int64)
            sizes[several] = [len(meant) for meant, _ in meanings]
            np.add.at(counts, owners, sizes[several] - 1)
            places = bounds_of(sizes)
            pairs = np.repeat(pairs, sizes)
            pairs[ranges(places[several], sizes[several])] = [pair for meant, _ in meanings for pair in meant]
        self._simple = self._simple[: lasting[0]]
        del self._meanings[lasting[1] :]
        return Stream(pairs, counts, np.array(wholes, np.int64), np.array(holders, np.int64))

    def _ordinals(self, found: Chunks) -> Array:
        """The ordinal of each chunk. Most are common ones and found by one look into a table, the rest in a dictionary."""
        slots = _slots(found.numbers)
        ordinals: Array = self._values.take(slots)
        missing = np.flatnonzero(self._keys.take(slots) != found.numbers)
        missing = missing[found.numbers[missing] != 0]
        numbers, first, inverse = np.unique(found.numbers[missing], return_index=True, return_inverse=True)
        resolved = np.array([self._known.get(number, -1) for number in numbers.tolist()], np.int32)
        unknown = np.flatnonzero(resolved < 0)
        fresh = [self._learn(piece) for piece in found.pieces(missing[first[unknown]])]
        resolved[unknown] = np.arange(len(self._simple), len(self._simple) + len(fresh))
        self._known.update(zip(numbers[unknown].tolist(), resolved[unknown].tolist(), strict=True))
        self._simple = np.concatenate((self._simple, np.array(fresh, np.int32)))
        ordinals[missing] = resolved[inverse]
        # The first to come keeps a slot: common chunks come early.
        slots = _slots(numbers)
        free = self._keys[slots] == 0
        self._keys[slots[free]] = numbers[free]
        self._values[slots[free]] = resolved[free]
        return ordinals

    def _learn_long(self, found: Chunks, ordinals: Array) -> None:
        """Give the chunks without a number an ordinal each. It lasts until the stream is made, so memory does not fill."""
        long = np.flatnonzero(found.numbers == 0)
        ordinals[long] = np.arange(len(self._simple), len(self._simple) + len(long))
        fresh = [self._learn(piece) for piece in found.pieces(long)]
        self._simple = np.concatenate((self._simple, np.array(fresh, np.int32)))

    def _learn(self, piece: bytes) -> int:
        """What a chunk means, as `_simple` holds it."""
        if piece.isalpha() and len(piece) <= analysis.LONGEST:  # bytes know no letters but those of English
            term = analysis.stem_once(piece.decode()).encode()
            return self.pairs.setdefault(b"%b\0%b" % (term, piece), len(self.pairs))
        if piece.isdigit() and len(piece) <= analysis.LONGEST:
            return self.pairs.setdefault(b"%b\0%b" % (piece, piece), len(self.pairs))
        terms, wholes = analysis.analysed(spelt(piece))
        pairs = [self._pair(term, word) for term, word in terms]
        if len(pairs) == 1 and not wholes:
            return pairs[0]
        self._meanings.append((pairs, [self.wholes.setdefault(_bytes(word), len(self.wholes)) for word in wholes]))
        return -len(self._meanings)

    def _pair(self, term: str, word: str | None) -> int:
        return self.pairs.setdefault(_bytes(term if word is None else f"{term}\0{word}"), len(self.pairs))


def _slots(numbers: Array) -> Array:
    """Where in the table chunks with these numbers may be."""
    slots = numbers * _SPREAD
    slots >>= _SHIFT
    return slots.view(np.int64)


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
