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
import tempfile
from functools import partial
from importlib import metadata
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from claims import A_DOCUMENT
from commands import cold, folder_of_texts
from engines import ENTRIES, Entry
from plot import draw
from processes import Failed, say
from processes import measured as measured_by
from report import markdown

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator, Sequence

Figures = dict[str, Any]

PARTS = ("engines", "cold", "ingests", "folder")
PACKAGES = ("citation-indexer", "tantivy", "bm25s", "whoosh3", "sqlite-utils", "numpy")
BUDGET = 10.0  # seconds of a shape of query, after which no new round begins


measured = partial(measured_by, __file__)


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
        built = yield from self.indexing(size)
        if "engines" in self.arguments.parts:
            yield from self.queries(size, chosen, built)
        if "cold" in self.arguments.parts:
            say(f"{size} claims: cold starts")
            (word,) = json.loads(chosen.read_text(encoding="utf-8"))["common"][0]
            for found in cold(built, word, self.arguments.cold_rounds, folder):
                yield {"part": "cold", "of": size, **found}
        shutil.rmtree(folder)

    def entries(self, size: int) -> Iterator[tuple[str, Entry, Figures]]:
        """The engines asked for, and what each row about one begins with."""
        for name, entry in ENTRIES.items():
            if name in self.arguments.engines:
                number = min(size, self.arguments.share) if entry.share else size
                yield name, entry, {"engine": name, "label": entry.label, "of": size, "claims": number}

    def indexing(self, size: int) -> Generator[Figures, None, dict[str, Path]]:
        """Medians of some builds, and the folders."""
        rows = {name: row for name, entry, row in self.entries(size) if not entry.asks}

        def build(name: str) -> Figures:
            say(f"{size} claims: indexing with {ENTRIES[name].label}")
            return self.build(name, rows[name])

        found, notes = in_turns(rows, self.arguments.builds, build)
        for name, row in rows.items():
            figures = {"note": notes[name]} if name in notes else medians(found[name])
            yield {"part": "indexing", **row, **figures}
        return {name: self.work / str(size) / name for name in rows if name not in notes}

    def build(self, name: str, row: Figures) -> Figures:
        folder = self.work / str(row["of"]) / name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        return measured("build", engine=name, claims=self.claims, count=row["claims"], folder=folder)

    def queries(self, size: int, chosen: Path, built: dict[str, Path]) -> Iterator[Figures]:
        """Medians of what some processes of each engine measure, for each shape."""
        rows = {name: row for name, entry, row in self.entries(size) if entry.shapes}
        asked = {name: built[ENTRIES[name].asks or name] for name in rows if (ENTRIES[name].asks or name) in built}
        limits = {"rounds": self.arguments.rounds, "budget": BUDGET}

        def ask(name: str) -> Figures:
            say(f"{size} claims: asking {ENTRIES[name].label}")
            return measured("ask", engine=name, folder=asked[name], queries=chosen, **limits)

        found, notes = in_turns(asked, self.arguments.turns, ask)
        for name, row in rows.items():
            if name in found and name not in notes:
                for shape in ENTRIES[name].shapes:
                    figures = medians([each[shape] for each in found[name]])
                    yield {"part": "queries", **row, "shape": shape, **figures}
            elif name in notes or ENTRIES[name].asks:
                note = notes.get(name, f"there is no index of {ENTRIES[ENTRIES[name].asks or name].label}")
                yield {"part": "queries", **row, "note": note}

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


def in_turns(
    names: Iterable[str], times: int, measure: Callable[[str], Figures]
) -> tuple[dict[str, list[Figures]], dict[str, str]]:
    """What `measure` says of each name so many times, and what went wrong.

    They take turns, so that all of them meet what else the machine does.
    """
    found: dict[str, list[Figures]] = {}
    notes: dict[str, str] = {}
    for _ in range(times):
        for name in names:
            if name not in notes:
                try:
                    found.setdefault(name, []).append(measure(name))
                except Failed as failure:
                    notes[name] = str(failure)
    return found, notes


def medians(figures: Sequence[Figures]) -> Figures:
    """The median of each figure."""
    return {key: median(each[key] for each in figures) for key in figures[0]}


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
    made.add_argument("--turns", type=int, default=3, metavar="N", help="processes of each engine that are asked (3)")
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
    if arguments.work:
        arguments.work.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="benchmark-", dir=arguments.work) as work:
        try:
            figures = list(Run(arguments, Path(work).resolve()).figures())
        except Failed as failure:
            raise SystemExit(str(failure)) from failure
    report(arguments, figures)


if __name__ == "__main__":
    main()
