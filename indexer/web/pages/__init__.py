"""The pages: search, documents, sources and an overview, made on the server and whole without scripts."""

from __future__ import annotations

from starlette.routing import BaseRoute, Route

from indexer.web.pages.answering import error
from indexer.web.pages.document import document
from indexer.web.pages.listing import documents, sources
from indexer.web.pages.overview import overview
from indexer.web.pages.searching import search
from indexer.web.pages.source import source

__all__ = ["ROUTES", "error"]

ROUTES: list[BaseRoute] = [
    Route("/", search),
    Route("/documents", documents),
    Route("/documents/{uri:any}", document),
    Route("/sources", sources),
    Route("/sources/{id:any}", source),
    Route("/overview", overview),
]
