"""The best possible score in a block of postings, so that a search for the best claims may skip it."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from indexer.index.segments.arrays import Array, bounds_of, fresh, narrow, search, sizes_of, stretches
from indexer.index.segments.bm25 import impact
from indexer.index.segments.joining import NONE
from indexer.index.segments.layout import BLOCK

SLICE = 1 << 18
"""Postings that are looked at in one go: what is made of them stays in the cache."""


def best_codes(first: Array, unit: Array, more: Array, lengths: Array) -> dict[str, Array]:
    """The arrays `block`, `best`, `code.frequency` and `code.length` of a field (see `layout`) from its others.

    A code is a pair of frequency and length; codes are in the order of the scores of their pairs, for the average length of the
    rows of this segment. Of rows that have a term once, the shortest is the best.
    """
    bounds, starts = _blocks(first)
    shortest, single, repeated = _shortest(np.append(starts, len(unit)), unit, more, lengths)
    singles = np.flatnonzero(single)
    several, pair = _pairs(repeated.frequency, repeated.length)
    frequency = np.concatenate((np.ones(len(singles), np.int64), several[0]))
    length = np.concatenate((singles, several[1]))
    average = lengths.sum(dtype=np.int64) / max(1, len(lengths))
    order = np.lexsort((length, frequency, -impact(frequency, length, average)))
    ranks = np.empty(len(order), np.uint32)
    ranks[order] = np.arange(len(order))
    by_length = np.full(len(single) + 1, len(order), np.uint32)
    by_length[singles] = ranks[: len(singles)]
    best = by_length[shortest]
    np.minimum.at(best, repeated.block, ranks[len(singles) :][pair])
    return {"block": bounds, "best": best, "code.frequency": frequency[order], "code.length": length[order]}


def _pairs(frequencies: Array, lengths: Array) -> tuple[tuple[Array, Array], Array]:
    """The pairs that there are of a frequency and a length, and which of them each of these is.

    As many different frequencies, or lengths, are of at least half as many words as their square: so there are never more
    pairs of both than twice the words, and a table of all is no larger than what is counted.
    """
    frequency, of_frequency = _without_gaps(frequencies)
    length, of_length = _without_gaps(lengths)
    pair, of_pair = _without_gaps(of_frequency * len(length) + of_length)
    return (frequency[pair // len(length)], length[pair % len(length)]), of_pair


def _without_gaps(numbers: Array) -> tuple[Array, Array]:
    """The numbers that there are, rising, and which of them each is. Takes memory for all up to the greatest."""
    there = np.zeros(int(numbers.max(initial=0)) + 1, bool)
    there[numbers] = True
    return np.flatnonzero(there), (np.cumsum(there) - 1)[numbers]


def _blocks(first: Array) -> tuple[Array, Array]:
    """The bounds of the blocks of each term, and the first posting of each block."""
    blocks = -(-sizes_of(first) // BLOCK)
    bounds = bounds_of(blocks)
    within = np.arange(bounds[-1]) - np.repeat(bounds[:-1], blocks)
    return bounds, np.repeat(first[:-1], blocks).astype(np.int64) + within * BLOCK


class Repeated(NamedTuple):
    """The postings of terms that occur again in their row: the block of each, its frequency, and the row's length."""

    block: Array
    frequency: Array
    length: Array


def _shortest(starts: Array, unit: Array, more: Array, lengths: Array) -> tuple[Array, Array, Repeated]:
    """How long the rows of postings are; `starts` are the bounds of the blocks.

    Gives the least length in each block of postings that are not repeated, or one more than any if there are none; of
    each length whether such a posting has it; and those that are repeated.
    """
    width = int(lengths.max(initial=0)) + 1
    table = lengths.astype(np.min_scalar_type(width))
    shortest = np.empty(len(starts) - 1, table.dtype)
    single = np.zeros(width + 1, bool)
    found = [Repeated(NONE, NONE, table[:0])]
    for low, high in stretches(starts, SLICE):
        begin, end = starts[low], starts[high]
        blocks = starts[low:high] - begin
        own = table.take(unit[begin:end])
        again = more[slice(*search(more, (begin, end)).tolist())].astype(np.int64) - begin
        entries = np.flatnonzero(fresh(again))
        at, frequencies = again.take(entries), np.diff(entries, append=len(again)) + 1
        block = blocks.searchsorted(at, "right") + (low - 1)
        found.append(Repeated(block.astype(np.uint32), narrow(frequencies), own.take(at)))
        own[at] = width
        single[own] = True
        shortest[low:high] = np.minimum.reduceat(own, blocks)
    return shortest, single[:width], Repeated(*map(np.concatenate, zip(*found, strict=True)))
