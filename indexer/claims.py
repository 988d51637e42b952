"""From a document to its claims: blocks, references, markers and sentences brought together. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from html import unescape
from itertools import chain, count, repeat
from types import MappingProxyType
from typing import NamedTuple

from indexer import sentences
from indexer.faults import find_problems
from indexer.inline import GAP, LITERAL, MARK, MARKUP, blank, respell
from indexer.keys import resolve_keys
from indexer.leads import NAMING
from indexer.model import PROSE, Attribution, Block, Claim, Document, Extraction, Marker, Reference, Span
from indexer.page import Page
from indexer.passages import Passages
from indexer.patterns import pattern
from indexer.places import places_in_order
from indexer.references import resolve_references
from indexer.sections import LONGEST_NAME, is_section_name
from indexer.statements import statements

_WORD = pattern(r"[^\W_]")
_EMPHASIS = pattern(r"(?<!\w)\*([^*\s](?:[^*]*[^*\s])?)\*(?!\w)|(?<![^\s(])_(?!_)([^_]*)(?<!_)_(?![^\s).,:])")
_LINK = pattern(r"\[([^\[\]]{1,200})\]\([^()\s]{0,500}\)")  # in a heading: its words
_LEADING_MARKS = pattern(rf"(?:(?:[\s{MARK}]|(?<={MARK})[,;])*{MARK})[\s.:)。]*(?=[^\s\W]|[^\w\s,{MARK}])")
_BOLD_LABEL = pattern(
    rf"{MARKUP}{{2}}[^\W{MARKUP}][^\s{MARKUP}]{{0,30}}(?:\s[^\s{MARKUP}]{{1,30}}){{0,3}}(?<=[.。]){MARKUP}{{2}}"
)
_BOLD_WORD = pattern(rf"{MARKUP}{{2}}[^\W{MARKUP}][^\s{MARKUP}]{{0,30}}(?<=[.。]){MARKUP}{{2}}")
_JUNK = pattern(r"(?:\[¶\]\s*|¶{1,2}\s?\d{1,4}\.?\s+|\.(?:\s\.){2,3}\s+(?=[\[A-Z]))+")
_ITEM_NUMBER = pattern(r"(?<![\d.(])(\d{1,2})([.)])[ \t]+\Z")
_EMPHASIS_SIGNS = pattern(r"[*_]{1,3}")
_NAMING = pattern(NAMING, re.IGNORECASE)
_LONGEST_ITEM_NUMBER = 8  # signs, with what stands before it
_KEYS = pattern(r"(?:\[(?=[^\[\]]{0,40}\d)[^\[\]\s]{1,40}\]\s*)+\.?")  # what no list has: `[Smith2020]`, `[T6205]`
_BACK = pattern(rf"[\s(\[{MARKUP}]{{0,6}}(?:(?:[Ss]ee|[Cc]f\.)(?:,? e\.g\.,)? )?{MARKUP}{{0,2}}(?:[Ii]d|[Ii]bid)\.")
# Begins with one sign of a class, which is found many times faster than one of several patterns.
_CLAUSE = pattern(
    r"[;；,，](?:(?<=[;；])\s*|(?<=,)\s+(?:but|while|whereas|although|though|yet)\s|(?<=，)(?:但|而|然而))"
)

_ENTITY = pattern(r"&#?\w+;\Z")
_LONGEST_ENTITY = 33  # signs


class _Attributed(NamedTuple):
    """The labels and sources that a claim rests on, and whether by markers of its own."""

    attribution: Attribution
    labels: tuple[str, ...]
    sources: tuple[str, ...]


_UNATTRIBUTED = _Attributed("none", (), ())
_NO_LIBRARY: Mapping[str, Reference] = MappingProxyType({})


def extract_claims(document: Document, library: Mapping[str, Reference] = _NO_LIBRARY) -> Extraction:
    """The claims of a document in text order, with its references resolved and all problems in the order of their places.

    `library` has the works of the document's bibliography, by the keys that its markers may name.
    """
    if document.claims:
        return Extraction(document, document.claims, document.problems)
    document = resolve_keys(resolve_references(document), library)
    page = Page(document)
    claims = _claims(page, list(_regions(document, page)))
    problems = sorted((*document.problems, *find_problems(page)), key=lambda p: (p.span, p.code, p.message))
    resolved = replace(document, references=page.references)
    return Extraction(resolved, claims, tuple(problems))


class _Region(NamedTuple):
    """A block and the headings above it, or several blocks if a line of nothing but markers belongs to the block before it.

    `marked` says whether it contains a marker.
    """

    block: Block
    heading: tuple[str, ...]
    start: int
    end: int
    marked: bool


def _regions(document: Document, page: Page) -> Iterator[_Region]:
    """The prose of a document in order."""
    text = respell(document.text, document.letters)
    path: list[tuple[int, str]] = []
    heading: tuple[str, ...] = ()
    region: _Region | None = None
    mark = -1  # where the next marker stands
    for block in document.blocks:
        start, end = block.span.start, block.span.end
        if block.kind in PROSE:
            if mark < start:
                mark = _next_mark(page, start)
            marked = mark < end
            if region is not None:
                if marked and not _WORD.search(page.shown, start, end):
                    region = region._replace(end=end, marked=True)
                    continue
                if marked and (given := _given_back(page, region, block)) is not None:
                    region = region._replace(end=given.start, marked=True)
                    start = given.end
                    mark = _next_mark(page, start)
                    marked = mark < end
                yield region
            region = _Region(block, heading, start, end, marked)
        elif block.kind == "heading":
            if region is not None:
                yield region
                region = None  # markers alone below a heading are not of what stands above it
            _descend(path, block, text)
            heading = tuple(words for _, words in path)
    if region is not None:
        yield region


def _descend(path: list[tuple[int, str]], block: Block, text: str) -> None:
    """Add a heading to the path of the headings above it, each with its level."""
    while path and path[-1][0] >= block.level:
        path.pop()
    words = " ".join(_heading_words(text, block).split())
    if "](" in words:
        words = _LINK.sub(r"\1", words)
    if "*" in words or "`" in words or "_" in words:
        words = _EMPHASIS.sub(r"\1\2", words.replace("**", "").replace("`", "")).strip()
    if words and not (path and path[-1][1] == words):  # none where a section ends; a title may stand twice
        path.append((block.level, words))


def _next_mark(page: Page, start: int) -> int:
    """The offset of the next marker; the end of the text if there is none."""
    mark = page.shown.find(MARK, start)
    return len(page.shown) if mark < 0 else mark


def _given_back(page: Page, region: _Region, block: Block) -> Span | None:
    """The span from the end of a paragraph's leading markers, which belong to the line before it, to its first word.

    None if there are no such markers, also if both lines open with a marker: then each claim follows its marker. Behind
    a word that says so, `Sources: [A](url). It rains`, they are of the paragraph before.
    """
    cut, start, text = page.cut, block.span.start, page.document.text
    emphasis = _EMPHASIS_SIGNS.match(text, start, block.span.end)
    begin = emphasis.end() if emphasis else start
    if block.kind != "paragraph" or cut[begin : begin + 1] != MARK:
        return None
    if _NAMING.match(text, begin, block.span.end) is None and (
        begin > start or cut[region.block.span.start] == MARK or text[region.end : start].strip(" \t") != "\n"
    ):
        return None
    leading = _LEADING_MARKS.match(cut, begin, block.span.end)
    if leading is None or cut[leading.end()].islower():
        return None
    return Span(begin + len(leading.group().rstrip()), leading.end())


def _heading_words(text: str, block: Block) -> str:
    start = block.span.start
    words = text[start : block.span.end]
    if not (block.gaps or block.markup):
        return words.replace(MARKUP, "")
    signs = [(span.start - start, span.end - start, GAP) for span in block.gaps]
    signs += [(span.start - start, span.end - start, MARKUP) for span in block.markup]
    return blank(words, sorted(signs)).replace(MARKUP, "")


def _claims(page: Page, regions: Sequence[_Region]) -> tuple[Claim, ...]:
    """The claims of a document, built column by column, which takes half the time of building one claim after another."""
    passages = Passages(page.passages)
    tied = bool(page.passages or page.has_mentions)  # these are not blanked out as markers in the text
    spans: list[Span] = []
    counts: list[int] = []  # claims in each region
    sourced: list[tuple[int, list[tuple[Marker, ...]]]] = []  # first claims of regions, and the markers of all
    for region in regions:
        found = _claim_spans(page, region)
        if region.marked or tied:
            sourced.append((len(spans), [_marked(page, passages, span) for span in found]))
        spans += found
        counts.append(len(found))
    marked: list[tuple[Marker, ...]] = [()] * len(spans)
    named = [_UNATTRIBUTED] * len(spans)
    for first, markers in sourced:
        if any(markers):
            marked[first : first + len(markers)] = markers
            named[first : first + len(markers)] = _attributed(page, spans[first : first + len(markers)], markers)
    document = page.document
    starts, ends = [span.start for span in spans], [span.end for span in spans]
    columns = (
        repeat(document.uri),
        spans,
        _slices(document.text, starts, ends),
        statements(page.shown, _slices(page.shown, starts, ends)),
        marked,
        [each.labels for each in named],
        [each.sources for each in named],
        [each.attribution for each in named],
        chain.from_iterable(map(repeat, [region.heading for region in regions], counts)),
        chain.from_iterable(map(repeat, [region.block.kind for region in regions], counts)),
        count(),
        repeat(document.title),
        *places_in_order(document.text, starts),
        map(page.page_locator, spans) if document.pages else repeat(None),
    )
    return tuple(map(Claim, *columns))


def _slices(text: str, starts: Sequence[int], ends: Sequence[int]) -> list[str]:
    return [text[start:end] for start, end in zip(starts, ends, strict=True)]


def _attributed(page: Page, spans: Sequence[Span], marked: Sequence[tuple[Marker, ...]]) -> list[_Attributed]:
    """What each claim of a region rests on; one without sources of its own inherits those of the next claim that has some.

    A claim with a marker that is not understood, one whose marker says that it needs a source, and one that opens with `Id.`, whose
    source stands before it, inherit nothing and pass nothing on to the claims before them.
    """
    named: list[_Attributed] = []
    inherited = _UNATTRIBUTED
    for span, markers in zip(reversed(spans), reversed(marked), strict=True):
        pairs = [pair for m in markers for pair in zip(m.labels, m.source_ids, strict=True) if pair[1]]
        if pairs:
            labels = tuple(dict.fromkeys(label for label, _ in pairs))
            sources = tuple(dict.fromkeys(source for _, source in pairs if source))
            inherited = _Attributed("inherited", labels, sources)
            named.append(_Attributed("direct", labels, sources))
        else:
            if inherited is not _UNATTRIBUTED and (
                any(marker.style == "needed" for marker in markers)
                or _BACK.match(page.cut, span.start, span.end)
                or page.is_doubtful(span)
            ):
                inherited = _UNATTRIBUTED
            named.append(inherited)
    named.reverse()
    return named


def _claim_spans(page: Page, region: _Region) -> list[Span]:
    """The sentences of a region that have words; markers without words are added to the sentence before them."""
    cut, start, end = page.cut, region.start, region.end
    # Markers at the start of a paragraph may belong to the text before it; those of an item or a row are its own.
    opens = cut[start] == MARK and region.block.kind not in ("item", "row")
    leading = _LEADING_MARKS.match(cut, start, end) if opens else None
    if leading is not None and not cut[leading.end()].islower():
        start = leading.end()
    if region.block.kind == "row":
        return [Span(start, end)] if _WORD.search(cut, start, end) else []
    spans: list[Span] = []
    for span in sentences.split(cut, start, end):
        if cut[span.start].isalnum():
            spans.append(span)
        elif spans and _KEYS.fullmatch(cut, span.start, span.end):
            spans[-1] = Span(spans[-1].start, span.end)
        elif _WORD.search(cut, span.start, span.end):
            junk = _JUNK.match(cut, span.start, span.end)
            spans.append(Span(junk.end(), span.end) if junk else span)
        elif spans and MARK in cut[span.start : span.end]:
            spans[-1] = Span(spans[-1].start, span.end)
    opens = cut[region.start] == MARKUP or region.block.bold > 0
    if len(spans) > 1 and region.block.kind == "item":
        spans = _without_numbers(page.document.text, region.start, spans)
    may_name = len(spans) > 1 and (spans[0].end - spans[0].start <= LONGEST_NAME or opens)
    return _with_names(cut, region, spans) if may_name else spans


def _without_numbers(text: str, start: int, spans: list[Span]) -> list[Span]:
    """The sentences of an item without the numbers of others that follow on its line, as in `1. Buy. 2. Wait.`."""
    own = _ITEM_NUMBER.search(text, max(0, start - _LONGEST_ITEM_NUMBER), start)
    if own is None:
        return spans
    last, sign, bare = int(own[1]), own[2], []
    for span in spans:
        number = f"{last + 1}{sign}"
        words = span.start + len(number) + 1
        follows = text.startswith(number, span.start) and words < span.end and text[words - 1].isspace()
        last += follows
        bare.append(Span(words, span.end) if follows else span)
    return bare


def _with_names(cut: str, region: _Region, spans: list[Span]) -> list[Span]:
    """The sentences of a region, with the name of a section or an item joined to the sentence that it names."""
    names = [at for at, span in enumerate(spans[:-1]) if span.end - span.start <= LONGEST_NAME]
    for at in reversed(names):  # `Methods. We asked them.`, but no line of contents: `Methods. . . . 9`
        if is_section_name(cut[spans[at].start : spans[at].end]) and not cut[spans[at + 1].start].isdigit():
            spans[at : at + 2] = [Span(spans[at].start, spans[at + 1].end)]
    if len(spans) > 1 and (cut[region.start] == MARKUP or region.block.bold):
        label = _BOLD_LABEL if region.block.kind == "item" else _BOLD_WORD  # `**Sales grew.** Costs fell.` are two
        first = cut[spans[0].start : spans[0].end]
        if 0 < region.block.bold == len(first.rstrip(f" {MARKUP}")):  # in a format that has no signs for it
            first = f"{MARKUP * 2}{first.strip(f' {MARKUP}')}{MARKUP * 2}"
        if label.fullmatch(first):
            spans[:2] = [Span(spans[0].start, spans[1].end)]  # `**First party.** They test it.`
    return spans


def _marked(page: Page, passages: Passages, claim: Span) -> tuple[Marker, ...]:
    """The claim's markers in text order, including those that the format ties to its words."""
    written = _scoped(page, claim) if page.has_mentions or page.shown.find(MARK, claim.start, claim.end) >= 0 else ()
    if not page.passages:
        return written
    supported = passages.over(page.cut, claim, written)
    return tuple(sorted((*written, *supported), key=lambda marker: marker.span)) if supported else written


def _ends_entity(text: str, at: int) -> bool:
    """Whether a semicolon ends the name of a character: `61&nbsp;GWh`."""
    if text[at] != ";" or (named := _ENTITY.search(text, max(0, at - _LONGEST_ENTITY), at + 1)) is None:
        return False
    return unescape(named.group()) != named.group()


def _scoped(page: Page, claim: Span) -> tuple[Marker, ...]:
    """The claim's markers with the scope that each supports: from the marker or clause before it up to the marker."""
    scoped: list[Marker] = []
    begin = claim.start
    scope = Span(claim.start, claim.start)
    for marker in page.markers(claim.start, claim.end):
        between = page.cut[begin : marker.span.start]
        if _WORD.search(between) or LITERAL in between or not scoped:
            last = len(between) - 1
            while last >= 0 and not between[last].isalnum():
                last -= 1
            clauses = (clause for clause in _CLAUSE.finditer(between) if clause.end() <= last)
            offset = max((clause.end() for clause in clauses if not _ends_entity(between, clause.start())), default=0)
            offset += len(between[offset:]) - len(between[offset:].lstrip(" \t\n,;.:，；。" + MARKUP))
            scope = Span(begin + offset, max(begin + offset, begin + len(between.rstrip(" \t\n(（" + MARKUP))))
        scoped.append(Marker(marker.span, marker.labels, marker.style, marker.locator, scope, marker.source_ids))
        begin = marker.span.end
    return tuple(scoped)
