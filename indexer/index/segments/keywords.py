"""Tables of strings that rows name, such as sources and labels: which rows name each, and several tables as one."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, compress, islice
from operator import ne

import numpy as np

from indexer.index.segments import packing
from indexer.index.segments.arrays import Array, bounds_of, fresh
from indexer.index.segments.layout import Packed


def holders(name: str, counts: Array, values: Array, size: int) -> dict[str, Packed]:
    """The arrays `first` and `row` of a table of `size` strings, from the strings that each row names."""
    owners = np.repeat(np.arange(len(counts)), counts)
    order = np.argsort(values, kind="stable")
    owners, values = owners[order], values[order]
    # A row that names a string twice has it once.
    once = fresh(owners) | fresh(values)
    sizes = np.bincount(values[once], minlength=size)
    return {f"{name}.first": packing.numbers(bounds_of(sizes)), f"{name}.row": packing.numbers(owners[once])}


def united_names(tables: Sequence[Sequence[bytes]], used: Sequence[Array]) -> tuple[list[bytes], list[Array]]:
    """The strings of several tables that are used, sorted, and for each table the new number of each of its own, else -1."""
    chosen = [np.flatnonzero(each) for each in used]
    strings = [table[at] for table, own in zip(tables, chosen, strict=True) for at in own.tolist()]
    order = in_order(strings)  # tables that are sorted, as most are, are only merged
    ordered = [strings[at] for at in order.tolist()]
    is_new = changes(ordered)
    number = np.empty(len(strings), np.int64)
    number[order] = np.cumsum(is_new) - 1
    numbers, begin = [], 0
    for table, own in zip(tables, chosen, strict=True):
        found = np.full(len(table), -1, np.int64)
        found[own] = number[begin : begin + len(own)]
        begin += len(own)
        numbers.append(found)
    return list(compress(ordered, is_new.tolist())), numbers


def in_order(strings: Sequence[bytes], places: Array | None = None) -> Array:
    """The places of all strings, or some of them, in the order of the strings' bytes."""
    chosen = range(len(strings)) if places is None else places.tolist()
    return np.array(sorted(chosen, key=strings.__getitem__), np.int64)


def changes(values: Sequence[object]) -> Array:
    """`fresh` of values that lie in no array."""
    return np.fromiter(chain((True,), map(ne, islice(values, 1, None), values)), bool, len(values))
