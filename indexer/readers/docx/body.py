"""The body of a DOCX file, walked once: paragraphs, tables, fields, notes and text boxes, with all changes accepted."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable

from indexer.model import BlockKind
from indexer.patterns import pattern
from indexer.readers.citations import CalledNote, Citations
from indexer.readers.docx.fields import OpenField, is_bibliography
from indexer.readers.docx.numbering import Counters
from indexer.readers.docx.package import BODY_LEVEL, Package, ParagraphStyle, is_on, number_of, value
from indexer.readers.docx.symbols import symbol
from indexer.readers.numerals import in_form, raised
from indexer.readers.parsed import is_head
from indexer.readers.textbuilder import TextBuilder
from indexer.readers.xmltree import Element, child, local

_SKIPPED = frozenset("del moveFrom pPr rPr tblPr tblGrid trPr tcPr sectPr sdtPr sdtEndPr".split())
_HEADING = pattern(r"heading (\d)")
_KINDS: dict[str, BlockKind] = {
    "caption": "caption",
    "quote": "quote",
    "intense quote": "quote",
    "block text": "quote",
    "html preformatted": "code",
    "macro": "code",
    "source code": "code",
    "toc heading": "furniture",
    "table of figures": "furniture",
    "subtitle": "furniture",
    "author": "furniture",
    "date": "furniture",
}
_CONTENTS = pattern(r"toc \d|index \d")
_MENDELEY = "MENDELEY_CITATION_v3_"
_SIGNS = {"tab": " ", "ptab": " ", "noBreakHyphen": "-"}
_BREAKS = frozenset({"page", "column"})


class Body:
    """One walk over the body; `citations` collects what it meets."""

    def __init__(self, package: Package) -> None:
        self.out = TextBuilder()
        self.citations = Citations(self.out)
        self._package = package
        self._part = "body"
        self._fields: list[OpenField] = []
        self._counters = Counters()
        self._counts = {"footnote": 0, "endnote": 0}
        self._boxes: list[Element] = []
        self._targets: list[str] = []
        self._shift = 1 if any(self._is_title(each) for each in package.body.iter("{*}pStyle")) else 0
        self._flows: dict[str, Callable[[Element, BlockKind], None]] = {
            "p": self._paragraph,
            "tbl": self._table,
            "sdt": lambda element, kind: self._flow(child(element, "sdtContent"), kind),
        }
        self._inlines: dict[str, Callable[[Element], None]] = {
            "r": self._run,
            "hyperlink": self._hyperlink,
            "fldSimple": self._simple_field,
            "sdt": self._control,
            "oMath": self._mathematics,
            "oMathPara": self._mathematics,
            "AlternateContent": self._alternative,
        }

    def read(self) -> None:
        """Read the body, with each footnote after the paragraph that calls it, and the endnotes at the end."""
        self._flow(self._package.body, "paragraph")
        for family in ("footnote", "endnote"):
            self.citations.write_notes(self._write_note, family)

    def _flow(self, element: Element | None, kind: BlockKind) -> None:
        """Read an element that may contain blocks."""
        for each in element if element is not None else ():
            name = local(each)
            if flow := self._flows.get(name):
                flow(each, kind)
            elif name not in _SKIPPED:
                self._flow(each, kind)

    def _paragraph(self, element: Element, kind: BlockKind) -> None:
        properties = child(element, "pPr")
        chain = [*self._package.style_chain(value(child(properties, "pStyle")))]
        level = self._heading_level(properties, chain)
        kind = self._kind(element, chain, level, kind)
        lead, words = self._number(properties, chain) if kind in ("paragraph", "heading", "reference") else ("", "")
        if lead and kind == "paragraph":
            kind = "item"
        self.out.begin(kind, level if kind == "heading" else 0, lead)
        if words:
            self.out.add(words)
        self._inline(element)
        self.citations.end_paragraph(kind, is_title=any(style.name == "title" for style in chain))
        self._follow()

    def _follow(self) -> None:
        """Write what follows a paragraph or a row: its text boxes and its footnotes."""
        boxes, self._boxes = self._boxes, []
        for box in boxes:
            self._flow(box, "paragraph")
        self.citations.write_notes(self._write_note, "footnote")

    def _is_title(self, style: Element) -> bool:
        return any(each.name == "title" for each in self._package.style_chain(value(style)))

    def _heading_level(self, properties: Element | None, chain: list[ParagraphStyle]) -> int:
        """The level of a heading from 1, below a title; 0 for other paragraphs."""
        own = value(child(properties, "outlineLvl"))
        if own.isdecimal():
            return 0 if int(own) >= BODY_LEVEL else int(own) + 1 + self._shift
        for style in chain:
            if style.name == "title":
                return 1
            if match := _HEADING.fullmatch(style.name):
                return int(match[1]) + self._shift
            if style.level is not None:
                return 0 if style.level >= BODY_LEVEL else style.level + 1 + self._shift
        return 0

    def _kind(self, element: Element, chain: list[ParagraphStyle], level: int, kind: BlockKind) -> BlockKind:
        if kind == "row":
            return kind
        if any(style.hidden or _CONTENTS.fullmatch(style.name) for style in chain):
            return "furniture"
        named = next((_KINDS[style.name] for style in chain if style.name in _KINDS), None)
        if named is not None:
            return named
        if level:
            return "heading"
        code = "".join(str(each.text or "") for each in element.iter("{*}instrText"))
        if any(field.bibliography for field in self._fields) or is_bibliography(code):
            return "reference"
        return kind

    def _number(self, properties: Element | None, chain: list[ParagraphStyle]) -> tuple[str, str]:
        """The number of a paragraph: the part that precedes its words, or the part that is one of them (`[3]`)."""
        found = number_of(properties) or next((style.number for style in chain if style.number), None)
        if found is None or found[0] not in self._package.lists:
            return "", ""
        key = self._package.lists[found[0]]
        self._counters.begin(key, self._package.restarts.pop(found[0], {}))
        number = self._counters.next(key, found[1], self._package.levels.get(key, {}))
        if number.startswith("["):
            return "", f"{number} "
        return (f"{number} ", "") if number else ("", "")

    def _inline(self, element: Element) -> None:
        for each in element:
            name = local(each)
            if inline := self._inlines.get(name):
                inline(each)
            elif name not in _SKIPPED:
                self._inline(each)

    def _run(self, element: Element) -> None:
        """A run: words of one style, and what is among them."""
        if is_on(child(child(element, "rPr"), "b")):
            with self.out.in_bold():
                self._pieces(element)
        else:
            self._pieces(element)

    def _pieces(self, element: Element) -> None:
        properties = child(element, "rPr")
        hidden = is_on(child(properties, "vanish"))
        is_raised = value(child(properties, "vertAlign")) == "superscript"
        custom = _words(element) if any(_has_own_sign(each) for each in element) else ""
        for each in element:
            name = local(each)
            if name == "fldChar":
                self._field_sign(value(each, "fldCharType"))
            elif name == "instrText":
                if self._fields and not self._fields[-1].result:
                    self._fields[-1].code.append(str(each.text or ""))
            elif hidden:
                continue
            elif name in ("footnoteReference", "endnoteReference"):
                self._call(each, name.removesuffix("Reference"), custom)
            elif words := _sign(name, each):
                if not custom:
                    self._text(words, is_raised=is_raised)
            else:
                self._thing(name, each)

    def _thing(self, name: str, element: Element) -> None:
        """An element of a run other than words."""
        if name == "cr" or (name == "br" and value(element, "type") not in _BREAKS):
            if not self._is_code():
                self.out.add_break()
        elif name == "ruby":
            for base in element.iter("{*}rubyBase"):
                self._inline(base)
        elif name in ("drawing", "pict", "object"):
            self._boxes += element.iter("{*}txbxContent")
        elif name == "AlternateContent":
            self._alternative(element)

    def _alternative(self, element: Element) -> None:
        """The first alternative of several for one object."""
        chosen = child(element, "Choice")
        chosen = child(element, "Fallback") if chosen is None else chosen
        if chosen is not None:
            self._boxes += chosen.iter("{*}txbxContent")

    def _is_code(self) -> bool:
        """Whether words belong to the code of a field, or to a table of contents."""
        return any(not field.result or field.contents for field in self._fields)

    def _text(self, words: str, *, is_raised: bool = False) -> None:
        if is_raised:
            for field in self._fields:
                field.raised = True
        if not self._is_code():
            self.out.add(raised(words) if is_raised else words)

    def _mathematics(self, element: Element) -> None:
        self._text("".join(str(each.text or "") for each in element.iter("{*}t")))

    def _hyperlink(self, element: Element) -> None:
        target = self._package.links.get(self._part, {}).get(value(element, "id"), "")
        if target.startswith(("http://", "https://")):
            self._targets.append(target)
        place = self.out.place()
        self._inline(element)
        self.out.link_out(target, place)

    def _field_sign(self, sign: str) -> None:
        if sign == "begin":
            self._fields.append(OpenField())
        elif self._fields and sign == "separate":
            self._begin_result(self._fields[-1])
        elif self._fields and sign == "end":
            self._cite(self._fields.pop())

    def _begin_result(self, field: OpenField) -> None:
        field.begin_result(self._package.sources)
        field.place = self.out.place()

    def _cite(self, field: OpenField) -> None:
        if field.place is not None:
            self.citations.cite(field.cited, field.place, raised=field.raised)

    def _simple_field(self, element: Element) -> None:
        self._inside(OpenField([value(element, "instr")]), element)

    def _inside(self, field: OpenField, element: Element) -> None:
        """Read a field whose result is one element."""
        self._fields.append(field)
        self._begin_result(field)
        self._inline(element)
        self._fields.remove(field)
        self._cite(field)

    def _control(self, element: Element) -> None:
        """A content control; recent versions of Mendeley keep their citations in its tag."""
        content = child(element, "sdtContent")
        tag = value(child(child(element, "sdtPr"), "tag"))
        if content is None:
            return
        if not tag.startswith(_MENDELEY):
            self._inline(content)
            return
        try:
            said = base64.b64decode(tag.removeprefix(_MENDELEY)).decode("utf-8", "replace")
        except (binascii.Error, ValueError):
            said = ""  # the words that it shows are read anyway
        self._inside(OpenField([f"ADDIN CSL_CITATION {said}"]), content)

    def _call(self, element: Element, family: str, custom: str) -> None:
        """A reference to a note; Word numbers those without a mark of their own."""
        key = value(element, "id")
        if (family, key) not in self._package.notes or self._is_code():
            return
        label = custom.strip()
        known = self.citations.notes.get((family, key))
        if not label and known is None:
            self._counts[family] += 1
            label = in_form(self._counts[family], self._package.forms[family])
        note = known or CalledNote(family, label)
        self.citations.call(note, key)

    def _write_note(self, key: str, note: CalledNote) -> None:
        element = self._package.notes[note.family, key]
        self._part, self._targets = note.family, []
        words = _words(element)
        signed = words.strip().startswith(note.label) and not note.label.isalnum()
        self.citations.write_note(words, element.iter("{*}p"), self._inline, signed=signed)
        note.words = " ".join([words, *self._targets])
        self._part = "body"

    def _table(self, element: Element, kind: BlockKind) -> None:
        """Read rows whose cells have at most one paragraph each as rows; others are layout, and read cell by cell."""
        rows = [each for each in _unwrapped(element) if local(each) == "tr"]
        for place, row in enumerate(rows):
            cells = [each for each in _unwrapped(row) if local(each) == "tc"]
            plain = len(cells) > 1 and all(_paragraphs(cell) <= 1 and child(cell, "tbl") is None for cell in cells)
            if not plain:
                for cell in cells:
                    self._flow(cell, kind)
                continue
            head = is_on(child(child(row, "trPr"), "tblHeader")) or (not place and is_head(*map(_words, rows[:2])))
            self.out.add_row(cells, self._cell, is_head=head)
            self._follow()

    def _cell(self, element: Element) -> None:
        for paragraph in (each for each in _unwrapped(element) if local(each) == "p"):
            self._inline(paragraph)


def _sign(name: str, element: Element) -> str:
    """The text of an element of a run; empty if it is something else."""
    if name == "t":
        return str(element.text or "")
    if name == "sym":
        return symbol(value(element, "font"), value(element, "char"))
    return _SIGNS.get(name, "")


def _has_own_sign(element: Element) -> bool:
    """Whether an attribute of a note reference says that the note has a mark of its own, which follows."""
    return value(element, "customMarkFollows") not in ("", "0", "false", "off")


def _words(element: Element) -> str:
    """The text of an element that is not deleted."""
    return "".join(
        str(each.text or "") if local(each) == "t" else " " for each in element.iter("{*}t", "{*}p", "{*}tab")
    )


def _paragraphs(cell: Element) -> int:
    """The number of paragraphs with text, and content controls, in a cell."""
    return sum(bool(_words(each).strip()) for each in cell if local(each) == "p") + sum(
        local(each) == "sdt" for each in cell
    )


def _unwrapped(element: Element) -> list[Element]:
    """The children of an element, with content controls and insertions replaced by their own children."""
    found: list[Element] = []
    for each in element:
        if local(each) in ("sdt", "customXml", "ins"):
            inner = child(each, "sdtContent") if local(each) == "sdt" else each
            found += inner if inner is not None else ()
        else:
            found.append(each)
    return found
