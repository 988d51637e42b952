"""One text as the rules of the audit see it."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from functools import cached_property

from indexer.audit.suppression import Suppression, find_suppressions
from indexer.model import (
    SOURCELESS,
    Block,
    Claim,
    Excerpt,
    Extraction,
    Finding,
    Marker,
    Problem,
    Reference,
    Span,
)
from indexer.patterns import pattern
from indexer.places import Places, whole_lines
from indexer.problems import problem
from indexer.scripts import CJK
from indexer.works import points_back

_NEAR = 60  # characters of a line that are shown on each side of the start of a problem
_MEANT = 40  # characters that are marked at most
_TELLING = 300  # characters that distinguish a place from others
_WORD = pattern(r"\w+")
_CJK = pattern(f"[{CJK}]")


class Text:
    """The extraction of one document, its parts ordered for the rules."""

    def __init__(self, extraction: Extraction) -> None:
        self.document = extraction.document
        self.claims = extraction.claims

    @cached_property
    def markers(self) -> tuple[Marker, ...]:
        """The markers that name sources, each once, in text order."""
        found = {m.span: m for claim in self.claims for m in claim.markers if m.style not in SOURCELESS}
        return tuple(found[span] for span in sorted(found))

    @cached_property
    def entries(self) -> tuple[Reference, ...]:
        """Those of `listed` that name works: without prose notes and `ibid.`."""
        notes = [block.span for block in self.document.blocks if block.kind == "note"]
        starts = [span.start for span in notes]

        def is_note(reference: Reference) -> bool:
            at = bisect_right(starts, reference.span.end - 1)
            return bool(at) and notes[at - 1].end > reference.span.start

        return tuple(entry for entry in self.listed if not points_back(entry) and not is_note(entry))

    @cached_property
    def listed(self) -> tuple[Reference, ...]:
        """All entries of the document's own lists in text order, without those that markers carry."""
        own = [r for r in self.document.references if r.covers != r.span and r.label]
        return tuple(sorted(own, key=lambda reference: reference.span))

    @cached_property
    def suppressions(self) -> tuple[Suppression, ...]:
        """The comments in the text that hide problems."""
        return find_suppressions(self.document)

    @cached_property
    def has_sources(self) -> bool:
        """Whether any claim names a source."""
        return any(claim.source_ids for claim in self.claims)

    def block_of(self, claim: Claim) -> Block:
        """The block in which a claim begins."""
        at = bisect_right(self._block_starts, claim.span.start) - 1
        return self.document.blocks[max(0, at)]

    def at(self, code: str, message: str, span: Span) -> Problem:
        """A problem of this text, with its line and column."""
        return problem(code, message, self.document.uri, span, *self._places.of(span.start))

    def finding(self, found: Problem, *, shown: bool) -> Finding:
        """A problem as an audit reports it, with an excerpt of its line if it is `shown`."""
        text, start, end = self.document.text, found.span.start, found.span.end
        words = " ".join(text[start : min(end, start + _TELLING)].split())
        mark = hashlib.sha256(f"{found.code}\0{words}".encode("utf-8", "surrogatepass")).hexdigest()
        while end > start and text[end - 1].isspace():
            end -= 1
        excerpt = self._excerpt(found.span) if shown else None
        return Finding(found, *self._places.of(end), mark[:16], excerpt, self.document.rendered)

    def _excerpt(self, span: Span) -> Excerpt | None:
        """The part near a span of the line on which it begins; None for an empty span."""
        if span.start == span.end:
            return None
        text = self.document.text
        line = whole_lines(text, Span(span.start, span.start))
        first, last = max(line.start, span.start - _NEAR), min(line.end, span.start + _NEAR)
        before, after = "…" * (first > line.start), "…" * (last < line.end)
        start = span.start - first + len(before)
        end = start + min(span.end, last, span.start + _MEANT) - span.start
        return Excerpt(before + text[first:last] + after, start, end)

    @cached_property
    def _block_starts(self) -> list[int]:
        return [block.span.start for block in self.document.blocks]

    @cached_property
    def _places(self) -> Places:
        return Places(self.document.text)


def count_words(text: str) -> int:
    """How many words a text has; two characters of a script without spaces count as one."""
    wide = len(_CJK.findall(text))
    return len(_WORD.findall(_CJK.sub(" ", text) if wide else text)) + wide // 2
