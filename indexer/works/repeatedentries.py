"""Entries that name a work by another entry: `Ibid., p. 7`, `Smith, op. cit.`, `Smith, 2020, p. 7`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from indexer.leads import SEE
from indexer.model import Reference
from indexer.notes import reads_as_prose
from indexer.patterns import pattern
from indexer.works.catalogue import Catalogue
from indexer.works.entries import read_authors
from indexer.works.names import DATE, Work, fold, read_year
from indexer.works.notepointers import Pointer, read_pointer
from indexer.works.repeatwords import read_repeat

_WORD = pattern(r"[^\W_]+(?:['-][^\W_]+)*")
_TITLE = pattern(r"[\"“„«(*_]")
_LONGEST = 120  # characters of an entry that only names a work
_NAME = pattern(
    rf"(?:(?i:{SEE})\s)?(?P<names>[^\W\d_][^\d:：]{{0,80}}?)[,，،]?\s?\(?(?P<date>{DATE})\)?(?:[,，،:;.]\s?[^\n;]{{1,40}})?[.\s]*"
)
_LONGEST_NOTE = 600  # characters of an entry that are searched for a name
_OPENING = 60  # characters at the start of an entry that contain its first author


def follow_repeats(references: Sequence[Reference]) -> tuple[list[Reference], list[tuple[Reference, str]]]:
    """The entries in text order, repeats with the source that they repeat; and the entries that are not understood, with the reason.

    `3. Ibid., p. 7` is the work of the entry before it, `5. Smith, op. cit.` that of the last one by Smith, and
    `7. Smith, supra note 2` that of the entry 2.
    """
    followed: list[Reference] = []
    by_word: dict[str, Reference] = {}  # the last entry that has a word among its first ones
    by_label: dict[str, Reference] = {}
    unknown: list[tuple[Reference, str]] = []
    for reference in references:
        repeat = None if reference.named else read_repeat(reference.text)
        pointer = None if repeat or reference.named else read_pointer(reference.text)
        if pointer:
            work = _pointed(pointer, by_label)
            reference = _as(reference, work) if work else reference  # noqa: PLW2901  # the same entry
        elif repeat:
            work = (
                by_word.get("".join(_words(repeat.name)[-1:])) if repeat.name else (followed[-1] if followed else None)
            )
            if work is None:
                unknown.append((reference, f"{reference.text[:60]}: no entry before it names the work"))
            elif not reads_as_prose(work.text):  # a note that is prose may name many works
                reference = _as(reference, work)  # noqa: PLW2901  # the same entry
        else:
            opening = _TITLE.split(reference.text[:_OPENING].lstrip("*_"), maxsplit=1)[0]
            by_word.update(dict.fromkeys(_words(opening), reference))
        followed.append(reference)
        by_label[reference.label] = reference
    return followed, unknown


def points_back(reference: Reference) -> bool:
    """Whether an entry only points to where the same text has named its work."""
    return read_repeat(reference.text) is not None or read_pointer(reference.text) is not None


def _pointed(pointer: Pointer, by_label: Mapping[str, Reference]) -> Reference | None:
    """The entry that words point to; one that names several works may mean any of them, and one without the name none."""
    entry = by_label.get(pointer.number) if pointer.number else None
    if entry is None or not pointer.name:
        return entry
    named = _words(pointer.name)[-1:]
    known = _words(f"{entry.text[:_LONGEST_NOTE]} {entry.title or ''}")
    return entry if set(named) <= set(known) and ";" not in entry.text else None


def follow_names(references: Sequence[Reference]) -> list[Reference]:
    """The entries; one that only names another by author and year, `Smith, 2020, p. 7`, gets the source of that one."""
    catalogue = Catalogue([reference for reference in references if reference.named], named=True)
    return [_named(reference, catalogue) for reference in references]


def _named(reference: Reference, catalogue: Catalogue) -> Reference:
    if reference.named or reference.url or reference.doi or len(reference.text) > _LONGEST:
        return reference
    match = _NAME.fullmatch(reference.text)
    authors = read_authors(match["names"]) if match else None
    year = read_year(match["date"]) if match else None
    if authors is None or year is None:
        return reference
    fits = catalogue.fitting(Work(authors.surnames, *year, authors.more))
    return _as(reference, fits[0]) if len(fits) == 1 else reference


def _as(reference: Reference, work: Reference) -> Reference:
    """An entry with the source of another."""
    return replace(reference, source_id=work.source_id, url=work.url, doi=work.doi, title=work.title)


def _words(text: str) -> list[str]:
    return _WORD.findall(fold(text))
