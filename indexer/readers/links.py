"""From the links of a format to markers: `[<a href="#b3">3</a>, <a href="#b5">5</a>]` is one marker with two labels.

A marker includes the brackets around its links, `(see Smith 2020, p. 4)`, so that the statement reads well without it.
A name that is part of the sentence, `Smith (2020) found`, stays: the marker is the year alone; without a year, the
style is `mention`, and the words of the marker are words of the claim.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from indexer.dates import YEAR
from indexer.late import dataclass
from indexer.model import WIDEST_RANGE, Marker, Reference, Span
from indexer.patterns import pattern
from indexer.readers.bibliography import BibliographyEntry
from indexer.readers.outlinks import addresses_of, beside, carried_markers
from indexer.readers.parsed import Fault, ParsedText
from indexer.readers.textbuilder import Link, TextBuilder
from indexer.sources import url_locator
from indexer.superscripts import RAISED_SIGNS
from indexer.works import follow_repeats

_JOINT = pattern(r"[\])]?\s?(?:[,;，、]|and|&|[-‐‑–—−])?\s?[\[(]?")
_DASH = pattern(r"[\])]?\s?[-‐‑–—−]\s?[\[(]?")
_LONGEST_JOINT = 8
_NUMBER = pattern(r"[\[(]?\s?(\d{1,4})\s?,?[\])]?")
_RAISED = pattern(rf"[{RAISED_SIGNS}]+")
_NUMBERS = pattern(r"[\[(]?\s?(\d{1,4})\s?[-‐‑–—−]\s?(\d{1,4})\s?[\])]?")
_LEAD = pattern(
    r"[(\[]\s?(?:(?:for (?:a )?(?:recent )?reviews?,? )?(?:reviewed (?:in|by)|see(?: also)?|cf\.?|e\.g\.,?|i\.e\.,?|such as|in|from|ref(?:s|erences?)?\.?)[:,]?\s)*\Z",
    re.IGNORECASE,
)
_TAIL = pattern(
    r"(?:,\s?(?P<locator>(?:pp?\.|chap(?:ter|\.)|sec(?:tion|\.)|fig(?:ure|\.)|table|§)\s?[\w.–-]{1,20}))?\s?[)\]]"
)
_LONGEST_LEAD = 60
_YEAR = pattern(rf"[(\[]?\b{YEAR}[a-z]?\b[)\]]?\Z")
_LAST_NUMBER = pattern(r"\s?\[\d{1,4}\]\Z")
_NAME = pattern(
    r"(?:[(\[](?:see(?: also)?|cf\.?|e\.g\.,?)?|;)\s?(?P<name>[^\W\d_](?:[^\W\d_]|[\s.,&'’-]){1,50}),?\s\Z",
    re.IGNORECASE,
)
_CLOSER = {"[": "]", "(": ")"}


@dataclass(frozen=True, slots=True)
class _Group:
    """The links of one marker, its span, and the bracket around it, if any."""

    links: tuple[Link, ...]
    span: Span
    bracket: str = ""
    locator: str | None = None


def make_parsed(title: str, builder: TextBuilder, entries: Mapping[str, tuple[BibliographyEntry, int]]) -> ParsedText:
    """What a reader finds in a text whose format links markers to entries. `entries` has them by their keys, each with the index of its block.

    Only a text without such links is searched for markers.
    """
    text = builder.text()
    references, faults = follow_references(make_references(text, builder, entries))
    markers = make_markers(text, builder.links, references)
    parsed = linked_text(text, builder, references.values(), markers)
    return replace(parsed, title=title, searched=not builder.links, faults=faults)


def linked_text(
    text: str,
    builder: TextBuilder,
    references: Iterable[Reference],
    markers: Iterable[Marker],
    *,
    on_page: bool = False,
) -> ParsedText:
    """A rendered text, with the markers and references of its format and those of its links, see `carried_markers`."""
    blocks, links = tuple(builder.blocks), builder.outlinks
    found, cited = beside(markers, carried_markers(text, blocks, links, on_page=on_page))
    return ParsedText("", blocks, text, (*references, *cited), found, addresses=addresses_of(links))


def make_references(
    text: str, builder: TextBuilder, entries: Mapping[str, tuple[BibliographyEntry, int]]
) -> dict[str, Reference]:
    """The references of a rendered text by key. `entries` has each entry with the index of its block.

    An entry without a label gets the number by which the text cites it, `[7]`, else author and year.
    """
    numbers: dict[str, str] = {}
    for link in builder.links:
        if len(link.keys) == 1 and (number := _NUMBER.fullmatch(text, link.span.start, link.span.end)):
            numbers.setdefault(link.keys[0], number[1])
    references = {}
    for key, (entry, block) in entries.items():
        named = entry if entry.label else replace(entry, label=numbers.get(key, ""))
        references[key] = named.reference(builder.blocks[block].span)
    return references


def follow_references(references: Mapping[str, Reference]) -> tuple[dict[str, Reference], tuple[Fault, ...]]:
    """The references, in the order of the text, with `ibid.` and the like resolved, and the faults of those that are not."""
    followed, unknown = follow_repeats(list(references.values()))
    faults = tuple(Fault("CIT007", message, reference.span) for reference, message in unknown)
    return dict(zip(references, followed, strict=True)), faults


def make_markers(text: str, links: Sequence[Link], references: Mapping[str, Reference]) -> tuple[Marker, ...]:
    """The markers of a text in order. `references` are the entries by the keys of links, in the order of the list."""
    links = [_with_name(text, link) for link in links]
    order = list(references)
    places = {key: at for at, key in enumerate(order)}
    markers = []
    for group in _groups(text, links):
        keys = _keys(text, group, order, places)
        labels = tuple(references[key].label if key in references else _own_label(text, group, key) for key in keys)
        ids = tuple(references[key].source_id if key in references else None for key in keys)
        span, style = _shape(text, group)
        if group.links[0].note:
            style, ids = "note", (None,) * len(labels)
        locator = group.locator or next((link.locator for link in group.links if link.locator), None)
        if locator is None and len(keys) == 1 and keys[0] in references:
            locator = _place(references[keys[0]])
        markers.append(Marker(span, labels, style, locator, None, ids))
    return tuple(markers)


def _place(reference: Reference) -> str | None:
    """The locator in the address of an entry."""
    return url_locator(reference.url) if reference.url else None


def _with_name(text: str, link: Link) -> Link:
    """A link, extended to the name before it if it is only the year of `(Smith et al., 2020)`."""
    start, end = link.span.start, link.span.end
    name = _NAME.search(text, max(0, start - _LONGEST_LEAD), start) if _YEAR.fullmatch(text, start, end) else None
    return replace(link, span=Span(name.start("name"), end)) if name else link


def _groups(text: str, links: Sequence[Link]) -> Iterator[_Group]:
    waiting: list[Link] = []
    for link in links:
        if waiting and not _joined(text, waiting[-1], link):
            yield _bracketed(text, tuple(waiting))
            waiting = []
        waiting.append(link)
    if waiting:
        yield _bracketed(text, tuple(waiting))


def _joined(text: str, first: Link, second: Link) -> bool:
    """Whether two links belong to one marker: only a comma, a dash or the like is between them."""
    gap = second.span.start - first.span.end
    if not 0 <= gap <= _LONGEST_JOINT or first.note is not second.note or first.raised is not second.raised:
        return False
    between = text[first.span.end : second.span.start]
    if "\n" in between or _JOINT.fullmatch(between) is None:
        return False
    if not between.strip() and text[first.span.end - 1] in "])" and text[second.span.start] in "[(":
        return False
    # `[1][2]` are two markers, and so are two names of the sentence: `Smith and Doe (2020)`.
    return bool(_DASH.fullmatch(between)) or not (set("[]()") & set(between) or between.strip() == "and")


def _bracketed(text: str, links: tuple[Link, ...]) -> _Group:
    """The group with the brackets around it, if they contain nothing else."""
    span = Span(links[0].span.start, links[-1].span.end)
    opener = text[span.start] if text[span.start] in "[(" else ""
    bracket = opener if opener and _CLOSER[opener] in text[links[-1].span.start : span.end] else ""
    locator = None
    for _ in range(2):  # `(reviewed in [5])`
        lead = _LEAD.search(text, max(0, span.start - _LONGEST_LEAD), span.start)
        tail = _TAIL.match(text, span.end)
        if lead is None or tail is None or tail.group()[-1] != _CLOSER[lead.group()[0]] or "\n" in lead.group():
            break
        span = Span(lead.start(), tail.end())
        bracket = bracket or lead.group()[0]
        locator = locator or tail.group("locator")
    return _Group(links, span, bracket, locator)


def _keys(text: str, group: _Group, order: Sequence[str], places: Mapping[str, int]) -> tuple[str, ...]:
    """The keys that a group cites, ranges expanded: the entries between `3` and `5` need no links."""
    keys: list[str] = []
    for link in group.links:
        keys += _between(text[link.span.start : link.span.end], link, order, places)
    for first, second in pairwise(group.links):
        if _is_range(text, first, second):
            low, high = places.get(first.keys[-1], -1), places.get(second.keys[0], -1)
            if 0 <= low < high < low + WIDEST_RANGE:
                keys += order[low + 1 : high]
    unique = dict.fromkeys(keys)
    return tuple(sorted(unique, key=lambda key: places.get(key, -1))) if len(keys) > len(group.links) else tuple(unique)


def _is_range(text: str, first: Link, second: Link) -> bool:
    return (
        _DASH.fullmatch(text, first.span.end, second.span.start) is not None
        and _NUMBER.fullmatch(text, first.span.start, first.span.end) is not None
        and _NUMBER.fullmatch(text, second.span.start, second.span.end) is not None
    )


def _between(words: str, link: Link, order: Sequence[str], places: Mapping[str, int]) -> Sequence[str]:
    """The keys of one link, expanded if it reads `3–5` and names the ends of the range."""
    if len(link.keys) > 2 or (match := _NUMBERS.fullmatch(words)) is None:
        return link.keys
    low = places.get(link.keys[0], -1)
    size = int(match[2]) - int(match[1])
    if low < 0 or not 0 < size < WIDEST_RANGE or low + size >= len(order):
        return link.keys
    return link.keys if len(link.keys) == 2 and places.get(link.keys[1]) != low + size else order[low : low + size + 1]


def _own_label(text: str, group: _Group, key: str) -> str:
    """The label of a link without a target: its words, else the key."""
    link = next(link for link in group.links if key in link.keys)
    words = " ".join(text[link.span.start : link.span.end].strip("[]() \n").split())
    return words if words and len(link.keys) == 1 else key


def _shape(text: str, group: _Group) -> tuple[Span, str]:
    """The span and the style of a marker, judged by how it is written."""
    words = text[group.links[0].span.start : group.links[-1].span.end]
    raised = all(link.raised for link in group.links) or _RAISED.fullmatch(words) is not None
    lettered = any(sign.isalpha() for sign in words)
    if group.bracket:
        plain = "bracket" if group.bracket == "[" else "parenthesis"
        return group.span, "author-year" if lettered and re.search(r"\d{4}", words) else plain
    if not lettered:
        return group.span, "superscript" if raised else "bare"
    if raised:
        return group.span, "superscript"
    if year := _YEAR.search(words):
        return Span(group.span.start + year.start(), group.span.end), "author-year"
    if number := _LAST_NUMBER.search(words):
        return Span(group.span.start + number.start(), group.span.end), "bracket"
    return group.span, "mention"
