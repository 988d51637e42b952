"""The corpus that requests read: each request from a single commit, the last one."""

from __future__ import annotations

from threading import Lock

from indexer.corpus import Corpus


class Snapshots:
    """The corpus as of its last commit, made once for each commit. Safe for many threads.

    The corpus that they are taken of must stay open.
    """

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        self._lock = Lock()
        self._last: tuple[str, Corpus] | None = None

    def latest(self) -> Corpus:
        """The corpus as it is now: it does not see later commits. Raises `IndexFailure` if the index is gone or damaged."""
        commit = self._corpus.commit
        last = self._last
        if last is not None and last[0] == commit:
            return last[1]
        with self._lock:
            if self._last is None or self._last[0] != commit:
                frozen = self._corpus.frozen()
                self._last = frozen.commit, frozen
            return self._last[1]
