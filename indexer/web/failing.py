"""Answers to requests that fail: what went wrong and what to do, as a page, or below `/api/` as problem details (RFC 9457)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from indexer.errors import (
    IndexerError,
    IndexFailure,
    NotFound,
    ParameterError,
    QueryError,
    QueryTooSlow,
    ReadError,
    SettingsError,
)
from indexer.hosting.guard import Message, Receive, Refusal, Send
from indexer.index.parser import LITERAL
from indexer.web import pages
from indexer.web.percommit import NotReady

API = "/api/"

STATUSES: dict[type[IndexerError], int] = {
    NotFound: 404,
    QueryError: 400,
    QueryTooSlow: 400,
    ParameterError: 400,
    SettingsError: 400,
    ReadError: 422,
    IndexFailure: 503,
}
"""The HTTP status of each kind of error; the first that matches counts."""

_BUG = "This is a bug in indexer, please report it."
_LITERAL = "To search for the text as it stands, give literal=true."
_SAID: dict[int, str] = {
    404: "There is nothing at this address. /api/openapi.json lists all addresses.",
    405: "This address does not take that method.",
}


async def fail(request: Request, error: Exception) -> Response:
    """The answer to a request that failed."""
    if isinstance(error, HTTPException):
        usual = error.detail == HTTPStatus(error.status_code).phrase
        message = _SAID.get(error.status_code, error.detail) if usual else error.detail
        return answer(request, error.status_code, message, error.headers)
    if isinstance(error, NotReady):
        return answer(
            request,
            503,
            "This is still being counted, once for each commit. Ask again in a moment.",
            {"retry-after": "2"},
        )
    for kind, status in STATUSES.items():
        if isinstance(error, kind):
            return answer(request, status, str(error).replace(LITERAL, _LITERAL), **_place(error))
    return answer(request, 500, _BUG)


async def refuse(scope: Message, receive: Receive, send: Send, refusal: Refusal) -> None:
    """Answer a request that the guard refuses."""
    response = answer(Request(scope), refusal.status, refusal.message, refusal.headers)
    await response(scope, receive, send)


def answer(
    request: Request, status: int, message: str, headers: Mapping[str, str] | None = None, **more: Any
) -> Response:
    """An answer with problem details below `/api/`, and with a page elsewhere."""
    if not request.scope["path"].startswith(API):
        return pages.error(request, status, message, headers)
    problem = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": message, **more}
    content = json.dumps(problem).encode()
    return Response(content, status, {"cache-control": "no-store", **(headers or {})}, "application/problem+json")


def _place(error: Exception) -> dict[str, Any]:
    """The parameter and the position of a fault in a request, as far as they are known."""
    if isinstance(error, ParameterError):
        return {"parameter": error.name}
    if isinstance(error, QueryError):
        return {"parameter": "q", "position": error.position}
    if isinstance(error, QueryTooSlow):
        return {"parameter": "q"}
    return {}
