"""Claims as columns: one array for each property of a claim, in the order of addition."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence, Sized
from itertools import chain
from operator import attrgetter, eq, ne
from typing import Any

import numpy as np

from indexer.index.records import dump_claim
from indexer.index.segments import packing
from indexer.index.segments.arrays import Array, bounds_of, narrow, ranges
from indexer.index.segments.keywords import holders, in_order
from indexer.index.segments.layout import ATTRIBUTIONS, KINDS, ROW_NUMBERS, SAME, Packed, encoded
from indexer.model import Claim, Extraction

_MARKER: Callable[[Any], tuple[Any, ...]] = attrgetter(
    "span.start", "span.end", "style", "locator", "scope", "labels", "source_ids"
)
_KIND = {kind: at for at, kind in enumerate(KINDS)}
_ATTRIBUTION = {attribution: at for at, attribution in enumerate(ATTRIBUTIONS)}
_OF_MARKERS = ("start", "length", "scope", "reach", "style", "locator", "size")
_BEYOND = 1 << 62
"""Less than what no span reaches: it stands where a scope is missing."""


class Interned(dict[str, int]):
    """Strings, numbered in the order in which they first occur."""

    def __missing__(self, value: str) -> int:
        number = self[value] = len(self)
        return number


class Columns:
    """What has been added, in pieces.

    Labels, sources, styles and locators are numbers of `tables`. `odd` has the claims that do not keep the rules of
    `layout`, by their place, `count` says how many there are, and `size` how many bytes are held.
    """

    def __init__(self) -> None:
        self.tables = {name: Interned() for name in ("label", "source", "style", "locator")}
        self._pieces: dict[str, list[Array]] = {}
        self.odd: dict[int, Claim] = {}
        self.size = 0
        self.count = 0

    def add(self, extractions: Sequence[Extraction]) -> tuple[list[str], Array]:
        """Add the claims of some documents, of which there must be at least one.

        Returns their statements, and the size of each in bytes.
        """
        claims = [claim for extraction in extractions for claim in extraction.claims]
        # Python reads a slot by its name in half the time that `attrgetter` takes.
        spans = [claim.span for claim in claims]
        start, end = [span.start for span in spans], [span.end for span in spans]
        text, statement = [claim.text for claim in claims], [claim.statement for claim in claims]
        starts = _numbers(start)
        lengths = _numbers(end) - starts
        same = np.fromiter(map(eq, text, statement), bool, len(text))
        odd = (lengths < 0) | ~(same | _is_cut(extractions, start, end, text, same)) | _is_strange(extractions, claims)
        odd |= self._add_markers([claim.markers for claim in claims], starts, odd)
        sizes = sizes_in_bytes(statement)
        self._add("statement.size", sizes)
        self._add("claim.start", starts)
        self._add("claim.length", np.maximum(lengths, 0))
        self._add("claim.line", _numbers([claim.line for claim in claims]))
        self._add("claim.column", _numbers([claim.column for claim in claims]))
        kinds, attributions = [claim.block for claim in claims], [claim.attribution for claim in claims]
        self._add("claim.kind", _numbers(map(_KIND.__getitem__, kinds)) + SAME * same)
        self._add("claim.attribution", _numbers(map(_ATTRIBUTION.__getitem__, attributions)))
        self._add("claim.locator", self._optional("locator", [claim.locator for claim in claims]))
        self._add_lists("label", [claim.labels for claim in claims])
        self._add_lists("source", [claim.source_ids for claim in claims])
        for at in np.flatnonzero(odd).tolist():
            self.odd[self.count + at] = claims[at]
        self.count += len(claims)
        return statement, sizes

    def column(self, name: str) -> Array:
        """A complete column."""
        return np.concatenate([np.zeros(0, np.uint8), *self._pieces.get(name, ())])

    def arrays(self, rows: Array) -> dict[str, Packed]:
        """The arrays of all columns; row i is the claim that was added as the `rows[i]`th."""
        arrays = {name: packing.numbers(self.column(name)[rows]) for name in ROW_NUMBERS}
        ranks = {name: _ranks(table) for name, table in self.tables.items()}
        for name, table in self.tables.items():
            arrays |= packing.strings(name, sorted(map(encoded, table)))
        arrays["claim.locator"] = packing.numbers(_ranked(ranks["locator"], self.column("claim.locator")[rows]))
        for name in ("label", "source"):
            arrays |= self._list_arrays(name, rows, ranks[name])
        arrays |= self._marker_arrays(rows, ranks)
        places = np.empty(len(rows), np.int64)
        places[rows] = np.arange(len(rows))
        odd = sorted((int(places[at]), claim) for at, claim in self.odd.items())
        arrays["odd.row"] = packing.numbers(np.array([row for row, _ in odd], np.int64))
        return arrays | packing.strings("odd.claim", [encoded(dump_claim(claim)) for _, claim in odd])

    def _list_arrays(self, name: str, rows: Array, rank: Array) -> dict[str, Packed]:
        """The values of each row, and the rows of each value."""
        counts = self.column(name + ".count")
        values = rank[taken(self.column(name + ".value"), counts, rows)]
        counts = counts[rows]
        arrays = {f"{name}.value": packing.numbers(values)}
        return packing.counts(name, counts) | arrays | holders(name, counts, values, len(rank))

    def _marker_arrays(self, rows: Array, ranks: Mapping[str, Array]) -> dict[str, Packed]:
        counts = self.column("marker.count")
        columns = {name: taken(self.column(f"marker.{name}"), counts, rows) for name in _OF_MARKERS}
        columns["style"] = ranks["style"][columns["style"]]
        columns["locator"] = _ranked(ranks["locator"], columns["locator"])
        # The labels of a row's markers lie together, so rows can be put in order by their sums.
        sizes = self.column("marker.size")
        of_row = np.diff(bounds_of(sizes)[bounds_of(counts)])
        labels = ranks["label"][taken(self.column("marker.label"), of_row, rows)]
        sources = _ranked(ranks["source"], taken(self.column("marker.source"), of_row, rows))
        columns |= {"first": bounds_of(columns.pop("size")), "label": labels, "source": sources}
        arrays = {f"marker.{name}": packing.numbers(values) for name, values in columns.items()}
        return packing.counts("marker", counts[rows]) | arrays

    def _add(self, name: str, values: Array) -> None:
        values = narrow(values)
        self.size += values.nbytes
        self._pieces.setdefault(name, []).append(values)

    def _add_lists(self, name: str, values: Sequence[tuple[str, ...]]) -> None:
        table = self.tables[name]
        self._add(name + ".count", _sizes(values))
        self._add(name + ".value", _numbers(map(table.__getitem__, chain.from_iterable(values))))

    def _optional(self, name: str, values: Sequence[str | None]) -> Array:
        """The numbers of strings plus 1; 0 for None."""
        if values.count(None) == len(values):
            return np.zeros(len(values), np.int64)
        table = self.tables[name]
        return _numbers(0 if value is None else table[value] + 1 for value in values)

    def _add_markers(self, markers: Sequence[tuple[Any, ...]], starts: Array, odd: Array) -> Array:
        """The columns of all markers; gives the claims whose markers do not fit them, which get none."""
        counts = _sizes(markers)
        if not counts.any():
            self._add("marker.count", counts)
            return np.zeros(len(counts), bool)
        start, end, style, locator, scope, labels, sources = zip(
            *map(_MARKER, chain.from_iterable(markers)), strict=True
        )
        owners = np.repeat(np.arange(len(counts)), counts)
        base = starts[owners]
        first, last = _numbers(start) - base, _numbers(end) - base
        begin = _numbers(_BEYOND if span is None else span.start for span in scope) - base
        finish = _numbers(_BEYOND if span is None else span.end for span in scope) - base
        sizes = _sizes(labels)
        wrong = (first < 0) | (last < first) | (begin < 0) | (finish < begin) | (sizes != _sizes(sources))
        strange = np.zeros(len(counts), bool)
        strange[owners[wrong]] = True
        kept = ~(strange | odd)[owners]
        none = np.array([span is None for span in scope])[kept]
        self._add("marker.count", np.where(strange | odd, 0, counts))
        self._add("marker.start", first[kept])
        self._add("marker.length", (last - first)[kept])
        self._add("marker.scope", np.where(none, 0, begin[kept] + 1))
        self._add("marker.reach", np.where(none, 0, (finish - begin)[kept]))
        chosen = np.flatnonzero(kept).tolist()
        self._add("marker.style", _numbers(self.tables["style"][style[at]] for at in chosen))
        self._add("marker.locator", self._optional("locator", [locator[at] for at in chosen]))
        self._add("marker.size", sizes[kept])
        self._add("marker.label", _numbers(self.tables["label"][label] for at in chosen for label in labels[at]))
        self._add("marker.source", self._optional("source", [source for at in chosen for source in sources[at]]))
        return strange


def _is_strange(extractions: Iterable[Extraction], claims: Sequence[Claim]) -> Array:
    """Whether a claim differs from its document in uri, position or title."""
    uris: list[str] = []
    ordinals: list[int] = []
    titles: list[str] = []
    for extraction in extractions:
        size, document = len(extraction.claims), extraction.document
        uris += [document.uri] * size
        ordinals += range(size)
        titles += [document.title] * size
    found = np.zeros(len(claims), bool)
    for said, due in (
        ([claim.document_uri for claim in claims], uris),
        ([claim.ordinal for claim in claims], ordinals),
        ([claim.title for claim in claims], titles),
    ):
        if said != due:  # to compare them whole takes a third of the time
            found |= np.fromiter(map(ne, said, due), bool, len(claims))
    return found


def _is_cut(
    extractions: Iterable[Extraction], start: Sequence[int], end: Sequence[int], text: Sequence[str], same: Array
) -> Array:
    """Whether the text of a claim is that of the document at its span; not checked if it is the `same` as the statement."""
    found = np.zeros(len(text), bool)
    at = 0
    for extraction in extractions:
        whole = extraction.document.text
        stop = at + len(extraction.claims)
        for row in (np.flatnonzero(~same[at:stop]) + at).tolist():
            found[row] = whole[start[row] : end[row]] == text[row]
        at = stop
    return found


def taken(values: Array, counts: Array, order: Array) -> Array:
    """The values of a column of lists after its rows are reordered."""
    return values[ranges(bounds_of(counts)[order], counts[order].astype(np.int64))]


def sizes_in_bytes(texts: Sequence[str]) -> Array:
    """The size of each text in UTF-8."""
    return _numbers([len(text) if text.isascii() else len(encoded(text)) for text in texts])


def _ranks(table: Iterable[str]) -> Array:
    """The rank of each string, in the order of their bytes."""
    values = list(map(encoded, table))
    ranks = np.empty(len(values), np.int64)
    ranks[in_order(values)] = np.arange(len(values))
    return ranks


def _ranked(ranks: Array, numbers: Array) -> Array:
    """The ranks of numbers that count from 1; 0 stays 0."""
    return np.concatenate(([0], ranks + 1))[numbers]


def _numbers(values: Iterable[int]) -> Array:
    return np.fromiter(values, np.int64)


def _sizes(values: Sequence[Sized]) -> Array:
    return np.fromiter(map(len, values), np.int64, len(values))
