"""The page of a source: every claim that rests on it, document by document, and the other sources of these claims."""

from __future__ import annotations

from itertools import groupby

from starlette.requests import Request

from indexer.corpus import Corpus
from indexer.errors import NotFound, either
from indexer.web.asking import DEEPEST, PARAMETERS, Parameter, values_of
from indexer.web.pages import addresses
from indexer.web.pages.answering import Values, page
from indexer.web.pages.listing import turning
from indexer.web.pages.naming import ATTRIBUTIONS, as_hits, names, shown

SIZE = 50
"""Claims on a page."""
BESIDE = 12
"""Other sources, and documents, that are listed beside the claims, at most."""
_ASKED = {
    "attribution": PARAMETERS["attribution"],
    "page": Parameter("page", "Which page.", {"type": "integer", "minimum": 1, "maximum": DEEPEST // SIZE}),
}


@page
def source(request: Request, corpus: Corpus) -> tuple[str, Values]:
    """One source."""
    asked = values_of(request.query_params.multi_items(), _ASKED)
    source_id = request.path_params["id"]
    attribution = asked.get("attribution")
    known, *others = sorted(corpus.source_ids(source_id))
    if others:
        raise NotFound(f"{source_id!r} stands for several sources{either([known, *others])}")
    facets = corpus.facets(source=source_id, attribution=attribution, limit=BESIDE + 1)
    at = asked.get("page", 1)
    claims = list(corpus.claims(source=source_id, attribution=attribution, limit=SIZE, offset=(at - 1) * SIZE))
    called = names(corpus, (known, *(each for each, _ in facets.sources)))
    path = addresses.of_source(known)
    groups = [
        (uri, found[0].claim.title or uri, found)
        for uri, each in groupby(shown(corpus, as_hits(claims)), lambda one: one.claim.document_uri)
        if (found := list(each))
    ]
    return "source.html", {
        "name": called[known],
        "total": facets.claims,
        "groups": groups,
        "attributions": [
            (each, ATTRIBUTIONS[each], count, addresses.with_query(path, {"attribution": each}))
            for each, count in facets.attributions
        ],
        "attribution": attribution,
        "everything": path,
        "documents": facets.documents[:BESIDE],
        "beside": [(called[each], count) for each, count in facets.sources if each != known][:BESIDE],
        "pages": turning(
            at,
            max(1, -(-facets.claims // SIZE)),
            lambda number: addresses.with_query(path, {"attribution": attribution, "page": number}),
        ),
    }
