"""Numbers in square brackets that mean paragraphs of a judgment: `[2001] UKHL 12 at [34]`, `at paras [12] and [15]`.

Where the paragraphs of the text itself are numbered so, it has no other markers in this form: `as I said at [157]`.
"""

from __future__ import annotations

from itertools import pairwise

from indexer.markers.styles import Candidate
from indexer.patterns import pattern

_LONGEST_LEAD = 16
_LEAD = pattern(r"(?:\b(?:[Pp]aras?\b\.?|[Pp]aragraphs?)|(?:\d|\d[)\]]),? at)\s\Z")
_JOINT = pattern(r"\s?[,;–-]?\s?(?:(?:and|to|or)\s)?")
_MENTION = pattern(r"\b(?:at|paras?\.?|paragraphs?)\s\[\d{1,4}\]")
_NUMBERED = pattern(r"(?:\A|\n)[ \t]{0,8}\[(\d{1,4})\][ \t]+(?=\S)")
_FEWEST = 3  # paragraphs that count on


class Pinpoints:
    """The pinpoints of a text, `masked` as for `find_markers`; `is_listed` says whether it has a list with numbers.

    Candidates that no list has are asked about in order.
    """

    def __init__(self, masked: str, *, is_listed: bool) -> None:
        self._text = masked
        may = not is_listed and "[" in masked
        self._all = may and _MENTION.search(masked) is not None and _counts_paragraphs(masked)
        self._end = -1  # where the last one ends

    def has(self, candidate: Candidate) -> bool:
        """Whether a number in square brackets is one, by what leads to it or by one before it that it is joined to."""
        start = candidate.start
        if self._text[max(0, start - _LONGEST_LEAD) : start].rstrip(" \t")[-1:] in ("", "\n"):
            return False  # the number of a paragraph itself, which is no word of it either
        led = _LEAD.search(self._text, max(0, start - _LONGEST_LEAD), start)
        joined = self._end >= 0 and _JOINT.fullmatch(self._text, self._end, start)
        if self._all or led or joined:
            self._end = candidate.end
            return True
        return False


def _counts_paragraphs(text: str) -> bool:
    """Whether the lines that open with a number in square brackets count on."""
    numbers = [int(number) for number in _NUMBERED.findall(text)]
    return len(numbers) >= _FEWEST and all(high == low + 1 for low, high in pairwise(numbers))
