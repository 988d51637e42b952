"""A text in windows, each of which is shown on one page: a document may have ten claims or a hundred thousand. Pure.

A window ends with the block that fills it. Only a block that is longer than a window is cut.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from indexer.model import Block, Document, Span

FULL = 150_000
"""Code points in a window: nearly every report and paper fits, and it bounds the time of a request."""
MANY = 1_000
"""Blocks in a window, at most."""


def windows(blocks: Sequence[Block], length: int) -> list[Span]:
    """The windows of a text of this length, in order: at least one, and together the whole text."""
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
    """The number of the window that contains an offset, from 0."""
    return max(0, bisect_right([span.start for span in found], offset) - 1)


def blocks_of(document: Document) -> tuple[Block, ...]:
    """The blocks of a document; its paragraphs if it is stored without blocks."""
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
