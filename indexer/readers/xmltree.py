"""XML trees from untrusted bytes: no entity is expanded, nothing is fetched, and libxml2 limits depth and size."""

from __future__ import annotations

import html
from typing import TypeVar

from lxml import etree

from indexer.errors import ReadError
from indexer.patterns import pattern

Element = etree._Element  # noqa: SLF001  # lxml gives its element no public name

XLINK = "{http://www.w3.org/1999/xlink}href"
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
_ENTITY = pattern(rb"<!ENTITY\b")
_DOCTYPE_SAMPLE = 1 << 16
Handler = TypeVar("Handler")


def parse_xml(data: bytes) -> Element:
    """The root of a document. Raises `ReadError` if it is not well-formed XML, or declares entities."""
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
    """The name of an element without its namespace; empty for an unexpanded entity."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def by_name(*rows: tuple[str, Handler]) -> dict[str, Handler]:
    """A table of handlers by element name, from rows of names that share one."""
    return {name: handler for names, handler in rows for name in names.split()}


def entity_text(element: Element) -> str:
    """The text of an unexpanded entity such as `&alpha;`, whose name HTML knows too; empty for any other element."""
    return html.unescape(str(element.text)) if element.tag is etree.Entity else ""


def words_of(element: Element | None) -> str:
    """The text of an element with white space folded; empty for None."""
    if element is None:
        return ""
    words = " ".join("".join(map(str, element.itertext())).split())
    return html.unescape(words) if "&" in words else words


def find(element: Element | None, name: str) -> Element | None:
    """The first element at or below `element` with this local name; None if there is none."""
    return None if element is None else next(element.iter("{*}" + name), None)


def child(element: Element | None, name: str) -> Element | None:
    """The first child with this local name; None if there is none."""
    return None if element is None else next((each for each in element if local(each) == name), None)


def attribute(element: Element, name: str) -> str:
    """The value of the attribute with this local name; empty if there is none."""
    return next((str(said) for key, said in element.attrib.items() if str(key).rpartition("}")[2] == name), "")
