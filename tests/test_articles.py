"""Whole articles: `golden/articles/<case>` holds an input, the claims a careful reader wants of it, and the reason.

A bibliography that the input names lies beside it. `claims.jsonl` has one claim a line, `problems.txt` the code of one problem a line. A source that is known by the
words of its reference alone stands as `ref`. UPDATE_GOLDEN=1 in the environment writes what the code finds over the
expectations; read the difference before you keep it.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from indexer import Extraction
from indexer.extracting import Task, perform
from indexer.files import Input
from indexer.readers import known_suffixes

if TYPE_CHECKING:
    from indexer import Claim

ARTICLES = Path(__file__).parent / "golden" / "articles"
CASES = sorted(path.name for path in ARTICLES.iterdir() if path.is_dir())
BIBLIOGRAPHIES = {".bib", ".json", ".ris"}
UPDATE = os.environ.get("UPDATE_GOLDEN") == "1"


def extraction_of(case: str) -> Extraction:
    (path,) = (ARTICLES / case).glob("input.*")
    outcome = perform(Task(Input(path.name, str(path))))
    assert isinstance(outcome, Extraction), outcome
    return outcome


def as_row(claim: Claim) -> dict[str, Any]:
    return {
        "statement": claim.statement,
        "labels": list(claim.labels),
        "sources": ["ref" if source.startswith("ref:") else source for source in claim.source_ids],
        "attribution": claim.attribution,
        "heading": list(claim.heading),
        "block": claim.block,
    }


def checked(name: str, found: list[str]) -> list[str]:
    """The lines of an expectation, after they are replaced if that is asked for."""
    path = ARTICLES / name
    if UPDATE:
        path.write_text("".join(f"{line}\n" for line in found), encoding="utf-8")
    return path.read_text("utf-8").splitlines()


@pytest.mark.parametrize("case", CASES)
def test_claims(case: str) -> None:
    rows = [as_row(claim) for claim in extraction_of(case).claims]
    lines = checked(f"{case}/claims.jsonl", [json.dumps(row, ensure_ascii=False) for row in rows])
    expected = [json.loads(line) for line in lines]
    assert [row["statement"] for row in rows] == [row["statement"] for row in expected]
    assert rows == expected


@pytest.mark.parametrize("case", CASES)
def test_problems(case: str) -> None:
    codes = [problem.code for problem in extraction_of(case).problems]
    assert codes == checked(f"{case}/problems.txt", codes)


@pytest.mark.parametrize("case", CASES)
def test_a_case_is_whole(case: str) -> None:
    names = {path.name for path in (ARTICLES / case).iterdir()}
    inputs = {name for name in names if name.startswith("input.")}
    assert [Path(name).suffix in known_suffixes() for name in inputs] == [True]
    besides = {name for name in names if Path(name).suffix in BIBLIOGRAPHIES} - inputs
    assert names - besides == {"README", "claims.jsonl", "problems.txt", *inputs}
    assert (ARTICLES / case / "README").read_text("utf-8").strip()


def test_the_example_article_in_figures() -> None:
    claims = extraction_of("seed").claims
    assert Counter(claim.attribution for claim in claims) == {"direct": 9, "inherited": 2, "none": 3}
    assert Counter(claim.labels for claim in claims if claim.attribution == "direct") == {("1",): 4, ("2",): 5}


def test_the_example_article_is_the_one_that_comes_along() -> None:
    (seed,) = (ARTICLES.parents[2] / "seeds").glob("*.txt")
    assert (ARTICLES / "seed" / "input.txt").read_bytes() == seed.read_bytes()
