"""The numbers of lists and notes as Word counts and writes them."""

from __future__ import annotations

import re
from collections import defaultdict

from indexer.readers.docx.package import Level

_PLACE = re.compile(r"%(\d)")
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
          (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_SYMBOLS = "*†‡§"  # of notes in the form `chicago`
_MOST = 4000


class Counters:
    """How far each list has come."""

    def __init__(self) -> None:
        self._counts: defaultdict[str, dict[int, int]] = defaultdict(dict)

    def next(self, key: str, depth: int, levels: dict[int, Level]) -> str:
        """The number of the next paragraph of a list at a level, as it is written; `•` for bullets."""
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


def in_form(number: int, form: str) -> str:
    """A number as Word writes it in one of its formats."""
    if not 0 < number < _MOST:
        return str(number)
    if form in ("lowerRoman", "upperRoman"):
        words = ""
        for value, sign in _ROMAN:
            words += sign * (number // value)
            number %= value
        return words.upper() if form == "upperRoman" else words
    if form in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter.upper() if form == "upperLetter" else letter
    if form == "chicago":
        return _SYMBOLS[(number - 1) % 4] * ((number - 1) // 4 + 1)
    return str(number)
