"""`Poe, supra note 3, at 9`: words that name a work by the number of the note that named it, or a part of the text itself."""

from __future__ import annotations

from typing import NamedTuple

from indexer.late import pattern
from indexer.leads import SEE

_SIGNS = ("supra", "infra", "Supra", "Infra", "above n", "below n", "(n ", "(n.")  # one of these stands in all
_LONGEST = 200  # characters
_LEAD = (
    rf"[\s*_]*(?:(?i:(?:but )?{SEE}|(?:see )?generally|accord|contra),?\s(?:(?:generally|also|e\.g\.),?\s)?)?[\s*_]*"
)
_PARTS = r"(?:parts?|sections?|subsections?|chapters?|§{1,2}|pp?\.|text accompanying|app(?:endix|\.))[\s\w.–§-]{0,40}"
_BACK = (
    r"[*_]*(?i:supra|infra|above|below)[*_]*,?\s"
    rf"(?i:(?:notes?|nn?\.?|fn\.?|footnotes?)\s?(?P<number>\d{{1,4}})(?P<more>\s?(?:[–-]|and|&)\s?\d)?|{_PARTS})"
)
_REST = r"(?:[\s,.;&–*\d¶§\[\]-]|at\b|and\b|pp?\b|paras?\b|nn?\b|notes?\b|accompanying\b|text\b){0,60}"
_POINTER = pattern(
    rf"{_LEAD}(?:(?P<name>[^\W\d_][^\n;:()\[\]]{{0,80}}?)[,*_]{{0,3}}\s)??{_BACK}{_REST}"
    rf"|{_LEAD}(?P<named>[^\W\d_][^\n;:()\[\]]{{0,80}}?)[,*_]{{0,3}}\s\(n\.?\s?(?P<noted>\d{{1,4}})\){_REST}"
)


class Pointer(NamedTuple):
    """What such words say: the `name` before them, empty if there is none, and the `number` of a note, empty for a part or for several notes."""

    name: str
    number: str


def read_pointer(words: str) -> Pointer | None:
    """What words point to that consist of a pointer and nothing else; None for all others."""
    if len(words) > _LONGEST or not any(sign in words for sign in _SIGNS):
        return None
    match = _POINTER().fullmatch(words)
    if match is None:
        return None
    name = match["name"] or match["named"] or ""
    number = "" if match["more"] else match["number"] or match["noted"] or ""
    return Pointer(" ".join(name.split()), number)
