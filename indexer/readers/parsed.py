"""The result of a reader, from which a `Document` is made, and the shape of table rows."""

from __future__ import annotations

from collections.abc import Sequence

from indexer.late import dataclass
from indexer.model import Block, Claim, Marker, Reference, Span, Wanted
from indexer.patterns import pattern

_EDGES = "|\t\v\f\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(
    map(chr, range(0x2000, 0x200B))
)
_PIPE = pattern(r"(?<!\\)\|")
_DIGIT = pattern(r"\d")
_FEWEST_ROWS = 2
_DRAWN = pattern(r"\+(?:[-=:]+\+){2,}")
_DELIMITER = pattern(r"[|\s:=+-]+")


@dataclass(frozen=True, slots=True)
class Fault:
    """A problem in a text whose uri is not known yet: `code` is a row of `problems.KINDS`."""

    code: str
    message: str
    span: Span


@dataclass(frozen=True, slots=True)
class ParsedText:
    """What a reader finds in a text: a title, empty if it has none, and the blocks in order.

    `text` is what the spans are offsets in: the rendered text; None if that is the decoded text. `references` and
    `markers` are those that the format itself marks; the sources of such a marker are known, or None if its target is
    missing. `searched`: the text is also searched for markers in its words. `addresses` are the URLs that stretches of the
    text link, in order. `claims` are those that the format itself states, without the uri of their document. `wanted` are
    the bibliography files that the text names; `doubtful` are markers that count only if a bibliography has their labels.
    `pages` are the offsets at which pages start. `letters` are stretches that are shown as other letters.
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
    """A row of a pipe table as a block, with its pipes as gaps; None for a line of dashes or an empty row.

    `line` is the row without white space around it, `start` its offset.
    """
    if _DELIMITER.fullmatch(line):
        return None
    first = len(line) - len(line.lstrip(_EDGES))
    last = len(line.rstrip(_EDGES))
    gaps = tuple(Span(start + m.start(), start + m.end()) for m in _PIPE.finditer(line, first, last))
    return Block("row", Span(start + first, start + last), 0, gaps)


def drawn_rows(lines: Sequence[str], starts: Sequence[int]) -> list[Block]:
    """The rows of a table drawn with `+---+---+`, whose lines begin at `starts`; none if it is none, or has one row or column.

    What stands above `+===+===+` is its header.
    """
    if not lines[0].startswith("+-") or not all(
        _DRAWN.fullmatch(line) if line[:1] == "+" else line[:1] == line[-1:] == "|" for line in lines
    ):
        return []
    body = next((at for at, line in enumerate(lines) if line.startswith("+=")), 0)
    rows = [table_row(line, start) for line, start in zip(lines, starts, strict=True)]
    if len(rows) - rows.count(None) < _FEWEST_ROWS:
        return []  # boxes side by side
    return [Block("furniture", row.span) if at < body else row for at, row in enumerate(rows) if row]


def is_head(first: str, second: str = "") -> bool:
    """Whether the first row of a table is its header: it has no numbers, and the second row has some."""
    return _DIGIT.search(first) is None and _DIGIT.search(second) is not None
