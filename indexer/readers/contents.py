"""Tables of contents: navigation, whose lines state nothing.

Two things show one: leaders, `Storage ....... 12`, with page numbers that rise, and a heading that names it, above short lines
most of which come again as headings, or end in a page number.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from indexer.model import PROSE, Block
from indexer.patterns import pattern

_LEADERS = ("....", " . . . .", "……", "·····")
_DOTS = " \t.…·"
_FEWEST_DOTS = 4
_FEWEST_DOTS_AMONG = 2  # behind a long title, among lines with more
_PAGE_ENDS = frozenset("0123456789ivxl|")
_LONGEST_PAGE = 5  # signs
_BEFORE_PAGES = frozenset(" \t|.…·")
_COLUMNS = ("  ", "\t", "|", "| ")
_LISTED = pattern(r"(?:\d{1,2}(?:\.\d{1,2}){0,4}[.)]?|[-*•–]|[IVX]{1,5}\.)\s")
_BEFORE_WORDS = pattern(r"(?:[\W\d_]|[IVX]{1,5}\.\s)+")
_TAIL = " \t*_#:：|>" + _DOTS
_LINK = pattern(r"\[([^\[\]\n]{1,200})\]\([^()\s]{0,300}\)")
_STOPS = frozenset(".!。！;；")
_NO_TITLE_ENDS = _STOPS | frozenset(",，、-")
_LONGEST = 120  # characters of an entry
_WRAPPED = 2  # lines between two with leaders: of a long title, or the name of a part
_FEWEST = 2
_SOON = 9  # lines
_LONGEST_PART = 40  # pages
_ENTRIES_A_FALL = 5  # one page number in so many may be less than that before it

_SURE = frozenset(
    (
        "table of contents|inhaltsverzeichnis|table des matières|tabla de contenido|tabla de contenidos|índice de contenidos|índice general"
        "|indice dei contenuti|inhoudsopgave|innehållsförteckning|indholdsfortegnelse|innholdsfortegnelse|sisällysluettelo|spis treści"
        "|оглавление|目录|目錄|目次|목차|tartalomjegyzék|πίνακας περιεχομένων|mục lục|daftar isi|תוכן עניינים"
    ).split("|")
)
"""What a table of contents alone is called."""
_NAMES = _SURE | frozenset(
    (
        "contents|in this article|in this report|on this page|inhalt|sommaire|contenido|contenidos|índice|indice|sommario|sumário|conteúdo"
        "|inhoud|innehåll|indhold|innhold|sisällys|obsah|содержание|зміст|съдържание|tartalom|περιεχόμενα|i̇çindekiler|içindekiler|cuprins|차례"
        "|المحتويات|فهرس"
    ).split("|")
)
_SIGNS_AROUND = ("", ""), ("", ":"), ("", "："), ("**", "**"), ("**", ":**"), ("== ", " ==")
_SIGNS_BEFORE = ((sign * depth + " ", "") for sign in "#=" for depth in (1, 2, 3))
_HEADINGS = frozenset(before + name + after for before, after in (*_SIGNS_AROUND, *_SIGNS_BEFORE) for name in _NAMES)
"""Lines in lower case that name one."""


def contents_lines(text: str, words: Sequence[str], skipped: Container[int] = ()) -> set[int]:
    """The lines of a text that belong to tables of contents, by their numbers.

    `words` are its lines without the white space around them, `skipped` those that belong to its pages.
    """
    found: set[int] = set()
    if any(sign in text for sign in _LEADERS):
        found.update(_between_leaders(words, skipped))
    folded = list(map(str.casefold, words))
    if not _HEADINGS.isdisjoint(folded):
        named = [at for at, line in enumerate(folded) if line in _HEADINGS]
        led = {at for at in named if _next(at, words, skipped) in found}
        found.update(led)
        if len(led) < len(named):
            again = Counter(bare_title(line) for line in words if line and _may_be_title(line))
            for at in named:
                found.update(_below(at, words, again, skipped) if at not in led else ())
    return found


def _next(at: int, words: Sequence[str], skipped: Container[int]) -> int | None:
    """The next line that is not blank, if one follows soon."""
    soon = range(at + 1, min(len(words), at + _SOON))
    return next((line for line in soon if words[line] and line not in skipped), None)


def without_contents(text: str, blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks, with the prose that is in tables of contents as furniture."""
    lines = text.split("\n")
    found = contents_lines(text, list(map(str.strip, lines)))
    if not found:
        return tuple(blocks)
    starts = list(accumulate((len(line) + 1 for line in lines), initial=0))
    kept = []
    for block in blocks:
        first, end = bisect_right(starts, block.span.start) - 1, bisect_left(starts, block.span.end)
        is_contents = block.kind in PROSE and all(at in found or not lines[at].strip() for at in range(first, end))
        kept.append(Block("furniture", block.span) if is_contents else block)
    return tuple(kept)


def leads_to_page(line: str) -> bool:
    """Whether dots at the end of a line lead to the number of a page."""
    page = _page(line)
    return page is not None and page.dots >= _FEWEST_DOTS


def _between_leaders(words: Sequence[str], skipped: Container[int]) -> Iterator[int]:
    """The lines with leaders, and the few between two of them, where their page numbers rise."""
    run: list[tuple[int, int]] = []  # lines with leaders, and their pages
    dotted = [at for at, line in enumerate(words) if line.count(".") > 1 or "…" in line or "·" in line]
    for at in dotted:
        page = _page(words[at])
        if page is None or page.dots < _FEWEST_DOTS_AMONG or at in skipped:
            continue
        if run and not _is_near(run[-1][0], at, words, skipped):
            yield from _of_run(run)
            run = []
        if run or page.dots >= _FEWEST_DOTS:
            run.append((at, page.number))
    yield from _of_run(run)


def _is_near(last: int, at: int, words: Sequence[str], skipped: Container[int]) -> bool:
    """Whether no more stands between two lines with leaders than a long title, or the name of a part."""
    between = [words[line] for line in range(last + 1, at) if words[line] and line not in skipped]
    return len(between) <= _WRAPPED and all(line[-1] not in _STOPS for line in between)


def _of_run(run: Sequence[tuple[int, int]]) -> Iterable[int]:
    falls = sum(before > page for (_, before), (_, page) in pairwise(run))
    return range(run[0][0], run[-1][0] + 1) if run and falls * _ENTRIES_A_FALL < len(run) else ()


class _Page(NamedTuple):
    """The page number that ends a line: where it begins, its value, 0 for a Roman one, and how many dots stand before it."""

    start: int
    number: int
    dots: int
    apart: bool  # behind the gap of a column


def _page(line: str) -> _Page | None:
    body = line.rstrip(" \t|")
    before = body.rstrip("0123456789")
    if len(before) == len(body):
        before = body.rstrip("ivxl")
    page = body[len(before) :]
    if not page or len(page) > _LONGEST_PAGE or before[-1:] not in _BEFORE_PAGES:
        return None
    leaders = before[len(before.rstrip(_DOTS)) :]
    dots = leaders.count(".") + 2 * leaders.count("…") + leaders.count("·")
    return _Page(len(before), int(page) if page.isdecimal() else 0, dots, before.endswith(_COLUMNS))


def _below(heading: int, words: Sequence[str], again: Mapping[str, int], skipped: Container[int]) -> list[int]:
    """The lines of the table of contents that a heading names, with the heading, up to the last one that is plainly an entry."""
    is_sure = bare_title(words[heading]) in _SURE
    found: list[tuple[int, bool]] = []  # lines, and whether they are plainly entries
    last = 0  # page
    seen: list[str] = []
    for at in range(heading + 1, len(words)):
        line = words[at]
        if not line or at in skipped:
            continue
        bare = bare_title(line)
        if len(bare) > _LONGEST or line.casefold() in _HEADINGS or (seen and bare == seen[0]):
            break
        page = _page(line)
        paged = page is not None and (_is_apart(page) or 0 <= page.number - last <= _LONGEST_PART)
        last = page.number if page and paged else last
        plain = bool(bare) and (paged or again[bare] > 1 or (is_sure and _LISTED.match(line) is not None))
        if not plain and line[-1] in _STOPS:
            break
        found.append((at, plain))
        seen.append(bare)
    once = Counter(seen)
    while found and (not found[-1][1] or once[seen[-1]] > 1):  # what follows the table, up to the first sentence
        once[seen.pop()] -= 1
        found.pop()
    enough = sum(plain for _, plain in found) >= max(_FEWEST, len(found) / 2)
    return [heading, *(at for at, _ in found)] if enough else []


def _is_apart(page: _Page) -> bool:
    return page.apart or page.dots >= _FEWEST_DOTS


def titles(words: Sequence[str], lines: Iterable[int]) -> set[str]:
    """What the lines of tables of contents name, as `bare_title` gives it; a title may have two lines."""
    found: set[str] = set()
    begun = ""
    for at in sorted(lines):
        line = words[at]
        page = _page(line)
        found.update((bare_title(line), bare_title(f"{begun} {line}"), bare_title(line[: page.start] if page else "")))
        begun = line if page is None else ""
    return found - {""}


def may_be_listed(number: str, words: str) -> bool:
    """Whether a line with this number, or none, looks like one of those that a table of contents names."""
    return number[0].isdecimal() if number else words[-1] not in ":：" and words[0].isalnum() and not words[0].islower()


def bare_title(line: str) -> str:
    """The words of a heading, or of an entry that leads to it, in lower case, without number and page."""
    if "](" in line:
        line = _LINK.sub(r"\1", line)
    page = _page(line) if line[-1:] in _PAGE_ENDS else None
    line = (line[: page.start] if page and _is_apart(page) else line).rstrip(_TAIL)
    number = _BEFORE_WORDS.match(line)
    return (line[number.end() :] if number else line).casefold()


def _may_be_title(line: str) -> bool:
    return len(line) <= _LONGEST and not line[0].islower() and line[-1] not in _NO_TITLE_ENDS
