"""The server over HTTP: bound to this machine unless it is told otherwise, and then only for who has the token."""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

import uvicorn
from mcp.server.mcpserver import MCPServer
from mcp.server.transport_security import TransportSecuritySettings

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Receive, Send], Awaitable[None]]

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


def app_of(server: MCPServer, host: str, port: int, token: str | None) -> App:
    """The ASGI application, at `/mcp`. `Host` and `Origin` must be those of the server, so that no page can reach it by another name."""
    names = [f"{name}:{port}" for name in (host, *(LOOPBACK if host in LOOPBACK else ()))]
    allowed = TransportSecuritySettings(
        allowed_hosts=[*names, f"[::1]:{port}"], allowed_origins=[f"http://{name}" for name in names]
    )
    app: App = server.streamable_http_app(host=host, transport_security=allowed)
    return app if token is None else _for_bearers(app, token)


def serve(server: MCPServer, host: str, port: int, token: str | None) -> None:
    """Serve until the process is interrupted. Raises `OSError` if the port is taken."""
    uvicorn.run(app_of(server, host, port, token), host=host, port=port, log_level="warning")


def _for_bearers(app: App, token: str) -> App:
    """Only for requests with `Authorization: Bearer TOKEN`, which is compared in constant time."""
    expected = f"Bearer {token}".encode()

    async def guarded(scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            given = dict(scope["headers"]).get(b"authorization", b"")
            if not hmac.compare_digest(given, expected):
                headers = [(b"www-authenticate", b"Bearer"), (b"content-type", b"text/plain; charset=utf-8")]
                await send({"type": "http.response.start", "status": 401, "headers": headers})
                await send({"type": "http.response.body", "body": b"a token is needed\n"})
                return
        await app(scope, receive, send)

    return guarded
