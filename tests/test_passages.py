"""Words that a format ties to sources: each claim that they touch gets its part."""

from __future__ import annotations

import pytest

from indexer import Span
from indexer.claims import extract_claims
from indexer.model import Block, Document, Marker, Reference

TEXT = "One is so. Two are so [9]. Three are not."
EVERYWHERE = Span(0, 1000)


def passage(words: str, *labels: str, locator: str | None = None) -> Marker:
    start = TEXT.index(words)
    ids = tuple(f"ref:{label}" for label in labels)
    return Marker(Span(start, start + len(words)), labels, "passage", locator, None, ids)


def claims_of(*passages: Marker, searched: bool = True) -> list[tuple[tuple[str, ...], str, list[str]]]:
    references = tuple(
        Reference(label, label, Span(0, 0), None, None, None, f"ref:{label}", EVERYWHERE) for label in "129"
    )
    blocks = (Block("paragraph", Span(0, len(TEXT))),)
    document = Document("u", "u", TEXT, blocks, references, markers=passages, searched=searched)
    return [
        (claim.labels, claim.attribution, [TEXT[m.span.start : m.span.end] for m in claim.markers])
        for claim in extract_claims(document).claims
    ]


def test_a_part_of_a_claim() -> None:
    assert claims_of(passage("Three are", "1"))[2] == (("1",), "direct", ["Three are"])


def test_several_claims() -> None:
    assert claims_of(passage("is so. Two are", "1")) == [
        (("1",), "direct", ["is so."]),
        (("1", "9"), "direct", ["Two are", "[9]"]),
        ((), "none", []),
    ]


def test_overlapping_passages_are_one_part_with_the_labels_of_both() -> None:
    found = claims_of(passage("One is", "1"), passage("is so.", "2"))
    assert found[0] == (("1", "2"), "direct", ["One is so."])


def test_a_long_passage_over_short_ones() -> None:
    assert [row[0] for row in claims_of(passage(TEXT, "1"), passage("Three", "2"))] == [("1",), ("1", "9"), ("1", "2")]


def test_a_written_marker_is_left_out_of_the_part() -> None:
    assert claims_of(passage("Two are so [9].", "1"))[1] == (("1", "9"), "direct", ["Two are so", "[9]"])


@pytest.mark.parametrize("words", [". ", " ", "."])
def test_stops_and_spaces_alone_are_no_passage(words: str) -> None:
    assert claims_of(passage(words, "1"))[0][1] == "inherited"


def test_a_passage_of_an_unknown_source_is_a_dangling_label() -> None:
    marker = Marker(Span(0, 9), ("7",), "passage", None, None, (None,))
    reference = Reference("1", "1", Span(0, 0), None, None, None, "ref:1", EVERYWHERE)
    document = Document("u", "u", TEXT, (Block("paragraph", Span(0, len(TEXT))),), (reference,), markers=(marker,))
    found = extract_claims(document)
    assert found.claims[0].source_ids == ("u[7]",)
    assert [problem.code for problem in found.problems] == ["CIT002", "CIT001", "CIT001"]


def test_words_of_a_passage_stay_in_the_statement_and_are_its_scope() -> None:
    document = Document("u", "u", TEXT, (Block("paragraph", Span(0, len(TEXT))),), markers=(passage("Three are", "1"),))
    claim = extract_claims(document).claims[2]
    assert claim.statement == "Three are not."
    assert [marker.scope for marker in claim.markers] == [claim.markers[0].span]
