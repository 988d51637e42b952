"""Answers that a client has already: an answer changes with each commit and each version of this package, and never otherwise."""

from __future__ import annotations

import zlib

from starlette.requests import Request
from starlette.responses import Response

from indexer.corpus import Corpus
from indexer.version import __version__


def tag_of(request: Request, corpus: Corpus, form: str = "") -> str:
    """The entity tag of the answer to a request, from this corpus and in this form."""
    asked = f"{__version__} {form} {request.scope['path']}?".encode("utf-8", "surrogateescape")
    return f'W/"{corpus.commit}-{zlib.crc32(asked + request.scope["query_string"]):08x}"'


def unchanged(request: Request, tag: str) -> Response | None:
    """The answer 304 to a client that has the answer with this tag; None to any other."""
    known = ",".join(request.headers.getlist("if-none-match"))
    if request.method not in {"GET", "HEAD"} or not known:
        return None
    weak = tag.removeprefix("W/")
    if any(each.strip().removeprefix("W/") in {weak, "*"} for each in known.split(",")):
        return Response(status_code=304, headers={"etag": tag})
    return None
