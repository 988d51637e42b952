"""The search page: the question, what it finds, and what else could be asked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from starlette.requests import Request

from indexer.corpus import Corpus
from indexer.errors import NotFound, ParameterError, QueryError
from indexer.index.parser import LITERAL
from indexer.web.asking import DEEPEST, Question, as_question, values_of
from indexer.web.pages import addresses
from indexer.web.pages.answering import Values, page
from indexer.web.pages.listing import turning
from indexer.web.pages.naming import ATTRIBUTIONS, as_hits, names, shown, title_of

if TYPE_CHECKING:
    from indexer.index import Facets

LIMIT = 10
FACETS = 10
_EXAMPLES = (
    ("chip export", "all of the words, in any form"),
    ('"supply chain"', "a phrase, word for word"),
    ("chip OR wafer", "either word"),
    ("chip -export", "one without the other"),
    ("semi*", "words that begin so"),
    ("yongin~", "words spelt nearly so"),
    ("heading:outlook price", "below a heading that says so"),
    ("source:example.org price", "resting on a site or a page"),
    ("attribution:none price", "without any source"),
)


@dataclass(frozen=True, slots=True)
class Choice:
    """A link that narrows or widens a question: how many claims it leaves, and whether it is chosen now."""

    name: str
    href: str
    count: int
    chosen: bool = False
    detail: str = ""


@page
def search(request: Request, corpus: Corpus) -> tuple[str, Values]:
    """The search page: the question with what it finds, or what is wrong with it."""
    asked: dict[str, Any] = {"limit": LIMIT}
    try:
        asked |= values_of(request.query_params.multi_items())
        question = as_question(asked)
    except ParameterError as error:
        return "search.html", _empty(Question(text=request.query_params.get("q", "")), message=str(error), status=400)
    if not question.text.strip() and not any(question.filters.values()):
        return "search.html", _empty(question, total=next(corpus.documents(), None) is not None)
    try:
        return "search.html", _found(corpus, question)
    except QueryError as error:
        message = str(error).removesuffix(LITERAL).strip()
        return "search.html", _empty(question, message=message, position=error.position, status=400)
    except NotFound as error:
        return "search.html", _empty(question, message=str(error), status=404)


def _empty(
    question: Question, *, total: bool = True, message: str = "", position: int = -1, status: int = 200
) -> Values:
    """A page without hits: nothing was asked, or what was asked cannot be answered."""
    return {
        "status": status,
        "question": question,
        "chips": _chips(question),
        "message": message,
        "wrong": _cut(question.text, position) if position >= 0 else None,
        "literally": _href(question, literal="true") if position >= 0 and not question.literal else None,
        "examples": [(text, addresses.with_query("/", {"q": text}), means) for text, means in _EXAMPLES],
        "has_documents": total,
        "facets": None,
    }


def _cut(text: str, position: int) -> tuple[str, str, str]:
    """A query before, at and after the place where it goes wrong."""
    return text[:position], text[position : position + 1] or " ", text[position + 1 :]


def _found(corpus: Corpus, question: Question) -> Values:
    text = question.text if question.text.strip() else None
    facets = corpus.facets(text, **question.filters, literal=question.literal, limit=FACETS)
    window = {"limit": question.limit, "offset": question.offset}
    if text is None:
        hits = as_hits(corpus.claims(**question.filters, **window))
    else:
        hits = corpus.query(text, **question.filters, **window, sort=question.sort, literal=question.literal)
    return {
        "question": question,
        "chips": _chips(question, corpus),
        "message": "",
        "wrong": None,
        "literally": None,
        "facets": _facets(corpus, question, facets),
        "total": facets.claims,
        "hits": shown(corpus, hits),
        "first": question.offset + 1,
        "sorts": _sorts(question),
        "pages": turning(
            question.offset // question.limit + 1,
            max(1, min(-(-facets.claims // question.limit), DEEPEST // question.limit)),
            lambda number: _href(question, page=number),
        ),
        "tries": [] if facets.claims else _tries(question),
    }


def state(question: Question, **changes: Any) -> dict[str, Any]:
    """The parameters of a question, with changes, as an address has them; another question begins at its first page."""
    return {
        "q": question.text,
        **question.filters,
        "sort": question.sort,
        "literal": "true" if question.literal else None,
        "limit": question.limit,
        **changes,
    }


def _href(question: Question, **changes: Any) -> str:
    return addresses.with_query("/", state(question, **changes))


def _chips(question: Question, corpus: Corpus | None = None) -> list[tuple[str, str, str]]:
    """Each active filter: its parameter, its value, and the address of the question without it. A corpus gives the titles of sources."""
    called: dict[str, str] = {}
    if question.attribution:
        called["attribution"] = ATTRIBUTIONS[question.attribution]
    if question.document:
        called["document"] = question.document
    if question.source:
        meant = corpus and corpus.source_ids(question.source, question.document)
        called["source"] = (
            names(corpus, meant)[min(meant)].title if corpus and meant and len(meant) == 1 else question.source
        )
    return [(name, value, _href(question, **{name: None})) for name, value in called.items()]


def _sorts(question: Question) -> list[Choice]:
    named_sorts = (("score", "best first"), ("document", "by document"))
    return [Choice(name, _href(question, sort=sort), 0, sort == question.sort) for sort, name in named_sorts]


def _facets(corpus: Corpus, question: Question, facets: Facets) -> list[tuple[str, str, list[Choice]]]:
    """Each facet: its parameter, its title and its links."""
    works = names(corpus, (source_id for source_id, _ in facets.sources))
    sources = ((each, works[each].title, count, works[each].host) for each, count in facets.sources)
    documents = ((uri, title_of(corpus, uri), count, uri) for uri, count in facets.documents)
    attributions = ((each, ATTRIBUTIONS[each], count, each) for each, count in facets.attributions)
    return [
        ("attribution", "Attribution", _choices(question, "attribution", attributions)),
        ("source", "Sources", _choices(question, "source", sources)),
        ("document", "Documents", _choices(question, "document", documents)),
    ]


def _choices(question: Question, parameter: str, rows: Iterable[tuple[str, str, int, str]]) -> list[Choice]:
    """Links that set a filter to a value, or remove it if it has that value; each row is a value, its name, a count and a detail."""
    now = getattr(question, parameter)
    return [
        Choice(name, _href(question, **{parameter: None if value == now else value}), count, value == now, detail)
        for value, name, count, detail in rows
    ]


def _tries(question: Question) -> list[tuple[str, str]]:
    """Questions to try after one that finds nothing: a description and an address of each."""
    tries = [(f"without the filter on {name}", href) for name, _, href in _chips(question)]
    words = question.text.split()
    if len(words) > 1 and all(word.isalnum() for word in words) and not {"OR", "AND", "NOT"} & set(words):
        tries.append(("any of the words", _href(question, q=" OR ".join(words))))
    if len(words) == 1 and words[0].isalpha():
        tries.append((f"words that begin with “{words[0]}”", _href(question, q=f"{words[0]}*")))
        tries.append((f"words spelt nearly like “{words[0]}”", _href(question, q=f"{words[0]}~")))
    return tries
