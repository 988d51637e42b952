"""From a `Query` and a `Selection` to the engine's query.

Words score by BM25F. Patterns score the same for every word they match; otherwise the rarest word would come first. Fields and
selections only filter. The engine's own negation inside a disjunction means something else, so each negation is taken
from all claims or from its neighbours.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeAlias

from indexer.index import Selection, analysis
from indexer.index.matching import field_test, fixed_start, word_test
from indexer.index.query import (
    And,
    Field,
    Fuzzy,
    Not,
    Or,
    Phrase,
    Prefix,
    Query,
    Sources,
    TextField,
    Wildcard,
)
from indexer.index.segments.layout import decoded, encoded
from indexer.index.whoosh.engine import query as engine
from indexer.index.whoosh.queries import Filtered, TermSequence
from indexer.index.whoosh.schema import WRITTEN

EngineQuery: TypeAlias = Any


def to_engine(query: Query, selection: Selection, reader: Any) -> EngineQuery:
    """The rows of claims that match the query and are selected, with the query's scores."""
    return _require(_Translation(reader).translate(query), [*_filters(selection)])


def selected(selection: Selection) -> EngineQuery:
    """The rows of all claims selected."""
    return _all_of([_claims(), *_filters(selection)])


class _Translation:
    """One query against one state of the index, whose words are the ones that patterns are compared with."""

    def __init__(self, reader: Any) -> None:
        self.reader = reader

    def translate(self, query: Query) -> EngineQuery:
        """The rows of claims that match."""
        match query:
            case Phrase(text, field):
                found = self.phrase(text, field)
            case Prefix(field=field) | Wildcard(field=field) | Fuzzy(field=field):
                words = self.expand(WRITTEN[field], fixed_start(query), word_test(query))
                found = _constant(_terms(WRITTEN[field], words))
            case Field(name):
                found = _constant(_terms(name, self.expand(name, "", field_test(query))))
            case Sources(ids):
                found = _constant(_terms("source", ids))
            case Or(parts):
                found = _any_of([self.translate(part) for part in parts])
            case And(parts):
                found = self.conjunction(parts)
            case Not():
                found = self.conjunction((query,))
        return found

    def phrase(self, text: str, field: TextField) -> EngineQuery:
        """The rows with the terms of a text in sequence."""
        steps: list[tuple[int, tuple[str, ...]]] = []
        for step in analysis.phrase(text):
            terms = tuple(self.expand(field, step.term, lambda _: True)) if step.open else (step.term,)
            if not terms:
                return engine.NullQuery
            steps.append((step.offset, terms))
        if not steps:
            return engine.NullQuery
        if len(steps) > 1:
            return TermSequence(field, [(offset, tuple(map(encoded, terms))) for offset, terms in steps])
        terms = steps[0][1]
        return engine.Term(field, encoded(terms[0])) if len(terms) == 1 else _constant(_terms(field, terms))

    def expand(self, field: str, start: str, test: Callable[[str], bool]) -> list[str]:
        """The terms of a field that begin with `start` and pass the test."""
        found = self.reader.expand_prefix(field, encoded(start))
        words = (decoded(term) for term in found)
        return [word for word in words if test(word)]

    def conjunction(self, parts: tuple[Query, ...]) -> EngineQuery:
        """The rows that match all parts. Only words and patterns score."""
        scored = [self.translate(part) for part in parts if not isinstance(part, Not | Field | Sources)]
        filters = [self.translate(part) for part in parts if isinstance(part, Field | Sources)]
        negated = [self.translate(part.part) for part in parts if isinstance(part, Not)]
        positive = _require(_all_of(scored), filters) if scored else _constant(_all_of(filters or [_claims()]))
        without = _any_of(negated)
        if positive is engine.NullQuery or without is engine.NullQuery:
            return positive
        return Filtered(positive, without, exclude=True)


def _filters(selection: Selection) -> Iterable[EngineQuery]:
    if selection.source_ids is not None:
        yield _terms("source", selection.source_ids)
    if selection.documents is not None:
        yield _terms("document", selection.documents)
    if selection.attributions is not None:
        yield _terms("attribution", selection.attributions)


def _claims() -> EngineQuery:
    return _constant(engine.Every())


def _terms(field: str, terms: Iterable[str]) -> EngineQuery:
    # Encoded here: a file name may contain lone surrogates, which the engine cannot encode.
    return _any_of([engine.Term(field, term) for term in sorted(set(map(encoded, terms)))])


# The engine's compounds take an absent part for one that asks for nothing, so absence is settled here.


def _all_of(parts: list[EngineQuery]) -> EngineQuery:
    if any(part is engine.NullQuery for part in parts):
        return engine.NullQuery
    return parts[0] if len(parts) == 1 else engine.And(parts)


def _any_of(parts: list[EngineQuery]) -> EngineQuery:
    present = [part for part in parts if part is not engine.NullQuery]
    if not present:
        return engine.NullQuery
    return present[0] if len(present) == 1 else engine.Or(present)


def _require(scored: EngineQuery, filters: list[EngineQuery]) -> EngineQuery:
    required = _all_of(filters) if filters else None
    if required is None:
        return scored
    if scored is engine.NullQuery or required is engine.NullQuery:
        return engine.NullQuery
    return Filtered(scored, required)


def _constant(query: EngineQuery) -> EngineQuery:
    return query if query is engine.NullQuery else engine.ConstantScoreQuery(query)
