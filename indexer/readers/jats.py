"""JATS, the XML of scientific journals and PubMed Central (https://jats.nlm.nih.gov/): `xref` cites `ref`.

Rendered are the abstract, body, appendices and footnotes in the order of the file, then the list of references.
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
from indexer.readers.xmltree import XLINK, Element, by_name, entity_text, find, local, parse_xml, words_of

_SKIPPED = frozenset(
    "journal-meta article-id article-categories contrib-group aff aff-alternatives author-notes pub-date history permissions"
    " counts funding-group related-article related-object self-uri volume issue issue-title elocation-id fpage lpage title-group"
    " kwd-group custom-meta-group object-id graphic inline-graphic media alt-text long-desc processing-meta"
    " front-stub notes-meta trans-title-group supplement conference isbn product sec-meta".split()
)
_FILE_TYPE = pattern(r"\s*\([A-Z0-9/ ]{2,12}\)\s*")  # `(TIFF)` below a supplement
_PARTS = ("element-citation", "mixed-citation", "nlm-citation", "citation")
_TEX_START, _TEX_END = "\\begin{document}", "\\end{document}"


def read_jats(data: bytes) -> ParsedText:
    """One or more articles in one file, each with its references. Raises `ReadError` for anything but XML."""
    root = parse_xml(data)
    articles = [root] if local(root) == "article" else list(root.iter("{*}article"))
    walk = _Walk()
    for article in articles:
        walk.article(article)
    title = words_of(find(articles[0], "article-title")) if articles else ""
    return make_parsed(title, walk.out, walk.entries.found)


class _Walk:
    """One walk over the trees."""

    def __init__(self) -> None:
        self.out = TextBuilder()
        self.entries = XmlEntries(self.out)
        self._level = 0
        self._head = False
        self._prefix = ""
        self._items: dict[Element, int] = {}  # the number of items so far in each ordered list
        self._lead = ""  # the number of an item that has no words yet
        self._sources: set[str] = set()  # the notes that name a work
        self._blocks: dict[str, Callable[[Element, BlockKind], None]] = by_name(
            ("p verse-line", self._paragraph),
            ("title", self._title),
            ("label", self._label),
            ("sec app ack abstract trans-abstract boxed-text", self._section),
            ("list-item", self._item),
            ("def-item", self._definition),
            ("disp-quote verse-group", lambda element, _: self._flow(element, "quote")),
            ("fn", self._note),
            ("fig table-wrap supplementary-material", self._figure),
            ("caption", lambda element, _: self._flow(element, "caption")),
            ("thead", self._table_head),
            ("tr", self._row),
            ("disp-formula preformat code", self._formula),
            ("disp-formula-group list def-list fn-group ref-list", self._flow),
            ("ref", self._reference),
        )
        self._inlines: dict[str, Callable[[Element], None]] = by_name(
            ("xref", self._link),
            ("ext-link uri", self._link_out),
            ("sup", self._superscript),
            ("inline-formula alternatives math tex-math", self._mathematics),
            ("break", lambda _: self.out.add_break()),
            ("monospace", self._code),
            ("bold", self._bold),
        )

    def article(self, article: Element) -> None:
        """Render one article; ids are unique within it."""
        self._prefix = f"{article.get('id', '')}\0{len(self.entries.found)}\0"
        notes = [note for note in article.iter("{*}fn") if note.get("id")]
        named = (note for note in notes if _address(note) or names_work(_note_words(note)))
        self._sources = {self._prefix + note.get("id", "") for note in named}
        for part in article:
            self._flow(part, "paragraph")
        self.out.end()

    def _flow(self, element: Element, kind: BlockKind) -> None:
        """Render an element that may contain blocks and words; words between blocks make blocks of `kind`."""
        out = self.out
        if element.text:
            out.add(element.text)
        for child in element:
            name = local(child)
            if name in _SKIPPED:
                pass
            elif block := self._blocks.get(name):
                block(child, kind)
                out.begin(kind)
            elif inline := self._inlines.get(name):
                inline(child)
            elif not name:
                out.add(entity_text(child))
            else:
                self._flow(child, kind)
            if child.tail:
                out.add(child.tail)

    def _words(self, element: Element) -> None:
        """Add the words of an element, with their links, to the open block."""
        if element.text:
            self.out.add(element.text)
        for child in element:
            name = local(child)
            if inline := self._inlines.get(name):
                inline(child)
            elif not name:
                self.out.add(entity_text(child))
            elif name not in _SKIPPED:
                self._words(child)
                self.out.add(" " if name in self._blocks else "")
            if child.tail:
                self.out.add(child.tail)

    def _paragraph(self, element: Element, kind: BlockKind) -> None:
        is_type = kind == "caption" and _FILE_TYPE.fullmatch(element.text or "")
        self.out.begin("furniture" if is_type else kind, lead=self._lead)
        self._lead = ""
        self._flow(element, kind)
        self.out.end()

    def _item(self, element: Element, _: BlockKind) -> None:
        """An item, with its number if the list is ordered."""
        parent = element.getparent()
        if parent is not None and parent.get("list-type") == "order" and element.find("{*}label") is None:
            self._items[parent] = self._items.get(parent, 0) + 1
            self._lead = f"{self._items[parent]}. "
        self.out.begin("item", lead=self._lead)
        self._flow(element, "item")
        self._lead = ""

    def _bold(self, element: Element) -> None:
        with self.out.in_bold():
            self._words(element)

    def _code(self, element: Element) -> None:
        if len(element):
            self._words(element)
        else:
            self.out.add_code(element.text or "")

    def _title(self, element: Element, kind: BlockKind) -> None:
        if kind == "paragraph":
            self.out.begin("heading", max(1, self._level))
        else:
            self.out.begin(kind)
        self._words(element)
        self.out.end()

    def _label(self, element: Element, kind: BlockKind) -> None:
        """The number of a figure or table is a block; those of sections, items and notes are left out."""
        if kind == "caption":
            self.out.begin("furniture")
            self._words(element)
            self.out.end()

    def _section(self, element: Element, kind: BlockKind) -> None:
        self._level += 1
        if local(element) == "abstract" and find(element, "title") is None:
            self.out.begin("heading", self._level)
            self.out.add("Abstract")
        self.out.begin(kind)
        self._flow(element, kind)
        self.out.leave(self._level)
        self._level -= 1

    def _definition(self, element: Element, _: BlockKind) -> None:
        """A definition is a claim; the expansion of an abbreviation is not."""
        is_abbreviation = any(local(above) == "glossary" for above in element.iterancestors())
        self.out.begin("furniture" if is_abbreviation else "item")
        for child in element:
            if local(child) == "def":
                self.out.add_colon()
            self._words(child)
            self.out.add(" ")
        self.out.end()

    def _figure(self, element: Element, _: BlockKind) -> None:
        self.out.end()
        self._flow(element, "caption")
        self.out.end()

    def _table_head(self, element: Element, kind: BlockKind) -> None:
        self._head = True
        self._flow(element, kind)
        self._head = False

    def _row(self, element: Element, _: BlockKind) -> None:
        self.out.add_row(element, self._words, is_head=self._head)

    def _formula(self, element: Element, _: BlockKind) -> None:
        self.out.begin("code")
        self._mathematics(element)
        self.out.end()

    def _mathematics(self, element: Element) -> None:
        """One of the forms in which a formula is given: MathML, else text, else TeX without its preamble."""
        name = local(element)
        chosen = element if name == "math" else find(element, "math")
        if chosen is None:
            chosen = find(element, "tex-math")
        words = words_of(element if chosen is None else chosen)
        if _TEX_START in words:
            words = words.partition(_TEX_START)[2].partition(_TEX_END)[0].strip()
        self.out.add(words)

    def _superscript(self, element: Element) -> None:
        if len(element) == 0:
            self.out.add_power(element.text or "")
            return
        with self.out.in_superscript():
            self._words(element)

    def _note(self, element: Element, _: BlockKind) -> None:
        key = self._prefix + element.get("id", "")
        is_source = key in self._sources
        self._flow(element, "reference" if is_source and not reads_as_prose(_note_words(element)) else "note")
        self.out.end()
        if is_source:
            self.entries.note(key, _note_words(element), words_of(element.find("{*}label")), _address(element))

    def _link(self, element: Element) -> None:
        kind = element.get("ref-type")
        if kind not in ("bibr", "fn", "table-fn"):
            self._words(element)
            return
        keys = [self._prefix + key for key in element.get("rid", "").split()]
        remark = kind != "bibr" and self._sources.isdisjoint(keys)
        with self.out.link(keys, raised=find(element, "sup") is not None, note=remark):
            self._words(element)

    def _link_out(self, element: Element) -> None:
        place = self.out.place()
        self._words(element)
        address = element.get(XLINK) or words_of(element)
        is_doi = element.get("ext-link-type") == "doi" and address.startswith("10.")
        self.out.link_out(f"https://doi.org/{address}" if is_doi else address, place)

    def _reference(self, element: Element, _: BlockKind) -> None:
        key = element.get("id")
        self.entries.write(self._prefix + key if key else None, _entry(element))


def _note_words(element: Element) -> str:
    """The text of a note without its label."""
    label = words_of(element.find("{*}label"))
    return words_of(element).removeprefix(label).strip()


def _address(note: Element) -> str:
    """The first web address that a note links; empty if there is none."""
    linked = (link.get(XLINK) or words_of(link) for link in note.iter("{*}ext-link", "{*}uri"))
    return next((address for address in linked if address.startswith(("http://", "https://"))), "")


def _entry(element: Element) -> BibliographyEntry:
    """The work that a `ref` describes; of several parts, the first provides title and identifiers."""
    entry = BibliographyEntry(label=bare_label(words_of(element.find("{*}label"))))
    for surname in element.iter("{*}surname"):
        surname.tail = surname.tail or " "  # `<surname>Moe</surname><given-names>A</given-names>`
    parts = [part for part in element.iter() if local(part) in _PARTS] or [element]
    entry.words = " ".join(_reads(part) for part in parts)
    for part in parts[:1]:
        titles = (find(part, name) for name in ("article-title", "chapter-title", "part-title", "source"))
        entry.title = next((words for title in titles if (words := words_of(title).rstrip("."))), "")
        entry.year = words_of(find(part, "year"))
        names = (words_of(name) for name in part.iter("{*}surname", "{*}collab"))
        entry.surnames = [name for name in names if name]
        for identifier in part.iter("{*}pub-id", "{*}ext-link", "{*}uri"):
            _identify(entry, identifier)
    return entry


def _identify(entry: BibliographyEntry, element: Element) -> None:
    kind = element.get("pub-id-type") or element.get("ext-link-type") or "uri"
    words = words_of(element)
    address = element.get(XLINK) or words
    if not entry.identify(kind, address if kind == "doi" else words) and address.startswith(
        ("http://", "https://", "ftp://")
    ):
        entry.url = entry.url or address


def _reads(part: Element) -> str:
    """The text of an entry: as it is if it has punctuation, else its parts, separated by commas."""
    if local(part) == "mixed-citation" or len(part) == 0 or (part.text or "").strip():
        return words_of(part)
    pieces = []
    for child in part:
        if local(child) == "person-group":
            pieces.append(", ".join(words_of(name) for name in child if words_of(name)))
        else:
            pieces.append(words_of(child))
    return ", ".join(piece.rstrip(".,") for piece in pieces if piece)
