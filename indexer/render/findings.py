"""Findings for people: the place, the message, and the line with carets under the words in question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexer.render.view import View, visible, width_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from indexer.model import Excerpt, Finding, Tally

_GUTTER = "  "


def findings(found: Iterable[Finding], view: View) -> Iterator[str]:
    """`path:line:column: CODE message`, then the line with carets."""
    for each in found:
        told = each.problem
        place = view.place(f"{visible(told.uri)}:{told.line}:{told.column}")
        yield f"{place}: {view.bold(told.code)} {visible(told.message)}\n{_excerpt(each.excerpt, view)}"


def _excerpt(excerpt: Excerpt | None, view: View) -> str:
    if excerpt is None:
        return ""
    before, meant = visible(excerpt.text[: excerpt.start]), visible(excerpt.text[excerpt.start : excerpt.end])
    line = before + meant + visible(excerpt.text[excerpt.end :])
    carets = " " * width_of(before) + "^" * max(1, width_of(meant))
    return f"{_GUTTER}{line.rstrip()}\n{_GUTTER}{view.bold(carets)}\n"


def placed_message(finding: Finding) -> str:
    """A problem's message for programs that show it in the file, with the words in question if its lines are not the file's."""
    told, excerpt = finding.problem, finding.excerpt
    if not finding.rendered or excerpt is None:
        return told.message
    return f"{told.message} (line {told.line} of its text: {' '.join(excerpt.text.split())})"


def tallies(counted: Iterable[Tally], _view: View) -> Iterator[str]:
    """A line for each kind of problem: its count, code, severity and name."""
    for each in counted:
        yield f"{each.count:>7,}  {each.code}  {each.severity:<7}  {each.name}\n"
