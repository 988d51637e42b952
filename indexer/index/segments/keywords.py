"""Tables of strings that rows name, such as sources and labels: which rows name each, and several tables as one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from indexer.index.segments import packing
from indexer.index.segments.arrays import Array, bounds_of


def holders(name: str, counts: Array, values: Array, size: int) -> dict[str, packing.Packed]:
    """The arrays `first` and `row` of a table of `size` strings, from the strings that each row names."""
    owners = np.repeat(np.arange(len(counts)), counts)
    order = np.argsort(values, kind="stable")
    owners, values = owners[order], values[order]
    # A row that names a string twice has it once.
    fresh = np.ones(len(order), bool)
    fresh[1:] = (owners[1:] != owners[:-1]) | (values[1:] != values[:-1])
    sizes = np.bincount(values[fresh], minlength=size)
    return {f"{name}.first": packing.numbers(bounds_of(sizes)), f"{name}.row": packing.numbers(owners[fresh])}


def united_names(tables: Sequence[Sequence[bytes]], used: Sequence[Array]) -> tuple[list[bytes], list[Array]]:
    """The strings of several tables that are used, sorted, and for each table the new number of each of its own, else -1."""
    chosen = [[table[at] for at in np.flatnonzero(each).tolist()] for table, each in zip(tables, used, strict=True)]
    names = sorted({name for each in chosen for name in each})
    number = {name: at for at, name in enumerate(names)}
    numbers = []
    for table, each, own in zip(tables, used, chosen, strict=True):
        found = np.full(len(table), -1, np.int64)
        found[np.flatnonzero(each)] = [number[name] for name in own]
        numbers.append(found)
    return names, numbers
