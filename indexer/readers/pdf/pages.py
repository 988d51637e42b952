"""The pages of a PDF file as positioned pieces of words, read by a process with limits on memory and time."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.util import find_spec
from typing import Any

from indexer.errors import ReadError
from indexer.late import dataclass

MEMORY = 1024  # MB for the process, besides the file itself
_SECONDS = 60.0  # for a small file; PDFium reads some 200 pages of text a second
_SECONDS_PER_BYTE = 2e-5
_START = "import sys; sys.path[:] = sys.argv.pop(1).split('\\n'); from indexer.readers.pdf.child import main; main()"
_PASSWORD, _SECURITY = 4, 5  # PDFium's numbers
_ENCRYPTED = "is encrypted: remove its password, for instance with `qpdf --decrypt`, and try again"
_DAMAGED = "is not a readable PDF file, or is damaged or cut short: fetch or export it again"


@dataclass(frozen=True, slots=True)
class Piece:
    """Adjacent letters of one style: a word, or part of one.

    `y` is its base line, from the foot of the page up, `url` the address that it links; `fixed`: all letters of its font have one width.
    """

    text: str
    x0: float
    x1: float
    y: float
    size: float
    bold: bool
    mathematics: bool
    spaced: bool
    url: str = ""
    fixed: bool = False


@dataclass(frozen=True, slots=True)
class PdfPage:
    """One page. `fault` is why it could not be read; `image` means that it is a picture without text."""

    pieces: tuple[Piece, ...] = ()
    image: bool = False
    fault: str = ""


@dataclass(frozen=True, slots=True)
class PdfFile:
    """A file: the title in its metadata, and its pages."""

    title: str
    pages: tuple[PdfPage, ...]


def load_pages(data: bytes) -> PdfFile:
    """The pages of a file. Raises `ReadError` if it is encrypted, damaged, or takes too much memory or time."""
    if find_spec("pypdfium2") is None:
        raise ReadError("is a PDF file, which needs an extra: pip install 'citation-indexer[pdf]'")
    memory = MEMORY + 3 * (len(data) >> 20)
    seconds = _SECONDS + len(data) * _SECONDS_PER_BYTE
    try:
        done = subprocess.run(  # noqa: S603  # this interpreter, with a text of ours
            [sys.executable, "-c", _START, "\n".join(sys.path), str(memory)],
            input=data,
            capture_output=True,
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise ReadError(
            f"takes more than {seconds:.0f} seconds to read: print it to a new PDF and try again"
        ) from error
    lines = done.stdout.splitlines()
    if done.returncode or not lines:
        raise ReadError(_death(done.stderr.decode("utf-8", "replace"), memory))
    head: dict[str, Any] = json.loads(lines[0])
    if "error" in head:
        raise ReadError(_ENCRYPTED if head["error"] in (_PASSWORD, _SECURITY) else _DAMAGED)
    return PdfFile(head["title"], tuple(_page(json.loads(line)) for line in lines[1:]))


def _page(found: dict[str, Any]) -> PdfPage:
    urls = ["", *found.get("links", ())]
    pieces = tuple(
        Piece(text, x0, x1, y, size, bool(bold), bool(mathematics), bool(spaced), urls[link], bool(fixed))
        for text, x0, x1, y, size, bold, mathematics, fixed, link, spaced in found.get("pieces", ())
    )
    return PdfPage(pieces, found.get("image", False), found.get("fault", ""))


def _death(said: str, memory: int) -> str:
    """The message for a process that died, from the last line of its standard error."""
    last = said.strip().rpartition("\n")[2]
    if not last or "MemoryError" in last or "bad_alloc" in last:
        return f"cannot be read in {memory:,} MB of memory: it is damaged, or made to exhaust it; print it to a new PDF"
    return f"cannot be read: {last}; print it to a new PDF and try again"
