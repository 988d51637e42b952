"""ODT, LibreOffice's format: OpenDocument XML in a zip archive, read with all changes accepted.

lxml reads the parts directly: a library would only rename the same elements.
"""

from __future__ import annotations

from indexer.errors import ReadError
from indexer.model import Span
from indexer.readers.archive import Archive
from indexer.readers.odt.body import Body
from indexer.readers.odt.styles import Styles
from indexer.readers.parsed import Fault, ParsedText
from indexer.readers.xmltree import find, parse_xml, words_of

_ENCRYPTED = b"encryption-data"


def read_odt(data: bytes) -> ParsedText:
    """The text of an ODT file. Raises `ReadError` if it is not one, is encrypted, or is broken."""
    archive = Archive(data)
    if _ENCRYPTED in (archive.read("META-INF/manifest.xml") or b""):
        raise ReadError("is encrypted: save it without a password and try again")
    content = archive.read("content.xml")
    if content is None:
        raise ReadError("is not an ODT file: it has no content.xml; save it as .odt again")
    root = parse_xml(content)
    element = find(root, "text")
    if element is None:
        raise ReadError("is not an ODT file: its content.xml holds no text; save it as .odt again")
    styles = Styles()
    styles.read(archive.tree("styles.xml"))
    styles.read(root)
    body = Body(element, styles)
    body.read()
    title = words_of(find(archive.tree("meta.xml"), "title"))
    faults = tuple(
        Fault("TXT005", f"the part {name} is broken: open the file and save it again", Span(0, 0))
        for name in archive.broken
    )
    return body.citations.parsed(title, faults)
