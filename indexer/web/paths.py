"""Uris, source ids and claim ids in URL paths, whatever characters they contain."""

from __future__ import annotations

from urllib.parse import quote, unquote

from starlette.convertors import Convertor, register_url_convertor
from starlette.types import ASGIApp, Receive, Scope, Send


class Anything(Convertor[str]):
    """`{uri:any}`: one or more characters, including slashes and newlines."""

    regex = r"(?s:.+)"

    def convert(self, value: str) -> str:
        """The value as it is in the path, which is decoded already."""
        return value

    def to_string(self, value: str) -> str:
        """The value encoded for a URL."""
        return encoded(value)


ANY = "any"
"""The name of that kind of parameter in routes."""
register_url_convertor(ANY, Anything())


def encoded(name: str) -> str:
    """A name encoded for a path: percent-encoded except for slashes. Bytes of a file name that are not UTF-8 are kept."""
    return quote(name.encode("utf-8", "surrogateescape"), safe="/-._~!$'()*,;=:@")


class Paths:
    """An ASGI application that decodes the path before another, so that file names which are not UTF-8 can be asked for."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        if scope["type"] == "http" and scope.get("raw_path"):
            raw = scope["raw_path"].partition(b"?")[0].decode("latin-1")
            scope = {**scope, "path": unquote(raw, errors="surrogateescape")}
        await self._app(scope, receive, send)
