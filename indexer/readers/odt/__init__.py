"""ODT, the text format of LibreOffice: OpenDocument XML in a zip archive, read with all changes accepted.

The parts are XML of a known shape, so lxml reads them: a library would only put names to the same elements.
"""

from __future__ import annotations

from indexer.errors import ReadError
from indexer.model import Span
from indexer.readers.archive import Archive
from indexer.readers.odt.body import Body
from indexer.readers.odt.styles import Styles
from indexer.readers.sketch import Fault, Sketch
from indexer.readers.xmltree import Element, find, parse_xml, words_of

_ENCRYPTED = b"encryption-data"


def read_odt(data: bytes) -> Sketch:
    """The text of an ODT file. Raises `ReadError` if it is not one, or is encrypted or broken."""
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
    faults: list[Fault] = []
    styles.read(_beside(archive, "styles.xml", faults))
    styles.read(root)
    body = Body(element, styles)
    body.read()
    meta = _beside(archive, "meta.xml", faults)
    title = words_of(find(meta, "title")) if meta is not None else ""
    return body.citations.sketch(body.title_block, title, tuple(faults))


def _beside(archive: Archive, name: str, faults: list[Fault]) -> Element | None:
    """A part beside the text; one that is broken is a fault."""
    content = archive.read(name)
    if not content:
        return None
    try:
        return parse_xml(content)
    except ReadError:
        faults.append(Fault("TXT005", f"the part {name} is broken: open the file and save it again", Span(0, 0)))
        return None
