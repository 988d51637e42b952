"""Links that are sources: `([text](url))` where a sentence or a clause ends, `([text][1])`, `[](url)`, and `.[text](url)` at a stop.

Where a line ends with them, so are `. [text](url)` behind a stop and `Source: [text](url)`, which a stop may end too; `[[text](url)]` is one as in round brackets.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from itertools import chain

from indexer.dates import YEAR
from indexer.hosts import chip_name, host_of
from indexer.leads import ACCORDING, AND, ARTICLE, LABEL_WORDS, LINK_WORDS, NAMING, SEE, SOURCE_WORDS
from indexer.markers.chips import find_linked_chips
from indexer.markers.closing import NEAR, is_closed
from indexer.markers.styles import (
    LOCATOR_PART,
    PAIRED,
    STYLES,
    Candidate,
    Content,
    Style,
    normal_label,
    read_key,
)
from indexer.patterns import pattern
from indexer.superscripts import LOWERED, SUPERSCRIPTS

_TARGET = rf"\(<?(?P<target>(?:https?|zotero)://[^\s()<>]{{1,2000}}{PAIRED})>?(?:[ ]\"[^\"\n]{{0,300}}\")?\)"
_LINK = rf"\[(?P<words>[^\[\]\n]{{1,300}})\](?:{_TARGET}|\[(?P<label>[^\[\]\n^]{{1,40}})\])"
_ONE_LINK = pattern(_LINK, re.IGNORECASE)
_BARE_TARGETED = rf"\[[^\[\]\n]{{1,300}}\]{_TARGET}".replace("?P<target>", "?:")
_BARE_LINK = re.sub(r"\?P<\w+>", "?:", _LINK)
_DAY = r"\d{1,2}(?:\.|st|nd|rd|th|º)?,?\s(?:de\s)?"
_WORDS = r"(?:[^\W\d_]{1,14}\.?\s){0,5}"
_DATE = (
    rf"(?:{_WORDS}(?:{_DAY}(?:[^\W\d_]{{3,12}}\.?,?\s(?:de\s)?)?)?{YEAR}(?:\s?年(?:\d{{1,2}}月(?:\d{{1,2}}日)?)?|[-./]\d{{1,2}}[-./]\d{{1,2}})?"
    rf"|{_WORDS}\d{{1,2}}[./]\s?\d{{1,2}}[./]\s?{YEAR}|{_DAY}[^\W\d_]{{3,12}}\.?|[^\W\d_]{{3,12}}\.?\s\d{{1,2}})"
)
# What tells more of a source behind its link: `([FT](url), 3 May 2024, p. 4)`. Other words there are the sentence's.
_BESIDE = rf"(?:[,，、]\s?(?:{LOCATOR_PART.pattern}|{_DATE})(?=[,，、;；)）])){{0,2}}(?:\s[–—-]\s[^()\[\]\n]{{2,30}}(?=[)）]))?"
_PLACE = pattern(rf"[^)\]]*?[,，、]\s?(?P<place>{LOCATOR_PART.pattern})(?=[,，、;；)）])", re.IGNORECASE)
_REMARK = pattern(r"[–—-]\s[^()\[\]\n]{2,30}[)）]\Z")
_PAGE_LINK = r"\[\[[^\[\]\n]{1,240}\]\]"
# `[[citation needed](https://…/wiki/Wikipedia:Citation_needed)]`, as pages of Wikipedia become Markdown
_ASKED = pattern(
    r"\\?\[[*_]{0,2}\[[*_]{0,2}[^\[\]\n]{3,60}\]\(<?https?://[^\s()]{1,80}/wiki/Wikipedia:[^\s()]{1,80}(?:[ ]\"[^\"\n]{0,200}\")?\)[*_]{0,2}\\?\]"
)
_LINKED = pattern(
    rf"\[oai_citation:\d{{1,4}}[‡,](?P<title>[^\[\]\n]{{1,300}})\]\((?P<place>[^\s()]{{1,2000}}{PAIRED})\)"
    rf"|(?P<pages>\((?=[^()\[\n]{{0,20}}\[\[)(?:(?P<named>{LABEL_WORDS})[:：]\s?)?{_PAGE_LINK}(?:[,;]\s?{_PAGE_LINK}){{0,20}}(?:,\s[^()\[\]\n]{{1,60}})?\))"
    rf"|[(（](?=[^()\[\n]{{0,40}}\[)(?:(?:{SEE}[:：]?\s?(?:{ARTICLE}\s)?|(?:{ACCORDING}|per|from)\s(?:{ARTICLE}\s)?|(?P<lead>(?:via|{LABEL_WORDS})[:：]?\s|{NAMING}\s?)))?{_BARE_LINK}{_BESIDE}"
    rf"(?:(?:[,，；、]|\s?;|\s[·|/]|\s?{AND}\b)\s?(?:{SEE}\s)?{_BARE_LINK}{_BESIDE}){{0,20}}[ ]?[)）](?P<opened>\s\(\[[^\[\]\n]{{1,20}}\]\(zotero://open-[^\s()]{{1,300}}\)\))?"
    rf"|\[(?!\[\s?\d{{1,4}}\s?\]){_BARE_LINK}(?:[,;]\s?{_BARE_LINK}){{0,20}}\](?!\()"
    rf"|(?P<tail>(?:[–—→][ \t])?(?:(?P<naming>{NAMING})[*_]{{0,2}}\s?(?:[^\[\]\n]{{2,80}},\s)?)?(?!\[\s?\d{{1,4}}\s?\]){_BARE_LINK}(?:[,;·|，；、]?\s{{0,2}}{_BARE_LINK}){{0,20}})"
    r"(?=[.。]?[ \t*_)]{0,9}(?:\n|\Z)|(?(naming)(?:[.]\s|。)|(?!)))"
    rf"|\[\((?P<dated>[^()\[\]\n]{{2,120}})\)\]{_TARGET.replace('target', 'page')}"
    rf"|\[(?P<said>(?:{SOURCE_WORDS})(?:\s?[:：][^\[\]\n]{{1,200}}|\s?\d{{0,3}})|{LINK_WORDS})\]{_TARGET.replace('target', 'there')}(?=[\s.,;:|，。；、)）*_]|\Z)"
    rf"|\[\]{_TARGET}|(?:(?!\[\s?\d{{1,4}}\s?\]){_BARE_TARGETED}){{1,10}}(?=(?:\*\*)?(?:\s|[.,;|，。；、)）]|$))",
    re.IGNORECASE,
)
_MENTION = pattern(r"\[@(?P<name>[\w.-]{1,40})\]\(<?https?://[\w.]{1,40}/@?(?P=name)/?>?\)")  # a person, no source
_ROUND = pattern(r"\(")
_WIDE_ROUND = pattern("（")
_WORDLESS = pattern(r"\[\]\(")
_PAGE = pattern(r"\[\[(?P<page>[^\[\]|#\n]{1,120})")
_OF_A_WORK = pattern(rf"\(\[\[(?:@|[^\[\]\n]{{0,100}}\b{YEAR}[a-z]?\b)")  # as notes on works are called
_DATED = pattern(rf"\[\((?=[^()\[\]\n]{{2,112}}\b{YEAR}[a-z]?\)\]\(<?http)")  # `[(Smith et al., 2020)](url)`
_SAID = pattern(
    rf"\[(?=(?:(?:{SOURCE_WORDS})\s?(?:[:：][^\[\]\n]{{1,200}}|\d{{0,3}})|{LINK_WORDS})\]\(<?http)", re.IGNORECASE
)  # `[Source: OECD](url)`
_BRANDED = pattern(r"\[oai_citation:")  # as ChatGPT for macOS copies its links
_GLUED = pattern(r"[.!?。！？](?:\*\*)?\[(?=[^\[\]])")
_IN_SQUARE = pattern(r"\[\[(?=[^\[\]\n]{1,300}\]\(<?http)")
# What counts only where a line ends with it: words behind it would be its sentence.
_ADDRESSED = pattern(r"\[[^\[\]\n]{1,300}\](?:\(<?http|\[(?!\d)[^\[\]\n]{1,40}\])")
_BEHIND_STOP = pattern(r"[.!?。！？][\"'”’»)*_]{0,3}[ \t]{1,2}(?P<dash>[–—→][ \t])?\Z")
# A colon is found many times faster than one of the words before it, or one of two colons.
_NAMING = {
    colon: pattern(
        rf"{colon}[*_]{{0,2}}\s?(?=\[[^\[\]\n]|<?https?:|doi:|10\.|[^\[\]\n]{{2,80}},\s\[[^\[\]\n]{{1,200}}\]\(<?http)",
        re.IGNORECASE,
    )
    for colon in ":："
}
_SOURCE_WORD = pattern(rf"(?<!\w)(?:{SOURCE_WORDS})[*_]{{0,2}}[ \u00a0\u202f]?\Z", re.IGNORECASE)
_SAYS = pattern(rf"\s*(?:{SOURCE_WORDS})\s?(?:[:：]|\d{{0,3}}\Z)", re.IGNORECASE)
_NAMELESS = pattern(LINK_WORDS, re.IGNORECASE)
_LINE_BEGINS = pattern(r"(?:\A|\n)[ \t*_>+•–-]{0,12}\Z")
_LONGEST_WORD = 20
_ENDS = pattern(r"[*_]{0,2}[ \t]*(?:[.!?,;:。！？，；：]|[–—]\s|\n|\Z)")
_HABIT = 2  # so many sources in this form make it the document's: then it is one wherever it stands
_WIKI = "/wiki/Wikipedia:"
_NEEDED = next(style for style in STYLES if style.name == "needed")
INLINE_LINK = Style("inline-link", (), read_key, "form")
"""A marker that carries the address of its source."""


def find_linked(text: str, masked: str, listed: AbstractSet[str]) -> list[list[Candidate]]:
    """The links of each pair of brackets, in order; together they hold all of it. The parameters are as for `find_markers`."""
    if "](" not in text and "][" not in text and "([[" not in text and ": [[" not in text:
        return []
    asked = (
        [[Candidate(_NEEDED, *match.span(), Content(()))] for match in _ASKED.finditer(text)] if _WIKI in text else []
    )
    matches = (match for match in _matches(text, masked) if not match["said"] or _is_said(text, match))
    found = [(match, links) for match in matches if (links := list(_links(text, match, listed)))]
    placed: list[bool] = []
    before = -NEAR - 1  # where the last source ends
    for match, links in found:
        is_placed = links[0].target is None or _is_placed(text, match, before)
        placed.append(is_placed)
        before = match.end() if is_placed else before
    for at in range(len(found) - 2, -1, -1):  # one before a source is one
        between = text[found[at][0].end() : found[at + 1][0].start()]
        placed[at] = placed[at] or (placed[at + 1] and between in ("", " "))
    habit = sum(placed) >= _HABIT
    return asked + [links for (_, links), is_placed in zip(found, placed, strict=True) if is_placed or habit]


def _matches(text: str, masked: str) -> Iterator[re.Match[str]]:
    """What has the form, tried only where one of the beginnings stands: a fixed sign is found many times faster than a choice."""
    position = 0
    starts = [found.start() for found in _ROUND.finditer(masked)]
    if "（" in masked:
        starts += (found.start() for found in _WIDE_ROUND.finditer(masked))
    starts += [at for found in _WORDLESS.finditer(text) if text[(at := found.start()) - 1 : at] != "!"]  # no picture
    last: set[int] = set()
    for found in _ADDRESSED.finditer(text):
        at = found.start()
        if stop := _BEHIND_STOP.search(text, max(0, at - NEAR), at):
            last.add(stop.start("dash") if stop["dash"] else at)
    if "](" in text:
        starts += (found.end() - 1 for found in _GLUED.finditer(text))
        starts += (found.start() for found in _IN_SQUARE.finditer(text))
        starts += (found.start() for found in _BRANDED.finditer(text))
        starts += (found.start() for found in (_DATED.finditer(text) if "[(" in text else ()))
        starts += (found.start() for found in _SAID.finditer(text))
        last.update(find_named(text))
        chips = find_linked_chips(text)
        starts += chips
        last -= chips
    for start in sorted({*starts, *last}):
        match = _LINKED.match(text, start) if start >= position else None
        if match is not None and (match["tail"] or match["title"] or match["said"] or start not in last):
            position = match.end()
            yield match


def find_named(text: str) -> Iterator[int]:
    """Where a line or a sentence begins with what names a source, and a link or an address follows: `Source: https://…`."""
    for colon in chain.from_iterable(naming.finditer(text) for sign, naming in _NAMING.items() if sign in text):
        word = _SOURCE_WORD.search(text, max(0, colon.start() - _LONGEST_WORD), colon.start())
        if word is not None and _opens(text, word.start()):
            yield word.start()


def _opens(text: str, start: int) -> bool:
    """Whether a line or a sentence begins at an offset."""
    return is_closed(text, start) or _LINE_BEGINS.search(text, max(0, start - 14), start) is not None


def _links(text: str, match: re.Match[str], listed: AbstractSet[str]) -> Iterator[Candidate]:
    """The links of a pair of brackets; none if one of them has no address and names no entry."""
    if (only := _only_link(match)) is not None:
        label, target = only
        yield Candidate(INLINE_LINK, *match.span(), Content((label,)), target)
        return
    if match["pages"]:
        yield from _pages(text, match)
        return
    links = list(_ONE_LINK.finditer(text, match.start(), match.start("opened") if match["opened"] else match.end()))
    if _MENTION.match(text, links[0].start()):
        return
    if not all(link["target"] or _names_entry(link, listed) for link in links):
        return
    start = match.start()
    for link in links:
        end = match.end() if link is links[-1] else link.end()
        label = link["label"] or chip_name(_name(link["words"]), link["target"])
        place = _PLACE.match(text, link.end(), match.end())
        yield Candidate(INLINE_LINK, start, end, Content((label,), place and place["place"]), link["target"])
        start = end


def _only_link(match: re.Match[str]) -> tuple[str, str | None] | None:
    """The label and the address of a form that is a single link; None for the others, which may hold several."""
    if match["target"]:
        return host_of(match["target"]) or match["target"], match["target"]
    if match["dated"]:
        return " ".join(match["dated"].split()), match["page"]
    if match["said"]:
        named = "" if _NAMELESS.fullmatch(match["said"]) else " ".join(_SAYS.sub("", match["said"]).split())
        return named or host_of(match["there"]), match["there"]
    if match["title"]:
        return " ".join(match["title"].split()), match["place"] if match["place"].startswith("http") else None
    return None


def _name(words: str) -> str:
    """What the words of a link call its source: without `Source:` and round brackets, a raised number as one of the line."""
    words = " ".join(words.split())
    words = _SAYS.sub("", words).strip() or words
    words = words[1:-1] if words[0] == "(" and words[-1] == ")" and len(words) > 2 else words
    return words if words.strip(SUPERSCRIPTS) else words.translate(LOWERED)


def _pages(text: str, match: re.Match[str]) -> Iterator[Candidate]:
    """The notes that a pair of brackets names, `(source: [[session]])`, `([[Doe 2020]])`."""
    if not (match["named"] or _OF_A_WORK.match(text, match.start())):
        return
    pages = list(_PAGE.finditer(text, match.start(), match.end()))
    starts = [match.start(), *(page.start() for page in pages[1:]), match.end()]
    for page, start, end in zip(pages, starts, starts[1:], strict=False):
        yield Candidate(INLINE_LINK, start, end, Content((page["page"].strip().lstrip("@"),)))


def _names_entry(link: re.Match[str], listed: AbstractSet[str]) -> bool:
    """Whether a link without an address names an entry by its label; `[4][5]` names two by theirs."""
    words = normal_label(link["words"])
    return normal_label(link["label"]) in listed and not (words in listed or words.strip("^").isdecimal())


def _is_placed(text: str, match: re.Match[str], before: int) -> bool:
    """Whether a sentence or a clause ends at a link, or it follows on a source, which ends at `before`."""
    start = match.start()
    if (
        match["target"]
        or match["title"]
        or match["lead"]
        or match["tail"]
        or (
            text[match.end() - 2] not in ")]" and not _REMARK.search(match.group())
        )  # a date or a page stands behind the link
        or text[start] == "["
        or (0 <= start - before <= NEAR and text[before:start].strip(" \t") == "")
    ):
        return True
    return is_closed(text, start) or _ENDS.match(text, match.end()) is not None


def _is_said(text: str, match: re.Match[str]) -> bool:
    """Whether a link says that it is a source where a clause ends: not `the [source](url) of the river`."""
    if is_closed(text, match.start()):
        return not text[match.end() : match.end() + NEAR].lstrip(" *_")[:1].islower()
    says = ":" in match["said"] or "：" in match["said"] or not match["said"][0].islower()
    return says and not _NAMELESS.fullmatch(match["said"]) and _ENDS.match(text, match.end()) is not None
