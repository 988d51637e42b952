"""What a cluster costs beside the index in a folder: the same claims, written to both and asked of both in one run.

    python tests/benchmarks/remote.py --claims 100000 [--nodes 3] [--jobs 2] [--heap 1g] [--output FILE.md]

The nodes are started here, by `tests/cluster.py`, on the same processors as everything else: rates and latencies are what this
machine gives to both sides together, and only their ratios say something of others. Processor seconds and bytes do not depend
on who shares it. Everything goes through the contract `indexer.index.Index`: whole documents in, whole hits out.
"""

# ruff: noqa: T201  (what a benchmark finds is printed)
from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any
from urllib.request import urlopen

from claims import Claims
from measuring import TASKS, ask_shape, peak_bytes, perform, processor_seconds
from processes import Failed, measured, say
from queries import SHAPES
from report import short, table

sys.path.insert(0, str(Path(__file__).parents[1]))
import cluster

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

Figures = dict[str, Any]

BUDGET = 20.0  # seconds of a shape of query, after which no new round begins


def write(place: str, claims: str, count: int, jobs: int) -> Figures:
    """Index the claims; what this process and its own spent on it."""
    from engines import seam  # noqa: PLC0415  (only the process that measures needs the package)

    wall, cpu = perf_counter(), processor_seconds()
    seam.write(place, Claims(Path(claims), count), jobs)
    wall, cpu = perf_counter() - wall, processor_seconds() - cpu
    return {"seconds": wall, "client_seconds": cpu, "peak_mb": peak_bytes() / 1e6}


def ask(place: str, queries: str, rounds: int) -> Figures:
    """The latency of each shape of query."""
    from engines.seam import Seam  # noqa: PLC0415  (as above)

    chosen = json.loads(Path(queries).read_text(encoding="utf-8"))
    asked = Seam(place)
    for shape in SHAPES:  # Java compiles what it has run for a while
        for words in chosen[shape]:
            asked.ask(shape, words)
    return {shape: ask_shape(asked, shape, chosen[shape], rounds, BUDGET) for shape in SHAPES}


class Folder:
    """The index in a folder."""

    name = "a folder"

    def __init__(self, path: Path) -> None:
        self.place = str(path)

    def seconds(self) -> float:
        return 0.0  # whoever writes to it does all the work

    def bytes(self) -> tuple[int, int]:
        size = sum(path.stat().st_size for path in Path(self.place).rglob("*") if path.is_file())
        return size, size


class Remote:
    """The index in a cluster."""

    name = "the cluster"

    def __init__(self, nodes: cluster.Cluster, shards: int) -> None:
        self.urls = nodes.urls
        self.place = f"opensearch://{self.urls[0].removeprefix('http://')}/benchmark?shards={shards}"

    def seconds(self) -> float:
        """Of processors, that all nodes have spent so far."""
        return sum(
            float(node["process"]["cpu"]["total_in_millis"]) / 1e3
            for node in self._asked("/_nodes/stats/process")["nodes"].values()
        )

    def bytes(self) -> tuple[int, int]:
        """Of all shards once, and with their replicas."""
        self._asked("/_flush")
        stats = self._asked("/_stats/store")["_all"]
        return stats["primaries"]["store"]["size_in_bytes"], stats["total"]["store"]["size_in_bytes"]

    def _asked(self, path: str) -> Figures:
        with urlopen(self.urls[0] + path, timeout=60) as answer:  # noqa: S310  (a node that was started here)
            found: Figures = json.load(answer)
        return found


def of_place(place: Folder | Remote, claims: Path, chosen: Path, arguments: argparse.Namespace) -> Figures:
    """All that is measured of one index."""
    count = arguments.claims
    say(f"writing {count:,} claims to {place.name}")
    before = place.seconds()
    found = measured(__file__, "write", place=place.place, claims=claims, count=count, jobs=arguments.jobs)
    found["server_seconds"] = place.seconds() - before
    found["bytes"], found["bytes_in_all"] = place.bytes()
    say(f"asking {place.name}")
    found["queries"] = measured(__file__, "ask", place=place.place, queries=chosen, rounds=arguments.rounds)
    return found


def writing(found: dict[str, Figures], count: int) -> Iterator[Sequence[str]]:
    """The rows of the table on writing: each a figure of every place, and the ratio of the last to the first."""
    rows: dict[str, Callable[[Figures], float]] = {
        "claims written a second": lambda each: count / each["seconds"],
        "processor time a claim, who writes, µs": lambda each: 1e6 * each["client_seconds"] / count,
        "processor time a claim, the nodes, µs": lambda each: 1e6 * each["server_seconds"] / count,
        "memory at most, who writes, MB": lambda each: each["peak_mb"],
        "bytes a claim": lambda each: each["bytes"] / count,
        "bytes a claim, with replicas": lambda each: each["bytes_in_all"] / count,
    }
    for name, value in rows.items():
        values = [value(each) for each in found.values()]
        yield name, *map(short, values), short(values[-1] / values[0]) if values[0] else "–"


def asking(found: dict[str, Figures]) -> Iterator[Sequence[str]]:
    """The rows of the table on queries; a shape that two places answer otherwise says so."""
    for shape in SHAPES:
        each = [figures["queries"][shape] for figures in found.values()]
        hits = {(one["hits"], one["answers"]) for one in each}
        differs = "" if len(hits) == 1 else f" (hits and answers differ: {sorted(hits)})"
        times = (f"{short(one['p50'])} / {short(one['p95'])}" for one in each)
        yield shape + differs, *times, short(each[-1]["p50"] / each[0]["p50"])


def markdown(found: dict[str, Figures], arguments: argparse.Namespace) -> str:
    names = list(found)
    asked = f"{arguments.claims:,} claims, {arguments.jobs} jobs, {arguments.shards} shards and their replicas on {arguments.nodes} nodes with {arguments.heap} of heap each"
    machine = f"{platform.platform()}, {os.cpu_count()} processors; Python {platform.python_version()}"
    return "\n\n".join(
        (
            f"{asked}, all on one machine: {machine}",
            "## Writing",
            table(["", *names, "ratio"], writing(found, arguments.claims)),
            "## Queries, p50 / p95 in ms",
            table(["shape", *names, "ratio of p50"], asking(found)),
        )
    )


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    made.add_argument("--claims", type=int, default=100_000, metavar="N", help="claims to write (100000)")
    made.add_argument("--nodes", type=int, default=3, metavar="N", help="nodes of the cluster (3)")
    made.add_argument("--shards", type=int, default=3, metavar="N", help="shards of the index (3)")
    made.add_argument("--jobs", type=int, default=1, metavar="N", help="processes that write (1)")
    made.add_argument("--heap", default="1g", metavar="SIZE", help="heap of each node (1g)")
    made.add_argument("--queries", type=int, default=40, metavar="N", help="queries of each shape (40)")
    made.add_argument("--rounds", type=int, default=3, metavar="N", help="times each query is asked (3)")
    made.add_argument("--work", type=Path, metavar="FOLDER", help="where all is made for the time of the run")
    made.add_argument("--output", type=Path, metavar="FILE.md", help="write the tables there too")
    made.add_argument("--json", type=Path, metavar="FILE.json", help="write all figures there")
    made.add_argument("--measure", metavar="JSON", help=argparse.SUPPRESS)
    return made


def run(arguments: argparse.Namespace, work: Path) -> dict[str, Figures]:
    claims, chosen = work / "claims.tsv", work / "queries.json"
    say(f"making {arguments.claims:,} claims")
    measured(__file__, "make", path=claims, count=arguments.claims)
    measured(__file__, "choose", claims=claims, count=arguments.claims, number=arguments.queries, path=chosen)
    found = {Folder.name: of_place(Folder(work / "index"), claims, chosen, arguments)}
    say(f"starting {arguments.nodes} nodes")
    java = (f"-Xms{arguments.heap}", f"-Xmx{arguments.heap}")
    with cluster.Cluster(work / "nodes", arguments.nodes, java=java) as nodes:
        found[Remote.name] = of_place(Remote(nodes, arguments.shards), claims, chosen, arguments)
    return found


def main() -> None:
    arguments = parser().parse_args()
    if arguments.measure:
        TASKS.update(write=write, ask=ask)
        perform(arguments.measure)
        return
    if arguments.work:
        arguments.work.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="remote-", dir=arguments.work) as work:
        try:
            found = run(arguments, Path(work).resolve())
        except (Failed, cluster.NoCluster, cluster.ClusterFailed) as failure:
            raise SystemExit(str(failure)) from failure
    text = markdown(found, arguments)
    print(text)
    if arguments.output:
        arguments.output.write_text(text + "\n", encoding="utf-8")
    if arguments.json:
        arguments.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
