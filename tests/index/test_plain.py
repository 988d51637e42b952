"""Plain queries answered by the standard library: the same rows and scores as Whoosh gives."""

from __future__ import annotations

import contextlib
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_contract import make, make_claim

from indexer.index import Selection
from indexer.index.backends import open_index
from indexer.index.parser import parse
from indexer.index.query import Sources, map_sources
from indexer.index.segments import plain
from indexer.index.segments import writer as segment_writing
from indexer.index.segments.snapshot import Snapshots
from indexer.index.whoosh.searcher import WhooshSearcher

WORDS = "chip chips chipped wafer gpt4 GPT 4 5nm 半导体 半 体产业 the nation national".split()
SOURCES = ["https://example.org/a", "doi:10.1/b", "n[3]"]
QUERIES = [
    "chip", "the", "chip wafer", "chip OR wafer", '"the chip"', "chip*", "gpt*", "半", "半导", '"半导体 产业"', "导", "chip -wafer",
    "(chip OR 半) the", "label:1", "chip label:1", "chip NOT (wafer the)", "the chip OR label:2", '"chip the" OR nation*',
    "nowhere", "chip nowhere", "nowhere*", "chip OR nowhere",
]  # fmt: skip
STATEMENTS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=7).map(" ".join)
CLAIMS = st.builds(
    lambda words, ids, kind: make_claim(words, source_ids=ids, attribution=kind),
    STATEMENTS,
    st.lists(st.sampled_from(SOURCES), max_size=2, unique=True).map(tuple),
    st.sampled_from(["direct", "inherited", "none"]),
)
RUNS = st.lists(
    st.dictionaries(st.sampled_from("abcde"), st.lists(CLAIMS, max_size=6), min_size=1, max_size=3),
    min_size=1,
    max_size=3,
)
SELECTIONS = st.builds(
    Selection,
    source_ids=st.none() | st.sets(st.sampled_from(SOURCES), max_size=2).map(frozenset),
    documents=st.none() | st.sets(st.sampled_from("abcx"), max_size=2).map(frozenset),
    attributions=st.none() | st.just(frozenset({"direct", "none"})),
)


@contextlib.contextmanager
def segments_of(runs, *, merged=True):
    """The segments that some runs leave; unless `merged` each run has its own, with all of its dead rows."""
    unmerged = contextlib.nullcontext() if merged else patch.object(segment_writing, "plan", lambda _: [])
    with TemporaryDirectory() as folder, unmerged:
        index = open_index(Path(folder) / "index", create=True)
        for run in runs:
            with index.writer(1) as writer:
                for uri, claims in run.items():
                    writer.put(make(uri, *claims))
        index.close()
        yield Snapshots(Path(folder) / "index").current().segments


def assert_same(segments, query, selection, limit=1000, offset=0):
    expected = [tuple(place) for place in WhooshSearcher(segments).top(query, selection, limit, offset)]
    found = [tuple(each) for each in plain.top(segments, query, selection, limit, offset)]
    assert [(at, row, pytest.approx(score, abs=2e-6)) for at, row, score in expected] == found
    assert WhooshSearcher(segments).count(query, selection) == plain.count(segments, query, selection)


@given(RUNS, st.sampled_from(QUERIES), SELECTIONS, st.integers(1, 9), st.integers(0, 3))
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=60)
def test_plain_answers_are_those_of_whoosh(runs, text, selection, limit, offset):
    with segments_of(runs) as segments:
        assert_same(segments, parse(text), selection)
        assert_same(segments, parse(text), selection, limit, offset)
        within = map_sources(parse(f"{text} source:x"), lambda _: frozenset(SOURCES[:2]))
        assert_same(segments, within, selection)


def test_blocks_are_passed_over_without_losing_the_best():
    claims = [
        " ".join(["the"] * (1 + (row * 7919) % 5) + ["chip"] * ((row * 31) % 4) + ["wafer"] * (row % 9))
        for row in range(2500)
    ]
    runs = [{"a": claims[:1100]}, {"b": claims[1100:], "c": ["the"]}, {"a": claims[1800:], "d": claims[:300]}]
    with segments_of(runs) as segments:
        for text in ("the", "chip", "wafer"):
            for limit in (1, 10, 300):
                assert_same(segments, parse(text), Selection(), limit)


@pytest.mark.parametrize(
    "text", ["w*fer", "chip~", "heading:x", "-chip", "chip OR -wafer", "document:a", "source:example.org"]
)
def test_what_is_not_plain_is_said_to_be_beyond(text):
    with segments_of([{"a": ["chip"]}]) as segments, pytest.raises(plain.Beyond):
        plain.top(segments, parse(text), Selection(), 10)


def test_too_many_postings_are_beyond(monkeypatch):
    monkeypatch.setattr(plain, "MOST", 5)
    with segments_of([{"a": ["chip the"] * 9}]) as segments:
        assert len(plain.top(segments, parse("chip"), Selection(), 10)) == 9
        with pytest.raises(plain.Beyond):
            plain.top(segments, parse("chip the"), Selection(), 10)


def test_sources_alone_are_listed_in_order():
    with segments_of([{"a": [make_claim("x", source_ids=(SOURCES[0],)), "y"]}]) as segments:
        found = plain.top(segments, Sources(frozenset(SOURCES[:1])), Selection(), 10)
    assert [tuple(each) for each in found] == [(0, 0, 1.0)]
