"""Citations as pandoc writes them, `<span data-cites="doe2020">(Doe 2020)</span>`: turned into links to the entries."""

from __future__ import annotations

from collections.abc import Sequence

from indexer.dates import YEAR
from indexer.patterns import pattern
from indexer.readers.xmltree import Element

_YEAR = pattern(rf"\b{YEAR}[a-z]?\b|\bn\.d\.")
_NUMBER = pattern(r"\b\d{1,4}\b")
_PLACE = pattern(r",\s(?P<locator>[^;()\[\]]{0,30}\d[^;()\[\]]{0,12}?)\s?[;)\]]")
_ENTRY = "ref-"  # before the key of a work, in the id of its entry
_MOST = 50  # works that one marker names
CITED = "data-cited"
"""The attribute of a link that is the whole citation of a work, with the words around its name."""
LOCATOR = "data-locator"
"""The attribute of such a link that contains the locator."""


def link_cited(root: Element) -> None:
    """Put links into all such elements without any, if the page has the entries."""
    cited = [span for span in root.iter("span") if span.get("data-cites") and len(span) == 0 and span.text]
    if not cited:
        return
    entries = {name for element in root.iter() if (name := element.get("id", "")).startswith(_ENTRY)}
    for span in cited:
        names = [_ENTRY + key for key in span.get("data-cites", "").split()]
        if len(names) <= _MOST and entries.issuperset(names):
            _link(span, names)


def _link(span: Element, names: Sequence[str]) -> None:
    """Put a link around the name of each work: its year or number, or, if all is in brackets, all of it."""
    words = span.text or ""
    years = list(_YEAR.finditer(words))
    found = years if len(years) == len(names) else list(_NUMBER.finditer(words))
    if len(found) != len(names):
        return
    whole = found is years and words[0] in "([" and words[-1] in ")]"
    for at, (name, match) in enumerate(zip(names, found, strict=True)):
        end = found[at + 1].start() if at + 1 < len(found) else len(words)
        link = span.makeelement("a", {"href": f"#{name}", "role": "doc-biblioref"})
        if whole:
            parted = words.find(";", match.end(), end) + 1 if at + 1 < len(found) else end
            start = 0 if at == 0 else words.find(";", found[at - 1].end(), match.start()) + 1
            place = _PLACE.match(words, match.end())
            link.set(CITED, "")
            link.set(LOCATOR, place["locator"] if place else "")
            link.text = words[start : parted or end]
        else:
            link.text, link.tail = match.group(), words[match.end() : end]
        span.append(link)
    span.text = "" if whole else words[: found[0].start()]
