"""The pages."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute

ROUTES: list[BaseRoute] = []


def error(_request: Request, status: int, message: str, headers: Mapping[str, str] | None = None) -> Response:
    """What is shown of a request that failed."""
    return PlainTextResponse(f"{message}\n", status, headers)
