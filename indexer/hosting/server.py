"""Where a server listens, how it runs, and when it hangs up."""

from __future__ import annotations

import asyncio
import logging
import socket
from contextlib import closing
from typing import Any

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from indexer.errors import ServerError
from indexer.hosting.guard import App

PATIENCE = 20.0
"""Seconds that a client may take to send the head of a request, or to receive the next part of an answer."""
MOST_CONNECTIONS = 500
_KEPT = 15  # seconds that a connection may be idle between two requests
_ENDING = 1  # seconds to finish answers when the server ends


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens at an address; with port 0 at any free port. Raises `ServerError`."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        bound = socket.socket(family, kind, protocol)
        try:
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            bound.bind(address)
            bound.listen()
        except OSError:
            bound.close()
            raise
    except (OSError, UnicodeError, OverflowError) as error:
        why = getattr(error, "strerror", None) or error
        raise ServerError(
            f"Nothing can be served at {host} port {port}: {why}. Choose another --port or --host."
        ) from error
    return bound


def address_of(bound: socket.socket) -> str:
    """The URL of a bound socket, for a browser."""
    host, port = bound.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def serve(app: App, bound: socket.socket) -> None:
    """Serve until the process is interrupted, then close the socket."""
    with closing(bound):
        server_of(app).run(sockets=[bound])


def server_of(app: App) -> uvicorn.Server:
    """A server that logs only faults, and no URLs, because these may contain tokens."""
    logging.getLogger("uvicorn.error").addFilter(_is_worth_telling)
    config = uvicorn.Config(
        app,
        http=IdleTimeoutProtocol,
        ws="none",
        log_level="error",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=_KEPT,
        limit_concurrency=MOST_CONNECTIONS,
        timeout_graceful_shutdown=_ENDING,
    )
    return uvicorn.Server(config)


class IdleTimeoutProtocol(H11Protocol):
    """Closes connections whose client neither sends a request nor receives an answer."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        """Start watching the connection."""
        super().connection_made(transport)
        self._watch(None)

    def _watch(self, before: tuple[Any, int] | None) -> None:
        """Close the connection if nothing has happened since `before`: no new request, and no part of an answer received."""
        if self.transport.is_closing():
            return
        waiting = self.transport.get_write_buffer_size()
        idle = self.cycle is None or self.cycle.response_complete
        if before == (self.cycle, waiting) and (idle or waiting):
            self.transport.abort()
        else:
            self.loop.call_later(PATIENCE, self._watch, (self.cycle, waiting))


def _is_worth_telling(record: logging.LogRecord) -> bool:
    """Whether a log record is of a fault: requests are cancelled on purpose when the server ends."""
    kind = record.exc_info[0] if record.exc_info else None
    ended = kind is not None and issubclass(kind, asyncio.CancelledError)
    return not (ended or record.getMessage().startswith("Cancel "))
