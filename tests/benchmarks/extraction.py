"""How fast claims are extracted, beside a plain regular expression and pySBD on the same texts in the same run.

    python tests/benchmarks/extraction.py [FOLDER]

Without a folder the texts are made here: hard-wrapped, with page breaks, numbered headings and references, always
the same ones. Each time is the best of three. Memory is the peak of a process of its own that extracts all texts
once, and four times over.
"""

# ruff: noqa: T201  (what a benchmark finds is printed)
from __future__ import annotations

import argparse
import json
import random
import re
import resource
import subprocess
import sys
import tempfile
import textwrap
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from indexer import Extraction, extract
from indexer.readers import known_suffixes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

PLAIN = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")
SYNTHETIC_BYTES = 5_000_000
DOCUMENTS = 100
SHARE_OF_PYSBD = 40_000  # characters: it is slow, and slower on long texts
ROUNDS = 3
LINES = 48  # of a page
SUBJECTS = "A relay|The archive|Each station|The sender of a reading|An operator|The second field|Every gateway|A damaged log".split(
    "|"
)
VERBS = "keeps|MUST confirm|SHOULD NOT change|drops|sends|compares|describes|MAY repeat".split("|")
OBJECTS = (
    "the oldest readings|its own clock|all messages of type 3|the value of Sec. 4.2|what Dr. Osei measured in the U.S. and elsewhere"
    "|a list of at most 255 addresses, e.g. those of its neighbours|the name https://relay.example/names"
).split("|")
ENDS = "|, because the log is small| when the link fails (see also Fig. 2)|, unless version 1.2.3 is in use| for up to 3.5 seconds".split(
    "|"
)


def sentence(dice: random.Random) -> str:
    marker = f" [{dice.randint(1, 9)}]" if dice.random() < 0.2 else ""
    return f"{dice.choice(SUBJECTS)} {dice.choice(VERBS)} {dice.choice(OBJECTS)}{dice.choice(ENDS)}{marker}."


def paragraph(dice: random.Random) -> list[str]:
    words = "  ".join(sentence(dice) for _ in range(dice.randint(2, 6)))
    return [*textwrap.wrap(words, 72, initial_indent="   ", subsequent_indent="   "), ""]


def paged(lines: Sequence[str], number: int) -> Iterator[str]:
    for page, start in enumerate(range(0, len(lines), LINES), 1):
        yield from lines[start : start + LINES]
        yield from (
            "",
            f"Okafor{'Informational':^52}[Page {page}]",
            "\f",
            f"Note {number}{'Relaying Readings':^52}June 2024",
            "",
        )


def synthetic(number: int, size: int) -> str:
    """An invented text of about `size` characters, in the shape of an RFC."""
    dice = random.Random(number)  # noqa: S311  (the same texts each time is what is wanted)
    lines = [
        f"Network Notes Group{'M. Okafor':>50}",
        f"Note: {number}{'June 2024':>60}",
        "",
        "",
        "   Relaying Readings",
        "",
    ]
    length, section = 0, 0
    while length < size * 0.85:
        section += 1
        lines += [f"{section}.  {dice.choice(SUBJECTS).title()}", ""]
        for part in range(1, 4):
            lines += [f"{section}.{part}.  {dice.choice(SUBJECTS).title()}", "", *paragraph(dice), *paragraph(dice)]
        length = sum(map(len, lines))
    lines += [f"{section + 1}.  References", ""]
    for label in range(1, 10):
        lines += [
            f'   [{label}]  Lindqvist, A., "Readings of Kind {label}", Note {label + 20},',
            f"        <https://relay.example/{label}>.",
            "",
        ]
    return "\n".join(paged(lines, number))


def make_corpus(folder: Path) -> list[Path]:
    paths = []
    for number in range(DOCUMENTS):
        path = folder / f"note-{number:03}.txt"
        path.write_text(synthetic(number, SYNTHETIC_BYTES // DOCUMENTS), encoding="utf-8")
        paths.append(path)
    return paths


def extract_all(paths: Sequence[Path], times: int = 1) -> int:
    """The number of claims of all texts, `times` over, one text in memory at a time."""
    found = (text for _ in range(times) for text in extract(paths))
    return sum(len(text.claims) for text in found if isinstance(text, Extraction))


def best(run: Callable[[], object]) -> float:
    times = []
    for _ in range(ROUNDS):
        start = perf_counter()
        run()
        times.append(perf_counter() - start)
    return min(times)


def pysbd_rates(texts: Sequence[str]) -> dict[str, float]:
    """Characters a second of pySBD on a small share of the texts, as it is given them; empty where it is not installed."""
    try:
        from pysbd import Segmenter  # noqa: PLC0415  (only a comparison; the rest runs without it)
    except ImportError:
        return {}
    segmenter = Segmenter(language="en", clean=False)
    shares = {"paragraphs": shared_paragraphs(texts), "a whole text": [max(texts, key=len)[:SHARE_OF_PYSBD]]}

    def split(parts: Sequence[str]) -> None:
        for part in parts:
            segmenter.segment(part)

    return {given: sum(map(len, parts)) / best(partial(split, parts)) for given, parts in shares.items()}


def shared_paragraphs(texts: Sequence[str]) -> list[str]:
    """The first paragraphs of the texts, each on one line."""
    paragraphs: list[str] = []
    length = 0
    for part in (part for text in texts for part in text.split("\n\n")):
        if length >= SHARE_OF_PYSBD:
            break
        if part.strip():
            paragraphs.append(" ".join(part.split()))
            length += len(paragraphs[-1])
    return paragraphs


def peak_memory(folder: Path, times: int) -> float:
    """Megabytes at most of a process of its own that extracts the folder `times` over."""
    command = [sys.executable, __file__, str(folder), "--only-memory", str(times)]
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return float(json.loads(output))


def own_peak() -> float:
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


def texts_under(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.suffix.lower() in known_suffixes() and path.is_file())


def report(folder: Path, paths: Sequence[Path]) -> None:
    texts = [path.read_text("utf-8", "replace") for path in paths]
    size = sum(map(len, texts))
    ours = size / best(lambda: extract_all(paths))
    plain = size / best(lambda: [sum(1 for _ in PLAIN.finditer(text)) for text in texts])
    print(f"{len(paths)} texts, {size / 1e6:.1f} million characters, {extract_all(paths)} claims; best of {ROUNDS}")
    print(f"  this package    {ours / 1e6:8.2f} MB/s  whole claims, files read")
    print(f"  regex           {plain / 1e6:8.2f} MB/s  cuts only; {plain / ours:.1f} times as fast as we")
    pysbd = pysbd_rates(texts)
    for given, rate in pysbd.items():
        print(
            f"  pySBD           {rate / 1e6:8.3f} MB/s  cuts only, given {given}; we are {ours / rate:.0f} times as fast"
        )
    if not pysbd:
        print("  pySBD           is not installed")
    once, fourfold = peak_memory(folder, 1), peak_memory(folder, 4)
    print(f"  peak memory     {once:8.1f} MB     for {len(paths)} texts, {fourfold:.1f} MB for {4 * len(paths)}")


def main() -> None:
    parser = argparse.ArgumentParser(description="Time the extraction of claims beside a regular expression and pySBD.")
    parser.add_argument("folder", nargs="?", type=Path, help="texts to use; invented ones if it is left out")
    parser.add_argument("--only-memory", type=int, metavar="TIMES", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.folder is None:
        with tempfile.TemporaryDirectory() as made:
            report(Path(made), make_corpus(Path(made)))
        return
    paths = texts_under(arguments.folder)
    if not paths:
        parser.error(
            f"{arguments.folder}: holds no texts; name a folder with {' '.join(sorted(known_suffixes()))} files"
        )
    if arguments.only_memory:
        extract_all(paths, arguments.only_memory)
        print(json.dumps(own_peak()))
        return
    report(arguments.folder, paths)


if __name__ == "__main__":
    main()
