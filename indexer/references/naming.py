"""Entries that have no label of their own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from indexer.model import Reference
from indexer.sources import source_id
from indexer.works import Work, read_works, repeats_authors


def name_entries(references: Sequence[Reference]) -> list[Reference]:
    """The entries of a list; those without a label get the one that texts name them by, where authors and year tell.

    Where two works would have the same, the authors' initials are added if they tell them apart.
    """
    if all(reference.label for reference in references):
        return list(references)
    works = list(read_works(reference.text for reference in references))
    pairs = list(zip(references, works, strict=True))
    alike: dict[str, dict[str, str]] = defaultdict(dict)  # the initials of each source, by label
    for reference, work in pairs:
        if work is not None and not reference.label:
            alike[work.label][reference.source_id] = work.initial
    apart = {label for label, initials in alike.items() if 1 < len(initials) == len({*initials.values()} - {""})}
    return [
        reference if work is None or reference.label else _named(reference, work, apart=work.label in apart)
        for reference, work in pairs
    ]


def _named(reference: Reference, work: Work, *, apart: bool) -> Reference:
    """An entry with its label; what a dash leaves out of its words counts for its source all the same."""
    label = f"{work.initial}. {work.label}" if apart else work.label
    words = f"{' '.join(work.surnames)} {reference.text}" if repeats_authors(reference.text) else reference.text
    return replace(reference, label=label, named=True, source_id=source_id(words, reference.url, reference.doi))
