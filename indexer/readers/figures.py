"""Figures and tables that are drawn with characters, and code that nothing sets off, as in RFCs."""

from __future__ import annotations

from collections.abc import Sequence

from indexer.patterns import pattern
from indexer.readers.linebreaks import CLOSERS, ended

# `[x][x]{3}` and not `[x]{4}`: only a single leading character lets the engine skip what cannot start a match.
_ART_LINE = pattern(r"[+|\\/=<>^_-][+|\\/=<>^_-]{3}")
_ART_COLUMNS = pattern(r"\S[ ]{3,}\S[^\n]{0,200}?[ ]{3,}\S")
_ART_CELLS = pattern(r"\|[ \t]+\||^\|.*\|$")
_ART_VALUE = pattern(r"[\w.<>-]{1,40} {1,20}=(?: |$)")
# A line of code: markup alone, a call, the beginning or the end of a block, a rule of a grammar.
_CODE = pattern(
    r"(?:<[/?!]?[A-Za-z][\w.-]{0,60}(?::[\w.-]{1,60})?(?:\s[^<>]{0,300})?/?>[^<>]{0,200}){1,9}$"
    r"|[\w.>-]{1,60}\([^;]{0,300}\);$|[^{}\n]{0,300}(?:\{$|\{ [^{}]{0,300}\};?$)|[{}][^\n]{0,300}[{};]$|[{}]$"
    r"|\#(?:include|define|ifn?def|endif)\b|/\*|\*/"
)
_CODE_ENDS = frozenset(">;{}")
_CODE_STARTS = frozenset("#/*")
_LABEL = pattern(r"[A-Z][\w.]{0,20}(?: [\w.]{1,20}){0,2} {0,20}: {3,20}(?=\S)")
_WORDS = pattern(r"[^\W\d_]{2,}")
_FEWEST_WORDS = 3
_BRACKET_LINE = "   )"  # beside the caption of a case: `Plaintiff,     )`
_STOPS = frozenset(".!?,;。！？")
_WIDEST_DRAWING = 160  # characters
_DRAWS = frozenset("+|\\<>^_=")


def find_art(lines: Sequence[str]) -> set[int]:
    """The numbers of the lines that belong to figures and tables.

    Most lines are ruled out at once by fixed characters.
    """
    return {
        at
        for at, line in enumerate(lines)
        if line
        and (
            (("   " in line or "=" in line or "|" in line or "--" in line) and _is_art(line))
            or ((line[-1] in _CODE_ENDS or line[0] in _CODE_STARTS) and is_code(line))
        )
    }


def is_code(line: str) -> bool:
    """Whether a line is plainly one of code, and no sentence."""
    return "::=" in line or _CODE.match(line) is not None


def _is_art(line: str) -> bool:
    columns, cells = "   " in line, "|" in line
    value = " =" in line
    return (
        (columns and (line.endswith(_BRACKET_LINE) or _in_columns(line)))
        or (
            (columns or cells or value or "--" in line or "==" in line)
            and _ART_LINE.search(line) is not None
            and not _is_prose(line)
        )
        or (cells and _ART_CELLS.search(line) is not None)
        or (value and _ART_VALUE.match(line) is not None)
        or "::=" in line
    )


def _is_prose(line: str) -> bool:
    """Whether a line is prose all the same: `He met Mrs. ---- at noon.`, `My dear Mr. ----,`."""
    if "   " in line or line.rstrip(CLOSERS)[-1:] not in _STOPS:
        return False
    drawn = len(line) <= _WIDEST_DRAWING and not _DRAWS.isdisjoint(line)
    return not drawn and len(_WORDS.findall(line)) >= _FEWEST_WORDS


def _in_columns(line: str) -> bool:
    """Whether a line with a gap has a second one."""
    gap = line.index("   ")
    if ":" in line and (label := _LABEL.match(line)) and ended(line):
        return _ART_COLUMNS.search(line, label.end()) is not None  # `Q      :      What were you doing?`
    return "   " in line[gap:].lstrip() and _ART_COLUMNS.search(line, gap - 1) is not None
