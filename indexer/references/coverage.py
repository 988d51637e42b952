"""The part of a text in which the labels of a list are meant: where labels start again, each time from 1, they mean other works.

Some texts have a list for each of their sections; others, books and opinions of courts among them, have all notes at their
end, where they start again as the markers of the chapters do.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain, pairwise

from indexer.model import Span
from indexer.patterns import pattern
from indexer.references.blocks import EntryList
from indexer.references.entries import NUMERALS, Entry
from indexer.superscripts import SUPERSCRIPTS

# Begins with one sign of a class, which is found many times faster than one of several patterns.
_NUMBER = pattern(
    rf"[\[<{SUPERSCRIPTS}](?:(?<=\[)\^?\d{{1,4}}\](?!\()|(?<=<)sup>\[?\d{{1,4}}\]?</sup>|(?<=[{SUPERSCRIPTS}])[{SUPERSCRIPTS}]{{0,3}})"
)
_AROUND = "[]^<sup>/"


def coverage(text: str, lists: Sequence[EntryList], room: Span) -> list[list[Span]]:
    """Of each list, in order, the part of the text in which each of its entries is meant.

    It is all of `room`, unless labels start again. Then lists at the end of a text serve the stretches of markers that start
    again with them, if there are as many stretches as entries start again, each with all their labels and no others. Else each
    list serves what stands between the list before it and its own end, and the last one also what follows.
    """
    covers = [[covered] * len(found.entries) for found, covered in zip(lists, _by_section(lists, room), strict=True)]
    for first, end in _neighbours(text, lists):
        runs = [run for found in lists[first:end] for run in _runs(found.entries)]
        body = Span(lists[first - 1].span.end if first else room.start, lists[first].span.start)
        reach = room.end if end == len(lists) else lists[end - 1].span.end
        served = _served(text, body, runs, reach) if len(runs) > 1 else None
        if served is not None:
            each = chain.from_iterable([covered] * len(run) for covered, run in zip(served, runs, strict=True))
            covers[first:end] = [[next(each) for _ in found.entries] for found in lists[first:end]]
    return covers


def _by_section(lists: Sequence[EntryList], room: Span) -> Iterator[Span]:
    """What each list serves if those that start again are the lists of sections.

    Numbered notes beside a list that writes its labels as markers do, `[4]`, are no list of a section: markers mean the sources.
    """
    labels = Counter(key for found in lists for key in found.label_keys())
    written = {
        entry.label for found in lists if found.kind == "sources" for entry in found.entries if entry.form == "bracket"
    }
    again = [
        at
        for at, found in enumerate(lists)
        if any(labels[key] > 1 for key in found.label_keys())
        and not (
            found.kind == "notes" and all(entry.form == "number" and entry.label in written for entry in found.entries)
        )
    ]
    restarting = set(again)
    begin = room.start
    for at, found in enumerate(lists):
        if at not in restarting:
            yield room
            continue
        yield Span(begin, room.end if at == again[-1] else found.span.end)
        begin = found.span.end


def _neighbours(text: str, lists: Sequence[EntryList]) -> Iterator[tuple[int, int]]:
    """Lists in groups of those with no marker between them, all of notes or all of sources, each as its first and its end."""
    first = 0
    for at, found in enumerate(lists):
        following = lists[at + 1 : at + 2]
        if following and not _NUMBER.search(text, found.span.end, following[0].span.start):
            continue
        if not {"notes", "sources"} <= {each.kind for each in lists[first : at + 1]}:
            yield first, at + 1
        first = at + 1


def _runs(entries: Sequence[Entry]) -> Iterator[list[Entry]]:
    """The entries of a list, apart where their numbers start again from the first one."""
    start = next((entry.label for entry in entries if entry.label.isdecimal()), None)
    seen = False
    run: list[Entry] = []
    for entry in entries:
        if entry.label == start:
            if seen:
                yield run
                run = []
            seen = True
        run.append(entry)
    yield run


def _served(text: str, body: Span, runs: Sequence[Sequence[Entry]], reach: int) -> list[Span] | None:
    """The stretch of markers of the body that each run of entries serves, or None if they do not go together.

    The last one goes on up to `reach`.
    """
    listed = [{int(entry.label) for entry in run if entry.label.isdecimal()} for run in runs]
    if not all(listed):
        return None
    numbers = [
        (match.start(), int(match.group().strip(_AROUND).translate(NUMERALS)))
        for match in _NUMBER.finditer(text, body.start, body.end)
    ]
    first = min(listed[0])
    places = [at for at, (_, number) in enumerate(numbers) if number == first]
    if len(places) != len(runs):  # the first label may stand several times in a row
        places = [at for at in places if at == 0 or numbers[at - 1][1] != first]
    if len(places) != len(runs):
        return None
    places[0] = 0
    for (low, high), labels in zip(pairwise([*places, len(numbers)]), listed, strict=True):
        if {number for _, number in numbers[low:high]} != labels:
            return None
    starts = [body.start, *(numbers[at][0] for at in places[1:])]
    return [Span(start, end) for start, end in pairwise([*starts, reach])]
