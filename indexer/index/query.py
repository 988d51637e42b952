"""Queries as trees of frozen records, independent of any engine. `parser` makes them from text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, TypeAlias

from indexer.late import dataclass

TextField = Literal["statement", "heading"]
FieldName = Literal["source", "document", "attribution", "label"]


@dataclass(frozen=True, slots=True)
class Phrase:
    """The terms of `text` in sequence. A plain word is a phrase too, mostly of one term."""

    text: str
    field: TextField = "statement"


@dataclass(frozen=True, slots=True)
class Prefix:
    """A word as written that begins with `start`, which is folded."""

    start: str
    field: TextField = "statement"


@dataclass(frozen=True, slots=True)
class Wildcard:
    """A word as written that `pattern` describes: folded, `*` any characters, `?` one character."""

    pattern: str
    field: TextField = "statement"


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """A word as written at most `distance` edits from `word`, which is folded."""

    word: str
    distance: int
    field: TextField = "statement"


@dataclass(frozen=True, slots=True)
class Field:
    """A claim of which the field says `value`: as `matching.FIELDS` compares it. The value is as typed.

    For a source, `ids` are some that the value means beside those that it can be compared with.
    """

    name: FieldName
    value: str
    ids: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Sources:
    """A claim of one of these source ids, exactly: what `map_sources` makes of a `source:` field."""

    ids: frozenset[str]


@dataclass(frozen=True, slots=True)
class And:
    """All parts match; at least one."""

    parts: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Any part matches; at least one."""

    parts: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not match."""

    part: Query


Pattern: TypeAlias = "Prefix | Wildcard | Fuzzy"
Query: TypeAlias = "Phrase | Prefix | Wildcard | Fuzzy | Field | Sources | And | Or | Not"


def map_sources(
    query: Query,
    function: Callable[[str], frozenset[str] | None],
    beside: Callable[[str], frozenset[str]] = lambda _: frozenset(),
) -> Query:
    """The query with each `source:` value replaced by the source ids that `function` gives for it.

    Where it gives None, the field stays, with the `ids` that `beside` gives; an empty set matches nothing.
    """
    match query:
        case Field("source", value):
            ids = function(value)
            return Field("source", value, beside(value)) if ids is None else Sources(ids)
        case And(parts):
            return And(tuple(map_sources(part, function, beside) for part in parts))
        case Or(parts):
            return Or(tuple(map_sources(part, function, beside) for part in parts))
        case Not(part):
            return Not(map_sources(part, function, beside))
    return query


def conjunction(parts: list[Query]) -> Query:
    """All of these, of which there is at least one."""
    return parts[0] if len(parts) == 1 else And(tuple(parts))


def disjunction(parts: list[Query]) -> Query:
    """Any of these, of which there is at least one."""
    return parts[0] if len(parts) == 1 else Or(tuple(parts))
