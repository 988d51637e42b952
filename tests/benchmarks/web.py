"""How `indexer serve` holds up: many clients over loopback ask a large index, each for one page after the other.

    python tests/benchmarks/web.py                          # a million claims, 50 clients
    python tests/benchmarks/web.py --index FOLDER --think 1 # an index that is there; each reader waits a second
    python tests/benchmarks/web.py --soak 600               # the server's memory over ten minutes

`once`: no question is asked twice, so that every answer is made for it; `again`: a few hundred are asked again and again. The clients share the machine with the server, as browsers on it would. Without `--think` each asks again as soon as it is
answered, so that latency is what the server's throughput makes it: with N clients and R answers a second, N / R on average.
"""

# ruff: noqa: T201  (tables are printed)
from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import claims as making
import queries as choosing
from claims import Claims
from engines import query_text
from engines.ours import write

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SHAPES = ("rare", "common", "both", "any", "phrase", "prefix", "within")
KINDS = {"page": "/?q={}", "api": "/api/search?q={}"}
"""What is asked for: a page as a reader sees it, or the same claims as JSON."""


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    made.add_argument("--index", type=Path, metavar="FOLDER", help="an index that is there, and --claims its claims")
    made.add_argument("--claims", type=Path, metavar="FILE", help="claims to index and to choose words from")
    made.add_argument("--size", type=int, default=1_000_000, metavar="N", help="claims (1000000)")
    made.add_argument("--clients", type=int, default=50, metavar="N", help="who ask at once (50)")
    made.add_argument("--seconds", type=float, default=20, metavar="N", help="so long each kind is asked for (20)")
    made.add_argument("--think", type=float, default=0, metavar="SECONDS", help="a client waits so long on average (0)")
    made.add_argument("--queries", type=int, default=40, metavar="N", help="different queries of each shape (40)")
    made.add_argument("--kinds", nargs="+", choices=KINDS, default=list(KINDS))
    made.add_argument(
        "--soak", type=float, default=0, metavar="SECONDS", help="ask so long, and print the server's memory"
    )
    made.add_argument("--json", type=Path, metavar="FILE.json", help="write all figures there")
    return made


def addresses(path: Path, size: int, number: int) -> dict[str, list[str]]:
    """The questions of each shape, encoded."""
    chosen = choosing.choose(Claims(path, size).rows(), number)
    texts = {shape: [query_text(shape, words) for words in chosen[shape]] for shape in SHAPES}
    texts["within"] = [f"{word} source:{source}" for word, source in chosen["within"]]
    return {shape: [quote(text) for text in found] for shape, found in texts.items()}


@contextmanager
def served(index: Path) -> Iterator[tuple[int, int]]:
    """The process that serves an index, and its port."""
    command = [sys.executable, "-m", "indexer", "-i", str(index), "serve", "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stderr
            found = re.search(r":(\d+) ", process.stderr.readline())
            assert found
            yield process.pid, int(found[1])
        finally:
            process.terminate()


NUMBERS = count()
LATER = (b"HTTP/1.1 202", b"HTTP/1.1 503")  # what is counted once a commit is being counted


def anew(address: str) -> str:
    """The same question in other bytes: as many spaces behind its words as no other has, in two kinds."""
    return address + "".join("+" if bit == "0" else "%09" for bit in f"{next(NUMBERS):b}")


class Client:
    """A connection that is kept, and the times of its answers in seconds, by what was asked."""

    def __init__(self, port: int, think: float, seed: int, *, once: bool) -> None:
        self.port = port
        self.once = once
        self.think = think
        self.dice = random.Random(seed)  # noqa: S311  (the same run each time is what is wanted)
        self.times: list[tuple[str, float]] = []

    async def run(self, asked: Sequence[tuple[str, str]], until: float) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        while time.monotonic() < until:
            if self.think:
                await asyncio.sleep(2 * self.think * self.dice.random())
            shape, address = self.dice.choice(asked)
            address = anew(address) if self.once and "?q=" in address else address
            began = time.perf_counter()
            writer.write(f"GET {address} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
            head = await reader.readuntil(b"\r\n\r\n")
            if not head.startswith((b"HTTP/1.1 200", *LATER)):
                raise SystemExit(f"{address}: {head.decode()}")
            size = re.search(rb"(?i)\r\ncontent-length: (\d+)", head)
            assert size
            await reader.readexactly(int(size[1]))
            if head.startswith(LATER):
                continue
            self.times.append((shape, time.perf_counter() - began))
        writer.close()


async def load(
    port: int, asked: Sequence[tuple[str, str]], arguments: argparse.Namespace, seconds: float, *, once: bool
) -> list[tuple[str, float]]:
    """All times of all clients, which each keep to a connection."""
    clients = [Client(port, arguments.think, seed, once=once) for seed in range(arguments.clients)]
    await asyncio.gather(*(client.run(asked, time.monotonic() + seconds) for client in clients))
    return [each for client in clients for each in client.times]


def figures(times: Sequence[float]) -> dict[str, float]:
    """Milliseconds that half, 95 and 99 of a hundred answers stay below."""
    ordered = sorted(times)
    places = {"p50": 0.5, "p95": 0.95, "p99": 0.99}
    return {name: 1000 * ordered[min(len(ordered) - 1, int(place * len(ordered)))] for name, place in places.items()}


def row(name: str, times: Sequence[float], seconds: float) -> str:
    found = figures(times)
    return (
        f"| {name:<16} | {len(times) / seconds:>9,.0f} | "
        + " | ".join(f"{each:>7.1f}" for each in found.values())
        + " |"
    )


def busy(pid: int) -> float:
    """Seconds of computing that a process has had."""
    after_name = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(after_name[11]) + int(after_name[12])) / os.sysconf("SC_CLK_TCK")


def memory(pid: int) -> float:
    """Megabytes of a process that no other shares and no file holds, where the system tells it."""
    found = re.search(r"RssAnon:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text(encoding="ascii"))
    return int(found[1]) / 1024 if found else 0.0


async def measure(pid: int, port: int, asked: dict[str, list[str]], arguments: argparse.Namespace) -> dict[str, object]:
    """Ask for each kind, after a short time in which the server gets warm."""
    results: dict[str, object] = {}
    print(f"{arguments.clients} clients, {arguments.think:g} s between an answer and the next question\n")
    print(f"| {'asked':<16} | {'a second':>9} | {'p50 ms':>7} | {'p95 ms':>7} | {'p99 ms':>7} | {'computed ms':>11} |")
    print("| --- | --- | --- | --- | --- | --- |")
    for kind in arguments.kinds:
        pairs = [(shape, KINDS[kind].format(text)) for shape, texts in asked.items() for text in texts]
        for name in ("once", "again"):
            await load(port, pairs, arguments, min(5, arguments.seconds), once=name == "once")
            before = busy(pid)
            times = await load(port, pairs, arguments, arguments.seconds, once=name == "once")
            computed = 1000 * (busy(pid) - before) / len(times)
            found = [each for _, each in times]
            print(row(f"{kind}, {name}", found, arguments.seconds) + f" {computed:>11.2f} |")
            results[f"{kind} {name}"] = {
                "a second": len(found) / arguments.seconds,
                "computed": computed,
                **figures(found),
            }
            for shape in asked if name == "once" else ():
                print(row(f"- {shape}", [each for of, each in times if of == shape], arguments.seconds))
    print(f"\nmemory of the server: {memory(pid):,.0f} MB")
    return results


async def soak(pid: int, port: int, asked: dict[str, list[str]], arguments: argparse.Namespace) -> dict[str, object]:
    """Ask for everything for a long time, and say from time to time what memory the server takes."""
    pairs = [(shape, kind.format(text)) for kind in KINDS.values() for shape, texts in asked.items() for text in texts]
    pairs += [
        ("other", address)
        for address in ("/api/claims", "/api/sources", "/api/documents", "/documents", "/sources", "/overview")
    ]
    asking = asyncio.create_task(load(port, pairs, arguments, arguments.soak, once=True))
    seen: list[tuple[float, float]] = []
    began = time.monotonic()
    print("| seconds | MB |\n| --- | --- |")
    while not asking.done():
        seen.append((time.monotonic() - began, memory(pid)))
        print(f"| {seen[-1][0]:>7.0f} | {seen[-1][1]:>6.1f} |", flush=True)
        await asyncio.wait([asking], timeout=max(1, arguments.soak / 40))
    times = [each for _, each in await asking]
    print(f"\n{len(times):,} answers, p50 {figures(times)['p50']:.1f} ms, p95 {figures(times)['p95']:.1f} ms")
    return {"memory": seen, "answers": len(times), **figures(times)}


def main() -> None:
    arguments = parser().parse_args()
    with tempfile.TemporaryDirectory(prefix="web-benchmark-") as work:
        claims = arguments.claims or Path(work, "claims.tsv")
        if not arguments.claims:
            making.make(claims, arguments.size)
        index = arguments.index or Path(work, "index")
        if not arguments.index:
            write(index, Claims(claims, arguments.size), 1)
        asked = addresses(claims, arguments.size, arguments.queries)
        with served(index) as (pid, port):
            results = asyncio.run((soak if arguments.soak else measure)(pid, port, asked, arguments))
    if arguments.json:
        arguments.json.write_text(json.dumps(results, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
