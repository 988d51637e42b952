"""How long a call takes, and whether that grows with the length of what it is given and not with its square."""

from __future__ import annotations

import gc
from collections.abc import Callable
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage

import pytest

MOST = 2.6  # times the time for twice the text; 2 is linear, 4 is quadratic
FLOOR = 0.002  # seconds: shorter runs are noise
SHORTEST = 2_000  # characters

Make = Callable[[int], str]
Stage = Callable[[str], object]


def seconds(call: Callable[[], object], times: int = 1) -> float:
    """The processor's seconds for a call and the processes that it waits for, the best of some runs.

    Not the clock's seconds: other tests share the machine, and can make any call three times as long.
    The collector of rubbish waits: it looks through all that a run of many tests has made, and not only what the
    call makes.
    """
    gc.disable()
    try:
        found = []
        for _ in range(times):
            start = _spent()
            call()
            found.append(_spent() - start)
        return min(found)
    finally:
        gc.enable()


def _spent() -> float:
    used = [getrusage(who) for who in (RUSAGE_SELF, RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def assert_linear(name: str, stage: Stage, make: Make, longest: int, shortest: int = SHORTEST) -> None:
    """Twice the text takes twice the time, from a size on at which the stage takes longer than the floor.

    Where it does not even on the `longest` text, no text that long takes any time at all.
    """

    def taken(length: int) -> float:
        text = make(length)
        return seconds(lambda: stage(text))

    size, spent = shortest, taken(shortest)
    while spent < FLOOR:
        if size >= longest:
            return
        size = min(longest, size * max(2, int(FLOOR / max(spent, FLOOR / 16))))
        spent = taken(size)
    assert_grows_with_size(taken, size, f"{name}, which begins {make(60)[:60]!r}", spent)


def assert_grows_with_size(
    taken: Callable[[int], float], size: int, what: str = "it", spent: float | None = None
) -> None:
    """Twice as much takes twice the time, and not four times, from a size on.

    `taken` gives the seconds for a size, `spent` is what it gave for this one if it was asked already.
    """
    if taken(2 * size) <= MOST * max(FLOOR, taken(size) if spent is None else spent):
        return
    # Memory that is asked for, caches that are left and other processes make one or two steps steep; what grows with the
    # square makes each.
    times: list[float] = []
    for factor in (1, 2, 4, 8):
        times.append(min(taken(factor * size) for _ in range(3)))
        if times[1:] and times[-1] <= MOST * max(FLOOR, times[-2]):
            return
    told = ", ".join(f"{each * 1000:.0f}" for each in times)
    pytest.fail(f"{what}: {size} and 2, 4, 8 times as much take {told} ms")
