"""Sentences that end without a stop: at a face that their writer makes, and where someone who speaks is cut off."""

from __future__ import annotations

from functools import lru_cache

from indexer.patterns import pattern
from indexer.sentences.candidate import CLOSING, STOPS, Candidate
from indexer.sentences.continuing import OPEN_SMALL
from indexer.sentences.speech import i_follow, speaker_follows
from indexer.sentences.verdicts import CUT, JOIN

_SMILEYS = "\U0001f600-\U0001f64f\U0001f389"
_FACE = r"(?<=\s[:;])['’]?-?[)(DP](?=\s)"
_SMILEY = rf"(?<=\s[{_SMILEYS}])[{_SMILEYS}]{{0,8}}(?=\s)"
_CUT_OFF = r"(?:(?<=\w[—–])[—–]?|(?<=\w-)-)(?=[\"”]\s)"
STOP_OR_NONE = pattern(rf"(?P<stop>[{STOPS}][{STOPS}]*|[:;—–\-{_SMILEYS}](?:{_FACE}|{_SMILEY}|{_CUT_OFF})){CLOSING}")
"""Like `STOP`, for texts in which sentences end without one."""
# Each begins with one sign, by which the engine finds it at full speed.
_ANY_FACE = (pattern(f":{_FACE}"), pattern(f";{_FACE}"))
_ANY_CUT_OFF = pattern(r"(?:(?<=\w)[—–]|(?<=\w)--)[\"”]\s+[A-Z\"“]")
_DASH_AND_QUOTE = tuple(dash + quote for dash in ("—", "–", "--") for quote in '"”')
_ANY_SMILEY = pattern(rf"[{_SMILEYS}]{_SMILEY}")
_DASHES = frozenset("—–-")
_FACES = frozenset(")(DP")
_FIRST_FACE = "\U0001f389"


@lru_cache(maxsize=1)
def ends_without_stop(text: str) -> bool:
    """Whether a sentence of a text may end so. Asked for each block of one text, which is kept until the next one comes."""
    if any(sign.search(text) for sign in _ANY_FACE):
        return True
    if any(signs in text for signs in _DASH_AND_QUOTE) and _ANY_CUT_OFF.search(text):  # a cheap look first
        return True
    # In this encoding a sign beyond the first plane has two units: to look for smileys themselves takes thirty times as long.
    beyond = not text.isascii() and len(text.encode("utf-16-le", "surrogatepass")) > 2 * len(text)
    return beyond and _ANY_SMILEY.search(text) is not None


def unfinished(c: Candidate) -> bool | None:
    """`Thanks :) It works`, `"I never—" The line went dead`; `"I never—" Tom began` goes on."""
    last, opens = c.sign[-1], c.next_word[:1].isupper()
    if last in _DASHES:
        return CUT if opens and not (speaker_follows(c) or i_follow(c)) else JOIN
    if last in _FACES or last >= _FIRST_FACE:
        return CUT if opens or c.next_word in OPEN_SMALL else JOIN
    return None
