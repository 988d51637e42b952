"""Words and phrases in the units of one field of a segment: which units have them, and what they give."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from indexer.index.patience import go_on
from indexer.index.segments.arrays import Array
from indexer.index.segments.joining import NONE, NOWHERE, Locate, common, located, united
from indexer.index.segments.lookups import Postings, Stretch, Term


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


class _Placed(NamedTuple):
    """A word in some units: where it is among the word's postings, where it stands first, and how often again."""

    stretch: Stretch
    places: Array
    positions: Array
    again: Array

    def some(self, chosen: Array) -> _Placed:
        """In some of the units."""
        return _Placed(self.stretch, self.places.take(chosen), self.positions.take(chosen), self.again.take(chosen))


def phrase(postings: Postings, steps: Sequence[Step], locate: Locate, *, scored: bool) -> tuple[Array, Array | None]:
    """The units that have the steps' terms at their distances, rising, and what all that they have of them gives.

    `locate` is for the terms of the steps, by the number of the step.
    """
    if not steps:
        return NONE, None
    if len(steps) == 1:
        word = steps[0].word if scored else None
        units = united([postings.of(term.stretch) for term in steps[0].terms])
        return units, None if word is None else postings.given(word)
    words = [step.terms[0] for step in steps if len(step.terms) == 1]
    if len(words) < len(steps):
        return _of_choices(postings, steps, scored)
    units, places = _of_words(postings, steps, locate)
    return units, postings.given_together(words, places, units) if scored else None


def _of_words(postings: Postings, steps: Sequence[Step], locate: Locate) -> tuple[Array, list[Array]]:
    """The units that have steps of one word each at their distances, and where they are among the postings of each.

    Most words occur once in a unit, so that their first occurrences tell; only where a word occurs again and could so
    come to stand where it should, all occurrences are compared.
    """
    stretches = [step.terms[0].stretch for step in steps]
    first, *others = sorted(range(len(steps)), key=lambda at: stretches[at].size)
    rarest = stretches[first]
    units = postings.of(rarest)
    places: dict[int, Array] = {}
    unsure = np.zeros(len(units), bool)
    for at in others:
        go_on()
        kept, there = locate(at, units)
        own = places[first].take(kept) if places else kept
        one, other = _placed(postings, rarest, own), _placed(postings, stretches[at], there)
        distance = steps[at].offset - steps[first].offset
        chosen, only_may = _aligned(postings, one, other, distance, among_more=len(others) > 1)
        kept = kept.take(chosen)
        units = units.take(kept)
        unsure = only_may | unsure.take(kept)
        places = {each: place.take(kept) for each, place in places.items()} if places else {first: kept}
        places[at] = there.take(chosen)
    return _sure(postings, steps, units, [places[at] for at in range(len(steps))], unsure)


def _placed(postings: Postings, stretch: Stretch, places: Array) -> _Placed:
    return _Placed(stretch, places, postings.positions(stretch, places), postings.again(stretch, places))


def _aligned(
    postings: Postings, one: _Placed, other: _Placed, distance: int, *, among_more: bool
) -> tuple[Array, Array]:
    """Which of some units, all of which have two words, have these at their distance, or may; and of each whether it only may.

    With words `among_more`, only first occurrences are sure: for another one the other words might have to be elsewhere.
    """
    ahead = other.positions - one.positions
    ahead -= distance
    # The word that begins too early has to occur again.
    likely = (np.where(ahead > 0, one.again, other.again) != 0) | (ahead == 0)
    chosen = likely.nonzero()[0]
    ahead = ahead.take(chosen)
    unsure = ahead != 0
    if among_more or not unsure.any():
        return chosen, unsure
    one, other = one.some(chosen), other.some(chosen)
    fits = ~unsure
    for early, late, short in ((one, other, ahead), (other, one, -ahead)):
        twice = ((early.again == 1) & (short > 0)).nonzero()[0]
        second = postings.second_positions(early.stretch, early.places.take(twice))
        stands = second == early.positions.take(twice) + short.take(twice)
        fits[twice] = stands
        unsure[twice] = ~stands & (late.again.take(twice) > 0)
    kept = (fits | unsure).nonzero()[0]
    return chosen.take(kept), unsure.take(kept)


def _sure(
    postings: Postings, steps: Sequence[Step], units: Array, places: list[Array], unsure: Array
) -> tuple[Array, list[Array]]:
    """Without the unsure ones in which the words do not stand at their distances."""
    rest = unsure.nonzero()[0]
    if not len(rest):
        return units, places
    everywhere = np.arange(len(rest))
    found = [[_Occurring(step.terms[0], everywhere, at.take(rest))] for step, at in zip(steps, places, strict=True)]
    fits = ~unsure
    fits[rest.take(_in_sequence(postings, steps, found))] = True
    chosen = fits.nonzero()[0]
    return units.take(chosen), [place.take(chosen) for place in places]


def _of_choices(postings: Postings, steps: Sequence[Step], scored: bool) -> tuple[Array, Array | None]:  # noqa: FBT001  # as `phrase` was asked
    """What `phrase` says, where any of several terms may stand in a place."""
    units, _ = common([united([postings.of(term.stretch) for term in step.terms]) for step in steps])
    found = [
        [_Occurring(term, *located(units, postings.of(term.stretch))[::-1]) for term in step.terms] for step in steps
    ]
    chosen = _in_sequence(postings, steps, found)
    if not scored:
        return units[chosen], None
    sums = np.zeros(len(chosen))
    for term, at, where in (each for step in found for each in step):
        kept, there = common([chosen, at])[1]
        sums[kept] += postings.given(term, where[there])
    return units[chosen], sums


def _in_sequence(postings: Postings, steps: Sequence[Step], found: Sequence[Sequence[_Occurring]]) -> Array:
    """The places of the units in which the terms of some steps stand at their distances, rising."""
    last = max(step.offset for step in steps)
    width = postings.longest + last + 1
    keys: Array | None = None
    for step, occurring in zip(steps, found, strict=True):
        go_on()
        own = []
        for term, at, where in occurring:
            numbers, positions = postings.places(term.stretch, where)
            own.append(at.take(numbers) * width + positions + (last - step.offset))
        joined = np.concatenate([NOWHERE, *own]) if len(own) != 1 else own[0]
        if keys is None:
            keys = joined
        else:
            joined.sort(kind="stable")  # which merges what is rising
            keys = keys[joined.take(joined.searchsorted(keys), mode="clip") == keys]
    if keys is None:
        return NOWHERE
    keys.sort()
    return united([NOWHERE, keys // width])
