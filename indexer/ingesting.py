"""One run of ingest: texts that are new or changed go into the index, and documents whose files are gone may leave it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import ExitStack
from typing import TYPE_CHECKING

from indexer.extracting import Outcome, Task, WrittenOutcome, WrittenSummary, no_texts, run
from indexer.files import Walk, came_from_stdin, is_gone, placing
from indexer.model import Extraction, Problem
from indexer.reports import Failure, IngestReport

if TYPE_CHECKING:
    from indexer.bibliographies import OpenedFile
    from indexer.index import Index, Writer

Progress = Callable[[int, int], None]


class Run:
    """The bookkeeping of one run. `known` maps the uri of each document in the index to its fingerprint.

    `begin` opens the writer. It is called only when there is something to write: a run that changes nothing needs no lock
    and leaves no trace.
    """

    def __init__(self, walk: Walk, known: Mapping[str, str], begin: Callable[[], Writer]) -> None:
        self._walk = walk
        self._known = known
        self._begin = begin
        self._open: Writer | None = None
        self._added = self._updated = self._unchanged = self._removed = self._gone = self._claims = 0
        self._failed: list[Failure] = []
        self._problems: list[Problem] = []

    def enter(self, outcome: Outcome | WrittenSummary) -> None:
        """Count what became of one text, and write its extraction if that has not been written already."""
        if isinstance(outcome, Extraction):
            self.writer().put(outcome)
            outcome = WrittenSummary.of(outcome)
        if outcome is None:
            self._unchanged += 1
        elif isinstance(outcome, Failure):
            self._failed.append(outcome)
        else:
            is_known = outcome.uri in self._known
            self._updated += is_known
            self._added += not is_known
            self._claims += outcome.claims
            self._problems += outcome.problems

    def look_for_gone(self, there: AbstractSet[str], *, prune: bool) -> None:
        """Remove, or without `prune` count, the documents whose files are certainly gone from the folders named.

        `there` holds the uris of all files that the run has found.
        """
        for uri in self._below(self._walk.folders):
            if uri in there or came_from_stdin(self._known[uri]) or not is_gone(uri, self._walk.root):
                continue
            if prune:
                self.writer().delete(uri)
                self._removed += 1
            else:
                self._gone += 1

    def report(self, *, prune: bool) -> IngestReport:
        """What was done. A folder without texts is a failure, unless it was named to prune what had been in it."""
        empty = [name for folder, name in self._walk.empty.items() if not (prune and any(self._below([folder])))]
        failed = (*self._failed, *(no_texts(name, self._walk) for name in empty))
        return IngestReport(
            added=self._added,
            updated=self._updated,
            unchanged=self._unchanged,
            removed=self._removed,
            failed=failed,
            claims=self._claims,
            problems=tuple(self._problems),
            gone=self._gone,
        )

    def writer(self) -> Writer:
        """The writer of the run, which the first call opens."""
        if self._open is None:
            self._open = self._begin()
        return self._open

    def _below(self, folders: Sequence[str]) -> Iterator[str]:
        """The known documents below `folders`, without those below a folder that could not be listed."""
        named, unread = placing(folders, self._walk.root), placing(self._walk.unread, self._walk.root)
        return (uri for uri in self._known if named(uri) and not unread(uri))


def ingest(  # noqa: PLR0913  # the settings of one run
    index: Index,
    walk: Walk,
    paths: Sequence[str],
    *,
    as_format: str | None = None,
    bibliography: Sequence[OpenedFile] = (),
    prune: bool = False,
    jobs: int = 1,
    memory: int | None = None,
    lock_timeout: float = 10.0,
    progress: Progress | None = None,
) -> IngestReport:
    """See `Corpus.ingest`."""
    inputs = list(walk.inputs(paths))
    known = index.digests()
    with ExitStack() as stack:
        books = Run(walk, known, lambda: stack.enter_context(index.writer(lock_timeout, memory)))
        tasks = (
            item if isinstance(item, Failure) else Task(item, as_format, known.get(item.uri), tuple(bibliography))
            for item in inputs
        )
        outcomes = run(tasks, 1) if jobs <= 1 else _built(tasks, jobs, books.writer)
        for done, outcome in enumerate(outcomes, 1):
            books.enter(outcome)
            if progress is not None:
                progress(done, len(inputs))
        books.look_for_gone({item.uri for item in inputs if not isinstance(item, Failure)}, prune=prune)
    return books.report(prune=prune)


def _built(tasks: Iterable[Task | Failure], jobs: int, begin: Callable[[], Writer]) -> Iterator[WrittenOutcome]:
    from indexer.building import build  # noqa: PLC0415  # processes are slow to load

    return build(tasks, jobs, begin)
