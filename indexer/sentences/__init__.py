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


def split(text: str, start: int, end: int) -> list[Span]:
    """The sentences of `text[start:end]`, a block's blanked text.

    Ordered, disjoint, without white space at their edges, together holding every sign that is no white
    space. Linear in the length.
    """
    spans: list[Span] = []
    begin = position = start
    brackets = _Brackets(text, start, end)
    for match in STOP.finditer(text, start, end):
        if match.start() < position:
            continue
        position = match.end()
        if position >= end:
            break
        if not _may_end(text, match.start(), position, match.group("stop")):
            continue
        if not _plainly_ends(text, begin, match.start(), position, end):
            candidate = read_candidate(text, begin, match, end)
            if candidate is None:
                break
            position = candidate.end
            if decide(candidate) is JOIN:
                continue
        if brackets.hold(position):
            continue
        spans.append(_trim(text, begin, position))
        begin = position
    last = _trim(text, begin, end)
    if last.start < last.end:
        spans.append(last)
    return spans


def _may_end(text: str, start: int, position: int, stop: str) -> bool:
    """Whether what stands around a stop lets it be one: white space behind it, a marker beside it, or its own width."""
    follows = text[position]
    return follows.isspace() or MARK in (follows, text[start - 1 : start]) or is_wide(stop)


def _plainly_ends(text: str, begin: int, stop: int, close: int, end: int) -> bool:
    """Whether no rule can object: a common word, one stop, a space, a capital. Most candidates are such."""
    if close != stop + 1 or text[stop] != "." or not _CAPITAL.match(text, close, end):
        return False
    words = text[max(begin, stop - _LONGEST_WORD) : stop].rsplit(None, 1)
    word = words[-1] if words else ""
    if len(word) < 2 or stop - begin < _LONGEST_WORD:
        return False
    if word.isalpha():
        return (
            word.casefold() not in ABBREVIATIONS and not lacks_vowels(word) and not (len(word) == 2 and word.isupper())
        )
    return word[-1] in ")]%" or (len(word) > 2 and word.isdecimal())


def _trim(text: str, start: int, end: int) -> Span:
    if start < end and not text[start].isspace() and not text[end - 1].isspace():
        return Span(start, end)
    words = text[start:end].lstrip()
    start = end - len(words)
    return Span(start, start + len(words.rstrip()))


class _Brackets:
    """The outermost pairs of brackets of a block; brackets without a partner open nothing.

    They are looked for when the first offset is asked. Offsets are asked in ascending order.
    """

    __slots__ = ("_end", "_pairs", "_start", "_text")

    def __init__(self, text: str, start: int, end: int) -> None:
        self._text, self._start, self._end = text, start, end
        self._pairs: list[Span] | None = None

    def hold(self, position: int) -> bool:
        """Whether an offset lies inside a pair."""
        if self._pairs is None:
            self._pairs = self._find()
        while self._pairs and self._pairs[-1].end <= position:
            self._pairs.pop()
        return bool(self._pairs) and self._pairs[-1].start < position

    def _find(self) -> list[Span]:
        if not any(self._text.find(sign, self._start, self._end) >= 0 for sign in _PAIRS):
            return []
        stack: list[tuple[str, int]] = []
        pairs: list[Span] = []
        for match in _BRACKET.finditer(self._text, self._start, self._end):
            sign = match.group()
            if sign not in _PAIRS:
                stack.append((sign, match.start()))
            elif stack and stack[-1][0] == _PAIRS[sign]:
                opened = stack.pop()[1]
                while pairs and pairs[-1].start > opened:
                    pairs.pop()
                pairs.append(Span(opened, match.end()))
        pairs.reverse()  # the next one is the last, where it can be taken off
        return pairs
