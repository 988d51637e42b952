"""How soon commands end, beside `python -c "import click"`, which no command of click can beat.

    python tests/benchmarks/startup.py [--runs N] [--index FOLDER] [WORD …]

Each run starts every command once, one after another, so that what else the machine does meets all of them alike. Without a
folder the commands ask an index of the example articles. Given are the medians of processor time and of wall time, and
the ratio to the medians of `import click`.
"""

# ruff: noqa: T201  (what a benchmark finds is printed)
from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from processes import COMPILED, Spent, last_line, run

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROOT = Path(__file__).parents[2]
ARTICLES = ROOT / "seeds"
BASE = 'python -c "import click"'
# What the console script says, whose path nobody here knows; `python -m` loads `runpy` first.
SCRIPT = (sys.executable, "-c", "import re, sys; from indexer.cli import main; sys.argv[0] = 'indexer'; main()")
MODULE = (sys.executable, "-m", "indexer")
ENVIRONMENT = {**COMPILED, "PYTHONPATH": str(ROOT)}


def commands(folder: str, article: str, words: Sequence[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What is measured: a name, and the command line."""
    yield "python -c pass", (sys.executable, "-c", "pass")
    yield BASE, (sys.executable, "-c", "import click")
    yield "indexer --help", (*SCRIPT, "--help")
    yield "indexer --version", (*SCRIPT, "--version")
    for word in words:
        yield f"indexer query {word}", (*SCRIPT, "--index", folder, "query", word)
    yield f"indexer query {words[0]} --format json", (*SCRIPT, "--index", folder, "query", words[0], "--format", "json")
    yield f"python -m indexer query {words[0]}", (*MODULE, "--index", folder, "query", words[0])
    yield "indexer query, nothing found", (*SCRIPT, "--index", folder, "query", "zzqqzz")
    yield "indexer claims, of no source", (*SCRIPT, "--index", folder, "claims", "--attribution", "none")
    yield "indexer sources", (*SCRIPT, "--index", folder, "sources")
    yield "indexer extract ARTICLE", (*SCRIPT, "extract", article)
    yield "indexer audit ARTICLE", (*SCRIPT, "audit", "--isolated", "--fail-on", "never", article)


def checked(command: Sequence[str]) -> Spent:
    spent = run(command, environment=ENVIRONMENT)
    if spent.status:
        sys.exit(f"{' '.join(command)}: {last_line(spent.errors)}")
    return spent


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--runs", type=int, default=21)
    parser.add_argument("--index", metavar="FOLDER")
    parser.add_argument("words", metavar="WORD", nargs="*", default=["the"])
    arguments = parser.parse_args()
    article = str(min(ARTICLES.iterdir()))
    with tempfile.TemporaryDirectory() as work:
        folder = arguments.index or f"{work}/index"
        if not arguments.index:
            checked((*SCRIPT, "--index", folder, "ingest", str(ARTICLES)))
        measured = dict(commands(folder, article, arguments.words or ["the"]))
        for command in measured.values():  # the first start compiles the modules
            checked(command)
        spent = [{name: checked(command) for name, command in measured.items()} for _ in range(arguments.runs)]
    cpu = {name: median(each[name].cpu for each in spent) for name in measured}
    wall = {name: median(each[name].wall for each in spent) for name in measured}
    print(f"{'':40} {'cpu':>8} {'ratio':>6} {'wall':>8} {'ratio':>6}")
    for name in measured:
        ratios = cpu[name] / cpu[BASE], wall[name] / wall[BASE]
        print(f"{name:40} {cpu[name] * 1e3:5.0f} ms {ratios[0]:6.2f} {wall[name] * 1e3:5.0f} ms {ratios[1]:6.2f}")


if __name__ == "__main__":
    main()
