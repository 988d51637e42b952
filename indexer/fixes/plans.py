"""What becomes of one list of references: which entries are dropped, which are merged, and how the others are labelled."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from types import MappingProxyType
from typing import NamedTuple

from indexer.audit.entries import work_of
from indexer.fixes.lists import Item, ItemList
from indexer.fixes.unmarked import Unmarked
from indexer.model import Span

NONE: Mapping[int, str] = MappingProxyType({})


class Told(NamedTuple):
    """The entries that an audit reported: those that no marker names, those of a work listed before, and those out of order."""

    unused: set[Span]
    repeated: set[Span]
    disordered: set[Span]


class KeptEntry(NamedTuple):
    """An entry that stays: the lines of `item` take the place of `slot`, with this label."""

    slot: Item
    item: Item
    label: str


class Plan(NamedTuple):
    """What becomes of a list. `rows` are in their new order; `labels` are the new ones, by the `id()` of the entries."""

    entries: ItemList
    rows: tuple[KeptEntry, ...]
    dropped: frozenset[Item] = frozenset()
    merged: frozenset[Item] = frozenset()
    labels: Mapping[int, str] = NONE
    left: tuple[str, ...] = ()

    @property
    def numbered(self) -> int:
        """How many entries that stay get another number or another place."""
        pairs = zip(self._kept(self.entries.items), self.rows, strict=True)
        return sum(row.slot is not item or row.label != item.reference.label for item, row in pairs)

    def edits(self, text: str) -> Iterator[tuple[Span, str]]:
        """The edits of the text: spans of lines and what is written instead."""
        rows = iter(self.rows)
        for run in self.entries.runs:
            span = Span(run[0].lines.start, run[-1].lines.end)
            behind = {one: text[one.lines.end : other.lines.start] for one, other in pairwise(run)}
            pieces: list[str] = []
            for item in self._kept(run):
                row = next(rows)
                pieces += (row.item.written(text, row.label), behind.get(item, ""))
            if not pieces:
                span = Span(span.start, len(text) - len(text[span.end :].lstrip()))
            if (new := "".join(pieces[:-1])) != text[span.start : span.end]:
                yield span, new

    def _kept(self, items: Iterable[Item]) -> list[Item]:
        return [item for item in items if item not in self.dropped and item not in self.merged]


def plan(entries: ItemList, told: Told, unmarked: Unmarked, dangling: frozenset[str]) -> Plan:
    """What becomes of a list, given the reported problems. No entry gets a label that is `dangling`."""
    spans = {item.reference.span for item in entries.items}
    if all(spans.isdisjoint(each) for each in told):
        return _unchanged(entries)
    left: list[str] = []
    dropped = _unused(entries, told, unmarked, left)
    works = _works([item for item in entries.items if item not in dropped], told, unmarked, left)
    rows = [KeptEntry(same[0], _best(same), same[0].reference.label) for same in works]
    if entries.has_numbers and (spans & told.disordered or _is_whole(entries)):
        numbered = _numbered(entries, rows, dangling, unmarked, left)
        if numbered is None:
            return _unchanged(entries, left)
        rows = numbered
    labels = {
        id(item.reference): row.label
        for row, same in zip(rows, works, strict=True)
        for item in same
        if row.label != item.reference.label
    }
    merged = frozenset(item for same in works for item in same[1:])
    if entries.has_numbers and spans & told.disordered:
        rows = _sorted(entries, rows, left)
    return Plan(entries, tuple(rows), frozenset(dropped), merged, labels, tuple(left))


def _unchanged(entries: ItemList, left: Iterable[str] = ()) -> Plan:
    return Plan(entries, tuple(KeptEntry(item, item, item.reference.label) for item in entries.items), left=tuple(left))


def _unused(entries: ItemList, told: Told, unmarked: Unmarked, left: list[str]) -> set[Item]:
    """The entries to drop, because nothing names them; why others stay is added to `left`."""
    unused = [item for item in entries.items if item.reference.span in told.unused]
    if len(unused) == len(entries.items):
        left.append("no marker names any entry of the list, so it stays: it may be a bibliography")
        return set()
    return {item for item in unused if _is_free(item, unmarked, left)}


def _works(items: Iterable[Item], told: Told, unmarked: Unmarked, left: list[str]) -> list[list[Item]]:
    """The entries grouped by work, as far as they can be merged; why others stay is added to `left`."""
    works: dict[object, list[Item]] = {}
    for item in items:
        work: object = work_of(item.reference)
        if work not in works:
            works[work] = [item]
        elif item.reference.span in told.repeated and _is_free(item, unmarked, left):
            works[work].append(item)
        else:
            works[item.lines] = [item]
    return list(works.values())


def _is_free(item: Item, unmarked: Unmarked, left: list[str]) -> bool:
    """Whether nothing but markers names an entry; if something does, the reason is added to `left`."""
    reason = unmarked.of(item)
    if reason is not None:
        left.append(reason)
    return reason is None


def _best(same: Sequence[Item]) -> Item:
    """The entry to keep of several for one work: the first one with a title, otherwise the first."""
    return next((item for item in same if item.reference.title), same[0])


def _is_whole(entries: ItemList) -> bool:
    """Whether the numbers of a list are consecutive."""
    numbers = [int(item.reference.label) for item in entries.items]
    return all(other == one + 1 for one, other in pairwise(numbers))


def _numbered(
    entries: ItemList, rows: list[KeptEntry], dangling: frozenset[str], unmarked: Unmarked, left: list[str]
) -> list[KeptEntry] | None:
    """The rows with consecutive numbers, in the order of their old ones; None if a changed one is named elsewhere in the text."""
    numbers: dict[Item, str] = {}
    number = min(int(item.reference.label) for item in entries.items)
    for row in sorted(rows, key=lambda row: int(row.label)):
        while str(number) in dangling:
            number += 1
        numbers[row.slot] = str(number)
        number += 1
    changed = [row.slot for row in rows if row.label != numbers[row.slot]]
    if sum(not _is_free(item, unmarked, left) for item in changed):
        return None
    return [row._replace(label=numbers[row.slot]) for row in rows]


def _sorted(entries: ItemList, rows: list[KeptEntry], left: list[str]) -> list[KeptEntry]:
    """The rows in the order of their numbers, if there is nothing between the entries."""
    rising = sorted(rows, key=lambda row: int(row.label))
    if rising == rows or len(entries.runs) == 1:
        return rising
    left.append("there are other lines between the entries of the list, so it is not sorted")
    return rows
