"""Rebuilds an index from its sound files, in one commit; nothing outside its folder is needed.

Documents are taken with their claims. If these are damaged and the text is not, the text is read again if possible.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from indexer.errors import IndexDamaged, ReadError
from indexer.index.segments import claims, manifest
from indexer.index.segments.layout import SUFFIX
from indexer.index.segments.manifest import Manifest, SegmentEntry
from indexer.index.segments.mapped import Mapped
from indexer.index.segments.snapshot import OpenSegment, Snapshot
from indexer.index.segments.writer import Announce, SegmentWriter, cancelling
from indexer.model import Extraction
from indexer.reports import Failure, Rebuilt

ReadAnew = Callable[[str, str, str], Extraction]
"""What a text yields, by its uri, its words and its digest as stored. Raises `ReadError` if it must not be read from these."""


def rebuild(folder: Path, read_anew: ReadAnew, announce: Announce, *, memory: int) -> Rebuilt:
    """Save what is sound. Only the holder of the lock may call this. Raises `IndexDamaged` if nothing is sound, and `OSError`."""
    run = _Run(folder, read_anew)
    writer = SegmentWriter(folder, Snapshot(Manifest(run.generation), ()), announce, memory=memory)
    with cancelling(writer):
        for extraction in run.saved():
            writer.put(extraction)
        run.assert_saved()
        writer.commit()
    return Rebuilt(run.kept, run.anew, tuple(run.lost), run.claims)


def write_all(folder: Path, extractions: Iterable[Extraction], *, memory: int) -> Rebuilt:
    """Write documents as the only ones of an index, in a folder with an index of another kind. Raises `OSError`."""
    writer = SegmentWriter(folder, Snapshot(Manifest(0), ()), lambda _folder, _committed: None, memory=memory)
    kept = claims_kept = 0
    with cancelling(writer):
        for extraction in extractions:
            writer.put(extraction)
            kept, claims_kept = kept + 1, claims_kept + len(extraction.claims)
        if not writer.commit():
            manifest.write(folder, Manifest(0))
    return Rebuilt(kept, 0, (), claims_kept)


class _Run:
    """One run of rebuilding, and its counts."""

    def __init__(self, folder: Path, read_anew: ReadAnew) -> None:
        self._folder = folder
        self._read_anew = read_anew
        self.kept = self.anew = self.claims = 0
        self.lost: list[Failure] = []
        try:
            committed = manifest.read(folder)
            self.generation, self._entries = committed.generation, list(committed.segments)
        except IndexDamaged as error:
            self._lose(manifest.FILE, f"{_why(error.__cause__ or error)}; documents that were removed may be back")
            # A commit removes the segments of others, so those that are there are those that it named. Of two with the same
            # document the later one counts, and their names say nothing.
            paths = sorted(folder.glob(f"*{SUFFIX}"), key=lambda path: (path.stat().st_mtime_ns, path.name))
            self.generation, self._entries = 0, [SegmentEntry(path.stem, 0, 0) for path in paths]

    def assert_saved(self) -> None:
        """Raise `IndexDamaged` if all is lost."""
        if self.lost and not self.kept + self.anew:
            again = "Remove that folder, then ingest the texts again: `indexer ingest PATH…`."
            raise IndexDamaged(f"Nothing of the index {self._folder} can be saved. {again}")

    def saved(self) -> Iterator[Extraction]:
        """The documents that can be saved; of two versions of one, the later comes later."""
        opened = [found for entry in self._entries if (found := self._open(entry)) is not None]
        # Whose deletions are lost comes first, so that what replaced its documents counts.
        for segment in sorted(opened, key=lambda each: (each.entry.dead is None) == (each.dead is None)):
            with segment.mapped:
                for document in segment.documents():
                    yield from self._document(segment.mapped, document)

    def _open(self, entry: SegmentEntry) -> OpenSegment | None:
        try:
            mapped = Mapped(self._folder / entry.file, longer=True)  # what was written has its checksums still
        except (OSError, ValueError, KeyError, TypeError) as error:
            held = f", and its {entry.documents} documents with it" if entry.documents else ""
            self._lose(entry.file, _why(error) + held)
            return None
        entry = SegmentEntry(entry.name, mapped.rows, mapped.documents, entry.dead, dead_check=entry.dead_check)
        try:
            return OpenSegment(entry, mapped, manifest.read_dead(self._folder, entry))
        except (OSError, IndexDamaged):
            self._lose(entry.dead or entry.file, "its deletions are lost: documents that were removed may be back")
            return OpenSegment(entry, mapped, None)

    def _document(self, segment: Mapped, document: int) -> Iterator[Extraction]:
        """A document as it was, else as extracted again from its text, else None, which is recorded."""
        name = f"document {document} of {segment.name}"
        try:
            name = segment.text("uri", document)
            found = _stored(segment, document)
            self.kept += 1
        except _DAMAGE as error:
            try:
                found = self._read_anew(*_parts(segment, document))
                self.anew += 1
            except ReadError as refused:
                self._lose(name, f"{str(refused).removeprefix(f'{name}: ')} ({error})")
                return
            except _DAMAGE:
                self._lose(name, str(error))
                return
        self.claims += len(found.claims)
        yield found

    def _lose(self, name: str, how: str) -> None:
        self.lost.append(Failure(name, how))


_DAMAGE = (ValueError, LookupError, TypeError)  # what broken arrays lead to; `zlib.error` only beside a wrong checksum


def _why(error: BaseException) -> str:
    return "is missing" if isinstance(error, FileNotFoundError) else str(error)


def _parts(segment: Mapped, document: int) -> tuple[str, str, str]:
    """The uri, the text and the digest of a document; no digest if that is damaged."""
    try:
        digest = segment.text("digest", document)
    except _DAMAGE:
        digest = ""
    return segment.text("uri", document), claims.whole_text(segment, document), digest


def _stored(segment: Mapped, document: int) -> Extraction:
    """A document as it was written."""
    first, end = segment["document.first"][document : document + 2]
    written = claims.whole(segment, document)
    return Extraction(written, tuple(claims.claim(segment, row) for row in range(first, end)), written.problems)
