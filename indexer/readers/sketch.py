"""What a reader makes of a text before it becomes a `Document`, and the shape of table rows."""

from __future__ import annotations

import re
from dataclasses import dataclass

from indexer.model import Block, Span

_PIPE = re.compile(r"(?<!\\)\|")
_DELIMITER = re.compile(r"[|\s:=+-]+")


@dataclass(frozen=True, slots=True)
class Sketch:
    """A title, empty if the text has none, and the blocks in order."""

    title: str
    blocks: tuple[Block, ...]


def table_row(line: str, start: int) -> Block | None:
    """A row of a pipe table as a block, its pipes as gaps; None for a line of dashes or an empty row.

    `line` is the row without white space around it, `start` its offset.
    """
    if _DELIMITER.fullmatch(line):
        return None
    first = len(line) - len(line.lstrip("| \t"))
    last = len(line.rstrip("| \t"))
    gaps = tuple(Span(start + m.start(), start + m.end()) for m in _PIPE.finditer(line, first, last))
    return Block("row", Span(start + first, start + last), 0, gaps)
