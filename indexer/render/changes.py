"""Changes of claims for people, as `diff` shows them: a minus before old claims and a plus before new ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexer.render.view import View, visible, wrap

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from indexer.model import Change, Claim, Impact

_INDENT = "  "
_NONE = "no source"


def changes(found: Iterable[Change], view: View) -> Iterator[str]:
    """Each change in a line or two; if only sources changed, the claim with its old and new sources."""
    for each in found:
        if each.kind == "sources" and each.old and each.new:
            sources = f"{_sources(each.old)} → {_sources(each.new)}"
            yield _entry("~ ", each.new, each.new.statement, view) + _set_in(sources, 2, view)
            continue
        for sign, claim in (("-", each.old), ("+", each.new)):
            if claim is not None:
                yield _entry(f"{sign} ", claim, f"{claim.statement} ({_sources(claim)})", view)


def impacts(found: Iterable[Impact], view: View) -> Iterator[str]:
    """Each claim with the sources that it has left."""
    for each in found:
        left = f"stays on {', '.join(each.left)}" if each.left else "falls: it has no other source"
        yield _entry("", each.claim, each.claim.statement, view) + _set_in(left, 1, view)


def _entry(sign: str, claim: Claim, words: str, view: View) -> str:
    """A claim's place and words on one line; on a terminal, whose lines are short, the words are below it and wrapped."""
    place = sign + view.place(visible(f"{claim.document_uri}:{claim.line}:{claim.column}"))
    return f"{place} {visible(words)}\n" if view.width is None else f"{place}\n{_set_in(words, 1, view)}"


def _set_in(words: str, depth: int, view: View) -> str:
    indent = _INDENT * depth
    lines = wrap(words, view.room(indent))
    return "".join(f"{indent}{visible(words[line.start : line.end])}\n" for line in lines)


def _sources(claim: Claim) -> str:
    inherits = "inherits " if claim.attribution == "inherited" else ""
    return inherits + ", ".join(claim.source_ids) if claim.source_ids else _NONE
