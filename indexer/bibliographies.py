"""The bibliography files that a text names and those that a caller adds: opened here, and nowhere else.

A text may name files of its own folder and below it, and no others: what a stranger's text asks for is not fetched
and not looked for elsewhere. What the caller names is opened wherever it lies.
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
class Opened:
    """A bibliography file: its bytes, or why there are none. `given` tells that the caller named it."""

    name: str
    data: bytes | None
    fault: str = ""
    given: bool = False


@dataclass(slots=True)
class Library:
    """The works of several files by key, the first of each, and what is wrong with each file, by its name."""

    references: dict[str, Reference] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)


def open_given(paths: Iterable[str | os.PathLike[str]]) -> tuple[Opened, ...]:
    """The files that a caller names. Raises `ReadError` for one that cannot be read or is no bibliography."""
    from indexer.readers.bibfiles import read_bibliography  # noqa: PLC0415  # most texts name no file

    opened = []
    for path in paths:
        name = printable(os.fspath(path))
        try:
            data = _read(Path(path))
        except OSError as error:
            raise ReadError(f"{name}: cannot be read: {reason(error)}") from error
        except ReadError as error:
            raise ReadError(f"{name}: {error}") from error
        read_bibliography(data, name)
        opened.append(Opened(name, data, given=True))
    return tuple(opened)


def open_wanted(names: Iterable[str], folder: str | None, given: Sequence[Opened]) -> tuple[Opened, ...]:
    """The files that a text in `folder` names, and those given; None is the folder of a text that is no file.

    A file that was given stands for one of the same name that is not there.
    """
    known = {Path(each.name).name for each in given}
    wanted = [_open_beside(name, folder) for name in dict.fromkeys(names)]
    return (*(each for each in wanted if each.data is not None or Path(each.name).name not in known), *given)


def read_library(opened: Iterable[Opened]) -> Library:
    """The works of all files. Whatever is wrong with one is data."""
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


def stamp_of(names: Iterable[str], opened: Iterable[Opened]) -> str:
    """What tells whether the bibliography of a text has changed: a digest, and the names that the text gives."""
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
    from indexer.readers.bibfiles import read_bibliography  # noqa: PLC0415

    found = read_bibliography(data, name)
    return MappingProxyType({key: entry.reference(_NOWHERE) for key, entry in found.entries.items()}), found.faults


def _open_beside(name: str, folder: str | None) -> Opened:
    try:
        return Opened(name, _beside(name, folder))
    except (OSError, ValueError) as error:
        fault = f"cannot be read: {reason(error)}"
    except ReadError as error:
        fault = str(error)
    return Opened(name, None, f"{name}: {fault}; add the file with --bibliography")


def _beside(name: str, folder: str | None) -> bytes:
    if "://" in name:
        raise ReadError("is an address, and nothing is fetched")
    if folder is None:
        raise ReadError("the text is no file, so nothing lies beside it")
    path = os.path.realpath(Path(folder, name))
    if not is_inside(path, os.path.realpath(folder)):
        raise ReadError("lies outside the folder of the text")
    return _read(Path(path))


def _read(path: Path) -> bytes:
    status = path.stat()
    if not stat.S_ISREG(status.st_mode):
        raise ReadError("is not a file")
    if status.st_size > _LARGEST:
        raise ReadError(f"is larger than {_LARGEST >> 20} MB, which no bibliography is")
    return path.read_bytes()
