"""The index in a folder, and what it answers."""

from __future__ import annotations

import contextlib
import heapq
import weakref
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from indexer.errors import NotFound
from indexer.index import Selection, SortKey, Writer, records
from indexer.index.matching import highlight
from indexer.index.query import Query
from indexer.index.whoosh.engine import index as whoosh_index
from indexer.index.whoosh.engine import query as engine
from indexer.index.whoosh.failures import answering
from indexer.index.whoosh.schema import SCHEMA, key, ordinal_of
from indexer.index.whoosh.search import EngineQuery, selected, to_engine
from indexer.index.whoosh.writer import WhooshWriter, locked
from indexer.model import Claim, DocumentSummary, Hit, Source

SCORE_DIGITS = 6
"""Scores are equal when so many digits are: segments add up the same terms in another order."""


def create(folder: Path) -> None:
    """An empty index in an empty folder."""
    whoosh_index.create_in(str(folder), SCHEMA).close()


class _Snapshot:
    """One committed state. Its files are given back when nobody reads in it any more."""

    def __init__(self, index: Any) -> None:
        self.generation = index.latest_generation()
        self.searcher = index.searcher()
        self._finalizer = weakref.finalize(self, self.searcher.close)

    def rows(self, query: EngineQuery) -> list[int]:
        """The rows that match, in no order that means anything."""
        return [] if query is engine.NullQuery else list(self.searcher.docs_for_query(query))

    def ordered(self, rows: list[int]) -> list[tuple[bytes, int]]:
        """Rows of claims with their place in document order, in that order."""
        if not rows:
            return []
        order = self.searcher.reader().column_reader("order")
        return sorted((order[row], row) for row in rows)

    def stored(self, row: int) -> dict[str, Any]:
        """What a row keeps beside its terms and columns."""
        found: dict[str, Any] = self.searcher.stored_fields(row)
        return found

    def claim(self, row: int) -> Claim:
        """The claim of a row."""
        return records.load_claim(self.stored(row)["claim"])


class WhooshIndex:
    """An `Index` that Whoosh keeps in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._current: _Snapshot | None = None
        with answering(folder):
            self._index = whoosh_index.open_dir(str(folder), schema=SCHEMA)

    def writer(self, lock_timeout: float) -> AbstractContextManager[Writer]:
        """One commit, or none if the block raises; `IndexLocked` after `lock_timeout` seconds."""
        return self._write(lock_timeout)

    @contextlib.contextmanager
    def _write(self, lock_timeout: float) -> Iterator[Writer]:
        with locked(self._folder, lock_timeout):
            writer = WhooshWriter(self._folder, self._index)
            try:
                yield writer
                writer.commit()
            except BaseException:  # an interrupt too must leave the last commit as it was
                writer.cancel()
                raise

    def digests(self) -> dict[str, str]:
        """Every document's uri and digest."""
        with answering(self._folder):
            return {stored["uri"]: stored["digest"] for stored in self._documents(self._snapshot())}

    def search(
        self, query: Query, selection: Selection, *, limit: int | None, offset: int = 0, sort: SortKey = "score"
    ) -> Iterator[Hit]:
        """The claims that match, best first or in document order."""
        with answering(self._folder):
            snapshot = self._snapshot()
            question = to_engine(query, selection, snapshot.searcher.reader())
            found = [] if question is engine.NullQuery else snapshot.searcher.search(question, limit=None).items()
            scores = {row: round(score, SCORE_DIGITS) for row, score in found}
            wanted = None if limit is None else offset + limit
            rows = _BY[sort](snapshot, scores, wanted)[offset:wanted]
            for row in rows:
                claim = snapshot.claim(row)
                yield Hit(claim, scores[row], highlight(query, claim.statement))

    def count(self, query: Query, selection: Selection) -> int:
        """How many claims match."""
        with answering(self._folder):
            snapshot = self._snapshot()
            return len(snapshot.rows(to_engine(query, selection, snapshot.searcher.reader())))

    def claims(self, selection: Selection) -> Iterator[Claim]:
        """Every claim selected, in document order."""
        with answering(self._folder):
            snapshot = self._snapshot()
            for _, row in snapshot.ordered(snapshot.rows(selected(selection))):
                yield snapshot.claim(row)

    def claim_range(self, uri: str, start: int, end: int) -> Iterator[Claim]:
        """The claims of one document from ordinal `start` up to `end`."""
        with answering(self._folder):
            snapshot = self._snapshot()
            for place, row in snapshot.ordered(snapshot.rows(engine.Term("document", key(uri)))):
                if start <= ordinal_of(place) < end:
                    yield snapshot.claim(row)

    def documents(self) -> Iterator[DocumentSummary]:
        """Every document, by uri."""
        with answering(self._folder):
            stored = self._documents(self._snapshot())
            for row in sorted(stored, key=lambda found: str(found["uri"])):
                yield records.load_summary(row["summary"])

    def sources(self, document: str | None = None) -> Iterator[Source]:
        """Every source, by id; of one document, if one is given."""
        with answering(self._folder):
            stored = self._documents(self._snapshot(), document)
            yield from records.collect_sources((row["uri"], row["sources"]) for row in stored)

    def text(self, uri: str) -> str:
        """The text of a document, or `NotFound`."""
        with answering(self._folder):
            snapshot = self._snapshot()
            for row in snapshot.rows(engine.Term("record", key(uri))):
                packed: bytes = snapshot.searcher.reader().column_reader("text")[row]
                return records.unpack_text(packed)
        raise NotFound(f"There is no document {uri} in the index. `indexer documents` lists them.")

    def close(self) -> None:
        """Give back files; iterators that still run keep theirs."""
        self._current = None

    def _snapshot(self) -> _Snapshot:
        """The last commit."""
        if self._current is None or self._current.generation != self._index.latest_generation():
            self._current = _Snapshot(self._index)
        return self._current

    def _documents(self, snapshot: _Snapshot, uri: str | None = None) -> Iterable[dict[str, Any]]:
        query = engine.Term("kind", "document") if uri is None else engine.Term("record", key(uri))
        return map(snapshot.stored, snapshot.rows(query))


def _by_document(snapshot: _Snapshot, scores: dict[int, float], wanted: int | None) -> list[int]:
    return [row for _, row in snapshot.ordered(list(scores))[:wanted]]


def _by_score(snapshot: _Snapshot, scores: dict[int, float], wanted: int | None) -> list[int]:
    """The best rows, equal ones in document order. Only those that can be among the best are put in order."""
    if wanted is not None and wanted < len(scores):
        least = min(heapq.nlargest(wanted, scores.values()), default=0.0)
        scores = {row: score for row, score in scores.items() if score >= least}
    ordered = [row for _, row in snapshot.ordered(list(scores))]
    return sorted(ordered, key=lambda row: -scores[row])


_BY = {"score": _by_score, "document": _by_document}
