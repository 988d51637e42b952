"""Whole articles: `golden/articles/<case>` holds an input, what a careful reader wants of it, and the reason.

A bibliography that the input names lies beside it. How the claims are written and renewed says `golden_claims.py`.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from golden_claims import assert_golden

from indexer import Extraction
from indexer.extracting import Task, perform
from indexer.files import Input
from indexer.readers import known_suffixes

ARTICLES = Path(__file__).parent / "golden" / "articles"
CASES = sorted(path.name for path in ARTICLES.iterdir() if path.is_dir())
BIBLIOGRAPHIES = {".bib", ".json", ".ris"}


def extraction_of(case: str) -> Extraction:
    (path,) = (ARTICLES / case).glob("input.*")
    outcome = perform(Task(Input(path.name, str(path))))
    assert isinstance(outcome, Extraction), outcome
    return outcome


@pytest.mark.parametrize("case", CASES)
def test_articles(case: str) -> None:
    assert_golden(ARTICLES / case, extraction_of(case))


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
