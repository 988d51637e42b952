"""Sentences as spans: candidates first, then small named rules that join or cut.

A candidate is a stop with what closes behind it (quotes, brackets, markers). Rules are asked in order; the
first that answers decides, and a candidate that no rule objects to is a cut. All works on the blanked text
of `indexer.inline`, in which a marker is a run of one character; offsets are those of the document.
"""

from __future__ import annotations

import re

from indexer.inline import MARK
from indexer.model import Span
from indexer.sentences.abbreviations import ABBREVIATIONS
from indexer.sentences.candidate import STOP, is_wide, read_candidate
from indexer.sentences.rules import JOIN, decide, lacks_vowels

_LONGEST_WORD = 30  # letters; behind a longer one the rules are asked

_CAPITAL = re.compile(r"\s+[A-Z]")
_BRACKET = re.compile(r"[()\[\]（）【】]")
_PAIRS = {")": "(", "]": "[", "）": "（", "】": "【"}


def split(text: str, start: int, end: int) -> list[Span]:  # noqa: C901  # one loop, each step of it asked in order
    """The sentences of `text[start:end]`, a block's blanked text.

    Ordered, disjoint, without white space at their edges, together holding every sign that is no white
    space. Linear in the length.
    """
    spans: list[Span] = []
    begin = position = start
    brackets: _Brackets | None = None
    for match in STOP.finditer(text, start, end):
        stop, close = match.span()
        if stop < position:
            continue
        if close >= end:
            break
        position = close
        if not text[close].isspace() and not _ends_without_space(text, match):
            continue
        if not _plainly_ends(text, begin, stop, close, end):
            candidate = read_candidate(text, begin, match, end)
            if candidate is None:
                break
            position = candidate.end
            if decide(candidate) is JOIN:
                continue
        if brackets is None:
            brackets = _Brackets(text, start, end)
        if brackets.hold(position):
            continue
        spans.append(_trim(text, begin, position))
        begin = position
    last = _trim(text, begin, end)
    if last.start < last.end:
        spans.append(last)
    return spans


def _ends_without_space(text: str, match: re.Match[str]) -> bool:
    """Whether a stop with no white space behind it may be one: a marker stands beside it, or it has its own width."""
    start, end = match.span()
    return MARK in (text[end], text[start - 1 : start]) or is_wide(match.group("stop"))


def _plainly_ends(text: str, begin: int, stop: int, close: int, end: int) -> bool:
    """Whether no rule can object: a common word, one stop, a space, a capital. Most candidates are such."""
    if close != stop + 1 or text[stop] != "." or not _CAPITAL.match(text, close, end):
        return False
    words = text[max(begin, stop - _LONGEST_WORD) : stop].rsplit(None, 1)
    word = words[-1] if words else ""
    if len(word) < 2 or stop - begin < _LONGEST_WORD:
        return False
    if word.isalpha():
        if word.casefold() in ABBREVIATIONS:
            return False
        if word.islower():
            return True
        before = text[
            max(begin, stop - len(word) - 2)
        ]  # a volume's number or another abbreviation: `4 West. Pol. Q. 268`
        return not (before.isdecimal() or before == "." or lacks_vowels(word) or (len(word) == 2 and word.isupper()))
    return word[-1] in ")]%" or (len(word) > 2 and word.isdecimal())


def _trim(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


class _Brackets:
    """The outermost pairs of brackets of a block; brackets without a partner open nothing.

    Offsets are asked in ascending order.
    """

    __slots__ = ("_pairs",)

    def __init__(self, text: str, start: int, end: int) -> None:
        self._pairs = self._find(text, start, end) if self._any(text, start, end) else []

    def hold(self, position: int) -> bool:
        """Whether an offset lies inside a pair."""
        while self._pairs and self._pairs[-1][1] <= position:
            self._pairs.pop()
        return bool(self._pairs) and self._pairs[-1][0] < position

    @staticmethod
    def _any(text: str, start: int, end: int) -> bool:
        for sign in _PAIRS:  # noqa: SIM110  # a generator costs more than the search, once for each block
            if text.find(sign, start, end) >= 0:
                return True
        return False

    @staticmethod
    def _find(text: str, start: int, end: int) -> list[tuple[int, int]]:
        """The pairs, the last one first, so that the next one can be taken off."""
        stack: list[tuple[str, int]] = []
        pairs: list[tuple[int, int]] = []
        for match in _BRACKET.finditer(text, start, end):
            sign = match.group()
            if sign not in _PAIRS:
                stack.append((sign, match.start()))
            elif stack and stack[-1][0] == _PAIRS[sign]:
                opened = stack.pop()[1]
                while pairs and pairs[-1][0] > opened:
                    pairs.pop()
                pairs.append((opened, match.end()))
        pairs.reverse()
        return pairs
