"""Notes and citation fields of an office document, gathered while its text is put together, then resolved.

A note is the entry of its number. A field names works, which take their label from the list that the reference
manager wrote, `[3] Nordvik, Tides …`, else from what the field shows, `[3]`, else from author and year.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import islice

from indexer.late import dataclass
from indexer.model import Marker, Reference, Span
from indexer.readers.csl import Cited
from indexer.readers.links import make_markers
from indexer.readers.notes import note_reference
from indexer.readers.numerals import RAISED
from indexer.readers.outlinks import addresses_of, beside, carried_markers
from indexer.readers.rendering import Link, Place, Rendering
from indexer.readers.sketch import Fault, Sketch
from indexer.works import author_year

_NUMBER = re.compile(r"[\[(]?(\d{1,4})[\])]?\.?(?=\s|[^\W\d])")
_SHOWN = re.compile(r"[\[(]?([0-9⁰¹²³⁴-⁹]{1,4})[\])]?")
_LOWERED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_LETTERS = re.compile(r"[\W_]+")
_HEAD = 8  # letters of a title that are looked up
_LONGEST_ENTRY = 2000  # letters
_MOST_PLACES = 200  # entries that are compared with a title
_EVERYWHERE = Span(0, 1 << 62)


@dataclass(slots=True)
class Note:
    """A note that the text calls: its family (`footnote`, `endnote`), label, blocks, and the works that it cites."""

    family: str
    label: str
    first: int = 0
    last: int = -1
    words: str = ""
    cited: Sequence[Cited] = ()

    @property
    def sign(self) -> str:
        """What stands in the text where the note is called."""
        return self.label.translate(RAISED) if self.label.isdecimal() else f"[{self.label}]"


class Citations:
    """What cites what. `cited` has each work of a field once, by its key."""

    def __init__(self, out: Rendering) -> None:
        self.out = out
        self.cited: dict[str, Cited] = {}
        self.list_blocks: list[int] = []
        self.notes: dict[tuple[str, str], Note] = {}
        self._links: dict[str, list[Link]] = {"footnote": [], "endnote": [], "work": []}
        self._waiting: dict[str, list[str]] = {"footnote": [], "endnote": []}
        self._shown: dict[str, Span] = {}
        self._first: dict[str, Span] = {}

    def call(self, note: Note, key: str) -> None:
        """The text calls a note here."""
        if (note.family, key) not in self.notes:
            self.notes[note.family, key] = note
            self._waiting[note.family].append(key)
        place = self.out.place()
        self.out.add(note.sign)
        if span := self.out.span_since(place):
            self._links[note.family].append(Link(span, (key,), raised=True))

    def cite(self, works: Sequence[Cited], place: Place, *, raised: bool = False) -> None:
        """What was added since `place` cites works."""
        span = self.out.span_since(place)
        if span is None or not works:
            return
        for work in works:
            self.cited.setdefault(work.key, work)
            self._first.setdefault(work.key, span)
        if len(works) == 1:
            self._shown.setdefault(works[0].key, span)
        locator = next((work.locator for work in works if work.locator), None)
        self._links["work"].append(Link(span, tuple(work.key for work in works), raised=raised, locator=locator))

    def write_notes(self, write: Callable[[str, Note], None], family: str) -> None:
        """Put the notes of a family that were called since the last time; `write` adds the words of one, by its key."""
        waiting, self._waiting[family] = self._waiting[family], []
        for key in waiting:
            note = self.notes[family, key]
            self.out.end()
            note.first = len(self.out.blocks)
            write(key, note)
            self.out.end()
            note.last = len(self.out.blocks) - 1

    def sketch(self, title_block: int | None, title: str, faults: tuple[Fault, ...]) -> Sketch:
        """The text that was put together, once, at the end; its title is the words of a block, else `title`, else the heading that opens it."""
        text = self.out.text()
        blocks = tuple(self.out.blocks)
        if title_block is None and not title and blocks and blocks[0].kind == "heading" and blocks[0].level == 1:
            title_block = 0
        span = Span(0, 0) if title_block is None else blocks[title_block].span
        references, markers = self._resolve(text)
        return Sketch(
            title=text[span.start : span.end] or title,
            blocks=blocks,
            text=text,
            references=references,
            markers=markers,
            addresses=addresses_of(self.out.outlinks),
            searched=not self.cited,
            faults=faults,
        )

    def _resolve(self, text: str) -> tuple[tuple[Reference, ...], tuple[Marker, ...]]:
        """The references and the markers of the text."""
        markers: list[Marker] = []
        references: list[Reference] = []
        for family in ("footnote", "endnote"):
            entries = self._notes_of(family, text)
            parts: dict[str, list[str]] = {}
            for key in entries:
                parts.setdefault(key.partition("\0")[0], []).append(key)
            links = [replace(link, keys=tuple(parts.get(link.keys[0], link.keys))) for link in self._links[family]]
            markers += [replace(marker, style=family) for marker in make_markers(text, links, entries)]
            references += entries.values()
        works = self._works(text)
        markers += make_markers(text, sorted(self._links["work"], key=lambda link: link.span), works)
        settled = _apart(sorted(markers, key=lambda marker: marker.span))
        found, cited = beside(settled, carried_markers(text, self.out.blocks, self.out.outlinks))
        return (*references, *works.values(), *cited), found

    def _notes_of(self, family: str, text: str) -> dict[str, Reference]:
        """The entries of notes; one that cites several works in fields is one entry for each."""
        entries: dict[str, Reference] = {}
        for (kind, key), note in self.notes.items():
            if kind != family or note.last < note.first:
                continue
            blocks = self.out.blocks
            span = Span(blocks[note.first].span.start, blocks[note.last].span.end)
            words = " ".join((note.words or text[span.start : span.end]).split()).removeprefix(note.label).strip()
            plain = note_reference(note.label, words, span, _EVERYWHERE)
            for at, work in enumerate(note.cited):
                known = replace(work.entry, label=note.label, words=work.entry.words or words).reference(span)
                entries[f"{key}\0{at}"] = replace(known, footnote=True, text=words)
            if not note.cited:
                entries[f"{key}\0"] = plain
        return entries

    def _works(self, text: str) -> dict[str, Reference]:
        """The entries of works, in the order of the list that shows them."""
        blocks = self.out.blocks
        listed = _Titles((at, text[blocks[at].span.start : blocks[at].span.end]) for at in self.list_blocks)
        found: list[tuple[int, str, Reference]] = []
        for key, work in self.cited.items():
            at = listed.find(work.entry.title)
            span = self._first[key] if at is None else blocks[at].span
            words = text[span.start : span.end]
            number = _NUMBER.match(words) if at is not None else None
            alone = self._shown.get(key)
            shown = _SHOWN.fullmatch(text[alone.start : alone.end]) if alone else None
            label = number[1] if number else shown[1].translate(_LOWERED) if shown else ""
            entry = replace(work.entry, label=label or author_year(work.entry.surnames, work.entry.year))
            entry.words = words[number.end() :].strip() if number else words if at is not None else entry.words
            found.append((len(blocks) if at is None else at, key, entry.reference(span)))
        return {key: reference for _, key, reference in sorted(found, key=lambda each: each[0])}


class _Titles:
    """Blocks by the titles that stand in them: looked up by the first letters of a title, wherever they stand."""

    def __init__(self, blocks: Iterable[tuple[int, str]]) -> None:
        self._words: dict[int, str] = {}
        self._places: dict[str, list[int]] = {}
        for at, words in blocks:
            letters = self._words[at] = _letters(words)[:_LONGEST_ENTRY]
            for start in {letters[place : place + _HEAD] for place in range(max(1, len(letters) - _HEAD + 1))}:
                self._places.setdefault(start, []).append(at)

    def find(self, title: str) -> int | None:
        """The first block that holds a title."""
        letters = _letters(title)
        if not letters:
            return None
        places = self._places.get(letters[:_HEAD], ()) if len(letters) >= _HEAD else self._words
        return next((at for at in islice(places, _MOST_PLACES) if letters in self._words[at]), None)


def _letters(words: str) -> str:
    return _LETTERS.sub("", words).casefold()


def _apart(markers: Sequence[Marker]) -> list[Marker]:
    """Markers that do not overlap: a field inside another counts with the outer one."""
    kept: list[Marker] = []
    for marker in markers:
        if not kept or marker.span.start >= kept[-1].span.end:
            kept.append(marker)
    return kept
