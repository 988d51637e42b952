r"""Notes within the sentence that they belong to: `\footnote{…}`, `footnote:[…]`, `<ref>…</ref>`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from indexer.dates import YEAR
from indexer.model import Marker, Reference, Span
from indexer.patterns import pattern
from indexer.readers.bibliography import BibliographyEntry
from indexer.sources import find_doi, find_urls

_WORK = pattern(rf"\b{YEAR}[a-z]?\b|\b(?:ibid|op\. ?cit)\b|\barxiv\b", re.IGNORECASE)
# In sentences, but not in entries; notes within a sentence are short, and start with `See the letter of …`.
VERB = pattern(r"\b(?:is|are|was|were|has|have|had|be|been|would|must|did|does)\b", re.IGNORECASE)
"""A verb, which distinguishes a sentence from the name of a work."""


def names_work(words: str) -> bool:
    """Whether a note names a work, by an address, a DOI or a year; otherwise it is a remark."""
    if find_doi(words) or any(True for _ in find_urls(words)):
        return True
    return _WORK.search(words) is not None and VERB.search(words) is None


def as_source(entry: BibliographyEntry, outer: Span, inner: Span, whole: Span) -> tuple[Marker, Reference]:
    """The marker and the reference that a note is: `outer` is all of it, `inner` its words, `whole` the text."""
    reference = replace(entry.reference(inner, whole), footnote=True)
    return Marker(outer, (reference.label,), "footnote", None, None, (reference.source_id,)), reference


def as_remark(entry: BibliographyEntry, outer: Span, inner: Span, whole: Span) -> tuple[Marker, Reference]:
    """The same for a note that is not a source."""
    reference = replace(entry.reference(inner, whole), footnote=True)
    return Marker(outer, (reference.label,), "note", None, None, (None,)), reference


def with_own_sources(markers: Iterable[Marker], references: Sequence[Reference]) -> tuple[Marker, ...]:
    """The markers of a text; those without a source get the source of their label in `references`, if it is there."""
    known: dict[tuple[bool, str], str] = {}
    for reference in references:
        known.setdefault((reference.footnote, reference.label), reference.source_id)
    return tuple(
        marker
        if marker.style == "note" or None not in marker.source_ids
        else replace(
            marker, source_ids=tuple(known.get((marker.style == "footnote", label)) for label in marker.labels)
        )
        for marker in markers
    )
