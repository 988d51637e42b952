"""The postings of one field of a segment as NumPy reads them: where terms stand, how often, and what that gives."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cached_property, lru_cache
from typing import NamedTuple

import numpy as np

from indexer.index.segments.arrays import Array, Arrays, ranges, search
from indexer.index.segments.bm25 import impact
from indexer.index.segments.joining import NOWHERE, runs
from indexer.index.segments.layout import BLOCK, STRIDE

_REMEMBERED = 1 << 12  # terms of which the place is kept
_FEWER = 32  # further occurrences of a term to each posting, from which on it is faster to look for each


class Stretch(NamedTuple):
    """The postings of a term, from `first` up to `end`; `ordinal` is the term's.

    Their further occurrences are in `more` from `more` up to `more_end`.
    """

    ordinal: int
    first: int
    end: int
    more: int
    more_end: int

    @property
    def size(self) -> int:
        """How many there are."""
        return self.end - self.first


class Term(NamedTuple):
    """Where a term stands in a segment, and its weight."""

    stretch: Stretch
    idf: float


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
        self._stretch = lru_cache(maxsize=_REMEMBERED)(self._looked_up)

    def stretch(self, term: bytes) -> Stretch | None:
        """Where a term stands, or None if it does nowhere."""
        return self._stretch(term)

    def _looked_up(self, term: bytes) -> Stretch | None:
        mapped, name = self._arrays.mapped, self._name + ".term"
        low = max(0, bisect_right(self._landmarks, term) - 1) * STRIDE
        ordinal = mapped.bound(name, term, low, min(low + STRIDE, mapped.size(name)))
        if ordinal == mapped.size(name) or mapped.string(name, ordinal) != term:
            return None
        return self._stretch_of(ordinal)

    def _stretch_of(self, ordinal: int) -> Stretch:
        first, end = self._first[ordinal], self._first[ordinal + 1]
        more = self._arrays.mapped[self._name + ".more"]
        begin = bisect_left(more, first)
        return Stretch(ordinal, first, end, begin, bisect_left(more, end, begin))

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

    def given(self, term: Term, places: Array | None = None) -> Array:
        """What a term gives at all of its postings, or at some, by their rising places among them."""
        units = self.of(term.stretch)
        lengths = self._lengths.take(units if places is None else units.take(places))
        return self._given(term, lengths, *self._further(term.stretch, places)[::2])

    def given_together(self, terms: Sequence[Term], places: Sequence[Array], units: Array) -> Array:
        """What several terms give together in units that have all of them, by the places of these among their postings."""
        lengths = self._lengths.take(units)
        once = self._once.take(lengths)
        sums: Array = once * sum(term.idf for term in terms)
        for term, at in zip(terms, places, strict=True):
            several, _, sizes = self._further(term.stretch, at)
            if len(several):
                gained = impact(1 + sizes, lengths.take(several), self._average) - once.take(several)
                sums[several] += term.idf * gained
        return sums

    def given_in(self, term: Term, blocks: Array) -> tuple[Array, Array]:
        """The units of some blocks (rising) of a term, and what it gives them."""
        stretch = term.stretch
        starts = stretch.first + blocks * BLOCK
        postings = (starts[:, None] + np.arange(BLOCK)).ravel()
        if len(postings) and postings[-1] >= stretch.end:
            postings = postings[: stretch.end - postings[-1] - 1]
        units = self.units.take(postings)
        lengths = self._lengths.take(units)
        more = self._more[stretch.more : stretch.more_end]
        # Blocks are stretches of postings: where their further occurrences begin and end is looked up once for each block.
        low, high = search(more, starts), search(more, starts + BLOCK)
        held, sizes = runs(more.take(ranges(low, high - low)))
        return units, self._given(term, lengths, search(postings, held), sizes)

    def _given(self, term: Term, lengths: Array, several: Array, sizes: Array) -> Array:
        """What a term gives units of such lengths, of which `several` have so many further occurrences."""
        found: Array = self._once.take(lengths)
        if len(several):
            found[several] = impact(1 + sizes, lengths.take(several), self._average)
        found *= term.idf
        return found

    def best(self, stretch: Stretch) -> Array:
        """The best code of each block of the term."""
        bounds = self._arrays.mapped[self._name + ".block"]
        return self._arrays[self._name + ".best"][bounds[stretch.ordinal] : bounds[stretch.ordinal + 1]]

    def places(self, stretch: Stretch, places: Array) -> tuple[Array, Array]:
        """Where the term stands at some postings: for each occurrence the number of the posting in the list, and the position.

        First occurrences come first.
        """
        numbers, positions = np.arange(len(places)), self.positions(stretch, places)
        several, first, sizes = self._further(stretch, places)
        if not len(several):
            return numbers, positions
        further = self._more_position[ranges(first, sizes)]
        return np.concatenate((numbers, np.repeat(several, sizes))), np.concatenate((positions, further))

    def positions(self, stretch: Stretch, places: Array) -> Array:
        """Where the first occurrence of each posting stands, by its place."""
        found: Array = self._position[stretch.first : stretch.end].take(places).astype(np.int64)
        return found

    def repeated(self, stretch: Stretch, places: Array) -> Array:
        """Of each of some postings, by their rising places, whether it has another occurrence."""
        more = self._more[stretch.more : stretch.more_end]
        if not len(more):
            return np.zeros(len(places), bool)
        if len(places) * _FEWER < len(more):
            postings = places + stretch.first
            found: Array = more.take(search(more, postings), mode="clip") == postings
            return found
        repeated = np.zeros(stretch.size, bool)
        repeated[more - more.dtype.type(stretch.first)] = True
        return repeated.take(places)

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
                found.append(self._with_forms(term, forms[group]))
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

    def _further(self, stretch: Stretch, places: Array | None) -> tuple[Array, Array, Array]:
        """Which of some postings have further occurrences, where these begin in `more`, and how many they are."""
        more = self._more[stretch.more : stretch.more_end]
        if not len(more):
            return NOWHERE, NOWHERE, NOWHERE
        if places is None:
            held, sizes = runs(more)
            # Widened first: a number may be too large for the type of numbers that are all smaller.
            return held.astype(np.int64) - stretch.first, np.cumsum(sizes) - sizes + stretch.more, sizes
        several = self.repeated(stretch, places).nonzero()[0]
        postings = places.take(several) + stretch.first
        first = search(more, postings)
        return several, first + stretch.more, search(more, postings, side="right") - first

    @cached_property
    def limits(self) -> tuple[Array, Array]:
        """What each code gives, and the most that it or a later one gives, for an idf of 1."""
        arrays, name = self._arrays, self._name
        given = impact(arrays[name + ".code.frequency"], arrays[name + ".code.length"], self._average)
        return given, np.maximum.accumulate(given[::-1])[::-1]

    @cached_property
    def _rising_limits(self) -> Array:
        return -self.limits[1]

    def codes_above(self, least: float) -> int:
        """How many codes, the first ones, stand for blocks that may give so much or more, for an idf of 1."""
        return int(self._rising_limits.searchsorted(-least, side="right"))

    @cached_property
    def _words_of(self) -> Array:
        """How many words each term has."""
        terms = self._arrays[self._name + ".word.term"]
        return np.bincount(terms, minlength=len(self._first))

    def _whole(self, ordinal: int) -> Array:
        bounds = self._arrays[self._name + ".whole.first"]
        return self._arrays[self._name + ".whole.unit"][int(bounds[ordinal]) : int(bounds[ordinal + 1])]

    def _with_forms(self, term: int, forms: Array) -> Array:
        """The units that have a term as one of some words."""
        units = self.units[self._first[term] : self._first[term + 1]]
        if len(forms) == self._words_of[term]:
            return units
        start = int(self._arrays[self._name + ".forms"][term])
        masks = self._arrays[self._name + ".mask"]
        held = np.zeros(len(units), bool)
        for plane in np.unique(forms >> 3).tolist():
            bits = int(np.bitwise_or.reduce(1 << (forms[forms >> 3 == plane] & 7)))
            begin = start + plane * len(units)
            held |= masks[begin : begin + len(units)] & bits != 0
        return units[held]
