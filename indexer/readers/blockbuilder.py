r"""The blocks of a text that is not rendered: spans of the text itself, with gaps and markup.

A reader goes through the text once and adds the stretches that are words of the open block. What is between two of them is
a gap if it separates words, and markup if they join: `\emph{sh}ip` is one word.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from indexer import inline
from indexer.inline import GAP, MARKUP
from indexer.model import BOLD_LEVEL, Block, BlockKind, Marker, Reference, Span
from indexer.readers.captions import is_caption
from indexer.readers.headings import bold_line
from indexer.readers.outlinks import Outlink, addresses_of, beside, carried_markers
from indexer.readers.parsed import ParsedText
from indexer.sources import find_urls

_LONGEST_LINE = 400  # characters, with its signs
_CLOSING = frozenset(".,;:!?)]")  # characters that join the word before them, whatever is between
_OPENING = frozenset("([")  # and those that join the word after them


class BlockBuilder:
    """The blocks under construction. `blocks` and `outlinks`, the web links, are in text order; `kind` is the default kind of a block."""

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
        """The kind of the open block, or of the block that words would open."""
        return self._open[0] if self._open else self.kind

    def begin(self, kind: BlockKind, level: int = 0, number: int = 0) -> None:
        """Begin a block, and end the open one. `number` is the number of an item that the text does not have."""
        self.end()
        self._open = (kind, level)
        self._number = number

    def words(self, start: int, end: int) -> None:
        """Add a stretch of words, after all earlier ones; a block excludes white space at its edges."""
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
        """Begin (1) or end (-1) a command that sets words in bold."""
        self._bold += by

    def part(self) -> None:
        """Separate what comes next from the word before."""
        if self._pieces:
            self._parted[self._pieces[-1][1]] = True

    def join(self) -> None:
        """Join what comes next to the word before, even after white space."""
        if self._pieces:
            self._parted[self._pieces[-1][1]] = False

    def link_out(self, whole: Span, words: Span, address: str, *, numbered: bool = False) -> None:
        """Record a stretch that links an address, after its `words` have been added.

        Anything but a web address is ignored, and so is a link that contains another, or the end of a block.
        """
        if not address[:8].lower().startswith(("http://", "https://")) or not self._pieces:
            return
        edge = self.blocks[-1].span.end if self.blocks else 0
        if whole.start >= max(edge, self.outlinks[-1].span.end if self.outlinks else 0):
            self.outlinks.append(Outlink(whole, address, words=words, numbered=numbered))

    def address_in(self, block: Block) -> str:
        """The first address that `block`, the last one, links; empty if there is none."""
        found = ""
        for link in reversed(self.outlinks):
            if (link.words or link.span).start < block.span.start:
                break
            found = link.url
        return found

    def end(self) -> Block | None:
        """End the open block and return it; None if it has no words."""
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
        """A short paragraph as a caption, if it starts like one, or as a heading, if it is all bold and not a sentence."""
        words = words_of(self._text, block)
        if is_caption(words):
            return replace(block, kind="caption")
        if bold_line(f"**{words}**" if whole else words):
            return replace(block, kind="heading", level=BOLD_LEVEL)
        return block

    def settle(self, first: int, kind: BlockKind) -> None:
        """Set the kind of the blocks from index `first` on."""
        self.blocks[first:] = [replace(block, kind=kind) for block in self.blocks[first:]]


def words_of(text: str, block: Block, letters: Iterable[tuple[Span, str]] = ()) -> str:
    """The words of a block without gaps and markup, with white space folded and `letters` replaced by what they are shown as."""
    start = block.span.start
    signs = list(text[start : block.span.end])
    holes = [(gap, " ") for gap in block.gaps] + [(span, "") for span in block.markup]
    for span, shown in (*holes, *letters):
        signs[span.start - start : span.end - start] = [shown, *[""] * (span.end - span.start - 1)]
    return " ".join("".join(signs).split())


def linked_text(  # noqa: PLR0913  # what a parsed text is made of
    text: str,
    blocks: Sequence[Block],
    markers: Iterable[Marker],
    references: Iterable[Reference],
    links: Sequence[Outlink],
    letters: Sequence[tuple[Span, str]] = (),
) -> ParsedText:
    """A text that is not rendered, with the markers and references of its format and those of its links.

    Addresses that are written out are links too. A block is extended to contain all of a marker at its edge.
    """
    found = tuple(markers)
    cited: tuple[Reference, ...] = ()
    if "://" in text:
        blocks, found, cited = _with_links(text, blocks, found, links, letters)
    return ParsedText(
        "",
        tuple(blocks),
        references=(*references, *cited),
        markers=found,
        addresses=addresses_of(links),
        letters=tuple(letters),
    )


def _with_links(
    text: str,
    blocks: Sequence[Block],
    markers: Iterable[Marker],
    links: Sequence[Outlink],
    letters: Iterable[tuple[Span, str]],
) -> tuple[list[Block], tuple[Marker, ...], tuple[Reference, ...]]:
    """The blocks of a text, its markers with those of its links that are markers, and the references that these make."""
    reaching = list(_reaching(blocks, links))
    shown = as_shown(text, reaching, letters)
    linked = list(_with_addresses(shown.replace(MARKUP, GAP), links))
    found, references = beside(markers, carried_markers(text, reaching, linked, shown))
    edges = {marker.span.start for marker in found} | {marker.span.end for marker in found}
    settled = [
        far if far is near or edges & {far.span.start, far.span.end} else near
        for far, near in zip(reaching, blocks, strict=True)
    ]
    return settled, found, references


def _reaching(blocks: Iterable[Block], links: Sequence[Outlink]) -> Iterator[Block]:
    """The blocks, each extended over the markup of the links whose words it starts and ends with."""
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
    """The links, and between them the addresses that are written out, which such formats link too."""
    position = 0
    for link in (*links, None):
        end = link.span.start if link else len(prose)
        yield from (Outlink(span, prose[span.start : span.end]) for span in find_urls(prose, position, end))
        if link:
            yield link
            position = link.span.end


def as_shown(text: str, blocks: Iterable[Block], letters: Iterable[tuple[Span, str]] = ()) -> str:
    """The text as displayed, of the same length: wrapped lines joined, cells separated by bars, markup masked."""
    fillers = []
    for block in blocks:
        gap = "|" if block.kind == "row" else GAP
        fillers += [(span.start, span.end, gap) for span in block.gaps]
        fillers += [(span.start, span.end, MARKUP) for span in block.markup]
    plain = inline.respell(inline.neutral(text), letters).replace("\n", GAP)
    return inline.blank(plain, sorted(fillers))
