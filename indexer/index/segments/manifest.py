"""Which segments an index consists of: the file `manifest.json`, and the bitmaps of dead documents beside it.

All files that the manifest names were written before it and never change; a commit replaces the manifest by renaming, and
only then becomes visible. So a reader sees one commit or another, and never the remains of a broken run.

    {"version": 2, "layout": 2, "generation": 7, "segments": [
        {"name": "0123456789abcdef", "rows": 9, "documents": 2,
         "dead": "0123456789abcdef.7.dead", "dead_documents": 1, "dead_rows": 4, "dead_check": 3405691582}],
     "check": 3735928559}

`NAME.segment` is a segment (see `layout`). `dead` is null, or the file of its bitmap: document d is dead if bit `d % 8` of
byte `d // 8` is set, where bit 0 is the lowest; `dead_check` is its CRC-32. `check` is that of everything before `"check"`.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import zlib
from typing import TYPE_CHECKING, Any

from indexer.errors import IndexDamaged, IndexVersion
from indexer.index.segments.layout import MAGIC, SUFFIX
from indexer.late import dataclass
from indexer.patterns import pattern

if TYPE_CHECKING:
    from pathlib import Path

    from indexer.index import Folder

FILE = "manifest.json"
VERSION = 2
LAYOUT = MAGIC[-1]
DEAD_SUFFIX = ".dead"
TEMPORARY = "manifest.new"
_LONGEST = 64
_COUNTS = ("rows", "documents", "dead_documents", "dead_rows", "dead_check")
_OURS = pattern(r"[0-9a-z]+\.segment|[0-9a-z]+\.[0-9]+\.dead|manifest\.new")


@dataclass(frozen=True, slots=True)
class SegmentEntry:
    """A live segment. `rows` and `documents` count the dead ones too."""

    name: str
    rows: int
    documents: int
    dead: str | None = None
    dead_documents: int = 0
    dead_rows: int = 0
    dead_check: int = 0

    @property
    def file(self) -> str:
        """The name of the segment's file."""
        return self.name + SUFFIX


@dataclass(frozen=True, slots=True)
class Manifest:
    """One committed state."""

    generation: int
    segments: tuple[SegmentEntry, ...] = ()

    def files(self) -> set[str]:
        """The names of all files of this state."""
        return {entry.file for entry in self.segments} | {entry.dead for entry in self.segments if entry.dead}

    def name(self) -> str:
        """A name that no other state has, not even of another index that was in the folder before."""
        said = " ".join(f"{entry.name} {entry.dead}" for entry in self.segments)
        return f"{self.generation}-{zlib.crc32(said.encode()):08x}"


def read(folder: Folder) -> Manifest:
    """The last commit. Raises `IndexDamaged`, `IndexVersion`, and `OSError` if the file cannot be opened."""
    try:
        content = _content(f"{folder}/{FILE}")
        found = json.loads(content)
        made = int(found["version"]), int(found["layout"])
        if "check" in found or made == (VERSION, LAYOUT):
            _compare(found["check"], content.rpartition(b'"check"')[0])
        if made == (VERSION, LAYOUT):
            return Manifest(_number(found["generation"]), tuple(map(_entry, found["segments"])))
    except FileNotFoundError as error:
        if not os.path.isdir(folder):
            raise  # all of it is gone, which is no damage
        raise damaged(folder, FILE, "is missing") from error
    except KeyError as error:
        raise damaged(folder, FILE, "cannot be read") from ValueError(f"it lacks {error}")
    except (ValueError, TypeError, AttributeError) as error:
        raise damaged(folder, FILE, "cannot be read") from error
    raise IndexVersion(
        f"The index {folder} was made by another version of indexer (segments {made[1]}, this one reads {LAYOUT}). "
        "Ingest the texts again into a new index: `indexer ingest --index NEW PATH…`."
    )


def write(folder: Path, manifest: Manifest) -> None:
    """Commit. The files that it names must be there, flushed. Raises `OSError`; then the commit before it is still valid."""
    from dataclasses import asdict  # noqa: PLC0415  # reading needs none

    target, temporary = folder / FILE, folder / TEMPORARY
    dumped = {
        "version": VERSION,
        "layout": LAYOUT,
        "generation": manifest.generation,
        "segments": [asdict(entry) for entry in manifest.segments],
    }
    content = json.dumps(dumped, separators=(",", ":")).encode().removesuffix(b"}") + b","
    write_flushed(temporary, content + b'"check":%d}\n' % zlib.crc32(content))
    with contextlib.suppress(FileNotFoundError):
        # Readers ask for the time of the file whether there is a new one, so it must never stand still.
        before = target.stat().st_mtime_ns
        if temporary.stat().st_mtime_ns <= before:
            os.utime(temporary, ns=(before + 1_000_000, before + 1_000_000))
    flush_folder(folder)
    temporary.replace(target)
    flush_folder(folder)


def stamp(folder: Folder) -> tuple[int, int, int]:
    """A value that changes with each commit and is cheap to read. Raises `OSError`."""
    found = os.stat(f"{folder}/{FILE}")  # asked for each query
    return found.st_mtime_ns, found.st_ino, found.st_size


def sweep(folder: Path, manifest: Manifest) -> None:
    """Remove the files of other states, as far as possible. Only the holder of the lock may call this.

    Readers that still have them open keep what they read, where the system allows to remove such files at all.
    """
    keep = manifest.files()
    with contextlib.suppress(OSError):
        for path in folder.iterdir():
            if path.name not in keep and _OURS.fullmatch(path.name):
                with contextlib.suppress(OSError):
                    path.unlink()


def read_dead(folder: Folder, entry: SegmentEntry) -> bytes | None:
    """The bitmap of a segment's dead documents. Raises `IndexDamaged`, and `OSError` if it cannot be opened."""
    if entry.dead is None:
        return None
    found = _content(f"{folder}/{entry.dead}")
    if len(found) != -(-entry.documents // 8) or zlib.crc32(found) != entry.dead_check:
        raise damaged(folder, entry.dead, "has changed")
    return found


def write_dead(folder: Path, name: str, generation: int, dead: bytes) -> tuple[str, int]:
    """The name and the checksum of a new file with the bitmap of a segment's dead documents, flushed."""
    file = f"{name}.{generation}{DEAD_SUFFIX}"
    write_flushed(folder / file, dead)
    return file, zlib.crc32(dead)


def flush_folder(folder: Path) -> None:
    """Flush the names in a folder to the disk, if the system supports that."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _content(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read()


def write_flushed(path: Path, data: bytes) -> None:
    """Write a file and flush it to the disk; its name is safe once its folder is flushed."""
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _entry(found: dict[str, Any]) -> SegmentEntry:
    name, dead = found["name"], found["dead"]
    # A name must stay within the folder.
    if not _is_name(name) or not (dead is None or re.fullmatch(rf"{name}\.[0-9]+{re.escape(DEAD_SUFFIX)}", dead)):
        raise ValueError(f"{name!r} is not a name of a segment")
    counts = {each: _number(found[each]) for each in _COUNTS}
    return SegmentEntry(name=name, dead=dead, **counts)


def _compare(check: object, content: bytes) -> None:
    if check != zlib.crc32(content):
        raise ValueError("it has changed")


def _is_name(name: str) -> bool:
    return name.isascii() and name.isalnum() and name == name.lower() and len(name) <= _LONGEST


def _number(found: object) -> int:
    if not isinstance(found, int) or found < 0:
        raise ValueError(f"{found!r} is no count")
    return found


def damaged(folder: Folder, name: str, how: str) -> IndexDamaged:
    """The error that says which file of an index is damaged, and how."""
    return IndexDamaged(
        f"The index {folder} is damaged: {name} {how}. `indexer check` lists all that is, `indexer rebuild` saves what is sound."
    )
