"""One field of a segment to be merged: its live units, and their new positions."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from indexer.index.query import TextField
from indexer.index.segments.arrays import Array, Arrays, sizes_of, stretches

SLICE = 1 << 17
"""Postings that are worked on at a time, if one term does not have more."""


@dataclass(frozen=True)
class FieldPart:
    """A field of one segment. `units` are the new positions of its units, -1 for dead ones; live ones keep their order."""

    arrays: Arrays
    field: TextField
    units: Array

    def __getitem__(self, name: str) -> Array:
        """An array of the field."""
        return self.arrays[f"{self.field}.{name}"]

    def strings(self, name: str) -> list[bytes]:
        """The strings of a table of the field."""
        return self.arrays.mapped.strings(f"{self.field}.{name}")

    @cached_property
    def first(self) -> Array:
        """The bounds of the terms among the postings."""
        first: Array = self["first"].astype(np.int64)
        return first

    @cached_property
    def counts(self) -> Array:
        """How many postings each term has."""
        return sizes_of(self.first)

    @cached_property
    def complete(self) -> bool:
        """Whether all units are live."""
        return not bool((self.units < 0).any())

    @cached_property
    def living(self) -> Array:
        """How many live postings each term has."""
        if self.complete:
            return self.counts
        lives, unit, counts = self.units >= 0, self["unit"], np.zeros(len(self.counts), np.int64)
        for low, high in stretches(self.first, SLICE):
            begin, end = self.first[low], self.first[high]
            counts[low:high] = np.add.reduceat(lives[unit[begin:end]], self.first[low:high] - begin, dtype=np.int64)
        return counts

    @cached_property
    def simple(self) -> Array:
        """For each term, whether it has no mask, because all of its postings have its only word, or it has none."""
        simple: Array = sizes_of(self["forms"]) == 0
        return simple
