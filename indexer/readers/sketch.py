"""What a reader gives before it becomes a `Document`, and the shape of table rows."""

from __future__ import annotations

import re

from indexer.late import dataclass
from indexer.model import Block, Claim, Marker, Reference, Span, Wanted

_PIPE = re.compile(r"(?<!\\)\|")
_DIGIT = re.compile(r"\d")
_DELIMITER = re.compile(r"[|\s:=+-]+")


@dataclass(frozen=True, slots=True)
class Fault:
    """A problem in a text, before it is known which document the text is: `code` is a row of `problems.KINDS`."""

    code: str
    message: str
    span: Span


@dataclass(frozen=True, slots=True)
class Sketch:
    """What a text holds: a title, empty if it has none, and the blocks in order.

    `text` is what the spans count in: the rendered text of a format that is no plain text; None means the
    text as it was decoded. `references` and `markers` are those that the format itself marks; the sources of such
    a marker are known, or None where its target is missing. `searched` says whether the text may hold
    more markers, in words. `addresses` are the URLs that stretches of the text link, in order. `claims` are those that the
    format states itself, without the uri of their document. `wanted` are the bibliography files that the text names,
    `doubtful` are markers that count only if the bibliography has their labels. `pages` are the offsets at
    which pages begin. `letters` are stretches that are shown as other letters.
    """

    title: str
    blocks: tuple[Block, ...]
    text: str | None = None
    references: tuple[Reference, ...] = ()
    markers: tuple[Marker, ...] = ()
    searched: bool = True
    faults: tuple[Fault, ...] = ()
    addresses: tuple[tuple[Span, str], ...] = ()
    claims: tuple[Claim, ...] = ()
    wanted: tuple[Wanted, ...] = ()
    doubtful: tuple[Marker, ...] = ()
    pages: tuple[int, ...] = ()
    letters: tuple[tuple[Span, str], ...] = ()


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


def is_head(first: str, second: str = "") -> bool:
    """Whether the first row of a table is its head, by its words: it has no numbers, and the row below has some."""
    return _DIGIT.search(first) is None and _DIGIT.search(second) is not None
