"""From a document to its claims: blocks, references, markers and sentences brought together. Pure."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from indexer import inline, sentences
from indexer.inline import BREAK, GAP, LITERAL, MARK, MARKUP
from indexer.markers import Found, find_markers, normal_label
from indexer.model import Attribution, Block, Claim, Document, Extraction, Marker, Problem, Reference, Span
from indexer.problems import problem
from indexer.references import resolve_references
from indexer.sources import source_id

_PROSE = frozenset({"paragraph", "item", "quote", "row", "caption", "note"})
_SOURCELESS = frozenset({"note", "needed"})
_WORD = re.compile(r"\w")
_LEADING_MARKS = re.compile(rf"(?:[\s{MARK}]*{MARK})[\s.:)]*(?=[^\s\W]|[^\w\s{MARK}])")
_STOP_MARK_STOP = re.compile(rf"([.!?。！？][\"'”’)]*) ?{MARK}[{MARK} ,;，、–-]*\.")
_MARKS = re.compile(rf" ?{MARK}[{MARK} ,;，、–-]*(?<={MARK})")
_MARKS_BETWEEN_WORDS = re.compile(rf"(?<=[A-Za-z0-9]){MARK}[{MARK} ,;–-]*(?<={MARK})(?=[A-Za-z0-9])")
_JUNK = re.compile(r"(?:\[¶\]\s*|¶{1,2}\s?\d{1,4}\.?\s+|\.(?:\s\.){2,3}\s+(?=[\[A-Z]))+")
_CLAUSE = re.compile(r"[;；]\s*|,\s+(?:but|while|whereas|although|though|yet)\s|，(?:但|而|然而)")
_EMPTY_BRACKETS = re.compile(r" ?[(（][\s,;]*[)）]")


def extract_claims(document: Document) -> Extraction:
    """The claims of a document in order, with its references resolved and all problems in order of place."""
    document = resolve_references(document)
    page = _Page(document)
    claims: list[Claim] = []
    for region, heading in _regions(document, page):
        claims += _claims_of(page, region, heading, len(claims))
    problems = sorted((*document.problems, *_problems(page)), key=lambda p: (p.span, p.code, p.message))
    resolved = replace(document, references=page.references)
    return Extraction(resolved, tuple(claims), tuple(problems))


@dataclass(frozen=True, slots=True)
class _Region:
    """A block, or several when a line of markers alone belongs to the block before it."""

    block: Block
    start: int
    end: int


class _Page:
    """A document's text in the forms that the stages look at, and its markers with their sources.

    `shown` has markers, markup and gaps blanked out, `cut` also code, formulas and URLs.
    """

    def __init__(self, document: Document) -> None:
        self.document = document
        text = inline.neutral(document.text)
        prose = inline.blank(text, _hidden(document))
        tokens = inline.scan(prose)
        listed = {normal_label(r.label) for r in document.references if r.label and not r.footnote}
        found = find_markers(prose, _without_literals(prose, tokens), listed)
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
        if marker.span in carried:
            return replace(marker, source_ids=(carried[marker.span].source_id,) * len(marker.labels))
        if marker.style in _SOURCELESS:
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


def _key(label: str, *, footnote: bool) -> str:
    return ("^" if footnote else "") + normal_label(label)


def _hidden(document: Document) -> Iterator[tuple[int, int, str]]:
    """All that is no prose, and the gaps inside prose."""
    position = 0
    for block in document.blocks:
        if block.kind not in _PROSE:
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
    markers = [(item.marker.span.start, item.marker.span.end, MARK) for item in found]
    starts = [start for start, _, _ in markers]
    markup: list[tuple[int, int, str]] = []
    literals: list[tuple[int, int, str]] = []
    for token in tokens:
        before = bisect_right(starts, token.end - 1)
        if before and markers[before - 1][1] > token.start:
            continue
        if token.kind == "link" and token.words is not None:
            markup += [(token.start, token.words.start, MARKUP), (token.words.end, token.end, MARKUP)]
        elif prose.startswith("<!--", token.start):
            markup.append((token.start, token.end, GAP))
        elif token.kind == "markup":
            markup.append((token.start, token.end, MARKUP))
        else:
            literals.append((token.start, token.end, LITERAL))
    shown = inline.blank(prose, sorted(markers + markup)) if markers or markup else prose
    return shown, inline.blank(shown, literals) if literals else shown


def _carried(prose: str, item: Found) -> Reference | None:
    """The reference that a marker carries itself: `[1](url)`, `([text](url))`."""
    if item.target is None:
        return None
    label, span = item.marker.labels[0], item.marker.span
    words = " ".join(prose[span.start : span.end].split())
    title = None if label.isdecimal() else label
    return Reference(label, words, span, item.target, None, title, source_id(words, item.target, None), span)


def _regions(document: Document, page: _Page) -> Iterator[tuple[_Region, tuple[str, ...]]]:
    """The prose of a document with the headings above it."""
    path: list[tuple[int, str]] = []
    region: _Region | None = None
    above: tuple[str, ...] = ()
    for block in document.blocks:
        start, end = block.span.start, block.span.end
        if block.kind in _PROSE:
            if region is not None and MARK in page.shown[start:end] and not _WORD.search(page.shown, start, end):
                region = replace(region, end=end)
                continue
            if region is not None:
                yield region, above
            region, above = _Region(block, start, end), tuple(words for _, words in path)
        elif block.kind == "heading":
            while path and path[-1][0] >= block.level:
                path.pop()
            path.append((block.level, " ".join(document.text[start:end].split()).strip("*_` ")))
    if region is not None:
        yield region, above


def _claims_of(page: _Page, region: _Region, heading: tuple[str, ...], ordinal: int) -> list[Claim]:
    """The claims of one region, attributed from the last one to the first."""
    spans = _claim_spans(page, region)
    document = page.document
    claims: list[Claim] = []
    labels: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    for at in range(len(spans) - 1, -1, -1):
        span = spans[at]
        markers = page.markers(span.start, span.end) if page.starts else []
        attribution: Attribution = "inherited" if sources else "none"
        if markers:
            markers = _scoped(page, span, markers)
            own = [
                (label, sid)
                for marker in markers
                for label, sid in zip(marker.labels, marker.source_ids, strict=True)
                if sid
            ]
            if own:
                attribution = "direct"
                labels = tuple(dict.fromkeys(label for label, _ in own))
                sources = tuple(dict.fromkeys(sid for _, sid in own))
        line, column = page.place(span.start)
        claims.append(
            Claim(
                document.uri,
                span,
                document.text[span.start : span.end],
                _statement(page.shown[span.start : span.end]),
                tuple(markers),
                labels,
                sources,
                attribution,
                heading,
                region.block.kind,
                ordinal + at,
                document.title,
                line,
                column,
            )
        )
    claims.reverse()
    return claims


def _claim_spans(page: _Page, region: _Region) -> list[Span]:
    """The sentences of a region that have words; what has none goes to the sentence before it."""
    start = region.start
    if page.cut[start] == MARK and (leading := _LEADING_MARKS.match(page.cut, start, region.end)):
        if not page.cut[leading.end()].islower():
            start = leading.end()
    if region.block.kind == "row":
        return [Span(start, region.end)] if _WORD.search(page.cut, start, region.end) else []
    spans: list[Span] = []
    for span in sentences.split(page.cut, start, region.end):
        if _WORD.search(page.cut, span.start, span.end):
            junk = _JUNK.match(page.cut, span.start, span.end)
            spans.append(Span(junk.end(), span.end) if junk else span)
        elif spans and MARK in page.cut[span.start : span.end]:
            spans[-1] = Span(spans[-1].start, span.end)
    return spans


def _statement(words: str) -> str:
    """The words of a claim for reading and searching; `words` is a slice of `_Page.shown`."""
    if MARKUP in words:
        words = words.replace(MARKUP, "")
    if "-\n" in words:
        words = re.sub(r"(?<=\w)-\n[ \t]*(?=[a-z])", "-", words)
    folded = " ".join(words.split())
    if MARK not in folded:
        return folded
    folded = _STOP_MARK_STOP.sub(r"\1", folded)
    folded = _MARKS_BETWEEN_WORDS.sub(" ", folded)
    return _EMPTY_BRACKETS.sub("", _MARKS.sub("", folded)).strip()


def _scoped(page: _Page, claim: Span, markers: Sequence[Marker]) -> list[Marker]:
    """Markers with the part of the claim that each supports: from the marker or clause before it up to it."""
    scoped: list[Marker] = []
    begin = claim.start
    scope = Span(claim.start, claim.start)
    for marker in markers:
        between = page.cut[begin : marker.span.start]
        if _WORD.search(between) or LITERAL in between or not scoped:
            offset = 0
            for clause in _CLAUSE.finditer(between):
                if _WORD.search(between, clause.end()):
                    offset = clause.end()
            offset += len(between[offset:]) - len(between[offset:].lstrip(" \t\n,;.:，；。" + MARKUP))
            scope = Span(begin + offset, max(begin + offset, begin + len(between.rstrip(" \t\n(（" + MARKUP))))
        scoped.append(replace(marker, scope=scope))
        begin = marker.span.end
    return scoped


def _problems(page: _Page) -> Iterator[Problem]:
    """What is wrong between the markers of a document and its list."""
    uri, references = page.document.uri, page.document.references
    labelled = [reference for reference in references if reference.label]
    used: set[int] = set()
    missing: list[tuple[str, Span]] = []
    for item in page.found:
        marker = item.marker
        if marker.style == "needed":
            yield _at(
                page,
                "CIT005",
                f"{page.document.text[marker.span.start : marker.span.end]}: the author asks for a source",
                marker.span,
            )
        if item.fault:
            yield _at(page, "CIT006", f"{item.fault}: write each label out, or mend the range", marker.span)
        for label in marker.labels:
            reference = page.resolve(label, marker.span.start, footnote=marker.style == "footnote")
            if item.target is not None:
                continue
            if reference is not None:
                used.add(id(reference))
            elif marker.style not in _SOURCELESS:
                missing.append((label, marker.span))
    if missing and not labelled:
        yield problem(
            "CIT004",
            "the document has markers but no list of references: add one, so that its sources have names",
            uri,
            Span(0, 0),
        )
    elif missing:
        for label, span in missing:
            yield _at(page, "CIT001", f"[{label}] is not in the document's list of references", span)
    for reference in labelled:
        if id(reference) in used:
            continue
        first = page.resolve(reference.label, reference.covers.start, footnote=reference.footnote)
        if first is not None and first is not reference and first.covers == reference.covers:
            yield _at(
                page,
                "CIT003",
                f"the label [{reference.label}] stands twice in one list; the first entry counts",
                reference.span,
            )
        else:
            yield _at(page, "CIT002", f"[{reference.label}] is listed but no marker names it", reference.span)


def _at(page: _Page, code: str, message: str, span: Span) -> Problem:
    return problem(code, message, page.document.uri, span, *page.place(span.start))
