"""From pieces of words to rows: the words on one base line across a page, with their superscripts and subscripts.

A superscript has a base line of its own. It joins the row of the word that it touches, and is marked as raised.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence

from indexer.late import dataclass, field
from indexer.readers.pdf.pages import Piece

_SAME_LINE = 0.2  # of the size: how far apart the base lines of one row are
# Multiples of the size of the word that a superscript or subscript touches:
_SMALLER = 0.88  # how large it is
_AS_LARGE = 1.02  # how large it may be if it is a short label
_RAISED, _HIGHEST = 0.12, 0.85  # how far its base line is from that of its word
_LOWEST = 0.45  # the same for a subscript
_TOUCH_BEFORE, _TOUCH_AFTER = 0.35, 0.7  # how far it is from its word, on the left or right of it
_KERNED = 0.05  # how close a letter must be to belong to the word
_CLOSE = 0.6  # of the size of a piece: how near its neighbours in the same line are
_SAME_PLACE = 0.6  # points: how far apart a word is drawn twice to look bold


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
        """The left edge of the first word."""
        return self.words[0].piece.x0

    @property
    def x1(self) -> float:
        """The right edge of the words."""
        return max(word.piece.x1 for word in self.words)

    @property
    def size(self) -> float:
        """The size of most letters that are neither raised nor lowered."""
        return main_size(word.piece for word in self.words if not word.raised) or self.words[0].piece.size


def main_size(pieces: Iterable[Piece]) -> float:
    """The size of most letters; 0 if there are none."""
    weights: Counter[float] = Counter()
    for piece in pieces:
        weights[piece.size] += len(piece.text)
    return max(weights, key=lambda size: (weights[size], size), default=0.0)


def make_row(words: list[Word]) -> Row:
    """The row of some words, at the height of the first that is not raised."""
    return Row(next((word.piece.y for word in words if not word.raised), words[0].piece.y), words)


def find_rows(pieces: Sequence[Piece]) -> list[Row]:
    """The rows of a page from top to bottom."""
    lines = [_Line(row) for row in _by_base_line(pieces)]
    _attach(lines)
    _insert(lines)
    return [make_row(words) for line in lines if (words := line.words())]


def _by_base_line(pieces: Sequence[Piece]) -> list[list[Piece]]:
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda each: (-each.y, each.x0)):
        if rows and rows[-1][0].y - piece.y <= _SAME_LINE * max(rows[-1][0].size, piece.size):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return rows


class _Line:
    """One base line: its own pieces without those `gone` to other lines, and the `guests` from other lines."""

    def __init__(self, pieces: list[Piece]) -> None:
        self.pieces = _without_doubles(sorted(pieces, key=lambda each: each.x0))
        self.y = pieces[0].y
        self.starts = [piece.x0 for piece in self.pieces]
        self.size = max(piece.size for piece in pieces)
        self.guests: list[Word] = []
        self.gone: set[int] = set()

    def words(self) -> list[Word]:
        """The words of the row, each raised, lowered or neither."""
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
        """The word of this line that a piece of another touches as a superscript (`lift` 1) or subscript (`lift` -1)."""
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
        """Whether a piece of another line belongs to a word of this one; as a superscript of full size, only if it is `apart`."""
        word = self.neighbour(piece, lift)
        return word is not None and (lift < 0 or apart or piece.size <= _SMALLER * word.size)

    def close_to(self, at: int) -> list[Piece]:
        """The pieces of this line that stand close to one of them."""
        piece = self.pieces[at]
        near = [(other, piece.x0 - other.x1) for other in self.pieces[max(0, at - 1) : at]]
        near += [(other, other.x0 - piece.x1) for other in self.pieces[at + 1 : at + 2]]
        return [other for other, gap in near if gap < _CLOSE * piece.size]

    def has_room(self, pieces: Sequence[Piece]) -> bool:
        """Whether this line has words of its own, and gaps between them for pieces of another line."""
        own = [piece for at, piece in enumerate(self.pieces) if at not in self.gone]
        if not own or all(piece.mathematics for piece in own):
            return False
        for piece in pieces:
            at = bisect_right(self.starts, piece.x0)
            before, after = self.pieces[max(0, at - 1)], self.pieces[min(at, len(self.pieces) - 1)]
            if before.x1 > piece.x0 + 1 or after.x0 < piece.x1 - 1:
                return False
        return True


def _fits(piece: Piece, word: Piece, lift: int, behind: float) -> bool:
    """Whether a piece of full size belongs to its word: a superscript label, or the lowered letter in the name of TeX."""
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
    """Move superscripts and subscripts to the lines whose words they touch."""
    heights = [-line.y for line in lines]
    largest = max((line.size for line in lines), default=0.0)
    reach = min(largest, 3 * (main_size(piece for line in lines for piece in line.pieces) or 1))
    for place, line in enumerate(lines):
        below = range(place + 1, bisect_right(heights, heights[place] + reach * _HIGHEST))
        above = range(place - 1, bisect_left(heights, heights[place] - reach * _LOWEST) - 1, -1)
        hosts = [(lines[at], 1) for at in below[:8]] + [(lines[at], -1) for at in above[:4]]
        guest: tuple[_Line, int, float] | None = None
        for at, piece in enumerate(line.pieces):
            follows = guest is not None and 0 <= piece.x0 - guest[2] < _CLOSE * piece.size
            if guest is None or not follows or piece.size > _SMALLER * guest[0].size:
                guest = _host(line, at, hosts)
            if guest is not None:  # the one that it touches, or that the piece before it touches: `1,2` in two pieces
                host, lift, _ = guest
                host.guests.append(Word(piece, lift))
                line.gone.add(at)
                guest = (host, lift, piece.x1)


def _host(line: _Line, at: int, hosts: Sequence[tuple[_Line, int]]) -> tuple[_Line, int, float] | None:
    """The line to which a piece moves, as a superscript (1) or subscript (-1), and where the piece ends.

    None if it touches no word of another line, or is close to larger words of its own.
    """
    piece, close = line.pieces[at], line.close_to(at)
    if any(other.size > 1.1 * piece.size for other in close):
        return None
    found = ((host, lift, piece.x1) for host, lift in hosts if host.takes(piece, lift, apart=not close))
    return next(found, None)


def _insert(lines: list[_Line]) -> None:
    """Move the large symbols of formulas, which are higher or lower than their line, to the line with a gap for them."""
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
