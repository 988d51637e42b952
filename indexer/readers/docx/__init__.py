"""DOCX, the text format of Word: WordprocessingML in a zip archive, read as Word shows it with all changes accepted.

The parts are XML of a known shape, so lxml reads them; no library for DOCX provides notes, fields and changes.
"""

from __future__ import annotations

from indexer.model import Span
from indexer.readers.docx.body import Body
from indexer.readers.docx.package import open_package
from indexer.readers.sketch import Fault, Sketch


def read_docx(data: bytes) -> Sketch:
    """The text of a DOCX file. Raises `ReadError` if it is not one, or is encrypted or broken."""
    package = open_package(data)
    body = Body(package)
    body.read()
    faults = tuple(
        Fault("TXT005", f"the part {name} is broken: open the file in Word and save it again", Span(0, 0))
        for name in package.broken
    )
    return body.citations.sketch(body.title_block, package.title, faults)
