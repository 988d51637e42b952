"""Source markers in prose: a table of styles, and the document's own habits that decide between them.

A marker is found in two steps. First everything that has the form of a style is a candidate. Then the
labels that the document's own list defines, and the style that most candidates have, decide which of the
doubtful ones count: `²` in `m²`, `(1)`, `[Smith2020]`, `x[1]`. Author and year are looked for beside them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from operator import itemgetter
from typing import NamedTuple

from indexer.markers.authors import AuthorYears, Group
from indexer.markers.candidates import CITED, IN_CODE, LINKED_KEY, LINKED_NUMBERS, find_candidates
from indexer.markers.doubtful import may_cite
from indexer.markers.habits import Habits
from indexer.markers.paged import find_paged
from indexer.markers.repeats import RepeatMarker, find_repeats
from indexer.markers.styles import DASH, SAID, STYLES, Candidate, Oddity, expand, normal_label
from indexer.markers.trailing import find_trailing
from indexer.markers.uncased import Named, find_named
from indexer.model import SOURCELESS, Marker, Reference, Span
from indexer.patterns import pattern
from indexer.works import Catalogue, Repeat

_DASH_ALONE = pattern(rf"\s?{DASH}\s?")

__all__ = [
    "AUTHOR_YEAR",
    "CITED",
    "IN_CODE",
    "LINKED_KEY",
    "LINKED_NUMBERS",
    "REPEAT",
    "STYLES",
    "Found",
    "Oddity",
    "find_markers",
    "may_cite",
    "normal_label",
]

AUTHOR_YEAR = "author-year"
REPEAT = "ibid"


class Found(NamedTuple):
    """A marker, the address it carries itself (`[1](url)`), and what is odd about its labels.

    `fits` runs parallel to the labels of one that names author and year: the entries that each may mean. `repeat` is
    what one says that names a work by where it was named before.
    """

    marker: Marker
    target: str | None = None
    oddity: Oddity | None = None
    fits: tuple[tuple[Reference, ...], ...] = ()
    repeat: Repeat | None = None


def find_markers(text: str, masked: str, listed: AbstractSet[str], catalogue: Catalogue | None = None) -> list[Found]:
    """The markers of a text in order.

    `masked` is `text` with all that is no prose blanked out; offsets are the same. `listed` holds the
    normalised label (see `normal_label`) of each entry of the document's lists, `catalogue` the entries by
    author and year.
    """
    candidates = list(find_candidates(text, masked, listed))
    habits = Habits(masked, candidates, listed)
    accepted = [candidate for candidate in candidates if habits.accept(candidate)]
    if all(each.target or each.style.trust == "closing" or each.style.name == "worded" for each in accepted):
        accepted = _beside(accepted, find_trailing(masked, listed))
    said = [Found(_marker(each)) for each in accepted if each.style is SAID]
    found = list(_join_ranges(text, [each for each in accepted if each.style is not SAID]))
    others = sum(item.marker.style not in SOURCELESS for item in found)
    labels = {label for item in found for label in item.marker.labels}
    catalogue = catalogue or Catalogue()
    named = [_named(group) for group in AuthorYears(text, masked, catalogue).accepted(others, labels)]
    others_named = (*find_named(masked, catalogue), *find_paged(masked, catalogue))
    named = _merged(named, [_uncased(each) for each in others_named])
    repeats = [_repeated(again) for again in find_repeats(text, masked)]
    for more in (repeats, said):
        named = _merged(named, more) if more else named
    return _merged(found, named) if named else found


def _beside(carrying: list[Candidate], trailing: list[Candidate]) -> list[Candidate]:
    """Markers that carry an address or a name themselves with bare numbers between them, in order."""
    taken = [(candidate.start, candidate.end) for candidate in carrying]
    starts = [start for start, _ in taken]
    free = [each for each in trailing if not (at := bisect_right(starts, each.start)) or taken[at - 1][1] <= each.start]
    return sorted((*carrying, *free), key=lambda candidate: candidate.start) if free else carrying


def _named(group: Group) -> Found:
    """The marker that names works by author and year; its labels are those of the entries where one fits."""
    fits = tuple(entries for part in group.parts for entries in part.fits)
    works = [work for part in group.parts for work in part.works]
    labels = tuple(
        entries[0].label if len(entries) == 1 and entries[0].label else work.label
        for work, entries in zip(works, fits, strict=True)
    )
    locator = "; ".join(part.locator for part in group.parts if part.locator) or None
    return Found(Marker(Span(group.start, group.end), labels, AUTHOR_YEAR, locator), fits=fits)


def _uncased(named: Named) -> Found:
    labels = tuple(fits[0].label if len(fits) == 1 else work.label for work, fits in named.works)
    return Found(Marker(named.span, labels, AUTHOR_YEAR, named.locator), fits=tuple(fits for _, fits in named.works))


def _repeated(found: RepeatMarker) -> Found:
    return Found(Marker(found.span, (found.words,), REPEAT, found.repeat.locator), repeat=found.repeat)


def _merged(first: list[Found], second: list[Found]) -> list[Found]:
    """Both in order; of two that overlap the one of the first list stays."""
    ranked = sorted(
        [(item.marker.span, 0, item) for item in first] + [(item.marker.span, 1, item) for item in second],
        key=itemgetter(0, 1),
    )
    merged: list[tuple[int, Found]] = []
    for span, rank, item in ranked:
        if merged and span.start < merged[-1][1].marker.span.end:
            if rank < merged[-1][0]:
                merged[-1] = (rank, item)
            continue
        merged.append((rank, item))
    return [item for _, item in merged]


def _join_ranges(text: str, candidates: list[Candidate]) -> Iterator[Found]:
    """`[1]–[3]` is one marker with three labels; every other candidate is a marker of its own."""
    at = 0
    while at < len(candidates):
        first, second = candidates[at], candidates[at + 1 : at + 2]
        joined = _joined(text, first, second[0]) if second else None
        if joined is not None:
            yield Found(joined)
            at += 2
            continue
        yield Found(_marker(first), first.target, first.content.oddity)
        at += 1


def _marker(each: Candidate) -> Marker:
    return Marker(Span(each.start, each.end), each.content.labels, each.style.name, each.content.locator)


def _joined(text: str, first: Candidate, second: Candidate) -> Marker | None:
    """Two markers with a dash between them as one range."""
    if first.style.name != "bracket" or second.style is not first.style or second.start - first.end > 3:
        return None
    if not _DASH_ALONE.fullmatch(text, first.end, second.start):
        return None
    content = expand(f"{first.content.labels[-1]}-{second.content.labels[0]}")
    if content.oddity is not None:
        return None
    labels = first.content.labels[:-1] + content.labels + second.content.labels[1:]
    return Marker(Span(first.start, second.end), labels, first.style.name)
