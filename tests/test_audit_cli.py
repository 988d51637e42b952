"""`indexer audit` as it is run: exit statuses, forms of output, settings in files, baselines."""

import csv
import io
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
from audit_command import run_audit as run
from click.testing import CliRunner

from indexer import AuditSettings, audit_texts
from indexer.cli.application import application
from indexer.reports import Failure

SCHEMA = json.loads((Path(__file__).parent / "sarif-schema-2.1.0.json").read_text(encoding="utf-8"))
FAULTY = (
    "Silt rose [1]. Sand fell [3].\n\n## References\n[1] Silt. https://a.example/1\n[2] Sand. https://b.example/%\n"
)
CLEAN = "Silt rose [1].\n\n## References\n[1] Silt. https://a.example/1\n"


def lines(*arguments, status=1):
    return [line for line in run(*arguments, status=status).stdout.splitlines() if line[:1] not in " …"]


@pytest.fixture
def faulty():
    Path("a.md").write_text(FAULTY, encoding="utf-8")
    Path("clean.md").write_text(CLEAN, encoding="utf-8")
    return "a.md"


def test_text_shows_the_place(faulty):
    assert run(faulty, status=1).stdout == (
        "a.md:1:26: CIT001 [3] is not in the document's list of references\n"
        "  Silt rose [1]. Sand fell [3].\n"
        "                           ^^^\n"
        "a.md:5:1: CIT002 [2] is listed but no marker names it\n"
        "  [2] Sand. https://b.example/%\n"
        "  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^\n"
        "a.md:5:11: CIT013 https://b.example/% % must be followed by two hexadecimal digits\n"
        "  [2] Sand. https://b.example/%\n"
        "            ^^^^^^^^^^^^^^^^^^^\n"
    )


def test_statuses(faulty):
    assert run("clean.md", status=0).stdout == ""
    run(faulty, "clean.md", status=1)
    assert "nowhere.md: no such file or folder" in run("nowhere.md", status=2).stderr
    assert len(lines(faulty, "nowhere.md", status=2)) == 3
    run(status=2)
    run(faulty, "--indexed", status=2)
    run(faulty, "--select", "CIT9", status=2)
    run(faulty, "--severity", "fatal", status=2)
    run(faulty, "--share", "0", status=2)


def test_standard_input_and_formats():
    result = run("-", "--name", "b.md", text=FAULTY, status=1)
    assert result.stdout.startswith("b.md:1:26: CIT001")


def test_every_form_tells_the_same(faulty):
    objects = json.loads(run(faulty, "--format", "json", status=1).stdout)
    assert [each["code"] for each in objects] == ["CIT001", "CIT002", "CIT013"]
    jsonl = run(faulty, "--format", "jsonl", status=1).stdout
    assert [json.loads(line) for line in jsonl.splitlines()] == objects
    rows = list(csv.DictReader(io.StringIO(run(faulty, "--format", "csv", status=1).stdout)))
    assert [(row["code"], int(row["start"]), int(row["line"])) for row in rows] == [
        (each["code"], each["start"], each["line"]) for each in objects
    ]
    assert all(each["type"] == "problem" and each["document"] == "a.md" for each in objects)
    assert FAULTY[objects[0]["start"] : objects[0]["end"]] == "[3]"
    log = json.loads(run(faulty, "--format", "sarif", status=1).stdout)
    results = log["runs"][0]["results"]
    assert [each["ruleId"] for each in results] == [each["code"] for each in objects]
    assert results[0]["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "a.md"},
        "region": {
            "startLine": 1,
            "startColumn": 26,
            "endLine": 1,
            "endColumn": 29,
            "charOffset": 25,
            "charLength": 3,
        },
    }
    assert run(faulty, "--format", "github", status=1).stdout.splitlines()[0] == (
        "::error file=a.md,line=1,endLine=1,col=26,endColumn=29,title=CIT001 dangling-label"
        "::[3] is not in the document's list of references"
    )


def test_a_rendered_text_has_no_lines_in_its_file():
    Path("a.html").write_text(
        "<html><body>\n\n<p>It fell\nby half [citation needed].</p></body></html>", encoding="utf-8"
    )
    (told,) = run("a.html", "--format", "github", status=1).stdout.splitlines()
    assert told.startswith("::notice file=a.html,title=CIT005 citation-needed::")
    assert told.endswith("(line 1 of its text: It fell by half [citation needed].)")
    (result,) = json.loads(run("a.html", "--format", "sarif", status=1).stdout)["runs"][0]["results"]
    assert result["locations"] == [{"physicalLocation": {"artifactLocation": {"uri": "a.html"}}}]
    assert result["message"]["text"].endswith("(line 1 of its text: It fell by half [citation needed].)")


@pytest.mark.parametrize("texts", [{}, {"a.md": FAULTY}, {"ä b:c.md": FAULTY, "a.txt": "So [1].\n", "e.md": ""}])
def test_sarif_keeps_its_schema(texts):
    Path("in").mkdir()
    Path("in/clean.md").write_text(CLEAN, encoding="utf-8")
    for name, text in texts.items():
        Path("in", name).write_text(text, encoding="utf-8")
    log = json.loads(run("in", "--format", "sarif").stdout)
    jsonschema.validate(log, SCHEMA, jsonschema.Draft7Validator)
    driver = log["runs"][0]["tool"]["driver"]
    for result in log["runs"][0]["results"]:
        assert driver["rules"][result["ruleIndex"]]["id"] == result["ruleId"]


def test_the_command_tells_what_python_tells(faulty):
    found = [each.problem for each in audit_texts(faulty, settings=AuditSettings(ignore=("CIT013",)))]
    objects = json.loads(run(faulty, "--ignore", "CIT013", "--format", "json", status=1).stdout)
    assert [(each.code, each.message, each.line) for each in found] == [
        (each["code"], each["message"], each["line"]) for each in objects
    ]
    assert [type(each) for each in audit_texts("nowhere.md")] == [Failure]


def test_forms_of_findings_are_for_audit_alone(faulty):
    result = CliRunner().invoke(application, ["--format", "sarif", "extract", faulty])
    assert result.exit_code == 2
    assert "which only audit prints, without --statistics" in result.stderr
    assert CliRunner().invoke(application, ["--format", "sarif", "audit", faulty]).exit_code == 1


def test_selection_on_the_command_line(faulty):
    assert [line.split()[1] for line in lines(faulty, "--select", "CIT001,CIT013")] == ["CIT001", "CIT013"]
    assert [line.split()[1] for line in lines(faulty, "--select", "CIT001", "--select", "CIT002")] == [
        "CIT001",
        "CIT002",
    ]
    assert [line.split()[1] for line in lines(faulty, "--severity", "error")] == ["CIT001", "CIT013"]
    assert lines(faulty, "--ignore", "CIT", status=0) == []


def test_statistics(faulty):
    assert run(faulty, "clean.md", "--statistics", status=1).stdout == (
        "      1  CIT001  error    dangling-label\n"
        "      1  CIT002  warning  unused-reference\n"
        "      1  CIT013  error    malformed-url\n"
    )
    counts = json.loads(run(faulty, "--statistics", "--format", "json", status=1).stdout)
    assert counts[0] == {"type": "tally", "code": "CIT001", "name": "dangling-label", "severity": "error", "count": 1}
    assert run("clean.md", "--statistics", status=0).stdout == ""


def test_explain():
    assert run("--explain", "cit013", status=0).stdout.startswith("malformed-url (CIT013), error\n\nAn address breaks")
    assert "off unless it is selected" in run("--explain", "CIT020", status=0).stdout
    assert "is not a code; use one of CIT001" in run("--explain", "CIT999", status=2).stderr
    assert run("--explain", "malformed-url", status=0).stdout == run("--explain", "CIT013", status=0).stdout


def test_names_of_kinds_are_selectors(faulty):
    by_code = run(faulty, "--select", "CIT001", status=1).stdout
    assert by_code == run(faulty, "--select", "dangling-label", status=1).stdout
    assert by_code == run(faulty, "--select", "cit001", status=1).stdout
    without = [line.split()[1] for line in lines(faulty, "--ignore", "dangling-label,Malformed-URL")]
    assert without == ["CIT002"]
    assert "'CIT9' is neither a code" in run(faulty, "--select", "CIT9", status=2).stderr
    Path("indexer.toml").write_text(
        '[audit.per-file-ignores]\n"*.md" = ["dangling-label", "unused-reference"]\n', encoding="utf-8"
    )
    assert [line.split()[1] for line in lines(faulty)] == ["CIT013"]


def test_settings_in_files(faulty):
    Path("pyproject.toml").write_text('[tool.indexer.audit]\nignore = ["CIT013"]\n', encoding="utf-8")
    assert [line.split()[1] for line in lines(faulty)] == ["CIT001", "CIT002"]
    assert len(lines(faulty, "--isolated")) == 3
    assert [line.split()[1] for line in lines(faulty, "--ignore", "CIT002")] == ["CIT001"]
    Path("indexer.toml").write_text('[audit]\nselect = ["CIT002"]\n', encoding="utf-8")
    assert [line.split()[1] for line in lines(faulty)] == ["CIT002"]
    assert [line.split()[1] for line in lines(faulty, "--select", "CIT001")] == ["CIT001"]
    assert [line.split()[1] for line in lines(faulty, "--config", "pyproject.toml")] == ["CIT001", "CIT002"]


@pytest.mark.usefixtures("faulty")
def test_settings_are_found_above(monkeypatch):
    Path("indexer.toml").write_text('[audit]\n[audit.per-file-ignores]\n"deep/*.md" = ["CIT00"]\n', encoding="utf-8")
    Path("deep").mkdir()
    Path("deep/a.md").write_text(FAULTY, encoding="utf-8")
    assert [line.split()[1] for line in lines("deep/a.md")] == ["CIT013"]
    assert len(lines("a.md")) == 3
    monkeypatch.chdir("deep")
    assert [line.split()[1] for line in lines("a.md")] == ["CIT013"]
    Path("pyproject.toml").write_text("[project]\n", encoding="utf-8")  # says nothing of an audit: the one above counts
    assert [line.split()[1] for line in lines("a.md")] == ["CIT013"]


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("[audit]\nignor = []\n", "'ignor' is not a setting of an audit; use one of select"),
        ('[audit]\nselect = "CIT001"\n', "select is 'CIT001'; write a list of codes"),
        ("[audit]\nshare = 200\n", "share is 200; write a percentage from 1 to 100"),
        ("[audit]\nleast-words = true\n", "least-words is True; write a whole number"),
        ('[audit]\nseverity = "bad"\n', "severity is 'bad'; write one of error, warning, info"),
        ("[audit]\nper-file-ignores = []\n", "write a table of patterns with lists of codes"),
        (
            '[audit]\nper-file-ignores = {"*.md" = ["X1"]}\n',
            "'X1' is neither a code, the beginning of one nor the name of a kind",
        ),
        ("audit = 3\n", "[audit] is not a table"),
        ("[audit\n", "is not valid TOML"),
        ('ignore = ["CIT004"]\n[audit]\n', "'ignore' is outside of [audit]"),
        ('[tool.indexer.audit]\nignore = ["CIT004"]\n', "'tool' is outside of [audit]"),
        ('[audit]\n[audits]\nignore = ["CIT004"]\n', "'audits' is outside of [audit]"),
    ],
)
def test_wrong_settings_are_named(faulty, written, message):
    Path("indexer.toml").write_text(written, encoding="utf-8")
    assert message in run(faulty, status=2).stderr
    assert "Traceback" not in run(faulty).stderr


def test_a_configuration_that_is_named_must_be_there(faulty):
    assert "nowhere.toml: cannot be read" in run(faulty, "--config", "nowhere.toml", status=2).stderr
    Path("other.toml").write_text("", encoding="utf-8")
    assert "other.toml: has no table [audit]" in run(faulty, "--config", "other.toml", status=2).stderr


def test_a_baseline_lets_go_what_was_there(faulty):
    assert "write one with --update-baseline" in run(faulty, "--baseline", "known.json", status=2).stderr
    assert run(faulty, "--baseline", "known.json", "--update-baseline", status=0).stdout == ""
    assert lines(faulty, "--baseline", "known.json", status=0) == []
    Path("a.md").write_text("Clay came [4]. Mud stays [3].\n\n" + FAULTY, encoding="utf-8")
    found = lines(faulty, "--baseline", "known.json")
    assert [line.split()[1:3] for line in found] == [["CIT001", "[4]"], ["CIT001", "[3]"]]
    run(faulty, "--update-baseline", "--fix", status=2)
    assert Path("a.md").read_text(encoding="utf-8").startswith("Clay came [4]")  # nothing was mended before
    Path("known.json").write_text("{}", encoding="utf-8")
    assert "is not a baseline" in run(faulty, "--baseline", "known.json", status=2).stderr
    Path("known.json").write_text('{"version": 2, "findings": {}}', encoding="utf-8")
    assert "of another version" in run(faulty, "--baseline", "known.json", status=2).stderr


def test_what_is_no_baseline_is_not_overwritten(faulty):
    result = run(faulty, "--baseline", faulty, "--update-baseline", status=2)
    assert "a.md: is not a baseline, so it is not overwritten" in result.stderr
    assert Path("a.md").read_text(encoding="utf-8") == FAULTY
    Path("package.json").write_text('{"name": "lakes"}', encoding="utf-8")
    run(faulty, "--baseline", "package.json", "--update-baseline", status=2)
    assert Path("package.json").read_text(encoding="utf-8") == '{"name": "lakes"}'
    for replaced in ("", '{"version": 2, "findings": {}}'):
        Path("known.json").write_text(replaced, encoding="utf-8")
        run(faulty, "--baseline", "known.json", "--update-baseline", status=0)
        assert lines(faulty, "--baseline", "known.json", status=0) == []


def test_a_baseline_that_cannot_be_written_stays(faulty, monkeypatch):
    run(faulty, "--baseline", "known.json", "--update-baseline", status=0)
    kept = Path("known.json").read_bytes()

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    run(faulty, "--baseline", "known.json", "--update-baseline", status=2)
    assert Path("known.json").read_bytes() == kept
    assert sorted(path.name for path in Path().iterdir()) == ["a.md", "clean.md", "known.json"]


def test_a_baseline_beside_the_settings(faulty, monkeypatch):
    Path("indexer.toml").write_text('[audit]\nbaseline = "known.json"\n', encoding="utf-8")
    run(faulty, "--update-baseline", status=0)
    run(faulty, status=0)
    Path("deep").mkdir()
    monkeypatch.chdir("deep")
    assert lines("../a.md", status=0) == []
    Path("b.md").write_text(FAULTY, encoding="utf-8")
    assert len(lines("b.md")) == 3


def test_what_is_indexed_is_audited_from_its_files(faulty, monkeypatch):
    assert "no index" in run("--indexed", status=2).stderr
    CliRunner().invoke(application, ["ingest", faulty, "clean.md"])
    CliRunner().invoke(application, ["ingest", "-", "--name", "typed"], input="So [1].")
    result = run("--indexed", status=1)
    assert "a.md:1:26: CIT001" in result.stdout
    assert "typed: came from standard input, so there is no file to audit" in result.stderr
    Path("deep").mkdir()
    monkeypatch.chdir("deep")
    assert "/a.md:1:26: CIT001" in run("--indexed", status=1).stdout
    Path("../clean.md").unlink()
    assert "clean.md: no such file or folder" in run("--indexed", status=2).stderr


@pytest.mark.usefixtures("faulty")
def test_many_jobs_tell_the_same():
    for at in range(6):
        Path(f"b{at}.md").write_text(FAULTY.replace("Silt", f"Silt {at}"), encoding="utf-8")
    assert run(".", "--jobs", "3", status=1).stdout == run(".", status=1).stdout


def test_a_process():
    Path("a.md").write_text(FAULTY, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "indexer", "audit", "a.md"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.startswith("a.md:1:26: CIT001")


def test_files_that_are_excluded_may_be_named(faulty):
    Path("indexer.toml").write_text('[audit]\nexclude = ["drafts/"]\n', encoding="utf-8")
    Path("drafts").mkdir()
    draft = shutil.copy(faulty, "drafts/a.md")
    assert run(draft, status=1).stdout
    assert run(draft, "--force-exclude", status=0).stdout == ""
    assert run(draft, faulty, "--force-exclude", status=1).stdout.startswith(f"{faulty}:")


def test_a_run_fails_on_what_is_grave_alone(faulty):
    everything = run(faulty, "--select", "ALL", status=1).stdout
    severities = {
        finding["severity"] for finding in json.loads(run(faulty, "--select", "ALL", "--format", "json").stdout)
    }
    assert run(faulty, "--select", "ALL", "--fail-on", "never", status=0).stdout == everything
    assert run(faulty, "--select", "ALL", "--fail-on", "error", status=int("error" in severities)).stdout == everything
    assert run(faulty, "--select", "CIT002", "--fail-on", "error", status=0).stdout
    assert run(faulty, "--select", "CIT002", "--fail-on", "warning", status=1).stdout


def test_patterns_of_settings_count_from_their_file(faulty, monkeypatch):
    Path("indexer.toml").write_text('exclude = ["reports/drafts/"]\n', encoding="utf-8")
    Path("reports/drafts").mkdir(parents=True)
    for name in ("reports/a.md", "reports/drafts/b.md"):
        shutil.copy(faulty, name)
    for folder, path in ((".", "reports"), (".", "."), ("reports", ".")):
        with monkeypatch.context() as there:
            there.chdir(folder)
            assert "b.md" not in run(path, status=1).stdout
            extracted = CliRunner().invoke(application, ["extract", path])
            assert "b.md" not in extracted.stdout
            assert "a.md" in extracted.stdout
    assert run("reports/drafts", status=1).stdout.startswith("reports/drafts/b.md")


@pytest.mark.parametrize(("name", "above"), [("indexer.toml", ""), ("pyproject.toml", "[tool.indexer]\n")])
def test_what_all_commands_share_stands_above_the_table(name, above):
    Path("texts/drafts").mkdir(parents=True)
    Path("refs").mkdir()
    Path("refs/all.bib").write_text("@book{doe, title={Water}, url={https://a.example/w}}\n", encoding="utf-8")
    for path in ("texts/a.md", "texts/drafts/b.md"):
        Path(path).write_text("Silt rose [@doe].\n", encoding="utf-8")
    Path(name).write_text(f'{above}exclude = ["drafts/"]\nbibliography = ["refs/all.bib"]\n', encoding="utf-8")
    for words in (["extract", "texts"], ["ingest", "texts", "--index", "ix"], ["claims", "--index", "ix"]):
        result = CliRunner().invoke(application, [*words, "--format", "json"])
        assert result.exit_code == 0, result.output
        if words[0] != "ingest":
            assert [each["sources"] for each in json.loads(result.stdout)] == [["https://a.example/w"]]
    assert run("texts", status=0).stdout == ""
