"""Sends rows to a cluster in requests of a few megabytes, a few at once; the writer waits while all are in flight.

Rows refused because the cluster is busy are sent again, and only those. Each has its own id, so that sending one twice does
no harm.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from opensearchpy import exceptions

from indexer.errors import IndexFailure
from indexer.index.opensearch.connection import Connection
from indexer.index.opensearch.failures import is_passing_answer

BYTES = 5 << 20
FLIGHTS = 3
_DONE = frozenset({200, 201, 404, 409})
"""Written, or gone or changed since it was looked at."""
_TOO_LARGE = 413

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class Bulk:
    """Sends rows as they are added. `flush` waits until all are written."""

    def __init__(self, connection: Connection, size: int = BYTES) -> None:
        self._connection = connection
        self._size = size
        self._lines: list[bytes] = []
        self._bytes = 0
        self._flights: deque[Future[None]] = deque()
        self._pool: ThreadPoolExecutor | None = None

    def add(self, action: str, row_id: str, source: dict[str, Any], **condition: int) -> None:
        """Index a row, or update some fields of one under a condition. Raises `IndexFailure` if an earlier request failed."""
        what = source if action == "index" else {"doc": source}
        line = f"{_encode({action: {'_id': row_id, **condition}})}\n{_encode(what)}\n".encode()
        self._lines.append(line)
        self._bytes += len(line)
        if self._bytes >= self._size:
            self._launch()

    def flush(self) -> None:
        """Wait until all rows are written. Rows that others have changed in the meantime stay as they are."""
        if self._lines:
            self._launch()
        while self._flights:
            self._land()

    def close(self) -> None:
        """Stop sending, and wait for requests in flight."""
        self._lines.clear()
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None

    def _launch(self) -> None:
        while len(self._flights) >= FLIGHTS:
            self._land()
        if self._pool is None:
            self._pool = ThreadPoolExecutor(FLIGHTS, "bulk")
        self._flights.append(self._pool.submit(_send, self._connection, self._lines))
        self._lines, self._bytes = [], 0

    def _land(self) -> None:
        self._flights.popleft().result()


def _send(connection: Connection, lines: list[bytes]) -> None:
    """Send rows until all are written."""
    left = lines

    def attempt() -> None:
        nonlocal left
        answer = connection.perform("POST", f"/{connection.address.name}/_bulk", b"".join(left), request_timeout=60)
        results = [(line, *item.values()) for line, item in zip(left, answer["items"], strict=True)]
        refused = [(line, result) for line, result in results if result["status"] not in _DONE]
        left = [line for line, _ in refused]
        if refused:
            raise _refusal([result for _, result in refused])

    try:
        while left:
            before = len(left)
            try:
                connection.retry(attempt)
            except IndexFailure:
                if len(left) == before:  # nothing has been written for as long as one waits
                    raise
    except IndexFailure as error:
        cause = error.__cause__
        if not isinstance(cause, exceptions.TransportError) or cause.status_code != _TOO_LARGE:
            raise
        _in_parts(connection, left)


def _in_parts(connection: Connection, lines: Sequence[bytes]) -> None:
    if len(lines) == 1:
        raise IndexFailure(
            f"The cluster of {connection.address.text} takes no request of {len(lines[0]) >> 20} MB, which one document needs. "
            "Raise http.max_content_length on its nodes, or leave the document out with --exclude or --max-size."
        )
    half = len(lines) // 2
    _send(connection, list(lines[:half]))
    _send(connection, list(lines[half:]))


def _refusal(results: Sequence[dict[str, Any]]) -> exceptions.TransportError:
    """The refusal of a row as an exception of the client; a permanent one takes precedence."""
    worst = next((each for each in results if not _is_passing(each)), results[0])
    return exceptions.TransportError(
        worst["status"], worst["error"]["type"], {"error": worst["error"], "status": worst["status"]}
    )


def _is_passing(result: dict[str, Any]) -> bool:
    return is_passing_answer(result["status"], str(result["error"]))
