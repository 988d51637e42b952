"""Which notes are prose to be read, and which name a work to be looked up; and where the work ends that one names first."""

from __future__ import annotations

import re

from indexer.dates import YEAR
from indexer.patterns import pattern

_ARTICLES = frozenset("the der die das le les el los las".split())
_SMALL_WORDS = frozenset(
    "is are was were that this which we not has have had it its his her they be been would must as who whose"
    " ist sind war wurde nicht auch sich wird est sont était qui pas es son fue que".split()
)
_SAMPLE = 600  # characters that tell what a note is
ADDRESS = pattern(r"https?://|www\.\w|\bdoi:|10\.\d{4,9}/", re.IGNORECASE)
"""How an address begins, anywhere in words."""
_WIDE_STOPS = frozenset("。！？")
_LONGEST_WORK = 300  # characters
# `王明：《茶史》，商务印书馆，2004年，第62页。`, `田中『茶』岩波書店、1999年、12頁。`, `《宋史·食货志》。`, `総務省「国勢調査」各年版。`
_PLACE_LAST = pattern(
    r"[^\s.!?]{2}\.?[,)] (?:pp?\.|S\.|fols?\.|ff\.|pág(?:s)?\.) ?\d{1,5}(?:[–-]\d{1,5})?(?: ?ff?\.)?\.?\Z"
)
_WIDE_TITLE = r"(?:《[^《》。]{1,60}》|『[^『』。]{1,60}』|「[^「」。]{1,60}」)"
_WIDE_DATE = r"(?:1[89]|20)\d\d年(?:\d{1,2}月(?:\d{1,2}日)?)?[版度]?"
_WIDE_PLACE = (  # where a work is told to end: a page, a volume, a year
    rf"[^。！？]{{0,200}}(?:\d\s?[页頁]|頁\d{{1,4}}|ページ|各年版|\d\d年版|(?:[，、,\s」』》]|局|社){_WIDE_DATE}|[第卷巻期号號][\d一二三四五六七八九十百]{{1,6}}[期号號卷巻]?)[）)]?"
)
_WIDE_WORK = pattern(
    rf"(?:(?:参?[见見]|前掲)?(?:[^《『「。！？]{{1,60}}[：:，、,\s]\s?)?{_WIDE_TITLE}(?:{_WIDE_PLACE})?"
    rf"|[^《『「。！？，、：]{{1,12}}{_WIDE_TITLE}(?:{_WIDE_DATE}|{_WIDE_PLACE}))。"
)
_SURNAME = r"[^\W\d_a-z][\w'’-]{1,30}"
# How a work begins, `Ozols, A.`, `Hale P, Marsh R.`, or as in Chicago notes, `Anna Ozols, Apples (Riga: `.
_AUTHOR = pattern(
    rf"(?:{_SURNAME}, (?:[^\W\d_a-z]\.[ -]?){{1,3}}|{_SURNAME} [^\W\d_a-z]{{1,3}}(?=[,.] )"
    rf"|(?:[^\W\d_a-z][\w.]{{0,20}} ){{1,3}}{_SURNAME}, (?=[^\n:]{{3,200}}\([^():\n]{{2,40}}: ))"
)
_PAGES = r"(?:pp?\.\s?)?\d{1,5}(?:[–-]\d{1,5})?"
_PUBLISHER = r"[^\W\d_a-z][\w ,]{1,30}: [^\W\d_a-z][^.:;()\n]{1,60}"
# How it ends: `Riga: Vane.`, `Oslo: Ness, 1999, p. 12.`, `(Riga: Vane, 2022), 12.`, `12(3), 34–36.`, `12, 34 (2003).`, `2003;301(7):12-9.`, an address.
_PUBLISHED = pattern(
    rf"(?:\({_PUBLISHER}\)(?:, {_PAGES})?|(?<=[.,*] ){_PUBLISHER}(?:, {_PAGES})?|{YEAR}[a-z]?;\d{{1,4}}(?:\(\d{{1,3}}\))?:{_PAGES}"
    rf"|\d{{1,4}}\*?(?:\s?\(\d{{1,3}}\))?[,:] ?{_PAGES}(?:,? \({YEAR}[a-z]?\))?|(?:https?://|doi:\s?)[^\s]{{4,300}}(?<!\.))"
    r"\.\s+(?=[^\W\d_a-z]|[\"“(])"
)


def reads_as_prose(words: str) -> bool:
    """By small words that titles and names hardly have, or, in scripts without spaces, by a full stop and no address."""
    if ADDRESS.match(words.lstrip()):
        return False
    found = words[:_SAMPLE].lower().split()
    small = sum(word in _SMALL_WORDS for word in found)
    if small > 0 and small + sum(word in _ARTICLES for word in found) > 1:
        return True
    words = words.strip()
    return words[-1:] in _WIDE_STOPS and not ADDRESS.search(words) and not _WIDE_WORK.fullmatch(words[-_LONGEST_WORK:])


def names_place(words: str) -> bool:
    """Whether words end with pages of a work, `Hale, Mills, pp. 44–9.`, or are a work in Chinese or Japanese."""
    if len(words) > _LONGEST_WORK:
        return False
    return _PLACE_LAST.search(words) is not None or _WIDE_WORK.fullmatch(words) is not None


def end_of_work(words: str) -> int:
    """Where the words of a note go on behind the work that it names first, as a list would: `Ozols, A. (2022). Apples. Riga: Vane. It rains.`.

    0 if it names none so.
    """
    sample = words[:_SAMPLE]
    author = _AUTHOR.match(sample)
    end = _PUBLISHED.search(sample, author.end()) if author else None
    return end.end() if end else 0
