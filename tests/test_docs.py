"""What the README says is run, and what there is stands in it, or, where it is of the code, in CONTRIBUTING."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from itertools import takewhile
from pathlib import Path

import click
import pytest

import indexer
from indexer import errors, problems
from indexer.claims import extract_claims
from indexer.cli.application import application
from indexer.index.backends import BACKENDS
from indexer.index.parser import parse
from indexer.markers import AUTHOR_YEAR, STYLES
from indexer.readers import READERS, known_suffixes, read_document
from indexer.render import RENDERERS
from indexer.web.api.description import describe

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```\n(?:```text\n(.*?)^```\n)?", re.MULTILINE | re.DOTALL)
ELLIPSIS = "…\n"

CONTEXT = click.Context(application)
COMMANDS = {name: application.get_command(CONTEXT, name) for name in application.list_commands(CONTEXT)}


def blocks(language):
    """The blocks in a language, each with the text block that follows at once, if one does."""
    return [(body, output) for name, body, output in BLOCK.findall(README) if name == language]


def code(text):
    """The code spans of a text; a bar is escaped inside a table. One with signs of code in it stands between two of them."""
    spans = re.findall(r"`` (.+?) ``|`([^`]+)`", text)
    return [(doubled or single).replace("\\|", "|") for doubled, single in spans]


def table(*header, page=README):
    """The rows of the table with this header, as lists of cells."""
    head = "| " + " | ".join(header) + " |\n"
    assert page.count(head) == 1, head
    lines = page.partition(head)[2].splitlines()[1:]
    rows = list(takewhile(lambda line: line.startswith("|"), lines))
    assert rows, head
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", row)[1:-1]] for row in rows]


def section(title, page=README):
    assert page.count(f"\n## {title}\n") == 1, title
    return page.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def same(shown, printed):
    """Whether what was printed is what is shown, where a line `…` stands for any lines."""
    pattern = ".*".join(re.escape(part) for part in shown.split(ELLIPSIS))
    return re.fullmatch(pattern, printed, re.DOTALL) is not None


@pytest.fixture
def run(tmp_path):
    """Runs a command line beside a copy of the seeds; standard error comes with the output, as on a terminal."""
    bin_folder = tmp_path / "bin"
    here = tmp_path / "here"
    bin_folder.mkdir()
    shutil.copytree(ROOT / "seeds", here / "seeds")
    program = bin_folder / "indexer"
    program.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m indexer "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    environment = {**os.environ, "PATH": f"{bin_folder}{os.pathsep}{os.environ['PATH']}", "PYTHONUTF8": "1"}
    environment["PYTHONPATH"] = str(ROOT)

    def run(*command, merged=True):
        errors_to = subprocess.STDOUT if merged else subprocess.PIPE
        streams = {"stdout": subprocess.PIPE, "stderr": errors_to, "stdin": subprocess.DEVNULL}
        done = subprocess.run(command, cwd=here, env=environment, encoding="utf-8", check=False, **streams)
        assert merged or done.returncode == 0, done.stderr
        return done.stdout

    return run


def sessions():
    """Every command that a console block shows, with the output shown under it."""
    for body, _ in blocks("console"):
        for shown in re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]:
            first, *rest = shown.splitlines(keepends=True)
            more = [line for line in rest if re.match(r">( |$)", line)]
            assert rest[: len(more)] == more, "only the lines after a command continue it"
            yield first + "".join(line[2:] or "\n" for line in more), "".join(rest[len(more) :])


def test_the_sessions_print_what_they_show(run):
    shown_sessions = list(sessions())
    assert shown_sessions
    for command, shown in shown_sessions:
        printed = run("bash", "-c", command)

        assert same(shown, printed), f"$ {command}\n--- the README\n{shown}\n--- printed\n{printed}"


@pytest.mark.parametrize(("program", "shown"), blocks("python"))
def test_the_programs_print_what_they_show(program, shown, run):
    assert run(sys.executable, "-c", program, merged=False) == shown


def test_an_ellipsis_stands_for_lines():
    assert same("a\n…\nd\n", "a\nb\nc\nd\n")
    assert not same("a\n…\nd\n", "b\nd\n")
    assert not same("a.\n", "ab\n")


def test_set_up_is_what_is_run_by_ci():
    set_up = [line for body, _ in blocks("sh") for line in body.splitlines()]
    commands = set_up + code(section("Development", CONTRIBUTING))
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    said = re.findall(r"^run '(.*)'$", script.replace("'\\''", "\x00"), re.MULTILINE)

    said = [line.replace("\x00", "'") for line in said]

    assert len(said) == 5
    assert set(said) <= set(commands)
    assert {line for line in said if "pip install" in line} <= set(set_up)
    assert os.access(ROOT / ".ci" / "run", os.X_OK)


def test_the_answer_to_the_first_command_is_shown():
    first = blocks("sh")[0][0]

    ingested, asked = (part.removeprefix(".venv/bin/") for part in first.split(" && ")[-2:])
    answered = re.search(f"```sh\n{re.escape(first)}```.*?^```console\n(.*?)^```", README, re.MULTILINE | re.DOTALL)

    assert answered is not None
    assert re.findall(r"^\$ (.*\n)", answered[1], re.MULTILINE) == [f"{ingested}\n", asked]


def test_shell_completion_is_as_the_help_says(run):
    told = run("indexer", "--help", merged=False)
    assert "`indexer --help` ends with the line that completes commands" in README
    for shell in ("bash", "zsh", "fish"):
        (line,) = re.findall(rf"^ +{shell} +(.*?)  +in \S+$", told, re.MULTILINE)
        script = f"_INDEXER_COMPLETE={shell}_source indexer"
        assert line == (f"{script} | source" if shell == "fish" else f'eval "$({script})"')
        assert "indexer" in run("sh", "-c", f"_INDEXER_COMPLETE={shell}_source indexer")


COMMON = {option for parameter in application.params for option in parameter.opts} | {"-h", "--help"}


def options(command):
    return {option for each in command.params if isinstance(each, click.Option) for option in each.opts} - COMMON


def test_every_command_and_option_is_named():
    rows = {
        code(name)[0].split()[0]: (name, set(code(named))) for name, _, named in table("command", "does", "options")
    }

    assert rows.keys() == COMMANDS.keys()
    assert {name: named for name, (_, named) in rows.items()} == {
        name: options(command) for name, command in COMMANDS.items()
    }
    for option in COMMON:
        assert f"`{option}" in section("Commands"), option


def test_every_command_is_written_as_its_usage_says():
    for name, _, _ in table("command", "does", "options"):
        word, *arguments = code(name)[0].split()
        command = COMMANDS[word]
        _, *declared = command.collect_usage_pieces(click.Context(command, help_option_names=["-h", "--help"]))
        assert [each.replace("...", "…") for each in declared] == arguments


def test_no_other_command_or_option_is_named():
    known = COMMON.union(
        {"--check", "--timeout", "--wait", "--claims", "--nodes"}, *map(options, COMMANDS.values())
    )  # of `ruff format`, of pytest, of Docker, of benchmarks
    for page in (README, CONTRIBUTING, (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")):
        assert set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", page)) <= known
        named = re.findall(r"^indexer ([a-z]+)", "\n".join(code(page)), re.MULTILINE)
        assert set(named) <= COMMANDS.keys()
    for command, _ in sessions():
        assert set(re.findall(r"\bindexer ([a-z]+)", command)) <= COMMANDS.keys()


def test_formats_and_endings_are_named():
    commands = section("Commands").partition("**Formats.**")[2].partition("\n\n")[0]
    assert set(code(commands)) >= RENDERERS.keys()
    rows = table("format", "files", "what is read", "markers and references")
    assert {code(name)[0]: set(code(files)) for name, files, _, _ in rows} == {
        name: reader.suffixes for name, reader in READERS.items()
    }
    assert set().union(*(code(files) for _, files, _, _ in rows)) == known_suffixes()
    assert len(BACKENDS) == 1


def keys(run, *arguments):
    """The keys of the first object that a command prints."""
    printed = run("indexer", *arguments, "--format", "jsonl", merged=False)
    return list(json.loads(printed.splitlines()[0]))


def test_the_keys_of_json_are_those_documented(run):
    document = "seeds/000_04824f2c0e751771.txt"
    rows = [(code(kind)[0], code(by), code(named)) for kind, by, named in table("`type`", "printed by", "keys")]
    claim, hit, source, summary, impact, change, problem, tally, damage, rebuilt, copied, report, stats = (
        named for _, _, named in rows
    )
    score, highlights, context, before, after = hit

    assert context == "--context"
    assert keys(run, "ingest", "seeds") == report
    assert keys(run, "extract", "seeds") == claim
    assert keys(run, "claims") == claim
    assert keys(run, "query", "cluster") == [*claim, score, highlights]
    assert keys(run, "query", "cluster", "--context", "1") == [*claim, score, highlights, before, after]
    assert keys(run, "sources") == source
    assert keys(run, "documents") == summary
    assert keys(run, "show", document) == summary
    assert keys(run, "stats") == stats
    assert keys(run, "impact", f"{document}[1]") == [*claim, *impact]
    changed = f"sed s/Korea/Corea/ {document} > new.txt; indexer diff {document} new.txt --format jsonl || test $? = 1"
    printed = run("sh", "-c", changed, merged=False)
    assert list(json.loads(printed.splitlines()[0])) == change
    for option, named in (("", problem), ("--statistics", tally)):
        printed = run("sh", "-c", f"indexer audit seeds {option} --format jsonl || test $? = 1", merged=False)
        assert list(json.loads(printed.splitlines()[0])) == named
    assert keys(run, "rebuild") == rebuilt
    assert keys(run, "copy", ".indexer", "other") == copied
    assert keys(run, "remove", document) == report
    run("indexer", "ingest", "seeds")
    cut = "truncate -s -1 .indexer/*.segment; indexer check --format jsonl || test $? = 1"
    assert list(json.loads(run("sh", "-c", cut, merged=False).splitlines()[0])) == damage


def test_the_kinds_of_json_objects_are_those_documented(run):
    rows = [(code(kind)[0], code(by)) for kind, by, _ in table("`type`", "printed by", "keys")]
    run("indexer", "ingest", "seeds")
    shown = run("indexer", "show", "seeds/000_04824f2c0e751771.txt", "--format", "jsonl", merged=False)
    kinds = {json.loads(line)["type"] for line in shown.splitlines()}

    assert kinds == {kind for kind, by in rows if "show" in by}
    assert {name for _, by in rows for name in by} == COMMANDS.keys() - {"mcp", "serve"}  # which print none


def test_the_keys_inside_of_objects_are_those_documented(run):
    run("indexer", "ingest", "seeds")
    first = json.loads(run("indexer", "claims", "--format", "jsonl", merged=False).splitlines()[0])
    named = re.search(r"Each of `markers` has\n?(.*?):", section("JSON"), re.DOTALL)
    assert named is not None
    assert code(named[1]) == list(first["markers"][0])
    failed = json.loads(run("sh", "-c", "indexer ingest nowhere --format json 2>/dev/null"))["failed"]
    named = re.search(r"Each of `failed` and of `lost` has (.*?)\.", section("JSON"))
    assert named is not None
    assert code(named[1]) == list(failed[0])


def extraction(text):
    return extract_claims(read_document(text.encode(), uri="a.md", name="a.md"))


@pytest.mark.parametrize(("forms", "labels", "style", "when"), table("marker", "labels", "style", "counts"))
def test_the_markers_are_recognised(forms, labels, style, when):
    labels = code(labels)
    entries = "".join(f"[{label}] A title. https://example.org/{number}\n" for number, label in enumerate(labels))
    references = f"\n## References\n{entries}" if "list has it" in when or when.startswith("the same, at") else ""
    if "an entry that fits" in when:
        references = "\n## References\nSmith, J. (2020). A title. https://example.org/1\n"
    assert code(forms)
    for form in code(forms):
        (claim,) = extraction(f"The site stays{'' if form == '¹' else ' '}{form}.\n{references}").claims

        assert claim.statement == "The site stays."
        assert [label for marker in claim.markers for label in marker.labels] == labels
        assert [marker.style for marker in claim.markers] in ([*code(style)], [*code(style)] * 2)
        assert claim.attribution == ("none" if style in ("`note`", "`needed`") else "direct")


def test_every_style_is_in_the_table():
    named = {code(style)[0] for _, _, style, _ in table("marker", "labels", "style", "counts")}
    assert named == {style.name for style in STYLES} | {"inline-link", AUTHOR_YEAR}


def test_what_is_never_a_marker_is_none():
    passage = re.search(r"\*\*Never a marker\*\*.*?:(.*?), nor", README, re.DOTALL)
    assert passage is not None
    assert code(passage[1])
    for form in code(passage[1]):
        (claim,) = extraction(f"The part {form} stays.").claims
        assert claim.markers == (), form
    assert extraction("See `x[1]` and https://example.org/a[1]b for it.").claims[0].markers == ()


def test_the_problems_are_those_documented():
    rows = {
        code(name)[0]: (code(kind)[0], severity)
        for name, kind, severity, _ in table("code", "name", "severity", "means")
    }
    assert rows == {code: (kind.name, kind.severity) for code, kind in problems.KINDS.items()}


def test_the_queries_are_queries():
    for written, _ in table("write", "to find"):
        assert code(written)
        assert all(map(parse, code(written)))


def test_the_methods_of_a_corpus_are_named():
    passage = re.search(r"^`Corpus` has (.*?);", README, re.MULTILINE)
    assert passage is not None
    public = {name: value for name, value in vars(indexer.Corpus).items() if not name.startswith("_")}
    assert set(code(passage[1])) == {name for name, value in public.items() if not isinstance(value, property)}


def test_the_addresses_of_the_api_are_those_documented():
    told = describe()["paths"]
    operations = {f"{method.upper()} {path}": one for path, methods in told.items() for method, one in methods.items()}
    rows = {code(address)[0]: set(code(named)) for address, _, named in table("address", "answers with", "parameters")}

    assert rows == {
        name: {each["name"] for each in one.get("parameters", ()) if each["in"] == "query"} - {"format"}
        for name, one in operations.items()
    }


def test_every_module_is_described():
    rows = [name for cell, _ in table("module", "what it is for", page=CONTRIBUTING) for name in code(cell)]
    folder = Path(indexer.__file__).parent
    there = [f"{each.parent.name}/" for each in folder.glob("*/__init__.py")]
    there += [each.stem for each in folder.glob("*.py") if not each.stem.startswith("__")]

    assert sorted(rows) == sorted(there)


def test_the_top_of_the_repository_holds_only_what_belongs_there():
    seen = {path.name for path in ROOT.iterdir() if not path.name.startswith(".")}
    # By who installs it, or puts it into an archive.
    made = {"build", "dist", "PKG-INFO", *(name for name in seen if name.endswith(".egg-info"))}
    known = {"README.md", "pyproject.toml", "LICENSE", "CHANGELOG.md", "CONTRIBUTING.md", "seeds", "indexer", "tests"}
    assert seen - made <= known


def test_links_lead_somewhere():
    for page in ("README.md", "CHANGELOG.md", "CONTRIBUTING.md"):
        text = (ROOT / page).read_text(encoding="utf-8")
        text = re.sub(r"^```.*?^```$|`[^`\n]*`", "", text, flags=re.MULTILINE | re.DOTALL)
        targets = re.findall(r"\]\(([^)\s]+)\)", text)
        assert targets or page == "CHANGELOG.md"
        for target in targets:
            assert target.startswith("https://") or leads_somewhere(page, target), f"{page}: {target}"


def leads_somewhere(page, target):
    """Whether there is such a file, with such a heading if one is named."""
    name, _, anchor = target.partition("#")
    path = ROOT / (name or page)
    if not path.exists() or not anchor:
        return path.exists()
    headings = re.findall(r"^#+ (.*)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return anchor in {re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in headings}


def test_a_link_to_no_heading_leads_nowhere():
    assert leads_somewhere("README.md", "#in-ci")
    assert leads_somewhere("README.md", "CONTRIBUTING.md#clusters")
    assert not leads_somewhere("README.md", "#clusters-of")
    assert not leads_somewhere("README.md", "nowhere.md#in-ci")


def test_paths_lead_somewhere():
    paths = set()
    for page in (README, CONTRIBUTING):
        text = re.sub(r"^```.*?^```$", "", page, flags=re.MULTILINE | re.DOTALL)
        named = " ".join(code(text)).split()
        paths |= {word for word in named if re.fullmatch(r"(?:indexer|tests|seeds|\.ci)/[\w./-]+", word)}
    assert paths
    assert [path for path in paths if not (ROOT / path).exists()] == []


def test_the_tables_that_grow_are_where_contributing_says():
    for _, _, where in table("to add", "write one file or function", "and one line in", page=CONTRIBUTING):
        (name,) = code(where)
        target = re.search(r"\]\((.*)\)", where)
        assert target is not None
        assert re.search(rf"^{name}\b.* = [({{]$", (ROOT / target[1]).read_text(encoding="utf-8"), re.MULTILINE)


def test_the_tree_of_errors_is_the_one_drawn():
    assert errors.__doc__ is not None
    drawn, above = {}, []
    for line in errors.__doc__.splitlines():
        found = re.match(
            r"([│├└─ ]*)(Index\w+|ReadError|UnknownFormat|QueryError|QueryTooSlow|SettingsError|ServerError|ParameterError|NotFound)\b",
            line,
        )
        if found:
            depth = len(found[1]) // 4
            above[depth:] = [found[2]]
            drawn[found[2]] = above[depth - 1] if depth else None
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, Exception)]
    bases = {kind.__name__: next((b.__name__ for b in kind.__bases__ if b in kinds), None) for kind in kinds}

    assert drawn == bases


def test_the_changelog_has_the_version():
    assert f"\n## [{indexer.__version__}] - " in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
