"""What every answer says to browsers: run nothing and fetch nothing that is not ours, and give it to no other site."""

from __future__ import annotations

from indexer.hosting.guard import App, Message, Receive, Send

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


class Safe:
    """An ASGI application that adds these headers to the answers of another; `_USUAL` only where it says nothing else."""

    def __init__(self, app: App) -> None:
        self._app = app

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer."""

        async def send_safe(message: Message) -> None:
            if message["type"] == "http.response.start":
                said = {name for name, _ in message["headers"]}
                usual = [pair for pair in _ENCODED_USUAL if pair[0] not in said]
                message = {**message, "headers": [*message["headers"], *_ENCODED, *usual]}
            await send(message)

        await self._app(scope, receive, send_safe)
