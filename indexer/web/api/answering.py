"""From the table of endpoints to routes: parameters are checked, the corpus is called once, and records get the wanted form."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from indexer.errors import ParameterError
from indexer.render import render, render_one
from indexer.render.view import View
from indexer.web.api.endpoints import Listing, One, Window
from indexer.web.api.forms import FORMS, begun, form_of, in_chunks
from indexer.web.asking import PARAMETERS, Parameter, values_of
from indexer.web.caching import tag_of, unchanged
from indexer.web.snapshots import Snapshots

_USUAL = int(PARAMETERS["limit"].schema["default"])
_NAMES = ("id", "uri")  # parameters in paths


def endpoint_of(asked: Listing | One) -> Callable[[Request], Response]:
    """The function that answers requests for a row of the table."""
    if isinstance(asked, Listing):
        return lambda request: _list(request, asked)
    return lambda request: _one(request, asked)


def checked(request: Request, parameters: Iterable[Parameter]) -> dict[str, Any]:
    """The values of a request's parameters, by name. Raises `ParameterError`, also for unknown and missing ones."""
    known = {each.name: each for each in parameters}
    given = request.query_params.multi_items()
    for name, written in given:
        if name not in known and name != "format":
            there = ", ".join((*known, "format"))
            raise ParameterError(f"There is no parameter {name[:50]!r} here; there is {there}.", name[:50])
        if not written:
            raise ParameterError(f"The parameter {name} is empty. Give it a value, or leave it out.", name)
    values = values_of(given, known)
    for each in known.values():
        if each.required and each.name not in values:
            raise ParameterError(f"The parameter {each.name} is missing. {each.means}", each.name)
    return values


def _list(request: Request, asked: Listing) -> Response:
    snapshots: Snapshots = request.app.state.snapshots
    values = checked(request, asked.parameters)
    form = form_of(request, FORMS)
    tag = tag_of(request, snapshots.latest(), form)
    if known := unchanged(request, tag):
        return known
    headers = {"etag": tag, "vary": "Accept"}
    limit = values.get("limit", _USUAL if form == "json" else None)
    window = Window(limit, values.get("offset", 0))
    records = begun(asked.records(snapshots, values, window))
    if form == "json":
        total = asked.total(snapshots, values)
        headers |= {"total-count": str(total), **_links(request, window, total)}
        return Response("".join(render(form, records, asked.kind, View())), 200, headers, FORMS[form])
    if request.method == "HEAD":
        return Response(None, 200, headers, FORMS[form])
    return StreamingResponse(in_chunks(render(form, records, asked.kind, View())), 200, headers, FORMS[form])


def _links(request: Request, window: Window, total: int) -> dict[str, str]:
    """The header with the addresses of the previous and the next page (RFC 8288)."""
    limit = window.limit or _USUAL
    offsets = {}
    if window.offset:
        offsets["prev"] = max(0, window.offset - limit)
    if window.offset + limit < total:
        offsets["next"] = window.offset + limit
    given = [pair for pair in request.query_params.multi_items() if pair[0] != "offset"]
    links = [f'<?{urlencode([*given, ("offset", offset)])}>; rel="{name}"' for name, offset in offsets.items()]
    return {"link": ", ".join(links)} if links else {}


def _one(request: Request, asked: One) -> Response:
    snapshots: Snapshots = request.app.state.snapshots
    values = checked(request, asked.parameters)
    form_of(request, {"json": FORMS["json"]})
    tag = tag_of(request, snapshots.latest())
    if known := unchanged(request, tag):
        return known
    named = {name: request.path_params[name] for name in _NAMES if name in request.path_params}
    record = asked.record(snapshots, values | named)
    return Response("".join(render_one("json", record, View())), 200, {"etag": tag, "vary": "Accept"}, FORMS["json"])
