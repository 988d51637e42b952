"""A merge gives what the plain builder gives for the documents that live."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from plain_segment import write_plain
from test_contract import make, make_claim
from test_segments import EXTRACTIONS, articles, read

from indexer.index.analysis import stem
from indexer.index.segments import impacts, masks, mergedterms, parts
from indexer.index.segments.arrays import Arrays
from indexer.index.segments.mapped import Mapped
from indexer.index.segments.merging import merge


def assert_merged_as_plain(folder, segments):
    """`segments` are lists of pairs: an extraction, and whether it lives."""
    for old in folder.glob("*.segment"):
        old.unlink()
    members = []
    for number, found in enumerate(segments):
        write_plain(folder / f"{number}.segment", [extraction for extraction, _ in found])
        ordered = sorted(found, key=lambda pair: pair[0].document.uri)
        dead = bytearray(-(-len(found) // 8))
        for at, (_, lives) in enumerate(ordered):
            dead[at >> 3] |= (not lives) << (at & 7)
        mapped = Mapped(folder / f"{number}.segment")
        members.append((Arrays(mapped), bytes(dead) if any(dead) else None))
    write_plain(folder / "plain.segment", [extraction for found in segments for extraction, lives in found if lives])

    merge(members, folder / "merged.segment")

    expected, merged = read(folder / "plain.segment"), read(folder / "merged.segment")
    assert expected[0] == merged[0]
    assert {name: expected[1][name] for name in sorted(expected[1])} == {
        name: merged[1][name] for name in sorted(merged[1])
    }


CORPORA = st.lists(
    st.tuples(EXTRACTIONS, st.integers(0, 2), st.booleans()), max_size=6, unique_by=lambda each: each[0].document.uri
)


@given(CORPORA)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None)
def test_any_segments_merge_to_what_the_plain_way_gives(tmp_path, corpus):
    segments = [[(found, lives) for found, number, lives in corpus if number == own] for own in range(3)]
    assert_merged_as_plain(tmp_path, segments)


def test_articles_of_several_segments(tmp_path):
    found = articles()
    segments = [[(each, number % 5 != 0) for number, each in enumerate(found) if number % 3 == own] for own in range(3)]
    assert_merged_as_plain(tmp_path, segments)


def small_slices(patch):
    for module in (mergedterms, masks, parts, impacts):
        patch.setattr(module, "SLICE", 5)


def test_slices_give_what_one_gives(tmp_path, monkeypatch):
    small_slices(monkeypatch)
    found = articles()[:9]
    assert_merged_as_plain(Path(tmp_path), [[(each, True) for each in found[at::2]] for at in range(2)])
    assert_merged_as_plain(Path(tmp_path), [[(each, at != 1) for each in found[at::3]] for at in range(3)])


FORMS = (
    "generate generates generated generating generation generations generator generators generative generatively "
    "generational generationally"
).split()


def test_the_forms_are_of_one_stem():
    assert len({stem(form) for form in FORMS[:10]}) == 1


@pytest.mark.parametrize("small", [False, True])
@given(
    st.lists(
        st.tuples(st.lists(st.sampled_from(FORMS), max_size=4), st.integers(0, 2), st.booleans()),
        min_size=8,
        max_size=24,
    )
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None)
def test_words_of_one_stem_are_numbered_anew(tmp_path, small, corpus):
    segments = [[], [], []]
    for number, (words, own, lives) in enumerate(corpus):
        claims = [make_claim(" ".join(words), heading=words[:2]), make_claim(" ".join(words[::-1]))]
        segments[own].append((make(f"{number}.md", *claims), lives))

    with pytest.MonkeyPatch.context() as patch:
        if small:
            small_slices(patch)
        assert_merged_as_plain(tmp_path, segments)


@pytest.mark.parametrize("dead", [0, 2, 3])
def test_terms_with_several_blocks(tmp_path, dead):
    segments = [[], []]
    for number in range(90):
        claims = [" ".join(["the", *["chip", "chips"][at % 2 :], *["sold"] * (number % 7)]) for at in range(6)]
        segments[number % 2].append((make(f"{number:02}.md", *claims), not dead or number % dead > 0))
    assert_merged_as_plain(tmp_path, segments)


def test_uris_of_any_characters_take_turns(tmp_path):
    uris = ["", "a", "\ud800", "a\udfff", "\uffff", "\U00010000", "\ud800\udc00", "\x00", "é", "b"]
    found = [
        (make(uri, f"Chip {number} of GPT4, 5nm", make_claim("半导体"), title=uri), True)
        for number, uri in enumerate(uris)
    ]
    assert_merged_as_plain(tmp_path, [found[at::3] for at in range(3)])


def test_segments_of_which_nothing_lives(tmp_path):
    lives = [(make("a.md", make_claim("One chip", source_ids=["s"], heading=["Chips"])), True), (make("e.md"), True)]
    dies = [
        (make(uri, make_claim("Two chips of GPT4", source_ids=["t"], heading=["GPT4"])), False) for uri in ("b", "c")
    ]

    assert_merged_as_plain(tmp_path, [dies, lives, dies[:0]])
    assert_merged_as_plain(tmp_path, [dies])
    assert_merged_as_plain(tmp_path, [[(make("e.md"), True)], [(make("f.md"), False)]])


def test_one_segment_loses_its_dead_documents(tmp_path):
    found = articles()
    assert_merged_as_plain(tmp_path, [[(each, number % 4 != 1) for number, each in enumerate(found)]])


def test_a_whole_of_one_segment_is_no_word_of_another(tmp_path):
    assert_merged_as_plain(tmp_path, [[(make("a.md", "a\u0149b \U0001f1025"), True)], [(make("b.md", "anb 15"), True)]])
