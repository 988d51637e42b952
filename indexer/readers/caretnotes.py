"""Inline notes in Markdown, as pandoc and Obsidian read them: `^[Doe, J. (2020). https://example.org/a]`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from indexer.model import PROSE, Block, Marker, Reference, Span
from indexer.patterns import pattern
from indexer.readers.bibliography import BibliographyEntry
from indexer.readers.inlinenotes import as_remark, as_source, names_work

_OPENING = "^["
_BRACKET = pattern(r"\\.|\^?\[|\]", re.DOTALL)
_LONGEST = 2000  # characters of a note
_LETTER = pattern(r"[^\W\d_]{2}")  # `x^[2]` is a power
_DEEPEST = 8  # brackets around a note that are checked
_LINK = pattern(r"\[([^\[\]]{1,300})\]\(([^()\s]{1,800})\)")


def find_notes(text: str, blocks: Sequence[Block]) -> tuple[list[Marker], list[Reference]]:
    """The notes in the prose of a text, numbered in its order, each with its own entry."""
    markers: list[Marker] = []
    references: list[Reference] = []
    if _OPENING not in text:
        return markers, references
    for block in blocks:
        if block.kind in PROSE and text.find(_OPENING, block.span.start, block.span.end) >= 0:
            for outer in _found(text, block.span):
                inner = Span(outer.start + len(_OPENING), outer.end - 1)
                words = " ".join(_LINK.sub(r"\1 \2", text[inner.start : inner.end]).split())
                make = as_source if names_work(words) else as_remark
                entry = BibliographyEntry(words=words, label=f"i{len(markers) + 1}")
                marker, reference = make(entry, outer, inner, Span(0, len(text)))
                markers.append(marker)
                references.append(reference)
    return markers, references


def _found(text: str, within: Span) -> Iterator[Span]:
    """The notes of a block that have words, are not too long, and are not nested in another."""
    opened: list[int] = []
    end = within.start
    for match in _BRACKET.finditer(text, within.start, within.end):
        sign = match.group()
        if sign in (_OPENING, "["):
            opened.append(match.start())
        elif sign == "]" and opened:
            start = opened.pop()
            is_note = text.startswith(_OPENING, start) and not any(
                text.startswith(_OPENING, at) for at in opened[-_DEEPEST:]
            )
            if (
                is_note
                and start >= end
                and match.end() - start <= _LONGEST
                and _LETTER.search(text, start, match.end())
            ):
                end = match.end()
                yield Span(start, end)
