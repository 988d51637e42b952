"""The web links of a page, looked up by the position of a letter. Runs in the process that reads the file.

A link is one or more rectangles over words, one for each line that it runs over.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

_MOST = 2_000  # links of a page
_LONGEST = 2_000  # bytes of an address
_CELL = 24.0  # points: the side of the squares by which links are looked up
_MOST_CELLS = 400  # squares that a link lies over: more is not a line of words
_MOST_IN_CELL = 8

Box = tuple[float, float, float, float]  # left, bottom, right, top


class Anchors:
    """The links of a page. `urls` are their addresses, without those of places in the file."""

    def __init__(self, document: pypdfium2.PdfDocument, page: pypdfium2.PdfPage) -> None:
        self.urls: list[str] = []
        self._cells: dict[tuple[int, int], list[tuple[Box, int]]] = {}
        at, link = ctypes.c_int(0), pdfium.FPDF_LINK()
        for _ in range(_MOST):
            if not pdfium.FPDFLink_Enumerate(page, at, link):
                break
            if url := _address(document, link):
                self.urls.append(url)
                for box in _boxes(link):
                    self._add(box, len(self.urls))

    def over(self, x: float, y: float) -> int:
        """The number of the link at a point, counted from 1; 0 if there is none."""
        if not self._cells:
            return 0
        here = self._cells.get((int(x // _CELL), int(y // _CELL)), ())
        return next((n for (x0, y0, x1, y1), n in here if x0 <= x <= x1 and y0 <= y <= y1), 0)

    def _add(self, box: Box, number: int) -> None:
        left, bottom, right, top = (int(edge // _CELL) for edge in box)
        if not 0 < (right - left + 1) * (top - bottom + 1) <= _MOST_CELLS:
            return
        for across in range(left, right + 1):
            for up in range(bottom, top + 1):
                kept = self._cells.setdefault((across, up), [])
                if len(kept) < _MOST_IN_CELL:
                    kept.append((box, number))


def _address(document: pypdfium2.PdfDocument, link: Any) -> str:
    """The web address of a link; empty if it leads elsewhere."""
    action = pdfium.FPDFLink_GetAction(link)
    if not action or pdfium.FPDFAction_GetType(action) != pdfium.PDFACTION_URI:
        return ""
    written = ctypes.create_string_buffer(_LONGEST)
    size = pdfium.FPDFAction_GetURIPath(document, action, written, _LONGEST)
    url = written.value.decode("utf-8", "replace").strip() if size <= _LONGEST else ""
    return url if url.lower().startswith(("http://", "https://")) and " " not in url else ""


def _boxes(link: Any) -> Iterator[Box]:
    """The rectangles of a link: one for each line if the file has them, else the one around all."""
    quad = pdfium.FS_QUADPOINTSF()
    count = min(pdfium.FPDFLink_CountQuadPoints(link), _MOST_IN_CELL)
    for at in range(count):
        if pdfium.FPDFLink_GetQuadPoints(link, at, quad):
            across = (quad.x1, quad.x2, quad.x3, quad.x4)
            up = (quad.y1, quad.y2, quad.y3, quad.y4)
            yield min(across), min(up), max(across), max(up)
    box = pdfium.FS_RECTF()
    if count <= 0 and pdfium.FPDFLink_GetAnnotRect(link, box):
        yield min(box.left, box.right), min(box.bottom, box.top), max(box.left, box.right), max(box.bottom, box.top)
