"""Copying an index into another, whatever engines keep them: documents go over as they are stored, then both are compared."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, closing
from typing import TYPE_CHECKING

from indexer.errors import IndexDiffers, IndexFailure, NotFound
from indexer.index import Folder, Index, Selection
from indexer.index.backends import open_index
from indexer.index.opensearch.address import is_address, parse
from indexer.model import DocumentSummary, Extraction
from indexer.reports import Copied

if TYPE_CHECKING:
    from indexer.index import Writer

    Progress = Callable[[int, int], None]

CLAIMS = 100_000
"""Claims in one commit, about: an interrupted copy need not write them again."""
NAMED = 3
"""Documents that differ and are named in the message, at most."""


def copy_index(  # noqa: PLR0913  # the settings of a run, all named
    source: Folder,
    target: Folder,
    *,
    prune: bool = False,
    quick: bool = False,
    lock_timeout: float = 10.0,
    progress: Progress | None = None,
) -> Copied:
    """Bring `target` up to date with `source`, each a folder or an address, and compare the two; `target` is made if there is none.

    Documents go over as they are stored, under the same uris; no text is read or extracted again. Documents with the same digest
    in both are skipped; `prune` removes those that `source` does not have. There is a commit about every hundred thousand claims,
    so that an interrupted copy can go on where it ended. Memory holds the names of all documents, and one document at a time.
    Finally each document of `source` is read from both and compared: digest, claims, title, text, blocks, references and problems.
    With `quick` only the documents written by this run are compared so, and the others by title, digest and counts. `progress` is
    called with the number of documents done and in all, each counted once for copying and once for comparing.

    A source on a cluster is copied as it was at the beginning; documents that are removed from it more than an hour later may
    raise `NotFound`, and another run goes on. Raises `IndexDiffers` if a document is not the same in both, `IndexFailure` if both
    are the same index, and whatever opening, reading and writing them raises.
    """
    if is_same(source, target):
        raise IndexFailure(f"{os.fspath(target)} is the index that is copied. Name another as the target.")
    with ExitStack() as stack:
        from_index = stack.enter_context(closing(open_index(source))).frozen()
        stack.enter_context(closing(from_index))
        to_index = stack.enter_context(closing(open_index(target, create=True)))
        run = _Run(from_index, to_index, lock_timeout, progress)
        run.copy()
        if prune:
            run.prune()
        verified = run.verify(os.fspath(source), os.fspath(target), quick=quick)
    return Copied(run.added, run.updated, run.unchanged, run.removed, run.claims, verified)


def is_same(source: Folder, target: Folder) -> bool:
    """Whether two names mean one index. Hosts are compared as they are written, so a cluster with two names is not recognised.

    Then the index is copied onto itself, which changes nothing.
    """
    if is_address(source) and is_address(target):
        ours, theirs = parse(os.fspath(source)), parse(os.fspath(target))
        return ours.name == theirs.name and not set(ours.hosts).isdisjoint(theirs.hosts)
    try:
        return os.path.samefile(source, target)
    except OSError:  # one of them does not exist, or is an address
        return False


class _Run:
    """One run of copying, with its counts."""

    def __init__(self, source: Index, target: Index, lock_timeout: float, progress: Progress | None) -> None:
        self._source = source
        self._target = target
        self._lock_timeout = lock_timeout
        self._progress = progress
        self._done = 0
        self._total = 2 * len(source.digests())
        self._known = target.digests()
        self._written: set[str] = set()
        self.added = self.updated = self.unchanged = self.removed = self.claims = 0

    def copy(self) -> None:
        """Write the documents that the target lacks, or has with another digest."""
        for batch in _batches(self._wanted()):
            with self._target.writer(self._lock_timeout) as writer:
                for uri in batch:
                    self._write(writer, uri)

    def prune(self) -> None:
        """Remove the documents that the source does not have."""
        kept = self._source.digests()
        gone = [uri for uri in self._known if uri not in kept]
        if gone:
            with self._target.writer(self._lock_timeout) as writer:
                for uri in gone:
                    writer.delete(uri)
            self.removed = len(gone)

    def verify(self, source: str, target: str, *, quick: bool) -> int:
        """The number of claims that were read from both and are the same, once all documents are compared. Raises `IndexDiffers`."""
        verified, differing = 0, []
        copied = self._target.frozen()
        listed = {each.uri: each for each in copied.documents()} if quick else {}
        for each in self._source.documents():
            if quick and each.uri not in self._written:
                found = "" if listed.get(each.uri) == each else "differs in title, digest or count"
            else:
                found = self._compare(each.uri, copied)
                verified += 0 if found else each.claims
            if found:
                differing.append(f"{each.uri} {found}")
            self._advance()
        if differing:
            raise IndexDiffers(_told(differing, source, target))
        return verified

    def _compare(self, uri: str, copied: Index) -> str:
        """How a document that is read from both differs; empty if it does not."""
        try:
            return _difference(_read(self._source, uri), _read(copied, uri))
        except NotFound:
            return "is missing"

    def _wanted(self) -> Iterator[DocumentSummary]:
        for each in self._source.documents():
            if self._known.get(each.uri) == each.digest:
                self.unchanged += 1
                self._advance()
            else:
                yield each

    def _write(self, writer: Writer, uri: str) -> None:
        found = _read(self._source, uri)
        writer.put(found)
        self._written.add(uri)
        self.claims += len(found.claims)
        is_known = uri in self._known
        self.updated += is_known
        self.added += not is_known
        self._advance()

    def _advance(self) -> None:
        self._done += 1
        if self._progress is not None:
            self._progress(self._done, self._total)


def _batches(documents: Iterable[DocumentSummary]) -> Iterator[list[str]]:
    """The uris of documents in batches, each of which is written in one commit."""
    batch: list[str] = []
    claims = 0
    for each in documents:
        batch.append(each.uri)
        claims += each.claims
        if claims >= CLAIMS:
            yield batch
            batch, claims = [], 0
    if batch:
        yield batch


def _read(index: Index, uri: str) -> Extraction:
    """A document as it was written."""
    document = index.stored(uri)
    return Extraction(document, tuple(index.claims(Selection(documents=frozenset({uri})))), document.problems)


def _difference(ours: Extraction, theirs: Extraction) -> str:
    """How a document differs from its original; empty if it does not."""
    if theirs.document.digest != ours.document.digest:
        return "differs in digest"
    if len(theirs.claims) != len(ours.claims):
        return f"has {len(theirs.claims)} claims, not {len(ours.claims)}"
    for mine, other in zip(ours.claims, theirs.claims, strict=True):
        if other != mine:
            return f"differs in the claim {mine.id}"
    return "" if theirs.document == ours.document else "differs in title, text, blocks, references or problems"


def _told(differing: list[str], source: str, target: str) -> str:
    """The message about documents that differ: the names of the first few, and what to do."""
    named = "; ".join(differing[:NAMED]) + ("; …" if len(differing) > NAMED else "")
    number = "1 document is" if len(differing) == 1 else f"{len(differing):,} documents are"
    again = f"Remove them, `indexer --index {target} remove URI…`, and copy again."
    return f"{number} not the same in {target} as in {source}: {named}. {again}"
