"""The postings of one field of a segment as NumPy reads them: where terms stand, how often, and what that gives."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np

from indexer.index.segments.arrays import Array, Arrays, ranges, search
from indexer.index.segments.bm25 import impact
from indexer.index.segments.joining import NOWHERE
from indexer.index.segments.layout import BLOCK, STRIDE


class Stretch(NamedTuple):
    """The postings of a term, from `first` up to `end`; `ordinal` is the term's."""

    ordinal: int
    first: int
    end: int

    @property
    def size(self) -> int:
        """How many there are."""
        return self.end - self.first


class Postings:
    """The field `name` of a segment. `average` is the length that a unit has over all segments."""

    def __init__(self, arrays: Arrays, name: str, average: float) -> None:
        self._arrays = arrays
        self._name = name
        self._average = average
        self._first = arrays.mapped[name + ".first"]
        self.units = arrays[name + ".unit"]
        self._lengths = arrays[name + ".terms"]
        self._more = arrays[name + ".more"]
        self._position = arrays[name + ".position"]
        self._more_position = arrays[name + ".more.position"]

    def stretch(self, term: bytes) -> Stretch | None:
        """Where a term stands, or None if it does nowhere."""
        mapped, name = self._arrays.mapped, self._name + ".term"
        low = max(0, bisect_right(self._landmarks, term) - 1) * STRIDE
        ordinal = mapped.bound(name, term, low, min(low + STRIDE, mapped.size(name)))
        if ordinal == mapped.size(name) or mapped.string(name, ordinal) != term:
            return None
        return Stretch(ordinal, self._first[ordinal], self._first[ordinal + 1])

    def terms(self, start: bytes) -> list[bytes]:
        """The terms that begin so."""
        mapped, name = self._arrays.mapped, self._name + ".term"
        return [mapped.string(name, at) for at in range(mapped.bound(name, start), mapped.bound(name, start + b"\xff"))]

    def words(self, start: bytes) -> range:
        """The ordinals of the words as written that begin so."""
        mapped, name = self._arrays.mapped, self._name + ".word"
        return range(mapped.bound(name, start), mapped.bound(name, start + b"\xff"))

    def word(self, ordinal: int) -> str:
        """A word as written."""
        return self._arrays.mapped.text(self._name + ".word", ordinal)

    def of(self, stretch: Stretch) -> Array:
        """The units that have the term, rising."""
        return self.units[stretch.first : stretch.end]

    def impacts(self, stretch: Stretch, postings: Array | None = None) -> Array:
        """What the term gives, for an idf of 1, at all of its postings or at some (rising)."""
        units = self.of(stretch) if postings is None else self.units.take(postings)
        lengths = self._lengths.take(units)
        found: Array = self._once.take(lengths)
        if postings is None:
            low, high = self._more_of(stretch)
            # Widened first: a number may be too large for the type of numbers that are all smaller.
            several, sizes = np.unique(self._more[low:high].astype(np.int64) - stretch.first, return_counts=True)
        else:
            several, _, sizes = self._further(stretch, postings)
        if len(several):
            found[several] = impact(1 + sizes, lengths[several], self._average)
        return found

    def best(self, stretch: Stretch) -> Array:
        """The best code of each block of the term."""
        bounds = self._arrays.mapped[self._name + ".block"]
        return self._arrays[self._name + ".best"][bounds[stretch.ordinal] : bounds[stretch.ordinal + 1]]

    def in_blocks(self, stretch: Stretch, blocks: Array) -> Array:
        """The postings of some blocks of the term, rising if the blocks are."""
        postings = (stretch.first + blocks[:, None] * BLOCK + np.arange(BLOCK)).ravel()
        return postings[postings < stretch.end]

    def places(self, stretch: Stretch, postings: Array) -> tuple[Array, Array]:
        """Where the term stands at some postings: for each occurrence the number of the posting in the list, and the position.

        First occurrences come first.
        """
        numbers, positions = np.arange(len(postings)), self._position[postings].astype(np.int64)
        several, first, sizes = self._further(stretch, postings)
        if not len(several):
            return numbers, positions
        further = self._more_position[ranges(first, sizes)]
        return np.concatenate((numbers, np.repeat(several, sizes))), np.concatenate((positions, further))

    def positions(self, postings: Array) -> Array:
        """Where the first occurrence of each posting stands."""
        return self._position.take(postings)

    def repeated(self, stretch: Stretch, postings: Array) -> Array:
        """The places of those postings of a term that have another occurrence."""
        return self._further(stretch, postings)[0]

    def having(self, words: Sequence[int]) -> list[Array]:
        """The units that have any of some words as written, in lists that are rising each."""
        arrays, name = self._arrays, self._name
        chosen = np.array(words, np.int64)
        terms, forms = arrays[name + ".word.term"][chosen].astype(np.int64), arrays[name + ".word.form"][chosen]
        wholes = terms[terms >= len(self._first) - 1] - (len(self._first) - 1)
        found = [self._whole(at) for at in wholes.tolist()]
        order = np.argsort(terms, kind="stable")
        groups = np.split(order, np.flatnonzero(np.diff(terms[order])) + 1) if len(order) else []
        for group in groups:
            term = int(terms[group[0]])
            if term < len(self._first) - 1:
                found.append(self._with_forms(Stretch(term, self._first[term], self._first[term + 1]), forms[group]))
        return found

    @property
    def count(self) -> int:
        """How many units there are."""
        return len(self._lengths)

    @cached_property
    def longest(self) -> int:
        """The length of the longest unit."""
        return int(self._lengths.max(initial=0))

    @cached_property
    def _once(self) -> Array:
        """What a term gives that occurs once, by the length of the unit."""
        found: Array = impact(1, np.arange(self.longest + 1), self._average)
        return found

    @cached_property
    def _landmarks(self) -> list[bytes]:
        """Every `STRIDE`th term: most of the way to a term is to find the one before it."""
        mapped, name = self._arrays.mapped, self._name + ".term"
        return [mapped.string(name, at) for at in range(0, mapped.size(name), STRIDE)]

    def _further(self, stretch: Stretch, postings: Array) -> tuple[Array, Array, Array]:
        """Which of some postings have further occurrences, where these begin in `more`, and how many they are."""
        low, high = self._more_of(stretch)
        if low == high:
            return NOWHERE, NOWHERE, NOWHERE
        more = self._more[low:high]
        first = search(more, postings)
        several = np.flatnonzero(more.take(first, mode="clip") == postings)
        sizes = search(more, postings[several], side="right") - first[several]
        return several, first[several] + low, sizes

    def _more_of(self, stretch: Stretch) -> tuple[int, int]:
        more = self._arrays.mapped[self._name + ".more"]
        low = bisect_left(more, stretch.first)
        return low, bisect_left(more, stretch.end, low)

    @cached_property
    def limits(self) -> tuple[Array, Array]:
        """What each code gives, and the most that it or a later one gives, for an idf of 1."""
        arrays, name = self._arrays, self._name
        given = impact(arrays[name + ".code.frequency"], arrays[name + ".code.length"], self._average)
        return given, np.maximum.accumulate(given[::-1])[::-1]

    @cached_property
    def _words_of(self) -> Array:
        """How many words each term has."""
        terms = self._arrays[self._name + ".word.term"]
        return np.bincount(terms, minlength=len(self._first))

    def _whole(self, ordinal: int) -> Array:
        bounds = self._arrays[self._name + ".whole.first"]
        return self._arrays[self._name + ".whole.unit"][int(bounds[ordinal]) : int(bounds[ordinal + 1])]

    def _with_forms(self, stretch: Stretch, forms: Array) -> Array:
        """The units that have a term as one of some words."""
        units = self.of(stretch)
        if len(forms) == self._words_of[stretch.ordinal]:
            return units
        start = int(self._arrays[self._name + ".forms"][stretch.ordinal])
        masks = self._arrays[self._name + ".mask"]
        held = np.zeros(len(units), bool)
        for plane in np.unique(forms >> 3).tolist():
            bits = int(np.bitwise_or.reduce(1 << (forms[forms >> 3 == plane] & 7)))
            begin = start + plane * len(units)
            held |= masks[begin : begin + len(units)] & bits != 0
        return units[held]
