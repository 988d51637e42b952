"""Numbers of entries in forms that are labels only together: `1: Title`, `**1** Title`, `#1 Title`, `1 - Title`, `1A. Berg`.

One alone may be anything. Below the heading of a list, where every entry opens with a number and they count from one, they
are its labels.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from indexer.patterns import pattern
from indexer.references.entries import Entry

# No more of an opening than stands on one line.
_OPENING = pattern(
    r"[ \t*_#`(\[【^↑]{0,6}(?:(?:(?:no|nr|footnote|note|citation|item|entry|link|url|fußnote|quelle)\b\.?|n[°º]|№|[注註주])\s?)?"
    r"(?:(?P<number>\d{1,3})\\?[ \t.:：,，،、)）\]】*_`|º°ªـ↑–—-]{1,6}|(?P<glued>\d{1,3})(?=[A-Z](?:\.|[a-z]))|(?P<circled>[①-⑳])[ \t]{0,6})(?=\S)",
    re.IGNORECASE,
)
_CIRCLED_ONE = ord("①")


def _label(opening: re.Match[str]) -> str:
    """The number of an opening as it is written, in its own digits; of a circled one, what stands in the circle."""
    return opening["number"] or opening["glued"] or str(ord(opening["circled"]) - _CIRCLED_ONE + 1)


def counting_lines(text: str, start: int, end: int) -> list[int]:
    """Where later lines of a block open with the number that follows: each number may stand far below the one before it."""
    first = _OPENING.match(text, start, end)
    if first is None:
        return []
    found: list[int] = []
    wanted = int(_label(first)) + 1
    line = text.find("\n", start, end) + 1
    while line:
        opening = _OPENING.match(text, line, end)
        if opening is not None and int(_label(opening)) == wanted:
            found.append(line)
            wanted += 1
        line = text.find("\n", line, end) + 1
    return found


# The tags between two items of a list in HTML, and those before its first one.
_NEXT_ITEM = pattern(r"\s*(?:</li\s*>\s*)?<li(?:\s[^<>]{0,200})?>\s*", re.IGNORECASE)
_FIRST_ITEM = pattern(
    r"<ol(?=[\s>])(?:[^<>]{0,200}?\bstart=[\"']?(?P<start>\d{1,4}))?[^<>]{0,200}>\s*<li(?:\s[^<>]{0,200})?>\s*\Z",
    re.IGNORECASE,
)
_LONGEST_TAGS = 500  # characters


def counted(text: str, entries: Sequence[Entry]) -> list[Entry]:
    """Items of one `<ol>`, or of a list in Markdown that are all `1.`, with the numbers that a browser shows; others as they are."""
    if len(entries) > 1 and all(entry.form == "number" and entry.label == "1" for entry in entries):
        return [replace(entry, label=str(at)) for at, entry in enumerate(entries, 1)]
    if not entries or any(entry.label for entry in entries):
        return list(entries)
    start = entries[0].span.start
    before = text[max(0, start - _LONGEST_TAGS) : start]
    first = _FIRST_ITEM.search(before) if before.rstrip().endswith(">") else None
    if first is None:
        return list(entries)
    if not all(_NEXT_ITEM.fullmatch(text, a.span.end, b.span.start) for a, b in pairwise(entries)):
        return list(entries)
    number = int(first["start"] or 1)
    return [replace(entry, label=str(at), form="number") for at, entry in enumerate(entries, number)]


def numbered(text: str, entries: Sequence[Entry]) -> list[Entry]:
    """Entries without labels with the numbers that they open with, or as they are if they do not count from one."""
    found: list[Entry] = []
    for number, entry in enumerate(entries, 1):
        opening = _OPENING.match(text, entry.span.start, entry.span.end)
        if entry.label or opening is None or int(_label(opening)) != number:
            return list(entries)
        found.append(replace(entry, label=_label(opening), form="number", body=opening.end()))
    return found
