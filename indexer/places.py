"""Places in a text: where words occur in it, and on which lines offsets stand."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import accumulate

from indexer.model import Span


class Places:
    """The lines of a text, counted once for all the offsets that are looked up in it."""

    def __init__(self, text: str) -> None:
        # The offset of the newline before each line; the first line has it at -1.
        self._newlines = list(accumulate([len(line) + 1 for line in text.split("\n")], initial=-1))

    def of(self, offset: int) -> tuple[int, int]:
        """The line and the column of an offset, both counted from 1."""
        line = bisect_left(self._newlines, offset)
        return line, offset - self._newlines[line - 1]


def places_in_order(text: str, offsets: Iterable[int]) -> tuple[list[int], list[int]]:
    """The lines and the columns of ascending offsets, both counted from 1, in the order of the offsets."""
    lines: list[int] = []
    columns: list[int] = []
    line, newline, position = 1, -1, 0
    for offset in offsets:
        if passed := text.count("\n", position, offset):
            line += passed
            newline = text.rfind("\n", position, offset)
        position = offset
        lines.append(line)
        columns.append(offset - newline)
    return lines, columns


def place_behind(text: str, line: int, column: int) -> tuple[int, int]:
    """The line and the column just behind a text that begins at a line and a column, all counted from 1."""
    newlines = text.count("\n")
    return line + newlines, len(text) - text.rfind("\n") if newlines else column + len(text)


def find_all(text: str, words: str, start: int = 0, end: int | None = None) -> Iterator[int]:
    """The offsets at which `words` begin in `text[start:end]`, ascending; occurrences may overlap."""
    at = text.find(words, start, end)
    while at >= 0:
        yield at
        at = text.find(words, at + 1, end)


def whole_lines(text: str, span: Span) -> Span:
    """The lines on which a span stands, without the last newline."""
    start = text.rfind("\n", 0, span.start) + 1
    end = text.find("\n", span.end)
    return Span(start, len(text) if end < 0 else end)
