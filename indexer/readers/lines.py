"""The lines of a plain text: where they are, and whether the text is hard-wrapped."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, islice, pairwise
from operator import add, sub

from indexer.late import dataclass
from indexer.patterns import pattern
from indexer.scripts import LAST_NARROW, WIDE

_SAMPLE = 2000  # pairs of lines that show whether a text is wrapped
_WIDEST_WRAP = 120
_NARROWEST_WRAP = 30
_LONGEST_PARAGRAPH = 500  # lines
_STANZA = 3  # lines
_LONGEST_VERSE = 60  # characters
_FEWEST_SPACES = 2
_VERSE_STOPS = frozenset('.!?:"”]')
_STOPS = frozenset('.!?"”')
_FEW = 7  # lines
_DEEPEST = 6  # columns that the first line of a paragraph is set in
_HUNG = 2  # columns at least by which later lines hang
_LONG = 60  # columns of a line that is more than a heading
SLACK = 15  # columns by which a wrapped line may be shorter than the width
_LONGEST_NUMBER = 3  # digits
_BEFORE_WIDE = pattern(rf"[^\s{WIDE}]{{1,40}}(?=[{WIDE}])")
_NUMBERED = pattern(r"\d{1,3}[.)]\s")


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

    def is_cut(self, at: int, after: int, width: int) -> bool:
        """Whether a sentence goes on behind a comma that ends a line; those of an address or a poem are short."""
        return self.words[at][-1:] == "," and self.words[after][:1].isalpha() and self.width(at) * 3 >= width * 2

    def is_hung(self, first: int, last: int, at: int) -> bool:
        """Whether a line is set in below the first of its block, behind one that is long: as in a list of works."""
        return self.indents[at] >= self.indents[first] + _HUNG and self.width(last) >= _LONG

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
    if line[0] > LAST_NARROW:
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


def is_verse(lines: Lines, at: int) -> bool:
    """Whether the paragraph that starts at a line is a stanza: each line opens with a capital, whether or not a sentence does.

    It has three lines at least, none of them long, of small words; one ends at a comma and the last at a stop, and most end
    within a sentence, or none does without a sign.
    """
    if not all(map(_may_be_verse, lines.words[at : at + _STANZA])):
        return False
    end, last = at, min(len(lines.words), at + _LONGEST_PARAGRAPH)
    while end < last and lines.words[end]:
        end += 1
    stanza = lines.words[at:end]
    ends = [line[-1] for line in stanza]
    if len(stanza) < _STANZA or "," not in ends or ends[-1] not in _VERSE_STOPS:
        return False
    if sum(sign not in _VERSE_STOPS for sign in ends) * 2 < len(stanza) and any(map(str.isalnum, ends)):
        return False
    words = " ".join(stanza).split()
    return all(map(_may_be_verse, stanza)) and sum(map(str.islower, words)) * 5 >= len(words) * 3


def _may_be_verse(line: str) -> bool:
    return len(line) <= _LONGEST_VERSE and line.lstrip("\"“‘'")[:1].isupper() and line.count(" ") >= _FEWEST_SPACES


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
