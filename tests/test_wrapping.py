"""Claims do not depend on where the lines of a paragraph break, nor on how far they are indented."""

from __future__ import annotations

import textwrap

import pytest

from indexer import extract_text

FILLER = (
    "The old town has a dam of its own that is still in use, and so it needs no water from the other side of the valley. "
    "Nobody knows who built it, or when the first of its three gates was closed. "
)
NUMBERED = (
    "It was closed in the spring of 2019 (Reuters news agency, https://news.example/dam).",
    "It was never opened, says the register that the office keeps in its own house [1, 2].",
    "The report [see 1, p. 23] is long, as the office wrote in a letter to the town [1, p. 3; 2].",
    "The fee fell [2; 3], which nobody saw, and rose again in the following year [1-3].",
    "Costs rose by half in a year (see Source 1). They fell later as some reports show [1][2][3].",
    "A letter of the town says so [Smith2020, Doe2021]. The lake is deep enough for ships [1, 2, and 3].",
    "It has three gates [citation needed]. The mill was closed ([Reuters news agency](https://r.example/c), 3 May 2024).",
    "It stays closed, says [the office of dams](https://office.example), for good ([Met Office](https://met.example)).",
)
LIST = """

[1] Dam register. https://dams.example/register

[2] Second. https://dams.example/2

[3] Third. https://dams.example/3

[Smith2020] Smith. https://smith.example

[Doe2021] Doe. https://doe.example
"""
NAMED = (
    "The mill is open (Smith and Doe, 2020; Roe et al., 2019).",
    "Smith and Doe (2020, p. 4) counted the gates (see also Roe et al., 2019).",
)
WORKS = """

Roe, C., Poe, D., & Loe, F. (2019). Mill law. https://a.example/2

Smith, A., & Doe, B. (2020). Mills. https://a.example/1
"""
EMPHASIS = (
    "It was **closed in the spring** of 2019. It was *never opened. Nobody* asked for it [1].",
    "The word `open door` is code, and ~~not very~~ old __for a dam__ as such.",
)
SIGNS = [("", ""), ("> ", "> "), ("- ", "  "), ("   1. ", "      ")]


def article(pieces: tuple[str, ...], ending: str, width: int, signs: tuple[str, str]) -> str:
    paragraphs = (
        textwrap.fill(
            f"{FILLER}{piece} {FILLER}",
            width,
            initial_indent=signs[0],
            subsequent_indent=signs[1],
            break_long_words=False,
            break_on_hyphens=False,
        )
        for piece in pieces
    )
    return "\n\n".join(paragraphs) + ending


def test_spaces_at_the_ends_of_lines_change_nothing():
    text = (
        "The plan is well-\nknown to all who live in the old town and use\nits dam [1,\n2]. It is short-\nand long-term.\n"
        + LIST
    )
    statements = [claim.statement for claim in extract_text(text).claims]
    assert statements == [
        "The plan is well-known to all who live in the old town and use its dam.",
        "It is short- and long-term.",
    ]
    assert [claim.statement for claim in extract_text(text.replace("\n", " \n")).claims] == statements


@pytest.mark.parametrize(
    ("form", "signs"),
    [*(("text", signs) for signs in [*SIGNS, ("   ", "   ")]), *(("markdown", signs) for signs in SIGNS)],
)
@pytest.mark.parametrize(("pieces", "entries"), [(NUMBERED, LIST), (NAMED, WORKS), (EMPHASIS, LIST)])
def test_lines_break_anywhere(form, signs, pieces, entries):
    ending = f"\n\n{'#' * 2 if form == 'markdown' else ''} References{entries}"

    def claims(width):
        text = article(pieces, ending, width, signs)
        return [
            (claim.statement, claim.labels, claim.attribution) for claim in extract_text(text, as_format=form).claims
        ]

    expected = claims(10_000)
    assert len(expected) >= 3 * len(pieces)
    for width in range(52, 100):
        assert claims(width) == expected, width
