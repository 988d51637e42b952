"""One committed state of an index, opened: its segments, and which of their documents are dead.

Standard library only. Files are closed when nothing reads them any more, so a running iterator keeps its own, whatever is
committed in the meantime.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from heapq import merge
from typing import TYPE_CHECKING, NamedTuple

from indexer.errors import IndexDamaged
from indexer.index.segments import manifest
from indexer.index.segments.layout import encoded
from indexer.index.segments.manifest import Manifest, SegmentEntry
from indexer.index.segments.mapped import Mapped
from indexer.late import dataclass

if TYPE_CHECKING:
    from indexer.index import Folder

ATTEMPTS = 20
"""How often a commit may remove a file between the reading of its name and its opening."""


@dataclass(frozen=True, slots=True, eq=False)
class OpenSegment:
    """A live segment: `dead` is the bitmap of its dead documents (see `manifest`), or None if all of them are live."""

    entry: SegmentEntry
    mapped: Mapped
    dead: bytes | None

    def is_dead(self, document: int) -> bool:
        """Whether a document was replaced or deleted."""
        return self.dead is not None and bool(self.dead[document >> 3] >> (document & 7) & 1)

    def documents(self) -> Iterator[int]:
        """The ordinals of the live documents."""
        everyone = range(self.entry.documents)
        return iter(everyone) if self.dead is None else (each for each in everyone if not self.is_dead(each))

    def find(self, uri: str) -> int | None:
        """The ordinal of a live document, or None."""
        at = self.mapped.find("uri", encoded(uri))
        return None if at < 0 or self.is_dead(at) else at


@dataclass(frozen=True, slots=True)
class DocumentPlace:
    """The place of a document. Places are ordered like documents: by the bytes of their uris, which are unique."""

    uri: bytes
    segment: OpenSegment
    document: int

    def __lt__(self, other: DocumentPlace) -> bool:
        return self.uri < other.uri


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A committed state: its segments in the order of the manifest."""

    manifest: Manifest
    segments: tuple[OpenSegment, ...]

    def find(self, uri: str) -> DocumentPlace | None:
        """The live document with a uri, or None."""
        for segment in self.segments:
            document = segment.find(uri)
            if document is not None:
                return DocumentPlace(encoded(uri), segment, document)
        return None

    def documents(self) -> Iterator[DocumentPlace]:
        """All live documents, by uri."""
        return merge(*map(_places, self.segments)) if len(self.segments) > 1 else _all_places(self.segments)


class RankedRow(NamedTuple):
    """A result of a query: the number of its segment among those searched, its row there, and its score."""

    segment: int
    row: int
    score: float


class Snapshots:
    """The last commit of an index in a folder at any time; or always the one that is `frozen`."""

    def __init__(self, folder: Folder, frozen: Snapshot | None = None) -> None:
        self._folder = folder
        self._frozen = frozen
        self._current: Snapshot | None = None
        self._stamp: tuple[int, int, int] | None = None

    def current(self) -> Snapshot:
        """The last commit; segments of the one before are not opened again.

        Raises `IndexDamaged`, `IndexVersion`, and `OSError` if a file cannot be opened.
        """
        if self._frozen is not None:
            return self._frozen
        try:
            stamp = manifest.stamp(self._folder)
        except FileNotFoundError:
            stamp = None  # reading says what is wrong
        if self._current is None or stamp is None or stamp != self._stamp:
            # A commit after the stamp was taken only means that it is read twice.
            self._current = take(self._folder, self._current)
            self._stamp = stamp
        return self._current

    def close(self) -> None:
        """Close the files that no iterator needs."""
        self._current = self._stamp = None


def take(folder: Folder, before: Snapshot | None = None) -> Snapshot:
    """The last commit. Raises as `Snapshots.current` does."""
    known = {} if before is None else {each.entry.name: each for each in before.segments}
    last: Manifest | None = None
    for _ in range(ATTEMPTS):
        found = manifest.read(folder)
        try:
            return Snapshot(found, tuple(opened(folder, entry, known.get(entry.name)) for entry in found.segments))
        except FileNotFoundError as error:
            # A commit in the meantime removes files; then there is another manifest.
            if found == last:
                name = os.path.basename(error.filename)
                raise manifest.damaged(folder, name, "is missing") from error
            last = found
    raise IndexDamaged(f"The index {folder} changes faster than it can be opened. Try again.")


def opened(folder: Folder, entry: SegmentEntry, known: OpenSegment | None = None) -> OpenSegment:
    """Open a segment of an index; `known` is the same one in an earlier state. Raises `IndexDamaged` and `OSError`."""
    if known is not None and known.entry == entry:
        return known
    try:
        mapped = Mapped(os.path.join(folder, entry.file)) if known is None else known.mapped
        counted = mapped.rows, mapped.documents
    except (ValueError, KeyError, TypeError) as error:
        raise manifest.damaged(folder, entry.file, f"cannot be read ({error})") from error
    if counted != (entry.rows, entry.documents):
        raise manifest.damaged(folder, entry.file, "is not the one that was written")
    return OpenSegment(entry, mapped, manifest.read_dead(folder, entry))


def _places(segment: OpenSegment) -> Iterator[DocumentPlace]:
    uris = segment.mapped.strings("uri")
    return (DocumentPlace(uris[document], segment, document) for document in segment.documents())


def _all_places(segments: tuple[OpenSegment, ...]) -> Iterator[DocumentPlace]:
    return (place for segment in segments for place in _places(segment))
