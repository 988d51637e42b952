"""Uris, source ids and claim ids in the path of an address, whatever characters they have."""

from __future__ import annotations

from urllib.parse import quote, unquote

from starlette.convertors import Convertor, register_url_convertor
from starlette.types import ASGIApp, Receive, Scope, Send


class Anything(Convertor[str]):
    """`{uri:any}`: one character or more, slashes and newlines too."""

    regex = r"(?s:.+)"

    def convert(self, value: str) -> str:
        """The value as it stands in the path, which is decoded already."""
        return value

    def to_string(self, value: str) -> str:
        """The value as it stands in an address."""
        return encoded(value)


ANY = "any"
"""The name of that kind of parameter in routes."""
register_url_convertor(ANY, Anything())


def encoded(name: str) -> str:
    """A name as part of a path: percent-encoded but for slashes. Bytes of a file name that are no UTF-8 stay what they are."""
    return quote(name.encode("utf-8", "surrogateescape"), safe="/-._~!$'()*,;=:@")


class Paths:
    """Decodes the path itself, so that file names which are no UTF-8 can be asked for."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        if scope["type"] == "http" and scope.get("raw_path"):
            raw = scope["raw_path"].partition(b"?")[0].decode("latin-1")
            scope = {**scope, "path": unquote(raw, errors="surrogateescape")}
        await self._app(scope, receive, send)
