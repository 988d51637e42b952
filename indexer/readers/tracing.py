r"""The blocks of a text that stays as it is, put together from those stretches of it that are words.

A reader goes through the text once and says which stretches are words of the open block. What lies between two of
them is a gap, where it parts words, or markup, where they join: `\emph{sh}ip` is one word.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise

from indexer.model import Block, BlockKind, Span

_CLOSING = frozenset(".,;:!?)]")  # signs that stand at the word before them, whatever was between
_OPENING = frozenset("([")  # and those at the word behind them


class Tracing:
    """Blocks that grow. `blocks` are in the order of the text; `kind` is what an opened block is if no one says."""

    def __init__(self, text: str) -> None:
        self.blocks: list[Block] = []
        self.kind: BlockKind = "paragraph"
        self._text = text
        self._open: tuple[BlockKind, int] | None = None
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

    def begin(self, kind: BlockKind, level: int = 0) -> None:
        """Begin a block; the one that is open ends."""
        self.end()
        self._open = (kind, level)

    def words(self, start: int, end: int) -> None:
        """A stretch of words, behind all those before it; white space at a block's edges is none of it."""
        if not self._pieces:
            start = end - len(self._text[start:end].lstrip())
        if start >= end:
            return
        if self._pieces and self._pieces[-1][1] == start:
            self._pieces[-1] = (self._pieces[-1][0], end)
        else:
            self._pieces.append((start, end))

    def part(self) -> None:
        """What comes next is no part of the word before."""
        if self._pieces:
            self._parted[self._pieces[-1][1]] = True

    def join(self) -> None:
        """What comes next goes on with the word before, even behind white space."""
        if self._pieces:
            self._parted[self._pieces[-1][1]] = False

    def end(self) -> Block | None:
        """End the open block and give it back; None if it has no words."""
        pieces, parted = self._pieces, self._parted
        kind, level = self._open or (self.kind, 0)
        self._open, self._pieces, self._parted = None, [], {}
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
        block = Block(kind, Span(pieces[0][0], pieces[-1][1]), level, tuple(gaps), tuple(markup))
        self.blocks.append(block)
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
