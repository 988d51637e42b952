"""The changes between the claims of two versions of a text, by the words of their statements. Pure and linear."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Sequence

from indexer.model import Change, Claim
from indexer.patterns import pattern

_ALIKE = 0.5  # the share of all words of two statements that both must have for one to count as the other, changed
_NEAR = 8  # claims at the same place of the old version with which a new one is compared
_WORD = pattern(r"\w+")


def compare(old: Sequence[Claim], new: Sequence[Claim]) -> list[Change]:
    """The changes, in the order of the new version; a lost claim comes after the claim that it followed.

    Claims with the same words are the same, wherever they stand. Of the others, an old and a new claim that follow the same
    claim are one that changed if they share at least half of their words.
    """
    partners = _same(old, new)
    waiting = _waiting(old, {before: at for at, before in partners.items()})
    found: list[tuple[tuple[int, int, int], Change]] = []
    anchor = -1
    for at, claim in enumerate(new):
        if at not in partners:
            before = _taken(claim, old, waiting[anchor])
            kind = Change("added", None, claim) if before is None else Change("changed", old[before], claim)
            found.append(((at, 0, 0), kind))
            continue
        anchor = at
        if _sources(old[partners[at]]) != _sources(claim):
            found.append(((at, 0, 0), Change("sources", old[partners[at]], claim)))
    for after, places in waiting.items():
        found += [((after, 1, at), Change("lost", old[at], None)) for at in places]
    found.sort(key=lambda each: each[0])
    return [change for _, change in found]


def _same(old: Sequence[Claim], new: Sequence[Claim]) -> dict[int, int]:
    """For each claim of the new version, by its place, the place of an old one with the same words; equal ones pair in order."""
    places: dict[str, deque[int]] = defaultdict(deque)
    for at, claim in enumerate(old):
        places[claim.statement].append(at)
    return {at: places[claim.statement].popleft() for at, claim in enumerate(new) if places[claim.statement]}


def _waiting(old: Sequence[Claim], after: dict[int, int]) -> defaultdict[int, list[int]]:
    """The places of old claims without a partner, by the place in the new version of the claim they followed; -1 for none."""
    waiting: defaultdict[int, list[int]] = defaultdict(list)
    anchor = -1
    for at in range(len(old)):
        if at in after:
            anchor = after[at]
        else:
            waiting[anchor].append(at)
    return waiting


def _taken(claim: Claim, old: Sequence[Claim], places: list[int]) -> int | None:
    """The place of the first of the nearest old claims that resembles a new one, which is removed; None if none does."""
    words = _words(claim)
    for number, at in enumerate(places[:_NEAR]):
        others = _words(old[at])
        if len(words & others) >= _ALIKE * len(words | others):
            return places.pop(number)
    return None


def _words(claim: Claim) -> set[str]:
    return set(_WORD.findall(claim.statement.casefold()))


def _sources(claim: Claim) -> tuple[str, set[str]]:
    """The attribution and sources of a claim; labels without an entry are the same in files of different names."""
    own = claim.document_uri + "["
    return claim.attribution, {source.removeprefix(own) for source in claim.source_ids}
