"""`ibid.` and `op. cit.`: words that name a work by where it was named before."""

from __future__ import annotations

import re
from typing import NamedTuple

from indexer.leads import SEE
from indexer.patterns import pattern
from indexer.places import find_all

_PART = pattern(r"[^\s.]+\.?")
#: The work that was named last, in lower case.
_SAME = (
    "ibidem, ibídem, ibid, ibíd, ebenda, ebda, ebd, loc. cit, ugyanott, uo., samma ställe, sst., samme sted"
    ", tamże, tamtéž, tamtiež, там же, там само, στο ίδιο, aynı yer, aynı yerde, như trên"
    ", المرجع نفسه, المصدر نفسه, نفس المرجع, نفس المصدر, همان‌جا, همانجا, เรื่องเดียวกัน"
    ", 同上, 同前註, 同前注, 同前, 同书, 同書, 위의 책, 위의 글, 같은 책, 같은 글, 같은 논문, 상게서"
).split(", ")
#: The same in words that often mean something else: nothing but a comma and the place may stand behind them.
_SAME_ALONE = "idem, ídem, id., ivi, aldaar, emt., שם, वही, همان".split(", ")
#: A work that was named before, by the author whose name stands before it; without one, the last.
_AGAIN = (
    "op. cit, loc. cit, a. a. o, aang. w, указ. соч, цит. соч, вказ. праця, dz. cyt, op. cyt, a.g.e, a.g.m, agy."
    ", ό. π, sđd, المرجع السابق, المصدر السابق, 前掲書, 前掲論文, 前揭书, 前揭文, 上掲書, 上掲, 앞의 책, 앞의 글, 전게서"
).split(", ")


def _any(words: list[str]) -> str:
    """A pattern for any of these words, with or without a capital, and with or without a space after stops."""
    return "|".join(map(_pattern, sorted(words, key=len, reverse=True)))


def _pattern(word: str) -> str:
    parts = _PART.findall(word)
    signs = (f"[{part[0].upper()}{part[0]}]{re.escape(part[1:])}" for part in parts)
    return "".join(sign + (r"\s?" if part[-1] == "." else r"\s+") for sign, part in zip(signs, parts, strict=True))[:-3]


_LEADING = rf"[\s*_]*(?:(?i:{SEE}),?\s)?[*_]*"
_SAME_WORDS = rf"(?:{_any(_SAME)})(?!\w)\.?|(?:{_any(_SAME_ALONE)})(?=[\s.*_]*(?:\Z|[,،，、:：]|at [\d*§¶]))"
_AGAIN_WORDS = rf"(?:{_any(_AGAIN)})(?!\w)\.?"
# The place: `, p. 12`, or paragraphs of a judgment and who wrote them, ` [26] (Lord Hale)`.
_REST = r"(?:[\s,،，、:：]\s{0,3}(?P<locator>[^\n;()\[\]]{1,60}?|\[\d{1,4}\](?:\s?[–-]\s?\[\d{1,4}\])?(?:\s\([^()\n]{1,40}\))?))?[\s.。]*"
_REPEAT = pattern(
    rf"{_LEADING}(?:(?P<same>{_SAME_WORDS})|(?:(?P<name>[^\W\d_][^\n,;:()\[\]]{{0,60}}?)[,،，]?\s{{1,3}}[*_]*)?(?P<again>{_AGAIN_WORDS}))[*_]*{_REST}"
)
# A text with a name before such words contains one of these; those of other languages are searched for only in texts that are
# not all ASCII, because each costs a search through the text. Without a name, a bracket precedes the words.
_SIGNS = ("bid", "cit.")
_OTHER_SIGNS = ("a.O.", "a. O.", "соч.", "cyt.", "π.", "sđd", "السابق", "앞의 ", "前掲", "前揭")
_WORDS = _any([*_SAME, *_SAME_ALONE, *_AGAIN])
_OPENED = {
    sign: pattern(rf"{re.escape(sign)}{_LEADING}(?:{_WORDS})") for sign in "([（［"
}  # one pattern for each, which is found faster
_OPENS = pattern(rf"{_LEADING}(?:{_WORDS})")


class Repeat(NamedTuple):
    """The content of a repeat: the `name` before `op. cit.`, empty for `ibid.`, and the place in the work."""

    name: str
    locator: str | None
    same: bool


def may_repeat(text: str) -> bool:
    """Whether a short text may contain such words."""
    return any(sign in text for sign in (*_SIGNS, *_OTHER_SIGNS)) or _OPENS.match(text) is not None


def find_signs(text: str) -> list[int]:
    """The offsets in a long text at which a repeat may be, ascending."""
    signs = _SIGNS if text.isascii() else (*_SIGNS, *_OTHER_SIGNS)
    found = [at for sign in signs for at in find_all(text, sign)]
    for sign, opened in _OPENED.items():
        if sign == "(" or not text.isascii():
            found += [match.start() + 1 for match in opened.finditer(text)]
    return sorted(found)


def read_repeat(words: str) -> Repeat | None:
    """The repeat that the words consist of; None if they contain anything else."""
    if not may_repeat(words[:200]):
        return None
    match = _REPEAT.fullmatch(words[:200])
    if match is None:
        return None
    locator = (match["locator"] or "").strip(" .,،") or None
    return Repeat(" ".join((match["name"] or "").split()), locator, match["same"] is not None)
