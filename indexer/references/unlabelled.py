"""Entries without labels: where one ends and the next begins, if no blank line stands between them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from indexer.dates import YEAR
from indexer.model import Block, Span
from indexer.patterns import pattern
from indexer.references.backlinks import behind_way_back
from indexer.references.entries import Entry
from indexer.references.loose import counting_lines
from indexer.references.retrieval import without_retrieval
from indexer.works import read_work
from indexer.works.names import PARTICLES

_LONGEST_WORD = 60
_SAMPLE = 400  # characters that tell authors and year
_LINE = pattern(r"\n(?P<indent>[ \t]*)(?=\S)")
_ANCHORS = pattern(r"(?:<(a|span)\s[^<>]{0,200}></\1>\s?){1,3}(?=\S)", re.IGNORECASE)
_ENDED = pattern(r"[.!?。)\]>”\"*_]\s*\Z")
_ENDED_BY_ADDRESS = pattern(r"(?:https?://|doi:|10\.\d{4})\S*\s*\Z")
_OWN_ADDRESS = pattern(r"[<(]?(?:https?://|doi:)\S+\s*\Z")
_LONGEST_LINE = 500
_FEWEST_WORDS = 3
_YEAR_OF_A_VISIT = pattern(r"(?<!\d)20\d\d(?!\d)")  # pages have been visited since
_SETS_OFF = frozenset('.,;!?)]”"»*_|–—-。，、')
# A line with a year in brackets near its beginning, whose authors need not be understood; behind a mere stop it opens with a surname.
_DATED = pattern(
    rf"(?P<surname>[^\W\d_][\w'’-]{{1,30}},\s)?(?!\s)[^\n(（]{{2,120}}[(（]{YEAR}[a-z]?[)）](?P<sign>[.,:]?)"
)
_OPENS = pattern(r"[*_\"“(]*(?P<word>[^\W\d_]+)|[-‐‑–—―_]{2,}|[—―]")


def split_lines(text: str, block: Block, at: int) -> list[Entry]:
    """The entries of a block that has no label: one, or one for each line that opens like an entry, or that counts on.

    Where later lines are set in, each line that is not begins an entry.
    """
    counted = counting_lines(text, block.span.start, block.span.end)
    starts = [block.span.start, *(counted or _starts(text, block))]
    ends = [*starts[1:], block.span.end]
    spans = [Span(start, start + len(text[start:end].rstrip())) for start, end in zip(starts, ends, strict=True)]
    return [Entry(at, "", "none", span, _behind_anchors(text, span)) for span in spans]


def is_beside(text: str, block: Block, last: Entry, *, headed: bool) -> bool:
    """Whether a paragraph is a dated work without a label, behind a whole entry in a list of labels, and not set in.

    In a list that is not `headed`, a sign follows the year: `Doe, J. (2020).`, and not: `Doe, Roe and Poe (2020) say that`.
    """
    if block.kind != "paragraph" or last.form not in ("bracket", "none") or text[block.span.start - 1] != "\n":
        return False
    beside = _names_surname(text, block.span.start, last.span, block.span.end, headed=headed)
    return beside and _is_whole(text, last, last.span)


def _is_whole(text: str, entry: Entry, before: Span) -> bool:
    """Whether an entry has its authors and year, or an address at the end of the words `before` the next line."""
    if _ENDED_BY_ADDRESS.search(text, max(before.start, before.end - _SAMPLE), before.end):
        return True
    return read_work(" ".join(text[entry.body : min(entry.span.end, entry.body + _SAMPLE)].split())) is not None


def _names_surname(text: str, start: int, before: Span, end: int, *, headed: bool) -> bool:
    """Whether a surname, more of a name and a year in brackets stand at an offset, behind a line that is over: `Doe, J. (2020)`."""
    dated = _DATED.match(text, start, end)
    if dated is None or dated["surname"] is None or not (headed or dated["sign"]) or not _may_open(text, start):
        return False
    return _begins(text, before, start, end)


def _behind_anchors(text: str, span: Span) -> int:
    """Where the words of an entry begin that may open with what links lead to, `<a id="doe20"></a>`, or with a way back."""
    anchors = _ANCHORS.match(text, span.start, span.end)
    return behind_way_back(text, anchors.end() if anchors else span.start, span.end)


def _starts(text: str, block: Block) -> Iterator[int]:
    lines = list(_LINE.finditer(text, block.span.start, block.span.end))
    if not lines:
        return
    begin = text.rfind("\n", 0, block.span.start) + 1
    first = block.span.start - begin if text[begin : block.span.start].isspace() or begin == block.span.start else None
    hanging = first is not None and any(len(line["indent"]) > first for line in lines)
    previous = block.span.start
    for line in lines:
        start = line.end()
        if text[start] == text[block.span.start] == "↑":
            yield start
            continue
        if not _may_open(text, start) and not _is_visited_line(text, previous, line.start(), start):
            continue
        if hanging:
            if len(line["indent"]) == first:
                yield start
        elif _begins(text, Span(max(previous, line.start() - _SAMPLE), line.start()), start, block.span.end):
            yield start
        previous = start


def _may_open(text: str, start: int) -> bool:
    """Whether a line may open with a name, or with a dash in its place: a cheap look first."""
    match = _OPENS.match(text, start, start + _LONGEST_WORD)
    if match is None:
        return False
    word = match["word"]
    return not word or not word[0].islower() or word in PARTICLES


def _begins(text: str, before: Span, start: int, end: int) -> bool:
    """Whether an entry begins at an offset, behind a line that is over."""
    addressed = _ENDED_BY_ADDRESS.search(text, before.start, before.end) is not None
    if not addressed and not _ENDED.search(text, before.start, before.end):
        return False
    if addressed and (is_own_line(text, start, end) or tells_visit_before_address(text, Span(start, end))):
        return True
    dated = _DATED.match(text, start, end)
    return (dated is not None and (addressed or dated["surname"] is not None)) or _names(text, start, end)


def _is_visited_line(text: str, previous: int, before: int, start: int) -> bool:
    """Whether a line behind one that ends with an address does so too, and tells a visit: such lines may open with any sign."""
    return _ENDED_BY_ADDRESS.search(
        text, max(previous, before - _SAMPLE), before
    ) is not None and tells_visit_before_address(text, Span(start, start + _LONGEST_LINE))


def tells_visit_before_address(text: str, span: Span) -> bool:
    """Whether the first line of a span ends with an address behind words and a visit: `Atlas, accessed May 1, 2025, https://…`."""
    line = text[span.start : min(span.end, span.start + _LONGEST_LINE)].partition("\n")[0]
    address = _OWN_ADDRESS.search(line)
    if address is None:
        return False
    words = line[: address.start()].rstrip(" ,")
    return _YEAR_OF_A_VISIT.search(words, len(without_retrieval(words))) is not None


def is_own_line(text: str, start: int, end: int) -> bool:
    """Whether a line names a work and ends with its address: words that a sign sets off from it and that do not only lead to it."""
    line = text[start : min(end, start + _LONGEST_LINE)].partition("\n")[0]
    address = _OWN_ADDRESS.search(line)
    if address is None or not _may_open(line, 0):
        return False
    words = without_retrieval(line[: address.start()]).rstrip()
    return words[-1:] in _SETS_OFF and len(words.split()) >= _FEWEST_WORDS


def split_behind(text: str, entries: list[Entry], *, headed: bool) -> list[Entry]:
    """Entries with labels, and the works without one on lines behind them.

    Such a line has authors and a year behind an entry that has them too or ends in an address, or, in a list that is `headed`, its
    own address behind that of the last entry.
    """
    return [
        part
        for entry in entries
        for part in _split_off(text, entry, headed=headed, may_own=headed and entry is entries[-1])
    ]


def _split_off(text: str, entry: Entry, *, headed: bool, may_own: bool) -> list[Entry]:
    end = entry.span.end
    if not entry.label or text.find("\n", entry.body, end) < 0:
        return [entry]
    starts, previous = [entry.span.start], entry.body
    for line in _LINE.finditer(text, entry.body, end):
        before, start = Span(max(previous, line.start() - _SAMPLE), line.start()), line.end()
        if not line["indent"] and (
            (may_own and _ENDED_BY_ADDRESS.search(text, before.start, before.end) and is_own_line(text, start, end))
            or (
                entry.form == "bracket"
                and _names_surname(text, start, before, end, headed=headed)
                and _is_whole(text, entry, before)
            )
        ):
            starts.append(start)
        previous = start
    if len(starts) == 1:
        return [entry]
    ends = [*starts[1:], end]
    spans = [Span(start, start + len(text[start:end].rstrip())) for start, end in zip(starts, ends, strict=True)]
    return [replace(entry, span=spans[0]), *(Entry(entry.block, "", "none", span, span.start) for span in spans[1:])]


def _names(text: str, start: int, end: int) -> bool:
    """Whether authors and a year stand at an offset, or a dash for the authors of the entry before."""
    words = text[start : min(end, start + _SAMPLE)]
    return words[0] in "-‐‑–—―_" or read_work(" ".join(words.split())) is not None
