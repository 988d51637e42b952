"""Square brackets that are no markers: the indexes of arrays, told by the word before and the signs behind."""

from __future__ import annotations

import re

from indexer.inline import LITERAL

_CODE_AFTER = re.compile(r"\s?(?:=[^=]|[-+*/%]=|==|\(|\[\D|\.[a-z_]\w*[(\[.=])|\s?:=|[a-z0-9_]")
_CALL = re.compile(r"\w\([\w.,\"']{0,30}\)\Z")
_CODE_WORDS = frozenset(
    """int float char str byte bool double long string a arr args argv array buf data dict idx items kwargs list
    lst map matrix obj params ptr row tmp values vec""".split()
)
_CODE_NAME = re.compile(r"[a-z]?|[a-z]{2}|[A-Z]|.*_.*|.*[a-z]\d.*|[a-z]+[A-Z].*", re.DOTALL)
_CJK = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff]")


def follows_code(text: str, start: int, end: int) -> bool:
    """Whether what stands around `text[start:end]` can only be code: `x[1] = 5`, `find(x)[1]`, `a.b[1].c(`."""
    before, after = text[start - 1 : start], text[end : end + 1]
    if before == LITERAL and (after.isalnum() or (after != "" and after in "=&/")):
        return True
    if before == ")":
        return _CALL.search(text, max(0, start - 40), start) is not None
    word = word_before(text, start)
    return word != "" and not _CJK.match(word[-1]) and _CODE_AFTER.match(text, end) is not None


def names_array(word: str) -> bool:
    """Whether a word that brackets are glued to has the shape of a variable: `x`, `row_3`, `myArray`, `argv`."""
    name = word.rpartition(".")[2]
    if not name or _CJK.match(name[-1]) or name.isdecimal():
        return False
    return name.casefold() in _CODE_WORDS or _CODE_NAME.fullmatch(name) is not None


def word_before(text: str, position: int) -> str:
    """The word that ends at an offset, at most 30 signs of it; empty behind a space or a sign."""
    if text[position - 1 : position] == ".":
        return ""
    start, first = position, max(0, position - 30)
    while start > first and (text[start - 1].isalnum() or text[start - 1] in "_."):
        start -= 1
    return text[start:position].lstrip(".")
