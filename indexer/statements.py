"""From the words of a claim to its statement: without markers, with white space folded, as people read and search it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import unescape
from itertools import repeat

from indexer.inline import MARK, MARKUP
from indexer.leads import AND, SEE
from indexer.patterns import pattern
from indexer.scripts import CJK_SIGNS, HAN, KANA

# At a hyphen of its own; `short-` before `and` is no part of a word.
_BROKEN_WORD = pattern(
    r"(?<=\w)-(?:[ \t]{0,2}\n[ \t]*| {3,}(?=[a-z]))(?!(?:and|or|to|und|oder|bis|et|ou|y|o|e|en)\b)(?=\w)"
)
# In Chinese and Japanese a line may end within a word (CSS Text 4, segment break transformation).
_WIDE = f"[{CJK_SIGNS}{KANA}{HAN}]"
_BROKEN_RUN = pattern(rf"(?<={_WIDE})[ \t]*\n\s*(?={_WIDE})")
# All other than spaces and newlines: most texts have none of it, and most claims then need no folding.
_OTHER_WHITE = "\t\v\f\r\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
_STOP_MARK_STOP = pattern(rf"([.!?。！？][\"'”’)]*)(?: ?{MARK}[{MARK} ,;，、–-]*[.。])+")
_MARKS = pattern(rf"{MARK}[{MARK} ,;，、–-]*(?<={MARK})(?: (?=[,.;:!?](?:\s|$)|[，。、；：！？]))?")
_COMMA_BEFORE_STOP = pattern(r"[,，、](?=[.。](?:\s|$))")
_MARKS_BETWEEN_WORDS = pattern(rf"{MARK}(?<=[A-Za-z0-9]{MARK})[{MARK} ,;–-]*(?<={MARK})(?=[A-Za-z0-9])")
_SEE = rf"{SEE}(?:,?\s(?:{SEE}|also|auch|aussi|anche|también|ook))?,?"
_WITH = rf"(?:{AND}|&|or|oder|ou)"
# `([1])`, `(see [1] and [2], p. 3)`
_EMPTY_BRACKETS = pattern(
    rf" ?[(（\[](?:{_SEE})?[\s,;{MARK}]*(?:{_WITH}[\s,;{MARK}]+)?(?:pp?\.\s?\d[\d–-]{{0,9}})?[)）\]]", re.IGNORECASE
)


def statements(shown: str, words: Iterable[str]) -> Iterator[str]:
    """The statement of each claim, in order; `words` are those of the claims in `shown`, in which markers are blanked out."""
    simple = not any(sign in shown for sign in _OTHER_WHITE)
    return map(_statement, words, repeat(simple))


def _statement(words: str, simple: bool) -> str:  # noqa: FBT001  # one of two columns
    """The statement of one claim; `simple` says that there is no white space other than spaces and newlines."""
    if MARKUP in words:
        words = words.replace(MARKUP, "")
    if simple and "\n" not in words and "  " not in words:
        folded = words.strip()
    else:
        if "-\n" in words or "- \n" in words or "-   " in words:  # at the end of a line, or of a page
            words = _BROKEN_WORD.sub("-", words)
        if not words.isascii():
            words = _BROKEN_RUN.sub("", words)
        folded = " ".join(words.split())
    if "&" in folded:
        folded = unescape(folded)
    return _without_marks(folded) if MARK in folded else folded


def _without_marks(folded: str) -> str:
    """A statement without the marks of its markers, and without the brackets, commas and stops that only they had."""
    if "(" in folded or "[" in folded or "（" in folded:
        folded = _EMPTY_BRACKETS.sub(_as_mark, folded)
        if f"({MARK}" in folded:  # `([[@doe2020]])`
            folded = _EMPTY_BRACKETS.sub(_as_mark, folded)
    if f"{MARK}[]" in folded:  # `[words][]`
        folded = folded.replace(f"{MARK}[]", MARK)
    folded = _STOP_MARK_STOP.sub(r"\1", folded)
    folded = _MARKS_BETWEEN_WORDS.sub(" ", folded).replace(f" {MARK}", MARK)
    return _COMMA_BEFORE_STOP.sub("", _MARKS.sub("", folded)).strip()


def _as_mark(brackets: re.Match[str]) -> str:
    """Brackets around a marker become a marker; others, `f()`, stay as they are."""
    return MARK if MARK in brackets.group() else brackets.group()
