"""The tools: each makes one call of the corpus and turns the records into a typed answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING, Annotated, Any

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import ToolAnnotations
from pydantic import Field

from indexer import __version__
from indexer.audit import Audit, AuditSettings
from indexer.errors import IndexerError
from indexer.extracting import extract_text
from indexer.mcp.answers import (
    ClaimFound,
    ClaimsFound,
    ClaimShown,
    ProblemFound,
    SourceCounted,
    SourceOfClaim,
    SourcesFound,
    TextAudited,
)
from indexer.model import Attribution, Claim, Finding, Source

if TYPE_CHECKING:
    from indexer.corpus import Corpus

MOST = 100
"""Claims or sources in one answer, at most."""
LONGEST = 1 << 20
"""Code points of the longest text that is audited."""
_UNSOURCED = 50  # statements without a source that an audit lists
_INSTRUCTIONS = (
    "Search a collection of texts whose sentences carry source markers. Every claim comes with the sources that its markers name: "
    "answer with claims and cite their sources, and say where a claim has none. Check a draft of your own with audit_text."
)
_READS = ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)

Limit = Annotated[int, Field(ge=1, le=MOST, description="How many at most.")]
Offset = Annotated[int, Field(ge=0, description="How many to pass over first.")]
SourceName = Annotated[
    str,
    Field(description="A source: its id, URL, DOI, or with a document its label there; or a host for all its sources."),
]
DocumentName = Annotated[
    str, Field(description="A document: its uri, or the end of it; or a folder or a pattern for several.")
]


def make_server(corpus: Corpus) -> MCPServer:
    """A server whose tools ask a corpus, which must stay open."""
    server: MCPServer = MCPServer("indexer", instructions=_INSTRUCTIONS, version=__version__)
    for tool in (_search_claims, _claims_by_source, _sources, _show_claim):
        server.tool(annotations=_READS)(tool(corpus))
    server.tool(annotations=_READS)(audit_text)
    return server


@contextmanager
def _told() -> Iterator[None]:
    """Turn errors of a call into ones that the model is told, with what to do next."""
    try:
        yield
    except IndexerError as error:
        raise ToolError(str(error)) from error


def _search_claims(corpus: Corpus) -> Callable[..., ClaimsFound]:
    def search_claims(  # noqa: PLR0913  # the arguments of a tool
        query: Annotated[
            str,
            Field(description='Words, all of which must match; OR, NOT, "a phrase", prefix*, fuzzy~, brackets.'),
        ],
        source: SourceName | None = None,
        document: DocumentName | None = None,
        attribution: Attribution | None = None,
        limit: Limit = 10,
        offset: Offset = 0,
    ) -> ClaimsFound:
        """Find claims by their words, best first, with the sources that they rest on."""
        with _told():
            hits = list(
                corpus.query(
                    query, source=source, document=document, attribution=attribution, limit=limit + 1, offset=offset
                )
            )
            shown = _Shown(corpus)
            found = [shown.claim(hit.claim, hit.score) for hit in hits[:limit]]
        return ClaimsFound(found, len(hits) > limit)

    return search_claims


def _claims_by_source(corpus: Corpus) -> Callable[..., ClaimsFound]:
    def claims_by_source(
        source: SourceName, document: DocumentName | None = None, limit: Limit = 50, offset: Offset = 0
    ) -> ClaimsFound:
        """List the claims that rest on a source, document by document."""
        with _told():
            claims = list(corpus.claims(source=source, document=document, limit=limit + 1, offset=offset))
            shown = _Shown(corpus)
            found = [shown.claim(claim) for claim in claims[:limit]]
        return ClaimsFound(found, len(claims) > limit)

    return claims_by_source


def _sources(corpus: Corpus) -> Callable[..., SourcesFound]:
    def sources(document: DocumentName | None = None, limit: Limit = 50, offset: Offset = 0) -> SourcesFound:
        """List the sources of all documents, or of one, those with most claims first."""
        with _told():
            known = list(islice(corpus.sources(document=document), offset, offset + limit + 1))
        counted = (
            SourceCounted(each.id, each.title, each.url, each.doi, each.claims, each.inherited, each.documents)
            for each in known[:limit]
        )
        return SourcesFound(list(counted), len(known) > limit)

    return sources


def _show_claim(corpus: Corpus) -> Callable[..., ClaimShown]:
    def show_claim(
        id: Annotated[str, Field(description="The id of a claim, as other tools give it.")],  # noqa: A002  # what it is called everywhere
        context: Annotated[int, Field(ge=0, le=MOST, description="Neighbours to show on each side.")] = 2,
    ) -> ClaimShown:
        """Show one claim as its author wrote it, with what stands around it."""
        with _told():
            claim = corpus.claim(id)
            around = list(corpus.context(claim, context))
            shown = _Shown(corpus).claim(claim)
        before = [each.statement for each in around if each.ordinal < claim.ordinal]
        return ClaimShown(
            shown, claim.text, before, [each.statement for each in around if each.ordinal > claim.ordinal]
        )

    return show_claim


def audit_text(
    text: Annotated[str, Field(max_length=LONGEST, description="A text with source markers, such as a draft.")],
    as_format: Annotated[str, Field(description="markdown, text, html, or another format that is read.")] = "markdown",
) -> TextAudited:
    """Tell what is wrong with the citations of a text: labels without an entry, entries that nothing names, claims without a source."""
    with _told():
        extraction = extract_text(text, uri="draft", as_format=as_format)
        findings = Audit(AuditSettings()).of(extraction)
    counts = [claim.attribution for claim in extraction.claims]
    source_ids = {source_id for claim in extraction.claims for source_id in claim.source_ids}
    unsourced = (claim.statement for claim in extraction.claims if claim.attribution == "none")
    return TextAudited(
        claims=len(counts),
        direct=counts.count("direct"),
        inherited=counts.count("inherited"),
        none=counts.count("none"),
        sources=len(source_ids),
        problems=[_problem(each) for each in findings],
        unsourced=list(islice(unsourced, _UNSOURCED)),
    )


def _problem(finding: Finding) -> ProblemFound:
    told = finding.problem
    excerpt = finding.excerpt.text if finding.excerpt else None
    return ProblemFound(told.code, told.name, told.severity, told.message, told.line, told.column, excerpt)


class _Shown:
    """Turns claims into answers; the sources of each document are asked for once."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        self._known: dict[str, Mapping[str, Source]] = {}

    def claim(self, claim: Claim, score: float | None = None) -> ClaimFound:
        """A claim with its sources."""
        return ClaimFound(
            id=claim.id,
            statement=claim.statement,
            attribution=claim.attribution,
            labels=list(claim.labels),
            sources=list(self._sources(claim.document_uri, claim.source_ids)),
            document=claim.document_uri,
            title=claim.title,
            heading=list(claim.heading),
            line=claim.line,
            score=score,
        )

    def _sources(self, uri: str, ids: Iterable[str]) -> Iterator[SourceOfClaim]:
        for source_id in ids:
            known = self._of(uri).get(source_id)
            values: tuple[Any, ...] = (known.title, known.url, known.doi) if known else (None, None, None)
            yield SourceOfClaim(source_id, *values)

    def _of(self, uri: str) -> Mapping[str, Source]:
        if uri not in self._known:
            self._known[uri] = {source.id: source for source in self._corpus.sources(document=uri, sort="id")}
        return self._known[uri]
