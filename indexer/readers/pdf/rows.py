"""From pieces of words to rows: the words on one base line across a page, with those raised above it.

A superscript has a base line of its own. It goes to the row of the word that it touches, and is marked as raised.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence

from indexer.late import dataclass, field
from indexer.readers.pdf.pages import Piece

_SAME_LINE = 0.2  # of the size: how far the base lines of one row may lie apart
_SMALLER = 0.88  # of the size of the word it touches: what is set as a superscript
_RAISED, _HIGHEST = 0.12, 0.85  # of that size: how far above its base line a superscript stands
_LOWEST = 0.45  # how far below a subscript stands
_AS_LARGE = 1.02
_KERNED = 0.05  # of the size: letters of a word that stand so close were set as one
_TOUCH_BEFORE, _TOUCH_AFTER = 0.35, 0.7  # how far from its word, before or behind it
_CLOSE = 0.6  # of the size: what stands nearer in one line belongs together
_SAME_PLACE = 0.6  # points: a word drawn twice to look bold


@dataclass(frozen=True, slots=True)
class Word:
    """A piece in its row. `raised` is 1 for a superscript, -1 for a subscript, else 0."""

    piece: Piece
    raised: int = 0


@dataclass(slots=True)
class Row:
    """Words from left to right."""

    y: float
    words: list[Word] = field(default_factory=list)

    @property
    def x0(self) -> float:
        """Where the first word begins."""
        return self.words[0].piece.x0

    @property
    def x1(self) -> float:
        """Where the last word ends."""
        return max(word.piece.x1 for word in self.words)

    @property
    def size(self) -> float:
        """The size of most letters that stand on the line."""
        return main_size(word.piece for word in self.words if not word.raised) or self.words[0].piece.size


def main_size(pieces: Iterable[Piece]) -> float:
    """The size of most letters; 0 without any."""
    weights: Counter[float] = Counter()
    for piece in pieces:
        weights[piece.size] += len(piece.text)
    return max(weights, key=lambda size: (weights[size], size), default=0.0)


def find_rows(pieces: Sequence[Piece]) -> list[Row]:
    """The rows of a page from top to bottom."""
    lines = [_Line(row) for row in _by_base_line(pieces)]
    _attach(lines)
    _insert(lines)
    rows = []
    for line in lines:
        if words := line.words():
            heights = [word.piece.y for word in words if not word.raised]
            rows.append(Row(heights[0] if heights else words[0].piece.y, words))
    return rows


def _by_base_line(pieces: Sequence[Piece]) -> list[list[Piece]]:
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda each: (-each.y, each.x0)):
        if rows and rows[-1][0].y - piece.y <= _SAME_LINE * max(rows[-1][0].size, piece.size):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return rows


class _Line:
    """One base line: its own pieces, and those raised or lowered that touch them."""

    def __init__(self, pieces: list[Piece]) -> None:
        self.pieces = _without_doubles(sorted(pieces, key=lambda each: each.x0))
        self.y = pieces[0].y
        self.starts = [piece.x0 for piece in self.pieces]
        self.size = max(piece.size for piece in pieces)
        self.guests: list[Word] = []
        self.gone: set[int] = set()

    def words(self) -> list[Word]:
        """What stands in the row in the end."""
        own = [Word(piece) for at, piece in enumerate(self.pieces) if at not in self.gone]
        found = sorted([*own, *self.guests], key=lambda word: word.piece.x0)
        for at in range(1, len(found)):
            before, piece = found[at - 1], found[at].piece
            lift = piece.y - before.piece.y
            if not found[at].raised and not before.raised and piece.size <= _SMALLER * before.piece.size:
                raised = 1 if lift >= _RAISED * before.piece.size else -1 if -lift >= _RAISED * piece.size else 0
                found[at] = Word(piece, raised)
        return found

    def neighbour(self, piece: Piece, lift: int) -> Piece | None:
        """The word of this line that a piece with another base line touches as a superscript (`lift` 1) or subscript."""
        at = bisect_right(self.starts, piece.x0)
        for place in (at - 1, at):
            if not 0 <= place < len(self.pieces) or place in self.gone:
                continue
            word = self.pieces[place]
            behind = piece.x0 - word.x1 if place < at else word.x0 - piece.x1
            most = _TOUCH_BEFORE if place < at else _TOUCH_AFTER
            high = (piece.y - word.y) * lift
            limit = _HIGHEST if lift > 0 else _LOWEST
            touches = -_TOUCH_BEFORE * word.size <= behind <= most * word.size
            lies_off = _RAISED * word.size <= high <= limit * word.size
            if touches and lies_off and (piece.size <= _SMALLER * word.size or _fits(piece, word, lift, behind)):
                return word
        return None

    def takes(self, piece: Piece, lift: int, *, apart: bool) -> bool:
        """Whether a piece of another line touches a word of this one; one as large as that is raised only if it stands apart."""
        word = self.neighbour(piece, lift)
        return word is not None and (lift < 0 or apart or piece.size <= _SMALLER * word.size)

    def apart(self, at: int) -> bool:
        """Whether nothing of its own line stands close to a piece."""
        piece = self.pieces[at]
        near = [piece.x0 - self.pieces[at - 1].x1] if at else []
        near += [self.pieces[at + 1].x0 - piece.x1] if at + 1 < len(self.pieces) else []
        return all(gap >= _CLOSE * piece.size for gap in near)

    def has_room(self, pieces: Sequence[Piece]) -> bool:
        """Whether words of its own stand around pieces of another line, and none where they do."""
        own = [piece for at, piece in enumerate(self.pieces) if at not in self.gone]
        if not own or all(piece.mathematics for piece in own):
            return False
        for piece in pieces:
            at = bisect_right(self.starts, piece.x0)
            before, after = self.pieces[max(0, at - 1)], self.pieces[min(at, len(self.pieces) - 1)]
            if before.x1 > piece.x0 + 1 or after.x0 < piece.x1 - 1:
                return False
        return True

    def alone(self, at: int) -> bool:
        """Whether nothing of its own line stands close to a piece, or only what is as small."""
        piece = self.pieces[at]
        for place in (at - 1, at + 1):
            if 0 <= place < len(self.pieces):
                other = self.pieces[place]
                gap = piece.x0 - other.x1 if place < at else other.x0 - piece.x1
                if gap < piece.size * _CLOSE and other.size > piece.size * 1.1:
                    return False
        return True


def _fits(piece: Piece, word: Piece, lift: int, behind: float) -> bool:
    """Whether a piece as large as its word belongs to it: a raised label, or the lowered letter in the name of TeX."""
    if piece.size > _AS_LARGE * word.size:
        return False
    if lift > 0:
        return len(piece.text) <= 3 and not piece.text.isalpha()
    return len(piece.text) == 1 and piece.text.isalpha() and behind < _KERNED * word.size


def _without_doubles(pieces: list[Piece]) -> list[Piece]:
    kept: list[Piece] = []
    for piece in pieces:
        last = kept[-1] if kept else None
        if last and last.text == piece.text and abs(last.x0 - piece.x0) < _SAME_PLACE and abs(last.y - piece.y) < 1:
            continue
        kept.append(piece)
    return kept


def _attach(lines: list[_Line]) -> None:
    """Give raised and lowered pieces to the lines whose words they touch."""
    heights = [-line.y for line in lines]
    largest = max((line.size for line in lines), default=0.0)
    reach = min(largest, 3 * (main_size(piece for line in lines for piece in line.pieces) or 1))
    for place, line in enumerate(lines):
        below = range(place + 1, bisect_right(heights, heights[place] + reach * _HIGHEST))
        above = range(place - 1, bisect_left(heights, heights[place] - reach * _LOWEST) - 1, -1)
        hosts = [(lines[at], 1) for at in below[:8]] + [(lines[at], -1) for at in above[:4]]
        guest: tuple[_Line, int, float] | None = None
        for at, piece in enumerate(line.pieces):
            if guest is not None and 0 <= piece.x0 - guest[2] < _CLOSE * piece.size and _small(piece, guest[0]):
                host, lift = guest[0], guest[1]  # `1,2` in two pieces: the second touches the first
            elif not line.alone(at):
                guest = None
                continue
            else:
                apart = line.apart(at)
                found = next(((host, lift) for host, lift in hosts if host.takes(piece, lift, apart=apart)), None)
                if found is None:
                    guest = None
                    continue
                host, lift = found
            host.guests.append(Word(piece, lift))
            line.gone.add(at)
            guest = (host, lift, piece.x1)


def _insert(lines: list[_Line]) -> None:
    """Give the large signs of formulas, which stand higher or lower than their line, to the line that has a gap there."""
    for place, line in enumerate(lines):
        left = [at for at in range(len(line.pieces)) if at not in line.gone]
        if not left or not all(line.pieces[at].mathematics for at in left):
            continue
        for host in sorted(lines[max(0, place - 2) : place + 3], key=lambda other: abs(other.y - line.y)):
            if (
                host is not line
                and abs(host.y - line.y) <= host.size
                and host.has_room([line.pieces[at] for at in left])
            ):
                host.guests += [Word(line.pieces[at]) for at in left]
                line.gone.update(left)
                break


def _small(piece: Piece, host: _Line) -> bool:
    return piece.size <= _SMALLER * host.size
