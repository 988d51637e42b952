"""Lines and columns of offsets in a text."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate


class Places:
    """The lines of a text, for who asks for several places in it."""

    def __init__(self, text: str) -> None:
        # The offset of the newline before each line; the first line has it at -1.
        self._newlines = list(accumulate(map((1).__add__, map(len, text.split("\n"))), initial=-1))

    def of(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset, from 1."""
        line = bisect_left(self._newlines, offset)
        return line, offset - self._newlines[line - 1]

    def of_all(self, offsets: Sequence[int]) -> tuple[list[int], list[int]]:
        """The lines and the columns of several offsets."""
        newlines = self._newlines
        lines = [bisect_left(newlines, offset) for offset in offsets]
        return lines, [offset - newlines[line - 1] for offset, line in zip(offsets, lines, strict=True)]
