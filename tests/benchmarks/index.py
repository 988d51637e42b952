"""How fast claims are indexed and found, beside SQLite FTS5, tantivy, bm25s and stock Whoosh in the same run.

    python tests/benchmarks/index.py [--claims FILE | --texts FOLDER] [--sizes N …] [--engines NAME …] [--parts NAME …]

Without a file or a folder the claims are made here, always the same ones. Every engine gets the same claims and the
same queries, each measurement is a process of its own, and an engine that is not installed is told to be so:
`pip install '.[bench]'` brings them. What is measured:

    engines   indexing, and nine shapes of query, for each of the sizes
    cold      whole commands from their start to ten printed answers
    ingests   many ingests of one document each, beside one of all
    folder    `indexer ingest` of texts: first, again unchanged, with one in a hundred changed

Wall time tells what a user waits; processor seconds tell the same on a machine that others use too.
"""

# ruff: noqa: T201  (what a benchmark finds is printed)
from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import sys
import tempfile
from importlib import metadata
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from claims import A_DOCUMENT
from commands import cold, folder_of_texts
from engines import ENTRIES
from plot import draw
from processes import last_line, run
from report import markdown

if TYPE_CHECKING:
    from collections.abc import Iterator

Figures = dict[str, Any]

PARTS = ("engines", "cold", "ingests", "folder")
PACKAGES = ("citation-indexer", "tantivy", "bm25s", "whoosh3", "sqlite-utils", "numpy")
BUDGET = 10.0  # seconds of a shape of query, after which no new round begins


class Failed(Exception):
    """A measurement that came to nothing; the message is what its row says."""


def measured(task: str, **arguments: Any) -> Figures:
    """The result of a task of `measuring`, done in a process of its own."""
    line = json.dumps({"task": task, **arguments}, default=str)
    spent = run((sys.executable, __file__, "--measure", line))
    if spent.status:
        raise Failed(f"failed: {last_line(spent.errors)}")
    figures: Figures = json.loads(last_line(spent.output))
    if "note" in figures:
        raise Failed(figures["note"])
    return figures


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


class Run:
    """One run of the command: what it was asked for, and where it works."""

    def __init__(self, arguments: argparse.Namespace, work: Path) -> None:
        self.arguments = arguments
        self.work = work
        self.claims = work / "claims.tsv"

    def figures(self) -> Iterator[Figures]:
        parts = self.arguments.parts
        if parts != ["folder"]:
            self.make(max(*self.arguments.sizes, self.arguments.ingests * A_DOCUMENT))
        for size in sorted(self.arguments.sizes) if {"engines", "cold"} & set(parts) else ():
            yield from self.of_size(size)
        if "ingests" in parts:
            yield from self.ingests()
        if "folder" in parts:
            yield from self.folder()

    def make(self, number: int) -> None:
        say(f"making {number} claims")
        given = {"texts": self.arguments.texts, "claims": self.arguments.claims}
        measured("make", path=self.claims, count=number, **given)

    def of_size(self, size: int) -> Iterator[Figures]:
        folder = self.work / str(size)
        folder.mkdir()
        chosen = folder / "queries.json"
        say(f"{size} claims: choosing queries")
        measured("choose", claims=self.claims, count=size, number=self.arguments.queries, path=chosen)
        built: dict[str, Path] = {}
        for name in (name for name in ENTRIES if name in self.arguments.engines):
            yield from self.engine(name, size, chosen, built)
        if "cold" in self.arguments.parts:
            say(f"{size} claims: cold starts")
            (word,) = json.loads(chosen.read_text(encoding="utf-8"))["common"][0]
            for found in cold(built, word, self.arguments.cold_rounds, folder):
                yield {"part": "cold", "of": size, **found}
        shutil.rmtree(folder)

    def engine(self, name: str, size: int, chosen: Path, built: dict[str, Path]) -> Iterator[Figures]:
        """What one engine takes to index and to answer. Its folder is left in `built`."""
        entry = ENTRIES[name]
        row = {"engine": name, "label": entry.label, "of": size}
        row["claims"] = min(size, self.arguments.share) if entry.share else size
        say(f"{size} claims: {entry.label}")
        part = "queries" if entry.asks else "indexing"
        try:
            if not entry.asks:
                figures = self.build(name, row["claims"], chosen.parent / name)
                built[name] = chosen.parent / name
                yield {"part": part, **row, **figures}
            if "engines" in self.arguments.parts and entry.shapes:
                part = "queries"
                for shape, found in self.ask(name, chosen, built).items():
                    yield {"part": part, **row, "shape": shape, **found}
        except Failed as failure:
            yield {"part": part, **row, "note": str(failure)}

    def build(self, name: str, count: int, folder: Path) -> Figures:
        """The medians of some builds; the last one stays in the folder."""
        found: list[Figures] = []
        for _ in range(self.arguments.builds):
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            found.append(measured("build", engine=name, claims=self.claims, count=count, folder=folder))
        return {key: median(figures[key] for figures in found) for key in found[0]}

    def ask(self, name: str, chosen: Path, built: dict[str, Path]) -> dict[str, Figures]:
        asked = ENTRIES[name].asks or name
        if asked not in built:
            raise Failed(f"there is no index of {ENTRIES[asked].label}")
        limits = {"rounds": self.arguments.rounds, "budget": BUDGET}
        return measured("ask", engine=name, folder=built[asked], queries=chosen, **limits)

    def ingests(self) -> Iterator[Figures]:
        say(f"{self.arguments.ingests} ingests of one document each")
        folder = self.work / "ingests"
        folder.mkdir()
        try:
            found = measured("ingests", claims=self.claims, number=self.arguments.ingests, folder=folder)
            yield {"part": "ingests", **found}
        except Failed as failure:
            yield {"part": "ingests", "note": str(failure)}

    def folder(self) -> Iterator[Figures]:
        say("a folder of texts")
        texts = self.arguments.folder or self.arguments.texts
        if texts is None:
            from extraction import make_corpus  # noqa: PLC0415  (imports the package, which no child should inherit)

            texts = self.work / "made"
            texts.mkdir()
            make_corpus(texts)
        scratch = self.work / "folder"
        scratch.mkdir()
        for found in folder_of_texts(texts, scratch):
            yield {"part": "folder", **found}


def machine() -> Figures:
    system = {"python": platform.python_version(), "system": platform.platform(), "cores": os.cpu_count()}
    return system | {name: version(name) for name in PACKAGES}


def version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "not installed"


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(
        description="Time indexing and queries beside SQLite FTS5, tantivy, bm25s and stock Whoosh."
    )
    given = made.add_mutually_exclusive_group()
    given.add_argument("--claims", type=Path, metavar="FILE", help="claims to use, repeated with changes as needed")
    given.add_argument("--texts", type=Path, metavar="FOLDER", help="texts to take claims from, repeated likewise")
    made.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000, 1_000_000], metavar="N")
    made.add_argument("--engines", nargs="+", choices=ENTRIES, default=list(ENTRIES))
    made.add_argument("--parts", nargs="+", choices=PARTS, default=list(PARTS))
    made.add_argument("--queries", type=int, default=40, metavar="N", help="queries of each shape (40)")
    made.add_argument("--rounds", type=int, default=3, metavar="N", help="times each query is asked (3)")
    made.add_argument("--builds", type=int, default=3, metavar="N", help="times each index is built (3)")
    made.add_argument("--cold-rounds", type=int, default=15, metavar="N", help="times each command is started (15)")
    made.add_argument("--ingests", type=int, default=1000, metavar="N", help="ingests of one document (1000)")
    made.add_argument("--share", type=int, default=20_000, metavar="N", help="claims at most for slow engines (20000)")
    made.add_argument(
        "--folder", type=Path, metavar="FOLDER", help="texts to ingest; those of --texts, or invented ones"
    )
    made.add_argument("--work", type=Path, metavar="FOLDER", help="where the indexes are made for the time of the run")
    made.add_argument("--output", type=Path, metavar="FILE.md", help="write the tables there too")
    made.add_argument("--json", type=Path, metavar="FILE.json", help="write all figures there")
    made.add_argument("--plot", type=Path, metavar="FILE.svg", help="draw latency and growth there")
    made.add_argument("--measure", metavar="JSON", help=argparse.SUPPRESS)
    return made


def report(arguments: argparse.Namespace, figures: list[Figures]) -> None:
    made_on = machine()
    text = markdown(made_on, figures)
    print(text)
    if arguments.output:
        arguments.output.write_text(text + "\n", encoding="utf-8")
    if arguments.json:
        found = {"machine": made_on, "figures": figures}
        arguments.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    if arguments.plot:
        arguments.plot.write_text(draw(figures), encoding="utf-8")


def main() -> None:
    arguments = parser().parse_args()
    if arguments.measure:
        from measuring import perform  # noqa: PLC0415  (only the process that measures needs it)

        perform(arguments.measure)
        return
    with tempfile.TemporaryDirectory(prefix="benchmark-", dir=arguments.work) as work:
        try:
            figures = list(Run(arguments, Path(work).resolve()).figures())
        except Failed as failure:
            raise SystemExit(str(failure)) from failure
    report(arguments, figures)


if __name__ == "__main__":
    main()
