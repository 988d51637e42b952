"""The parts of a DOCX file that affect its text: styles, numbering, links, notes, sources."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from indexer.errors import ReadError
from indexer.late import dataclass, field
from indexer.readers.archive import Archive
from indexer.readers.bibliography import BibliographyEntry
from indexer.readers.xmltree import Element, attribute, child, find, local, parse_xml, words_of

_OLE = b"\xd0\xcf\x11\xe0"
BODY_LEVEL = 9  # the outline level of body text
_DEEPEST = 30  # styles that a style is based on


@dataclass(slots=True)
class ParagraphStyle:
    """A paragraph style: its invariant name in lower case, its outline level from 0, and its numbering."""

    name: str = ""
    base: str = ""
    level: int | None = None
    number: tuple[str, int] | None = None
    hidden: bool = False


@dataclass(slots=True)
class Level:
    """How a level of a list is numbered."""

    form: str = "decimal"
    text: str = "%1."
    start: int = 1


@dataclass(slots=True)
class Package:
    """The body, and the other parts by the ids in the file."""

    body: Element
    styles: dict[str, ParagraphStyle] = field(default_factory=dict)
    lists: dict[str, str] = field(default_factory=dict)
    levels: dict[str, dict[int, Level]] = field(default_factory=dict)
    restarts: dict[str, dict[int, int]] = field(default_factory=dict)
    links: dict[str, dict[str, str]] = field(default_factory=dict)
    notes: dict[tuple[str, str], Element] = field(default_factory=dict)
    forms: dict[str, str] = field(default_factory=lambda: {"footnote": "decimal", "endnote": "lowerRoman"})
    sources: dict[str, BibliographyEntry] = field(default_factory=dict)
    title: str = ""

    def style_chain(self, style: str) -> Iterator[ParagraphStyle]:
        """A style and the styles it is based on, in order."""
        for _ in range(_DEEPEST):
            found = self.styles.get(style)
            if found is None:
                return
            yield found
            style = found.base


def value(element: Element | None, name: str = "val") -> str:
    """The value of an attribute, most often `w:val`, in either of Word's namespaces; empty if there is none."""
    return "" if element is None else attribute(element, name)


def is_on(element: Element | None) -> bool:
    """Whether a switch such as `<w:vanish/>` is present and not off."""
    return element is not None and value(element) not in ("0", "false", "off")


def open_package(data: bytes) -> tuple[Package, list[str]]:
    """The parts of a file, and the names of the broken ones. Raises `ReadError` if it is not a DOCX file, is encrypted or broken."""
    if data.startswith(_OLE):
        raise ReadError("is encrypted, or of the old format .doc: save it as .docx without a password and try again")
    archive = Archive(data)
    main = _main_part(archive)
    content = archive.read(main)
    if content is None:
        raise ReadError("is not a DOCX file: it has no text in word/document.xml; save it as .docx again")
    body = find(parse_xml(content), "body")
    if body is None:
        raise ReadError("is not a DOCX file: its text has no body; save it as .docx again")
    package = Package(body)
    folder = posixpath.dirname(main)
    _read_styles(package, archive.tree(f"{folder}/styles.xml"))
    _read_numbering(package, archive.tree(f"{folder}/numbering.xml"))
    for kind in ("footnote", "endnote"):
        part = f"{folder}/{kind}s.xml"
        for note in _children(archive.tree(part), kind):
            if value(note, "type") in ("", "normal"):
                package.notes[kind, value(note, "id")] = note
        package.links[kind] = _links(archive, part)
    package.links["body"] = _links(archive, main)
    for root in (archive.tree(f"{folder}/settings.xml"), body):
        _read_note_forms(package, root)
    for name in sorted(archive.names):
        if name.startswith("customXml/item") and name.count("/") == 1 and "Props" not in name:
            _read_sources(package, archive.tree(name))
    core = archive.tree("docProps/core.xml")
    package.title = words_of(find(core, "title"))
    return package, archive.broken


def _main_part(archive: Archive) -> str:
    root = archive.read("_rels/.rels")
    for link in _children(parse_xml(root) if root else None, "Relationship"):
        if value(link, "Type").endswith("/officeDocument"):
            return value(link, "Target").lstrip("/")
    return "word/document.xml"


def _children(element: Element | None, name: str) -> Iterator[Element]:
    return iter(()) if element is None else (each for each in element if local(each) == name)


def _links(archive: Archive, part: str) -> dict[str, str]:
    """The external addresses that a part links, by id."""
    folder, name = posixpath.split(part)
    root = archive.tree(f"{folder}/_rels/{name}.rels")
    return {
        value(link, "Id"): value(link, "Target")
        for link in _children(root, "Relationship")
        if value(link, "TargetMode") == "External"
    }


def _read_styles(package: Package, root: Element | None) -> None:
    for element in _children(root, "style"):
        outline = find(element, "outlineLvl")
        level = int(value(outline)) if value(outline).isdecimal() else None
        style = ParagraphStyle(value(child(element, "name")).lower(), value(child(element, "basedOn")), level)
        style.number = number_of(child(element, "pPr"))
        style.hidden = is_on(child(child(element, "rPr"), "vanish"))
        package.styles[value(element, "styleId")] = style


def number_of(properties: Element | None) -> tuple[str, int] | None:
    """The list and level in which a paragraph or style is numbered; None without one. List `0` means no number."""
    numbering = child(properties, "numPr")
    if numbering is None:
        return None
    level = value(child(numbering, "ilvl"))
    return value(child(numbering, "numId")), int(level) if level.isdecimal() and len(level) < 3 else 0


def _read_numbering(package: Package, root: Element | None) -> None:
    for element in _children(root, "abstractNum"):
        levels = package.levels.setdefault(value(element, "abstractNumId"), {})
        for each in _children(element, "lvl"):
            at, start = value(each, "ilvl"), value(child(each, "start"))
            if at.isdecimal():
                levels[int(at)] = Level(
                    value(child(each, "numFmt")) or "decimal",
                    value(child(each, "lvlText")),
                    int(start) if start.isdecimal() and len(start) < 7 else 1,
                )
    for element in _children(root, "num"):
        number = value(element, "numId")
        package.lists[number] = value(child(element, "abstractNumId"))
        for each in _children(element, "lvlOverride"):
            at, start = value(each, "ilvl"), value(child(each, "startOverride"))
            if at.isdecimal() and start.isdecimal() and len(start) < 7:
                package.restarts.setdefault(number, {})[int(at)] = int(start)


def _read_note_forms(package: Package, root: Element | None) -> None:
    for kind in ("footnote", "endnote"):
        if form := value(child(find(root, f"{kind}Pr"), "numFmt")):
            package.forms[kind] = form


def _read_sources(package: Package, root: Element | None) -> None:
    """Word's own sources: `<b:Source><b:Tag>Nor15</b:Tag>…`."""
    for element in _children(root, "Source"):
        entry = BibliographyEntry(
            title=words_of(child(element, "Title")),
            year=words_of(child(element, "Year")),
            surnames=[words_of(name) for name in element.iter("{*}Last", "{*}Corporate")],
            doi=words_of(child(element, "DOI")),
            url=words_of(child(element, "URL")),
        )
        journal = words_of(child(element, "JournalName"))
        parts = (", ".join(entry.surnames), entry.title, journal, entry.year)
        entry.words = ". ".join(part for part in parts if part)
        if tag := words_of(child(element, "Tag")):
            package.sources[tag] = entry
