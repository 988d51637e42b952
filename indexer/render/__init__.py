"""From records to what is printed, one line of `RENDERERS` a format. Pure: chunks of text, no files, no terminal.

A new format is one function `(records, kind, view) -> chunks` and one line here. `kind` is the type of the records, which is
needed because a table without rows has a header too.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from indexer.render.view import View

    Renderer = Callable[[Iterable[Any], type, View], Iterator[str]]


def _in(module: str, function: str) -> Renderer:
    """A renderer that is loaded when it is first used: a command prints one form."""

    def render(records: Iterable[Any], kind: type, view: View) -> Iterator[str]:
        found: Renderer = getattr(import_module(f"indexer.render.{module}"), function)
        return found(records, kind, view)

    return render


RENDERERS: dict[str, Renderer] = {
    "text": _in("plain", "text_blocks"),
    "json": _in("jsonlines", "json_array"),
    "jsonl": _in("jsonlines", "json_lines"),
    "csv": _in("delimited", "csv_rows"),
    "tsv": _in("delimited", "tsv_rows"),
}
OF_FINDINGS: dict[str, Renderer] = {
    "sarif": _in("sarif", "sarif_log"),
    "github": _in("github", "annotation_lines"),
}
"""Forms for the findings of audits only."""

TABLES = frozenset({"csv", "tsv"})  # formats for records of one kind only


def render(form: str, records: Iterable[Any], kind: type, view: View) -> Iterator[str]:
    """The chunks that show many records of one kind."""
    return (RENDERERS.get(form) or OF_FINDINGS[form])(records, kind, view)


def render_one(form: str, record: object, view: View) -> Iterator[str]:
    """The chunks that show the only record of an answer: in JSON an object instead of an array."""
    return RENDERERS["jsonl" if form == "json" else form]((record,), type(record), view)
