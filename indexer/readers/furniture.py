"""Which lines of a plain text belong to its pages: running heads, numbers, stamps of courts, the header of a mail."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence

from indexer.patterns import pattern
from indexer.readers.lines import SLACK, Lines, is_number

_PAGE_NUMBER = pattern(
    r"[\[(–—-]?[ \t]?(?:page|seite|p\.)?[ \t]?(?:\d{1,4}|[ivxl]{1,6})(?:[ \t]?(?:of|/)[ \t]?\d{1,4})?[ \t]?[\])–—-]?",
    re.IGNORECASE,
)
# What courts print on each page of what is filed: `Case 1:12-cv-01343-KPF Document 59 Filed 03/26/13 Page 1 of 14`.
_FILED = pattern(
    r"(?:USCA[\d ]{0,4}|Appellate )?Case:? ?#?:?\d[\w:.-]{3,30} (?:[^\n]{0,120}? )?Page(?:ID)?:? ?#?:? ?\d{1,5}(?: ?of ?\d{1,5})?(?: (?:PageID|Date Filed)[^\n]{0,20})?"
)
# Where a page of a printed report begins: `[590 F.Supp.3d 858]`.
_REPORTED = pattern(r"\[\*?\d{1,4} (?:[A-Z][\w'’]{0,8}\.? ?){1,5}(?:[23]d |[45]th )?\*?\d{1,5}\]")
_REPORTED_SIGN = pattern(r"\[\*?\d{1,4} [A-Z]")
_DASHED = pattern(r"[-–—] ?\d{1,4} ?[-–—]")  # a page's number: `- 3 -`
# How such a line ends, for each dash: found faster than by a look at each line.
_DASHED_ENDS = {dash: pattern(rf"{dash}(?:(?<=\d{dash})|(?<=\d[ ]{dash}))[ \t]{{0,9}}\n") for dash in "-–—"}
_NUMBERED_HEAD = pattern(r"(?P<before>\d{1,4}) {3,}\S.*|\S.* {3,}(?P<behind>\d{1,4})")
_TIME = r"(?:\d{1,2}:)?\d{1,2}:\d\d(?:[.,]\d{1,3})?"
_TIMES = pattern(rf"{_TIME}(?: --> {_TIME}(?: [\w:%., -]{{1,80}})?)?|[(\[]{_TIME}[)\]]:?")
_OF_PATCH = pattern(r"[+\\-]|@@|index |(?:new|old|deleted) (?:file|mode)|rename |similarity ")
_SIGNED_OFF = pattern(
    r"(?:>\s?)*[A-Z][a-z]{1,20}(?:-[a-z]{1,20}){1,3}: [^\n<>]{1,100}<[^<>\s]{1,100}>"
    r"|(?:>\s?)*(?:Fixes: [0-9a-f]{8,40} \(|(?:Link|Closes): https?://\S{1,300}$|Cc: [^\n]{0,100}<?[\w.+-]{1,60}@[\w.-]{1,60}>?$)"
)
_CHANGED = pattern(r"\d{1,5} files? changed, \d[^\n]{1,80}[(][+-][)]")
_FEWEST_TIMES = 3
_LONGEST_TIME = 15  # characters, in brackets
_OPENERS = ("(", "[")
_MOST_ABOVE = 5  # lines between a page's number and the next page's stamp
_FEWEST_HEADS = 3
_SHORTEST_PAGE = 8  # lines
_DIGIT = frozenset("0123456789")
_RFC_FOOT = pattern(r"[^\n]{1,200}\[Page [\divxl]{1,5}\]")
_MAIL_HEAD = pattern(
    r"\s{0,9}(?:MEMO(?:RANDUM)?\s{1,9})?(?P<fields>(?:(?:From|FROM|To|TO|CC|DATE|SUBJECT|RE|Re|Cc|Bcc|Subject|Date|Sent|Reply-To|In-Reply-To|References|Message-ID|Received|Return-Path|Delivered-To"
    r"|MIME-Version|Content-[\w-]{1,30}|X-[\w-]{1,30}):[^\n]*\n(?:[ \t]+\S[^\n]*\n)*){2,60})(?=\s*\n)"
)
_COLUMNS = pattern(r"\S {3,}\S")
_DIGITS = pattern(r"\d+")


def find_furniture(text: str, lines: Lines) -> frozenset[int]:
    """The lines that belong to the page, not the text: running heads and feet, page numbers, the header of a mail.

    Form feeds and the footers of RFCs tell where pages end; without them, only what is plainly of a page counts.
    """
    head = _MAIL_HEAD.match(text)
    of_mail = range(text.count("\n", 0, head.start("fields")), text.count("\n", 0, head.end())) if head else range(0)
    feet = "[Page " in text
    paged = "\f" in text or feet
    of_pages: set[int] = set()
    if not paged:
        counted = [at for at, line in enumerate(lines.words) if line and (line[-1] in _DIGIT or line[0] in _DIGIT)]
        of_pages = {*_numbers_in_sentences(lines.words, counted), *_numbered_heads(lines.words, counted)}
        if "\n(" in text or "\n[" in text:  # `(00:45):` among them
            counted += [
                at for at, line in enumerate(lines.words) if line[:1] in _OPENERS and len(line) <= _LONGEST_TIME
            ]
        of_pages.update(_times(lines.words, counted), _between_dashes(text, lines))
    if "diff --git " in text:
        of_pages.update(_patches(lines))
    if "-by: " in text:
        of_pages.update(at for at, line in enumerate(lines.words) if ": " in line and _SIGNED_OFF.match(line))
    if _REPORTED_SIGN.search(text):
        of_pages.update(at for at, line in enumerate(lines.words) if line[:1] == "[" and _REPORTED.fullmatch(line))
    if "Filed" in text and "Case" in text:
        stamped = [at for at, line in enumerate(lines.words) if "Page" in line and _FILED.fullmatch(line)]
        of_pages.update(stamped, _numbers_above(lines.words, stamped))
    if not paged:
        return frozenset(of_pages.union(of_mail))
    edges = [(at, lines.words[at]) for at in _page_edges(text, lines)]
    shapes = Counter(_DIGITS.sub("0", line) for _, line in edges)
    found = {at for at, line in edges if shapes[_DIGITS.sub("0", line)] > 1 or _PAGE_NUMBER.fullmatch(line)}
    if feet:
        found.update(_feet_and_heads(lines))
    return frozenset(found.union(of_mail, of_pages))


def _numbers_above(words: Sequence[str], stamped: Sequence[int]) -> Iterator[int]:
    """The numbers of pages that close before the stamp of the next one."""
    for at in stamped:
        above = next((line for line in range(at - 1, max(0, at - _MOST_ABOVE), -1) if words[line]), None)
        if above is not None and is_number(words[above]):
            yield above


def _numbers_in_sentences(words: Sequence[str], counted: Sequence[int]) -> Iterator[int]:
    """The numbers that stand alone between a line that is not at its end and one that goes on with it.

    `counted` are the lines that a digit opens or closes.
    """
    for at in counted:
        if is_number(words[at]) and 0 < at < len(words) - 1:
            before = words[at - 1] or words[at - 2]
            after = words[at + 1] or "".join(words[at + 2 : at + 3])
            if len(before) > SLACK and (before[-1].isalpha() or before[-1] in ",-") and after[:1].islower():
                yield at


def _times(words: Sequence[str], counted: Sequence[int]) -> Iterator[int]:
    """The times between the lines of a speech, as captions have them, and the numbers above those: `0:07`, `(00:45):`, `0:01:07,200 --> 0:01:09,000`."""
    found = [at for at in counted if ":" in words[at] and _TIMES.fullmatch(words[at])]
    if len(found) < _FEWEST_TIMES:
        return
    for at in found:
        yield at
        if at and " --> " in words[at] and is_number(words[at - 1]):
            yield at - 1


def _patches(lines: Lines) -> Iterator[int]:
    """The lines of patches, as mails have them: set in, or behind a sign, from the first on that names two files."""
    within = False
    for at, line in enumerate(lines.words):
        if line.startswith("diff --git "):
            within = True
        elif within and line and not (lines.indents[at] or _OF_PATCH.match(line)):
            within = False
        if within or ("changed, " in line and _CHANGED.fullmatch(line)):
            yield at


def _between_dashes(text: str, lines: Lines) -> Iterator[int]:
    """The lines that are the number of a page between dashes."""
    for dash, end in _DASHED_ENDS.items():
        for found in end.finditer(text) if dash in text else ():
            at = bisect_right(lines.starts, found.start()) - 1
            if _DASHED.fullmatch(lines.words[at]):
                yield at


def _numbered_heads(words: Sequence[str], counted: Sequence[int]) -> Iterator[int]:
    """Heads of pages that are set apart from their numbers, which count on: `4       HALE v. VANE`; and what stands below each.

    Three at least, each a page's lines from the one before, and words that come again.
    """
    chain: list[tuple[int, int, str]] = []
    for at in counted:
        line = words[at]
        head = _NUMBERED_HEAD.fullmatch(line) if "   " in line else None
        if head is None:
            continue
        number = int(head["before"] or head["behind"])
        if chain and (number != chain[-1][1] + 1 or at - chain[-1][0] < _SHORTEST_PAGE):
            yield from _of_heads(words, chain)
            chain = []
        chain.append((at, number, _DIGITS.sub("0", line.strip("0123456789 "))))
    yield from _of_heads(words, chain)


def _of_heads(words: Sequence[str], chain: Sequence[tuple[int, int, str]]) -> Iterator[int]:
    """The lines of a chain of heads, and those below them that come again."""
    if len(chain) < _FEWEST_HEADS or len({shape for _, _, shape in chain}) == len(chain):
        return
    below = [
        next((after for after in range(at + 1, at + 3) if words[after : after + 1] != [""]), at) for at, _, _ in chain
    ]
    again = Counter(words[at] for at in below if at < len(words))
    for (at, _, _), after in zip(chain, below, strict=True):
        yield at
        if after < len(words) and again[words[after]] > 1:
            yield after


def _feet_and_heads(lines: Lines) -> Iterator[int]:
    """The footers of RFC pages, and the line after each if it has columns, as running heads do."""
    after_foot = False
    for at, line in enumerate(lines.words):
        if line:
            is_foot = line[-1] == "]" and _RFC_FOOT.fullmatch(line) is not None
            if is_foot or (after_foot and _COLUMNS.search(line)):
                yield at
            after_foot = is_foot


def _page_edges(text: str, lines: Lines) -> Iterator[int]:
    """The last line of text before each form feed, and the first after it."""
    feed = text.find("\f")
    last = None
    for at, line in enumerate(lines.words):
        if line:
            if last is not None and 0 <= feed < lines.starts[at]:
                yield from (last, at)
            if 0 <= feed < lines.end(at):
                feed = text.find("\f", lines.end(at))
            last = at
