"""`ibid.` and `op. cit.`: words that name a work by where it was named before."""

from __future__ import annotations

import re
from typing import NamedTuple

_SAME = r"[Ii]b[ií]d(?:em)?\b\.?|[Ee]bd(?:a|\b)\.?|[Ee]benda\b|[Ll]oc\.\s?[Cc]it\.?|同上|[Тт]ам\s+же\b"
_AGAIN = r"[Oo]p\.\s?[Cc]it\.?|[Ll]oc\.\s?[Cc]it\.?|[Aa]\.\s?a\.\s?O\.?|[Уу]каз\.\s+соч\.?"
_SEE = r"(?:(?:[Ss]ee|[Cc]f\.|[Ss]iehe|[Vv]gl\.|[Vv]oir|[Vv]éase)(?:\s(?:also|auch))?,?\s)?"
_REST = r"(?:[\s,:，：]\s{0,3}(?P<locator>[^\n;()\[\]]{1,60}?))?[\s.。]*"
_REPEAT = re.compile(
    rf"[\s*_]*{_SEE}[*_]*(?:(?P<same>{_SAME})|(?:(?P<name>[^\W\d_][^\n,;:()\[\]]{{0,60}}),?\s{{1,3}}[*_]*)?(?P<again>{_AGAIN}))[*_]*{_REST}"
)
# One of these stands in a text that has any such word. The others are looked for in texts that are not all ASCII: one in
# another language hardly is, and each costs a search through the text.
_SIGNS = ("bid", "cit.")
_OTHER_SIGNS = ("bíd", "bd.", "bda", "benda", "a.O.", "a. O.", "同上", "ам же", "соч.")


class Repeat(NamedTuple):
    """What such words say: the `name` before `op. cit.`, empty for `ibid.`, and the place in the work."""

    name: str
    locator: str | None
    same: bool


def may_repeat(text: str) -> bool:
    """Whether a short text may hold such words."""
    return any(sign in text for sign in _SIGNS) or any(sign in text for sign in _OTHER_SIGNS)


def find_signs(text: str) -> list[int]:
    """Where such words may stand in a long text, in order."""
    found = []
    for sign in _SIGNS if text.isascii() else (*_SIGNS, *_OTHER_SIGNS):
        at = text.find(sign)
        while at >= 0:
            found.append(at)
            at = text.find(sign, at + 1)
    found.sort()
    return found


def read_repeat(words: str) -> Repeat | None:
    """What words say that consist of a repeat and nothing else; None for all others."""
    if not may_repeat(words):
        return None
    match = _REPEAT.fullmatch(words[:200])
    if match is None:
        return None
    locator = (match["locator"] or "").strip(" .,") or None
    return Repeat(" ".join((match["name"] or "").split()), locator, match["same"] is not None)
