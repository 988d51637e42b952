"""What the reader of a LaTeX text needs to know beforehand: where its braces close, and which bibliographies it names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from indexer.model import Span, Wanted

_BRACE = re.compile(r"\\(?:url|href|nolinkurl)(?P<address>\{[^{}\n]{0,2000}\})|\\.|(?P<sign>[{}])|%[^\n]*", re.DOTALL)
_FILES = re.compile(
    r"\\(?:bibliography|addbibresource|addglobalbib)[ \t]{0,3}(?:\[[^\]\n]{0,200}\])?\{(?P<names>[^{}\\]{1,1000})\}"
)


def brace_pairs(text: str) -> dict[int, int]:
    """Where each brace that opens is closed."""
    pairs: dict[int, int] = {}
    waiting: list[int] = []
    for match in _BRACE.finditer(text):
        if match["sign"] == "{":
            waiting.append(match.start())
        elif match["sign"] and waiting:
            pairs[waiting.pop()] = match.start()
        elif match["address"]:  # in which `%` begins no comment
            pairs[match.start("address")] = match.end() - 1
    return pairs


def wanted_files(text: str) -> Iterator[Wanted]:
    """The bibliographies that commands name outside comments."""
    for match in _FILES.finditer(text):
        line = text[max(0, match.start() - 500) : match.start()].rpartition("\n")[2]
        if "%" in line.replace(r"\%", ""):
            continue
        for name in map(str.strip, match["names"].split(",")):
            if name:
                yield Wanted(name if "." in name.rpartition("/")[2] else f"{name}.bib", Span(*match.span()))
