"""Texts whose format marks notes alone, and which have a list of works besides, with markers of its own."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from indexer.inline import MARKUP
from indexer.model import Document, Reference
from indexer.patterns import pattern

_NUMBER = pattern(
    rf"[\[［【〔]{MARKUP}{{0,3}}(?:[^\W\d_][^\[\]［］【】〔〕\n]{{0,20}}\s)?(?P<label>\d{{1,3}})(?={MARKUP}{{0,3}}[\]］】〕,;:，、–-])"
)
_NOTES = frozenset({"footnote", "note", "superscript", "bare"})  # how notes are called
_LINKS = frozenset({"inline-link", "link", "needed"})  # what stands beside them without an entry in a list


def with_notes_apart(document: Document, shown: str) -> Document:
    """The document, its notes told from entries of a list that it may have besides, if numbers in brackets are left which no marker of the format holds.

    `shown` is the text as it is shown.
    """
    own = [reference for reference in document.references if not is_carried(reference)]
    if document.searched or all(reference.footnote for reference in own):
        return document
    if not {marker.style for marker in document.markers} - _LINKS <= _NOTES or not _free_numbers(document, shown):
        return document
    references = tuple(each if is_carried(each) else replace(each, footnote=True) for each in document.references)
    return replace(document, references=references)


def has_own_list(document: Document, shown: str, found: Sequence[Reference]) -> bool:
    """Whether references that were found in a text whose format marks only notes are those that its brackets mean.

    Entries without labels are called by author and year, which no bracket tells.
    """
    if not found or not all(each.footnote or is_carried(each) for each in document.references):
        return False
    numbers = _free_numbers(document, shown)
    listed = {each.label for each in found if not each.footnote}
    return len(numbers & listed) * 2 > len(numbers) if numbers else any(each.named for each in found)


def is_carried(reference: Reference) -> bool:
    """Whether a marker carries the reference itself, as one that is a link out does."""
    return reference.covers == reference.span


def _free_numbers(document: Document, shown: str) -> set[str]:
    """The numbers that open brackets outside the markers that the format has."""
    ends = [marker.span.end for marker in document.markers]
    found = set()
    for match in _NUMBER.finditer(shown):
        at = bisect_right(ends, match.start())
        if at == len(ends) or document.markers[at].span.start >= match.end():
            found.add(match["label"])
    return found
