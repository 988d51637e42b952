"""`<!-- indexer: ignore CIT004 -->`: comments by which authors hide problems that they know of.

On a line with other words a comment applies to that line; alone on its line, to the following lines up to an empty one; at the
very beginning, to the whole text. Without codes it applies to all kinds of problem; names of kinds will do, and case does not matter.
Formats without such comments write the same after `%`, `..`, `//` or `#` at the start of a line.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

from indexer.audit.settings import ALL, NO_SELECTOR, AuditSettings, as_selector, fits, is_selector
from indexer.late import dataclass
from indexer.model import Document, Problem, Span
from indexer.patterns import pattern
from indexer.places import whole_lines

if TYPE_CHECKING:
    from indexer.audit.text import Text

_SIGN = "indexer:"
_MOST = 500  # comments that count: each is compared with each problem
_COMMENT = pattern(
    r"(?:<!--[ \t]{0,9}|(?:^|(?<=\n))[ \t]{0,99}(?:%+|\.\.|//|#)[ \t]{1,9})indexer:[ \t]{0,9}ignore(?![\w-])(?P<codes>(?:(?!-->)[^\n]){0,600})(?:-->|(?=\n|\Z))"
)
_FOLLOWING = pattern(r"\s*\n(?P<lines>(?:[ \t]*\S[^\n]*(?:\n|\Z)){1,200})")
_WORD = pattern(r"[^\s,]+")


@dataclass(frozen=True, slots=True)
class Suppression:
    """Codes, or beginnings of codes, that are not reported within a span, and the comment that says so."""

    codes: tuple[str, ...]
    span: Span
    comment: Span

    def holds(self, problem: Problem) -> bool:
        """Whether it applies to a problem."""
        return self.span.start <= problem.span.start < max(self.span.end, 1) and fits(problem.code, self.codes)


def find_suppressions(document: Document) -> tuple[Suppression, ...]:
    """The suppressions in a text, in order."""
    return tuple(_found(document)) if _SIGN in document.text else ()


def _found(document: Document) -> Iterator[Suppression]:
    text = document.text
    first = next((block.span for block in document.blocks if block.kind != "furniture"), None)
    for match in islice(_COMMENT.finditer(text), _MOST):
        codes = tuple(map(as_selector, _WORD.findall(match["codes"]))) or (ALL,)
        comment = Span(*match.span())
        line = whole_lines(text, comment)
        if (text[line.start : comment.start] + text[comment.end : line.end]).strip():
            yield Suppression(codes, line, comment)
        elif first is None or first.end > line.start:
            yield Suppression(codes, Span(0, len(text)), comment)
        elif following := _FOLLOWING.match(text, line.end):
            yield Suppression(codes, Span(*following.span("lines")), comment)


def unknown_codes(text: Text, _settings: AuditSettings) -> Iterator[Problem]:
    """Comments that name unknown codes."""
    for each in text.suppressions:
        if unknown := [code for code in each.codes if not is_selector(code)]:
            yield text.at("CIT022", f"{' '.join(unknown)} is {NO_SELECTOR}", each.comment)
