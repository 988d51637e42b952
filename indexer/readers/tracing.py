r"""The blocks of a text that is not rendered, put together from the stretches of it that are words.

A reader goes through the text once and says which stretches are words of the open block. Between two of them there is
a gap if it separates words, or markup if they join: `\emph{sh}ip` is one word.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from indexer import inline
from indexer.inline import GAP, MARKUP
from indexer.model import Block, BlockKind, Marker, Reference, Span
from indexer.readers.captions import is_caption
from indexer.readers.headings import BOLD_LEVEL, bold_line
from indexer.readers.outlinks import Outlink, beside, carried_markers
from indexer.sources import find_urls

_LONGEST_LINE = 400  # characters, with its signs
_CLOSING = frozenset(".,;:!?)]")  # signs that stand at the word before them, whatever was between
_OPENING = frozenset("([")  # and those at the word behind them


class Tracing:
    """Blocks that grow. `blocks` and `outlinks`, the links out of the text, are in its order; `kind` is what an opened block is if no one says."""

    def __init__(self, text: str) -> None:
        self.blocks: list[Block] = []
        self.outlinks: list[Outlink] = []
        self.kind: BlockKind = "paragraph"
        self._text = text
        self._open: tuple[BlockKind, int] | None = None
        self._number = 0
        self._bold = 0  # how many commands that set words in bold are open
        self._light = -1  # where the words of the block stop being bold
        self._pieces: list[tuple[int, int]] = []
        self._parted: dict[int, bool] = {}

    @property
    def is_open(self) -> bool:
        """Whether the open block has words."""
        return bool(self._pieces)

    @property
    def current(self) -> BlockKind:
        """The kind of the open block, or of the one that words would open."""
        return self._open[0] if self._open else self.kind

    def begin(self, kind: BlockKind, level: int = 0, number: int = 0) -> None:
        """Begin a block; the one that is open ends. `number` is that of an item which the text does not show."""
        self.end()
        self._open = (kind, level)
        self._number = number

    def words(self, start: int, end: int) -> None:
        """A stretch of words, behind all those before it; white space at a block's edges is none of it."""
        if not self._pieces:
            start = end - len(self._text[start:end].lstrip())
        if start >= end:
            return
        if not self._bold and self._light < 0 and self._text[start:end].strip():
            self._light = self._pieces[-1][1] if self._pieces else start
        if self._pieces and self._pieces[-1][1] == start:
            self._pieces[-1] = (self._pieces[-1][0], end)
        else:
            self._pieces.append((start, end))

    def embolden(self, by: int) -> None:
        """What sets words in bold begins, 1, or ends, -1."""
        self._bold += by

    def part(self) -> None:
        """What comes next is no part of the word before."""
        if self._pieces:
            self._parted[self._pieces[-1][1]] = True

    def join(self) -> None:
        """What comes next goes on with the word before, even behind white space."""
        if self._pieces:
            self._parted[self._pieces[-1][1]] = False

    def link_out(self, whole: Span, words: Span, address: str, *, numbered: bool = False) -> None:
        """A stretch that links an address, when its `words` have been added.

        What is no address of a page is passed over, and a link that holds another, or the end of a block.
        """
        if not address[:8].lower().startswith(("http://", "https://")) or not self._pieces:
            return
        edge = self.blocks[-1].span.end if self.blocks else 0
        if whole.start >= max(edge, self.outlinks[-1].span.end if self.outlinks else 0):
            self.outlinks.append(Outlink(whole, address, words=words, numbered=numbered))

    def address_in(self, block: Block) -> str:
        """The first address that the last block links, empty if there is none."""
        found = ""
        for link in reversed(self.outlinks):
            if (link.words or link.span).start < block.span.start:
                break
            found = link.url
        return found

    def end(self) -> Block | None:
        """End the open block and give it back; None if it has no words."""
        pieces, parted = self._pieces, self._parted
        (kind, level), number = self._open or (self.kind, 0), self._number
        self._open, self._pieces, self._parted, self._number = None, [], {}, 0
        light, self._light = self._light, -1
        while pieces and not self._text[pieces[-1][0] : pieces[-1][1]].strip():
            pieces.pop()
        if not pieces:
            return None
        start, end = pieces[-1]
        pieces[-1] = (start, start + len(self._text[start:end].rstrip()))
        gaps: list[Span] = []
        markup: list[Span] = []
        for (first, before), (after, _) in pairwise(pieces):
            if self._text[after] in _CLOSING:
                markup.append(Span(first + len(self._text[first:before].rstrip()), after))
                continue
            if self._text[before - 1] in _OPENING:
                markup.append(Span(before, after))
                continue
            spaced = self._text[before].isspace() or self._text[after - 1].isspace()
            (gaps if parted.get(before, spaced) else markup).append(Span(before, after))
        span = Span(pieces[0][0], pieces[-1][1])
        bold = (span.end if light < 0 else min(light, span.end)) - span.start
        block = Block(kind, span, level, tuple(gaps), tuple(markup), number, bold)
        if kind == "paragraph" and span.end - span.start <= _LONGEST_LINE:
            block = self._line(block, whole=light < 0)
        self.blocks.append(block)
        return block

    def _line(self, block: Block, *, whole: bool) -> Block:
        """A short paragraph that is a caption by its first words, or bold from end to end and no sentence: then it is a heading."""
        words = words_of(self._text, block)
        if is_caption(words):
            return replace(block, kind="caption")
        if bold_line(f"**{words}**" if whole else words):
            return replace(block, kind="heading", level=BOLD_LEVEL)
        return block

    def settle(self, first: int, kind: BlockKind) -> None:
        """What the blocks from the place `first` on turn out to be."""
        self.blocks[first:] = [replace(block, kind=kind) for block in self.blocks[first:]]


def words_of(text: str, block: Block, letters: Iterable[tuple[Span, str]] = ()) -> str:
    """The words of a block, without gaps and markup, white space folded; `letters` are those of it that are shown as others."""
    start = block.span.start
    signs = list(text[start : block.span.end])
    holes = [(gap, " ") for gap in block.gaps] + [(span, "") for span in block.markup]
    for span, shown in (*holes, *letters):
        signs[span.start - start : span.end - start] = [shown, *[""] * (span.end - span.start - 1)]
    return " ".join("".join(signs).split())


def with_links(
    text: str,
    blocks: Sequence[Block],
    markers: Iterable[Marker],
    links: Sequence[Outlink],
    letters: Iterable[tuple[Span, str]] = (),
) -> tuple[tuple[Block, ...], tuple[Marker, ...], tuple[Reference, ...]]:
    """The blocks and markers of a text with those of its links that are markers, and the references that these carry.

    Addresses that stand in it as they are, are links too. A block reaches over all of a marker at its edge.
    """
    if "://" not in text:
        return tuple(blocks), tuple(markers), ()
    reaching = list(_reaching(blocks, links))
    shown = as_shown(text, reaching, letters)
    linked = list(_with_addresses(shown.replace(MARKUP, GAP), links))
    found, references = beside(markers, carried_markers(text, reaching, linked, shown))
    edges = {marker.span.start for marker in found} | {marker.span.end for marker in found}
    return (
        tuple(
            far if far is near or edges & {far.span.start, far.span.end} else near
            for far, near in zip(reaching, blocks, strict=True)
        ),
        found,
        references,
    )


def _reaching(blocks: Iterable[Block], links: Sequence[Outlink]) -> Iterator[Block]:
    """The blocks, each over all signs of the links whose words it begins and ends with."""
    at = 0
    for block in blocks:
        start, end = block.span.start, block.span.end
        markup = list(block.markup)
        while at < len(links) and links[at].span.start < end:
            link = links[at].span
            at += 1
            if link.start < start < link.end:
                markup.insert(0, Span(link.start, start))
                start = link.start
            if link.start < end < link.end:
                markup.append(Span(end, link.end))
                end = link.end
        yield block if Span(start, end) == block.span else replace(block, span=Span(start, end), markup=tuple(markup))


def _with_addresses(prose: str, links: Iterable[Outlink]) -> Iterator[Outlink]:
    """The links, and between them the addresses that are written out, which these formats link too."""
    position = 0
    for link in (*links, None):
        end = link.span.start if link else len(prose)
        yield from (Outlink(span, prose[span.start : span.end]) for span in find_urls(prose, position, end))
        if link:
            yield link
            position = link.span.end


def as_shown(text: str, blocks: Iterable[Block], letters: Iterable[tuple[Span, str]] = ()) -> str:
    """The text as it is read, of the same length: lines that wrap go on, cells have a bar between them, of markup is seen nothing."""
    fillers = []
    for block in blocks:
        gap = "|" if block.kind == "row" else GAP
        fillers += [(span.start, span.end, gap) for span in block.gaps]
        fillers += [(span.start, span.end, MARKUP) for span in block.markup]
    plain = inline.respell(inline.neutral(text), letters).replace("\n", GAP)
    return inline.blank(plain, sorted(fillers))
