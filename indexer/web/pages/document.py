"""The page of a document: its text as its author wrote it, with its claims, sources and problems in their places."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from starlette.requests import Request

from indexer.audit import Audit, AuditSettings
from indexer.corpus import Corpus
from indexer.errors import ParameterError
from indexer.model import Attribution, Block, Claim, Document, DocumentSummary, Extraction, Problem, Span
from indexer.web.asking import DEEPEST, Parameter, values_of
from indexer.web.pages import addresses
from indexer.web.pages.answering import Values, page
from indexer.web.pages.flow import BlockGroup, ReadingFlow, grouped, listed
from indexer.web.pages.naming import ATTRIBUTIONS, names
from indexer.web.pages.windows import blocks_of, window_at, windows

_PLACES = {"type": "integer", "minimum": 0, "maximum": 999_999_999}
_PARAMETERS = {
    "at": Parameter("at", "The offset that is looked for.", _PLACES),
    "page": Parameter("page", "The part of a long text, from 1.", {**_PLACES, "minimum": 1, "maximum": DEEPEST}),
}
_STRIPES = 400
"""Stripes in the picture of a text, at most; more claims share them."""
_TOLD = 200
"""Problems that are listed, at most; all of them are marked in the text."""
_KEPT = 2
"""Long documents that are kept in memory for each commit, at most."""
_LONGEST = 10_000_000
"""Code points of a document that is kept, at most."""
_AUDITED = 1_500_000
"""Code points of a text that is audited, at most: this takes about a second."""
_HEIGHTS: dict[Attribution, int] = {"direct": 24, "inherited": 15, "none": 7}


@dataclass(frozen=True, slots=True)
class Stripe:
    """Neighbouring claims as a stripe of a picture, whose height and colour show their most frequent attribution."""

    x: float
    width: float
    height: int
    attribution: Attribution


@dataclass(slots=True)
class _Read:
    """A document with its blocks and windows, and the problems that an audit of all of it found, once it was made."""

    document: Document
    blocks: tuple[Block, ...]
    windows: list[Span]
    problems: Sequence[Problem] | None = None

    @property
    def is_audited(self) -> bool:
        """Whether the text is audited: it is not if it is very long, or stored without its blocks."""
        return bool(self.document.blocks) and len(self.document.text) <= _AUDITED


_READ: WeakKeyDictionary[Corpus, dict[str, _Read]] = WeakKeyDictionary()


@page
def document(request: Request, corpus: Corpus) -> tuple[str, Values]:
    """One document, or the requested part of a long one."""
    summary = corpus.document(request.path_params["uri"])
    asked = values_of(request.query_params.multi_items(), _PARAMETERS)
    read = _read(corpus, summary.uri)
    text, cut = read.document, read.windows
    at = window_at(cut, asked["at"]) if "at" in asked else asked.get("page", 1) - 1
    if at >= len(cut):
        raise ParameterError(f"The parameter page is at most {len(cut)} for this document.", "page")
    window = cut[at]
    claims = list(corpus.claims_between(summary.uri, *_reach(window, text)))
    here = [
        each
        for each in _problems(corpus, read, claims)
        if window.start <= each.span.start < max(window.end, window.start + 1)
    ]
    flow = ReadingFlow(text, window, claims, here, names(corpus, _ids(text, window, claims), summary.uri))
    groups = list(grouped(flow.shapes(read.blocks)))
    return "document.html", {
        "summary": summary,
        "groups": groups,
        "is_titled": _is_titled(groups, summary),
        "contents": _contents(groups),
        "counts": _counts(summary),
        "stripes": _stripes(claims),
        "is_audited": read.is_audited,
        "problems": here[:_TOLD],
        "more_problems": max(0, len(here) - _TOLD),
        "tally": _tally(here),
        "at": at + 1,
        "last": len(cut),
        "link": lambda number: addresses.with_query(addresses.of_document(summary.uri), {"page": number}),
    }


def _read(corpus: Corpus, uri: str) -> _Read:
    """A document, remembered if it is long, so that turning its pages does not read all of it each time."""
    known = _READ.setdefault(corpus, {})
    found = known.get(uri)
    if found is None:
        text = corpus.stored(uri)
        blocks = blocks_of(text)
        found = _Read(text, blocks, windows(blocks, len(text.text)))
        if len(found.windows) > 1 and len(text.text) <= _LONGEST:
            if len(known) >= _KEPT:
                known.clear()
            known[uri] = found
    return found


def _reach(window: Span, text: Document) -> tuple[int, int]:
    """The offsets between which the claims of a window begin; the last window includes the end of the text."""
    return window.start, window.end if window.end < len(text.text) else window.end + 1


def _problems(corpus: Corpus, read: _Read, claims: Sequence[Claim]) -> Sequence[Problem]:
    """The problems that an audit finds in a document; if it is not audited, those found when it was indexed.

    `claims` are the claims of the window.
    """
    text = read.document
    if not read.is_audited:
        return text.problems
    if read.problems is None:
        whole = claims if len(read.windows) == 1 else corpus.claims_between(text.uri, 0, len(text.text) + 1)
        findings = Audit(AuditSettings()).of(Extraction(text, tuple(whole), text.problems))
        read.problems = [finding.problem for finding in findings]
    return read.problems


def _ids(text: Document, window: Span, claims: Iterable[Claim]) -> dict[str, None]:
    """The ids of the sources that this part of the text names."""
    cited = (source_id for claim in claims for source_id in claim.source_ids)
    entries = (each.source_id for each in listed(text) if window.start <= each.span.start < window.end)
    return dict.fromkeys((*cited, *entries))


def _is_titled(groups: Sequence[BlockGroup], summary: DocumentSummary) -> bool:
    """Whether the text begins with its title, so that it need not be shown twice."""
    first = groups[0].shapes[0] if groups else None
    return first is not None and first.block.kind == "heading" and _words(first.runs) == summary.title.strip()


def _words(runs: Iterable[Any]) -> str:
    return "".join(piece.text for run in runs for piece in run.pieces if piece.kind != "sign").strip()


def _contents(groups: Iterable[BlockGroup]) -> list[tuple[int, str, str]]:
    """The depth, words and anchor of each heading."""
    heads = (shape for group in groups if group.kind == "heading" for shape in group.shapes)
    return [(min(shape.block.level, 4), _words(shape.runs), f"h-{shape.block.span.start}") for shape in heads]


def _counts(summary: DocumentSummary) -> list[tuple[Attribution, str, int, str]]:
    """Each attribution with its name, its number of claims, and the address at which they are listed."""
    return [
        (each, name, getattr(summary, each), addresses.with_query("/", {"document": summary.uri, "attribution": each}))
        for each, name in ATTRIBUTIONS.items()
    ]


def _tally(problems: Iterable[Problem]) -> list[tuple[str, int]]:
    """How many problems have each severity, the most severe first."""
    counts = Counter(problem.severity for problem in problems)
    return [(severity, counts[severity]) for severity in ("error", "warning", "info") if counts[severity]]


def _stripes(claims: Sequence[Claim]) -> list[Stripe]:
    """The stripes of a picture, 1000 wide, that shows the claims of a text in their places and by their attribution."""
    first = min((claim.span.start for claim in claims), default=0)
    size = max((claim.span.end for claim in claims), default=1) - first
    step = -(-len(claims) // _STRIPES) or 1
    found = []
    for at in range(0, len(claims), step):
        some = claims[at : at + step]
        kind = Counter(claim.attribution for claim in some).most_common(1)[0][0]
        x = 1000 * (some[0].span.start - first) / size
        width = 1000 * (some[-1].span.end - some[0].span.start) / size
        found.append(Stripe(round(x, 1), round(max(1.2, width - 0.8), 1), _HEIGHTS[kind], kind))
    return found
