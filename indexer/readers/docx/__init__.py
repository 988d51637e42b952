"""DOCX, Word's format: WordprocessingML in a zip archive, read as Word displays it with all changes accepted.

lxml reads the parts directly: no DOCX library provides notes, fields and changes.
"""

from __future__ import annotations

from indexer.model import Span
from indexer.readers.docx.body import Body
from indexer.readers.docx.package import open_package
from indexer.readers.parsed import Fault, ParsedText


def read_docx(data: bytes) -> ParsedText:
    """The text of a DOCX file. Raises `ReadError` if it is not one, is encrypted, or is broken."""
    package, broken = open_package(data)
    body = Body(package)
    body.read()
    faults = tuple(
        Fault("TXT005", f"the part {name} is broken: open the file in Word and save it again", Span(0, 0))
        for name in broken
    )
    return body.citations.parsed(package.title, faults)
