"""From the tree of a page to its text, the links in it and its entries, as a browser would show them.

The walk is a loop over the starts and ends of elements, so that nesting may have any depth. Powers and indices are written
for searching: `10^5`, as in claims from Markdown, and `H2O`. Any other superscript number without a link becomes `¹`; the
list of the page decides what it means.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from lxml import etree

from indexer.model import Span
from indexer.patterns import pattern
from indexer.readers.html.citedspans import LOCATOR
from indexer.readers.html.flow import Flow
from indexer.readers.html.footnotes import PageNotes, is_backlink, is_raised
from indexer.readers.html.styled import is_bold
from indexer.readers.html.tables import data_tables
from indexer.readers.html.tree import names, words_in
from indexer.readers.html.works import Listed, external
from indexer.readers.numerals import raised_behind
from indexer.readers.textbuilder import Place, inline_code
from indexer.readers.xmltree import Element

_NEEDED = frozenset("Inline-Template Template-Fact need_ref_tag noprint".split())
_BRACKETED = pattern(r"\[[^\[\]\d]{3,60}\]")
_SHORTEST_NAME = 2
_MAY_BE_BOLD = ("b", "strong", "span")
_LOCATOR = pattern(r"\s?:\s?(?P<locator>[\w§][\w\s.,–-]{0,30}?)\s?")


class HtmlWalk:
    """One walk over the articles of a document. `placed` are the spans of the entries, in order."""

    def __init__(self, notes: PageNotes, entries: Mapping[Element, Listed], host: str) -> None:
        self.needed: list[Span] = []
        self.placed: dict[Element, Span] = {}
        self._flow = Flow(entries)
        self.out = self._flow.out
        self._markers = notes.markers
        self._dangling = notes.dangling
        self._back = frozenset(notes.backlinks)
        self._listed = entries
        self._host = host
        self._open_entries: list[tuple[int, Place]] = []
        self._anchors: list[tuple[Place, str | None]] = []
        self._raised = self._cited = 0
        self._enter: dict[str, Callable[[Element], bool]] = {
            "a": self._enter_link,
            "sup": self._enter_raised,
            "cite": self._enter_cited,
            "q": self._enter_quotation,
            "code": self._enter_code,
            "math": self._enter_formula,
            **dict.fromkeys(_MAY_BE_BOLD, self._enter_bold),
        }
        self._leave: dict[str, Callable[[Element], None]] = {
            "a": self._leave_link,
            "sup": self._leave_raised,
            "cite": self._leave_cited,
            "q": self._leave_quotation,
            **dict.fromkeys(_MAY_BE_BOLD, self._leave_bold),
        }

    def page(self, root: Element) -> None:
        """Render one article."""
        flow = self._flow
        flow.tables = data_tables(root)
        walk = etree.iterwalk(root, events=("start", "end"))
        done: Element | None = None  # an element whose children are skipped
        for event, element in walk:
            if event == "start":
                if element in self._listed:
                    self._enter_entry(element)
                elif enter(element) if (enter := self._enter.get(element.tag)) else flow.enter(element):
                    walk.skip_subtree()
                    done = element
                    continue
                if element.text:
                    flow.add(element.text)
            else:
                if element is done:
                    done = None
                elif element in self._listed:
                    self._leave_entry(element)
                elif leave := self._leave.get(element.tag):
                    leave(element)
                else:
                    flow.leave(element)
                if element.tail and element is not root:
                    flow.add(element.tail)
        self.out.end()

    def _enter_link(self, element: Element) -> bool:
        entry = self._markers.get(element)
        if entry is not None:
            self._marker(element, self._listed[entry])
            return True
        if key := self._dangling.get(element):
            with self.out.link([key], raised=is_raised(element)):
                self.out.add(words_in(element, 200))
            return True
        if element in self._back or is_backlink(element):
            return True
        self._anchors.append((self.out.place(), external(element.get("href"), self._host)))
        return False

    def _marker(self, element: Element, listed: Listed) -> None:
        self._flow.label = None
        words = words_in(element, 200)
        raised = is_raised(element) or len(words) <= _SHORTEST_NAME  # one letter is not a name that the sentence needs
        locator = listed.locator or element.get(LOCATOR) or None
        with self.out.link([listed.key], raised=raised, note=listed.remark, locator=locator):
            self.out.add(words)

    def _leave_link(self, element: Element) -> None:
        if not self._anchors:
            return
        place, address = self._anchors.pop()
        span = self.out.span_since(place)
        if span is None:
            return
        if element.get("href") and (address is None or self._markers):
            self._flow.linked += span.end - span.start  # a page with a list of references needs no list of links
        if address is not None:
            raised = self._raised > 0 or is_raised(element)
            self.out.link_out(address, place, raised=raised, cited=self._cited > 0)

    def _enter_raised(self, element: Element) -> bool:
        if next(element.iter("a"), None) is not None and not self._needs(element):
            self._raised += 1
            return False
        called = names(element)
        words = words_in(element, 200)
        links = self.out.links
        behind = _LOCATOR.fullmatch(words) if "reference" in called and links else None
        if behind and links[-1].span.end == self.out.length and self.out.tail(1):
            self.out.add(words)
            links[-1] = replace(
                links[-1], span=Span(links[-1].span.start, self.out.length), locator=behind.group("locator")
            )
        elif self._needs(element):
            self._flag(words)
        else:
            self._superscript(words)
        return True

    def _leave_raised(self, _: Element) -> None:
        self._raised -= 1

    def _needs(self, element: Element) -> bool:
        """Whether a superscript asks for a source: `[citation needed]`."""
        return bool(names(element) & _NEEDED) and _BRACKETED.fullmatch(words_in(element, 200)) is not None

    def _flag(self, words: str) -> None:
        if self._flow.entries:
            return
        place = self.out.place()
        self.out.add(words)
        if span := self.out.span_since(place):
            self.needed.append(span)

    def _superscript(self, words: str) -> None:
        plain = self._flow.label is not None and words.isdecimal()
        self._flow.add(words if plain else raised_behind(words, self.out.tail(3)))

    def _enter_cited(self, _: Element) -> bool:
        self._cited += 1
        return False

    def _leave_cited(self, _: Element) -> None:
        self._cited -= 1

    def _enter_bold(self, element: Element) -> bool:
        self.out.embolden(is_bold(element))
        return False

    def _leave_bold(self, element: Element) -> None:
        self.out.embolden(-is_bold(element))

    def _enter_quotation(self, _: Element) -> bool:
        self._flow.add("“")
        return False

    def _leave_quotation(self, _: Element) -> None:
        self._flow.add("”")

    def _enter_code(self, element: Element) -> bool:
        self._flow.add(inline_code(words_in(element)))
        return True

    def _enter_formula(self, element: Element) -> bool:
        for power in element.iter("msup"):
            raised = next((below for below in (power[1].iter() if len(power) > 1 else ()) if below.text), None)
            if raised is not None:
                raised.text = f"^{raised.text}"
        self._flow.add(words_in(element))
        return True

    def _enter_entry(self, element: Element) -> None:
        listed = self._listed[element]
        self._flow.entries += 1
        if not listed.inline:
            self._flow.enter_entry(listed.kind, listed.label)
        self._open_entries.append((len(self.out.blocks), self.out.place()))

    def _leave_entry(self, element: Element) -> None:
        first, place = self._open_entries.pop()
        self._flow.entries -= 1
        span = self.out.span_since(place)
        if not self._listed[element].inline:
            self._flow.leave_entry()
            blocks = self.out.blocks[first:]
            span = Span(blocks[0].span.start, blocks[-1].span.end) if blocks else None
        if span is not None:
            self.placed.setdefault(element, span)
