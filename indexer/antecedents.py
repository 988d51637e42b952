"""What `(ibid.)` and `(Smith, op. cit.)` mean, judged by the markers before them and the entries of the list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import NamedTuple

from indexer.markers import AUTHOR_YEAR, Found, Oddity
from indexer.model import SOURCELESS, Reference, Span
from indexer.works import Catalogue, Repeat, fold

_SHOWN = 60  # characters of an entry in a message
_FEW = 4  # entries in a message
_LAST = 400  # markers that are searched for a name, from the last one back


class _Meant(NamedTuple):
    """The label and source of a work, or the `fault` that keeps it unknown."""

    label: str = ""
    source_id: str = ""
    fits: tuple[Reference, ...] = ()
    fault: str | None = None


def follow(
    found: Sequence[Found],
    uri: str,
    prose: AbstractSet[str],
    catalogue: Catalogue,
    doubtful: Callable[[Span], str | None],
) -> list[Found]:
    """The markers, with repeats given the source that they repeat. Repeats without a marker of a work before them are dropped.

    A repeat whose work is not known keeps its own words as its label, and has a fault. `uri` is that of the document,
    `prose` holds the sources that are prose notes, and `doubtful` gives what looks like a marker in a span that has none.
    """
    followed: list[Found] = []
    sources: list[Found] = []  # those of `followed` that name works
    for item in found:
        if item.repeat is not None:
            meant = _meant(item.repeat, sources, prose, catalogue)
            if meant is None:
                continue
            if not item.repeat.name and (other := doubtful(Span(sources[-1].marker.span.end, item.marker.span.start))):
                meant = _Meant(fault=f"{' '.join(other.split())} stands between, which names no source that is known")
            item = _told(item, meant, uri)  # noqa: PLW2901  # the same marker, with its source
        followed.append(item)
        if item.marker.style not in SOURCELESS and item.marker.labels:
            sources.append(item)
    return followed


def _meant(repeat: Repeat, before: Sequence[Found], prose: AbstractSet[str], catalogue: Catalogue) -> _Meant | None:
    if repeat.name:
        return _by_name(repeat.name, before, catalogue)
    if not before:
        return None
    marker = before[-1].marker
    works = {id_: label for label, id_ in zip(marker.labels, marker.source_ids, strict=True) if id_}
    if works.keys() & prose:
        return None  # behind a marker of a note it repeats what the text itself has named
    if len(works) != 1:
        return _Meant(fault=f"the marker before it names {len(works)} sources")
    ((source_id, label),) = works.items()
    return _Meant(label, source_id)


def _by_name(name: str, before: Sequence[Found], catalogue: Catalogue) -> _Meant | None:
    """The work by an author that was named last, otherwise the author's only work in the list."""
    folded = fold(name)
    for item in before[: -_LAST - 1 : -1]:
        marker = item.marker
        for label, id_ in zip(marker.labels, marker.source_ids, strict=True):
            words = fold(label)
            if (
                item.marker.style == AUTHOR_YEAR
                and id_
                and (words == folded or words.startswith((f"{folded} ", f"{folded}、")))
            ):
                return _Meant(label, id_)
    entries = catalogue.by_name(name)
    if len(entries) == 1:
        return _Meant(entries[0].label or name, entries[0].source_id, entries)
    if entries:
        return _Meant(fits=entries, fault=f"{len(entries)} entries of the list are by {name}: {named(entries)}")
    return _Meant(fault=f"nothing before it names a work by {name}") if before else None


def named(entries: Sequence[Reference]) -> str:
    """Entries as a message names them, the first few, each by the beginning of its words."""
    words = [
        entry.text if len(entry.text) <= _SHOWN else f"{entry.text[:_SHOWN].rstrip()}…" for entry in entries[:_FEW]
    ]
    more = f" and {len(entries) - _FEW} more" if len(entries) > _FEW else ""
    return "; ".join(f"“{each}”" for each in words) + more


def _told(item: Found, meant: _Meant, uri: str) -> Found:
    marker = item.marker
    if meant.fault is not None:
        own = marker.labels[0]
        return item._replace(
            marker=replace(marker, source_ids=(f"{uri}[{own}]",)),
            fits=(meant.fits,),
            oddity=Oddity("CIT007", f"{own}: {meant.fault}: name the work"),
        )
    return item._replace(
        marker=replace(marker, labels=(meant.label,), source_ids=(meant.source_id,)), fits=(meant.fits,)
    )
