"""Values that need a look at all of an index: made once for each commit, and kept as long as requests read from it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, TimeoutError  # noqa: A004  # another one until Python 3.11
from dataclasses import replace
from threading import Lock, Thread
from typing import Generic, TypeVar
from weakref import WeakKeyDictionary

from indexer.corpus import SOURCE_SORTS, Corpus, SourceSort
from indexer.model import Source
from indexer.reports import Stats
from indexer.web.asking import MOST

PATIENCE = 1.0
"""Seconds that a request waits for a value."""
Value = TypeVar("Value")


class NotReady(Exception):
    """A value is still being made; asking again later will find it."""


class PerCommit(Generic[Value]):
    """The value that a function makes of a corpus, once for each commit, in a thread of its own so that other requests are answered."""

    def __init__(self, make: Callable[[Corpus], Value]) -> None:
        self._make = make
        self._values: WeakKeyDictionary[Corpus, Future[Value]] = WeakKeyDictionary()
        self._lock = Lock()

    def of(self, corpus: Corpus, patience: float | None = PATIENCE) -> Value:
        """The value for this commit. Raises `NotReady` if it is not ready after `patience` seconds, and what the function raises."""
        with self._lock:
            made = self._values.get(corpus)
            if made is None or (made.done() and made.exception() is not None):
                made = self._values[corpus] = Future()
                Thread(target=self._fill, args=(made, corpus), daemon=True).start()
        try:
            return made.result(patience)
        except TimeoutError as error:
            raise NotReady from error

    def _fill(self, made: Future[Value], corpus: Corpus) -> None:
        try:
            made.set_result(self._make(corpus))
        except BaseException as error:  # noqa: BLE001  # raised again where the value is asked for
            made.set_exception(error)


def _ordered(order: SourceSort) -> Callable[[Corpus], tuple[Source, ...]]:
    return lambda corpus: tuple(sorted(SOURCES.of(corpus, None).values(), key=SOURCE_SORTS[order]))


DOCUMENTS = PerCommit(lambda corpus: tuple(corpus.documents()))
SOURCES = PerCommit(lambda corpus: {each.id: each for each in corpus.sources(sort="id")})
ORDERED = {order: PerCommit(_ordered(order)) for order in SOURCE_SORTS}
STATS = PerCommit(lambda corpus: corpus.stats(limit=MOST))


def stats_of(corpus: Corpus, limit: int) -> Stats:
    """The sums of this commit, with at most `limit` sources, domains and years. Raises `NotReady`."""
    sums = STATS.of(corpus)
    return replace(sums, cited=sums.cited[:limit], domains=sums.domains[:limit], years=sums.years[-limit:])
