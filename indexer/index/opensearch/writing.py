"""A run that writes to a cluster. See `head` for how its rows become visible."""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any

from indexer.errors import IndexFailure
from indexer.index.opensearch import head, paging
from indexer.index.opensearch.bulk import BYTES, Bulk
from indexer.index.opensearch.connection import Connection
from indexer.index.opensearch.heads import Heads
from indexer.index.opensearch.rows import rows_of
from indexer.index.opensearch.translation import any_of
from indexer.model import Extraction

_SAYS = 30.0
"""Seconds between two signs of life."""
_DOCUMENTS = 500
"""Documents that are looked up at once."""
_MARKED = 5000
"""Rows that are marked in one step,"""
_MARKING = 100_000
"""in requests of this many bytes: an update costs the cluster more than a new row."""
_PAUSE = 0.25

Connect = Callable[[], Connection]


class ProcessPart:
    """The rows of a run that one process writes."""

    def __init__(self, connection: Connection, ticket: int, memory: int | None) -> None:
        self._heads = Heads(connection)
        self._ticket = ticket
        self._bulk = Bulk(connection, min(memory or BYTES, BYTES))
        self._mark = secrets.token_hex(4)
        self._number = 0
        self._said = time.monotonic()

    def put(self, extraction: Extraction) -> str:
        """Write a document; returns the name of this version of it."""
        self._number += 1
        version = f"{self._ticket}.{self._mark}.{self._number}"
        for row_id, row in rows_of(extraction, version, self._ticket):
            self._bulk.add("index", row_id, row)
            self.say()
        return version

    def say(self) -> None:
        """Report from time to time that the run is alive. Raises `IndexFailure` if others have taken it for dead."""
        if time.monotonic() - self._said > _SAYS:
            self._said = time.monotonic()
            after = self._heads.change(lambda before: head.kept(before, self._ticket))
            if self._ticket not in after.open:
                raise _taken_for_dead()

    def flush(self) -> None:
        """Wait until all is written."""
        self._bulk.flush()

    def close(self) -> None:
        """Stop writing."""
        self._bulk.close()


class ClusterAside:
    """An `Aside`: writes from another process under the ticket of the run."""

    def __init__(self, connect: Connect, ticket: int, memory: int | None) -> None:
        self._part = ProcessPart(connect(), ticket, memory)
        self._written: list[str] = []

    def put(self, extraction: Extraction) -> None:
        """Add a document."""
        self._written.append(json.dumps([extraction.document.uri, self._part.put(extraction)]))

    def finish(self) -> list[str]:
        """End writing, and return what `ClusterWriter.adopt` takes."""
        self._part.flush()
        self._part.close()
        return self._written


class ClusterWriter:
    """A `Writer`. It keeps in memory a name for each document, and a few requests in flight."""

    def __init__(self, connection: Connection, connect: Connect, ticket: int, memory: int | None) -> None:
        self._connection = connection
        self._connect = connect
        self._heads = Heads(connection)
        self._ticket = ticket
        self._memory = memory
        self._part = ProcessPart(connection, ticket, memory)
        self._versions: dict[str, str] = {}
        self._superseded: list[str] = []
        self._changed: set[str] = set()

    def put(self, extraction: Extraction) -> None:
        """Add a document, or replace the one with the same uri."""
        self._note(extraction.document.uri, self._part.put(extraction))

    def delete(self, uri: str) -> None:
        """Remove a document."""
        self._note(uri, None)

    def aside(self, share: int) -> Callable[[], ClusterAside]:
        """A function that makes a writer in another process."""
        return partial(ClusterAside, self._connect, self._ticket, self._memory and self._memory // share)

    def adopt(self, names: Iterable[str]) -> None:
        """Take over what a writer of another process has written."""
        for name in names:
            self._note(*json.loads(name))

    def commit(self) -> None:
        """Make all changes visible at once. Raises `IndexFailure`, and then none ever is."""
        self._part.flush()
        if not self._changed:
            self._heads.change(lambda before: head.forgotten(head.given_up(before, self._ticket), {self._ticket}))
            return
        refresh(self._connection)
        self._take_turn()
        self._bury()
        after = self._heads.change(lambda before: head.committed(before, self._ticket))
        if self._ticket in after.gone or self._ticket in after.open:
            raise _taken_for_dead()

    def abandon(self) -> None:
        """Discard all changes."""
        self._part.close()
        self._heads.change(lambda before: head.given_up(before, self._ticket))

    def close(self) -> None:
        """Release threads."""
        self._part.close()

    def _note(self, uri: str, version: str | None) -> None:
        self._changed.add(uri)
        before = self._versions.pop(uri, None)
        if before is not None:
            self._superseded.append(before)
        if version is not None:
            self._versions[uri] = version

    def _take_turn(self) -> None:
        """Wait for the turn to commit; another run has it only while it is alive."""
        while True:
            after = self._heads.change(lambda before: head.taken(before, self._ticket))
            if self._ticket not in after.open:
                raise _taken_for_dead()
            if after.turn == self._ticket:
                return
            time.sleep(_PAUSE)

    def _bury(self) -> None:
        """Mark the rows that this run replaces as dead, and remove its own rows that it has replaced since."""
        said = time.monotonic()
        live = self._heads.read().live()
        changed = sorted(self._changed)
        for at in range(0, len(changed), _DOCUMENTS):
            uris = {"bool": {"filter": [any_of("uri", changed[at : at + _DOCUMENTS]), *live]}}
            own = [{"term": {"born": self._ticket}}, {"term": {"died": self._ticket}}]
            query = {"bool": {"filter": [uris], "must_not": own}}
            for _ in mark(self._connection, query, self._death):
                if time.monotonic() - said > head.TURN_LEASE / 6:
                    said = time.monotonic()
                    self._heads.change(lambda before: head.kept(before, self._ticket))
        for at in range(0, len(self._superseded), _DOCUMENTS):
            remove_rows(self._connection, any_of("version", self._superseded[at : at + _DOCUMENTS]))

    def _death(self) -> dict[str, Any]:
        return {"died": self._ticket, "died_at": int(time.time())}


def mark(connection: Connection, query: dict[str, Any], fields: Callable[[], dict[str, Any]]) -> Iterator[int]:
    """Set fields of all rows of a query, which then no longer match it; yields the number found by each step.

    Rows that others have changed in the meantime are read again.
    """
    body = {"query": query, "size": _MARKED, "sort": ["_doc"], "_source": False, "seq_no_primary_term": True}
    while hits := paging.search(connection, body)["hits"]["hits"]:
        bulk = Bulk(connection, _MARKING)
        try:
            for hit in hits:
                condition = {"if_seq_no": hit["_seq_no"], "if_primary_term": hit["_primary_term"]}
                bulk.add("update", hit["_id"], fields(), **condition)
            bulk.flush()
        finally:
            bulk.close()
        refresh(connection)
        yield len(hits)


def refresh(connection: Connection) -> None:
    """Make all that was written visible to searches."""
    connection.ask("POST", "/_refresh", request_timeout=120)


def remove_rows(connection: Connection, query: dict[str, Any]) -> None:
    """Remove invisible rows."""
    connection.ask(
        "POST", "/_delete_by_query", {"query": query}, conflicts="proceed", refresh="true", request_timeout=600
    )


def _taken_for_dead() -> IndexFailure:
    """The error of a run that others have taken for dead."""
    return IndexFailure(
        "This run gave no sign of life for so long that others took it for dead; nothing of it was written. Run it again."
    )
