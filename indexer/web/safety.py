"""Headers of every answer that tell browsers to run and load nothing from elsewhere, and to give nothing to other sites."""

from __future__ import annotations

from starlette.types import ASGIApp, Receive, Scope, Send

from indexer.hosting import guard
from indexer.hosting.guard import App, Message
from indexer.index.deadline import set_deadline

_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": _POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}
_USUAL = {"cache-control": "private, no-cache"}
_ENCODED = [(name.encode(), value.encode()) for name, value in HEADERS.items()]
_ENCODED_USUAL = [(name.encode(), value.encode()) for name, value in _USUAL.items()]


class SecurityHeaders:
    """An ASGI application that adds these headers to the answers of another; `_USUAL` only if the answer does not set them."""

    def __init__(self, app: App) -> None:
        self._app = app

    async def __call__(self, scope: Message, receive: guard.Receive, send: guard.Send) -> None:
        """Answer."""

        async def send_safe(message: Message) -> None:
            if message["type"] == "http.response.start":
                said = {name for name, _ in message["headers"]}
                usual = [pair for pair in _ENCODED_USUAL if pair[0] not in said]
                message = {**message, "headers": [*message["headers"], *_ENCODED, *usual]}
            await send(message)

        await self._app(scope, receive, send_safe)


class QueryTimeLimit:
    """An ASGI application that limits the time of queries in another, in seconds."""

    def __init__(self, app: ASGIApp, seconds: float) -> None:
        self._app = app
        self._seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on. Each request has its own context, which the threads that work for it share."""
        set_deadline(self._seconds)
        await self._app(scope, receive, send)
