"""The markers of a wiki text, recorded as they are read, and the works that they cite, which are known at the end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

from indexer.model import Marker, Reference, Span
from indexer.readers import wikinames as names
from indexer.readers.bibliography import BibliographyEntry
from indexer.readers.wikirefs import (
    Pairs,
    RefNote,
    Template,
    find_notes,
    find_works,
    locator_of,
    plain,
    read_note,
    read_template,
    short_label,
)


class WikiMarks:
    """The markers of one text, in the order in which they are read."""

    def __init__(self, text: str) -> None:
        self.pairs = Pairs(text)
        self._text = text
        self._whole = Span(0, len(text))
        self._notes = {note.outer.start: note for note in find_notes(text)}
        self._numbers: dict[int, str] = {}
        self._defined: dict[tuple[str, str], RefNote] = {}
        counts: Counter[str] = Counter()
        for note in self._notes.values():
            if note.inner is not None and note.name:
                self._defined.setdefault((note.group, note.name), note)
            elif note.inner is not None:
                counts[note.group] += 1
                self._numbers[note.outer.start] = f"{note.group} {counts[note.group]}".strip()
        self._found: list[Callable[[], Marker]] = []
        self._references: dict[str, Reference] = {}
        self._works: dict[str, tuple[BibliographyEntry, Span]] | None = None
        self._pages: dict[int, str] = {}
        self._templates: dict[str, Callable[[Template, Span], Marker]] = {
            **dict.fromkeys(names.SHORT_NOTES | names.SHORT, self._short),
            **dict.fromkeys(names.NEEDED, self._needed),
            **dict.fromkeys(names.REUSES, self._reuse),
            **dict.fromkeys(names.REMARKS, self._remark),
            **dict.fromkeys(names.PAGES, self._needed),
        }

    def note(self, start: int) -> int | None:
        """Record the `<ref>` at `start`; returns its end, None if there is no `<ref>`."""
        note = self._notes.get(start)
        if note is None:
            return None
        self._found.append(lambda: self._of_note(note.outer, note))
        return note.outer.end

    def template(self, name: str, start: int) -> bool:
        """Record the template at `start` if it is a marker; returns whether it is."""
        handler = self._templates.get(name)
        if handler is None:
            return False
        template = read_template(self.pairs, start)
        span = Span(start, self.pairs.ends[start] + 2)
        if name in names.PAGES:
            self._pages[len(self._found) - 1] = f"p. {plain(template.fields.get('1', ''))}"
            return False
        self._found.append(lambda: handler(template, span))
        return True

    def resolved(self) -> tuple[tuple[Marker, ...], tuple[Reference, ...]]:
        """All markers with their sources, and the references that they cite."""
        markers = []
        for at, make in enumerate(self._found):
            marker = make()
            markers.append(replace(marker, locator=marker.locator or self._pages.get(at)))
        return tuple(markers), tuple(self._references.values())

    def _marker(self, span: Span, references: Sequence[Reference], style: str, locator: str | None = None) -> Marker:
        labels = tuple(reference.label for reference in references)
        return Marker(span, labels, style, locator, None, tuple(reference.source_id for reference in references))

    def _reference(self, key: str, entry: BibliographyEntry, span: Span) -> Reference:
        """The reference of a key, made when it is first cited."""
        if key not in self._references:
            self._references[key] = entry.reference(span, self._whole)
        return self._references[key]

    def _dangling(self, span: Span, label: str, locator: str | None = None) -> Marker:
        return Marker(span, (label,), "footnote", locator, None, (None,))

    def _of_note(self, span: Span, note: RefNote) -> Marker:
        """The marker of a note, or of the name of a note defined elsewhere."""
        defined = self._defined.get((note.group, note.name)) if note.name else note
        if defined is None or defined.inner is None:
            return self._dangling(span, note.name or "?")
        entry, locator, short = read_note(self.pairs, defined.inner)
        if short and (work := self._work(short)) is not None:
            return self._marker(span, (work,), "footnote", locator)
        entry.label = defined.name or self._numbers[defined.outer.start]
        entry.words = entry.words or entry.url or entry.label
        reference = self._reference(f"{defined.group}\0{defined.outer.start}", entry, defined.inner)
        if defined.is_remark:
            return Marker(span, (reference.label,), "note", None, None, (None,))
        return self._marker(span, (reference,), "footnote", locator)

    def _work(self, label: str) -> Reference | None:
        """The work that a short note refers to."""
        if self._works is None:
            self._works = {}
            for key, entry, span in find_works(self.pairs):
                self._works.setdefault(key.lower(), (entry, span))
        if label.lower() not in self._works:
            return None
        entry, span = self._works[label.lower()]
        entry.label = label
        return self._reference(label.lower(), entry, span)

    def _short(self, template: Template, span: Span) -> Marker:
        label = short_label(template)
        work = self._work(label)
        if work is None:
            return self._dangling(span, label or template.name, locator_of(template))
        return self._marker(span, (work,), "footnote", locator_of(template))

    def _needed(self, _: Template, span: Span) -> Marker:
        return Marker(span, (), "needed")

    def _reuse(self, template: Template, span: Span) -> Marker:
        """`{{r|name|other}}`: several names in one marker."""
        group = template.fields.get("group", template.fields.get("g", ""))
        found = [template.fields[str(at)] for at in range(1, 10) if template.fields.get(str(at))]
        markers = [self._of_note(span, RefNote(span, None, name, group)) for name in dict.fromkeys(found)]
        labels = tuple(label for marker in markers for label in marker.labels)
        sources = tuple(source for marker in markers for source in marker.source_ids)
        return Marker(span, labels or ("?",), "footnote", None, None, sources or (None,))

    def _remark(self, template: Template, span: Span) -> Marker:
        words = plain(template.fields.get("1", ""))
        label = template.fields.get("name") or f"note {span.start}"
        key = f"remark\0{label}"
        if words:
            self._reference(key, BibliographyEntry(words=words, label=label), span)
        return Marker(span, (label,), "note", None, None, (None,))
