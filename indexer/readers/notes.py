"""Footnotes and endnotes: entries of the label that their marker shows, which say something or name a work."""

from __future__ import annotations

import re
from dataclasses import replace

from indexer.model import BlockKind, Marker, Reference, Span
from indexer.readers.bibliography import Entry
from indexer.sources import find_urls

_ARTICLES = frozenset("the der die das le les el los las".split())
_SMALL_WORDS = frozenset(
    "is are was were that this which we not has have had it its his her they be been would must as who whose"
    " ist sind war wurde nicht auch sich wird est sont était qui pas es son fue que".split()
)
_ADDRESS = re.compile(r"\s{0,9}(?:https?://|www\.\w|doi:|10\.\d{4,9}/)", re.IGNORECASE)
_WIDE_STOPS = frozenset("。！？")
_LONGEST_TITLE = 160
_SAMPLE = 600  # characters that tell what a note is


def note_kind(words: str) -> BlockKind:
    """`note` if the words are prose, which states something itself; `reference` if they name a work."""
    if _ADDRESS.match(words):
        return "reference"
    found = words[:_SAMPLE].lower().split()
    small = sum(word in _SMALL_WORDS for word in found)
    prose = small > 0 and small + sum(word in _ARTICLES for word in found) > 1
    return "note" if prose or words.rstrip()[-1:] in _WIDE_STOPS else "reference"


def note_reference(label: str, words: str, span: Span, covers: Span) -> Reference:
    """A note as the entry of its label, which is another one than the same label of a list."""
    entry = Entry(words=words, label=label, title=_title(words))
    return replace(entry.reference(span), footnote=True, covers=covers)


def _title(words: str) -> str:
    """What a note says without addresses, cut where it is long."""
    pieces, position = [], 0
    for span in find_urls(words):
        pieces.append(words[position : span.start])
        position = span.end
    bare = " ".join(" ".join((*pieces, words[position:])).split()).strip(" ,;:<>()")
    if len(bare) <= _LONGEST_TITLE:
        return bare.removesuffix(".")
    return bare[:_LONGEST_TITLE].rpartition(" ")[0].rstrip(" ,;:.") + "…"


def as_notes(markers: tuple[Marker, ...], style: str = "footnote") -> tuple[Marker, ...]:
    """Markers in the style of notes."""
    return tuple(replace(marker, style=style) for marker in markers)
