"""Links to web pages that are markers: those that close a sentence, in brackets or after its stop, or read `[1]`.

A link among the words of a sentence is not a marker: it may lead to a shop. These are: `… by 5%.<a>example.org</a>`,
`… by 5% (<a>Reuters</a>).`, `… by 5%<a>[1]</a>`, at the end of a line `… by 5%. <a>Reuters</a>` and `Source: <a>Reuters</a>`, and a
title marked as cited, which stays part of its sentence. The rules are the same for all formats with links.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from indexer.dates import RECENT_YEAR
from indexer.hosts import chip_name, host_of
from indexer.inline import MARKUP
from indexer.late import dataclass
from indexer.leads import AND, LABEL_WORDS, NAME, NAMING, SEE
from indexer.model import PROSE, Block, Marker, Reference, Span
from indexer.notes import reads_as_prose
from indexer.patterns import pattern
from indexer.readers.inlinenotes import VERB
from indexer.sources import find_doi, source_id

_NUMBER = pattern(r"(?P<open>[\[(]?)\s?(?P<label>\d{1,3})\s?[\])]?")
_STOP = pattern(r"[.!?。！？][\"'”’)\]]{0,2}(?P<space>\s{0,9})\Z")
_LEAD = pattern(
    rf"[(\[](?:(?:(?:{SEE}|from)[:：]?|(?P<said>(?:via|{LABEL_WORDS})[:：]?|{NAMING}))\s)?(?:{NAME})?\s{{0,9}}\Z",
    re.IGNORECASE,
)
_NAMED = pattern(rf"(?<!\w){NAMING}\s{{0,9}}\Z", re.IGNORECASE)
_JOINT = pattern(rf"\s{{0,3}}(?:[,;·|]|{AND}|&)?\s{{0,3}}")
# After brackets, a line may continue in lower case; the bar is the edge of a cell.
_AFTER = pattern(r"\s?[)\]]?\s?(?:[.!?。！？,;:|]|\n(?![ \t]*[a-z])|\Z)")
_LINE_ENDS = pattern(r"[.。]?[ \t)]{0,9}(?:\n|\Z)")
# Calls to action, which name no work; hashtags and account names.
_ASKS = pattern(
    r"(?:read|learn|see|click|find|watch|view|listen|visit|subscribe|sign|join|download|get|buy|shop|donate|contact|more|here|this|continue|check"
    r"|try|follow|register|apply|book|order|start|explore|discover|browse|open|show|share|back|next|mehr|weiter|hier|lesen|lire|en savoir|leer"
    r"|más|leggi|saiba|leia|подробнее|читать|もっと|続き|詳し|查看|阅读|更多|点击|자세히|더)(?![a-z])|[@#]\w",
    re.IGNORECASE,
)
_EVERYWHERE = pattern(  # pages that most sites have
    r"account|app|blog|careers|docs|documentation|events|faq|forum|help|home|imprint|impressum|jobs|login|newsletter|photo|podcast|pricing"
    r"|privacy|status|store|support|tags?|terms|tickets|tweet|unsubscribe",
    re.IGNORECASE,
)
_BEGINS = pattern(r"[^\W_]|[\"“„«‘'’(《「『]")  # no name starts with any other character, unlike a type, `<string>`
_OPENERS = {")": "(", "]": "["}
_MARKDOWN = ("(", "[")  # after brackets: a link of another format, `[words](https://…)`
_LONGEST_NAME = 80
_LONGEST_LEAD = 160
_NEAR = 14  # characters before a link within which a sentence ends
_LONGEST_WORD = 24
_YEAR = pattern(rf"\b{RECENT_YEAR}\b")
_WORD = pattern(r"[^\W_]+")
_ADDRESS = pattern(r"(?:https?://|www\.)\S+")


@dataclass(frozen=True, slots=True)
class Outlink:
    """A stretch of the text that links `url`, including its markup; `words` is the part that is shown, None if that is all.

    `cited`: it is marked as the name of a work; `raised`: it is a superscript; `numbered`: it is shown as a number, and
    therefore a marker anywhere.
    """

    span: Span
    url: str
    raised: bool = False
    cited: bool = False
    words: Span | None = None
    numbered: bool = False


def addresses_of(links: Iterable[Outlink]) -> tuple[tuple[Span, str], ...]:
    """The addresses of links, with the spans of the words shown."""
    return tuple((link.words or link.span, link.url) for link in links)


def carried_markers(
    text: str, blocks: Sequence[Block], links: Sequence[Outlink], shown: str | None = None, *, on_page: bool = False
) -> tuple[tuple[Marker, ...], tuple[Reference, ...]]:
    """The links that are markers, in order, and for each the reference that it makes.

    `shown` is the text as displayed, of the same length, if the text contains markup, see `as_shown`. `on_page`: the text is
    a web page; after its paragraphs, links with names lead to shops, authors and other articles, and are not markers.
    """
    shown = text if shown is None else shown
    prose = shown.replace(MARKUP, " ")
    starts = [block.span.start for block in blocks]
    markers: list[Marker] = []
    references: list[Reference] = []
    group: list[Outlink] = []
    counted = _count_sources(shown, links)
    for link in [*(link for link in links if host_of(link.url)), None]:
        if group and (link is None or not _adjoining(prose, group[-1], link)):
            block = blocks[max(0, bisect_right(starts, group[0].span.start) - 1)] if blocks else None
            named = [(link, _label(shown, link)) for link in group]
            for marker, url in _of_group(prose, block, named, on_page=on_page, counted=counted) if block else ():
                reference = _reference(text, marker, url)
                markers.append(replace(marker, source_ids=(reference.source_id,)))
                references.append(reference)
            group = []
        if link is not None:
            group.append(link)
    return tuple(markers), tuple(references)


def beside(
    markers: Iterable[Marker], carried: tuple[Sequence[Marker], Sequence[Reference]]
) -> tuple[tuple[Marker, ...], tuple[Reference, ...]]:
    """All markers in order, and the references of links that stay; where two overlap, those of the format replace links."""
    found = tuple(disjoint(markers, carried[0]))
    kept = set(map(id, found))
    return found, tuple(reference for marker, reference in zip(*carried, strict=True) if id(marker) in kept)


def disjoint(first: Iterable[Marker], second: Iterable[Marker]) -> Iterator[Marker]:
    """All markers in order; of two that overlap, the one from `first`."""
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


def _of_group(
    text: str, block: Block, group: Sequence[tuple[Outlink, str]], *, on_page: bool, counted: bool
) -> list[tuple[Marker, str]]:
    """The markers in a group of adjacent links, each with its label. `counted`: linked numbers are labels, see `_count_sources`."""
    start, end = group[0][0].span.start, group[-1][0].span.end
    if block.kind not in PROSE or start < block.span.start or block.span.end < end:
        return []
    numbers = [_NUMBER.fullmatch(label) for _, label in group]
    closed = counted and _AFTER.match(text, end) is not None
    if all(numbers) and all(
        closed or _is_number(text, link, m) for (link, _), m in zip(group, numbers, strict=True) if m
    ):
        return [
            (Marker(link.span, (m.group("label"),), "link"), link.url)
            for (link, _), m in zip(group, numbers, strict=True)
            if m
        ]
    if (lead := _lead(text, block, group)) is not None:
        return _named(group, lead.start(), end + 1, lead["name"])
    if (named := _NAMED.search(text, max(block.span.start, start - _LONGEST_WORD), start)) is not None:
        opens = named.start() == block.span.start or _ends(text, block, named.start())
        opens = opens or text[named.start() - 1] == "\n"
        if opens and _LINE_ENDS.match(text, end, block.span.end) and all(_BEGINS.match(label) for _, label in group):
            return _named(group, named.start(), end)
    if start > block.span.start and _stands_behind(text, block, group, on_page=on_page):
        return _named(group, start, end)
    return [
        (Marker(link.span, (label,), "link" if link.numbered else "mention"), link.url)
        for link, label in group
        if link.cited or link.numbered
    ]


def _count_sources(shown: str, links: Iterable[Outlink]) -> bool:
    """Whether linked numbers are labels, not numbers of sentences: they are 1, 2, …, each with one address."""
    addresses: dict[str, set[str]] = {}
    for link in links:
        if match := _NUMBER.fullmatch(shown[slice(*_read(link))].replace(MARKUP, "").strip()):
            addresses.setdefault(match["label"], set()).add(link.url)
    numbers = sorted(map(int, addresses))
    return numbers[1:] != [] and numbers == list(range(1, len(numbers) + 1)) and max(map(len, addresses.values())) == 1


def _is_number(text: str, link: Outlink, match: re.Match[str]) -> bool:
    """Whether a linked number is a label, not a number of its sentence."""
    if link.raised or match.group("open"):
        return True
    before = text[max(0, link.span.start - 2) : link.span.start]
    return before[-1:] in "[(" or _STOP.search(before) is not None


def _lead(text: str, block: Block, group: Sequence[tuple[Outlink, str]]) -> re.Match[str] | None:
    """The start of brackets around links, if these close a sentence or clause, or are introduced as sources.

    A name in it before an address that is written out is the name of its work.
    """
    start, end = group[0][0].span.start, group[-1][0].span.end
    closer = text[end : end + 1] if end < block.span.end else ""
    opener = _OPENERS.get(closer, "")
    at = text.rfind(opener, max(block.span.start, start - _LONGEST_LEAD), start) if opener else -1
    lead = _LEAD.match(text, at, start) if at >= 0 else None
    if lead is None or text[at - 1 : at] == "]" or text[end + 1 : end + 2] in _MARKDOWN:
        return None
    name = lead["name"] or ""
    first = group[0][0]
    if name and (name[0].islower() or not (first.numbered or _is_written_out(text, first))):
        return None
    if at == block.span.start:  # brackets alone on their line, below the text that they support
        asks = any(_asks(link, label) for link, label in group)
        return lead if not asks and _LINE_ENDS.fullmatch(text, end + 1, block.span.end) else None
    stated = lead["said"] is not None or _YEAR.search(name) is not None or _ends(text, block, at)
    return lead if stated or _AFTER.match(text, end + 1, block.span.end) else None


def _ends(text: str, block: Block, start: int) -> bool:
    """Whether a sentence ends right before an offset."""
    return _STOP.search(text, max(block.span.start, start - _NEAR), start) is not None


def _stands_behind(text: str, block: Block, group: Sequence[tuple[Outlink, str]], *, on_page: bool) -> bool:
    """Whether links are between two sentences, or after the last, and belong to neither.

    On a web page, links after a space must show the name of their site.
    """
    start, end = group[0][0].span.start, group[-1][0].span.end
    stop = _STOP.search(text, max(block.span.start, start - _NEAR), start)
    if stop is None or any(len(label) > _LONGEST_NAME or _asks(link, label) for link, label in group):
        return False
    if stop.group("space") and any(_is_written_out(text, link) for link, _ in group):
        return False  # entries of lists end like this: `Smith, Tides, 2019. https://…`
    if not on_page and _LINE_ENDS.match(text, end, block.span.end) and all(_names_work(label) for _, label in group):
        return True
    after = text[end : min(end + 2, block.span.end)]
    if after.strip() and not after[-1:].isupper() and not after[:1].isupper() and after[:1] != "\n":
        return False
    if not stop.group("space"):
        return True
    return all(link.cited or link.raised or link.numbered or _names_host(label, link.url) for link, label in group)


def _names_work(label: str) -> bool:
    """Whether the words of a link name a work or its author, and are not a sentence."""
    begins = _BEGINS.match(label) is not None and not label[0].islower()
    return begins and label[-1] not in ".!?。！？:" and VERB.search(label) is None and not reads_as_prose(label)


def _asks(link: Outlink, label: str) -> bool:
    """Whether a link is a call to action. A site may be named like one, as Discover is, but not a part of a site: `shop.example.org`."""
    if _EVERYWHERE.fullmatch(label):
        return True
    is_site = _names_host(label, link.url) and label.lower() not in host_of(link.url).split(".")[:-2]
    return _ASKS.match(label) is not None and not is_site


def _names_host(words: str, url: str) -> bool:
    """Whether words are the name of the site at an address: `example.org`, `Example`."""
    name = "".join(_WORD.findall(words.lower()))
    return len(name) > 1 and name in "".join(_WORD.findall(host_of(url)))


def _named(
    group: Sequence[tuple[Outlink, str]], start: int, end: int, name: str | None = None
) -> list[tuple[Marker, str]]:
    """A marker for each link; together they cover `start` to `end`. `name` is the label of the first."""
    found = []
    for link, label in group:
        stop = end if link is group[-1][0] else link.span.end
        found.append((Marker(Span(start, stop), (" ".join((name or label).split()),), "inline-link"), link.url))
        start, name = stop, None
    return found


def _read(link: Outlink) -> tuple[int, int]:
    """The start and end of the words of a link."""
    words = link.words or link.span
    return words.start, words.end


def _is_written_out(text: str, link: Outlink) -> bool:
    """Whether the words of a link are its address."""
    return _ADDRESS.fullmatch(text, *_read(link)) is not None


def _label(shown: str, link: Outlink) -> str:
    """The label of a link: its words; for an address that is written out, its DOI or host."""
    words = " ".join(shown[slice(*_read(link))].replace(MARKUP, "").split())
    if _ADDRESS.fullmatch(words) or link.numbered:
        return find_doi(link.url) or host_of(link.url) or link.url
    return chip_name(words, link.url)


def _reference(text: str, marker: Marker, url: str) -> Reference:
    label = marker.labels[0]
    words = " ".join(text[marker.span.start : marker.span.end].split())
    title = None if label.isdecimal() else label
    doi = find_doi(url) if "doi.org/" in url else None
    return Reference(label, words, marker.span, url, doi, title, source_id(words, url, doi), marker.span)
