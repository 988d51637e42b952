"""Whoosh's own table of contents, written for other programs that use `whoosh.index.open_dir`, and never read here.

It is a pickle of the schema and the names of the segments, as all of Whoosh's are.
"""

from __future__ import annotations

import contextlib
from pathlib import Path

from indexer.index.segments.manifest import Manifest
from indexer.index.whoosh.codec import INDEX_NAME, ClaimSegment
from indexer.index.whoosh.engine import filestore, index
from indexer.index.whoosh.schema import SCHEMA
from indexer.patterns import pattern

_CONTENTS = pattern(rf"_{INDEX_NAME}_[0-9]+\.toc.*")


def announce(folder: Path, manifest: Manifest) -> None:
    """Write the table of contents of a commit in place of the last one. If this fails, the commit is valid without it."""
    with contextlib.suppress(OSError):
        for path in folder.iterdir():
            if _CONTENTS.fullmatch(path.name):
                path.unlink()
        segments = [ClaimSegment(entry) for entry in manifest.segments]
        index.TOC(SCHEMA, segments, manifest.generation).write(filestore.FileStorage(str(folder)), INDEX_NAME)
