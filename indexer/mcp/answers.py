"""The types of the tools' answers, from which the SDK makes schemas for clients."""

from __future__ import annotations

from dataclasses import dataclass

from indexer.model import Attribution, Severity


@dataclass(frozen=True)
class SourceOfClaim:
    """A work that a claim rests on. `id` is the same over all documents; title, URL and DOI are null if no document gives them."""

    id: str
    title: str | None
    url: str | None
    doi: str | None


@dataclass(frozen=True)
class ClaimFound:
    """A sentence of a document that states something, and what it rests on.

    `attribution` is direct if the claim has a marker of its own, inherited if a later one of its paragraph may cover it, otherwise
    none. `labels` are the labels of its markers, which mean something only in this document. `line` counts from 1.
    """

    id: str
    statement: str
    attribution: Attribution
    labels: list[str]
    sources: list[SourceOfClaim]
    document: str
    title: str
    heading: list[str]
    line: int
    score: float | None = None


@dataclass(frozen=True)
class ClaimsFound:
    """Claims, and whether there are more after them: ask again with an offset."""

    claims: list[ClaimFound]
    more: bool


@dataclass(frozen=True)
class SourceCounted:
    """A work, how many claims rest on it directly and by inheritance, and how many documents name it."""

    id: str
    title: str | None
    url: str | None
    doi: str | None
    claims: int
    inherited: int
    documents: int


@dataclass(frozen=True)
class SourcesFound:
    """Works, those with most claims first, and whether there are more."""

    sources: list[SourceCounted]
    more: bool


@dataclass(frozen=True)
class ClaimShown:
    """A claim with the statements before and after it."""

    claim: ClaimFound
    text: str
    before: list[str]
    after: list[str]


@dataclass(frozen=True)
class ProblemFound:
    """Something wrong with the citations of a text, and where."""

    code: str
    name: str
    severity: Severity
    message: str
    line: int
    column: int
    excerpt: str | None


@dataclass(frozen=True)
class TextAudited:
    """A text's claims by attribution, what is wrong with its citations, and the statements that rest on nothing."""

    claims: int
    direct: int
    inherited: int
    none: int
    sources: int
    problems: list[ProblemFound]
    unsourced: list[str]
