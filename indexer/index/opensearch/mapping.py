"""The mapping of an index on a cluster: one index for claims, documents and sources, and the terms in it.

`analysis` makes the terms here, for statements and queries alike. The cluster gets them separated by spaces, and its analyser
only splits at these. So tokens and their positions are the same as in a local index, whatever the version of Lucene and of
its Unicode tables.

A term of two characters of a script without spaces has its first character as another term at the same position, so that one
character can be searched: `半|导` yields `半|导` and `半`. In a phrase, `_` is a position at which anything may be.

There is only one index, so that one point in time covers everything, and a cluster needs only one shard and its replicas.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from indexer.index import analysis
from indexer.index.opensearch.address import Address
from indexer.index.segments.bm25 import K1, B

SCHEMA = 1
"""To be raised whenever older indexes would answer differently."""
JOINT = "|"
"""Between the two characters of a term of a script without spaces. In no term, as it is no letter, digit or symbol that is one."""
ANYTHING = "_"
NAME = "indexer"
"""The key in the `_meta` of a mapping that marks it as one of this program."""

_KEYWORD = {"type": "keyword"}
_TEXT = {"type": "text", "analyzer": "terms", "search_analyzer": "steps", "similarity": "bm25"}
_WORDS = {"type": "text", "analyzer": "words", "norms": False, "index_options": "docs"}
_LONG = {"type": "long"}

PROPERTIES: dict[str, Any] = {
    "kind": _KEYWORD,  # claim, document or source
    "version": _KEYWORD,  # the version of a document that a row is of
    "born": _LONG,  # the ticket of the run that wrote it
    "died": _LONG,  # and of the one that replaced it
    "died_at": _LONG,  # when, in seconds
    "uri": _KEYWORD,
    "path": _KEYWORD,  # the uri as `document:` compares it
    "ordinal": {"type": "integer"},
    "start": {"type": "integer"},
    "statement": _TEXT,
    "statement_words": _WORDS,
    "heading": _TEXT,
    "heading_words": _WORDS,
    "sources": _KEYWORD,
    "lowered": _KEYWORD,  # source ids as `source:` compares them: whole,
    "addresses": _KEYWORD,  # without their scheme,
    "hosts": _KEYWORD,  # and their hosts
    "labels": _KEYWORD,
    "attribution": _KEYWORD,
    "source": _KEYWORD,
    "cited": {"type": "boolean"},  # whether a claim of the document is of the source
    "year": {"type": "integer"},
}
"""Fields that are searched; the rest of a row is only kept."""


def body(address: Address) -> dict[str, Any]:
    """The request body that makes an empty index."""
    copies = (
        {"number_of_replicas": address.replicas} if address.replicas is not None else {"auto_expand_replicas": "0-1"}
    )
    return {
        "settings": {
            "number_of_shards": address.shards,
            **copies,
            "similarity": {"bm25": {"type": "BM25", "k1": K1, "b": B}},
            "refresh_interval": "30s",  # a run refreshes itself when it ends; before that, nobody looks at its rows
            "analysis": {
                "tokenizer": {"spaces": {"type": "whitespace", "max_token_length": 1000}},
                "filter": {
                    "first": {"type": "pattern_capture", "preserve_original": True, "patterns": [r"^([^|]+)\|"]},
                    "anything": {"type": "stop", "stopwords": [ANYTHING]},
                },
                "analyzer": {
                    "terms": {"type": "custom", "tokenizer": "spaces", "filter": ["first"]},
                    "steps": {"type": "custom", "tokenizer": "spaces", "filter": ["anything"]},
                    "words": {"type": "custom", "tokenizer": "spaces"},
                },
            },
        },
        "mappings": {"_meta": {NAME: {"schema": SCHEMA}}, "dynamic": False, "properties": PROPERTIES},
    }


def written_terms(text: str) -> tuple[str, str]:
    """The terms of a text, and its words as written, in the form of the fields of the cluster."""
    found = analysis.analysed(text)
    terms = " ".join(joined(analysis.stem(term) if is_word else term) for term, is_word in found.terms)
    words = dict.fromkeys([*(word for word, is_word in found.terms if is_word), *found.wholes])
    return terms, " ".join(map(spaceless, words))


def joined(term: str) -> str:
    """A term in the form in which the cluster has it."""
    return f"{term[0]}{JOINT}{term[1:]}" if len(term) == 2 and analysis.is_unspaced(term) else spaceless(term)


def spaceless(word: str) -> str:
    """A word with a substitute for the space into which some letters fold, such as the Greek iota subscript."""
    return word.replace(" ", "␣")


def query_terms(steps: Iterable[analysis.Element]) -> str:
    """The steps of a phrase in the form in which the cluster has them."""
    found: list[str] = []
    for step in steps:
        found += [ANYTHING] * (step.offset - len(found)) + [joined(step.term)]
    return " ".join(found)
