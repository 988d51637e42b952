"""Where a text names an entry of its lists, but not by a marker: `[3` without its bracket, `see source 3`, `Smith (2020)`.

Such an entry is neither dropped nor renumbered, because the words would then mean something else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from indexer.fixes.lists import Item, ItemList
from indexer.markers.authors import AuthorYears
from indexer.model import Span
from indexer.page import Page
from indexer.patterns import pattern
from indexer.problems import called
from indexer.superscripts import LOWERED, SUPERSCRIPTS
from indexer.works import Catalogue

_NUMBERS = r"\d{1,4}(?:\s?[-–—,;]\s?\d{1,4}){0,20}"
_IN_BRACKETS = pattern(r"[\[【［](?P<labels>[^\[\]【】［］\n]{1,60})[\]】］]")
_ASIDE = pattern(r"[\[【［](?P<labels>[^\[\]【】［］\n]{1,60})[\]】］](?![(\[])")
"""Brackets that are not the words of a link, `[Source 2; see also 5]`. Those in entries are remarks, `[12 pages]`."""
_NUMBERED = (
    pattern(rf"[\[【［]\s?\^?(?P<labels>{_NUMBERS})(?!\w|\.\d|\s[^\[\]\n]{{0,200}}\])"),
    pattern(
        rf"\b(?:refs?|references?|sources?|foot-?notes?|notes?|entry|entries|Quellen?|Fußnoten?|réf|fuentes?)\b\.?\s?(?:nos?\.|#|nn?\.)?\s?(?P<labels>{_NUMBERS}(?:\s(?:and|to|or|und|et|y)\s{_NUMBERS})?)\b",
        re.IGNORECASE,
    ),
)
_UNOPENED = pattern(rf"(?<![\w.,;:–-])(?P<labels>{_NUMBERS})\s?[\]】］]")
_OF_STYLES = {  # what else may be a marker, if the text has markers of this style
    "parenthesis": pattern(rf"\((?P<labels>{_NUMBERS})\)"),
    "superscript": pattern(rf"(?P<labels>[{SUPERSCRIPTS}]{{1,4}})"),
    "html-superscript": pattern(rf"<sup>\s?\[?(?P<labels>{_NUMBERS})"),
}
_FAR = 80  # characters within which the other bracket is looked for
_LABEL = pattern(r"[,;]")
_RANGE = pattern(r"(\d{1,4})\s?[-–—]\s?(\d{1,4})")
_NUMBER = pattern(r"\d+")
_WIDEST = 100  # labels


class Unmarked:
    """The labels that a text names without a marker, with their places. Only labels of `lists` matter."""

    def __init__(self, page: Page, lists: Sequence[ItemList]) -> None:
        self._page = page
        labels = {item.reference.label for each in lists for item in each.items}
        self._places: dict[str, int] = {}
        for label, at in _named(page, lists):
            if label in labels:
                self._places.setdefault(label, at)

    def of(self, item: Item) -> str | None:
        """The reason why an entry must stay as it is; None if there is none."""
        at = self._places.get(item.reference.label)
        if at is None:
            return None
        line, _ = self._page.places.of(at)
        return f"{called(item.reference)} stays as it is: line {line} names it, but not by a marker"


def _named(page: Page, lists: Sequence[ItemList]) -> Iterator[tuple[str, int]]:
    """Labels that words may mean, with their offsets, in no particular order."""
    hidden = [item.label for each in lists for item in each.items]
    hidden += [item.marker.span for item in page.found]
    hidden += [block.span for block in page.document.blocks if block.kind == "code"]
    text = _without(page.document.text, hidden)
    for match in _IN_BRACKETS.finditer(text):
        yield from ((" ".join(label.strip(" ^").split()), match.start()) for label in _LABEL.split(match["labels"]))
    prose = _without(text, [item.lines for each in lists for item in each.items])
    yield from ((label, match.start()) for match in _ASIDE.finditer(prose) for label in _numbers(match["labels"]))
    works = AuthorYears(prose, prose, Catalogue(item.reference for each in lists for item in each.items))
    for group in works.groups:  # `Smith (2020)` in a text whose markers are numbers
        fits = (fitting for part in group.parts for fitting in part.fits)
        yield from ((entry.label, group.start) for fitting in fits for entry in fitting)
    styles = {item.marker.style for item in page.found}
    for form in (*_NUMBERED, *(form for style, form in _OF_STYLES.items() if style in styles)):
        yield from ((label, match.start()) for match in form.finditer(text) for label in _numbers(match["labels"]))
    for match in _UNOPENED.finditer(text):
        start = max(0, match.start() - _FAR)
        if text.rfind("[", start, match.start()) <= text.rfind("]", start, match.start()):
            yield from ((label, match.start()) for label in _numbers(match["labels"]))


def _numbers(words: str) -> Iterator[str]:
    plain = words.translate(LOWERED)
    yield from _NUMBER.findall(plain)
    for low, high in _RANGE.findall(plain):
        if int(high) - int(low) < _WIDEST:
            yield from map(str, range(int(low) + 1, int(high)))


def _without(text: str, spans: Iterable[Span]) -> str:
    """The text with the spans replaced by spaces. Spans may overlap."""
    pieces: list[str] = []
    position = 0
    for span in sorted(spans):
        if span.end > position:
            start = max(span.start, position)
            pieces += (text[position:start], " " * (span.end - start))
            position = span.end
    return "".join((*pieces, text[position:]))
