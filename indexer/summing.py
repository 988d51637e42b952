"""Sums over a corpus: how claims are spread over sources, domains and years, and how many of them a few sources carry. Pure."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate

from indexer.model import DocumentSummary, Source
from indexer.patterns import pattern
from indexer.reports import Share, Size, Stats

_SUMMED = ("claims", "direct", "inherited", "none", "problems")
_STEPS = (0, 1, 2, 5)  # and these times ten, times a hundred …
_HOST = pattern(r"(?:\w{2,9}:)?(?://)?(?:www\.)?(?P<host>[^\s/:?#@]+\.[^\s/:?#@.]+)(?=[/:?#]|$)", re.IGNORECASE)
_OF_DOIS = "doi.org"

Grouped = Callable[[Mapping[str, str]], Mapping[str, int]]
"""From the group of each source id to the number of claims that rest on the sources of each group."""


def sum_up(
    documents: Iterable[DocumentSummary],
    sources: Iterable[Source],
    years: Mapping[str, int],
    grouped: Grouped,
    limit: int | None,
) -> Stats:
    """The sums. At most `limit` sources, domains and years are named: those with most claims, of equal ones the first by name.

    Sources and domains come with the most claims first, years in order.
    """
    summaries, known = list(documents), list(sources)
    domains = {source.id: domain for source in known if (domain := _domain(source))}
    dated = {source.id: str(years[source.id]) for source in known if source.id in years}
    carried = sorted((source.claims + source.inherited for source in known), reverse=True)
    cited = (Share(each.id, 1, each.claims + each.inherited, each.title) for each in known)
    return Stats(
        documents=len(summaries),
        sources=len(known),
        **{name: sum(getattr(each, name) for each in summaries) for name in _SUMMED},
        cited=_most([each for each in cited if each.claims], limit),
        sizes=tuple(_sizes(carried)),
        half=_half(carried),
        gini=_gini([number for number in carried if number]),
        domains=_most(_shares(domains, grouped), limit),
        years=tuple(sorted(_most(_shares(dated, grouped), limit), key=lambda share: share.name)),
    )


def _most(shares: Iterable[Share], limit: int | None) -> tuple[Share, ...]:
    return tuple(sorted(shares, key=lambda share: (-share.claims, share.name))[:limit])


def _shares(groups: Mapping[str, str], grouped: Grouped) -> Iterator[Share]:
    claims = grouped(groups)
    return (Share(name, number, claims.get(name, 0)) for name, number in Counter(groups.values()).items())


def _domain(source: Source) -> str | None:
    """The host at which a source is found, without `www.`."""
    found = _HOST.match(source.url) if source.url else None
    if found:
        return found["host"].lower()
    return _OF_DOIS if source.doi else None


def _sizes(carried: Sequence[int]) -> Iterator[Size]:
    """How many sources carry how many claims, in steps such as 1, 2, 5, 10 and 20."""
    starts = list(_STEPS)
    while carried and starts[-1] <= carried[0]:
        starts += [10 * start for start in starts[-3:]]
    counts = Counter(bisect_right(starts, number) - 1 for number in carried)
    for at, number in sorted(counts.items()):
        yield Size(starts[at], starts[at + 1] - 1, number)


def _half(carried: Sequence[int]) -> int:
    """The number of sources that have half of all claims between them, taking those with most claims first."""
    sums = list(accumulate(carried))
    return next((at for at, number in enumerate(sums, 1) if 2 * number >= sums[-1] > 0), 0)


def _gini(carried: Sequence[int]) -> float:
    """The Gini coefficient of descending numbers: 0 if all are equal, near 1 if one has all. See Sen, On Economic Inequality, 1973."""
    if not carried:
        return 0.0
    ranked = sum(rank * number for rank, number in enumerate(carried, 1))
    return (len(carried) + 1 - 2 * ranked / sum(carried)) / len(carried)
