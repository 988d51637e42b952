"""A text without what its lines are indented by, in which markers that go over lines look as they do on one, and the way back."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from itertools import accumulate

from indexer.model import Span

_INDENTATION = re.compile(r"(?<=\n)[ \t]+")


class Folding:
    """The indentation of the lines of a text, which `fold` takes out of it and of any other text of the same length."""

    def __init__(self, text: str) -> None:
        spans = [match.span() for match in _INDENTATION.finditer(text)] if "\n " in text or "\n\t" in text else []
        self._spans = spans
        removed = list(accumulate([end - start for start, end in spans], initial=0))
        self._removed = removed
        self._places = [start - before for (start, _), before in zip(spans, removed, strict=False)]

    def fold(self, text: str) -> str:
        """A text without these stretches."""
        if not self._spans:
            return text
        starts = [0, *(end for _, end in self._spans)]
        ends = [*(start for start, _ in self._spans), len(text)]
        return "".join([text[start:end] for start, end in zip(starts, ends, strict=True)])

    def unfold(self, span: Span) -> Span:
        """Where a span of a folded text lies in the text; it neither begins nor ends with an indentation."""
        if not self._spans:
            return span
        before = self._removed[bisect_right(self._places, span.start)]
        return Span(span.start + before, span.end + self._removed[bisect_left(self._places, span.end)])
