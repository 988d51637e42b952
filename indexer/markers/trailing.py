"""Bare numbers beside stops, as copies of reports have them whose raised numbers were lost: `It fell by half.1 It rained2.`.

They count only in a text whose list has the numbers, which has no other markers, and which names half of its list so.
"""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet

from indexer.markers.styles import TRAILING, Candidate

_LABELS = r"\d{1,3}(?:[,，、–-]\s?\d{1,3}){0,5}"
_PLACED = re.compile(
    rf"(?:(?<=[^\W\d_][.!?,;:])|(?<=[)\]%\"”’][.!?])|(?<=\b(?:19|20)\d\d\.))(?P<glued>{_LABELS})(?=\s+[^\W\d_a-z]|[\"”’)]|\s*(?:\n|\Z))"
    rf"|(?<=[.!?][\"”’)])(?P<closing>{_LABELS})(?=\s|\Z)"
    rf"|(?:(?<=[a-z]{{3}})|(?<=[)”\"]))(?P<before>{_LABELS})(?=[.,;:!?](?:\s|\Z))"
    rf"|(?<=[%”」）\u3040-\u30ff\u3400-\u9fff] )(?P<spaced>{_LABELS})(?=[。，；！？])"
)


def find_trailing(masked: str, listed: AbstractSet[str]) -> list[Candidate]:
    """The candidates in order, none if they name too little of the list. `masked` and `listed` are as for `find_markers`."""
    numbers = {label for label in listed if label.isdecimal()}
    found: list[Candidate] = []
    for match in _PLACED.finditer(masked) if numbers else ():
        content = TRAILING.read(match.group())
        if content is not None and numbers.issuperset(content.labels):
            found.append(Candidate(TRAILING, *match.span(), content))
    named = {label for candidate in found for label in candidate.content.labels}
    return found if len(named) * 2 >= len(numbers) else []
