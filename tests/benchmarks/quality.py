"""How many of the golden sentence cases are cut right: by this package, by a plain regular expression, by pySBD.

    python tests/benchmarks/quality.py [--show NAME]

A case is right if every cut is where the golden file has its bar, and no other.
"""

# ruff: noqa: T201  (what a benchmark finds is printed)
from __future__ import annotations

import argparse
import re
from pathlib import Path
from typing import TYPE_CHECKING

from indexer.claims import extract_claims
from indexer.readers import read_document

if TYPE_CHECKING:
    from collections.abc import Callable

GOLDEN = Path(__file__).parents[1] / "golden" / "sentences.txt"
PLAIN = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")


def cases() -> list[str]:
    lines = GOLDEN.read_text("utf-8").splitlines()
    return [line.replace("\\n", "\n") for line in lines if line and not line.startswith("# ")]


def settled(text: str, offsets: set[int]) -> frozenset[int]:
    """Cuts behind white space, without those at the ends of the text."""
    moved = {len(text) - len(text[offset:].lstrip()) for offset in offsets}
    return frozenset(moved - {0, len(text)})


def golden(line: str) -> frozenset[int]:
    pieces = line.split("|")
    return settled(line.replace("|", ""), {sum(map(len, pieces[:at])) for at in range(1, len(pieces))})


def ours(text: str) -> frozenset[int]:
    claims = extract_claims(read_document(text.encode(), uri="case", name="case.txt")).claims
    return settled(text, {offset for claim in claims for offset in (claim.span.start, claim.span.end)})


def plain(text: str) -> frozenset[int]:
    return settled(text, {match.end() for match in PLAIN.finditer(text)})


def pysbd() -> Callable[[str], frozenset[int]] | None:
    try:
        from pysbd import Segmenter  # noqa: PLC0415  (only a comparison; the rest runs without it)
    except ImportError:
        return None
    segmenter = Segmenter(language="en", clean=False, char_span=True)
    return lambda text: settled(text, {offset for span in segmenter.segment(text) for offset in (span.start, span.end)})


def main() -> None:
    parser = argparse.ArgumentParser(description="Score the cuts of sentences on the golden cases.")
    parser.add_argument("--show", metavar="NAME", help="print the cases that this splitter cuts wrong")
    arguments = parser.parse_args()
    splitters: dict[str, Callable[[str], frozenset[int]]] = {"this package": ours, "regex": plain}
    if (other := pysbd()) is not None:
        splitters["pySBD"] = other
    lines = cases()
    for name, cut in splitters.items():
        wrong = [line for line in lines if cut(line.replace("|", "")) != golden(line)]
        right = len(lines) - len(wrong)
        print(f"{name:14} {right:5} of {len(lines)} cases right ({100 * right / len(lines):.1f} %)")
        if arguments.show == name:
            print(*(f"  {line!r}" for line in wrong), sep="\n")


if __name__ == "__main__":
    main()
