"""The offsets that providers give: their units, their ends, and the quoted words beside them.

A unit is bytes of UTF-8 (Gemini), UTF-16 code units (what JavaScript counts) or code points (what Python counts).
"""

from __future__ import annotations

from bisect import bisect_right
from typing import Literal

from indexer.model import Span
from indexer.patterns import pattern

Unit = Literal["bytes", "utf-16", "code points"]

_WIDE = {"bytes": pattern(r"[^\x00-\x7f]"), "utf-16": pattern("[\U00010000-\U0010ffff]")}
_SPACES = pattern(r"\s+")
_NEARBY = 400  # code points on either side that are searched for words first
_FAR_SEARCHES = 64  # quotations that are searched for in the whole text, so that time stays linear
_SHOWN = 40


class Scale:
    """Converts offsets in some unit to code points: one pass over the text, then one look-up each."""

    __slots__ = ("_places", "_size", "_units")

    def __init__(self, text: str, unit: Unit) -> None:
        self._places = [0]  # where a wide character ends, and before the first one
        self._units = [0]  # the same in units
        if unit != "code points":
            for match in _WIDE[unit].finditer(text):
                width = 2 if unit == "utf-16" else len(match.group().encode())
                self._units.append(self._units[-1] + match.start() - self._places[-1] + width)
                self._places.append(match.end())
        self._size = self._units[-1] + len(text) - self._places[-1]

    def place(self, offset: object) -> int | None:
        """The code point at an offset: within a character, its start; outside the text, None."""
        number = int(offset) if isinstance(offset, float) and offset.is_integer() else offset
        if not isinstance(number, int) or isinstance(number, bool) or not 0 <= number <= self._size:
            return None
        at = bisect_right(self._units, number) - 1
        place = self._places[at] + number - self._units[at]
        return min(place, self._places[at + 1] - 1) if at + 1 < len(self._places) else place


class CitedPlaces:
    """The places in one text that citations name."""

    def __init__(self, text: str, unit: Unit = "code points") -> None:
        self.text = text
        self._unit = unit
        self._scales: dict[Unit, Scale] = {}
        self._left = _FAR_SEARCHES
        self._folded: _Folded | None = None

    def span(self, start: object, end: object, unit: Unit | None = None) -> Span | None:
        """The span between two offsets, end exclusive; None if it is empty."""
        unit = unit or self._unit
        if unit not in self._scales:
            self._scales[unit] = Scale(self.text, unit)
        first, last = self._scales[unit].place(start), self._scales[unit].place(end)
        return Span(first, last) if first is not None and last is not None and first < last else None

    def settle(self, start: object, end: object, words: str = "") -> tuple[Span | None, str | None]:
        """The span that is meant, None if there is none, and what is wrong with the offsets.

        Quoted words decide: an end may turn out inclusive, and offsets of other words are ignored.
        """
        span = self.span(start, end)
        if not words.strip():
            return span, None if span else f"{_pair(start, end)} are not offsets in the text"
        if span is not None and self._holds(span, words):
            return span, None
        if span is not None and self.text[span.start : span.end + 1] == words:
            return Span(span.start, span.end + 1), None
        found = self.find(words, span.start if span else 0)
        if start is None and end is None:
            return found, None if found else f"the text does not hold the words {_shown(words)}"
        held = f"hold {_shown(self.text[span.start : span.end])}" if span else "are none of the text"
        outcome = "the words count" if found else "which are not in the text"
        return found or span, f"{_pair(start, end)} {held}, not the words {_shown(words)} given with them: {outcome}"

    def find(self, words: str, near: int) -> Span | None:
        """The nearest place of some words; white space may differ. Distant places are searched only a few times in one text."""
        low = max(0, near - _NEARBY)
        high = near + len(words) + _NEARBY
        places = [self.text.find(words, near, high), self.text.rfind(words, low, near + len(words))]
        if found := [place for place in places if place >= 0]:
            place = min(found, key=lambda place: abs(place - near))
            return Span(place, place + len(words))
        if self._left <= 0:
            return None
        self._left -= 1
        if (place := self.text.find(words)) >= 0:
            return Span(place, place + len(words))
        self._folded = self._folded or _Folded(self.text)
        return self._folded.find(words)

    def _holds(self, span: Span, words: str) -> bool:
        held = self.text[span.start : span.end]
        return held == words or (len(held) < 2 * len(words) + _SHOWN and held.split() == words.split())


class _Folded:
    """A text with its white space folded, and the original offset of each of its characters."""

    def __init__(self, text: str) -> None:
        self._places = [0]  # original offsets after each run of white space
        self._shorter = [0]  # the same in the folded text
        for run in _SPACES.finditer(text):
            self._shorter.append(self._shorter[-1] + run.start() - self._places[-1] + 1)
            self._places.append(run.end())
        self._text = _SPACES.sub(" ", text)

    def find(self, words: str) -> Span | None:
        wanted = " ".join(words.split())
        at = self._text.find(wanted)
        return Span(self._back(at), self._back(at + len(wanted) - 1) + 1) if at >= 0 else None

    def _back(self, offset: int) -> int:
        at = bisect_right(self._shorter, offset) - 1
        return self._places[at] + offset - self._shorter[at]


def _pair(start: object, end: object) -> str:
    return f"the offsets {_short(start)} and {_short(end)}"


def _short(value: object) -> str:
    return repr(value)[:_SHOWN] if isinstance(value, (int, float, str)) else type(value).__name__


def _shown(words: str) -> str:
    line = " ".join(words[: 2 * _SHOWN].split())
    return f"“{line[:_SHOWN]}…”" if len(line) > _SHOWN or len(words) > 2 * _SHOWN else f"“{line}”"
