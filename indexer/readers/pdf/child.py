"""The process that reads a PDF file: PDFium opens it and finds where each word is.

A hostile file can make any PDF library allocate gigabytes or draw forms within forms without end, and a library
cannot be stopped. A process can: its memory is limited, its parent watches the clock, and if it dies the run continues.
Standard input is the file; standard output is JSON Lines: one object for the document, then one for each page.
"""

from __future__ import annotations

import ctypes
import json
import math
import re
import sys
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from indexer.patterns import pattern
from indexer.readers.pdf.anchors import Anchors

MOST_GLYPHS = 200_000  # on a page; a dense page of a newspaper has 30,000
MOST_GLYPHS_IN_ALL = 10_000_000  # three times the longest novel; the parent needs some 400 bytes for each word
_HYPHEN = "\x02"  # PDFium's sign for a hyphen at the end of a line
_BOLD = pattern(r"bold|black|heavy|semibold|demi|CMBX|CMB\d|SFBX|-Bd", re.IGNORECASE)
_MATHEMATICS = pattern(r"CMMI|CMSY|CMEX|MSAM|MSBM|EUFM|math", re.IGNORECASE)
_FIXED = pattern(
    r"courier|mono|consol|menlo|inconsolata|CMTT|SFTT|LMTT|typewriter|lettergothic|andale|sourcecode|firacode",
    re.IGNORECASE,
)
_FORCED_BOLD = 1 << 18
_FIXED_PITCH = 1 << 0
_SLANT = 0.03  # quarter turns by which a line of text may be off and still be straight
_GAP, _OVERLAP, _DRIFT = 0.12, 0.5, 0.08  # of the size: how far apart two letters of one word are, across and up
_MOST_OBJECTS = 500  # of a page that are searched for a picture
_IMAGES = (pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_SHADING, pdfium.FPDF_PAGEOBJ_FORM)

Piece = list[
    Any
]  # text, x0, x1, y, size, bold, mathematics, fixed pitch, number of its link, whether a space precedes it


def main() -> None:
    """Read the file and print its words; the first argument is the memory limit in MB."""
    _limit_memory(int(sys.argv[1]) << 20)
    data = sys.stdin.buffer.read()
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        _say({"error": error.err_code or str(error)})
        return
    _say({"title": document.get_metadata_value("Title"), "pages": len(document)})
    left = MOST_GLYPHS_IN_ALL
    for number in range(len(document)):
        try:
            page = document[number]
            found, read = _page(page, Anchors(document, page), min(left, MOST_GLYPHS))
            page.close()
        except pypdfium2.PdfiumError:
            found, read = {"fault": "is damaged"}, 0
        left -= read
        _say(found)


def _limit_memory(most: int) -> None:
    try:
        import resource  # noqa: PLC0415  # Windows has none
    except ImportError:
        return
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    limit = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(resource.RLIMIT_AS, (limit, hard))


def _say(found: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(found, ensure_ascii=True, separators=(",", ":")) + "\n")
    sys.stdout.flush()


def _page(page: pypdfium2.PdfPage, anchors: Anchors, most: int) -> tuple[dict[str, Any], int]:
    """The words of a page in the direction of most of its text, and the number of letters read."""
    text = page.get_textpage()
    count = text.count_chars()
    if count > most:
        return {"fault": "has more text than a page can hold"}, count
    turned: dict[int, list[Piece]] = {}
    for turn, piece in _pieces(text, count, anchors):
        turned.setdefault(turn, []).append(piece)
    text.close()
    if not turned:
        return {"pieces": [], "image": _has_image(page)}, count
    weights = Counter({turn: sum(len(piece[0]) for piece in pieces) for turn, pieces in turned.items()})
    return {"pieces": turned[weights.most_common(1)[0][0]], "links": anchors.urls}, count


def _has_image(page: pypdfium2.PdfPage) -> bool:
    objects = min(pdfium.FPDFPage_CountObjects(page), _MOST_OBJECTS)
    return any(pdfium.FPDFPageObj_GetType(pdfium.FPDFPage_GetObject(page, at)) in _IMAGES for at in range(objects))


def _pieces(text: pypdfium2.PdfTextPage, count: int, anchors: Anchors) -> Iterator[tuple[int, Piece]]:
    """Letters joined to pieces of one style, each with the quarter turns of its line."""
    box, x, y = pdfium.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    styles: dict[int, tuple[int, float, bool, bool, bool]] = {}
    style: tuple[int, float, bool, bool, bool] | None = None
    piece: Piece | None = None
    spaced, owner, last, begun = True, None, 0, 0.0
    for at in range(count):
        letter = chr(pdfium.FPDFText_GetUnicode(text, at)).replace(_HYPHEN, "-")
        if letter.isspace() or letter == "\0":
            spaced = True
            continue
        thing = pdfium.FPDFText_GetTextObject(text, at)
        key = ctypes.addressof(thing.contents) if thing else 0
        if key != owner or style is None:
            owner = key
            style = styles[key] = styles.get(key) or _style(text, at, thing)
        turn, size, *kind = style
        if turn < 0:
            continue
        pdfium.FPDFText_GetCharOrigin(text, at, x, y)
        pdfium.FPDFText_GetLooseCharBox(text, at, box)
        x0, x1, base = _turned(turn, x.value, y.value, box)
        link = anchors.over((box.left + box.right) / 2, (box.bottom + box.top) / 2)
        if (
            piece is not None
            and not spaced
            and piece[4:9] == [size, *kind, link]
            and abs(piece[3] - base) <= _DRIFT * size
            and (-_OVERLAP * size <= x0 - piece[2] <= _GAP * size or x0 == begun)  # a ligature's letters share a place
        ):
            piece[0] += letter
            piece[2], begun = max(piece[2], x1), x0
            continue
        if piece is not None:
            yield last, _rounded(piece)
        piece = [letter, x0, x1, base, size, *kind, link, spaced]
        last, spaced, begun = turn, False, x0
    if piece is not None:
        yield last, _rounded(piece)


def _rounded(piece: Piece) -> Piece:
    return [piece[0], *(round(value, 2) for value in piece[1:5]), *map(int, piece[5:])]


def _turned(turn: int, x: float, y: float, box: Any) -> tuple[float, float, float]:
    """The start, end and base line of a letter after the page is turned so that its line is horizontal."""
    if turn == 0:
        return x, box.right, y
    if turn == 1:
        return y, box.top, -x
    return (-x, -box.left, -y) if turn == 2 else (-y, -box.bottom, x)


def _style(text: pypdfium2.PdfTextPage, at: int, thing: Any) -> tuple[int, float, bool, bool, bool]:
    """Quarter turns (below 0: at another angle), size, whether bold, in a mathematical font, and in one of fixed pitch."""
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(text, at, matrix)
    angle = math.atan2(matrix.b, matrix.a) / (math.pi / 2)
    turn = round(angle)
    if abs(angle - turn) > _SLANT:
        turn = -5
    size = round(pdfium.FPDFText_GetFontSize(text, at) * math.hypot(matrix.c, matrix.d), 1)
    font = pdfium.FPDFTextObj_GetFont(thing) if thing else None
    if not font or not 0 < size < 1000:
        return (turn % 4 if turn >= -2 else -1), max(1.0, min(size, 1000.0)), False, False, False
    name = ctypes.create_string_buffer(200)
    pdfium.FPDFFont_GetBaseFontName(font, name, 200)
    said = name.value.decode("utf-8", "replace")
    flags = pdfium.FPDFFont_GetFlags(font)
    bold = bool(_BOLD.search(said)) or bool(flags & _FORCED_BOLD)
    fixed = bool(_FIXED.search(said)) or bool(flags & _FIXED_PITCH)
    return (turn % 4 if turn >= -2 else -1), size, bold, bool(_MATHEMATICS.search(said)), fixed
