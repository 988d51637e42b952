"""Entries that have no label of their own, and entries that name a work by the one before them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from indexer.model import Reference
from indexer.references.entries import has_prose
from indexer.sources import source_id
from indexer.works import Work, read_repeat, read_works, repeats_authors
from indexer.works.names import fold

_WORD = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")
_SAMPLE = 600  # characters that tell whether an entry is prose
_TITLE = re.compile(r"[\"“„«(*_]")
_OPENING = 60  # characters of an entry in which its first author stands


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


def follow_repeats(references: Sequence[Reference]) -> tuple[list[Reference], list[tuple[Reference, str]]]:
    """Entries in the order of the text, those that repeat a work with its source; and those that cannot be told, with why.

    `3. Ibid., p. 7` is the work of the entry before it, `5. Smith, op. cit.` that of the last one by Smith.
    """
    followed: list[Reference] = []
    by_word: dict[str, Reference] = {}  # the last entry that has a word among its first ones
    unknown: list[tuple[Reference, str]] = []
    for reference in references:
        repeat = None if reference.named else read_repeat(reference.text)
        if repeat is None:
            followed.append(reference)
            by_word.update(
                dict.fromkeys(_words(_TITLE.split(reference.text[:_OPENING].lstrip("*_"), maxsplit=1)[0]), reference)
            )
            continue
        work = by_word.get("".join(_words(repeat.name)[-1:])) if repeat.name else (followed[-1] if followed else None)
        if work is None:
            unknown.append((reference, f"{reference.text[:60]}: no entry before it names the work"))
        elif not has_prose(work.text[:_SAMPLE].lower().split()):  # a note that is prose may name many works
            reference = replace(reference, source_id=work.source_id, url=work.url, doi=work.doi, title=work.title)  # noqa: PLW2901  # the same entry, with its source
        followed.append(reference)
    return followed, unknown


def _words(text: str) -> list[str]:
    return _WORD.findall(fold(text))
