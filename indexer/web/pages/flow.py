"""A text as it is shown: blocks in order, with the claims, markers and problems in their places. Pure.

Nothing of the text is left out or moved: what is between blocks, such as bullets and heading signs, is the sign of the next one.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal, TypeAlias

from indexer.model import MENTION, PASSAGE, Block, Claim, Document, Marker, Problem, Reference, Span
from indexer.patterns import pattern
from indexer.web.pages import addresses
from indexer.web.pages.naming import Name, labelled

PieceKind = Literal["text", "strong", "sign", "marker", "mention", "link", "flag"]
_STRONG = pattern(r"\*\*(?=[^\s*])[^*\n]+\*\*")
_NEAR = 80  # code points of the longest problem that is marked after its words and not before them
_RULE = frozenset("|-:`~> \n")
"""The characters of table rules, fences and quote signs, which are shown by style instead."""
_BACK = 12  # claims to which an entry links back, at most


@dataclass(frozen=True, slots=True)
class TextPiece:
    """A stretch of text with one look and one function.

    `parts` are the parts of a marker, each with the address that it links to; `number` is the place of a problem among all given.
    """

    kind: PieceKind
    text: str = ""
    href: str = ""
    parts: tuple[tuple[str, str], ...] = ()
    problem: Problem | None = None
    number: int = 0


@dataclass(frozen=True, slots=True)
class ClaimRun:
    """Pieces of one claim, or of none. `sources` are shown beside it; `begins` says that the claim begins here."""

    pieces: tuple[TextPiece, ...]
    claim: Claim | None = None
    anchor: str = ""
    begins: bool = False
    sources: tuple[tuple[str, Name], ...] = ()


@dataclass(frozen=True, slots=True)
class ListEntry:
    """An entry of a list of references: where its source is shown, and the claims whose markers name it."""

    anchor: str
    name: Name
    back: tuple[tuple[int, str], ...]
    more: int


@dataclass(frozen=True, slots=True)
class Shape:
    """A block as it is shown.

    `between` is the text above it and `sign` the text before it on its line. `cells` are those of a table row, `header` the cells
    of a line above the first row, `notes` the sources of its claims.
    """

    block: Block
    between: str
    sign: str
    depth: int
    runs: tuple[ClaimRun, ...]
    cells: tuple[tuple[ClaimRun, ...], ...] = ()
    header: tuple[str, ...] = ()
    notes: tuple[tuple[str, Name], ...] = ()
    entries: tuple[ListEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class BlockGroup:
    """Consecutive blocks that readers see as one thing: a list, a table, a list of references, or a single block."""

    kind: str
    shapes: tuple[Shape, ...]

    @property
    def notes(self) -> tuple[tuple[str, Name], ...]:
        """The sources of all claims in it, each once."""
        found = {name.id: (label, name) for shape in reversed(self.shapes) for label, name in reversed(shape.notes)}
        return tuple(reversed(found.values()))


_GROUPED = {"item": "list", "row": "table", "reference": "references"}


def grouped(shapes: Iterable[Shape]) -> Iterator[BlockGroup]:
    """The shapes in groups, in order."""
    shown = list(shapes)

    def key(at: int) -> tuple[str, int]:
        shape = shown[at]
        is_above_row = at + 1 < len(shown) and shown[at + 1].block.kind == "row"
        kind = "row" if shape.header and is_above_row else shape.block.kind
        return (_GROUPED[kind], 0) if kind in _GROUPED else (kind, at)

    for (kind, _), found in groupby(range(len(shown)), key):
        yield BlockGroup(kind, tuple(shown[at] for at in found))


class ReadingFlow:
    """A window of a document with its claims, problems and the names of its sources.

    `claims` and `problems` are those of the window. The entries of lists of references are those of the whole document.
    """

    def __init__(
        self,
        document: Document,
        window: Span,
        claims: Iterable[Claim],
        problems: Iterable[Problem],
        names: Mapping[str, Name],
    ) -> None:
        self._text = document.text
        self._window = window
        self._names = names
        self._claims = sorted(claims, key=lambda claim: claim.span)
        self._starts = [claim.span.start for claim in self._claims]
        self._problems = sorted(enumerate(problems), key=lambda pair: _place(pair[1]))
        self._places = [_place(problem) for _, problem in self._problems]
        self._listed = listed(document)
        self._entry_starts = [reference.span.start for reference in self._listed]
        self._labelled: dict[str, list[Reference]] = {}
        for reference in self._listed:
            self._labelled.setdefault(reference.label, []).append(reference)
        self._back = self._leading_back()

    def shapes(self, blocks: Sequence[Block]) -> Iterator[Shape]:
        """The shapes of the window, in order; `blocks` are those of the whole text."""
        at = self._window.start
        first = bisect_right(blocks, at, key=_start)
        for block in blocks[max(0, first - 1) : bisect_left(blocks, self._window.end, key=_start)]:
            span = Span(max(block.span.start, at), min(block.span.end, self._window.end))
            if span.start < span.end:
                yield self._shape(block, span, at)
                at = span.end
        if self._text[at : self._window.end].strip():
            rest = Span(at, self._window.end)
            yield self._shape(Block("furniture", rest), rest, at)

    def _shape(self, block: Block, span: Span, behind: int) -> Shape:
        """The shape of a block; its sign starts at `behind`, the end of the block before."""
        sign = self._text[behind : span.start]
        between, _, line = sign.rpartition("\n")
        claims = self._claims_in(span)
        flags = self._problems[bisect_left(self._places, behind) : bisect_left(self._places, span.end)]
        runs = tuple(self._runs(span, claims, self._marks(block, span, claims, flags)))
        notes: dict[str, tuple[str, Name]] = {}
        for run in runs:
            for label, name in run.sources:
                notes.setdefault(name.id, (label, name))
        return Shape(
            block=block,
            between="" if _RULE.issuperset(between) else between.strip(),
            sign="" if block.kind != "item" and _RULE.issuperset(line) else line.strip(),
            depth=min(4, (len(line) - len(line.lstrip())) // 2),
            runs=runs,
            cells=tuple(_cells(runs)) if block.kind == "row" else (),
            header=_header(self._text[span.start : span.end]) if block.kind == "furniture" else (),
            notes=tuple(notes.values()),
            entries=tuple(self._entries_in(Span(behind, span.end))),
        )

    def _runs(self, span: Span, claims: Iterable[Claim], marks: _Marks) -> Iterator[ClaimRun]:
        """The runs of a block: its claims, and what is between them."""
        at = span.start
        for claim in claims:
            start, end = max(claim.span.start, at), min(claim.span.end, span.end)
            if start >= end:
                continue
            if at < start:
                yield ClaimRun(tuple(self._pieces(Span(at, start), marks)))
            pieces = tuple(self._pieces(Span(start, end), marks))
            sources = tuple(labelled(claim, self._names))
            yield ClaimRun(pieces, claim, addresses.anchor(claim.span), claim.span.start >= start, sources)
            at = end
        pieces = tuple(self._pieces(Span(at, span.end), marks, last=True))
        if pieces:
            yield ClaimRun(pieces)

    def _pieces(self, span: Span, marks: _Marks, *, last: bool = False) -> Iterator[TextPiece]:
        at = span.start
        for start, stop, piece in marks.until(span.end + last):
            if at < start:
                yield TextPiece(marks.kind(at), self._text[at:start])
            yield piece
            at = max(at, min(stop, span.end))
        if at < span.end:
            yield TextPiece(marks.kind(at), self._text[at : span.end])

    def _marks(
        self, block: Block, span: Span, claims: Iterable[Claim], problems: Iterable[tuple[int, Problem]]
    ) -> _Marks:
        """The marks in a block, in the order of their places."""
        found: list[_Mark] = []
        markers = (marker for claim in claims for marker in claim.markers if marker.style != PASSAGE)
        inside = (each for each in markers if span.start <= each.span.start and each.span.end <= span.end)
        found += ((*_pair(marker.span), self._marker(marker)) for marker in inside)
        signs = (_pair(gap) for gap in (*block.gaps, *block.markup) if gap.start < gap.end)
        found += ((start, end, TextPiece("sign", self._text[start:end])) for start, end in signs)
        strong = [] if block.kind == "code" else [each.span() for each in _STRONG.finditer(self._text, *_pair(span))]
        for start, end in strong:
            found += ((at, at + 2, TextPiece("sign", "**")) for at in (start, end - 2))
        for reference in self._listed_in(span):
            found += self._link(reference, span)
        for number, problem in problems:
            place = min(max(_shown_at(problem), span.start), span.end)
            found.append((place, place, TextPiece("flag", problem=problem, number=number)))
        return _Marks(sorted(found, key=lambda mark: mark[:2]), strong)

    def _link(self, reference: Reference, span: Span) -> Iterator[_Mark]:
        """The mark of the address in an entry, if browsers may follow it."""
        href = addresses.outward(reference.url, None)
        start = self._text.find(reference.url or "", span.start, span.end)
        if href and start >= 0:
            yield start, start + len(href), TextPiece("link", href, href)

    def _marker(self, marker: Marker) -> TextPiece:
        """A marker in which each label links to its entry or its source."""
        text = self._text[marker.span.start : marker.span.end]
        parts: list[tuple[str, str]] = []
        at = 0
        for label, source_id in zip(marker.labels, marker.source_ids, strict=False):
            start = text.find(label, at) if label else -1
            if start < 0 or source_id is None:
                continue
            parts += [(text[at:start], ""), (label, self._leads_to(label, source_id, marker.span.start))]
            at = start + len(label)
        parts.append((text[at:], ""))
        kind: PieceKind = "mention" if marker.style == MENTION else "marker"
        return TextPiece(kind, text, parts=tuple(part for part in parts if part[0]))

    def _leads_to(self, label: str, source_id: str, offset: int) -> str:
        entry = self._entry(label, source_id, offset)
        if entry is None:
            return addresses.of_source(source_id)
        start = entry.span.start
        there = "" if self._window.start <= start < self._window.end else f"?at={start}"
        return f"{there}#{_entry_anchor(entry)}"

    def _entry(self, label: str, source_id: str | None, offset: int) -> Reference | None:
        """The entry that a label means at an offset."""
        named = (each for each in self._labelled.get(label, ()) if each.source_id == source_id)
        return next((each for each in named if each.covers.start <= offset < each.covers.end), None)

    def _leading_back(self) -> dict[Span, dict[str, int]]:
        """For each entry, the anchors and lines of the claims whose markers name it."""
        found: dict[Span, dict[str, int]] = {}
        for claim in self._claims:
            for marker in claim.markers:
                for label, source_id in zip(marker.labels, marker.source_ids, strict=False):
                    entry = self._entry(label, source_id, marker.span.start)
                    if entry is not None:
                        found.setdefault(entry.span, {})[addresses.anchor(claim.span)] = claim.line
        return found

    def _claims_in(self, span: Span) -> list[Claim]:
        first = max(0, bisect_right(self._starts, span.start) - 1)
        found = self._claims[first : bisect_left(self._starts, span.end)]
        return [claim for claim in found if claim.span.end > span.start]

    def _listed_in(self, span: Span) -> Sequence[Reference]:
        starts = self._entry_starts
        return self._listed[bisect_left(starts, span.start) : bisect_left(starts, span.end)]

    def _entries_in(self, span: Span) -> Iterator[ListEntry]:
        seen: set[str] = set()
        for reference in self._listed_in(span):
            anchor = _entry_anchor(reference)
            if anchor not in seen:  # one text may be the entry of several labels
                seen.add(anchor)
                back = [(line, f"#{name}") for name, line in self._back.get(reference.span, {}).items()]
                name = self._names[reference.source_id]
                yield ListEntry(anchor, name, tuple(back[:_BACK]), max(0, len(back) - _BACK))


def listed(document: Document) -> list[Reference]:
    """The entries of a document's lists, in text order, without those that markers carry themselves."""
    found = (reference for reference in document.references if reference.covers != reference.span)
    return sorted(found, key=lambda reference: reference.span)


_Mark: TypeAlias = "tuple[int, int, TextPiece]"


class _Marks:
    """Marks in order, consumed as the text is read. Of two that overlap the first counts; flags of problems are moved after it."""

    def __init__(self, marked: Sequence[_Mark], strong: Sequence[tuple[int, int]]) -> None:
        self._marked = marked
        self._strong = strong
        self._at = 0
        self._behind = 0

    def until(self, end: int) -> Iterator[_Mark]:
        """The next marks that begin before `end`."""
        while self._at < len(self._marked) and self._marked[self._at][0] < end:
            start, stop, piece = self._marked[self._at]
            self._at += 1
            if piece.kind == "flag" or start >= self._behind:
                yield max(start, self._behind), stop, piece
                self._behind = max(self._behind, stop)

    def kind(self, at: int) -> PieceKind:
        """The kind of the text at an offset: strong or plain."""
        before = bisect_right(self._strong, (at, at)) - 1
        return "strong" if before >= 0 and at < self._strong[before][1] else "text"


def _cells(runs: Iterable[ClaimRun]) -> Iterator[tuple[ClaimRun, ...]]:
    """The cells of a row, divided at its signs. A claim over several cells begins in the first cell with words of it."""
    cell: list[ClaimRun] = []
    for run in runs:
        begins = run.begins
        pieces: list[TextPiece] = []
        for piece in (*run.pieces, None):
            is_end = piece is None or (piece.kind == "sign" and not piece.text.strip("| \t"))
            if piece is not None and not is_end:
                pieces.append(piece)
                continue
            if pieces:
                cell.append(ClaimRun(tuple(pieces), run.claim, run.anchor, begins, run.sources))
                begins, pieces = begins and not "".join(each.text for each in pieces).strip(), []
            if piece is not None:
                yield tuple(cell)
                cell = []
    yield tuple(cell)


def _header(text: str) -> tuple[str, ...]:
    """The cells of a line that looks like the header of a table; empty if it does not."""
    line = text.strip()
    if "|" not in line or "\n" in line:
        return ()
    return tuple(cell.strip() for cell in line.strip("|").split("|"))


def _entry_anchor(reference: Reference) -> str:
    return f"r-{reference.span.start}-{reference.span.end}"


def _start(block: Block) -> int:
    return block.span.start


def _pair(span: Span) -> tuple[int, int]:
    return span.start, span.end


def _shown_at(problem: Problem) -> int:
    """The offset at which a problem is marked: after its words if they are few, otherwise before them."""
    span = problem.span
    return span.end if span.end - span.start <= _NEAR else span.start


def _place(problem: Problem) -> int:
    """An offset in the block in which a problem is marked."""
    return max(problem.span.start, _shown_at(problem) - 1)
