"""Which labels a text mentions, and where first: a cheap look at all that stands in brackets or raised."""

from __future__ import annotations

import itertools
import re

from indexer.leads import LABEL_WORDS
from indexer.model import WIDEST_RANGE
from indexer.patterns import pattern
from indexer.references.entries import NUMERALS
from indexer.superscripts import SUPERSCRIPTS

_OPENERS = "[【［〔"
_RAISED = pattern(rf"[{SUPERSCRIPTS}]{{1,4}}|(?<=\S)[①-⑳]")
_RAISED_TAG = pattern(
    r"<sup(?:\s[^<>]{0,80})?>\s?(?:<a\s[^<>]{0,200}>)?\[?(\d{1,4}(?:[,–-]\s?\d{1,4}){0,9})\]?(?:</a>)?</sup>",
    re.IGNORECASE,
)
# Behind an opener; the first alternative is for those with something before them on the line, the other takes no group.
_MENTION = r"(?:(?<=[^\n].)\^?([^\[\]【】〔〕\n]{0,60})|\^?[^\[\]【】〔〕\n]{0,60})[\]】］〕]?"
_CARETS = pattern(r"\^(?<=[^\s\d^]\^)(\d{1,3}(?:[,–-]\\?\s?\d{1,3}){0,9})\^")  # a fixed sign first is found faster
_FN = pattern(r"fn\. ?(\d{1,3})")
_LABEL_BREAK = pattern(r"[,;，、–—-]")
_RANGE = pattern(r"(\d{1,4})\s?[–—-]\s?(\d{1,4})")
_WORDED = pattern(rf"(?:{LABEL_WORDS})\s?[.:：#]{{0,2}}\s?(?=\d{{1,4}}\Z)", re.IGNORECASE)  # Source 1
_STARRED = pattern(r"※(?<=[^\n]※)\d{1,2}")  # as in 最大の湖である※1。
_REMARK = pattern(r"(?<=[^\n])[(（]([注註]釈?\s?\d{1,3})[)）]")


def mentions(text: str) -> frozenset[str]:
    """Every label that stands in brackets elsewhere than at the start of a line, or raised; ranges by their ends."""
    openers = "".join(sign for sign in _OPENERS if sign in text)  # one sign alone is found at many times the speed
    contents = (
        set(re.findall(f"[{re.escape(openers)}]{_MENTION}", text)) if openers else set()
    )  # most are there many times
    labels = {
        part.strip().rstrip("\\").casefold()
        for content in contents
        if "://" not in content
        for part in _LABEL_BREAK.split(content)
    }
    labels.update(label[worded.end() :] for label in list(labels) if (worded := _WORDED.match(label)))
    if "^" in text:
        labels.update(part.strip("\\ ") for raised in _CARETS.findall(text) for part in _LABEL_BREAK.split(raised))
    if "<sup" in text:
        labels.update(part.strip() for tag in _RAISED_TAG.findall(text) for part in _LABEL_BREAK.split(tag))
    if "fn. " in text:
        labels.update(f"fn {number}" for number in _FN.findall(text))
    if not text.isascii():
        labels.update(_REMARK.findall(text))
        labels.update(_STARRED.findall(text))
        labels.update(raised.translate(NUMERALS) for raised in _RAISED.findall(text))
    return frozenset(labels)


def first_mentions(text: str) -> dict[str, int]:
    """Where each label stands first in square brackets, elsewhere than at the start of a line, or raised by a tag."""
    first: dict[str, int] = {}
    for match in re.finditer(f"[{re.escape(_OPENERS)}]{_MENTION}", text):
        words = match[1] or ""
        between = (range(int(low), min(int(high), int(low) + WIDEST_RANGE)) for low, high in _RANGE.findall(words))
        for part in (*_LABEL_BREAK.split(words), *map(str, itertools.chain.from_iterable(between))):
            first.setdefault(part.strip().rstrip("\\"), match.start())
    for tag in _RAISED_TAG.finditer(text) if "<sup" in text else ():
        for part in _LABEL_BREAK.split(tag[1]):
            first[part.strip()] = min(tag.start(), first.get(part.strip(), tag.start()))
    return first
