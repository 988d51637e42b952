"""The head of an index, read and changed on the cluster."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import Any

from opensearchpy import exceptions

from indexer.errors import IndexDamaged
from indexer.index.opensearch import head
from indexer.index.opensearch.connection import Connection
from indexer.index.opensearch.head import Head

_PATH = "/_doc/head"
_PAUSE = 0.05


class Heads:
    """The head of one index."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def create(self, first: Head) -> None:
        """Make the head, unless there is one."""
        try:
            self._connection.ask("PUT", _PATH, head.dump(first), op_type="create")
        except exceptions.ConflictError:
            return

    def exists(self) -> bool:
        """Whether there is a head."""
        return self._connection.ask("GET", _PATH, missing=True) is not None

    def read(self) -> Head:
        """The current state of the index. Raises `IndexDamaged` if there is none."""
        return self._read()[0]

    def change(self, step: Callable[[Head], Head]) -> Head:
        """Apply a step to the current state, atomically; returns the new state, or the same if the step changes nothing.

        A step may be applied twice, if the first answer was lost: then it must notice that it was.
        """
        while True:
            before, params = self._read()
            after = step(before)
            if after == before:
                return before
            try:
                self._connection.ask("PUT", _PATH, head.dump(after), **params)
            except exceptions.ConflictError:
                time.sleep(random.uniform(0, _PAUSE))  # noqa: S311  # so that two do not go on in step
            else:
                return after

    def _read(self) -> tuple[Head, dict[str, Any]]:
        found = self._connection.ask("GET", _PATH, missing=True)
        if found is None:
            raise IndexDamaged(
                f"The index {self._connection.address.text} has no head, the document that says what is committed. Ingest the texts again under another "
                "name, or restore a snapshot of the cluster."
            )
        return head.load(found["_source"]), {"if_seq_no": found["_seq_no"], "if_primary_term": found["_primary_term"]}
