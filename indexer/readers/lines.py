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
_STOPS = frozenset('.!?"”')
_FEW = 7  # lines
_DEEPEST = 6  # columns that the first line of a paragraph is set in
SLACK = 15  # columns by which a wrapped line may be shorter than the width
_PAGE_NUMBER = re.compile(
    r"[\[(–—-]?[ \t]?(?:page|seite|p\.)?[ \t]?(?:\d{1,4}|[ivxl]{1,6})(?:[ \t]?(?:of|/)[ \t]?\d{1,4})?[ \t]?[\])–—-]?",
    re.IGNORECASE,
)
# What courts print on each page of what is filed: `Case 1:12-cv-01343-KPF Document 59 Filed 03/26/13 Page 1 of 14`.
_FILED = re.compile(
    r"(?:USCA[\d ]{0,4}|Appellate )?Case:? ?#?:?\d[\w:.-]{3,30} (?:[^\n]{0,120}? )?Page(?:ID)?:? ?#?:? ?\d{1,5}(?: ?of ?\d{1,5})?(?: (?:PageID|Date Filed)[^\n]{0,20})?"
)
# Where a page of a printed report begins: `[590 F.Supp.3d 858]`.
_REPORTED = re.compile(r"\[\*?\d{1,4} (?:[A-Z][\w'’]{0,8}\.? ?){1,5}(?:[23]d |[45]th )?\*?\d{1,5}\]")
_REPORTED_SIGN = re.compile(r"\n[ \t]{0,20}\[\*?\d{1,4} [A-Z]")
_NUMBERED_HEAD = re.compile(r"(?P<before>\d{1,4}) {3,}\S.*|\S.* {3,}(?P<behind>\d{1,4})")
_FEWEST_HEADS = 3
_SHORTEST_PAGE = 8  # lines
_DIGIT = frozenset("0123456789")
_LONGEST_NUMBER = 3  # digits
_RFC_FOOT = re.compile(r"[^\n]{1,200}\[Page [\divxl]{1,5}\]")
_MAIL_HEAD = re.compile(
    r"\s{0,9}(?:(?:From|To|Cc|Bcc|Subject|Date|Sent|Reply-To|In-Reply-To|References|Message-ID|Received|Return-Path|Delivered-To"
    r"|MIME-Version|Content-[\w-]{1,30}|X-[\w-]{1,30}):[^\n]*\n(?:[ \t]+\S[^\n]*\n)*){2,60}(?=\s*\n)"
)
_COLUMNS = re.compile(r"\S {3,}\S")
_BEFORE_WIDE = re.compile(r"[^\s\u2e81-\uffff]{1,40}(?=[\u2e81-\uffff])")
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
    if caseless * 2 > len(pairs) > 3 and full * 10 >= 7 * len(pairs):
        return width
    longest = [after for length, after in pairs if length * 5 >= width * 4]  # without captions and short lists
    return (
        width if len(longest) > _FEW and sum(after[0].islower() for after in longest) * 5 >= len(longest) * 3 else None
    )


def first_word_length(line: str) -> int:
    """The width of what an editor cannot break at the start of a line: a word, or a character in scripts without spaces."""
    if line[0] > "\u2e80":
        return 1
    if not line.isascii() and (wide := _BEFORE_WIDE.match(line)):  # `2024年` may be broken behind the number
        return wide.end()
    space = line.find(" ")
    return len(line) if space < 0 else space


def is_number(line: str) -> bool:
    """Whether all of a line is the number of a page, a paragraph or a note."""
    return len(line) <= _LONGEST_NUMBER and line.isdigit()


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
    Otherwise one of the paragraphs that are set in, up to the next blank line, tells the width of them all.
    """
    end, last = at, min(len(lines.words), at + _LONGEST_PARAGRAPH)
    while end < last and lines.words[end]:
        end += 1
    if (width := _wrapped_width(lines, at, end)) is not None:
        return width
    starts = [at, *(line for line in range(at + 1, end) if _is_set_in(lines, line)), end]
    widths = (_wrapped_width(lines, *ends) for ends in pairwise(starts)) if len(starts) > 2 else ()
    return next((width for width in widths if width is not None), None)


def _wrapped_width(lines: Lines, start: int, end: int) -> int | None:
    words = lines.words[start:end]
    goes_on = (line[0].islower() or (line[0].isdigit() and not _NUMBERED.match(line)) for line in words[1:])
    if len(words) < 3 or not any(goes_on) or not is_wrapped(words) or all(line[0].isdigit() for line in words):
        return None
    return max(map(lines.width, range(start, end)))


def _is_set_in(lines: Lines, at: int) -> bool:
    """Whether a line begins a paragraph by white space before it, behind one that ends in a stop."""
    indents = lines.indents
    return lines.words[at - 1][-1:] in _STOPS and indents[at - 1] + 1 < indents[at] <= indents[at - 1] + _DEEPEST


def find_furniture(text: str, lines: Lines) -> frozenset[int]:
    """The lines that belong to the page, not the text: running heads and feet, page numbers, the header of a mail.

    Only texts with form feeds, or with the footers of RFCs, have pages.
    """
    head = _MAIL_HEAD.match(text)
    of_mail = range(head.group().count("\n")) if head else range(0)
    feet = "[Page " in text
    counted = [at for at, line in enumerate(lines.words) if line and (line[-1] in _DIGIT or line[0] in _DIGIT)]
    of_pages = {*_numbers_in_sentences(lines.words, counted), *_numbered_heads(lines.words, counted)}
    if _REPORTED_SIGN.search(text):
        of_pages.update(at for at, line in enumerate(lines.words) if line[:1] == "[" and _REPORTED.fullmatch(line))
    if "Filed" in text and "Case" in text:
        of_pages.update(at for at, line in enumerate(lines.words) if "Page" in line and _FILED.fullmatch(line))
    if "\f" not in text and not feet:
        return frozenset(of_pages.union(of_mail))
    edges = [(at, lines.words[at]) for at in _page_edges(text, lines)]
    shapes = Counter(_DIGITS.sub("0", line) for _, line in edges)
    found = {at for at, line in edges if shapes[_DIGITS.sub("0", line)] > 1 or _PAGE_NUMBER.fullmatch(line)}
    if feet:
        found.update(_feet_and_heads(lines))
    return frozenset(found.union(of_mail, of_pages))


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
