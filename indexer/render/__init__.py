"""From records to what is printed, one line of `RENDERERS` a format. Pure: chunks of text, no files, no terminal.

A new format is one function `(records, kind, view) -> chunks` and one line here. `kind` is the type of the records,
because a table has a header also where nothing follows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from indexer.render.delimited import csv_rows, tsv_rows
from indexer.render.jsonlines import json_array, json_lines
from indexer.render.plain import text_blocks
from indexer.render.records import HitInContext, as_dict
from indexer.render.view import View, visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    Renderer = Callable[[Iterable[Any], type, View], Iterator[str]]

__all__ = ["RENDERERS", "TABLES", "HitInContext", "View", "as_dict", "render", "render_one", "visible"]

RENDERERS: dict[str, Renderer] = {
    "text": text_blocks,
    "json": json_array,
    "jsonl": json_lines,
    "csv": csv_rows,
    "tsv": tsv_rows,
}
TABLES = frozenset({"csv", "tsv"})  # formats that hold records of one kind only


def render(form: str, records: Iterable[Any], kind: type, view: View) -> Iterator[str]:
    """The chunks that show many records of one kind."""
    return RENDERERS[form](records, kind, view)


def render_one(form: str, record: object, view: View) -> Iterator[str]:
    """The chunks that show the one record that a command answers with: in JSON no array but the object."""
    renderer = json_lines if form == "json" else RENDERERS[form]
    return renderer((record,), type(record), view)
