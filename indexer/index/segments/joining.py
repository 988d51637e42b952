"""Ascending lists of numbers, joined: the numbers that are in all of them, or in any."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from indexer.index.segments.arrays import Array, fresh, search

NONE = np.zeros(0, np.uint32)
NOWHERE = np.zeros(0, np.int64)

Locate = Callable[[int, Array], tuple[Array, Array]]
"""For a list, by its number, and some numbers: what `located` gives."""


def located(haystack: Array, needles: Array) -> tuple[Array, Array]:
    """The positions of the needles that are in the haystack, and their positions there."""
    if not len(haystack):
        return NOWHERE, NOWHERE
    if len(needles) > len(haystack):
        there, kept = located(needles, haystack)
        return kept, there
    at = search(haystack, needles)
    kept = (haystack.take(at, mode="clip") == needles).nonzero()[0]
    return kept, at.take(kept)


def among(numbers: Array, others: Array) -> Array:
    """For each number, whether it is one of the others."""
    found = np.zeros(len(numbers), bool)
    found[located(others, numbers)[0]] = True
    return found


def common(lists: Sequence[Array], locate: Locate | None = None) -> tuple[Array, list[Array]]:
    """The numbers that are in all lists, of which there must be at least one, and their positions in each."""
    first, *others = sorted(range(len(lists)), key=lambda at: len(lists[at]))
    numbers = lists[first]
    places: dict[int, Array] = {}
    for at in others:
        kept, there = located(lists[at], numbers) if locate is None else locate(at, numbers)
        places = {each: place.take(kept) for each, place in places.items()} if places else {first: kept}
        places[at] = there
        numbers = numbers.take(kept)
    if not places:
        places[first] = np.arange(len(numbers))
    return numbers, [places[at] for at in range(len(lists))]


def united(lists: Sequence[Array]) -> Array:
    """The numbers of several lists, each once."""
    if len(lists) < 2:
        return lists[0] if lists else NONE
    numbers = np.concatenate(lists)
    numbers.sort()
    return numbers[fresh(numbers)]


def runs(rising: Array) -> tuple[Array, Array]:
    """The distinct numbers of an ascending list, and how often each occurs."""
    if not len(rising):
        return rising, NOWHERE
    starts = np.concatenate((_FIRST, (rising[1:] != rising[:-1]).nonzero()[0] + 1, (len(rising),)))
    return rising.take(starts[:-1]), starts[1:] - starts[:-1]


_FIRST = np.zeros(1, np.int64)
