"""Which links of a page are markers, and their targets: entries of lists of references, footnotes, endnotes.

A link is a marker if the page says so (`sup.reference`, `role="doc-noteref"`, `epub:type="noteref"`), or if it reads
like one, `[3]`, and its target reads like an entry. The link alone determines what a label means: the number shown need
not be the id of the entry, nor its position in the list.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from urllib.parse import unquote

from indexer.dates import YEAR
from indexer.late import dataclass, field
from indexer.patterns import pattern
from indexer.readers.html.citedspans import CITED
from indexer.readers.html.tree import HEADINGS, before, names, words_in
from indexer.readers.xmltree import Element

_NOTEREFS = frozenset(
    "doc-noteref doc-biblioref noteref biblioref footnote-ref footnoteref footnote-reference fn-ref fnref footnote-link footnote-anchor"
    " footnote__citation simple-footnote easy-footnote reference-link citation-ref bibref ref-link xref-bibr citref ltx_ref_bib".split()
)
_ENTRIES = frozenset(
    "doc-footnote doc-endnote doc-biblioentry footnote endnote rearnote note biblioentry citation ltx_bibitem footnote-body csl-entry".split()
)
_BACKLINKS = frozenset(
    "doc-backlink backlink footnote-backref footnote-back footnote-return fn-backref reversefootnote mw-cite-backlink noteref-back".split()
)
SPANS = frozenset(  # inline elements
    "a span sup b strong i em cite small font u sub bdi big label abbr".split()
)
_IN_LINES = SPANS | frozenset("img q code tt s del ins var kbd samp time abbr acronym strike wbr nobr span".split())
_BLOCKS = frozenset("li p dd dt aside tr td th div section blockquote body article main".split())
_OPENED = frozenset(
    "li p dt dd aside tr div blockquote".split()
)  # blocks that are entries if they start with an anchor
_ITEMS = frozenset("li p dd aside tr".split())  # the targets of links that only read like markers
_LABEL = pattern(
    r"[\[(]?\s?(?:\d{1,4}[a-z]?|[a-zA-Z]|[ivxlc]{1,6}|[*†‡§‖¶#]{1,4}|(?:note|nb|n|fn|note de bas de page|anm\.|注|註|注釈)\s?\d{1,3})\s?[.:]?[\])]?",
    re.IGNORECASE,
)
WORK_YEAR = pattern(rf"\b{YEAR}[a-z]?\b")
_NAME = pattern(
    r"(?P<name>[^\W\d_][^\W\d_'’-]{0,30}(?:\s(?:et\sal\.?|(?:and|&|und|et|y)\s[^\W\d_][^\W\d_'’-]{0,30}))?),?\s?[(\[]?\s?\Z"
)
_BRACKETS = pattern(r"\[[^\[\]]{1,60}\]|\(\d{1,4}\)")
_OPEN_BRACKET = pattern(r"[\[(][\s\d,;–-]{0,80}\Z")
_BACK_SIGNS = pattern(
    r"[\s↩↑⤴⏎⮐↵^\ufe0e\ufe0f◄«]{1,6}|(?:back|return|jump(?: back)? up|go back)\b.{0,30}", re.IGNORECASE
)
_OF_WIKI = pattern(r"cite_note|cite_ref|CITEREF")
_OF_MARKER = pattern(r"cite_note|CITEREF")
_OF_ENTRY = pattern(
    r"_?(?:ftn|edn|fn|en|footnote|endnote|note|bib|bibr|ref|cit|cite|cr|b|r|rfn|n)s?[-_:.]{0,2}[a-z]{0,12}[-_:.]{0,2}\d{1,4}[a-z]?",
    re.IGNORECASE,
)
_LONGEST_LABEL = 60
_MOST_ELEMENTS = 600  # in one entry: the target of a link with more is a part of the page


@dataclass(frozen=True, slots=True)
class HtmlPage:
    """One page of a document. `name` is its path in links from other pages; empty for a single page."""

    name: str
    root: Element


@dataclass(slots=True)
class PageNotes:
    """The markers and the entries of a document's pages.

    `markers` maps links to entries, `labels` entries to the labels of their markers, `dangling` markers without an entry to
    the names of their targets.
    """

    markers: dict[Element, Element] = field(default_factory=dict)
    labels: dict[Element, str] = field(default_factory=dict)
    dangling: dict[Element, str] = field(default_factory=dict)
    backlinks: list[Element] = field(default_factory=list)


@dataclass(slots=True)
class _Anchor:
    """The element with an id, and its position in document order."""

    element: Element
    place: int


def find_notes(parts: Sequence[HtmlPage], addresses: Iterable[str] = ()) -> PageNotes:
    """The markers of all pages with their targets. `addresses` are those of a single page."""
    anchors: dict[str, _Anchor] = {}
    links: list[tuple[Element, str, int]] = []
    place = 0
    own = frozenset(addresses)
    for part in parts:
        for element in part.root.iter():
            place += 1
            if not element.attrib:
                continue
            for name in (element.get("id"), element.get("name") if element.tag == "a" else None):
                if name:
                    anchors.setdefault(f"{part.name}#{name}", _Anchor(element, place))
            if element.tag == "a" and "#" in (href := element.get("href", "")):
                links.append((element, _key(part.name, href, own), place))
    return _read(anchors, links)


def _key(page: str, href: str, own: frozenset[str]) -> str:
    """The target of a link within the document: the page, and the id."""
    path, _, fragment = href.partition("#")
    if not page:
        same = not path or path in own or _OF_WIKI.match(fragment) is not None
        return f"#{fragment}" if same else href
    if not path:
        return f"{page}#{fragment}"
    return f"{posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(path)))}#{fragment}"


def _read(anchors: Mapping[str, _Anchor], links: Sequence[tuple[Element, str, int]]) -> PageNotes:
    notes = PageNotes()
    entries: dict[Element, Element | None] = {}
    back: dict[Element, list[Element]] = {}
    for link, key, place in links:
        anchor = anchors.get(key) or anchors.get(unquote(key))
        if (
            anchor is None
            and (key.startswith("#cite_note") or names(link) & _NOTEREFS)
            and _LABEL.fullmatch(words_in(link))
        ):
            notes.dangling[link] = key
        if anchor is None or anchor.element is link:
            continue
        if anchor.element not in entries:
            entries[anchor.element] = _entry(anchor.element)
        entry = entries[anchor.element]
        if entry is not None and _is_marker(link, key.rpartition("#")[2], entry, later=anchor.place > place):
            notes.markers[link] = entry
            notes.labels.setdefault(entry, _label_of(link))
        else:
            back.setdefault(anchor.element, []).append(link)
    _settle(notes, back)
    return notes


def _settle(notes: PageNotes, back: Mapping[Element, list[Element]]) -> None:
    """Separate backlinks from markers, and drop markers within their own entry."""
    for link, entry in list(notes.markers.items()):
        if entry in link.iterancestors():
            del notes.markers[link]
            notes.backlinks.append(link)
    meant = set(notes.markers.values())
    notes.labels = {entry: label for entry, label in notes.labels.items() if entry in meant}
    for link in notes.markers:
        place: Element | None = link
        for _ in range(4):
            if place is None or place.tag not in SPANS:
                break
            notes.backlinks += back.get(place, ())
            notes.backlinks += [
                one for near in (place.getprevious(),) if near is not None for one in back.get(near, ())
            ]
            place = place.getparent()


def _is_marker(link: Element, fragment: str, entry: Element, *, later: bool) -> bool:
    words = words_in(link, 2 * _LONGEST_LABEL)
    called = names(link)
    if link.get(CITED) is not None:
        return True
    if not words or len(words) > _LONGEST_LABEL or called & _BACKLINKS or _BACK_SIGNS.fullmatch(words):
        return False
    if _OF_MARKER.match(fragment) or called & _NOTEREFS:
        return True
    if not later and entry.tag != "aside":
        return False
    named = bool(names(entry) & _ENTRIES) or _OF_ENTRY.fullmatch(fragment) is not None
    formed = _LABEL.fullmatch(words) is not None
    if is_raised(link) or _is_bracketed(link, words):
        return (
            (formed and (named or entry.tag in _ITEMS))
            or (named and _BRACKETS.fullmatch(words) is not None)
            or (named and is_raised(link))
        )
    return named and (formed or WORK_YEAR.search(words) is not None)


def is_backlink(link: Element) -> bool:
    """Whether a link is named, or looks, like one from an entry back to the text."""
    return bool(names(link) & _BACKLINKS) or _BACK_SIGNS.fullmatch(words_in(link, _LONGEST_LABEL)) is not None


def is_raised(link: Element) -> bool:
    """Whether a link is in a superscript, or contains one."""
    parent = link.getparent()
    for _ in range(3):
        if parent is None or parent.tag not in SPANS:
            break
        if parent.tag == "sup":
            return True
        parent = parent.getparent()
    return len(link) > 0 and next(link.iter("sup"), None) is not None


def _is_bracketed(link: Element, words: str) -> bool:
    return _BRACKETS.fullmatch(words) is not None or _OPEN_BRACKET.search(_text_before(link)) is not None


def _text_before(link: Element) -> str:
    text = ""
    for piece in before(link):
        text = piece + text
        if len(text) > 80:
            break
    return text[-80:]


def _entry(anchor: Element) -> Element | None:
    """The entry that an id names: the element itself, or the block that it starts; None if neither is one."""
    if anchor.tag == "dt":
        after = anchor.getnext()
        return after if after is not None and after.tag == "dd" else None
    if anchor.tag not in SPANS:
        parent = anchor.getparent()
        begins_item = parent is not None and parent.tag == "li" and not "".join(before(anchor, 1)).strip(" \t\n\r[(*")
        entry = parent if anchor.tag in ("td", "th") or begins_item else anchor
        return entry if entry is not None and entry.tag in _BLOCKS and _is_small(entry) else None
    words = words_in(anchor, 2 * _LONGEST_LABEL)
    block = _opened(anchor)
    if block is not None and block.tag == "dt":
        return _entry(block)
    if block is not None and _is_small(block) and words_in(block, 4000) != words:
        return block
    is_label = not words or _LABEL.fullmatch(words) or _BRACKETS.fullmatch(words) or _BACK_SIGNS.fullmatch(words)
    if is_label or not _is_small(anchor):
        return None
    return block if block is not None else anchor


def _opened(anchor: Element) -> Element | None:
    """The block that starts with an element; a line after a line break is made one."""
    element = anchor
    for _ in range(6):
        parent = element.getparent()
        previous = element.getprevious()
        if previous is not None and previous.tag not in _IN_LINES and not (previous.tail or "").strip(" \t\n\r[(*"):
            return _line(element)
        if parent is None or "".join(before(element, 3)).strip(" \t\n\r[(*"):
            return None
        if parent.tag not in SPANS:
            return _block_opened(parent, element)
        element = parent
    return None


def _block_opened(block: Element, first: Element) -> Element | None:
    if block.tag in ("td", "th"):
        return block.getparent()
    if block.tag in _OPENED:
        return _line(first) if _has_lines(block) else block
    return None


def _has_lines(block: Element) -> bool:
    """Whether a further line of a block starts with an anchor, so that each line is an entry."""
    return any(map(_opens_line, block.iterchildren("br")))


def _opens_line(line: Element) -> bool:
    after = line.getnext()
    return (
        after is not None
        and not (line.tail or "").strip()
        and (after.tag == "a" or (len(after) > 0 and after[0].tag == "a"))
    )


def _line(first: Element) -> Element:
    """A paragraph made of an element and what follows it, up to the next line that starts with an anchor."""
    line = first.makeelement("p")
    first.addprevious(line)
    element: Element | None = first
    while element is not None and (element.tag in _IN_LINES or (element.tag == "br" and not _opens_line(element))):
        after = element.getnext()
        line.append(element)
        element = after
    return line


def _is_small(element: Element) -> bool:
    """Whether an element can be one entry: it has no headings, and is not half of the page."""
    below = islice(element.iter(), _MOST_ELEMENTS + 1)
    return all(at < _MOST_ELEMENTS and one.tag not in HEADINGS for at, one in enumerate(below))


def _label_of(link: Element) -> str:
    """The label that a marker shows, without brackets; a year with the name before it. Empty if it is to come from the entry."""
    if link.get(CITED) is not None:
        return ""
    words = words_in(link, _LONGEST_LABEL)
    label = words.strip("[]() \t\n^").rstrip(".:") or words
    named = _NAME.search(_text_before(link)) if WORK_YEAR.fullmatch(label) else None
    return f"{' '.join(named.group('name').split())} {label}" if named else label
