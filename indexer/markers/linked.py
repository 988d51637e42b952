"""Links that are sources: `([text](url))` where a sentence or a clause ends, `([text][1])`, `[](url)`, and `.[text](url)` at a stop.

Addresses in brackets are, `(https://…)`, `[https://…]`, `(doi:10.…)` and `(Lake survey, https://…)`, where a sentence ends: behind a name within
one they may be its home page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from indexer.hosts import host_of
from indexer.markers.styles import (
    LABEL_WORDS,
    LOCATOR_PART,
    PAIRED,
    SEE,
    Candidate,
    Content,
    Style,
    normal_label,
    read_key,
)
from indexer.sources import find_doi

_TARGET = rf"\((?P<target>https?://[^\s()]{{1,2000}}{PAIRED})\)"
_LINK = rf"\[(?P<words>[^\[\]\n]{{1,300}})\](?:{_TARGET}|\[(?P<label>[^\[\]\n^]{{1,40}})\])"
_ONE_LINK = re.compile(_LINK, re.IGNORECASE)
_BARE_TARGETED = rf"\[[^\[\]\n]{{1,300}}\]{_TARGET}".replace("?P<target>", "?:")
_BARE_LINK = re.sub(r"\?P<\w+>", "?:", _LINK)
_LINKED = re.compile(
    rf"\((?:(?:{SEE}|(?P<lead>via|{LABEL_WORDS}))[:：]?\s)?{_BARE_LINK}(?:(?:[,;]|\s?(?:and|und|et|y|e)\b)\s?{_BARE_LINK}){{0,20}}\)"
    rf"|\[\]{_TARGET}|(?:(?!\[\s?\d{{1,4}}\s?\]){_BARE_TARGETED}){{1,10}}(?=\s|[.,;]|$)",
    re.IGNORECASE,
)
_ADDRESS = rf"<?(?:https?://[^\s()<>\[\]]{{1,2000}}{PAIRED}|(?:doi:\s?)?10\.\d{{4,9}}/[^\s()<>\[\]]{{1,300}}{PAIRED})>?"
_ONE_ADDRESS = re.compile(_ADDRESS, re.IGNORECASE)
# White space parts addresses, so that no sign of one can be taken for what parts two.
_ADDRESSED = re.compile(
    rf"(?<!\])(?:(?P<round>\()|\[)(?:(?:{SEE}|(?P<lead>via|{LABEL_WORDS}))[:：]?\s)?"
    r"(?:[\"“„«‘']?(?P<name>(?!https?:|doi:|10\.)[^\W_][^()\[\]<>]{0,120}?)[\"”“»’']?[,:;.–—]\s)?"
    rf"(?P<addresses>{_ADDRESS}(?:(?:[,;]|\s(?:and|und|et|y|e)\b)\s{_ADDRESS}){{0,20}})"
    rf"(?:,\s(?P<locator>{LOCATOR_PART.pattern}))?(?(round)\)|\](?![\[(:]))",
    re.IGNORECASE,
)
_UNQUOTED = str.maketrans("", "", '"“”„«»')
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_ENDS_SENTENCE = re.compile(r"[ \t]*(?:[.!?。！？|]|[(\[](?:https?:|\d)|\n(?![ \t>]*[a-z])|\Z)")
_ROUND = re.compile(r"\(")
_SQUARE = re.compile(r"\[")
_WORDLESS = re.compile(r"\[\]\(")
_GLUED = re.compile(r"[.!?。！？]\[(?=[^\[\]])")
_STOPS = frozenset(".!?。！？")
_CLOSERS = " \t\"'”’»)]*_"
_NEAR = 6  # characters before a link within which a sentence ends
_ENDS = re.compile(r"[ \t]*(?:[.!?,;:。！？，；：]|[–—]\s|\n|\Z)")
_HABIT = 2  # so many sources in this form make it the document's: then it is one wherever it stands
_STYLE = Style("inline-link", (), read_key, "form")


def find_linked(text: str, masked: str, listed: AbstractSet[str]) -> list[list[Candidate]]:
    """The links of each pair of brackets, in order; together they hold all of it. The parameters are as for `find_markers`."""
    found = [*_find_links(text, masked, listed), *_find_addresses(text, masked)]
    return sorted(found, key=lambda links: links[0].start)


def _find_addresses(text: str, masked: str) -> Iterator[list[Candidate]]:
    """Addresses in brackets where a sentence ends, or that are said to be a source."""
    if "://" not in text and "10." not in text:
        return
    for start in sorted(found.start() for beginning in (_ROUND, _SQUARE) for found in beginning.finditer(masked)):
        match = _ADDRESSED.match(text, start)
        if match is None or not _is_stated(text, match):
            continue
        links = list(_ONE_ADDRESS.finditer(text, *match.span("addresses")))
        ends = [*(link.end() for link in links[:-1]), match.end()]
        starts = [start, *ends]
        names = [match["name"], *[None] * len(ends)]
        yield [_addressed(*each, match["locator"]) for each in zip(links, starts, ends, names, strict=False)]


def _is_stated(text: str, match: re.Match[str]) -> bool:
    """Whether addresses in brackets are sources: at the end of a sentence, or with a name and a year, or said to be one."""
    name = match["name"] or ""
    if name[:1].islower() or "://" in name:
        return False
    is_said = match["lead"] is not None or _YEAR.search(name) is not None or _is_closed(text, match.start())
    return is_said or _ENDS_SENTENCE.match(text, match.end()) is not None


def _addressed(link: re.Match[str], start: int, end: int, name: str | None, locator: str | None) -> Candidate:
    """An address as a source. Without a name before it a DOI is its own, and a URL has that of its host."""
    url = link.group().strip("<>").rstrip(".,;:")
    if not url.lower().startswith("http"):
        url = f"https://doi.org/{url[url.index('10.') :]}"
    label = " ".join(name.translate(_UNQUOTED).split()) if name else find_doi(url) or host_of(url) or url
    return Candidate(_STYLE, start, end, Content((label,), locator), url)


def _find_links(text: str, masked: str, listed: AbstractSet[str]) -> list[list[Candidate]]:
    if "](" not in text and "][" not in text:
        return []
    found = [(match, links) for match in _matches(text, masked) if (links := list(_links(text, match, listed)))]
    placed: list[bool] = []
    before = -_NEAR - 1  # where the last source ends
    for match, links in found:
        is_placed = links[0].target is None or _is_placed(text, match, before)
        placed.append(is_placed)
        before = match.end() if is_placed else before
    habit = sum(placed) >= _HABIT
    return [links for (_, links), is_placed in zip(found, placed, strict=True) if is_placed or habit]


def _matches(text: str, masked: str) -> Iterator[re.Match[str]]:
    """What has the form, tried only where one of the beginnings stands: a fixed sign is found many times faster than a choice."""
    position = 0
    starts = [found.start() for found in _ROUND.finditer(masked)]
    starts += [found.start() for found in _WORDLESS.finditer(text)]
    if "](" in text:
        starts += (found.start() + 1 for found in _GLUED.finditer(text))
    for start in sorted(starts):
        match = _LINKED.match(text, start) if start >= position else None
        if match is not None:
            position = match.end()
            yield match


def _links(text: str, match: re.Match[str], listed: AbstractSet[str]) -> Iterator[Candidate]:
    """The links of a pair of brackets; none if one of them has no address and names no entry."""
    if match["target"]:
        label = host_of(match["target"]) or match["target"]
        yield Candidate(_STYLE, *match.span(), Content((label,)), match["target"])
        return
    links = list(_ONE_LINK.finditer(text, match.start(), match.end()))
    if not all(link["target"] or _names_entry(link, listed) for link in links):
        return
    start = match.start()
    for link in links:
        end = match.end() if link is links[-1] else link.end()
        label = link["label"] or " ".join(link["words"].split())
        yield Candidate(_STYLE, start, end, Content((label,)), link["target"])
        start = end


def _names_entry(link: re.Match[str], listed: AbstractSet[str]) -> bool:
    """Whether a link without an address names an entry by its label; `[4][5]` names two by theirs."""
    words = normal_label(link["words"])
    return normal_label(link["label"]) in listed and not (words in listed or words.strip("^").isdecimal())


def _is_placed(text: str, match: re.Match[str], before: int) -> bool:
    """Whether a sentence or a clause ends at a link, or it follows on a source, which ends at `before`."""
    start = match.start()
    if (
        match["target"]
        or match["lead"]
        or text[start] == "["
        or (0 <= start - before <= _NEAR and text[before:start].strip(" \t") == "")
    ):
        return True
    return _is_closed(text, start) or _ENDS.match(text, match.end()) is not None


def _is_closed(text: str, start: int) -> bool:
    """Whether a sentence ends before a link."""
    return text[max(0, start - _NEAR) : start].rstrip(_CLOSERS)[-1:] in _STOPS
