"""What scripts that end sentences in a way of their own need: Thai and Lao with a space, Greek questions with a semicolon."""

from __future__ import annotations

from indexer.inline import MARK
from indexer.late import pattern
from indexer.model import Span
from indexer.sentences.candidate import Candidate
from indexer.sentences.verdicts import JOIN

_FIRST, _LAST = "\u0e00", "\u0eff"  # Thai and Lao
_SHORTEST = 15  # signs of a sentence: before them a marker stands behind a name
_NEAR = 40  # characters
_CLOSED_BY_A_SPACE = pattern(rf"{MARK}\s+(?=[“\"(]?[{_FIRST}-{_LAST}])")
_GREEK = pattern(r"[\u0370-\u03ff\u1f00-\u1fff]{2}[»\"”’]?\s?\Z")


def is_spaced(words: str) -> bool:
    """Whether words are of a script whose sentences end with a space."""
    return any(_FIRST <= sign <= _LAST for sign in words)


def divide(text: str, spans: list[Span]) -> list[Span]:
    """Sentences of such a script, cut behind their markers, too: `ราคาเพิ่มขึ้นมากในปีนี้ [1] ราคาลดลง`."""
    divided = []
    for span in spans:
        start = span.start
        for found in _CLOSED_BY_A_SPACE().finditer(text, span.start, span.end):
            if found.start() - start >= _SHORTEST:
                divided.append(Span(start, found.start() + 1))
                start = found.end()
        divided.append(Span(start, span.end))
    return divided


def is_greek(text: str, sign: int) -> bool:
    """Whether a Greek word stands before a semicolon, perhaps with markers: `Τι άλλαξε; Τίποτα`. `the angle α; The` has none."""
    return text[max(0, sign - _NEAR) : sign].isascii() is False and bool(
        _GREEK().search(text[max(0, sign - _NEAR) : sign].rstrip(MARK + " "))
    )


def stop_in_thai(c: Candidate) -> bool | None:
    """`บริษัท ปตท. จำกัด`: in Thai and Lao a stop only abbreviates."""
    before = c.text[c.stop.start - 1 : c.stop.start]
    return JOIN if c.sign == "." and not c.marked and is_spaced(before) and is_spaced(c.next_sign) else None
