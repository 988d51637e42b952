"""The sources, documents and attributions of many claims, counted."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np

from indexer.index.segments.arrays import Array, ranges, search
from indexer.index.segments.evaluation import Segment
from indexer.index.segments.layout import ATTRIBUTIONS, decoded
from indexer.model import Attribution

_WIDTH = 4
"""Sources of a claim that are kept side by side, so that they are counted without looking up where they are."""

_FEW = 8  # things to a row, from which on each row is looked up among them


class Counts:
    """Counts the sources, documents and attributions of rows of some segments."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        self._segments = segments
        self._tables = [_Table(segment) for segment in segments]

    def most(self, rows: Sequence[Array], limit: int | None) -> list[tuple[str, int]]:
        """The sources of some rows of each segment and how many rows each has, the most first, then by id."""
        counts = [table.counts(each) for table, each in zip(self._tables, rows, strict=True)]
        if len(counts) == 1:
            return [(self._name(0, at), int(counts[0][at])) for at in _first(counts[0], limit)]
        total = np.zeros(len(self._names), np.int64)
        for own, numbers in zip(counts, self._numbers, strict=True):
            total[numbers] += own
        return [(self._names[at], int(total[at])) for at in _first(total, limit)]

    def documents(self, rows: Sequence[Array], limit: int | None) -> list[tuple[str, int]]:
        """The documents of some rising rows of each segment and how many rows each has, the most first, then by uri."""
        found: list[tuple[bytes, int]] = []
        for segment, each in zip(self._segments, rows, strict=True):
            documents, counts = _owners(segment.arrays["document.first"], each)
            found += [(segment.mapped.string("uri", documents[at]), int(counts[at])) for at in _first(counts, limit)]
        found.sort(key=lambda pair: (-pair[1], pair[0]))
        return [(decoded(uri), number) for uri, number in found[:limit]]

    def attributions(self, rows: Sequence[Array]) -> list[tuple[Attribution, int]]:
        """How many of some rows of each segment have each attribution, without attributions that no row has."""
        counts = np.zeros(len(ATTRIBUTIONS), np.int64)
        for segment, each in zip(self._segments, rows, strict=True):
            counts += np.bincount(segment.arrays["claim.attribution"].take(each), minlength=len(counts))
        return [(name, int(number)) for name, number in zip(ATTRIBUTIONS, counts, strict=True) if number]

    def _name(self, number: int, ordinal: int) -> str:
        return self._segments[number].mapped.text("source", ordinal)

    @cached_property
    def _names(self) -> list[str]:
        """The sources of all segments, by id."""
        tables = [segment.mapped.strings("source") for segment in self._segments]
        return [decoded(name) for name in sorted({name for each in tables for name in each})]

    @cached_property
    def _numbers(self) -> list[Array]:
        """For each segment, the positions of its sources in `_names`."""
        place = {name: at for at, name in enumerate(self._names)}
        sizes = [segment.mapped.size("source") for segment in self._segments]
        return [
            np.array([place[self._name(number, at)] for at in range(size)], np.int64)
            for number, size in enumerate(sizes)
        ]


class _Table:
    """The sources of each row of a segment."""

    def __init__(self, segment: Segment) -> None:
        self._arrays = segment.arrays
        self._size = segment.mapped.size("source")

    def counts(self, rows: Array) -> Array:
        """How many of the rows have each source."""
        beside, few_have, some_have_more = self._beside
        counts = self._arrays["source.count"]
        if few_have:
            rows = rows.take((counts.take(rows) != 0).nonzero()[0])
        found: Array = np.bincount(beside.take(rows, axis=0).ravel(), minlength=self._size + 1)[: self._size]
        if some_have_more:
            rows = rows.take((counts.take(rows) > _WIDTH).nonzero()[0])
            first = self._arrays.bounds("source").take(rows) + _WIDTH
            values = self._arrays["source.value"].take(ranges(first, counts.take(rows).astype(np.int64) - _WIDTH))
            found = found + np.bincount(values, minlength=self._size)
        return found

    @cached_property
    def _beside(self) -> tuple[Array, bool, bool]:
        """The first sources of each row as columns; whether few rows have any, and whether some have more."""
        counts = self._arrays["source.count"]
        values, bounds = self._arrays["source.value"], self._arrays.bounds("source")
        table = np.full((len(counts), _WIDTH), self._size, np.uint32)
        owners = np.repeat(np.arange(len(counts)), counts)
        places = np.arange(len(values)) - bounds[owners]
        kept = places < _WIDTH
        table[owners[kept], places[kept]] = values[kept]
        having = int(np.count_nonzero(counts))
        return table, having * 2 < len(counts), bool((counts > _WIDTH).any())


def _owners(bounds: Array, rows: Array) -> tuple[Sequence[int], Array]:
    """The owners of ascending rows, in order, and how many rows each has, possibly none."""
    if len(rows) < len(bounds) // _FEW:
        owners, counts = np.unique(search(bounds, rows, side="right") - 1, return_counts=True)
        return owners.tolist(), counts
    return range(len(bounds) - 1), np.diff(search(rows, bounds))


def _first(counts: Array, limit: int | None) -> list[int]:
    """The positions of the greatest numbers, ties in order, without zeros."""
    found = np.flatnonzero(counts)
    if limit is not None and 0 < limit < len(found):
        least = np.partition(counts[found], len(found) - limit)[len(found) - limit]
        found = found[counts[found] >= least]
    ordered: list[int] = found[np.lexsort((found, -counts[found]))][:limit].tolist()
    return ordered
