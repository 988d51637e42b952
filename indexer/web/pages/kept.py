"""What takes a look at all of an index, made once for a commit and kept as long as requests read from it."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import Generic, NamedTuple, TypeVar
from weakref import WeakKeyDictionary

from indexer.corpus import SOURCE_SORTS, Corpus, SourceSort
from indexer.model import DocumentSummary, Source, Stats

SHARES = 12
"""Sources and domains that an overview names."""
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


class Kept(Generic[Value]):
    """What a function makes of a corpus, made by the first who asks while others wait."""

    def __init__(self, make: Callable[[Corpus], Value]) -> None:
        self._make = make
        self._values: WeakKeyDictionary[Corpus, Value] = WeakKeyDictionary()
        self._lock = Lock()

    def of(self, corpus: Corpus) -> Value:
        """What there is of this commit."""
        found = self._values.get(corpus)
        if found is None:
            with self._lock:
                found = self._values.get(corpus)
                if found is None:
                    found = self._values[corpus] = self._make(corpus)
        return found


def _documents(corpus: Corpus) -> tuple[DocumentSummary, ...]:
    return tuple(corpus.documents())


def _ordered(sort: SourceSort) -> Callable[[Corpus], tuple[Counted, ...]]:
    def order(corpus: Corpus) -> tuple[Counted, ...]:
        if sort != "claims":
            known = SOURCES["claims"].of(corpus)
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
