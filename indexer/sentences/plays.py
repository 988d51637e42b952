"""Who speaks: names in front of their words, as plays print them, and titles of those who are heard."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache

from indexer.patterns import pattern
from indexer.sentences.abbreviations import ABBREVIATIONS
from indexer.sentences.candidate import Candidate
from indexer.sentences.starters import ALSO_IN_NAMES, INTERJECTIONS, STARTERS
from indexer.sentences.verdicts import JOIN

_LONGEST_NAME = 60  # characters
_FEWEST = 2  # of those who speak, and of the words of each
_NAME = pattern(r"[ \t]{0,20}(?P<name>[A-Z][A-Z.'’-]{1,20}(?: [A-Z][A-Z.'’-]{0,20}){0,2})")
_END_OF_NAME = pattern(r"\.(?<=[A-Z]\.) {1,4}(?=[A-Z\[(])")  # a fixed sign first is found faster
_SPEAKER = pattern(r"(?:[A-Z][A-Z.'’-]{0,20}\s+){0,3}[A-Z][A-Z'’-]{1,20}\s?:")
_NO_NAMES = STARTERS | INTERJECTIONS | ALSO_IN_NAMES


def speaker_of_a_play(c: Candidate) -> bool | None:
    """`HELEN. I love you so.`: in a play the name that opens a line goes with the words."""
    if c.sign != "." or c.marked or not c.left.isupper() or c.stop.start - c.begin > _LONGEST_NAME:
        return None
    if c.text[max(0, c.begin - _LONGEST_NAME) : c.begin].rstrip(" \t")[-1:] not in ("", "\n"):
        return None
    return JOIN if c.text[c.begin : c.stop.start].strip() in _speakers(c.text) else None


def title_of_a_speaker(c: Candidate) -> bool | None:
    """`SEN. HALE: Thank you`: the title stands before the name, in capitals as well."""
    if c.sign != "." or c.marked or not c.left.isupper() or c.folded not in ABBREVIATIONS:
        return None
    if c.text[c.begin : c.stop.start].strip() != c.left:
        return None
    return JOIN if _SPEAKER.match(c.text, c.right, c.limit) else None


@lru_cache(maxsize=1)
def _speakers(text: str) -> frozenset[str]:
    """Those who speak in a play: two names at least that open lines more than once.

    Asked again and again for one text, which is kept until the next one comes.
    """
    counts = Counter(_opening_name(text, end.start()) for end in _END_OF_NAME.finditer(text))
    again = {name for name, count in counts.items() if count >= _FEWEST}
    again -= {name for name in again if not name or name.casefold() in _NO_NAMES}
    return frozenset(again if len(again) >= _FEWEST else ())


def _opening_name(text: str, end: int) -> str:
    """The name that a line opens with and that ends at an offset; empty if what stands there is longer or no name."""
    first = max(0, end - _LONGEST_NAME)
    line = text.rfind("\n", first, end) + 1
    name = _NAME.fullmatch(text, line, end) if line or first == 0 else None
    return name["name"] if name else ""
