"""Which word of a bare name is the surname, judged by the order of the list: `Kowalski Jan`, `Nowak Ewa`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from indexer.works.names import Work, fold

_FEWEST = 4  # entries: fewer may be in order by chance
_LONGEST = 3  # words of a bare name


def with_first_surnames(works: Sequence[Work | None]) -> list[Work | None]:
    """The works of a list; if it is sorted by the first words of bare names, and not by the last, these become the surnames.

    The last word stays an alias.
    """
    bare = [_bare(work) for work in works]
    if not any(bare):
        return list(works)
    known = [(work, words) for work, words in zip(works, bare, strict=True) if work is not None]
    lasts = [fold(work.surnames[0]) for work, _ in known]
    firsts = [fold(words[0] if words else work.surnames[0]) for work, words in known]
    if len(known) < _FEWEST or firsts != sorted(firsts) or lasts == sorted(lasts):
        return list(works)
    return [_by_first(work, words[0]) if work and words else work for work, words in zip(works, bare, strict=True)]


def _bare(work: Work | None) -> list[str]:
    """The words of a name without comma and initials, the last of which was taken for the surname."""
    if work is None or len(work.surnames) != 1:
        return []
    names = (alias.split() for alias in work.aliases)
    return next((words for words in names if 1 < len(words) <= _LONGEST and words[-1] == work.surnames[0]), [])


def _by_first(work: Work, first: str) -> Work:
    return replace(work, surnames=(first,), aliases=(*work.aliases, *work.surnames), initial="")
