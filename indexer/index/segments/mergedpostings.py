"""Merges the postings of one field of several segments, one slice of the terms at a time.

All tables are sorted, so the postings of a slice of the new table are one stretch of each part, already in their new order.
It remains to merge a few sorted lists of pairs of term and unit.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from indexer.index.segments import masks
from indexer.index.segments.arrays import Array, bounds_of, narrow, search, stretches
from indexer.index.segments.parts import FieldPart
from indexer.index.segments.postings import Slice, planes


class PartShare(NamedTuple):
    """The contribution of a part: its live terms and their new numbers, both ascending, and the `moves` of its masks."""

    part: FieldPart
    terms: Array
    numbers: Array
    moves: masks.Moves


class MergedTerms(NamedTuple):
    """The new terms, with their numbers of postings and of words."""

    sizes: Array
    forms: Array


class _Stretch(NamedTuple):
    """The part of a share that belongs to a slice.

    `terms` and `postings` are the bounds in the part; `living` marks the live postings, None if all are; `keys` are the sort
    keys of these.
    """

    terms: tuple[int, int]
    postings: tuple[int, int]
    living: Array | None
    keys: Array


def slices(shares: Sequence[PartShare], terms: MergedTerms, units: int, most: int) -> Iterator[Slice]:
    """The postings of all terms, up to `most` at a time if one term does not have more. `units` is how many units there are."""
    bits = units.bit_length()
    for low, high in stretches(bounds_of(terms.sizes), most):
        yield _slice(shares, low, MergedTerms(terms.sizes[low:high], terms.forms[low:high]), bits)


def _slice(shares: Sequence[PartShare], low: int, terms: MergedTerms, bits: int) -> Slice:
    """The postings of the new terms that begin with one."""
    taken = [_stretch(share, low, low + len(terms.sizes), bits) for share in shares]
    keys = np.concatenate([each.keys for each in taken])
    order = np.argsort(keys, kind="stable")
    unit = keys[order]
    unit &= (1 << bits) - 1
    positions = np.concatenate([_kept(share, each) for share, each in zip(shares, taken, strict=True)])
    ranks = np.empty(len(order), np.int32)
    ranks[order] = np.arange(len(order), dtype=np.int32)
    places, done = [], 0
    for each in taken:
        places.append(_places(each, ranks[done : done + len(each.keys)]))
        done += len(each.keys)
    more, more_positions = _more(shares, taken, places)
    mask = _mask(shares, low, terms, taken, places)
    return Slice(terms.sizes, narrow(unit), positions[order], more, more_positions, mask)


def _stretch(share: PartShare, low: int, high: int, bits: int) -> _Stretch:
    part = share.part
    begin, end = share.numbers.searchsorted((low, high)).tolist()
    if begin == end:
        return _Stretch((0, 0), (0, 0), None, np.zeros(0, np.int64))
    # Terms between those that live have dead postings only.
    terms = int(share.terms[begin]), int(share.terms[end - 1]) + 1
    postings = int(part.first[terms[0]]), int(part.first[terms[1]])
    heads = np.zeros(terms[1] - terms[0], np.int64)
    heads[share.terms[begin:end] - terms[0]] = (share.numbers[begin:end] - low) << bits
    keys = np.repeat(heads, part.counts[slice(*terms)])
    unit = part.units[part["unit"][slice(*postings)]]
    if part.complete:
        keys += unit
        return _Stretch(terms, postings, None, keys)
    living = np.flatnonzero(unit >= 0)
    return _Stretch(terms, postings, living, keys[living] + unit[living])


def _kept(share: PartShare, taken: _Stretch) -> Array:
    position = share.part["position"][slice(*taken.postings)]
    return position if taken.living is None else position[taken.living]


def _places(taken: _Stretch, ranks: Array) -> Array:
    """The position of each posting of a stretch in the slice; -1 if it has none."""
    if taken.living is None:
        return ranks
    begin, end = taken.postings
    places = np.full(end - begin, -1, np.int32)
    places[taken.living] = ranks
    return places


def _more(shares: Sequence[PartShare], taken: Sequence[_Stretch], places: Sequence[Array]) -> tuple[Array, Array]:
    """The postings with further occurrences, and the positions of these."""
    further, positions = [np.zeros(0, np.int32)], [np.zeros(0, np.uint8)]
    for share, each, place in zip(shares, taken, places, strict=True):
        first, last = search(share.part["more"], each.postings).tolist()
        posting = place[share.part["more"][first:last].astype(np.int64) - each.postings[0]]
        position = share.part["more.position"][first:last]
        further.append(posting[posting >= 0])
        positions.append(position[posting >= 0])
    more = np.concatenate(further)
    order = np.argsort(more, kind="stable")
    return more[order], np.concatenate(positions)[order]


def _mask(
    shares: Sequence[PartShare], low: int, terms: MergedTerms, taken: Sequence[_Stretch], places: Sequence[Array]
) -> Array:
    """The planes of the terms that have several words."""
    starts = bounds_of(planes(terms.forms) * terms.sizes)
    mask = np.zeros(int(starts[-1]), np.uint8)
    starts = starts[:-1] - bounds_of(terms.sizes)[:-1]
    if not len(mask):
        return mask
    for share, each, place in zip(shares, taken, places, strict=True):
        chosen = slice(*share.moves.term.searchsorted(each.terms).tolist())
        term = share.numbers[share.terms.searchsorted(share.moves.term[chosen])] - low
        bases = starts[term] + share.moves.plane[chosen] * terms.sizes[term]
        masks.move(mask, share.moves, bases, place, each.terms)
    return mask
