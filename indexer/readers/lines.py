"""The lines of a plain text: where they stand, whether the text is hard-wrapped, which are page furniture."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise
from typing import NamedTuple

_SAMPLE = 2000  # pairs of lines that tell whether a text is wrapped
_WIDEST_WRAP = 120
_NARROWEST_WRAP = 30
_LONGEST_PARAGRAPH = 500  # lines
SLACK = 15  # columns that a wrapped line may stay short of the width
_PAGE_NUMBER = re.compile(
    r"[\[(–—-]?[ \t]?(?:page|seite|p\.)?[ \t]?(?:\d{1,4}|[ivxl]{1,6})(?:[ \t]?(?:of|/)[ \t]?\d{1,4})?[ \t]?[\])–—-]?",
    re.IGNORECASE,
)
_RFC_FOOT = re.compile(r"[^\n]{1,200}\[Page [\divxl]{1,5}\]")
_COLUMNS = re.compile(r"\S {3,}\S")
_DIGITS = re.compile(r"\d+")


class Line(NamedTuple):
    """A line with text, without the white space around it; `indent` counts the columns before it."""

    start: int
    end: int
    indent: int
    text: str


def find_lines(text: str) -> list[Line | None]:
    """All lines in order; None for a blank one."""
    found: list[Line | None] = []
    position = 0
    tabs = "\t" in text
    make = tuple.__new__  # a third of the time of calling `Line`, once for each line of a corpus
    for raw in text.split("\n"):
        words = raw.lstrip()
        if words:
            lead = len(raw) - len(words)
            indent = len(raw[:lead].expandtabs(8)) if tabs and lead else lead
            start = position + lead
            words = words.rstrip()
            found.append(make(Line, (start, start + len(words), indent, words)))
        else:
            found.append(None)
        position += len(raw) + 1
    return found


def wrap_width(lines: Sequence[Line | None]) -> int | None:
    """The column at which the author's editor broke the lines, or None if each line is a paragraph.

    In a wrapped text most lines that follow another go on in lower case, or, in scripts without case,
    most lines are as long as the longest.
    """
    pairs = [
        (line.indent + len(line.text), after.text)
        for line, after in islice(pairwise(lines), 20 * _SAMPLE)
        if line is not None and after is not None
    ][:_SAMPLE]
    if not pairs:
        return None
    lengths = sorted(length for length, _ in pairs)
    width = lengths[min(len(lengths) - 1, len(lengths) * 95 // 100)]
    if not _NARROWEST_WRAP <= width <= _WIDEST_WRAP:
        return None
    lower = sum(after[0].islower() and after[1:2] not in (".", ")") for _, after in pairs)
    cased = lower + sum(after[0].isupper() for _, after in pairs)
    if lower * 10 >= 3 * len(pairs) and lower * 5 >= cased * 2:
        return width
    full = sum(length >= width - 4 for length, _ in pairs)
    caseless = sum(after[0].isalpha() for _, after in pairs) - cased
    return width if caseless * 2 > len(pairs) > 3 and full * 10 >= 7 * len(pairs) else None


def first_word_length(line: str) -> int:
    """How much of a line an editor must move as one: up to the first space, a sign in scripts without spaces."""
    if line[0] > "\u2e80":
        return 1
    space = line.find(" ")
    return len(line) if space < 0 else space


def is_wrapped(lines: Sequence[str]) -> bool:
    """Whether the breaks of one paragraph are the editor's: nearly each next word would not have fitted."""
    width = max(map(len, lines))
    if len(lines) < 2 or not _NARROWEST_WRAP <= width <= _WIDEST_WRAP:
        return False
    full = sum(len(line) + 1 + first_word_length(after) > width - SLACK for line, after in pairwise(lines) if after)
    return full * 10 >= 7 * (len(lines) - 1)


def paragraph_width(lines: Sequence[Line | None], at: int) -> int | None:
    """The width of one paragraph that is wrapped in a text that as a whole is not: a letter with lists and addresses.

    `at` is the paragraph's first line. It takes three lines, nearly all full, one of them going on with no capital.
    """
    found: list[Line] = []
    for place in range(at, min(len(lines), at + _LONGEST_PARAGRAPH)):
        line = lines[place]
        if line is None:
            break
        found.append(line)
    words = [line.text for line in found]
    if len(words) < 3 or not any(line[0].islower() or line[0].isdigit() for line in words[1:]) or not is_wrapped(words):
        return None
    return max(line.indent + len(line.text) for line in found)


def find_furniture(text: str, lines: Sequence[Line | None]) -> frozenset[int]:
    """Which lines belong to the page and not to the text: running heads and feet, page numbers.

    Only texts with form feeds or the feet of RFCs have any.
    """
    feet = "[Page " in text
    if "\f" not in text and not feet:
        return frozenset()
    edges = _page_edges(text, lines)
    shapes = Counter(_DIGITS.sub("0", line.text) for _, line in edges)
    found = {at for at, line in edges if shapes[_DIGITS.sub("0", line.text)] > 1 or _PAGE_NUMBER.fullmatch(line.text)}
    if feet:
        found.update(_feet_and_heads(lines))
    return frozenset(found)


def _feet_and_heads(lines: Sequence[Line | None]) -> Iterator[int]:
    """The feet of RFC pages, and the line after each if it is set in columns as running heads are."""
    after_foot = False
    for at, line in enumerate(lines):
        if line is None:
            continue
        is_foot = line.text[-1] == "]" and _RFC_FOOT.fullmatch(line.text) is not None
        if is_foot or (after_foot and _COLUMNS.search(line.text)):
            yield at
        after_foot = is_foot


def _page_edges(text: str, lines: Sequence[Line | None]) -> list[tuple[int, Line]]:
    """The last line with text before each form feed and the first one after it."""
    edges: list[tuple[int, Line]] = []
    last: tuple[int, Line] | None = None
    for at, line in enumerate(lines):
        if line is not None:
            if last is not None and text.find("\f", last[1].end, line.start) >= 0:
                edges += [last, (at, line)]
            last = at, line
    return edges
