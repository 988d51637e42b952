"""Texts read, extracted and written by several processes at once, for a run of `ingesting`.

Each process takes the next text as soon as it has finished the last one, writes the claims to files of its own, and reports
only how many there were: claims need not travel between processes. At the end the run adopts the files of all processes.
"""

from __future__ import annotations

import contextlib
import multiprocessing
from collections.abc import Callable, Iterable, Iterator
from multiprocessing.connection import Connection, wait
from typing import TYPE_CHECKING, Any

from indexer.errors import IndexerError
from indexer.extracting import (
    LOST_PROCESS,
    Outcome,
    Task,
    WrittenOutcome,
    WrittenSummary,
    begin_worker,
    is_unchanged,
    load_rules,
    perform,
)
from indexer.model import Extraction
from indexer.reports import Failure

if TYPE_CHECKING:
    from multiprocessing.process import BaseProcess

    from indexer.index import Aside, Writer

_AHEAD = 2  # texts that a process has at a time, so that it need not wait for the next one
_UNTOLD = 256  # texts that are passed over before one is told that comes before them


def build(items: Iterable[Task | Failure], jobs: int, begin: Callable[[], Writer]) -> Iterator[WrittenOutcome]:
    """The outcome of each task, in the order of the tasks. Failures pass through.

    `begin` opens the writer, which has adopted all documents by the time the last outcome is given. Raises `IndexerError` if
    a process ends before its time, and whatever a process raises when it cannot write.
    """
    crew = _Crew(jobs, begin)
    try:
        yield from crew.outcomes(items)
    finally:
        crew.end()


class _Crew:
    """The processes of a run, each at one end of a pipe."""

    def __init__(self, jobs: int, begin: Callable[[], Writer]) -> None:
        self._jobs = jobs
        self._begin = begin
        self._processes: dict[Connection, BaseProcess] = {}
        self._given: dict[Connection, int] = {}

    def _start(self) -> None:
        """Begin to write. A run without a new text needs neither a writer nor processes."""
        make = self._begin().aside(self._jobs)
        load_rules()
        for _ in range(self._jobs):
            ours, theirs = multiprocessing.Pipe()
            process = multiprocessing.Process(target=_work, args=(theirs, make), daemon=True)
            process.start()
            theirs.close()
            self._processes[ours] = process
            self._given[ours] = 0

    def outcomes(self, items: Iterable[Task | Failure]) -> Iterator[WrittenOutcome]:
        """See `build`."""
        settled: dict[int, WrittenOutcome] = {}
        given = shown = 0
        for item in items:
            if isinstance(item, Failure):
                settled[given] = item
            elif is_unchanged(item):
                settled[given] = None
                if len(settled) > _UNTOLD and any(self._given.values()):
                    settled.update(self._next())
            else:
                if not self._processes:
                    self._start()
                if min(self._given.values()) >= _AHEAD:
                    settled.update(self._next())
                self._give(given, item)
            given += 1
            while shown in settled:
                yield settled.pop(shown)
                shown += 1
        while any(self._given.values()):
            settled.update(self._next())
        self._adopt()
        for number in range(shown, given):
            yield settled[number]

    def end(self) -> None:
        """Let no process outlive the run."""
        for pipe, process in self._processes.items():
            pipe.close()
            process.terminate()
            process.join()

    def _give(self, number: int, task: Task) -> None:
        pipe = min(self._given, key=self._given.__getitem__)
        with _alive():
            pipe.send((number, task))
        self._given[pipe] += 1

    def _next(self) -> dict[int, WrittenOutcome]:
        """The outcomes that have arrived, by the number of their tasks; waits for at least one."""
        found: dict[int, WrittenOutcome] = {}
        for pipe in wait(list(self._given)):
            assert isinstance(pipe, Connection)  # noqa: S101  # that is what is waited for
            number, outcome = _received(pipe)
            self._given[pipe] -= 1
            found[number] = outcome
        return found

    def _adopt(self) -> None:
        for pipe in self._processes:
            with _alive():
                pipe.send(None)
        for pipe in self._processes:
            self._begin().adopt(_received(pipe))


def _written(outcome: Outcome, aside: Aside) -> WrittenOutcome:
    if not isinstance(outcome, Extraction):
        return outcome
    aside.put(outcome)
    return WrittenSummary.of(outcome)


@contextlib.contextmanager
def _alive() -> Iterator[None]:
    """Raise `IndexerError` if the process at the other end of a pipe has ended, around what is sent to it or received from it."""
    try:
        yield
    except (EOFError, ConnectionError) as error:
        raise IndexerError(LOST_PROCESS) from error


def _received(pipe: Connection) -> Any:
    with _alive():
        answer = pipe.recv()
    if isinstance(answer, BaseException):
        raise answer
    return answer


def _work(pipe: Connection, make: Callable[[], Aside]) -> None:
    """Take tasks until there are no more, then send the names of what was written."""
    begin_worker()
    try:
        aside = make()
        while (given := pipe.recv()) is not None:
            number, task = given
            pipe.send((number, _written(perform(task), aside)))
        pipe.send(aside.finish())
    except EOFError:
        return  # the run has ended
    except (IndexerError, OSError, MemoryError) as error:
        pipe.send(error)
