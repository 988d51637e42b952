"""The rules on stops inside brackets, in which no sentence ends, and inside quotations that are a part of their sentence."""

from __future__ import annotations

import re

from indexer.inline import MARK
from indexer.patterns import pattern
from indexer.scripts import HANGUL
from indexer.sentences.candidate import FULL_STOPS, STOP, read_candidate
from indexer.sentences.rules import decide
from indexer.sentences.verdicts import JOIN

Pair = tuple[int, int]

_LONGEST = 300  # characters of a quotation that is read as one clause
_BRACKET = pattern(r"[()\[\]（）【】]")
_QUOTE = pattern(r"[「」『』“”\"]")
_OPENERS = {")": "(", "]": "[", "）": "（", "】": "【", "」": "「", "』": "『", "”": "“"}
_ENDS = frozenset(".!?…" + FULL_STOPS)
_GOES_ON = frozenset("，、；：,;:（(")


class Enclosing:
    """What encloses the places of a block, which are asked about in order. Pairs are looked for when they are first asked about."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self._block = text, start, end
        self._brackets: list[Pair] | None = None
        self._clauses: list[Pair] | None = None
        self._asked = start

    def in_brackets(self, position: int) -> bool:
        """Whether an offset lies in brackets: no sentence ends inside of a pair."""
        text, start, end = self._block
        if self._brackets is None:
            self._brackets = _outermost(_paired(_BRACKET, text, start, end))
        return _holds(self._brackets, position)

    def in_clause(self, begin: int, stop: int, position: int) -> bool:
        """Whether a full-width stop lies in a quotation that its sentence goes on behind: `「高い。遠い。」と述べた`."""
        text, start, end = self._block
        if self._clauses is None and _opens_quotation(text[max(begin, self._asked) : stop]):
            found = _paired(_QUOTE, text, start, end)
            self._clauses = _outermost([pair for pair in found if _is_clause(text, pair, start, end)])
        self._asked = stop
        return self._clauses is not None and _holds(self._clauses, position)


def opens_bracket(words: str) -> bool:
    """Whether a bracket opens in some words."""
    return "(" in words or "[" in words or "（" in words or "【" in words


def _opens_quotation(words: str) -> bool:
    return "「" in words or "“" in words or '"' in words or "『" in words


def _holds(pairs: list[Pair], position: int) -> bool:
    """Whether an offset lies inside one of the pairs, the last of which comes first; they are given up as they are passed."""
    while pairs and pairs[-1][1] <= position:
        pairs.pop()
    return bool(pairs) and pairs[-1][0] < position


def _paired(signs: re.Pattern[str], text: str, start: int, end: int) -> list[Pair]:
    """The pairs of a block in the order in which they close."""
    stack: list[int] = []
    found: list[Pair] = []
    for match in signs.finditer(text, start, end):
        sign = match.group()
        last = text[stack[-1]] if stack else ""
        if sign not in _OPENERS and not sign == last == '"':
            stack.append(match.start())
        elif last == _OPENERS.get(sign, sign):
            found.append((stack.pop(), match.end()))
    return found


def _outermost(pairs: list[Pair]) -> list[Pair]:
    """The pairs that no other holds, the last one first."""
    kept: list[Pair] = []
    for pair in pairs:
        while kept and kept[-1][0] > pair[0]:
            kept.pop()
        kept.append(pair)
    kept.reverse()
    return kept


def _is_clause(text: str, pair: Pair, start: int, end: int) -> bool:
    """Whether the sentence goes on behind a quotation, with a word that belongs to it."""
    opened, closed = pair
    if closed - opened > _LONGEST:
        return False
    after = closed
    while after < end and text[after] == MARK:
        after += 1
    if after >= end or text[after] in _ENDS:
        return False
    hangs = HANGUL[0] <= text[after] <= HANGUL[-1]  # in Korean what hangs on a quotation is no word of its own
    if hangs or text[opened] == '"':
        return hangs  # straight signs may stand the wrong way round
    stop = closed - 1
    while stop > opened and text[stop - 1] in _ENDS:
        stop -= 1
    if stop == closed - 1:
        return text[after] in _GOES_ON or text[after].isalnum()
    match = STOP.match(text, stop, end)
    candidate = read_candidate(text, start, match, end) if match else None
    return candidate is not None and decide(candidate) is JOIN
