"""Queries over all segments of a snapshot, answered with NumPy."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, lru_cache
from typing import NamedTuple

import numpy as np

from indexer.index import Facets, Selection, SortKey
from indexer.index.query import Query, TextField
from indexer.index.segments.arrays import Array, search
from indexer.index.segments.best import best, rounded
from indexer.index.segments.bm25 import idf
from indexer.index.segments.briefs import Brief, briefs
from indexer.index.segments.evaluation import Segment
from indexer.index.segments.facets import Counts
from indexer.index.segments.joining import NOWHERE
from indexer.index.segments.layout import FIELDS
from indexer.index.segments.snapshot import OpenSegment, RankedRow

_REMEMBERED = 1 << 12  # terms of which the weight is kept


class _Columns(NamedTuple):
    """The results in order, as columns of `RankedRow`: numbers of segments (none if there is only one), rows, scores."""

    numbers: Array
    rows: Array
    scores: Array


class Searcher:
    """Answers for some segments, which it numbers. Threads may share it."""

    def __init__(self, opened: Sequence[OpenSegment]) -> None:
        self._opened = opened
        self._rows = sum(each.entry.rows for each in opened)
        self.idf = lru_cache(maxsize=_REMEMBERED)(self._idf)
        self.expanded = lru_cache(maxsize=_REMEMBERED)(self._expanded)
        averages: dict[TextField, float] = {name: self._average(name) for name in FIELDS}
        self._segments = [Segment(each, self, averages) for each in opened]
        self._counts = Counts(self._segments)

    def count(self, query: Query, selection: Selection) -> int:
        """How many claims match."""
        return sum(len(self._matching(segment, query, selection)) for segment in self._segments)

    def top(self, query: Query, selection: Selection, limit: int | None, offset: int) -> list[RankedRow]:
        """The claims that match, the best first, equal ones in document order."""
        return _records(self._top(query, selection, limit, offset))

    def ordered(self, query: Query | None, selection: Selection, limit: int | None, offset: int) -> list[RankedRow]:
        """The claims that match in document order; without a query all that are selected."""
        return _records(self._ordered(query, selection, limit, offset))

    def briefs(self, query: Query, selection: Selection, limit: int | None, offset: int, sort: SortKey) -> list[Brief]:
        """The ids, statements and scores of the claims that match, in the order of `top` or of `ordered`."""
        answer = self._ordered if sort == "document" else self._top
        numbers, rows, scores = answer(query, selection, limit, offset)
        if len(self._segments) == 1:
            return briefs(self._segments[0].arrays, rows, scores)
        found: list[Brief | None] = [None] * len(rows)
        for number, segment in enumerate(self._segments):
            chosen = np.flatnonzero(numbers == number)
            for at, brief in zip(chosen.tolist(), briefs(segment.arrays, rows[chosen], scores[chosen]), strict=True):
                found[at] = brief
        return [brief for brief in found if brief is not None]

    def facets(self, query: Query, selection: Selection, limit: int | None) -> list[tuple[str, int]]:
        """The sources of the claims that match and how many of these each has, the most first, then by id."""
        return self._counts.most([self._matching(segment, query, selection) for segment in self._segments], limit)

    def counts(self, query: Query | None, selection: Selection, limit: int | None) -> Facets:
        """How many matching claims each source, document and attribution has; without a query, of all selected."""
        rows = [self._matching(segment, query, selection) for segment in self._segments]
        return Facets(
            claims=sum(map(len, rows)),
            sources=tuple(self._counts.most(rows, limit)),
            documents=tuple(self._counts.documents(rows, limit)),
            attributions=tuple(self._counts.attributions(rows)),
        )

    def _matching(self, segment: Segment, query: Query | None, selection: Selection) -> Array:
        return segment.selected(query, selection, scored=False).rows

    def _top(self, query: Query, selection: Selection, limit: int | None, offset: int) -> _Columns:
        most = self._rows if limit is None else limit + offset
        parts = [best(segment, query, selection, most) for segment in self._segments]
        return self._merged(parts, slice(offset, most), by_score=True)

    def _ordered(self, query: Query | None, selection: Selection, limit: int | None, offset: int) -> _Columns:
        stop = None if limit is None else limit + offset
        parts = [_first(segment, query, selection, stop) for segment in self._segments]
        return self._merged(parts, slice(offset, stop), by_score=False)

    def _merged(self, parts: Sequence[tuple[Array, Array]], chosen: slice, *, by_score: bool) -> _Columns:
        """Some of the results of all segments, in document order or the best first."""
        if len(parts) == 1:
            rows, scores = parts[0]
            return _Columns(NOWHERE, rows[chosen], scores[chosen])
        numbers = np.repeat(np.arange(len(parts)), [len(rows) for rows, _ in parts])
        rows = np.concatenate([np.zeros(0, np.uint32), *(rows for rows, _ in parts)])
        scores = np.concatenate([np.zeros(0), *(scores for _, scores in parts)])
        ranks = np.concatenate([np.zeros(0, np.int64), *(self._ranks(at, rows) for at, (rows, _) in enumerate(parts))])
        order = np.lexsort((rows, ranks, -scores) if by_score else (rows, ranks))[chosen]
        return _Columns(numbers[order], rows[order], scores[order])

    def _idf(self, field: TextField, term: bytes) -> float:
        return idf(self._rows, sum(segment.holding(field, term) for segment in self._segments))

    def _expanded(self, field: TextField, start: bytes) -> list[bytes]:
        return sorted({term for segment in self._segments for term in segment.fields[field].terms(start)})

    def _average(self, field: TextField) -> float:
        total = sum(int(each.mapped.meta[field]["total"]) for each in self._opened)
        return total / self._rows if total else 1.0

    def _ranks(self, number: int, rows: Array) -> Array:
        """For rows of a segment, the positions of their documents among those of all segments."""
        bounds = self._segments[number].arrays["document.first"]
        ranks: Array = self._document_ranks[number][search(bounds, rows, side="right") - 1]
        return ranks

    @cached_property
    def _document_ranks(self) -> list[Array]:
        uris = [each.mapped.strings("uri") for each in self._opened]
        rank = {uri: at for at, uri in enumerate(sorted({uri for each in uris for uri in each}))}
        return [np.array([rank[uri] for uri in each], np.int64) for each in uris]


def _first(segment: Segment, query: Query | None, selection: Selection, stop: int | None) -> tuple[Array, Array]:
    """The first rows that match, with their rounded scores."""
    rows, scores = segment.selected(query, selection, scored=stop is None)
    if query is not None and stop is not None:
        # Only the rows that are shown are scored.
        rows, scores = segment.matches(query, within=rows[:stop])
    return rows, np.ones(len(rows)) if scores is None else rounded(scores)


def _records(found: _Columns) -> list[RankedRow]:
    numbers = found.numbers.tolist() or [0] * len(found.rows)
    return [RankedRow(*each) for each in zip(numbers, found.rows.tolist(), found.scores.tolist(), strict=True)]
