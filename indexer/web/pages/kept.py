"""What takes a look at all of an index, made once for a commit and kept as long as requests read from it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, TimeoutError  # noqa: A004  # another one until Python 3.11
from threading import Lock, Thread
from typing import Generic, NamedTuple, TypeVar
from weakref import WeakKeyDictionary

from indexer.corpus import SOURCE_SORTS, Corpus, SourceSort
from indexer.model import DocumentSummary, Source, Stats

SHARES = 12
"""Sources and domains that an overview names."""
PATIENCE = 1.0
"""Seconds that a request waits for it."""
Value = TypeVar("Value")


class Counted(NamedTuple):
    """A source of a list, without its labels: those of many documents take much room."""

    id: str
    title: str | None
    url: str | None
    doi: str | None
    claims: int
    inherited: int
    documents: int


class Counting(Exception):
    """What is asked for is still being made; it will be there for who asks again."""


class Kept(Generic[Value]):
    """What a function makes of a corpus: once for a commit, in a thread of its own, so that others are answered meanwhile."""

    def __init__(self, make: Callable[[Corpus], Value]) -> None:
        self._make = make
        self._values: WeakKeyDictionary[Corpus, Future[Value]] = WeakKeyDictionary()
        self._lock = Lock()

    def of(self, corpus: Corpus, patience: float | None = PATIENCE) -> Value:
        """What there is of this commit. Raises `Counting` if it is not there after so many seconds, and what the function raises."""
        with self._lock:
            made = self._values.get(corpus)
            if made is None or (made.done() and made.exception() is not None):
                made = self._values[corpus] = Future()
                Thread(target=self._fill, args=(made, corpus), daemon=True).start()
        try:
            return made.result(patience)
        except TimeoutError as error:
            raise Counting from error

    def _fill(self, made: Future[Value], corpus: Corpus) -> None:
        try:
            made.set_result(self._make(corpus))
        except BaseException as error:  # noqa: BLE001  # who asked is told
            made.set_exception(error)


def _documents(corpus: Corpus) -> tuple[DocumentSummary, ...]:
    return tuple(corpus.documents())


def _ordered(sort: SourceSort) -> Callable[[Corpus], tuple[Counted, ...]]:
    def order(corpus: Corpus) -> tuple[Counted, ...]:
        if sort != "claims":
            known = SOURCES["claims"].of(corpus, None)
            return tuple(sorted(known, key=lambda each: SOURCE_SORTS[sort](_as_source(each))))
        return tuple(
            Counted(each.id, each.title, each.url, each.doi, each.claims, each.inherited, each.documents)
            for each in corpus.sources(sort="claims")
        )

    return order


def _as_source(counted: Counted) -> Source:
    return Source(*counted[:4], {}, *counted[4:])


def _stats(corpus: Corpus) -> Stats:
    return corpus.stats(limit=SHARES)


DOCUMENTS = Kept(_documents)
SOURCES = {sort: Kept(_ordered(sort)) for sort in SOURCE_SORTS}
STATS = Kept(_stats)
