"""The way back to markers: links before an entry, `^ Jump up to: a b`, `↑`, and pages behind it, `(cit. on pp. 3, 7)`."""

from __future__ import annotations

import re

from indexer.model import Block
from indexer.patterns import pattern
from indexer.references.signs import lowered

_SIGNS = "↑↩^"
_JUMP = (
    "jump up(?: to)?|hochspringen(?: nach)?|aller plus haut|revenir plus haut|volver arriba|saltar a|salta a|ir para cima|saltar para"
    "|omhoog|spring naar|skocz do(?: góry)?|hoppa upp till|перейти обратно|перейти|перейти вгору|以下の位置に戻る|上へ移動|跳转到|跳到"
)
_FIRST = frozenset(_SIGNS) | {letter for word in ("jhavsiospп以上跳", "JHAVSIOSП") for letter in word}
# In front of letters, one for each marker, a sign or words that say so must stand.
_LEAD = pattern(
    rf"(?:[{_SIGNS}]\s+(?:(?:{_JUMP})\s?[:：]\s*)?|(?:{_JUMP})\s?[:：]\s*)(?:a(?:\s(?:(?:et|i|e|y|und|и)\s)?[b-z]){{1,25}}\s+(?=\S)|1\s2(?:\s\d){{0,9}}\s+(?=\S))?|a\sb(?:\s[c-z]){{0,24}}\s+(?=[^\W\d_])",
    re.IGNORECASE,
)
_ALONE = pattern(rf"[{_SIGNS}]{{1,3}}|(?:[{_SIGNS}]\s*)?(?:{_JUMP})\s?[:：]", re.IGNORECASE)
_LONGEST = 40  # characters
_PAGES = r"(?:p{1,2}|s{1,2}|pages?|seiten?|páginas?|págs?|blz|sidan?|str)\b\.?\s?(?:\d{1,4}|[ivxl]{1,6})(?:(?:\s?[,–-]\s?|,?\s(?:and|und|et|e|y|en|och)\s)(?:\d{1,4}|[ivxl]{1,6})){0,40}"
# What is before it, white space and a bracket, is found from its start: a pattern that begins with them is tried everywhere.
_BEHIND = pattern(
    rf"(?:(?:cit\.|cited) on|zit(?:\.|iert) auf|citado (?:\d{{1,3}} vezes )?nas?|citato a|citée? (?:à la|aux)|citado en|citerad på|geciteerd op)\s{_PAGES}\.?[)\]]?\.?\s*\Z"
    rf"|\((?:siehe|cf\.|see|vid\.|vedi)\s{_PAGES}\)\.?\s*\Z"
)
_LONGEST_BEHIND = 240


def leads_back(text: str, block: Block) -> bool:
    """Whether a block is nothing but the way back to a marker: `^`, `Jump up to:`."""
    start, end = block.span.start, block.span.end
    if end - start > _LONGEST or text[start] not in _FIRST:
        return False
    return _ALONE.fullmatch(text, start, end) is not None


def begins_with_way_back(text: str, block: Block) -> bool:
    """Whether a block begins with the way back and goes on: `^ a b Hale 1999`."""
    start, end = block.span.start, block.span.end
    if block.kind not in ("paragraph", "item") or text[start] not in _SIGNS:
        return False
    return start < behind_way_back(text, start, end) < end


def behind_way_back(text: str, start: int, end: int) -> int:
    """Where the words of an entry begin behind the way back to its markers."""
    if start >= end or (text[start] not in _FIRST and text[start : start + 4] != "a b "):
        return start
    lead = _LEAD.match(text, start, end)
    return lead.end() if lead else start


def before_way_back(text: str, start: int, end: int) -> int:
    """Where the words of an entry end before the pages that it is cited on."""
    if not text[start:end].rstrip(" \t\n.)]")[-1:].isalnum():
        return end
    first = max(start, end - _LONGEST_BEHIND)
    behind = _BEHIND.search(lowered(text[first:end]))
    if behind is None:
        return end
    before = text[first : first + behind.start()]
    told = first + len(before.rstrip("([").rstrip())
    return told if told > start else end
