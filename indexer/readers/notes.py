"""Footnotes and endnotes: entries of the labels that their markers show, which state something or name a work."""

from __future__ import annotations

from dataclasses import replace

from indexer.model import BlockKind, Marker, Reference, Span
from indexer.notes import reads_as_prose
from indexer.readers.bibliography import BibliographyEntry
from indexer.sources import find_urls

_LONGEST_TITLE = 160


def note_kind(words: str) -> BlockKind:
    """The kind of block for a note: `note` if it is prose, which states something; `reference` if it names a work."""
    return "note" if reads_as_prose(words) else "reference"


def note_reference(label: str, words: str, span: Span, covers: Span) -> Reference:
    """A note as the entry of its label; the same label in a list of references is another."""
    entry = BibliographyEntry(words=words, label=label, title=_title(words) if len(words) > _LONGEST_TITLE else "")
    return replace(entry.reference(span), footnote=True, covers=covers)


def _title(words: str) -> str:
    """A title for a long note: its beginning, without addresses."""
    pieces, position = [], 0
    for span in find_urls(words):
        pieces.append(words[position : span.start])
        position = span.end
    bare = " ".join(" ".join((*pieces, words[position:])).split()).strip(" ,;:<>()")
    if len(bare) <= _LONGEST_TITLE:
        return bare.removesuffix(".")
    return bare[:_LONGEST_TITLE].rpartition(" ")[0].rstrip(" ,;:.") + "…"


def as_notes(markers: tuple[Marker, ...]) -> tuple[Marker, ...]:
    """Markers with the style `footnote`."""
    return tuple(replace(marker, style="footnote") for marker in markers)
