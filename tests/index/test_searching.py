"""The vectorised search: the same rows, scores, counts and facets as Whoosh gives over the same segments."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_contract import make_claim
from test_plain import CLAIMS, QUERIES, RUNS, SELECTIONS, SOURCES, segments_of

from indexer.index import Selection
from indexer.index.parser import parse
from indexer.index.query import And, Field, Fuzzy, Not, Or, Phrase, Prefix, Sources, Wildcard
from indexer.index.segments.searching import Searcher
from indexer.index.whoosh.searcher import WhooshSearcher

WORDS = [
    "chip",
    "chips",
    "wafer",
    "gpt4",
    "4",
    "半导",
    "导",
    "nation",
    "nowhere",
    "the chip",
    "chip chip",
    "体产 the",
    "半导体产",
]
LEAVES = st.one_of(
    st.builds(Phrase, st.sampled_from(WORDS), st.sampled_from(["statement", "heading"])),
    st.builds(Prefix, st.sampled_from(["ch", "gpt", "n", "x"]), st.sampled_from(["statement", "heading"])),
    st.builds(Wildcard, st.sampled_from(["c*p", "*", "ch?ps"]), st.just("statement")),
    st.builds(Fuzzy, st.sampled_from(["chop", "natiom"]), st.integers(1, 2), st.just("statement")),
    st.builds(Sources, st.sets(st.sampled_from([*SOURCES, "x"]), max_size=2).map(frozenset)),
    st.sampled_from(
        [
            Field("source", "example.org"),
            Field("document", "a"),
            Field("label", "1"),
            Field("label", "x"),
            Field("attribution", "direct"),
        ]
    ),
)
TREES = st.recursive(
    LEAVES,
    lambda parts: (
        st.builds(lambda each: And(tuple(each)), st.lists(parts, min_size=1, max_size=3))
        | st.builds(lambda each: Or(tuple(each)), st.lists(parts, min_size=1, max_size=3))
        | st.builds(Not, parts)
    ),
    max_leaves=6,
)
HEADED = st.builds(
    lambda claim, heading: dataclasses.replace(claim, heading=heading),
    CLAIMS,
    st.sampled_from([(), ("The chip",), ("The chip", "Nations 半导体"), ("gpt4",)]),
)
HEADED_RUNS = st.lists(
    st.dictionaries(st.sampled_from("abcde"), st.lists(HEADED, max_size=6), min_size=1, max_size=3),
    min_size=1,
    max_size=3,
)


def same(expected, found):
    assert [(at, row, pytest.approx(score, abs=2e-6)) for at, row, score in expected] == [tuple(each) for each in found]


def assert_same(segments, query, selection, limit=1000, offset=0):
    expected, found = WhooshSearcher(segments), Searcher(segments)
    same(expected.top(query, selection, None, 0), found.top(query, selection, None, 0))
    same(expected.top(query, selection, limit, offset), found.top(query, selection, limit, offset))
    same(expected.ordered(query, selection, limit, offset), found.ordered(query, selection, limit, offset))
    same(expected.ordered(None, selection, limit, offset), found.ordered(None, selection, limit, offset))
    assert expected.count(query, selection) == found.count(query, selection)
    assert expected.facets(query, selection, None) == found.facets(query, selection, None)
    assert expected.facets(query, selection, 2) == found.facets(query, selection, 2)


@given(HEADED_RUNS, TREES, SELECTIONS, st.integers(1, 9), st.integers(0, 3))
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=60)
def test_any_query_is_answered_as_whoosh_answers_it(runs, query, selection, limit, offset):
    with segments_of(runs) as segments:
        assert_same(segments, query, selection, limit, offset)


@given(RUNS, st.sampled_from(QUERIES), SELECTIONS)
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=50)
def test_written_queries_are_answered_as_whoosh_answers_them(runs, text, selection):
    with segments_of(runs) as segments:
        assert_same(segments, parse(text), selection, 3, 1)


CYCLES = [
    make_claim(
        " ".join(
            ["the"] * (1 + (row * 7919) % 5)
            + ["chip"] * ((row * 31) % 4)
            + ["wafers" if row % 3 else "wafer"] * (row % 9)
        ),
        source_ids=tuple(dict.fromkeys(f"n[{(row * at) % 7}]" for at in range(1 + row % 6))),
    )
    for row in range(6000)
]
LONG = [
    ("one segment", [{"a": CYCLES[:4000], "b": CYCLES[4000:]}]),
    (
        "several with dead ones",
        [{"a": CYCLES[:2100]}, {"b": CYCLES[2100:], "c": ["the"]}, {"a": CYCLES[1800:4000], "d": CYCLES[:300]}],
    ),
]


@pytest.mark.parametrize("runs", [runs for _, runs in LONG], ids=[name for name, _ in LONG])
def test_what_is_passed_over_is_not_among_the_best(runs):
    queries = [
        "the",
        "chip",
        "wafer",
        "the OR chip",
        "chip OR wafer OR c",
        "the chip wafer",
        '"the chip"',
        "waf*",
        "wafers*",
        "the -chip",
    ]
    with segments_of(runs) as segments:
        expected, found = WhooshSearcher(segments), Searcher(segments)
        for text in queries:
            query = parse(text)
            ranked = expected.top(query, Selection(), None, 0)
            for limit in (1, 10, 100):
                same(ranked[:limit], found.top(query, Selection(), limit, 0))
            within = Selection(source_ids=frozenset({"n[3]"}))
            same(expected.top(query, within, 10, 0), found.top(query, within, 10, 0))
            assert expected.facets(query, Selection(), 3) == found.facets(query, Selection(), 3)


def test_numbers_are_not_taken_for_those_of_a_narrower_type():
    words = " ".join(f"w{number}" for number in range(300))
    with segments_of([{"a": [f"a a {words}", "a w9 w9", words]}]) as segments:
        for text in ("w99", "a", "w9", '"a a"', '"w298 w299"', "w2* OR a"):
            assert_same(segments, parse(text), Selection())
