"""From lines to blocks: where a paragraph ends, judged by gaps, indents, sizes, labels and the room left on a line.

A line stays with the one above, in this order of precedence: never in a table; as the hanging indent of its list requires; if
it continues an address; if it continues a sentence that fills its line; and otherwise if it is close enough, in the same
style, starts no item, and is indented as the lines of its block are. Between columns and pages, where there are no
distances, a sentence, a hyphen or a full line must connect the two.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from indexer.late import dataclass, field
from indexer.patterns import pattern
from indexer.readers.pdf.hanging import find_hanging
from indexer.readers.pdf.joining import is_cut_address
from indexer.readers.pdf.lines import CLAUSE_END, FLUSH, Line, ends_entry

# Lengths without a unit are multiples of the type size of a line, steps are from one base line to the next.
_SAME_SIZE = 0.07  # of the larger size: how much the sizes within a paragraph differ
_SOLID = 0.85  # the smallest step: at less, the letters of two lines would touch
_ALIKE = 1.03  # times: steps that differ by less are the same
_ENOUGH = 8  # steps that show the usual one; with fewer it is taken to be
_CLOSE_SET = 1.3  # this at most
_APART = 1.3  # times the usual step: the largest within a paragraph, unless
_DOUBLE = 1.7  # times that, where the line above is full and the two are aligned
_LOOSE = 0.88  # of the largest step: a larger one after a stop separates paragraphs
_OTHER_TYPE = 0.8  # of the larger size: how much smaller a line in another font is that continues a sentence
_SMALL_TYPE = 0.6  # the same where the line above ends in a hyphen
_INDENT = 0.8
_MUCH = 3  # a line with more room left than this was not full
_ROOM = 0.35  # of the column: a line with more room left is the last of its paragraph even without a stop
_SMALL_PRINT = 0.94  # of the size of the text: small print is no larger
_MOST_NOTES = 20  # blocks of small print at the foot of a column
_BULLET = pattern(r"(?P<lead>[•‣◦▪●○■□➢·∙]|�(?=\s)|[–—-](?=\s))\s*(?=\S)")
_NUMBER = pattern(r"(?P<lead>\(?(?:\d{1,3}|[a-z]|[ivx]{1,5})[.)])\s+(?=\S)")
_MARGIN_LABEL = pattern(r"[0-9]{1,3}")
_BRACKET = pattern(r"\[[\w+.:-]{1,20}\]\s*(?=\S)")
_EQUATION_NUMBER = pattern(r"\s\(\d{1,3}[a-z]?\)\Z")


@dataclass(slots=True)
class Draft:
    """The lines of one block; in a `table`, each line is a block of its own."""

    lines: list[Line] = field(default_factory=list)
    table: bool = False

    @property
    def text(self) -> str:
        """Its lines with spaces between them: an approximation of the final text."""
        return " ".join(line.text for line in self.lines)


def _line_distances(lines: Sequence[Line]) -> dict[float, float]:
    """The usual step within paragraphs for each type size: the smallest that is common."""
    steps: defaultdict[float, list[float]] = defaultdict(list)
    for above, below in pairwise(lines):
        if above.column == below.column and above.page == below.page and above.size == below.size:
            step = above.y - below.y
            if _SOLID * above.size < step < 3 * above.size:
                steps[above.size].append(step)
    usual = {size: _smallest_common(sorted(found)) for size, found in steps.items()}
    return {size: step if len(steps[size]) >= _ENOUGH else min(step, _CLOSE_SET * size) for size, step in usual.items()}


def _smallest_common(steps: Sequence[float]) -> float:
    """The smallest of some ascending numbers from which a tenth of them are hardly larger; the first if there is none."""
    end = 0
    for at, step in enumerate(steps):
        while end < len(steps) and steps[end] <= step * _ALIKE:
            end += 1
        if (end - at) * 10 >= len(steps):
            return step
    return steps[0]


def make_drafts(lines: Sequence[Line]) -> Iterator[Draft]:
    """The blocks of all pages in reading order.

    A paragraph may continue in the next column or page, even past small print at the foot of its own.
    """
    return _over_small_print(list(_drafts(lines)))


def _over_small_print(drafts: Sequence[Draft]) -> Iterator[Draft]:
    """The blocks; one that small print interrupts within a sentence is put together again, after the small print."""
    at = 0
    while at < len(drafts):
        draft, end = drafts[at], at + 1
        last = draft.lines[-1]
        while end < len(drafts) and end - at <= _MOST_NOTES and _is_small_print(drafts[end], last):
            end += 1
        if at + 1 < end < len(drafts) and _goes_over_print(last, drafts[end - 1].lines[-1], drafts[end].lines[0]):
            yield from drafts[at + 1 : end]
            drafts[end].lines[:0] = draft.lines
            at = end
        else:
            yield draft
            at += 1


def _is_small_print(draft: Draft, above: Line) -> bool:
    first = draft.lines[0]
    return first.page == above.page and first.column == above.column and first.size <= _SMALL_PRINT * above.size


def _goes_over_print(before: Line, small: Line, line: Line) -> bool:
    """Whether the first line after some small print is in the next column or page, and continues the sentence before it."""
    is_next = (line.page, line.column) != (small.page, small.column)
    return is_next and _same_style(before, line) and _in_sentence(before, line)


def _drafts(lines: Sequence[Line]) -> Iterator[Draft]:
    """The blocks of all pages, each of consecutive lines."""
    usual = _line_distances(lines)
    indented = _indents(lines)
    tables = _tables(lines)
    hanging = find_hanging(lines)
    draft = Draft()
    for at, line in enumerate(lines):
        if draft.lines:
            before = lines[at - 1]
            following = lines[at + 1] if at + 1 < len(lines) else None
            if at in tables or draft.table:
                goes_on = False
            elif at in hanging and (at - 1 in hanging or hanging[at]):
                goes_on = not hanging[at]
            elif before.page == line.page and before.column == line.column and line.y < before.y:
                goes_on = is_cut_address(before.text, line.text) or _goes_on(draft, line, following, usual)
            else:
                goes_on = _goes_over(draft, line, indented=indented)
            if not goes_on:
                yield draft
                draft = Draft()
        draft.lines.append(line)
        draft.table = at in tables
    if draft.lines:
        yield draft


def _opens_item(line: Line) -> re.Match[str] | None:
    """The bullet or the number that a line starts with."""
    return _BULLET.match(line.text) or _NUMBER.match(line.text)


def is_bullet(line: Line) -> bool:
    """Whether a line starts with a bullet."""
    return _BULLET.match(line.text) is not None


def _same_style(first: Line, second: Line) -> bool:
    """Whether the sizes and weights of two lines allow them in one paragraph."""
    largest = max(first.size, second.size)
    return abs(first.size - second.size) <= _SAME_SIZE * largest and first.bold == second.bold


def _goes_on(draft: Draft, line: Line, following: Line | None, usual: dict[float, float]) -> bool:
    """Whether a line belongs to the block of the line above it."""
    before = draft.lines[-1]
    step = before.y - line.y
    most = _APART * usual.get(before.size, 1.2 * before.size)
    if before.mathematics or line.mathematics:
        return step <= most * 1.3 and before.mathematics == line.mathematics
    if step <= most and _runs_on(before, line):
        return True
    if not _same_style(before, line) or _opens(before, line, following):
        return False
    if step > most:
        return step <= _DOUBLE * most and abs(line.x0 - before.x0) <= FLUSH and _is_full(before, line)
    if step > _LOOSE * most and CLAUSE_END.search(before.text):
        return False
    return _fits_below(draft, line, following)


def _fits_below(draft: Draft, line: Line, following: Line | None) -> bool:
    """Whether a line at the usual step below a block starts where a line of that block can."""
    before = draft.lines[-1]
    shift = line.x0 - before.x0
    if abs(shift) > FLUSH and all(_centred(each) for each in draft.lines):
        return _centred(line) or _in_sentence(before, line)
    if shift > _INDENT * line.size:
        return len(draft.lines) == 1 and (_labelled(draft.lines[0]) or _hangs(before, line, following))
    if shift < -_INDENT * line.size:
        return len(draft.lines) == 1 and not (_labelled(draft.lines[0]) and _ends(before, line))
    return not _ends(before, line)


def _runs_on(before: Line, line: Line) -> bool:
    """Whether a line continues a sentence, wherever it starts and in whatever font most of it is set.

    The line above is full, or ends where this one does, or ends in a hyphen.
    """
    if not _in_sentence(before, line):
        return False
    smaller, larger = sorted((before.size, line.size))
    if before.text.endswith("-"):
        return smaller >= _SMALL_TYPE * larger
    return smaller >= _OTHER_TYPE * larger and (_is_full(before, line) or abs(before.x1 - line.x1) <= FLUSH)


def _in_sentence(before: Line, line: Line) -> bool:
    """Whether a line starts in lower case and the one before it ends without a stop."""
    return line.text[:1].islower() and not CLAUSE_END.search(before.text)


def _is_full(before: Line, line: Line) -> bool:
    """Whether a line ends without a stop and without room for the first word of the next."""
    return not CLAUSE_END.search(before.text) and before.room < line.first_word + 3 * line.size


def _hangs(before: Line, line: Line, following: Line | None) -> bool:
    """Whether an indented second line belongs to its block: the first is full, and the third is indented too, or starts another."""
    if following is None or CLAUSE_END.search(before.text):
        return False
    if abs(following.x0 - line.x0) <= FLUSH:
        return before.room < 6 * line.size
    return abs(following.x0 - before.x0) <= FLUSH and before.room < line.first_word


def _goes_over(draft: Draft, line: Line, *, indented: bool) -> bool:
    """Whether the first line of a column or page continues the last block of the one before."""
    before = draft.lines[-1]
    if not _same_style(before, line) or line.mathematics or _opens(before, line, None):
        return False
    if _in_sentence(before, line):
        return True
    set_in, was_set_in = line.x0 - line.column.x0, before.x0 - before.column.x0
    if set_in > _INDENT * line.size and abs(set_in - was_set_in) > FLUSH and not _labelled(draft.lines[0]):
        return False
    if before.text.endswith("-"):
        return True
    if CLAUSE_END.search(before.text):
        return indented and before.room < 2 * before.size and not _labelled(draft.lines[0])
    return before.room < 6 * before.size


def _opens(before: Line, line: Line, following: Line | None) -> bool:
    """Whether a line starts an item or an entry."""
    if _BULLET.match(line.text) and (not line.text.startswith(("-", "–", "—")) or CLAUSE_END.search(before.text)):
        return True
    if _NUMBER.match(line.text):
        return _may_precede(before) or before.room > 8 * line.size or line.x0 - before.x0 < -_INDENT * line.size
    raised = _is_raised_label(line)
    match = _BRACKET.match(line.text)
    if match is None and not raised:
        return False
    hangs = following is not None and following.x0 - line.x0 > _INDENT * line.size
    outdented = before.x0 - line.x0 > _INDENT * line.size
    ended = _may_precede(before)
    if raised:
        return hangs or outdented or ended or _is_raised_label(before) or before.room > _MUCH * line.size
    sequel = _BRACKET.match(before.text) is not None
    return hangs or outdented or sequel or (ended and match is not None and line.text[match.end()].isupper())


def _may_precede(before: Line) -> bool:
    """Whether a line may be the one before an item: the last of another, or what introduces them."""
    return ends_entry(before.text) or CLAUSE_END.search(before.text) is not None


def _is_raised_label(line: Line) -> bool:
    """Whether a line starts with a superscript label, as notes do, but so do continued sentences with a symbol such as `²H`."""
    return bool(line.marks) and line.marks[0].start == 0 and line.marks[0].end < len(line.text)


def _labelled(line: Line) -> bool:
    return bool(_opens_item(line) or _BRACKET.match(line.text) or (line.marks and line.marks[0].start == 0))


def _ends(before: Line, line: Line) -> bool:
    """Whether a line ends a paragraph: the first word of the next line would have fitted on it."""
    needed, room = line.first_word + 3 * line.size, before.room
    if CLAUSE_END.search(before.text):
        return room > needed and not line.text[:1].islower()
    return room > _ROOM * (line.column.x1 - line.column.x0) and room > needed * 2 and not line.text[:1].islower()


def _centred(line: Line) -> bool:
    left, right = line.x0 - line.column.x0, line.room
    return left > 2 * line.size and abs(left - right) < 1.5 * line.size


def _indents(lines: Sequence[Line]) -> bool:
    """Whether the paragraphs of this document start with an indent."""
    starts = sum(_INDENT < (line.x0 - line.column.x0) / line.size < 4 for line in lines)
    return starts * 40 > len(lines)


def _is_no_row(line: Line) -> bool:
    """Whether the gaps in a line are those of an item, an entry or a numbered formula, not of table cells."""
    signs = _opens_item(line) or _BRACKET.match(line.text) or _EQUATION_NUMBER.search(line.text)
    return line.mathematics or signs is not None


def _margin_label(line: Line) -> int | None:
    """The number before the only gap of a line."""
    label = line.text[: line.cells[0]].strip() if len(line.cells) == 1 else ""
    return int(label) if _MARGIN_LABEL.fullmatch(label) else None


def _tables(lines: Sequence[Line]) -> frozenset[int]:
    """The indexes of table rows: two or more consecutive lines with the same number of cells, or with at least three each.

    Lines with one gap, behind numbers that count on from line to line, are entries with their labels in the margin.
    """
    cells = [0 if _is_no_row(line) else len(line.cells) for line in lines]
    labels = list(map(_margin_label, lines))
    for at, (one, two) in enumerate(pairwise(labels)):
        if one and two == one + 1:
            cells[at] = cells[at + 1] = 0
    found: set[int] = set()
    for at in range(1, len(lines)):
        one, two = cells[at - 1], cells[at]
        if one and two and (one == two or min(one, two) > 1) and lines[at - 1].page == lines[at].page:
            found |= {at - 1, at}
    return frozenset(found)
