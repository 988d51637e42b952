"""Mending what an audit finds in lists of references: entries are dropped, merged, sorted and renumbered in the text.

Only what is safe is done: every claim keeps its words and its sources. Other words that name an entry are looked for first
(see `unmarked`), so that nothing changes its meaning unnoticed. Pure: a text goes in, a text comes out.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence

from indexer.audit.text import Text
from indexer.fixes.lists import ItemList, Unfit, find_lists
from indexer.fixes.markers import rewrite
from indexer.fixes.plans import Told, plan
from indexer.fixes.unmarked import Unmarked
from indexer.model import Extraction, Fix, Problem, Span
from indexer.page import Page

FIXABLE = ("CIT002", "CIT008", "CIT009")
"""The problems that are mended: unused entries, two for one work, broken numbering."""

__all__ = ["FIXABLE", "mend", "same_claims", "unmended"]


def mend(extraction: Extraction, told: Collection[Problem]) -> Fix:
    """The text of a document with the problems in `told` mended, as far as that is safe."""
    document = extraction.document
    places = Told(*({each.span for each in told if each.code == code} for code in FIXABLE))
    if not any(places):
        return unmended(extraction)
    if document.markers or document.claims or not document.searched:
        return unmended(extraction, "only markers that are written out are mended, such as [1]")
    text, page = Text(extraction), Page(document)
    lists, left = _fit(text)
    unmarked, dangling = Unmarked(page, lists), _dangling(page)
    plans = [plan(each, places, unmarked, _within(dangling, each.covers)) for each in lists]
    labels = {key: label for each in plans for key, label in each.labels.items()}
    edits = rewrite(page, labels)
    if edits is None:
        return unmended(extraction, "a marker cannot be rewritten, so nothing is changed")
    edits += [edit for each in plans for edit in each.edits(document.text)]
    return Fix(
        document.uri,
        document.text,
        _edited(document.text, edits),
        sum(len(each.dropped) for each in plans),
        sum(len(each.merged) for each in plans),
        sum(each.numbered for each in plans),
        (*left, *dict.fromkeys(reason for each in plans for reason in each.left)),
    )


def unmended(extraction: Extraction, *left: str) -> Fix:
    """The fix of a text that stays as it is, with the reasons."""
    document = extraction.document
    return Fix(document.uri, document.text, document.text, left=left)


def same_claims(before: Extraction, after: Extraction) -> bool:
    """Whether two texts make the same claims in the same order, each with the same sources."""
    return [*_claims(before)] == [*_claims(after)]


def _claims(extraction: Extraction) -> Iterator[tuple[object, ...]]:
    return ((c.statement, c.attribution, c.source_ids, c.heading, c.block) for c in extraction.claims)


def _fit(text: Text) -> tuple[list[ItemList], list[str]]:
    """The lists that can be mended, and the reasons why others cannot."""
    found = list(find_lists(text))
    return [each for each in found if isinstance(each, ItemList)], [
        each.reason for each in found if isinstance(each, Unfit)
    ]


def _dangling(page: Page) -> list[tuple[int, str]]:
    """The labels that markers use and that have no entry, with their offsets, ascending."""
    return [
        (item.marker.span.start, label)
        for item in page.found
        for label, source_id in zip(item.marker.labels, item.marker.source_ids, strict=True)
        if source_id == f"{page.document.uri}[{label}]"
    ]


def _within(places: Sequence[tuple[int, str]], span: Span) -> frozenset[str]:
    first, end = (bisect_left(places, at, key=lambda place: place[0]) for at in (span.start, span.end))
    return frozenset(label for _, label in places[first:end])


def _edited(text: str, edits: Collection[tuple[Span, str]]) -> str:
    pieces: list[str] = []
    position = 0
    for span, new in sorted(edits):
        pieces += (text[position : span.start], new)
        position = span.end
    return "".join((*pieces, text[position:]))
