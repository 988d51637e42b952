"""Whole commands: how soon the first answers are printed, and how fast a folder of texts is ingested."""

from __future__ import annotations

import shutil
import sys
from importlib.util import find_spec
from statistics import median
from typing import TYPE_CHECKING, Any, NamedTuple

from engines import DATABASE
from processes import COMPILED, Spent, last_line, run

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

PYTHON = sys.executable
OWN = (PYTHON, "-m", "indexer")
SQLITE = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1])
best = "SELECT rowid FROM claims_fts WHERE claims_fts MATCH ? ORDER BY rank LIMIT 10"
statement = f"SELECT id, text FROM ({best}) AS best JOIN claims ON number = best.rowid"
for name, text in connection.execute(statement, ("text:" + sys.argv[2],)):
    print(name, text)
"""
TANTIVY = """
import sys, tantivy
index = tantivy.Index.open(sys.argv[1])
searcher = index.searcher()
for score, address in searcher.search(index.parse_query(sys.argv[2], ["text"]), 10).hits:
    document = searcher.doc(address)
    print(document["id"][0], document["text"][0])
"""
SQLITE_UTILS = (PYTHON, "-m", "sqlite_utils")
SHOWN = ("--limit", "10", "-c", "id", "-c", "text")
CHANGED_SHARE = 100  # one text of so many is changed
APPENDED_TO = {".txt", ".md"}
ADDITION = "\nThis sentence was not there before.\n"


class Start(NamedTuple):
    """A command, the package that it needs, and the engine in whose folder it searches; empty if it does without."""

    label: str
    package: str
    engine: str
    command: Callable[[str, str], tuple[str, ...]]
    """From that folder and a word."""


STARTS = (
    Start("python -c pass", "", "", lambda _folder, _word: (PYTHON, "-c", "pass")),
    Start("import click", "click", "", lambda _folder, _word: (PYTHON, "-c", "import click")),
    Start("indexer --help", "", "", lambda _folder, _word: (*OWN, "--help")),
    Start("indexer query", "", "ours", lambda folder, word: (*OWN, "--index", folder, "query", word)),
    Start(
        "sqlite3 script", "sqlite3", "sqlite", lambda folder, word: (PYTHON, "-c", SQLITE, f"{folder}/{DATABASE}", word)
    ),
    Start(
        "sqlite-utils search",
        "sqlite_utils",
        "sqlite",
        lambda folder, word: (*SQLITE_UTILS, "search", f"{folder}/{DATABASE}", "claims", word, *SHOWN),
    ),
    Start("tantivy script", "tantivy", "tantivy", lambda folder, word: (PYTHON, "-c", TANTIVY, folder, word)),
)


def run_away(command: Sequence[str], folder: Path) -> Spent:
    """Run a command where `-m` finds no other package than `import` does, and with no index that the user has set."""
    return run(command, folder, {**COMPILED, "INDEXER_INDEX": ""})


def cold(folders: Mapping[str, Path], word: str, rounds: int, scratch: Path) -> Iterator[dict[str, Any]]:
    """From start to end of each command, in turns, so that what else the machine does meets all of them."""
    ready: dict[str, tuple[str, ...]] = {}
    for label, package, engine, command_of in STARTS:
        command = command_of(str(folders.get(engine, "")), word)
        if package and not find_spec(package):
            yield {"command": label, "note": f"not installed: {package}"}
        elif engine and engine not in folders:
            yield {"command": label, "note": f"no index of {engine} was built"}
        elif (spent := run_away(command, scratch)).status:
            yield {"command": label, "note": f"failed: {last_line(spent.errors)}"}
        else:
            ready[label] = command
    spent_by: dict[str, list[Spent]] = {label: [] for label in ready}
    for _ in range(rounds):
        for label, command in ready.items():
            spent_by[label].append(run_away(command, scratch))
    for label, all_spent in spent_by.items():
        yield {
            "command": label,
            "p50": median(spent.wall for spent in all_spent) * 1e3,
            "cpu": median(spent.cpu for spent in all_spent) * 1e3,
            "lines": all_spent[0].output.count("\n"),
        }


def folder_of_texts(texts: Path, scratch: Path) -> Iterator[dict[str, Any]]:
    """A copy of the folder ingested with one process and two, again unchanged, and with one text in a hundred changed."""
    copy = scratch / "texts"
    shutil.copytree(texts, copy)
    files = sorted(path for path in copy.rglob("*") if path.is_file())
    megabytes = sum(path.stat().st_size for path in files) / 1e6

    def ingest(index: str, jobs: int) -> dict[str, Any]:
        spent = run_away((*OWN, "--index", str(scratch / index), "ingest", str(copy), "--jobs", str(jobs)), scratch)
        if spent.status:
            return {"note": f"failed: {last_line(spent.errors)}"}
        return {"seconds": spent.wall, "cpu_seconds": spent.cpu, "mb_per_second": megabytes / spent.wall}

    steps: dict[str, Callable[[], dict[str, Any]]] = {
        "ingest, one job": lambda: ingest("one", 1),
        "ingest, two jobs": lambda: ingest("two", 2),
        "again, unchanged": lambda: ingest("one", 1),
    }
    first: dict[str, Any] = {}
    for label, step in steps.items():
        figures = step()
        first = first or figures
        yield {"step": label, "mb": megabytes, "files": len(files), **figures}
    changed = [path for path in files if path.suffix in APPENDED_TO][::CHANGED_SHARE]
    for path in changed:
        path.write_bytes(path.read_bytes() + ADDITION.encode())
    figures = ingest("one", 1)
    if "note" not in figures and "note" not in first:
        figures["share_of_first"] = figures["seconds"] / first["seconds"]
    yield {
        "step": f"again, {len(changed)} of {len(files)} texts changed",
        "mb": megabytes,
        "files": len(files),
        **figures,
    }
