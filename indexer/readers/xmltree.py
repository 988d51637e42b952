"""XML trees from untrusted bytes: nothing is expanded, nothing is fetched, and libxml2 bounds depth and size."""

from __future__ import annotations

import html
import re
from typing import TypeVar

from lxml import etree

from indexer.errors import ReadError

Element = etree._Element  # noqa: SLF001  # lxml gives its element no public name

XLINK = "{http://www.w3.org/1999/xlink}href"
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
_ENTITY = re.compile(rb"<!ENTITY\b")
_DOCTYPE_SAMPLE = 1 << 16
Handler = TypeVar("Handler")


def parse_xml(data: bytes) -> Element:
    """The root of a document. Raises `ReadError` if it is no well-formed XML, or declares entities of its own."""
    if _ENTITY.search(data[:_DOCTYPE_SAMPLE].replace(b"\0", b"")):
        raise ReadError("declares entities, which are not expanded: save it without a DTD of its own and try again")
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        line = error.lineno or 1
        raise ReadError(
            f"is not well-formed XML: line {line}: {str(error.msg).partition(', try XML_PARSE_HUGE')[0].strip()}; mend or export it again"
        ) from error


def local(element: Element) -> str:
    """The name of an element without its namespace; an entity that was not expanded has none."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def by_name(*rows: tuple[str, Handler]) -> dict[str, Handler]:
    """What to do with elements by their names, from rows of names that are treated alike."""
    return {name: handler for names, handler in rows for name in names.split()}


def entity_text(element: Element) -> str:
    """What an unexpanded entity such as `&alpha;` of a DTD stands for: HTML knows the same names."""
    return html.unescape(str(element.text)) if element.tag is etree.Entity else ""


def words_of(element: Element | None) -> str:
    """All words below an element, white space folded."""
    if element is None:
        return ""
    words = " ".join("".join(map(str, element.itertext())).split())
    return html.unescape(words) if "&" in words else words


def find(element: Element, name: str) -> Element | None:
    """The first element below that is called `name`, whatever its namespace."""
    return next(element.iter("{*}" + name), None)
