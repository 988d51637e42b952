"""Items that go on in lines with the sign of a quotation, as pandoc writes those of Word documents and of Google's.

- **Support:** it answers what people ask about their orders,
  > and passes hard questions on.^2^
"""

from __future__ import annotations

import re
import unicodedata

from indexer.patterns import pattern

_ITEM = pattern(
    r"^(?P<line>[ \t]{0,12}(?:[-*+]|\d{1,9}[.)])[ \t]+(?![>\s])[^\n]+)\n(?P<rest>(?:[ \t]{2,16}>(?:[ \t][^\n]*)?(?:\n|\Z))+)",
    re.MULTILINE,
)
_SIGN = pattern(r"^([ \t]{2,16})>", re.MULTILINE)
_ENDED = pattern(r"[.!?:;…。！？：；][\"'”’»)\]）」』*_\\^\d]*\s*\Z")
_NARROWEST = 60  # columns that a line fills if it was broken because the next word had no room


def without_signs(text: str) -> str:
    """The text with spaces for the signs of quotations that only go on with items, if most lines before such were broken for want of room."""
    if "\n" not in text or re.search(r"\n[ \t]{2,16}> ", text) is None:
        return text
    items = list(_ITEM.finditer(text))
    broken = [_is_broken(item["line"], item["rest"]) for item in items]
    if not any(broken) or broken.count(True) < broken.count(False):
        return text
    pieces, position = [], 0
    for item, is_broken in zip(items, broken, strict=True):
        if is_broken is not False:
            pieces += [text[position : item.start("rest")], _SIGN.sub(r"\1 ", item["rest"])]
            position = item.end()
    return "".join((*pieces, text[position:]))


def _is_broken(line: str, rest: str) -> bool | None:
    """Whether a line was broken in its sentence, as the next word had no room on it; None where a sentence ends."""
    word = rest.split("\n", 1)[0].partition(">")[2].split(None, 1)[:1]
    if not word or _columns(line.expandtabs(4)) + 1 + _columns(word[0]) <= _NARROWEST:
        return False
    return None if _ENDED.search(line) else True


def _columns(words: str) -> int:
    return len(words) + sum(unicodedata.east_asian_width(sign) in ("W", "F") for sign in words if sign > "\u10ff")
