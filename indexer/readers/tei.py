"""TEI P5 (https://tei-c.org/), as written by GROBID for papers and by editors for texts: `ref` cites `biblStruct` or `note`.

Rendered are the abstract and body in the order of the file, notes in place or after their paragraph, then the lists of
works.
"""

from __future__ import annotations

from collections.abc import Callable

from indexer.model import BlockKind
from indexer.notes import reads_as_prose
from indexer.patterns import pattern
from indexer.readers.bibliography import BibliographyEntry
from indexer.readers.inlinenotes import names_work
from indexer.readers.links import make_parsed
from indexer.readers.parsed import ParsedText
from indexer.readers.textbuilder import TextBuilder
from indexer.readers.xmlentries import XmlEntries, bare_label
from indexer.readers.xmltree import XML_ID, Element, by_name, entity_text, find, local, parse_xml, words_of

_SKIPPED = frozenset(
    "graphic figDesc-type fw pb cb lb-type gap teiHeader facsimile standOff docAuthor keywords".split()
)
_RAISED = pattern(r"(?:\w{1,20}:)?sup(?:erscript)?")
_BOLD = pattern(r"(?:\w{1,20}:)?bold|b")
_QUOTES = tuple("\"'“„«‘‚‹「『")
_COUNTS = pattern(r"(?:ordered|numbered)(?::arabic)?")
_NOTES = frozenset({"foot", "footnote", "end", "endnote", "bottom"})
_NAMES = ("surname", "orgName")
_HOLD_WORDS = frozenset("p ab s item cell note figDesc head quote hi".split())


def read_tei(data: bytes) -> ParsedText:
    """One TEI text or several in one `teiCorpus`. Raises `ReadError` for anything but XML."""
    root = parse_xml(data)
    walk = _Walk()
    texts = [root] if local(root) == "TEI" else list(root.iter("{*}TEI"))
    for text in texts:
        walk.read(text)
    return make_parsed(_title(texts[0]) if texts else "", walk.out, walk.entries.found)


def _title(text: Element) -> str:
    return words_of(find(find(text, "titleStmt"), "title"))


class _Walk:
    """One walk over the trees."""

    def __init__(self) -> None:
        self.out = TextBuilder()
        self.entries = XmlEntries(self.out)
        self._level = 0
        self._prefix = ""
        self._items: dict[Element, int] = {}  # the number of items so far in each ordered list
        self._lead = ""  # the number of an item that has no words yet
        self._in_row = False
        self._notes: list[tuple[str, Element]] = []
        self._blocks: dict[str, Callable[[Element, BlockKind], None]] = by_name(
            ("p ab l", self._paragraph),
            ("s list cit table listBibl", self._flow),
            ("head", self._head),
            ("div", self._section),
            ("item", self._item),
            ("quote", self._quote),
            ("figure", self._figure),
            ("figDesc", lambda element, _: self._paragraph(element, "caption")),
            ("row", self._row),
            ("formula", self._formula),
            ("eg egXML", self._code_block),
            ("note", self._note),
            ("biblStruct bibl", self._work),
        )
        self._within: dict[str, Callable[[Element, BlockKind], None]] = by_name(
            ("ref", self._link),
            ("ptr", self._pointer),
            ("hi", self._highlighted),
            ("code seg", self._code),
            ("lb", lambda _, __: self.out.add(" ")),
        )

    def read(self, text: Element) -> None:
        """Render one text; ids are unique within it."""
        self._prefix = f"{len(self.entries.found)}\0"
        abstract = find(find(text, "teiHeader"), "abstract")
        if abstract is not None and words_of(abstract):
            self.out.begin("heading", 1)
            self.out.add("Abstract")
            self._flow(abstract, "paragraph")
        for part in text.iterchildren("{*}text"):
            self._flow(part, "paragraph")
            self.out.end()
            self._flush_notes()

    def _flow(self, element: Element, kind: BlockKind) -> None:
        """Render an element that may contain blocks and words; words between blocks make blocks of `kind`."""
        self.out.add(element.text or "")
        for child in element:
            self._node(child, kind)
            self.out.add(child.tail or "")

    def _node(self, child: Element, kind: BlockKind) -> None:
        name = local(child)
        if block := self._blocks.get(name):
            if name == "note" or (name in ("formula", "quote", "bibl") and self._is_inline(child)):
                self._inline(child, name, kind)
            else:
                block(child, kind)
                if not self._in_row:
                    self.out.begin(kind)
        elif within := self._within.get(name):
            within(child, kind)
        elif not name:
            self.out.add(entity_text(child))
        elif name not in _SKIPPED:
            self._flow(child, kind)

    def _highlighted(self, element: Element, kind: BlockKind) -> None:
        if _RAISED.fullmatch(element.get("rend") or element.get("rendition") or ""):
            self._superscript(element, kind)
        elif _BOLD.fullmatch(element.get("rend") or element.get("rendition") or ""):
            with self.out.in_bold():
                self._flow(element, kind)
        else:
            self._flow(element, kind)

    def _code(self, element: Element, kind: BlockKind) -> None:
        """Inline code, `<code>` or `<seg type="code">`."""
        if len(element) or (local(element) == "seg" and element.get("type") != "code"):
            self._flow(element, kind)
        else:
            self.out.add_code(element.text or "")

    def _pointer(self, element: Element, _: BlockKind) -> None:
        """A pointer has no words: its address is shown."""
        place = self.out.place()
        target = element.get("target") or ""
        self.out.add(target if target.startswith(("http://", "https://")) else "")
        self.out.link_out(target, place)

    def _superscript(self, element: Element, kind: BlockKind) -> None:
        if len(element) == 0:
            self.out.add_power(element.text or "")
            return
        with self.out.in_superscript():
            self._flow(element, kind)

    def _inline(self, element: Element, name: str, kind: BlockKind) -> None:
        if name == "note":
            self._note(element, kind)
        elif name == "formula":
            self.out.add(words_of(element))
        elif name == "quote" and not words_of(element).startswith(_QUOTES):
            self.out.add("“")
            self._flow(element, kind)
            self.out.add("”")
        else:
            self._flow(element, kind)

    @staticmethod
    def _is_inline(element: Element) -> bool:
        """Whether an element is among the words of a paragraph."""
        parent = element.getparent()
        if parent is None or local(parent) not in _HOLD_WORDS:
            return False
        beside = (parent.text or "") + (element.tail or "")
        return bool(beside.strip()) or (local(element) == "quote" and len(parent) > 1)

    def _paragraph(self, element: Element, kind: BlockKind) -> None:
        if self._in_row:
            self.out.add(" ")
            self._flow(element, kind)
            return
        if (element.get("type") or "").startswith("code"):
            self._code_block(element, kind)
            return
        self.out.begin(kind, lead=self._lead)
        self._lead = ""
        self._flow(element, kind)
        self.out.end()
        if kind not in ("note", "reference"):
            self._flush_notes()

    def _item(self, element: Element, _: BlockKind) -> None:
        """An item, with its number if the list is ordered, or with the term that it explains."""
        list_, term = element.getparent(), element.getprevious()
        if term is not None and local(term) == "label":
            self._lead = f"{words_of(term)} "
        elif list_ is not None and _COUNTS.fullmatch(list_.get("type") or list_.get("rend") or ""):
            self._items[list_] = self._items.get(list_, 0) + 1
            self._lead = f"{self._items[list_]}. "
        self.out.begin("item", lead=self._lead)
        self._flow(element, "item")
        self.out.end()
        self._lead = ""
        self._flush_notes()

    def _code_block(self, element: Element, _: BlockKind) -> None:
        self.out.begin("code")
        self.out.add_lines(words_of(element))
        self.out.end()

    def _section(self, element: Element, kind: BlockKind) -> None:
        self._level += 1
        self._flow(element, kind)
        self.out.leave(self._level)
        self._level -= 1

    def _head(self, element: Element, kind: BlockKind) -> None:
        self.out.begin("heading" if kind == "paragraph" else kind, max(1, self._level))
        self._flow(element, kind)
        self.out.end()

    def _quote(self, element: Element, _: BlockKind) -> None:
        self.out.begin("quote")
        self._flow(element, "quote")
        self.out.end()

    def _figure(self, element: Element, _: BlockKind) -> None:
        """The number of a figure is a block; its description and its table follow."""
        for child in element:
            if local(child) == "head":
                self.out.begin("furniture")
                self.out.add(words_of(child))
                self.out.end()
            elif local(child) not in ("label", *_SKIPPED):
                self._node(child, "caption")
        self.out.end()

    def _row(self, element: Element, _: BlockKind) -> None:
        self._in_row = True
        self.out.add_row(element, lambda cell: self._flow(cell, "row"), is_head=element.get("role") == "label")
        self._in_row = False

    def _formula(self, element: Element, _: BlockKind) -> None:
        self.out.begin("code")
        self.out.add(element.text or "")
        self.out.end()

    def _link(self, element: Element, kind: BlockKind) -> None:
        targets = (element.get("target") or "").split()
        keys = [self._prefix + target[1:] for target in targets if target.startswith("#")]
        is_raised = element.get("rend") == "sup"
        if element.get("type") not in ("bibr", "foot", "note", "bibl", "biblio") or (targets and not keys):
            place = self.out.place()
            self._flow(element, kind)
            self.out.link_out(targets[0] if targets else "", place, raised=is_raised)
            return
        # GROBID leaves the target out where it found no entry: the label is dangling, and reported as such.
        with self.out.link(keys or [f"{self._prefix}\0{words_of(element)}"], raised=is_raised):
            self._flow(element, kind)

    def _note(self, element: Element, _: BlockKind) -> None:
        """A note among the words of a paragraph gets a marker there, and is rendered after the paragraph."""
        is_called = element.get("place") is None and (element.get("n") is not None or _is_footnote(element))
        if element.get("place") not in _NOTES and not is_called:
            if self._is_inline(element):
                return  # an editor's remark in the margin
            self._paragraph(element, "note")
            return
        key = self._prefix + (element.get(XML_ID) or f"\0{self.out.length} {len(self._notes)}")
        if not self._is_inline(element):
            self._write_note(key, element)
            return
        with self.out.link([key], raised=True):
            self.out.add(element.get("n") or str(len(self._notes) + 1))
        self._notes.append((key, element))

    def _flush_notes(self) -> None:
        waiting, self._notes = self._notes, []
        for key, element in waiting:
            self._write_note(key, element)

    def _write_note(self, key: str, element: Element) -> None:
        words = words_of(element)
        kind: BlockKind = "note" if reads_as_prose(words) else "reference"
        self.out.begin(kind)
        self._flow(element, kind)
        self.out.end()
        if words:
            self.entries.note(key, words, element.get("n") or "", _address(element))

    def _work(self, element: Element, _: BlockKind) -> None:
        key = element.get(XML_ID)
        self.entries.write(self._prefix + key if key else None, _entry(element))


def _is_footnote(note: Element) -> bool:
    """Whether a note without a type is a footnote: unlike an editor's remark, it has paragraphs or names a work."""
    return note.get("type") is None and (find(note, "p") is not None or names_work(words_of(note)))


def _entry(element: Element) -> BibliographyEntry:
    """The work that an element describes; GROBID keeps the entry as printed in a note."""
    raw = next((note for note in element.iter("{*}note") if note.get("type") == "raw_reference"), None)
    entry = BibliographyEntry(words=words_of(raw) if raw is not None else _reads(element))
    entry.label = bare_label(element.get("n") or "")
    titles = [title for title in element.iter("{*}title") if words_of(title)]
    main = next((title for title in titles if title.get("level") == "a"), titles[0] if titles else None)
    entry.title = words_of(main).rstrip(".")
    date = find(element, "date")
    entry.year = (date.get("when") or words_of(date))[:4] if date is not None else ""
    authors = [author for author in element.iter("{*}author", "{*}editor") if local(author) == "author"]
    names = (find(author, name) for author in authors for name in _NAMES)
    entry.surnames = [words_of(name) for name in names if name is not None]
    for number in element.iter("{*}idno"):
        kind, words = (number.get("type") or "").lower(), words_of(number)
        if not entry.identify(kind, words) and kind == "arxiv":
            entry.words = f"{entry.words} {words}"
    entry.url = _address(element)
    return entry


def _address(element: Element) -> str:
    """The first web address in an element; empty if there is none."""
    targets = (pointer.get("target") or "" for pointer in element.iter("{*}ptr", "{*}ref"))
    return next((target for target in targets if target.startswith(("http://", "https://"))), "")


def _spaced(element: Element) -> str:
    """The text of an element with spaces between its parts: `<forename>A</forename><surname>Moe</surname>`."""
    return " ".join(" ".join(map(str, element.itertext())).split())


def _reads(element: Element) -> str:
    """The text of a work: as it is if it is written out, else its parts, separated by commas."""
    if (element.text or "").strip() or local(element) == "bibl":
        return words_of(element)
    parts = element.iter("{*}author", "{*}title", "{*}date", "{*}idno", "{*}publisher", "{*}ptr")
    pieces = [_spaced(part) or part.get("when") or part.get("target") or "" for part in parts]
    return ", ".join(piece.rstrip(".,") for piece in pieces if piece)
