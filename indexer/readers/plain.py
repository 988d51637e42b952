"""Plain text to blocks: hard-wrapped or a paragraph a line, indented, with lists, quotes and pages.

Signs of Markdown that people type anyway (`#`, `>`, fences, table pipes) are understood too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from string import ascii_letters

from indexer.model import Block, BlockKind, Span
from indexer.readers.headings import LONGEST_HEADING, bold_line, looks_like_heading, numbering_level
from indexer.readers.lines import (
    SLACK,
    Line,
    find_furniture,
    find_lines,
    first_word_length,
    paragraph_width,
    wrap_width,
)
from indexer.readers.sketch import Sketch, table_row

_BULLET = r"[-*+•·▪‣◦●○■□►➢✓–—\x95\x97](?=[ \t])|o(?=[ \t]{2})|[•▪‣●➢]"
_NUMBER = (
    r"(?:\d{1,3}(?:\.\d{1,3}){0,5}[.)]|\d{1,3}(?:\.\d{1,3}){1,5}|[(（]\d{1,3}[)）]|\d{1,3}[、．]"
    r"|[(（](?:[a-z]|[ivx]{1,5}|[A-Z])[)）]|(?:[a-z]|[ivx]{1,5}|[A-Z])\)|[IVX]{1,6}\.|[ivx]{1,5}\.|[a-z]\.|[A-Z]\."
    r"|¶{1,2}[ \t]?\d{1,4}\.?|\[¶{1,2}[ \t]?\d{1,4}\]|[(（]?[一二三四五六七八九十]{1,3}[)）、])(?:(?=[ \t])|(?<=[、）．]))"
)
_LETTER = re.compile(r"[A-Z]\.")
_OPENING = re.compile(
    r"(?P<entry>\\?[\[【［](?!¶)[^\]】］\n]{1,40}[\]】］](?!\())"
    r"|(?P<quote>(?:>[ \t]?)+)|(?P<fence>`{3,}|~{3,})|(?P<row>\|)|(?P<hash>\#{1,6}(?=[ \t]))"
    r"|(?P<rule>([-=_*~#.])(?:[ \t]?\7){2,}$)"
    rf"|(?P<item>{_BULLET}|{_NUMBER})"
)
# How lines of prose begin: two letters, or one that is a word, but no Roman numeral and no `o` as a bullet. No sign
# begins so, and a look into this set costs a tenth of a try of the pattern.
_PROSE_STARTS = frozenset(
    first + second
    for first in ascii_letters
    for second in ascii_letters + " "
    if first + second != "o " and not {first, second} <= set("ivx") and not {first, second} <= set("IVX")
)
_WORDY = frozenset({"paragraph", "item"})
_FLOWING = frozenset({"paragraph", "item", "quote"})
_STAR_PAGE = re.compile(r"\*(?<![^\s\]]\*)\*?\d{1,4}(?!\S)")  # begins with a fixed sign, which the engine finds fast
_LOWEST_LONE_PAGE = 100
_PINPOINT = re.compile(r"(?:\bat|[\d,]) ?\Z")  # `2001 WL 1, at *104` is a place, `3 *4` a product
_STAR_SIGN = re.compile(r"\*\d")
_VERSUS = frozenset({"v.", "vs.", "v", "vs", "-v-", "-v.-", "-against-", "against", "- v -"})
_CLOSING_MARKER = re.compile(r"(?:\[\^?\d{1,4}(?:[,–-] ?\d{1,4}){0,9}\])+[.,;。，；]")
_CONTENTS_LINE = re.compile(r"(?:(?<!\.)\.{4,}|(?<![ \t.])(?:[ \t]\.){4,}|(?<!…)…{2,})[ \t]{0,9}\d{1,4}$")
_DOCKET = re.compile(r"(?:Docket |Case )?Nos?\. ?[\w:.,&-]{0,40}\d[\w:.,& -]{0,40}")
_COLUMNS = re.compile(r"\S {6,}\S")
_CENTRED = 10  # columns before a title that is set in the middle
_MAIL_HEAD = re.compile(
    r"\s{0,9}(?:(?:From|To|Cc|Bcc|Subject|Date|Sent|Reply-To|In-Reply-To|References|Message-ID|Received|Return-Path|Delivered-To"
    r"|MIME-Version|Content-[\w-]{1,30}|X-[\w-]{1,30}):[^\n]*\n(?:[ \t]+\S[^\n]*\n)*){2,60}(?=\s*\n)"
)
# `[x][x]{3}` and not `[x]{4}`: the engine skips what cannot begin a match only where one sign stands alone in front.
_ART_LINE = re.compile(r"[+|\\/=<>^_-][+|\\/=<>^_-]{3}")
_ART_COLUMNS = re.compile(r"\S[ ]{3,}\S[^\n]{0,200}?[ ]{3,}\S")
_ART_CELLS = re.compile(r"\|[ \t]+\||^\|.*\|$")
_ART_VALUE = re.compile(r"[\w.<>-]{1,40} {1,20}=(?: |$)")
_ENDS = frozenset(".!?:。！？：…")
_CLOSERS = "\"'”’»)]）」』*_"
_SHORT = 12  # characters; a line this short may be anything


def read_plain(text: str) -> Sketch:
    """The blocks of a plain text and its title: its first heading near the top, else empty."""
    lines = find_lines(text)
    furniture = find_furniture(text, lines)
    if head := _MAIL_HEAD.match(text):
        furniture |= {at for at, line in enumerate(lines[: head.group().count("\n")]) if line is not None}
    scan = _Scan(text, wrap_width(lines))
    scan.read(lines, furniture)
    blocks = _settle_numbered(scan.blocks, scan.numbers, text)
    return Sketch(_title(text, blocks), blocks)


def _title(text: str, blocks: tuple[Block, ...]) -> str:
    """The first line near the top that has the shape of a title; a date or a number is none."""
    for block in blocks[:6]:
        words = text[block.span.start : block.span.end]
        if (
            block.kind in ("heading", "paragraph")
            and looks_like_heading(words, 10)
            and not any(map(str.isdigit, words))
        ):
            return words
    return ""


@dataclass(slots=True)
class _Open:
    """The block being read: `start` is where its words begin; `lines` and `art` count its lines and those that are figures."""

    kind: BlockKind
    start: int
    first: Line
    last: Line
    art: int = 0
    lines: int = 1
    level: int = 0
    number: str = ""
    entry: bool = False
    gaps: list[Span] = field(default_factory=list)


class _Scan:
    """One pass over the lines; `blocks` is what was closed so far, `numbers` their numbering by place."""

    def __init__(self, text: str, width: int | None) -> None:
        self.text = text
        self.width = width
        self.blocks: list[Block] = []
        self.numbers: dict[int, str] = {}
        self._open: _Open | None = None
        self._blank = False
        self._page_break = False
        self._fence = ""
        self._stars = _star_pages(text) if _STAR_SIGN.search(text) else frozenset()

    def read(self, lines: Sequence[Line | None], furniture: AbstractSet[int]) -> None:
        """Take all lines; `furniture` are the places of those that belong to the page."""
        wrapped = self.width is not None
        for at, line in enumerate(lines):
            if line is None:
                self._blank = True
            elif at in furniture:
                self._page_break = self._blank = True
            else:
                if not wrapped and (at == 0 or lines[at - 1] is None):
                    self.width = paragraph_width(lines, at)
                if self._blank or line.text[:2] not in _PROSE_STARTS or not self._runs_on(line):
                    self._line(line)
        self._close()

    def _runs_on(self, line: Line) -> bool:
        """Take a line of prose that plainly goes on with a wrapped paragraph: most lines are such.

        `_line` would decide the same of each, but asks far more.
        """
        current = self._open
        if current is None or self.width is None or current.kind not in _WORDY:
            return False
        last, words = current.last, line.text
        length = len(last.text)
        if length < _SHORT or last.indent + length < self.width - SLACK or len(words) < _SHORT:
            return False
        if (line.indent > last.indent and current.lines > 1) or (self._stars and "*" in words):
            return False
        current.last = line
        current.lines += 1
        current.art += _is_art(words)
        return True

    def _line(self, line: Line) -> None:
        if self._fence:
            self._in_fence(line)
            return
        if (
            self._stars
            and line.text[0] == "*"
            and (page := _STAR_PAGE.match(line.text))
            and len(line.text) > page.end()
        ):
            words = line.text[page.end() :].lstrip()
            line = Line(line.end - len(words), line.end, line.indent, words)
        current = self._open
        if current is not None and current.art == current.lines and not self._blank and _is_art(line.text):
            self._extend(current, line, None)
            return
        opening = None if line.text[:2] in _PROSE_STARTS else _OPENING.match(line.text)
        if current is not None and (not self._blank or self._page_break) and self._continues(current, line, opening):
            self._extend(current, line, opening)
        else:
            self._close()
            if opening is None:
                self._begin_prose(line, line.start)
            else:
                self._begin(line, opening)
        self._blank = self._page_break = False

    def _close(self) -> None:
        current, self._open = self._open, None
        if current is None:
            return
        span = Span(current.start, current.last.end)
        kind, level = current.kind, current.level
        if current.art * 2 > current.lines and kind == "paragraph":
            kind = "code"
        if not self.blocks and _COLUMNS.search(current.first.text):
            kind = "furniture"  # the head of a memo: group and author, number and date
        if current.lines == 1 and kind in ("paragraph", "item"):
            kind, level, span = self._single(current, span)
        if span.start < span.end:
            if current.number:
                self.numbers[len(self.blocks)] = current.number
            self.blocks.append(Block(kind, span, level, tuple(current.gaps)))

    def _single(self, current: _Open, span: Span) -> tuple[BlockKind, int, Span]:
        """Kind, level and words of a block of one line: it may be a heading or a line of contents."""
        body = self.text[span.start : span.end]
        if body[-1:].isdigit() and _CONTENTS_LINE.search(body):
            return "furniture", 0, span
        if body[:2] in ("No", "Do", "Ca") and _DOCKET.fullmatch(body):
            return "furniture", 0, span
        if body[:2] in ("**", "__") and (bold := bold_line(body)):
            return "heading", 6, Span(span.start + bold[0], span.start + bold[1])
        if (
            current.kind == "paragraph"
            and len(body) <= LONGEST_HEADING
            and looks_like_heading(body, 10 if current.first.indent >= _CENTRED else 4)
        ):
            return "heading", 1, span
        return current.kind, 0, span

    def _continues(  # noqa: PLR0911  # each reason stands for itself
        self, current: _Open, line: Line, opening: re.Match[str] | None
    ) -> bool:
        """Whether a line goes on with the block before it; a blank line lies between them only with a page break."""
        if current.kind not in _FLOWING:
            return False
        sign = opening.lastgroup if opening else None
        if opening and (sign == "quote" or current.kind == "quote"):
            return sign == "quote" and current.kind == "quote" and len(line.text) > len(opening.group().rstrip())
        if self._page_break:
            return sign is None and not _ended(current.last.text) and self._flows(current, line)
        if sign is not None:
            return self._sign_continues(current, line, sign)
        last = current.last
        if _is_versus(line.text) or _is_versus(last.text):
            return True
        if line.indent > last.indent and current.lines > 1 and _ended(last.text):
            return False
        return self._flows(current, line)

    def _sign_continues(self, current: _Open, line: Line, sign: str) -> bool:
        """Whether what looks like the start of a block is words of a wrapped line: `[1].`, `2020) and`."""
        if sign not in ("entry", "item"):
            return False
        if (
            sign == "entry"
            and not current.entry
            and _CLOSING_MARKER.match(line.text)
            and not _ended(current.last.text)
        ):
            return True
        if current.entry or current.kind == "item" or _ended(current.last.text):
            return False
        return self._is_full(current.last, line)

    def _flows(self, current: _Open, line: Line) -> bool:
        if self.width is None and current.last.text[-1] in ":：":
            return False
        return line.text[0].islower() or (self.width is not None and self._is_full(current.last, line))

    def _is_full(self, line: Line, after: Line) -> bool:
        """Whether the next word would not have fitted on the line, with some slack."""
        if self.width is None:
            return False
        room = self.width - SLACK - line.indent - len(line.text) - 1
        return room < 1 or first_word_length(after.text) > room

    def _extend(self, current: _Open, line: Line, opening: re.Match[str] | None) -> None:
        if self._page_break:
            current.gaps.append(Span(current.last.end, line.start))
        elif opening and opening.lastgroup == "quote":
            current.gaps.append(Span(line.start, line.start + opening.end()))
        current.last = line
        current.lines += 1
        current.art += _is_art(line.text)
        if self._stars and "*" in line.text:
            self._star_pages(current, line, line.start)

    def _begin(self, line: Line, opening: re.Match[str]) -> None:
        sign, end = opening.lastgroup, opening.end()
        if sign == "fence":
            self._fence = opening.group()
            self._open = _Open("code", line.start, line, line)
        elif sign == "rule":
            self._rule(line)
        elif sign == "row":
            self._row(line)
        elif sign == "hash":
            words = line.text[end:].strip(" \t#")
            start = line.start + line.text.find(words, end) if words else line.end
            self._open = _Open("heading", start, line, Line(line.start, start + len(words), 0, words), level=end)
        else:
            self._begin_words(line, sign, end)

    def _begin_words(self, line: Line, sign: str | None, end: int) -> None:
        head, rest = line.text[:end], line.text[end:].lstrip()
        if sign == "item" and _LETTER.fullmatch(head) and not looks_like_heading(rest, 10):
            sign = None  # `W. Smith` is a name
        if sign not in ("item", "quote"):
            self._begin_prose(line, line.start, entry=sign == "entry")
            return
        current = self._begin_prose(line, line.end - len(rest))
        current.kind = "item" if sign == "item" else "quote"
        current.number = head if any(map(str.isalnum, head)) and head != "o" else ""

    def _begin_prose(self, line: Line, start: int, *, entry: bool = False) -> _Open:
        """Open a block whose words begin at `start`; behind a sign no figure is looked for."""
        current = _Open("paragraph", start, line, line, start == line.start and _is_art(line.text))
        current.entry = entry
        self._open = current
        if self._stars and "*" in line.text:
            self._star_pages(current, line, start)
        return current

    def _star_pages(self, current: _Open, line: Line, start: int) -> None:
        for match in _STAR_PAGE.finditer(self.text, start, line.end):
            if match.start() in self._stars:
                current.gaps.append(Span(match.start(), match.end()))

    def _rule(self, line: Line) -> None:
        """A line of signs: it underlines a heading, or divides, and is no block itself."""
        last = self.blocks[-1] if self.blocks else None
        underlines = (
            last is not None and not self._blank and line.text[0] in "=-" and last.kind in ("paragraph", "heading")
        )
        if last is not None and underlines and "\n" not in self.text[last.span.start : last.span.end]:
            self.blocks[-1] = Block("heading", last.span, 1 if line.text[0] == "=" else 2)

    def _row(self, line: Line) -> None:
        """A table row; the line of dashes tells that the row before it was the head, which states nothing."""
        if row := table_row(line.text, line.start):
            self.blocks.append(row)
        elif self.blocks and self.blocks[-1].kind == "row":
            self.blocks[-1] = Block("furniture", self.blocks[-1].span)

    def _in_fence(self, line: Line) -> None:
        current = self._open
        assert current is not None  # noqa: S101  (a fence is open)
        current.last = line
        if line.text.startswith(self._fence) and not line.text.strip(self._fence[0]):
            self._fence = ""
            self._close()


def _star_pages(text: str) -> frozenset[int]:
    """Where the pages of a printed report begin, `*263`: numbers that count on, or one too high for anything else."""
    found = [(match.start(), int(match.group().strip("*"))) for match in _STAR_PAGE.finditer(text)]
    numbers = [number for _, number in found]
    return frozenset(
        start
        for at, (start, number) in enumerate(found)
        if number + 1 in numbers[at + 1 : at + 2]
        or number - 1 in numbers[max(0, at - 1) : at]
        or (number >= _LOWEST_LONE_PAGE and not _PINPOINT.search(text, max(0, start - 4), start))
    )


def _is_versus(line: str) -> bool:
    """Whether a line stands between the parties of a case."""
    return len(line) < _SHORT and line.casefold() in _VERSUS


def _is_art(line: str) -> bool:
    """Whether a line is of a figure or a table; the fixed signs tell at once that most are not."""
    columns, cells, value = line.find("   "), "|" in line, " =" in line
    if columns < 0 and not (cells or value or "--" in line or "==" in line):
        return False
    return (
        (columns > 0 and _ART_COLUMNS.search(line, columns - 1) is not None)
        or _ART_LINE.search(line) is not None
        or (cells and _ART_CELLS.search(line) is not None)
        or (value and _ART_VALUE.match(line) is not None)
    )


def _ended(line: str) -> bool:
    """Whether a line closes a sentence, or announces what follows."""
    return line.rstrip(_CLOSERS)[-1:] in _ENDS


def _settle_numbered(blocks: list[Block], numbers: dict[int, str], text: str) -> tuple[Block, ...]:
    """Numbered lines that are headings: titles by shape, and not neighbours in a list. `numbers` is by place of block."""
    settled = list(blocks)
    levels = {at: numbering_level(number) for at, number in numbers.items()}
    for at, level in levels.items():
        block = blocks[at]
        listed = level == 1 and (levels.get(at - 1) == 1 or levels.get(at + 1) == 1)
        if block.kind != "item" or listed:
            continue
        body = text[block.span.start : block.span.end]
        if "\n" not in body and looks_like_heading(body, 10):
            settled[at] = Block("heading", block.span, level, block.gaps)
    return tuple(settled)
