"""The block of a plain text that is being read, line by line."""

from __future__ import annotations

from indexer.model import BlockKind, Span


class OpenBlock:
    """The block being read.

    Its words start at `start`; `first` and `last` are the numbers of its lines, `lines` is their count, and `art` the count of
    those that belong to figures. `end` is the end of its words, if that is not the end of the last line. The defaults of
    rare fields are kept by the class, so that opening a block takes a third of the time.
    """

    kind: BlockKind = "paragraph"
    lines: int = 1
    level: int = 0
    end: int | None = None
    number: str = ""
    entry: bool = False
    gaps: list[Span] | None = None

    def __init__(self, start: int, at: int, art: int = 0) -> None:
        self.start = start
        self.first = self.last = at
        self.art = art

    def leave_out(self, start: int, end: int) -> None:
        """Note a part of the block that is not text."""
        if self.gaps is None:
            self.gaps = []
        self.gaps.append(Span(start, end))
