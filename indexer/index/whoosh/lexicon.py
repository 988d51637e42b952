"""The terms of a segment by the fields of `schema`, each with its rows. NumPy's arrays, without the engine.

A lexicon has the terms of one field, sorted by their bytes; a term is named by its ordinal. Some are without rows: sources that
only a reference names, documents without a claim. Headings belong to sections, and are expanded to their rows.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from indexer.index.query import TextField
from indexer.index.segments.arrays import Array, Arrays, ranges
from indexer.index.segments.layout import ATTRIBUTIONS
from indexer.index.whoosh.schema import WRITTEN


@dataclass(frozen=True, slots=True)
class Postings:
    """The rows of a term, ascending. Without `frequencies` it occurs once in each, without a position."""

    rows: Array
    frequencies: Array | None = None
    lengths: Array | None = None
    positions: Callable[[int], list[int]] | None = None


class Lexicon(Protocol):
    """The terms of one field."""

    @property
    def size(self) -> int:
        """How many terms there are."""

    def bound(self, key: bytes) -> int:
        """The ordinal of the first term that is not less than a given one."""

    def term(self, ordinal: int) -> bytes:
        """A term."""

    def has_rows(self, ordinal: int) -> bool:
        """Whether any claim has the term. Terms without claims do not exist for Whoosh."""

    def count(self, ordinal: int) -> int:
        """How many rows a term has."""

    def postings(self, ordinal: int) -> Postings:
        """The rows of a term."""


def lexicons(arrays: Arrays) -> dict[str, Lexicon]:
    """The lexicon of each field."""
    found: dict[str, Lexicon] = {
        "attribution": _Attributions(arrays),
        "document": _Keywords(arrays, "uri", "document.first", None),
    }
    for name in ("source", "label"):
        found[name] = _Keywords(arrays, name, f"{name}.first", f"{name}.row")
    texts: tuple[TextField, ...] = ("statement", "heading")
    for field in texts:
        found[field] = _Terms(arrays, field)
        found[WRITTEN[field]] = _Words(arrays, field)
    return found


class _Strings:
    """The strings `name` of a segment, which are the terms of a field."""

    def __init__(self, arrays: Arrays, name: str) -> None:
        self._arrays = arrays
        self._name = name

    @property
    def size(self) -> int:
        return self._arrays.mapped.size(self._name)

    def bound(self, key: bytes) -> int:
        return self._arrays.mapped.bound(self._name, key)

    def term(self, ordinal: int) -> bytes:
        return self._arrays.mapped.string(self._name, ordinal)

    def has_rows(self, ordinal: int) -> bool:
        return 0 <= ordinal < self.size


class _Keywords(_Strings):
    """Strings with the bounds of their rows; without an array of them, the rows are all numbers within the bounds."""

    def __init__(self, arrays: Arrays, name: str, first: str, rows: str | None) -> None:
        super().__init__(arrays, name)
        self._first = first
        self._rows = rows

    def has_rows(self, ordinal: int) -> bool:
        return self.count(ordinal) > 0

    def count(self, ordinal: int) -> int:
        start, end = self._range(ordinal)
        return end - start

    def postings(self, ordinal: int) -> Postings:
        start, end = self._range(ordinal)
        return Postings(np.arange(start, end) if self._rows is None else self._arrays[self._rows][start:end])

    def _range(self, ordinal: int) -> tuple[int, int]:
        bounds = self._arrays.mapped[self._first]
        return bounds[ordinal], bounds[ordinal + 1]


class _Attributions:
    """The three attributions."""

    def __init__(self, arrays: Arrays) -> None:
        self._arrays = arrays
        self._names = sorted(name.encode() for name in ATTRIBUTIONS)

    @property
    def size(self) -> int:
        return len(self._names)

    def bound(self, key: bytes) -> int:
        return bisect_left(self._names, key)

    def term(self, ordinal: int) -> bytes:
        return self._names[ordinal]

    def has_rows(self, ordinal: int) -> bool:
        return self.count(ordinal) > 0

    def count(self, ordinal: int) -> int:
        return len(self.postings(ordinal).rows)

    def postings(self, ordinal: int) -> Postings:
        number = [name.encode() for name in ATTRIBUTIONS].index(self._names[ordinal])
        return Postings(np.flatnonzero(self._arrays["claim.attribution"] == number))


class _Units:
    """The rows of the units of a text field, which are rows or sections."""

    def __init__(self, arrays: Arrays, field: TextField) -> None:
        self._arrays = arrays
        self._sections = arrays["section.first"].astype(np.int64) if field == "heading" else None

    def count(self, units: Array) -> int:
        if self._sections is None:
            return len(units)
        return int((self._sections[units + 1] - self._sections[units]).sum())

    def rows(self, units: Array) -> tuple[Array, Array]:
        """The rows of units, and for each row the unit that it belongs to."""
        if self._sections is None:
            return units, np.arange(len(units))
        sizes = self._sections[units + 1] - self._sections[units]
        return ranges(self._sections[units], sizes), np.repeat(np.arange(len(units)), sizes)


class _Terms(_Strings):
    """The stems of a text field."""

    def __init__(self, arrays: Arrays, field: TextField) -> None:
        super().__init__(arrays, f"{field}.term")
        self._field = field
        self._units = _Units(arrays, field)

    def count(self, ordinal: int) -> int:
        return self._units.count(self._arrays[f"{self._field}.unit"][self._range(ordinal)].astype(np.int64))

    def postings(self, ordinal: int) -> Postings:
        arrays, field = self._arrays, self._field
        where = self._range(ordinal)
        units = arrays[f"{field}.unit"][where].astype(np.int64)
        more = arrays[f"{field}.more"]
        places = arrays.mapped[f"{field}.more"]
        first_more, end_more = bisect_left(places, where.start), bisect_left(places, where.stop)
        frequencies = 1 + np.bincount(more[first_more:end_more].astype(np.int64) - where.start, minlength=len(units))
        rows, of_unit = self._units.rows(units)
        lengths = arrays[f"{field}.terms"][units]

        def positions(at: int) -> list[int]:
            """The positions in the row at this place of the postings."""
            posting = where.start + int(of_unit[at])
            start, end = bisect_left(places, posting), bisect_left(places, posting + 1)
            return [arrays.mapped[f"{field}.position"][posting], *arrays.mapped[f"{field}.more.position"][start:end]]

        return Postings(rows, frequencies[of_unit], lengths[of_unit], positions)

    def _range(self, ordinal: int) -> slice:
        bounds = self._arrays.mapped[f"{self._field}.first"]
        return slice(bounds[ordinal], bounds[ordinal + 1])


class _Words(_Strings):
    """The words of a text field as they are written."""

    def __init__(self, arrays: Arrays, field: TextField) -> None:
        super().__init__(arrays, f"{field}.word")
        self._field = field
        self._units = _Units(arrays, field)

    def count(self, ordinal: int) -> int:
        return self._units.count(self._units_of(ordinal))

    def postings(self, ordinal: int) -> Postings:
        return Postings(self._units.rows(self._units_of(ordinal))[0])

    def _units_of(self, ordinal: int) -> Array:
        mapped, field = self._arrays.mapped, self._field
        term = mapped[f"{field}.word.term"][ordinal]
        terms = mapped.size(f"{field}.term")
        if term >= terms:
            wholes = mapped[f"{field}.whole.first"]
            found = self._arrays[f"{field}.whole.unit"][wholes[term - terms] : wholes[term - terms + 1]]
            return found.astype(np.int64)
        first, forms = mapped[f"{field}.first"], mapped[f"{field}.forms"]
        units = self._arrays[f"{field}.unit"][first[term] : first[term + 1]].astype(np.int64)
        if forms[term] == forms[term + 1]:
            return units
        plane, bit = divmod(mapped[f"{field}.word.form"][ordinal], 8)
        start = forms[term] + plane * len(units)
        mask = self._arrays[f"{field}.mask"][start : start + len(units)]
        held: Array = units[(mask >> bit & 1).astype(bool)]
        return held


def terms_from(lexicon: Lexicon, start: int = 0) -> Iterator[int]:
    """The ordinals of the terms that have rows, from an ordinal on."""
    return (ordinal for ordinal in range(start, lexicon.size) if lexicon.has_rows(ordinal))


def find(lexicon: Lexicon, key: bytes) -> int:
    """The ordinal of a term that has rows. Raises `KeyError`."""
    ordinal = lexicon.bound(key)
    if ordinal < lexicon.size and lexicon.term(ordinal) == key and lexicon.has_rows(ordinal):
        return ordinal
    raise KeyError(key)
