"""Sentences that end without a stop: at a face that their writer makes, and where someone who speaks is cut off."""

from __future__ import annotations

from functools import lru_cache

from indexer.patterns import pattern
from indexer.sentences.candidate import CLOSING, STOPS, Candidate
from indexer.sentences.continuing import OPEN_SMALL
from indexer.sentences.speech import i_follow, speaker_follows
from indexer.sentences.verdicts import CUT, JOIN

_SMILEYS = "\U0001f600-\U0001f64f\U0001f389"
_FACE = rf"(?:(?<=\s[:;])['’]?-?[)(DP]|(?<=\s[{_SMILEYS}])[{_SMILEYS}]{{0,8}})(?=\s)"
_CUT_OFF = r"(?:(?<=\w[—–])[—–]?|(?<=\w-)-)(?=[\"”]\s)"
_FIRST = rf"[:;—–\-{_SMILEYS}]"  # one class first, so that the engine skips what is none of them at full speed
_UNFINISHED = pattern(rf"{_FIRST}(?:{_FACE}|{_CUT_OFF}[\"”]\s+[A-Z\"“])")
STOP_OR_NONE = pattern(rf"(?P<stop>[{STOPS}][{STOPS}]*|{_FIRST}(?:{_FACE}|{_CUT_OFF})){CLOSING}")
"""Like `STOP`, for texts in which sentences end without one."""
_DASHES = frozenset("—–-")
_FACES = frozenset(")(DP")
_FIRST_FACE = "\U0001f389"


@lru_cache(maxsize=1)
def ends_without_stop(text: str) -> bool:
    """Whether a sentence of a text may end so. Asked for each block of one text, which is kept until the next one comes."""
    return _UNFINISHED.search(text) is not None


def unfinished(c: Candidate) -> bool | None:
    """`Thanks :) It works`, `"I never—" The line went dead`; `"I never—" Tom began` goes on."""
    last, opens = c.sign[-1], c.next_word[:1].isupper()
    if last in _DASHES:
        return CUT if opens and not (speaker_follows(c) or i_follow(c)) else JOIN
    if last in _FACES or last >= _FIRST_FACE:
        return CUT if opens or c.next_word in OPEN_SMALL else JOIN
    return None
