"""A text in windows, of which a page shows one: a document may have ten claims or a hundred thousand. Pure.

A window ends where a block ends, as soon as it is full. Only a block that is longer than a window is cut, at white space.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from indexer.model import Block, Document, Span

FULL = 150_000
"""Code points of a window: nearly every report and paper is one, and what a request takes is bounded by it."""
MANY = 1_000
"""Blocks of a window."""


def windows(blocks: Sequence[Block], length: int) -> list[Span]:
    """The windows of a text of this length, in order; one at least, and together all of it."""
    starts = [0]
    count = 0
    for block in blocks:
        count += 1
        if starts[-1] < block.span.start and (block.span.end - starts[-1] > FULL or count > MANY):
            starts.append(block.span.start)
            count = 1
        while block.span.end - starts[-1] > FULL:
            starts.append(starts[-1] + FULL)
    return [Span(start, end) for start, end in zip(starts, [*starts[1:], length], strict=True)]


def window_at(found: Sequence[Span], offset: int) -> int:
    """The number of the window that has an offset, from 0."""
    return max(0, bisect_right([span.start for span in found], offset) - 1)


def blocks_of(document: Document) -> tuple[Block, ...]:
    """The blocks of a document; of one that is stored without them, its paragraphs."""
    return document.blocks or tuple(_paragraphs(document.text))


def _paragraphs(text: str) -> Iterator[Block]:
    at = 0
    while at < len(text):
        end = text.find("\n\n", at)
        end = len(text) if end < 0 else end
        words = text[at:end]
        start = at + len(words) - len(words.lstrip())
        if start < end:
            yield Block("paragraph", Span(start, at + len(words.rstrip())))
        at = end + 1
