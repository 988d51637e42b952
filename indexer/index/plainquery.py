"""The plain forms of queries that most people type, read by one small pattern without loading the whole language.

    words   "a phrase"   beginning*   one OR other   -without   label:2   attribution:none

of ASCII letters and digits. Everything else is left to `parser`, which reads these forms in the same way (a test compares them).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexer.index.query import Field, Not, Phrase, Prefix, Query, conjunction, disjunction
from indexer.patterns import pattern

if TYPE_CHECKING:
    import re

_LONGEST = 1000
_OPERATORS = frozenset({"AND", "OR", "NOT"})
_LEXEME = pattern(
    r"(?P<minus>-(?=[A-Za-z\"]))?"
    r"(?:\"(?P<phrase>[A-Za-z0-9]+(?: [A-Za-z0-9]+)*)\""
    r"|(?P<beginning>[A-Za-z]+)\*"
    r"|label:(?P<label>[A-Za-z0-9]+)"
    r"|attribution:(?P<attribution>direct|inherited|none)"
    r"|(?P<word>[A-Za-z0-9]+))(?:[ \t\n]+|\Z)"
)


def plain(text: str) -> Query | None:
    """The query of a text in plain forms; None if the text has other forms or no words."""
    text = text.strip(" \t\n")
    words = text.split(" ")
    if len(text) <= _LONGEST and text.isascii() and all(map(str.isalnum, words)) and _OPERATORS.isdisjoint(words):
        return conjunction([Phrase(word) for word in words])
    at = 0
    alternatives: list[list[Query]] = [[]]
    while at < len(text) <= _LONGEST:
        match = _LEXEME.match(text, at)
        if match is None or match["word"] in {"AND", "NOT"}:
            return None
        if match["word"] == "OR":
            alternatives.append([])
        else:
            part = _part(match)
            alternatives[-1].append(Not(part) if match["minus"] else part)
        at = match.end()
    if at < len(text) or not all(alternatives):
        return None
    return disjunction([conjunction(parts) for parts in alternatives])


def _part(match: re.Match[str]) -> Query:
    if match["beginning"]:
        return Prefix(match["beginning"].lower())
    if match["label"]:
        return Field("label", match["label"])
    if match["attribution"]:
        return Field("attribution", match["attribution"])
    return Phrase(match["phrase"] or match["word"])
