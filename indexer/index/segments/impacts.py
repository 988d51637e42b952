"""The best that a block of postings can give, so that a search for the best claims may pass it over."""

from __future__ import annotations

import numpy as np

from indexer.index.segments.arrays import Array, bounds_of
from indexer.index.segments.bm25 import impact
from indexer.index.segments.layout import BLOCK


def best_codes(first: Array, unit: Array, more: Array, lengths: Array) -> dict[str, Array]:
    """The arrays `block`, `best`, `code.frequency` and `code.length` of a field (see `layout`) from its others.

    A code stands for a pair of frequency and length; codes are in the order of what the pairs give a row, under the
    average length of the rows of this segment.
    """
    own = lengths[unit]
    repeated, extra = np.unique(more, return_counts=True)
    single = np.ones(len(unit), bool)
    single[repeated] = False
    # Pairs as one number each; nearly all postings have frequency 1, and are told by their length alone.
    width = int(lengths.max(initial=0)) + 1
    present = np.zeros(width, bool)
    present[own[single]] = True
    several = (extra + 1).astype(np.int64) * width + own[repeated]
    pairs = np.concatenate((width + np.flatnonzero(present), np.unique(several)))
    frequency, length = pairs // width, pairs % width
    average = lengths.sum(dtype=np.int64) / max(1, len(lengths))
    order = np.lexsort((length, frequency, -impact(frequency, length, average)))
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    by_length = np.zeros(width, np.uint32)
    by_length[length[frequency == 1]] = rank[frequency == 1]
    codes = by_length[own]
    codes[repeated] = rank[np.searchsorted(pairs, several)]
    sizes = np.diff(first)
    blocks = -(-sizes // BLOCK)
    bounds = bounds_of(blocks)
    within = np.arange(bounds[-1]) - np.repeat(bounds[:-1], blocks)
    starts = np.repeat(first[:-1], blocks) + within * BLOCK
    best = np.minimum.reduceat(codes, starts) if len(starts) else codes
    return {"block": bounds, "best": best, "code.frequency": frequency[order], "code.length": length[order]}
