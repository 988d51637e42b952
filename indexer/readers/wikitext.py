"""Wikitext, the markup of Wikipedia: `<ref>` notes with templates, `{{sfn}}`, lists, tables, links.

It scans the text itself, in one pass, because mwparserfromhell builds a tree without offsets. Templates are not expanded:
those that only show their words are read as these words, and others are skipped.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from indexer.listheadings import heading_kind
from indexer.model import Block, Span
from indexer.patterns import pattern
from indexer.readers import wikinames as names
from indexer.readers.blockbuilder import BlockBuilder, linked_text, words_of
from indexer.readers.counting import Counter
from indexer.readers.parsed import ParsedText
from indexer.readers.wikimarks import WikiMarks
from indexer.readers.wikirefs import plain, template_name

_TOKEN = pattern(
    r"(?P<break>\n(?:[ \t]*\n)+)"
    r"|^(?P<heading>={1,6})(?=[^\n]{1,500}=[ \t]*$)|(?P<tail>={1,6}[ \t]*$)"
    r"|^(?P<hidden>\#(?:REDIRECT|WEITERLEITUNG|REDIRECTION)\b[^\n]{0,500}|-{4,}[ \t]*)|^(?P<list>[*#:;]{1,50}[ \t]{0,99})"
    r"|^[ \t:]{0,99}(?:(?P<open>\{\|[^\n]*)|(?P<close>\|\}(?!\}))|(?P<row>\|-[^\n]*)|(?P<caption>\|\+)|(?P<cell>[|!](?![}])))"
    r"|(?P<bars>\|\||!!)"
    r"|(?P<comment><!--)|<(?P<tag>/?[a-zA-Z][a-zA-Z0-9]{0,20})(?:[ \t\n/][^<>]{0,500})?>"
    r"|(?P<sign>'{2,5}|\{\{\{[^{}\n]{0,200}\}\}\}|__[A-Z]{3,30}__)"
    r"|(?P<template>\{\{)|(?P<link>\[\[)|(?P<over>\]\]|\}\})"
    r"|\[(?P<address>(?:https?:|ftp:)?//[^\s\[\]<>]{1,2000})(?P<words>[ \t]{1,9}(?=[^\]\n]))?|(?P<square>\])",
    re.MULTILINE | re.IGNORECASE,
)
_ATTRIBUTES = pattern(
    r"(?:[ \t]{0,9}[\w-]{1,30}[ \t]{0,9}=[ \t]{0,9}(?:\"[^\"\n]{0,200}\"|'[^'\n]{0,200}'|[^\s|\"']{1,60})){1,9}[ \t]{0,9}\|(?!\|)"
)
_CODE = frozenset("pre syntaxhighlight source score timeline graph mapframe templatedata".split())
_UNSEEN = frozenset("gallery imagemap hiero references".split())
_AS_IT_IS = frozenset("nowiki math chem ce poem".split())
_BLOCKS = frozenset("div p center table tr ul ol dl section blockquote".split())
_INLINE = frozenset(
    "span small big i b u s code abbr cite em strong tt font del ins q mark kbd var samp bdi ref includeonly noinclude onlyinclude"
    " templatestyles ruby rt rb rp wbr section".split()
)
_OPTION = pattern(
    r"\s*(?:thumb|thumbnail|mini|miniatur|right|left|center|none|frame|frameless|border|upright|hochkant|\d{1,5}(?:x\d{1,5})?px|[\w-]{1,20}=[^\n]{0,300})\s*",
    re.IGNORECASE,
)
_LISTS = frozenset({"ul", "ol", "dl"})
_OPEN_LABEL = pattern(r"\[\d{1,3}\Z")
_OF_BOLD = (3, 5)  # signs
_LIST_SIGNS = frozenset("*#:;")
_ITEMS = frozenset({"li", "dt", "dd"})
_LABEL = pattern(r"\[\d{1,3}\]\s")
_INTERWIKI = pattern(r"[a-z]{2,3}(?:-[a-z]{2,8})?")
_TITLE = pattern(r"\{\{\s?DISPLAYTITLE:([^{}\n]{1,300})\}\}", re.IGNORECASE)


def read_wikitext(text: str) -> ParsedText:
    """The blocks, markers and references of a page."""
    scan = _Scan(text)
    scan.run()
    title = _TITLE.search(text)
    own, references = scan.marks.resolved()
    known = any(marker.labels for marker in own)
    listed = _without_lists(text, scan.out.blocks)
    parsed = linked_text(text, listed, own, references, scan.out.outlinks)
    blocks = parsed.blocks if known or len(parsed.references) > len(references) else tuple(scan.out.blocks)
    return replace(parsed, title=plain(title[1]) if title else "", blocks=blocks, searched=not known)


def _without_lists(text: str, blocks: list[Block]) -> list[Block]:
    """The blocks, with the items below a heading such as `External links` as entries, which are not claims.

    Items that start with a label in brackets stay, as they may be the author's own list of references.
    """
    settled = []
    level = 0
    for block in blocks:
        if block.kind == "heading" and (not level or block.level <= level):
            level = block.level if _names_list(words_of(text, block)) else 0
        listed = level and block.kind in ("item", "paragraph", "row") and not _LABEL.match(text, block.span.start)
        settled.append(replace(block, kind="reference") if listed else block)
    return settled


def _names_list(heading: str) -> bool:
    return heading_kind(heading) is not None or heading.lower() in names.LINKS


class _Scan:
    """One pass over a text. `_notes` are its notes by offset, `_ends` the ends of the shown parts of templates and links."""

    def __init__(self, text: str) -> None:
        self.out = BlockBuilder(text)
        self.marks = WikiMarks(text)
        self._text = text
        self._pairs = self.marks.pairs
        self._ends: dict[int, bool] = {}
        self._endless: set[str] = set()
        self._tables = 0
        self._head = True
        self._addresses: list[tuple[int, int, str]] = []
        self._counter = Counter()
        self._bold = False
        self._lists: list[list[int]] = []  # of each list in tags: whether it counts, and how many items it has
        self._number = 0
        self._signs: dict[str, Callable[[int, int], int]] = {
            "break": self._break,
            "heading": self._heading,
            "tail": self._tail,
            "list": self._list,
            "hidden": self._end,
            "open": self._table,
            "close": self._table_end,
            "row": self._row,
            "caption": self._caption,
            "cell": self._cell,
            "bars": self._cell,
            "comment": self._comment,
            "template": self._template,
            "link": self._link,
            "over": self._over,
            "square": self._square,
            "sign": self._sign,
        }

    def run(self) -> None:
        """Read all of the text."""
        position = 0
        while match := _TOKEN.search(self._text, position):
            start, end = match.span()
            self.out.words(position, start)
            if match["tag"]:
                position = self._tag(match["tag"].lower(), start, end)
            elif match["address"]:
                position = self._address(match, start, end)
            else:
                position = self._signs[str(match.lastgroup)](start, end)
        self.out.words(position, len(self._text))
        self._end(position, position)

    # --- signs: each takes where it begins and ends, and gives up to where the text is read

    def _words(self, start: int, end: int) -> int:
        self.out.words(start, end)
        return end

    def _end(self, _: int, end: int) -> int:
        self.out.end()
        if self._bold:
            self.out.embolden(-1)
            self._bold = False
        self._addresses.clear()
        return end

    def _sign(self, start: int, end: int) -> int:
        """A run of apostrophes: three begin or end bold text, within a line."""
        if self._text[start] == "'" and end - start in _OF_BOLD:
            self.out.embolden(-1 if self._bold else 1)
            self._bold = not self._bold
        return end

    def _break(self, start: int, end: int) -> int:
        if self._tables and self.out.current == "row":
            self.out.part()
            return end
        return self._end(start, end)

    def _heading(self, start: int, end: int) -> int:
        self._end(start, end)
        self.out.begin("heading", end - start)
        return end

    def _tail(self, start: int, end: int) -> int:
        return self._end(start, end) if self.out.current == "heading" else self._words(start, end)

    def _list(self, start: int, end: int) -> int:
        if self._tables and self.out.is_open:
            self.out.part()
            return end
        self._end(start, end)
        signs = self._text[start:end].strip()
        before = self._text.rfind("\n", 0, max(0, start - 1)) + 1
        if self._text[before : before + 1] not in _LIST_SIGNS or before == start:
            self._counter.reset()
        self.out.begin("item", number=self._counter.next(len(signs)) if signs.endswith("#") else 0)
        return end

    def _table(self, _: int, end: int) -> int:
        self._row_end()
        self._tables += 1
        self.out.kind = "row"
        return end

    def _table_end(self, start: int, end: int) -> int:
        if not self._tables:
            return self._words(start, end)
        self._row_end()
        self._tables -= 1
        self.out.kind = "row" if self._tables else "paragraph"
        return end

    def _row(self, start: int, end: int) -> int:
        if not self._tables:
            return self._words(start, end)
        self._row_end()
        return end

    def _row_end(self) -> None:
        """The end of a row; one of header cells alone states nothing."""
        block = self.out.end()
        if block is not None and block.kind == "row" and self._head:
            self.out.settle(-1, "furniture")
        self._head = True
        self._addresses.clear()

    def _caption(self, start: int, end: int) -> int:
        if not self._tables:
            return self._words(start, end)
        self._row_end()
        self.out.begin("caption")
        return end

    def _cell(self, start: int, end: int) -> int:
        if not self._tables:
            return self._words(start, end)
        if self.out.current != "row":
            self._row_end()
        self.out.part()
        self._head = self._head and self._text[end - 1] == "!"
        attributes = _ATTRIBUTES.match(self._text, end)
        return attributes.end() if attributes else end

    def _comment(self, start: int, end: int) -> int:
        close = self._closing("-->", end)
        return self._words(start, end) if close < 0 else close + len("-->")

    def _closing(self, sign: str, start: int) -> int:
        """The offset of a delimiter after `start`, -1 if there is none, which is remembered."""
        at = -1 if sign in self._endless else self._text.find(sign, start)
        if at < 0:
            self._endless.add(sign)
        return at

    def _over(self, start: int, end: int) -> int:
        """The end of a template or link, or of a web link within brackets."""
        ends_block = self._ends.get(start)
        if ends_block is None:
            is_address = self._addresses and self._text[start] == "]"
            return self._square(start, start + 1) if is_address else self._words(start, end)
        return self._end(start, end) if ends_block else end

    def _square(self, start: int, end: int) -> int:
        if not self._addresses or _OPEN_LABEL.search(self._text, max(self._addresses[-1][1], start - 4), start):
            return self._words(start, end)  # `[https://example.org [1]]`
        begin, words, address = self._addresses.pop()
        self.out.link_out(Span(begin, end), Span(words, start), address)
        return end

    # --- what has a name

    def _address(self, match: re.Match[str], start: int, end: int) -> int:
        """`[https://example.org words]`; without words it is shown as a number, like a marker."""
        address = match["address"] if match["address"][0] != "/" else f"https:{match['address']}"
        if match["words"]:
            self._addresses.append((start, end, address))
            return end
        if self._text[end : end + 1] != "]":
            return self._words(start, end)
        self._words(start, end + 1)
        self.out.link_out(Span(start, end + 1), Span(start, end + 1), address, numbered=True)
        return end + 1

    def _tag(self, name: str, start: int, end: int) -> int:
        if name == "ref" and (close := self.marks.note(start)) is not None:
            return self._words(start, close)
        if name in _CODE or name in _UNSEEN or name in _AS_IT_IS:
            return self._enclosed(name, end)
        if name == "br":
            self.out.part()
        elif name in ("td", "th"):
            self._cell(start, end)
        elif name.strip("/") in _BLOCKS:
            self._block(name, start, end)
        elif name.strip("/") in _ITEMS:
            self._item(name, start, end)
        elif name.strip("/") not in _INLINE:
            return self._words(start, end)
        return end

    def _block(self, name: str, start: int, end: int) -> None:
        """The start or end of an element; a paragraph within an item belongs to the item."""
        self._end(start, end)
        if name in _LISTS:
            self._lists.append([name == "ol", 0])
        elif name.strip("/") in _LISTS and self._lists:
            self._lists.pop()
        if self._lists and name.strip("/") == "p":
            self.out.begin("item", number=self._number)
            self._number = 0
            return
        kind = "item" if self._lists else "paragraph"
        self.out.kind = "quote" if name == "blockquote" else "row" if self._tables else kind  # type: ignore[assignment]

    def _item(self, name: str, start: int, end: int) -> None:
        """An item of a list in tags, with its number if the list is ordered; a description continues its term."""
        if name == "/dt" or (name == "dd" and self.out.is_open):
            self.out.part()
        else:
            self._end(start, end)
            self._number = 0
            if name == "li" and self._lists and self._lists[-1][0]:
                self._lists[-1][1] += 1
                self._number = self._lists[-1][1]
            if not name.startswith("/"):
                self.out.begin("item", number=self._number)

    def _enclosed(self, name: str, end: int) -> int:
        """The content of an element without markup in it."""
        closing = f"</{name}>"
        close = -1 if self._text[end - 2] == "/" else self._closing(closing, end)
        if close < 0:
            return end
        if name in _CODE:
            self._end(end, end)
            self.out.begin("code")
            self.out.words(end, close)
            self._end(end, end)
        elif name in _AS_IT_IS:
            self.out.words(end, close)
        return close + len(closing)

    def _template(self, start: int, end: int) -> int:
        close = self._pairs.ends.get(start)
        if close is None:
            return self._words(start, end)
        name = template_name(self._text[end : min(close, end + 200)].partition("|")[0])
        if name in names.SHOWN or name in names.QUOTES:
            return self._shown(name, start, close)
        if self.marks.template(name, start):
            self.out.words(start, close + 2)
        return close + 2

    def _shown(self, name: str, start: int, close: int) -> int:
        """A template that only shows words: its last parameter is read as text."""
        parts = self._pairs.parts(start)[1:]
        places = names.SHOWN.get(name, (1,))
        shown = parts[-1:] if name in names.LAST_SHOWN else [parts[at - 1] for at in places if at <= len(parts)]
        quotes = name in names.QUOTES
        if quotes:
            self._end(start, start)
            self.out.begin("quote")
        for part in shown:
            if part.end == close:
                self._ends[close] = quotes
                return part.start
            self.out.words(part.start, part.end)
            self.out.part()
        if quotes:
            self._end(start, start)
        self.out.join()
        return close + 2

    def _link(self, start: int, end: int) -> int:
        close = self._pairs.ends.get(start)
        if close is None:
            return self._words(start, end)
        parts = self._pairs.parts(start)
        target = self._text[parts[0].start : min(parts[0].end, parts[0].start + 200)]
        if target.strip().isdecimal() and len(parts) == 1:
            return self._words(start, close + 2)  # `[[3]](https://example.org)`, which no wiki writes, is a marker
        if target.startswith(("http://", "https://")):
            return self._words(start, start + 1)  # a link to an address in brackets
        space, colon, _ = target.partition(":")
        space = space.strip().lower()
        if colon and space in names.FILES:
            return self._file(parts, start, close)
        if colon and (space in names.ASIDE or (_INTERWIKI.fullmatch(space) and len(parts) == 1)):
            return close + 2
        self._ends[close] = False
        return parts[-1].start + (len(parts) == 1 and target.startswith(":"))

    def _file(self, parts: list[Span], start: int, close: int) -> int:
        """A picture; if it is on its own, its caption is read."""
        last = parts[-1]
        begins_line = start == 0 or self._text[start - 1] == "\n"
        option = _OPTION.fullmatch(self._text, last.start, last.end)
        if len(parts) == 1 or option or not begins_line or self._tables:
            return close + 2
        self._end(start, start)
        self.out.begin("caption")
        self._ends[close] = True
        return last.start
