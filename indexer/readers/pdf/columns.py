"""The columns of a page, and its lines in reading order."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from statistics import median

from indexer.late import dataclass
from indexer.readers.pdf.pages import Piece
from indexer.readers.pdf.rows import Row, Word, make_row

_BIN = 2.0  # points: the width of the strips in which the words above each other are counted
_WIDEST_PAGE = 20_000.0  # points; the format itself ends at 14,400
_MIDDLE = (0.3, 0.7)  # of the width of the text: where a gutter can be
_EMPTY = 0.8  # of the words beside a gutter: how many may run over it, as titles do
_BESIDE = 40  # strips on either side that a gutter is compared with
_FEWEST = 6  # lines in a column
_FILL = 0.5  # of the longest line: how long half of the lines of a column must be, where figures and tables are few
_FULL, _SHORTEST = 0.97, 100  # of the longest line, and points: how long a full line is
_NARROWEST = 0.75  # of the type size: a narrower gap is a space between words, not a gutter
_FULL_GAP = 0.7  # of the gutter: a narrower gap is a space between two words of a line that runs over it
_NEXT_LINE = 1.6  # times the type size: the most there may be from one base line to the next


@dataclass(frozen=True, slots=True)
class Column:
    """The left and right edges of a column."""

    x0: float
    x1: float


@dataclass(frozen=True, slots=True)
class Placed:
    """A line of words with its column."""

    row: Row
    column: Column


def read_order(rows: Sequence[Row]) -> list[Placed]:
    """The lines of a page in reading order: between lines over both columns, the left column before the right one."""
    gutter = _gutter(rows)
    if gutter is None:
        column = _bounds(rows)
        return [Placed(row, column) for row in rows]
    sides = _sides(rows, gutter)
    bounds = {side: _bounds([row for row, at in sides if at == side]) for side in ("left", "right", "full")}
    placed: list[Placed] = []
    waiting: dict[str, list[Row]] = {"left": [], "right": []}

    def flush() -> None:
        for side, kept in waiting.items():
            placed.extend(Placed(row, bounds[side]) for row in kept)
            kept.clear()

    for row, side in sides:
        if side == "full":
            flush()
            placed.append(Placed(row, bounds["full"]))
        else:
            waiting[side].append(row)
    flush()
    return placed


def _bounds(rows: Sequence[Row]) -> Column:
    """The edges of a column, ignoring the few lines that extend furthest."""
    if not rows:
        return Column(0.0, 0.0)
    starts, ends = sorted(row.x0 for row in rows), sorted(row.x1 for row in rows)
    out = len(rows) // 40
    return Column(starts[out], ends[-1 - out])


def _gutter(rows: Sequence[Row]) -> tuple[float, float] | None:
    """The left and right edges of the gap between two columns of text; None if there are not two."""
    pieces = [word.piece for row in rows for word in row.words if abs(word.piece.x0) < _WIDEST_PAGE]
    if len(pieces) < 2 * _FEWEST:
        return None
    left, right = min(piece.x0 for piece in pieces), min(max(piece.x1 for piece in pieces), _WIDEST_PAGE)
    width = right - left
    if width < 20 * _BIN:
        return None
    cover = _coverage(pieces, left, int(width / _BIN) + 2)
    first, last = (int(len(cover) * part) for part in _MIDDLE)
    lowest = min(range(first, last), key=cover.__getitem__)
    low = cover[lowest]
    usual = min(median(cover[max(0, lowest - _BESIDE) : lowest + 1]), median(cover[lowest : lowest + _BESIDE]))
    if low > _EMPTY * usual:
        return None
    start, end = _longest_run(cover, first, last, low + (usual - low) * 0.2)
    gutter = (left + start * _BIN, left + end * _BIN)
    return gutter if _two_columns(rows, gutter) else None


def _coverage(pieces: Sequence[Piece], left: float, count: int) -> list[int]:
    """How many pieces lie over each of `count` strips, the first of which starts at `left`."""
    steps = [0] * (count + 1)
    for piece in pieces:
        first = max(0, int((piece.x0 - left) / _BIN))
        steps[min(first, count)] += 1
        steps[min(count, max(first, int((piece.x1 - left) / _BIN)) + 1)] -= 1
    return list(accumulate(steps[:count]))


def _longest_run(cover: Sequence[int], first: int, last: int, most: float) -> tuple[int, int]:
    best, begin = (first, first), None
    for at in range(first, last + 1):
        if at < last and cover[at] <= most:
            begin = at if begin is None else begin
        elif begin is not None:
            best = max(best, (begin, at), key=lambda run: run[1] - run[0])
            begin = None
    return best


def _two_columns(rows: Sequence[Row], gutter: tuple[float, float]) -> bool:
    """Whether both sides of a gutter contain lines of text, not the cells of a table."""
    middle = (gutter[0] + gutter[1]) / 2
    lefts, rights, gaps = [], [], []
    for row in rows:
        left = [word for word in row.words if word.piece.x1 <= middle + 1]
        right = [word for word in row.words if word.piece.x0 >= middle - 1]
        if len(left) + len(right) < len(row.words):
            continue
        if left:
            lefts.append(left[-1].piece.x1 - left[0].piece.x0)
        if right:
            rights.append(right[-1].piece.x1 - right[0].piece.x0)
        if left and right:
            gaps.append((right[0].piece.x0 - left[-1].piece.x1) / row.size)
    narrow = sum(gap < _NARROWEST for gap in gaps)
    if min(len(lefts), len(rights)) < _FEWEST or narrow * 5 > min(len(lefts), len(rights)):
        return False
    return _holds_text(lefts) and _holds_text(rights)


def _holds_text(widths: Sequence[float]) -> bool:
    """Whether lines of these widths are text: half of them are long, or several are full."""
    longest = max(widths)
    full = sum(width >= _FULL * longest for width in widths)
    return longest > _SHORTEST and (median(widths) >= _FILL * longest or full >= _FEWEST)


def _sides(rows: Sequence[Row], gutter: tuple[float, float]) -> list[tuple[Row, str]]:
    """The lines with the side each is on; a row with words in both columns becomes two lines."""
    middle = (gutter[0] + gutter[1]) / 2
    found: list[tuple[Row, str]] = []
    full: Row | None = None
    for row in rows:
        left: list[Word] = [word for word in row.words if (word.piece.x0 + word.piece.x1) / 2 < middle]
        right = row.words[len(left) :]
        if _is_full(row, left, right, gutter) or _ends_full(row, full, bool(left) and not right):
            found.append((row, "full"))
            full = row
            continue
        found += [(make_row(words), side) for words, side in ((left, "left"), (right, "right")) if words]
    return found


def _is_full(row: Row, left: Sequence[Word], right: Sequence[Word], gutter: tuple[float, float]) -> bool:
    if any(word.piece.x0 < gutter[0] and word.piece.x1 > gutter[1] for word in row.words):
        return True
    if not left or not right:
        return False
    gap = min(word.piece.x0 for word in right) - max(word.piece.x1 for word in left)
    return gap < _FULL_GAP * (gutter[1] - gutter[0])


def _ends_full(row: Row, full: Row | None, left: bool) -> bool:  # noqa: FBT001  # one of three signs
    """Whether a short line in the left column ends a paragraph that runs over both."""
    if full is None or not left or full.y - row.y > _NEXT_LINE * full.size:
        return False
    return abs(full.size - row.size) < 0.3 and abs(full.x0 - row.x0) < 2
