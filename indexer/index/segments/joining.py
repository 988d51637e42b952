"""Rising lists of numbers, joined: what is in all of them, what is in any."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from indexer.index.segments.arrays import Array, search

NONE = np.zeros(0, np.uint32)
NOWHERE = np.zeros(0, np.int64)

Marks = Callable[[int], Array | None]
"""For a list, by its number, an array that says of each number whether it is in the list; None if there is none at hand."""


def located(haystack: Array, needles: Array, marks: Array | None = None) -> tuple[Array, Array]:
    """The places of those needles that are in the haystack, and where they are there. `marks` are those of the haystack."""
    if marks is not None:
        kept = marks.take(needles).nonzero()[0]
        return kept, search(haystack, needles[kept])
    if not len(haystack):
        return NOWHERE, NOWHERE
    at = search(haystack, needles)
    kept = (haystack.take(at, mode="clip") == needles).nonzero()[0]
    return kept, at[kept]


def among(numbers: Array, others: Array) -> Array:
    """Of each number, whether it is one of the others."""
    found = np.zeros(len(numbers), bool)
    found[located(others, numbers)[0]] = True
    return found


def common(lists: Sequence[Array], marks: Marks = lambda _: None) -> tuple[Array, list[Array]]:
    """The numbers that are in all of the lists, of which there is one at least, and where they are in each."""
    order = sorted(range(len(lists)), key=lambda at: len(lists[at]))
    numbers = lists[order[0]]
    places: dict[int, Array] = {}
    for number, at in enumerate(order[1:]):
        kept, there = located(lists[at], numbers, marks(at))
        if number == 0:
            places[order[0]] = kept
        elif len(kept) < len(numbers):
            places = {each: place[kept] for each, place in places.items()}
        places[at] = there
        numbers = numbers[kept]
    if not places:
        places[order[0]] = np.arange(len(numbers))
    return numbers, [places[at] for at in range(len(lists))]


def united(lists: Sequence[Array]) -> Array:
    """The numbers of several lists, each once."""
    if len(lists) < 2:
        return lists[0] if lists else NONE
    numbers = np.concatenate(lists)
    numbers.sort()
    fresh = np.ones(len(numbers), bool)
    np.not_equal(numbers[1:], numbers[:-1], out=fresh[1:])
    return numbers[fresh]
