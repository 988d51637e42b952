"""Tables of contents state nothing; lists that only look like one do."""

from __future__ import annotations

import pytest

from indexer import extract_text

BODY = "\n\nRain\n\nIt rained.\n\nSnow in the hills of the far north\n\nIt snowed.\n\nIce\n\nIt froze.\n"


def statements(text: str, form: str = "text") -> list[str]:
    return [claim.statement for claim in extract_text(text, as_format=form).claims]


@pytest.mark.parametrize(
    "table",
    [
        "Rain ......... 1\nSnow in the hills of the far north ..... 2\nIce .... 9",
        "Rain . . . . . . . 1\n\nSnow in the hills of the far north  . . . . .  2\n\nIce . . . . . 9",
        "Rain ………… 1\nSnow in the hills of the far north …… 2\nIce ………… 9",
        "Preface ......... iv\nRain ......... 1\nSnow in the hills of\n   the far north ..... 2\nPART TWO\nIce .... 9",
        "Contents\n\nRain    1\nSnow in the hills of the far north    2\nIce    9",
        "CONTENTS\n\nRain 1\nSnow in the hills of the far north 2\nIce 9",
        "Inhalt:\nRain\nSnow in the hills of the far north\nIce",
        "Table of Contents\n\n  1. Rain\n  2. Snow in the hills of the far north\n  3. Ice",
        "目录\n\nRain\nSnow in the hills of the far north\nIce",
    ],
)
def test_a_table_of_contents_states_nothing_and_names_headings(table: str) -> None:
    claims = extract_text(f"{table}{BODY}").claims
    assert [(claim.statement, claim.heading[-1]) for claim in claims] == [
        ("It rained.", "Rain"),
        ("It snowed.", "Snow in the hills of the far north"),
        ("It froze.", "Ice"),
    ]


@pytest.mark.parametrize(
    ("form", "table"),
    [
        ("markdown", "## Contents\n\n- Rain\n- Snow\n  1. Ice\n"),
        ("markdown", "**Table of contents**\n\n1. Wind\n2. Hail\n"),
        ("markdown", "Rain ....... 1\n\nSnow ....... 2\n"),
        ("markdown", "## Contents\n\n| Rain | 1 |\n|---|---|\n| Snow | 2 |\n| Ice | 4 |\n"),
        ("html", "<h2>Contents</h2><ul><li>Rain</li><li>Snow</li><li>Ice</li></ul>"),
        ("html", "<p>Rain ....... 1</p><p>Snow ....... 2</p>"),
        ("rst", "Contents\n--------\n\n- Rain\n- Snow\n- Ice\n"),
        ("asciidoc", "== Contents\n\n* Rain\n* Snow\n* Ice\n"),
    ],
)
def test_formats_of_markup_have_them_too(form: str, table: str) -> None:
    heads = {
        "markdown": "\n## {}\n\n{}\n",
        "html": "<h2>{}</h2><p>{}</p>",
        "rst": "\n{}\n----\n\n{}\n",
        "asciidoc": "\n== {}\n\n{}\n",
    }
    body = "".join(
        heads[form].format(*pair) for pair in (("Rain", "It rained."), ("Snow", "It snowed."), ("Ice", "It froze."))
    )
    text = f"<html><body>{table}{body}</body></html>" if form == "html" else table + body
    assert statements(text, form) == ["It rained.", "It snowed.", "It froze."]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("## Contents\n\n- Two screws\n- One key\n\nTurn the key.\n", ["Two screws", "One key", "Turn the key."]),
        ("Contents\n\nThe box holds two screws.\n\nIt is red.\n", ["The box holds two screws.", "It is red."]),
        ("Tea ..... 4\nSoup ..... 2\nCake ..... 1\n", ["Tea ..... 4", "Soup ..... 2", "Cake ..... 1"]),
        ("Contents\n\nContents\n\nIt is red.\n", ["It is red."]),
    ],
)
def test_other_lists_are_claims(text: str, expected: list[str]) -> None:
    found = statements(text, "markdown" if text.startswith("#") else "text")
    assert [statement for statement in found if statement != "Contents"] == expected


def test_leaders_in_a_fence_are_code() -> None:
    assert statements("It rained.\n\n```\nRain ..... 1\nSnow ..... 3\nIce ..... 5\n```\n\nIt froze.\n", "text") == [
        "It rained.",
        "It froze.",
    ]
