"""The numbers of the lines of a transcript or a pleading, which are none of its words, as in `12   Q.   Who paid?`."""

from __future__ import annotations

from itertools import pairwise

from indexer.patterns import pattern
from indexer.readers.linebreaks import ended
from indexer.readers.lines import SLACK, Lines, first_word_length

Spans = dict[int, tuple[int, int]]

_NUMBER = pattern(r"(\d{1,2})(?:[ \t]{2,}|\Z)")
# Who speaks: `Q.   Who`, `THE COURT:`, `MR. PIKE:`.
_TURN = pattern(r"[QA](?:[.:][ \t]|[ \t]{2,})[ \t]{0,20}[A-Z\"]|[A-Z][A-Z.'’ -]{2,30}:")
# What stands where people speak. Each begins with one sign, by which the engine finds it at full speed.
_SPOKEN = (pattern(r"Q(?:[.:][ \t]|[ \t]{2})"), pattern(r":(?<=[A-Z]:)"))
_TENTH = ("10  ", "10\n")  # each page of a pleading has a tenth line
_FEWEST_OF_A_PAGE = 10  # lines
_FEWEST_BROKEN = 4  # sentences that go on with the next number
_NARROWEST = 40  # columns of a full line
_LONGEST_TURN = 120  # characters from the number of its line to the end of who speaks
_FEWEST = 3  # lines of a run that are read as such where others surely are
_FEWEST_SURE = 5
_FEWEST_TURNS = 2
_MOST_BLANK = 2  # lines between two of a run


def without_line_numbers(text: str, lines: Lines) -> tuple[Lines, Spans]:
    """The lines of a text without their numbers and the blank ones between them, and where numbers stand, by line.

    Where no transcript and no pleading is, the same lines and none.
    """
    spoken = any(_is_numbered(text, sign.start()) for each in _SPOKEN for sign in each.finditer(text))
    if not spoken and not any(tenth in text for tenth in _TENTH):
        return lines, {}
    runs = _runs(lines.words)
    if not any(
        (spoken and len(run) >= _FEWEST_SURE and _has_turns(lines.words, run)) or _is_broken(lines.words, run)
        for run in runs
    ):
        return lines, {}
    numbered = {at: run[0] for run in runs if len(run) >= _FEWEST for at in run}
    kept, spans = Lines([], [], []), {}
    run = after = -1  # the run that a line may be in, and its last line
    for at, (line, start, indent) in enumerate(zip(lines.words, lines.starts, lines.indents, strict=True)):
        size = 0
        if (number := _NUMBER.match(line)) and at in numbered:
            size = number.end()
            if numbered[at] == run:  # double spacing
                del kept.words[after:], kept.starts[after:], kept.indents[after:]
            spans[len(kept.words)] = (start, start + size)
            run, after = numbered[at], len(kept.words) + 1
        kept.words.append(line[size:])
        kept.starts.append(start + size)
        kept.indents.append(indent + size)
    return kept, spans


def _is_numbered(text: str, at: int) -> bool:
    """Whether what stands before an offset on its line begins with a digit: a cheap look first."""
    return text[max(0, at - _LONGEST_TURN) : at].rpartition("\n")[2].lstrip()[:1].isdigit()


def _runs(words: list[str]) -> list[list[int]]:
    """Lines that begin with numbers which count up by one, with nothing between them, each run by itself."""
    runs: list[list[int]] = []
    last, expected = -1, ""
    for at, line in enumerate(words):
        if not line[:1].isdigit() or not (number := _NUMBER.match(line)):
            continue
        if number[1] == expected and at - last <= _MOST_BLANK + 1 and not any(words[last + 1 : at]):
            runs[-1].append(at)
        else:
            runs.append([at])
        last, expected = at, str(int(number[1]) + 1)
    return runs


def _has_turns(words: list[str], run: list[int]) -> bool:
    """Whether people speak in turn on some lines."""
    turns = 0
    for at in run:
        number = _NUMBER.match(words[at])
        turns += number is not None and _TURN.match(words[at], number.end()) is not None
    return turns >= _FEWEST_TURNS


def _is_broken(words: list[str], run: list[int]) -> bool:
    """Whether a run is the page of a pleading: its sentences go on from line to line, which have no room for one word more."""
    if len(run) < _FEWEST_OF_A_PAGE:
        return False
    bare = [words[at].lstrip("0123456789").lstrip() for at in run]
    pairs = [(line, after) for line, after in pairwise(bare) if line and after[:1].islower() and not ended(line)]
    room = max(_NARROWEST, *map(len, bare)) - SLACK
    full = sum(len(line) + 1 + first_word_length(after) > room for line, after in pairs)
    return len(pairs) >= _FEWEST_BROKEN and full * 10 >= len(pairs) * 7
