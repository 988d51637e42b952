"""Line numbers in the margins of drafts: found and removed, so that they are not read as words.

                                       a run       numbers that end, or begin, at one edge and count
     12  The tides were measured                   up from top to bottom by one step
     13  at four stations in 2019,     the margin  hardly any text is above or below them
     14  and the means are those       the count   they are about as many as the lines beside them;
     15  of Table 2 [7].                           with a step of 5, a fifth of these

A run that shows all three is sure. A document has line numbers if most of its full pages have a sure run. Then the other
runs in those margins are left out too, such as that of a half-empty last page, if they are long or carry the count on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet

from indexer.late import dataclass
from indexer.readers.pdf.pages import Piece

_SAME_EDGE = 1.0  # points between the edges of numbers that are one below another
_STEPS = frozenset((1, 2, 3, 5, 10))
_RARE_STEP = 5  # from here on, numbers that count up are hardly ever those of a table or a list
_LONGEST_NUMBER = 4  # digits
_MOST_RUNS = 8  # of one page, the longest: a page of figures has hundreds
_SHORTEST_SURE = 4  # numbers; shorter runs are common in tables
_GAP = 40.0  # points between the numbers and the lines that they count
_COUNTED = 0.7  # of the lines beside a run: headings and formulas have no number
_COUNTED_RARELY = 0.3  # the same for a rare step, whose last number may be far above the last line
_FULL_PAGE = 60  # pieces of text: a page with fewer, such as one of figures, does not count
_ONLY_PAGE = 20  # numbers that are enough where just one page has any


@dataclass(frozen=True, slots=True)
class _Run:
    """Numbers of a page that are one below another and count up; `places` are their indexes among its pieces."""

    places: tuple[int, ...]
    numbers: tuple[Piece, ...]

    @property
    def first(self) -> int:
        return int(self.numbers[0].text)

    @property
    def last(self) -> int:
        return int(self.numbers[-1].text)

    @property
    def step(self) -> int:
        """By how much it counts up; 0 for a number alone."""
        return int(self.numbers[1].text) - self.first if len(self.numbers) > 1 else 0

    @property
    def edge(self) -> int:
        """Its right edge, rounded so that equal edges differ by one at most."""
        return round(self.numbers[0].x1 / (2 * _SAME_EDGE))

    @property
    def extent(self) -> tuple[float, float]:
        """Its left and its right edge."""
        return min(piece.x0 for piece in self.numbers), max(piece.x1 for piece in self.numbers)

    def level_with(self, pieces: Sequence[Piece]) -> list[Piece]:
        """The other pieces of the page between its top and its foot."""
        top, foot = self.numbers[0].y, self.numbers[-1].y
        own = set(self.places)
        return [
            piece
            for at, piece in enumerate(pieces)
            if foot - piece.size / 2 <= piece.y <= top + piece.size / 2 and at not in own
        ]

    def crossed(self, pieces: Iterable[Piece]) -> int:
        """How many of some pieces reach into its margin."""
        x0, x1 = self.extent
        return sum(piece.x0 < x1 and piece.x1 > x0 for piece in pieces)


def without_line_numbers(pages: Sequence[Sequence[Piece]]) -> list[list[Piece]]:
    """The pieces of each page without the numbers of its lines; all of them if the document does not number its lines."""
    runs = [_runs(pieces) for pieces in pages]
    sure = _sure_runs(runs, pages)
    if not _is_numbered(sure, pages):
        return [list(pieces) for pieces in pages]
    step = next(found[0].step for found in sure if found)
    edges = {run.edge for found in sure for run in found}
    kept: list[list[Piece]] = []
    last = 0
    for pieces, found, certain in zip(pages, runs, sure, strict=True):
        likely = [run for run in found if run not in certain and _is_likely(run, pieces, step, edges)]
        gone = {at for run in (*certain, *_carrying_on(likely, certain, step, last)) for at in run.places}
        last = max((int(pieces[at].text) for at in gone), default=last)
        kept.append([piece for at, piece in enumerate(pieces) if at not in gone])
    return kept


def _sure_runs(runs: Sequence[Sequence[_Run]], pages: Sequence[Sequence[Piece]]) -> list[list[_Run]]:
    """The sure runs of each page that count by the step by which most numbers of the document do."""
    found = [
        [run for run in sorted(own, key=lambda run: -len(run.numbers))[:_MOST_RUNS] if _is_sure(run, pieces)]
        for own, pieces in zip(runs, pages, strict=True)
    ]
    steps = Counter(run.step for own in found for run in own for _ in run.numbers)
    usual = max(steps, key=steps.__getitem__, default=0)
    return [[run for run in own if run.step == usual] for own in found]


def _is_numbered(sure: Sequence[Sequence[_Run]], pages: Sequence[Sequence[Piece]]) -> bool:
    """Whether the document numbers its lines: at least half of its full pages do, and they are several, or one with many numbers."""
    full = [found for found, pieces in zip(sure, pages, strict=True) if len(pieces) >= _FULL_PAGE]
    numbered = [found for found in full if found]
    shown = len(numbered) > 1 or any(sum(len(run.numbers) for run in found) >= _ONLY_PAGE for found in numbered)
    return shown and len(numbered) * 2 >= len(full)


def _carrying_on(likely: Iterable[_Run], sure: Iterable[_Run], step: int, last: int) -> Iterator[_Run]:
    """The runs that are long, or carry on the count of another run or of the page before; labels of notes do neither."""
    ends = {run.last for run in sure} | ({last} if last else set())
    for run in sorted(likely, key=lambda run: run.first):
        if len(run.numbers) >= 2 * _SHORTEST_SURE or run.first - step in ends:
            ends.add(run.last)
            yield run


def _runs(pieces: Sequence[Piece]) -> list[_Run]:
    """The runs of a page: first of numbers that end at one edge, then of those that begin at one, alone or not."""
    digits = [at for at, piece in enumerate(pieces) if len(piece.text) <= _LONGEST_NUMBER and piece.text.isdecimal()]
    runs: list[_Run] = []
    taken: set[int] = set()
    for right in (True, False):
        for group in _at_one_edge([at for at in digits if at not in taken], pieces, right=right):
            run = _longest_count(sorted(group, key=lambda at: -pieces[at].y), pieces)
            if len(run) > 1 or not right:
                runs.append(_Run(tuple(run), tuple(pieces[at] for at in run)))
                taken.update(run)
    return runs


def _at_one_edge(digits: Sequence[int], pieces: Sequence[Piece], *, right: bool) -> Iterator[list[int]]:
    """Groups of numbers that end, or begin, at one place."""
    edges = sorted(((pieces[at].x1 if right else pieces[at].x0, at) for at in digits), key=lambda each: each[0])
    group: list[int] = []
    last = 0.0
    for edge, at in edges:
        if group and edge - last > _SAME_EDGE:
            yield group
            group = []
        group.append(at)
        last = edge
    if group:
        yield group


def _longest_count(group: Sequence[int], pieces: Sequence[Piece]) -> list[int]:
    """The longest part of a group, from top to bottom, that counts up by one step."""
    best: list[int] = []
    run: list[int] = []
    step = 0
    for at in group:
        here = int(pieces[at].text) - int(pieces[run[-1]].text) if run else 0
        if here in _STEPS and here == (step or here):
            run.append(at)
            step = here
        else:
            run, step = ([run[-1], at], here) if here in _STEPS else ([at], 0)
        best = max(best, run, key=len)
    return best


def _is_sure(run: _Run, pieces: Sequence[Piece]) -> bool:
    """Whether several numbers are in a margin, and count the lines of the text beside them."""
    if len(run.numbers) < _SHORTEST_SURE:
        return False
    rare = run.step >= _RARE_STEP
    beside = run.level_with(pieces)
    if run.crossed(beside) * (1 if rare else 4) > len(run.numbers):
        return False
    x0, x1 = run.extent
    lines = [piece for piece in (beside if rare else pieces) if not piece.text.isdecimal()]
    right = len({round(piece.y) for piece in lines if 0 <= piece.x0 - x1 <= _GAP})
    left = len({round(piece.y) for piece in lines if 0 <= x0 - piece.x1 <= _GAP})
    counted = run.last - run.first + 1
    return any(0 < count * (_COUNTED_RARELY if rare else _COUNTED) <= counted <= 2 * count for count in (right, left))


def _is_likely(run: _Run, pieces: Sequence[Piece], step: int, edges: AbstractSet[int]) -> bool:
    """Whether numbers, without text among them, are in a margin that has line numbers on some page."""
    if edges.isdisjoint((run.edge - 1, run.edge, run.edge + 1)) or run.step not in (0, step):
        return False
    return run.crossed(run.level_with(pieces)) * 2 <= len(run.numbers)
