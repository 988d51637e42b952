"""Rules on several documents together: where one disagrees with the others, and what all of them rest on."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import NamedTuple

from indexer.audit.settings import AuditSettings
from indexer.audit.text import Text, count_words
from indexer.model import Finding
from indexer.problems import called

_FEWEST = 20  # claims with sources; with fewer, one source may well carry a large share
_MOST_COMPARED = 64  # sets of sources of one claim that are compared
_SHORTEST = 6  # words of a claim that is compared with others


class _Listed(NamedTuple):
    """An entry of a document's list, with the finding to report if its title is not the usual one."""

    title: str
    finding: Finding


class _Made(NamedTuple):
    """The sources of a claim, with the finding to report if other documents name other sources for it."""

    sources: frozenset[str]
    finding: Finding


class Across:
    """Collects what the rules need of each text. Memory grows with the entries and with the claims that have sources."""

    def __init__(self, settings: AuditSettings) -> None:
        self._settings = settings
        self._listed: dict[str, list[_Listed]] = defaultdict(list)
        self._carried: Counter[str] = Counter()
        self._sourced = 0
        self._heaviest: dict[str, tuple[int, Finding]] = {}
        self._made: dict[str, list[_Made]] = defaultdict(list)

    def add(self, text: Text) -> None:
        """Collect what is needed of a text."""
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
        """Keep for each source the first claim on it in the text with most claims on it."""
        first = {source: claim for claim in reversed(text.claims) for source in claim.source_ids}
        for source, number in carried.items():
            if source not in self._heaviest or number > self._heaviest[source][0]:
                found = text.at("CIT102", "", first[source].span)
                self._heaviest[source] = (number, text.finding(found, shown=False))

    def problems(self) -> Iterator[Finding]:
        """The problems, once all texts are added."""
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
                if len(documents) < 2:  # two are enough: one of them is another document than that of a claim
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
    """The letters and digits of a title, without case, in which titles are compared."""
    return "".join(character for character in title.casefold() if character.isalnum())


def _alike(title: str, other: str) -> bool:
    """Whether one of two titles contains the other, which may have the authors, the site or the year besides."""
    return not title or not other or title in other or other in title


def _names(sources: frozenset[str]) -> str:
    return " and ".join(sorted(sources))
