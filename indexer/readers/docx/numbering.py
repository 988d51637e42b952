"""List numbers as Word counts and formats them."""

from __future__ import annotations

import re
from collections import defaultdict

from indexer.patterns import pattern
from indexer.readers.docx.package import Level
from indexer.readers.numerals import in_form

_PLACE = pattern(r"%(\d)")


class Counters:
    """The current numbers of all lists."""

    def __init__(self) -> None:
        self._counts: defaultdict[str, dict[int, int]] = defaultdict(dict)

    def begin(self, key: str, starts: dict[int, int]) -> None:
        """Restart some levels of a list at their starts."""
        self._counts[key].update({depth: start - 1 for depth, start in starts.items()})

    def next(self, key: str, depth: int, levels: dict[int, Level]) -> str:
        """The formatted number of the next paragraph of a list at a level; `•` for bullets."""
        level = levels.get(depth, Level())
        counts = self._counts[key]
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [each for each in counts if each > depth]:
            del counts[deeper]
        if level.form == "bullet":
            return "•"
        if level.form == "none":
            return ""

        def written(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            other = levels.get(at, Level())
            return in_form(counts.get(at, other.start), other.form)

        return _PLACE.sub(written, level.text)
