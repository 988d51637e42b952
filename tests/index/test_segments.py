"""Segment files: what comes back equals what went in, and the fast builder gives what the plain one gives."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from plain_segment import write_plain

from indexer import extract
from indexer.index import analysis
from indexer.index.segments import claims, postings
from indexer.index.segments.arrays import bounds_of
from indexer.index.segments.builder import Builder
from indexer.index.segments.mapped import Mapped
from indexer.index.segments.tokens import chunks
from indexer.index.segments.vocabulary import Vocabulary
from indexer.model import Claim, Document, Extraction, Marker, Span

ARTICLES = Path(__file__).parent.parent / "golden" / "articles"


def articles():
    return [found for found in extract(ARTICLES) if isinstance(found, Extraction)]


def test_every_claim_comes_back(tmp_path):
    found = articles()

    write_plain(tmp_path / "a.segment", found)

    with Mapped(tmp_path / "a.segment") as segment:
        again = [claims.claim(segment, row) for row in range(segment.rows)]
        texts = [claims.whole_text(segment, document) for document in range(segment.meta["documents"])]
    ordered = sorted(found, key=lambda each: each.document.uri)
    assert [claim for each in ordered for claim in each.claims] == again
    assert [each.document.text for each in ordered] == texts


def read(path):
    """A segment file as plain values."""
    with Mapped(path) as segment:
        return segment.meta, {name: (segment[name].itemsize, segment[name].tolist()) for name in segment.names()}


def assert_built_as_plain(tmp_path, found):
    for old in tmp_path.glob("*.segment"):
        old.unlink()
    builder = Builder()
    for each in found:
        builder.add(each)
    builder.write(tmp_path / "built.segment")
    write_plain(tmp_path / "plain.segment", found)

    meta, arrays = read(tmp_path / "built.segment")
    plain_meta, plain_arrays = read(tmp_path / "plain.segment")

    assert plain_meta == meta
    assert {name: plain_arrays[name] for name in sorted(plain_arrays)} == {
        name: arrays[name] for name in sorted(arrays)
    }


def test_the_builder_gives_what_the_plain_one_gives(tmp_path):
    assert_built_as_plain(tmp_path, articles())
    assert_built_as_plain(tmp_path, articles()[::-1])


WORDS = (
    "nation nations national nationally nationalize generate generates generated generating generation generations "
    "generator generators general generally generalized 5nm GPT4 gpt4 C++ C# U.S. don't O'Brien l'économie café CAFÉ "
    "1,000 3.14 § 20% € ½ 半导体产业 反 半导体 반도체를 ｶﾞﾗｽ x_y a.b. ++ #1 ... -- AT&T https://example.org/a.b?c=d "
    f"{'long' * 30} {'ab' * 60}9 \ud800 \u0301 🙂 Straße \ufb01ne e\u0301 नमस्ते שָׁלוֹם ''x'' 1.2.3 \x00 \u2044 a\u0149b anb \U0001f1025 15"
).split()
TEXTS = st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join) | st.text(max_size=12)
NAMES = st.sampled_from(["1", "2", "10", "https://example.org/a", "doi:10.1/x", "é", "\ud800", ""])
SPANS = st.tuples(st.integers(0, 60), st.integers(0, 9)).map(lambda pair: Span(pair[0], sum(pair)))
MARKERS = st.builds(
    Marker,
    span=SPANS,
    labels=st.lists(NAMES, max_size=3).map(tuple),
    style=st.sampled_from(["bracket", "footnote"]),
    locator=st.none() | NAMES,
    scope=st.none() | SPANS,
    source_ids=st.lists(st.none() | NAMES, max_size=3).map(tuple),
)
CLAIMS = st.builds(
    Claim,
    document_uri=st.just("?"),
    span=SPANS,
    text=TEXTS,
    statement=TEXTS,
    markers=st.lists(MARKERS, max_size=2).map(tuple),
    labels=st.lists(NAMES, max_size=3).map(tuple),
    source_ids=st.lists(NAMES, max_size=3).map(tuple),
    attribution=st.sampled_from(["direct", "inherited", "none"]),
    heading=st.lists(TEXTS, max_size=2).map(tuple),
    block=st.sampled_from(["paragraph", "note"]),
    ordinal=st.just(0),
    line=st.integers(1, 300),
    column=st.integers(1, 300),
    locator=st.none() | st.just("p. 3"),
)


def placed(uri, title, claims, text, wild):
    """The claims as those of a document; `wild` ones keep what they came with."""
    found = []
    for ordinal, claim in enumerate(claims):
        own = {} if ordinal in wild else {"document_uri": uri, "ordinal": ordinal, "title": title}
        cut = {} if ordinal in wild else {"text": text[claim.span.start : claim.span.end]}
        found.append(dataclasses.replace(claim, **own, **cut))
    return Extraction(Document(uri, title, text, ()), tuple(found), ())


EXTRACTIONS = st.builds(
    placed,
    st.text(max_size=4),
    TEXTS,
    st.lists(CLAIMS, max_size=5),
    st.text(max_size=80),
    st.sets(st.integers(0, 4), max_size=1),
)
CORPORA = st.lists(EXTRACTIONS, max_size=4, unique_by=lambda found: found.document.uri)


@given(CORPORA)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_corpus_is_built_as_the_plain_way_and_comes_back(tmp_path, found):
    assert_built_as_plain(tmp_path, found)

    with Mapped(tmp_path / "built.segment") as segment:
        again = [claims.claim(segment, row) for row in range(segment.rows)]
        texts = [claims.whole_text(segment, at) for at in range(segment.meta["documents"])]
    ordered = sorted(found, key=lambda each: each.document.uri)
    assert [claim for each in ordered for claim in each.claims] == again
    assert [each.document.text for each in ordered] == texts


@given(st.lists(TEXTS, max_size=20))
def test_terms_by_chunks_are_the_terms_of_the_texts(texts):
    encoded = [text.encode("utf-8", "surrogatepass") for text in texts]
    vocabulary = Vocabulary()
    stream = vocabulary.stream(chunks(b" ".join(encoded)), bounds_of([len(text) + 1 for text in encoded])[:-1] + 1)
    names = [term.decode("utf-8", "surrogatepass") for term, *_ in (pair.split(b"\0") for pair in vocabulary.pairs)]

    found = iter(names[pair] for pair in stream.pairs.tolist())

    assert [analysis.terms(text) for text in texts] == [
        [next(found) for _ in range(count)] for count in stream.counts.tolist()
    ]


def test_postings_of_several_slices_are_those_of_one(tmp_path, monkeypatch):
    monkeypatch.setattr(postings, "SORTED", 70)
    monkeypatch.setattr(postings, "SLICE", 7)

    assert_built_as_plain(tmp_path, articles()[:12])
