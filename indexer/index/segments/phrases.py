"""Words and phrases in the units of one field of a segment: which units have them, and what they give."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from indexer.index.segments.arrays import Array
from indexer.index.segments.joining import NONE, Marks, common, united
from indexer.index.segments.lookups import Postings, Stretch


class Term(NamedTuple):
    """Where a term stands in a segment, and its weight."""

    stretch: Stretch
    idf: float


class Step(NamedTuple):
    """A step of a phrase in a segment: its distance from the beginning, and the terms of which any stands there.

    Alone, a step that is a `choice` of several terms scores 1, as patterns do.
    """

    offset: int
    choice: bool
    terms: list[Term]

    @property
    def word(self) -> Term | None:
        """The one term that stands there."""
        return None if self.choice else self.terms[0]


class _Occurring(NamedTuple):
    """A term in some units: the places of those that have it, and where they are among its postings."""

    term: Term
    at: Array
    where: Array


def given(postings: Postings, term: Term, places: Array | None = None) -> Array:
    """What a term gives at all of its postings, or at some, by their places among them."""
    at = None if places is None else places + term.stretch.first
    found: Array = term.idf * postings.impacts(term.stretch, at)
    return found


def phrase(postings: Postings, steps: Sequence[Step], marks: Marks, *, scored: bool) -> tuple[Array, Array | None]:
    """The units that have the steps' terms at their distances, rising, and what all that they have of them gives."""
    if not steps:
        return NONE, None
    lists = [united([postings.of(term.stretch) for term in step.terms]) for step in steps]
    if len(steps) == 1:
        word = steps[0].word if scored else None
        return lists[0], None if word is None else given(postings, word)
    units, places = common(lists, marks)
    found = [_occurring(postings, step, units, place) for step, place in zip(steps, places, strict=True)]
    chosen = _in_sequence(postings, steps, found, len(units))
    if not scored:
        return units[chosen], None
    sums = np.zeros(len(chosen))
    for term, at, where in (each for step in found for each in step):
        kept, there = common([chosen, at])[1]
        sums[kept] += given(postings, term, where[there])
    return units[chosen], sums


def _occurring(postings: Postings, step: Step, units: Array, places: Array) -> list[_Occurring]:
    """Where each term of a step stands in some units, all of which have one of them."""
    if len(step.terms) == 1:
        return [_Occurring(step.terms[0], np.arange(len(units)), places)]
    found = [(term, common([units, postings.of(term.stretch)])[1]) for term in step.terms]
    return [_Occurring(term, kept, at) for term, (kept, at) in found]


def _in_sequence(postings: Postings, steps: Sequence[Step], found: Sequence[Sequence[_Occurring]], units: int) -> Array:
    """The places of the units in which the steps' terms stand at their distances."""
    firsts = np.zeros((len(steps), units), np.int64)
    open_to_more = np.zeros(units, bool)
    for number, (step, occurring) in enumerate(zip(steps, found, strict=True)):
        for term, at, where in occurring:
            firsts[number, at] = postings.positions(where + term.stretch.first) - step.offset
            open_to_more[at[postings.repeated(term.stretch, where + term.stretch.first)]] = True
        if len(occurring) > 1:
            open_to_more[:] = True
    # Most terms occur once in a unit: then one look is enough. The others are looked at with all of their places.
    fits = (firsts == firsts[0]).all(axis=0) & ~open_to_more
    rest = np.flatnonzero(open_to_more)
    if len(rest):
        fits[rest[_among_all(postings, steps, found, rest)]] = True
    return np.flatnonzero(fits)


def _among_all(postings: Postings, steps: Sequence[Step], found: Sequence[Sequence[_Occurring]], rest: Array) -> Array:
    """The places in `rest` of the units in which the steps' terms stand at their distances."""
    last = max(step.offset for step in steps)
    width = postings.longest + last + 1
    keys: Array | None = None
    for step, occurring in zip(steps, found, strict=True):
        own = []
        for term, at, where in occurring:
            kept, there = common([rest, at])[1]
            numbers, positions = postings.places(term.stretch, where[there] + term.stretch.first)
            own.append(kept[numbers] * width + positions + (last - step.offset))
        joined = np.concatenate(own)
        joined.sort()
        keys = joined if keys is None else keys[joined.take(joined.searchsorted(keys), mode="clip") == keys]
    return united([np.zeros(0, np.int64), np.zeros(0, np.int64) if keys is None else keys // width])
