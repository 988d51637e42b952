"""What became of claims, for people: as `diff` has it, a minus before what was and a plus before what is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexer.render.view import View, visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from indexer.model import Change, Claim, Impact

_INDENT = "  "
_NONE = "no source"


def changes(found: Iterable[Change], view: View) -> Iterator[str]:
    """Each change in a line or two; of sources alone, the claim and what it rested and rests on."""
    for each in found:
        if each.kind == "sources" and each.old and each.new:
            sources = f"{_sources(each.old)} → {_sources(each.new)}"
            yield f"~ {_line(each.new, view)}\n{_INDENT}{_INDENT}{visible(sources)}\n"
            continue
        for sign, claim in (("-", each.old), ("+", each.new)):
            if claim is not None:
                yield f"{sign} {_line(claim, view)} ({visible(_sources(claim))})\n"


def impacts(found: Iterable[Impact], view: View) -> Iterator[str]:
    """Each claim with what it has left."""
    for each in found:
        left = f"stays on {', '.join(each.left)}" if each.left else "falls: it has no other source"
        yield f"{_line(each.claim, view)}\n{_INDENT}{visible(left)}\n"


def _line(claim: Claim, view: View) -> str:
    return f"{view.place(visible(f'{claim.document_uri}:{claim.line}:{claim.column}'))} {visible(claim.statement)}"


def _sources(claim: Claim) -> str:
    inherits = "inherits " if claim.attribution == "inherited" else ""
    return inherits + ", ".join(claim.source_ids) if claim.source_ids else _NONE
