"""Rules on claims and paragraphs without sources, and on the styles of markers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from indexer.audit.settings import AuditSettings
from indexer.audit.text import Text, count_words
from indexer.model import MENTION, Claim, Marker, Problem

_REPEAT = "ibid"
_PARAGRAPHS = frozenset({"paragraph", "quote"})
# Styles that read as one: a link is a bracket that leads somewhere.
_FAMILIES = {
    "link": "bracket",
    "bare": "bracket",
    "html-superscript": "superscript",
    MENTION: "author-year",
}


def mixed_styles(text: Text, _settings: AuditSettings) -> Iterator[Problem]:
    """The first marker of each style that is used less than the most used one, in texts whose markers are written by hand."""
    if not text.document.searched:
        return
    markers: Sequence[Marker] = [m for m in text.markers if m.style != _REPEAT]  # which is at home among all
    if text.entries:  # what has none, `(source: Doe, 1971)` among numbers, is a fault of its own
        unknown = f"{text.document.uri}["
        markers = [m for m in markers if not all(str(id_).startswith(unknown) for id_ in m.source_ids)]
    families = [_family(text, marker) for marker in markers]
    uses = Counter(families)
    if len(uses) < 2:
        return
    usual, most = uses.most_common(1)[0]
    for family, number in uses.items():
        if number < most:
            marker = markers[families.index(family)]
            words = "is one marker" if number == 1 else f"is the first of {number} markers"
            message = f"{text.document.text[marker.span.start : marker.span.end]} {words} of style {family}; {most} are of style {usual}"
            yield text.at("CIT015", " ".join(message.split()), marker.span)


def _family(text: Text, marker: Marker) -> str:
    """The family that a marker's style belongs to; `@key says` and `[@key]` are two forms of one style."""
    if marker.style == MENTION and text.document.text[marker.span.start] == "@":
        return "key"
    return _FAMILIES.get(marker.style, marker.style)


def unsourced_paragraph(text: Text, settings: AuditSettings) -> Iterator[Problem]:
    """Paragraphs of at least `least_words` in which no claim has a source, in a text that has sources."""
    if not text.has_sources:
        return
    for block, group in groupby(text.claims, text.block_of):
        claims = list(group)
        if block.kind not in _PARAGRAPHS or any(claim.source_ids for claim in claims):
            continue
        words = sum(count_words(claim.statement) for claim in claims)
        if words >= settings.least_words and _is_wanted(claims[0], settings):
            yield text.at(
                "CIT019",
                f"no claim of this paragraph has a source ({len(claims)} claim{'s' * (len(claims) != 1)}, {words} words)",
                block.span,
            )


def unsourced_claim(text: Text, settings: AuditSettings) -> Iterator[Problem]:
    """Claims of at least `least_words`, below the selected headings, that have no source."""
    for claim in text.claims:
        if claim.attribution == "none" and _is_wanted(claim, settings):
            words = count_words(claim.statement)
            if words >= settings.least_words:
                yield text.at("CIT020", "this claim has no source", claim.span)


def _is_wanted(claim: Claim, settings: AuditSettings) -> bool:
    """Whether a claim is below one of the selected headings."""
    if not settings.headings:
        return True
    wanted = [heading.casefold() for heading in settings.headings]
    return any(each in heading.casefold() for heading in claim.heading for each in wanted)
