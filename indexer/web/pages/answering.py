"""From a request to a page: the commit that it is read from, pages that the browser has already, and the look of failures."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any, TypeAlias

from starlette.requests import Request
from starlette.responses import Response

from indexer.corpus import Corpus
from indexer.web.caching import tag_of, unchanged
from indexer.web.pages.templates import render
from indexer.web.percommit import NotReady

Values: TypeAlias = "dict[str, Any]"
Ask: TypeAlias = "Callable[[Request, Corpus], tuple[str, Values]]"
"""A function from a request to the template of a page and the values in it."""
_HTML = "text/html; charset=utf-8"
_AGAIN = {"cache-control": "no-store", "refresh": "2"}
_SAYINGS = {
    400: "That cannot be asked",
    401: "A token is needed",
    404: "Nothing here",
    405: "Not in this way",
    503: "The index does not answer",
}


def page(ask: Ask) -> Callable[[Request], Response]:
    """The endpoint of a page. `values["status"]`, if there is one, becomes the HTTP status."""

    def answer(request: Request) -> Response:
        corpus: Corpus = request.app.state.snapshots.latest()
        tag = tag_of(request, corpus)
        known = unchanged(request, tag)
        if known is not None:
            return known
        try:
            template, values = ask(request, corpus)
        except NotReady:
            return Response(render("counting.html", {}), HTTPStatus.ACCEPTED, _AGAIN, _HTML)
        status = values.pop("status", 200)
        headers = {"etag": tag} if status == HTTPStatus.OK else {}
        return Response(render(template, values), status, headers, _HTML)

    return answer


def error(_request: Request, status: int, message: str, headers: Mapping[str, str] | None = None) -> Response:
    """The page for a request that failed."""
    saying = _SAYINGS.get(status, HTTPStatus(status).phrase)
    content = render("error.html", {"status": status, "saying": saying, "message": message})
    return Response(content, status, {"cache-control": "no-store", **(headers or {})}, _HTML)
