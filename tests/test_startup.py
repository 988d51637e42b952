"""A command loads what it needs. What that is is said as modules, which are the same on every machine; times are not."""

import os
import subprocess
import sys

import pytest

TEXT = """
The plant opened in 2019 [1]. It makes memory chips [1][2].

[1] A report. https://example.org/a
[2] Another report. https://example.org/b
"""

PARSERS = {"bibtexparser", "charset_normalizer", "lxml", "markdown_it", "pylatexenc", "pypdfium2", "rispy"}
READING = PARSERS | {
    "indexer.claims",
    "indexer.extracting",
    "indexer.hosts",
    "indexer.readers",
    "indexer.sources",
    "indexer.works",
}
SLOW = {"concurrent.futures", "email", "importlib.metadata", "multiprocessing", "pathlib", "pathspec", "tqdm"}
ENGINES = {"numpy", "whoosh"}
LANGUAGE = {"indexer.index.parser", "indexer.cli.asking", "indexer.cli.completion", "indexer.cli.filling"}
NOT_ASKED = READING | SLOW | ENGINES | {"hashlib", "difflib"}
INDEX = {"indexer.corpus", "indexer.index", "indexer.model"}


def loaded(folder, *words):
    """The modules that a command loads; it has to end well."""
    script = (
        "import atexit, sys; from indexer.cli import main; sys.argv = ['indexer', *sys.argv[1:]];"
        "atexit.register(lambda: print(*sys.modules, file=sys.__stderr__)); main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *words],
        check=False,
        cwd=folder,
        capture_output=True,
        text=True,
        env={**os.environ, "LC_ALL": "C"},
    )
    assert done.returncode == 0, done.stderr
    return set(done.stderr.splitlines()[-1].split())


def among(modules, names):
    """Those of the names that are loaded, or a part of which is."""
    return {name for name in names if any(each == name or each.startswith(f"{name}.") for each in modules)}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("texts")
    for name in ("a.txt", "b.md"):
        (folder / name).write_text(TEXT, encoding="utf-8")
    loaded(folder, "ingest", "a.txt", "b.md")
    return folder


@pytest.mark.parametrize("words", [["--help"], ["--version"]])
def test_help_needs_neither_index_nor_records(folder, words):
    assert among(loaded(folder, *words), NOT_ASKED | INDEX | {"dataclasses", "json", "indexer.render.plain"}) == set()


@pytest.mark.parametrize(
    "name", ["query", "claims", "sources", "documents", "show", "stats", "remove", "ingest", "extract"]
)
def test_the_help_of_a_command_needs_no_index(folder, name):
    found = loaded(folder, name, "--help")

    assert among(found, NOT_ASKED | (INDEX - {"indexer.model"})) == set()


@pytest.mark.parametrize(
    "words",
    [
        ["plant"],
        ["memory chips"],
        ["the plant"],
        ['"memory chips"'],
        ["mem*"],
        ["plant", "OR", "chips"],
        ["plant -chips"],
    ],
)
@pytest.mark.parametrize("form", ["text", "json"])
def test_a_plain_question_needs_neither_engine_nor_readers(folder, words, form):
    found = loaded(folder, "query", "--format", form, "--", *words)

    assert among(found, NOT_ASKED | LANGUAGE) == set()
    assert among(found, {"indexer.render.plain", "indexer.render.jsonlines"}) == {
        "indexer.render.plain" if form == "text" else "indexer.render.jsonlines"
    }
    assert among(found, {"indexer.render.delimited", "csv"}) == set()


@pytest.mark.parametrize(
    "words",
    [["claims"], ["claims", "--document", "a.txt"], ["sources"], ["sources", "--document", "b.md"], ["documents"],
     ["show", "a.txt"], ["stats"]],
)  # fmt: skip
def test_what_lists_needs_neither_engine_nor_readers(folder, words):
    assert among(loaded(folder, *words), NOT_ASKED | {"indexer.index.parser", "indexer.cli.finding"}) == set()


def test_a_question_of_the_whole_language_needs_no_readers(folder):
    assert among(loaded(folder, "query", "(plant OR w?rd) NOT fuzzy~"), PARSERS | {"indexer.readers"}) == set()


PROCESSES = {"concurrent.futures", "multiprocessing"}


@pytest.mark.parametrize(("name", "allowed"), [("a.txt", set()), ("b.md", {"markdown_it"})])
def test_only_the_parsers_of_the_texts_are_loaded(folder, name, allowed):
    assert among(loaded(folder, "extract", name), PARSERS | ENGINES | PROCESSES | {"tqdm", "pathspec"}) <= allowed


def test_where_nothing_is_new_neither_rules_nor_engines_are_loaded(folder):
    found = loaded(folder, "ingest", "a.txt", "b.md")

    rules = {"indexer.claims", "indexer.keys", "indexer.works", "indexer.readers.bibfiles"}
    assert among(found, PARSERS | ENGINES | PROCESSES | rules | {"tqdm", "pathspec"}) == set()


def test_a_short_text_compiles_few_patterns():
    """To compile all takes longer than all else that is done for a text of a page."""
    script = (
        "import gc; from indexer import extract_text; from indexer.patterns import pattern;"
        f"assert len(extract_text({TEXT!r}).claims) == 2;"
        "made = [each for each in gc.get_objects() if type(each).__module__ == 'indexer.patterns'];"
        "print(len(made), sum(type(each) is not pattern for each in made))"
    )
    done = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
    patterns, compiled = map(int, done.stdout.split())
    assert patterns > 400
    assert compiled < patterns / 4
