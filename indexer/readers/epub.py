"""EPUB (https://www.w3.org/TR/epub-33/): a ZIP archive of XHTML pages, read in the order of its spine.

Links lead across its pages: a footnote in `notes.xhtml` is the entry of a marker in any chapter. Nothing but the standard
library and the HTML reader is needed.
"""

from __future__ import annotations

import io
import lzma
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import unquote

from indexer.errors import ReadError
from indexer.late import dataclass
from indexer.readers.html import place_faults, read_parts
from indexer.readers.html.footnotes import Part
from indexer.readers.html.tree import parse_html
from indexer.readers.sketch import Fault, Sketch
from indexer.readers.xmltree import Element, find, parse_xml, words_of

_MOST_BYTES = 256 << 20  # of all pages together, unpacked
_MOST_RATIO = 500  # how far a large file may be packed: text reaches 10, a bomb 1,000
_LARGE = 1 << 20
_PAGES = frozenset({"application/xhtml+xml", "text/html", "application/x-dtbook+xml"})
_FONTS = frozenset({"http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"})  # hides fonts, not texts
_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    RuntimeError,
    KeyError,
)


def read_epub(data: bytes) -> Sketch:
    """The pages of a book in order. Raises `ReadError` for a broken archive, a protected book and a ZIP bomb."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except _BROKEN as error:
        raise ReadError(f"is not an EPUB, or is a broken one: {error}; download or export it again") from error
    with archive:
        book = _Book(archive)
        package, folder = book.package()
        paths = list(dict.fromkeys(_pages(package, folder)))
        book.refuse_if_protected(paths)
        parts: list[Part] = []
        faults: list[Fault] = []
        for path in paths:
            if book.has(path):
                root, found = parse_html(book.read(path))
                parts.append(Part(path, root))
                faults += found
    if not parts:
        raise ReadError("names no pages that are in it: export it again")
    sketch = read_parts(parts)
    told = (*place_faults(faults, sketch.text or ""), *sketch.faults)
    return replace(sketch, title=words_of(find(package, "title")), faults=told)


@dataclass(slots=True)
class _Book:
    """An archive whose files are read within bounds; `left` is how many bytes may still be unpacked."""

    archive: zipfile.ZipFile
    left: int = _MOST_BYTES

    def has(self, path: str) -> bool:
        return path in self.archive.NameToInfo

    def read(self, path: str) -> bytes:
        try:
            info = self.archive.getinfo(path)
            is_bomb = info.file_size > _LARGE and info.file_size > _MOST_RATIO * info.compress_size
            with self.archive.open(info) as file:
                data = b"" if is_bomb else file.read(self.left + 1)
        except _BROKEN as error:
            raise ReadError(f"{path} cannot be unpacked: {error}; download or export the book again") from error
        self.left -= len(data)
        if is_bomb or self.left < 0:
            raise ReadError(f"{path} unpacks to more than any book holds, so it is not read: it may be a ZIP bomb")
        return data

    def tree(self, path: str) -> Element:
        try:
            return parse_xml(self.read(path))
        except ReadError as error:
            raise ReadError(f"{path} {str(error).removeprefix(f'{path} ')}") from error

    def package(self) -> tuple[Element, str]:
        """The description of the book, and the folder that its paths start from."""
        path = ""
        if self.has(_CONTAINER):
            file = find(self.tree(_CONTAINER), "rootfile")
            path = file.get("full-path", "") if file is not None else ""
        if not self.has(path):
            path = next((name for name in self.archive.namelist() if name.endswith(".opf")), "")
        if not path:
            raise ReadError("is not an EPUB: it has no package file (.opf); export it again")
        return self.tree(path), posixpath.dirname(path)

    def refuse_if_protected(self, pages: list[str]) -> None:
        """Raise `ReadError` if the pages are encrypted. Fonts may be."""
        if not self.has(_ENCRYPTION):
            return
        for item in self.tree(_ENCRYPTION).iter("{*}EncryptedData"):
            method, file = find(item, "EncryptionMethod"), find(item, "CipherReference")
            if method is not None and method.get("Algorithm") in _FONTS:
                continue
            if file is not None and unquote(file.get("URI", "")) in pages:
                raise ReadError("is protected by DRM, its pages are encrypted: get a copy without")


def _pages(package: Element, folder: str) -> Iterator[str]:
    """The paths of the pages: those of the spine in its order, then those that only links lead to; not the contents."""
    manifest: dict[str, str] = {}
    for item in package.iter("{*}item"):
        if item.get("media-type") in _PAGES and "nav" not in item.get("properties", "").split():
            path = posixpath.normpath(posixpath.join(folder, unquote(item.get("href", ""))))
            manifest[item.get("id", path)] = path
    for entry in package.iter("{*}itemref"):
        if (idref := entry.get("idref")) in manifest:
            yield manifest[idref]
    yield from manifest.values()
