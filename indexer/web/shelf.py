"""The corpus that requests read: each from one commit, the next from the next."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock, RLock
from typing import Any, TypeVar

from indexer.corpus import Corpus

Kept = TypeVar("Kept")


class Shelf:
    """Gives each request the corpus as of the last commit. Safe for many threads.

    The corpus that it is made of must stay open.
    """

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        self._lock = Lock()
        self._last: _State | None = None

    def corpus(self) -> Corpus:
        """The corpus as it is now; whoever holds it sees no later commit, and `commit` is its name.

        Raises `IndexFailure` if the index has gone or is damaged.
        """
        return self._state().corpus

    def kept(self, name: str, make: Callable[[Corpus], Kept]) -> Kept:
        """What is made of the corpus once a commit, because it takes longer the larger the corpus is: its sources, its sums.

        Only that of the last commit is kept. `name` says which it is. Raises as `corpus` and `make` do.
        """
        return self._state().kept(name, make)

    def _state(self) -> _State:
        commit = self._corpus.commit
        last = self._last
        if last is not None and last.commit == commit:
            return last
        with self._lock:
            if self._last is None or self._last.commit != commit:
                self._last = _State(self._corpus.frozen())
            return self._last


class _State:
    """One commit, and what was made of it."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        self.commit = corpus.commit
        self._lock = RLock()  # what is made may be made of what was made
        self._made: dict[str, Any] = {}

    def kept(self, name: str, make: Callable[[Corpus], Kept]) -> Kept:
        with self._lock:  # who comes second waits, and makes it no second time
            if name not in self._made:
                self._made[name] = make(self.corpus)
            found: Kept = self._made[name]
        return found
