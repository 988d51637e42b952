"""The vectorised evaluation beside what knows nothing of segments: the oracle, and Whoosh over an index of its own making."""

from __future__ import annotations

import contextlib
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st
from oracle import MemoryIndex
from test_contract import make, make_claim
from test_plain import SELECTIONS, SOURCES, segments_of
from test_searching import HEADED_RUNS, TREES
from whoosh import fields
from whoosh.analysis import IDAnalyzer
from whoosh.codec import whoosh3
from whoosh.filedb.filestore import RamStorage

from indexer.index import Selection, analysis
from indexer.index.matching import heading_text
from indexer.index.parser import parse
from indexer.index.query import And, Field, Not, Or, Phrase, Prefix, Sources
from indexer.index.segments import claims, lookups
from indexer.index.segments.best import best
from indexer.index.segments.bm25 import rounded
from indexer.index.segments.briefs import briefs
from indexer.index.segments.joining import located, runs
from indexer.index.segments.marks import Marks
from indexer.index.segments.searching import Searcher
from indexer.index.whoosh.engine import query as engine
from indexer.index.whoosh.search import to_engine

ALL = Selection()
SCHEMA = fields.Schema(
    document=fields.ID(),
    statement=fields.TEXT(analyzer=IDAnalyzer(), phrase=True),
    statement_written=fields.ID(),
    heading=fields.TEXT(analyzer=IDAnalyzer(), phrase=True),
    heading_written=fields.ID(),
    source=fields.ID(),
    label=fields.ID(),
    attribution=fields.ID(),
    place=fields.STORED(),
)
MARKED = (False, True)
"""Whether all look-ups go through marks and tables for whole terms, or none."""


@contextlib.contextmanager
def marked(*, everywhere):
    marking = {"_FEW": 0, "_SEARCHED": 0, "_RARE": 1 << 30, "_COUNTED": 1 << 30, "_SELDOM": 2}
    with patch.multiple(lookups, **(marking if everywhere else {"_COUNTED": 0})):
        yield


@contextlib.contextmanager
def exact_lengths():
    """Whoosh keeps a length as one of 256 that stand for all, of which 11 is none. Short ones can stand for themselves."""
    with patch.multiple(whoosh3, length_to_byte=lambda length: length or 0, byte_to_length=int):
        yield


class StockWhoosh:
    """Claims in an index that Whoosh wrote itself, with one commit a run."""

    def __init__(self, runs):
        self._index = RamStorage().create_index(SCHEMA)
        for run in runs:
            writer = self._index.writer()
            for uri, found in run.items():
                writer.delete_by_term("document", uri)
                for claim in make(uri, *found).claims:
                    writer.add_document(**self._row(claim))
            writer.commit(merge=False)

    @property
    def rows(self):
        """How many there are, dead ones too."""
        return self._index.doc_count_all()

    def scores(self, query, selection):
        """Each claim's place in its document, and its score."""
        with self._index.searcher() as searcher:
            question = to_engine(query, selection, searcher.reader())
            if question is engine.NullQuery:
                return {}
            found = searcher.search(question, limit=None).items()
            return {searcher.stored_fields(row)["place"]: score for row, score in found}

    def _row(self, claim):
        heading = heading_text(claim.heading)
        return {
            "document": [claim.document_uri],
            "statement": analysis.terms(claim.statement),
            "statement_written": list({found.word for found in analysis.written(claim.statement)}),
            "heading": analysis.terms(heading),
            "heading_written": list({found.word for found in analysis.written(heading)}),
            "source": list(dict.fromkeys(claim.source_ids)),
            "label": list(dict.fromkeys(claim.labels)),
            "attribution": [claim.attribution],
            "place": f"{claim.document_uri}#{claim.ordinal}",
        }


def oracle_of(runs):
    index = MemoryIndex()
    for run in runs:
        with index.writer(1) as writer:
            for uri, found in run.items():
                writer.put(make(uri, *found))
    return index


def places(segments, found):
    """What was found, as the oracle names it."""
    rows = [claims.claim(segments[each.segment].mapped, each.row) for each in found]
    return [f"{claim.document_uri}#{claim.ordinal}" for claim in rows]


def expected_places(index, query, selection):
    return [f"{hit.claim.document_uri}#{hit.claim.ordinal}" for hit in index.search(query, selection, limit=None)]


PAGES = st.builds(slice, st.integers(0, 3), st.integers(3, 9))


@given(HEADED_RUNS, TREES, SELECTIONS, PAGES, st.sampled_from(MARKED))
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=75)
def test_the_oracle_matches_the_same_claims(runs, query, selection, page, everywhere):
    index = oracle_of(runs)
    limit, offset = page.stop - page.start, page.start
    expected = expected_places(index, query, selection)
    with segments_of(runs) as segments, marked(everywhere=everywhere):
        searcher = Searcher(segments)
        whole = searcher.top(query, selection, None, 0)
        ordered = searcher.ordered(query, selection, None, 0)

        assert expected == places(segments, ordered)
        assert sorted(whole, key=lambda at: -at.score) == whole
        assert sorted(expected) == sorted(places(segments, whole))
        assert sorted(whole) == sorted(ordered)
        # Equal scores are in document order.
        rank = {each: at for at, each in enumerate(ordered)}
        assert whole == sorted(whole, key=lambda at: (-at.score, rank[at]))
        assert whole[page] == searcher.top(query, selection, limit, offset)
        assert ordered[page] == searcher.ordered(query, selection, limit, offset)
        assert len(expected) == searcher.count(query, selection)
        assert [hit.id for hit in searcher.briefs(query, selection, limit, offset, "score")] == [
            claims.claim_id(segments[at.segment].mapped, at.row) for at in whole[page]
        ]


@given(HEADED_RUNS, TREES, SELECTIONS, st.sampled_from(MARKED))
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=60)
def test_whoosh_gives_the_same_scores_over_an_index_of_its_own(runs, query, selection, everywhere):
    with exact_lengths():
        stock = StockWhoosh(runs)
        expected = stock.scores(query, selection)
    with segments_of(runs, merged=False) as segments, marked(everywhere=everywhere):
        # A segment goes when all of it is dead, which Whoosh does not see.
        assume(stock.rows == sum(each.entry.rows for each in segments))
        found = Searcher(segments).top(query, selection, None, 0)
        scores = dict(zip(places(segments, found), (each.score for each in found), strict=True))
    assert expected == pytest.approx(scores, abs=2e-6)


@given(HEADED_RUNS, TREES, SELECTIONS)
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=50)
def test_facets_count_the_sources_of_what_the_oracle_finds(runs, query, selection):
    counts = {}
    for hit in oracle_of(runs).search(query, selection, limit=None):
        for source_id in set(hit.claim.source_ids):
            counts[source_id] = counts.get(source_id, 0) + 1
    with segments_of(runs) as segments:
        assert sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])) == Searcher(segments).facets(
            query, selection, None
        )


def test_the_sources_of_a_claim_that_has_many_are_all_counted():
    many = tuple(f"n[{number}]" for number in (9, 1, 2, 3, 4, 5))
    runs = [{"a": [make_claim("chip", source_ids=many), make_claim("chips", source_ids=many[:1])]}]
    with segments_of(runs) as segments:
        found = Searcher(segments).facets(parse("chip"), ALL, None)
    assert found == [("n[9]", 2), *((source_id, 1) for source_id in many[1:])]


REPEATING = st.lists(st.sampled_from("a b c a半 半导 导".split()), min_size=1, max_size=14).map(" ".join)


SHORT = st.lists(st.sampled_from("abc"), min_size=2, max_size=3).map(" ".join)


@given(
    statements=st.lists(REPEATING, min_size=1, max_size=12),
    words=REPEATING | SHORT,
    everywhere=st.sampled_from(MARKED),
)
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=75)
@example(statements=["a x x b a b", "b"], words="a b", everywhere=False)
@example(statements=["b a x x b", "a", "a b x b", "b a a b"], words="a b", everywhere=False)
@example(statements=["a x c x x a b", "b", "c", "b c"], words="a b c", everywhere=False)
@example(statements=["a x x a b c", "a b x a b c", "b", "c", "b c"], words="a b c", everywhere=True)
def test_phrases_of_words_that_occur_again(statements, words, everywhere):
    query = Phrase(words)
    runs = [{"a": statements}]
    with segments_of(runs) as segments, marked(everywhere=everywhere):
        found = Searcher(segments).ordered(query, ALL, None, 0)
        assert expected_places(oracle_of(runs), query, ALL) == places(segments, found)


def word(rank):
    """A word of letters alone, so that it is one term."""
    return "w" + "".join("bcdfghjklm"[int(digit)] for digit in str(rank)) + "k"


def words_of(number):
    """A statement of which words are common, middling and rare, in many lengths; now and then one is said often."""
    dice = np.random.default_rng(number)
    ranks = np.minimum(dice.zipf(1.3, size=3 + number % 20), 900)
    said = [*map(word, ranks.tolist()), *[word(1)] * (number % 11 == 0) * (number % 23)]
    return " ".join(said + [word(2), word(3)] * (number % 7 == 0))


STATEMENTS = [
    make_claim(
        words_of(number),
        source_ids=(SOURCES[number % 3],) if number % 2 else (),
        attribution="direct" if number % 2 else "none",
    )
    for number in range(9000)
]
LARGE = {
    "one segment": [{"a": STATEMENTS[:5000], "b": STATEMENTS[5000:]}],
    "equal ones": [{"a": STATEMENTS[:3000], "b": STATEMENTS[:3000], "c": STATEMENTS[:3000]}],
    "several with dead ones": [
        {"a": STATEMENTS[:2000], "c": STATEMENTS[2000:4500]},
        {"b": STATEMENTS[4500:7000], "d": STATEMENTS[:400]},
        {"c": STATEMENTS[7000:], "e": STATEMENTS[4000:4100]},
    ],
}
SELECTED = [
    ALL,
    Selection(attributions=frozenset({"direct"})),
    Selection(attributions=frozenset()),
    Selection(source_ids=frozenset(SOURCES[:1])),
    Selection(documents=frozenset({"b", "c"}), attributions=frozenset({"none"})),
]
LARGE_WORDS = (st.integers(1, 40) | st.integers(1, 900)).map(word)
LARGE_QUERIES = st.one_of(
    LARGE_WORDS.map(Phrase),
    st.lists(LARGE_WORDS.map(Phrase), min_size=1, max_size=4).map(lambda parts: Or(tuple(parts))),
    st.lists(LARGE_WORDS.map(Phrase), min_size=1, max_size=3).map(lambda parts: And(tuple(parts))),
    st.tuples(LARGE_WORDS, LARGE_WORDS).map(" ".join).map(Phrase),
    st.builds(lambda first, second: And((Phrase(first), Not(Phrase(second)))), LARGE_WORDS, LARGE_WORDS),
    st.builds(lambda first, second: Or((Phrase(first), Prefix(second))), LARGE_WORDS, st.sampled_from(["wc", "wff"])),
    st.builds(
        lambda word, source: And((Phrase(word), Sources(frozenset({source})))), LARGE_WORDS, st.sampled_from(SOURCES)
    ),
    st.sampled_from(["wc", "wcd", "wkkk", "w", "nowhere"]).map(Prefix),
)


@pytest.fixture(scope="module", params=list(LARGE))
def large(request):
    with segments_of(LARGE[request.param], merged=False) as segments:
        yield Searcher(segments)


@given(LARGE_QUERIES, st.sampled_from(SELECTED), st.sampled_from([1, 3, 10, 40, 2000]))
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_best_of_many_are_those_of_all(large, query, selection, most):
    for segment in large._segments:
        rows, scores = segment.selected(query, selection)
        scores = [1.0] * len(rows) if scores is None else [rounded(score) for score in scores.tolist()]
        expected = sorted(zip(rows.tolist(), scores, strict=True), key=lambda pair: (-pair[1], pair[0]))[:most]

        rows, scores = best(segment, query, selection, most)

        # Terms are added up in another order.
        assert [row for row, _ in expected] == rows.tolist()
        assert [score for _, score in expected] == pytest.approx(scores.tolist(), abs=2e-6)
        wanted = segment.matches(query, within=rows[np.argsort(rows)])
        assert sorted(rows.tolist()) == wanted.rows.tolist()


@pytest.mark.parametrize("ranks", [(5, 2, 1), (40, 9, 3, 1), (700, 12, 2, 1), (30, 20, 3, 2, 1), (8, 7, 6, 5, 4)])
def test_rare_words_are_helped_by_all_that_come_after(large, ranks):
    query = Or(tuple(Phrase(word(rank)) for rank in ranks))
    ranked = large.top(query, ALL, None, 0)
    for most in (1, 2, 5, 10, 30):
        found = large.top(query, ALL, most, 0)
        assert [(at.segment, at.row) for at in ranked[:most]] == [(at.segment, at.row) for at in found]


def test_nothing_is_found_where_nothing_is_wanted(large):
    for query in (Phrase(word(1)), Or((Phrase(word(1)), Phrase(word(2)))), Prefix("w")):
        assert large.top(query, ALL, 0, 0) == []
        assert large.ordered(query, ALL, 0, 0) == []


def test_a_word_that_is_said_very_often():
    runs = [{"a": ["b " * 700 + "c", "b b c", "c b", *["d"] * 40, "b " * 300]}]
    stock = StockWhoosh(runs)
    assert stock.scores(Phrase("b"), ALL).keys() == {"a#0", "a#1", "a#2", "a#43"}
    for everywhere in MARKED:
        with segments_of(runs) as segments, marked(everywhere=everywhere):
            searcher = Searcher(segments)
            for text in ("b", "b c", "b OR c", '"b c"'):
                found = searcher.top(parse(text), ALL, None, 0)
                whole = searcher.ordered(parse(text), ALL, None, 0)
                assert sorted(found) == sorted(whole)
                assert sorted(stock.scores(parse(text), ALL)) == sorted(places(segments, found))


@given(st.sets(st.integers(0, 900)), st.sets(st.integers(0, 900)), st.integers(901, 1300))
def test_marks_find_what_a_search_finds(listed, sought, rows):
    listed, sought = (np.array(sorted(each), np.uint32) for each in (listed, sought))
    expected = [place.tolist() for place in located(listed, sought)]

    marks = Marks(listed, rows)
    held = marks.held(sought)
    assert expected == [held.tolist(), marks.where(sought[held]).tolist()]
    assert expected[0] == np.flatnonzero(np.isin(sought, listed)).tolist()


def test_nothing_has_marks():
    nothing = np.zeros(0, np.uint32)
    marks = Marks(nothing, 0)
    assert [marks.held(nothing).tolist(), marks.where(nothing).tolist()] == [[], []]


@given(st.lists(st.integers(0, 9)))
def test_runs_of_a_list(numbers):
    held, sizes = runs(np.array(sorted(numbers), np.uint8))
    assert {number: numbers.count(number) for number in numbers} == dict(
        zip(held.tolist(), sizes.tolist(), strict=True)
    )


def test_claims_are_read_together_as_one_by_one():
    with segments_of([{"a": ["一 chip", "wafers"] * 40, "é": ["x y"] * 9}]) as segments:
        mapped = segments[0].mapped
        arrays = Searcher(segments)._segments[0].arrays
        for rows in ([3, 80, 7], list(range(88, -1, -1)), []):
            found = briefs(arrays, np.array(rows, np.uint32), np.ones(len(rows)))
            assert [(claims.claim_id(mapped, row), claims.statement(mapped, row), 1.0) for row in rows] == [*found]


def test_a_field_is_narrowed_to_what_is_selected():
    with segments_of([{"a": [make_claim("x", source_ids=(SOURCES[0],)), "x"], "b": ["x"]}]) as segments:
        searcher = Searcher(segments)
        selection = Selection(source_ids=frozenset(SOURCES[:1]), documents=frozenset("a"))
        for query in (Field("document", "a"), Not(Field("label", "9")), Or((Phrase("x"), Phrase("nowhere")))):
            assert [(at.segment, at.row) for at in searcher.top(query, selection, 10, 0)] == [(0, 0)]
