"""Which postings have which word of their term: the planes of masks of one part, converted to those of the merged segment.

The words of a term are numbered in the order of their bytes, so a word gets another number when others are added. The change
of the eight bits of a byte is the same for all postings of a term, and there are few different changes: each is a table from
old to new bytes. A plane is moved with one look-up in its table for each posting.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from indexer.index.segments.arrays import Array, bounds_of, ranges, stretches
from indexer.index.segments.parts import SLICE, FieldPart

_PLANE = 20  # bits of the number of a plane in a key


class Moves(NamedTuple):
    """Planes of a part that are moved, in the order of their terms, each into one of the planes of the merged term.

    `term` is the part's own. `source` is where the plane begins in the part's masks; -1 if it has none because all of the
    term's postings have its only word. `plane` is the new one, `change` the row of `tables` that says what each byte becomes.
    """

    part: FieldPart
    term: Array
    source: Array
    plane: Array
    change: Array
    tables: Array


def held(part: FieldPart) -> Array:
    """Of each word of the part that stands for a term, whether a living posting has it; False for wholes."""
    term = part["word.term"].astype(np.int64)
    found = term < len(part.counts)
    if part.complete:
        return found
    own = term[found]
    has = part.living[own] > 0
    asked = np.flatnonzero(has & ~part.simple[own])
    forms = part["word.form"][found][asked].astype(np.int64)
    firsts, any_of = _living_bits(part)
    has[asked] = any_of[firsts[own[asked]] + (forms >> 3)] >> (forms & 7).astype(np.uint8) & 1
    found[found] = has
    return found


def _living_bits(part: FieldPart) -> tuple[Array, Array]:
    """Of each term the number of its first plane, and of each plane the bits that a living posting has."""
    starts = part["forms"].astype(np.int64)
    planes = (starts[1:] - starts[:-1]) // part.counts
    owners = np.repeat(np.arange(len(planes)), planes)
    sizes = part.counts[owners]
    bounds = bounds_of(sizes)
    lives, unit, mask = part.units >= 0, part["unit"], part["mask"]
    any_of = np.zeros(len(owners), np.uint8)
    for low, high in stretches(bounds, SLICE):
        living = lives[unit[ranges(part.first[owners[low:high]], sizes[low:high])]]
        bits = np.where(living, mask[bounds[low] : bounds[high]], np.uint8(0))
        any_of[low:high] = np.bitwise_or.reduceat(bits, bounds[low:high] - bounds[low])
    return bounds_of(planes)[:-1], any_of


def moves(part: FieldPart, number: Array, form: Array, forms: Array) -> Moves:
    """The planes that are moved.

    `number` is the new number of each of the part's terms, `form` the new form of each of its words, -1 where there is
    none; `forms` is how many words each new term has.
    """
    words = np.flatnonzero(form >= 0)
    term = part["word.term"][words].astype(np.int64)
    several = forms[number[term]] > 1
    words, term = words[several], term[several]
    old, new = part["word.form"][words].astype(np.int64), form[words]
    keys = term << 2 * _PLANE | (old >> 3) << _PLANE | new >> 3
    order = np.argsort(keys, kind="stable")
    keys, old, new = keys[order], old[order], new[order]
    starts = np.flatnonzero(np.diff(keys, prepend=-1))
    # Of each bit, 1 more than the bit that it becomes, four bits each.
    changes = np.add.reduceat((new & 7) + 1 << 4 * (old & 7), starts) if len(starts) else keys
    distinct, change = np.unique(changes, return_inverse=True)
    term, plane = keys[starts] >> 2 * _PLANE, keys[starts] >> _PLANE & (1 << _PLANE) - 1
    source = part["forms"][term].astype(np.int64) + plane * part.counts[term]
    source[part.simple[term]] = -1
    return Moves(part, term, source, keys[starts] & (1 << _PLANE) - 1, change, _tables(distinct))


def _tables(changes: Array) -> Array:
    """The table of each change: the new byte for every byte."""
    tables = np.zeros((len(changes), 256), np.uint8)
    values = np.arange(256)
    for bit in range(8):
        target = changes >> 4 * bit & 15
        tables |= ((values >> bit & 1) * (1 << target >> 1)[:, None]).astype(np.uint8)
    return tables


def move(masks: Array, moved: Moves, bases: Array, places: Array, terms: tuple[int, int]) -> None:
    """Put the planes of the part's terms from one up to another into new masks.

    `bases` says for each of the moved planes of these terms where the new one begins, less the place of the term's first
    posting; `places` where each of their postings comes, -1 if nowhere.
    """
    part = moved.part
    first, last = moved.term.searchsorted(terms).tolist()
    bounds = bounds_of(part.counts[moved.term[first:last]])
    begin = part.first[terms[0]]
    for low, high in stretches(bounds, SLICE):
        chosen = slice(first + low, first + high)
        sizes = part.counts[moved.term[chosen]]
        place = places[ranges(part.first[moved.term[chosen]] - begin, sizes)]
        value = moved.tables.ravel()[np.repeat(moved.change[chosen] << 8, sizes) + _bytes(moved, chosen)]
        target = np.repeat(bases[low:high], sizes) + place
        if not part.complete:
            target, value = target[place >= 0], value[place >= 0]
        # Two planes may go into one, but never two of their bits: so a sum is all that it takes.
        np.add.at(masks, target, value)


def _bytes(moved: Moves, chosen: slice) -> Array:
    """The bytes of planes, one after another."""
    part = moved.part
    source, sizes = moved.source[chosen], part.counts[moved.term[chosen]]
    masked = source >= 0
    if masked.all():
        return part["mask"][ranges(source, sizes)]
    found = np.ones(int(sizes.sum()), np.uint8)
    found[np.repeat(masked, sizes)] = part["mask"][ranges(source[masked], sizes[masked])]
    return found
