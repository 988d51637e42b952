"""Several segments become one, without the documents that are dead: what a builder would make of those that live.

Everything of a row, a posting, a marker is moved by NumPy in bulk; only strings that are written once, such as terms, are
looked at one by one. Statements and texts are copied in stretches as they lie in the files.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from indexer.index.query import TextField
from indexer.index.segments import packing
from indexer.index.segments.arrays import Array, Arrays, bounds_of, narrow, ranges, sizes_of
from indexer.index.segments.impacts import best_codes
from indexer.index.segments.keywords import holders, united_names
from indexer.index.segments.layout import FIELDS, write
from indexer.index.segments.mergedterms import merged_terms
from indexer.index.segments.packing import Packed
from indexer.index.segments.parts import Part

_ROWS = ("claim.start", "claim.length", "claim.line", "claim.column", "claim.kind", "claim.attribution")
_MARKERS = ("start", "length", "scope", "reach")
_DOCUMENT_COUNTS = ("direct", "inherited", "sources", "problems")
_DOCUMENT_STRINGS = ("uri", "title", "digest", "document.named", "document.rest")


class Member(NamedTuple):
    """One of the segments.

    `documents` are its living documents, and `places` where each comes in the new segment; `rows` and `sections` say where each of
    all its rows and sections comes, -1 if nowhere.
    """

    arrays: Arrays
    documents: Array
    places: Array
    rows: Array
    sections: Array


def merge(segments: Sequence[tuple[Arrays, bytes | None]], path: Path) -> None:
    """One segment file of the living documents of some segments, of which no two have the same uri.

    Each segment comes with the bitmap of its dead documents, or None if all live. Raises `OSError`.
    """
    members, sizes = _members(segments)
    rows = int(sizes.sum())
    arrays = _document_arrays(members, sizes)
    arrays |= {name: packing.numbers(_gathered(members, name, rows)) for name in _ROWS}
    arrays |= _list_arrays(members, rows)
    heights = _section_heights(members)
    arrays |= _section_arrays(members, heights)
    meta: dict[str, Any] = {"rows": rows, "documents": len(sizes), "sections": len(heights)}
    for field in FIELDS:
        terms, total = _field_arrays(field, members, rows, heights)
        arrays |= terms
        meta[field] = {"total": total}
    write(path, meta, arrays)


def _members(segments: Sequence[tuple[Arrays, bytes | None]]) -> tuple[list[Member], Array]:
    """The segments with their places in the new one, and how many rows each document of it has."""
    living = [_living(arrays, dead) for arrays, dead in segments]
    uris = [arrays.mapped.strings("uri") for arrays, _ in segments]
    named = [(uris[number][at], number) for number, each in enumerate(living) for at in each.tolist()]
    owners = np.array([number for _, number in sorted(named)], np.int64)
    sizes = np.zeros(len(owners), np.int64)
    bounds = [arrays["document.first"].astype(np.int64) for arrays, _ in segments]
    for number, each in enumerate(living):
        sizes[owners == number] = sizes_of(bounds[number])[each]
    starts = bounds_of(sizes)
    members = []
    for number, ((arrays, _), each) in enumerate(zip(segments, living, strict=True)):
        places = np.flatnonzero(owners == number)
        rows = np.full(int(bounds[number][-1]), -1, np.int64)
        rows[ranges(bounds[number][each], sizes[places])] = ranges(starts[places], sizes[places])
        members.append(Member(arrays, each, places, rows, np.zeros(0, np.int64)))
    firsts = [member.rows[member.arrays["section.first"][:-1]] for member in members]
    ordered = np.sort(np.concatenate([np.zeros(0, np.int64), *(first[first >= 0] for first in firsts)]))
    return [
        member._replace(sections=np.where(first < 0, -1, np.searchsorted(ordered, first)))
        for member, first in zip(members, firsts, strict=True)
    ], sizes


def _living(arrays: Arrays, dead: bytes | None) -> Array:
    documents = int(arrays.mapped.meta["documents"])
    if dead is None:
        return np.arange(documents)
    bits = np.unpackbits(np.frombuffer(dead, np.uint8), bitorder="little")[:documents]
    return np.flatnonzero(bits == 0)


def _document_arrays(members: Sequence[Member], sizes: Array) -> dict[str, Packed]:
    arrays = {"document.first": packing.numbers(bounds_of(sizes))}
    for name in _DOCUMENT_STRINGS:
        arrays |= packing.strings(name, _strings(members, name, len(sizes)))
    for name in _DOCUMENT_COUNTS:
        counts = np.zeros(len(sizes), np.int64)
        for member in members:
            counts[member.places] = member.arrays[f"document.{name}"][member.documents]
        arrays[f"document.{name}"] = packing.numbers(counts)
    return arrays | _texts(members, sizes)


def _strings(members: Sequence[Member], name: str, count: int) -> list[bytes]:
    """The strings of all documents, in their new order."""
    found = [b""] * count
    for member in members:
        strings = member.arrays.mapped.strings(name)
        for place, document in zip(member.places.tolist(), member.documents.tolist(), strict=True):
            found[place] = strings[document]
    return found


def _texts(members: Sequence[Member], sizes: Array) -> dict[str, Packed]:
    """Texts and statements, in stretches of a document each."""
    blocks = np.zeros(len(sizes), np.int64)
    texts: list[memoryview] = [memoryview(b"")] * len(sizes)
    statements = list(texts)
    lengths: list[Array] = [np.zeros(0, np.int64)] * len(sizes)
    for member in members:
        mapped = member.arrays.mapped
        block, starts = member.arrays["document.block"].astype(np.int64), member.arrays["text.starts"].astype(np.int64)
        bounds = member.arrays.bounds("statement")[member.arrays["document.first"]]
        for place, document in zip(member.places.tolist(), member.documents.tolist(), strict=True):
            low, high = block[document], block[document + 1]
            blocks[place] = high - low
            lengths[place] = np.diff(starts[low : high + 1])
            texts[place] = mapped["text.bytes"][starts[low] : starts[high]]
            statements[place] = mapped["statement.text"][bounds[document] : bounds[document + 1]]
    return {
        "document.block": packing.numbers(bounds_of(blocks)),
        "text.starts": packing.numbers(bounds_of(np.concatenate([np.zeros(0, np.int64), *lengths]))),
        "text.bytes": packing.data(texts),
        "statement.text": packing.data(statements),
    }


def _gathered(members: Sequence[Member], name: str, rows: int) -> Array:
    """A column of all rows."""
    found = np.zeros(rows, np.int64)
    for member in members:
        kept = member.rows >= 0
        found[member.rows[kept]] = member.arrays[name][kept]
    return found


def _listed(members: Sequence[Member], name: str, rows: int) -> tuple[Array, list[tuple[Array, Array]]]:
    """How many things each row has, and for each member which of its things are kept and where they come."""
    counts = _gathered(members, name + ".count", rows)
    starts = bounds_of(counts)
    moves = []
    for member in members:
        kept = np.flatnonzero(member.rows >= 0)
        sizes = member.arrays[name + ".count"][kept].astype(np.int64)
        moves.append((ranges(member.arrays.bounds(name)[kept], sizes), ranges(starts[member.rows[kept]], sizes)))
    return counts, moves


def _moved(columns: Sequence[Array], moves: Sequence[tuple[Array, Array]]) -> Array:
    """One column of the things that are kept of all members, each where it comes."""
    found = np.zeros(sum(len(taken) for taken, _ in moves), np.int64)
    for column, (taken, places) in zip(columns, moves, strict=True):
        found[places] = column[taken]
    return found


def _list_arrays(members: Sequence[Member], rows: int) -> dict[str, Packed]:
    """Markers, labels, sources, locators: what rows have several of or none, and the strings that it names."""
    counts, moves = _listed(members, "marker", rows)
    arrays = packing.counts("marker", counts) | packing.counts("statement", _gathered(members, "statement.count", rows))
    for name in _MARKERS:
        columns = [member.arrays[f"marker.{name}"] for member in members]
        arrays[f"marker.{name}"] = packing.numbers(_moved(columns, moves))
    bounds = [member.arrays["marker.first"].astype(np.int64) for member in members]
    sizes = _moved([sizes_of(each) for each in bounds], moves)
    starts = bounds_of(sizes)
    arrays["marker.first"] = packing.numbers(starts)
    entries = [
        (ranges(each[taken], sizes_of(each)[taken]), ranges(starts[places], sizes[places]))
        for each, (taken, places) in zip(bounds, moves, strict=True)
    ]
    kept = [(np.flatnonzero(member.rows >= 0), member.rows[member.rows >= 0]) for member in members]
    arrays |= _table(members, "style", [_Column("marker.style", moves, 0)])
    arrays |= _table(members, "locator", [_Column("claim.locator", kept, 1), _Column("marker.locator", moves, 1)])
    for name, first in (("label", 0), ("source", 1)):
        own_counts, own_moves = _listed(members, name, rows)
        values = _Column(f"{name}.value", own_moves, 0)
        arrays |= packing.counts(name, own_counts) | _table(
            members, name, [_Column(f"marker.{name}", entries, first), values]
        )
        named = next(iter(arrays[f"{name}.value"][2]))
        arrays |= holders(name, own_counts, named, arrays[f"{name}.starts"][1] - 1)
    return arrays | _odd_arrays(members)


class _Column(NamedTuple):
    """A column that names strings of a table, how its entries move, and the number of the first string in it."""

    name: str
    moves: Sequence[tuple[Array, Array]]
    first: int


def _table(members: Sequence[Member], name: str, columns: Sequence[_Column]) -> dict[str, Packed]:
    """A table of those strings that are still named, and the columns that name them."""
    used = []
    for number, member in enumerate(members):
        named = np.zeros(member.arrays.mapped.size(name) + 1, bool)
        for column in columns:
            # 0 is none where strings count from 1: it becomes the last, which is none of them.
            named[member.arrays[column.name][column.moves[number][0]].astype(np.int64) - column.first] = True
        used.append(named[:-1])
    names, numbers = united_names([member.arrays.mapped.strings(name) for member in members], used)
    arrays = packing.strings(name, names)
    for column in columns:
        renumbered = [
            np.concatenate((np.zeros(column.first, np.int64), each + column.first))[member.arrays[column.name]]
            for each, member in zip(numbers, members, strict=True)
        ]
        arrays[column.name] = packing.numbers(_moved(renumbered, column.moves))
    return arrays


def _odd_arrays(members: Sequence[Member]) -> dict[str, Packed]:
    found = []
    for member in members:
        rows = member.rows[member.arrays["odd.row"]].tolist()
        found += [(row, member.arrays.mapped.string("odd.claim", at)) for at, row in enumerate(rows) if row >= 0]
    found.sort()
    rows = np.array([row for row, _ in found], np.int64)
    return {"odd.row": packing.numbers(rows)} | packing.strings("odd.claim", [claim for _, claim in found])


def _section_heights(members: Sequence[Member]) -> Array:
    """How many rows each section has."""
    heights = np.zeros(sum(int((member.sections >= 0).sum()) for member in members), np.int64)
    for member in members:
        kept = member.sections >= 0
        heights[member.sections[kept]] = sizes_of(member.arrays["section.first"])[kept]
    return heights


def _section_arrays(members: Sequence[Member], heights: Array) -> dict[str, Packed]:
    headings = [b""] * len(heights)
    for member in members:
        strings = member.arrays.mapped.strings("section.heading")
        for section, heading in zip(member.sections.tolist(), strings, strict=True):
            if section >= 0:
                headings[section] = heading
    return {"section.first": packing.numbers(bounds_of(heights))} | packing.strings("section.heading", headings)


def _field_arrays(
    field: TextField, members: Sequence[Member], rows: int, heights: Array
) -> tuple[dict[str, Packed], int]:
    """The terms of a field, and its length in all rows."""
    of_rows = field == "statement"
    units = [member.rows if of_rows else member.sections for member in members]
    weights = np.ones(rows, np.int64) if of_rows else heights
    lengths = np.zeros(len(weights), np.int64)
    for member, places in zip(members, units, strict=True):
        lengths[places[places >= 0]] = member.arrays[f"{field}.terms"][places >= 0]
    parts = [Part(member.arrays, field, places) for member, places in zip(members, units, strict=True)]
    arrays, tables = merged_terms(parts, len(weights))
    arrays["terms"] = lengths
    if of_rows:
        arrays |= best_codes(arrays["first"], arrays["unit"], arrays["more"], narrow(lengths))
    found = {f"{field}.{name}": packing.numbers(values) for name, values in arrays.items()}
    for name, values in tables.items():
        found |= packing.strings(f"{field}.{name}", values)
    return found, int(np.dot(lengths, weights))
