"""The ids and statements of many rows at once, for programs that want no more of a claim."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from indexer.index.segments.arrays import Array, Arrays, search


class Brief(NamedTuple):
    """The least that can be shown of a claim."""

    id: str
    statement: str
    score: float


def briefs(arrays: Arrays, rows: Array, scores: Array) -> list[Brief]:
    """The claims of some rows of a segment, in the order of these."""
    mapped = arrays.mapped
    documents = search(arrays["document.first"], rows, side="right") - 1
    starts = arrays["claim.start"][rows].astype(np.int64)
    ends = starts + arrays["claim.length"][rows]
    begins = arrays.bounds("statement")[rows]
    stops = begins + arrays["statement.count"][rows]
    texts = mapped["statement.text"]
    uris = {document: mapped.text("uri", document) for document in set(documents.tolist())}
    columns = (documents, starts, ends, begins, stops, scores)
    return [
        Brief(f"{uris[document]}#{start}-{end}", str(texts[begin:stop], "utf-8", "surrogatepass"), score)
        for document, start, end, begin, stop, score in zip(*(column.tolist() for column in columns), strict=True)
    ]
