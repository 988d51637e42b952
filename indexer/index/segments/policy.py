"""Which segments to merge, so that few segments have to be searched, and none is rewritten again and again. Pure.

Segments are on levels by their live rows: up to `SMALL`, up to `FACTOR` times that, and so on. When there are `FACTOR` of
them on one level, they are merged, with all on lower levels. So a row is rewritten at most once for each level, a small change
never rewrites a large segment, and at most `FACTOR - 1` segments stay on a level.
Several segments of one run are merged at once up to `JOINED` rows. Larger ones wait for others, although two segments are
asked up to twice as long as one: a merge would take one process half as long as two took to write them.
A segment is rewritten when a third of its rows are dead, which costs two rows for each that was deleted. No segment grows
beyond `LARGEST` by merging, and none beyond half of that is merged.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from indexer.late import dataclass

FACTOR = 8
SMALL = 1 << 10
LARGEST = 1 << 20
"""Rows; a merge holds what it makes, so this bounds the memory of one: about a gigabyte with the files that it reads."""
JOINED = 1 << 16
"""Rows: so many are merged in a fraction of a second."""


@dataclass(frozen=True, slots=True)
class SegmentSize:
    """A segment: its rows, how many of them are dead, and whether the current run wrote it."""

    rows: int
    dead: int = 0
    fresh: bool = False

    @property
    def live(self) -> int:
        """The rows that a merge keeps."""
        return self.rows - self.dead


@dataclass(frozen=True, slots=True)
class _Group:
    """Segments to be merged, by position; `rewritten`: a file is written for them at all."""

    members: tuple[int, ...]
    live: int
    rewritten: bool

    @property
    def step(self) -> int:
        """Its level, from 0."""
        step, most = 0, SMALL
        while self.live > most:
            step, most = step + 1, most * FACTOR
        return step


def plan(sizes: Sequence[SegmentSize]) -> list[tuple[int, ...]]:
    """The groups of segments to merge, as positions in `sizes`. A group of one is rewritten without its dead rows."""
    alone = [_Group((at,), size.live, size.dead * 3 > size.rows) for at, size in enumerate(sizes)]
    others = [group for group, size in zip(alone, sizes, strict=True) if not size.fresh]
    groups = [*others, *_packed((group for group, size in zip(alone, sizes, strict=True) if size.fresh), JOINED)]
    while (full := _full_step(groups)) is not None:
        low = sorted(
            (group for group in groups if _may_grow(group) and group.step <= full), key=lambda group: group.live
        )
        merged = _packed(low, LARGEST)
        groups = [*(group for group in groups if group not in low), *merged]
    return sorted(tuple(sorted(group.members)) for group in groups if group.rewritten)


def _full_step(groups: Iterable[_Group]) -> int | None:
    """The lowest level with too many segments."""
    steps = [group.step for group in groups if _may_grow(group)]
    return min((step for step in set(steps) if steps.count(step) >= FACTOR), default=None)


def _may_grow(group: _Group) -> bool:
    return group.live <= LARGEST // 2


def _packed(groups: Iterable[_Group], most: int) -> list[_Group]:
    """The groups, with neighbours joined as long as none gets more rows than `most`."""
    packed: list[_Group] = []
    for group in groups:
        if packed and packed[-1].live + group.live <= most:
            last = packed.pop()
            packed.append(_Group(last.members + group.members, last.live + group.live, rewritten=True))
        else:
            packed.append(group)
    return packed
