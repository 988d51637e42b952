"""Footnotes and endnotes: entries of the label that their marker shows, which say something or name a work."""

from __future__ import annotations

from dataclasses import replace

from indexer.model import BlockKind, Marker, Reference, Span
from indexer.notes import reads_as_prose
from indexer.readers.bibliography import Entry
from indexer.sources import find_urls

_LONGEST_TITLE = 160


def note_kind(words: str) -> BlockKind:
    """`note` if the words are prose, which states something itself; `reference` if they name a work."""
    return "note" if reads_as_prose(words) else "reference"


def note_reference(label: str, words: str, span: Span, covers: Span) -> Reference:
    """A note as the entry of its label, which is another one than the same label of a list."""
    entry = Entry(words=words, label=label, title=_title(words) if len(words) > _LONGEST_TITLE else "")
    return replace(entry.reference(span), footnote=True, covers=covers)


def _title(words: str) -> str:
    """What a long note says without addresses, cut; a short one is read for its title as any entry is."""
    pieces, position = [], 0
    for span in find_urls(words):
        pieces.append(words[position : span.start])
        position = span.end
    bare = " ".join(" ".join((*pieces, words[position:])).split()).strip(" ,;:<>()")
    if len(bare) <= _LONGEST_TITLE:
        return bare.removesuffix(".")
    return bare[:_LONGEST_TITLE].rpartition(" ")[0].rstrip(" ,;:.") + "…"


def as_notes(markers: tuple[Marker, ...]) -> tuple[Marker, ...]:
    """Markers in the style of notes."""
    return tuple(replace(marker, style="footnote") for marker in markers)
