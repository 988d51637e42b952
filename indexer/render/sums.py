"""The sums of an index as text: tables of numbers, on a terminal with a bar after each."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from indexer.model import Attribution
from indexer.render.view import fit, visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from indexer.render.view import View
    from indexer.reports import Share, Stats

_BAR = 20  # columns of the longest bar
_PARTS = " ▏▎▍▌▋▊▉█"
_LABEL = 40  # columns that a label has even on a narrow terminal


def sums(stats: Iterable[Stats], view: View) -> Iterator[str]:
    """Totals, then what the claims rest on. Shares are of the claims that have sources."""
    for each in stats:
        yield from _totals(each, view)
        sourced = each.direct + each.inherited
        if each.sizes:
            yield from _sizes(each, view)
        for title, shares in (("sources", each.cited), ("domains", each.domains), ("years", each.years)):
            if shares:
                yield f"\n{title}\n"
                yield from _shares(shares, sourced, view)


def _totals(stats: Stats, view: View) -> Iterator[str]:
    yield f"{'documents':<11} {stats.documents:>11,}\n{'claims':<11} {stats.claims:>11,}\n"
    for name in get_args(Attribution):
        number: int = getattr(stats, name)
        share = f"{number / stats.claims:8.1%}" if stats.claims else ""
        yield f"  {name:<9} {number:>11,}{share}{_bar(number, stats.claims, view)}".rstrip() + "\n"
    yield f"{'sources':<11} {stats.sources:>11,}\n{'problems':<11} {stats.problems:>11,}\n"


def _sizes(stats: Stats, view: View) -> Iterator[str]:
    yield "\nclaims of a source\n"
    largest = max(size.sources for size in stats.sizes)
    for size in stats.sizes:
        label = f"{size.least:,}" if size.least == size.most else f"{size.least:,}–{size.most:,}"
        counted = f"{size.sources:>11,}{'':8}{_bar(size.sources, largest, view)}"
        yield f"  {label:<9} {counted}".rstrip() + "\n"
    yield f"  half of all with {stats.half:,} of {stats.sources:,} sources, Gini coefficient {stats.gini:.2f}\n"


def _shares(shares: Iterable[Share], sourced: int, view: View) -> Iterator[str]:
    rows = list(shares)
    largest = max(share.claims for share in rows)
    for share in rows:
        number = (
            f"  {share.claims:>9,}{share.claims / sourced if sourced else 0:8.1%}{_bar(share.claims, largest, view)}"
        )
        name = visible(f"{share.title} · {share.name}" if share.title else share.name)
        if share.sources > 1:
            name += f" ({share.sources:,} sources)"
        yield f"{number}  {name if view.width is None else fit(name, max(_LABEL, view.width - len(number) - 2)).rstrip()}\n"


def _bar(number: int, largest: int, view: View) -> str:
    """A bar for a number in proportion to the largest one, in eighths of a column; empty off a terminal."""
    if view.width is None:
        return ""
    whole, part = divmod(8 * _BAR * number // max(largest, 1), 8)
    return f"  {('█' * whole + _PARTS[part].strip()):<{_BAR}}"
