"""What people write above a list of references or of notes: the names of such lists, with other words around them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Literal

from indexer.listnames import BESIDE, BETWEEN, NOTES, SIGN_BETWEEN, SMALL, SOURCES, WIDE_NAME, plain
from indexer.patterns import pattern

NamedKind = Literal["sources", "notes"]
"""What a heading names."""
_LONGEST = 60
_SHORTEST = 3  # letters; names in scripts of Asia may be shorter
_TAIL = 5  # letters
_LEAD = pattern(
    r"[\W_\d]*(?:[ivxIVX]{1,4}[.)]\s+|[a-zA-Z][.)]\s+|[一二三四五六七八九十壹貳參肆伍陸柒捌玖拾]{1,3}[、.]\s*)?[\W_]*"
)
_LINK = pattern(r"\[(?P<words>[^\[\]]{1,60})\]\([^()\s]{0,60}\)")
# What a list may be of, in the form of `plain`.
_PARTS = (
    "report article document paper study essay section chapter part page post episode show issue answer response brief briefing review"
    " abschnitt kapitel bericht artikel beitrag teil folge chapitre partie rapport reponse episode seccion capitulo articulo informe parte"
).split()
_NUMBERED = (
    "appendix annex anhang chapter section part kapitel abschnitt teil chapitre partie capitulo seccion parte".split()
)
_BEFORE = pattern(
    rf"(?:here are |(?:{'|'.join(_NUMBERED)}) (?:\d{{1,3}}|[ivx]{{1,4}}|[a-z])(?:\s?[:.–-])?\s+|(?:appendix|annex|anhang)\s?[:.–-]\s+)"
)
# `[edit]`, the name that links call the heading by, or what the list is of.
_BEHIND = pattern(
    r"\s*(?:\s\[[^\[\]\d]{1,40}\]?|\[edit\]?"
    rf"|\b(?:(?:in|for|from|of|to) (?:this|the)|(?:zu|in) diese[mr]|fur diese[ns]?|de (?:cet|cette|ce|esta|este)) (?:{'|'.join(_PARTS)}))\Z"
)
_BRACKET = pattern(r"(?P<words>[^()]+?)\s*\((?P<inside>[^()]{1,40})\)?\Z")
_HYPHEN = pattern(r"(?<=\w)-(?=\w)")
_ONE_LETTER = frozenset("وו")  # "and" in Arabic and Hebrew, written with the word behind it
# `Source: Conversation with Bing, 10/9/2023`, in any language.
_CONVERSATION = pattern(r"[^\W\d_]{2,12}\s?[:：]\s?[^\n]{0,30}(?:Bing|Copilot|必应)[^\n.]{0,12}[\d/. -]{6,12}")
# Few other lines end like one of them, or like what may stand behind. Of each length for itself: shorter names are whole.
_TAILS = frozenset(
    name[-_TAIL:] for name in (*SOURCES, *NOTES, *BESIDE, *SMALL, *_PARTS, "url") if len(name) >= _SHORTEST
)

_FIRST_MARK = "\u0300"
_FIRST_WORD = pattern(r"[a-z]+(?!\w)")
# What the names of lists are made of, and what may lead to one: most lines begin with another word.
_VOCABULARY = frozenset(
    word
    for name in (*SOURCES, *NOTES, *BESIDE, *SMALL, *BETWEEN, "here", *_NUMBERED)
    for word in re.findall("[a-z]+", name)
)


def may_name_list(line: str) -> bool:
    """Whether a line is short enough for the heading of a list and ends like one: a cheap look first."""
    if len(line) > _LONGEST:
        return False
    if line[-1:] in (")", "]"):
        line = line[: max(line.rfind("("), line.rfind("["), 0)]
        if not line:
            return True
    words = line if line[-1:].isalnum() else line[: _last_sign(line)]
    ending = words[-_TAIL:].casefold()
    if not ending.isascii() or ending in _TAILS or ending[1:] in _TAILS or ending[2:] in _TAILS:
        return True
    return words[-1:].isdigit() and _is_conversation(line)


def _is_conversation(line: str) -> bool:
    """Whether a line is what Bing put above the sources of an answer; it ends with the date."""
    return ("Bing" in line or "Copilot" in line or "必应" in line) and _CONVERSATION.fullmatch(line) is not None


def _last_sign(line: str) -> int:
    """Where the letters and figures of a line end."""
    end = len(line)
    while end and not (sign := line[end - 1]).isalnum():
        if sign > _FIRST_MARK and unicodedata.category(sign)[0] == "M":
            break  # a vowel, in scripts of India
        end -= 1
    return end


def heading_kind(line: str) -> NamedKind | None:
    """What a line names, if it names a list at all. Numbering, emphasis and colons do not count."""
    if not may_name_list(line):
        return None
    if _is_conversation(line):
        return "sources"
    if "](" in line:
        line = _LINK.sub(r"\g<words>", line)
    lead = _LEAD.match(line)
    start = lead.end() if lead else 0
    words = plain(" ".join(line[start : _last_sign(line)].split()))
    if words in SOURCES or words in NOTES:
        return "sources" if words in SOURCES else "notes"
    first = _FIRST_WORD.match(words)
    if first and first.group() not in _VOCABULARY:
        return None
    return _kind_in_words(_BEHIND.sub("", _BEFORE.sub("", words, 1)))


def _kind_in_words(words: str) -> NamedKind | None:
    """What words name that may have something in brackets behind them."""
    bracket = _BRACKET.fullmatch(words)
    if bracket is None:
        return _kind_of_all(words)
    outside, inside = bracket["words"], bracket["inside"]
    kind = _kind_of_all(outside)
    if kind is None and outside.isascii() is not inside.isascii():  # which say the same in two languages
        kind = _kind_of_all(inside)
    return kind


def _kind_of_all(words: str) -> NamedKind | None:
    """What the names in a heading have in common: `sources` if one of them is of sources; None if one is unknown."""
    kinds = {_kind_of(words.split())}
    if kinds == {None}:
        kinds = {_kind_of(name) for name in _names(words)}
    if None in kinds:
        return None
    return "sources" if "sources" in kinds else "notes" if "notes" in kinds else None


def _names(words: str) -> Iterator[list[str]]:
    """The words of each name in a heading: `Quellen- und Literaturverzeichnis`, `المصادر والمراجع`."""
    name: list[str] = []
    for word in SIGN_BETWEEN.sub(" & ", words).split():
        joined = word[0] in _ONE_LETTER and len(word) > _SHORTEST and (word[1:] in SOURCES or word[1:] in NOTES)
        if name and (joined or word in BETWEEN):
            yield name
            name = []
        if joined or word not in BETWEEN:
            name.append(word[1:] if joined else word.rstrip("-"))
    if name:
        yield name


def _kind_of(words: list[str]) -> str | None:
    """What one name is of, with or without the small words in it; `beside` if it is of what is listed with sources."""
    small = [word for word in words if word not in SMALL]
    for name in (" ".join(words), " ".join(small), _HYPHEN.sub("", " ".join(small))):
        wide = None if name.isascii() else WIDE_NAME.fullmatch(name)
        for each in (name, wide["name"] if wide else None):
            if each in SOURCES:
                return "sources"
            if each in NOTES:
                return "notes"
        if wide and wide["formed"]:
            return "sources"
        if name in BESIDE:
            return "beside"
    # Two names side by side: `Nguồn tham khảo`, `Sumber Referensi`.
    halves = ((" ".join(words[:at]), " ".join(words[at:])) for at in range(1, len(words)))
    return "sources" if any(first in SOURCES and second in SOURCES for first, second in halves) else None
