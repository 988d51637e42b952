"""What an index on a cluster is made of: one index for claims, documents and sources, and which terms are in it.

The terms are ours. `analysis` makes them here, for statements and for queries alike, and the cluster is given them with a space
between two: its analyser takes apart at spaces and does nothing else. So tokens are the same as in a local index with every
version of Lucene and of its Unicode tables; positions are ours too, as each term has its own.

The first of two characters of a script without spaces that make a term stands beside it at the same position, which a search for one character
needs: `半|导` yields `半|导` and `半`. In a phrase, `_` stands for a position at which anything may be.

One index, so that a look at it is one look at all, and an index costs a cluster one shard and its replicas.
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
"""What in the `_meta` of a mapping says that it is ours."""

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
    """What makes an empty index."""
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
    """The terms of a text, and its words as written, as the fields of the cluster are given them."""
    found = analysis.analysed(text)
    terms = " ".join(joined(term) for term, _ in found.terms)
    words = dict.fromkeys([*(word for _, word in found.terms if word), *found.wholes])
    return terms, " ".join(map(spaceless, words))


def joined(term: str) -> str:
    """A term as the cluster has it."""
    return f"{term[0]}{JOINT}{term[1:]}" if len(term) == 2 and analysis.is_unspaced(term) else spaceless(term)


def spaceless(word: str) -> str:
    """The word with a sign for the space into which some letters fold, such as the Greek iota subscript."""
    return word.replace(" ", "␣")


def query_terms(steps: Iterable[analysis.Element]) -> str:
    """The steps of a phrase as the cluster is asked for them."""
    found: list[str] = []
    for step in steps:
        found += [ANYTHING] * (step.offset - len(found)) + [joined(step.term)]
    return " ".join(found)
