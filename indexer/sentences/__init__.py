"""Sentences as spans: candidates first, then small named rules that join or cut.

A candidate is a stop with what closes behind it (quotes, brackets, markers). Rules are asked in order; the
first that answers decides, and a candidate that no rule objects to is a cut. All works on the blanked text
of `indexer.inline`, in which a marker is a run of one character; offsets are those of the document.
"""

from __future__ import annotations

import re

from indexer.inline import MARK, MARKUP
from indexer.model import Span
from indexer.patterns import pattern
from indexer.scripts import LAST_NARROW
from indexer.sentences.abbreviations import ABBREVIATIONS
from indexer.sentences.candidate import GREEK_LETTER, GREEK_STOP, STOP, is_wide_stop, lowered_number, read_candidate
from indexer.sentences.enclosing import Enclosing, opens_bracket
from indexer.sentences.languages import ELSEWHERE
from indexer.sentences.laws import LONGEST_PARTY, VERSUS
from indexer.sentences.numbers import enumerates
from indexer.sentences.plays import names_who_speaks
from indexer.sentences.rules import decide
from indexer.sentences.shortened import FORMS_BEHIND
from indexer.sentences.thai import divide
from indexer.sentences.unfinished import STOP_OR_NONE, ends_without_stop
from indexer.sentences.verdicts import JOIN
from indexer.sentences.words import begins_glued, lacks_vowels

_NEAR = 1000  # characters within which the other quotation mark stands
_ASKED_ABOUT = ABBREVIATIONS | ELSEWHERE
_FIRST_SIGNS = 3
_LONGEST_WORD = 30  # letters; behind a longer one the rules are asked
_FORMS_OF_FIRMS = tuple(f"{form}." for form in sorted(FORMS_BEHIND))
_CAPITAL = pattern(r"\s+(?=[A-Z])")
_PLAIN_ENDS = frozenset(f")]%{MARK}")
_TURNING = frozenset(f'"{MARKUP}')  # may close as well as open
_HIDDEN = pattern(f"{MARKUP}+")
_EMPHASIS_AND_LINK = 3  # signs: `**[`
_CLOSE_OF_A_LINK = 4  # signs: `](a)`


def split(text: str, start: int, end: int) -> list[Span]:  # noqa: C901  # one loop, each step of it asked in order
    """The sentences of `text[start:end]`, a block's blanked text.

    Ordered, disjoint, without white space at their edges, together holding every sign that is no white
    space. Linear in the length.
    """
    first, last = _trimmed(text, start, end)
    spans: list[Span] = []
    begin = position = start
    enclosing: Enclosing | None = None  # most blocks need none
    opening = text[start : start + _FIRST_SIGNS]
    for found in _stops(text, opening).finditer(text, start, last):
        match, stop, close = found, *found.span()
        if stop < position:
            continue
        if close >= last:
            break
        if text[close - 1] in _TURNING and not text[close].isspace() and (back := _opening(text, begin, found, end)):
            close -= back
            match = STOP.match(text, stop, close) or found
        position = close
        if not text[close].isspace() and not _ends_without_space(text, match, last):
            continue
        following = _plain_start(text, begin, stop, close, end)
        if following is None:
            candidate = read_candidate(text, first, match, end)
            if candidate is None:
                break
            position = candidate.end
            following = None if decide(candidate) is JOIN else candidate.right
            if following is not None and (text[stop] > LAST_NARROW or text[stop - 1] > LAST_NARROW):
                enclosing = enclosing or Enclosing(text, start, end)
                following = None if enclosing.in_clause(begin, stop, position) else following
        if following is None:
            continue
        if enclosing is None and opens_bracket(text[begin:position]):
            enclosing = Enclosing(text, start, end)
        if enclosing is None or not enclosing.in_brackets(position):
            spans.append(Span(first, position))
            begin, first = position, following
    if first < last:
        spans.append(Span(first, last))
    return spans if opening.isascii() else divide(text, spans)


def _stops(text: str, opening: str) -> re.Pattern[str]:
    """How sentences end in a block, by its first signs."""
    if not opening.isascii() and GREEK_LETTER.search(opening):
        return GREEK_STOP
    return STOP_OR_NONE if ends_without_stop(text) else STOP


def _opening(text: str, begin: int, match: re.Match[str], end: int) -> int:
    """How many signs behind a full-width stop open what follows: `增长了。"出海"是`, as no other is open, `增长了。**出海**是`."""
    stop, close = match.span()
    if text[close - 1] == '"':
        opens = text[close].isalnum() and text[close - 2] > LAST_NARROW
        return int(opens and text.count('"', max(begin, stop - _NEAR), stop) % 2 == 0)
    if not is_wide_stop(match.group("stop")):
        return 0
    size = close - len(text[stop:close].rstrip(MARKUP)) - stop
    near = max(begin, stop - _NEAR)
    before = _signs(text, near, stop, size)
    if size == _EMPHASIS_AND_LINK and before % 2 == 0:
        # `。**[百科](u)**说` opens both, `**去年。**[百科](u)说` closes one of the two.
        return 1 if _signs(text, near, stop, size - 1) % 2 else size
    return size if before % 2 == 0 and _signs(text, close, min(end, close + _NEAR), size) % 2 else 0


def _signs(text: str, start: int, end: int, size: int) -> int:
    """How many hidden signs of a size there are; beside single ones those that close a link."""
    sizes = [len(run) for run in _HIDDEN.findall(text, start, end)]
    return sum(each == size or (size == 1 and each >= _CLOSE_OF_A_LINK) for each in sizes)


def _ends_without_space(text: str, match: re.Match[str], last: int) -> bool:
    """Whether a stop with no white space behind it may be one: a marker or a note's number stands there, or it has its own width."""
    start, end = match.span()
    between = text[start - 1 : start] > LAST_NARROW and text[end] > LAST_NARROW  # `为什么?因为`
    marked = MARK in (text[end], text[start - 1 : start])
    if text[end].isupper() and begins_glued(text, start, end):
        return True
    return marked or between or is_wide_stop(match.group("stop")) or lowered_number(text, match, last) is not None


def _plain_start(text: str, begin: int, stop: int, close: int, end: int) -> int | None:
    """Where the next sentence begins if no rule can object: a common word, one stop, a space, a capital; else None.

    Most candidates are such.
    """
    if close != stop + 1 or text[stop] != ".":
        return None
    gap = _CAPITAL.match(text, close, end)
    if gap is None or enumerates(text, begin, stop):
        return None
    if text.startswith(_FORMS_OF_FIRMS, gap.end()):
        return None
    words = text[max(begin, stop - _LONGEST_WORD) : stop].rsplit(None, 1)
    return gap.end() if words and _is_plain(text, words[-1], begin, stop) else None


def _is_plain(text: str, word: str, begin: int, stop: int) -> bool:
    """Whether a word before a stop is of no rule's concern."""
    if len(word) < 2:
        return word == MARK
    if word.isalpha():
        if word.casefold() in _ASKED_ABOUT or (word[-1].isascii() and word[0] > LAST_NARROW):
            return False
        if word.islower():
            return True
        # a volume's number or another abbreviation: `4 West. Pol. Q. 268`
        before = text[max(begin, stop - len(word) - 2)]
        shortens = before.isdecimal() or before == "." or lacks_vowels(word) or word.isupper()
        near = text[max(begin, stop - LONGEST_PARTY) : stop]
        return not (shortens or names_who_speaks(text, begin, stop) or any(each in near for each in VERSUS))
    return word[-1] in _PLAIN_ENDS or (len(word) > 2 and word.replace(".", "").isdecimal())


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """A range without the white space at its edges."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
