"""Two queries that the engine lacks: terms at exact distances, and filters that leave scores alone.

Its own phrases know no gaps and no step with several terms. Its own `Require` (in 2.7.4) drops the filter when a
matcher is replaced while it runs, and `AndNot` lets the first row pass unless both sides begin with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from indexer.index.whoosh.engine import matching, query, spans, util

Step = tuple[int, tuple[bytes, ...]]
"""A distance from the first step, and the terms of which any one must be there."""


class TermSequence(query.Query):  # type: ignore[misc]  # the engine is untyped here
    """Rows in which the term of each step is at its distance from that of the first."""

    def __init__(self, fieldname: str, steps: Sequence[Step]) -> None:
        self.fieldname = fieldname
        self.steps = tuple(steps)
        self.boost = 1.0

    def estimate_size(self, ixreader: Any) -> int:
        """An upper bound for the number of rows: that of the rarest step."""
        size: int = min(sum(ixreader.doc_frequency(self.fieldname, term) for term in terms) for _, terms in self.steps)
        return size

    def estimate_min_size(self, ixreader: Any) -> int:  # noqa: ARG002  # the engine's signature
        """A lower bound for the number of rows: the steps may never follow each other."""
        return 0

    def matcher(self, searcher: Any, context: Any = None) -> Any:
        """The rows of one segment."""
        places = [self._place(terms, searcher, context) for _, terms in self.steps]
        if not all(place.is_active() for place in places):
            return matching.NullMatcher()
        together = util.make_binary_tree(matching.IntersectionMatcher, places)
        return SequenceMatcher(together, places, [distance for distance, _ in self.steps])

    def _place(self, terms: tuple[bytes, ...], searcher: Any, context: Any) -> Any:
        matchers = [query.Term(self.fieldname, term).matcher(searcher, context) for term in terms]
        active = [matcher for matcher in matchers if matcher.is_active()]
        return util.make_binary_tree(matching.UnionMatcher, active) if active else matching.NullMatcher()


class SequenceMatcher(spans.SpanWrappingMatcher):  # type: ignore[misc]  # the engine is untyped here
    """Of the rows that have all places' terms, those that have them at their distances."""

    def __init__(self, child: Any, places: list[Any], distances: list[int]) -> None:
        self.places = places
        self.distances = distances
        super().__init__(child)

    def replace(self, minquality: float = 0) -> Any:  # noqa: ARG002  # the engine's signature
        """The matcher itself: the places are parts of the child, which must stay as it is."""
        return self if self.is_active() else matching.NullMatcher()

    def _get_spans(self) -> list[Any]:
        starts: set[int] | None = None
        for place, distance in zip(self.places, self.distances, strict=True):
            found = {span.start - distance for span in place.spans()}
            starts = found if starts is None else starts & found
            if not starts:
                return []
        return [spans.Span(start) for start in sorted(starts or ())]


class Filtered(query.Query):  # type: ignore[misc]  # the engine is untyped here
    """The rows of `scored` that match `rows`, or with `exclude` that do not, and their scores."""

    def __init__(self, scored: Any, rows: Any, *, exclude: bool = False) -> None:
        self.scored = scored
        self.rows = rows
        self.exclude = exclude
        self.boost = 1.0

    def estimate_size(self, ixreader: Any) -> int:
        """An upper bound for the number of rows."""
        return int(self.scored.estimate_size(ixreader))

    def estimate_min_size(self, ixreader: Any) -> int:  # noqa: ARG002  # the engine's signature
        """A lower bound for the number of rows: the filter may leave none."""
        return 0

    def matcher(self, searcher: Any, context: Any = None) -> Any:
        """The rows of one segment."""
        rows = frozenset(self.rows.matcher(searcher, searcher.boolean_context()).all_ids())
        scored = self.scored.matcher(searcher, context)
        return matching.FilterMatcher(scored, rows, exclude=self.exclude) if scored.is_active() else scored
