"""Lists whose numbers are not what they seem.

Entries have no labels, and the text numbers them all the same, by their order: `[2]` or a bare `2` means the second. Or they
have two, `1. 23 Hale, A.`: what a program counts, and the label of the work in the list that the program has set behind them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from indexer.bare import counts_entries
from indexer.model import Span
from indexer.patterns import pattern
from indexer.references.blocks import EntryList
from indexer.references.entries import Entry
from indexer.references.unlabelled import tells_visit_before_address

_FEWEST = 3  # entries that bare numbers may count
_INNER = pattern(r"(?P<label>\d{1,3})\s{1,3}(?=[^\W\d_a-z])")


def count_entries(text: str, lists: list[EntryList], mentioned: Callable[[], frozenset[str]]) -> list[EntryList]:
    """The lists, the only one of sources by the order of its entries where none has a label and markers number just so many.

    So are the only notes that lead back, `^ a b Hale`, where a text has no other list. `mentioned` tells the labels that it has in brackets.
    """
    _drop_counts(text, lists)
    counted = _only_list(text, lists)
    if counted is None:
        return lists
    entries = _without_topics(counted.entries, mentioned)
    if len(entries) < 2 or any(entry.label for entry in entries):  # the second must have its place
        return lists
    digits = sum(text[entry.body : entry.body + 1].isdigit() for entry in entries)
    if digits * 2 > len(entries):
        return lists  # which may be labels that are not understood
    labels = list(map(str, range(1, len(entries) + 1)))
    numbers = {label for label in mentioned() if label.isdecimal()}
    if (numbers == set(labels) and not digits) or (not numbers and _counted_by_bare(text, entries)):
        _label(counted, entries, labels)
    return lists


def _only_list(text: str, lists: Sequence[EntryList]) -> EntryList | None:
    """The list that numbers may count: that of sources, or else of notes that lead back; the others are notes without numbers."""
    sources = [found for found in lists if found.kind == "sources"]
    others = [found for found in lists if found.kind == "notes"]
    leading = [found for found in others if all(text[entry.span.start] in "^↑" for entry in found.entries)]
    candidates = sources or leading
    counted = candidates[0] if len(candidates) == 1 else None
    rest = [found for found in lists if found is not counted]
    if any(found.kind != "notes" or any(entry.label.isdecimal() for entry in found.entries) for found in rest):
        return None
    return counted


def _drop_counts(text: str, lists: Sequence[EntryList]) -> None:
    """Take the numbers of entries that each open with a label of the entries behind them, which start again from 1."""
    entries = [entry for found in lists for entry in found.entries]
    starts = [at for at, entry in enumerate(entries) if entry.label == "1" and entry.form == "number"]
    if len(starts) < 2:
        return
    counted: set[Span] = set()
    for first, start, end in zip(starts, starts[1:], [*starts[2:], len(entries)], strict=False):
        labels = {entry.label for entry in entries[start:end]}
        inner = [_INNER.match(text, entry.body, entry.span.end) for entry in entries[first:start]]
        if len(inner) > 1 and all(match is not None and match["label"] in labels for match in inner):
            counted.update(entry.span for entry in entries[first:start])
    for found in lists if counted else ():
        _label(found, found.entries, ["" if entry.span in counted else entry.label for entry in found.entries])


def _label(found: EntryList, entries: Sequence[Entry], labels: Sequence[str]) -> None:
    """Give the entries of a list these labels."""
    found.entries[:] = [replace(entry, label=label) for entry, label in zip(entries, labels, strict=True)]
    by_place = {entry.span: entry for entry in found.entries}
    found.rest = {at: by_place[entry.span] for at, entry in found.rest.items()}


def _without_topics(entries: Sequence[Entry], mentioned: Callable[[], frozenset[str]]) -> Sequence[Entry]:
    """Entries without the words in brackets that a few of them open with, which are no labels: `[Guide] Maps` beside `Atlas`."""
    labelled = [entry for entry in entries if entry.label]
    if not labelled or len(labelled) * 2 > len(entries):
        return entries
    if any(e.form != "bracket" or e.label.isdecimal() or e.label.casefold() in mentioned() for e in labelled):
        return entries
    return [replace(entry, label="", form="none", body=entry.span.start) if entry.label else entry for entry in entries]


def _counted_by_bare(text: str, entries: Sequence[Entry]) -> bool:
    """Whether bare numbers count entries, each of which has an address; the last one too, if they do not all tell when it was visited."""
    if len(entries) < _FEWEST or not all("://" in text[entry.body : entry.span.end] for entry in entries):
        return False
    visited = sum(tells_visit_before_address(text, entry.span) for entry in entries)
    return counts_entries(text[: entries[0].span.start], len(entries), to_the_last=visited < len(entries))
