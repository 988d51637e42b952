"""What a request asks: one table of parameters, and the question that their values make."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypedDict, cast, get_args

from indexer.corpus import SOURCE_SORTS
from indexer.errors import ParameterError
from indexer.index import SortKey
from indexer.model import Attribution
from indexer.patterns import pattern

LONGEST = 2000
"""Code points of a parameter, at most."""
MOST = 1000
"""Records in one answer that is not a stream, at most."""
DEEPEST = 1_000_000
"""Records that may be skipped, at most."""
_NUMBER = pattern("[0-9]{1,9}")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a request: what it means, the JSON schema of its values, and whether it is required."""

    name: str
    means: str
    schema: Mapping[str, Any] = field(default_factory=lambda: {"type": "string", "minLength": 1, "maxLength": LONGEST})
    required: bool = False

    def parse(self, given: str) -> Any:
        """The value of a parameter as it is written. Raises `ParameterError`."""
        kind = self.schema["type"]
        if kind == "integer":
            return self._number(given)
        allowed = ["true", "false"] if kind == "boolean" else self.schema.get("enum")
        if allowed is not None and given not in allowed:
            raise self._error(given, "one of " + ", ".join(allowed))
        if len(given) > self.schema.get("maxLength", LONGEST):
            raise ParameterError(
                f"The parameter {self.name} is too long; write at most {LONGEST} characters.", self.name
            )
        if "pattern" in self.schema and not re.fullmatch(self.schema["pattern"], given):
            raise self._error(given, self.schema["description"])
        return given == "true" if kind == "boolean" else given

    def _number(self, given: str) -> int:
        least, most = self.schema["minimum"], self.schema["maximum"]
        if _NUMBER.fullmatch(given) and least <= int(given) <= most:
            return int(given)
        raise self._error(given, f"a number from {least} to {most}")

    def _error(self, given: str, allowed: str) -> ParameterError:
        return ParameterError(f"The parameter {self.name} is {allowed}, not {given[:50]!r}.", self.name)


def _number(least: int, most: int, default: int) -> dict[str, Any]:
    return {"type": "integer", "minimum": least, "maximum": most, "default": default}


def _one_of(*values: str, default: str | None = None) -> dict[str, Any]:
    return {"type": "string", "enum": list(values), **({"default": default} if default else {})}


def listed(*values: str) -> dict[str, Any]:
    """The schema of a list of these values, with commas between."""
    one = f"({'|'.join(map(re.escape, values))})"
    described = f"{', '.join(values)}, with commas between"
    return {"type": "string", "pattern": f"^{one}(,{one})*$", "maxLength": LONGEST, "description": described}


_FLAG = {"type": "boolean", "default": False}

PARAMETERS: dict[str, Parameter] = {
    each.name: each
    for each in (
        Parameter("q", 'Words, all of which must match; `OR`, `NOT`, `-word`, brackets, `"a phrase"`, `prefix*`, `wor?d`, `fuzzy~`, and fields.'),
        Parameter("source", "Only claims that rest on this source: its id, URL, DOI, or with `document` a label of it there; or on those of a host."),
        Parameter("document", "Only what is in this document: its uri, or the end of it; or in those of a folder or a pattern."),
        Parameter("attribution", "Only claims with this attribution.", _one_of(*get_args(Attribution))),
        Parameter("sort", "The order: the best first, or that of the documents.", _one_of("score", "document", default="score")),
        Parameter("literal", "Take every word as it stands, without operators.", _FLAG),
        Parameter("limit", "How many at most.", _number(1, MOST, 20)),
        Parameter("offset", "How many to pass over first.", _number(0, DEEPEST, 0)),
        Parameter("page", "Which page of `limit` claims, from 1; instead of `offset`.", _number(1, DEEPEST, 1)),
    )
}  # fmt: skip
ORDER_OF_SOURCES = Parameter("sort", "The order.", _one_of(*SOURCE_SORTS, default="claims"))


class Filters(TypedDict):
    """The arguments by which `Corpus.query`, `count` and `claims` select."""

    source: str | None
    document: str | None
    attribution: Attribution | None


@dataclass(frozen=True, slots=True)
class Question:
    """The question of a search, with all its parameters."""

    text: str = ""
    source: str | None = None
    document: str | None = None
    attribution: Attribution | None = None
    sort: SortKey = "score"
    literal: bool = False
    limit: int = 20
    offset: int = 0

    @property
    def filters(self) -> Filters:
        """The filters, as arguments of a call."""
        return {"source": self.source, "document": self.document, "attribution": self.attribution}


def values_of(given: Iterable[tuple[str, str]], parameters: Mapping[str, Parameter] = PARAMETERS) -> dict[str, Any]:
    """The values of a request's parameters by name, without empty ones, which forms send, and unknown ones.

    Raises `ParameterError` for one that is invalid or given twice.
    """
    values: dict[str, Any] = {}
    for name, written in given:
        if name in parameters and written:
            if name in values:
                raise ParameterError(f"The parameter {name} is given twice; give it once.", name)
            values[name] = parameters[name].parse(written)
    return values


def as_question(values: Mapping[str, Any]) -> Question:
    """The question that these values make, by the names of parameters. Raises `ParameterError`."""
    limit = values.get("limit", PARAMETERS["limit"].schema["default"])
    offset = values.get("offset", 0)
    if "page" in values:
        if "offset" in values:
            raise ParameterError("The parameters page and offset say the same; give one of them.", "page")
        offset = (values["page"] - 1) * limit
        if offset > DEEPEST:
            raise ParameterError(
                f"The parameter page leads beyond {DEEPEST} claims; ask for less with more words.", "page"
            )
    return Question(
        text=values.get("q", ""),
        source=values.get("source"),
        document=values.get("document"),
        attribution=cast("Attribution | None", values.get("attribution")),
        sort=cast("SortKey", values.get("sort", "score")),
        literal=values.get("literal", False),
        limit=limit,
        offset=offset,
    )
