"""The index in a folder: its segments, the manifest that lists them, and the answers that they give.

Lists (documents, sources, texts, the claims of a source) and the first plain queries of a process are answered with the
standard library alone; NumPy is loaded for other queries, and for writing. Whoosh is loaded only for writing, for the table
of contents that other programs read.
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from itertools import islice
from typing import TYPE_CHECKING, Protocol, TypeVar

from indexer.errors import NotFound
from indexer.garbage import collecting_seldom
from indexer.index import Facets, Folder, Selection, SortKey, SourceNames, Writer
from indexer.index.failures import translated_errors
from indexer.index.query import Query
from indexer.index.segments import claims, listing, manifest, plain
from indexer.index.segments.manifest import Manifest
from indexer.index.segments.mapped import Mapped
from indexer.index.segments.snapshot import DocumentPlace, OpenSegment, RankedRow, Snapshot, Snapshots, take
from indexer.late import dataclass
from indexer.model import Claim, Document, DocumentSummary, Extraction, Hit, Source
from indexer.reports import Damage, Rebuilt

if TYPE_CHECKING:
    from pathlib import Path

    from indexer.index.segments.briefs import Brief
    from indexer.index.segments.writer import SegmentWriter


class Searches(Protocol):
    """Answers queries for some segments."""

    def count(self, query: Query, selection: Selection) -> int:
        """How many claims match."""

    def top(self, query: Query, selection: Selection, limit: int | None, offset: int) -> Sequence[RankedRow]:
        """The claims that match, the best first, equal ones in document order."""

    def ordered(self, query: Query | None, selection: Selection, limit: int | None, offset: int) -> Sequence[RankedRow]:
        """The claims that match in document order."""

    def briefs(self, query: Query, selection: Selection, limit: int | None, offset: int, sort: SortKey) -> list[Brief]:
        """The ids, statements and scores of the claims that match."""

    def facets(self, query: Query, selection: Selection, limit: int | None) -> Sequence[tuple[str, int]]:
        """The sources of the claims that match and how many of these each has, the most first, then by id."""

    def counts(self, query: Query | None, selection: Selection, limit: int | None) -> Facets:
        """How many matching claims each source, document and attribution has."""


MEMORY = 256 << 20
PLAIN_QUERIES = 2
"""Queries that are answered without NumPy if it is not loaded already: loading it takes longer than they do."""
Answer = TypeVar("Answer")
MakeSearcher = Callable[[Sequence[OpenSegment]], Searches]


@dataclass(frozen=True, slots=True, eq=False)
class FoundRow:
    """A claim that a query found; its record is read when it is asked for."""

    segment: Mapped
    row: int
    score: float

    def claim(self) -> Claim:
        """The claim."""
        return claims.claim(self.segment, self.row)


def create(folder: Path) -> None:
    """An empty index in an empty folder."""
    empty = Manifest(0)
    manifest.write(folder, empty)
    _announce(folder, empty)


def damage(folder: Folder) -> Iterator[Damage]:
    """The parts of the files that are not as they were written."""
    from indexer.index.segments.checking import find_damage  # noqa: PLC0415  # most commands check what they read

    with translated_errors(folder):
        yield from find_damage(folder)


def rebuild(folder: Path, read_anew: Callable[[str, str, str], Extraction], lock_timeout: float) -> Rebuilt:
    """Rebuild the index from the parts of it that are sound."""
    from indexer.index.locking import locked  # noqa: PLC0415
    from indexer.index.segments import rebuilding  # noqa: PLC0415

    with locked(folder, lock_timeout), translated_errors(folder):
        return rebuilding.rebuild(folder, read_anew, _announce, memory=MEMORY)


def migrate(folder: Path, write_mark: Callable[[], None], lock_timeout: float) -> Rebuilt:
    """Rebuild an index of version 0.1.0. Until its mark is written, it stays the old one."""
    from indexer.index.locking import locked  # noqa: PLC0415
    from indexer.index.segments.rebuilding import write_all  # noqa: PLC0415
    from indexer.index.whoosh.older import read_older, remove_older  # noqa: PLC0415

    with locked(folder, lock_timeout), translated_errors(folder):
        made = write_all(folder, read_older(folder), memory=MEMORY)
        write_mark()
        remove_older(folder)
        _announce(folder, manifest.read(folder))
    return made


class SegmentIndex:
    """An `Index` of segments in a folder.

    `searcher` makes what answers queries. A run of changes takes about `memory` bytes before it writes a part of them.
    """

    def __init__(
        self,
        folder: Folder,
        searcher: MakeSearcher | None = None,
        *,
        memory: int = MEMORY,
        frozen: Snapshot | None = None,
    ) -> None:
        self._folder = folder
        self._snapshots = Snapshots(folder, frozen)
        self._memory = memory
        self._make_searcher = searcher or _vectorised
        self._searcher: tuple[Snapshot, Searches] | None = None
        self._asked = 0
        with translated_errors(folder):
            self._snapshots.current()

    @property
    def commit(self) -> str:
        """The name of the last commit."""
        with translated_errors(self._folder):
            return self._snapshots.current().manifest.name()

    def frozen(self) -> SegmentIndex:
        """An index that reads only the last commit as of now."""
        with translated_errors(self._folder):
            snapshot = self._snapshots.current()
        return SegmentIndex(self._folder, self._make_searcher, memory=self._memory, frozen=snapshot)

    def writer(self, lock_timeout: float, memory: int | None = None) -> AbstractContextManager[Writer]:
        """One commit, or none if the block raises; `IndexLocked` after `lock_timeout` seconds."""
        return self._write(lock_timeout, memory or self._memory)

    @contextlib.contextmanager
    def _write(self, lock_timeout: float, memory: int) -> Iterator[SegmentWriter]:
        from pathlib import Path  # noqa: PLC0415  # slow to load too

        from indexer.index.locking import locked  # noqa: PLC0415  # reading needs no lock
        from indexer.index.segments.writer import SegmentWriter, cancelling  # noqa: PLC0415  # and no NumPy

        folder = Path(self._folder)
        with locked(folder, lock_timeout), collecting_seldom():
            with translated_errors(self._folder):
                # Opened anew: a file that is gone must not be named again because it is still open here.
                writer = SegmentWriter(folder, take(folder), _announce, memory=memory)
            with cancelling(writer):
                yield writer
                with translated_errors(self._folder):
                    writer.commit()

    def digests(self) -> Mapping[str, str]:
        """The digest of every document, by uri."""
        with translated_errors(self._folder):
            return listing.digests(self._folder, self._snapshots.current())

    def search(
        self, query: Query, selection: Selection, *, limit: int | None, offset: int = 0, sort: SortKey = "score"
    ) -> Iterator[Hit]:
        """The claims that match, best first or in document order."""
        from indexer.index.matching import highlight  # noqa: PLC0415  # only hits are highlighted

        for row in self.rows(query, selection, limit=limit, offset=offset, sort=sort):
            with translated_errors(self._folder):
                claim = row.claim()
            yield Hit(claim, row.score, highlight(query, claim.statement))

    def rows(
        self, query: Query, selection: Selection, *, limit: int | None, offset: int = 0, sort: SortKey = "score"
    ) -> Iterator[FoundRow]:
        """What `search` finds, for programs that read only some of the claims, or need no highlights."""
        with translated_errors(self._folder):
            snapshot = self._snapshots.current()
            found: Sequence[RankedRow] | None = None
            if sort == "score" and limit is not None:
                found = self._plainly(lambda: plain.top(snapshot.segments, query, selection, limit, offset))
            if found is None:
                searcher = self._searching(snapshot)
                answer = searcher.ordered if sort == "document" else searcher.top
                found = answer(query, selection, limit, offset)
        for each in found:
            yield FoundRow(snapshot.segments[each.segment].mapped, each.row, each.score)

    def briefs(
        self, query: Query, selection: Selection, *, limit: int | None, offset: int = 0, sort: SortKey = "score"
    ) -> list[Brief]:
        """What `search` finds, for programs that only need the ids and statements of claims."""
        with translated_errors(self._folder):
            return self._searching(self._snapshots.current()).briefs(query, selection, limit, offset, sort)

    def count(self, query: Query, selection: Selection) -> int:
        """How many claims match."""
        with translated_errors(self._folder):
            snapshot = self._snapshots.current()
            found = self._plainly(lambda: plain.count(snapshot.segments, query, selection))
            return self._searching(snapshot).count(query, selection) if found is None else found

    def facets(self, query: Query, selection: Selection, limit: int | None) -> list[tuple[str, int]]:
        """The sources of the claims that match and how many of these each has, the most first, then by id."""
        with translated_errors(self._folder):
            return list(self._searching(self._snapshots.current()).facets(query, selection, limit))

    def counts(self, query: Query | None, selection: Selection, limit: int | None) -> Facets:
        """How many matching claims each source, document and attribution has; without a query, of all selected."""
        with translated_errors(self._folder):
            return self._searching(self._snapshots.current()).counts(query, selection, limit)

    def claims(self, selection: Selection, *, limit: int | None = None, offset: int = 0) -> Iterator[Claim]:
        """Every claim selected, in document order; at most `limit`, after the first `offset`."""
        with translated_errors(self._folder):
            snapshot = self._snapshots.current()
            if limit is not None:
                for each in self._searching(snapshot).ordered(None, selection, limit, offset):
                    yield claims.claim(snapshot.segments[each.segment].mapped, each.row)
                return
            for segment, row in islice(listing.selected(snapshot, selection), offset, None):
                yield claims.claim(segment.mapped, row)

    def claim_range(self, uri: str, start: int, end: int) -> Iterator[Claim]:
        """The claims of one document from ordinal `start` up to `end`."""
        with translated_errors(self._folder):
            place = self._snapshots.current().find(uri)
            if place is not None:
                for row in listing.claim_rows(place, start, end):
                    yield claims.claim(place.segment.mapped, row)

    def claims_between(self, uri: str, start: int, end: int) -> Iterator[Claim]:
        """The claims of one document that begin within a stretch of its text."""
        with translated_errors(self._folder):
            place = self._snapshots.current().find(uri)
            if place is not None:
                for row in listing.rows_between(place, start, end):
                    yield claims.claim(place.segment.mapped, row)

    def documents(self, uri: str | None = None) -> Iterator[DocumentSummary]:
        """Every document, in the order of uris; if a uri is given, only that one."""
        with translated_errors(self._folder):
            yield from listing.summaries(self._snapshots.current(), uri)

    def sources(self, *documents: str) -> Iterator[Source]:
        """Every source, in the order of ids; if uris are given, only of these documents."""
        with translated_errors(self._folder):
            yield from listing.sources(self._snapshots.current(), documents)

    def has_source(self, source_id: str) -> bool:
        """Whether a claim or a reference names a source."""
        with translated_errors(self._folder):
            return listing.has_source(self._snapshots.current(), source_id)

    def dois(self) -> Mapping[str, str]:
        """The addresses of DOIs."""
        with translated_errors(self._folder):
            return listing.dois(self._snapshots.current())

    def works(self, source_ids: Iterable[str], uri: str | None = None) -> Mapping[str, SourceNames]:
        """What a document says about sources, or the first document with a claim on each."""
        with translated_errors(self._folder):
            return listing.works(self._snapshots.current(), source_ids, uri)

    def years(self) -> Mapping[str, int]:
        """The year in which each source was published."""
        with translated_errors(self._folder):
            return listing.years(self._snapshots.current())

    def grouped(self, groups: Mapping[str, str]) -> Mapping[str, int]:
        """How many claims rest on any source of each group."""
        with translated_errors(self._folder):
            return listing.grouped(self._snapshots.current(), groups)

    def stored(self, uri: str) -> Document:
        """A document as it was written, or `NotFound`."""
        with translated_errors(self._folder):
            place = self._place(uri)
            return claims.whole(place.segment.mapped, place.document)

    def close(self) -> None:
        """Close all files, except those of iterators that still run."""
        self._snapshots.close()
        self._searcher = None

    def _place(self, uri: str) -> DocumentPlace:
        place = self._snapshots.current().find(uri)
        if place is None:
            raise NotFound(f"There is no document {uri} in the index. `indexer documents` lists them.")
        return place

    def _searching(self, snapshot: Snapshot) -> Searches:
        """The searcher for a snapshot."""
        if self._searcher is None or self._searcher[0] is not snapshot:
            self._searcher = snapshot, self._make_searcher(snapshot.segments)
        return self._searcher[1]

    def _plainly(self, answer: Callable[[], Answer]) -> Answer | None:
        """What `answer` gives, without NumPy; None if it cannot answer, or if NumPy is the faster way."""
        if self._asked >= PLAIN_QUERIES or "numpy" in sys.modules:
            return None
        self._asked += 1
        try:
            return answer()
        except plain.Beyond:
            return None


def _announce(folder: Path, committed: Manifest) -> None:
    from indexer.index.whoosh.contents import announce  # noqa: PLC0415  # the engine is slow to import

    announce(folder, committed)


def _vectorised(segments: Sequence[OpenSegment]) -> Searches:
    from indexer.index.segments.searching import Searcher  # noqa: PLC0415  # NumPy is slow to import

    return Searcher(segments)
