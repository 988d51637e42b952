"""The pages: search, documents, sources and an overview, rendered on the server and complete without scripts."""

from __future__ import annotations

from starlette.routing import BaseRoute, Route

from indexer.web.pages import document, listing, overview, searching, source
from indexer.web.pages.answering import error

__all__ = ["ROUTES", "error"]

ROUTES: list[BaseRoute] = [
    Route("/", searching.search),
    Route("/documents", listing.documents),
    Route("/documents/{uri:any}", document.document),
    Route("/sources", listing.sources),
    Route("/sources/{id:any}", source.source),
    Route("/overview", overview.overview),
]
