"""Running heads, running feet and page numbers: lines outside the text that come back page by page."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from indexer.readers.pdf.rows import Row, main_size

_EDGE = 3  # rows from the top and from the bottom that may be furniture
_PLACE = 4.0  # points: how far a head may move from page to page
_LONGEST = 160  # characters
_BETWEEN = 4  # rows that are looked at for the next line of a column
_APART = 1.35  # usual line distances between a head and the text
_LARGEST = 1.1  # of the size of the text: a chapter's title at the top of a page is none
_FAR = 1.6  # times more apart: then two pages are enough to show a head
_SHARE = 0.5  # of the pages: how often a place must be taken for its changing words to be furniture
_FEWEST_PAGES = 3
_IN_TEXT = 0.3  # of the pages: how often a line as close to the text as its own lines must come back
_DIGITS = re.compile(r"\d{1,9}|\b[ivxl]{1,7}\b", re.IGNORECASE)
_PAGE_NUMBER = re.compile(
    r"[-–—|\s]{0,3}(?:(?:page|seite|pagina|página|p\.|s\.)\s{0,2})?(?:\d{1,4}|[ivxl]{1,7})(?:\s{0,2}(?:/|of|von|de|di|sur|af|av)\s{0,2}\d{1,4})?[-–—|\s]{0,3}",
    re.IGNORECASE,
)

_Place = tuple[bool, int]
_Key = tuple[bool, int, str]


def without_furniture(pages: Sequence[Sequence[Row]]) -> list[list[Row]]:
    """The rows of each page without those that are none of its text."""
    usual = _line_distance(pages)
    largest = _LARGEST * main_size(word.piece for rows in pages for row in rows for word in row.words)
    edges = [_edges(rows) for rows in pages]
    same: Counter[_Key] = Counter()
    places: Counter[_Place] = Counter()
    for rows, edge in zip(pages, edges, strict=True):
        same.update({key for at, top in edge for key in _keys(rows[at], top)})
        places.update(
            {place for at, top in edge if _apart(rows, at, top, usual, largest) for place in _places(rows[at], top)}
        )
    kept = []
    counts = _counts(pages, edges)
    for page, (rows, edge) in enumerate(zip(pages, edges, strict=True)):
        gone: set[int] = set()
        for at, top in edge:  # from the edge inwards: what stands behind a line of text is text
            if at in gone:
                continue
            outer = range(at) if top else range(at + 1, len(rows))
            if any(each not in gone for each in outer):
                continue
            alone = _apart(rows, at, top, usual, largest)
            far = _apart(rows, at, top, _FAR * usual, largest)
            taken = max(places[place] for place in _places(rows[at], top))
            repeated = max(same[key] for key in _keys(rows[at], top)) > (1 if alone else max(1, _IN_TEXT * len(pages)))
            moving = alone and taken >= max(_FEWEST_PAGES, _SHARE * len(pages))
            moving = moving or (far and taken == len(pages) > 1)
            numbered = _PAGE_NUMBER.fullmatch(_words(rows[at])) and (alone or len(rows) == 1 or repeated)
            counted = alone and any(
                (number - page) in counts[place] and counts[place][number - page] > 1
                for place in _places(rows[at], top)
                for number in _numbers(rows[at])
            )
            if repeated or moving or numbered or counted:
                gone.add(at)
        kept.append([row for at, row in enumerate(rows) if at not in gone])
    return kept


def _counts(
    pages: Sequence[Sequence[Row]], edges: Sequence[Sequence[tuple[int, bool]]]
) -> defaultdict[_Place, Counter[int]]:
    """By place, how often each difference between a number at the edge of a row and that of its page occurs."""
    counts: defaultdict[_Place, Counter[int]] = defaultdict(Counter)
    for page, (rows, edge) in enumerate(zip(pages, edges, strict=True)):
        for place in {
            (each, number - page)
            for at, top in edge
            for each in _places(rows[at], top)
            for number in _numbers(rows[at])
        }:
            counts[place[0]][place[1]] += 1
    return counts


def _numbers(row: Row) -> set[int]:
    """The numbers that a row begins or ends with."""
    ends = (row.words[0].piece.text, row.words[-1].piece.text)
    return {int(text) for text in ends if text.isdecimal() and len(text) < 5}


def _edges(rows: Sequence[Row]) -> list[tuple[int, bool]]:
    """The rows that may be furniture, each with whether it stands at the top."""
    count = len(rows)
    tops = [(at, True) for at in range(min(_EDGE, count))]
    bottoms = [(at, False) for at in range(count - 1, max(-1, count - 1 - _EDGE), -1)]
    return [(at, top) for at, top in (*tops, *bottoms) if len(_words(rows[at])) <= _LONGEST]


def _words(row: Row) -> str:
    return " ".join(word.piece.text for word in row.words)


def _places(row: Row, top: bool) -> list[_Place]:  # noqa: FBT001  # part of the key
    """The strips that a row lies in; two, since a boundary may fall between two pages' rows."""
    strip = int(row.y / _PLACE)
    return [(top, strip), (top, strip + (1 if row.y / _PLACE - strip >= 0.5 else -1))]


def _keys(row: Row, top: bool) -> list[_Key]:  # noqa: FBT001  # part of the key
    """What makes two rows of two pages the same: place and words, but for numbers."""
    said = _DIGITS.sub("#", _words(row)).casefold()
    return [(*place, said) for place in _places(row, top)]


def _line_distance(pages: Sequence[Sequence[Row]]) -> float:
    """The distance of two lines of the text, one below the other in a column: one of the smaller ones there are."""
    steps = sorted(step for rows in pages for at in range(len(rows)) if (step := _step_down(rows, at)) > 0)
    return steps[len(steps) // 3] if steps else 0.0


def _step_down(rows: Sequence[Row], at: int) -> float:
    """How far below the first word of a row the next line begins; 0 if there is none near.

    The rows between may be lines of another column.
    """
    first = rows[at].words[0].piece
    for below in rows[at + 1 : at + 1 + _BETWEEN]:
        if any(word.piece.x0 < first.x1 and word.piece.x1 > first.x0 for word in below.words):
            return rows[at].y - below.y
    return 0.0


def _apart(rows: Sequence[Row], at: int, top: bool, usual: float, largest: float) -> bool:  # noqa: FBT001  # which edge
    """Whether more than the distance of two lines stands between the text and a row no larger than a head."""
    inner = at + 1 if top else at - 1
    return 0 <= inner < len(rows) and abs(rows[at].y - rows[inner].y) > _APART * usual and rows[at].size <= largest
