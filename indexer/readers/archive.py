"""Zip archives from strangers: members are read by name into memory, within limits, and nothing is written."""

from __future__ import annotations

import io
import zipfile
import zlib

from indexer.errors import ReadError

MOST_BYTES = 64 << 20  # of one member; the text of a long book takes a few MB
MOST_RATIO = 400  # of a member's size to its size in the archive; XML shrinks to a tenth, at times to a hundredth
_RATIO_FROM = 1 << 20  # bytes: small members may shrink as they like
MOST_TAGS = 4_000_000  # of one member; a tree takes some 200 bytes for each
MOST_MEMBERS = 20_000
_ENTRY = b"PK\x01\x02"
_ENCRYPTED = 1  # bit of a member's flags
_BROKEN = "is not a readable ZIP archive, or is cut short: save or fetch it again"


class Archive:
    """The members of a zip archive, by name. Raises `ReadError` for anything else."""

    def __init__(self, data: bytes) -> None:
        if data.count(_ENTRY) > MOST_MEMBERS:
            raise ReadError(f"holds more than {MOST_MEMBERS:,} files: save it again without what is not text")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, EOFError, OSError, NotImplementedError) as error:
            raise ReadError(_BROKEN) from error
        self.names = frozenset(self._zip.namelist())

    def read(self, name: str) -> bytes | None:
        """The bytes of a member, None if there is none. Raises `ReadError` if it is encrypted, broken or too large."""
        if name not in self.names:
            return None
        info = self._zip.getinfo(name)
        if info.flag_bits & _ENCRYPTED:
            raise ReadError("is encrypted: save it without a password and try again")
        most = MOST_BYTES
        if info.compress_size * MOST_RATIO < most:
            most = max(_RATIO_FROM, info.compress_size * MOST_RATIO)
        try:
            with self._zip.open(info) as member:
                data = member.read(most + 1)
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            OSError,
            ValueError,
            RuntimeError,
            NotImplementedError,
        ) as error:
            raise ReadError(_BROKEN) from error
        if len(data) > most:
            raise ReadError(f"unpacks to more than {most >> 20} MB ({name}): it is damaged, or made to exhaust memory")
        if data.count(b"<") > MOST_TAGS:
            raise ReadError(f"has more than {MOST_TAGS:,} tags ({name}): it is damaged, or made to exhaust memory")
        return data
