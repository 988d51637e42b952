"""Questions to all segments of a snapshot at once, answered by NumPy."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, lru_cache
from typing import NamedTuple

import numpy as np

from indexer.index import Selection
from indexer.index.query import Query, TextField
from indexer.index.segments.arrays import Array
from indexer.index.segments.best import best, merged
from indexer.index.segments.bm25 import idf, rounded
from indexer.index.segments.evaluation import Segment
from indexer.index.segments.facets import Facets
from indexer.index.segments.layout import FIELDS
from indexer.index.segments.snapshot import Opened

_REMEMBERED = 1 << 12  # terms of which the weight is kept


class Place(NamedTuple):
    """A row that matches: the number of its segment, its row there, and its score."""

    segment: int
    row: int
    score: float


class Searcher:
    """Answers for some segments, which it numbers. Threads may share it."""

    def __init__(self, opened: Sequence[Opened]) -> None:
        self._opened = opened
        self._rows = sum(each.entry.rows for each in opened)
        self.idf = lru_cache(maxsize=_REMEMBERED)(self._idf)
        self.expanded = lru_cache(maxsize=_REMEMBERED)(self._expanded)
        averages: dict[TextField, float] = {name: self._average(name) for name in FIELDS}
        self._segments = [Segment(each, self, averages) for each in opened]
        self._facets = Facets(self._segments)

    def count(self, query: Query, selection: Selection) -> int:
        """How many claims match."""
        return sum(len(self._matching(segment, query, selection)) for segment in self._segments)

    def top(self, query: Query, selection: Selection, limit: int | None, offset: int) -> list[Place]:
        """The claims that match, the best first, equal ones in document order."""
        most = self._rows if limit is None else limit + offset
        parts = [best(segment, query, selection, most) for segment in self._segments]
        if len(parts) == 1:
            rows, scores = parts[0]
            pairs = zip(rows[offset:].tolist(), scores[offset:].tolist(), strict=True)
            return [Place(0, row, score) for row, score in pairs]
        ranks = [self._ranks(number, rows) for number, (rows, _) in enumerate(parts)]
        return [Place(*each) for each in merged(parts, ranks, most)[offset:]] if parts else []

    def ordered(self, query: Query | None, selection: Selection, limit: int | None, offset: int) -> list[Place]:
        """The claims that match in document order; without a query all that are selected."""
        stop = None if limit is None else limit + offset
        parts = [self._first(segment, query, selection, stop) for segment in self._segments]
        numbers = np.repeat(np.arange(len(parts)), [len(rows) for rows, _ in parts])
        rows = np.concatenate([np.zeros(0, np.uint32), *(rows for rows, _ in parts)])
        scores = np.concatenate([np.zeros(0), *(scores for _, scores in parts)])
        if len(parts) > 1:
            ranks = [self._ranks(number, rows) for number, (rows, _) in enumerate(parts)]
            order = np.lexsort((rows, np.concatenate(ranks)))
            numbers, rows, scores = numbers[order], rows[order], scores[order]
        chosen = slice(offset, stop)
        found = zip(numbers[chosen].tolist(), rows[chosen].tolist(), scores[chosen].tolist(), strict=True)
        return [Place(*each) for each in found]

    def facets(self, query: Query, selection: Selection, limit: int | None) -> list[tuple[str, int]]:
        """The sources of the claims that match and how many of these each has, the most first, then by id."""
        return self._facets.most([self._matching(segment, query, selection) for segment in self._segments], limit)

    def _matching(self, segment: Segment, query: Query, selection: Selection) -> Array:
        rows = segment.matches(query).rows
        kept = segment.selected(rows, selection)
        return rows if kept is None else rows[kept]

    def _first(
        self, segment: Segment, query: Query | None, selection: Selection, stop: int | None
    ) -> tuple[Array, Array]:
        """The first rows that match, with their rounded scores."""
        if query is None:
            rows = segment.everything(selection)[:stop]
            return rows, np.ones(len(rows))
        rows, scores = segment.matches(query)
        kept = segment.selected(rows, selection)
        places = slice(stop) if kept is None else kept[:stop]
        rows = rows[places]
        return rows, np.ones(len(rows)) if scores is None else rounded(scores[places])

    def _idf(self, field: TextField, term: bytes) -> float:
        return idf(self._rows, sum(segment.holding(field, term) for segment in self._segments))

    def _expanded(self, field: TextField, start: bytes) -> list[bytes]:
        return sorted({term for segment in self._segments for term in segment.fields[field].terms(start)})

    def _average(self, field: TextField) -> float:
        total = sum(int(each.mapped.meta[field]["total"]) for each in self._opened)
        return total / self._rows if total else 1.0

    def _ranks(self, number: int, rows: Array) -> Array:
        """For rows of a segment, the place of their documents among those of all segments."""
        bounds = self._segments[number].arrays["document.first"]
        return self._document_ranks[number][np.searchsorted(bounds, rows, side="right") - 1]

    @cached_property
    def _document_ranks(self) -> list[Array]:
        uris = [each.mapped.strings("uri") for each in self._opened]
        rank = {uri: at for at, uri in enumerate(sorted({uri for each in uris for uri in each}))}
        return [np.array([rank[uri] for uri in each], np.int64) for each in uris]
