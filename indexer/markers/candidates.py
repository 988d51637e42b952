"""What in a text has the form of a marker: candidates, before the document's habits decide."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from indexer.markers.styles import KEY_SEPARATOR, LABEL_WORDS, LOCATOR_PART, SEE, STYLES, Content, Style, read_key

LINKED_NUMBERS = r"\s?(?:\d{1,3}(?:\s?[,;–-]\s?\d{1,3}){1,9}|\d{1,4})\s?"
"""The labels that a link may have as its words."""
_NUMBERS = r"\d{1,3}(?:[ ]?[,;–-][ ]?\d{1,3}){0,10}"
_PAIRED = r"(?:\([^\s()]{0,200}\)[^\s()]{0,400}){0,3}"  # what of an address stands in round brackets, and behind them
_ANCHOR = r"(?i:<a\s)(?:[^<>]{0,200}?(?i:href)=[\"'](?P<address>[^\"'<>\s]{1,800})[\"'])?[^<>]{0,200}>"
_GROUPS = {
    # [1](…), [[1]](…), [\[1\]](…), [<sup>1</sup>](…), <sup>[1](…)</sup>
    "link": (
        r"(?i:<sup>)?\[(?:\[|\\\[|(?i:<sup>)\[?)?"
        rf"(?P<link>{LINKED_NUMBERS})"
        r"(?:\]|\\\]|\]?(?i:</sup>))?\]"
        rf"\((?P<target>[^\s()]{{3,2000}}{_PAIRED})(?:[ ]\"[^\"\n]{{0,300}}\")?\)(?i:</sup>)?"
    ),
    "group": r"\\?[\[【［](?P<group>[^\[\]【】［］\\]{1,80})\\?[\]】］]",
    "sup": (
        rf"(?i:<sup(?:\s[^<>]{{0,80}})?>)\s?(?:{_ANCHOR})?\s?"
        r"\[?(?P<sup>[^<>\[\]]{1,40})\]?\s?(?i:</a>)?\s?(?i:</sup>)"
    ),
    "super": r"(?P<super>[⁰¹²³⁴-⁹]+(?:[⁻‐˒⸴,–-][⁰¹²³⁴-⁹]+)*)",
    "caret": rf"\^(?P<caret>{_NUMBERS})\^",
    "code": rf"`\[(?P<code>{_NUMBERS})\]`",
    "paren": rf"(?<!\w)(?<!\D\))\((?P<paren>{_NUMBERS})\)",
    "words": rf"[(（](?P<words>(?i:(?:{SEE}\s?)?(?:{LABEL_WORDS}))[^()（）\[\]\n]{{1,60}})[)）]",
}
IN_CODE = re.compile(_GROUPS["code"])
"""A marker that is written as code, `` `[1]` ``."""
_CANDIDATE = re.compile("|".join(_GROUPS.values()))
# How the groups begin. Each pattern opens with one fixed sign, which is found many times faster than a class of them.
_BEGINNINGS = {
    "[": re.compile(r"\["),
    "(": re.compile(rf"\((?:\d{{1,3}}[ ),;–-]|(?i:{SEE}|{LABEL_WORDS}))"),
    "<": re.compile(r"<[sS]"),
    "^": re.compile(r"\^\d"),
    "`": re.compile(r"`\[\d"),
    "\\": re.compile(r"\\[\[【［]"),
    **{sign: re.compile(sign) for sign in "【［（⁰¹²³⁴⁵⁶⁷⁸⁹"},
}
_LINK = rf"\[(?P<words>[^\[\]\n]{{1,300}})\]\((?P<target>https?://[^\s()]{{1,2000}}{_PAIRED})\)"
_ONE_LINK = re.compile(_LINK, re.IGNORECASE)
_BARE_LINK = re.sub(r"\?P<\w+>", "?:", _LINK)
_LINKED = re.compile(rf"\({_BARE_LINK}(?:[,;]\s?{_BARE_LINK}){{0,20}}\)", re.IGNORECASE)
_STOPS = frozenset(".!?。！？")
_ADDRESS = re.compile(r"(?:https?|ftp)://|www\.", re.IGNORECASE)
_AT_END = re.compile(r"[ \t]*(?:[.!?。！？]|\n|\Z|\(\[)")
_STYLES = {group: [style for style in STYLES if group in style.groups] for group in _GROUPS}
_LINKED_STYLE = Style("inline-link", (), read_key, "form")


class Candidate(NamedTuple):
    """What has the form of `style`; `target` is the address that it carries itself."""

    style: Style
    start: int
    end: int
    content: Content
    target: str | None = None


def normal_label(label: str) -> str:
    """The form in which two spellings of one label are the same: `[RFC 2119]`, `[rfc2119]`."""
    return label if label.isdecimal() else "".join(label.split()).casefold()


def find_candidates(text: str, masked: str, listed: AbstractSet[str]) -> Iterator[Candidate]:
    """All candidates in order, disjoint; `listed` holds the normalised labels of the document's lists."""
    linked = (
        {m.start(): m for m in _LINKED.finditer(text) if _ends_sentence(text, m)}
        if "([" in text and "](" in text
        else {}
    )
    position = 0
    for match in _merged(_matches(masked), linked):
        if match.start() < position:
            continue
        if match.re is _LINKED:
            yield from _links(text, match)
        else:
            candidate = _read(text, match, listed)
            if candidate is None:
                continue
            yield candidate
        position = match.end()


def _links(text: str, match: re.Match[str]) -> Iterator[Candidate]:
    """The links of `([a](url), [b](url))`, each a candidate; together they hold all of the brackets."""
    links = list(_ONE_LINK.finditer(text, match.start(), match.end()))
    start = match.start()
    for link in links:
        end = match.end() if link is links[-1] else link.end()
        words = " ".join(link.group("words").split())
        yield Candidate(_LINKED_STYLE, start, end, Content((words,)), link.group("target"))
        start = end


def _matches(masked: str) -> Iterator[re.Match[str]]:
    """What has the form of a marker, tried only where one of the beginnings stands."""
    position = 0
    here = [beginning for sign, beginning in _BEGINNINGS.items() if sign in masked]
    for start in sorted(found.start() for beginning in here for found in beginning.finditer(masked)):
        match = _CANDIDATE.match(masked, start) if start >= position else None
        if match is not None:
            position = match.end()
            yield match


def _ends_sentence(text: str, match: re.Match[str]) -> bool:
    """Whether a link in round brackets stands where a sentence ends: only there it is a source."""
    before = text[max(0, match.start() - 2) : match.start()].rstrip()
    return before[-1:] in _STOPS or _AT_END.match(text, match.end()) is not None


def _merged(matches: Iterator[re.Match[str]], linked: Mapping[int, re.Match[str]]) -> Iterator[re.Match[str]]:
    if not linked:
        return matches
    return iter(sorted([*matches, *linked.values()], key=lambda match: (match.start(), -match.end())))


def _read(text: str, match: re.Match[str], listed: AbstractSet[str]) -> Candidate | None:
    """The candidate that a group is by the first style that can read it."""
    group = match.lastgroup or ""
    group = "link" if group == "target" else group  # a link has two groups
    words = match[group]
    for style in _STYLES[group]:
        content = style.read(words)
        if content is not None and style.trust == "listed":
            content = _listed_keys(content, listed)
        if content is not None:
            address = {"link": "target", "sup": "address"}.get(group)
            target = text[slice(*match.span(address))] if address and match[address] else ""
            # `[1](#sources)` leads to the document's own list
            carries = len(content.labels) == 1 and _ADDRESS.match(target)
            return Candidate(style, match.start(), match.end(), content, target if carries else None)
    return None


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
