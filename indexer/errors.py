"""The one tree of errors that failed calls raise. Each message says what to do next; causes are chained.

IndexerError
├── ReadError            a text cannot be read
│   └── UnknownFormat    its format is none that is read
├── IndexFailure
│   ├── IndexNotFound    no index there
│   ├── IndexLocked      another process writes
│   ├── IndexVersion     made by another version
│   ├── IndexDamaged     its files cannot be read
│   └── IndexDiffers     a copy is not what it was copied from
├── QueryError           a query that is none (also a ValueError)
├── QueryTooSlow         a query that takes longer than it may
├── SettingsError        settings of an audit that are none (also a ValueError)
├── ServerError          nothing can be served at an address
├── ParameterError       a parameter of a call or a request that cannot be followed (also a ValueError)
└── NotFound             an unknown document, claim or source (also a LookupError)
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

HINTED = 5000
"""Names that are looked through for a close one."""


class IndexerError(Exception):
    """Root of all errors that this package raises on purpose."""


class ReadError(IndexerError):
    """A text cannot be read; the message names the file."""


class UnknownFormat(ReadError):
    """The name promises a format that several kinds of file share, and the content is of no kind that is read."""


class IndexFailure(IndexerError):
    """The index as a whole does not answer."""


class IndexNotFound(IndexFailure):
    """There is no index at the place named."""


class IndexLocked(IndexFailure):
    """Another process is writing to the index."""


class IndexVersion(IndexFailure):
    """The index was made by a version with another schema."""


class IndexDamaged(IndexFailure):
    """Files of the index are missing or unreadable."""


class IndexDiffers(IndexFailure):
    """An index does not hold what was copied into it; the message names the documents."""


class QueryError(IndexerError, ValueError):
    """A query that cannot be understood. `position` is the offset in the query where it goes wrong."""

    def __init__(self, message: str, position: int = 0) -> None:
        super().__init__(message)
        self.position = position

    def __reduce__(self) -> tuple[type[QueryError], tuple[str, int]]:
        return type(self), (str(self), self.position)


class QueryTooSlow(IndexerError):
    """A query that takes longer than whoever answers it has time."""


class SettingsError(IndexerError, ValueError):
    """Settings of an audit that cannot be followed."""


class ServerError(IndexerError):
    """Nothing can be served at the address named."""


class ParameterError(IndexerError, ValueError):
    """A parameter of a call or a request that cannot be followed; `name` is the one."""

    def __init__(self, message: str, name: str = "") -> None:
        super().__init__(message)
        self.name = name

    def __reduce__(self) -> tuple[type[ParameterError], tuple[str, str]]:
        return type(self), (str(self), self.name)


class NotFound(IndexerError, LookupError):
    """No such document, claim or source; the message names what to try."""


def assert_one_of(name: str, value: str, known: Iterable[str]) -> None:
    """Raise `ParameterError` for a value that a parameter cannot have."""
    if value not in known:
        raise ParameterError(f"{name} is {value!r}: use one of {', '.join(known)}", name)


def hint(name: str, known: Iterable[str]) -> str:
    """What a message says of the names that are close to one that is unknown; nothing if none is."""
    import difflib  # noqa: PLC0415  # for who has misspelt

    close = difflib.get_close_matches(name, list(islice(known, HINTED)), n=3, cutoff=0.6)
    return either(close) if close else ""


def either(names: Sequence[str]) -> str:
    """What a message says of some names, one of which may be meant."""
    return "; there is " + ", ".join(names[:3]) + (", …" if len(names) > 3 else "")


def as_typed(name: str) -> str:
    """A name as a shell takes it, in a command that a message names."""
    import shlex  # noqa: PLC0415  # for who is told what to do next

    return shlex.quote(name)
