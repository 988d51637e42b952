"""What became of claims: `compare`, `indexer diff` and `indexer impact`."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from timing import assert_linear

from indexer import compare, extract_text
from indexer.cli.application import application

REFERENCES = "\n\n## References\n[1] Silt. https://a.example/1\n[2] Sand. https://a.example/2\n"


def claims(text, uri="a.md"):
    return extract_text(text, uri=uri, as_format="markdown").claims


def told(old, new):
    found = compare(claims(old + REFERENCES, "old.md"), claims(new + REFERENCES, "new.md"))
    return [(each.kind, each.old and each.old.statement, each.new and each.new.statement) for each in found]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("Silt rose [1].", "Silt rose [1].", []),
        ("Silt rose [1].", "Silt  rose\n[1].", []),
        ("Silt rose. Sand fell [1].", "Sand fell [1]. Silt rose.", [("sources", "Silt rose.", "Silt rose.")]),
        ("Silt rose [1].", "Silt rose [2].", [("sources", "Silt rose.", "Silt rose.")]),
        ("Silt rose [1].", "Silt rose.", [("sources", "Silt rose.", "Silt rose.")]),
        ("Silt rose.", "Silt rose. Sand fell.", [("added", None, "Sand fell.")]),
        ("Silt rose. Sand fell.", "Sand fell.", [("lost", "Silt rose.", None)]),
        (
            "Silt rose by one metre.",
            "Sand fell by two metres.",
            [("lost", "Silt rose by one metre.", None), ("added", None, "Sand fell by two metres.")],
        ),
        (
            "Silt rose by one metre.",
            "Silt rose by two metre.",
            [("changed", "Silt rose by one metre.", "Silt rose by two metre.")],
        ),
        ("Silt rose.", "Nobody knows.", [("lost", "Silt rose.", None), ("added", None, "Nobody knows.")]),
        ("So it is. So it is.", "So it is.", [("lost", "So it is.", None)]),
        ("", "", []),
        (
            "Silt rose. Sand fell there. Clay came.",
            "Mud is. Silt rose. Sand fell here. Clay came.",
            [("added", None, "Mud is."), ("changed", "Sand fell there.", "Sand fell here.")],
        ),
    ],
)
def test_changes(old, new, expected):
    assert told(old, new) == expected


def test_labels_without_entries_are_the_same_in_both():
    assert compare(claims("Silt rose [1].", "a.md"), claims("Silt rose [1].", "b.md")) == []


STATEMENTS = st.lists(
    st.sampled_from(["Silt rose.", "Sand fell [1].", "Sand fell [2].", "Clay came there.", "Clay came here."])
)


@given(STATEMENTS, STATEMENTS)
def test_what_stays_and_what_changes_is_all(old, new):
    before, after = claims(" ".join(old) + REFERENCES, "old.md"), claims(" ".join(new) + REFERENCES, "new.md")
    found = compare(before, after)
    gone = sum(each.kind == "lost" for each in found)
    come = sum(each.kind == "added" for each in found)
    assert len(before) - gone == len(after) - come
    assert compare(before, before) == []
    assert {each.old.id for each in found if each.old} <= {claim.id for claim in before}
    assert len({each.new.id for each in found if each.new}) == sum(each.new is not None for each in found)


@pytest.mark.parametrize("pair", [("Silt rose.\n\n", "Sand fell.\n\n"), ("Silt rose.\n\n", "Silt rose.\n\nNo.\n\n")])
def test_time_is_linear(pair):
    def make(size):
        return "x" * size

    def run(text):
        number = len(text) // 40
        first = claims(pair[0])[0]
        second = claims(pair[1])
        return compare([first] * number, [*second] * number)

    assert_linear("compare", run, make, 200_000)


def invoke(*arguments, status=0):
    result = CliRunner().invoke(application, arguments)
    assert result.exit_code == status, result.output
    return result.stdout


def test_diff_of_files():
    Path("old.md").write_text("Silt rose [1]. Sand fell there.\n" + REFERENCES, encoding="utf-8")
    Path("new.md").write_text("Silt rose [2]. Sand fell here. Clay came [1].\n" + REFERENCES, encoding="utf-8")
    assert invoke("diff", "old.md", "old.md") == ""
    assert invoke("diff", "old.md", "new.md", status=1) == (
        "~ new.md:1:1 Silt rose.\n"
        "    https://a.example/1 → https://a.example/2\n"
        "- old.md:1:16 Sand fell there. (no source)\n"
        "+ new.md:1:16 Sand fell here. (inherits https://a.example/1)\n"
        "+ new.md:1:32 Clay came. (https://a.example/1)\n"
    )
    (first, *_) = json.loads(invoke("diff", "old.md", "new.md", "--format", "json", status=1))
    assert (first["kind"], first["old_sources"], first["new_line"]) == ("sources", ["https://a.example/1"], 1)
    invoke("diff", "old.md", "nowhere.md", status=2)
    invoke("diff", "old.md", status=2)
    assert invoke("diff", "old.md", "new.md", "--format", "csv", status=1).count("\n") == 4


def test_impact_of_a_source():
    Path("a.md").write_text("Silt rose [1][2]. Sand fell [1]. Clay came [2].\n" + REFERENCES, encoding="utf-8")
    invoke("ingest", "a.md")
    assert invoke("impact", "https://a.example/1") == (
        "a.md:1:19 Sand fell.\n  falls: it has no other source\na.md:1:1 Silt rose.\n  stays on https://a.example/2\n"
    )
    found = json.loads(invoke("impact", "1", "--document", "a.md", "--format", "json"))
    assert [(each["statement"], each["falls"], each["left"]) for each in found] == [
        ("Sand fell.", True, []),
        ("Silt rose.", False, ["https://a.example/2"]),
    ]
    invoke("impact", "https://nowhere.example", status=2)
