"""Entries that have no label of their own, and entries that name a work by the one before them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from indexer.model import Reference
from indexer.works import read_repeat, read_works
from indexer.works.names import fold, without_particles
from indexer.works.repeats import may_repeat

_OPENING = 120  # characters of an entry in which its authors stand


def name_entries(references: Sequence[Reference]) -> list[Reference]:
    """The entries of a list; those without a label get the one that texts name them by, where authors and year tell.

    Where two works would have the same, the authors' initials are added if they tell them apart.
    """
    if all(reference.label for reference in references):
        return list(references)
    works = list(read_works(reference.text for reference in references))
    alike: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for reference, work in zip(references, works, strict=True):
        if work is not None and not reference.label:
            alike[work.label].add((reference.source_id, work.initial))
    named = []
    for reference, work in zip(references, works, strict=True):
        if work is None or reference.label:
            named.append(reference)
            continue
        group = alike[work.label]
        apart = len(group) > 1 and work.initial and len({initial for _, initial in group}) == len(group)
        label = f"{work.initial}. {work.label}" if apart else work.label
        named.append(replace(reference, label=label, named=True))
    return named


def follow_repeats(references: Sequence[Reference]) -> tuple[list[Reference], list[tuple[Reference, str]]]:
    """Entries in the order of the text, those that repeat a work with its source; and those that cannot be told, with why.

    `3. Ibid., p. 7` is the work of the entry before it, `5. Smith, op. cit.` that of the last one by Smith.
    """
    if not any(may_repeat(reference.text[:_OPENING]) for reference in references):
        return list(references), []
    followed: list[Reference] = []
    unknown: list[tuple[Reference, str]] = []
    for reference in references:
        repeat = None if reference.named else read_repeat(reference.text)
        if repeat is None:
            followed.append(reference)
            continue
        before = followed[-1:] if repeat.same else list(_by_name(repeat.name, followed))
        if before:
            work = before[0]
            reference = replace(reference, source_id=work.source_id, url=work.url, doi=work.doi, title=work.title)  # noqa: PLW2901  # the same entry, with its source
        else:
            unknown.append((reference, f"{reference.text[:60]}: no entry before it names the work"))
        followed.append(reference)
    return followed, unknown


def _by_name(name: str, before: Sequence[Reference]) -> Iterator[Reference]:
    """The entries whose opening has a surname, the last first."""
    folded = f" {without_particles(fold(name))} "
    for reference in reversed(before):
        words = "".join(sign if sign.isalnum() or sign in "'-" else " " for sign in fold(reference.text[:_OPENING]))
        if folded in f" {' '.join(words.split())} " and read_repeat(reference.text) is None:
            yield reference
