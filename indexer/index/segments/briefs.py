"""The ids and statements of many rows at once, for programs that want no more of a claim."""

from __future__ import annotations

from bisect import bisect_right
from typing import NamedTuple

import numpy as np

from indexer.index.segments.arrays import Array, Arrays, search

_FEW = 32
"""Claims that are read one by one faster than together."""


class Brief(NamedTuple):
    """The least that can be shown of a claim."""

    id: str
    statement: str
    score: float


def briefs(arrays: Arrays, rows: Array, scores: Array) -> list[Brief]:
    """The claims of some rows of a segment, in the order of these."""
    return _few(arrays, rows, scores) if len(rows) <= _FEW else _many(arrays, rows, scores)


def _few(arrays: Arrays, rows: Array, scores: Array) -> list[Brief]:
    mapped = arrays.mapped
    first, starts, lengths = mapped["document.first"], mapped["claim.start"], mapped["claim.length"]
    begins, sizes = arrays.bounds("statement"), mapped["statement.count"]
    begins = begins.take(rows).tolist()
    texts = mapped["statement.text"]
    found = []
    for row, begin, score in zip(rows.tolist(), begins, scores.tolist(), strict=True):
        uri, start = mapped.text("uri", bisect_right(first, row) - 1), starts[row]
        statement = str(texts[begin : begin + sizes[row]], "utf-8", "surrogatepass")
        found.append(Brief(f"{uri}#{start}-{start + lengths[row]}", statement, score))
    return found


def _many(arrays: Arrays, rows: Array, scores: Array) -> list[Brief]:
    mapped = arrays.mapped
    documents = search(arrays["document.first"], rows, side="right") - 1
    starts = arrays["claim.start"].take(rows).astype(np.int64)
    ends = starts + arrays["claim.length"].take(rows)
    begins = arrays.bounds("statement").take(rows)
    stops = begins + arrays["statement.count"].take(rows)
    texts, text = mapped["statement.text"], mapped.text
    columns = (documents, starts, ends, begins, stops, scores)
    return [
        Brief(f"{text('uri', document)}#{start}-{end}", str(texts[begin:stop], "utf-8", "surrogatepass"), score)
        for document, start, end, begin, stop, score in zip(*(column.tolist() for column in columns), strict=True)
    ]
