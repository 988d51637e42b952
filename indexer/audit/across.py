"""Rules on several documents together: what one says otherwise than the others, and what all rest on."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import NamedTuple

from indexer.audit.settings import AuditSettings
from indexer.audit.text import Text, called, count_words
from indexer.model import Finding

_FEWEST = 20  # claims with sources, below which one source may well carry a large part
_MOST_COMPARED = 64  # sets of sources of one claim, beyond which none is looked at
_SHORTEST = 6  # words of a claim that says something of its own


class _Listed(NamedTuple):
    """An entry of a document's list, with the finding that it is if its title is not the usual one."""

    title: str
    finding: Finding


class _Made(NamedTuple):
    """A claim with its sources, and the finding that it is if others name other sources."""

    sources: frozenset[str]
    finding: Finding


class Across:
    """What is kept of each text until all are known; memory grows with the entries and the claims that have sources."""

    def __init__(self, settings: AuditSettings) -> None:
        self._settings = settings
        self._listed: dict[str, list[_Listed]] = defaultdict(list)
        self._carried: Counter[str] = Counter()
        self._sourced = 0
        self._heaviest: dict[str, tuple[int, Finding]] = {}
        self._made: dict[str, list[_Made]] = defaultdict(list)

    def add(self, text: Text) -> None:
        """Take note of a text."""
        for entry in text.entries:
            if entry.title and not entry.source_id.startswith("ref:"):
                found = text.at("CIT101", f"{called(entry)} {entry.title}", entry.span)
                self._listed[entry.source_id].append(_Listed(entry.title, text.finding(found, shown=False)))
        carried = Counter(source for claim in text.claims for source in claim.source_ids)
        self._sourced += sum(bool(claim.source_ids) for claim in text.claims)
        self._carried.update(carried)  # `+=` looks through all that was counted before
        self._weigh(text, carried)
        for claim in text.claims:
            if claim.attribution == "direct" and count_words(claim.statement) >= _SHORTEST:
                key = " ".join(claim.statement.casefold().split())
                found = text.at("CIT103", "", claim.span)
                self._made[key].append(_Made(frozenset(claim.source_ids), text.finding(found, shown=False)))

    def _weigh(self, text: Text, carried: Counter[str]) -> None:
        """Keep the first claim on each source in the text that rests on it most."""
        first = {source: claim for claim in reversed(text.claims) for source in claim.source_ids}
        for source, number in carried.items():
            if source not in self._heaviest or number > self._heaviest[source][0]:
                found = text.at("CIT102", "", first[source].span)
                self._heaviest[source] = (number, text.finding(found, shown=False))

    def problems(self) -> Iterator[Finding]:
        """What is wrong, once all texts are known."""
        yield from self._retitled()
        yield from self._single_sources()
        yield from self._disputed()

    def _retitled(self) -> Iterator[Finding]:
        for listed in self._listed.values():
            uses = Counter(bare for bare, _ in {(_bare(each.title), each.finding.problem.uri) for each in listed})
            usual, most = max(uses.items(), key=lambda item: (item[1], item[0]))
            name = next(each.title for each in listed if _bare(each.title) == usual)
            for title, found in listed:
                if uses[_bare(title)] < most and not _alike(_bare(title), usual):
                    yield _saying(found, f"{found.problem.message}: {most} documents call this work “{name}”")

    def _single_sources(self) -> Iterator[Finding]:
        if self._sourced < _FEWEST:
            return
        for source, number in self._carried.most_common():
            if number <= self._settings.share * self._sourced:
                return
            message = f"{source} carries {number} of {self._sourced} claims with sources ({number / self._sourced:.0%})"
            yield _saying(self._heaviest[source][1], message)

    def _disputed(self) -> Iterator[Finding]:
        for made in self._made.values():
            by_sources: dict[frozenset[str], dict[str, Finding]] = {}
            for sources, found in made:
                documents = by_sources.setdefault(sources, {})
                if len(documents) < 2:  # whichever document a claim is in, one of two is another
                    documents.setdefault(found.problem.uri, found)
            for sources, found in made if len(by_sources) > 1 else ():
                others = islice(by_sources.items(), _MOST_COMPARED)
                apart = ((names, each) for names, held in others if names != sources for each in held.values())
                for names, other in (pair for pair in apart if pair[1].problem.uri != found.problem.uri):
                    where = f"{other.problem.uri}:{other.problem.line}"
                    yield _saying(found, f"this claim rests on {_names(sources)}, and in {where} on {_names(names)}")
                    break


def _saying(found: Finding, message: str) -> Finding:
    return replace(found, problem=replace(found.problem, message=message))


def _bare(title: str) -> str:
    """A title without what does not tell it from another: case, signs, white space."""
    return "".join(sign for sign in title.casefold() if sign.isalnum())


def _alike(title: str, other: str) -> bool:
    """Whether one of two titles is the other, or a part of it: with the authors, the site or the year."""
    return not title or not other or title in other or other in title


def _names(sources: frozenset[str]) -> str:
    return " and ".join(sorted(sources))
