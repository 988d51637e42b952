"""A text without the indentation of lines within brackets, in which markers that go over lines look as they do on one, and the way back."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from itertools import accumulate

from indexer.model import Span
from indexer.patterns import pattern

_INDENTATION = pattern(r"(?<=\n)[ \t]+")
_WORDS = r"[^()\[\]（）【】\n]{0,200}\n[ \t][^()\[\]（）【】]{0,300}"  # over several lines
# What may stand within a bracket. Each begins with fixed signs, which are found many times faster than one of several.
_WITHIN = {sign: pattern(re.escape(sign) + _WORDS) for sign in "[(（【"}
_WITHIN["]("] = pattern(rf"\]\([^()\s]{{0,800}}\){_WORDS}")  # a link and its date
_WITHIN[";\n"] = pattern(r";\n[ \t]+")  # two sources


class Folding:
    """The indentations within the brackets of a text, which `fold` takes out of it and of any other text of the same length."""

    def __init__(self, text: str) -> None:
        self._spans = sorted(_indentations(text)) if "\n " in text or "\n\t" in text else []
        self._removed = list(accumulate([end - start for start, end in self._spans], initial=0))
        self._places = [start - before for (start, _), before in zip(self._spans, self._removed, strict=False)]

    @property
    def folds(self) -> bool:
        """Whether there are any."""
        return bool(self._spans)

    def fold(self, text: str) -> str:
        """A text without these stretches."""
        if not self._spans:
            return text
        starts, ends = zip(*self._spans, strict=True)
        return "".join([text[start:end] for start, end in zip((0, *ends), (*starts, len(text)), strict=True)])

    def unfold(self, span: Span) -> Span:
        """Where a span of a folded text lies in the text; it neither begins nor ends with an indentation."""
        before = self._removed[bisect_right(self._places, span.start)]
        return Span(span.start + before, span.end + self._removed[bisect_left(self._places, span.end)])


def _indentations(text: str) -> set[tuple[int, int]]:
    broken = [bracket.span() for sign, within in _WITHIN.items() if sign in text for bracket in within.finditer(text)]
    return {found.span() for start, end in broken for found in _INDENTATION.finditer(text, start, end)}
