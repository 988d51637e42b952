# ruff: noqa: ARG001  # a fixture that is not named in the body has built the index
import csv
import io
import json
import os
import pty
import re
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from indexer import Corpus, extract
from indexer.cli import application
from indexer.render import RENDERERS
from indexer.render.records import as_dict

SEED = Path(__file__).parent.parent / "seeds" / "000_04824f2c0e751771.txt"
REPORT = """\
# Chips

The region will host a second cluster [1]. The Yongin site stays where it is [2].

Honam is being considered. Chungcheong is being considered as well [2].

Nobody has said when, and [7] does not help.

## References

[1] A plan for the regions. https://www.example.org/plan/
[2] Yongin stays. https://doi.org/10.1000/xyz
"""

CLAIM = {
    "type": str, "id": str, "document": str, "title": str, "ordinal": int, "start": int, "end": int, "line": int,
    "column": int, "locator": (str, type(None)), "heading": list, "block": str, "text": str, "statement": str,
    "attribution": str, "labels": list, "sources": list, "markers": list,
}  # fmt: skip
SCHEMAS = {
    "claim": CLAIM,
    "marker": {"start": int, "end": int, "labels": list, "sources": list, "style": str, "locator": (str, type(None)),
               "scope": (list, type(None))},
    "source": {"type": str, "id": str, "title": (str, type(None)), "url": (str, type(None)),
               "doi": (str, type(None)), "labels": dict, "claims": int, "inherited": int, "documents": int},
    "document": {"type": str, "uri": str, "title": str, "digest": str, "claims": int, "direct": int,
                 "inherited": int, "none": int, "sources": int, "problems": int},
    "report": {"type": str, "added": int, "updated": int, "unchanged": int, "removed": int, "failed": list,
               "claims": int, "problems": int, "gone": int},
    "stats": {"type": str, "documents": int, "claims": int, "direct": int, "inherited": int, "none": int,
              "sources": int, "problems": int, "cited": list, "sizes": list, "half": int, "gini": float,
              "domains": list, "years": list},
}  # fmt: skip


def run(*arguments, data=None):
    result = CliRunner().invoke(application, [str(each) for each in arguments], input=data)
    assert "Traceback" not in result.stderr, result.stderr
    return result


def output(*arguments, data=None):
    result = run(*arguments, data=data)
    assert result.exit_code == 0, result.stderr
    return result.stdout


def failure(*arguments, data=None):
    """What a call that fails says: one line on standard error, nothing else."""
    result = run(*arguments, data=data)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("indexer: ")
    assert result.stderr.count("\n") == 1
    return result.stderr


def check(record):
    schema = SCHEMAS[record["type"]]
    if "score" in record:
        schema = {**schema, "score": float, "highlights": list}
    if "before" in record:
        schema = {**schema, "before": list, "after": list}
    assert list(record) == list(schema)
    assert all(isinstance(record[key], kind) for key, kind in schema.items())
    for marker in record.get("markers", ()):
        assert list(marker) == list(SCHEMAS["marker"])
        assert len(marker["labels"]) == len(marker["sources"])


@pytest.fixture
def index():
    Path("texts").mkdir()
    Path("texts/report.md").write_text(REPORT, encoding="utf-8")
    Path("texts/article.txt").write_bytes(SEED.read_bytes())
    output("ingest", "texts")


@pytest.fixture
def claim_id(index):
    return json.loads(output("--format", "json", "claims"))[3]["id"]


# ---- every command in every format

LISTING = {
    "extract": ["extract", "texts"],
    "query": ["query", "yongin"],
    "query in context": ["query", "yongin", "--context", "1"],
    "claims": ["claims"],
    "sources": ["sources"],
    "documents": ["documents"],
    "show a document": ["show", "report.md"],
    "show a claim": ["show", "CLAIM", "--context", "1"],
}
SINGLE = {
    "ingest": ["ingest", "texts"],
    "stats": ["stats"],
    "remove": ["remove", "texts/report.md"],
}
EVERY = [*LISTING, *SINGLE]


def command(name, claim_id):
    return [claim_id if word == "CLAIM" else word for word in {**LISTING, **SINGLE}[name]]


@pytest.mark.parametrize("name", EVERY)
@pytest.mark.parametrize("form", RENDERERS)
def test_every_command_in_every_format(name, form, claim_id):
    text = output(*command(name, claim_id), "--format", form)

    assert text.endswith("\n")
    if form == "json":
        found = json.loads(text)
        assert isinstance(found, list) == (name in LISTING)
        records = found if name in LISTING else [found]
    elif form == "jsonl":
        records = [json.loads(line) for line in text.splitlines()]
    else:
        records = []
    for record in records:
        check(record)
    if form in {"csv", "tsv"}:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter="," if form == "csv" else "\t"))
        assert len({len(row) for row in rows}) == 1
        assert len(rows) > 1


@pytest.mark.parametrize("form", RENDERERS)
@pytest.mark.parametrize("words", [["query", "zebra"], ["claims", "--attribution", "none", "--document", "x.txt"]])
def test_nothing_found_is_no_error(form, words, index):
    Path("texts/x.txt").write_text("A claim with a source [1].\n\n[1] https://example.org/x\n", encoding="utf-8")
    output("ingest", "texts")

    text = output(*words, "--format", form)

    assert {"text": "", "json": "[]\n", "jsonl": ""}.get(form, text) == text
    assert text.count("\n") == (form in {"json", "csv", "tsv"})
    assert run(*words, "--format", form, "--fail-if-empty").exit_code == 1


@pytest.mark.parametrize("words", [["query", "yongin"], ["claims"], ["sources"], ["documents"], ["extract", "texts"]])
def test_something_found_is_status_0(words, index):
    assert run(*words, "--fail-if-empty").exit_code == 0


def test_the_command_line_says_what_the_api_says(index):
    def listed(*words):
        return json.loads(output(*words, "--format", "json"))

    def dicts(records):
        return [json.loads(json.dumps(as_dict(each))) for each in records]

    with Corpus.open() as corpus:
        assert listed("claims") == dicts(corpus.claims())
        assert listed("claims", "--source", "1", "--document", "article.txt") == dicts(
            corpus.claims(source="1", document="article.txt")
        )
        assert listed("query", "yongin OR honam", "--limit", "0") == dicts(corpus.query("yongin OR honam", limit=None))
        assert listed("query", "yongin", "--sort", "document", "--offset", "1", "--limit", "1") == dicts(
            corpus.query("yongin", sort="document", offset=1, limit=1)
        )
        assert listed("sources") == dicts(corpus.sources())
        assert listed("documents") == dicts(corpus.documents())
        assert listed("stats") == dicts([corpus.stats()])[0]
        assert listed("extract", "texts") == dicts(claim for each in extract("texts") for claim in each.claims)


def test_the_example_article(index):
    found = output("claims", "--source", "1", "--document", "texts/article.txt", "--format", "jsonl")

    assert len(found.splitlines()) == 4
    assert output("query", "yongin", "site").count("texts/article.txt:") == 1


# ---- options


@pytest.mark.parametrize("option", ["--document", "--source", "--attribution"])
def test_an_option_that_selects_is_given_once(index, option):
    result = CliRunner().invoke(application, ["claims", option, "none", option, "direct"])
    assert result.exit_code == 2
    assert f"{option}': given twice; give one value" in result.stderr


def test_a_word_with_a_minus_that_is_taken_for_options(index):
    result = CliRunner().invoke(application, ["query", "chips", "-honam"])
    assert "indexer query -- chips -honam" in result.stderr
    found, without = (output("query", "--format", "jsonl", "--", "yongin", *more) for more in ([], ["-site"]))
    assert without.splitlines() == [line for line in found.splitlines() if "site" not in json.loads(line)["statement"]]
    assert "" != without != found


def test_options_stand_before_and_behind_the_command(index, tmp_path):
    elsewhere = ["-i", tmp_path / "other"]

    assert output("--format", "json", "stats") == output("stats", "--format", "json")
    assert output("--format", "csv", "stats", "--format", "json") == output("stats", "--format", "json")
    output(*elsewhere, "ingest", "texts/report.md")
    assert output(*elsewhere, "documents", "--format", "csv") == output("documents", *elsewhere, "--format", "csv")
    assert output("documents", *elsewhere) != output("documents")
    output("--lock-timeout", "1", "stats")
    output("stats", "--lock-timeout", "1")


@pytest.mark.parametrize("words", [["-h"], ["--help"], ["query", "-h"], ["show", "--help"]])
def test_help(words):
    assert "Usage: indexer" in output(*words)


@pytest.mark.parametrize("words", [["--version"], ["query", "--version"]])
def test_version(words):
    assert re.fullmatch(r"indexer, version \d+\.\d+\.\d+\n", output(*words))


def test_the_environment_names_an_index_and_options_beat_it(index, monkeypatch, tmp_path):
    monkeypatch.setenv("INDEXER_INDEX", str(tmp_path / "nowhere"))

    failure("stats")
    assert output("-i", ".indexer", "stats") == output("stats", "-i", ".indexer")


def test_patterns_exclude(index):
    found = output("extract", "texts", "--exclude", "*.txt", "--exclude", "x", "--format", "jsonl")

    assert {json.loads(line)["document"] for line in found.splitlines()} == {"texts/report.md"}


def test_literal_words(index):
    assert output("query", "--literal", '"yongin site') == output("query", "yongin site") != ""


def test_show_prints_a_claim_among_its_neighbours(claim_id):
    assert json.loads(output("show", claim_id, "--format", "json"))[0]["id"] == claim_id
    assert len(output("show", claim_id, "--context", "2", "--format", "jsonl").splitlines()) == 5


def test_show_prints_the_claims_at_a_place(index):
    claims = [json.loads(line) for line in output("claims", "--format", "jsonl").splitlines()]
    assert claims
    for claim in claims:
        place = f"{claim['document']}:{claim['line']}"
        on_line = [each for each in claims if (each["document"], each["line"]) == (claim["document"], claim["line"])]
        assert [json.loads(line) for line in output("show", place, "--format", "jsonl").splitlines()] == on_line
        for column in (claim["column"], claim["column"] + len(claim["text"]) - 1):
            assert json.loads(output("show", f"{place}:{column}:", "--format", "json")) == [claim]


def test_show_prints_the_neighbours_of_the_claims_on_a_line():
    Path("four.md").write_text("One ends.\n\nTwo begins\nhere. Three ends. [1]\n\nFour ends.\n", encoding="utf-8")
    output("ingest", "four.md")

    assert len(output("show", "four.md:3", "--format", "jsonl").splitlines()) == 1
    assert len(output("show", "four.md:4", "--format", "jsonl").splitlines()) == 2
    assert len(output("show", "four.md:4", "--context", "1", "--format", "jsonl").splitlines()) == 4
    assert "indexer show four.md" in failure("show", "four.md:2")
    assert "indexer show four.md" in failure("show", "four.md:1:10")
    assert "five.md" in failure("show", "five.md:3")


def test_show_prints_a_document_with_its_sources_and_claims(index):
    kinds = [record["type"] for record in json.loads(output("show", "report.md", "--format", "json"))]

    assert list(dict.fromkeys(kinds)) == ["document", "source", "claim"]


def test_text_names_sources(index):
    text = output("query", "second cluster region")

    assert "  The region will host a second cluster. [1]\n" in text
    assert "  [1] A plan for the regions" in text
    assert "example.org/plan" in text
    assert text.startswith(output("extract", "texts/report.md").split("\n\n")[0])


# ---- what goes to standard error


def test_problems_are_told_apart_from_data(index):
    result = run("extract", "texts/report.md", "--format", "jsonl")

    assert result.exit_code == 0
    assert re.search(r"^texts/report\.md:7:\d+: CIT001 .*7", result.stderr, re.MULTILINE)
    assert "CIT001" not in result.stdout


def test_ingest_finishes_and_tells_what_failed(index):
    Path("texts/new.txt").write_text("New.", encoding="utf-8")

    result = run("ingest", "missing.md", "texts", "--format", "json")

    assert result.exit_code == 2
    assert "indexer: missing.md: no such file or folder\n" in result.stderr
    report = json.loads(result.stdout)
    assert (report["added"], report["unchanged"]) == (1, 2)
    assert report["failed"] == [{"path": "missing.md", "message": "no such file or folder"}]


def test_misspelt_paths_leave_no_new_index_behind(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    result = run("ingest", "missing.md", "nothing")

    assert result.exit_code == 2
    assert "indexer: nothing: no such file or folder\n" in result.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("words", [["bad.md"], ["empty"], ["missing.md", "bad.md"], ["empty", "bad.md"]])
def test_a_run_that_reads_nothing_leaves_no_new_index_behind(words, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("bad.md").write_bytes(bytes(range(32)))
    Path("empty").mkdir()

    result = run("ingest", *words, "--format", "json")

    assert result.exit_code == 2
    assert len(json.loads(result.stdout)["failed"]) == len(words)
    assert not Path(".indexer").exists()
    Path("good.md").write_text("It holds [1].", encoding="utf-8")
    assert json.loads(run("ingest", "good.md", *words, "--format", "json").stdout)["added"] == 1
    assert len(json.loads(run("ingest", *words, "--format", "json").stdout)["failed"]) == len(words)
    assert json.loads(output("stats", "--format", "json"))["documents"] == 1


def test_a_new_index_is_made_by_the_rules_of_any_run(tmp_path, monkeypatch):
    """As by a second run: no text is larger than `--max-size`, and folders are called what they are called by whoever names them."""
    monkeypatch.chdir(tmp_path)
    Path("long.txt").write_text("It rains a lot here. " * 60_000, encoding="utf-8")
    Path("empty").mkdir()

    assert "long.txt: is larger than 1 MB" in run("ingest", "long.txt", "--max-size", "1M").stderr
    assert not Path(".indexer").exists()
    assert "1 added" in output("ingest", "long.txt", "--max-size", "2M")
    assert "indexer: empty: holds no texts" in run("ingest", "empty").stderr


def test_a_missing_bibliography_leaves_no_new_index_behind(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("good.md").write_text("It holds [@smith].", encoding="utf-8")

    assert "missing.bib" in failure("ingest", "good.md", "--bibliography", "missing.bib")
    assert not Path(".indexer").exists()


def test_standard_input_is_indexed_under_a_name_only(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    assert "--name" in failure("ingest", "-", data="It holds [1].")
    assert not Path(".indexer").exists()
    assert "1 added" in output("ingest", "-", "--name", "piped.md", data="It holds [1].")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["document:nope"], ["document:nope"]),
        (["source:nope.example", "yongin", "OR", "document:nope"], ["source:nope.example", "document:nope"]),
        (["yongin", "NOT", "document:nope"], ["document:nope"]),
        (["document:report.md", "source:example.org"], []),
        (["source:10.1000/xyz"], []),
        (["source:2", "--document", "report.md"], []),
        (["source:9", "--document", "report.md"], ["source:9"]),
        (["document:nope", "--literal"], []),
        (["at 10:30"], []),
    ],
    ids=lambda value: " ".join(value) or "-",
)
def test_a_field_of_a_query_that_fits_nothing_is_told(words, told, index):
    result = run("query", *words)

    assert result.exit_code == 0
    names = {"document": "documents", "source": "sources"}
    assert result.stderr.splitlines() == [
        f"indexer: no {name} matches {field}; list them with: indexer {names[name]}"
        for field in told
        for name in [field.partition(":")[0]]
    ]


def test_extract_finishes_and_tells_what_failed(index):
    result = run("extract", "missing.md", "texts/report.md")

    assert result.exit_code == 2
    assert "missing.md" in result.stderr
    assert "second cluster" in result.stdout


# ---- bad input: a message and status 2

BAD = [
    (["stats"], "`indexer ingest PATH…` makes one"),
    (["query", "x"], "There is no index here"),
    (["-i", "nowhere", "stats"], "nowhere"),
    ([], "Missing command"),
    (["frobnicate"], "frobnicate"),
    (["query"], "WORDS"),
    (["extract"], "PATH"),
    (["extract", "missing.txt"], "missing.txt: no such file or folder"),
    (["extract", "empty"], "holds no texts"),
    (["extract", "binary.txt"], "binary.txt: "),
    (["extract", "/dev/null"], "device"),
    (["extract", "x.txt", "--as", "papyrus"], "papyrus"),
    (["extract", "x.txt", "--jobs", "0"], "--jobs"),
    (["extract", "x.txt", "--exclude", "!"], "gitignore"),
    (["stats", "--format", "xml"], "xml"),
    (["-i", "x.txt", "stats"], "x.txt"),
]


@pytest.mark.parametrize(
    ("words", "message"), BAD, ids=lambda value: " ".join(value) if isinstance(value, list) else ""
)
def test_bad_input_without_an_index(words, message):
    Path("x.txt").write_text("One.", encoding="utf-8")
    Path("binary.txt").write_bytes(bytes(range(256)) * 8)
    Path("empty").mkdir()

    assert message in failure(*words)


BAD_QUESTIONS = [
    (["query", '"yongin'], "column"),
    (["query", "foo:bar"], "foo"),
    (["query", "..."], ""),
    (["query", "yongin", "--attribution", "some"], "some"),
    (["query", "yongin", "--document", "unknown.md"], "unknown.md"),
    (["claims", "--source", "https://example.org/unknown"], "indexer sources"),
    (["claims", "--source", "1"], "--document"),
    (["claims", "--source", "yongin stays"], "no source 'yongin stays'; there is doi:10.1000/xyz; list them"),
    (["show", "unknown.md"], "indexer documents"),
    (["show", "https://example.org/plan"], "indexer claims --source https://example.org/plan"),
    (["show", "texts"], "texts/article.txt, texts/report.md"),
    (["remove", ""], "no document ''"),
    (["remove", "texts/*"], "no document 'texts/*'"),
    (["stats", "--index", ""], "is empty: name a folder"),
    (["documents", "report.md"], "(report.md). See: indexer documents -h"),
    (["diff", "-", "-"], "name a file"),
    (["diff", "texts", "texts/report.md"], "texts: is a folder; name a file in it"),
    (["ingest", "texts", "--name", "report.md"], "no `-` is among the paths"),
    (["extract", "texts", "--name", "report.md"], "no `-` is among the paths"),
    (["audit", "texts", "--name", "report.md"], "no `-` is among the paths"),
    (["search", "yongin"], "there is audit, check, claims, "),
    (["extract", "texts", "--exclude", "*"], "holds no texts but what is excluded"),
    (["show", "texts/report.md#1-2"], "indexer show texts/report.md"),
    (["show", "texts/report.md", "--context", "2"], "--context"),
    (["remove", "texts/report.md", "unknown.md"], "unknown.md"),
    (["sources", "--sort", "size"], "size"),
]


@pytest.mark.parametrize(
    ("words", "message"), BAD_QUESTIONS, ids=lambda value: " ".join(value) if isinstance(value, list) else ""
)
def test_bad_questions(words, message, index):
    assert message in failure(*words)
    assert (
        "2\n" in output("stats", "--format", "tsv") or json.loads(output("stats", "--format", "json"))["documents"] == 2
    )


def test_an_empty_file_is_fine():
    Path("empty.txt").write_bytes(b"")

    result = run("ingest", "empty.txt", "--format", "json")

    assert result.exit_code == 0
    assert json.loads(result.stdout)["added"] == 1
    assert "empty.txt:1:1: TXT003" in result.stderr


def test_standard_input_may_be_extracted():
    assert json.loads(output("extract", "-", "--format", "json", data="It holds [1]."))[0]["document"] == "-"
    assert output("extract", "-", "--name", "a.md", "--as", "text", data="It holds.").startswith("a.md:1:1\n")


# ---- real processes


def start(*arguments, **settings):
    environment = {**os.environ, **settings.pop("env", {})}
    words = [sys.executable, "-m", "indexer", *arguments]
    return subprocess.Popen(words, env=environment, **settings)


def finish(*arguments, **settings):
    settings = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **settings}
    data = settings.pop("input", None)
    with start(*arguments, stdin=subprocess.PIPE, **settings) as process:
        out, err = process.communicate(data, timeout=60)
    return process.returncode, (out or b"").decode(), (err or b"").decode()


def test_a_standard_output_that_is_closed_hears_nothing():
    Path("a.txt").write_text(REPORT, encoding="utf-8")
    program = (
        "import os; os.close(1); os.execv(os.sys.executable, [os.sys.executable, '-m', 'indexer', 'extract', 'a.txt'])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (0, b"")
    assert b"Traceback" not in done.stderr


@pytest.fixture
def many():
    Path("many").mkdir()
    for number in range(40):
        Path(f"many/{number:02}.txt").write_text(REPORT.replace("\n\n", f" {number}.\n\n") * 20, encoding="utf-8")


@pytest.mark.parametrize("form", RENDERERS)
def test_a_closed_pipe_ends_quietly(form, many):
    with start("extract", "many", "--format", form, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        first = process.stdout.readline()
        process.stdout.close()
        told = process.stderr.read().decode()

    assert first
    assert process.returncode == 0
    assert not re.search("Error|Exception|Traceback|indexer:", told)


def test_a_pipe_that_was_never_open_ends_quietly(index):
    reading, writing = os.pipe()
    os.close(reading)
    with start("--help", stdout=writing, stderr=subprocess.PIPE) as process:
        os.close(writing)
        told = process.stderr.read()

    assert (process.returncode, told) == (0, b"")


def test_a_full_disk_is_told(index):
    if not Path("/dev/full").exists():
        pytest.skip("needs a device that is full")
    with Path("/dev/full").open("wb") as full:
        status, _, told = finish("claims", stdout=full)

    assert (status, told) == (2, "indexer: output failed: No space left on device\n")


def heed_interrupts():
    """A job in the background of a shell is started deaf to them, and so are its children."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_an_interrupt_ends_with_130_and_leaves_the_index(jobs, index, many):
    before = output("stats")
    os.mkfifo("many/slow")
    for number in range(400):
        Path(f"many/x{number:03}.txt").write_text(f"{number} " + REPORT * 50, encoding="utf-8")
    with start(
        "ingest", "many", "--jobs", jobs, stderr=subprocess.PIPE, start_new_session=True, preexec_fn=heed_interrupts
    ) as process:
        time.sleep(1.5)
        assert process.poll() is None, "the run was too short to interrupt"
        os.killpg(process.pid, signal.SIGINT)
        told = process.stderr.read().decode()

    assert process.returncode == 130
    assert "indexer: interrupted: the index is as it was" in told
    assert "Traceback" not in told
    assert output("stats") == before
    output("ingest", "texts")


@pytest.mark.parametrize("locale", ["C", "POSIX", "en_US.ISO-8859-1"])
def test_output_is_utf8_whatever_the_locale(locale):
    Path("한국.txt").write_text("두 번째 클러스터가 들어선다 [1]。Naïve — yes.", encoding="utf-8")
    environment = {"LANG": locale, "LC_ALL": locale, "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}

    status, out, told = finish("extract", "한국.txt", env=environment)

    assert status == 0
    assert "두 번째 클러스터가 들어선다" in out
    assert "Naïve — yes" in out
    assert "한국.txt" in told


def test_a_name_that_is_no_utf8_is_read_and_shown():
    name = os.fsdecode(b"caf\xe9 \x1b[31m.txt")
    Path(name).write_text("It holds.", encoding="utf-8")

    for words in (["extract", name], ["ingest", "."], ["documents"], ["claims", "--format", "csv"]):
        status, out, told = finish(*words)
        assert status == 0
        assert "\x1b" not in out + told
    assert json.loads(finish("documents", "--format", "json")[1])[0]["uri"] == "caf\\xe9 \x1b[31m.txt"


def test_documents_whose_files_are_gone_are_told(index):
    Path("gone").mkdir()
    for name in ("a.txt", "b.txt"):
        Path("gone", name).write_text(REPORT, encoding="utf-8")
    run("-i", index, "ingest", "gone")
    Path("gone/a.txt").rename("gone/c.txt")

    result = run("-i", index, "ingest", "gone")
    assert (
        result.stderr.splitlines()[-1]
        == "indexer: documents kept although their files are gone: 1; --prune removes them"
    )
    assert "though" not in run("-i", index, "ingest", "gone", "--prune").stderr
    assert "though" not in run("-i", index, "ingest", "gone").stderr


def test_a_folder_is_removed_with_all_that_came_from_it(index):
    Path("old/deep").mkdir(parents=True)
    for name in ("old/a.txt", "old/deep/b.txt", "older.txt"):
        Path(name).write_text(REPORT, encoding="utf-8")
    run("-i", index, "ingest", "old", "older.txt")
    assert "2 removed" in output("-i", index, "remove", "old/")
    assert "older.txt" in output("-i", index, "documents")
    assert run("-i", index, "remove", "old").exit_code == 2


def test_standard_input_may_be_closed(index):
    words = [sys.executable, "-m", "indexer", "extract", "-"]
    done = subprocess.run(  # noqa: S602  # a shell closes it
        f"{shlex.join(words)} <&-", shell=True, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "indexer: -: standard input cannot be read: it is closed\n"


def test_a_title_from_a_name_that_is_no_utf8_can_be_printed():
    Path(os.fsdecode(b"caf\xe9.md")).write_text("Open.", encoding="utf-8")
    output("ingest", ".")
    (found,) = json.loads(output("documents", "--format", "json"))
    assert (found["uri"], found["title"]) == ("caf\\xe9.md", "caf\\xe9")


def test_a_link_that_leads_to_nothing_costs_nothing(index):
    Path("texts/gone.md").symlink_to("nowhere.md")
    for words in (["ingest", "texts", "-q"], ["extract", "texts"], ["audit", "texts", "--select", "CIT018"]):
        result = run(*words)
        assert (result.exit_code, result.stderr.count("texts/gone.md: links to a file that is not there")) == (0, 1)
    assert run("ingest", "texts/gone.md").exit_code == 2


def test_problems_of_texts_are_not_listed_to_who_wants_it_quiet(index):
    Path("a.txt").write_text("A fact [7].\n", encoding="utf-8")
    result = run("-i", index, "ingest", "a.txt", "-q")
    assert (result.stderr, result.exit_code) == ("", 0)
    assert "1 problem" in result.stdout


@pytest.mark.parametrize("name", ["refs.bib", "refs.RIS"])
def test_a_bibliography_is_no_text(name):
    Path(name).write_text("@book{doe, title = {Water}}\n", encoding="utf-8")
    result = run("extract", name)
    assert result.exit_code == 2
    assert f"{name}: is a bibliography, not a text: name it with --bibliography FILE" in result.stderr
    assert run("extract", name, "--as", "text").exit_code == 0


def test_standard_input_is_ingested():
    assert finish("ingest", "-", "--name", "piped.md", input=REPORT.encode())[0] == 0

    status, out, _ = finish("claims", "--document", "piped.md", "--format", "jsonl")

    assert status == 0
    assert len(out.splitlines()) == 5


def terminal(*arguments, env=None):
    """What a person sees, on a terminal 60 columns wide."""
    own, other = pty.openpty()
    environment = {"TERM": "xterm", "COLUMNS": "60", **(env or {})}
    with start(*arguments, stdout=other, stderr=other, stdin=other, env=environment) as process:
        os.close(other)
        seen = b""
        try:
            while chunk := os.read(own, 65536):
                seen += chunk
        except OSError:  # Linux says so when the other end is closed
            pass
    os.close(own)
    return process.returncode, seen.decode().replace("\r\n", "\n")


def test_a_terminal_gets_colour_and_lines_that_fit(index):
    status, seen = terminal("query", "yongin", "--limit", "1")

    assert status == 0
    assert re.search("\x1b\\[1;31m[Yy]ongin\x1b\\[22;39m", seen)
    assert re.search(r"indexer: 1 to 1 of \d+; more with --limit and --offset", seen)
    plain = re.sub(r"\x1b\[[\d;]*m", "", seen)
    assert all(len(line) <= 60 for line in plain.splitlines() if "/" not in line and "indexer:" not in line)


@pytest.mark.parametrize("env", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_colour_can_be_refused(env, index):
    assert "\x1b" not in terminal("query", "yongin", env=env)[1]


def test_a_terminal_is_told_that_nothing_matches(index):
    assert terminal("query", "zebra") == (0, "indexer: no claim matches; none in the index has: zebra\n")
    asked = ["query", "--literal", "Yongin zebra heading:zebra zebra 5x"]
    assert terminal(*asked) == (0, "indexer: no claim matches; none in the index has: zebra, heading:zebra, 5x\n")
    assert terminal("query", "yongin -site zebra OR gnu") == (0, "indexer: no claim matches\n")
    assert terminal("query", "yongin -yongin") == (0, "indexer: no claim matches\n")
    assert run("query", "zebra").stderr == ""


def test_a_terminal_sees_progress(many):
    status, seen = terminal("ingest", "many")

    assert status == 0
    assert "/40 [" in seen
    assert "documents: 40 added" in seen


def test_a_locked_index_is_told_after_the_time_given(index):
    holder = (
        "import sys; from indexer import Corpus\n"
        "with Corpus.open() as corpus, corpus._index.writer(5):\n"
        "    print('held', flush=True); sys.stdin.read()\n"
    )
    with subprocess.Popen([sys.executable, "-c", holder], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout.readline() == b"held\n"
        Path("texts/new.txt").write_text("New.", encoding="utf-8")
        before = time.monotonic()
        told = failure("ingest", "texts", "--lock-timeout", "0.3")
        waited = time.monotonic() - before
        assert output("stats")
        process.stdin.close()

    assert 0.3 <= waited < 20
    assert f"is being written by process {process.pid} on " in told
    assert told.endswith("or wait longer with --lock-timeout (waited 0.3 s).\n")
    output("ingest", "texts")


@pytest.mark.parametrize("words", [["stats"], ["ingest", "texts"], ["query", "yongin"]])
@pytest.mark.parametrize(
    ("mark", "said"), [('{"backend": "whoosh", "schema": 0}', "another version"), ("{", "damaged"), (None, "no index")]
)
def test_an_index_of_another_version_or_a_damaged_one_is_told(index, words, mark, said):
    if mark is None:
        Path(".indexer/indexer.json").unlink()
    else:
        Path(".indexer/indexer.json").write_text(mark, encoding="utf-8")

    assert said in failure(*words)


@pytest.mark.parametrize("words", [["stats"], ["query", "yongin"], ["claims"], ["sources"], ["documents"]])
def test_a_truncated_index_is_told(index, words):
    for path in Path(".indexer").iterdir():
        if path.name != "indexer.json":
            path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])

    status, out, told = finish(*words)

    assert (status, out, told.count("\n")) == (2, "", 1)
    assert "damaged" in told


# ---- completion


def offered(*words):
    """What the shell is told: of what type, and what."""
    environment = {
        "_INDEXER_COMPLETE": "bash_complete",
        "COMP_WORDS": " ".join(("indexer", *words)),
        "COMP_CWORD": str(len(words)),
    }
    code = "from indexer.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code], env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )
    assert done.stderr == ""
    return [tuple(line.split(",", 1)) for line in done.stdout.splitlines() if line]


def completed(*words):
    return [name for _, name in offered(*words)]


def test_the_shell_completes_what_the_index_holds(index, claim_id):
    assert completed("show", "texts/") == ["texts/article.txt", "texts/report.md"]
    assert completed("remove", "texts/r") == ["texts/report.md"]
    assert completed("claims", "--document", "texts/a") == ["texts/article.txt"]
    assert completed("claims", "--source", "doi") == ["doi:10.1000/xyz"]
    assert "2" in completed("claims", "--document", "report.md", "--source", "")
    assert claim_id in completed("show", claim_id[:-1])
    assert "ingest" in completed("i")


@pytest.mark.parametrize(
    "words",
    [
        ["ingest"],
        ["extract", "a.md"],
        ["audit"],
        ["audit", "--config"],
        ["audit", "--baseline"],
        ["audit", "--evidence"],
        ["extract", "--bibliography"],
        ["diff"],
        ["diff", "old.md"],
        ["copy"],
    ],
)
def test_the_shell_completes_the_names_of_files_where_a_command_reads_them(words):
    assert offered(*words, "rep") == [("file", "rep")]


def test_kinds_of_problem_are_completed_by_code_and_by_name():
    assert completed("audit", "--explain", "cit00")[:2] == ["CIT001", "CIT002"]
    assert completed("audit", "--select", "dangling") == ["dangling-label"]
    assert "unused-entry,CIT001" in completed("audit", "--ignore", "unused-entry,CIT")


def test_completion_without_an_index_offers_nothing():
    assert completed("show", "") == []
    assert completed("-i", "nowhere", "claims", "--source", "") == []


@pytest.mark.parametrize(
    ("size", "status"),
    [("1M", 0), ("2g", 0), ("3000000", 0), ("0", 2), ("10K", 2), ("much", 2), ("1MM", 2), ("-5M", 2)],
)
def test_a_size_of_memory_is_written_as_people_do(index, size, status):
    result = run("ingest", "--memory", size, "texts")

    assert result.exit_code == status
    assert ("200M or 2G" in result.stderr) == bool(status)


def test_little_memory_and_several_processes_give_the_same_index(many):
    output("ingest", "--memory", "1M", "--jobs", "2", "many")
    output("--index", "other", "ingest", "many")

    assert [line["statement"] for line in lines_of("claims")] == [
        line["statement"] for line in lines_of("claims", "--index", "other")
    ]


def lines_of(command, *options):
    return [json.loads(line) for line in output("--format", "jsonl", *options, command).splitlines()]


def test_a_source_that_several_texts_name_is_told_once(index):
    Path("texts/other.md").write_text(REPORT, encoding="utf-8")
    assert run("ingest", "texts").exit_code == 0

    told = failure("claims", "--source", "yongin stays")
    assert told == "indexer: no source 'yongin stays'; there is doi:10.1000/xyz; list them with: indexer sources\n"


def test_commands_that_messages_name_can_be_pasted(index):
    Path("two words.md").write_text("Silt rose [1].\n\n[1]: https://a.example/x?a=1&b=2\n", encoding="utf-8")
    assert run("ingest", "two words.md").exit_code == 0

    assert failure("show", "two words.md#1-2").endswith("indexer show 'two words.md'\n")
    assert failure("show", "two words.md:99").endswith("indexer show 'two words.md'\n")
    assert run("query", "https://a.example/x?a=1&b=2").stderr.endswith("--source 'https://a.example/x?a=1&b=2'\n")


# ---- what is misspelt


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["qurey", "chips"], "No such command 'qurey'; there is query. See: indexer -h\n"),
        (["xyzzy"], "No such command 'xyzzy'; there is audit, check, claims, "),
        (["query", "chips", "-x"], "Put -- before words with a minus: indexer query -- chips -honam."),
        (["query", "--limt", "3", "chips"], "--limit"),
        (["claims", "--source", "exmaple.org"], "no source 'exmaple.org'; there is example.org"),
    ],
)
def test_misspelt_words_are_answered_with_what_may_be_meant(words, said, index):
    assert said in failure(*words)


def test_only_a_single_minus_may_be_that_of_a_word(index):
    assert "minus" not in failure("query", "--limt", "3", "chips")


def test_on_a_terminal_a_sound_index_is_said_to_be_sound(index):
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "indexer", "check"]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=theirs, check=False)
    os.close(theirs)
    assert (done.returncode, done.stdout) == (0, b"")
    assert b"all is as it was written" in os.read(ours, 1000)
    os.close(ours)
    assert output("check") == ""


# ---- lists that are cut


@pytest.mark.parametrize("command", ["claims", "sources", "documents"])
def test_lists_are_cut_as_queries_are(command, index):
    whole = json.loads(output(command, "--format", "json"))
    assert len(whole) > 1
    assert json.loads(output(command, "--format", "json", "--limit", "1")) == whole[:1]
    assert json.loads(output(command, "--format", "json", "--limit", "1", "--offset", "1")) == whole[1:2]
    assert json.loads(output(command, "--format", "json", "--offset", "1")) == whole[1:]
    assert json.loads(output(command, "--format", "json", "--limit", "0")) == whole
    assert run(command, "--offset", "1000", "--fail-if-empty").exit_code == 1
