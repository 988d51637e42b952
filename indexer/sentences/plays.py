"""Who speaks: names in capitals in front of their words, as plays print them, and titles of those who are heard."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

from indexer.late import pattern
from indexer.sentences.abbreviations import ABBREVIATIONS
from indexer.sentences.candidate import Candidate
from indexer.sentences.verdicts import JOIN

_LONGEST_NAME = 60  # characters
_FEWEST = 2  # of those who speak, and of the words of each
_SPEAKS = pattern(
    r"^[ \t]{0,20}([A-Z][A-Z'’.-]{1,20}(?: [A-Z][A-Z'’.-]{0,20}){0,2})\. {1,4}(?=[^\sA-Z]|[A-Z]\b|[A-Z]['’a-z])",
    re.MULTILINE,
)
_SPEAKER = pattern(r"(?:[A-Z][A-Z.'’-]{0,20}\s){0,3}[A-Z][A-Z'’-]{1,20}\s?:")


def speaker_of_a_play(c: Candidate) -> bool | None:
    """`HELEN. I love you so.`: in a play the name goes with the words."""
    if c.sign != "." or c.marked or not c.left.isupper() or c.stop.start - c.begin > _LONGEST_NAME:
        return None
    name = c.text[c.begin : c.stop.start].strip()
    return JOIN if name.isupper() and name in _speakers(c.text) else None


def title_of_a_speaker(c: Candidate) -> bool | None:
    """`SEN. HALE: Thank you`: the title stands before the name, in capitals as well."""
    if c.sign != "." or c.marked or not c.left.isupper() or c.folded not in ABBREVIATIONS:
        return None
    if c.text[c.begin : c.stop.start].strip() != c.left:
        return None
    return JOIN if _SPEAKER().match(c.text, c.right, c.limit) else None


@lru_cache(maxsize=1)
def _speakers(text: str) -> frozenset[str]:
    """Those who speak in a play: names in capitals that stand before words more than once, if there are two at least.

    Asked again and again for one text, which is kept until the next one comes.
    """
    counts = Counter(_SPEAKS().findall(text))
    names = frozenset(name for name, count in counts.items() if count >= _FEWEST)
    return names if len(names) >= _FEWEST else frozenset()
