"""Notes at the foot of pages or of a text that no heading names, and the numbers that are glued to its words: `lost.1 The`.

A number alone tells nothing. What tells notes is that lines count on as the numbers in the text before them do: where the text
has 1, 2 and 3, in this order, and the lines behind it open with 1, 2 and 3, they are its notes. So are those of the next page,
which count on, and those of the next opinion, which start again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from indexer.bare import counts_in_order
from indexer.dates import YEAR
from indexer.late import dataclass
from indexer.model import Block, Span
from indexer.patterns import pattern
from indexer.references.blocks import WORK_YEAR, EntryList, is_bare, is_ruled_off
from indexer.references.entries import Entry

# How the words of a note begin: with a capital, a quotation, a bracket, a section, the volume of a code, or a signal.
_WORDS = r"(?=[^\W\d_a-z]|[\"“‘'(\[*_§¶]|\d{1,3} [A-Z]|https?://|(?:id|ibid|see|cf|e\.g)\b)"
_NAME = r"(?=[A-Z](?:\.|[a-z]))"  # glued to a raised number: `1A. Berg and C. Dole`
_NUMBERED = pattern(rf"(?P<number>\d{{1,3}})(?:[ \t]+{_WORDS}|{_NAME})")
_BEGINS = pattern(_WORDS)
_LINE = pattern(rf"\n[ \t]{{0,40}}(?P<number>\d{{1,3}})(?:(?P<stop>[.)]?)[ \t]+{_WORDS}|{_NAME})")
# A number at a stop behind which a sentence begins or a line ends, which a space may set off, or in brackets; or one that
# is glued to a word or a comma.
_PLACED = pattern(
    rf"(?:(?<=[a-zà-öø-ÿ]{{2}}[.!?])|(?<=[)\]%\"”’][.!?])|(?<=\b{YEAR}\.)|(?<=[.!?,][\"”’)\]]))(?P<sure>\d{{1,3}})(?=\s*\n|\s*\Z|\s+[^\W\d_a-z]|\s+[\"“‘(\[])"
    r"|(?:(?<=[a-z]{2}[.!?] )|(?<=[)%”\"][.!?] )|(?<=[.!?][”\"] ))(?P<apart>\d{1,3})(?=[ \t]*\n|[ \t]*\Z|[ \t]+[A-Z“\"(])"
    r"|(?:(?<=[.!?,;:\"”’])\[(?P<bracket>\d{1,3})\](?!\()|\[(?P<closing>\d{1,3})\](?=[.,;:)]))|\[(?P<open>\d{1,3})\](?!\()|(?<=[.!?,;:\"”’])\((?P<round>\d{1,3})\)"
    r"|(?:(?<=[a-z]{3})|(?<=[a-z)\]\"”’][,;:])|(?<=[\"”’)]))(?P<glued>\d{1,3})(?=[\s.,;:)—–]|\Z)"
)
_MAY_BE_PLACED = pattern(r"[\[(0-9]\d*")  # found many times faster than one of these
_UNSURE = ("glued", "open")
_BARE = ("sure", "round")
_MARKER = pattern(
    r"\[(?<!\]\[)(?<!\bat \[)\^?\d{1,3}\](?!\()"
)  # no paragraph of a judgment, `[2001] EWCA Civ 12 at [14]`
_FEWEST = 2
_FEWEST_WORKS = 3
_LONGEST_NUMBER = 3
_MOST_BETWEEN = 3  # blocks of a note behind its first
_FURTHEST = 3  # numbers that may be missed in a row
_KINDS = frozenset({"paragraph", "item", "heading", "caption"})


@dataclass(slots=True)
class _Count:
    """Numbers of a text as far as they count on: the one that is due, how many were seen, and in what forms."""

    first: int = 1
    due: int = 1
    seen: int = 0
    sure: int = 0
    bare: int = 0

    def take(self, number: int, form: str | None) -> None:
        """Count on, if a number does; a few may be missing."""
        if self.due <= number < self.due + _FURTHEST:
            self.due = number + 1
            self.seen += 1
            self.sure += form not in _UNSURE
            self.bare += form in _BARE

    def goes_with(self, notes: int, *, stopped: bool) -> bool:
        """Whether so many notes are about as many as the numbers counted, most of which were seen, and many for sure.

        Lines that open with `1.` may be any list: numbers in brackets tell too little of them.
        """
        counted = self.due - self.first
        sure = self.bare if stopped else self.sure
        return abs(counted - notes) * 5 <= counted and self.seen * 3 >= counted * 2 and sure * 2 >= self.seen


class _Counts:
    """The numbers of a text read one by one: `on` counts on from the notes before, `again` counts from 1."""

    def __init__(self, text: str) -> None:
        placed = (_PLACED.match(text, may.start()) for may in _MAY_BE_PLACED.finditer(text))
        self._numbers = ((m.start(), int(m[m.lastgroup or 0]), m.lastgroup) for m in placed if m)
        self._next = next(self._numbers, None)
        first = self._next[1] if self._next else 1
        self.on, self.again = _Count(first, first), _Count()

    def may_go_on(self) -> bool:
        """Whether a number was seen, or is still to come."""
        return self._next is not None or self.on.seen > 0 or self.again.seen > 0

    def read_to(self, end: int) -> None:
        """Take the numbers before an offset."""
        while self._next and self._next[0] < end:
            for count in (self.on, self.again):
                count.take(self._next[1], self._next[2])
            self._next = next(self._numbers, None)

    def begun_by(self, number: int) -> _Count | None:
        """The count whose first number this is, if it was seen."""
        return next((count for count in (self.on, self.again) if count.seen and count.first == number), None)

    def start_behind(self, due: int, end: int) -> None:
        """Count anew from an offset on."""
        while self._next and self._next[0] < end:
            self._next = next(self._numbers, None)
        self.on, self.again = _Count(due, due), _Count()


def find_notes(text: str, blocks: Sequence[Block], entries: Sequence[Entry | None]) -> list[EntryList]:
    """The notes of a text, a list for each time that they start again."""
    if not any(_opening(text, blocks, entries, at) for at in range(len(blocks))):
        return []
    counts = _Counts(text)
    lists: list[EntryList] = []
    at = 0
    while at < len(blocks) and counts.may_go_on():
        opening, count = _first(text, blocks, entries, at, counts)
        if opening is None or count is None:
            at += 1
            continue
        found, end = _run(text, blocks, entries, opening, count.due)
        stopped = _is_stopped(text, found.entries[0])
        goes = count.goes_with(len(found.entries), stopped=stopped) or _are_works(text, found)
        if goes and not any(_MARKER.search(text, e.body, e.span.end) for e in found.entries):
            if count is counts.on and lists:
                lists[-1].entries += found.entries
                lists[-1].rest.update(found.rest)
                lists[-1].shared.update(found.shared)
            else:
                lists.append(found)
            counts.start_behind(int(found.entries[-1].label) + 1, blocks[end - 1].span.end)
        at = end
    return lists if _suffice(text, blocks, lists) else []


def _first(
    text: str, blocks: Sequence[Block], entries: Sequence[Entry | None], at: int, counts: _Counts
) -> tuple[Entry | None, _Count | None]:
    """The first of some notes that may begin in a block, and the count that it is of: with the block, or with a line of it."""
    block = blocks[at]
    counts.read_to(block.span.start)
    opening = _opening(text, blocks, entries, at)
    if opening is not None and (count := counts.begun_by(int(opening.label))):
        return opening, count
    for line in _LINE.finditer(text, block.span.start, block.span.end) if block.kind == "paragraph" else ():
        counts.read_to(line.start())
        if count := counts.begun_by(int(line["number"])):
            return Entry(at, line["number"], "number", Span(line.start("number"), block.span.end), line.end()), count
    return None, None


def _are_works(text: str, found: EntryList) -> bool:
    """Whether dated entries from 1 to the end of a text are what the numbers before them name in order."""
    entries = found.entries
    if entries[0].label != "1" or len(entries) < _FEWEST_WORKS or text[found.span.end :].strip():
        return False
    dated = sum(WORK_YEAR.search(text, entry.body, entry.span.end) is not None for entry in entries)
    return dated * 4 >= len(entries) * 3 and counts_in_order(text[: entries[0].span.start], len(entries))


def _suffice(text: str, blocks: Sequence[Block], lists: Sequence[EntryList]) -> bool:
    """Whether there are some notes, or the only one stands below a rule."""
    notes = [entry for found in lists for entry in found.entries]
    return len(notes) >= _FEWEST or (len(notes) == 1 and is_ruled_off(text, blocks, notes[0].block))


def _opening(text: str, blocks: Sequence[Block], entries: Sequence[Entry | None], at: int) -> Entry | None:
    """The note that a block may be by how it opens."""
    block, entry = blocks[at], entries[at]
    if block.kind == "furniture":
        return _lone_number(text, blocks, at)
    if block.kind not in _KINDS:
        return None
    if entry is not None:
        counts = entry.form == "number" and entry.label.isdecimal() and _BEGINS.match(text, entry.body)
        return entry if counts else None
    number = _NUMBERED.match(text, block.span.start, block.span.end)
    if number is None or (block.kind == "heading" and not _may_be_note(text, block, number.end())):
        return None
    return Entry(at, number["number"], "number", block.span, number.end())


def _lone_number(text: str, blocks: Sequence[Block], at: int) -> Entry | None:
    """The note whose number has a line of its own, right above its words."""
    span = blocks[at].span
    number = text[span.start : span.end]
    if not number.isdecimal() or len(number) > _LONGEST_NUMBER or at + 1 == len(blocks):
        return None
    start = blocks[at + 1].span.start
    if text[span.end : start].strip(" \t") != "\n" or not _BEGINS.match(text, start):
        return None
    return Entry(at, number, "number", span, span.end)


def _may_be_note(text: str, block: Block, body: int) -> bool:
    """Whether what looks like a heading may be a short note, `22 Q 12`: it has no signs of one, and a comma or a number."""
    plain = text[block.span.start - 1 : block.span.start] in ("", "\n", " ")
    return plain and any(sign.isdigit() or sign in ".,;" for sign in text[body : block.span.end])


def _run(
    text: str, blocks: Sequence[Block], entries: Sequence[Entry | None], opening: Entry, due: int
) -> tuple[EntryList, int]:
    """The notes that count on from one, with what goes on with them between two, and the block behind the last.

    `due` is the number that the text before them does not have: behind other words it is a note of the next page.
    """
    found = EntryList("notes", entries=list(_lines(text, opening)))
    start = blocks[opening.block].span.start
    if start < opening.span.start:
        found.shared[opening.block] = start + len(text[start : opening.span.start].rstrip())
    stopped = _is_stopped(text, opening)
    waiting: list[int] = []
    at = opening.block + 1
    while at < len(blocks) and len(waiting) <= _MOST_BETWEEN:
        last = found.entries[-1]
        note = _opening(text, blocks, entries, at)
        number = int(note.label) if note is not None and _is_stopped(text, note) is stopped else 0
        alone = blocks[at].kind == "furniture"  # which may be the number of a page
        if note is not None and number == int(last.label) + 1 and (number < due or not (waiting or alone)):
            found.rest.update(dict.fromkeys(waiting, last))
            waiting.clear()
            found.entries += _lines(text, note)
        elif is_bare(text, last, at):
            found.rest[at] = last
        elif blocks[at].kind == "heading" or is_ruled_off(text, blocks, at):
            break
        else:
            waiting.append(at)
        at += 1
    return found, found.last + 1


def _is_stopped(text: str, note: Entry) -> bool:
    """Whether a stop stands behind the number of a note: `1. Smith`; an item has it before its words."""
    return not text.startswith(note.label, note.span.start) or text[note.span.start + len(note.label)] in ".)"


def _lines(text: str, note: Entry) -> Iterator[Entry]:
    """The notes of one block, of which each line may begin the next one."""
    stopped = _is_stopped(text, note)
    for line in _LINE.finditer(text, note.body, note.span.end):
        if int(line["number"]) == int(note.label) + 1 and bool(line["stop"]) is stopped:
            yield replace(note, span=Span(note.span.start, line.start()))
            start = line.start("number")
            note = Entry(note.block, line["number"], note.form, Span(start, note.span.end), line.end())
    yield note
