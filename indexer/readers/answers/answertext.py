"""The text of a file of answers, written piece by piece, with its blocks."""

from __future__ import annotations

from indexer.model import Block, BlockKind, Span


class AnswerText:
    """A text under construction. `length` is its length so far, `line` the number of its last line, from 1."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.length = 0
        self.line = 1
        self._pieces: list[str] = []

    @property
    def text(self) -> str:
        """The text so far."""
        return "".join(self._pieces)

    def put(self, words: str, apart: str = "\n\n") -> Span:
        """Add words, after `apart` unless they are the first; returns their span."""
        for piece in (apart, words) if self.length else (words,):
            self._pieces.append(piece)
            self.length += len(piece)
            self.line += piece.count("\n")
        return Span(self.length - len(words), self.length)

    def put_block(self, kind: BlockKind, words: str, level: int = 0, apart: str = "\n\n") -> Span:
        """Add words as a block; returns their span."""
        span = self.put(words, apart)
        self.blocks.append(Block(kind, span, level))
        return span
