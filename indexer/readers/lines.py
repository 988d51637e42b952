"""The lines of a plain text: where they are, whether the text is hard-wrapped, and which are page furniture."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate, islice, pairwise
from operator import add, sub

from indexer.late import dataclass

_SAMPLE = 2000  # pairs of lines that show whether a text is wrapped
_WIDEST_WRAP = 120
_NARROWEST_WRAP = 30
_LONGEST_PARAGRAPH = 500  # lines
SLACK = 15  # columns by which a wrapped line may be shorter than the width
_PAGE_NUMBER = re.compile(
    r"[\[(–—-]?[ \t]?(?:page|seite|p\.)?[ \t]?(?:\d{1,4}|[ivxl]{1,6})(?:[ \t]?(?:of|/)[ \t]?\d{1,4})?[ \t]?[\])–—-]?",
    re.IGNORECASE,
)
_RFC_FOOT = re.compile(r"[^\n]{1,200}\[Page [\divxl]{1,5}\]")
_MAIL_HEAD = re.compile(
    r"\s{0,9}(?:(?:From|To|Cc|Bcc|Subject|Date|Sent|Reply-To|In-Reply-To|References|Message-ID|Received|Return-Path|Delivered-To"
    r"|MIME-Version|Content-[\w-]{1,30}|X-[\w-]{1,30}):[^\n]*\n(?:[ \t]+\S[^\n]*\n)*){2,60}(?=\s*\n)"
)
_COLUMNS = re.compile(r"\S {3,}\S")
_DIGITS = re.compile(r"\d+")
_NUMBERED = re.compile(r"\d{1,3}[.)]\s")


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of a text, as three parallel lists: made in half the time of a record for each line.

    `words` are the lines without the white space around them, empty for a blank one; `starts` are the offsets of the
    words, `indents` the columns before them.
    """

    words: list[str]
    starts: list[int]
    indents: list[int]

    def end(self, at: int) -> int:
        """The offset of the end of the words of a line."""
        return self.starts[at] + len(self.words[at])

    def width(self, at: int) -> int:
        """The width of a line in columns."""
        return self.indents[at] + len(self.words[at])


def find_lines(text: str) -> Lines:
    """All lines in order."""
    raws = text.split("\n")
    lengths = list(map(len, raws))
    bare = list(map(str.lstrip, raws))
    leads = list(map(sub, lengths, map(len, bare)))
    begins = accumulate(map((1).__add__, lengths), initial=0)
    starts = list(map(add, begins, leads))
    if "\t" in text:
        leads = [len(raw[:lead].expandtabs(8)) for raw, lead in zip(raws, leads, strict=True)]
    return Lines(list(map(str.rstrip, bare)), starts, leads)


def wrap_width(lines: Lines) -> int | None:
    """The column at which the editor of the text wrapped lines; None if each line is a paragraph.

    In a wrapped text, most lines after another start in lower case, or, in scripts without case, most lines are as long as
    the longest.
    """
    sample = zip(lines.indents, lines.words, islice(lines.words, 1, 20 * _SAMPLE), strict=False)
    pairs = [(indent + len(words), after) for indent, words, after in sample if words and after][:_SAMPLE]
    if not pairs:
        return None
    lengths = sorted([length for length, _ in pairs])
    width = lengths[min(len(lengths) - 1, len(lengths) * 95 // 100)]
    if not _NARROWEST_WRAP <= width <= _WIDEST_WRAP:
        return None
    lower = sum([after[0].islower() and after[1:2] not in (".", ")") for _, after in pairs])
    if lower * 5 >= len(pairs) * 2:
        return width
    cased = lower + sum([after[0].isupper() for _, after in pairs])
    if lower * 10 >= 3 * len(pairs) and lower * 5 >= cased * 2:
        return width
    full = sum(length >= width - 4 for length, _ in pairs)
    caseless = sum(after[0].isalpha() for _, after in pairs) - cased
    return width if caseless * 2 > len(pairs) > 3 and full * 10 >= 7 * len(pairs) else None


def first_word_length(line: str) -> int:
    """The width of what an editor cannot break at the start of a line: a word, or a character in scripts without spaces."""
    if line[0] > "\u2e80":
        return 1
    space = line.find(" ")
    return len(line) if space < 0 else space


def is_wrapped(lines: Sequence[str]) -> bool:
    """Whether a paragraph is wrapped: after nearly each line, the next word would not have fitted."""
    width = max(map(len, lines))
    if len(lines) < 2 or not _NARROWEST_WRAP <= width <= _WIDEST_WRAP:
        return False
    full = sum(len(line) + 1 + first_word_length(after) > width - SLACK for line, after in pairwise(lines) if after)
    return full * 10 >= 7 * (len(lines) - 1)


def paragraph_width(lines: Lines, at: int) -> int | None:
    """The width of a paragraph that is wrapped in a text that as a whole is not: a letter with lists and addresses.

    `at` is its first line. It must have three lines, nearly all full, one of which starts without a capital.
    """
    end, last = at, min(len(lines.words), at + _LONGEST_PARAGRAPH)
    while end < last and lines.words[end]:
        end += 1
    words = lines.words[at:end]
    goes_on = (line[0].islower() or (line[0].isdigit() and not _NUMBERED.match(line)) for line in words[1:])
    if len(words) < 3 or not any(goes_on) or not is_wrapped(words):
        return None
    return max(map(lines.width, range(at, end)))


def find_furniture(text: str, lines: Lines) -> frozenset[int]:
    """The lines that belong to the page, not the text: running heads and feet, page numbers, the header of a mail.

    Only texts with form feeds, or with the footers of RFCs, have pages.
    """
    head = _MAIL_HEAD.match(text)
    of_mail = range(head.group().count("\n")) if head else range(0)
    feet = "[Page " in text
    if "\f" not in text and not feet:
        return frozenset(of_mail)
    edges = [(at, lines.words[at]) for at in _page_edges(text, lines)]
    shapes = Counter(_DIGITS.sub("0", line) for _, line in edges)
    found = {at for at, line in edges if shapes[_DIGITS.sub("0", line)] > 1 or _PAGE_NUMBER.fullmatch(line)}
    if feet:
        found.update(_feet_and_heads(lines))
    return frozenset(found.union(of_mail))


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
