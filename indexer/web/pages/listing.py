"""The lists of all documents and of all sources."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from starlette.requests import Request

from indexer.corpus import Corpus
from indexer.model import DocumentSummary, Source
from indexer.web.asking import DEEPEST, ORDER_OF_SOURCES, Parameter, values_of
from indexer.web.pages import addresses
from indexer.web.pages.answering import Values, page
from indexer.web.pages.naming import name_of
from indexer.web.percommit import DOCUMENTS, ORDERED

SIZE = 50
"""Documents or sources on a page."""
Row = TypeVar("Row")

ORDERS: dict[str, tuple[str, Callable[[DocumentSummary], Any]]] = {
    "uri": ("name", lambda each: each.uri),
    "claims": ("claims", lambda each: (-each.claims, each.uri)),
    "none": ("claims without a source", lambda each: (-each.none, each.uri)),
    "problems": ("problems", lambda each: (-each.problems, each.uri)),
}
_FIND = Parameter("q", "Words in the name or the address.")
_PAGE = Parameter("page", "Which page.", {"type": "integer", "minimum": 1, "maximum": DEEPEST})
_OF_DOCUMENTS = {
    "q": _FIND,
    "page": _PAGE,
    "sort": Parameter("sort", "The order.", {"type": "string", "enum": list(ORDERS), "default": "uri"}),
}
_OF_SOURCES = {"q": _FIND, "page": _PAGE, "sort": ORDER_OF_SOURCES}
_SORTS_OF_SOURCES = {"claims": "claims", "documents": "documents", "title": "title", "id": "address"}


@page
def documents(request: Request, corpus: Corpus) -> tuple[str, Values]:
    """Every document with its counts."""
    asked = values_of(request.query_params.multi_items(), _OF_DOCUMENTS)
    sought = asked.get("q", "").casefold()
    sort = asked.get("sort", "uri")
    known = DOCUMENTS.of(corpus)
    found = [each for each in known if sought in each.uri.casefold() or sought in each.title.casefold()]
    if sort != "uri":
        found.sort(key=ORDERS[sort][1])
    sorts = {name: called for name, (called, _) in ORDERS.items()}
    values = _part("/documents", found, asked, sorts, "uri")
    most = max((each.claims for each in known), default=1)
    return "documents.html", {**values, "known": len(known), "most": max(1, most)}


@page
def sources(request: Request, corpus: Corpus) -> tuple[str, Values]:
    """Every source with its counts."""
    asked = values_of(request.query_params.multi_items(), _OF_SOURCES)
    sought = asked.get("q", "").casefold()
    known = ORDERED[asked.get("sort", "claims")].of(corpus)
    found = [each for each in known if _has(each, sought)] if sought else known
    values = _part("/sources", found, asked, _SORTS_OF_SOURCES, "claims")
    values["rows"] = [(each, name_of(each.id, each.title, each.url, each.doi)) for each in values["rows"]]
    most = max((each.claims + each.inherited for each, _ in values["rows"]), default=1)
    return "sources.html", {**values, "known": len(known), "most": max(1, most)}


def _has(source: Source, sought: str) -> bool:
    return sought in source.id.casefold() or sought in (source.title or "").casefold()


def _part(path: str, found: Sequence[Row], asked: Values, sorts: dict[str, str], usual: str) -> Values:
    """The values for a page of a list, with links to the other pages."""
    last = max(1, -(-len(found) // SIZE))
    at = min(asked.get("page", 1), last)
    sort = asked.get("sort", usual)
    state = {"q": asked.get("q"), "sort": None if sort == usual else sort}

    def link(**changes: Any) -> str:
        return addresses.with_query(path, {**state, **changes})

    return {
        "q": asked.get("q", ""),
        "sort": sort,
        "usual": usual,
        "total": len(found),
        "rows": list(found[(at - 1) * SIZE : at * SIZE]),
        "sorts": [(called, link(sort=None if name == usual else name), name == sort) for name, called in sorts.items()],
        "pages": turning(at, last, lambda number: link(page=number)),
    }


def turning(at: int, last: int, link: Callable[[int], str]) -> dict[str, Any]:
    """Links to the pages around the current one: number, address and whether pages are left out before it; and the neighbours."""
    near: Iterable[int] = sorted({1, *range(max(1, at - 2), min(last, at + 2) + 1), last})
    links, before = [], 0
    for number in near:
        links.append((number, link(number), number > before + 1))
        before = number
    return {
        "at": at,
        "last": last,
        "links": links,
        "before": link(at - 1) if at > 1 else None,
        "after": link(at + 1) if at < last else None,
    }
