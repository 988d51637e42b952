"""From inputs to extractions, one after another or in several processes: the order and the results are the same."""

from __future__ import annotations

import os
import signal
import stat
import threading
from collections import deque
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from indexer.bibliographies import OpenedFile, names_in, open_given, open_wanted, read_library, stamp_of
from indexer.errors import IndexerError, ReadError
from indexer.files import (
    LARGEST,
    STDIN,
    Exclusion,
    Input,
    Paths,
    Walk,
    as_paths,
    bibliography_of,
    digest_of,
    fingerprint,
    printable,
    reason,
    with_bibliography,
)
from indexer.garbage import collecting_seldom
from indexer.late import dataclass
from indexer.model import Document, Extraction, Problem, Reference, Source, Span
from indexer.places import Places
from indexer.problems import problem
from indexer.readers import is_text, known_suffixes, read_document, shared_suffixes
from indexer.reports import Failure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from concurrent.futures import Future, ProcessPoolExecutor
    from multiprocessing.process import BaseProcess

NO_MEMORY = "takes more memory than there is; free some, or cut the text into parts"
"""The message of a `Failure` for want of memory."""
LOST_PROCESS = "a process ended while it read a text, perhaps for want of memory; try again with one job"
"""The message of an `IndexerError` for a worker process that ended before its time."""
_MEGABYTE = 1 << 20
_SMALL = 1 << 18  # bytes: a text that is compared with what is known before a process is asked
_AHEAD = 4  # texts for each process that are being read or waiting, so that memory does not grow with the run


@dataclass(frozen=True, slots=True)
class Task:
    """An input to extract, unless its fingerprint is `known`."""

    input: Input
    as_format: str | None = None
    known: str | None = None
    bibliography: tuple[OpenedFile, ...] = ()


Outcome: TypeAlias = "Extraction | Failure | None"
"""What became of a task; None where the text is unchanged."""


@dataclass(frozen=True, slots=True)
class WrittenSummary:
    """The summary of an extraction that has been written to the index."""

    uri: str
    claims: int
    problems: tuple[Problem, ...]

    @classmethod
    def of(cls, extraction: Extraction) -> WrittenSummary:
        """The summary of an extraction."""
        return cls(extraction.document.uri, len(extraction.claims), extraction.problems)


WrittenOutcome: TypeAlias = "WrittenSummary | Failure | None"
"""The same of a task whose extraction was written where it was made."""


def extract(  # noqa: PLR0913  # the settings of a run, all named
    paths: Paths,
    *,
    as_format: str | None = None,
    bibliography: Paths = (),
    exclude: Sequence[str | Exclusion] = (),
    name: str | None = None,
    max_size: int = LARGEST,
    jobs: int = 1,
    notice: Callable[[str], None] | None = None,
) -> Iterator[Extraction | Failure]:
    """The extraction of each text under `paths`, in order, without an index; a text that cannot be read is a `Failure`.

    Folders are walked; `-` is standard input, called `name`. Uris are relative to the current folder. Texts are read as
    they are asked for, so memory does not depend on how many there are. `bibliography` names files with the works that
    texts name by keys; raises `ReadError` for an invalid one. A text of more than `max_size` bytes is a failure. `notice`
    is called with a message for each broken link in a folder.
    """
    walk = walk_from(str(Path.cwd()), exclude, name=name, largest=max_size, notice=notice)
    given = open_given(as_paths(bibliography))
    tasks = (
        item if isinstance(item, Failure) else Task(item, as_format, None, given)
        for item in walk.inputs(as_paths(paths))
    )
    return _extractions(walk, tasks, jobs)


@collecting_seldom()
def extract_text(text: str, *, uri: str = STDIN, as_format: str = "text", bibliography: Paths = ()) -> Extraction:
    """The extraction of one text. Offsets count code points of `extraction.document.text`. Raises `ReadError`.

    `bibliography` names files with the works that the text names by keys; files that the text itself names are not opened.
    """
    data = text.encode("utf-8", "replace")  # a lone surrogate becomes one `?`, so that offsets stay
    document = read_document(data, uri=uri, name=uri, as_format=as_format)
    return _extraction(document, open_wanted(_names(document), None, open_given(as_paths(bibliography))))


def walk_from(  # noqa: PLR0913  # what a walk is told, all named
    root: str,
    exclude: Sequence[str | Exclusion],
    *,
    name: str | None,
    largest: int,
    notice: Callable[[str], None] | None,
    index: str | None = None,
) -> Walk:
    """A walk that takes the files of all known formats, for uris that start from `root`; the other arguments are as for `Walk`."""
    return Walk(root, known_suffixes(), exclude, index, name, largest, shared_suffixes(), is_text, notice)


def no_texts(name: str, walk: Walk) -> Failure:
    """The failure of a folder, as it was named, in which a walk found no text."""
    taken = " ".join(sorted(walk.suffixes))
    left = " but what is excluded" if walk.exclude else ""
    return Failure(name, f"holds no texts{left} ({taken}); name a file itself to take it whatever its suffix")


def run(items: Iterable[Task | Failure], jobs: int) -> Iterator[Outcome]:
    """The outcome of each task, in the order of the tasks. Failures pass through. Raises `IndexerError` if a process is lost."""
    if jobs <= 1:
        for item in items:
            yield item if isinstance(item, Failure) else perform(item)
    else:
        yield from _run_by_processes(items, jobs)


def _run_by_processes(items: Iterable[Task | Failure], jobs: int) -> Iterator[Outcome]:
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415  # slow to load
    from concurrent.futures.process import BrokenProcessPool  # noqa: PLC0415

    load_rules()
    pool = ProcessPoolExecutor(jobs, initializer=begin_worker)
    try:
        yield from _in_order(pool, items, jobs * _AHEAD)
    except BrokenProcessPool as error:
        raise IndexerError(LOST_PROCESS) from error
    finally:
        pool.shutdown(cancel_futures=True)


def load_rules() -> None:
    """Load the rules by which claims are found before processes are forked, so that these share them."""
    import_module("indexer.claims")


@collecting_seldom()
def perform(task: Task, data: bytes | None = None) -> Outcome:
    """Read and extract one text, whose bytes may be given as `data`. Whatever goes wrong in it is a failure of this text alone."""
    source = task.input
    try:
        data = read_input(source) if data is None else data
        stamp = fingerprint(data, as_format=task.as_format, from_stdin=source.data is not None)
        folder = None if source.data is not None else str(Path(source.path).parent)
        if task.known is not None and _is_known(stamp, task.known, folder, task.bibliography):
            return None
        name = printable(Path(source.path).name)  # which becomes the title of a text that has none
        document = read_document(data, uri=source.uri, name=name, as_format=task.as_format)
        names = _names(document)
        opened = open_wanted(names, folder, task.bibliography)
        extraction = _extraction(document, opened)
        if _has_keys(document):
            stamp = with_bibliography(stamp, stamp_of(names, opened))
    except ReadError as error:
        return Failure(source.uri, str(error).removeprefix(f"{source.uri}: "))
    except OSError as error:
        return Failure(source.uri, f"cannot be read: {reason(error)}")
    except MemoryError:
        return Failure(source.uri, NO_MEMORY)
    except Exception as error:  # noqa: BLE001  # one text that trips a rule must not end a run over thousands
        return Failure(source.uri, _as_bug(error))
    return replace(extraction, document=replace(extraction.document, digest=stamp))


def is_unchanged(task: Task) -> bool:
    """Whether a small text is certainly the known one, which is found out sooner than another process is asked."""
    path = task.input.path
    try:
        if task.known is None or task.input.data is not None or Path(path).stat().st_size > _SMALL:
            return False
        stamp = fingerprint(read_input(task.input), as_format=task.as_format, from_stdin=False)
        return _is_known(stamp, task.known, str(Path(path).parent), task.bibliography)
    except (OSError, MemoryError, ReadError):  # who reads it next tells what is wrong
        return False


def _is_known(stamp: str, known: str, folder: str | None, given: Sequence[OpenedFile]) -> bool:
    """Whether neither the text nor the bibliography that it names has changed since."""
    text, bibliography = bibliography_of(known)
    if text != stamp or bibliography is None:
        return text == stamp
    names = names_in(bibliography)
    return stamp_of(names, open_wanted(names, folder, given)) == bibliography


def _names(document: Document) -> tuple[str, ...]:
    return tuple(dict.fromkeys(wanted.name for wanted in document.wanted))


def _has_keys(document: Document) -> bool:
    """Whether a bibliography can change what the text yields."""
    from indexer.keys import unknown_keys  # noqa: PLC0415  # as below

    return bool(document.wanted or document.doubtful) or unknown_keys(document, {})


def _extraction(document: Document, opened: Sequence[OpenedFile]) -> Extraction:
    """The extraction of a text with its bibliography; the faults of a file are problems of the texts that need it."""
    from indexer.claims import extract_claims  # noqa: PLC0415  # not needed by a run without a new text
    from indexer.keys import unknown_keys  # noqa: PLC0415

    if not _has_keys(document):
        return extract_claims(document)
    library = read_library(opened)
    faults = []
    places = {wanted.name: wanted.span for wanted in reversed(document.wanted)}
    lacking = unknown_keys(document, library.references)
    for each in opened:
        span = places.get(each.name, Span(0, 0))
        if each.name in library.faults and (lacking or not each.given):
            place = Places(document.text).of(span.start)
            faults.append(problem("TXT007", library.faults[each.name], document.uri, span, *place))
    return extract_claims(replace(document, problems=(*document.problems, *faults)), library.references)


def sources_of(extraction: Extraction) -> dict[str, Source]:
    """The sources that a text names, by id, with all labels that its references and markers give them; without counts."""
    labels: dict[str, dict[str, None]] = {}
    references: dict[str, Reference] = {}
    for reference in extraction.document.references:
        labels.setdefault(reference.source_id, {})[reference.label] = None
        references.setdefault(reference.source_id, reference)
    for claim in extraction.claims:
        for marker in claim.markers:
            for label, source_id in zip(marker.labels, marker.source_ids, strict=True):
                if source_id is not None:
                    labels.setdefault(source_id, {})[label] = None
    uri = extraction.document.uri
    named = {source_id: references.get(source_id) for source_id in labels}
    return {
        source_id: Source(
            source_id,
            title=reference.title if reference else None,
            url=reference.url if reference else None,
            doi=reference.doi if reference else None,
            labels={uri: tuple(labels[source_id])},
            claims=0,
            inherited=0,
            documents=1,
        )
        for source_id, reference in named.items()
    }


def _extractions(walk: Walk, tasks: Iterable[Task | Failure], jobs: int) -> Iterator[Extraction | Failure]:
    for outcome in run(tasks, jobs):
        if isinstance(outcome, Extraction):
            digest = digest_of(outcome.document.digest)
            yield replace(outcome, document=replace(outcome.document, digest=digest))
        elif outcome is not None:
            yield outcome
    for name in walk.empty.values():
        yield no_texts(name, walk)


def read_input(source: Input) -> bytes:
    """The bytes of an input. Raises `OSError`, and `ReadError` for one that is too large or no file any more."""
    if source.data is not None:
        _check_size(source, len(source.data))
        return source.data
    # What became a pipe since it was found must not be waited for, and what grows is not read without end.
    with open(source.path, "rb", opener=_open_at_once) as file:  # a path has no opener
        status = os.fstat(file.fileno())
        if not stat.S_ISREG(status.st_mode):
            raise ReadError(f"{source.uri}: is no file any more")
        _check_size(source, status.st_size)
        data = file.read(status.st_size + 1) or b""  # nothing, if the system has nothing yet
        if len(data) > status.st_size:
            data += file.read(source.largest + 1 - len(data)) or b""
        _check_size(source, len(data))
        return data


def _open_at_once(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _check_size(source: Input, size: int) -> None:
    if size > source.largest:
        most = source.largest / _MEGABYTE
        wanted = f"--max-size {-(-size // _MEGABYTE)}M" if source.data is None else "--max-size"
        raise ReadError(
            f"{source.uri}: is larger than {most:,.0f} MB, and takes ten to forty times as much memory to read; {wanted} reads it anyway"
        )


def _in_order(pool: ProcessPoolExecutor, items: Iterable[Task | Failure], ahead: int) -> Iterator[Outcome]:
    waiting: deque[Failure | Future[Outcome]] = deque()
    for item in items:
        waiting.append(item if isinstance(item, Failure) else pool.submit(perform, item))
        if len(waiting) >= ahead:
            yield _settled(waiting.popleft())
    while waiting:
        yield _settled(waiting.popleft())


def _settled(item: Failure | Future[Outcome]) -> Outcome:
    return item if isinstance(item, Failure) else item.result()


def begin_worker() -> None:
    """Leave Ctrl-C, which reaches every process of a terminal, to the parent process, and end when that ends."""
    import multiprocessing  # noqa: PLC0415  # not needed by a single process

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: BaseProcess) -> None:
    parent.join()
    os._exit(1)


def _as_bug(error: Exception) -> str:
    import traceback  # noqa: PLC0415

    where = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{Path(where.filename).name}:{where.lineno}"
    return f"cannot be extracted: {type(error).__name__} at {place}; this is a bug in indexer, please report it"
