"""Keys such as `[@osei2020]`, and the bibliography files that say which works they are."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from indexer import AuditSettings, Corpus, Extraction, Failure, Finding, ReadError, audit_texts, extract, extract_text
from indexer.cli.application import application

BIB = (
    "@book{osei2020, title={The Plant}, url={https://example.org/plant}}\n@book{lie, title={Sea}, doi={10.5555/sea}}\n"
)
PLANT, SEA = "https://example.org/plant", "doi:10.5555/sea"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("refs.bib").write_text(BIB, "utf-8")
    return tmp_path


def front(names: str) -> str:
    return f"---\nbibliography: {names}\n---\n\n"


def extraction(text: str, *, bibliography: str | tuple[str, ...] = (), name: str = "a.md") -> Extraction:
    Path(name).parent.mkdir(exist_ok=True)
    Path(name).write_text(text, "utf-8")
    (outcome,) = extract(name, bibliography=bibliography)
    assert not isinstance(outcome, Failure), outcome
    return outcome


def codes(found: Extraction) -> list[str]:
    return [problem.code for problem in found.problems]


@pytest.mark.parametrize(
    ("text", "labels", "locator", "statement"),
    [
        ("A fact [@osei2020].", ("osei2020",), None, "A fact."),
        ("A fact [see @osei2020, pp. 3-5; @lie].", ("osei2020", "lie"), "pp. 3-5", "A fact."),
        ("A fact [@osei2020; @lie, chap. 2].", ("osei2020", "lie"), "chap. 2", "A fact."),
        ("A fact [@osei2020, ch. 4; @lie, pp. 3-5].", ("osei2020", "lie"), "ch. 4; pp. 3-5", "A fact."),
        ("A fact [@osei2020, 33--35, and elsewhere].", ("osei2020",), "33--35", "A fact."),
        ("A fact [@osei2020{ii, A, D-Z}].", ("osei2020",), "ii, A, D-Z", "A fact."),
        ("Osei says so [-@osei2020].", ("osei2020",), None, "Osei says so."),
        ("A fact [@{osei2020}].", ("osei2020",), None, "A fact."),
        ("A fact.[@osei2020] More.", ("osei2020",), None, "A fact."),
        ("A fact\n[@osei2020,\np. 3].", ("osei2020",), "p. 3", "A fact."),
        ("@osei2020 says so.", ("osei2020",), None, "@osei2020 says so."),
        ("@osei2020 [p. 3] says so.", ("osei2020",), "p. 3", "@osei2020 says so."),
        ("@{osei2020} says so.", ("osei2020",), None, "@{osei2020} says so."),
    ],
)
def test_forms(text: str, labels: tuple[str, ...], locator: str | None, statement: str) -> None:
    found = extraction(text, bibliography="refs.bib")
    claim = found.claims[0]
    assert (claim.labels, claim.markers[0].locator, claim.statement) == (labels, locator, statement)
    assert claim.source_ids == tuple({"osei2020": PLANT, "lie": SEA}[label] for label in labels)
    assert codes(found) == []


@pytest.mark.parametrize(
    "text",
    [
        "Write to a@osei2020.org now.",
        "The code `[@osei2020]` is code.",
        "See https://example.org/@osei2020 for more.",
        "A figure [@fig:osei2020] shows it.",
        "A link [@osei2020](https://example.org/x) is none.",
        "An escaped \\@osei2020 is none.",
        "Ask @nobody about it.",
    ],
)
def test_no_keys(text: str) -> None:
    found = extraction(text, bibliography="refs.bib")
    assert [claim.markers for claim in found.claims] == [()]
    assert codes(found) == []


def test_a_name_counts_beside_keys_in_brackets_only_with_a_bibliography() -> None:
    text = "A fact [@osei2020]. Ask @nobody."
    assert [claim.labels for claim in extraction(text).claims] == [("osei2020",), ()]
    assert [claim.labels for claim in extraction(text, bibliography="refs.bib").claims] == [("osei2020",), ("nobody",)]


def test_unknown_keys_are_dangling() -> None:
    found = extraction(front("refs.bib") + "A fact [@osei2020]. Another [@missing].")
    assert [claim.source_ids for claim in found.claims] == [(PLANT,), ("a.md[missing]",)]
    assert codes(found) == ["CIT001"]
    assert codes(extraction("A fact [@missing].")) == ["CIT004"]


def test_only_what_is_named_is_a_reference() -> None:
    document = extraction(front("refs.bib") + "A fact [@lie]. Again [@lie].").document
    assert [(reference.label, reference.title, reference.doi) for reference in document.references] == [
        ("lie", "Sea", "10.5555/sea")
    ]


def test_notes_and_keys_live_together() -> None:
    found = extraction(
        front("refs.bib")
        + "A fact [@lie]. Two.[^1] Three.[^2]\n\n[^1]: @osei2020, p. 3.\n[^2]: https://example.org/x\n"
    )
    assert [claim.source_ids for claim in found.claims] == [(SEA,), (PLANT,), ("https://example.org/x",)]
    assert codes(found) == []


@pytest.mark.parametrize(
    "names",
    ["refs.bib", '"refs.bib"', "[refs.bib, 'more.json']", "\n  - refs.bib\n  - more.json", "./refs.bib  # mine"],
)
def test_front_matter_names_files(names: str) -> None:
    Path("more.json").write_text(json.dumps([{"id": "dahl", "URL": "https://example.org/dahl"}]), "utf-8")
    assert extraction(front(names) + "A fact [@osei2020].").claims[0].source_ids == (PLANT,)


@pytest.mark.parametrize(
    "name", ["none.bib", "../refs.bib", "/etc/hostname", "https://example.org/refs.bib", "sub", "out.bib", "refs.yaml"]
)
def test_a_file_that_is_not_beside_the_text_is_a_problem(name: str, folder: Path) -> None:
    (folder / "texts" / "sub").mkdir(parents=True)
    (folder / "texts" / "refs.yaml").write_text("a: b", "utf-8")
    (folder / "texts" / "out.bib").symlink_to(folder / "refs.bib")
    found = extraction(front(name) + "A fact [@osei2020].", name="texts/a.md")
    assert codes(found) == ["CIT004", "TXT007"]
    assert (found.problems[1].line, name in found.problems[1].message) == (2, True)
    assert found.claims[0].source_ids == ("texts/a.md[osei2020]",)


def test_a_broken_entry_is_a_problem_of_the_texts_that_want_it() -> None:
    Path("refs.bib").write_text(BIB + "@book{broken, title={", "utf-8")
    assert codes(extraction(front("refs.bib") + "A fact [@lie].")) == ["TXT007"]
    assert codes(extraction("A fact [@lie].", bibliography="refs.bib")) == []
    assert codes(extraction("A fact [@broken] [@lie].", bibliography="refs.bib")) == ["TXT007", "CIT001"]


def test_a_given_file_stands_for_one_of_its_name(folder: Path) -> None:
    text = front("refs.bib") + "A fact [@lie]."
    found = extract_text(text, as_format="markdown", bibliography=folder / "refs.bib")
    assert (found.claims[0].source_ids, codes(found)) == ((SEA,), [])
    alone = extract_text(text, as_format="markdown")
    assert (alone.claims[0].source_ids, codes(alone)) == (("-[lie]",), ["CIT004", "TXT007"])


@pytest.mark.parametrize("name", ["none.bib", "refs.yaml", "."])
def test_a_given_file_must_be_a_bibliography(name: str) -> None:
    Path("refs.yaml").write_text("a: b", "utf-8")
    Path("a.md").write_text("A fact.", "utf-8")
    with pytest.raises(ReadError, match=name):
        extract("a.md", bibliography=name)
    with Corpus.open(create=True) as corpus, pytest.raises(ReadError, match=name):
        corpus.ingest("a.md", bibliography=[name])


def test_a_text_is_new_when_its_bibliography_is() -> None:
    Path("a.md").write_text(front("refs.bib") + "A fact [@osei2020].", "utf-8")
    Path("b.md").write_text("No key.", "utf-8")
    with Corpus.open(create=True) as corpus:

        def run(**settings: str) -> tuple[int, int, int]:
            report = corpus.ingest(["a.md", "b.md"], bibliography=[*settings.values()])
            return report.added, report.updated, report.unchanged

        assert run() == (2, 0, 0)
        assert run() == (0, 0, 2)
        Path("refs.bib").write_text(BIB.replace("/plant", "/works"), "utf-8")
        assert run() == (0, 1, 1)
        assert [source.id for source in corpus.sources()] == ["https://example.org/works"]
        Path("refs.bib").unlink()
        assert run() == (0, 1, 1)
        assert [source.id for source in corpus.sources()] == ["a.md[osei2020]"]
        Path("more.bib").write_text(BIB, "utf-8")
        assert run(given="more.bib") == (0, 1, 1)
        assert run(given="more.bib") == (0, 0, 2)
        assert [source.id for source in corpus.sources()] == [PLANT]
        (document, _) = corpus.documents()
        assert len(document.digest) == 64


def test_several_processes_and_standard_input() -> None:
    for at in range(4):
        Path(f"{at}.md").write_text(f"Fact {at} [@osei2020].", "utf-8")
    runner = CliRunner()
    arguments = ["extract", *(f"{at}.md" for at in range(4)), "-", "--jobs", "2", "--format", "jsonl"]
    result = runner.invoke(
        application, [*arguments, "--as", "markdown", "--bibliography", "refs.bib"], input="Last [@lie]."
    )
    assert result.exit_code == 0, result.output
    found = [json.loads(line)["sources"] for line in result.stdout.splitlines()]
    assert found == [[PLANT]] * 4 + [[SEA]]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes on this system")
def test_a_pipe_is_not_waited_for() -> None:
    os.mkfifo("pipe.bib")
    assert codes(extraction(front("pipe.bib") + "A fact [@lie].")) == ["CIT004", "TXT007"]


def test_a_key_in_the_sentence_and_one_in_brackets_are_of_one_style() -> None:
    Path("a.md").write_text(front("refs.bib") + "@osei2020 says so. A fact [@lie]. More [@lie].\n", "utf-8")
    found = audit_texts("a.md", settings=AuditSettings(select=("CIT015",)))
    assert [each for each in found if isinstance(each, Finding)] == []
