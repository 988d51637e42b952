"""The blocks of a page as its elements begin and end: paragraphs, items with their numbers, rows, descriptions, code.

Two things differ from what a browser shows: the number of a list item, `1. `, precedes its block as in plain text, and
a bar separates the cells of a row, as a gap.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container
from dataclasses import replace

from indexer.model import BOLD_LEVEL, BlockKind
from indexer.patterns import pattern
from indexer.readers.html.styled import LEAD
from indexer.readers.html.tree import HEADINGS
from indexer.readers.textbuilder import TextBuilder
from indexer.readers.xmltree import Element

_CONTAINERS = (
    "p div section article main header footer body center details summary fieldset figure dl hgroup form aside nav html frameset"
    " noframes legend dir menu search option"
).split()
_BLOCKS = ("figcaption", "caption", "address", "blockquote", "dd", "table")
_SENTENCE_END = pattern(r"[.!?。！？][\"'”’)\]]{0,2}\s?\Z")
_NO_WORDS = " \t\n\r[]().:^↑↩*"
_LINKED = 0.9  # of the characters of a block: one with more of them in links leads elsewhere, and states nothing
_LEAD = pattern(  # before a link to another article
    r"(?:read (?:more|also|next)|also read|see also|related(?: (?:articles?|stor(?:y|ies)|coverage|reading|content))?|more (?:on|about|from) [^:：]{1,40}"
    r"|watch|don['’]t miss|recommended|lesen sie auch|mehr zum thema|(?:à )?lire aussi|leer también|leia (?:também|mais)"
    r"|(?:相关|延伸|推荐|更多)阅读|関連記事)\s?[:：]\s*",
    re.IGNORECASE,
)
_CALL = pattern(  # to the reader, with a link
    r"(?:please )?(?:follow|like|find|join) us (?:on|at)\b"
    r"|(?:sign up|subscribe|register) (?:to|for) (?:our|the|my)\b[^.]{0,60}\b(?:newsletters?|channel|podcast|alerts)\b",
    re.IGNORECASE,
)
_LONGEST_CALL = 120  # characters
_LONGEST_NUMBER = 8  # digits


class Flow:
    """The blocks of one document. `tables` are the tables with data, `listed` the elements that are entries."""

    def __init__(self, listed: Container[Element]) -> None:
        self.out = TextBuilder()
        self.tables: Container[Element] = ()
        self.entries = 0  # how many entries are open
        self.label: str | None = None  # of an entry that has no words yet
        self.linked = 0  # characters of the open block that lead to other pages
        self._listed = listed
        self._kinds: list[BlockKind] = ["paragraph"]
        self._lists: list[int | None] = []
        self._lead = ("", -1)  # the number of an item, and where its words must begin
        self._in_row = False
        self._rows: list[bool] = []  # whether each open row of a table is one of data
        self._cells: list[bool] = []  # for each open cell, whether it is a block
        self._joined = -1  # the offset at which a description follows its term
        self._broken = -1  # the offset of the last line break
        self._enter = self._beginnings()
        self._leave = self._endings()

    def _beginnings(self) -> dict[str, Callable[[Element], bool]]:
        """The methods for the start of elements, by element name."""
        return {
            **dict.fromkeys(_CONTAINERS, self._enter_container),
            **dict.fromkeys(HEADINGS, self._enter_heading),
            **dict.fromkeys(("ul", "ol"), self._enter_list),
            **dict.fromkeys(("figcaption", "caption"), self._enter_caption),
            **dict.fromkeys(("td", "th"), self._enter_cell),
            **dict.fromkeys(("pre", "listing", "xmp"), self._enter_code_block),
            "footer": self._enter_footer,
            "address": self._enter_furniture,
            "blockquote": self._enter_quote,
            "li": self._enter_item,
            "dt": self._enter_term,
            "dd": self._enter_description,
            "table": self._enter_table,
            "tr": self._enter_row,
            "hr": self._enter_rule,
            "br": self._enter_break,
        }

    def _endings(self) -> dict[str, Callable[[Element], None]]:
        """The methods for the end of elements, by element name."""
        return {
            **dict.fromkeys((*_CONTAINERS, *HEADINGS, *_BLOCKS), self._leave_block),
            **dict.fromkeys(("ul", "ol"), self._leave_list),
            **dict.fromkeys(("td", "th"), self._leave_cell),
            "li": self._leave_item,
            "dt": self._leave_term,
            "tr": self._leave_row,
        }

    def enter(self, element: Element) -> bool:
        """Handle the start of an element; returns True if its content has been read too."""
        enter = self._enter.get(element.tag)
        return enter is not None and enter(element)

    def leave(self, element: Element) -> None:
        """Handle the end of an element."""
        if leave := self._leave.get(element.tag):
            leave(element)

    def enter_entry(self, kind: BlockKind, label: str) -> None:
        """Begin an entry of a list with its label."""
        lead = f"{label}. " if label else ""
        self.label = label
        self._open(kind, 0, lead)
        self._lead = (lead, self.out.length)

    def leave_entry(self) -> None:
        """End an entry."""
        self.label = None
        self._lead = ("", -1)
        self._close()

    def add(self, words: str) -> None:
        """Add words to the open block; to an entry, without the label typed before them."""
        if self.label is not None:
            words = self._without_label(words)
        self.out.add(words)

    def _without_label(self, words: str) -> str:
        """The first words of an entry without the label typed before them."""
        if not words.strip(_NO_WORDS):
            return ""
        label = re.escape(self.label or "")
        end = r"[.:)](?!\w)|\s*\Z" if label.isalnum() else r"[.:)\s]"
        typed = re.match(rf"\s*(?:[\[(]\s*{label}\s*[\])][.:]?|{label}(?:{end}))\s*", words) if label else None
        rest = words[typed.end() :] if typed else words
        if rest:
            self.label = None
        return rest.lstrip()

    # --- blocks ---

    def _begin(self, kind: BlockKind, level: int = 0, lead: str = "") -> None:
        if self._joined == self.out.length:
            return
        self._mark_as_linked()
        if not lead and self._lead[1] == self.out.length:
            lead = self._lead[0]
        self.out.begin(kind, level, lead)
        self.linked = 0

    def _mark_as_linked(self) -> None:
        """End the open block; one that is only a link out of the article is furniture."""
        out = self.out
        if not self.linked:
            out.end()
            return
        count, tail = len(out.blocks), out.tail(_LONGEST_CALL)
        out.end()
        if len(out.blocks) > count:
            block = out.blocks[-1]
            length = block.span.end - block.span.start
            is_prose = block.kind in ("item", "paragraph") or (block.kind == "heading" and block.bold)
            if is_prose and self._leads_away(tail, length):
                out.blocks[-1] = replace(block, kind="furniture")

    def _leads_away(self, tail: str, length: int) -> bool:
        """Whether a block of so many characters, of which the last are given, is there for its links alone."""
        whole = tail[-length:].strip() if length <= len(tail) else ""
        if _CALL.match(whole):
            return True
        lead = _LEAD.match(whole)
        return self.linked >= _LINKED * (length - (lead.end() if lead else 0)) and not _SENTENCE_END.search(tail)

    def _open(self, kind: BlockKind | None = None, level: int = 0, lead: str = "") -> None:
        kind = kind or self._kinds[-1]
        self._kinds.append(kind)
        if self._in_row:
            self.out.add(" ")
        else:
            self._begin(kind, level, lead)

    def _close(self) -> None:
        self._kinds.pop()
        if self._in_row:
            self.out.add(" ")
        else:
            self._begin(self._kinds[-1])

    def _enter_container(self, element: Element) -> bool:
        is_title = element.tag == "p" and not self.out.blocks and "title" in element.get("class", "").split()
        self._open("heading" if is_title else None, int(is_title))
        return False

    def _leave_block(self, _: Element) -> None:
        self._close()

    def _enter_heading(self, element: Element) -> bool:
        self._open(None if self.entries else "heading", int(element.tag[1]))
        return False

    def _enter_furniture(self, _: Element) -> bool:
        self._open("furniture")
        return False

    def _enter_quote(self, _: Element) -> bool:
        self._open(self._kinds[-1] if self.entries else "quote")
        return False

    def _enter_caption(self, _: Element) -> bool:
        self._open("caption")
        return False

    def _enter_footer(self, element: Element) -> bool:
        """The attribution below a quotation."""
        parent = element.getparent()
        self._open("furniture" if parent is not None and parent.tag == "blockquote" else None)
        return False

    def _enter_list(self, element: Element) -> bool:
        self._lists.append(_number(element.get("start"), 1) if element.tag == "ol" else None)
        self._open()
        return False

    def _leave_list(self, _: Element) -> None:
        self._lists.pop()
        self._close()

    def _enter_item(self, element: Element) -> bool:
        number = self._lists[-1] if self._lists else None
        lead = element.get(LEAD, "")
        if number is not None:
            number = _number(element.get("value"), number)
            self._lists[-1] = number + 1
            lead = f"{number}. "
        if self._in_row and self.out.length != self._lead[1]:
            self.out.add_gap("; ")
        kind: BlockKind = "reference" if _is_work(element) else self._kinds[-1] if self.entries else "item"
        self._open(kind, 0, lead)
        self._lead = (lead, self.out.length)
        return False

    def _leave_item(self, _: Element) -> None:
        self._lead = ("", -1)
        self._close()

    def _enter_term(self, element: Element) -> bool:
        """A term that is described goes before its first description; one that is not is the heading of what follows."""
        after = element.getnext()
        if after is not None and after in self._listed:
            return True  # the label of an entry
        described = after is not None and after.tag == "dd"
        self._open("item" if described or self.entries else "heading", BOLD_LEVEL)
        return False

    def _leave_term(self, element: Element) -> None:
        after = element.getnext()
        if after is None or after.tag != "dd":
            self._close()  # otherwise the description continues it

    def _enter_description(self, element: Element) -> bool:
        term = element.getprevious()
        if term is None or term.tag != "dt":
            self._open(None if self.entries else "item")
            return False
        self.out.add_colon()
        self._joined = self.out.length
        return False

    def _enter_table(self, element: Element) -> bool:
        if element not in self.tables:
            self._open()
        else:
            self._kinds.append("row")
            self._begin("row")
        return False

    def _enter_row(self, element: Element) -> bool:
        part = element.getparent()
        table = part.getparent() if part is not None and part.tag in ("thead", "tbody", "tfoot") else part
        self._rows.append(table in self.tables and not self._in_row and not self.entries)
        if not self._rows[-1]:
            self._open()
            return False
        head = (part is not None and part.tag == "thead") or all(cell.tag == "th" for cell in element)
        of_picture = (
            len(element) == 1 and element[0].tag == "td" and "infobox-image" in element[0].get("class", "").split()
        )
        self._open("furniture" if head else "caption" if of_picture else "row")
        self._in_row = True
        return False

    def _leave_row(self, _: Element) -> None:
        if self._rows.pop():
            self._in_row = False
        self._close()

    def _enter_cell(self, element: Element) -> bool:
        self._cells.append(not self._in_row)
        if self._cells[-1]:
            self._open()
        elif element.getprevious() is not None:
            self.out.add_gap(" | ")
        self._lead = ("", self.out.length)
        return False

    def _leave_cell(self, _: Element) -> None:
        if self._cells.pop():
            self._close()

    def _enter_code_block(self, element: Element) -> bool:
        words = "".join(map(str, element.itertext())).strip("\r\n").rstrip()
        if self._in_row or self.entries:
            self.add(words)
        elif words.strip():
            self._begin("code")
            self.out.add_lines(words)
            self._begin(self._kinds[-1])
        return True

    def _enter_rule(self, _: Element) -> bool:
        if not self._in_row:
            self._begin(self._kinds[-1])
        return True

    def _enter_break(self, _: Element) -> bool:
        """Two line breaks with nothing between them end a paragraph."""
        if self._in_row or self._kinds[-1] == "heading":
            self.out.add(" ")
        elif self._broken == self.out.length:
            self._begin(self._kinds[-1])
        else:
            self.out.add_break()
            self._broken = self.out.length
        return True


def _number(written: str | None, otherwise: int) -> int:
    return int(written) if written and written.isdecimal() and len(written) <= _LONGEST_NUMBER else otherwise


def _is_work(item: Element) -> bool:
    """Whether an item is one work of a bibliography, from its first word on."""
    first = item[0] if len(item) else None
    return (
        first is not None
        and not (item.text or "").strip()
        and first.tag == "cite"
        and "citation" in first.get("class", "").split()
    )
