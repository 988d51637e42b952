"""The corpus: claims of many documents, kept in an index, asked by keyword and by source. The Python API.

The one module that knows readers, extraction and the index together. `meaning` turns what callers call documents and sources
into ids.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Literal, TypeVar, get_args

from indexer.errors import NotFound, as_typed, assert_one_of
from indexer.files import LARGEST, Exclusion, Paths, as_paths, came_from_stdin, digest_of
from indexer.index import Facets, Folder, Index, Selection, SortKey, SourceNames
from indexer.index.backends import open_index
from indexer.index.folders import find_folder as find_folder  # noqa: PLC0414  # for the command line
from indexer.index.folders import is_there as is_there  # noqa: PLC0414  # for the command line
from indexer.index.opensearch.address import is_address
from indexer.index.plainquery import plain
from indexer.index.query import And, Phrase, Query
from indexer.meaning import NameLookup
from indexer.model import Attribution, Claim, Document, DocumentSummary, Hit, Impact, Source, Span
from indexer.patterns import pattern
from indexer.reports import IngestReport, Stats

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path
    from types import TracebackType

    from indexer.ingesting import Progress

Stored = TypeVar("Stored", Document, DocumentSummary)
SourceSort = Literal["claims", "documents", "title", "id"]

SOURCE_SORTS: dict[SourceSort, Callable[[Source], tuple[object, ...]]] = {
    "claims": lambda source: (-source.claims, -source.inherited, source.id),
    "documents": lambda source: (-source.documents, -source.claims, source.id),
    "title": lambda source: (source.title is None, (source.title or "").casefold(), source.id),
    "id": lambda source: (source.id,),
}
_CLAIM_ID = pattern(r"(?s)(.*)#([0-9]{1,12})-([0-9]{1,12})")


class Corpus:
    """Documents and their claims. Use it in a `with` block, which closes the files of the index.

    `root` is the folder that relative uris start from: the one that holds the index folder, or for an index on a cluster the
    current folder.
    """

    def __init__(self, index: Index, folder: Folder, *, lock_timeout: float = 10.0) -> None:
        self._folder = os.fspath(folder)
        self.root = os.getcwd() if is_address(self._folder) else os.path.dirname(self._folder)
        self._index = index
        self._names = NameLookup(index, self.root)
        self._lock_timeout = lock_timeout

    @property
    def folder(self) -> Path:
        """The folder of the index."""
        from pathlib import Path  # noqa: PLC0415  # slow to load, and queries do not need it

        return Path(self._folder)

    @property
    def place(self) -> str:
        """Where the index is: its folder or its address."""
        return self._folder

    @property
    def commit(self) -> str:
        """The name of the index's state, which changes with each commit. Raises `IndexFailure` if the index is gone."""
        return self._index.commit

    def frozen(self) -> Corpus:
        """The corpus as it is now, whatever is committed later. Many threads may read it at once."""
        return Corpus(self._index.frozen(), self._folder, lock_timeout=self._lock_timeout)

    @classmethod
    def open(
        cls,
        path: str | os.PathLike[str] | None = None,
        *,
        create: bool = False,
        late: bool = False,
        lock_timeout: float = 10.0,
    ) -> Corpus:
        """The corpus whose index is the folder `path`, or is on a cluster at the address `path`.

        Without a path the index is `.indexer` in the current folder or the nearest parent that has one. `create` makes a
        missing index, with `late` not before it is written to or asked. `lock_timeout` is how many seconds writing waits for
        another writer. Raises `IndexNotFound`, `IndexVersion`, `IndexDamaged`.
        """
        if path is None:
            folder = find_folder(create=create)
        else:
            folder = os.fspath(path) if is_address(path) else os.path.abspath(path)  # links stay as named
        if create and late and not is_there(folder):
            from indexer.index.unmade import new_index  # noqa: PLC0415  # most indexes are there

            return cls(new_index(folder), folder, lock_timeout=lock_timeout)
        return cls(open_index(folder, create=create), folder, lock_timeout=lock_timeout)

    def __enter__(self) -> Corpus:  # noqa: PYI034  # Self is younger than Python 3.10
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the files of the index."""
        self._index.close()

    def ingest(  # noqa: PLR0913  # the settings of a run, all named
        self,
        paths: Paths,
        *,
        as_format: str | None = None,
        bibliography: Paths = (),
        exclude: Sequence[str | Exclusion] = (),
        prune: bool = False,
        jobs: int = 1,
        memory: int | None = None,
        name: str | None = None,
        max_size: int = LARGEST,
        progress: Progress | None = None,
        notice: Callable[[str], None] | None = None,
    ) -> IngestReport:
        """Bring the index up to date with files, folders and (`-`, called `name`) standard input, in one commit.

        An unchanged text costs only a hash; a changed one replaces its claims; one that cannot be read, or has more than `max_size`
        bytes, keeps its old claims and is a failure in the report. `bibliography` names files with the works that texts name by
        keys, besides those that texts name themselves. `prune` removes the documents whose files are certainly gone from the
        folders named. `jobs` processes read and write; together they hold about `memory` bytes before they write a part of the
        index. `progress` is called with the number of texts done and in all, `notice` with a message for each broken link. An
        exception leaves the index as it was. Raises `IndexLocked`, and `ReadError` for an invalid bibliography.
        """
        # Readers and their parsers are loaded by the runs that read texts, not by those that only query.
        from indexer import bibliographies, extracting, ingesting  # noqa: PLC0415

        walk = extracting.walk_from(self.root, exclude, index=self._folder, name=name, largest=max_size, notice=notice)
        return ingesting.ingest(
            self._index,
            walk,
            as_paths(paths),
            as_format=as_format,
            bibliography=bibliographies.open_given(as_paths(bibliography)),
            prune=prune,
            jobs=jobs,
            memory=memory,
            lock_timeout=self._lock_timeout,
            progress=progress,
        )

    def query(  # noqa: PLR0913  # the filters of a question, all named
        self,
        text: str,
        *,
        source: str | None = None,
        document: str | None = None,
        attribution: Attribution | None = None,
        limit: int | None = 10,
        offset: int = 0,
        sort: SortKey = "score",
        literal: bool = False,
    ) -> Iterator[Hit]:
        """The claims that match the query `text`, best first, or in document order with `sort="document"`.

        At most `limit` of them, all if it is None, after the first `offset`. `literal` takes every word as it stands, without
        operators. The filters are as for `claims`. Raises `QueryError`, `ParameterError`, and `NotFound` for an unknown source
        or document.
        """
        assert_one_of("sort", sort, get_args(SortKey))
        selection = self._selection(source, document, attribution)
        query = self._parsed(text, document, literal=literal)
        return self._index.search(query, selection, limit=limit, offset=offset, sort=sort)

    def count(
        self,
        text: str,
        *,
        source: str | None = None,
        document: str | None = None,
        attribution: Attribution | None = None,
        literal: bool = False,
    ) -> int:
        """How many claims `query` would yield without a limit. Raises as `query` does."""
        selection = self._selection(source, document, attribution)
        return self._index.count(self._parsed(text, document, literal=literal), selection)

    def unmatched(self, text: str, *, document: str | None = None) -> tuple[str, ...]:
        """The fields `document:` and `source:` of a query that match no document and no source of the index.

        Each as `document:report.md`, in the order of the query, without repeats. `document` is the filter of the query.
        """
        from indexer.index.matching import field_test, fields  # noqa: PLC0415  # for queries with fields

        named: dict[str, Callable[[], Iterable[str]]] = {
            "document": self._index.digests,
            "source": lambda: (each.id for each in self._index.sources()),
        }
        asked = (each for each in fields(self._parsed(text, document, literal=False)) if each.name in named)
        return tuple(
            f"{each.name}:{each.value}"
            for each in dict.fromkeys(asked)
            if not each.ids and not any(map(field_test(each), named[each.name]()))
        )

    def absent(self, text: str, *, document: str | None = None, literal: bool = False) -> tuple[str, ...]:
        """The words and phrases that a query asks for and no claim of the index has, in their order. `document` is that of the query."""
        query = self._parsed(text, document, literal=literal)
        parts = query.parts if isinstance(query, And) else (query,)
        asked = (part for part in parts if isinstance(part, Phrase) and part.field == "statement")
        return tuple(part.text for part in dict.fromkeys(asked) if not self._index.count(part, Selection()))

    def facets(  # noqa: PLR0913  # those of `query`
        self,
        text: str | None = None,
        *,
        source: str | None = None,
        document: str | None = None,
        attribution: Attribution | None = None,
        literal: bool = False,
        limit: int | None = 10,
    ) -> Facets:
        """How many of the claims that `query` would yield each source, document and attribution has.

        Without a text, of all claims selected. At most `limit` sources and `limit` documents are counted, the most frequent first.
        """
        query = None if text is None else self._parsed(text, document, literal=literal)
        return self._index.counts(query, self._selection(source, document, attribution), limit)

    def claims(
        self,
        *,
        source: str | None = None,
        document: str | None = None,
        attribution: Attribution | None = None,
        limit: int | None = None,
        offset: int = 0,
    ) -> Iterator[Claim]:
        """Every claim selected, document by document, in text order; at most `limit` of them after the first `offset`.

        `source` is a source id, a URL, a DOI, with `document` a label of that document, or a host for all of its sources.
        `document` is as for the method of that name, or a folder or a pattern for several documents. Raises `NotFound`.
        """
        return self._index.claims(self._selection(source, document, attribution), limit=limit, offset=offset)

    def claims_between(self, document: str, start: int, end: int) -> Iterator[Claim]:
        """The claims of a document that begin at an offset from `start` up to `end`, in text order. Raises `NotFound`."""
        return self._index.claims_between(self._names.document(document), start, end)

    def claims_at(self, document: str, line: int, column: int | None = None) -> tuple[Claim, ...]:
        """The claims on a line of a document's text, or the one at a column of it; both count from 1. Raises `NotFound`."""
        from indexer.places import place_behind  # noqa: PLC0415  # most questions name no place

        uri = self._names.document(document)
        first, behind = ((line, 0), (line + 1, 0)) if column is None else ((line, column), (line, column + 1))
        found = tuple(
            claim
            for claim in self.claims(document=uri)
            if (claim.line, claim.column) < behind and first < place_behind(claim.text, claim.line, claim.column)
        )
        if not found:
            place = f"{uri}:{line}" if column is None else f"{uri}:{line}:{column}"
            raise NotFound(
                f"no claim stands at {place}; list the claims of the document with: indexer show {as_typed(uri)}"
            )
        return found

    def works(self, source_ids: Iterable[str], *, document: str | None = None) -> Mapping[str, SourceNames]:
        """The titles, URLs and DOIs of sources, by source id, as a document gives them.

        Without a document, as the first document gives them that has a claim resting on the source. Raises `NotFound` for an
        unknown document.
        """
        return self._index.works(source_ids, None if document is None else self._names.document(document))

    def impact(self, source: str, *, document: str | None = None) -> list[Impact]:
        """The claims that rest on a source, first those that fall with it, then those that have others; each in document order.

        `source` and `document` are as for `claims`. Raises `NotFound`.
        """
        selection = self._selection(source, document, None)
        fallen = selection.source_ids or frozenset()
        claims = self._index.claims(selection)
        found = [Impact(claim, tuple(each for each in claim.source_ids if each not in fallen)) for claim in claims]
        return sorted(found, key=lambda each: bool(each.left))

    def sources(self, *, document: str | None = None, sort: SourceSort = "claims") -> Iterator[Source]:
        """Every source with its counts, in the order `sort`; with `document`, as for `claims`, only those of its documents.

        Raises `NotFound` and `ParameterError`.
        """
        assert_one_of("sort", sort, SOURCE_SORTS)
        uris = () if document is None else self._names.documents(document)
        return iter(sorted(self._index.sources(*uris), key=SOURCE_SORTS[sort]))

    def documents(self) -> Iterator[DocumentSummary]:
        """Every document with its counts, in the order of their uris."""
        return map(_shown, self._index.documents())

    def document(self, uri: str) -> DocumentSummary:
        """One document, by its uri, a path that leads to it, or the end of its uri if no other uri ends so. Raises `NotFound`."""
        exact = self._names.document(uri)
        return next(_shown(found) for found in self._index.documents(exact))

    def stored(self, uri: str) -> Document:
        """One document as it was read: text, blocks and references, with all problems that were found in it.

        `uri` is as for `document`. A document indexed by a version that did not keep blocks has none. Raises `NotFound`.
        """
        return _shown(self._index.stored(self._names.document(uri)))

    def claim(self, claim_id: str) -> Claim:
        """The claim with this id. Raises `NotFound`."""
        match = _CLAIM_ID.fullmatch(claim_id)
        if match is None:
            raise NotFound(f"{claim_id!r} is not a claim id; one looks like report.md#120-146")
        uri = self._names.document(match[1])
        span = Span(int(match[2]), int(match[3]))
        for claim in self._index.claims_between(uri, span.start, span.start + 1):
            if claim.span == span:
                return claim
        raise NotFound(f"no claim {claim_id}; list the claims of the document with: indexer show {as_typed(uri)}")

    def context(self, claim: Claim, size: int) -> tuple[Claim, ...]:
        """The claim with up to `size` neighbours in its document on each side, in text order."""
        start = max(0, claim.ordinal - size)
        return tuple(self._index.claim_range(claim.document_uri, start, claim.ordinal + size + 1))

    def remove(self, uris: Iterable[str]) -> int:
        """Remove documents by uri or path, in one commit, and return how many. A folder stands for all documents that came from it.

        Raises `NotFound` if any of them is unknown, and then removes none.
        """
        exact = self._names.came_from([uris] if isinstance(uris, str) else uris)
        with self._index.writer(self._lock_timeout) as writer:
            for uri in sorted(exact):
                writer.delete(uri)
        return len(exact)

    def stats(self, *, limit: int | None = 10) -> Stats:
        """Sums over the index, with at most `limit` sources, domains and years: those on which most claims rest."""
        from indexer.summing import sum_up  # noqa: PLC0415  # needed only here

        index = self._index
        return sum_up(index.documents(), index.sources(), index.years(), index.grouped, limit)

    def source_ids(self, name: str, document: str | None = None) -> frozenset[str]:
        """The ids of the sources that `claims(source=name, document=document)` selects. Raises `NotFound`."""
        return self._names.sources(name, document)

    def files(self) -> dict[str, str | None]:
        """The path of each document's file, relative to the current folder, by uri; None for a text from standard input."""
        return {
            uri: None if came_from_stdin(stamp) else os.path.relpath(os.path.join(self.root, uri))
            for uri, stamp in sorted(self._index.digests().items())
        }

    def _parsed(self, text: str, document: str | None, *, literal: bool) -> Query:
        if literal:
            from indexer.index.parser import literal as literal_query  # noqa: PLC0415  # see `plainquery`

            return literal_query(text)
        query = plain(text)
        if query is None:
            from indexer.index.parser import parse  # noqa: PLC0415

            query = parse(text)
        return self._names.in_query(query, document)

    def _selection(self, source: str | None, document: str | None, attribution: Attribution | None) -> Selection:
        if attribution is not None:
            assert_one_of("attribution", attribution, get_args(Attribution))
        return Selection(
            source_ids=None if source is None else self._names.sources(source, document),
            documents=None if document is None else frozenset(self._names.documents(document)),
            attributions=None if attribution is None else frozenset({attribution}),
        )


def _shown(stored: Stored) -> Stored:
    from dataclasses import replace  # noqa: PLC0415  # only these are changed

    return replace(stored, digest=digest_of(stored.digest))
