"""Tables of strings that rows name, such as sources and labels: which rows name each, and several tables as one."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, compress, islice
from operator import ne

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
    chosen = [np.flatnonzero(each) for each in used]
    strings = [table[at] for table, own in zip(tables, chosen, strict=True) for at in own.tolist()]
    # Of tables that are sorted, as most are, the sort finds that they are and only merges them.
    order = np.array(sorted(range(len(strings)), key=strings.__getitem__), np.int64)
    ordered = [strings[at] for at in order.tolist()]
    fresh = changes(ordered)
    number = np.empty(len(strings), np.int64)
    number[order] = np.cumsum(fresh) - 1
    numbers, begin = [], 0
    for table, own in zip(tables, chosen, strict=True):
        found = np.full(len(table), -1, np.int64)
        found[own] = number[begin : begin + len(own)]
        begin += len(own)
        numbers.append(found)
    return list(compress(ordered, fresh.tolist())), numbers


def changes(values: Sequence[object]) -> Array:
    """Whether each value is another than the one before it; the first is."""
    return np.fromiter(chain((True,), map(ne, islice(values, 1, None), values)), bool, len(values))
