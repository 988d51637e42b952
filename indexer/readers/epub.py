"""EPUB (https://www.w3.org/TR/epub-33/): a zip archive of XHTML pages, read in the order of its spine.

Links may lead from page to page: a footnote in `notes.xhtml` is the entry of a marker in any chapter.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import unquote

from indexer.errors import ReadError
from indexer.readers.archive import Archive
from indexer.readers.html import place_faults, read_parts
from indexer.readers.html.footnotes import HtmlPage
from indexer.readers.html.tree import parse_html
from indexer.readers.parsed import Fault, ParsedText
from indexer.readers.xmltree import Element, find, parse_xml, words_of

_PAGES = frozenset({"application/xhtml+xml", "text/html", "application/x-dtbook+xml"})
_FONTS = frozenset({"http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"})  # for fonts, not text
_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"


def read_epub(data: bytes) -> ParsedText:
    """The pages of a book in order. Raises `ReadError` for a broken archive, a protected book and a zip bomb."""
    archive = Archive(data)
    package, folder = _package(archive)
    paths = list(dict.fromkeys(_pages(package, folder)))
    _refuse_if_protected(archive, paths)
    parts: list[HtmlPage] = []
    faults: list[Fault] = []
    for path in paths:
        if (page := archive.read(path)) is not None:
            root, found = parse_html(page)
            parts.append(HtmlPage(path, root))
            faults += found
    if not parts:
        raise ReadError("names no pages that are in it: export it again")
    parsed = read_parts(parts)
    told = (*place_faults(faults, parsed.text or ""), *parsed.faults)
    return replace(parsed, title=words_of(find(package, "title")), faults=told)


def _tree(archive: Archive, path: str) -> Element:
    content = archive.read(path) or b""
    try:
        return parse_xml(content)
    except ReadError as error:
        raise ReadError(f"{path} {error}") from error


def _package(archive: Archive) -> tuple[Element, str]:
    """The description of the book, and the folder that its paths are relative to."""
    path = ""
    if _CONTAINER in archive:
        file = find(_tree(archive, _CONTAINER), "rootfile")
        path = file.get("full-path", "") if file is not None else ""
    if path not in archive:
        path = next((name for name in archive.names if name.endswith(".opf")), "")
    if not path:
        raise ReadError("is not an EPUB: it has no package file (.opf); export it again")
    return _tree(archive, path), posixpath.dirname(path)


def _refuse_if_protected(archive: Archive, pages: list[str]) -> None:
    """Raise `ReadError` if the pages are encrypted. Fonts may be."""
    if _ENCRYPTION not in archive:
        return
    for item in _tree(archive, _ENCRYPTION).iter("{*}EncryptedData"):
        method, file = find(item, "EncryptionMethod"), find(item, "CipherReference")
        if method is not None and method.get("Algorithm") in _FONTS:
            continue
        if file is not None and unquote(file.get("URI", "")) in pages:
            raise ReadError("is protected by DRM, its pages are encrypted: get a copy without")


def _pages(package: Element, folder: str) -> Iterator[str]:
    """The paths of the pages: those of the spine in its order, then those reached only by links, but not the table of contents."""
    manifest: dict[str, str] = {}
    for item in package.iter("{*}item"):
        if item.get("media-type") in _PAGES and "nav" not in item.get("properties", "").split():
            path = posixpath.normpath(posixpath.join(folder, unquote(item.get("href", ""))))
            manifest[item.get("id", path)] = path
    for entry in package.iter("{*}itemref"):
        if (idref := entry.get("idref")) in manifest:
            yield manifest[idref]
    yield from manifest.values()
