"""Lines and columns of offsets in a text."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from itertools import accumulate


class Places:
    """The lines of a text, for who asks for several places in it."""

    def __init__(self, text: str) -> None:
        # The offset of the newline before each line; the first line has it at -1.
        self._newlines = list(accumulate([len(line) + 1 for line in text.split("\n")], initial=-1))

    def of(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset, from 1."""
        line = bisect_left(self._newlines, offset)
        return line, offset - self._newlines[line - 1]


def places_in_order(text: str, offsets: Iterable[int]) -> tuple[list[int], list[int]]:
    """The lines and the columns of offsets that rise, without a look at each line of the text."""
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
    """Line and column of what follows a text that begins at a line and a column."""
    newlines = text.count("\n")
    return line + newlines, len(text) - text.rfind("\n") if newlines else column + len(text)
