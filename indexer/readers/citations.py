"""Notes and citation fields of an office document, collected while its text is written, then resolved.

A note is the entry of its number. A field cites works; their labels come from the list that the reference manager wrote,
`[3] Nordvik, Tides …`, else from what the field shows, `[3]`, else from author and year.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import islice

from indexer.late import dataclass
from indexer.model import BlockKind, Marker, Reference, Span
from indexer.patterns import pattern
from indexer.readers.bibliography import EVERYWHERE
from indexer.readers.csl import Cited
from indexer.readers.links import linked_text, make_markers
from indexer.readers.notes import note_kind, note_reference
from indexer.readers.parsed import Fault, ParsedText
from indexer.readers.textbuilder import Link, Place, TextBuilder
from indexer.readers.xmltree import Element
from indexer.superscripts import LOWERED, RAISED, SUPERSCRIPTS
from indexer.works import author_year

_NUMBER = pattern(r"[\[(]?(\d{1,4})[\])]?\.?(?=\s|[^\W\d])")
_SHOWN = pattern(rf"[\[(]?([0-9{SUPERSCRIPTS}]{{1,4}})[\])]?")
_LETTERS = pattern(r"[\W_]+")
_HEAD = 8  # letters of a title by which blocks are looked up
_LONGEST_ENTRY = 2000  # letters
_MOST_PLACES = 200  # blocks that are compared with a title


@dataclass(slots=True)
class CalledNote:
    """A note that the text calls: its family (`footnote` or `endnote`), its label, its first and last blocks, and the works it cites."""

    family: str
    label: str
    first: int = 0
    last: int = -1
    words: str = ""
    cited: Sequence[Cited] = ()

    @property
    def sign(self) -> str:
        """The marker where the text calls the note."""
        return self.label.translate(RAISED) if self.label.isdecimal() else f"[{self.label}]"


class Citations:
    """The notes and citations of a text as it is written. `cited` are the works by their keys."""

    def __init__(self, out: TextBuilder) -> None:
        self.out = out
        self.cited: dict[str, Cited] = {}
        self._title_block: int | None = None
        self._list_blocks: list[int] = []
        self._note: CalledNote | None = None  # the one that is being written
        self.notes: dict[tuple[str, str], CalledNote] = {}
        self._links: dict[str, list[Link]] = {"footnote": [], "endnote": [], "work": []}
        self._waiting: dict[str, list[str]] = {"footnote": [], "endnote": []}
        self._shown: dict[str, Span] = {}
        self._first: dict[str, Span] = {}

    def call(self, note: CalledNote, key: str) -> None:
        """Write the marker of a note here."""
        if (note.family, key) not in self.notes:
            self.notes[note.family, key] = note
            self._waiting[note.family].append(key)
        place = self.out.place()
        self.out.add(note.sign)
        if span := self.out.span_since(place):
            self._links[note.family].append(Link(span, (key,), raised=True))

    def cite(self, works: Sequence[Cited], place: Place, *, raised: bool = False) -> None:
        """What was added since `place` cites works; in a note, the note does."""
        if self._note is not None:
            self._note.cited = [*self._note.cited, *works]
            return
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

    def end_paragraph(self, kind: BlockKind, *, is_title: bool) -> None:
        """End the open block; if it has words, it may be the title, or an entry of the list that a reference manager wrote."""
        block = len(self.out.blocks)
        self.out.end()
        if len(self.out.blocks) > block:
            if is_title and self._title_block is None:
                self._title_block = block
            if kind == "reference":
                self._list_blocks.append(block)

    def write_notes(self, write: Callable[[str, CalledNote], None], family: str) -> None:
        """Write the notes of a family that were called since the last time; `write` writes the one with a key by `write_note`."""
        waiting, self._waiting[family] = self._waiting[family], []
        for key in waiting:
            note = self.notes[family, key]
            self.out.end()
            note.first = len(self.out.blocks)
            self._note = note
            write(key, note)
            self._note = None
            note.last = len(self.out.blocks) - 1

    def write_note(
        self, words: str, paragraphs: Iterable[Element], write: Callable[[Element], None], *, signed: bool = False
    ) -> None:
        """Write the paragraphs of a note; its label leads the first that has words, unless it is `signed`: it has it already."""
        assert self._note is not None  # noqa: S101  # only `write_notes` lets notes be written
        kind = note_kind(words)
        for paragraph in paragraphs:
            self.out.begin(kind, 0, "" if signed else f"{self._note.label} ")
            before = self.out.length
            write(paragraph)
            signed = signed or self.out.length > before
            self.out.end()

    def parsed(self, title: str, faults: tuple[Fault, ...]) -> ParsedText:
        """The whole text; call it once. Its title is the paragraph in the style Title, else `title`, else the heading it starts with."""
        text = self.out.text()
        blocks = self.out.blocks
        title_block = self._title_block
        if title_block is None and not title and blocks and blocks[0].kind == "heading" and blocks[0].level == 1:
            title_block = 0
        span = Span(0, 0) if title_block is None else blocks[title_block].span
        parsed = linked_text(text, self.out, *self._resolve(text))
        return replace(parsed, title=text[span.start : span.end] or title, searched=not self.cited, faults=faults)

    def _resolve(self, text: str) -> tuple[list[Reference], list[Marker]]:
        """The references and the markers of the notes and works."""
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
        return [*references, *works.values()], _apart(sorted(markers, key=lambda marker: marker.span))

    def _notes_of(self, family: str, text: str) -> dict[str, Reference]:
        """The entries of notes, one for each work if the note cites works in fields."""
        entries: dict[str, Reference] = {}
        for (kind, key), note in self.notes.items():
            if kind != family or note.last < note.first:
                continue
            blocks = self.out.blocks
            span = Span(blocks[note.first].span.start, blocks[note.last].span.end)
            words = " ".join((note.words or text[span.start : span.end]).split()).removeprefix(note.label).strip()
            plain = note_reference(note.label, words, span, EVERYWHERE)
            for at, work in enumerate(note.cited):
                known = replace(work.entry, label=note.label, words=work.entry.words or words).reference(span)
                entries[f"{key}\0{at}"] = replace(known, footnote=True, text=words)
            if not note.cited:
                entries[f"{key}\0"] = plain
        return entries

    def _works(self, text: str) -> dict[str, Reference]:
        """The entries of works by their keys, in the order of the document's own list."""
        blocks = self.out.blocks
        listed = _Titles((at, text[blocks[at].span.start : blocks[at].span.end]) for at in self._list_blocks)
        found: list[tuple[int, str, Reference]] = []
        for key, work in self.cited.items():
            at = listed.find(work.entry.title)
            span = self._first[key] if at is None else blocks[at].span
            words = text[span.start : span.end]
            number = _NUMBER.match(words) if at is not None else None
            alone = self._shown.get(key)
            shown = _SHOWN.fullmatch(text[alone.start : alone.end]) if alone else None
            label = number[1] if number else shown[1].translate(LOWERED) if shown else ""
            entry = replace(work.entry, label=label or author_year(work.entry.surnames, work.entry.year))
            entry.words = words[number.end() :].strip() if number else words if at is not None else entry.words
            found.append((len(blocks) if at is None else at, key, entry.reference(span)))
        return {key: reference for _, key, reference in sorted(found, key=lambda each: each[0])}


class _Titles:
    """An index of blocks, to find the one that contains a title by its first letters."""

    def __init__(self, blocks: Iterable[tuple[int, str]]) -> None:
        self._words: dict[int, str] = {}
        self._places: dict[str, list[int]] = {}
        for at, words in blocks:
            letters = self._words[at] = _letters(words)[:_LONGEST_ENTRY]
            for start in {letters[place : place + _HEAD] for place in range(max(1, len(letters) - _HEAD + 1))}:
                self._places.setdefault(start, []).append(at)

    def find(self, title: str) -> int | None:
        """The first block that contains a title; None if none does."""
        letters = _letters(title)
        if not letters:
            return None
        places = self._places.get(letters[:_HEAD], ()) if len(letters) >= _HEAD else self._words
        return next((at for at in islice(places, _MOST_PLACES) if letters in self._words[at]), None)


def _letters(words: str) -> str:
    return _LETTERS.sub("", words).casefold()


def _apart(markers: Sequence[Marker]) -> list[Marker]:
    """The markers without those that overlap an earlier one, as a field inside another does."""
    kept: list[Marker] = []
    for marker in markers:
        if not kept or marker.span.start >= kept[-1].span.end:
            kept.append(marker)
    return kept
