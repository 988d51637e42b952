"""Inverts the terms of many texts: for each term, the texts that have it.

Every occurrence becomes a 64-bit number, made of term, unit, position and form, from the most to the least significant bits.
Sorting these numbers brings the occurrences of each term together in the order in which they are stored; the rest is finding
where a part of the numbers changes. One slice of the terms is handled at a time, so memory is bounded.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np

from indexer.index.segments.arrays import Array, bounds_of, fresh, narrow, ranges, stretches
from indexer.index.segments.keywords import in_order
from indexer.index.segments.names import Names, names_of
from indexer.index.segments.packing import PackedField
from indexer.index.segments.vocabulary import Stream, Vocabulary

SORTED = 1 << 24
"""Occurrences that are sorted at a time, if one term does not have more."""
SLICE = 1 << 17
"""Occurrences from which postings are made at a time, likewise: what is made of them stays in the cache."""
_BIT_OF_FORM = np.array([1 << form for form in range(8)], np.uint8)  # within its plane


class Slice(NamedTuple):
    """The postings of some terms; `more` counts from the first posting of the slice."""

    sizes: Array
    unit: Array
    position: Array
    more: Array
    more_position: Array
    mask: Array


def joined(slices: Iterable[Slice], forms: Array) -> dict[str, Array]:
    """The arrays of the postings of all terms, by the names of `layout`; `forms` is how many words each term has."""
    empty = np.zeros(0, np.uint8)
    columns: list[list[Array]] = [[empty] for _ in Slice._fields]
    begin = 0
    for each in slices:
        further = (each.more + np.int64(begin)).astype(np.uint32)
        for column, values in zip(columns, each._replace(more=further), strict=True):
            column.append(values)
        begin += len(each.unit)
    sizes, *found = (_concatenated(column) for column in columns)
    arrays = dict(zip(("unit", "position", "more", "more.position", "mask"), found, strict=True))
    return arrays | {"first": bounds_of(sizes), "forms": bounds_of(planes(forms) * sizes)}


def _concatenated(pieces: list[Array]) -> Array:
    """The pieces as one array; the list is emptied to free memory early."""
    found = np.concatenate(pieces)
    pieces.clear()
    return found


def planes(forms: Array) -> Array:
    """The number of planes of masks of a term with this number of words."""
    return np.where(forms > 1, (forms + 7) // 8, 0)


class Terms:
    """The terms of one field, unit by unit."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._pairs: list[Array] = []
        self._counts: list[Array] = []
        self._wholes: list[Array] = []
        self._holders: list[Array] = []
        self.units = 0

    def add(self, stream: Stream) -> None:
        """The terms of the next units."""
        self._pairs.append(stream.pairs)
        self._counts.append(narrow(stream.counts))
        self._wholes.append(stream.wholes)
        self._holders.append(stream.holders + self.units)
        self.units += len(stream.counts)

    @property
    def size(self) -> int:
        """The memory in use in bytes."""
        return sum(array.nbytes for array in (*self._pairs, *self._counts))

    def lengths(self) -> Array:
        """How many terms each unit has."""
        return np.concatenate([np.zeros(0, np.uint8), *self._counts])

    def field(self, places: Array) -> PackedField:
        """The field, where unit i of those added is unit `places[i]`. The terms are consumed, except for their `lengths`."""
        names = names_of(self._vocabulary.pairs, self._used())
        whole, holder = _distinct(np.concatenate([np.zeros(0, np.int64), *self._wholes]), self._holding(places))
        wholes, sizes, units = self._whole_table(whole, holder)
        word_arrays, words = names.words.with_wholes(wholes, len(names.terms))
        arrays = joined(self._slices(names, places), names.forms)
        arrays |= word_arrays | {"whole.first": bounds_of(sizes), "whole.unit": units}
        return PackedField(arrays, {"term": names.terms, "word": words})

    def _used(self) -> Array:
        """How often each pair of the vocabulary occurs."""
        used = np.zeros(len(self._vocabulary.pairs), np.int64)
        for pairs in self._pairs:
            counts = np.bincount(pairs)
            used[: len(counts)] += counts
        return used

    def _slices(self, names: Names, places: Array) -> Iterator[Slice]:
        """The postings of all terms, some terms at a time."""
        longest = max((int(counts.max()) for counts in self._counts if len(counts)), default=0)
        bits = _Bits(self.units.bit_length(), longest.bit_length(), int(names.form.max(initial=0)).bit_length())
        ends = bounds_of(names.occurrences)
        for low, high in _sorted_together(ends, bits):
            keys = self._keys(names, places, bits, (low, high), int(ends[high] - ends[low]))
            for first, last in stretches(ends[low : high + 1], SLICE):
                own = slice(low + first, low + last)
                begin, end = ends[low + first] - ends[low], ends[low + last] - ends[low]
                yield _postings(keys[begin:end], names.occurrences[own], names.forms[own], bits)
            del keys  # before there are the next ones
        self._pairs.clear()

    def _keys(self, names: Names, places: Array, bits: _Bits, terms: tuple[int, int], occurrences: int) -> Array:
        """The occurrences of a range of terms as sorted numbers."""
        low, high = terms
        whole = high - low == len(names.terms)
        inside = (names.term >= low) & (names.term < high)
        heads = ((names.term - low) << bits.unit + bits.position + bits.form) | names.form
        steps = np.arange(max(map(len, self._pairs), default=0)) << bits.form
        keys = np.empty(occurrences, np.int64)
        done, unit = 0, 0
        for pairs, counts in zip(self._pairs, self._counts, strict=True):
            # Of each occurrence its unit, and its place there: how many steps it is from where the unit's begin.
            begins = (places[unit : unit + len(counts)] << bits.position) - bounds_of(counts)[:-1]
            tails = np.repeat(begins << bits.form, counts)
            tails += steps[: len(tails)]
            tails |= heads.take(pairs)
            found = tails if whole else tails[inside[pairs]]
            keys[done : done + len(found)] = found
            done += len(found)
            unit += len(counts)
        keys.sort()
        return keys

    def _holding(self, places: Array) -> Array:
        holders: Array = places[np.concatenate([np.zeros(0, np.int64), *self._holders])]
        return holders

    def _whole_table(self, wholes: Array, holders: Array) -> tuple[list[bytes], Array, Array]:
        """The wholes that occur, in the order of their bytes, how many units have each, and these units."""
        known = list(self._vocabulary.wholes)
        counts = np.bincount(wholes, minlength=len(known))
        order = in_order(known, np.flatnonzero(counts))
        starts = bounds_of(counts)
        return [known[at] for at in order.tolist()], counts[order], holders[ranges(starts[order], counts[order])]


class _Bits(NamedTuple):
    """The numbers of bits of a key for the unit, the position and the form."""

    unit: int
    position: int
    form: int

    @property
    def left(self) -> int:
        """The number of bits that are left for the term."""
        return 63 - self.unit - self.position - self.form


def _sorted_together(ends: Array, bits: _Bits) -> Iterator[tuple[int, int]]:
    """Groups of terms whose occurrences are sorted together; `ends` are the bounds of all occurrences."""
    for low, high in stretches(ends, SORTED):
        for first in range(low, high, 1 << bits.left):
            yield first, min(high, first + (1 << bits.left))


def _postings(keys: Array, occurrences: Array, forms: Array, bits: _Bits) -> Slice:
    """The postings in the sorted keys of some terms, which have these numbers of `occurrences` and of `forms`."""
    form = narrow(keys & ((1 << bits.form) - 1))
    keys >>= bits.form
    position = narrow(keys & ((1 << bits.position) - 1))
    keys >>= bits.position
    is_first = fresh(keys)
    first, further = np.flatnonzero(is_first), np.flatnonzero(~is_first)
    unit = narrow(keys.take(first) & ((1 << bits.unit) - 1))
    sizes = np.diff(np.searchsorted(first, bounds_of(occurrences)))
    more = further - np.arange(1, len(further) + 1)  # as many have begun as came before, but for those that go on
    mask = _masks((form.take(first), form.take(further)), more, sizes, forms)
    return Slice(sizes, unit, narrow(position.take(first)), more, narrow(position.take(further)), mask)


def _masks(form: tuple[Array, Array], more: Array, sizes: Array, forms: Array) -> Array:
    """The planes of the terms that have several words.

    `form` is that of the first occurrence in each posting and that of each further one, which is in the posting `more`.
    `sizes` says how many postings each term has.
    """
    starts = bounds_of(planes(forms) * sizes)
    masks = np.zeros(int(starts[-1]), np.uint8)
    if not len(masks):
        return masks
    # Where each posting has its byte in the first plane of its term, and how far on in the next one; 0 if there is none.
    places = np.arange(len(form[0])) + np.repeat(starts[:-1] - bounds_of(sizes)[:-1], sizes)
    steps = np.repeat(np.where(forms > 1, sizes, 0), sizes)
    at, bits = _marks(places, steps, form[0])
    masks[at] = bits  # no posting has two first occurrences
    at, bits = _marks(places.take(more), steps.take(more), form[1])
    np.bitwise_or.at(masks, at, bits)
    return masks


def _marks(places: Array, steps: Array, form: Array) -> tuple[Array, Array]:
    """The bits of some occurrences, and their positions in the masks."""
    chosen = np.flatnonzero((form > 0) & (steps > 0))
    number = form.take(chosen) - 1
    return places.take(chosen) + (number >> 3) * steps.take(chosen), _BIT_OF_FORM.take(number & 7)


def _distinct(wholes: Array, holders: Array) -> tuple[Array, Array]:
    """Pairs of a whole and a holder in order, each once."""
    order = np.lexsort((holders, wholes))
    wholes, holders = wholes[order], holders[order]
    once = fresh(wholes) | fresh(holders)
    return wholes[once], holders[once]
