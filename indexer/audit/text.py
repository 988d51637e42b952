"""One text as the rules of the audit look at it."""

from __future__ import annotations

import hashlib
import re
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
from indexer.places import Places
from indexer.problems import problem
from indexer.works import points_back

_NEAR = 60  # characters of a line that are shown before the place, and from it on
_MEANT = 40  # characters that are marked at most
_TELLING = 300  # characters of a place that tell it from others
_WORD = re.compile(r"\w+")
WIDE = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff"
"""The signs of scripts without spaces, as a class of a pattern has them."""
_WIDE = re.compile(f"[{WIDE}]")


class Text:
    """The extraction of one document, its parts ordered for the rules."""

    def __init__(self, extraction: Extraction) -> None:
        self.document = extraction.document
        self.claims = extraction.claims

    @cached_property
    def markers(self) -> tuple[Marker, ...]:
        """The markers that name sources, each once, in order."""
        found = {m.span: m for claim in self.claims for m in claim.markers if m.style not in SOURCELESS}
        return tuple(found[span] for span in sorted(found))

    @cached_property
    def entries(self) -> tuple[Reference, ...]:
        """The entries of the document's own lists in order: no marker carries them itself, and none is prose or `ibid.`."""
        notes = [block.span for block in self.document.blocks if block.kind == "note"]
        starts = [span.start for span in notes]

        def is_note(reference: Reference) -> bool:
            at = bisect_right(starts, reference.span.end - 1)
            return bool(at) and notes[at - 1].end > reference.span.start

        listed = (r for r in self.document.references if r.covers != r.span and r.label)
        kept = [r for r in listed if not points_back(r) and not is_note(r)]
        return tuple(sorted(kept, key=lambda reference: reference.span))

    @cached_property
    def suppressions(self) -> tuple[Suppression, ...]:
        """What the text says of its own problems."""
        return find_suppressions(self.document)

    @cached_property
    def has_sources(self) -> bool:
        """Whether any claim names a source."""
        return any(claim.source_ids for claim in self.claims)

    def block_of(self, claim: Claim) -> Block:
        """The block that a claim begins in."""
        at = bisect_right(self._block_starts, claim.span.start) - 1
        return self.document.blocks[max(0, at)]

    def at(self, code: str, message: str, span: Span) -> Problem:
        """A problem of this text, with its line and column."""
        return problem(code, message, self.document.uri, span, *self._places.of(span.start))

    def finding(self, found: Problem, *, shown: bool) -> Finding:
        """A problem as it is told, with an excerpt of its line if it is to be shown."""
        text, start, end = self.document.text, found.span.start, found.span.end
        words = " ".join(text[start : min(end, start + _TELLING)].split())
        mark = hashlib.sha256(f"{found.code}\0{words}".encode("utf-8", "surrogatepass")).hexdigest()
        while end > start and text[end - 1].isspace():
            end -= 1
        return Finding(found, *self._places.of(end), mark[:16], self._excerpt(found.span) if shown else None)

    def _excerpt(self, span: Span) -> Excerpt | None:
        """The line on which a span begins, cut to what stands near."""
        text = self.document.text
        line = text.rfind("\n", 0, span.start) + 1
        end = text.find("\n", span.start)
        end = len(text) if end < 0 else end
        if span.start == span.end:
            return None
        first, last = max(line, span.start - _NEAR), min(end, span.start + _NEAR)
        before, after = "…" * (first > line), "…" * (last < end)
        start = span.start - first + len(before)
        return Excerpt(
            before + text[first:last] + after, start, start + min(span.end, last, span.start + _MEANT) - span.start
        )

    @cached_property
    def _block_starts(self) -> list[int]:
        return [block.span.start for block in self.document.blocks]

    @cached_property
    def _places(self) -> Places:
        return Places(self.document.text)


def count_words(text: str) -> int:
    """How many words a text has; two signs of a script without spaces are one."""
    wide = len(_WIDE.findall(text))
    return len(_WORD.findall(_WIDE.sub(" ", text) if wide else text)) + wide // 2


def called(reference: Reference) -> str:
    """An entry as messages name it: `[3]`, `[^note]`."""
    return f"[{'^' if reference.footnote else ''}{reference.label}]"
