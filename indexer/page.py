"""A document's text in the forms that the stages look at, and its markers with their sources."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from indexer import inline
from indexer.inline import BREAK, GAP, LITERAL, MARK, MARKUP
from indexer.markers import Found, find_markers, normal_label
from indexer.model import Document, Marker, Reference, Span
from indexer.sources import source_id

PROSE = frozenset({"paragraph", "item", "quote", "row", "caption", "note"})
POWER = "^"  # what `<sup>` is shown as where it marks no source: 10^5
SOURCELESS = frozenset({"note", "needed"})
MENTION = "mention"  # a marker whose words are words of the claim: `as <a>Smith and colleagues</a> found`
_LINK_WORDS = re.compile(rf"\[([^\[\]\n]{{1,300}})\](?={MARK})")


class Page:
    """One document, taken apart for the stages.

    `shown` has markers, markup and gaps blanked out, `cut` also code, formulas and URLs.
    """

    def __init__(self, document: Document) -> None:
        self.document = document
        text = inline.neutral(document.text)
        prose = inline.blank(text, _hidden(document))
        tokens = inline.scan(prose)
        found = _found(document, prose, tokens)
        carried = {item.marker.span: reference for item in found if (reference := _carried(prose, item))}
        self.references = (*document.references, *carried.values())
        self._by_label: dict[str, list[Reference]] = {}
        for reference in document.references:
            if reference.label:
                self._by_label.setdefault(_key(reference.label, footnote=reference.footnote), []).append(reference)
        self._ends = {key: [r.covers.end for r in references] for key, references in self._by_label.items()}
        self.found = [item._replace(marker=self._sourced(item.marker, carried)) for item in found]
        self.starts = [item.marker.span.start for item in found]
        self.shown, self.cut = _blanked(prose, tokens, found)
        self._newlines = [match.start() for match in re.finditer("\n", document.text)]

    def resolve(self, label: str, position: int, *, footnote: bool) -> Reference | None:
        """The reference that a label means at an offset; the references of one label serve parts in order.

        A footnote marker without a footnote means the entry of that number: `[^1]` above `1. Title`.
        """
        key = _key(label, footnote=footnote)
        if key not in self._ends and footnote:
            key = _key(label, footnote=False)
        if key not in self._ends:
            return None
        at = bisect_right(self._ends[key], position)
        fitting = self._by_label[key][at : at + 1]
        return fitting[0] if fitting and fitting[0].covers.start <= position else None

    def _sourced(self, marker: Marker, carried: Mapping[Span, Reference]) -> Marker:
        """The marker with the source of each label; one that carries its own address needs no list."""
        if marker.source_ids and marker.style not in SOURCELESS:
            pairs = zip(marker.labels, marker.source_ids, strict=True)
            return replace(marker, source_ids=tuple(id_ or f"{self.document.uri}[{label}]" for label, id_ in pairs))
        if marker.span in carried:
            return replace(marker, source_ids=(carried[marker.span].source_id,) * len(marker.labels))
        if marker.style in SOURCELESS:
            return replace(marker, source_ids=(None,) * len(marker.labels))
        ids = []
        for label in marker.labels:
            footnote = marker.style == "footnote"
            reference = self.resolve(label, marker.span.start, footnote=footnote)
            sign = "^" if footnote else ""
            ids.append(reference.source_id if reference else f"{self.document.uri}[{sign}{label}]")
        return replace(marker, source_ids=tuple(ids))

    def markers(self, start: int, end: int) -> list[Marker]:
        """The markers that begin in a span, in order."""
        first = bisect_left(self.starts, start)
        last = bisect_left(self.starts, end, first)
        return [item.marker for item in self.found[first:last]]

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset, from 1."""
        line = bisect_left(self._newlines, offset)
        return line + 1, offset - (self._newlines[line - 1] if line else -1)

    def pages(self, span: Span) -> str | None:
        """The pages of a span, `p. 3` or `pp. 3–4`, where the format has pages."""
        starts = self.document.pages
        if not starts:
            return None
        first, last = (max(1, bisect_right(starts, at)) for at in (span.start, max(span.start, span.end - 1)))
        return f"p. {first}" if first == last else f"pp. {first}–{last}"


def _found(document: Document, prose: str, tokens: Sequence[inline.Token]) -> list[Found]:
    """The markers that the format itself marks, and those found in the text where they leave room."""
    native = [Found(marker) for marker in document.markers]
    if not document.searched:
        return native
    listed = {normal_label(r.label) for r in document.references if r.label and not r.footnote}
    searched = find_markers(prose, _without_literals(prose, tokens), listed)
    if not native:
        return searched
    taken = [item.marker.span for item in native]
    ends = [span.end for span in taken]
    free = [item for item in searched if not _overlaps(item.marker.span, taken, ends)]
    return sorted((*native, *free), key=lambda item: item.marker.span)


def _overlaps(span: Span, taken: Sequence[Span], ends: Sequence[int]) -> bool:
    """Whether a span shares a character with one of the ordered spans `taken`, whose ends are `ends`."""
    at = bisect_right(ends, span.start)
    return at < len(taken) and taken[at].start < span.end


def _key(label: str, *, footnote: bool) -> str:
    return ("^" if footnote else "") + normal_label(label)


def _hidden(document: Document) -> Iterator[tuple[int, int, str]]:
    """All that is no prose, and the gaps inside prose."""
    position = 0
    for block in document.blocks:
        if block.kind not in PROSE:
            continue
        yield position, block.span.start, BREAK
        position = block.span.start
        for gap in block.gaps:
            yield gap.start, gap.end, GAP
        position = block.span.end
    yield position, len(document.text), BREAK


def _without_literals(prose: str, tokens: Iterable[inline.Token]) -> str:
    """What markers are looked for in: links keep their words only, unless the words are a label."""
    spans: list[tuple[int, int, str]] = []
    for token in tokens:
        if token.kind in ("code", "formula", "url"):
            spans.append((token.start, token.end, LITERAL))
        elif prose.startswith("<!--", token.start):
            spans.append((token.start, token.end, GAP))
        elif token.words is not None and not prose[token.words.start : token.words.end].strip().isdecimal():
            spans.append((token.start, token.words.start, MARKUP))
            spans.append((token.words.end, token.end, MARKUP))
    return inline.blank(prose, spans) if spans else prose


def _blanked(prose: str, tokens: Sequence[inline.Token], found: Sequence[Found]) -> tuple[str, str]:
    """`shown` and `cut`."""
    markers = [(item.marker.span.start, item.marker.span.end, MARK) for item in found if item.marker.style != MENTION]
    starts = [start for start, _, _ in markers]
    markup: list[tuple[int, int, str]] = []
    literals: list[tuple[int, int, str]] = []
    powers: list[int] = []
    for token in tokens:
        before = bisect_right(starts, token.end - 1)
        if before and markers[before - 1][1] > token.start:
            continue
        if token.kind == "link" and token.words is not None:
            markup += [(token.start, token.words.start, MARKUP), (token.words.end, token.end, MARKUP)]
        elif prose.startswith("<!--", token.start):
            markup.append((token.start, token.end, GAP))
        elif prose.startswith("<sup", token.start):
            markup.append((token.start + 1, token.end, MARKUP))
            powers.append(token.start)
        elif token.kind == "markup":
            markup.append((token.start, token.end, MARKUP))
        else:
            literals.append((token.start, token.end, LITERAL))
    markup += [(start, start + 1, POWER) for start in powers]
    shown = inline.blank(prose, sorted(markers + markup)) if markers or markup else prose
    if f"]{MARK}" in shown:  # `[text][1]`: the words of a link whose address is the entry
        shown = _LINK_WORDS.sub(rf"{MARKUP}\1{MARKUP}", shown)
    return shown, inline.blank(shown, literals) if literals else shown


def _carried(prose: str, item: Found) -> Reference | None:
    """The reference that a marker carries itself: `[1](url)`, `([text](url))`."""
    if item.target is None:
        return None
    label, span = item.marker.labels[0], item.marker.span
    words = " ".join(prose[span.start : span.end].split())
    title = None if label.isdecimal() else label
    return Reference(label, words, span, item.target, None, title, source_id(words, item.target, None), span)
