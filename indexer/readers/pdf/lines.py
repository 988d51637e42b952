"""Lines of text: words with the spaces between them, superscript numbers as `¹²`, and where the cells of a row meet."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from indexer.late import dataclass
from indexer.patterns import pattern
from indexer.readers.pdf.columns import Column, Placed
from indexer.readers.pdf.pages import Piece
from indexer.readers.pdf.rows import Word
from indexer.superscripts import RAISED, SUPERSCRIPTS

FLUSH = 1.0
"""How many points apart two lines may begin, or end, and still be aligned there."""
_LETTER = 0.48  # of the size: the width of an average letter
_SPACE = 0.2  # of the size: a gap between two words where no space is written
_RAISED_SPACE = 0.6  # the same before a superscript, which belongs to its word
_CELL = 1.05  # of the size: a gap between two cells
_STRETCHED = 1.4  # times: gaps that differ by less are those of a justified line
_MATHEMATICS = 0.4  # of the letters: a line with more of them in mathematical fonts is a formula
_BOLD = 0.9  # of the letters: a line with more of them in bold is bold
_CLOSERS = rf"[\"'”’)\]{SUPERSCRIPTS}]*"  # quotes, brackets and superscript labels after a stop
SENTENCE_END = pattern(rf"[.!?。！？]{_CLOSERS}\Z")
"""The end of a line that ends a sentence."""
CLAUSE_END = pattern(rf"[.!?:;。！？：]{_CLOSERS}\Z")
"""The end of a line that ends a sentence, or introduces or separates the items of a list."""
_ENTRY_END = pattern(r"(?:[.!?;。,]|\d|/\S*|\bdoi\S*)[\"'”’»)\]>]*\Z")
_TAIL = 200  # characters at the end of a line that are searched for the end of an entry
_LABEL = pattern(r"\d{1,4}(?:[,–‐-]\d{1,4}){0,20},?|[*†‡§¶]{1,3}")
_LETTERS = {
    **dict(zip("ﬀﬁﬂﬃﬄﬅﬆ", ("ff", "fi", "fl", "ffi", "ffl", "ft", "st"), strict=True)),
    "\uf0b7": "•",  # what Word's Symbol and Wingdings fonts have for bullets
    "\uf0a7": "▪",
    "\ufffe": "-",
    "\u2010": "-",
}
_SOFT_HYPHEN = "\u00ad"
_ODD = pattern("[ﬀ-ﬆ\ue000-\uf8ff\ufffe\u2010\u00ad\0-\x1f\x7f-\x9f\ud800-\udfff]")


def ends_entry(text: str) -> bool:
    """Whether a line may be the last of an entry of a list of references: it ends in a stop, a number or an address."""
    return _ENTRY_END.search(text[-_TAIL:]) is not None


@dataclass(frozen=True, slots=True)
class Mark:
    """A raised label in a text: `3`, `1,2`, `*`."""

    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class Anchor:
    """Words of a text that link an address."""

    start: int
    end: int
    url: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a column. `cells` are the offsets of the gaps between its cells; `page` counts from 0.

    `fixed`: it is set in a font whose letters have one width.
    """

    text: str
    x0: float
    x1: float
    y: float
    size: float
    page: int
    column: Column
    bold: bool = False
    mathematics: bool = False
    marks: tuple[Mark, ...] = ()
    cells: tuple[int, ...] = ()
    anchors: tuple[Anchor, ...] = ()
    fixed: bool = False

    @property
    def room(self) -> float:
        """The points between its end and the right edge of the column."""
        return self.column.x1 - self.x1

    @property
    def first_word(self) -> float:
        """The approximate width of its first word in points."""
        return len(self.text.split(" ", 1)[0]) * _LETTER * self.size


def make_line(placed: Placed, page: int) -> Line:
    """The line that the words of a row make."""
    row = placed.row
    size = row.size
    pieces: list[str] = []
    marks: list[Mark] = []
    cells: list[int] = []
    anchors: list[Anchor] = []
    gaps: list[float] = []
    length = 0
    for before, word in pairwise((None, *row.words)):
        assert word is not None  # noqa: S101  # only the first of all pairs begins with None
        text = clean(word.piece.text)
        if before is not None and (gap := _gap(before, word, size)) and not _is_stretched(before.piece, word.piece):
            gaps.append(gap)
            if gap > _CELL * size:
                cells.append(length)
            pieces.append(" ")
            length += 1
        if word.raised > 0 and _LABEL.fullmatch(text):
            _mark(marks, text, length)
            text = text.translate(RAISED)
        pieces.append(text)
        if word.piece.url:
            _anchor(anchors, word.piece.url, length, length + len(text))
        length += len(text)
    if len(cells) == len(gaps) > 1 and max(gaps) < _STRETCHED * min(gaps) and placed.column.x1 - row.x1 < size:
        cells = []
    if row.words[-1].piece.text[-1] == _SOFT_HYPHEN:
        pieces.append("-")  # there it shows
    text = "".join(pieces)
    letters = [word.piece for word in row.words]
    bold = _share(letters, [piece.bold for piece in letters]) >= _BOLD
    mathematics = _share(letters, [piece.mathematics for piece in letters]) >= _MATHEMATICS
    fixed = all(piece.fixed for piece in letters)
    extent = row.x0, row.x1, row.y
    found = tuple(marks), tuple(cells), tuple(anchors)
    return Line(text, *extent, size, page, placed.column, bold, mathematics, *found, fixed)


def clean(text: str) -> str:
    """Text without ligatures and soft hyphens; a letter that no font explains becomes U+FFFD."""
    return _ODD.sub(lambda match: _LETTERS.get(match[0], "" if match[0] == _SOFT_HYPHEN else "�"), text)


def _is_stretched(before: Piece, piece: Piece) -> bool:
    """Whether two pieces are parts of one address, stretched to fill its line: `http : / / a. example`."""
    return bool(piece.url) and before.url == piece.url and is_written_in(piece.url, before.text, piece.text)


def is_written_in(url: str, before: str, after: str) -> bool:
    """Whether an address contains, as one, the last word of `before` and the first of `after`, with punctuation in them."""
    last, first = before.rpartition(" ")[2], after.partition(" ")[0]
    joined = f"{last}{first.rstrip('.,;)')}"
    return not joined.isalnum() and bool(first and last) and joined.casefold() in url.casefold()


def _gap(before: Word, word: Word, size: float) -> float:
    """The width of the space between two words; 0 if they join."""
    gap = word.piece.x0 - before.piece.x1
    if word.piece.text[0] in ".,)]" and gap < _RAISED_SPACE * size:
        return 0.0
    if word.raised > 0 and gap < _RAISED_SPACE * size:
        return 0.0
    small = min(size, max(word.piece.size, before.piece.size))
    return max(gap, 0.01) if gap > _SPACE * small or (word.piece.spaced and gap > -small) else 0.0


def _mark(marks: list[Mark], label: str, at: int) -> None:
    """Add a raised label, or extend the one that it directly follows."""
    if marks and marks[-1].end == at and label[0].isdigit() != marks[-1].label[-1].isdigit():
        before = marks.pop()
        marks.append(Mark(before.start, at + len(label), before.label + label))
    else:
        marks.append(Mark(at, at + len(label), label))


def _anchor(anchors: list[Anchor], url: str, start: int, end: int) -> None:
    """Add the words of a link, or extend those of the same link that they directly follow."""
    if anchors and anchors[-1].url == url and start - anchors[-1].end <= 1:
        start = anchors.pop().start
    anchors.append(Anchor(start, end, url))


def _share(pieces: Sequence[Piece], flags: Sequence[bool]) -> float:
    letters = sum(len(piece.text) for piece in pieces)
    return sum(len(piece.text) for piece, flag in zip(pieces, flags, strict=True) if flag) / max(1, letters)
