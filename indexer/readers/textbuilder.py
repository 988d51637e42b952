"""The plain text of a structured format, written block by block, with its links.

A reader walks its tree once and reports what it meets: the start of a block, words, a link, the end of a block. White
space is folded as in a browser; all offsets are into the resulting text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import TypeVar

from indexer.late import dataclass
from indexer.model import BOLD_LEVEL, Block, BlockKind, Span
from indexer.patterns import pattern
from indexer.readers.captions import is_caption
from indexer.readers.headings import bold_line
from indexer.readers.numerals import raised_behind
from indexer.readers.outlinks import Outlink

_Cell = TypeVar("_Cell")
_WHITE = " \t\n\r\f"
_FOLD = pattern(r"[ \t\n\r\f]+")
_LONGEST_LINE = 140  # characters
_CLOSE = frozenset({"item", "row", "reference"})  # blocks without blank lines between them


@dataclass(frozen=True, slots=True)
class Link:
    """A stretch of the text that the format links to entries of the document, by the keys that the reader gives them.

    `raised`: it is a superscript; `note`: its targets are remarks, not sources; `locator` is the part of the work, if the
    format has it elsewhere than in the text around the link.
    """

    span: Span
    keys: tuple[str, ...]
    raised: bool = False
    note: bool = False
    locator: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A position in a text under construction, from which the span of later additions is found."""

    piece: int
    length: int


def inline_code(words: str) -> str:
    """Inline code as it is shown: in backticks if it contains brackets, so that `x[1]` is not a marker."""
    return f"`{words}`" if "[" in words and "`" not in words else words


class TextBuilder:
    """A text under construction. `blocks`, `links` and `outlinks`, the web links, are in text order."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.links: list[Link] = []
        self.outlinks: list[Outlink] = []
        self.length = 0
        self._pieces: list[str] = []
        self._open: tuple[BlockKind, int] | None = None
        self._lead = ""
        self._start = 0
        self._first = 0  # the first piece of the open block
        self._gaps: list[Span] = []
        self._gap = ""
        self._break = False
        self._space = False
        self._left = 0
        self._raised = 0  # how many elements that set words as superscripts are open
        self._bold = 0  # how many elements that set words in bold are open
        self._light = -1  # where the words of the block stop being bold

    def begin(self, kind: BlockKind, level: int = 0, lead: str = "") -> None:
        """Begin a block, and end the open one. `lead`, such as the number of an item, is written before it if it gets words."""
        self.end()
        self._open = (kind, level)
        self._lead = lead

    def end(self) -> None:
        """End the open block, if any. A block without words leaves no trace."""
        if self._open is not None and self.length > self._start:
            kind, level = self._open
            self.blocks.append(self._settled(Block(kind, Span(self._start, self.length), level, tuple(self._gaps))))
        self._open = None
        self._lead = ""
        self._gaps = []
        self._gap = ""
        self._break = False
        self._space = False
        self._start = self.length
        self._light = -1

    def _settled(self, block: Block) -> Block:
        """A paragraph as a caption, if it starts like one, or as a heading, if it is all bold and not a sentence.

        A first row of a table that is all bold is its header.
        """
        bold = (self.length if self._light < 0 else self._light) - self._start
        if (
            block.kind == "row"
            and self._light < 0
            and not (self.blocks and self.blocks[-1].kind in ("row", "furniture"))
        ):
            return replace(block, kind="furniture")
        if block.kind in ("paragraph", "quote") and not block.gaps:
            opening = self.head(_LONGEST_LINE)
            if self._light < 0 and bold_line(f"**{opening}**") and bold == len(opening):
                return replace(block, kind="heading", level=BOLD_LEVEL, bold=bold)
            if block.kind == "paragraph" and is_caption(opening):
                block = replace(block, kind="caption")
        return replace(block, bold=bold) if bold else block

    def leave(self, level: int) -> None:
        """End a section of this level: what follows is not under its headings, even without a heading of its own."""
        self.end()
        self._left = min(level, self._left or level)

    def add(self, words: str) -> None:
        """Add words, with white space folded, to the open block, or to a new paragraph."""
        stripped = words.strip(_WHITE)
        if not stripped:
            self._space = self._space or words != ""
            return
        self._space = self._space or words[0] in _WHITE
        if "\n" in stripped or "  " in stripped or "\t" in stripped or "\r" in stripped or "\f" in stripped:
            stripped = _FOLD.sub(" ", stripped)
        self._write(stripped)
        self._space = words[-1] in _WHITE

    def add_power(self, words: str) -> None:
        """Add a superscript: `10^5` is not `105`, `¹` after a stop may be the label of a note, while `1st` and `14C` stay."""
        behind = self.tail(3)
        self.add(raised_behind(words, behind) if behind[-1:].strip() else words)

    def add_colon(self) -> None:
        """Add a colon after a term, unless there is one."""
        if self.tail(2).rstrip()[-1:] not in (":", ""):
            self._space = False
            self.add(": ")

    def add_code(self, words: str) -> None:
        """Inline code, see `inline_code`."""
        self.add(inline_code(words))

    def add_lines(self, words: str) -> None:
        """Add words whose line breaks and spaces stay, such as code and verse."""
        if words:
            self._write(words.replace("\r\n", "\n").replace("\r", "\n"))

    def add_break(self) -> None:
        """Add a line break within the block; at its ends it is ignored."""
        self._break = self._has_words()

    def add_gap(self, signs: str) -> None:
        """Add characters that are not words of the block, such as the bar between two cells; at its ends they are ignored."""
        if self._has_words():
            self._gap += signs

    def add_row(self, cells: Iterable[_Cell], write: Callable[[_Cell], object], *, is_head: bool) -> None:
        """Write a row of a table, its cells with bars between them. The header of a table states nothing."""
        self.begin("furniture" if is_head else "row")
        for at, cell in enumerate(cells):
            if at:
                self.add_gap(" | ")
            write(cell)
        self.end()

    def tail(self, most: int) -> str:
        """The last characters of the open block, including a pending space; empty at its start."""
        found = ""
        for piece in reversed(self._pieces[-most:]):
            found = piece + found
            if len(found) >= most:
                break
        added = self.length - self._start
        found = found[-min(most, added) :] if added else ""
        return found + " " if found and (self._space or self._gap or self._break) else found

    def head(self, most: int) -> str:
        """The first characters of the open block."""
        found = ""
        for piece in self._pieces[self._first :]:
            found += piece
            if len(found) >= most:
                break
        return found[:most]

    @contextmanager
    def in_bold(self) -> Iterator[None]:
        """Set what is added inside in bold."""
        self.embolden(1)
        yield
        self.embolden(-1)

    def embolden(self, by: int) -> None:
        """Begin (1) or end (-1) an element that sets words in bold."""
        self._bold += by

    @contextmanager
    def in_superscript(self) -> Iterator[None]:
        """Set what is added inside as a superscript, so that its links are raised."""
        self._raised += 1
        yield
        self._raised -= 1

    def place(self) -> Place:
        """The current end of the text."""
        return Place(len(self._pieces), self.length)

    def span_since(self, place: Place) -> Span | None:
        """The span of the words added since `place`, without white space around them; None if there are none."""
        added = "".join(self._pieces[place.piece :])
        words = added.strip(" \n")
        start = place.length + len(added) - len(added.lstrip(" \n"))
        end = start + len(words)
        return Span(max(start, self._start) if self._start < end else start, end) if words else None

    @contextmanager
    def link(
        self, keys: Sequence[str], *, raised: bool = False, note: bool = False, locator: str | None = None
    ) -> Iterator[None]:
        """Link what is added inside to the entries `keys`."""
        place = self.place()
        yield
        span = self.span_since(place)
        if span is not None and keys:
            self.links.append(Link(span, tuple(keys), raised=raised or self._raised > 0, note=note, locator=locator))

    def link_out(self, address: str, place: Place, *, raised: bool = False, cited: bool = False) -> None:
        """Let what was added since `place` link an address; anything but a web address is ignored, and so is a link within a link."""
        if not address[:8].lower().startswith(("http://", "https://")) or (span := self.span_since(place)) is None:
            return
        if not self.outlinks or self.outlinks[-1].span.end <= span.start:
            self.outlinks.append(Outlink(span, address, raised=raised or self._raised > 0, cited=cited))

    def text(self) -> str:
        """The text so far. Call it once, at the end."""
        self.end()
        return "".join(self._pieces)

    def _has_words(self) -> bool:
        return self._open is not None and self.length > self._start

    def _write(self, words: str) -> None:
        kind, _ = self._open = self._open or ("paragraph", 0)
        before = self.length
        if self.length == self._start:
            self._separate(kind)
            before = self._start
        elif self._gap:
            self._gaps.append(Span(self.length, self.length + len(self._gap)))
            self._put(self._gap)
        elif self._break:
            self._put("\n")
        elif self._space:
            self._put(" ")
        self._gap = ""
        self._break = False
        self._space = False
        if not self._bold and self._light < 0:
            self._light = before
        self._put(words)

    def _separate(self, kind: BlockKind) -> None:
        """Write the white space before a block, a blank line or, between the items of a list, none, and its lead."""
        if self.blocks:
            close = kind in _CLOSE and self.blocks[-1].kind == kind
            self._put("\n" if close else "\n\n")
        if self._lead:
            self._put(self._lead)
        self._start = self.length
        self._first = len(self._pieces)
        kind, level = self._open or (kind, 0)
        if self._left and not (kind == "heading" and level <= self._left):
            self.blocks.append(Block("heading", Span(self.length, self.length), self._left))
        self._left = 0

    def _put(self, words: str) -> None:
        self._pieces.append(words)
        self.length += len(words)
