"""What grows with the square is noticed, by the tests of all that must not."""

from __future__ import annotations

import re

import pytest
from timing import assert_grows_with_size, assert_linear, seconds


def test_the_square_is_noticed() -> None:
    with pytest.raises(pytest.fail.Exception, match="it: 100 and 2, 4, 8 times as much take 10, 40, 160, 640 ms"):
        assert_grows_with_size(lambda size: size * size / 1e6, 100)


def test_one_step_that_is_steep_by_chance_passes() -> None:
    assert_grows_with_size(lambda size: 9.0 if size == 200 else size / 1e4, 100)


def test_a_stage_that_goes_back_and_forth_is_noticed() -> None:
    """With the third power, so that no other process that is at work can hide it."""
    pattern = re.compile("a*a*b")
    with pytest.raises(pytest.fail.Exception, match="open ends, which begins 'aaa"):
        assert_linear("open ends", pattern.search, lambda size: "a" * size, 6_400, 100)


def test_what_is_linear_passes() -> None:
    assert_linear("words", lambda text: re.findall(r"\w+", text), lambda size: "a b " * (size // 4), 256_000)


def test_what_takes_no_time_is_not_measured() -> None:
    asked: list[int] = []
    assert_linear("nothing", len, lambda size: asked.append(size) or "", 5_000)
    assert max(asked) == 5_000


def test_a_time_that_is_known_is_not_taken_again() -> None:
    asked: list[int] = []

    def taken(size: int) -> float:
        asked.append(size)
        return float(size)

    assert_grows_with_size(taken, 100, spent=100)
    assert asked == [200]


def test_the_best_of_some_runs_counts() -> None:
    lengths = iter((200_000, 1, 200_000))
    assert seconds(lambda: sum(range(next(lengths))), 3) < 0.001
