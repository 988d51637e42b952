"""The contract between the corpus and the engine that stores it.

Every backend in `BACKENDS` is an `Index`, and passes the same tests as a list-based oracle.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Literal, Protocol, TypeAlias

from indexer.index.query import Query
from indexer.late import dataclass
from indexer.model import Attribution, Claim, Document, DocumentSummary, Extraction, Hit, Source

if TYPE_CHECKING:
    import os

SortKey = Literal["score", "document"]
Folder: TypeAlias = "str | os.PathLike[str]"


@dataclass(frozen=True, slots=True)
class Selection:
    """A filter on claims: every field that is not None must match. An empty set selects nothing.

    A claim has a source if its `source_ids` (direct or inherited) contain one of these.
    """

    source_ids: frozenset[str] | None = None
    documents: frozenset[str] | None = None
    attributions: frozenset[Attribution] | None = None


@dataclass(frozen=True, slots=True)
class Facets:
    """The number of claims that match a query, and how many of them each source, document and attribution has.

    The most come first, equal ones by name; attributions as `Attribution` has them.
    """

    claims: int
    sources: tuple[tuple[str, int], ...]
    documents: tuple[tuple[str, int], ...]
    attributions: tuple[tuple[Attribution, int], ...]


@dataclass(frozen=True, slots=True)
class SourceNames:
    """The names of a source, without its counts."""

    id: str
    title: str | None
    url: str | None
    doi: str | None


class Aside(Protocol):
    """Writes documents in a process that does not hold the lock; the process that does adopts what was written."""

    def put(self, extraction: Extraction) -> None:
        """Add a document."""

    def finish(self) -> list[str]:
        """End writing, and return what `Writer.adopt` takes."""


class Writer(Protocol):
    """Makes changes that become visible together when the `with` block of `Index.writer` ends without an error."""

    def put(self, extraction: Extraction) -> None:
        """Add a document with its claims, or replace the document with the same uri."""

    def delete(self, uri: str) -> None:
        """Remove a document and its claims; an unknown uri is ignored."""

    def aside(self, share: int) -> Callable[[], Aside]:
        """A function that makes a writer in another process, and can be pickled. `share` is how many such writers there will be."""

    def adopt(self, names: Iterable[str]) -> None:
        """Add what a writer in another process has written, as if its documents were put now."""


class Index(Protocol):
    """A store of documents and their claims. Reading methods see the last commit.

    Any method may raise `IndexDamaged`.
    """

    @property
    def commit(self) -> str:
        """The name of the last commit, which is different for each."""

    def frozen(self) -> Index:
        """An index that always reads the last commit as of now, whatever is committed later."""

    def writer(self, lock_timeout: float, memory: int | None = None) -> AbstractContextManager[Writer]:
        """One commit, or none if the block raises. Waits up to `lock_timeout` seconds, then `IndexLocked`.

        `memory` is the approximate number of bytes to keep before a part is written.
        """

    def digests(self) -> Mapping[str, str]:
        """The digest of the bytes of every document, by uri."""

    def search(
        self, query: Query, selection: Selection, *, limit: int | None, offset: int = 0, sort: SortKey = "score"
    ) -> Iterator[Hit]:
        """The claims that match, best first (ties in document order) or in document order."""

    def count(self, query: Query, selection: Selection) -> int:
        """How many claims match."""

    def counts(self, query: Query | None, selection: Selection, limit: int | None) -> Facets:
        """How many of the matching claims each source, document and attribution has; without a query, of all claims selected.

        At most `limit` sources and `limit` documents are given.
        """

    def claims(self, selection: Selection, *, limit: int | None = None, offset: int = 0) -> Iterator[Claim]:
        """Every claim selected, in document order: by uri, then by ordinal. At most `limit`, after the first `offset`."""

    def claim_range(self, uri: str, start: int, end: int) -> Iterator[Claim]:
        """The claims of one document with `start <= ordinal < end`, in order."""

    def claims_between(self, uri: str, start: int, end: int) -> Iterator[Claim]:
        """The claims of one document whose spans begin at an offset from `start` up to `end`, in order."""

    def documents(self, uri: str | None = None) -> Iterator[DocumentSummary]:
        """Every document, in the order of uris; if a uri is given, only that one."""

    def sources(self, *documents: str) -> Iterator[Source]:
        """Every source that a claim or a reference names, in the order of ids; if uris are given, only of these documents."""

    def has_source(self, source_id: str) -> bool:
        """Whether a claim or a reference names a source, so that `sources` has it."""

    def dois(self) -> Mapping[str, str]:
        """The URL of each source whose id is a DOI and for which references give one, by source id; the same as in `sources`."""

    def works(self, source_ids: Iterable[str], uri: str | None = None) -> Mapping[str, SourceNames]:
        """The sources as the references of a document name them, by id; without a uri, as those of the first document with a claim on each.

        A source that no reference names gets its names from its id.
        """

    def years(self) -> Mapping[str, int]:
        """The year in which each source was published, by source id, if any reference gives it: the one that most documents give, of several the earliest."""

    def grouped(self, groups: Mapping[str, str]) -> Mapping[str, int]:
        """How many claims rest on any source of each group. `groups` maps source ids to groups."""

    def stored(self, uri: str) -> Document:
        """A document as it was written: text, blocks and references; `problems` are all that extraction found.

        Raises `NotFound`.
        """

    def close(self) -> None:
        """Close all files."""
