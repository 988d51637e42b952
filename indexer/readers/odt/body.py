"""The body of an ODT file, walked once: paragraphs, lists, tables, notes, frames and bibliography marks."""

from __future__ import annotations

from collections.abc import Callable

from indexer.late import dataclass, field
from indexer.model import BlockKind
from indexer.patterns import pattern
from indexer.readers.bibliography import BibliographyEntry
from indexer.readers.citations import CalledNote, Citations
from indexer.readers.csl import Cited, cited_works
from indexer.readers.numerals import in_form, raised
from indexer.readers.odt.styles import Level, OdtStyle, Styles, number
from indexer.readers.parsed import is_head
from indexer.readers.textbuilder import Place, TextBuilder
from indexer.readers.xmltree import Element, attribute, child, local, words_of

_SKIPPED = frozenset(
    "tracked-changes annotation annotation-end sequence-decls variable-decls user-field-decls note-citation number title"
    " desc change change-start change-end table-columns table-column forms ruby-text script bibliography-source hidden-text"
    " table-of-content-source alphabetical-index-source illustration-index-source table-index-source object-index-source"
    " user-index-source hidden-paragraph conditional-text dde-connection-decls".split()
)
_CONTENTS = frozenset(
    "table-of-content alphabetical-index illustration-index table-index object-index user-index".split()
)
_KINDS: dict[str, BlockKind] = {
    "quotations": "quote",
    "caption": "caption",
    "preformatted text": "code",
    "subtitle": "furniture",
    "author": "furniture",
}
_HEADING = pattern(r"heading (\d)")
_FORMS = {"1": "decimal", "i": "lowerRoman", "I": "upperRoman", "a": "lowerLetter", "A": "upperLetter"}
_ZOTERO = "ZOTERO_ITEM"
_ZOTERO_LIST = "ZOTERO_BIBL"
_MOST_SPACES = 100


@dataclass(slots=True)
class _List:
    """An open list: how its levels are numbered, and their current numbers."""

    levels: dict[int, Level]
    counts: list[int] = field(default_factory=list)


class Body:
    """One walk over the body; `citations` collects what it meets."""

    def __init__(self, element: Element, styles: Styles) -> None:
        self.out = TextBuilder()
        self.citations = Citations(self.out)
        self._styles = styles
        self._body = element
        self._lists: list[_List] = []
        self._last_counts: dict[str, list[int]] = {}
        self._lead = ""
        self._bodies: dict[tuple[str, str], Element] = {}
        self._frames: list[Element] = []
        self._marks: dict[str, tuple[Place, list[Cited]]] = {}
        self._raised = False
        paragraphs = element.iter("{*}p", "{*}h")
        self._shift = 1 if any(_is_title([*styles.chain(attribute(each, "style-name"))]) for each in paragraphs) else 0
        self._flows: dict[str, Callable[[Element, BlockKind], None]] = {
            "p": self._paragraph,
            "h": self._paragraph,
            "list": self._list,
            "table": self._table,
            "section": self._section,
            "bibliography": lambda each, _: self._flow(each, "reference"),
        }
        self._inlines: dict[str, Callable[[Element], None]] = {
            "span": self._span,
            "a": self._link,
            "s": lambda each: self._text(" " * min(number(each, "c"), _MOST_SPACES)),
            "tab": lambda _: self._text(" "),
            "line-break": lambda _: self.out.add_break(),
            "note": self._call,
            "frame": lambda each: self._frames.append(each),  # noqa: PLW0108  # the list is another one after each block
            "bibliography-mark": self._mark,
            "reference-mark-start": self._begin_mark,
            "reference-mark-end": self._end_mark,
        }

    def read(self) -> None:
        """Read the body, with each footnote after the paragraph that calls it, and the endnotes at the end."""
        self._flow(self._body, "paragraph")
        for family in ("footnote", "endnote"):
            self.citations.write_notes(self._write_note, family)

    def _flow(self, element: Element, kind: BlockKind) -> None:
        """Read an element that may contain blocks."""
        for each in element:
            name = local(each)
            if flow := self._flows.get(name):
                flow(each, kind)
            elif name in _CONTENTS:
                self._flow(each, "furniture")
            elif name not in _SKIPPED:
                self._flow(each, kind)

    def _paragraph(self, element: Element, kind: BlockKind) -> None:
        chain = [*self._styles.chain(attribute(element, "style-name"))]
        if any(style.hidden for style in chain):
            return
        level = self._level(element, chain)
        kind = self._kind(chain, level, kind)
        lead, self._lead = self._lead, ""
        self.out.begin(kind, level if kind == "heading" else 0, "" if lead.startswith("[") else lead)
        if lead.startswith("["):
            self.out.add(lead)
        self._inline(element)
        self.citations.end_paragraph(kind, is_title=_is_title(chain))
        self._follow()

    def _link(self, element: Element) -> None:
        place = self.out.place()
        self._inline(element)
        self.out.link_out(attribute(element, "href"), place)

    def _follow(self) -> None:
        """Write what follows a paragraph or a row: its frames and its footnotes."""
        frames, self._frames = self._frames, []
        for frame in frames:
            self._flow(frame, "paragraph")
        self.citations.write_notes(self._write_note, "footnote")

    def _level(self, element: Element, chain: list[OdtStyle]) -> int:
        """The level of a heading from 1, below a title; 0 for other paragraphs."""
        if _is_title(chain):
            return 1
        if local(element) == "h":
            return number(element, "outline-level") + self._shift
        for style in chain:
            named = _HEADING.fullmatch(style.name)
            if level := int(named[1]) if named else style.level:
                return level + self._shift
        return 0

    def _kind(self, chain: list[OdtStyle], level: int, kind: BlockKind) -> BlockKind:
        if kind in ("furniture", "row", "reference"):
            return "heading" if kind == "reference" and level else kind
        named = next((_KINDS[style.name] for style in chain if style.name in _KINDS), None)
        if any(style.name.endswith("caption") for style in chain):
            return "caption"
        return named or ("heading" if level else kind)

    def _section(self, element: Element, kind: BlockKind) -> None:
        if attribute(element, "display") != "none":
            self._flow(element, "reference" if attribute(element, "name").lstrip().startswith(_ZOTERO_LIST) else kind)

    def _list(self, element: Element, kind: BlockKind) -> None:
        """A nested list is the next level, and inherits the style."""
        name = attribute(element, "style-name")
        if not self._lists:
            goes_on = attribute(element, "continue-numbering") == "true" or attribute(element, "continue-list")
            counts = self._last_counts.get(name, []) if goes_on else []
            self._lists.append(_List(self._styles.lists.get(name, {}), [*counts]))
            self._items(element, 1, kind)
            self._last_counts[name] = self._lists.pop().counts[:1]
            return
        outer = self._lists[-1]
        levels = self._styles.lists.get(name) or outer.levels
        depth = len(outer.counts) + 1 if outer.counts else 1
        self._lists.append(_List(levels, outer.counts))
        self._items(element, depth, kind)
        self._lists.pop()
        del outer.counts[depth - 1 :]

    def _items(self, element: Element, depth: int, kind: BlockKind) -> None:
        found = self._lists[-1]
        for item in element:
            if local(item) == "list-header":
                self._flow(item, kind)
            if local(item) != "list-item":
                continue
            level = found.levels.get(depth, Level())
            if len(found.counts) < depth:
                found.counts.append(level.start - 1)
            found.counts[depth - 1] += 1
            shown = in_form(found.counts[depth - 1], _FORMS.get(level.form, "")) if level.form else "•"
            self._lead = f"{level.before}{shown}{level.after} "
            self._flow(item, "item" if kind == "paragraph" else kind)
            self._lead = ""

    def _table(self, element: Element, kind: BlockKind) -> None:
        """Read rows whose cells have at most one paragraph each as rows; others are layout, and read cell by cell."""
        rows = [each for each in element.iter("{*}table-row") if _table_of(each) is element]
        for place, row in enumerate(rows):
            cells = [each for each in row if local(each) == "table-cell"]
            if len(cells) < 2 or any(_is_full(cell) for cell in cells):
                for cell in cells:
                    self._flow(cell, kind)
                continue
            above = row.getparent()
            headed = above is not None and local(above) == "table-header-rows"
            head = headed or (not place and is_head(*map(words_of, rows[:2])))
            self.out.add_row(cells, self._cell, is_head=head)
            self._follow()

    def _cell(self, element: Element) -> None:
        for paragraph in element:
            self._inline(paragraph)

    def _inline(self, element: Element) -> None:
        self._text(str(element.text or ""))
        for each in element:
            name = local(each)
            if inline := self._inlines.get(name):
                inline(each)
            elif name not in _SKIPPED:
                self._inline(each)
            self._text(str(each.tail or ""))

    def _text(self, words: str) -> None:
        if words:
            self.out.add(raised(words) if self._raised else words)

    def _span(self, element: Element) -> None:
        chain = [*self._styles.chain(attribute(element, "style-name"))]
        if any(style.hidden for style in chain):
            return
        before, self._raised = self._raised, self._raised or any(style.raised for style in chain)
        bold = any(style.bold for style in chain)
        self.out.embolden(bold)
        self._inline(element)
        self.out.embolden(-bold)
        self._raised = before

    def _call(self, element: Element) -> None:
        """A note; the file has its number as last displayed."""
        citation, body = child(element, "note-citation"), child(element, "note-body")
        if citation is None or body is None:
            return
        family = "endnote" if attribute(element, "note-class") == "endnote" else "footnote"
        note = CalledNote(family, words_of(citation) or attribute(citation, "label"))
        key = str(len(self._bodies))
        self._bodies[family, key] = body
        self.citations.call(note, key)

    def _write_note(self, key: str, note: CalledNote) -> None:
        body = self._bodies[note.family, key]
        words = " ".join(words_of(each) for each in body)
        self.citations.write_note(words, body.iter("{*}p", "{*}h"), self._inline)
        note.words = " ".join([words, *(attribute(each, "href") for each in body.iter("{*}a"))])

    def _mark(self, element: Element) -> None:
        """A citation of LibreOffice: `<text:bibliography-mark text:author=… text:title=…>[Nor15]`."""
        people = [name.partition(",")[0].strip() for name in attribute(element, "author").split(";")]
        entry = BibliographyEntry(
            title=attribute(element, "title"),
            year=attribute(element, "year"),
            surnames=[name for name in people if name],
            url=attribute(element, "url"),
        )
        parts = ("; ".join(entry.surnames), entry.title, attribute(element, "journal"), entry.year, entry.url)
        entry.words = ". ".join(part for part in parts if part)
        place = self.out.place()
        self._inline(element)
        self.citations.cite([Cited(attribute(element, "identifier") or entry.words, entry)], place)

    def _begin_mark(self, element: Element) -> None:
        name = attribute(element, "name")
        if name.lstrip().startswith(_ZOTERO):
            self._marks[name] = (self.out.place(), cited_works(name))

    def _end_mark(self, element: Element) -> None:
        place, works = self._marks.pop(attribute(element, "name"), (None, []))
        if place is not None:
            self.citations.cite(works, place)


def _is_title(chain: list[OdtStyle]) -> bool:
    return any(style.name == "title" for style in chain)


def _table_of(row: Element) -> Element | None:
    return next(row.iterancestors("{*}table"), None)


def _is_full(cell: Element) -> bool:
    """Whether a cell contains more than a paragraph."""
    names = [local(each) for each in cell if words_of(each)]
    return len(names) > 1 or any(name not in ("p", "h") for name in names)
