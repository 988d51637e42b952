"""Which tables of a page contain data, so that their rows are claims, and which are used for layout."""

from __future__ import annotations

from lxml import etree

from indexer.late import dataclass
from indexer.readers.html.tree import HEADINGS
from indexer.readers.xmltree import Element

_BLOCKS = frozenset((*HEADINGS, *"pre blockquote section article form figure hr".split()))
_LONGEST_CELL = 1500  # characters: more is a page, not a cell
_COUNTED = ("table", "tr", "td", "th", "p", *_BLOCKS)


@dataclass(slots=True)
class _Table:
    element: Element
    cells: int = 0
    widest: int = 0
    paragraphs: int = 0
    lays_out: bool = False


def data_tables(root: Element) -> frozenset[Element]:
    """The tables below `root` with rows of several cells, none of which contains a table, a heading or a page of text."""
    open_: list[_Table] = []
    found = []
    for event, element in etree.iterwalk(root, events=("start", "end"), tag=_COUNTED):
        tag = element.tag
        if tag == "table":
            if event == "start":
                for outer in open_[-1:]:
                    outer.lays_out = True
                open_.append(_Table(element, lays_out=element.get("role") in ("presentation", "none")))
            elif open_ and (table := open_.pop()).widest > 1 and not table.lays_out:
                found.append(element)
        elif open_:
            _count(open_[-1], element, begins=event == "start")
    return frozenset(found)


def _count(table: _Table, element: Element, *, begins: bool) -> None:
    tag = element.tag
    if tag in _BLOCKS:
        table.lays_out = True
    elif tag == "tr":
        table.cells = 0
    elif tag == "p":
        table.paragraphs += begins
        table.lays_out = table.lays_out or (begins and table.paragraphs > 2)
    elif begins:
        table.paragraphs = 0
        table.cells += 1
        table.widest = max(table.widest, table.cells)
        table.lays_out = table.lays_out or len(element.text or "") > _LONGEST_CELL
