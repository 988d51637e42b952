"""The index of a cluster as an `Index`."""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager

from indexer.errors import IndexerError, NotFound
from indexer.index import Facets, Selection, SortKey, SourceNames, Writer
from indexer.index.digests import Digests
from indexer.index.matching import highlight
from indexer.index.opensearch import head, paging, rows, sums
from indexer.index.opensearch.connection import Connection
from indexer.index.opensearch.head import Head
from indexer.index.opensearch.heads import Heads
from indexer.index.opensearch.sweeping import sweep
from indexer.index.opensearch.translation import Dsl, any_of, selected, translated
from indexer.index.opensearch.writing import ClusterWriter
from indexer.index.query import Query
from indexer.index.records import SourceRow, collect_sources, work_of
from indexer.model import Claim, Document, DocumentSummary, Hit, Source

_WORKS = 1000
_BY_URI = [{"uri": "asc"}]


class ClusterIndex:
    """An `Index` on a cluster. `connect` makes another connection to it, in another process too.

    Threads may share one. Commits of different hosts are ordered; of a document that two of them write, the later version
    stays.
    """

    def __init__(self, connection: Connection, connect: Callable[[], Connection], frozen: Head | None = None) -> None:
        self._connection = connection
        self._connect = connect
        self._heads = Heads(connection)
        self._frozen = frozen

    @property
    def commit(self) -> str:
        """The name of the last commit."""
        return self._head().name()

    def frozen(self) -> ClusterIndex:
        """An index that reads only the last commit as of now, for an hour."""
        return ClusterIndex(self._connection, self._connect, self._head())

    def writer(self, lock_timeout: float, memory: int | None = None) -> AbstractContextManager[Writer]:
        """One commit, or none if the block raises. Others may write at the same time, so there is no lock."""
        del lock_timeout
        return self._write(memory)

    @contextlib.contextmanager
    def _write(self, memory: int | None) -> Iterator[ClusterWriter]:
        sweep(self._connection)
        mark = secrets.token_hex(8)
        begun = self._heads.change(lambda before: head.begun(before, mark))
        ticket = next(number for number, run in begun.open.items() if run.mark == mark)
        writer = ClusterWriter(self._connection, self._connect, ticket, memory)
        try:
            yield writer
            writer.commit()
        except BaseException:  # an interrupt too must leave nothing of the run to be seen
            # If the cluster is gone, others notice that this run has fallen silent.
            with contextlib.suppress(IndexerError):
                writer.abandon()
            raise
        finally:
            writer.close()

    def digests(self) -> Mapping[str, str]:
        """The digest of every document, by uri."""
        state = self._head()

        def find(uri: str) -> str | None:
            asked = _live(state, "document", *_of_document(uri))
            hits = paging.found(self._connection, asked, _BY_URI, ["digest"], limit=1)
            return next((str(hit["_source"]["digest"]) for hit in hits), None)

        def read() -> dict[str, str]:
            hits = paging.found(self._connection, _live(state, "document"), _BY_URI, ["named", "digest"])
            return {rows.uri_of(hit["_source"]): hit["_source"]["digest"] for hit in hits}

        return Digests(find, read)

    def search(
        self, query: Query, selection: Selection, *, limit: int | None, offset: int = 0, sort: SortKey = "score"
    ) -> Iterator[Hit]:
        """The claims that match, best first or in document order.

        Highlights are computed here, from the statements returned, because the terms and their positions are made here.
        """
        asked = self._claims(selection, translated(query))
        order = paging.BY_DOCUMENT if sort == "document" else paging.BY_SCORE
        for hit in paging.found(
            self._connection, asked, order, ["claim"], limit=limit, offset=offset, track_scores=True
        ):
            claim = rows.claim_of(hit["_source"])
            yield Hit(claim, hit["_score"], highlight(query, claim.statement))

    def count(self, query: Query, selection: Selection) -> int:
        """How many claims match."""
        body = {"size": 0, "query": self._claims(selection, translated(query)), "track_total_hits": True}
        return int(paging.search(self._connection, body)["hits"]["total"]["value"])

    def counts(self, query: Query | None, selection: Selection, limit: int | None) -> Facets:
        """How many matching claims each source, document and attribution has; without a query, of all selected."""
        return sums.facets(self._connection, self._claims(selection, translated(query) if query else None), limit)

    def claims(self, selection: Selection, *, limit: int | None = None, offset: int = 0) -> Iterator[Claim]:
        """Every claim selected, in document order; at most `limit`, after the first `offset`."""
        return self._found(self._claims(selection), limit, offset)

    def claim_range(self, uri: str, start: int, end: int) -> Iterator[Claim]:
        """The claims of one document from ordinal `start` up to `end`."""
        return self._found(self._claims(Selection(documents=frozenset({uri})), _between("ordinal", start, end)))

    def claims_between(self, uri: str, start: int, end: int) -> Iterator[Claim]:
        """The claims of one document that begin within a stretch of its text."""
        return self._found(self._claims(Selection(documents=frozenset({uri})), _between("start", start, end)))

    def documents(self, uri: str | None = None) -> Iterator[DocumentSummary]:
        """Every document, in the order of uris; if a uri is given, only that one."""
        asked = _live(self._head(), "document", *_of_document(uri))
        for hit in paging.found(self._connection, asked, _BY_URI, ["named", "digest", "counts"]):
            yield rows.summary_of(hit["_source"])

    def sources(self, *documents: str) -> Iterator[Source]:
        """Every source, in the order of ids; if uris are given, only of these documents."""
        filters = [any_of("uri", documents)] if documents else []
        return collect_sources((uri, (row,)) for uri, row in self._said(*filters))

    def dois(self) -> Mapping[str, str]:
        """The addresses of DOIs."""
        found: dict[str, str] = {}
        for _, row in self._said({"prefix": {"source": "doi:"}}):
            if row.url:
                found.setdefault(row.id, row.url)
        return found

    def has_source(self, source_id: str) -> bool:
        """Whether a claim or a reference names a source."""
        asked = _live(self._head(), "source", any_of("source", [source_id]))
        return bool(list(paging.found(self._connection, asked, [{"uri": "asc"}], [], limit=1)))

    def works(self, source_ids: Iterable[str], uri: str | None = None) -> Mapping[str, SourceNames]:
        """The works as a document names them, or as the first document with a claim on each does."""
        state, wanted = self._head(), list(dict.fromkeys(source_ids))
        found = {source_id: work_of(source_id) for source_id in wanted}
        for at in range(0, len(wanted), _WORKS):
            filters = [any_of("source", wanted[at : at + _WORKS]), *_of_document(uri)]
            if uri is None:
                filters.append({"term": {"cited": True}})
            body = {
                "query": _live(state, "source", *filters),
                "collapse": {"field": "source"},
                "sort": [{"uri": "asc"}],
            }
            answer = paging.search(self._connection, {**body, "size": _WORKS, "_source": ["said"]})
            for hit in answer["hits"]["hits"]:
                _, row = rows.source_of(hit["_source"])
                found[row.id] = work_of(row.id, row)
        return found

    def years(self) -> Mapping[str, int]:
        """The year in which each source was published."""
        return sums.years(self._connection, _live(self._head(), "source"))

    def grouped(self, groups: Mapping[str, str]) -> Mapping[str, int]:
        """How many claims rest on any source of each group."""
        return sums.grouped(self._connection, self._claims(Selection()), groups)

    def stored(self, uri: str) -> Document:
        """A document as it was written, or `NotFound`."""
        asked = _live(self._head(), "document", *_of_document(uri))
        for hit in paging.found(self._connection, asked, [{"uri": "asc"}], ["said", "digest", "rest"], limit=1):
            return rows.document_of(hit["_source"])
        raise NotFound(f"There is no document {uri} in the index. `indexer documents` lists them.")

    def close(self) -> None:
        """Close all sockets, which frozen indexes share."""
        if self._frozen is None:
            self._connection.close()

    def _head(self) -> Head:
        return self._frozen or self._heads.read()

    def _said(self, *filters: Dsl) -> Iterator[tuple[str, SourceRow]]:
        """What documents state about sources, by uri."""
        asked = _live(self._head(), "source", *filters)
        order = [{"uri": "asc"}, {"source": "asc"}]
        return (rows.source_of(hit["_source"]) for hit in paging.found(self._connection, asked, order, ["said"]))

    def _claims(self, selection: Selection, query: Dsl | None = None) -> Dsl:
        live = _live(self._head(), "claim", *selected(selection))
        return {"bool": {"must": [query], **live["bool"]}} if query else live

    def _found(self, asked: Dsl, limit: int | None = None, offset: int = 0) -> Iterator[Claim]:
        for hit in paging.found(self._connection, asked, paging.BY_DOCUMENT, ["claim"], limit=limit, offset=offset):
            yield rows.claim_of(hit["_source"])


def _live(state: Head, kind: str, *filters: Dsl) -> Dsl:
    return {"bool": {"filter": [{"term": {"kind": kind}}, *state.live(), *filters]}}


def _of_document(uri: str | None) -> list[Dsl]:
    return [] if uri is None else [any_of("uri", [uri])]


def _between(field: str, start: int, end: int) -> Dsl:
    return {"range": {field: {"gte": start, "lt": end}}}
