"""What is measured inside a process of its own: each task is one function, whose result is printed as one line of JSON."""

# ruff: noqa: T201  (the line is printed)
from __future__ import annotations

import gc
import json
import resource
import sys
import time
from itertools import groupby, islice
from operator import attrgetter
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING, Any

import claims as making
import queries as choosing
from claims import A_DOCUMENT, Claims
from engines import ENTRIES, PACKAGES, load
from processes import COMPILED, PEAK_UNIT, run

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from engines import Engine

TENTH = 10
SMALL_SHAPES = ("rare", "common", "both")


def make(path: str, count: int, texts: str | None = None, claims: str | None = None) -> dict[str, Any]:
    making.make(Path(path), count, texts=Path(texts) if texts else None, claims=Path(claims) if claims else None)
    return {}


def choose(claims: str, count: int, number: int, path: str) -> dict[str, Any]:
    found = choosing.choose(Claims(Path(claims), count).rows(), number)
    Path(path).write_text(json.dumps(found), encoding="utf-8")
    return {}


def build(engine: str, claims: str, count: int, folder: str) -> dict[str, Any]:
    builder = load(engine)
    wall, cpu = perf_counter(), processor_seconds()
    builder.build(Claims(Path(claims), count), Path(folder))
    wall, cpu = perf_counter() - wall, processor_seconds() - cpu
    sizes = [path.stat().st_size for path in Path(folder).rglob("*") if path.is_file()]
    return {
        "seconds": wall,
        "cpu_seconds": cpu,
        "claims_per_second": count / wall,
        "claims_per_cpu_second": count / cpu,
        "peak_mb": peak_bytes() / 1e6,
        "bytes_per_claim": sum(sizes) / count,
        "files": len(sizes),
    }


def ask(engine: str, folder: str, queries: str, rounds: int, budget: float) -> dict[str, Any]:
    asked = load(engine)
    asked.open(Path(folder))
    chosen = json.loads(Path(queries).read_text(encoding="utf-8"))
    return {shape: ask_shape(asked, shape, chosen[shape], rounds, budget) for shape in ENTRIES[engine].shapes}


def ask_shape(engine: Engine, shape: str, queries: list[list[str]], rounds: int, budget: float) -> dict[str, float]:
    """Milliseconds of the queries of a shape after each was asked once; no new round when the budget is spent."""
    hits = sum(engine.count(shape, words) for words in queries)
    answers = sum(len(engine.ask(shape, words)) for words in queries)
    times: list[float] = []
    start, cpu = perf_counter(), processor_seconds()
    for _ in range(rounds):
        for words in queries:
            began = perf_counter()
            engine.ask(shape, words)
            times.append((perf_counter() - began) * 1e3)
        if perf_counter() - start > budget:
            break
    cpu = (processor_seconds() - cpu) * 1e3 / len(times)
    times.sort()
    return {
        "p50": median(times),
        "p95": times[int(len(times) * 0.95)],
        "cpu_mean": cpu,
        "hits": hits,
        "answers": answers,
    }


def ingests(claims: str, number: int, folder: str) -> dict[str, Any]:
    """One document an ingest against all in one ingest: this package alone, whose index grows by many small commits."""
    from engines import ours  # noqa: PLC0415  (only this task needs it)

    rows = list(Claims(Path(claims), number * A_DOCUMENT * 2).rows())
    documents = [list(group) for _, group in islice(groupby(rows, attrgetter("document")), number)]
    rows = [row for document in documents for row in document]
    chosen = choosing.choose(rows, 10)
    many, once = Path(folder, "many"), Path(folder, "once")
    times = []
    for document in documents:
        began = perf_counter()
        ours.put(many, ours.extractions(document))
        times.append((perf_counter() - began) * 1e3)
    ours.put(once, ours.extractions(rows))
    share = max(1, len(times) // TENTH)
    return {
        "documents": len(documents),
        "claims": len(rows),
        "first_ms": median(times[:share]),
        "last_ms": median(times[-share:]),
        "seconds": sum(times) / 1e3,
        "files_many": count_files(many),
        "files_once": count_files(once),
        "query_many_ms": {shape: latency(many, shape, chosen[shape]) for shape in SMALL_SHAPES},
        "query_once_ms": {shape: latency(once, shape, chosen[shape]) for shape in SMALL_SHAPES},
        "command_many_ms": command(many, chosen["common"]),
        "command_once_ms": command(once, chosen["common"]),
    }


def latency(folder: Path, shape: str, queries: list[list[str]]) -> float:
    engine = load("ours")
    engine.open(folder)
    return ask_shape(engine, shape, queries, rounds=3, budget=10)["p50"]


def command(folder: Path, queries: list[list[str]]) -> float:
    """The median of whole commands, each from its start to the printed answers."""
    query = (sys.executable, "-m", "indexer", "--index", str(folder), "query")
    return median(run((*query, *words), environment=COMPILED).wall * 1e3 for words in queries)


def count_files(folder: Path) -> int:
    return sum(path.is_file() for path in folder.rglob("*"))


def processor_seconds() -> float:
    """Of this process and of its own that have ended."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def peak_bytes() -> int:
    """Of this process or of the largest of its own."""
    kinds: Iterable[int] = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return max(resource.getrusage(kind).ru_maxrss for kind in kinds) * PEAK_UNIT


TASKS: dict[str, Callable[..., dict[str, Any]]] = {
    "make": make,
    "choose": choose,
    "build": build,
    "ask": ask,
    "ingests": ingests,
}


def perform(line: str) -> None:
    """Do the task that a line of JSON names, and print what came of it."""
    gc.set_threshold(500_000, 20, 50)  # garbage is seldom looked for, as `indexer ingest` has it; for all engines alike
    arguments = json.loads(line)
    try:
        found = TASKS[arguments.pop("task")](**arguments)
    except ModuleNotFoundError as error:
        if error.name not in PACKAGES:
            raise
        found = {"note": f"not installed: {error.name}"}
    print(json.dumps(found))
