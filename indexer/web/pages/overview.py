"""The overview: what the corpus rests on, as charts that a template draws from numbers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from starlette.requests import Request

from indexer.corpus import Corpus
from indexer.model import Attribution, DocumentSummary
from indexer.reports import Size, Stats
from indexer.web.pages import addresses
from indexer.web.pages.answering import Values, page
from indexer.web.pages.naming import ATTRIBUTIONS, name_of
from indexer.web.percommit import DOCUMENTS, stats_of

SHARES = 12
"""Sources, domains and years that are shown, at most."""
DOCUMENTS_SHOWN = 20
"""Documents that are shown with a bar, at most: those with most claims."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A column of a chart that is 100 high; one that counts anything is at least 1 high."""

    name: str
    count: int
    height: float


@page
def overview(_request: Request, corpus: Corpus) -> tuple[str, Values]:
    """The corpus in sums."""
    stats = stats_of(corpus, SHARES)
    known = DOCUMENTS.of(corpus)
    largest = sorted(known, key=lambda each: (-each.claims, each.uri))[:DOCUMENTS_SHOWN]
    return "overview.html", {
        "stats": stats,
        "attributions": _parts(stats),
        "largest": [(each, _parts(each)) for each in largest],
        "more": len(known) - len(largest),
        "most": max((each.claims for each in largest), default=0) or 1,
        "cited": [(share, name_of(share.name, share.title, *_address(share.name))) for share in stats.cited],
        "sizes": _columns((_size(each), each.sources) for each in stats.sizes),
        "domains": stats.domains,
        "years": _columns((each.name, each.claims) for each in stats.years),
        "part": lambda count: 100 * count / max(1, stats.direct + stats.inherited),
        "host_link": lambda name: addresses.with_query("/", {"q": f"source:{name}"}),
    }


def _parts(sums: Stats | DocumentSummary) -> list[tuple[Attribution, str, int, float, float]]:
    """Each attribution with its name, its number of claims, and the start and width of its part of a bar that is 100 wide."""
    found, at = [], 0.0
    for each, name in ATTRIBUTIONS.items():
        count: int = getattr(sums, each)
        width = 100 * count / max(1, sums.claims)
        found.append((each, name, count, round(at, 2), round(width, 2)))
        at += width
    return found


def _columns(rows: Iterable[tuple[str, int]]) -> list[Bar]:
    """Columns whose tallest is 100."""
    counted = list(rows)
    most = max((count for _, count in counted), default=0) or 1
    return [Bar(name, count, round(max(1.0, 100 * count / most), 1) if count else 0) for name, count in counted]


def _size(size: Size) -> str:
    """How many claims, in few characters: `1`, `20–49`, `2k+`."""
    if size.least == size.most:
        return str(size.least)
    return f"{size.least}–{size.most}" if size.most < 1000 else f"{size.least / 1000:g}k+"


def _address(source_id: str) -> tuple[str | None, str | None]:
    """The URL or the DOI that a source id consists of."""
    is_doi = source_id.startswith("doi:")
    return None if is_doi else source_id, source_id.removeprefix("doi:") if is_doi else None
