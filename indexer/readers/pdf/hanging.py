"""Entries that hang: the first line of each begins at the left, and all others are set in, as in most lists of references.

A paragraph that opens with an indent has the same two edges. What tells them apart is the line above one that is set in:
in an entry it is full, and at the end of a paragraph it is as long as chance has it, and closed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from indexer.late import dataclass
from indexer.readers.pdf.lines import FLUSH, Line

_LEAST, _MOST = 0.5, 6.0  # sizes: how far the lines of an entry hang
_NEAR = 3.2  # sizes: from one base line to the next
_MOSTLY, _WRONG = 5, 2  # of so many lines one may be short; how many ends that are shut weigh up one that is not
_TAIL = 200  # characters at the end of a line that tell whether it closes
_CLOSED = re.compile(r"(?:[.!?;。,]|\d|/|\bdoi\S*|https?://\S+)[\"'”’»)\]>]*\Z")
_STOP = re.compile(r"[.!?。！？][\"'”’)\]⁰¹²³⁴-⁹]*\Z")
_LEADERS = re.compile(r"(?:\.\s?){4}")


@dataclass(frozen=True, slots=True)
class _Run:
    """Lines of one column from `start` to `end`, each at one of two edges."""

    start: int
    end: int
    left: float
    hang: float


def find_hanging(lines: Sequence[Line]) -> dict[int, bool]:
    """The lines of entries that hang, by their place, and whether each opens one."""
    found: dict[int, bool] = {}
    last: _Run | None = None
    for run in _runs(lines):
        sequel = last is not None and run.start <= last.end and abs(run.hang - last.hang) <= FLUSH
        entries = _entries(lines, run, least=1 if sequel else 2)
        last = run if entries else None
        for at in entries:
            found[at] = abs(lines[at].x0 - run.left) <= FLUSH
    return found


def _runs(lines: Sequence[Line]) -> Iterator[_Run]:
    """Neighbours in a column, of one style, that begin at two edges."""
    start, left, right = 0, 0.0, 0.0
    for at, line in enumerate(lines):
        if at and _belongs(lines[at - 1], line):
            known = abs(line.x0 - left) <= FLUSH or abs(line.x0 - right) <= FLUSH
            if known or right - left <= FLUSH:
                left, right = (left, right) if known else (min(left, line.x0), max(right, line.x0))
                continue
        if at and _is_hang(right - left, lines[start].size):
            yield _Run(start, at, left, right - left)
        start, left, right = at, line.x0, line.x0
    if lines and _is_hang(right - left, lines[start].size):
        yield _Run(start, len(lines), left, right - left)


def _is_hang(width: float, size: float) -> bool:
    return max(_LEAST * size, 2 * FLUSH) <= width <= _MOST * size


def _belongs(before: Line, line: Line) -> bool:
    """Whether a line stands below another in its column, in one style, and neither is a row of cells or leads to a page."""
    return (
        before.page == line.page
        and before.column == line.column
        and before.size == line.size
        and before.bold == line.bold
        and 0 < before.y - line.y <= _NEAR * line.size
        and not (before.cells or line.cells or _LEADERS.search(line.text) or _LEADERS.search(before.text))
    )


def _entries(lines: Sequence[Line], run: _Run, least: int) -> range:
    """The entries of a run, none if fewer than `least` go on in a second line; a line that is neither of them ends them."""
    opens = [abs(lines[at].x0 - run.left) <= FLUSH for at in range(run.start, run.end)]
    begin = run.start + max(0, opens.index(False) - 1)
    end = run.end
    down = full = unclosed = shut = 0
    for at, (one, two) in enumerate(pairwise(opens[begin - run.start :]), begin):
        before, line = lines[at], lines[at + 1]
        if one and not two:
            down += 1
            full += _is_full(before, line)
            unclosed += not _STOP.search(before.text[-_TAIL:])
        elif two:
            closed = _CLOSED.search(before.text[-_TAIL:]) is not None
            if one and not closed:
                end = at
                break
            shut += 0 if one else 1 if closed else -_WRONG
    if down < least or full * _MOSTLY < down * (_MOSTLY - 1) or unclosed * 2 < down * (least > 1) or shut < 0:
        return range(0)
    at = begin
    while at > run.start and _CLOSED.search(lines[at - 1].text[-_TAIL:]) and not _is_full(lines[at - 1], lines[at]):
        at -= 1
    return range(at, end)


def _is_full(before: Line, line: Line) -> bool:
    """Whether the first word of a line had no room on the one above."""
    return before.room < line.first_word + line.size
