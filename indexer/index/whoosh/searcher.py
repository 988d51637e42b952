"""Queries answered by Whoosh itself, over the segments of a snapshot: the reference for all other implementations.

It is simple and slow; `indexer.index.segments.evaluation` is fast, and the tests compare the two.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from indexer.index import Facets, Selection, SortKey
from indexer.index.query import Query
from indexer.index.segments import claims
from indexer.index.segments.bm25 import rounded
from indexer.index.segments.briefs import Brief
from indexer.index.segments.layout import ATTRIBUTIONS
from indexer.index.segments.snapshot import OpenSegment, RankedRow
from indexer.index.whoosh.codec import ClaimCodec, ClaimSegment
from indexer.index.whoosh.engine import query as engine
from indexer.index.whoosh.engine import reading, searching
from indexer.index.whoosh.schema import SCHEMA
from indexer.index.whoosh.search import EngineQuery, selected, to_engine


class WhooshSearcher:
    """Answers for a sequence of segments, which it numbers."""

    def __init__(self, segments: Sequence[OpenSegment]) -> None:
        self._segments = segments
        readers = [
            reading.SegmentReader(None, SCHEMA, ClaimSegment(each.entry, each), codec=ClaimCodec()) for each in segments
        ]
        reader = reading.MultiReader(readers) if len(readers) > 1 else next(iter(readers), reading.EmptyReader(SCHEMA))
        self._offsets = [offset for _, offset in reader.leaf_readers()]
        self._searcher = searching.Searcher(reader)

    def count(self, query: Query, selection: Selection) -> int:
        """How many claims match."""
        return len(self._rows(self._translated(query, selection)))

    def top(self, query: Query, selection: Selection, limit: int | None, offset: int) -> list[RankedRow]:
        """The claims that match, the best first, equal ones in document order."""
        return _part(sorted(self._found(query, selection), key=lambda at: (-at.score, *self._order(at))), limit, offset)

    def ordered(self, query: Query | None, selection: Selection, limit: int | None, offset: int) -> list[RankedRow]:
        """The claims that match in document order; without a query all that are selected."""
        found: Iterable[RankedRow]
        if query is None:
            found = (self._in_segment(row, 1.0) for row in self._rows(selected(selection)))
        else:
            found = self._found(query, selection)
        return _part(sorted(found, key=self._order), limit, offset)

    def briefs(self, query: Query, selection: Selection, limit: int | None, offset: int, sort: SortKey) -> list[Brief]:
        """The ids, statements and scores of the claims that match, in the order of `top` or of `ordered`."""
        answer = self.ordered if sort == "document" else self.top
        found = [(self._segments[at.segment].mapped, at) for at in answer(query, selection, limit, offset)]
        return [Brief(claims.claim_id(each, at.row), claims.statement(each, at.row), at.score) for each, at in found]

    def facets(self, query: Query, selection: Selection, limit: int | None) -> list[tuple[str, int]]:
        """The sources of the claims that match and how many of these each has, the most first, then by id."""
        counts: Counter[str] = Counter()
        for each in self._found(query, selection):
            counts.update(set(claims.claim(self._segments[each.segment].mapped, each.row).source_ids))
        return _most(counts)[:limit]

    def counts(self, query: Query | None, selection: Selection, limit: int | None) -> Facets:
        """How many matching claims each source, document and attribution has; without a query, of all selected."""
        found = [
            claims.claim(self._segments[each.segment].mapped, each.row)
            for each in self.ordered(query, selection, None, 0)
        ]
        sources = Counter(source_id for claim in found for source_id in set(claim.source_ids))
        attributions = Counter(claim.attribution for claim in found)
        return Facets(
            claims=len(found),
            sources=tuple(_most(sources)[:limit]),
            documents=tuple(_most(Counter(claim.document_uri for claim in found))[:limit]),
            attributions=tuple((each, attributions[each]) for each in ATTRIBUTIONS if each in attributions),
        )

    def _translated(self, query: Query, selection: Selection) -> EngineQuery:
        return to_engine(query, selection, self._searcher.reader())

    def _rows(self, question: EngineQuery) -> list[int]:
        return [] if question is engine.NullQuery else list(self._searcher.docs_for_query(question))

    def _found(self, query: Query, selection: Selection) -> list[RankedRow]:
        question = self._translated(query, selection)
        found: Any = () if question is engine.NullQuery else self._searcher.search(question, limit=None).items()
        return [self._in_segment(row, rounded(score)) for row, score in found]

    def _in_segment(self, row: int, score: float) -> RankedRow:
        number = max(at for at, offset in enumerate(self._offsets) if offset <= row)
        return RankedRow(number, row - self._offsets[number], score)

    def _order(self, found: RankedRow) -> tuple[bytes, int]:
        mapped = self._segments[found.segment].mapped
        return mapped.string("uri", claims.document_of(mapped, found.row)), found.row


def _most(counts: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))


def _part(found: list[RankedRow], limit: int | None, offset: int) -> list[RankedRow]:
    return found[offset : None if limit is None else offset + limit]
