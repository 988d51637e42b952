"""`Poe, supra note 3, at 9`: words that name a work by the note that named it, or a part of the text itself.

`Tr. 12` and `Compl. ¶ 4` name papers of a case, by words that are the same in every other one.
"""

from __future__ import annotations

from typing import NamedTuple

from indexer.leads import SEE
from indexer.patterns import pattern

_SIGNS = (
    "supra",
    "infra",
    "Supra",
    "Infra",
    "above n",
    "below n",
    "(n ",
    "(n.",
    "(note",
    " above",
    "Anm.",
    "Fn.",
)  # all contain one of these
_LONGEST = 200  # characters
_LONGEST_PAPER = 60
_LEAD = (
    rf"[\s*_]*(?:(?i:(?:but )?{SEE}|(?:see )?generally|accord|contra),?\s(?:(?:generally|also|e\.g\.),?\s)?)?[\s*_]*"
)
_PARTS = r"(?:parts?|sections?|subsections?|chapters?|§{1,2}|pp?\.|text accompanying|app(?:endix|\.))[\s\w.–§-]{0,40}"
_BACK = (
    r"[*_]*(?i:supra|infra|above|below)[*_]*,?\s"
    rf"(?i:(?:notes?|nn?\.?|fn\.?|footnotes?)\s?(?P<number>\d{{1,4}})(?P<more>\s?(?:[–-]|and|&)\s?\d)?|{_PARTS})"
)
_REST = r"(?:[\s,.;&–*\d¶§\[\]-]|at\b|and\b|pp?\b|S(?=\.\s\d)|paras?\b|nn?\b|notes?\b|accompanying\b|text\b){0,60}"
_NAME = r"[^\W\d_][^\n;:()\[\]]{0,80}?"
_POINTER = pattern(
    rf"{_LEAD}(?P<named>{_NAME})[,*_]{{0,3}}\s\((?i:(?:wie )?(?:n|note|anm|fn))\.?\s?(?P<noted>\d{{1,4}})\){_REST}"
    rf"|{_LEAD}(?:(?P<author>{_NAME})[,*_]{{0,3}}\s)??(?i:n|note|fn)\.?\s(?P<numbered>\d{{1,4}})\s(?:above|supra){_REST}"
    rf"|{_LEAD}(?:(?P<name>{_NAME})[,*_]{{0,3}}\s)??{_BACK}{_REST}"
)
_PAPERS = "Tr|Hr'g Tr|Trial Tr|R|Rec|J\\.?A|App|Pet\\. App|Compl|Am\\. Compl|Answer|Ans|Exh?|Dkt|ECF|Docket|Br|Decl|Aff|Dep|RT|CT|Qq?|Ev"
_PAPER = pattern(
    rf"{_LEAD}(?:{_PAPERS})(?:\.,?|,)?\s(?:No\.\s)?(?:[\s\d,.:;¶§*–-]|at\b|(?<=\d)[a-z]\b|(?<!\d)nn?\b|[A-Z]{{1,2}}\b){{1,40}}"
)


class Pointer(NamedTuple):
    """The content of such words: the `name` before them, empty if there is none, and the `number` of a note, empty for a part, a paper or several notes."""

    name: str
    number: str


def read_pointer(words: str) -> Pointer | None:
    """The pointer that words consist of; None if they contain anything else."""
    if len(words) > _LONGEST:
        return None
    if len(words) <= _LONGEST_PAPER and _PAPER.fullmatch(words):
        return Pointer("", "")
    if not any(sign in words for sign in _SIGNS):
        return None
    match = _POINTER.fullmatch(words)
    if match is None:
        return None
    name = match["name"] or match["named"] or match["author"] or ""
    number = "" if match["more"] else match["number"] or match["noted"] or match["numbered"] or ""
    return Pointer(" ".join(name.split()), number)
