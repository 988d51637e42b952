"""Words that a format ties to sources without a marker, assigned to the claims that contain them.

A passage may cover a part of a claim, or several claims; passages may overlap. Each claim gets its own part of every passage,
as a marker whose scope is its span.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from indexer.model import Marker, Span
from indexer.patterns import pattern

_WORD = pattern(r"[^\W_]")


class Passages:
    """The passages of one document. `over` must be called for claims in text order."""

    def __init__(self, passages: Sequence[Marker]) -> None:
        self._coming = sorted(passages, key=lambda marker: marker.span, reverse=True)
        self._open: list[Marker] = []

    def over(self, text: str, claim: Span, written: Sequence[Marker]) -> tuple[Marker, ...]:
        """The parts of passages within a claim, in order, disjoint from each other and from the written markers.

        Overlapping parts are joined. Words are looked for in `text`.
        """
        while self._coming and self._coming[-1].span.start < claim.end:
            self._open.append(self._coming.pop())
        if not self._open:
            return ()
        self._open = [marker for marker in self._open if marker.span.end > claim.start]
        ends = [marker.span.end for marker in written]
        parts: list[tuple[Span, list[Marker]]] = []
        for marker in self._open:
            part = _part(text, marker.span, claim, written[bisect_right(ends, marker.span.start) :])
            if part is None:
                continue
            if parts and part.start < parts[-1][0].end:
                whole, markers = parts[-1]
                markers.append(marker)
                parts[-1] = (Span(whole.start, max(part.end, whole.end)), markers)
            else:
                parts.append((part, [marker]))
        return tuple(_joined(span, markers) for span, markers in parts)


def _part(text: str, passage: Span, claim: Span, written: Sequence[Marker]) -> Span | None:
    """The part of a passage in a claim, up to the first written marker that follows words of it; None if it has no words."""
    start, end = max(passage.start, claim.start), min(passage.end, claim.end)
    for marker in written:
        if marker.span.start >= end:
            break
        if _WORD.search(text, start, max(start, marker.span.start)):
            end = marker.span.start
            break
        start = marker.span.end
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return Span(start, end) if start < end and _WORD.search(text, start, end) else None


def _joined(span: Span, markers: Sequence[Marker]) -> Marker:
    """One marker for a span, with the labels, sources and locators of several."""
    pairs = dict.fromkeys(pair for marker in markers for pair in zip(marker.labels, marker.source_ids, strict=True))
    locators = dict.fromkeys(marker.locator for marker in markers if marker.locator)
    return Marker(
        span,
        tuple(label for label, _ in pairs),
        markers[0].style,
        "; ".join(locators) or None,
        span,
        tuple(source for _, source in pairs),
    )
