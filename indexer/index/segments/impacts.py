"""The best that a block of postings can give, so that a search for the best claims may pass it over."""

from __future__ import annotations

import numpy as np

from indexer.index.segments.arrays import Array, bounds_of, sizes_of, stretches
from indexer.index.segments.bm25 import impact
from indexer.index.segments.layout import BLOCK

SLICE = 1 << 18
"""Postings that are looked at in one go: what is made of them stays in the cache."""


def best_codes(first: Array, unit: Array, more: Array, lengths: Array) -> dict[str, Array]:
    """The arrays `block`, `best`, `code.frequency` and `code.length` of a field (see `layout`) from its others.

    A code stands for a pair of frequency and length; codes are in the order of what the pairs give a row, under the
    average length of the rows of this segment. Of rows that have a term once, the shortest is the best.
    """
    bounds, starts = _blocks(first)
    entries = np.flatnonzero(np.diff(more.astype(np.int64), prepend=-1))
    repeated, frequencies = more[entries].astype(np.int64), np.diff(entries, append=len(more)) + 1
    shortest, single, own = _shortest(np.append(starts, len(unit)), unit, repeated, lengths)
    # A pair as one number.
    width = len(single)
    several = frequencies * width + own
    pairs = np.concatenate((width + np.flatnonzero(single), np.unique(several)))
    frequency, length = pairs // width, pairs % width
    average = lengths.sum(dtype=np.int64) / max(1, len(lengths))
    order = np.lexsort((length, frequency, -impact(frequency, length, average)))
    ranks = np.empty(len(order), np.uint32)
    ranks[order] = np.arange(len(order))
    by_length = np.full(width + 1, len(order), np.uint32)
    by_length[length[frequency == 1]] = ranks[frequency == 1]
    best = by_length[shortest]
    np.minimum.at(best, starts.searchsorted(repeated, "right") - 1, ranks[pairs.searchsorted(several)])
    return {"block": bounds, "best": best, "code.frequency": frequency[order], "code.length": length[order]}


def _blocks(first: Array) -> tuple[Array, Array]:
    """The bounds of the blocks of each term, and the first posting of each block."""
    blocks = -(-sizes_of(first) // BLOCK)
    bounds = bounds_of(blocks)
    within = np.arange(bounds[-1]) - np.repeat(bounds[:-1], blocks)
    return bounds, np.repeat(first[:-1], blocks).astype(np.int64) + within * BLOCK


def _shortest(starts: Array, unit: Array, repeated: Array, lengths: Array) -> tuple[Array, Array, Array]:
    """How long the rows of postings are, of which some are `repeated`; `starts` are the bounds of the blocks.

    Gives the least length in each block of postings that are not repeated, or one more than any if there are none; of
    each length whether such a posting has it; and the lengths of those that are repeated.
    """
    width = int(lengths.max(initial=0)) + 1
    table = lengths.astype(np.min_scalar_type(width))
    shortest = np.empty(len(starts) - 1, table.dtype)
    single = np.zeros(width + 1, bool)
    others = np.empty(len(repeated), np.int64)
    for low, high in stretches(starts, SLICE):
        begin, end = starts[low], starts[high]
        own = table[unit[begin:end]]
        chosen = slice(*repeated.searchsorted((begin, end)).tolist())
        others[chosen] = own[repeated[chosen] - begin]
        own[repeated[chosen] - begin] = width
        single[own] = True
        shortest[low:high] = np.minimum.reduceat(own, starts[low:high] - begin)
    return shortest, single[:width], others
