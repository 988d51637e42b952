"""Bare numbers beside stops, as copies of reports have them whose raised numbers were lost: `It fell by half.1 It rained2.`.

They count only in a text whose list has the numbers, which has no other markers, and which names half of its list so.
A number that no stop tells is one where it alone, of those between its neighbours, is the one that is due: `the plan,3 which`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet

from indexer.bare import PLACED
from indexer.markers.styles import TRAILING, Candidate
from indexer.patterns import pattern

_SHORTEST = 10  # signs on a line or in a cell before the number that closes it: less is a name or an amount
# The places by their names: what stands before the number, and what behind it.
_PLACES = {
    # It rains1, said who: behind a word in small letters, a comma or a quotation
    "number": (
        r"(?:(?<![^\W_])[a-z]{3,30}|(?<=[a-z)\]\"”’])[,;:]|(?<=[\w,.])[\"”’)])",
        r"[\s.,;:)—–]|\Z",
    ),
    "last": (r"(?<=[^\W\d_A-Z]{3} )", r"[:.]?[ \t]*(?:\n|\Z)|  "),  # It rains 1, at the end of a line or a cell
    # `filed in 2023 3, and`, `1,000 t/yr 12; some`, `2024 14 |`, but neither `between 2 and 3, while` nor `June 3, 2024`
    "apart": (
        r"(?:(?<=[^\W\d_A-Z]{3} )(?<!\band )(?<!\bbis )|(?<=[\d/][^\W\d_] )|(?<=/[a-z]{2} )|(?<=(?:19|20)\d\d )|(?<=[円元원] ))",
        r"[,;](?!\s(?:19|20)\d\d)\s|[ \t]*(?:\n|\Z)|  ",
    ),
    "within": (r"(?<=[\u30a0-\u30ff\u3400-\u9fff」』）] )", r" [をがはにもやとで]"),  # 多雨 1 を見る
}
_GLUED = pattern(
    "(?:" + "|".join(rf"{before}(?P<{name}>\d{{1,3}})(?={behind})" for name, (before, behind) in _PLACES.items()) + ")"
)
_APART = pattern(
    r"(?=\d)(?:(?<=[a-z]{2}[.!?] )|(?<=[)%”\"][.!?] )|(?<=[.!?][”\"] ))\d{1,3}(?:, \d{1,3}){0,3}(?=[ \t]*\n|[ \t]*\Z|[ \t]+[A-Z“\"(])"
)
_NEAR = 4  # labels behind one that is missing, the first of which that is named tells where to look no further
_FAR = 5000  # characters


def find_trailing(masked: str, listed: AbstractSet[str]) -> list[Candidate]:
    """The candidates in order, none if they name too little of the list. `masked` and `listed` are as for `find_markers`."""
    numbers = {label for label in listed if label.isdecimal()}
    found: list[Candidate] = []
    for match in PLACED.finditer(masked) if numbers else ():
        content = TRAILING.read(match.group())
        if content is not None and numbers.issuperset(content.labels) and _is_note(masked, match):
            found.append(Candidate(TRAILING, *match.span(), content))
    named = {label for candidate in found for label in candidate.content.labels}
    if len(named) * 2 < len(numbers):
        found += _apart(masked, numbers)
        named = {label for candidate in found for label in candidate.content.labels}
    if len(named) * 2 < len(numbers):
        return []
    return sorted((*found, *_between(masked, numbers - named, found)), key=lambda candidate: candidate.start)


def _apart(masked: str, numbers: set[str]) -> Iterator[Candidate]:
    """Numbers that a space sets off from the stop before them, `It fell by half. 1 It rained`."""
    for match in _APART.finditer(masked):
        content = TRAILING.read(match.group())
        if content is not None and numbers.issuperset(content.labels):
            yield Candidate(TRAILING, *match.span(), content)


def _is_note(masked: str, match: re.Match[str]) -> bool:
    """Whether a number that closes a line or the cell of a table stands behind words enough to be no part of a name or an amount."""
    if match.lastgroup not in ("last", "shut"):
        return True
    before = masked[max(0, match.start() - _SHORTEST) : match.start() - 1]
    return not ("\n" in before or "  " in before or len(before) + 1 < _SHORTEST)


def _between(masked: str, missing: AbstractSet[str], found: Sequence[Candidate]) -> Iterator[Candidate]:
    """The candidates for labels that have none, each between those of the labels before and behind it."""
    places: dict[int, tuple[int, int]] = {}
    for candidate in found:
        for label in candidate.content.labels:
            places.setdefault(int(label), (candidate.start, candidate.end))
    for number in sorted(map(int, missing)):
        if number - 1 not in places and number > 1:
            continue
        start = places[number - 1][1] if number > 1 else 0
        end = next((places[after][0] for after in range(number + 1, number + _NEAR) if after in places), start + _FAR)
        near = _GLUED.finditer(masked, start, min(end, start + _FAR))
        due = [m.span(m.lastgroup or 0) for m in near if int(m[m.lastgroup or 0]) == number]
        content = TRAILING.read(str(number)) if len(due) == 1 else None
        if content is not None:
            places[number] = due[0]
            yield Candidate(TRAILING, *places[number], content)
