"""Scripts with their own ways to end sentences: Thai and Lao with a space, Greek questions with a semicolon."""

from __future__ import annotations

from indexer.inline import MARK
from indexer.model import Span
from indexer.patterns import pattern
from indexer.sentences.candidate import Candidate
from indexer.sentences.verdicts import JOIN

FIRST_SPACED, _LAST = "\u0e00", "\u0eff"  # Thai and Lao
_SHORTEST = 15  # signs of a sentence: before them a marker stands behind a name
_CLOSED_BY_A_SPACE = pattern(rf"{MARK}\s+(?=[“\"(]?[{FIRST_SPACED}-{_LAST}])")


def is_spaced(words: str) -> bool:
    """Whether words are of a script whose sentences end with a space; they begin with a letter of it, or a quotation mark."""
    return any(FIRST_SPACED <= sign <= _LAST for sign in words)


def divide(text: str, spans: list[Span]) -> list[Span]:
    """Sentences of such a script, cut behind their markers, too: `ราคาเพิ่มขึ้นมากในปีนี้ [1] ราคาลดลง`."""
    divided = []
    for span in spans:
        start = span.start
        for found in _CLOSED_BY_A_SPACE.finditer(text, span.start, span.end):
            if found.start() - start >= _SHORTEST:
                divided.append(Span(start, found.start() + 1))
                start = found.end()
        divided.append(Span(start, span.end))
    return divided


def is_greek(opening: str) -> bool:
    """Whether a block that opens so is in Greek, where a semicolon asks."""
    return any("\u0370" <= sign <= "\u03ff" or "\u1f00" <= sign <= "\u1fff" for sign in opening)


def stop_in_thai(c: Candidate) -> bool | None:
    """`บริษัท ปตท. จำกัด`: in Thai and Lao a stop only abbreviates."""
    if c.next_sign < FIRST_SPACED or c.sign != "." or c.marked:
        return None
    return JOIN if is_spaced(c.text[c.stop.start - 1 : c.stop.start]) else None
