"""Claims beside the own texts of their sources: what is not found there, and what is."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from audit_command import run_audit
from hypothesis import given
from hypothesis import strategies as st
from timing import assert_linear

from indexer import SettingsError, extract_text
from indexer.audit import Audit, AuditSettings
from indexer.audit.evidence import SourceText
from indexer.sourcetexts import read_sources

REFERENCES = "\n\n## References\n[1] Hub. https://example.org/hub\n[2] City. https://example.org/city\n"
HUB, CITY = "https://example.org/hub", "https://example.org/city"
SOURCE = (
    "The hub of Honam, run by Kim Yong-beom, opened on 5 May 2024. It employs 1,200 people and cost two million won.\n"
    "“We have built   it for the people,” he said, “and nobody\nelse.” Growth was 3.50 percent. In June 2023 it was 3 times less."
)


def missing(claim, sources=None):
    run = Audit(AuditSettings(select=("SRC",)), {HUB: SourceText(SOURCE)} if sources is None else sources)
    text = claim + REFERENCES
    found = run.of(extract_text(text, uri="a.md", as_format="markdown"))
    return [(each.problem.code, text[each.problem.span.start : each.problem.span.end]) for each in found]


@pytest.mark.parametrize(
    "claim",
    [
        "The hub of Honam opened in May 2024 [1].",
        "It opened on May 5, 2024 [1].",
        "It opened on 2024-05-05 [1].",
        "It opened on the 5th of May 2024 [1].",
        "It employs 1200 people, 1,200 in all [1].",
        "It cost 2 million won, 2,000,000 [1].",
        "Growth was 3.5 % [1].",
        "It was three times less, 3 [1].",
        "He said “we have built it for the people” [1].",
        'He said "We have built it … and nobody else" [1].',
        "He said “we have built it for [the] people” [1].",
        "Kim Yong-beom's hub is in Honam [1].",
        "Yesterday it opened [1].",
        "On Monday in June 2023 it grew [1].",
        "It grew by a “lot” [1].",
        "He saw a “brave city” [1].",
        "It employs 900 people in Busan.",
        "It employs 900 people in Busan [2].",
        "It employs 900 people in Busan [1][2].",
    ],
)
def test_what_is_there_or_cannot_be_known_is_not_told(claim):
    assert missing(claim) == []


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        ("It opened on 6 May 2024 [1].", [("SRC003", "6 May 2024")]),
        ("It opened in July 2023 [1].", [("SRC003", "July 2023")]),
        ("It employs 1,300 people [1].", [("SRC002", "1,300")]),
        ("It cost 3 million won [1].", [("SRC002", "3 million")]),
        ("Growth was 3.6 % [1].", [("SRC002", "3.6")]),
        ("It opened in 2019 [1].", [("SRC002", "2019")]),
        ("He said “we have built it for the city” [1].", [("SRC001", "we have built it for the city")]),
        ("He said “they built it” [1].", [("SRC001", "they built it")]),
        ('He said "nobody else … we have built it" [1].', [("SRC001", "nobody else … we have built it")]),
        ("The hub in Busan opened [1].", [("SRC004", "Busan")]),
        ("The hub of Kim Dae-jung opened [1].", [("SRC004", "Kim Dae-jung")]),
    ],
)
def test_what_is_not_there_is_told(claim, expected):
    assert missing(claim) == expected


def test_one_of_several_sources_is_enough():
    both = {HUB: SourceText(SOURCE), CITY: SourceText("Busan has 900 people.")}
    assert missing("It employs 900 people in Busan, 1,200 in Honam [1][2].", both) == []
    assert missing("It employs 901 people in Busan [1][2].", both) == [("SRC002", "901")]


def test_scripts_without_spaces():
    source = {HUB: SourceText("他说：我们为人民建造了它。共有1,200人。")}
    assert missing("他说“我们为人民建造”，共1200人 [1]。", source) == []
    assert missing("他说“我们为城市建造”，共1300人 [1]。", source) == [("SRC001", "我们为城市建造"), ("SRC002", "1300")]


# Without numbers set high, which may be markers, and without control characters, of which binary files consist.
WORDS = st.text(alphabet=st.characters(exclude_categories=("Cc", "Cs", "No")), max_size=200)


@given(WORDS, WORDS)
def test_any_claim_is_found_in_itself(words, others):
    claim = " ".join(words.replace("[", "(").split())
    assert missing(f"So {claim} it is [1].", {HUB: SourceText(f"So {claim} it is. {others}")}) == []


@pytest.mark.parametrize(
    "unit", ["“a b c” ", "5 May 2024 ", "1,000 ", "1 million ", "Ab Cd ", "[1] ", "… ", '"', "1-", "a1"]
)
def test_time_is_linear(unit):
    def run(text):
        return missing(text + " [1].")

    def make(size):
        return unit * (size // len(unit))

    assert_linear(unit, run, make, 32_000)


def test_the_texts_are_a_folder_or_a_list():
    Path("texts").mkdir()
    Path("texts/https%3A%2F%2Fwww.example.org%2Fhub%2F.md").write_text(SOURCE, encoding="utf-8")
    Path("texts/doi%3A10.1000%2FXYZ.html").write_text("<!doctype html><p>So it is.</p>", encoding="utf-8")
    assert read_sources("texts").keys() == {HUB, f"{HUB}/.md", "doi:10.1000/xyz", "doi:10.1000/xyz.html"}
    Path("list.json").write_text(
        json.dumps({"http://example.org/hub": "texts/https%3A%2F%2Fwww.example.org%2Fhub%2F.md"})
    )
    assert read_sources("list.json").keys() == {HUB}
    Path("a.md").write_text("It employs 900 people [1]." + REFERENCES, encoding="utf-8")
    for evidence in ("texts", "list.json"):
        result = run_audit("a.md", "--evidence", evidence, "--select", "SRC")
        assert result.exit_code == 1
        assert result.stdout.startswith(f"a.md:1:12: SRC002 the number 900 is not found in {HUB}\n")


@pytest.mark.parametrize(
    ("name", "written", "message"),
    [
        ("nowhere", None, "cannot be read"),
        ("a.json", "[", "is not valid JSON"),
        ("a.json", "[]", "does not list texts"),
        ("a.json", '{"https://example.org/hub": 3}', "does not list texts"),
        ("a.json", '{"https://example.org/hub": "gone.txt"}', "gone.txt: cannot be read"),
        ("a.json", "{}", "has no texts of sources"),
    ],
)
def test_wrong_texts_are_named(name, written, message):
    if written is not None:
        Path(name).write_text(written, encoding="utf-8")
    with pytest.raises(SettingsError, match=message):
        read_sources(name)


def test_passages_are_words_of_the_claim():
    extraction = extract_text("It employs 900 people [1]." + REFERENCES, uri="a.md", as_format="markdown")
    (claim,) = extraction.claims
    passage = replace(claim.markers[0], style="passage", span=claim.span)
    tied = replace(extraction, claims=(replace(claim, markers=(passage, *claim.markers)),))
    found = Audit(AuditSettings(select=("SRC",)), {HUB: SourceText(SOURCE)}).of(tied)
    assert [each.problem.code for each in found] == ["SRC002"]


@pytest.mark.parametrize("name", ["https%3A%2F%2Fexample.org%2Fhub.html", "https%3A%2F%2Fexample.org%2Fhub.html.txt"])
def test_a_file_is_named_by_its_source_with_or_without_a_suffix_of_its_own(tmp_path, name):
    (tmp_path / name).write_text("It has 5 seats.", encoding="utf-8")
    assert "https://example.org/hub.html" in read_sources(str(tmp_path))


def test_evidence_that_fits_no_source_is_told(tmp_path):
    evidence, text, bare = tmp_path / "evidence", tmp_path / "a.md", tmp_path / "b.md"
    evidence.mkdir()
    (evidence / "hub.txt").write_text("It has 5 seats.", encoding="utf-8")
    text.write_text(f"It has 777 seats [1].{REFERENCES}", encoding="utf-8")
    bare.write_text("It has 777 seats.\n", encoding="utf-8")

    def run(path):
        return run_audit(path, "--evidence", evidence, "--select", "SRC", status=0)

    result = run(text)
    assert result.stdout == ""
    assert "holds no text of a source that is cited" in result.stderr
    assert result.stderr.endswith(f"; one that is cited is {HUB}\n")
    assert run(bare).stderr == ""
