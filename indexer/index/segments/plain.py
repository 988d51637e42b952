"""Answers plain queries with the standard library alone, for commands that start, ask once and end.

Words, phrases, prefixes, `OR`, `NOT` and filters over a small number of postings. Any other query raises `Beyond`, and then
`evaluation` answers it with NumPy; rows and scores are the same (a test compares them).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from heapq import nsmallest
from itertools import chain

from indexer.index import Selection, analysis
from indexer.index.query import And, Field, Not, Or, Phrase, Prefix, Query, Sources
from indexer.index.segments.bm25 import idf, rounded
from indexer.index.segments.claims import document_of
from indexer.index.segments.layout import ATTRIBUTIONS, encoded
from indexer.index.segments.snapshot import OpenSegment, RankedRow
from indexer.index.segments.stretch import Stretch
from indexer.late import dataclass

MOST = 100_000
"""Postings that are looked at one by one, at most."""

Scores = dict[int, float]
Test = Callable[[int], bool]


class Beyond(Exception):  # no failure: another way is taken
    """The query cannot be answered here."""


def top(
    segments: Sequence[OpenSegment], query: Query, selection: Selection, limit: int, offset: int = 0
) -> list[RankedRow]:
    """The best claims, equal ones in document order. Raises `Beyond`."""
    state = _state(segments)
    most = limit + offset
    found = [
        RankedRow(number, row, score)
        for number, segment in enumerate(segments)
        for score, row in _Asked(state, segment, selection).top(query, most)
    ]
    if len(segments) > 1:
        found.sort(key=lambda each: (-each.score, _uri(segments[each.segment], each.row), each.row))
    return found[offset:most]


def count(segments: Sequence[OpenSegment], query: Query, selection: Selection) -> int:
    """How many claims match. Raises `Beyond`."""
    state = _state(segments)
    return sum(_Asked(state, segment, selection).count(query) for segment in segments)


def _state(segments: Sequence[OpenSegment]) -> _State:
    rows = sum(segment.entry.rows for segment in segments)
    total = sum(segment.mapped.meta["statement"]["total"] for segment in segments)
    return _State(segments, rows, total / rows if rows and total else 1.0)


@dataclass(frozen=True, slots=True)
class _State:
    """The statistics of all segments together."""

    segments: Sequence[OpenSegment]
    rows: int
    average: float

    def terms(self, step: analysis.Element) -> list[bytes]:
        """The terms of all segments that a step matches."""
        term = encoded(step.term)
        if not step.open:
            return [term]
        found: set[bytes] = set()
        for segment in self.segments:
            ordinals = segment.mapped.beginning("statement.term", term)
            found.update(segment.mapped.string("statement.term", ordinal) for ordinal in ordinals)
        return sorted(found)

    def idf(self, term: bytes) -> float:
        holding = 0
        for segment in self.segments:
            ordinal = segment.mapped.find("statement.term", term)
            if ordinal >= 0:
                bounds = segment.mapped["statement.first"]
                holding += bounds[ordinal + 1] - bounds[ordinal]
        return idf(self.rows, holding)


class _Asked:
    """One query on one segment."""

    def __init__(self, state: _State, segment: OpenSegment, selection: Selection) -> None:
        self._state = state
        self._segment = segment
        self._mapped = segment.mapped
        self._tests = list(self._selected(selection))
        self._sources = None if selection.source_ids is None else Sources(selection.source_ids)
        self._left = MOST

    def count(self, query: Query) -> int:
        """The number of live and selected rows that match."""
        if not self._tests and self._segment.dead is None and self._sources is None:
            stretches = self._word(query)
            if stretches is not None:
                return _size(stretches)
        return sum(map(self._is_selected, self._scores(self._asked(query))))

    def top(self, query: Query, most: int) -> list[tuple[float, int]]:
        """The best rows with their rounded scores."""
        if not self._tests and self._sources is None and (stretches := self._word(query)) is not None:
            return stretches[0].best(most) if stretches else []
        scores = self._scores(self._asked(query)).items()
        kept = ((-rounded(score), row) for row, score in scores if self._is_selected(row))
        return [(-score, row) for score, row in nsmallest(most, kept)]

    def _asked(self, query: Query) -> Query:
        """The query limited to the selected sources."""
        return query if self._sources is None else And((query, self._sources))

    def _scores(self, query: Query) -> Scores:
        """The matching rows, including dead ones, with their scores."""
        match query:
            case Phrase():
                return self._phrase(self._steps(query))
            case Prefix(start, "statement"):
                return dict.fromkeys(self._beginning(encoded(start)), 1.0)
            case And(parts):
                return self._all(parts)
            case Or(parts):
                found: Scores = {}
                for part in parts:
                    for row, score in self._scores(part).items():
                        found[row] = found.get(row, 0.0) + score
                return found
            case Field() | Sources():
                return dict.fromkeys(self._filtered(query), 1.0)
        raise Beyond

    def _all(self, parts: Iterable[Query]) -> Scores:
        """The rows that match all parts. Only words and patterns score."""
        filters = sorted((self._filtered(part) for part in parts if isinstance(part, Field | Sources)), key=len)
        negated = [part.part for part in parts if isinstance(part, Not)]
        scored = [part for part in parts if not isinstance(part, Field | Sources | Not)]
        words = sorted((found for part in scored if (found := self._word(part)) is not None), key=_size)
        others = [self._scores(part) for part in scored if self._word(part) is None]
        scores = others.pop() if others else self._fewest(words, filters)
        for stretches in words:
            scores = self._narrowed(scores, stretches)
        for other in others:
            scores = {row: score + other[row] for row, score in scores.items() if row in other}
        for rows in filters:
            scores = {row: score for row, score in scores.items() if row in rows}
        for part in negated:
            without = self._scores(part)
            scores = {row: score for row, score in scores.items() if row not in without}
        return scores

    def _fewest(self, words: list[list[Stretch]], filters: list[set[int]]) -> Scores:
        """The rows of the word or filter with the fewest rows; words and filters are sorted by that, and a word is removed."""
        if filters and not (words and _size(words[0]) < len(filters[0])):
            return dict.fromkeys(filters[0], 0.0 if words else 1.0)
        if words:
            return self._union(words.pop(0))
        raise Beyond

    def _word(self, part: Query) -> list[Stretch] | None:
        """The postings of the term of a plain word; None for any other query."""
        if not isinstance(part, Phrase):
            return None
        steps = self._steps(part)
        return steps[0].stretches if len(steps) == 1 and not steps[0].choice else None

    def _narrowed(self, found: Scores, stretches: Sequence[Stretch]) -> Scores:
        """The rows, of some, that have one of the terms, with their scores added."""
        self._spend(len(found))
        narrowed = {}
        for row, score in found.items():
            given = [stretch.score(at) for stretch in stretches if (at := stretch.find(row)) >= 0]
            if given:
                narrowed[row] = score + sum(given)
        return narrowed

    def _union(self, stretches: Sequence[Stretch]) -> Scores:
        self._spend(_size(stretches))
        found: Scores = {}
        for stretch in stretches:
            for row, score in stretch.scores().items():
                found[row] = found.get(row, 0.0) + score
        return found

    def _steps(self, query: Phrase) -> list[_Step]:
        if query.field != "statement":
            raise Beyond
        return [self._step(step.offset, self._state.terms(step)) for step in analysis.phrase(query.text)]

    def _step(self, offset: int, terms: Sequence[bytes]) -> _Step:
        found = [(term, self._mapped.find("statement.term", term)) for term in terms]
        stretches = [
            Stretch(self._segment, ordinal, self._state.idf(term), self._state.average)
            for term, ordinal in found
            if ordinal >= 0
        ]
        return _Step(offset, len(terms) > 1, stretches)

    def _phrase(self, steps: Sequence[_Step]) -> Scores:
        """The rows with the terms at their distances; all terms of a step that a row has add to its score."""
        if not steps or not all(step.stretches for step in steps):
            return {}
        if len(steps) == 1:
            found = self._union(steps[0].stretches)
            return dict.fromkeys(found, 1.0) if steps[0].choice else found
        rarest = min(steps, key=lambda step: _size(step.stretches))
        self._spend(_size(rarest.stretches) * len(steps))
        scores = {}
        for row in set(chain.from_iterable(stretch.rows() for stretch in rarest.stretches)):
            starts: set[int] | None = None
            score = 0.0
            for step in steps:
                at = [(stretch, posting) for stretch in step.stretches if (posting := stretch.find(row)) >= 0]
                here = {position - step.offset for stretch, posting in at for position in stretch.positions(posting)}
                starts = here if starts is None else starts & here
                score += sum(stretch.score(posting) for stretch, posting in at)
                if not starts:
                    break
            else:
                scores[row] = score
        return scores

    def _beginning(self, start: bytes) -> set[int]:
        """The rows with a word as written that begins with a string."""
        words = self._mapped.beginning("statement.word", start)
        self._spend(len(words))
        return set(chain.from_iterable(map(self._rows_of_word, words)))

    def _rows_of_word(self, word: int) -> Iterable[int]:
        mapped = self._mapped
        term, form = mapped["statement.word.term"][word], mapped["statement.word.form"][word]
        bounds = mapped["statement.first"]
        if (whole := term - len(bounds) + 1) >= 0:
            first, end = mapped["statement.whole.first"][whole : whole + 2]
            return mapped["statement.whole.unit"][first:end]
        first, end = bounds[term], bounds[term + 1]
        self._spend(end - first)
        units = mapped.sure("statement.unit", first, end)[first:end]
        planes, beyond = mapped["statement.forms"][term : term + 2]
        if planes == beyond:
            return units
        start = planes + (form >> 3) * (end - first)
        beyond = start + end - first
        mask, bit = mapped.sure("statement.mask", start, beyond)[start:beyond], 1 << (form & 7)
        return [unit for unit, held in zip(units, mask, strict=True) if held & bit]

    def _filtered(self, query: Field | Sources) -> set[int]:
        """The rows of a filter that names its values."""
        match query:
            case Sources(ids):
                return self._listed("source", ids)
            case Field("label", value):
                return self._listed("label", [value])
        raise Beyond

    def _listed(self, name: str, values: Iterable[str]) -> set[int]:
        """The rows with one of these sources, or labels."""
        found: set[int] = set()
        bounds, rows = self._mapped[name + ".first"], self._mapped[name + ".row"]
        for value in values:
            ordinal = self._mapped.find(name, encoded(value))
            if ordinal >= 0:
                self._spend(bounds[ordinal + 1] - bounds[ordinal])
                found.update(rows[bounds[ordinal] : bounds[ordinal + 1]])
        return found

    def _selected(self, selection: Selection) -> Iterable[Test]:
        if selection.attributions is not None:
            codes = {ATTRIBUTIONS.index(each) for each in selection.attributions}
            attribution = self._mapped["claim.attribution"]
            yield lambda row: attribution[row] in codes
        if selection.documents is not None:
            documents = {self._segment.find(uri) for uri in selection.documents}
            yield lambda row: document_of(self._mapped, row) in documents

    def _is_selected(self, row: int) -> bool:
        return all(test(row) for test in self._tests) and not self._segment.is_dead(document_of(self._mapped, row))

    def _spend(self, postings: int) -> None:
        self._left -= postings
        if self._left < 0:
            raise Beyond


@dataclass(frozen=True, slots=True)
class _Step:
    """A step of a phrase: its distance from the first step, and the postings of the terms of which any one matches.

    A single step that is a `choice` of several terms gives all rows the same score, as patterns do.
    """

    offset: int
    choice: bool
    stretches: list[Stretch]


def _size(stretches: Sequence[Stretch]) -> int:
    return sum(map(len, stretches))


def _uri(segment: OpenSegment, row: int) -> bytes:
    return segment.mapped.string("uri", document_of(segment.mapped, row))
