"""The one tree of errors that failed calls raise. Each message says what to do next; causes are chained.

IndexerError
├── ReadError            a text cannot be read
│   └── UnknownFormat    it has none of the formats that are read
├── IndexFailure
│   ├── IndexNotFound    there is no index
│   ├── IndexLocked      another process is writing
│   ├── IndexVersion     made by another version
│   ├── IndexDamaged     its files cannot be read
│   └── IndexDiffers     a copy differs from its original
├── QueryError           an invalid query (also a ValueError)
├── QueryTooSlow         a query that takes longer than allowed
├── SettingsError        invalid settings of an audit (also a ValueError)
├── ServerError          nothing can be served at an address
├── ParameterError       an invalid parameter of a call or a request (also a ValueError)
└── NotFound             an unknown document, claim or source (also a LookupError)
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

HINTED = 5000
"""Known names that are compared with a misspelt one, at most."""


class IndexerError(Exception):
    """Root of all errors that this package raises on purpose."""


class ReadError(IndexerError):
    """A text cannot be read; the message names the file."""


class UnknownFormat(ReadError):
    """Several formats share the suffix of the file, and its content has none of them."""


class IndexFailure(IndexerError):
    """The index as a whole cannot be used."""


class IndexNotFound(IndexFailure):
    """There is no index at the folder or address."""


class IndexLocked(IndexFailure):
    """Another process is writing to the index."""


class IndexVersion(IndexFailure):
    """The index was made by a version with another schema."""


class IndexDamaged(IndexFailure):
    """Files of the index are missing or unreadable."""


class IndexDiffers(IndexFailure):
    """An index differs from the one that was copied into it; the message names the documents."""


class QueryError(IndexerError, ValueError):
    """A query that cannot be understood. `position` is the offset of the fault in the query, in code points."""

    def __init__(self, message: str, position: int = 0) -> None:
        super().__init__(message)
        self.position = position

    def __reduce__(self) -> tuple[type[QueryError], tuple[str, int]]:
        return type(self), (str(self), self.position)


class QueryTooSlow(IndexerError):
    """A query that takes longer than the caller allows."""


class SettingsError(IndexerError, ValueError):
    """Settings of an audit that are unknown, contradictory or unreadable."""


class ServerError(IndexerError):
    """Nothing can be served at the address."""


class ParameterError(IndexerError, ValueError):
    """A parameter of a call or a request has an invalid value; `name` is the parameter's."""

    def __init__(self, message: str, name: str = "") -> None:
        super().__init__(message)
        self.name = name

    def __reduce__(self) -> tuple[type[ParameterError], tuple[str, str]]:
        return type(self), (str(self), self.name)


class NotFound(IndexerError, LookupError):
    """No such document, claim or source; the message names what to try."""


def assert_one_of(name: str, value: str, known: Iterable[str]) -> None:
    """Raise `ParameterError` if the value of the parameter `name` is not one of the known ones."""
    if value not in known:
        raise ParameterError(f"{name} is {value!r}: use one of {', '.join(known)}", name)


def hint(name: str, known: Iterable[str]) -> str:
    """The part of a message that suggests names close to an unknown one; empty if none is close."""
    import difflib  # noqa: PLC0415  # needed only for misspelt names

    close = difflib.get_close_matches(name, list(islice(known, HINTED)), n=3, cutoff=0.6)
    return either(close) if close else ""


def either(names: Sequence[str]) -> str:
    """The part of a message that suggests some of these names."""
    return "; there is " + ", ".join(names[:3]) + (", …" if len(names) > 3 else "")


def as_typed(name: str) -> str:
    """A name as a shell takes it, in a command that a message names."""
    import shlex  # noqa: PLC0415  # for who is told what to do next

    return shlex.quote(name)
