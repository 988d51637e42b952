"""Which reference a label means: several may have one label, as lists may start again at 1, and each serves a part of the text."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence

from indexer.dates import YEAR
from indexer.filenames import file_of
from indexer.linking import folded
from indexer.markers import Found, normal_label
from indexer.model import SOURCELESS, Document, Reference
from indexer.patterns import pattern

_WORDED = pattern(
    r"(?:source|doc|document|ref|reference|quelle|来源|fn|cite:|citation:)\s?(?P<number>\d{1,4})", re.IGNORECASE
)
_OPENING = pattern(
    r"[\W_]*(?:\d{1,4}[\]).:]{1,2}\s[\W_]*)?(?P<name>[^\W\d_].{0,80}?)(?=\s?[.,:;(（–—|\"“\]：，。]|\s-\s|\s*\Z)"
)
_SAID = pattern(rf"(?P<name>.+?)(?:[,，(（\s]+(?:[^,(]{{0,16}}\D)?(?P<year>{YEAR})\D{{0,8}})?")
_YEAR = pattern(YEAR)
_NOTE = pattern(r"[^\W\d_]{1,8}\.?\s?(?P<number>\d{1,3})")


class Labels:
    """The references of a document by their labels, as its markers write them."""

    def __init__(self, document: Document, found: Sequence[Found]) -> None:
        self._references: dict[str, list[Reference]] = {}  # those of one label in text order
        for label, reference in sorted(labelled(document), key=lambda pair: pair[1].covers.end):
            self._references.setdefault(_key(label, footnote=reference.footnote), []).append(reference)
        self._names_notes = not document.markers and all(item.marker.style in SOURCELESS for item in found)
        if self._names_notes:
            self._references.update(_numbered_notes(found, self._references))
        self._by_name = _names(document) if any(_is_said(item, self._references) for item in found) else {}
        self._ends = {key: [each.covers.end for each in entries] for key, entries in self._references.items()}

    def __contains__(self, label: object) -> bool:
        """Whether a normalised label is that of an entry; `^` stands before those of footnotes."""
        return label in self._references

    def resolve(self, label: str, position: int, *, footnote: bool) -> Reference | None:
        """The reference that a label means at an offset; None if there is none.

        A footnote marker without a footnote means the entry with that number: `[^1]` above `1. Title`.
        """
        key = _key(label, footnote=footnote)
        if key not in self._ends and footnote:
            key = _key(label, footnote=False)
        if key not in self._ends:
            return self._called(label)
        at = bisect_right(self._ends[key], position)
        fitting = self._references[key][at : at + 1]
        return fitting[0] if fitting and fitting[0].covers.start <= position else None

    def _called(self, label: str) -> Reference | None:
        """The entry that opens with a name, and whose year, if both have one, is that behind it."""
        said = _SAID.fullmatch(label) if self._by_name else None
        entry = self._by_name.get(folded(said["name"])) if said else None
        year = said["year"] if said else None
        return entry if entry and (year is None or year in entry.text or not _YEAR.search(entry.text)) else None

    def note_source(self, label: str, position: int) -> str | None:
        """The source that a remark is in a text that has no other markers: `[FN1]` above `FN1. Smith v. Jones`."""
        note = self.resolve(label, position, footnote=False) if self._names_notes else None
        return note.source_id if note else None


def labelled(document: Document) -> list[tuple[str, Reference]]:
    """The entries by the labels of their lists, files without one by their names. `Source 3` may also be called `3`, if no other entry is."""
    found = [(r.label, r) for r in document.references if r.label and not r.named and r.covers != r.span]
    found += [(name, r) for r in document.references if not r.label and (name := file_of(r.text))]
    if any(label.isdecimal() for label, _ in found):
        return found
    worded = ((_WORDED.fullmatch(label), reference) for label, reference in found)
    return found + [(match["number"], reference) for match, reference in worded if match]


def _is_said(item: Found, known: Mapping[str, list[Reference]]) -> bool:
    """Whether a marker names a source by words that are no label of the list: `(Source: OECD)`."""
    marker = item.marker
    return (
        marker.style == "worded"
        and item.target is None
        and any(normal_label(each) not in known for each in marker.labels)
    )


def _names(document: Document) -> dict[str, Reference]:
    """The entries by the names that they open with, those of one entry alone: `OECD. Margins`."""
    found: dict[str, Reference] = {}
    several = set()
    for reference in document.references:
        opening = _OPENING.match(reference.text) if not reference.footnote else None
        name = folded(opening["name"]) if opening else ""
        if name in found and found[name].source_id != reference.source_id:
            several.add(name)
        found[name] = reference
    return {name: reference for name, reference in found.items() if name and name not in several}


def _numbered_notes(
    found: Iterable[Found], by_label: Mapping[str, list[Reference]]
) -> Iterator[tuple[str, list[Reference]]]:
    """Entries by what markers call them that a list gives by their numbers alone: `[Footnote 1]` above `[1] Smith`."""
    for item in found:
        for label in item.marker.labels:
            key, numbered = _key(label, footnote=False), _NOTE.fullmatch(label)
            if numbered and key not in by_label and numbered["number"] in by_label:
                yield key, by_label[numbered["number"]]


def _key(label: str, *, footnote: bool) -> str:
    return ("^" if footnote else "") + normal_label(label)
