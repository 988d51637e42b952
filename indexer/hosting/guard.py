"""Whom a server answers: requests that use its own name, come from its own pages, and if it has a token, bring that.

Pages of other sites run in the browser of whoever serves an index. Their name may be given the address of this machine (DNS
rebinding): then `Host` is their name. They may send forms and requests here: then `Origin` or `Sec-Fetch-Site` says so.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Awaitable, Callable, Iterable, Mapping, MutableMapping
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie
from ipaddress import ip_address
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Receive, Send], Awaitable[None]]

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
ANYWHERE = frozenset({"0.0.0.0", "::", ""})  # noqa: S104  # nothing is bound here: they are recognised
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_OWN_PAGES = frozenset({"", "same-origin", "none"})


@dataclass(frozen=True, slots=True)
class Access:
    """Whom to answer.

    `host` is the address that the server is bound to. `hosts` are other names that it has, `origins` the sites whose pages may
    send it requests. With a `token` only requests that prove it are answered: by `Authorization: Bearer TOKEN`, or, if `cookie`
    is the name of one, from browsers that have once opened an address with `?token=TOKEN`.
    """

    host: str
    token: str | None = None
    hosts: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
    cookie: str | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a request is not answered: an HTTP status, a message for the client, and headers."""

    status: int
    message: str
    headers: Mapping[str, str] = field(default_factory=dict)


Refuse = Callable[[Message, Receive, Send, Refusal], Awaitable[None]]


async def plainly(_scope: Message, _receive: Receive, send: Send, refusal: Refusal) -> None:
    """Answer with the message of a refusal as plain text."""
    await _answer(send, refusal.status, f"{refusal.message}\n", refusal.headers)


class Guard:
    """An ASGI application that passes requests on to another if they are allowed; `refuse` answers the others."""

    def __init__(self, app: App, access: Access, refuse: Refuse = plainly) -> None:
        self._app = app
        self._access = access
        self._refuse = refuse
        self._names = frozenset(map(_name, (access.host, *access.hosts))) - ANYWHERE
        if access.host in LOOPBACK | ANYWHERE:
            self._names |= LOOPBACK

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
            return
        if scope["type"] == "http":
            headers: list[tuple[bytes, bytes]] = scope["headers"]
            refusal = self._misnamed(_all(headers, b"host")) or self._foreign(scope["method"], headers)
            if refusal is None and self._access.token is not None:
                if self._brings_token(scope):
                    await self._let_in(scope, send)
                    return
                refusal = None if self._knows_token(headers) else self._no_token()
            if refusal is not None:
                await self._refuse(scope, receive, send, refusal)
                return
        await self._app(scope, receive, send)

    def _misnamed(self, hosts: list[str]) -> Refusal | None:
        if len(hosts) != 1:
            return Refusal(400, "A request has one header Host.")
        name = _name(hosts[0])
        if name in self._names or (self._access.host in ANYWHERE and _is_address(name)):
            return None
        return Refusal(421, f"This server is not called {name[:100]!a}. --allow-host lets it answer to that.")

    def _foreign(self, method: str, headers: list[tuple[bytes, bytes]]) -> Refusal | None:
        """The refusal of a request from a page of another site, if it may change anything."""
        if method in _SAFE:
            return None
        origins, sites = _all(headers, b"origin"), _all(headers, b"sec-fetch-site")
        if origins and all(origin in self._access.origins for origin in origins):
            return None
        own = f"//{_all(headers, b'host')[0].lower()}"
        if all(origin.partition(":")[2] == own for origin in origins) and _OWN_PAGES.issuperset(sites):
            return None
        return Refusal(403, "A page of another site may not send this. --cors ORIGIN lets it.")

    def _knows_token(self, headers: list[tuple[bytes, bytes]]) -> bool:
        for value in _all(headers, b"authorization"):
            scheme, _, given = value.partition(" ")
            if scheme.lower() == "bearer":
                return self._is_token(given.strip())
        cookies = (_cookie(value, self._access.cookie) for value in _all(headers, b"cookie"))
        return any(given is not None and same(given, self._mark()) for given in cookies)

    def _is_token(self, given: str) -> bool:
        return self._access.token is not None and same(given, self._access.token)

    def _mark(self) -> str:
        """The value of the cookie: it proves the token without revealing it, because cookies go to every port of a host."""
        key = (self._access.token or "").encode("utf-8", "surrogateescape")
        return hmac.new(key, b"indexer cookie", hashlib.sha256).hexdigest()

    def _brings_token(self, scope: Message) -> bool:
        """Whether a browser opens an address that contains the token."""
        if self._access.cookie is None or scope["method"] not in {"GET", "HEAD"}:
            return False
        return any(name == "token" and self._is_token(value) for name, value in _asked(scope))

    async def _let_in(self, scope: Message, send: Send) -> None:
        """Set the cookie, and lead to the same address without the token.

        If a page of another site has led here, browsers do not send a strict cookie with a redirected request, but they do
        when this page leads on.
        """
        left = urlencode([pair for pair in _asked(scope) if pair[0] != "token"], errors="surrogateescape")
        # One slash: after two, the next name would be that of another server.
        path = "/" + quote(scope["path"].encode("utf-8", "surrogateescape"), safe="/-._~!$'()*,;=:@").lstrip("/")
        address = f"{path}?{left}" if left else path
        headers = {
            "set-cookie": f"{self._access.cookie}={self._mark()}; HttpOnly; SameSite=Strict; Path=/",
            "cache-control": "no-store",
        }
        if _OWN_PAGES.issuperset(_all(scope["headers"], b"sec-fetch-site")):
            await _answer(send, 303, "", {**headers, "location": address})
        else:
            await _answer(send, 200, "You may come in.\n", {**headers, "refresh": f"0; url={address}"})

    def _no_token(self) -> Refusal:
        how = "Send it as `Authorization: Bearer TOKEN`"
        if self._access.cookie is not None:
            how += ", or in a browser add ?token=TOKEN to the address once"
        return Refusal(401, f"A token is needed. {how}.", {"www-authenticate": "Bearer"})


def same(given: str, secret: str) -> bool:
    """Whether two texts are equal, in a time that reveals nothing about them."""
    one, other = (hashlib.sha256(text.encode("utf-8", "surrogateescape")).digest() for text in (given, secret))
    return hmac.compare_digest(one, other)


def _all(headers: Iterable[tuple[bytes, bytes]], name: bytes) -> list[str]:
    return [value.decode("utf-8", "surrogateescape").strip() for each, value in headers if each == name]


def _asked(scope: Message) -> list[tuple[str, str]]:
    query: bytes = scope["query_string"]
    return parse_qsl(query.decode("latin-1"), keep_blank_values=True, errors="surrogateescape")


def _name(host: str) -> str:
    """A host without its port and brackets."""
    name = host.strip().lower()
    if name.startswith("["):
        return name[1:].partition("]")[0]
    return name.partition(":")[0] if name.count(":") == 1 else name


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


def _cookie(header: str, name: str | None) -> str | None:
    try:
        found = SimpleCookie(header).get(name) if name else None
    except CookieError:
        return None
    return found.value if found else None


async def _answer(send: Send, status: int, text: str, headers: Mapping[str, str]) -> None:
    body = text.encode()
    said = {"content-type": "text/plain; charset=utf-8", "content-length": str(len(body)), **headers}
    encoded = [(name.encode(), value.encode("latin-1", "replace")) for name, value in said.items()]
    await send({"type": "http.response.start", "status": status, "headers": encoded})
    await send({"type": "http.response.body", "body": body})
