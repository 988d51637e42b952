"""From arrays and strings to what `layout.write` takes: each array with its type, its count and its bytes in pieces."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, TypeAlias

import numpy as np

from indexer.index.segments.arrays import Array, bounds_of, narrow
from indexer.index.segments.layout import STRIDE

Packed: TypeAlias = tuple[str, int, Iterable[Any]]


def numbers(values: Array) -> Packed:
    """An array, in the narrowest type."""
    values = narrow(values)
    return f"u{values.itemsize}", len(values), [values]


def data(pieces: Sequence[bytes | memoryview]) -> Packed:
    """Bytes, in pieces."""
    return "u1", sum(map(len, pieces)), pieces


def strings(name: str, values: Sequence[bytes]) -> dict[str, Packed]:
    """The strings `name`."""
    starts = bounds_of(np.fromiter(map(len, values), np.int64, len(values)))
    return {f"{name}.bytes": data([b"".join(values)]), f"{name}.starts": numbers(starts)}


def counts(name: str, sizes: Array) -> dict[str, Packed]:
    """The counts `name`."""
    return {f"{name}.count": numbers(sizes), f"{name}.mark": numbers(bounds_of(sizes)[:-1:STRIDE])}
