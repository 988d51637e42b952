"""The sources of the documents of a segment. Standard library only."""

from __future__ import annotations

from bisect import bisect_left

from indexer.index.records import SourceRow, load_claim, load_named
from indexer.index.segments.layout import ATTRIBUTIONS
from indexer.index.segments.mapped import Mapped

_DIRECT, _INHERITED = ATTRIBUTIONS.index("direct"), ATTRIBUTIONS.index("inherited")


def named(segment: Mapped, document: int) -> list[SourceRow]:
    """The sources that the references, then the claims, of a document name.

    Labels are those of the references, then those of the markers, each once.
    """
    rows = load_named(segment.text("document.named", document))
    bounds = segment["document.first"]
    first, end = bounds[document], bounds[document + 1]
    if first == end:
        return list(rows.values())
    for source_id, label in (*_marked(segment, first, end), *_marked_oddly(segment, first, end)):
        row = rows.setdefault(source_id, SourceRow(source_id))
        if label not in row.labels:
            row.labels.append(label)
    for ordinal, (direct, inherited) in _cited(segment, first, end).items():
        source_id = segment.text("source", ordinal)
        row = rows.setdefault(source_id, SourceRow(source_id))
        row.claims, row.inherited = direct, inherited
    return list(rows.values())


def _marked(segment: Mapped, first: int, end: int) -> list[tuple[str, str]]:
    """The sources of the markers of some rows with their labels, each pair once."""
    begin, stop = segment.counted("marker", first)[0], segment.counted("marker", end - 1)[1]
    bounds = segment["marker.first"]
    entries = slice(bounds[begin], bounds[stop])
    pairs = dict.fromkeys(zip(segment["marker.source"][entries], segment["marker.label"][entries], strict=True))
    return [(segment.text("source", source - 1), segment.text("label", label)) for source, label in pairs if source]


def _marked_oddly(segment: Mapped, first: int, end: int) -> list[tuple[str, str]]:
    """The same for the rows that are stored whole."""
    rows = segment["odd.row"]
    odd = range(bisect_left(rows, first), bisect_left(rows, end))
    markers = (marker for at in odd for marker in load_claim(segment.text("odd.claim", at)).markers)
    pairs = (pair for marker in markers for pair in zip(marker.source_ids, marker.labels, strict=False))
    return [(source, label) for source, label in pairs if source is not None]


def _cited(segment: Mapped, first: int, end: int) -> dict[int, list[int]]:
    """For each source of some rows, how many are direct and how many inherited. Only rows with sources are read."""
    begin, stop = segment.counted("source", first)[0], segment.counted("source", end - 1)[1]
    bounds, rows, attributions = segment["source.first"], segment["source.row"], segment["claim.attribution"]
    found: dict[int, list[int]] = {}
    for ordinal in dict.fromkeys(segment["source.value"][begin:stop].tolist()):
        low = bisect_left(rows, first, bounds[ordinal], bounds[ordinal + 1])
        high = bisect_left(rows, end, low, bounds[ordinal + 1])
        own = [attributions[row] for row in rows[low:high]]
        found[ordinal] = [own.count(_DIRECT), own.count(_INHERITED)]
    return found
