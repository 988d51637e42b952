"""One run of changes to an index: segments are built separately, and one commit makes all of them visible, or none.

Documents are collected in a builder, and written when they take much memory. Which documents are dead follows from the
order of segments: each segment of the run has a number, and a document is dead in all segments before the one with its last
version. Only the holder of the lock of the index may write (see `indexer.index.locking`).
"""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from pathlib import Path

from indexer.index.segments import manifest, merging
from indexer.index.segments.arrays import Arrays
from indexer.index.segments.layout import decoded, encoded
from indexer.index.segments.manifest import Manifest, SegmentEntry
from indexer.index.segments.mapped import Mapped
from indexer.index.segments.pieces import MakeAside, Pieces
from indexer.index.segments.policy import SegmentSize, plan
from indexer.index.segments.snapshot import OpenSegment, Snapshot, opened
from indexer.model import Extraction

WORKPLACE = "writing"
"""The folder in which a run makes its files. One that is there when a run begins is left over from a broken one."""

Announce = Callable[[Path, Manifest], None]


class SegmentWriter:
    """Puts and deletes documents. Ends with `commit` or `cancel`.

    `announce` is called after the commit has become visible and before the files of the last one are removed. A run flushes
    its documents into a segment when they take about `memory` bytes.
    """

    def __init__(self, folder: Path, committed: Snapshot, announce: Announce, *, memory: int) -> None:
        self._folder = folder
        self._committed = committed
        self._announce = announce
        self._memory = memory
        self.workplace = folder / WORKPLACE
        shutil.rmtree(self.workplace, ignore_errors=True)
        self.workplace.mkdir()
        self._pieces = Pieces(self.workplace, memory)
        self._newest: dict[str, int] = {}  # the number of the segment that may hold a document, those before it may not
        self._again: set[str] = set()  # documents that earlier segments of the run may hold

    def put(self, extraction: Extraction) -> None:
        """Add a document with its claims, or replace the one with the same uri."""
        uri = extraction.document.uri
        self._pieces.part(uri)
        self._settle(uri)
        self._pieces.put(extraction)

    def delete(self, uri: str) -> None:
        """Remove a document and its claims; an unknown one is ignored."""
        self._pieces.part(uri)
        self._settle(uri)

    def aside(self, share: int) -> MakeAside:
        """A function that makes a writer in another process, with one of `share` shares of the memory."""
        return MakeAside(self.workplace, self._memory // share)

    def adopt(self, names: Iterable[str]) -> None:
        """Take over finished segment files, in order, as if their documents were put now. They are moved away."""
        for path in map(Path, names):
            self._pieces.flush()
            with Mapped(path) as segment:
                uris = [decoded(uri) for uri in segment.strings("uri")]
            for uri in uris:
                self._settle(uri)
            self._made.append(path.rename(self._pieces.new_path()))

    def commit(self) -> bool:
        """Make all changes visible; returns whether there were any."""
        self._pieces.flush()
        generation = self._committed.manifest.generation + 1
        segments = [self._with_dead(segment, -1, self._newest.keys()) for segment in self._committed.segments]
        for number, path in enumerate(self._made):
            segments.append(self._with_dead(_open(path), number, self._again))
        if not self._made and segments == list(self._committed.segments):
            shutil.rmtree(self.workplace, ignore_errors=True)
            return False
        live = [segment for segment in segments if segment.entry.dead_documents < segment.entry.documents]
        entries = tuple(self._placed(segment, generation) for segment in self._merged(live))
        committed = Manifest(generation, entries)
        manifest.write(self._folder, committed)
        self._announce(self._folder, committed)
        self._clear(committed)
        return True

    def cancel(self) -> None:
        """Discard all changes, unless they have been committed."""
        self._made.clear()
        with contextlib.suppress(Exception):
            self._clear(manifest.read(self._folder))

    def _settle(self, uri: str) -> None:
        """Mark the document as dead in all segments made so far."""
        if uri in self._newest:
            self._again.add(uri)
        self._newest[uri] = len(self._made)

    @property
    def _made(self) -> list[Path]:
        """The segments of this run."""
        return self._pieces.made

    def _with_dead(self, segment: OpenSegment, number: int, suspects: AbstractSet[str]) -> OpenSegment:
        """The segment with this number, with all documents marked that are dead now."""
        dead = {
            document
            for document, uri in _held(segment, suspects)
            if self._newest[uri] > number and not segment.is_dead(document)
        }
        if not dead:
            return segment
        bitmap = bytearray(segment.dead or bytes(-(-segment.entry.documents // 8)))
        first = segment.mapped["document.first"]
        for document in dead:
            bitmap[document >> 3] |= 1 << (document & 7)
        entry = replace(
            segment.entry,
            dead=None,
            dead_documents=segment.entry.dead_documents + len(dead),
            dead_rows=segment.entry.dead_rows + sum(first[document + 1] - first[document] for document in dead),
        )
        return OpenSegment(entry, segment.mapped, bytes(bitmap))

    def _merged(self, segments: Sequence[OpenSegment]) -> list[OpenSegment]:
        """The segments after the merges that are due."""
        made = {path.stem for path in self._made}
        sizes = [SegmentSize(each.entry.rows, each.entry.dead_rows, each.entry.name in made) for each in segments]
        found = dict(enumerate(segments))
        for group in plan(sizes):
            path = self._pieces.new_path()
            merging.merge([(Arrays(found[at].mapped), found[at].dead) for at in group], path)
            found[group[0]] = _open(path)
            for at in group[1:]:
                del found[at]
        return list(found.values())

    def _placed(self, segment: OpenSegment, generation: int) -> SegmentEntry:
        """The entry of the segment in the manifest, after moving its files to their final places."""
        entry = segment.entry
        built = self.workplace / entry.file
        if built.exists():
            built.rename(self._folder / entry.file)
        if segment.dead is not None and entry.dead is None:
            file, check = manifest.write_dead(self._folder, entry.name, generation, segment.dead)
            return replace(entry, dead=file, dead_check=check)
        return entry

    def _clear(self, committed: Manifest) -> None:
        shutil.rmtree(self.workplace, ignore_errors=True)
        manifest.sweep(self._folder, committed)


@contextlib.contextmanager
def cancelling(writer: SegmentWriter) -> Iterator[SegmentWriter]:
    """Cancel a run of changes if anything, such as an interrupt, ends it, so that the last commit stays as it was."""
    try:
        yield writer
    except BaseException:  # an interrupt too: what was written so far must not stay
        writer.cancel()
        raise


def _open(path: Path) -> OpenSegment:
    """A segment that this run has made."""
    mapped = Mapped(path)
    entry = SegmentEntry(path.stem, mapped.rows, mapped.documents)
    return opened(path.parent, entry)


def _held(segment: OpenSegment, uris: AbstractSet[str]) -> Iterable[tuple[int, str]]:
    """The uris that are in a segment, with their documents there. A few are looked up; many are found by one scan."""
    mapped, size = segment.mapped, segment.entry.documents
    if len(uris) * size.bit_length() < size:
        found = ((mapped.find("uri", encoded(uri)), uri) for uri in uris)
        return [(document, uri) for document, uri in found if document >= 0]
    held = (decoded(uri) for uri in mapped.strings("uri"))
    return [(document, uri) for document, uri in enumerate(held) if uri in uris]
