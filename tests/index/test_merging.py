"""A merge gives what the plain builder gives for the documents that live."""

from __future__ import annotations

from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from plain_segment import write_plain
from test_segments import EXTRACTIONS, articles, read

from indexer.index.segments import mergedterms
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


def test_slices_give_what_one_gives(tmp_path, monkeypatch):
    monkeypatch.setattr(mergedterms, "SLICE", 5)
    found = articles()[:9]
    assert_merged_as_plain(Path(tmp_path), [[(each, True) for each in found[at::2]] for at in range(2)])
