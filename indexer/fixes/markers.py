"""Markers rewritten with other labels, in their own form."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, islice
from typing import NamedTuple

from indexer.markers import Found
from indexer.markers.styles import DASH
from indexer.model import Marker, Reference, Span
from indexer.page import Page
from indexer.patterns import pattern
from indexer.superscripts import LOWERED, RAISED

_ITEM = pattern(rf"(?P<low>\d{{1,4}})(?:(?P<dash>\s?\]?\s?{DASH}\s?\[?\s?)(?P<high>\d{{1,4}}))?")
_JOINT = pattern(r"[ \t]?[,;，；、]?[ \t]?")


class _Item(NamedTuple):
    """The place of a label or a range in the words of a marker, and how many labels it stands for."""

    start: int
    end: int
    labels: int
    dash: str = ""


class _Written(NamedTuple):
    """The previous marker, as it was and with its new labels."""

    marker: Marker
    labels: tuple[str, ...]
    is_new: bool


def rewrite(page: Page, labels: Mapping[int, str]) -> list[tuple[Span, str]] | None:
    """The edits that give markers the new labels of entries, which are by the `id()` of the entry; None if one is impossible.

    A marker is removed if the one right before it names the same entries now.
    """
    if not labels:
        return []
    edits: list[tuple[Span, str]] = []
    before: _Written | None = None
    text = page.document.text
    for item in page.found:
        marker = item.marker
        if not marker.labels or item.fits or item.repeat:
            continue
        meant = list(_meant(page, item))
        if any(id(entry) in labels and not same for entry, same in meant):
            return None
        new = tuple(labels.get(id(entry), label) for label, (entry, _) in zip(marker.labels, meant, strict=True))
        words = text[marker.span.start : marker.span.end]
        changed = new != marker.labels
        written = _write(words, marker.labels, new) if changed else words
        if written is None:
            return None
        if before is not None and (changed or before.is_new) and _repeats(text, before, marker, new):
            edits.append((Span(before.marker.span.end, marker.span.end), ""))
            before = before._replace(marker=marker, is_new=True)
            continue
        if changed:
            edits.append((marker.span, written))
        before = _Written(marker, new, changed)
    return edits


def _meant(page: Page, item: Found) -> Iterator[tuple[Reference | None, bool]]:
    """The entry of each label, and whether it is the work that the marker links to, if it links to any."""
    marker = item.marker
    for label, source in zip(marker.labels, marker.source_ids, strict=True):
        entry = page.labels.resolve(label, marker.span.start, footnote=marker.style == "footnote")
        yield entry, entry is None or item.target is None or entry.source_id == source


def _repeats(text: str, before: _Written, marker: Marker, new: Sequence[str]) -> bool:
    """Whether a marker follows another directly and names only entries that this one names, without a locator."""
    between = text[before.marker.span.end : marker.span.start]
    same = marker.style == before.marker.style and not (marker.locator or before.marker.locator)
    return same and _JOINT.fullmatch(between) is not None and set(new) <= set(before.labels)


def _write(words: str, old: Sequence[str], new: Sequence[str]) -> str | None:
    """The words of a marker with other labels, each once; None if they are not understood."""
    items = _numbers(words, old) if all(label.isdecimal() for label in old) else _names(words, old)
    if items is None:
        return None
    joint = words[items[0].end : items[1].start] if len(items) > 1 else None
    pieces: list[str] = []
    seen: set[str] = set()
    end = at = 0
    for item in items:
        labels = tuple(dict.fromkeys(label for label in new[at : at + item.labels] if label not in seen))
        seen.update(labels)
        same = labels == tuple(old[at : at + item.labels])
        at += item.labels
        if labels:
            own = words[item.start : item.end]
            pieces += (words[end : item.start], own if same else _said(own, labels, item.dash, joint))
        end = item.end
    return "".join((*pieces, words[end:]))


def _said(own: str, labels: Sequence[str], dash: str, joint: str | None) -> str:
    """New labels in the form of the old ones, with consecutive numbers as a range if the old ones were a range."""
    is_raised = own.translate(LOWERED) != own
    if joint is None:
        joint = "][" if "[" in dash else "," if is_raised else ", "
    said = joint.join(_ranges(labels, dash)) if dash else joint.join(labels)
    return said.translate(RAISED) if is_raised else said


def _ranges(labels: Sequence[str], dash: str) -> Iterator[str]:
    for _, group in groupby(enumerate(labels), key=lambda pair: int(pair[1]) - pair[0]):
        run = [label for _, label in group]
        yield run[0] if len(run) == 1 else f"{run[0]}{dash}{run[-1]}"


def _numbers(words: str, labels: Sequence[str]) -> list[_Item] | None:
    """The place of each label or range; what follows the last one is a locator or an address.

    None if the words are not understood, also for a range that runs backwards or is too wide: other numbers could make it a
    real one.
    """
    found: list[_Item] = []
    left = deque(labels)
    for match in _ITEM.finditer(words.translate(LOWERED)):
        if not left:
            break
        low, high = match["low"], match["high"]
        wanted = [low] if high is None else list(map(str, range(int(low), int(high) + 1)))
        if wanted and [*islice(left, len(wanted))] == wanted:
            found.append(_Item(*match.span(), len(wanted), words[slice(*match.span("dash"))] if high else ""))
        elif left[0] == low:  # the other number is a locator
            found.append(_Item(*match.span("low"), 1))
        else:
            return None
        for _ in range(sum(item.labels for item in found) - (len(labels) - len(left))):
            left.popleft()
    return None if left else found


def _names(words: str, labels: Sequence[str]) -> list[_Item] | None:
    """The places of labels that are not all numbers; None if one is not found."""
    found: list[_Item] = []
    end = 0
    for label in labels:
        start = words.find(label, end)
        if start < 0:
            return None
        end = start + len(label)
        found.append(_Item(start, end, 1))
    return found
