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
    return words.rstrip()[-1:] in _WIDE_STOPS and not ADDRESS.search(words)


def end_of_work(words: str) -> int:
    """Where the words of a note go on behind the work that it names first, as a list would: `Ozols, A. (2022). Apples. Riga: Vane. It rains.`.

    0 if it names none so.
    """
    sample = words[:_SAMPLE]
    author = _AUTHOR.match(sample)
    end = _PUBLISHED.search(sample, author.end()) if author else None
    return end.end() if end else 0
