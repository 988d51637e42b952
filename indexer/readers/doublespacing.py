"""Double spacing in a plain text, as courts print opinions: a blank line stands between the lines of a sentence."""

from __future__ import annotations

from collections.abc import Iterator

from indexer.readers.linebreaks import ended, hangs
from indexer.readers.lines import SLACK, Lines, first_word_length

_FEWEST = 5  # lines that go on in lower case behind a blank one
_NARROWEST, _WIDEST = 40, 120  # columns of a line that may have been full
_SET_IN = 2  # columns at least by which a paragraph begins


def without_double_spacing(lines: Lines) -> Lines:
    """The lines of a text without the blank ones inside its paragraphs; the same ones where it is not set so."""
    words = lines.words
    if words.count("") * 5 < len(words) * 2:
        return lines
    gaps = list(_gaps(words))
    width = _width(lines, gaps)
    if width is None:
        return lines
    within = {at for at in gaps if _goes_on(lines, at, width)}
    kept = [at for at in range(len(words)) if at not in within]
    return Lines([words[at] for at in kept], [lines.starts[at] for at in kept], [lines.indents[at] for at in kept])


def _gaps(words: list[str]) -> Iterator[int]:
    """The blank lines that stand alone beside a line that does."""
    blank = [not line for line in words]
    for at in range(1, len(words) - 1):
        if blank[at] and not (blank[at - 1] or blank[at + 1]):
            lone_before, lone_after = at < 2 or blank[at - 2], at + 2 >= len(words) or blank[at + 2]
            if lone_before or lone_after:
                yield at


def _width(lines: Lines, gaps: list[int]) -> int | None:
    """The width of double-spaced lines: most end within a sentence and had no room for a word; some go on in lower case."""
    long = [at for at in gaps if _NARROWEST <= lines.width(at - 1) <= _WIDEST]
    open_ended = [at for at in long if not ended(lines.words[at - 1])]
    torn = [at for at in open_ended if _is_torn(lines.words[at - 1], lines.words[at + 1])]
    if len(torn) < _FEWEST or len(torn) * 4 < len(open_ended) or len(open_ended) * 2 < len(long):
        return None
    lengths = sorted(lines.width(at - 1) for at in torn)
    width = lengths[len(lengths) * 9 // 10]
    full = [at for at in open_ended if _is_full(lines, at, width)]
    return width if len(full) * 10 >= len(open_ended) * 7 else None


def _is_torn(before: str, after: str) -> bool:
    """Whether a sentence surely goes on from line to line."""
    return after[0].islower() and (before[-1].isalpha() or before[-1] == ",")


def _is_full(lines: Lines, at: int, width: int) -> bool:
    """Whether the line before a blank one had no room, with some slack, for the word behind it."""
    return lines.width(at - 1) + 1 + first_word_length(lines.words[at + 1]) > width - SLACK


def _goes_on(lines: Lines, at: int, width: int) -> bool:
    """Whether a blank line stands within a paragraph."""
    before, after = lines.words[at - 1], lines.words[at + 1]
    if ended(before):
        return _is_full(lines, at, width) and lines.indents[at + 1] < lines.indents[at - 1] + _SET_IN
    return after[0].islower() or hangs(before) or _is_full(lines, at, width)
