"""The entries of a document by the authors and years by which a text may cite them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from indexer.model import Reference
from indexer.works.entries import read_works
from indexer.works.names import Work, fold, is_wide, without_particles

_FULL_ENOUGH = 3  # authors of an entry that `et al.` may abbreviate


class _Listed(NamedTuple):
    """An entry whose authors and year were read, and its place among all entries."""

    at: int
    work: Work
    reference: Reference


class Catalogue:
    """Looks up entries by author and year. The entries are read at the first look-up.

    `named` says whether the document has entries that can only be named by author and year.
    """

    def __init__(self, references: Iterable[Reference] = (), *, named: bool = False) -> None:
        self._references = references
        self._fitting: dict[Work, tuple[Reference, ...]] = {}
        self._by_name: dict[str, list[_Listed]] | None = None
        self._by_author: dict[str, tuple[Reference, ...]] = {}
        self.named = named

    def fitting(self, work: Work) -> tuple[Reference, ...]:
        """The entries that a text may mean by these authors and this year, one for each source.

        Only the best matches are given: for `Smith 2020` an entry by Smith, and not one by Smith and Doe.
        """
        if work not in self._fitting:
            self._fitting[work] = self._look_up(work)
        return self._fitting[work]

    def _look_up(self, work: Work) -> tuple[Reference, ...]:
        surname = work.surnames[0]
        name = fold(surname)
        found = self._beside(work, without_particles(name))
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
        key = _key(name)
        if key not in self._by_author:
            self._by_author[key] = _distinct(self._named(key))
        return self._by_author[key]

    def _beside(self, work: Work, name: str) -> list[_Listed]:
        """The entries of a first author that may have the second author whom the text names; all of them if it names none."""
        if len(work.surnames) < 2 or is_wide(work.surnames[1]):
            return self._named(name)
        second = f"{name}\n{_key(work.surnames[1])}"
        found = {each.at: each for key in (second, f"{name}\n") for each in self._named(key)}
        return [found[at] for at in sorted(found)]

    def _named(self, name: str) -> list[_Listed]:
        if self._by_name is None:
            self._by_name = self._read()
        return self._by_name.get(name, [])

    def _read(self) -> dict[str, list[_Listed]]:
        """The entries by the key of the first author, and by that key, a newline and the key of each other author.

        The second key is empty for an entry that does not write all of its authors out.
        """
        by_name: dict[str, list[_Listed]] = {}
        references = tuple(self._references)
        works = read_works(reference.text for reference in references)
        for at, (work, reference) in enumerate(zip(works, references, strict=True)):
            if work is not None:
                others = {"\n" + _key(name) for name in work.surnames[1:]} | ({"\n"} if work.more else set())
                for key in _keys(work):
                    for name in (key, *(key + other for other in others)):
                        by_name.setdefault(name, []).append(_Listed(at, work, reference))
        return by_name


def _key(surname: str) -> str:
    return without_particles(fold(surname))


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
    """Whether two works have a year in common. A letter in the text must match; a text without a letter may mean any."""
    if one.letter and one.letter != other.letter:
        return False
    return bool(set(one.year.split("/")) & set(other.year.split("/")))


def _same_authors(named: Work, listed: Work) -> bool:
    """Whether all authors that a text names are among those of the entry, as far as the entry writes them out."""
    known = set(map(_key, listed.surnames))
    for name in named.surnames[1:]:
        folded = _key(name)
        wide = is_wide(name) and any(each.startswith(folded) for each in known)
        if folded not in known and not wide and not (listed.more and len(named.surnames) > len(listed.surnames)):
            return False
    return True


def _as_many(named: Work, listed: Work) -> bool:
    """Whether an entry has the number of authors that the text implies."""
    if named.more:
        return listed.more or len(listed.surnames) >= _FULL_ENOUGH
    return not listed.more and len(named.surnames) == len(listed.surnames)


def _distinct(found: Sequence[_Listed]) -> tuple[Reference, ...]:
    return tuple({each.reference.source_id: each.reference for each in reversed(found)}.values())[::-1]
