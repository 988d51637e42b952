"""Translates queries to those of a cluster. Pure.

Matches are those of `matching`, and scores those of the local index (see `indexer.index.segments.evaluation`): BM25 for words,
the sum of its terms for a phrase, 1 for a pattern; `OR` adds the scores of its parts; fields and selections only filter.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from indexer.index import Selection, analysis
from indexer.index.matching import DOI_HOST, address_of, document_key, document_patterns
from indexer.index.opensearch.mapping import joined, query_terms, spaceless
from indexer.index.opensearch.rows import key
from indexer.index.query import And, Field, Fuzzy, Not, Or, Phrase, Prefix, Query, Sources, Wildcard

Dsl = dict[str, Any]

NOTHING: Dsl = {"match_none": {}}
_MOST_TERMS = 10_000
_SPECIAL = str.maketrans({each: f"\\{each}" for each in "*?\\"})


def translated(query: Query) -> Dsl:  # noqa: PLR0911  # one answer for each kind
    """The query with its scores."""
    match query:
        case Phrase(text, field):
            return _phrase(text, field)
        case Prefix(start, field):
            return _scoring_one({"prefix": {f"{field}_words": spaceless(start)}})
        case Wildcard(pattern, field):
            return _scoring_one(_wildcard(f"{field}_words", spaceless(pattern)))
        case Fuzzy(word, distance, field):
            return _scoring_one(_fuzzy(f"{field}_words", spaceless(word), distance))
        case Field():
            return _scoring_one(_field(query))
        case Sources(ids):
            return _scoring_one(any_of("sources", ids))
        case Or(parts):
            return {"bool": {"should": [translated(part) for part in parts], "minimum_should_match": 1}}
        case And(parts):
            return _all(parts)
        case Not(part):
            return _scoring_one({"bool": {"must_not": [translated(part)]}})


def selected(selection: Selection) -> list[Dsl]:
    """The filters of a selection."""
    found = []
    for name, values in (
        ("sources", selection.source_ids),
        ("uri", selection.documents),
        ("attribution", selection.attributions),
    ):
        if values is not None:
            found.append(any_of(name, values))
    return found


def any_of(field: str, values: Iterable[str]) -> Dsl:
    """The query for rows whose field has one of the values."""
    keys = sorted(map(key, values))
    if not keys:
        return NOTHING
    parts = [{"terms": {field: keys[at : at + _MOST_TERMS]}} for at in range(0, len(keys), _MOST_TERMS)]
    return parts[0] if len(parts) == 1 else {"bool": {"should": parts}}


def _all(parts: tuple[Query, ...]) -> Dsl:
    scoring = [translated(part) for part in parts if not isinstance(part, Field | Sources | Not)]
    asked: Dsl = {
        "filter": [translated(part) for part in parts if isinstance(part, Field | Sources)],
        "must_not": [translated(part.part) for part in parts if isinstance(part, Not)],
    }
    return {"bool": {"must": scoring, **asked}} if scoring else _scoring_one({"bool": asked})


def _phrase(text: str, field: str) -> Dsl:
    steps = analysis.phrase(text)
    if not steps:
        return NOTHING
    words: list[Dsl] = [{"term": {field: joined(step.term)}} for step in steps]
    if len(words) == 1:
        return words[0]
    return {"bool": {"must": words, "filter": [{"match_phrase": {field: query_terms(steps)}}]}}


def _field(query: Field) -> Dsl:
    if query.name == "source":
        named = _of_source(query.value)
        return _either([*named, any_of("sources", query.ids)] if query.ids else named)
    if query.name == "document":
        return _either(_of_document(query.value))
    field = "labels" if query.name == "label" else query.name
    return {"term": {field: key(query.value)}}


def _of_source(value: str) -> list[Dsl]:
    """The query for what `matching.source_test` accepts."""
    lowered = value.lower().rstrip("/")
    bare = address_of(lowered) or lowered.removeprefix("www.")
    if "*" in value:
        return [_wildcard("lowered", lowered), _wildcard("addresses", bare)]
    found = [any_of("sources", {value, lowered, f"doi:{lowered}"}), {"term": {"addresses": key(bare)}}]
    if "://" in value or "." not in bare.partition("/")[0]:
        return found
    if bare == DOI_HOST:
        found.append({"prefix": {"sources": "doi:"}})
    below = [{"prefix": {"addresses": f"{bare}{sign}"}} for sign in "/?"]
    return [*found, *below, _wildcard("hosts", f"*.{bare.translate(_SPECIAL)}", is_escaped=True)]


def _of_document(value: str) -> list[Dsl]:
    """The query for what `matching.document_test` accepts; the field has slashes at both ends."""
    sought = document_key(value)
    if "*" in sought or "?" in sought:
        return [_wildcard("path", f"/{each}/") for each in document_patterns(sought)]
    return [_wildcard("path", f"*/{sought.translate(_SPECIAL)}/*", is_escaped=True)]


def _wildcard(field: str, pattern: str, *, is_escaped: bool = False) -> Dsl:
    return {"wildcard": {field: {"value": pattern if is_escaped else pattern.replace("\\", "\\\\")}}}


def _fuzzy(field: str, word: str, distance: int) -> Dsl:
    # Not only the fifty words that are next, and each as good as the other.
    how = {"prefix_length": 0, "transpositions": True, "rewrite": "constant_score"}
    return {"fuzzy": {field: {"value": word, "fuzziness": distance, **how}}}


def _either(parts: list[Dsl]) -> Dsl:
    return parts[0] if len(parts) == 1 else {"bool": {"should": parts, "minimum_should_match": 1}}


def _scoring_one(query: Dsl) -> Dsl:
    return {"constant_score": {"filter": query}}
