"""Zip archives from untrusted sources: members are read into memory by name, within limits; nothing is written."""

from __future__ import annotations

import io
import lzma
import struct
import zipfile
import zlib

from indexer.errors import ReadError
from indexer.readers.xmltree import Element, parse_xml

_MOST_BYTES = 64 << 20  # of one member; the text of a long book takes a few MB
_MOST_BYTES_IN_ALL = 256 << 20
_MOST_RATIO = 400  # of the size of a member to its packed size; XML shrinks to a tenth, sometimes to a hundredth
_RATIO_FROM = 1 << 20  # bytes: smaller members may shrink to anything
_MOST_TAGS = 4_000_000  # of one member; in a tree each takes some 200 bytes
_MOST_MEMBERS = 20_000
_ENTRY = b"PK\x01\x02"
_ENCRYPTED = 1  # bit of a member's flags
_BROKEN = "is not a readable ZIP archive, or is cut short: save or fetch it again"
_ERRORS = (  # what the standard library raises for archives that are broken in one way or another
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    RuntimeError,  # NotImplementedError for unknown compression among them
)


class Archive:
    """The members of a zip archive; `names` are theirs, in its order. Raises `ReadError` for anything else."""

    def __init__(self, data: bytes) -> None:
        if data.count(_ENTRY) > _MOST_MEMBERS:
            raise ReadError(f"holds more than {_MOST_MEMBERS:,} files: save it again without what is not text")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _ERRORS as error:
            raise ReadError(_BROKEN) from error
        self.names = tuple(self._zip.namelist())
        self.broken: list[str] = []
        """The members that `tree` could not parse."""
        self._left = _MOST_BYTES_IN_ALL

    def __contains__(self, name: str) -> bool:
        return name in self._zip.NameToInfo

    def tree(self, name: str) -> Element | None:
        """The root of a member that is XML; None if it is missing, empty or broken. Raises `ReadError` as `read` does."""
        content = self.read(name)
        try:
            return parse_xml(content) if content else None
        except ReadError:
            self.broken.append(name)
            return None

    def read(self, name: str) -> bytes | None:
        """The bytes of a member; None if there is none. Raises `ReadError` if it is encrypted, broken or too large."""
        if name not in self:
            return None
        info = self._zip.getinfo(name)
        if info.flag_bits & _ENCRYPTED:
            raise ReadError("is encrypted: save it without a password and try again")
        most = min(_MOST_BYTES, self._left, max(_RATIO_FROM, info.compress_size * _MOST_RATIO))
        try:
            with self._zip.open(info) as member:
                data = member.read(most + 1)
        except _ERRORS as error:
            raise ReadError(_BROKEN) from error
        if len(data) > most:
            raise ReadError(f"unpacks to more than {most >> 20} MB ({name}): it is damaged, or made to exhaust memory")
        if data.count(b"<") > _MOST_TAGS:
            raise ReadError(f"has more than {_MOST_TAGS:,} tags ({name}): it is damaged, or made to exhaust memory")
        self._left -= len(data)
        return data
