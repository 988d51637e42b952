"""The types of the JSON objects that `records` makes, from which the API is described."""

from __future__ import annotations

from typing import Literal, TypedDict

from indexer.model import Attribution, BlockKind, Severity


class Marker(TypedDict):
    """A group in the text that names sources. `sources` runs parallel to `labels`; `scope` is the span of the words that it supports."""

    start: int
    end: int
    labels: list[str]
    sources: list[str | None]
    style: str
    locator: str | None
    scope: list[int] | None


class Claim(TypedDict):
    """A sentence, list item or table row that states something.

    `text` is the document's text from `start` to `end`, in code points; `statement` is its words without markers.
    """

    type: Literal["claim"]
    id: str
    document: str
    title: str
    ordinal: int
    start: int
    end: int
    line: int
    column: int
    locator: str | None
    heading: list[str]
    block: BlockKind
    text: str
    statement: str
    attribution: Attribution
    labels: list[str]
    sources: list[str]
    markers: list[Marker]


class Hit(Claim):
    """A claim that answers a query. `highlights` are spans of matched words in `statement`."""

    score: float
    highlights: list[list[int]]


class HitInContext(Hit):
    """A claim that answers a query, with the statements before and after it."""

    before: list[str]
    after: list[str]


class Source(TypedDict):
    """A work that references name, the same over all documents. `labels` are what each document calls it, by uri."""

    type: Literal["source"]
    id: str
    title: str | None
    url: str | None
    doi: str | None
    labels: dict[str, list[str]]
    claims: int
    inherited: int
    documents: int


class Document(TypedDict):
    """A text, with the numbers of its claims by attribution, of its sources and of its problems."""

    type: Literal["document"]
    uri: str
    title: str
    digest: str
    claims: int
    direct: int
    inherited: int
    none: int
    sources: int
    problems: int


class Block(TypedDict):
    """A stretch of a text that no sentence crosses; `level` is the depth of a heading, else 0."""

    type: Literal["block"]
    kind: BlockKind
    start: int
    end: int
    level: int


class Reference(TypedDict):
    """A document's own entry for a label; `source` is the id of the work that it names."""

    type: Literal["reference"]
    label: str
    source: str
    title: str | None
    url: str | None
    doi: str | None
    text: str
    start: int
    end: int


class Problem(TypedDict):
    """A fault in a text, and where it is."""

    type: Literal["problem"]
    code: str
    name: str
    severity: Severity
    message: str
    document: str
    start: int
    end: int
    line: int
    column: int


class DocumentInParts(Document, total=False):
    """A document, with the parts that were asked for; `findings` are the problems that were found when it was indexed."""

    text: str
    blocks: list[Block]
    references: list[Reference]
    findings: list[Problem]


class Cited(TypedDict):
    """A source, and how many claims rest on it."""

    source: str
    title: str | None
    claims: int


class Size(TypedDict):
    """How many sources carry from `least` to `most` claims each."""

    least: int
    most: int
    sources: int


class Domain(TypedDict):
    """How many sources a domain has, and how many claims rest on them."""

    domain: str
    sources: int
    claims: int


class Year(TypedDict):
    """How many sources came out in a year, and how many claims rest on them."""

    year: int
    sources: int
    claims: int


class Stats(TypedDict):
    """Sums over an index. `half` is the least number of sources that carry half of all claims that have any."""

    type: Literal["stats"]
    documents: int
    claims: int
    direct: int
    inherited: int
    none: int
    sources: int
    problems: int
    cited: list[Cited]
    sizes: list[Size]
    half: int
    gini: float
    domains: list[Domain]
    years: list[Year]
