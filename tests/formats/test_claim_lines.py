"""Claims that are printed read back as the same claims."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_properties import extraction_of, texts

from indexer import Claim, Extraction, extract_text
from indexer.claims import extract_claims
from indexer.readers import read_document
from indexer.render import RENDERERS
from indexer.render.records import as_dict
from indexer.render.view import View

ARTICLE = """# Power

The plant was built in 2021. It has six turbines [1]. Nobody counts the fish.

- It cost 41 million crowns [1, p. 3][2].

## Sources

[1] Plant report. https://example.org/plant
[2] Budget of Halvøra, 2024.
"""


def printed(claims: tuple[Claim, ...], form: str = "jsonl") -> bytes:
    return "".join(RENDERERS[form](iter(claims), Claim, View())).encode()


def read_back(data: bytes) -> Extraction:
    return extract_claims(read_document(data, uri="back", name="back.jsonl", as_format="answers"))


def said(claim: Claim) -> tuple[Any, ...]:
    """What a claim says, wherever it stands."""
    markers = [(m.labels, m.source_ids, m.style, m.locator, m.span.start - claim.span.start) for m in claim.markers]
    fields = (
        claim.text,
        claim.statement,
        claim.labels,
        claim.source_ids,
        claim.attribution,
        claim.heading,
        claim.block,
    )
    return (*fields, claim.ordinal, claim.title, markers)


@pytest.mark.parametrize("form", ["text", "markdown"])
@pytest.mark.parametrize("output", ["json", "jsonl"])
@given(text=texts)
def test_what_is_printed_reads_back(output: str, form: str, text: str) -> None:
    found = extraction_of(text, form).claims
    if not found:
        return
    back = read_back(printed(found, output))
    assert list(map(said, back.claims)) == list(map(said, found))
    assert back.problems == ()
    document = back.document
    for claim in back.claims:
        assert document.text[claim.span.start : claim.span.end] == claim.text
        assert claim.line == document.text.count("\n", 0, claim.span.start) + 1
        assert claim.document_uri == "back"


@given(text=texts)
def test_reading_back_twice_changes_nothing(text: str) -> None:
    found = extraction_of(text, "markdown").claims
    if found:
        once = read_back(printed(found))
        assert read_back(printed(once.claims)).claims == once.claims


@given(text=texts, kept=st.sets(st.integers(0, 9)))
def test_some_of_the_claims_read_back_as_they_were(text: str, kept: set[int]) -> None:
    found = tuple(claim for claim in extraction_of(text, "markdown").claims if claim.ordinal in kept)
    if found:
        assert [said(claim)[:7] for claim in read_back(printed(found)).claims] == [said(claim)[:7] for claim in found]


def test_documents_stand_apart() -> None:
    one, two = (extract_text(ARTICLE, uri=f"{name}.md", as_format="markdown").claims for name in ("one", "two"))
    mixed = tuple(claim for pair in zip(one, two, strict=True) for claim in pair)
    back = read_back(printed(mixed))
    assert [said(claim)[:7] for claim in back.claims] == [said(claim)[:7] for claim in (*one, *two)]
    headings = [
        (block.level, back.document.text[block.span.start : block.span.end])
        for block in back.document.blocks
        if block.kind == "heading"
    ]
    assert headings == [(1, "one.md"), (2, "Power"), (1, "two.md"), (2, "Power")]
    assert [reference.covers.start for reference in back.document.references] == sorted(
        reference.covers.start for reference in back.document.references
    )
    assert {reference.url for reference in back.document.references} == {"https://example.org/plant"}


def test_sources_that_are_printed_too_give_their_titles() -> None:
    claims = extract_text(ARTICLE, uri="one.md", as_format="markdown").claims
    (budget,) = {id_ for claim in claims for id_ in claim.source_ids if id_.startswith("ref:")}
    source = {"type": "source", "id": budget, "title": "Budget of Halvøra", "url": None, "doi": None}
    back = read_back(printed(claims) + json.dumps(source).encode())
    assert {(r.source_id, r.title) for r in back.document.references} == {
        (budget, "Budget of Halvøra"),
        ("https://example.org/plant", None),
    }


@pytest.mark.parametrize(
    "change",
    [
        {"text": ""},
        {"text": 5},
        {"statement": None},
        {"attribution": "maybe"},
        {"attribution": []},
        {"attribution": "none"},
        {"block": "heading"},
        {"block": {}},
        {"sources": []},
        {"labels": [7]},
        {"type": "clam"},
        {"type": None},
    ],
)
def test_a_record_that_is_no_claim_is_told(change: dict[str, Any]) -> None:
    records = [as_dict(claim) for claim in extract_text(ARTICLE, uri="one.md", as_format="markdown").claims]
    records[1].update(change)
    back = read_back("\n".join(json.dumps(record) for record in records).encode())
    assert len(back.claims) == len(records) - 1
    assert [problem.code for problem in back.problems] == ["TXT006"]
    assert "record 2 is not a claim" in back.problems[0].message


@pytest.mark.parametrize(
    "change", [{"start": 0}, {"end": 9999}, {"start": None}, {"end": "9"}, {"sources": []}, {"start": 10**40}]
)
def test_a_marker_that_leaves_its_claim_is_told(change: dict[str, Any]) -> None:
    records = [as_dict(claim) for claim in extract_text(ARTICLE, uri="one.md", as_format="markdown").claims]
    records[1]["markers"][0].update(change)
    back = read_back("\n".join(json.dumps(record) for record in records).encode())
    assert [claim.attribution for claim in back.claims] == [record["attribution"] for record in records]
    assert back.claims[1].markers == ()
    assert [problem.code for problem in back.problems] == ["TXT004"]
