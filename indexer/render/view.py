"""How records are shown: the width, colour and characters of a terminal, the names of sources, a hit with its context."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import accumulate
from typing import TYPE_CHECKING

from indexer.late import dataclass
from indexer.model import Block, Claim, DocumentSummary, Hit, Problem, Reference, Source, Span
from indexer.patterns import pattern

if TYPE_CHECKING:
    import re

# Characters that a terminal obeys instead of showing them, C0 and C1 controls and DEL, and lone surrogates, which no file can contain.
_UNSEEN = pattern(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_WORD_OR_WIDE = pattern(r"\s+|[^\s\u1100-\u11ff\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60]+|\S")

_NARROWEST = 20  # columns of words, however narrow a terminal is

Sources = Callable[[str], Mapping[str, Source]]


def no_sources(_uri: str) -> Mapping[str, Source]:
    """No sources, so that each is shown by its id alone."""
    return {}


@dataclass(frozen=True, slots=True)
class View:
    """How text is shown. Off a terminal `width` is None, and nothing is wrapped, aligned or coloured.

    `sources` gives the sources of a document by id, for their titles and URLs.
    """

    width: int | None = None
    color: bool = False
    sources: Sources = no_sources

    def room(self, indent: str) -> int | None:
        """The columns left for words after an indent, or a minimum if the terminal is too narrow; None off a terminal."""
        return None if self.width is None else max(_NARROWEST, self.width - len(indent))

    def bold(self, text: str) -> str:
        """Highlight words that matched."""
        return f"\x1b[1;31m{text}\x1b[22;39m" if self.color and text else text

    def place(self, text: str) -> str:
        """Set a place off from the words."""
        return f"\x1b[35m{text}\x1b[39m" if self.color and text else text

    def dim(self, text: str) -> str:
        """Dim text that is less important."""
        return f"\x1b[2m{text}\x1b[22m" if self.color and text else text


@dataclass(frozen=True, slots=True)
class HitInContext:
    """A hit with the claims before and after it in its document."""

    hit: Hit
    before: tuple[Claim, ...]
    after: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class DocumentInParts:
    """A document's counts, and those of its parts that are wanted; the others are None."""

    summary: DocumentSummary
    text: str | None = None
    blocks: tuple[Block, ...] | None = None
    references: tuple[Reference, ...] | None = None
    findings: tuple[Problem, ...] | None = None


def visible(text: str) -> str:
    r"""The text with every character that a terminal would obey written as an escape: `\x1b`, `\n`."""
    return text if text.isprintable() else _UNSEEN.sub(_spell, text)


def _spell(match: re.Match[str]) -> str:
    return match[0].encode("unicode_escape").decode("ascii")


def width_of(text: str) -> int:
    """How many columns a text takes on a terminal."""
    if text.isascii():
        return len(text)
    return sum(map(_columns, text))


def _columns(character: str) -> int:
    import unicodedata  # noqa: PLC0415  # most lines are in ASCII

    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1


def fit(text: str, width: int) -> str:
    """The text, cut with an ellipsis if it takes more than `width` columns."""
    if width_of(text) <= width:
        return text
    used = accumulate(map(_columns, text))
    return text[: sum(columns < width for columns in used)] + "…"


def wrap(text: str, width: int | None) -> list[Span]:
    """The lines of a text, of at most `width` columns, broken at spaces and between wide characters; longer words are kept whole."""
    if width is None or width_of(text) <= width:
        return [Span(0, len(text))]
    lines: list[Span] = []
    start = used = 0
    for match in _WORD_OR_WIDE.finditer(text):
        size = width_of(match[0])
        if used and not match[0].isspace() and used + size > width:
            lines.append(Span(start, start + len(text[start : match.start()].rstrip())))
            start, used = match.start(), 0
        used += size
    return [*lines, Span(start, len(text))]
