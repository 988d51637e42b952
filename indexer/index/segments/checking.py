"""Finds the damaged parts of an index. Standard library only; everything is read, and nothing is changed."""

from __future__ import annotations

from collections.abc import Iterator

from indexer.errors import IndexDamaged
from indexer.index import Folder
from indexer.index.segments import manifest
from indexer.index.segments.manifest import SegmentEntry
from indexer.index.segments.mapped import Mapped
from indexer.reports import Damage


def find_damage(folder: Folder) -> Iterator[Damage]:
    """The damaged parts, file by file. Raises `IndexVersion`, and `OSError` for a file that cannot be opened."""
    try:
        committed = manifest.read(folder)
    except IndexDamaged as error:
        yield Damage(manifest.FILE, "", str(error.__cause__ or error))
        return
    for entry in committed.segments:
        yield from _of_segment(folder, entry)
        if entry.dead is not None:
            yield from _of_bitmap(folder, entry, entry.dead)


def _of_segment(folder: Folder, entry: SegmentEntry) -> Iterator[Damage]:
    try:
        segment = Mapped(f"{folder}/{entry.file}")
    except FileNotFoundError:
        yield Damage(entry.file, "", "is missing")
        return
    except (ValueError, KeyError, TypeError) as error:
        yield Damage(entry.file, "header", str(error))
        return
    with segment:
        if (segment.rows, segment.documents) != (entry.rows, entry.documents):
            yield Damage(entry.file, "", "is not the file that was written")
        yield from (Damage(entry.file, name, "has changed since it was written") for name in segment.damaged())


def _of_bitmap(folder: Folder, entry: SegmentEntry, file: str) -> Iterator[Damage]:
    try:
        manifest.read_dead(folder, entry)
    except FileNotFoundError:
        yield Damage(file, "", "is missing")
    except IndexDamaged:
        yield Damage(file, "", "has changed since it was written")
