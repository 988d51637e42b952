"""This package, through the seam `indexer.index.Index`. What goes below the seam is one small function each."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from engines import BEST, query_text
from indexer.index import Aside, Selection
from indexer.index.backends import open_index
from indexer.index.parser import parse
from indexer.index.plainquery import plain
from indexer.index.query import And, Or, Phrase, Prefix, Query, Sources
from indexer.index.store import SegmentIndex
from indexer.model import Claim, Document, Extraction, Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from claims import Claims, Row

LOCK_TIMEOUT = 10.0
MEMORY = 256 << 20  # what `indexer ingest` holds unless it is told otherwise
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


def write(folder: Path, claims: Claims, processes: int) -> None:
    """One commit of all, by one process, or by several that write a part of the claims each."""
    if processes == 1:
        put(folder, extractions(claims.rows()))
        return
    index = open_index(folder, create=True)
    with index.writer(LOCK_TIMEOUT, MEMORY) as writer, ProcessPoolExecutor(processes) as pool:
        make = writer.aside(processes)
        for part in [pool.submit(write_part, make, claims, number, processes) for number in range(processes)]:
            writer.adopt(part.result())
    index.close()


def put(folder: Path, found: Iterable[Extraction]) -> None:
    """One commit of all."""
    index = open_index(folder, create=True)
    with index.writer(LOCK_TIMEOUT, MEMORY) as writer:
        for extraction in found:
            writer.put(extraction)
    index.close()


def write_part(make: Callable[[], Aside], claims: Claims, number: int, of: int) -> list[str]:
    aside = make()
    for extraction in extractions(claims.part(number, of)):
        aside.put(extraction)
    return aside.finish()


class Ours:
    """With queries made of records or `parsed` from text; with ids and statements or `whole` records as answers."""

    def __init__(self, *, processes: int = 1, parsed: bool = False, whole: bool = False) -> None:
        self.processes = processes
        self.parsed = parsed
        self.whole = whole

    def build(self, claims: Claims, folder: Path) -> None:
        if self.processes:
            write(folder, claims, self.processes)
        else:  # what the index is handed costs time too, whoever writes it
            for _ in extractions(claims.rows()):
                pass

    def open(self, folder: Path) -> None:
        index = open_index(folder)
        assert isinstance(index, SegmentIndex)  # what it offers below the seam is measured
        self.index = index

    def ask(self, shape: str, words: list[str]) -> list[Any]:
        if shape == "facets":
            return self.index.facets(*self._question(shape, words), BEST)
        answer = self.index.search if self.whole else self.index.briefs
        if shape == "listed":
            return list(answer(*self._question(shape, words), limit=None, sort="document"))
        return list(answer(*self._question(shape, words), limit=BEST, sort="score"))

    def count(self, shape: str, words: list[str]) -> int:
        if shape == "facets":
            return sum(times for _, times in self.ask(shape, words))
        return self.index.count(*self._question(shape, words))

    def _question(self, shape: str, words: list[str]) -> tuple[Query, Selection]:
        if shape == "listed":
            return Sources(frozenset(words)), ALL
        if shape == "within":
            words, selection = words[:1], Selection(source_ids=frozenset(words[1:]))
        else:
            selection = ALL
        return _parsed(query_text(shape, words)) if self.parsed else _query(shape, words), selection


def _parsed(text: str) -> Query:
    """The query that a text says, read as `Corpus` reads it."""
    return plain(text) or parse(text)


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
