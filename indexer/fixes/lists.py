"""Lists of references as lines of a text: the lines of each entry, and the place of its label in them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from indexer.audit.text import Text
from indexer.model import Reference, Span
from indexer.patterns import pattern
from indexer.places import whole_lines
from indexer.problems import called
from indexer.superscripts import LOWERED, RAISED

_BEFORE = pattern(r"(?:[^\w\n]|<sup>){0,40}")
_WORD = pattern(r"\w")


class Item(NamedTuple):
    """An entry on lines of its own. `lines` is the span of these without the white space at its end."""

    reference: Reference
    lines: Span
    label: Span

    def written(self, text: str, label: str) -> str:
        """Its lines with another label."""
        old = text[self.label.start : self.label.end]
        new = label if old.isascii() or not label.isdecimal() else label.translate(RAISED)
        return text[self.lines.start : self.label.start] + new + text[self.label.end : self.lines.end]


class Unfit(NamedTuple):
    """Why a list cannot be mended."""

    reason: str


class ItemList(NamedTuple):
    """A list whose entries are on lines of their own, with labels that are all different.

    `runs` are entries with nothing between them, in text order.
    """

    runs: tuple[tuple[Item, ...], ...]
    covers: Span

    @property
    def items(self) -> tuple[Item, ...]:
        """All entries, in text order."""
        return tuple(item for run in self.runs for item in run)

    @property
    def has_numbers(self) -> bool:
        """Whether its labels are numbers that should be consecutive. Footnotes are renumbered wherever they are shown."""
        return all(item.reference.label.isdecimal() and not item.reference.footnote for item in self.items)


def find_lists(text: Text) -> Iterator[ItemList | Unfit]:
    """The lists of a text, or why one cannot be mended. Entries without a label of their own are left out."""
    entries = [entry for entry in text.entries if not entry.named]
    entries.sort(key=lambda entry: (entry.covers, entry.footnote, entry.span))
    for _, group in groupby(entries, key=lambda entry: (entry.covers, entry.footnote)):
        yield _list(text.document.text, list(group))


def _list(text: str, entries: list[Reference]) -> ItemList | Unfit:
    if len({entry.label for entry in entries}) < len(entries):
        return Unfit("a label of the list has two entries: mend that first")
    runs: list[list[Item]] = []
    end = 0
    for entry in entries:
        item = _item(text, entry)
        if item is None or (runs and item.lines.start < end):
            return Unfit(f"{called(entry)} does not stand on lines of its own, so its list stays as it is")
        if runs and not text[end : item.lines.start].strip(" \t\\\n"):
            runs[-1].append(item)
        else:
            runs.append([item])
        end = item.lines.end
    return ItemList(tuple(map(tuple, runs)), entries[0].covers)


def _item(text: str, entry: Reference) -> Item | None:
    """An entry with the lines on which it begins and ends; None if there are other words on them."""
    whole = whole_lines(text, entry.span)
    before = _BEFORE.match(text, whole.start)
    at = before.end() if before else whole.start
    size = len(entry.label)
    written = text[at : at + size].translate(LOWERED)
    if written != entry.label or _WORD.search(text, entry.span.end, whole.end) or at > entry.span.end:
        return None
    lines = text[whole.start : whole.end].rstrip(" \t\\")
    return Item(entry, Span(whole.start, whole.start + len(lines)), Span(at, at + size))
