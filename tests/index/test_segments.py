"""Segment files: what comes back equals what went in, and the fast builder gives what the plain one gives."""

from __future__ import annotations

from pathlib import Path

from plain_segment import write_plain

from indexer import extract
from indexer.index.segments import claims
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
