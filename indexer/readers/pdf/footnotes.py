"""Footnotes: small lines at the foot of a column that start with a label, which is a superscript in the text above."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import groupby

from indexer.late import dataclass, field
from indexer.model import WIDEST_RANGE
from indexer.patterns import pattern
from indexer.readers.pdf.lines import SENTENCE_END, Line
from indexer.superscripts import UNITS

_SMALL = 0.94  # of the size of the text: small print is no larger
_HEADING = 1.04  # times the size of the text: a heading is no smaller
_PLAIN = pattern(r"(?P<label>\d{1,3}|[*†‡§¶]{1,3})(?:[.)]\s+|\s+|(?=[^\W\d]))(?=\S)")
_RANGE = pattern(r"(\d{1,4})[–‐-](\d{1,4})")


@dataclass(slots=True)
class PageNote:
    """A footnote: its label and its lines; `skip` is where its words start in the first line."""

    label: str
    page: int
    skip: int
    lines: list[Line] = field(default_factory=list)

    @property
    def ended(self) -> bool:
        """Whether its last line ends a sentence."""
        return bool(SENTENCE_END.search(self.lines[-1].text))


def take_footnotes(lines: Sequence[Line], body: float, open_note: PageNote | None) -> tuple[list[Line], list[PageNote]]:
    """The lines of a page without its footnotes, and the footnotes. Lines that continue `open_note` are added to it."""
    used = {label for line in lines if line.size > _SMALL * body for label in _labels_used(line)}
    lowest = min((line.y for line in lines if line.size > _SMALL * body), default=0.0)
    text: list[Line] = []
    notes: list[PageNote] = []
    for _, group in groupby(lines, key=lambda line: line.column):
        chunk = list(group)
        first = _tail(chunk, body)
        if first == 0 and not chunk[0].y < lowest:
            first = len(chunk)  # a column of small print
        found, rest = _split(chunk[first:], used)
        if found is None or _under_heading(chunk, first + len(rest), body):
            text += chunk
            continue
        if rest and open_note is not None and not open_note.ended:
            open_note.lines += rest
            text += chunk[:first]
        else:
            text += chunk[: first + len(rest)]
        notes += found
    return text, notes


def _labels_used(line: Line) -> Iterable[str]:
    """The superscript labels of a line."""
    for mark in line.marks:
        yield from labels_of(mark.label)


def labels_of(mark: str) -> list[str]:
    """The labels of `1,3–5`."""
    labels: list[str] = []
    for part in mark.split(","):
        match = _RANGE.fullmatch(part)
        if match and 0 < int(match[2]) - int(match[1]) < WIDEST_RANGE:
            labels += map(str, range(int(match[1]), int(match[2]) + 1))
        elif part:
            labels.append(part)
    return labels


def is_power(before: str) -> bool:
    """Whether a superscript after these words is an exponent: `10⁵`, `m²`."""
    word = re.split(r"[\s(/·]", before[-12:])[-1]
    return not word or word[-1].isdigit() or word in UNITS or (len(word) == 1 and word.isalpha())


def _tail(chunk: Sequence[Line], body: float) -> int:
    """The index of the first of the small lines that end a column."""
    first = len(chunk)
    while first and chunk[first - 1].size <= _SMALL * body:
        first -= 1
    return first


def _split(tail: Sequence[Line], used: set[str]) -> tuple[list[PageNote] | None, list[Line]]:
    """The notes at the end of a column, None if there are none, and the lines before the first."""
    notes: list[PageNote] = []
    rest: list[Line] = []
    for line in tail:
        label, skip = _label(line)
        follows = (
            bool(notes) and label.isdecimal() and notes[-1].label.isdecimal() and int(label) == int(notes[-1].label) + 1
        )
        if label and (label in used or (follows and line.marks)):
            notes.append(PageNote(label, line.page, skip, [line]))
        elif notes:
            notes[-1].lines.append(line)
        else:
            rest.append(line)
    return notes or None, rest


def _label(line: Line) -> tuple[str, int]:
    """The label that a line starts with, and where the words after it start; `("", 0)` if it has none."""
    if line.marks and line.marks[0].start == 0:
        end = line.marks[0].end
        return line.marks[0].label, end + len(line.text[end:]) - len(line.text[end:].lstrip())
    match = _PLAIN.match(line.text)
    return (match.group("label"), match.end()) if match else ("", 0)


def _under_heading(chunk: Sequence[Line], first: int, body: float) -> bool:
    """Whether the small lines follow a heading: then they are a list of references, not footnotes."""
    if not 0 < first <= len(chunk):
        return False
    before = chunk[first - 1]
    return before.bold or before.size >= _HEADING * body or before.text.isupper()
