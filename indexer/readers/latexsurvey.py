"""What is known about a LaTeX text before it is read: where its braces close, which bibliographies it names, the arguments of commands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from indexer.model import Span, Wanted
from indexer.patterns import pattern
from indexer.readers.latexwords import plain

_BRACE = pattern(r"\\(?:url|href|nolinkurl)(?P<address>\{[^{}\n]{0,2000}\})|\\.|(?P<sign>[{}])|%[^\n]*", re.DOTALL)
SPACE = pattern(r"[ \t]{0,99}(?:\n[ \t]{0,99}(?=[\[{]))?")
"""White space between a command and what it takes."""
OPTION = pattern(r"\[[^\[\]{}]{0,300}(?:\{(?:[^{}\[\]]{0,200}|[\[\]])\}[^\[\]{}]{0,200}){0,5}\]")
_ROUND = pattern(r"\([^()\n]{0,200}\)")
_FILES = pattern(
    r"\\(?:bibliography|addbibresource|addglobalbib)[ \t]{0,3}(?:\[[^\]\n]{0,200}\])?\{(?P<names>[^{}\\]{1,1000})\}"
)


def brace_pairs(text: str) -> dict[int, int]:
    """The offset of the closing brace for each opening one."""
    pairs: dict[int, int] = {}
    waiting: list[int] = []
    for match in _BRACE.finditer(text):
        if match["sign"] == "{":
            waiting.append(match.start())
        elif match["sign"] and waiting:
            pairs[waiting.pop()] = match.start()
        elif match["address"]:  # where `%` does not start a comment
            pairs[match.start("address")] = match.end() - 1
    return pairs


def wanted_files(text: str) -> Iterator[Wanted]:
    """The bibliography files that commands outside comments name."""
    for match in _FILES.finditer(text):
        line = text[max(0, match.start() - 500) : match.start()].rpartition("\n")[2]
        if "%" in line.replace(r"\%", ""):
            continue
        for name in map(str.strip, match["names"].split(",")):
            if name:
                yield Wanted(name if "." in name.rpartition("/")[2] else f"{name}.bib", Span(*match.span()))


def arguments(
    text: str, braces: Mapping[int, int], position: int, *, several: bool = False
) -> tuple[list[str], str | None, int, Span]:
    """The keys in the arguments of a command, the locator, the end of the arguments, and the span of the last keys."""
    keys: list[str] = []
    locator = ""
    options: list[str] = []
    end, inner = position, Span(position, position)
    while several or not keys:
        at = SPACE.match(text, position).end()  # type: ignore[union-attr]  # it matches nothing, too
        option = OPTION.match(text, at) or (_ROUND.match(text, at) if several else None)
        if option:
            options.append(option.group()[1:-1])
            position = option.end()
        elif at in braces:
            inner = Span(at + 1, braces[at])
            keys += [key for part in text[inner.start : inner.end].split(",") if (key := part.strip())]
            locator = locator or (plain(options[-1]) if options else "")
            options = []
            position = end = inner.end + 1
        else:
            break
    return keys, locator or None, end, inner
