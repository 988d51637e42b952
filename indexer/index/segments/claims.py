"""From the columns of a segment back to records: claims, documents, texts. Standard library only."""

from __future__ import annotations

import json
import zlib
from bisect import bisect_right
from functools import lru_cache

from indexer.index.segments.layout import ATTRIBUTIONS, KINDS, SAME, TEXT_BLOCK, decoded, encoded
from indexer.index.segments.mapped import Mapped
from indexer.model import Claim, Document, DocumentSummary, Marker, Span

BLOCKS_KEPT = 8


def document_of(segment: Mapped, row: int) -> int:
    """The ordinal of the document that a row belongs to."""
    return bisect_right(segment["document.first"], row) - 1


def section_of(segment: Mapped, row: int) -> int:
    """The ordinal of the section that a row belongs to."""
    return bisect_right(segment["section.first"], row) - 1


def statement(segment: Mapped, row: int) -> str:
    """The statement of a row."""
    start, end = segment.counted("statement", row)
    return decoded(bytes(segment.sure("statement.text", start, end)[start:end]))


def claim_id(segment: Mapped, row: int) -> str:
    """What `Claim.id` is for a row."""
    start = segment["claim.start"][row]
    return f"{segment.text('uri', document_of(segment, row))}#{start}-{start + segment['claim.length'][row]}"


def claim(segment: Mapped, row: int) -> Claim:
    """The claim of a row, equal to the one that was written."""
    odd = segment["odd.row"]
    if len(odd) and odd[at := bisect_right(odd, row) - 1] == row and at >= 0:
        from indexer.index.records import load_claim  # noqa: PLC0415  # for the few that no column can hold

        return load_claim(segment.text("odd.claim", at))
    document = document_of(segment, row)
    start = segment["claim.start"][row]
    span = Span(start, start + segment["claim.length"][row])
    kind = segment["claim.kind"][row]
    words = statement(segment, row)
    return Claim(
        document_uri=segment.text("uri", document),
        span=span,
        text=words if kind & SAME else _text_between(segment, document, span.start, span.end),
        statement=words,
        markers=_markers(segment, row, start),
        labels=_values(segment, "label", row),
        source_ids=_values(segment, "source", row),
        attribution=ATTRIBUTIONS[segment["claim.attribution"][row]],
        heading=_path(segment.text("section.heading", section_of(segment, row))),
        block=KINDS[kind & ~SAME],
        ordinal=row - segment["document.first"][document],
        title=segment.text("title", document),
        line=segment["claim.line"][row],
        column=segment["claim.column"][row],
        locator=_optional(segment, "locator", segment["claim.locator"][row]),
    )


def _text_between(segment: Mapped, document: int, start: int, end: int) -> str:
    """A part of the text of a document, in code points. Only the blocks that contain it are unpacked."""
    bounds = segment["document.block"]
    first = bounds[document] + start // TEXT_BLOCK
    last = min(bounds[document] + -(-end // TEXT_BLOCK), bounds[document + 1])
    text = "".join(_block(segment, block) for block in range(first, last))
    skipped = start - start % TEXT_BLOCK
    return text[start - skipped : end - skipped]


def whole_text(segment: Mapped, document: int) -> str:
    """The text of a document."""
    bounds = segment["document.block"]
    return "".join(unpacked(segment.string("text", block)) for block in range(bounds[document], bounds[document + 1]))


def whole(segment: Mapped, document: int) -> Document:
    """A document as it was written, with all of its problems."""
    from indexer.index.records import load_rest  # noqa: PLC0415  # few ask for whole documents

    return load_rest(
        unpacked(segment.string("document.rest", document)),
        uri=segment.text("uri", document),
        title=segment.text("title", document),
        text=whole_text(segment, document),
        digest=segment.text("digest", document),
    )


def summary(segment: Mapped, document: int) -> DocumentSummary:
    """A document and its counts."""
    first = segment["document.first"]
    claims = first[document + 1] - first[document]
    direct, inherited = segment["document.direct"][document], segment["document.inherited"][document]
    return DocumentSummary(
        uri=segment.text("uri", document),
        title=segment.text("title", document),
        digest=segment.text("digest", document),
        claims=claims,
        direct=direct,
        inherited=inherited,
        none=claims - direct - inherited,
        sources=segment["document.sources"][document],
        problems=segment["document.problems"][document],
    )


def packed(text: str) -> bytes:
    """A text in the form in which it is stored."""
    return zlib.compress(encoded(text), 1)


def unpacked(data: bytes) -> str:
    """The text from which `packed` made its result."""
    return decoded(zlib.decompress(data))


def _block(segment: Mapped, block: int) -> str:
    """A block of text; cached, as the claims of a document need the same ones again and again."""
    found = segment.blocks.get(block)
    if found is None:
        if len(segment.blocks) >= BLOCKS_KEPT:
            segment.blocks.clear()
        found = segment.blocks[block] = unpacked(segment.string("text", block))
    return found


@lru_cache(maxsize=1 << 10)
def _path(dumped: str) -> tuple[str, ...]:
    return tuple(json.loads(dumped))


def _markers(segment: Mapped, row: int, base: int) -> tuple[Marker, ...]:
    first, last = segment.counted("marker", row)
    return tuple(_marker(segment, at, base) for at in range(first, last))


def _marker(segment: Mapped, at: int, base: int) -> Marker:
    start = base + segment["marker.start"][at]
    scope = base + segment["marker.scope"][at] - 1
    bounds = segment["marker.first"]
    labels = range(bounds[at], bounds[at + 1])
    return Marker(
        span=Span(start, start + segment["marker.length"][at]),
        labels=tuple(segment.text("label", segment["marker.label"][each]) for each in labels),
        style=segment.text("style", segment["marker.style"][at]),
        locator=_optional(segment, "locator", segment["marker.locator"][at]),
        scope=Span(scope, scope + segment["marker.reach"][at]) if segment["marker.scope"][at] else None,
        source_ids=tuple(_optional(segment, "source", segment["marker.source"][each]) for each in labels),
    )


def _values(segment: Mapped, name: str, row: int) -> tuple[str, ...]:
    start, end = segment.counted(name, row)
    return tuple(segment.text(name, ordinal) for ordinal in segment[name + ".value"][start:end])


def _optional(segment: Mapped, name: str, number: int) -> str | None:
    return segment.text(name, number - 1) if number else None
