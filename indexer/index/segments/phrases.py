"""Words and phrases in the units of one field of a segment: the units that have them, and their scores."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from indexer.index.deadline import check_deadline
from indexer.index.segments.arrays import Array
from indexer.index.segments.joining import NONE, NOWHERE, Locate, common, located, united
from indexer.index.segments.lookups import PostingRange, Postings, Term


class Step(NamedTuple):
    """A step of a phrase in a segment: its distance from the first step, and the terms of which any one must be there.

    Alone, a step that is a `choice` of several terms scores 1, as patterns do.
    """

    offset: int
    choice: bool
    terms: list[Term]

    @property
    def word(self) -> Term | None:
        """The only term of the step."""
        return None if self.choice else self.terms[0]


class _Occurring(NamedTuple):
    """A term in some units: the positions of the units that have it, and their positions among its postings."""

    term: Term
    at: Array
    where: Array


def phrase(postings: Postings, steps: Sequence[Step], locate: Locate, *, scored: bool) -> tuple[Array, Array | None]:
    """The units with the terms of the steps at their distances, ascending, with the sum of the scores of these terms.

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
    """The units with steps of one word each at their distances, and their positions among the postings of each.

    Most words occur once in a unit, so that their first occurrences decide; all occurrences are compared only if a word occurs
    again, and could be in its place there.
    """
    stretches = [step.terms[0].stretch for step in steps]
    first, *others = sorted(range(len(steps)), key=lambda at: stretches[at].size)
    rarest = stretches[first]
    units = postings.of(rarest)
    places: dict[int, Array] = {}
    unsure = np.zeros(len(units), bool)
    for at in others:
        check_deadline()
        kept, there = locate(at, units)
        own = places[first].take(kept) if places else kept
        distance = steps[at].offset - steps[first].offset
        chosen, only_may = _aligned(postings, (rarest, own), (stretches[at], there), distance)
        kept = kept.take(chosen)
        units = units.take(kept)
        unsure = only_may | unsure.take(kept)
        places = {each: place.take(kept) for each, place in places.items()} if places else {first: kept}
        places[at] = there.take(chosen)
    return _sure(postings, steps, units, [places[at] for at in range(len(steps))], unsure)


def _aligned(
    postings: Postings, one: tuple[PostingRange, Array], other: tuple[PostingRange, Array], distance: int
) -> tuple[Array, Array]:
    """Which of some units with two words have these at their distance, or may; and for each, whether it only may.

    For each word: its postings, and the positions of the units among these.
    """
    ahead = postings.positions(*other) - postings.positions(*one)
    ahead -= distance
    # The word that begins too early has to occur again.
    may = (ahead > 0) & (postings.again(*one) != 0)
    may |= (ahead < 0) & (postings.again(*other) != 0)
    may |= ahead == 0
    chosen = may.nonzero()[0]
    return chosen, ahead.take(chosen) != 0


def _sure(
    postings: Postings, steps: Sequence[Step], units: Array, places: list[Array], unsure: Array
) -> tuple[Array, list[Array]]:
    """The units without the unsure ones in which the words are not at their distances."""
    rest = unsure.nonzero()[0]
    if not len(rest):
        return units, places
    everywhere = np.arange(len(rest))
    found = [[_Occurring(step.terms[0], everywhere, at.take(rest))] for step, at in zip(steps, places, strict=True)]
    fits = ~unsure
    fits[rest] = _in_sequence(postings, steps, found, len(rest))
    chosen = fits.nonzero()[0]
    return units.take(chosen), [place.take(chosen) for place in places]


def _of_choices(postings: Postings, steps: Sequence[Step], scored: bool) -> tuple[Array, Array | None]:  # noqa: FBT001  # as `phrase` was asked
    """The result of `phrase` if a step may be any of several terms."""
    units, _ = common([united([postings.of(term.stretch) for term in step.terms]) for step in steps])
    found = [
        [_Occurring(term, *located(units, postings.of(term.stretch))[::-1]) for term in step.terms] for step in steps
    ]
    chosen = _in_sequence(postings, steps, found, len(units)).nonzero()[0]
    if not scored:
        return units[chosen], None
    sums = np.zeros(len(chosen))
    for term, at, where in (each for step in found for each in step):
        kept, there = common([chosen, at])[1]
        sums[kept] += postings.given(term, where[there])
    return units[chosen], sums


def _in_sequence(
    postings: Postings, steps: Sequence[Step], found: Sequence[Sequence[_Occurring]], number: int
) -> Array:
    """For each of some units, whether the terms of some steps are in it at their distances."""
    last = max(step.offset for step in steps)
    width = postings.longest + last + 1
    lists = [NOWHERE]
    for step, occurring in zip(steps, found, strict=True):
        check_deadline()
        for term, at, where in occurring:
            begin = at * width + (last - step.offset)
            lists.append(begin + postings.positions(term.stretch, where))
            sizes, further = postings.further(term.stretch, where)
            lists.append(begin.repeat(sizes) + further)
    keys = np.concatenate(lists)
    keys.sort(kind="stable")  # which merges what is rising
    # One term stands at a position, so a key is in the list once at most for each step.
    beyond = len(steps) - 1
    last_ones = keys[beyond:]
    fits = np.zeros(number, bool)
    fits[last_ones[last_ones == keys[: len(last_ones)]] // width] = True
    return fits
