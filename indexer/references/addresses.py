"""The URLs that a format ties to stretches of its text: what an entry links, where it does not write it out."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from indexer.model import Span


class Addresses:
    """The addresses of a document, in the order of the text."""

    def __init__(self, found: Sequence[tuple[Span, str]]) -> None:
        self._found = found
        self._starts = [span.start for span, _ in found]

    def first(self, start: int, end: int) -> str | None:
        """The first address that is linked in a stretch of the text."""
        return next((url for _, url in self._within(start, end)), None)

    def marked_up(self, text: str, start: int, end: int) -> str:
        """A stretch of the text, white space folded, with its links as Markdown has them."""
        pieces = []
        for span, url in self._within(start, end):
            pieces += [text[start : span.start], f"[{text[span.start : span.end]}]({url})"]
            start = span.end
        return " ".join("".join((*pieces, text[start:end])).split())

    def _within(self, start: int, end: int) -> Sequence[tuple[Span, str]]:
        return self._found[bisect_left(self._starts, start) : bisect_left(self._starts, end)]
