"""The terms and words of one field of several segments as those of one.

The tables of terms are sorted, so the postings of a slice of the new table lie in one slice of each old segment: it is
done slice by slice, and memory does not grow with the segments.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from indexer.index.query import TextField
from indexer.index.segments.arrays import Array, Arrays, bounds_of, narrow, ranges, search, sizes_of
from indexer.index.segments.keywords import united_names
from indexer.index.segments.postings import SLICE, Slice, joined, planes


@dataclass(frozen=True)
class Part:
    """A field of one segment. `units` says where each of its units comes, -1 if nowhere."""

    arrays: Arrays
    field: TextField
    units: Array

    def __getitem__(self, name: str) -> Array:
        """An array of the field."""
        return self.arrays[f"{self.field}.{name}"]

    def strings(self, name: str) -> list[bytes]:
        """The strings of a table of the field."""
        return self.arrays.mapped.strings(f"{self.field}.{name}")

    @cached_property
    def first(self) -> Array:
        """The bounds of the terms among the postings."""
        first: Array = self["first"].astype(np.int64)
        return first

    @cached_property
    def sizes(self) -> Array:
        """How many living postings each term has."""
        living = bounds_of(self.units[self["unit"]] >= 0)
        sizes: Array = living[self.first[1:]] - living[self.first[:-1]]
        return sizes

    @cached_property
    def simple(self) -> Array:
        """Of each term, whether it has no mask: all of its postings have its word, if it has one."""
        simple: Array = sizes_of(self["forms"]) == 0
        return simple


class _Words(NamedTuple):
    """The words of all parts that stand for one term each: for each part the new form of each of its words, -1 for others.

    `forms` is how many words each new term has.
    """

    names: list[bytes]
    terms: Array
    form: Array
    forms: Array
    of_part: list[Array]


def merged_terms(parts: Sequence[Part], units: int) -> tuple[dict[str, Array], dict[str, list[bytes]]]:
    """The arrays and tables of strings of the new field, by the names of `layout` without the field's."""
    names, numbers = united_names([part.strings("term") for part in parts], [part.sizes > 0 for part in parts])
    words = _words(parts, numbers, len(names))
    arrays = joined(list(_slices(parts, numbers, words, len(names), units)), words.forms)
    wholes, whole_arrays = _wholes(parts)
    table = [*words.names, *wholes]
    order = np.array(sorted(range(len(table)), key=table.__getitem__), np.int64)
    term = np.concatenate((words.terms, len(names) + np.arange(len(wholes))))
    form = np.concatenate((words.form, np.zeros(len(wholes), np.int64)))
    arrays |= whole_arrays | {"word.term": term[order], "word.form": form[order]}
    return arrays, {"term": names, "word": [table[at] for at in order.tolist()]}


def _words(parts: Sequence[Part], numbers: Sequence[Array], terms: int) -> _Words:
    """The words that living postings have, in the order of their bytes within each term."""
    found: dict[bytes, int] = {}
    kept = []
    for part, number in zip(parts, numbers, strict=True):
        term = part["word.term"].astype(np.int64)
        is_word = term < len(number)
        kept.append(np.flatnonzero(is_word & _held(part, np.where(is_word, term, 0))))
        strings = part.strings("word")
        new = number[term[kept[-1]]].tolist()
        found.update((strings[at], to) for at, to in zip(kept[-1].tolist(), new, strict=True))
    ordered = sorted(found, key=lambda word: (found[word], word))
    of_term = np.array([found[word] for word in ordered], np.int64)
    forms = np.bincount(of_term, minlength=terms)
    form = np.arange(len(ordered)) - np.repeat(bounds_of(forms)[:-1], forms)
    place = dict(zip(ordered, form.tolist(), strict=True))
    of_part = []
    for part, own in zip(parts, kept, strict=True):
        strings = part.strings("word")
        each = np.full(len(strings), -1, np.int64)
        each[own] = [place[strings[at]] for at in own.tolist()]
        of_part.append(each)
    return _Words(ordered, of_term, form, forms, of_part)


def _held(part: Part, term: Array) -> Array:
    """Of each word, whether a living posting of its term has it."""
    held = part.sizes[term] > 0
    forms = part["word.form"].astype(np.int64)
    asked = np.flatnonzero(held & ~part.simple[term])
    if len(asked):
        owners, bits, _ = _bits(part, term[asked], forms[asked])
        held[asked] = np.bincount(owners[bits], minlength=len(asked)) > 0
    return held


def _bits(part: Part, terms: Array, forms: Array) -> tuple[Array, Array, Array]:
    """For words of terms with masks, one after another: the number of the word, whether the posting lives and has it, the posting."""
    first, counts = part.first[terms], sizes_of(part.first)[terms]
    postings = ranges(first, counts)
    starts = part["forms"].astype(np.int64)[terms] + (forms >> 3) * counts
    masks = part["mask"][ranges(starts, counts)]
    owners = np.repeat(np.arange(len(terms)), counts)
    has = (masks >> (forms & 7).astype(np.uint8)[owners]) & 1 == 1
    return owners, has & (part.units[part["unit"][postings]] >= 0), postings


def _slices(parts: Sequence[Part], numbers: Sequence[Array], words: _Words, terms: int, units: int) -> Iterator[Slice]:
    counts = np.zeros(terms, np.int64)
    for part, number in zip(parts, numbers, strict=True):
        counts[number[number >= 0]] += part.sizes[number >= 0]
    ends = np.cumsum(counts)
    low = 0
    while low < terms:
        before = int(ends[low - 1]) if low else 0
        high = max(low + 1, int(np.searchsorted(ends, before + SLICE, side="right")))
        yield _slice(parts, numbers, words, (low, high), units)
        low = high


def _slice(parts: Sequence[Part], numbers: Sequence[Array], words: _Words, terms: tuple[int, int], units: int) -> Slice:
    """The postings of the new terms from one up to another."""
    low, high = terms
    keys, positions, more, more_positions, masked = [], [], [], [], []
    done = 0
    for part, number, own in zip(parts, numbers, words.of_part, strict=True):
        chosen = np.flatnonzero((number >= low) & (number < high))
        sizes = sizes_of(part.first)[chosen]
        postings = ranges(part.first[chosen], sizes)
        unit = part.units[part["unit"][postings]]
        living = np.flatnonzero(unit >= 0)
        term = np.repeat(number[chosen] - low, sizes)
        keys.append(term[living] * units + unit[living])
        positions.append(part["position"][postings[living]])
        # Where each old posting of the slice comes among those of all parts, before they are put in order.
        begin = int(part.first[chosen[0]]) if len(chosen) else 0
        end = int(part.first[chosen[-1] + 1]) if len(chosen) else 0
        place = np.full(end - begin, -1, np.int64)
        place[postings[living] - begin] = np.arange(done, done + len(living))
        done += len(living)
        first, last = search(part["more"], (begin, end)).tolist()
        at = place[part["more"][first:last].astype(np.int64) - begin]
        more.append(at[at >= 0])
        more_positions.append(part["more.position"][first:last][at >= 0])
        masked.append(_forms(part, number, own, (low, high), words.forms, place, begin))
    joined = np.concatenate([np.zeros(0, np.int64), *keys])
    order = np.argsort(joined, kind="stable")
    joined = joined[order]
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    sizes = np.bincount(joined // units, minlength=high - low) if units else np.zeros(high - low, np.int64)
    further = rank[np.concatenate([np.zeros(0, np.int64), *more])]
    by_posting = np.argsort(further, kind="stable")
    empty = np.zeros(0, np.uint8)
    return Slice(
        sizes,
        narrow(joined % units) if units else empty,
        np.concatenate([empty, *positions])[order],
        further[by_posting],
        np.concatenate([empty, *more_positions])[by_posting],
        _masks(masked, rank, sizes, words.forms[low:high]),
    )


def _forms(  # noqa: PLR0913  # one part's share in a slice
    part: Part, number: Array, own: Array, terms: tuple[int, int], forms: Array, place: Array, begin: int
) -> tuple[Array, Array, Array]:
    """For new terms with several words: places of postings, their new term (counted from the first), and the form they have."""
    low, high = terms
    old = np.where(own >= 0, part["word.term"].astype(np.int64), 0)
    new = number[old]
    chosen = np.flatnonzero((own >= 0) & (new >= low) & (new < high))
    chosen = chosen[forms[new[chosen]] > 1]
    simple = part.simple[old[chosen]]
    found = []
    plain, masked = chosen[simple], chosen[~simple]
    sizes = sizes_of(part.first)[old[plain]]
    found.append((np.repeat(plain, sizes), ranges(part.first[old[plain]], sizes)))
    if len(masked):
        owners, bits, postings = _bits(part, old[masked], part["word.form"].astype(np.int64)[masked])
        found.append((masked[owners[bits]], postings[bits]))
    word = np.concatenate([each for each, _ in found])
    at = place[np.concatenate([postings for _, postings in found]) - begin]
    living = at >= 0
    return at[living], new[word[living]] - low, own[word[living]]


def _masks(masked: Sequence[tuple[Array, Array, Array]], rank: Array, sizes: Array, forms: Array) -> Array:
    """The planes of the terms that have several words."""
    starts = bounds_of(planes(forms) * sizes)
    masks = np.zeros(int(starts[-1]), np.uint8)
    base = starts[:-1] - bounds_of(sizes)[:-1]
    for at, term, form in masked:
        place = base[term] + rank[at] + (form >> 3) * sizes[term]
        np.bitwise_or.at(masks, place, (1 << (form & 7)).astype(np.uint8))
    return masks


def _wholes(parts: Sequence[Part]) -> tuple[list[bytes], dict[str, Array]]:
    """The words of several terms that living units have, and their arrays."""
    tables, used, lists = [], [], []
    for part in parts:
        term = part["word.term"].astype(np.int64)
        words = np.flatnonzero(term >= len(part.first) - 1)
        strings = part.strings("word")
        bounds = part["whole.first"].astype(np.int64)
        units = part.units[part["whole.unit"]]
        living = bounds_of(units >= 0)
        tables.append([strings[at] for at in words[np.argsort(term[words])].tolist()])
        used.append(living[bounds[1:]] > living[bounds[:-1]])
        lists.append((np.repeat(np.arange(len(bounds) - 1), sizes_of(bounds)), units))
    names, numbers = united_names(tables, used)
    kept = [units >= 0 for _, units in lists]
    wholes = np.concatenate(
        [np.zeros(0, np.int64), *(n[w[k]] for n, (w, _), k in zip(numbers, lists, kept, strict=True))]
    )
    units = np.concatenate([np.zeros(0, np.int64), *(u[k] for (_, u), k in zip(lists, kept, strict=True))])
    order = np.lexsort((units, wholes))
    sizes = np.bincount(wholes, minlength=len(names))
    return names, {"whole.first": bounds_of(sizes), "whole.unit": units[order]}
