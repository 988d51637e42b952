"""PDF: pages of positioned letters, put back together as lines, columns, paragraphs, headings, notes and markers.

PDFium (package `pypdfium2`) provides the letters. Superscript numbers become `¹²` in the text; the search for markers
knows that style, and weighs it against the document's list, so that `m²` stays a unit. Those with a footnote on the same
page are markers of that footnote. Links are rectangles over words.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from indexer.errors import ReadError
from indexer.model import Reference, Span
from indexer.readers.links import linked_text, make_markers
from indexer.readers.notes import as_notes, note_kind, note_reference
from indexer.readers.parsed import Fault, ParsedText
from indexer.readers.pdf.columns import read_order
from indexer.readers.pdf.footnotes import PageNote, is_power, labels_of, take_footnotes
from indexer.readers.pdf.furniture import without_furniture
from indexer.readers.pdf.joining import joints, vocabulary
from indexer.readers.pdf.kinds import Styled, find_kinds, lead_of, title_of
from indexer.readers.pdf.linenumbers import without_line_numbers
from indexer.readers.pdf.lines import Anchor, Line, Mark, clean, make_line
from indexer.readers.pdf.pages import PdfFile, Piece, load_pages
from indexer.readers.pdf.paragraphs import make_drafts
from indexer.readers.pdf.rows import find_rows, main_size
from indexer.readers.textbuilder import TextBuilder

_UNREADABLE = 0.3  # of the letters of a page: if its fonts explain fewer than the rest, it cannot be read
_SCAN = "is a scan: its pages are pictures without text; run OCR first, for instance `ocrmypdf in.pdf out.pdf`"


def read_pdf(data: bytes) -> ParsedText:
    """The text of a PDF file. Raises `ReadError` if it is not one, is encrypted, or has no text on any page."""
    file = load_pages(data)
    faults = _faults(file, data)
    pieces = without_line_numbers([page.pieces for page in file.pages])
    rows = without_furniture([find_rows(page) for page in pieces])
    body = main_size(piece for page in pieces for piece in page)
    lines: list[Line] = []
    notes: list[PageNote] = []
    for number, found in enumerate(rows):
        page = [make_line(placed, number) for placed in read_order(found)]
        text, own = take_footnotes(page, body, notes[-1] if notes and notes[-1].page == number - 1 else None)
        lines += text
        notes += own
    styled = find_kinds(list(make_drafts(lines)), body)
    return _Text(len(file.pages), notes, vocabulary(lines)).parsed(styled, title_of(styled, clean(file.title)), faults)


def _faults(file: PdfFile, data: bytes) -> tuple[Fault, ...]:
    """The parts of the file that could not be read. Raises `ReadError` if that is all of it."""
    pictures = [at for at, page in enumerate(file.pages, 1) if page.image]
    broken = [at for at, page in enumerate(file.pages, 1) if page.fault]
    coded = [at for at, page in enumerate(file.pages, 1) if _is_coded(page.pieces)]
    if not any(page.pieces for page in file.pages):
        if broken:
            raise ReadError(f"cannot be read: a page {file.pages[broken[0] - 1].fault}; fetch or export it again")
        if pictures:
            raise ReadError(_SCAN)
    if coded and len(coded) == sum(bool(page.pieces) for page in file.pages):
        raise ReadError(
            "does not say which letters its fonts show: run OCR first, `ocrmypdf --force-ocr in.pdf out.pdf`"
        )
    found = []
    for pages, why in (
        (pictures, "a picture without text: run OCR first, for instance `ocrmypdf --skip-text`"),
        (broken, "damaged or too large to read: fetch or export the file again"),
        (coded, "set in fonts that do not say which letters they show: run OCR first, `ocrmypdf --force-ocr`"),
    ):
        if pages:
            found.append(Fault("TXT005", f"{_numbers(pages)} {'is' if len(pages) == 1 else 'are'} {why}", Span(0, 0)))
    if b"%%EOF" not in data[-4096:]:
        found.append(Fault("TXT005", "the file ends early, so that pages may be missing: fetch it again", Span(0, 0)))
    return tuple(found)


def _is_coded(pieces: Sequence[Piece]) -> bool:
    letters = clean("".join(piece.text for piece in pieces))
    return letters.count("�") > _UNREADABLE * len(letters) > 0


def _numbers(pages: Sequence[int]) -> str:
    """`page 3`, `pages 1–4 and 7`."""
    runs = []
    for _, group in groupby(enumerate(pages), key=lambda pair: pair[1] - pair[0]):
        run = [page for _, page in group]
        runs.append(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}")
    words = ", ".join(runs[:-1]) + (" and " if runs[1:] else "") + runs[-1]
    return f"page {words}" if len(pages) == 1 else f"pages {words}"


class _Text:
    """The text under construction, with where its pages begin, and the notes to write at the end of each page."""

    def __init__(self, pages: int, notes: Sequence[PageNote], known: frozenset[str]) -> None:
        self._out = TextBuilder()
        self._count = pages
        self._starts: list[int] = []
        self._known = known
        self._waiting = deque(notes)
        self._keys = {(note.page, note.label): f"{note.page}\0{note.label}" for note in reversed(notes)}
        self._entries: dict[str, tuple[PageNote, int]] = {}

    def parsed(self, styled: Sequence[Styled], title: str, faults: tuple[Fault, ...]) -> ParsedText:
        """The whole text. The notes of a page come before the block that continues on the next."""
        for each in styled:
            self._notes_before(each.draft.lines[-1].page)
            self._block(each)
        self._notes_before(self._count)
        self._page(self._count - 1)
        text = self._out.text()
        references = {key: self._reference(text, note, block) for key, (note, block) in self._entries.items()}
        markers = as_notes(make_markers(text, self._out.links, references))
        parsed = linked_text(text, self._out, references.values(), markers)
        return replace(parsed, title=title, faults=faults, pages=tuple(self._starts))

    def _reference(self, text: str, note: PageNote, at: int) -> Reference:
        block = self._out.blocks[at]
        start, end = block.span.start, block.span.end
        words = text[start + (len(note.label) if block.kind == "reference" else 0) : end]
        after = self._starts[note.page + 1] if note.page + 1 < self._count else len(text)
        return note_reference(note.label, words.strip(), block.span, Span(self._starts[note.page], max(after, end)))

    def _page(self, page: int) -> None:
        while len(self._starts) <= page:
            self._starts.append(self._out.length)

    def _notes_before(self, page: int) -> None:
        while self._waiting and self._waiting[0].page < page:
            note = self._waiting.popleft()
            self._out.end()
            self._page(note.page)
            text = " ".join(line.text[note.skip if not at else 0 :] for at, line in enumerate(note.lines))
            kind = note_kind(text)
            self._out.begin(kind, lead=f"{note.label} " if kind == "note" else "")
            if kind == "reference":
                self._out.add(f"{note.label} ")
            self._lines(note.lines, note.skip, marked=False)
            self._out.end()
            key = self._keys[note.page, note.label]
            if key not in self._entries:
                self._entries[key] = (note, len(self._out.blocks) - 1)

    def _block(self, styled: Styled) -> None:
        draft = styled.draft
        skip = lead_of(draft.lines[0]) if styled.kind == "item" else 0
        lead = draft.lines[0].text[:skip]
        self._out.end()
        self._page(draft.lines[0].page)
        self._out.begin(styled.kind, styled.level, lead)
        if styled.kind == "row":
            self._row(draft.lines[0])
        else:
            self._lines(draft.lines, skip)
        self._out.end()

    def _row(self, line: Line) -> None:
        begin = 0
        for cell in (*line.cells, len(line.text)):
            self._out.add(line.text[begin:cell])
            if cell < len(line.text):
                self._out.add_gap(" | ")
            begin = cell

    def _lines(self, lines: Sequence[Line], skip: int, *, marked: bool = True) -> None:
        for line, end, joint in joints(lines, self._known):
            self._page(line.page)
            begin = skip
            signs: list[Mark | Anchor] = [*(line.marks if marked else ()), *line.anchors]
            for found in sorted(signs, key=lambda each: each.start):
                if found.start < begin:
                    continue
                if isinstance(found, Anchor):
                    begin = self._anchor(line, begin, found, end)
                elif keys := self._noted(line, found):
                    self._out.add(line.text[begin : found.start])
                    with self._out.link(keys, raised=True):
                        self._out.add(line.text[found.start : found.end])
                    begin = found.end
            self._out.add(line.text[begin:end] + joint)
            skip = 0

    def _noted(self, line: Line, mark: Mark) -> list[str]:
        """The keys of the notes that a superscript label refers to; none if one is not on its page, or it is an exponent."""
        keys = [self._keys.get((line.page, label), "") for label in labels_of(mark.label)]
        return keys if all(keys) and not is_power(line.text[: mark.start]) else []

    def _anchor(self, line: Line, begin: int, anchor: Anchor, end: int) -> int:
        """Write the line up to the end of a link, which may continue one from the line before; returns that end."""
        self._out.add(line.text[begin : anchor.start])
        place, links = self._out.place(), self._out.outlinks
        stop = min(anchor.end, end)
        self._out.add(line.text[anchor.start : stop])
        span = self._out.span_since(place)
        last = links[-1] if links else None
        if span and last and last.url == anchor.url and span.start - last.span.end <= 1:
            links[-1] = replace(last, span=Span(last.span.start, span.end))
        else:
            self._out.link_out(anchor.url, place)
        return stop
