"""Merges several segments into one without dead documents, equal to what a builder would make of the live ones.

Rows, postings and markers are moved by NumPy in bulk; only strings that are written once, such as terms, are handled one by
one. Statements and texts are copied in stretches, in the order in which the files have them.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from indexer.index.query import TextField
from indexer.index.segments import packing
from indexer.index.segments.arrays import Array, Arrays, bounds_of, narrow
from indexer.index.segments.keywords import holders, united_names
from indexer.index.segments.layout import DOCUMENT_STRINGS, FIELDS, ROW_NUMBERS, Packed, write
from indexer.index.segments.members import Living, Members, listed, living, placed
from indexer.index.segments.mergedterms import merged_terms
from indexer.index.segments.parts import FieldPart

_MARKERS = ("marker.start", "marker.length", "marker.scope", "marker.reach")
_DOCUMENTS = ("document.direct", "document.inherited", "document.sources", "document.problems")


def merge(segments: Sequence[tuple[Arrays, bytes | None]], path: Path) -> None:
    """One segment file of the living documents of some segments, of which no two have the same uri.

    Each segment comes with the bitmap of its dead documents, or None if all live. Raises `OSError`.
    """
    members = Members([arrays for arrays, _ in segments])
    lives = living(members, [dead for _, dead in segments])
    arrays = _document_arrays(members, lives.documents)
    arrays |= _columns(members, ROW_NUMBERS, lives.rows)
    arrays |= _list_arrays(members, lives.rows)
    arrays |= _odd_arrays(members, lives.rows)
    heights = members.sizes("section.first")[lives.sections]
    arrays |= {"section.first": packing.numbers(bounds_of(heights))}
    arrays |= _strings(members, "section.heading", lives.sections)
    meta: dict[str, Any] = {
        "rows": len(lives.rows),
        "documents": len(lives.documents),
        "sections": len(lives.sections),
    }
    for field in FIELDS:
        terms, total = _field_arrays(field, members, lives, heights)
        arrays |= terms
        meta[field] = {"total": total}
    write(path, meta, arrays)


def _columns(members: Members, names: Sequence[str], things: Array) -> dict[str, Packed]:
    return {name: packing.numbers(members.column(name)[things]) for name in names}


def _strings(members: Members, name: str, things: Array) -> dict[str, Packed]:
    strings = members.strings(name)
    return packing.strings(name, [strings[at] for at in things.tolist()])


def _document_arrays(members: Members, documents: Array) -> dict[str, Packed]:
    """The arrays of documents other than those of their claims, and the statements, which are in the same order."""
    arrays = {"document.first": packing.numbers(bounds_of(members.sizes("document.first")[documents]))}
    for name in DOCUMENT_STRINGS:
        arrays |= _strings(members, name, documents)
    arrays |= _columns(members, _DOCUMENTS, documents)
    counts, blocks = listed(members.sizes("document.block"), documents)
    texts = [each["text.starts"][each["document.block"]] for each in members.arrays]
    statements = [each.bounds("statement")[each["document.first"]] for each in members.arrays]
    return arrays | {
        "document.block": packing.numbers(bounds_of(counts)),
        "text.starts": packing.numbers(bounds_of(members.sizes("text.starts")[blocks])),
        "text.bytes": packing.data(members.stretches("text.bytes", texts, documents)),
        "statement.text": packing.data(members.stretches("statement.text", statements, documents)),
    }


def _list_arrays(members: Members, rows: Array) -> dict[str, Packed]:
    """The properties of which rows have any number, and the strings that they name."""
    arrays = packing.counts("statement", members.column("statement.count")[rows])
    counts, markers = listed(members.column("marker.count"), rows)
    arrays |= packing.counts("marker", counts) | _columns(members, _MARKERS, markers)
    sizes, entries = listed(members.sizes("marker.first"), markers)
    arrays["marker.first"] = packing.numbers(bounds_of(sizes))
    arrays |= _table(members, "style", [_Column("marker.style", markers, 0)])
    arrays |= _table(members, "locator", [_Column("claim.locator", rows, 1), _Column("marker.locator", markers, 1)])
    for name, first in (("label", 0), ("source", 1)):
        counts, values = listed(members.column(f"{name}.count"), rows)
        arrays |= packing.counts(name, counts)
        arrays |= _table(
            members, name, [_Column(f"marker.{name}", entries, first), _Column(f"{name}.value", values, 0)]
        )
        (named,) = arrays[f"{name}.value"].pieces
        arrays |= holders(name, counts, named, arrays[f"{name}.starts"].numbers - 1)
    return arrays


class _Column(NamedTuple):
    """A column that names strings of a table, which of its entries are kept, and the number of the first string in it."""

    name: str
    kept: Array
    first: int


def _table(members: Members, name: str, columns: Sequence[_Column]) -> dict[str, Packed]:
    """A table of those strings that are still named, and the columns that name them."""
    strings = members.strings(name)
    used = np.zeros(len(strings) + 1, bool)
    named = [members.named(column.name, name, column.first)[column.kept] for column in columns]
    for each in named:
        used[each] = True  # -1, which is none, is the last
    names, (numbers,) = united_names([strings], [used[:-1]])
    arrays = packing.strings(name, names)
    numbers = narrow(np.append(numbers, -1) + 1)
    for column, each in zip(columns, named, strict=True):
        found = numbers[each]
        if not column.first:
            found -= 1
        arrays[column.name] = packing.numbers(found)
    return arrays


def _odd_arrays(members: Members, rows: Array) -> dict[str, Packed]:
    places = placed(rows, members.starts("rows"))
    found = [np.zeros(0, np.int64), *(own[each["odd.row"]] for own, each in zip(places, members.arrays, strict=True))]
    row = np.concatenate(found)
    order = np.argsort(row, kind="stable")
    order = order[row[order] >= 0]
    return {"odd.row": packing.numbers(row[order])} | _strings(members, "odd.claim", order)


def _field_arrays(field: TextField, members: Members, lives: Living, heights: Array) -> tuple[dict[str, Packed], int]:
    """The terms of a field as `packing.field` gives them; `heights` is how many rows each section has."""
    of_rows = field == "statement"
    units = lives.rows if of_rows else lives.sections
    lengths = members.column(f"{field}.terms")[units]
    places = placed(units, members.starts("rows" if of_rows else "sections"))
    parts = [FieldPart(each, field, own) for each, own in zip(members.arrays, places, strict=True)]
    return packing.field(field, merged_terms(parts, len(units)), lengths, None if of_rows else heights)
