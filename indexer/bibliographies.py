"""The bibliography files that a text names and those that a caller adds: opened here, and nowhere else.

A text may name files in its own folder and below it, but no others: texts come from strangers. What the caller names is
opened wherever it is.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from indexer.errors import ReadError
from indexer.files import is_inside, printable, reason
from indexer.late import dataclass, field
from indexer.model import Reference, Span

if TYPE_CHECKING:
    from collections.abc import Mapping

_NOWHERE = Span(0, 0)
_LARGEST = 1 << 26  # bytes: the largest file that is read


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """A bibliography file: its bytes, or None and the `fault`. `given` says that the caller named it."""

    name: str
    data: bytes | None
    fault: str = ""
    given: bool = False


@dataclass(slots=True)
class Library:
    """The works of several files by key, the first one of each key, and the faults of each file by its name."""

    references: dict[str, Reference] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)


def open_given(paths: Iterable[str | os.PathLike[str]]) -> tuple[OpenedFile, ...]:
    """The files that a caller names, in order. Raises `ReadError` for one that cannot be read or is not a bibliography."""
    opened = []
    for path in paths:
        name = printable(os.fspath(path))
        try:
            data = _read(Path(path))
        except OSError as error:
            raise ReadError(f"{name}: cannot be read: {reason(error)}") from error
        except ReadError as error:
            raise ReadError(f"{name}: {error}") from error
        _references(data, name)
        opened.append(OpenedFile(name, data, given=True))
    return tuple(opened)


def open_wanted(names: Iterable[str], folder: str | None, given: Sequence[OpenedFile]) -> tuple[OpenedFile, ...]:
    """The files that a text in `folder` names, followed by those given; `folder` is None for a text that is not a file.

    A given file takes the place of one of the same name that cannot be opened.
    """
    known = {Path(each.name).name for each in given}
    wanted = [_open_beside(name, folder) for name in dict.fromkeys(names)]
    return (*(each for each in wanted if each.data is not None or Path(each.name).name not in known), *given)


def read_library(opened: Iterable[OpenedFile]) -> Library:
    """The works of all files. Faults of files are data, and not raised."""
    library = Library()
    for each in opened:
        if each.data is None:
            library.faults[each.name] = each.fault
            continue
        try:
            references, faults = _references(each.data, each.name)
        except ReadError as error:
            library.faults[each.name] = str(error)
            continue
        for key, reference in references.items():
            library.references.setdefault(key, reference)
        if faults:
            library.faults[each.name] = f"{each.name}: {'; '.join(faults)}"
    return library


def stamp_of(names: Iterable[str], opened: Iterable[OpenedFile]) -> str:
    """A stamp that changes when the bibliography of a text does: a digest, and the names that the text gives."""
    digest = hashlib.sha256()
    for each in opened:
        content = b"" if each.data is None else hashlib.sha256(each.data).digest()
        digest.update(Path(each.name).name.encode("utf-8", "surrogatepass") + b"\0" + content + b"\0")
    return "/".join((digest.hexdigest(), *(quote(name, safe="") for name in names)))


def names_in(stamp: str) -> tuple[str, ...]:
    """The names in a stamp."""
    return tuple(map(unquote, stamp.split("/")[1:]))


@lru_cache(maxsize=8)
def _references(data: bytes, name: str) -> tuple[Mapping[str, Reference], tuple[str, ...]]:
    from indexer.readers.bibfiles import read_bibliography  # noqa: PLC0415  # most runs have no such file

    found = read_bibliography(data, name)
    return MappingProxyType({key: entry.reference(_NOWHERE) for key, entry in found.entries.items()}), found.faults


def _open_beside(name: str, folder: str | None) -> OpenedFile:
    try:
        return OpenedFile(name, _beside(name, folder))
    except (OSError, ValueError) as error:
        fault = f"cannot be read: {reason(error)}"
    except ReadError as error:
        fault = str(error)
    return OpenedFile(name, None, f"{name}: {fault}; add the file with --bibliography")


def _beside(name: str, folder: str | None) -> bytes:
    if "://" in name:
        raise ReadError("is an address, and nothing is downloaded")
    if folder is None:
        raise ReadError("the text is not a file, so there is no folder to look in")
    path = os.path.realpath(Path(folder, name))
    if not is_inside(path, os.path.realpath(folder)):
        raise ReadError("lies outside the folder of the text")
    return _read(Path(path))


def _read(path: Path) -> bytes:
    status = path.stat()
    if not stat.S_ISREG(status.st_mode):
        raise ReadError("is not a file")
    if status.st_size > _LARGEST:
        raise ReadError(f"is larger than {_LARGEST >> 20} MB, the most that is read of a bibliography")
    return path.read_bytes()
