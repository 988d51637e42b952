"""The entries of a document by the authors and years that a text may name them by."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from indexer.model import Reference
from indexer.works.entries import read_works
from indexer.works.names import Work, fold, is_wide, without_particles

_FULL_ENOUGH = 3  # authors behind `et al.`


class _Listed(NamedTuple):
    work: Work
    reference: Reference


class Catalogue:
    """Looks up entries by author and year. They are read when the first is asked for.

    `named` says whether the document has entries that can be named in no other way.
    """

    def __init__(self, references: Iterable[Reference] = (), *, named: bool = False) -> None:
        self._references = references
        self._fitting: dict[Work, tuple[Reference, ...]] = {}
        self._by_name: dict[str, list[_Listed]] | None = None
        self.named = named

    def fitting(self, work: Work) -> tuple[Reference, ...]:
        """The entries that a text may mean by these authors and this year, one for each source.

        Those that fit best come alone: one by Smith before one by Smith and Doe where the text says `Smith 2020`.
        """
        if work not in self._fitting:
            self._fitting[work] = self._look_up(work)
        return self._fitting[work]

    def _look_up(self, work: Work) -> tuple[Reference, ...]:
        surname = work.surnames[0]
        name = fold(surname)
        found = self._named(without_particles(name))
        found = [each for each in found if _same_year(work, each.work) and _same_authors(work, each.work)]
        for better in (
            lambda each: each.reference.named,
            lambda each: any(fold(other) == name for other in (each.work.surnames[0], *each.work.aliases)),
            lambda each: _as_many(work, each.work),
            lambda each: not work.initial or work.initial == each.work.initial,
            lambda each: work.letter == each.work.letter,
        ):
            found = [each for each in found if better(each)] or found
        return _distinct(found)

    def by_name(self, name: str) -> tuple[Reference, ...]:
        """The entries whose first author has this surname, one for each source."""
        return _distinct(self._named(without_particles(fold(name))))

    def _named(self, name: str) -> list[_Listed]:
        if self._by_name is None:
            self._by_name = self._read()
        return self._by_name.get(name, [])

    def _read(self) -> dict[str, list[_Listed]]:
        by_name: dict[str, list[_Listed]] = {}
        references = tuple(self._references)
        works = read_works(reference.text for reference in references)
        for work, reference in zip(works, references, strict=True):
            if work is not None:
                for key in _keys(work):
                    by_name.setdefault(key, []).append(_Listed(work, reference))
        return by_name


def _keys(work: Work) -> set[str]:
    """The names under which an entry is found: all spellings of the first author; `王` for `王伟`."""
    first = work.surnames[0]
    keys = {fold(name) for name in (first, *work.aliases)}
    keys |= {without_particles(key) for key in keys}
    if is_wide(first):
        keys |= {fold(first[:1]), fold(first[:2])}
    elif "-" not in first and len(first.split()) == 2 and not work.aliases:
        keys.add(fold(first.split()[0]))  # `García Márquez` is also `García`
    return keys - {""}


def _same_year(one: Work, other: Work) -> bool:
    """A letter is needed where the entry has one and the text names it; a text that leaves it out may mean any."""
    if one.letter and one.letter != other.letter:
        return False
    return bool(set(one.year.split("/")) & set(other.year.split("/")))


def _same_authors(named: Work, listed: Work) -> bool:
    """Whether all authors that a text names are among those of the entry, as far as it writes them out."""
    known = {without_particles(fold(name)) for name in listed.surnames}
    for name in named.surnames[1:]:
        folded = without_particles(fold(name))
        wide = is_wide(name) and any(each.startswith(folded) for each in known)
        if folded not in known and not wide and not (listed.more and len(named.surnames) > len(listed.surnames)):
            return False
    return True


def _as_many(named: Work, listed: Work) -> bool:
    """Whether an entry has as many authors as the text says."""
    if named.more:
        return listed.more or len(listed.surnames) >= _FULL_ENOUGH
    return not listed.more and len(named.surnames) == len(listed.surnames)


def _distinct(found: Sequence[_Listed]) -> tuple[Reference, ...]:
    return tuple({each.reference.source_id: each.reference for each in reversed(found)}.values())[::-1]
