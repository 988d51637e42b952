"""Running heads, running feet and page numbers: lines at the edges of pages that recur from page to page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from indexer.patterns import pattern
from indexer.readers.pdf.rows import Row, main_size

_EDGE = 3  # rows from the top and from the bottom that may be furniture
_STRIP = 4.0  # points: how far a head may move from page to page
_LONGEST = 160  # characters
_BETWEEN = 4  # rows that are searched for the next line of a column
_APART = 1.35  # usual line distances between a head and the text
_FAR = 1.6  # times as far: then two pages are enough to show a head
_LARGEST = 1.1  # times the size of the text: the title of a chapter is larger, and no head
_SHARE = 0.5  # of the pages: how often a strip must be taken for its changing words to be furniture
_FEWEST_PAGES = 3
_CLOSE_SHARE = 0.3  # of the pages: how often a row must recur if it is as close to the text as its lines are
_DIGITS = pattern(r"\d{1,9}|\b[ivxl]{1,7}\b", re.IGNORECASE)
_PAGE_NUMBER = pattern(
    r"[-–—|\s]{0,3}(?:(?:page|seite|pagina|página|p\.|s\.)\s{0,2})?(?:\d{1,4}|[ivxl]{1,7})(?:\s{0,2}(?:/|of|von|de|di|sur|af|av)\s{0,2}\d{1,4})?[-–—|\s]{0,3}",
    re.IGNORECASE,
)

_Strip = tuple[bool, int]  # whether it is at the top, and its number from the foot of the page
_Key = tuple[bool, int, str]


def without_furniture(pages: Sequence[Sequence[Row]]) -> list[list[Row]]:
    """The rows of each page without running heads, running feet and page numbers."""
    survey = _Survey(pages)
    kept = []
    for page, rows in enumerate(pages):
        gone = survey.furniture(page)
        kept.append([row for at, row in enumerate(rows) if at not in gone])
    return kept


class _Survey:
    """Counts the rows at the edges of all pages by strip: those that recur are furniture."""

    def __init__(self, pages: Sequence[Sequence[Row]]) -> None:
        self._pages = pages
        self._distance = _line_distance(pages)
        self._largest = _LARGEST * main_size(word.piece for rows in pages for row in rows for word in row.words)
        self._edges = [_edges(rows) for rows in pages]
        self._same: Counter[_Key] = Counter()
        self._taken: Counter[_Strip] = Counter()
        self._offsets: Counter[tuple[_Strip, int]] = Counter()  # between a number in a strip and that of its page
        for page, (rows, edge) in enumerate(zip(pages, self._edges, strict=True)):
            strips = [(at, top, strip) for at, top in edge for strip in _strips(rows[at], top)]
            self._same.update({key for at, top in edge for key in _keys(rows[at], top)})
            self._taken.update({strip for at, top, strip in strips if self._is_apart(rows, at, top)})
            self._offsets.update({(strip, number - page) for at, _, strip in strips for number in _numbers(rows[at])})

    def furniture(self, page: int) -> set[int]:
        """The furniture of a page, from its edges inwards: whatever follows a line of the text is text."""
        gone: set[int] = set()
        for at, top in self._edges[page]:
            outer = range(at) if top else range(at + 1, len(self._pages[page]))
            if at not in gone and gone.issuperset(outer) and self._recurs(page, at, top):
                gone.add(at)
        return gone

    def _recurs(self, page: int, at: int, top: bool) -> bool:  # noqa: FBT001  # which edge
        """Whether a row has the same words as others in its strip, changing words where most pages have some, or a page number."""
        rows, row, count = self._pages[page], self._pages[page][at], len(self._pages)
        strips = _strips(row, top)
        apart = self._is_apart(rows, at, top)
        if max(self._same[key] for key in _keys(row, top)) > (1 if apart else max(1, _CLOSE_SHARE * count)):
            return True
        if _PAGE_NUMBER.fullmatch(_words(row)) and (apart or len(rows) == 1):
            return True
        if not apart:
            return False
        taken = max(self._taken[strip] for strip in strips)
        if taken >= max(_FEWEST_PAGES, _SHARE * count) or (taken == count > 1 and self._is_apart(rows, at, top, _FAR)):
            return True
        return any(self._offsets[strip, number - page] > 1 for strip in strips for number in _numbers(row))

    def _is_apart(self, rows: Sequence[Row], at: int, top: bool, times: float = 1.0) -> bool:  # noqa: FBT001  # which edge
        """Whether a row, no larger than a head, is further from the text than the lines of the text are from each other."""
        inner = at + 1 if top else at - 1
        if not 0 <= inner < len(rows) or rows[at].size > self._largest:
            return False
        return abs(rows[at].y - rows[inner].y) > _APART * times * self._distance


def _numbers(row: Row) -> set[int]:
    """The numbers that a row begins or ends with."""
    ends = (row.words[0].piece.text, row.words[-1].piece.text)
    return {int(text) for text in ends if text.isdecimal() and len(text) < 5}


def _edges(rows: Sequence[Row]) -> list[tuple[int, bool]]:
    """The rows that may be furniture, each with whether it is counted from the top."""
    count = len(rows)
    tops = [(at, True) for at in range(min(_EDGE, count))]
    bottoms = [(at, False) for at in range(count - 1, max(-1, count - 1 - _EDGE), -1)]
    return [(at, top) for at, top in (*tops, *bottoms) if len(_words(rows[at])) <= _LONGEST]


def _words(row: Row) -> str:
    return " ".join(word.piece.text for word in row.words)


def _strips(row: Row, top: bool) -> list[_Strip]:  # noqa: FBT001  # part of the key
    """The strip that a row lies in, and the nearer neighbour: a boundary may fall between the rows of two pages."""
    strip = int(row.y / _STRIP)
    return [(top, strip), (top, strip + (1 if row.y / _STRIP - strip >= 0.5 else -1))]


def _keys(row: Row, top: bool) -> list[_Key]:  # noqa: FBT001  # part of the key
    """What makes the rows of two pages the same: their strip, and their words but for numbers."""
    words = _DIGITS.sub("#", _words(row)).casefold()
    return [(*strip, words) for strip in _strips(row, top)]


def _line_distance(pages: Sequence[Sequence[Row]]) -> float:
    """The distance between two lines of the text in a column: the lower third of all distances, as gaps are larger."""
    steps = sorted(step for rows in pages for at in range(len(rows)) if (step := _step_down(rows, at)) > 0)
    return steps[len(steps) // 3] if steps else 0.0


def _step_down(rows: Sequence[Row], at: int) -> float:
    """How far below the first word of a row the next line of its column is; 0 if none is near.

    The rows between them may be lines of another column.
    """
    first = rows[at].words[0].piece
    for below in rows[at + 1 : at + 1 + _BETWEEN]:
        if any(word.piece.x0 < first.x1 and word.piece.x1 > first.x0 for word in below.words):
            return rows[at].y - below.y
    return 0.0
