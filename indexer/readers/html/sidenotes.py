"""Notes that are within a sentence and shown in the margin: moved out of it, and linked like any footnote.

LaTeXML (arXiv's HTML) and Tufte's styles have them. Left where they are, they would be part of the sentence.
"""

from __future__ import annotations

from indexer.readers.html.footnotes import SPANS
from indexer.readers.html.tree import words_in
from indexer.readers.xmltree import Element

_NOTES = frozenset("ltx_note_outer sidenote side-note marginnote margin-note inline-footnote footnote-inline".split())
_MARKS = frozenset("ltx_note_mark ltx_tag_note".split())  # the number, repeated within the note
_LONGEST_LABEL = 8


def unfold_notes(root: Element) -> None:
    """Move each note after the block that it is in, and leave a link to it in its place."""
    found = [element for element in root.iter("span", "small", "aside") if _is_inside(element)]
    last: dict[Element, Element] = {}
    for number, note in enumerate(found, 1):
        block = note.getparent()
        while block is not None and block.tag in SPANS:
            block = block.getparent()
        if block is not None and block.getparent() is not None:
            entry = _moved(note, number)
            last.get(block, block).addnext(entry)
            last[block] = entry


def _is_inside(element: Element) -> bool:
    called = element.get("class", "").split()
    parent = element.getparent()
    return not _NOTES.isdisjoint(called) and parent is not None and _NOTES.isdisjoint(parent.get("class", "").split())


def _moved(note: Element, number: int) -> Element:
    """Turn a note into an entry, and put a marker in its place, with the label that the page shows there, if any."""
    name = f"unfolded-note-{number}"
    mark = note.getprevious()
    own = mark is not None and mark.tag == "sup" and not mark.tail and len(words_in(mark, 99)) <= _LONGEST_LABEL
    label = words_in(mark, 99) if own and mark is not None else str(number)
    if own and mark is not None:
        mark.clear(keep_tail=True)  # type: ignore[call-arg]  # lxml has it since 4.4, its stubs have not
    link = note.makeelement("a", {"href": f"#{name}", "role": "doc-noteref"})
    link.text = label
    raised = note.makeelement("sup")
    raised.append(link)
    raised.tail = note.tail
    note.addprevious(raised)
    entry = note.makeelement("aside", {"id": name, "role": "doc-footnote"})
    note.tail = None
    for again in [one for one in note.iter("sup", "span") if not _MARKS.isdisjoint(one.get("class", "").split())]:
        again.clear(keep_tail=True)  # type: ignore[call-arg]  # as above
    entry.append(note)
    return entry
