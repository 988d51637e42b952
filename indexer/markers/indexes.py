"""Square brackets that are not markers but indexes of arrays, recognised by the word before and the signs after them."""

from __future__ import annotations

import re

from indexer.inline import LITERAL
from indexer.patterns import pattern
from indexer.scripts import CJK

_CODE_AFTER = pattern(r"\s?(?:=[^=]|[-+*/%]=|==|\(|\[[^\d\[]|\.[a-z_]\w*[(\[.=])|\s?:=|[a-z0-9_]")
_CALL = pattern(r"\w\([\w.,\"']{0,30}\)\Z")
_CODE_WORDS = frozenset(
    """int float char str byte bool double long string a arr args argv array buf data dict idx items kwargs list
    lst map matrix obj params ptr row tmp values vec""".split()
)
_CODE_NAME = pattern(r"[a-z]{1,2}|[A-Z]|.*[a-z]\d.*|[a-z]+[A-Z].*", re.DOTALL)
# Two letters that end clauses in some language, and measures: no one calls an array so.
_ORDINARY = frozenset(
    """am an as at be by do go he if in is it me my no of oh ok on or so to up us we ad bc iv pm tv vs
    ab da du er es im ja nu ob um wo zu de el en et la le li lo ma mi ne ni se si su te tu un va ya ha
    bp db ft gb hz kb kg kj km kv kw lb mb mg ml mm cm mw nm oz pa tb yr""".split()
)
_ABBREVIATED = pattern(r"[a-z][A-Z]{1,4}s?")  # pH, mRNA
_CJK = pattern(f"[{CJK}]")


def follows_code(text: str, start: int, end: int) -> bool:
    """Whether what stands around `text[start:end]` can only be code: `x[1] = 5`, `find(x)[1]`, `a.b[1].c(`."""
    before, after = text[start - 1 : start], text[end : end + 1]
    if before == LITERAL and (after.isalnum() or (after != "" and after in "=&/")):
        return True
    if before == ")":
        return _CALL.search(text, max(0, start - 40), start) is not None
    word = word_before(text, start)
    return word.strip("_") != "" and not _CJK.match(word[-1]) and _CODE_AFTER.match(text, end) is not None


def names_array(word: str) -> bool:
    """Whether a word that brackets are glued to is one that programs call arrays: `argv`, `row_3`."""
    name = word.rpartition(".")[2]
    return name.casefold() in _CODE_WORDS or "_" in name.strip("_")


def may_name_array(word: str) -> bool:
    """Whether it has the shape of a variable: `x`, `p53`, `myArray`."""
    name = word.rpartition(".")[2]
    if not name or _CJK.match(name[-1]) or name in _ORDINARY or _ABBREVIATED.fullmatch(name):
        return False
    return _CODE_NAME.fullmatch(name) is not None


def word_before(text: str, position: int) -> str:
    """The word that ends at an offset, at most 30 signs of it; empty behind a space or a sign."""
    if text[position - 1 : position] == ".":
        return ""
    start, first = position, max(0, position - 30)
    while start > first and (text[start - 1].isalnum() or text[start - 1] in "_."):
        start -= 1
    return text[start:position].lstrip(".")
