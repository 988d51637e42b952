"""Which segments are merged: their number stays bounded, and so does the work, whatever is ingested and deleted."""

from __future__ import annotations

import random
from math import log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.index.segments.policy import FACTOR, JOINED, LARGEST, SMALL, SegmentSize, plan

SIZES = st.lists(
    st.builds(
        lambda rows, dead, fresh: SegmentSize(rows, min(rows, dead), fresh),
        st.sampled_from([0, 1, 40, SMALL, SMALL * 9, SMALL * 100, LARGEST // 2, LARGEST, LARGEST * 2]),
        st.sampled_from([0, 0, 0, 1, 39, SMALL, LARGEST]),
        st.booleans(),
    ),
    max_size=60,
)


def steps(rows):
    """How many steps segments of so many rows in all may stand on."""
    return 1 + max(0.0, log(max(rows, 1) / SMALL, FACTOR)) + 1


def bound(rows):
    return (FACTOR - 1) * steps(rows) + 1 + 2 * rows / LARGEST


def applied(sizes):
    """The segments after the merges, and the rows written for them."""
    groups = plan(sizes)
    merged = {at for group in groups for at in group}
    made = [SegmentSize(sum(sizes[at].live for at in group)) for group in groups]
    left = [SegmentSize(size.rows, size.dead) for at, size in enumerate(sizes) if at not in merged]
    return left + made, sum(size.rows for size in made)


@given(SIZES)
def test_each_segment_is_merged_at_most_once_and_none_becomes_too_large(sizes):
    groups = plan(sizes)
    members = [at for group in groups for at in group]

    assert len(members) == len(set(members))
    assert all(len(group) > 1 or sizes[group[0]].dead for group in groups)
    assert all(len(group) == 1 or sum(sizes[at].live for at in group) <= LARGEST for group in groups)


@given(SIZES)
def test_what_is_left_is_few_and_needs_no_more(sizes):
    left, _ = applied(sizes)

    assert plan(left) == []
    assert sum(size.live <= LARGEST // 2 for size in left) <= bound(sum(size.live for size in left))


@pytest.mark.parametrize("rows", [1, 40, 5000])
def test_many_small_runs(rows):
    sizes, written, most = [], 0, 0
    runs = 2000
    for _ in range(runs):
        sizes, more = applied([*sizes, SegmentSize(rows, fresh=True)])
        written += more
        most = max(most, len(sizes))

    assert most <= bound(rows * runs)
    # The smallest step is written again as a whole, which is little.
    assert written <= rows * runs * steps(rows * runs) + runs * SMALL / (FACTOR - 1)


def test_a_large_segment_is_not_rewritten_for_small_changes():
    sizes = [SegmentSize(500_000)]
    for run in range(1, 500):
        sizes, _ = applied([SegmentSize(500_000, run * 40), *sizes[1:], SegmentSize(40, fresh=True)])
        assert sizes[0].rows == 500_000


def test_dead_rows_are_dropped_in_time():
    assert plan([SegmentSize(900, 299)]) == []
    assert plan([SegmentSize(900, 301)]) == [(0,)]
    assert plan([SegmentSize(900), SegmentSize(SMALL * 90, SMALL * 50)]) == [(1,)]


def test_the_small_segments_of_one_run_become_one():
    assert plan([SegmentSize(5_000_000), *[SegmentSize(JOINED // 4, fresh=True)] * 4]) == [(1, 2, 3, 4)]
    assert plan([SegmentSize(100), *[SegmentSize(JOINED // 4, fresh=True)] * 6]) == [(1, 2, 3, 4), (5, 6)]


def test_the_large_segments_of_one_run_are_merged_when_they_are_many():
    assert plan([SegmentSize(500_000, fresh=True)] * 2) == []
    groups = plan([SegmentSize(300_000, fresh=True)] * 40)
    assert max(map(len, groups)) * 300_000 <= LARGEST
    assert len(groups) <= 40 * 300_000 / LARGEST + 2


def test_updates_of_everything_keep_it_bounded():
    dice = random.Random(1)  # noqa: S311  (the same sizes each time is what is wanted)
    sizes, written, deleted = [], 0, 0
    for _ in range(3000):
        rows = dice.choice([1, 40, 400])
        aged = []
        for size in sizes:
            dead = min(size.live, dice.randrange(0, 1 + size.live // 20))
            deleted += dead
            aged.append(SegmentSize(size.rows, size.dead + dead))
        sizes, more = applied([*aged, SegmentSize(rows, fresh=True)])
        written += more
        assert len(sizes) <= bound(sum(size.live for size in sizes)) + 1
    assert written <= 3000 * 150 * 5 + 2 * deleted + 3000 * SMALL / (FACTOR - 1)
