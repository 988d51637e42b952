"""Links out of a text that are sources: what stands behind a sentence, in brackets at its end, or reads `[1]`.

A link among the words of a sentence is none: it may lead to a shop. These are: `… by 5%.<a>example.org</a>`,
`… by 5% (<a>Reuters</a>).`, `… by 5%<a>[1]</a>`, and a title that is marked as cited, which stays a part of its sentence.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from indexer.hosts import host_of
from indexer.late import dataclass
from indexer.model import PROSE, Block, Marker, Reference, Span
from indexer.sources import find_doi, source_id

_NUMBER = re.compile(r"(?P<open>[\[(]?)\s?(?P<label>\d{1,3})\s?[\])]?")
_STOP = re.compile(r"[.!?。！？][\"'”’)\]]{0,2}(?P<space>\s?)\Z")
_LEAD = re.compile(
    r"[(\[](?:(?:source|sources|via|see|quelle|fuente|from|來源|来源|出典)[:：]?\s)?\s?\Z", re.IGNORECASE
)
_JOINT = re.compile(r"\s?(?:[,;·|]|and|&)?\s?")
_AFTER = re.compile(r"\s?[)\]]?\s?(?:[.!?。！？,;:]|\n|\Z)")
_CLOSER = {"(": ")", "[": "]"}
_MORE = re.compile(r"\s?\+\s?\d{1,3}\Z")  # `example.org+2`: a chip that stands for three
_LONGEST_NAME = 80
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Outlink:
    """A stretch of the text that links `url`. `cited`: it is marked as the name of a work; `raised`: as a superscript."""

    span: Span
    url: str
    raised: bool = False
    cited: bool = False


def carried_markers(
    text: str, blocks: Sequence[Block], links: Sequence[Outlink]
) -> tuple[tuple[Marker, ...], tuple[Reference, ...]]:
    """The links that are markers, in order, each with the reference that it carries itself."""
    starts = [block.span.start for block in blocks]
    markers: list[Marker] = []
    references: list[Reference] = []
    group: list[Outlink] = []
    for link in [*links, None]:
        if group and (link is None or not _adjoining(text, group[-1], link)):
            block = blocks[max(0, bisect_right(starts, group[0].span.start) - 1)]
            for marker, url in _of_group(text, block, group):
                reference = _reference(text, marker, url)
                markers.append(replace(marker, source_ids=(reference.source_id,)))
                references.append(reference)
            group = []
        if link is not None:
            group.append(link)
    return tuple(markers), tuple(references)


def disjoint(first: Iterable[Marker], second: Iterable[Marker]) -> Iterator[Marker]:
    """All markers in order; of two that share a character the one that comes from `first`."""
    ranked = [(marker.span, rank, marker) for rank, markers in enumerate((first, second)) for marker in markers]
    kept: list[tuple[int, Marker]] = []
    for _, rank, marker in sorted(ranked, key=lambda item: item[:2]):
        if not kept or marker.span.start >= kept[-1][1].span.end:
            kept.append((rank, marker))
        elif rank < kept[-1][0]:
            kept[-1] = (rank, marker)
    return (marker for _, marker in kept)


def _adjoining(text: str, first: Outlink, second: Outlink) -> bool:
    between = text[first.span.end : second.span.start]
    return len(between) <= 5 and "\n" not in between and _JOINT.fullmatch(between) is not None


def _of_group(text: str, block: Block, group: Sequence[Outlink]) -> list[tuple[Marker, str]]:
    """The markers that links are which stand side by side."""
    if block.kind not in PROSE or group[0].span.start < block.span.start or block.span.end < group[-1].span.end:
        return []
    numbers = [_NUMBER.fullmatch(text, link.span.start, link.span.end) for link in group]
    if all(numbers) and all(_is_number(text, link, match) for link, match in zip(group, numbers, strict=True) if match):
        return [
            (Marker(link.span, (match.group("label"),), "link"), link.url)
            for link, match in zip(group, numbers, strict=True)
            if match
        ]
    start, end = group[0].span.start, group[-1].span.end
    lead = _LEAD.search(text, max(block.span.start, start - 20), start)
    if lead and lead.start() > block.span.start and text[end : end + 1] == _CLOSER[lead.group()[0]]:
        if _AFTER.match(text, end + 1, block.span.end) or _ends(text, block, lead.start()):
            return _named(text, group, lead.start(), end + 1)
    elif start > block.span.start and _stands_behind(text, block, group):
        return _named(text, group, start, end)
    return [(Marker(link.span, (_label(text, link),), "mention"), link.url) for link in group if link.cited]


def _is_number(text: str, link: Outlink, match: re.Match[str]) -> bool:
    """Whether a number that links is a label and no number of its sentence."""
    if link.raised or match.group("open"):
        return True
    before = text[max(0, link.span.start - 2) : link.span.start]
    return before[-1:] in "[(" or _STOP.search(before) is not None


def _ends(text: str, block: Block, start: int) -> bool:
    """Whether a sentence ends before an offset."""
    return _STOP.search(text, max(block.span.start, start - 5), start) is not None


def _stands_behind(text: str, block: Block, group: Sequence[Outlink]) -> bool:
    """Whether links stand between two sentences, or at the end of the last one, and are no part of either."""
    start, end = group[0].span.start, group[-1].span.end
    stop = _STOP.search(text, max(block.span.start, start - 5), start)
    if stop is None or any(len(_label(text, link)) > _LONGEST_NAME for link in group):
        return False
    after = text[end : min(end + 2, block.span.end)]
    if after.strip() and not after[-1:].isupper() and not after[:1].isupper() and after[:1] != "\n":
        return False
    if not stop.group("space"):
        return True
    return all(link.cited or link.raised or _names_host(_label(text, link), link.url) for link in group)


def _names_host(words: str, url: str) -> bool:
    """Whether words are the name of the site that they link: `example.org`, `Example`."""
    name = "".join(_WORD.findall(words.lower()))
    return len(name) > 1 and name in "".join(_WORD.findall(host_of(url)))


def _named(text: str, group: Sequence[Outlink], start: int, end: int) -> list[tuple[Marker, str]]:
    """A marker for each link; together they hold all from `start` to `end`."""
    found = []
    for link in group:
        stop = end if link is group[-1] else link.span.end
        found.append((Marker(Span(start, stop), (_label(text, link),), "inline-link"), link.url))
        start = stop
    return found


def _label(text: str, link: Outlink) -> str:
    words = " ".join(text[link.span.start : link.span.end].split())
    return _MORE.sub("", words) or words


def _reference(text: str, marker: Marker, url: str) -> Reference:
    label = marker.labels[0]
    words = " ".join(text[marker.span.start : marker.span.end].split())
    title = None if label.isdecimal() else label
    doi = find_doi(url) if "doi.org/" in url else None
    return Reference(label, words, marker.span, url, doi, title, source_id(words, url, doi), marker.span)
