"""Markers that name a work by its author and a page, as the MLA has them: `(Hale 12)`, `(Marsh and Vane 4-5; Moss, "Doubt" 7)`.

They count where the list has no labels, and has a work by that author, of that title if one is named.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from indexer.dates import YEAR
from indexer.leads import SEE
from indexer.markers.uncased import Named
from indexer.model import Reference, Span
from indexer.patterns import pattern
from indexer.works import Catalogue, Work
from indexer.works.names import PARTICLE

_NAME = rf"(?:{PARTICLE}\s){{0,2}}[^\W\d_a-z][\w'’-]{{1,30}}"
_PAGE = rf"(?:(?!{YEAR}\b)\d{{1,4}}|[ivxl]{{1,6}})"
_PAGES = rf"{_PAGE}(?:[-–]\d{{1,4}})?(?:,\s{_PAGE}(?:[-–]\d{{1,4}})?){{0,5}}"
_PART = pattern(
    rf"\s*(?:(?i:{SEE})\s|qtd\.\sin\s)?(?P<name>{_NAME})(?:\s(?:and|&|und|et|y|e)\s(?P<second>{_NAME})|,?\set\sal\.)?"
    rf"(?:,\s(?P<title>[^\d;]{{2,60}}?),?)?(?:\s(?P<pages>{_PAGES}))?\s*"
)
_BRACKET = pattern(r"\((?=[^()\[\]\n]{2,160}\))(?=[^()\n]{0,160}[ ][\divxl])[^()\[\]\n]{2,160}\)")
_MOST_WORKS = 50  # of one author, which are looked through for a title each time it is named
_QUOTES = "\"“”'‘’*_ "


def find_paged(masked: str, catalogue: Catalogue) -> Iterator[Named]:
    """All of them in order. `masked` is the text with all that is no prose blanked out."""
    if not catalogue.named:
        return
    for bracket in _BRACKET.finditer(masked):
        parts = [_PART.fullmatch(part) for part in bracket.group()[1:-1].split(";")]
        if not all(parts) or not any(part["pages"] for part in parts if part):
            continue
        found = [(part, _entries(part, catalogue)) for part in parts if part]
        works = [(Work((part["name"],), ""), entries) for part, entries in found if entries]
        if len(works) == len(parts):
            places = "; ".join(part["pages"] for part, _ in found if part["pages"])
            yield Named(Span(*bracket.span()), tuple(works), places or None)


def _entries(part: re.Match[str], catalogue: Catalogue) -> tuple[Reference, ...]:
    """The entries that a part of a bracket may mean."""
    name = part["name"]
    fits = catalogue.by_name(name) if name.split()[-1][0].isupper() else ()
    for words in (part["second"], part["title"]):
        if words and len(fits) > _MOST_WORKS:
            return ()
        if words:
            sought = pattern(rf"(?<!\w){re.escape(words.strip(_QUOTES))}(?!\w)", re.IGNORECASE)
            fits = tuple(entry for entry in fits if sought.search(entry.text))
    return fits
