"""Entries with a hanging indent: the first line starts at the left and all others are indented, as in most lists of references.

Paragraphs with an indented first line have the same two left edges. The line above an indented one tells them apart: in
an entry it is full; at the end of a paragraph it has any length, and ends a sentence.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from indexer.late import dataclass
from indexer.patterns import pattern
from indexer.readers.pdf.lines import FLUSH, SENTENCE_END, Line, ends_entry

_LEAST, _MOST = 0.5, 6.0  # times the size: how far the lines of an entry are indented
_NEAR = 3.2  # times the size: the most there may be from one base line to the next
_MOSTLY = 5  # one in so many lines above an indented one may be short
_WRONG = 2  # so many ends of entries make up for one that reads like the middle of a sentence
_LEADERS = pattern(r"(?:\.\s?){4}")


@dataclass(frozen=True, slots=True)
class _Run:
    """Lines of one column from `start` to `end`, each at one of two left edges, `left` and `left + hang`."""

    start: int
    end: int
    left: float
    hang: float


def find_hanging(lines: Sequence[Line]) -> dict[int, bool]:
    """The indexes of the lines in hanging entries, each with whether it opens an entry."""
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
    """Maximal runs of adjacent lines of one style that start at two edges."""
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
    """Whether a line stands below another in its column in the same style, and neither is a table row or an entry of contents."""
    return (
        before.page == line.page
        and before.column == line.column
        and before.size == line.size
        and before.bold == line.bold
        and 0 < before.y - line.y <= _NEAR * line.size
        and not (before.cells or line.cells or _LEADERS.search(line.text) or _LEADERS.search(before.text))
    )


def _entries(lines: Sequence[Line], run: _Run, least: int) -> range:
    """The lines of a run that belong to entries; none if fewer than `least` entries have a second line.

    They end before a first line that reads like the middle of a sentence.
    """
    opens = [abs(lines[at].x0 - run.left) <= FLUSH for at in range(run.start, run.end)]
    begin = run.start + max(0, opens.index(False) - 1)
    end = run.end
    down = full = unclosed = shut = 0
    for at, (one, two) in enumerate(pairwise(opens[begin - run.start :]), begin):
        before, line = lines[at], lines[at + 1]
        if one and not two:
            down += 1
            full += _is_full(before, line)
            unclosed += not SENTENCE_END.search(before.text)
        elif two:
            closed = ends_entry(before.text)
            if one and not closed:
                end = at
                break
            shut += 0 if one else 1 if closed else -_WRONG
    if down < least or full * _MOSTLY < down * (_MOSTLY - 1) or unclosed * 2 < down * (least > 1) or shut < 0:
        return range(0)
    at = begin
    while at > run.start and ends_entry(lines[at - 1].text) and not _is_full(lines[at - 1], lines[at]):
        at -= 1
    return range(at, end)


def _is_full(before: Line, line: Line) -> bool:
    """Whether the line above had no room for the first word of a line."""
    return before.room < line.first_word + line.size
