"""The postings of one field of a segment, read with NumPy: the units of terms, their frequencies and their scores."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cached_property, lru_cache, reduce
from operator import iadd
from typing import NamedTuple

import numpy as np

from indexer.index.segments.arrays import Array, Arrays, narrow, ranges, search
from indexer.index.segments.bm25 import impact
from indexer.index.segments.joining import located, runs
from indexer.index.segments.layout import BLOCK, STRIDE
from indexer.index.segments.marks import Marks

MARKS = 1 << 25
"""Bytes that marks of common terms may take; of as many terms it is kept how often they occur again, a byte a posting."""
_REMEMBERED = 1 << 12  # terms of which the place is kept
_FEW = 1 << 7  # numbers that are searched for faster than marks say where they are
_COUNTED = 1 << 11  # postings of a term to each that is looked at, up to which what occurs again is counted for all
_SEARCHED = 1 << 9  # numbers that are searched for faster than marks are made
_SELDOM = 8  # occurrences of a term in a unit of which nearly all have less
_RARE = 1 << 10  # units to each that has a term, from which on it is rare
_WITHIN = np.arange(BLOCK)


class PostingRange(NamedTuple):
    """The postings of the term `ordinal`, from `first` up to `end`.

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
    """The postings of a term in a segment, and its weight."""

    stretch: PostingRange
    idf: float


class Postings:
    """The field `name` of a segment. `average` is the average length of a unit over all segments."""

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
        kept = max(1, MARKS // Marks.size(self.count))
        self._marks = lru_cache(maxsize=kept)(self._marked)
        self._kept = kept
        self._again: dict[int, Array] = {}  # by the ordinals of terms, what is counted for them

    def stretch(self, term: bytes) -> PostingRange | None:
        """The postings of a term; None if it does not occur."""
        return self._stretch(term)

    def _looked_up(self, term: bytes) -> PostingRange | None:
        mapped, name = self._arrays.mapped, self._name + ".term"
        low = max(0, bisect_right(self._landmarks, term) - 1) * STRIDE
        ordinal = mapped.bound(name, term, low, min(low + STRIDE, mapped.size(name)))
        if ordinal == mapped.size(name) or mapped.string(name, ordinal) != term:
            return None
        return self._stretch_of(ordinal)

    def _stretch_of(self, ordinal: int) -> PostingRange:
        first, end = self._first[ordinal], self._first[ordinal + 1]
        more = self._arrays.mapped[self._name + ".more"]
        begin = bisect_left(more, first)
        return PostingRange(ordinal, first, end, begin, bisect_left(more, end, begin))

    def terms(self, start: bytes) -> list[bytes]:
        """The terms that begin with a string."""
        mapped, name = self._arrays.mapped, self._name + ".term"
        return [mapped.string(name, at) for at in mapped.beginning(name, start)]

    def words(self, start: bytes) -> range:
        """The ordinals of the words as written that begin with a string."""
        return self._arrays.mapped.beginning(self._name + ".word", start)

    def word(self, ordinal: int) -> str:
        """A word as written."""
        return self._arrays.mapped.text(self._name + ".word", ordinal)

    def of(self, stretch: PostingRange) -> Array:
        """The units that have a term, ascending."""
        return self.units[stretch.first : stretch.end]

    def given(self, term: Term, places: Array | None = None) -> Array:
        """The scores of a term at all of its postings, or at some, given by their ascending positions."""
        units = self.of(term.stretch)
        return self._given(term, places, self._lengths.take(units if places is None else units.take(places)))

    def given_together(self, terms: Sequence[Term], places: Sequence[Array], units: Array) -> Array:
        """The sums of the scores of one or more terms in units that have all, given by their positions among the postings of each."""
        lengths = self._lengths.take(units)
        each = (self._given(term, at, lengths) for term, at in zip(terms, places, strict=True))
        return reduce(iadd, each)

    def in_blocks(self, stretch: PostingRange, blocks: Array) -> Array:
        """The positions of the postings of some blocks (ascending) of a term."""
        places = (blocks[:, None] * BLOCK + _WITHIN).ravel()
        over = int(places[-1]) + 1 - stretch.size if len(places) else 0
        return places[: len(places) - over] if over > 0 else places

    def given_in(self, term: Term, blocks: Array) -> tuple[Array, Array]:
        """The units of some blocks (ascending) of a term, and their scores."""
        stretch = term.stretch
        postings = self.in_blocks(stretch, blocks) + stretch.first
        units = self.units.take(postings)
        lengths = self._lengths.take(units)
        more = self._more[stretch.more : stretch.more_end]
        # Blocks are stretches of postings: where their further occurrences begin and end is looked up once for each block.
        starts = stretch.first + blocks * BLOCK
        low, high = search(more, starts), search(more, starts + BLOCK)
        held, sizes = runs(more.take(ranges(low, high - low)))
        found: Array = self._once.take(lengths)
        if len(held):
            several = search(postings, held)
            found[several] = self._impacts(sizes, lengths.take(several))
        found *= term.idf
        return units, found

    def _given(self, term: Term, places: Array | None, lengths: Array) -> Array:
        """The scores of a term at all of its postings, or at some, whose units have these lengths."""
        found = self._impacts(self.again(term.stretch, places), lengths)
        found *= term.idf
        return found

    def _impacts(self, again: Array, lengths: Array) -> Array:
        """The scores of a term, for an idf of 1, by its further occurrences in units and the lengths of these."""
        numbers = np.multiply(again, self.longest + 1, dtype=np.int64)
        numbers += lengths
        try:
            return self._seldom.take(numbers)
        except IndexError:  # some term occurs more often
            found: Array = impact(1 + again.astype(np.int64), lengths, self._average)
            return found

    def best(self, stretch: PostingRange) -> Array:
        """The best code of each block of the term."""
        bounds = self._arrays.mapped[self._name + ".block"]
        return self._arrays[self._name + ".best"][bounds[stretch.ordinal] : bounds[stretch.ordinal + 1]]

    def positions(self, stretch: PostingRange, places: Array) -> Array:
        """The positions of the first occurrences of postings."""
        found: Array = self._position[stretch.first : stretch.end].take(places).astype(np.int64)
        return found

    def further(self, stretch: PostingRange, places: Array) -> tuple[Array, Array]:
        """How often the term occurs again at some postings, and its positions there, concatenated."""
        sizes = self.again(stretch, places).astype(np.int64)
        first = search(self._more[stretch.more : stretch.more_end], places + stretch.first)
        return sizes, self._more_position.take(ranges(first + stretch.more, sizes))

    def again(self, stretch: PostingRange, places: Array | None) -> Array:
        """How often the term occurs again at each of its postings, or at some, given by their positions."""
        counted = self._again.get(stretch.ordinal)
        if places is None:
            return self._counted_again(stretch) if counted is None else counted
        if counted is None and len(places) * _COUNTED > stretch.size:
            counted = self._counted_again(stretch)
        if counted is not None:
            return counted.take(places)
        more, postings = self._more[stretch.more : stretch.more_end], places + stretch.first
        found: Array = search(more, postings, side="right") - search(more, postings)
        return found

    def located(self, stretch: PostingRange, units: Array) -> tuple[Array, Array]:
        """The positions of the units, of some, that have a term, and their positions among its postings."""
        if len(units) <= _SEARCHED or stretch.size * _RARE <= self.count:
            return located(self.of(stretch), units)
        marks = self._marks(stretch)
        kept = marks.held(units)
        rows = units.take(kept)
        return kept, search(self.of(stretch), rows) if len(rows) <= _FEW else marks.where(rows)

    def having(self, words: Sequence[int]) -> list[Array]:
        """The units that have any of some words as written, in several ascending lists."""
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
        """The score of a term that occurs once, by the length of the unit."""
        return self._seldom[: self.longest + 1]

    @cached_property
    def _seldom(self) -> Array:
        """The score of a term that occurs again less than `_SELDOM` times, by that number and the length of the unit."""
        times = 1 + np.arange(_SELDOM)
        found: Array = impact(times[:, None], np.arange(self.longest + 1), self._average).ravel()
        return found

    @cached_property
    def _landmarks(self) -> list[bytes]:
        """Every `STRIDE`th term, so that a search only has to go on from the nearest one."""
        mapped, name = self._arrays.mapped, self._name + ".term"
        return [mapped.string(name, at) for at in range(0, mapped.size(name), STRIDE)]

    def _marked(self, stretch: PostingRange) -> Marks:
        return Marks(self.of(stretch), self.count)

    def _counted_again(self, stretch: PostingRange) -> Array:
        """How often a term occurs again at each of its postings; cached if the term is common."""
        # Widened first: a number may be too large for the type of numbers that are all smaller.
        places = self._more[stretch.more : stretch.more_end].astype(np.int64) - stretch.first
        counted: Array = np.bincount(places, minlength=stretch.size)
        if stretch.size * _RARE > self.count:
            counted = narrow(counted)
            if len(self._again) >= self._kept:
                self._again.clear()
            self._again[stretch.ordinal] = counted
        return counted

    @cached_property
    def limits(self) -> tuple[Array, Array]:
        """The score of each code, and the highest score of it or a later one, for an idf of 1."""
        arrays, name = self._arrays, self._name
        given = impact(arrays[name + ".code.frequency"], arrays[name + ".code.length"], self._average)
        return given, np.maximum.accumulate(given[::-1])[::-1]

    @cached_property
    def _rising_limits(self) -> Array:
        return -self.limits[1]

    def codes_above(self, least: float) -> int:
        """The number of leading codes whose blocks may reach a score, for an idf of 1."""
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
