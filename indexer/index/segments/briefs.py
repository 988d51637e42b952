"""The ids and statements of many rows at once, for programs that need nothing else of a claim."""

from __future__ import annotations

from typing import NamedTuple

from indexer.index.segments.arrays import Array, Arrays, search


class Brief(NamedTuple):
    """The least that can be shown of a claim."""

    id: str
    statement: str
    score: float


_new = tuple.__new__  # what makes a brief, in half the time of `Brief` itself


def briefs(arrays: Arrays, rows: Array, scores: Array) -> list[Brief]:
    """The claims of some rows of a segment, in the order of these."""
    mapped = arrays.mapped
    beyond = search(arrays["document.first"], rows, side="right").tolist()
    begins = arrays.bounds("statement").take(rows).tolist()
    starts, lengths, sizes = mapped["claim.start"], mapped["claim.length"], mapped["statement.count"]
    texts, text = mapped["statement.text"], mapped.text
    found = []
    for row, following, begin, score in zip(rows.tolist(), beyond, begins, scores.tolist(), strict=True):
        start = starts[row]
        name = f"{text('uri', following - 1)}#{start}-{start + lengths[row]}"
        statement = str(texts[begin : begin + sizes[row]], "utf-8", "surrogatepass")
        found.append(_new(Brief, (name, statement, score)))
    return found
