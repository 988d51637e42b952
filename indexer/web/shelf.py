"""The corpus that requests read: each from one commit, the next from the next."""

from __future__ import annotations

from threading import Lock

from indexer.corpus import Corpus


class Shelf:
    """Gives each request the corpus as of the last commit. Safe for many threads.

    The corpus that it is made of must stay open.
    """

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        self._lock = Lock()
        self._last: tuple[str, Corpus] | None = None

    def corpus(self) -> Corpus:
        """The corpus as it is now; whoever holds it sees no later commit, and `commit` is its name.

        Raises `IndexFailure` if the index has gone or is damaged.
        """
        commit = self._corpus.commit
        last = self._last
        if last is not None and last[0] == commit:
            return last[1]
        with self._lock:
            if self._last is None or self._last[0] != commit:
                frozen = self._corpus.frozen()
                self._last = frozen.commit, frozen
            return self._last[1]
