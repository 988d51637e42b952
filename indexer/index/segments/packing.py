"""Converts arrays and strings to the arguments of `layout.write`: type, count, and bytes in pieces."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from indexer.index.query import TextField
from indexer.index.segments.arrays import Array, bounds_of, narrow
from indexer.index.segments.impacts import best_codes
from indexer.index.segments.layout import STRIDE, Packed


def numbers(values: Array) -> Packed:
    """An array, in the narrowest type."""
    values = narrow(values)
    return Packed(f"u{values.itemsize}", len(values), [values])


def data(pieces: Sequence[bytes | memoryview]) -> Packed:
    """Bytes, in pieces."""
    return Packed("u1", sum(map(len, pieces)), pieces)


def strings(name: str, values: Sequence[bytes]) -> dict[str, Packed]:
    """The strings `name`."""
    starts = bounds_of(np.fromiter(map(len, values), np.int64, len(values)))
    return {f"{name}.bytes": data([b"".join(values)]), f"{name}.starts": numbers(starts)}


def counts(name: str, sizes: Array) -> dict[str, Packed]:
    """The counts `name`."""
    return {f"{name}.count": numbers(sizes), f"{name}.mark": numbers(bounds_of(sizes)[:-1:STRIDE])}


class PackedField(NamedTuple):
    """The arrays and the tables of strings of a field, by the names of `layout` without the field's."""

    arrays: dict[str, Array]
    tables: dict[str, list[bytes]]


def field(
    name: TextField, found: PackedField, lengths: Array, heights: Array | None = None
) -> tuple[dict[str, Packed], int]:
    """The field with this name, and its length in all rows.

    `lengths` is how many terms each unit has, `heights` how many rows, where that is not one.
    """
    arrays = found.arrays | {"terms": lengths}
    if name == "statement":
        arrays |= best_codes(arrays["first"], arrays["unit"], arrays["more"], lengths)
    packed = {f"{name}.{each}": numbers(values) for each, values in arrays.items()}
    for each, table in found.tables.items():
        packed |= strings(f"{name}.{each}", table)
    return packed, int(lengths.sum(dtype=np.int64) if heights is None else np.dot(lengths.astype(np.int64), heights))
