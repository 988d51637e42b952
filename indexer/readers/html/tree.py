"""HTML trees from untrusted bytes: the result is always a tree or a `ReadError`.

libxml2's HTML parser, through lxml, repairs unclosed elements, expands nothing and fetches nothing. Two things that it does
badly are handled here: thousands of attributes on one element, which take it quadratic time, and elements nested
thousands deep, where it stops silently.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from indexer.errors import ReadError
from indexer.patterns import pattern
from indexer.readers.decoding import decode
from indexer.readers.html.styled import write_bold
from indexer.readers.parsed import Fault
from indexer.readers.xmltree import Element

EPUB_TYPE = "epub:type"
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_HEAD = 4096  # bytes at the start in which a page names its encoding
_DECLARED = pattern(
    rb"<meta\s[^<>]{0,200}?charset\s?=\s?[\"']?\s?([\w.:-]{2,40})|\A\s{0,99}<\?xml\s[^<>]{0,200}?encoding\s?=\s?[\"']([\w.:-]{2,40})",
    re.IGNORECASE,
)
_LONG_TAG = pattern(r"<[A-Za-z][^<>]{4000,}")
_ILLEGAL = pattern("[\0-\x08\x0b\x0e-\x1f\ufffe\uffff]")  # forbidden in XML, and therefore by lxml in changed text
_QUOTED = pattern(r"\"[^\"]*\"|'[^']*'")
_MOST_ATTRIBUTES = 500
_STRIPPED = (  # elements whose content is not text of the page
    "script style template svg button iframe dialog textarea select datalist object canvas audio video map input rp rt"
    " annotation annotation-xml progress meter noscript".split()
)


def parse_html(data: bytes) -> tuple[Element, list[Fault]]:
    """The root of a page without its scripts, styles and controls, and the faults of its bytes.

    Raises `ReadError` for a binary file and for elements nested too deep.
    """
    try:
        text, problems = decode(data, "", _declared(data))
    except ReadError as error:
        raise ReadError(str(error).removeprefix(": ")) from error
    root = _parse(text)
    found = [problem for problem in problems if problem.code == "TXT002"]
    return root, [Fault(problem.code, problem.message, problem.span) for problem in found or problems]


def _parse(text: str) -> Element:
    """The root of a decoded page."""
    parser = etree.HTMLParser(
        encoding="utf-8", huge_tree=True, no_network=True, remove_comments=True, remove_pis=True, compact=False
    )
    source = _LONG_TAG.sub(_fewer_attributes, _ILLEGAL.sub("\ufffd", text)).encode("utf-8", "replace")
    try:
        root = etree.fromstring(source or b"<html/>", parser)
    except etree.XMLSyntaxError:  # without any element, such as a single comment
        root = None
    if any(entry.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for entry in parser.error_log):
        raise ReadError(
            "nests elements more than 2,000 deep, as no real page does: mend it, or convert it to text first"
        )
    if root is None:
        return etree.Element("html")
    write_bold(root)
    etree.strip_elements(root, *_STRIPPED, with_tail=False)
    return root


def _declared(data: bytes) -> str | None:
    match = _DECLARED.search(data[:_HEAD])
    return (match[1] or match[2]).decode("ascii", "replace") if match else None


def _fewer_attributes(match: re.Match[str]) -> str:
    """A tag, without its attributes if there are more of them than on any real page."""
    tag = match.group()
    if len(_QUOTED.sub("", tag).split()) <= _MOST_ATTRIBUTES:
        return tag
    return re.match(r"<[\w:-]{1,40}", tag).group()  # type: ignore[union-attr]


def names(element: Element) -> frozenset[str]:
    """The names that the author gives an element: its classes, roles and EPUB types."""
    get = element.get
    words = f"{get('class', '')} {get('role', '')} {get(EPUB_TYPE, '')} {get('typeof', '')}"
    return frozenset(words.split())


def words_in(element: Element, most: int = 1 << 20) -> str:
    """The text of an element with white space folded, up to about `most` characters."""
    if not len(element):
        return " ".join((element.text or "").split())
    pieces = []
    length = 0
    for piece in element.itertext():
        pieces.append(str(piece))
        length += len(piece)
        if length > most:
            break
    return " ".join("".join(pieces).split())


def before(element: Element, most: int = 12) -> Iterator[str]:
    """The text before an element in its parent, nearest first, of at most `most` siblings."""
    for _ in range(most):
        sibling = element.getprevious()
        if sibling is None:
            parent = element.getparent()
            yield (parent.text or "") if parent is not None else ""
            return
        yield sibling.tail or ""
        yield words_in(sibling, 200)
        element = sibling
