"""The numbers of lines in the margins of drafts: they count up beside the text, each line or every fifth."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet

from indexer.readers.pdf.pages import Piece

_MARGINS = 8  # runs of numbers on one page of which some may be those of lines
_EDGE = 1.0  # points: numbers that end, or begin, within so much of each other stand below one another
_STEPS = frozenset((1, 2, 3, 5, 10))
_FEWEST, _DIGITS = 4, 4  # numbers in a margin that show what they are, and figures of one
_BESIDE = 40.0  # points: where the text begins or ends that they count
_RARE = 5  # a step from which on numbers that count up are hardly anything else
_COUNTED, _COUNTED_RARELY = 0.7, 0.3  # of its lines: how many there must at least be by the numbers
_WIDE = 4  # pieces of text that reach into the margin: so many numbers to each, or one if the step is rare
_SHARE = 0.5  # of the pages with so many pieces of text
_FULL, _ALONE = 60, 20  # so many numbers show it on the one page that there is


def without_line_numbers(pages: Sequence[Sequence[Piece]]) -> list[list[Piece]]:
    """The pieces of each page without the numbers of its lines, if most pages have such."""
    runs = [_runs(pieces) for pieces in pages]
    sure = [[run for run in _longest(found) if _are_sure(run, pages[at])] for at, found in enumerate(runs)]
    steps = Counter(_step(run, pages[at]) for at, found in enumerate(sure) for run in found for _ in run)
    usual = max(steps, key=steps.__getitem__, default=0)
    sure = [[run for run in found if _step(run, pages[at]) == usual] for at, found in enumerate(sure)]
    full = [at for at, pieces in enumerate(pages) if len(pieces) >= _FULL]
    numbered = [at for at in full if sure[at]]
    several = len(numbered) > 1 or any(sum(map(len, sure[at])) >= _ALONE for at in numbered)
    if not several or len(numbered) < _SHARE * len(full):
        return [list(pieces) for pieces in pages]
    places = {_place(pages[at][run[0]]) for at, found in enumerate(sure) for run in found}
    kept: list[list[Piece]] = []
    last = 0
    for pieces, found, certain in zip(pages, runs, sure, strict=True):
        likely = [run for run in found if run not in certain and _are_likely(run, pieces, usual, places)]
        gone = {at for run in (*certain, *_that_go_on(likely, certain, pieces, usual, last)) for at in run}
        last = max((int(pieces[at].text) for at in gone), default=last)
        kept.append([piece for at, piece in enumerate(pieces) if at not in gone])
    return kept


def _that_go_on(
    likely: Sequence[list[int]], sure: Sequence[list[int]], pieces: Sequence[Piece], usual: int, last: int
) -> Iterator[list[int]]:
    """Runs that are long, or go on with another of their page or with the last one before it; labels of notes do not."""
    ends = {int(pieces[run[-1]].text) for run in sure} | ({last} if last else set())
    for run in sorted(likely, key=lambda run: int(pieces[run[0]].text)):
        if len(run) >= 2 * _FEWEST or int(pieces[run[0]].text) - usual in ends:
            ends.add(int(pieces[run[-1]].text))
            yield run


def _place(piece: Piece) -> int:
    return round(piece.x1 / (2 * _EDGE))


def _longest(runs: Sequence[list[int]]) -> list[list[int]]:
    return sorted(runs, key=len, reverse=True)[:_MARGINS]


def _step(run: Sequence[int], pieces: Sequence[Piece]) -> int:
    """By how much numbers count up; 0 for one alone."""
    return int(pieces[run[1]].text) - int(pieces[run[0]].text) if len(run) > 1 else 0


def _runs(pieces: Sequence[Piece]) -> list[list[int]]:
    """The numbers of a page that stand below one another and count up, by their places."""
    digits = [at for at, piece in enumerate(pieces) if len(piece.text) <= _DIGITS and piece.text.isdecimal()]
    runs: list[list[int]] = []
    taken: set[int] = set()
    for right in (True, False):
        for group in _below_one_another([at for at in digits if at not in taken], pieces, right=right):
            run = _counting(sorted(group, key=lambda at: -pieces[at].y), pieces)
            if run and (len(run) > 1 or not right):
                runs.append(run)
                taken.update(run)
    return runs


def _below_one_another(digits: Sequence[int], pieces: Sequence[Piece], *, right: bool) -> Iterator[list[int]]:
    """The numbers that end, or begin, at one place."""
    group: list[int] = []
    last = 0.0
    for at in sorted(digits, key=lambda at: pieces[at].x1 if right else pieces[at].x0):
        edge = pieces[at].x1 if right else pieces[at].x0
        if group and edge - last > _EDGE:
            yield group
            group = []
        group.append(at)
        last = edge
    if group:
        yield group


def _counting(group: Sequence[int], pieces: Sequence[Piece]) -> list[int]:
    """The longest run of a group, from top to bottom, that counts up by one step."""
    best: list[int] = []
    run: list[int] = []
    step = 0
    for at in group:
        here = int(pieces[at].text) - int(pieces[run[-1]].text) if run else 0
        if run and here in _STEPS and here == (step or here):
            run.append(at)
            step = here
        else:
            run, step = ([run[-1], at], here) if run and here in _STEPS else ([at], 0)
        best = max(best, run, key=len)
    return best


def _are_sure(run: Sequence[int], pieces: Sequence[Piece]) -> bool:
    """Whether several numbers stand where no text does, and count the lines of the text beside them."""
    if len(run) < _FEWEST:
        return False
    step = _step(run, pieces)
    between = _between(run, pieces)
    x0, x1 = min(pieces[at].x0 for at in run), max(pieces[at].x1 for at in run)
    if sum(piece.x0 < x1 and piece.x1 > x0 for piece in between) * (1 if step >= _RARE else _WIDE) > len(run):
        return False
    least, text = (_COUNTED_RARELY, between) if step >= _RARE else (_COUNTED, pieces)
    text = [piece for piece in text if not piece.text.isdecimal()]
    counted = step * (len(run) - 1) + 1
    behind = len({round(piece.y) for piece in text if 0 <= piece.x0 - x1 <= _BESIDE})
    before = len({round(piece.y) for piece in text if 0 <= x0 - piece.x1 <= _BESIDE})
    return any(0 < lines * least <= counted <= 2 * lines for lines in (behind, before))


def _are_likely(run: Sequence[int], pieces: Sequence[Piece], usual: int, places: AbstractSet[int]) -> bool:
    """Whether numbers stand in a margin that has such on other pages, and no text there."""
    place = _place(pieces[run[0]])
    if not {place - 1, place, place + 1} & places or _step(run, pieces) not in (0, usual):
        return False
    x0, x1 = min(pieces[at].x0 for at in run), max(pieces[at].x1 for at in run)
    return sum(piece.x0 < x1 and piece.x1 > x0 for piece in _between(run, pieces)) * 2 <= len(run)


def _between(run: Sequence[int], pieces: Sequence[Piece]) -> list[Piece]:
    """What else stands at the height of some numbers."""
    top, foot = pieces[run[0]].y, pieces[run[-1]].y
    own = set(run)
    return [
        piece
        for at, piece in enumerate(pieces)
        if foot - piece.size / 2 <= piece.y <= top + piece.size / 2 and at not in own
    ]
