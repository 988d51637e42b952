"""Segment files: what comes back equals what went in, and the fast builder gives what the plain one gives."""

from __future__ import annotations

from pathlib import Path

from plain_segment import write_plain

from indexer import extract
from indexer.index.segments import claims
from indexer.index.segments.builder import Builder
from indexer.index.segments.mapped import Mapped
from indexer.model import Extraction

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
