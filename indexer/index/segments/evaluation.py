"""Which rows of a segment match a query, and their scores, by NumPy.

Matches and scores are the same as Whoosh's (see `indexer.index.whoosh.search`): BM25 for words, the sum of its terms for a
phrase, 1 for a pattern; `OR` adds the scores of its parts; fields and selections only filter.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache
from typing import NamedTuple, Protocol

import numpy as np

from indexer.index import Selection, analysis
from indexer.index.deadline import check_deadline
from indexer.index.matching import field_test, fixed_start, word_test
from indexer.index.query import And, Field, Fuzzy, Not, Or, Pattern, Phrase, Prefix, Query, Sources, TextField, Wildcard
from indexer.index.segments.arrays import Array, Arrays, fresh, ranges, sizes_of
from indexer.index.segments.joining import NONE, Locate, among, common, located, united
from indexer.index.segments.layout import ATTRIBUTIONS, decoded, encoded
from indexer.index.segments.lookups import Postings, Term
from indexer.index.segments.phrases import Step, phrase
from indexer.index.segments.snapshot import OpenSegment

_REMEMBERED = 1 << 12  # sources of which the place is kept
_SPARSE = 8  # rows of a segment to each that matches, from which on sorting is cheaper than adding up in place


class Matches(NamedTuple):
    """Matching rows, ascending, and their scores; None if all scores are 1."""

    rows: Array
    scores: Array | None

    def chosen(self, places: Array | slice) -> Matches:
        """Some of them."""
        return Matches(self.rows[places], None if self.scores is None else self.scores[places])


class Statistics(Protocol):
    """The statistics of all segments together."""

    def idf(self, field: TextField, term: bytes) -> float:
        """The weight of a term."""

    def expanded(self, field: TextField, start: bytes) -> list[bytes]:
        """The terms of all segments that begin with a string."""


class Segment:
    """A segment to search. `averages` are the average lengths of the fields over all segments."""

    def __init__(self, opened: OpenSegment, statistics: Statistics, averages: dict[TextField, float]) -> None:
        self.mapped = opened.mapped
        self.arrays = Arrays(opened.mapped)
        self.rows = opened.entry.rows
        self.fields = {name: Postings(self.arrays, name, average) for name, average in averages.items()}
        self.dead = _dead_rows(opened, self.arrays)
        self._statistics = statistics
        self._word = lru_cache(maxsize=_REMEMBERED)(self._only_word)
        self._source = lru_cache(maxsize=_REMEMBERED)(self._found_source)

    def holding(self, field: TextField, term: bytes) -> int:
        """How many rows have a term, dead ones too."""
        stretch = self.fields[field].stretch(term)
        if stretch is None:
            return 0
        return stretch.size if field == "statement" else int(self._heights[self.fields[field].of(stretch)].sum())

    def matches(self, query: Query, *, scored: bool = True, within: Array | None = None) -> Matches:
        """The matching rows, including dead ones, of all rows or of some; without scores if these are not wanted."""
        check_deadline()
        match query:
            case Phrase(text, field):
                word = None if within is None else self.word(query)
                if word is not None and within is not None:
                    return self._with_word(word, within, scored)
                steps = self.steps(text, field) or ()
                locate = self._locate(self.fields[field], [step.terms[0] for step in steps])
                found = self._in_rows(field, Matches(*phrase(self.fields[field], steps, locate, scored=scored)))
            case Prefix(field=field) | Wildcard(field=field) | Fuzzy(field=field):
                found = self._in_rows(field, Matches(united(self.having(query)), None))
            case Field() | Sources():
                found = Matches(self.filtered(query), None)
            case Or(parts):
                each = [self.matches(part, scored=scored, within=within) for part in parts]
                return self.added(each) if scored else Matches(united([part.rows for part in each]), None)
            case And(parts):
                return self._all(parts, scored, within)
            case Not():
                return self._all((query,), scored, within)
        return found if within is None else found.chosen(located(within, found.rows)[0])

    def listed(self, selection: Selection) -> Array | None:
        """The rows of the selected sources and documents, including dead ones; None if the selection limits neither."""
        sources = None if selection.source_ids is None else self._sources(selection.source_ids)
        if selection.documents is None:
            return sources
        documents = self._documents(selection.documents)
        return documents if sources is None else common([sources, documents])[0]

    def kept(self, rows: Array, selection: Selection) -> Array | None:
        """The positions of the live rows with a selected attribution; None if that is all of them."""
        kept = None if self.dead is None else ~self.dead[rows]
        if selection.attributions is not None:
            wanted = self._attributed(selection.attributions, rows)
            kept = wanted if kept is None else kept & wanted
        return None if kept is None else kept.nonzero()[0]

    def selected(self, query: Query | None, selection: Selection, *, scored: bool = True) -> Matches:
        """The live and selected rows that match; without a query, all of them."""
        within = self.listed(selection)
        if query is not None:
            found = self.matches(query, scored=scored, within=within)
        else:
            found = Matches(np.arange(self.rows, dtype=np.uint32) if within is None else within, None)
        kept = self.kept(found.rows, selection)
        return found if kept is None else found.chosen(kept)

    def steps(self, text: str, field: TextField) -> list[Step] | None:
        """The steps of a phrase; None if one of them does not occur in the segment."""
        found = []
        for step in analysis.phrase(text):
            check_deadline()
            start = encoded(step.term)
            names = self._statistics.expanded(field, start) if step.open else [start]
            stretches = [(self.fields[field].stretch(name), name) for name in names]
            terms = [Term(each, self._statistics.idf(field, name)) for each, name in stretches if each is not None]
            if not terms:
                return None
            found.append(Step(step.offset, len(names) > 1, terms))
        return found or None

    def having(self, pattern: Pattern) -> list[Array]:
        """The units with words that a pattern matches, in several ascending lists."""
        postings = self.fields[pattern.field]
        words = postings.words(encoded(fixed_start(pattern)))
        if isinstance(pattern, Prefix):
            return postings.having(words)
        test = word_test(pattern)
        return postings.having([at for at in words if test(postings.word(at))])

    def filtered(self, query: Field | Sources) -> Array:
        """The rows of a filter, ascending."""
        if isinstance(query, Sources):
            return self._sources(query.ids)
        if query.name == "attribution":
            return _rows(self._attributed([query.value]).nonzero()[0])
        if query.name == "label":
            return self._listed("label", [self.mapped.find("label", encoded(query.value))])
        test = field_test(query)
        table = "source" if query.name == "source" else "uri"
        texts = (decoded(text) for text in self.mapped.strings(table))
        ordinals = [at for at, text in enumerate(texts) if test(text)]
        return self._listed("source", ordinals) if table == "source" else self._rows_of(ordinals)

    def added(self, parts: Sequence[Matches]) -> Matches:
        """The rows that any part matches, with the sum of their scores."""
        parts = [part for part in parts if len(part.rows)]
        if len(parts) < 2:
            return parts[0] if parts else Matches(NONE, None)
        given = [np.ones(len(rows)) if scores is None else scores for rows, scores in parts]
        if sum(len(part.rows) for part in parts) * _SPARSE > self.rows:
            sums, held = np.zeros(self.rows), np.zeros(self.rows, bool)
            for (rows, _), scores in zip(parts, given, strict=True):
                sums[rows] += scores
                held[rows] = True
            found = np.flatnonzero(held)
            return Matches(_rows(found), sums[found])
        rows, scores = np.concatenate([part.rows for part in parts]), np.concatenate(given)
        order = np.argsort(rows, kind="stable")  # which merges what is rising
        rows = rows[order]
        first = np.flatnonzero(fresh(rows))
        return Matches(rows[first], np.add.reduceat(scores[order], first))

    def _with_word(self, word: Term, rows: Array, scored: bool) -> Matches:  # noqa: FBT001  # as `matches` was asked
        """The rows, of some, that have a word."""
        postings = self.fields["statement"]
        kept, there = postings.located(word.stretch, rows)
        rows = rows.take(kept)
        return Matches(rows, postings.given_together([word], [there], rows) if scored else None)

    def _all(self, parts: Iterable[Query], scored: bool, within: Array | None) -> Matches:  # noqa: FBT001  # as `matches` was asked
        """The rows that match all parts. Only words and patterns score."""
        lists = [] if within is None else [within]
        words, others, excluded = [], [], []
        for part in parts:
            match part:
                case Not(inner):
                    excluded.append(inner)
                case Field() | Sources():
                    lists.append(self.filtered(part))
                case _ if (term := self.word(part)) is not None:
                    words.append(term)
                case _:
                    others.append(self.matches(part, scored=scored))
        rows, places = self._together(words, [*lists, *(other.rows for other in others)])
        scores = self._summed(words, places, others, rows) if scored else None
        for part in excluded:
            if len(rows):
                kept = ~among(rows, self.matches(part, scored=False, within=rows).rows)
                rows, scores = rows[kept], None if scores is None else scores[kept]
        return Matches(rows, scores)

    def word(self, query: Query) -> Term | None:
        """The term of a query that is a plain word and occurs in statements of the segment; None for any other."""
        return self._word(query.text) if isinstance(query, Phrase) and query.field == "statement" else None

    def _only_word(self, text: str) -> Term | None:
        steps = self.steps(text, "statement")
        return steps[0].word if steps and len(steps) == 1 else None

    def _together(self, words: Sequence[Term], lists: Sequence[Array]) -> tuple[Array, list[Array]]:
        """The rows that have all words and are in all lists, and where they are in each of them."""
        units = self.fields["statement"]
        everywhere = [*(units.of(word.stretch) for word in words), *lists]
        if not everywhere:
            return np.arange(self.rows, dtype=np.uint32), []
        return common(everywhere, self._locate(units, words, lists))

    def _summed(
        self, words: Sequence[Term], places: Sequence[Array], others: Sequence[Matches], rows: Array
    ) -> Array | None:
        """The sum of the scores of words and other parts for rows that have all of them; the positions of the other parts come last."""
        if not words and not others:
            return None
        postings = self.fields["statement"]
        sums = postings.given_together(words, places[: len(words)], rows) if words else np.zeros(len(rows))
        for other, at in zip(reversed(others), reversed(places), strict=False):
            sums += 1.0 if other.scores is None else other.scores[at]
        return sums

    def _locate(self, postings: Postings, terms: Sequence[Term], lists: Sequence[Array] = ()) -> Locate:
        """A function that finds rows among those of terms, and in lists that are numbered after these."""

        def locate(at: int, rows: Array) -> tuple[Array, Array]:
            if at >= len(terms):
                return located(lists[at - len(terms)], rows)
            return postings.located(terms[at].stretch, rows)

        return locate

    def _in_rows(self, field: TextField, found: Matches) -> Matches:
        """Matches of the units of a field as rows: a heading applies to all rows of its section."""
        if field == "statement":
            return found
        sizes = self._heights[found.rows]
        scores = None if found.scores is None else np.repeat(found.scores, sizes)
        return Matches(_rows(ranges(self.arrays["section.first"][found.rows].astype(np.int64), sizes)), scores)

    @cached_property
    def _heights(self) -> Array:
        """How many rows each section has."""
        return sizes_of(self.arrays["section.first"])

    def _attributed(self, names: Iterable[str], rows: Array | None = None) -> Array:
        """For each row, or for some, whether it has one of these attributions."""
        wanted = np.array([name in names for name in ATTRIBUTIONS])
        codes = self.arrays["claim.attribution"]
        found: Array = wanted.take(codes if rows is None else codes.take(rows))
        return found

    def _documents(self, uris: Iterable[str]) -> Array:
        return self._rows_of(sorted(at for uri in uris if (at := self.mapped.find("uri", encoded(uri))) >= 0))

    def _rows_of(self, documents: Sequence[int]) -> Array:
        bounds, chosen = self.arrays["document.first"].astype(np.int64), np.array(documents, np.int64)
        return _rows(ranges(bounds[chosen], sizes_of(bounds)[chosen]))

    def _sources(self, source_ids: Iterable[str]) -> Array:
        return self._listed("source", [self._source(source_id) for source_id in source_ids])

    def _found_source(self, source_id: str) -> int:
        return self.mapped.find("source", encoded(source_id))

    def _listed(self, name: str, ordinals: Sequence[int]) -> Array:
        """The rows with one of some sources or labels; -1 is one that there is not."""
        bounds, rows = self.mapped[name + ".first"], self.arrays[name + ".row"]
        return united([rows[bounds[at] : bounds[at + 1]] for at in ordinals if at >= 0])


def _dead_rows(opened: OpenSegment, arrays: Arrays) -> Array | None:
    """For each row, whether it is dead; None if all are live."""
    if opened.dead is None:
        return None
    sizes = sizes_of(arrays["document.first"])
    bits = np.unpackbits(np.frombuffer(opened.dead, np.uint8), bitorder="little")[: len(sizes)]
    return np.repeat(bits.astype(bool), sizes)


def _rows(numbers: Array) -> Array:
    """Numbers of rows in the type in which segments of more than a few claims have them."""
    return numbers.astype(np.uint32)
