"""The records of what runs did and what indexes amount to: counts, and what went wrong. Frozen, as those of `model` are."""

from __future__ import annotations

from indexer.late import dataclass
from indexer.model import Problem


@dataclass(frozen=True, slots=True)
class Failure:
    """An input that could not be read, and what to do about it."""

    path: str
    message: str


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What one run did, in documents. `claims` and `problems` are those written; `gone` documents stay although their files are gone."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    removed: int = 0
    failed: tuple[Failure, ...] = ()
    claims: int = 0
    problems: tuple[Problem, ...] = ()
    gone: int = 0


@dataclass(frozen=True, slots=True)
class Damage:
    """A part of an index that is not as it was written: the file, the part of the file, and what is wrong with it."""

    file: str
    part: str
    message: str


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What rebuilding an index saved: documents `kept` as they were, documents read `anew` from their texts; and what is `lost`."""

    kept: int
    anew: int
    lost: tuple[Failure, ...]
    claims: int


@dataclass(frozen=True, slots=True)
class Copied:
    """What copying an index did, in documents; `claims` counts those written, `verified` those found to be the same in both indexes."""

    added: int
    updated: int
    unchanged: int
    removed: int
    claims: int
    verified: int


@dataclass(frozen=True, slots=True)
class Share:
    """How many claims, direct or inherited, rest on a source, or on the sources of a domain or a year; each claim counts once."""

    name: str
    sources: int
    claims: int
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Size:
    """How many sources carry from `least` to `most` claims."""

    least: int
    most: int
    sources: int


@dataclass(frozen=True, slots=True)
class Stats:
    """Sums over an index.

    `cited` and `domains` are the sources and domains with most claims, the most first; `years` are those with most claims, in order.
    `half` is the least number of sources that carry half of all claims, where a claim counts for each of its sources; `gini` is
    the Gini coefficient of claims over sources: 0 if all carry equally many, near 1 if one carries all.
    """

    documents: int
    claims: int
    direct: int
    inherited: int
    none: int
    sources: int
    problems: int
    cited: tuple[Share, ...] = ()
    sizes: tuple[Size, ...] = ()
    half: int = 0
    gini: float = 0.0
    domains: tuple[Share, ...] = ()
    years: tuple[Share, ...] = ()
