"""From the terms of many texts in the order of the texts to, for each term, the texts that have it.

Every occurrence becomes one number of 64 bits, made of term, unit, position and form, the most telling first. One
sort of these numbers brings each term's occurrences together in the order in which they are kept; all the rest is
reading off where one part changes. It is done for a slice of the terms at a time, so memory is bounded.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np

from indexer.index.segments.arrays import Array, bounds_of, narrow, ranges
from indexer.index.segments.vocabulary import Stream, Vocabulary

SLICE = 1 << 22
"""Occurrences that are sorted at a time, if one term does not have more."""


class Names(NamedTuple):
    """The terms and words of a field as tables of strings, and what each pair of the vocabulary is among them.

    `form` is 0 for a pair without a word, else 1 more than the word's form. `occurrences` and `forms` are those of each
    term. `word_term` and `word_form` are as `layout` says.
    """

    terms: list[bytes]
    words: list[bytes]
    term: Array
    form: Array
    occurrences: Array
    forms: Array
    word_term: Array
    word_form: Array


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
        for column, values in zip(columns, each._replace(more=each.more + np.int64(begin)), strict=True):
            column.append(values)
        begin += len(each.unit)
    sizes, *found = (_concatenated(column) for column in columns)
    arrays = dict(zip(("unit", "position", "more", "more.position", "mask"), found, strict=True))
    return arrays | {"first": bounds_of(sizes), "forms": bounds_of(planes(forms) * sizes)}


def _concatenated(pieces: list[Array]) -> Array:
    """The pieces as one array; the list is emptied, so that both are in memory for no longer than needed."""
    found = np.concatenate(pieces)
    pieces.clear()
    return found


def planes(forms: Array) -> Array:
    """How many planes of masks a term has with so many words."""
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
        """Bytes held."""
        return sum(array.nbytes for array in (*self._pairs, *self._counts))

    def lengths(self) -> Array:
        """How many terms each unit has."""
        return np.concatenate([np.zeros(0, np.uint8), *self._counts])

    def arrays(self, places: Array) -> tuple[dict[str, Array], dict[str, list[bytes]]]:
        """The arrays and tables of strings of the field, by the names of `layout` without the field's.

        Unit i of those added is unit `places[i]` of the segment.
        """
        names = self._names()
        whole, holder = _distinct(np.concatenate([np.zeros(0, np.int64), *self._wholes]), self._holding(places))
        whole_words, whole_sizes, whole_units = self._whole_table(whole, holder)
        words, term, form = _with_wholes(names, whole_words)
        arrays = joined(self._slices(names, places), names.forms)
        arrays |= {
            "word.term": term,
            "word.form": form,
            "whole.first": bounds_of(whole_sizes),
            "whole.unit": whole_units,
        }
        return arrays, {"term": names.terms, "word": words}

    def _names(self) -> Names:
        known = list(self._vocabulary.pairs)
        used = np.zeros(len(known), np.int64)
        for pairs in self._pairs:
            counts = np.bincount(pairs)
            used[: len(counts)] += counts
        # No term has a NUL, so that one comparison of bytes puts terms in order, and the words of each.
        keys = [b"%b\0%b" % (term, word or b"") for term, word in known]
        ordinals = sorted(np.flatnonzero(used).tolist(), key=keys.__getitem__)
        terms: list[bytes] = []
        forms: list[int] = []
        named: list[tuple[bytes, int, int]] = []
        term, form = [], []
        for at in ordinals:
            name, word = known[at]
            if not terms or terms[-1] != name:
                terms.append(name)
                forms.append(0)
            term.append(len(terms) - 1)
            if word is None:
                form.append(0)
            else:
                named.append((word, len(terms) - 1, forms[-1]))
                forms[-1] += 1
                form.append(forms[-1])
        named.sort()
        occurrences = np.bincount(term, used[ordinals], minlength=len(terms)).astype(np.int64)
        return Names(
            terms,
            [word for word, _, _ in named],
            _scattered(ordinals, term, len(known)),
            _scattered(ordinals, form, len(known)),
            occurrences,
            np.array(forms, np.int64),
            np.array([at for _, at, _ in named], np.int64),
            np.array([number for _, _, number in named], np.int64),
        )

    def _slices(self, names: Names, places: Array) -> Iterator[Slice]:
        """The postings of all terms, some terms at a time."""
        longest = max((int(counts.max()) for counts in self._counts if len(counts)), default=0)
        bits = _Bits(self.units.bit_length(), longest.bit_length(), int(names.form.max(initial=0)).bit_length())
        ends = np.cumsum(names.occurrences)
        low = 0
        while low < len(ends):
            before = int(ends[low - 1]) if low else 0
            high = max(low + 1, int(np.searchsorted(ends, before + SLICE, side="right")))
            high = min(high, low + (1 << bits.left))
            occurrences = int(ends[high - 1]) - before
            yield _postings(self._keys(names, places, bits, (low, high), occurrences), names.forms[low:high], bits)
            low = high

    def _keys(self, names: Names, places: Array, bits: _Bits, terms: tuple[int, int], occurrences: int) -> Array:
        """The occurrences of a range of terms as sorted numbers."""
        low, high = terms
        inside = (names.term >= low) & (names.term < high)
        heads = ((names.term - low) << bits.unit + bits.position + bits.form) | names.form
        keys = np.empty(occurrences, np.uint64)
        done, unit = 0, 0
        for pairs, counts in zip(self._pairs, self._counts, strict=True):
            starts = bounds_of(counts)
            taken = np.flatnonzero(inside[pairs])
            tails = np.repeat((places[unit : unit + len(counts)] << bits.position) - starts[:-1], counts)[taken] + taken
            keys[done : done + len(taken)] = heads[pairs[taken]] | (tails << bits.form)
            done += len(taken)
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
        order = np.array(sorted(np.flatnonzero(counts).tolist(), key=known.__getitem__), np.int64)
        starts = bounds_of(counts)
        return [known[at] for at in order.tolist()], counts[order], holders[ranges(starts[order], counts[order])]


class _Bits(NamedTuple):
    """How many bits of a key say the unit, the position and the form."""

    unit: int
    position: int
    form: int

    @property
    def left(self) -> int:
        """Those that say the term."""
        return 63 - self.unit - self.position - self.form


def _postings(keys: Array, forms: Array, bits: _Bits) -> Slice:
    """What the sorted keys of some terms say; `forms` is how many words each of the terms has."""
    form = narrow(keys & np.uint64((1 << bits.form) - 1))
    keys >>= np.uint64(bits.form)
    position = narrow(keys & np.uint64((1 << bits.position) - 1))
    keys >>= np.uint64(bits.position)
    edges = np.searchsorted(keys, np.arange(len(forms) + 1, dtype=np.uint64) << np.uint64(bits.unit))
    is_first = np.ones(len(keys), bool)
    np.not_equal(keys[1:], keys[:-1], out=is_first[1:])
    first = np.flatnonzero(is_first)
    unit = narrow(keys[first] & np.uint64((1 << bits.unit) - 1))
    bounds = np.searchsorted(first, edges)
    further = np.flatnonzero(~is_first)
    more = further - np.arange(1, len(further) + 1)  # as many have begun as came before, but for those that go on
    mask = _masks(form, is_first, edges, bounds, forms)
    return Slice(np.diff(bounds), unit, narrow(position[first]), more, narrow(position[further]), mask)


def _masks(form: Array, is_first: Array, edges: Array, bounds: Array, forms: Array) -> Array:
    """The planes of the terms that have several words.

    `form` is that of each occurrence, `is_first` says whether a posting begins with it; `edges` and `bounds` are the
    bounds of the terms among occurrences and among postings.
    """
    sizes = np.diff(bounds)
    starts = bounds_of(planes(forms) * sizes)
    masks = np.zeros(int(starts[-1]), np.uint8)
    several = np.flatnonzero(forms > 1)
    occurrences = np.diff(edges)[several]
    chosen = ranges(edges[several], occurrences)
    number = form[chosen].astype(np.int64) - 1
    # A posting's place in the planes of its term: where they begin, and its own place among the term's postings.
    place = np.cumsum(is_first, dtype=np.int64)[chosen] - 1
    place += np.repeat((starts[:-1] - bounds[:-1])[several], occurrences)
    place += (number >> 3) * np.repeat(sizes[several], occurrences)
    known = number >= 0
    np.bitwise_or.at(masks, place[known], (1 << (number[known] & 7)).astype(np.uint8))
    return masks


def _with_wholes(names: Names, wholes: list[bytes]) -> tuple[list[bytes], Array, Array]:
    """The table of words with the wholes among them, and the term and the form of each."""
    if not wholes:
        return names.words, names.word_term, names.word_form
    words = names.words + wholes
    order = np.array(sorted(range(len(words)), key=words.__getitem__), np.int64)
    term = np.concatenate((names.word_term, len(names.terms) + np.arange(len(wholes))))
    form = np.concatenate((names.word_form, np.zeros(len(wholes), np.int64)))
    return [words[at] for at in order.tolist()], term[order], form[order]


def _distinct(wholes: Array, holders: Array) -> tuple[Array, Array]:
    """Pairs of a whole and a holder in order, each once."""
    order = np.lexsort((holders, wholes))
    wholes, holders = wholes[order], holders[order]
    fresh = np.ones(len(wholes), bool)
    fresh[1:] = (wholes[1:] != wholes[:-1]) | (holders[1:] != holders[:-1])
    return wholes[fresh], holders[fresh]


def _scattered(at: list[int], values: list[int], size: int) -> Array:
    """An array with these values at these places, 0 elsewhere."""
    found = np.zeros(size, np.int64)
    found[at] = values
    return found
