"""The chips by which ChatGPT names its sources, as answers are copied: `[Reuters+1](url)`, and as plain text `Reuters+1`.

A chip is the name of a site and the number of further pages. In an answer that was copied as Markdown it is a link; some have
no number, but an address that tells where it was given, `[BBC](https://…?utm_source=chatgpt.com)`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from indexer.hosts import is_chip, names_host
from indexer.markers.closing import is_closed
from indexer.markers.styles import PAIRED, Candidate, Content, Style, read_key
from indexer.patterns import pattern

CHIP = Style("worded", (), read_key, "form")
"""A marker that is the name of a site."""

_LINK = pattern(
    rf"\[(?P<words>[^\[\]\n]{{1,120}})\]\(<?(?P<target>https?://[^\s()<>]{{1,2000}}{PAIRED})>?(?:[ ]\"[^\"\n]{{0,300}}\")?\)"
)
_FROM_CHAT = ("utm_source=chatgpt.com", "utm_source=openai")
_CLAUSE_END = pattern(r"[ \t]{0,9}(?:[.!?,;:|)\[。！？，；：]|\n|\Z)")
_HABIT = 2  # so many chips make a text one that has chips

_COUNT = pattern(r"\+(?<=\w\+)\d{1,2}(?!\d)")  # a fixed sign first is found faster
_NAME = pattern(r"[^\W\d_](?:\w|[.'’&-](?=\w)|[ ](?=[\w&])|(?<=[ ])&){1,39}")
_OPENS = pattern(r"\n[ \t>*•-]{0,40}|[.!?。！？][)\]\"”’*_]{0,3}[ \t]{1,2}")
_SPACE = pattern(r"[ \n]")
_DOMAIN = pattern(r"[\w-]{1,63}(?:\.[\w-]{1,63}){0,3}\.[a-z]{2,24}")
_HOST_LINE = pattern(
    r"\n[ \t]*(?P<host>(?:[a-z0-9-]{1,63}\.){1,4}[a-z]{2,24})[ \t]*(?=\n[ \t]*(?P<stop>[.,;](?=[ \t\n]|\Z))?|\Z)"
)
_STOP_LINES = ("\n.", "\n,", "\n;")
_STOP_LINE = pattern(r"\n(?=[.,;])")
_LONGEST_HOST = 300
_WIDEST = 44  # characters of a name, with the stop before it
_LAST = pattern(
    r"(?:\A[ \t>*•-]{0,40}|(?<=[.!?。！？][ \t]))(?P<name>[^\W_](?:[^.!?\n]|[.](?=\w)){0,39})[.]?[ \t]{0,9}\Z"
)
_GLUED = pattern(r"[^\W_](?:[^+.\n]|[.](?=\w)){0,39}(?=[.]?[ \t]{0,9}(?:\n|\Z))")
_MOST_WORDS = 5
_SMALL = frozenset("of the and for de du la &".split())
_NO_SITES = frozenset("utc gmt cet est pst day week month year level".split())


class _Run(NamedTuple):
    """Chips that follow each other, with nothing or a space between them."""

    start: int
    end: int
    names: list[str]


def find_linked_chips(text: str) -> AbstractSet[int]:
    """Where the links begin that are chips, by their words or by their address."""
    if "+" not in text and "utm_source=" not in text:
        return frozenset()
    links = list(_LINK.finditer(text))
    counted = [link for link in links if is_chip(link["words"])]
    found = {link.start() for link in counted if _is_sure(text, link)}
    if len(found) >= _HABIT:
        found |= {link.start() for link in counted if _CLAUSE_END.match(text, link.end())}
    return found | {link.start() for link in links if _is_given(link) and _stands_apart(text, link)}


def _is_sure(text: str, link: re.Match[str]) -> bool:
    """Whether a link with a number is a chip, which `[UTC+1](url)` is not: it names its site, comes from a chat or follows a sentence."""
    named = names_host(link["words"], link["target"])
    return named or _is_given(link) or _follows_sentence(text, link.start(), link.end())


def _is_given(link: re.Match[str]) -> bool:
    """Whether the address of a link tells that a chat gave it."""
    return any(sign in link["target"] for sign in _FROM_CHAT)


def _stands_apart(text: str, link: re.Match[str]) -> bool:
    """Whether a link is no part of a sentence: it follows one, or names its site where a clause ends."""
    if _follows_sentence(text, link.start(), link.end()):
        return True
    return names_host(link["words"], link["target"]) and _CLAUSE_END.match(text, link.end()) is not None


def _follows_sentence(text: str, start: int, end: int) -> bool:
    """Whether a sentence ends before a range of the text, and none begins with it."""
    return is_closed(text, start) and not text[end : end + 3].lstrip()[:1].islower()


def find_chips(masked: str) -> list[list[Candidate]]:
    """The chips of a text that are no links, in order: behind sentences and on lines of their own, if there are several."""
    runs = list(_runs(masked, frozenset())) if "+" in masked else []
    if sum(len(run.names) for run in runs) < _HABIT:
        return _hosts(masked)
    known = {name for run in runs for name in run.names}
    numbered = (_with_glued(masked, run, known) for run in _runs(masked, known))
    runs = sorted((*numbered, *_alone(masked, known)))
    return [[Candidate(CHIP, run.start, run.end, Content(tuple(dict.fromkeys(run.names))))] for run in runs]


def _hosts(masked: str) -> list[list[Candidate]]:
    """Hosts on lines of their own, if sentences go on behind several, as with the stop that stood behind a chip: `… by half`, `lake.org`, `. It`."""
    if not any(sign in masked for sign in _STOP_LINES):
        return []  # to look for stops first takes a tenth of the time
    if sum(_stands_behind_host(masked, match.start()) for match in _STOP_LINE.finditer(masked)) < _HABIT:
        return []
    found = list(_HOST_LINE.finditer(masked))
    if sum(match["stop"] is not None for match in found) < _HABIT:
        return []
    hosts = [match["host"].removeprefix("www.") for match in found]
    spans = [match.span("host") for match in found]
    return [
        [Candidate(CHIP, *span, Content((host,)), f"https://{host}")] for host, span in zip(hosts, spans, strict=True)
    ]


def _stands_behind_host(masked: str, end: int) -> bool:
    line = masked[max(0, end - _LONGEST_HOST) : end].rpartition("\n")[2]
    return _DOMAIN.fullmatch(line.strip(" \t")) is not None


def _runs(masked: str, known: AbstractSet[str]) -> Iterator[_Run]:
    """The chips with numbers, `Reuters+1` and `Reuters+2AP News+1`; those with `known` names behind words of a sentence, too."""
    run: _Run | None = None
    for count in _COUNT.finditer(masked):
        if run is not None and _is_name(name := masked[run.end : count.start()].removeprefix(" ")):
            run = _Run(run.start, count.end(), [*run.names, name])
            continue
        if run is not None and _ends(masked, run.end):
            yield run
        start = _begin(masked, count.start(), known)
        run = None if start is None else _Run(start, count.end(), [masked[start : count.start()]])
    if run is not None and _ends(masked, run.end):
        yield run


def _begin(masked: str, end: int, known: AbstractSet[str]) -> int | None:
    """Where the name begins that ends at an offset, behind a sentence or at the start of a line, or as a known one; None if there is none."""
    first = max(0, end - _WIDEST)
    starts = [found.end() for found in _OPENS.finditer(masked, first, end)]
    if first == 0:
        starts.insert(0, 0)
    for start in starts:
        if _is_name(masked[start:end]):
            return start
    words = (space.end() for space in _SPACE.finditer(masked, first, end)) if known else ()
    return next((start for start in words if masked[start:end] in known), None)


def _is_name(words: str) -> bool:
    """Whether words may be the name of a site: `Reuters`, `docs.example.org`, `The Times of India`."""
    if _NAME.fullmatch(words) is None:
        return False
    first, *others = words.split()
    if first.lower() in _NO_SITES or len(others) >= _MOST_WORDS:
        return False
    return not others or not (first.islower() or any(word.islower() and word not in _SMALL for word in others))


def _ends(masked: str, end: int) -> bool:
    """Whether no words of the same sentence stand behind a chip."""
    behind = masked[end : end + 3].lstrip(" \t")[:1]
    return not (behind.islower() or behind.isdigit())


def _with_glued(masked: str, run: _Run, known: AbstractSet[str]) -> _Run:
    """Chips with another one that has no number: `Reuters+1AP News`."""
    last = _GLUED.match(masked, run.end)
    if last is None or (name := last.group().rstrip()) not in known:
        return run
    return _Run(run.start, run.end + len(name), [*run.names, name])


def _alone(masked: str, known: AbstractSet[str]) -> Iterator[_Run]:
    """The same names and those of domains without a number, behind sentences where lines end and on lines of their own."""
    start = 0
    for line in masked.split("\n"):
        last = _LAST.search(line, 0 if len(line) < 2 * _WIDEST else len(line) - _WIDEST)
        name = last["name"].rstrip() if last else ""
        if last is not None and (name in known or _DOMAIN.fullmatch(name)):
            begin = start + last.start("name")
            yield _Run(begin, begin + len(name), [name])
        start += len(line) + 1
