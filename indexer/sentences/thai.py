"""Sentences of Thai and Lao, which end with a space; a stop there only abbreviates."""

from __future__ import annotations

from indexer.inline import MARK
from indexer.model import Span
from indexer.patterns import pattern
from indexer.scripts import THAI
from indexer.sentences.candidate import Candidate
from indexer.sentences.verdicts import JOIN

_SHORTEST = 15  # signs of a sentence: before them a marker stands behind a name
_CLOSED_BY_A_SPACE = pattern(rf"{MARK}\s+(?=[“\"(]?[{THAI}])")


def is_spaced(words: str) -> bool:
    """Whether words are of a script whose sentences end with a space; they begin with a letter of it, or a quotation mark."""
    return any(THAI[0] <= sign <= THAI[-1] for sign in words)


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


def stop_in_thai(c: Candidate) -> bool | None:
    """`บริษัท ปตท. จำกัด`: in Thai and Lao a stop only abbreviates."""
    if c.next_sign < THAI[0] or c.sign != "." or c.marked:
        return None
    return JOIN if is_spaced(c.text[c.stop.start - 1 : c.stop.start]) else None
