"""Source markers in prose: a table of styles, and the document's own habits that decide between them.

A marker is found in two steps. First everything that has the form of a style is a candidate. Then the
labels that the document's own list defines, and the style that most candidates have, decide which of the
doubtful ones count: `²` in `m²`, `(1)`, `[Smith2020]`, `x[1]`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from indexer.markers.candidates import Candidate, find_candidates, normal_label
from indexer.markers.habits import Habits
from indexer.markers.styles import DASH, STYLES, expand
from indexer.model import Marker, Span

_DASH_ALONE = re.compile(rf"\s?{DASH}\s?")

__all__ = ["STYLES", "Found", "find_markers", "normal_label"]


class Found(NamedTuple):
    """A marker, the address it carries itself (`[1](url)`), and what is odd about its labels."""

    marker: Marker
    target: str | None = None
    fault: str | None = None


def find_markers(text: str, masked: str, listed: AbstractSet[str]) -> list[Found]:
    """The markers of a text in order.

    `masked` is `text` with all that is no prose blanked out; offsets are the same. `listed` holds the
    normalised label (see `normal_label`) of each entry of the document's lists.
    """
    candidates = list(find_candidates(text, masked, listed))
    habits = Habits(masked, candidates, listed)
    return list(_join_ranges(text, [candidate for candidate in candidates if habits.accept(candidate)]))


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
        marker = Marker(Span(first.start, first.end), first.content.labels, first.style.name, first.content.locator)
        yield Found(marker, first.target, first.content.fault)
        at += 1


def _joined(text: str, first: Candidate, second: Candidate) -> Marker | None:
    """Two markers with a dash between them as one range."""
    if first.style.name != "bracket" or second.style is not first.style or second.start - first.end > 3:
        return None
    if not _DASH_ALONE.fullmatch(text, first.end, second.start):
        return None
    content = expand(f"{first.content.labels[-1]}-{second.content.labels[0]}")
    if content.fault is not None:
        return None
    labels = first.content.labels[:-1] + content.labels + second.content.labels[1:]
    return Marker(Span(first.start, second.end), labels, first.style.name)
