"""This package, through the seam `indexer.index.Index`. What goes below the seam is one small function each."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from engines import BEST, query_text
from indexer.index import Index, Selection
from indexer.index.backends import open_index
from indexer.index.parser import parse
from indexer.index.query import And, Or, Phrase, Prefix, Query
from indexer.model import Claim, Document, Extraction, Hit, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from claims import Claims, Row

LOCK_TIMEOUT = 10.0
ALL = Selection()


def claim_of(row: Row) -> Claim:
    return Claim(
        document_uri=row.document,
        span=Span(row.start, row.end),
        text=row.text,
        statement=row.text,
        markers=(),
        labels=row.sources,
        source_ids=row.sources,
        attribution="direct" if row.sources else "none",
        heading=(),
        block="paragraph",
        ordinal=row.ordinal,
    )


def extractions(rows: Iterable[Row]) -> Iterator[Extraction]:
    """The claims as what reading their documents would have given, but for the documents' texts."""
    for uri, group in groupby(rows, attrgetter("document")):
        yield Extraction(Document(uri, "", "", ()), tuple(map(claim_of, group)), ())


def write(folder: Path, found: Iterable[Extraction], processes: int) -> None:  # noqa: ARG001  # see below
    """One commit of all. The index is written by one process, however many are asked for."""
    index = open_index(folder, create=True)
    with index.writer(LOCK_TIMEOUT) as writer:
        for extraction in found:
            writer.put(extraction)
    index.close()


def pairs(index: Index, query: Query, selection: Selection) -> list[tuple[str, str]]:
    """The best claims, as ids and statements."""
    return [_pair(hit.claim) for hit in index.search(query, selection, limit=BEST)]


def listed(index: Index, selection: Selection) -> list[tuple[str, str]]:
    """Every claim selected, in order, as ids and statements."""
    return [_pair(claim) for claim in index.claims(selection)]


def facets(index: Index, query: Query) -> list[tuple[str, int]]:
    """The sources cited most among all hits."""
    cited = Counter(source for hit in index.search(query, ALL, limit=None) for source in hit.claim.source_ids)
    return cited.most_common(BEST)


def _pair(claim: Claim) -> tuple[str, str]:
    return claim.id, claim.statement


class Ours:
    """With queries made of records or `parsed` from text; with ids and statements or `whole` records as answers."""

    def __init__(self, *, processes: int = 1, parsed: bool = False, whole: bool = False) -> None:
        self.processes = processes
        self.parsed = parsed
        self.whole = whole

    def build(self, claims: Claims, folder: Path) -> None:
        found = extractions(claims.rows())
        if self.processes:
            write(folder, found, self.processes)
        else:  # what the index is handed costs time too, whoever writes it
            for _ in found:
                pass

    def open(self, folder: Path) -> None:
        self.index = open_index(folder)

    def ask(self, shape: str, words: list[str]) -> list[Any]:
        if shape == "listed":
            selection = Selection(source_ids=frozenset(words))
            return list(self.index.claims(selection)) if self.whole else listed(self.index, selection)
        query, selection = self._question(shape, words)
        if shape == "facets":
            return facets(self.index, query)
        return self._hits(query, selection) if self.whole else pairs(self.index, query, selection)

    def count(self, shape: str, words: list[str]) -> int:
        if shape == "listed":
            return len(self.ask(shape, words))
        if shape == "facets":
            return sum(times for _, times in self.ask(shape, words))
        return self.index.count(*self._question(shape, words))

    def _hits(self, query: Query, selection: Selection) -> list[Hit]:
        return list(self.index.search(query, selection, limit=BEST))

    def _question(self, shape: str, words: list[str]) -> tuple[Query, Selection]:
        if shape == "within":
            words, selection = words[:1], Selection(source_ids=frozenset(words[1:]))
        else:
            selection = ALL
        return parse(query_text(shape, words)) if self.parsed else _query(shape, words), selection


def _query(shape: str, words: list[str]) -> Query:
    match shape:
        case "both":
            return And(tuple(map(Phrase, words)))
        case "any":
            return Or(tuple(map(Phrase, words)))
        case "prefix":
            return Prefix(words[0])
    return Phrase(" ".join(words))


ENGINE = Ours
