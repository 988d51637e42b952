"""Candidates: everything in a text that has the form of a marker, before the document's habits decide."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from operator import itemgetter

from indexer.inline import MARKUP
from indexer.leads import LABEL_WORDS, SEE
from indexer.markers.addressed import find_addressed
from indexer.markers.chips import find_chips
from indexer.markers.filelinks import find_file_links
from indexer.markers.linked import find_linked
from indexer.markers.styles import (
    KEY_SEPARATOR,
    LOCATOR_PART,
    PAIRED,
    PLACE,
    STYLES,
    Candidate,
    Content,
    normal_label,
)
from indexer.patterns import pattern
from indexer.scripts import CJK
from indexer.superscripts import SUPERSCRIPTS

LINKED_NUMBERS = r"\s?(?:\d{1,3}(?:\s?[,;–-]\s?\d{1,3}){1,9}|\d{1,4})\s?"
"""The labels that a link may have as its words."""
LINKED_KEY = r"(?:[A-Z]{1,3}|Source\s)\d{1,3}(?=\]\(#)"
"""A key that leads to its entry: `[S10](#source-S10)`."""
CITED = r"(?:(?i:citation):\s?)?"
"""What may stand before them."""
_NUMBERS = r"\d{1,3}(?:\s?[,;，、；–−‐‑-]\s?\d{1,3}){0,10}"
_ANCHOR = r"(?i:<a\s)(?:[^<>]{0,200}?(?i:href)=[\"'](?P<address>[^\"'<>\s]{1,800})[\"'])?[^<>]{0,200}>"
_BEHIND_WIDE = rf"(?:(?<=[{CJK}][.!?])|(?<=[。！？）」』{CJK}]))"
_GROUPS = {
    "ended": r"\[(?P<ended>span_\d{1,4})\]\(end_span\)",
    # [1](…), [[1]](…), [\[1\]](…), [<sup>1</sup>](…), <sup>[1](…)</sup>
    "link": (
        r"(?:(?i:<sup>)|\\(?=\[\\?\[))?\[(?:\[|\\\[|(?i:<sup>)\[?)?"
        rf"{CITED}(?P<link>{LINKED_NUMBERS}|{LINKED_KEY})"
        r"(?:\]|\\\]|\]?(?i:</sup>))?\]"
        rf"\(<?(?P<target>[^\s()<>]{{3,2000}}{PAIRED})>?(?:[ ]\"[^\"\n]{{0,300}}\")?\)(?i:</sup>)?"
    ),
    "group": r"\\?[\[【［〔](?P<group>[^\[\]【】［］〔〕\\]{1,160})\\?[\]】］〕]",
    "sup": (
        rf"(?i:<sup(?:\s[^<>]{{0,80}})?>)\s?(?:{_ANCHOR})?\s?"
        r"\[?(?P<sup>[^<>\[\]]{1,40})\]?\s?(?i:</a>)?\s?(?i:</sup>)"
    ),
    # <a href="…">[1]</a>
    "anchored": (
        r"(?i:<a\s)[^<>]{0,200}?(?i:href)=[\"'](?P<out>[^\"'<>\s]{1,800})[\"'][^<>]{0,200}>\s?"
        rf"\[(?P<anchored>{LINKED_NUMBERS})\]\s?(?i:</a>)"
    ),
    "super": rf"(?P<super>[{SUPERSCRIPTS}]+(?:[⁻‐˒⸴·,–-][{SUPERSCRIPTS}]+)*)⁾?",
    "caret": r"\^(?P<caret>\d{1,3}(?:\s?[,;–-]\\?\s?\d{1,3}){0,10})\^",  # pandoc keeps spaces in it: `^2,\ 3^`
    "slashed": r"\\(?P<slashed>\d{1,3})\\",
    "starred": r"[(（]?(?P<starred>※\d{1,2})(?!\d)[)）]?",
    "braces": rf"\{{\{{(?P<braces>{_NUMBERS})\}}\}}",
    "code": rf"`\[(?P<code>{_NUMBERS})\]`",
    "paren": rf"(?:(?<![^\W\u2e80-\ud7ff])|(?<=[a-z]{{3}})|(?=\([٠-٩۰-۹]))(?<!\D\))[(（](?P<paren>{_NUMBERS})[)）]",
    "circled": r"(?P<circled>[①-⑳]{1,5})",
    "closed": rf"{_BEHIND_WIDE}(?P<closed>{_NUMBERS})\)",
    "token": r"\ue200(?:file)?cite(?P<token>(?:\ue202[^\ue200-\ue202\s]{1,80}){1,20})\ue201",
    "stripped": r"(?<![A-Za-z])(?:file)?cite(?P<stripped>(?:turn\d{1,4}[a-z_]{1,20}\d{1,4}){1,20})",
    "oaicite": r":contentReference\[(?P<oaicite>oaicite:\d{1,4})\]\{?index=\d{1,4}\}",
    "card": (
        r"<grok:render\s[^<>]{0,600}>\s{0,9}<argument\sname=\"citation_id\">(?P<card>\d{1,4})</argument>\s{0,9}</grok:render>"
    ),
    "cards": r"\[\]\(grok_render_citation_card_json=\{\"cardIds\":\[(?P<cards>\"[^\[\]\n]{1,200})\]\}\)",
    # `the lease fn. 2 was lost`, but not where it is the place in another work: `supra, fn. 2`, `p. 5, fn. 2`, `in fn. 2`
    "fn": (
        r"(?:(?<=[a-z]{3} )|(?<=[a-z]{2}[.?!,;:] )|(?<=[a-z]{2}[.?!])|(?<=[)\]”\"][.?!,;:] )|(?<=[)\]”\"] )|(?<=[)\]”\"]))"
        r"(?<!(?:supra|infra), )(?<!(?:ante|post|opn.), )(?<! and )(?<! see )(?<!\bin )fn\. ?(?P<fn>\d{1,3})(?![\d)\];])"
    ),
    "words": rf"[(（](?P<words>(?i:(?:{SEE}\s?)?(?:{LABEL_WORDS}))[^()（）\[\]]{{1,160}})[)）]",
}
_CLOSED = pattern(rf"{_BEHIND_WIDE}\d")  # how `1)` begins behind a word of a script without spaces
_CIRCLED = pattern("[①-⑳]")
IN_CODE = pattern(_GROUPS["code"])
"""A marker that is written as code, `` `[1]` ``."""
_CANDIDATE = pattern("|".join(_GROUPS.values()))
# How the groups begin. Each pattern opens with one fixed sign, which is found many times faster than a class of them.
_BEGINNINGS = {
    "[": pattern(r"\["),
    "(": pattern(rf"\((?:※|\d{{1,3}}[ ),;–−‐‑-]|(?i:{SEE}|{LABEL_WORDS}))"),
    "<": pattern(r"<(?:[sS]|[aA]\s|grok:)"),
    "^": pattern(r"\^\d"),
    "{{": pattern(r"\{\{\d"),
    "`": pattern(r"`\[\d"),
    "\\": pattern(r"\\[\[【［\d]"),
    "\ue200": pattern("\ue200"),
    "citeturn": pattern("(?:file)?citeturn"),
    "fn.": pattern(r"fn\. ?\d"),
    ":contentReference[": pattern(r":contentReference\["),
    **{sign: pattern(sign) for sign in f"【［〔（※{SUPERSCRIPTS}"},
}
_ROMAN = frozenset("ivx")
_TARGET = pattern(rf"\(<?(?P<target>[^\s()<>]{{3,2000}}{PAIRED})>?\)")
_PAGE = pattern(
    r"\((?P<bracketed>pp?\.\s?\d{1,4}(?:[-–]\d{1,4})?)\)|:[ \u00a0\u2009\u200a]?(?P<pages>\d{1,4}(?:[-–]\d{1,4})?(?:, ?\d{1,4}(?:[-–]\d{1,4})?){0,5})"
    r"(?=\s*(?:[A-Z\[(\"“.,;:)]|\Z)|\s*\n|[\u2009\u200a]| {2})"
)
_PAGE_IN_BRACKETS = pattern(
    rf",\s(?P<place>{LOCATOR_PART.pattern}|{PLACE})(?=[);])", re.IGNORECASE
)  # `(see [3], p. 23)`
_PLACED = frozenset({"bracket", "key", "link", "worded", "footnote"})  # styles that may have a place behind the bracket
_EMPTY = pattern(r"\([ ]?\)")
_ADDRESS = pattern(r"(?:https?|ftp)://|www\.", re.IGNORECASE)
_STYLES = {group: [style for style in STYLES if group in style.groups] for group in _GROUPS}


def find_candidates(text: str, masked: str, listed: AbstractSet[str]) -> Iterator[Candidate]:
    """All candidates in order, disjoint; `listed` holds the normalised labels of the document's lists."""
    position = 0
    numbered = "[1]" in masked
    linked = sorted(
        (
            *find_linked(text, masked, listed),
            *find_addressed(text, masked),
            *find_chips(masked),
            *find_file_links(text, masked),
        ),
        key=lambda links: links[0].start,
    )
    for found in _merged(_matches(masked, wide=not text.isascii()), linked):
        if isinstance(found, list):
            if found[0].start >= position:
                yield from found
                position = found[-1].end
        elif found.start() >= position and (candidate := _read(text, found, listed, numbered=numbered)) is not None:
            yield candidate
            position = candidate.end


def _matches(masked: str, *, wide: bool) -> Iterator[re.Match[str]]:
    """What has the form of a marker, tried only where one of the beginnings stands; `wide` says whether more than ASCII may."""
    position = 0
    here = [beginning for sign, beginning in _BEGINNINGS.items() if sign in masked]
    if wide:
        here.append(_CIRCLED)
    if wide and "1)" in masked:
        here.append(_CLOSED)
    for start in sorted(found.start() for beginning in here for found in beginning.finditer(masked)):
        match = _CANDIDATE.match(masked, start) if start >= position else None
        if match is not None:
            position = match.end()
            yield match


def _merged(
    matches: Iterator[re.Match[str]], linked: list[list[Candidate]]
) -> Iterable[re.Match[str] | list[Candidate]]:
    """Both in order; of two that begin at one place the longer first."""
    if not linked:
        return matches
    placed: list[tuple[int, int, int, re.Match[str] | list[Candidate]]]
    placed = [(match.start(), -match.end(), 2 * (match.lastgroup in ("words", "group")), match) for match in matches]
    placed += [(links[0].start, -links[-1].end, 1, links) for links in linked]  # `[Source: [words](url)]` is a link
    return [found for *_, found in sorted(placed, key=itemgetter(0, 1, 2))]


def _read(text: str, match: re.Match[str], listed: AbstractSet[str], *, numbered: bool) -> Candidate | None:
    """The candidate that a group is by the first style that can read it; beside `[1]`, if the text is `numbered`, `[注 1]` is a remark."""
    group = match.lastgroup or ""
    group = "link" if group == "target" else group  # a link has two groups
    words = match[group].replace(MARKUP, "").replace("\n", " ")
    for style in _STYLES[group]:
        content = style.read(words)
        if (
            style.name == "note"
            and words in _ROMAN
            and not listed.isdisjoint(("ii", "iv", "vi", "ix"))
            and words in listed
        ):
            continue  # `[i]` of a list that counts on with `[ii]`
        if numbered and style.name == "worded" and words[:1] in ("注", "註") and group == "group":
            continue
        if content is not None and style.trust == "listed":
            content = _listed_keys(content, listed)
        elif content is not None and style.name == "superscript":
            content = _apart(content, listed)
        if content is not None:
            address = {"link": "target", "sup": "address", "anchored": "out"}.get(group)
            target = text[slice(*match.span(address))] if address and match[address] else ""
            # `[1](#sources)` leads to the document's own list, and so does `[1](https://…#footnote-1)`
            carries = len(content.labels) == 1 and _ADDRESS.match(target) and "#footnote" not in target
            found = Candidate(style, match.start(), match.end(), content, target if carries else None)
            return _whole(text, match.string, found) if style.name in _PLACED else found
    return None


def _whole(text: str, masked: str, found: Candidate) -> Candidate:
    """A label in square brackets with what belongs to it: a second pair, `[[S1]](url)`, or a page as Wikipedia shows it, `[3]: 23`."""
    start, end = found.start, found.end
    if empty := _EMPTY.match(masked, end):  # a link that has lost its address, `[citation:1]()`
        end = empty.end()
        found = found._replace(end=end)
    if found.style.name in ("link", "bracket") and masked[start - 1 : start] == masked[end : end + 1] == "^":
        return found._replace(start=start - 1, end=end + 1)  # as pandoc raises it
    if masked[start - 1 : start] == "[" and masked[end : end + 1] == "]":
        link = _TARGET.match(masked, end + 1)
        if link is None:
            return found._replace(start=start - 1, end=end + 1)
        target = text[slice(*link.span("target"))]
        carries = len(found.content.labels) == 1 and _ADDRESS.match(target)
        return found._replace(start=start - 1, end=link.end(), target=target if carries else None)
    page = None
    if masked.startswith((":", "(p"), end) and masked[start - 1 : start].strip():
        page = _PAGE.match(masked, end)
    elif masked.startswith(", ", end):
        page = _PAGE_IN_BRACKETS.match(masked, end)
    if page is None or found.content.locator:
        return found
    return found._replace(end=page.end(), content=found.content._replace(locator=page[page.lastgroup or 0]))


def _apart(content: Content, listed: AbstractSet[str]) -> Content:
    """`²³` where the list has 2 and 3, and not 23: two labels with nothing between them."""
    (label, *others) = content.labels
    apart = not others and label not in listed and len(set(label)) == len(label) and set(label) <= listed
    return content._replace(labels=tuple(label)) if apart else content


def _listed_keys(content: Content, listed: AbstractSet[str]) -> Content | None:
    """A key that the list has, or several in one pair of brackets that it has: `[Doe 2019, p. 4; Roe 2020]`."""
    if normal_label(content.labels[0]) in listed:
        return content
    parts = KEY_SEPARATOR.split(content.labels[0])
    labels = tuple(part for part in parts if normal_label(part) in listed)
    others = [part for part in parts if normal_label(part) not in listed]
    if not labels or not all(LOCATOR_PART.fullmatch(part) for part in others):
        return None
    return Content(labels, "; ".join(others) or None)
