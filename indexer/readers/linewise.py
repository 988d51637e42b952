"""The lines of a text, for markup languages in which each line shows what it is."""

from __future__ import annotations

from typing import NamedTuple

from indexer.readers.lines import find_lines


class Line(NamedTuple):
    """A line of text without the white space around it; `indent` is the number of columns before it."""

    start: int
    end: int
    indent: int
    text: str


def lines_of(text: str) -> list[Line | None]:
    """All lines in order; None for a blank one."""
    found = find_lines(text)
    return [
        Line(start, start + len(words), indent, words) if words else None
        for words, start, indent in zip(found.words, found.starts, found.indents, strict=True)
    ]
