"""The OpenAPI description, made from the same tables as the routes and from the types of the JSON objects."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from indexer.model import Claim, DocumentSummary, Finding, Hit, Source
from indexer.render import schemas
from indexer.render.view import DocumentInParts
from indexer.reports import Stats
from indexer.version import __version__
from indexer.web.api.endpoints import ENDPOINTS, Listing, One
from indexer.web.api.forms import FORMS
from indexer.web.api.reading import ENVELOPE, MEDIA_TYPES, READINGS, ReadingRoute
from indexer.web.api.schemas import Schema, schema_of
from indexer.web.asking import Parameter

PATH = "/api/openapi.json"
_SCHEMAS: dict[type, Any] = {
    Claim: schemas.Claim,
    Hit: schemas.Hit,
    Source: schemas.Source,
    DocumentSummary: schemas.Document,
    DocumentInParts: schemas.DocumentInParts,
    Stats: schemas.Stats,
    Finding: schemas.Problem,
}
_FAILURES = {
    400: "A parameter, or the query, is wrong: `parameter` names it.",
    401: "A token is needed.",
    403: "A page of another site may not send this.",
    404: "There is no such document, claim or source.",
    406: "There is no answer in a form that is accepted.",
    408: "The text did not arrive in time.",
    413: "The text is too large, or takes too long to read.",
    415: "Texts of this media type are not read.",
    421: "The server does not have this name.",
    422: "The text cannot be read.",
    503: "The index cannot be read, is being counted, or too many texts wait; `Retry-After` says when to ask again.",
}
_USUAL_FAILURES = (400, 401, 404, 406, 421, 503)
_OF_READINGS = (400, 401, 403, 406, 408, 413, 415, 421, 422, 503)
_PROBLEM: Schema = {
    "type": "object",
    "description": "Why a request was not answered, and what to do (RFC 9457).",
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "parameter": {"type": "string"},
        "position": {"type": "integer", "description": "Where in the query it goes wrong, in code points."},
    },
    "required": ["type", "title", "status", "detail"],
    "additionalProperties": False,
}
_HEADERS: dict[str, Schema] = {
    "ETag": {"description": "Changes with each commit of the index.", "schema": {"type": "string"}},
    "Link": {"description": "The pages before and after this one.", "schema": {"type": "string"}},
    "Total-Count": {"description": "How many there are in all.", "schema": {"type": "integer"}},
}


def endpoint(_request: Request) -> Response:
    """The description."""
    return Response(_content(), headers={"cache-control": "no-cache"}, media_type="application/json")


@cache
def _content() -> bytes:
    return json.dumps(describe(), indent=1).encode()


def describe() -> dict[str, Any]:
    """The description as a JSON object."""
    named: dict[str, Schema] = {"Failure": _PROBLEM}
    paths: dict[str, Any] = {each.path: {"get": _question(each, named)} for each in ENDPOINTS}
    paths |= {each.path: {"post": _reading(each, named)} for each in READINGS}
    paths[PATH] = {"get": _itself()}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "citation-indexer",
            "version": __version__,
            "description": "Which claims rest on which sources. Nothing is written by any request.",
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": "/"}],
        "security": [{}, {"token": []}],
        "paths": paths,
        "components": {
            "schemas": named,
            "responses": {str(status): _failure(words) for status, words in _FAILURES.items()},
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def _question(asked: Listing | One, named: dict[str, Schema]) -> dict[str, Any]:
    item = schema_of(_SCHEMAS[asked.kind], named)
    forms = FORMS if isinstance(asked, Listing) else {"json": FORMS["json"]}
    parameters = [_in_path(name) for name in ("id", "uri") if f"{{{name}}}" in asked.path]
    headers = {name: said for name, said in _HEADERS.items() if isinstance(asked, Listing) or name == "ETag"}
    answers = {
        "200": {
            "description": asked.means,
            "headers": headers,
            "content": _forms(forms, item, many=isinstance(asked, Listing)),
        },
        "304": {"description": "What `If-None-Match` names has not changed."},
    }
    return {
        "operationId": asked.name,
        "summary": asked.means,
        "parameters": [*parameters, *_in_query(asked.parameters, forms)],
        "responses": answers | _failures(_USUAL_FAILURES),
    }


def _reading(asked: ReadingRoute, named: dict[str, Schema]) -> dict[str, Any]:
    kind = schemas.Claim if asked.forms is FORMS else schemas.Problem
    content = _forms(asked.forms, schema_of(kind, named), many=True)
    text = {"type": "string"}
    envelope = {
        "type": "object",
        "properties": {
            "text": text,
            **{each.name: each.schema for each in asked.parameters if each.name in {"as", "name"}},
        },
        "required": ["text"],
        "additionalProperties": False,
    }
    sent = {media: {"schema": envelope if media == ENVELOPE else text} for media in MEDIA_TYPES}
    return {
        "operationId": asked.name,
        "summary": asked.means,
        "parameters": _in_query(asked.parameters, asked.forms),
        "requestBody": {"required": True, "content": sent},
        "responses": {"200": {"description": asked.means, "content": content}, **_failures(_OF_READINGS)},
    }


def _itself() -> dict[str, Any]:
    answer = {"description": "OpenAPI 3.1.", "content": {"application/json": {"schema": {"type": "object"}}}}
    return {
        "operationId": "description",
        "summary": "This description.",
        "responses": {"200": answer, **_failures((401, 421))},
    }


def _forms(forms: Mapping[str, str], item: Schema, *, many: bool) -> dict[str, Any]:
    """The content of each form; forms other than JSON are described only as text."""
    found: dict[str, Any] = {media.partition(";")[0]: {"schema": {"type": "string"}} for media in forms.values()}
    found[FORMS["json"]] = {"schema": {"type": "array", "items": item} if many else item}
    if "sarif" in forms:
        found[forms["sarif"]] = {"schema": {"type": "object"}}
    return found


def _in_path(name: str) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "schema": {"type": "string", "minLength": 1}}


def _in_query(parameters: Iterable[Parameter], forms: Mapping[str, str]) -> list[dict[str, Any]]:
    form = Parameter("format", "The form of the answer; goes before `Accept`.", {"type": "string", "enum": [*forms]})
    return [
        {
            "name": each.name,
            "in": "query",
            "description": each.means,
            "required": each.required,
            "schema": dict(each.schema),
        }
        for each in (*parameters, form)
    ]


def _failure(words: str) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/Failure"}
    return {"description": words, "content": {"application/problem+json": {"schema": schema}}}


def _failures(statuses: Iterable[int]) -> dict[str, Any]:
    return {str(status): {"$ref": f"#/components/responses/{status}"} for status in statuses}
