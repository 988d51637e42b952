"""One run of changes to the index: all of them become visible together, or none."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
import platform
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from indexer.errors import IndexLocked
from indexer.index.whoosh import schema
from indexer.index.whoosh.engine import filelock, filestore
from indexer.index.whoosh.failures import answering
from indexer.model import Extraction

LOCK = "indexer.lock"
OWNER = "writer.json"
POOL_MEGABYTES = 256
POLL_SECONDS = 0.05


class WhooshWriter:
    """Puts and deletes documents through the engine's writer of one run. Ends with `commit` or `cancel`."""

    def __init__(self, folder: Path, index: Any) -> None:
        self._folder = folder
        with answering(folder):
            # Read first: an index that cannot be read must not be left locked.
            self._committed = index.searcher()
            try:
                self._writer = index.writer(limitmb=POOL_MEGABYTES)
            except BaseException:  # whatever ends the attempt, the files that are open are given back
                self._committed.close()
                raise
        # Rows of this run, by uri: the engine deletes committed rows only.
        self._added: dict[str, range] = {}

    def put(self, extraction: Extraction) -> None:
        """Add a document with its claims, or replace the one with the same uri."""
        uri = extraction.document.uri
        self.delete(uri)
        first = self._writer.docnum
        for claim in extraction.claims:
            self._add(schema.claim_row(claim))
        self._add(schema.document_row(extraction))
        self._added[uri] = range(first, self._writer.docnum)

    def delete(self, uri: str) -> None:
        """Remove a document and its claims; an unknown one is passed over."""
        term = schema.key(uri)
        with answering(self._folder):
            for row in self._added.pop(uri, ()):
                self._writer.get_segment().delete_document(row)
            if ("record", term) in self._committed.reader():
                for field in ("record", "document"):
                    self._writer.delete_by_term(field, term, searcher=self._committed)

    def commit(self) -> None:
        """Make all changes visible."""
        with answering(self._folder):
            self._committed.close()
            self._writer.commit()

    def cancel(self) -> None:
        """Drop all changes; also after a failed `commit`, when 2.7.4 still holds its lock and fails again."""
        lock = self._writer.writelock
        with contextlib.suppress(Exception):
            self._committed.close()
            self._writer.cancel()
        with contextlib.suppress(Exception):
            lock.release()

    def _add(self, row: dict[str, Any]) -> None:
        with answering(self._folder):
            self._writer.add_document(**row)


@contextlib.contextmanager
def locked(folder: Path, lock_timeout: float) -> Iterator[None]:
    """The right to write: raises `IndexLocked`, which says who has it, after `lock_timeout` seconds of waiting.

    The lock is the operating system's and ends with its process; the file beside it only says whose it is.
    """
    lock = filestore.FileStorage(str(folder)).lock(LOCK)
    with answering(folder):
        got = filelock.try_for(lock.acquire, timeout=lock_timeout, delay=POLL_SECONDS)
    if not got:
        raise IndexLocked(
            f"The index {folder} is being written by {_owner(folder)}. Try again when that has ended, "
            f"or wait longer with --lock-timeout (waited {lock_timeout:g} s)."
        )
    owner = folder / OWNER
    try:
        with answering(folder):
            owner.write_text(json.dumps(_self()), encoding="utf-8")
        yield
    finally:
        with contextlib.suppress(OSError):
            owner.unlink()
        lock.release()


def _self() -> dict[str, Any]:
    since = dt.datetime.now(dt.timezone.utc).astimezone().isoformat(" ", "seconds")
    return {"pid": os.getpid(), "host": platform.node(), "since": since}


def _owner(folder: Path) -> str:
    try:
        owner = json.loads((folder / OWNER).read_text(encoding="utf-8"))
        return f"process {owner['pid']} on {owner['host']} since {owner['since']}"
    except (OSError, ValueError, KeyError, TypeError):
        return "another process"
