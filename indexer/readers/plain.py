"""Plain text to blocks: wrapped or with a paragraph on each line, indented, with lists, quotes and pages.

Markdown that people type anyway (`#`, `>`, fences, pipe tables) is understood too.
"""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet

from indexer.entryfields import FIELD
from indexer.model import BOLD_LEVEL, Block, BlockKind, Span
from indexer.patterns import pattern
from indexer.readers.captions import is_caption
from indexer.readers.contents import bare_title, contents_lines, may_be_listed, titles
from indexer.readers.doublespacing import without_double_spacing
from indexer.readers.figures import find_art, is_code
from indexer.readers.furniture import find_furniture
from indexer.readers.headings import (
    LONGEST_HEADING,
    bold_line,
    kind_of_number,
    looks_like_heading,
    names_text,
    numbering_level,
    settle_numbered,
    title_of,
)
from indexer.readers.linebreaks import (
    MORE_MARKERS,
    closes_with_marker,
    counts_on,
    ended,
    goes_on,
    hangs,
    is_cut_off,
    is_versus,
    stands_within,
    underlines,
)
from indexer.readers.lines import (
    SLACK,
    Lines,
    find_lines,
    first_word_length,
    is_number,
    is_verse,
    paragraph_width,
    wrap_width,
)
from indexer.readers.numberedlines import Spans, without_line_numbers
from indexer.readers.openblock import OpenBlock
from indexer.readers.openings import BARE_BULLET, INITIAL, OPENING, PROSE_STARTS
from indexer.readers.parsed import ParsedText, drawn_rows, table_row
from indexer.readers.starpages import STAR_PAGE, star_pages
from indexer.sections import is_section_name

_WORDY = frozenset({"paragraph", "item"})
_FLOWING = frozenset({"paragraph", "item", "quote"})
_COLUMNS = pattern(r"\S {6,}\S")
_CENTRED = 10  # columns before a centred title
_HANGING = 7  # columns that the second line of a paragraph may be set in behind a stop
_PAGE_GAP = 3  # blank lines before another, where a page break without head and foot was
_NEAR = 1000  # characters of a block that a number counts on from
_SHORT = 12  # characters; a line this short may be anything


def read_plain(text: str) -> ParsedText:
    """The blocks of a plain text and its title: the first heading near the top, empty if there is none."""
    lines, numbers = without_line_numbers(text, without_double_spacing(find_lines(text)))
    furniture = find_furniture(text, lines)
    contents = contents_lines(text, lines.words, furniture)
    scan = _Scan(text, lines, furniture, numbers)
    scan.leave_out(contents)
    scan.read()
    blocks = settle_numbered(scan.blocks, scan.numbers, text)
    return ParsedText(title_of(text, blocks), blocks)


class _Scan:
    """One pass over the lines, named by their number. `blocks` is what was closed so far, `numbers` their numbering by place."""

    _contents: AbstractSet[int] = frozenset()  # the lines of tables of contents
    _titles: AbstractSet[str] = frozenset()  # what these name

    def __init__(self, text: str, lines: Lines, furniture: AbstractSet[int], numbers: Spans) -> None:
        self.text = text
        self.blocks: list[Block] = []
        self.numbers: dict[int, str] = {}
        self._lines = lines
        self._words, self._starts, self._indents = lines.words, lines.starts, lines.indents
        self._furniture = furniture
        self._width = wrap_width(lines)
        self._open: OpenBlock | None = None
        self._blank = self._page_break = self._gap = self._verse = False
        self._fence, self._stars = "", star_pages(text)
        self._art = find_art(lines.words)
        self._pages = numbers  # of pages or lines, that lines start with

    def leave_out(self, contents: AbstractSet[int]) -> None:
        """Give the lines of tables of contents no blocks; the lines that they name are headings."""
        self._contents = contents
        self._titles = titles(self._words, contents)

    def read(self) -> None:
        """Read all lines."""
        words, furniture, wrapped = self._words, self._furniture, self._width is not None
        at, last = 0, len(words) - 1
        while at <= last:
            if not words[at]:
                self._blank = True
                self._gap = self._gap or (at >= _PAGE_GAP and not any(words[at - _PAGE_GAP : at]))
            elif at in furniture:
                self._page_break = self._blank = True
            elif at in self._contents and not self._fence:
                self._close()
            else:
                if not wrapped and (at == 0 or not words[at - 1]):
                    self._width = paragraph_width(self._lines, at)
                    self._verse = is_verse(self._lines, at)
                self._line(at)
                if at < last and words[at + 1] and self._open is not None and self._open.kind in _WORDY:
                    at = self._run_on(self._open, at)
            at += 1
        self._close()

    def _run_on(self, current: OpenBlock, at: int) -> int:
        """Take the lines that plainly continue a wrapped paragraph; returns the last one taken.

        `_line` would decide the same for each, but checks much more, and most lines are such.
        """
        if self._width is None:
            return at
        words, indents, furniture, stars = self._words, self._indents, self._furniture, self._stars
        full = self._width - SLACK
        first, begins, length = at, current.lines == 1, len(words[at])
        for after in range(at + 1, len(words)):
            line = words[after]
            if length < _SHORT or indents[at] + length < full or line[:2] not in PROSE_STARTS:
                break
            length = len(line)
            is_set_in = indents[after] > indents[at] and not begins
            if length < _SHORT or is_set_in or after in furniture or after in self._pages or (stars and "*" in line):
                break
            at, begins = after, False
        if at > first:
            current.last = at
            current.lines += at - first
            current.art += len(self._art.intersection(range(first + 1, at + 1)))
        return at

    def _line(self, at: int) -> None:
        if self._fence:
            self._in_fence(at)
            return
        if self._stars and self._starts[at] in self._stars:
            self._drop_star_page(at)
        line = self._words[at]
        current = self._open
        if current is not None and current.art == current.lines and not self._blank and at in self._art:
            self._extend(current, at, None)
            return
        opening = None
        if (head := line[:2]) not in PROSE_STARTS:
            opening = OPENING.match(line)
            if opening is None and head == "o " and (self._blank or self._is_beside(current, at)):
                opening = BARE_BULLET.match(line)
        apart = self._blank and not (self._page_break or self._gap)
        if current is not None and not apart and self._continues(current, at, opening):
            self._extend(current, at, opening)
        else:
            self._close()
            if opening is None:
                self._begin_prose(at, self._starts[at])
            else:
                self._begin(at, opening)
        self._blank = self._page_break = self._gap = False

    def _is_beside(self, current: OpenBlock | None, at: int) -> bool:
        """Whether a line is as far set in as the item before it."""
        return current is None or (current.kind == "item" and self._indents[at] == self._indents[current.first])

    def _drop_star_page(self, at: int) -> None:
        """Let a line start after the number of a printed page before its words."""
        line = self._words[at]
        page = STAR_PAGE.match(line)
        if page and len(line) > page.end():
            end = self._lines.end(at)
            self._pages[at] = (self._starts[at], self._starts[at] + page.end())
            self._words[at] = line[page.end() :].lstrip()
            self._starts[at] = end - len(self._words[at])
            self._art = (self._art - {at}) | {at + number for number in find_art([self._words[at]])}

    def _close(self) -> None:
        current, self._open = self._open, None
        if current is None:
            return
        end = current.end if current.end is not None else self._starts[current.last] + len(self._words[current.last])
        span, kind, level = Span(current.start, end), current.kind, current.level
        if current.art and kind == "paragraph":
            opens = current.first in self._art and is_code(self._words[current.first])
            kind = "code" if opens or current.art * 2 > current.lines else kind
        if kind == "code" and current.art:
            lines = slice(current.first, current.last + 1)
            rows = drawn_rows(self._words[lines], self._starts[lines])
            self.blocks += rows
            if rows:
                return
        if not self.blocks and _COLUMNS.search(self._words[current.first].lstrip("0123456789")):
            kind = "furniture"  # the head of a memo: group and author, number and date
        if kind == "paragraph" and is_caption(self._words[current.first]):
            kind = "caption"
        elif current.lines == 1 and kind in _WORDY and current.start < end:  # `3、` alone has no words
            kind, level, span = self._single(current, span)
        if span.start < span.end:
            if current.number:
                self.numbers[len(self.blocks)] = current.number
            self.blocks.append(Block(kind, span, level, tuple(current.gaps) if current.gaps else ()))

    def _single(self, current: OpenBlock, span: Span) -> tuple[BlockKind, int, Span]:
        """The kind, level and words of a block of one line, which may be a heading."""
        if counted := kind_of_number(body := self.text[span.start : span.end]):
            return counted, int(counted == "heading"), span
        if self._titles and may_be_listed(current.number, body) and bare_title(body) in self._titles:
            return "heading", numbering_level(current.number or body.split(None, 1)[0]), span
        if body[:2] in ("**", "__") and (bold := bold_line(body)):
            return "heading", BOLD_LEVEL, Span(span.start + bold[0], span.start + bold[1])
        if current.kind == "paragraph":
            if is_section_name(body):
                return "heading", 6, span
            titled = not self.blocks and self._stands_alone(current.last) and names_text(body)
            most = 10 if self._indents[current.first] >= _CENTRED else 4
            if titled or (len(body) <= LONGEST_HEADING and looks_like_heading(body, most)):
                return "heading", 1, span
        return current.kind, 0, span

    def _stands_alone(self, at: int) -> bool:
        """Whether a blank line follows, and text after it."""
        return self._words[at + 1 : at + 2] == [""] and any(self._words[at + 2 : at + 6])

    def _continues(self, current: OpenBlock, at: int, opening: re.Match[str] | None) -> bool:  # noqa: PLR0911  # each for itself
        """Whether a line continues the block before it; a blank line may be between them only at a page break."""
        if current.kind not in _FLOWING:
            return False
        line, last = self._words[at], self._words[current.last]
        sign = opening.lastgroup if opening else None
        if opening and current.kind == "quote":
            return sign == "quote" and len(line) > len(opening.group().rstrip())
        if self._page_break:
            return sign is None and (not ended(last) or hangs(last)) and self._flows(current, at)
        if self._gap:
            return sign is None and not ended(last) and self._spans_gap(current, at)
        if sign is not None:
            return self._sign_continues(current, at, sign)
        tells = current.entry and (self._indents[at] > self._indents[current.first] or FIELD.match(line) is not None)
        if tells or is_versus(line) or is_versus(last):
            return True
        hanging = self._indents[current.last] + (0 if current.lines > 1 else _HANGING)
        if self._indents[at] > hanging and ended(last):
            return False
        return self._flows(current, at)

    def _sign_continues(self, current: OpenBlock, at: int, sign: str) -> bool:
        """Whether what looks like the start of a block is part of a wrapped sentence: `[1].`, `2020) and`."""
        if sign not in ("entry", "item", "hash", "quote"):
            return False
        line, last = self._words[at], self._words[current.last]
        full = self._is_full(current.last, at)
        number = current.number if current.kind == "item" else None
        if sign == "item" and is_cut_off(last, line, number, full=full):
            return True
        if full and (self._counts_on(current, line) or (not ended(last) and stands_within(last, line))):
            return True
        closes = not current.entry and closes_with_marker(line, last, full=full)
        if sign == "entry" and (closes or MORE_MARKERS.search(last)):
            return True
        if sign in ("hash", "quote") or current.entry or (ended(last) and not hangs(last)):
            return False
        return full and (current.kind != "item" or (sign == "entry" and self._is_set_in(current, at)))

    def _counts_on(self, current: OpenBlock, line: str) -> bool:
        end = self._lines.end(current.last)
        return line[0] == "(" and counts_on(line, self.text[max(current.start, end - _NEAR) : end], current.number)

    def _flows(self, current: OpenBlock, at: int) -> bool:
        if self._width is None and self._words[current.last][-1] in ":：":
            return False
        last, line = self._words[current.last], self._words[at]
        if self._width is None and current.kind == "item" and self._is_set_in(current, at) and not ended(last):
            return True
        if self._verse or line[0].islower() or self._is_full(current.last, at) or hangs(last) or goes_on(last, line):
            return True
        return self._lines.is_hung(current.first, current.last, at) and not (ended(last) or last.isupper())

    def _spans_gap(self, current: OpenBlock, at: int) -> bool:
        """Whether a line after many blank ones continues a sentence."""
        last, width = current.last, self._width
        long = width is not None and self._lines.width(last) * 3 >= width * 2
        even = current.kind == "paragraph" and current.lines > 1 and self._indents[at] == self._indents[last]
        long = long or (current.lines > 1 and self._words[last][-1].isalnum())
        return long and (self._words[at][0].islower() or hangs(self._words[last]) or (even and self._is_full(last, at)))

    def _is_set_in(self, current: OpenBlock, at: int) -> bool:
        """Whether a line is indented as far as the words of its item, or further."""
        words = self._indents[current.first] + current.start - self._starts[current.first]
        return self._indents[at] >= words > self._indents[current.first]

    def _is_full(self, at: int, after: int) -> bool:
        """Whether a line had no room, with some slack, for the next word, or is cut at a comma."""
        if self._width is None or is_number(self._words[after]):
            return False
        room = self._width - SLACK - self._lines.width(at) - 1
        if after in self._pages and at not in self._pages:  # the number of a page, not of each line
            room -= self._starts[after] - self._pages[after][0]
        return room < 1 or first_word_length(self._words[after]) > room or self._lines.is_cut(at, after, self._width)

    def _extend(self, current: OpenBlock, at: int, opening: re.Match[str] | None) -> None:
        start = self._starts[at]
        if self._page_break:
            current.leave_out(self._lines.end(current.last), start)
        else:
            if at in self._pages:
                current.leave_out(*self._pages[at])
            if opening and opening.lastgroup == "quote" and current.kind == "quote":
                current.leave_out(start, start + opening.end())
        current.last = at
        current.lines += 1
        current.art += at in self._art
        if self._stars and "*" in self._words[at]:
            self._star_pages(current, start)

    def _begin(self, at: int, opening: re.Match[str]) -> None:
        sign, end = opening.lastgroup, opening.end()
        line, start = self._words[at], self._starts[at]
        if sign == "fence":
            self._fence = opening.group()
            self._open = OpenBlock(start, at)
            self._open.kind = "code"
        elif sign == "rule":
            self._rule(line)
        elif sign == "row":
            self._row(line, start)
        elif sign == "hash":
            words = line[end:].strip(" \t#")
            start += line.find(words, end) if words else len(line)
            self._open = OpenBlock(start, at)
            self._open.kind, self._open.level, self._open.end = "heading", end, start + len(words)
        else:
            self._begin_words(at, sign, end)

    def _begin_words(self, at: int, sign: str | None, end: int) -> None:
        head, rest = self._words[at][:end], self._words[at][end:].lstrip()
        if sign == "quote" and not rest:
            return  # a blank line of a quotation
        if sign == "item" and INITIAL.fullmatch(head) and not looks_like_heading(rest, 10):
            sign = None  # `W. Smith` is a name
        if sign not in ("item", "quote"):
            self._begin_prose(at, self._starts[at]).entry = sign == "entry"
            return
        current = self._begin_prose(at, self._lines.end(at) - len(rest))
        current.kind = "item" if sign == "item" else "quote"
        current.number = head if any(map(str.isalnum, head)) and head != "o" else ""

    def _begin_prose(self, at: int, start: int) -> OpenBlock:
        """Open a block whose words start at `start`; after markup, it is not checked for figures."""
        line = self._words[at]
        current = self._open = OpenBlock(start, at, int(at in self._art and start == self._starts[at]))
        if self._stars and "*" in line:
            self._star_pages(current, start)
        return current

    def _star_pages(self, current: OpenBlock, start: int) -> None:
        for match in STAR_PAGE.finditer(self.text, start, self._lines.end(current.last)):
            if match.start() in self._stars:
                current.leave_out(*match.span())

    def _rule(self, line: str) -> None:
        """A rule: it underlines a heading, or separates, and is not a block."""
        last = self.blocks[-1] if self.blocks and not self._blank and line[0] in "=-" else None
        words = self.text[last.span.start : last.span.end] if last else ""
        if last and last.kind in ("paragraph", "heading") and underlines(line, words):
            self.blocks[-1] = Block("heading", last.span, 1 if line[0] == "=" else 2)

    def _row(self, line: str, start: int) -> None:
        """A table row; a line of dashes means that the row before it is the header, which states nothing."""
        if row := table_row(line, start):
            self.blocks.append(row)
        elif self.blocks and self.blocks[-1].kind == "row":
            self.blocks[-1] = Block("furniture", self.blocks[-1].span)

    def _in_fence(self, at: int) -> None:
        current = self._open
        assert current is not None  # noqa: S101  (a fence is open)
        current.last = at
        line = self._words[at]
        if line.startswith(self._fence) and not line.strip(self._fence[0]):
            self._fence = ""
            self._close()
