"""Rules on the entries of lists: their numbers, and how each identifies its work."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from indexer.audit.settings import AuditSettings
from indexer.audit.text import Text
from indexer.linking import folded, link_labels
from indexer.model import Problem, Reference, Span
from indexer.patterns import pattern
from indexer.problems import called
from indexer.sources import url_locator

_PLACE = pattern(
    r"(?:\bpp?\.|\bS\.|\bpages?|\bch(?:ap|apter)?\.|§{1,9}|¶{1,9})\s?(?P<place>\d[\w.–-]{0,20}|[ivxlc]{1,8}\b)",
    re.IGNORECASE,
)

_SAID = 60  # characters of an entry that identify its work in a message
_DOI = pattern(r"\bdoi\b", re.IGNORECASE)


def repeated_work(text: Text, _settings: AuditSettings) -> Iterator[Problem]:
    """Two entries of one list for one work, unless they name different places in it."""
    first: dict[tuple[Span, str, str | None], Reference] = {}
    for entry in _by_place(text):
        key = (entry.covers, *work_of(entry))
        other = first.setdefault(key, entry)
        if other is not entry and not (entry.named and other.label == entry.label):
            work = entry.title or entry.text[:_SAID] if entry.source_id.startswith("ref:") else entry.source_id
            message = f"{called(entry)} is the work of {called(other)}: {work}; merge the two"
            yield text.at("CIT008", message, entry.span)


def _by_place(text: Text) -> list[Reference]:
    """The entries in order, each once even if it has several labels, `[2] [7] Title`, without those that only links name."""
    links = link_labels(text.document).difference(folded(label) for marker in text.markers for label in marker.labels)
    entries = [entry for entry in text.entries if folded(entry.label) not in links]
    return list({entry.span: entry for entry in reversed(entries)}.values())[::-1]


def work_of(entry: Reference) -> tuple[str, str | None]:
    """The work that an entry names, and the place in it."""
    found = _PLACE.search(entry.text)
    place = (url_locator(entry.url) if entry.url else None) or (found["place"] if found else None)
    return entry.source_id, place


def broken_numbering(text: Text, _settings: AuditSettings) -> Iterator[Problem]:
    """Entries whose numbers skip one or run backwards. Footnotes are left out: they are renumbered wherever they are shown."""
    for entries in _numbered(text.listed):
        numbers = sorted({int(entry.label) for entry in entries})
        gaps = {after: before for before, after in pairwise(numbers) if after > before + 1}
        for before, entry in pairwise(entries):
            number = int(entry.label)
            if number in gaps:
                message = _missing(gaps[number] + 1, number - 1)
                yield text.at("CIT009", f"{called(entry)} follows {called(before)}: {message}", entry.span)
            elif number < int(before.label):
                yield text.at("CIT009", f"{called(entry)} follows {called(before)}: sort the list", entry.span)


def _missing(first: int, last: int) -> str:
    if first == last:
        return f"[{first}] is missing"
    return f"[{first}] {'and' if last == first + 1 else 'to'} [{last}] are missing"


def restarted_numbering(text: Text, _settings: AuditSettings) -> Iterator[Problem]:
    """Lists that use labels of an earlier list of the document again."""
    seen: dict[str, str] = {}
    for entries in _numbered(text.entries):
        again = next((entry for entry in entries if seen.get(entry.label, entry.source_id) != entry.source_id), None)
        if again is not None:
            yield text.at(
                "CIT010", f"{called(again)} begins again: an earlier list has it for another work", again.span
            )
        seen = {entry.label: entry.source_id for entry in entries} | seen


def _numbered(listed: Sequence[Reference]) -> list[list[Reference]]:
    """The entries with numbers, list by list.

    Lists in which an entry has several labels are left out: they are in the order of their works.
    """
    lists: dict[Span, list[Reference]] = {}
    for entry in listed:
        if entry.label.isdecimal() and not (entry.footnote or entry.named):
            lists.setdefault(entry.covers, []).append(entry)
    return [entries for entries in lists.values() if len({entry.span for entry in entries}) == len(entries)]


def untitled_reference(text: Text, _settings: AuditSettings) -> Iterator[Problem]:
    """Entries that are bare addresses."""
    for entry in _by_place(text):
        if not entry.title and (entry.url or entry.doi):
            yield text.at("CIT011", f"{called(entry)} has no title: say what {entry.url or entry.doi} is", entry.span)


def unlinked_reference(text: Text, _settings: AuditSettings) -> Iterator[Problem]:
    """Entries without an address, a DOI or another number by which the work can be found."""
    for entry in _by_place(text):
        if not (entry.url or entry.doi or _DOI.search(entry.text)) and entry.source_id.startswith("ref:"):
            yield text.at("CIT012", f"{called(entry)} has no address and no DOI: add one", entry.span)
