"""From answers to one text with blocks, references and markers.

An answer is Markdown. A list of its works follows, unless it lists them itself. If there are several answers, each gets a
heading with its question. Labels are valid within their own answer only.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from heapq import heappop, heappush

from indexer.model import PASSAGE, Block, Marker, Reference, Span
from indexer.patterns import pattern
from indexer.readers.answers.answertext import AnswerText
from indexer.readers.answers.marks import cite_links
from indexer.readers.answers.records import Answer, Cited, NamedWork
from indexer.readers.bibliography import BibliographyEntry
from indexer.readers.markdown import read_markdown
from indexer.readers.parsed import Fault, ParsedText
from indexer.sources import canonical_url, first_url, source_id

_LONGEST_TITLE = 120
_LONGEST_ENTRY = 800
_MOST_WORKS = 100  # cited for the same words
_LISTED = pattern(r"(?:\\?\[\^?(?P<label>\d{1,4})\\?\][:.]?|(?P<number>\d{1,4})[.)])\s")
_ANNOUNCES = pattern(r"[^\n.!?]{1,40}[:：]\W{0,4}")
_NUMBER_BEFORE = pattern(r"(\d{1,4})[.)][ \t]*\Z")
_LINK_ALONE = pattern(r"\[[^\[\]\n]{1,300}\]\([^()\s]{1,2000}(?:\([^()\s]{0,90}\))?\)\W{0,3}|https?://\S{1,2000}")


def compose(answers: Sequence[Answer], faults: Iterable[Fault]) -> ParsedText:
    """All answers of a file, one after the other."""
    composer = _Composer()
    apart = len({answer.series for answer in answers}) > 1
    for answer in answers:
        composer.add(answer, headed=len(answers) > 1, apart=apart)
    titles = {_short(answer.series) or _short(answer.title) for answer in answers}
    return ParsedText(
        title=(titles.pop() if len(titles) == 1 else "") or (composer.title if len(answers) == 1 else ""),
        blocks=tuple(composer.out.blocks),
        text=composer.out.text,
        references=tuple(composer.references),
        markers=tuple(composer.markers),
        faults=(*faults, *composer.faults),
    )


class _Composer:
    """The text so far, and what it contains."""

    def __init__(self) -> None:
        self.title = ""
        self.out = AnswerText()
        self.references: list[Reference] = []
        self.markers: list[Marker] = []
        self.faults: list[Fault] = []
        self._path: list[str] = []

    def add(self, answer: Answer, *, headed: bool, apart: bool) -> None:
        """Add an answer, with its question as a heading, and above it, if there are several, its conversation."""
        depth = self._head([_short(answer.series)] * apart + [_short(answer.title)] * headed)
        cite_links(answer)
        text = answer.text.rstrip()
        lead = len(text) - len(text.lstrip("\n"))
        shift = self.out.put(text[lead:]).start - lead
        parsed = read_markdown(text)
        self.title = self.title or _short(parsed.title)
        entries = _own_entries(text, parsed.blocks, answer)
        listed = frozenset(entries.values())
        announced = min(listed, default=0) - 1
        for at, block in enumerate(parsed.blocks):
            level = block.level + depth if block.kind == "heading" else block.level
            kind = "reference" if at in listed else block.kind
            if at == announced and kind == "paragraph" and _ANNOUNCES.fullmatch(text, block.span.start, block.span.end):
                kind = "furniture"
            gaps = tuple(_moved(gap, shift) for gap in block.gaps)
            self.out.blocks.append(Block(kind, _moved(block.span, shift), level, gaps))
        places = {key: _moved(parsed.blocks[at].span, shift) for key, at in entries.items()}
        ids = self._list(answer, places, shift + lead)
        self.markers += _markers(answer, Span(lead, len(text)), shift, parsed.blocks, ids)
        for fault in answer.faults:
            self.faults.append(replace(fault, span=_moved(_within(fault.span, lead, len(text)), shift)))

    def _head(self, path: list[str]) -> int:
        """Write the headings that differ from those of the answer before; returns how many are above the answer."""
        path = [title for title in path if title]
        common = next((at for at, title in enumerate(path) if self._path[at : at + 1] != [title]), len(path))
        for level in range(common, len(path)):
            self.out.put_block("heading", path[level], level + 1)
        self._path = path
        return len(path)

    def _list(self, answer: Answer, places: dict[str, Span], begin: int) -> dict[str, str]:
        """Make the references of an answer, and write those that it does not list below it; returns the source id of each work."""
        made: dict[str, Reference] = {}
        stamp = source_id(answer.text, None, None)
        written = False
        for key, work in answer.works.items():
            entry = BibliographyEntry(words=_words(work, key), label=answer.label(key), title=work.title, url=work.url)
            place = places.get(key)
            if place is None:
                apart = "\n" if written else "\n\n"
                place = self.out.put_block("reference", f"[{entry.label}] {entry.words}", apart=apart)
                written = True
            made[key] = entry.reference(place)
            if not work.title and not work.url:
                made[key] = replace(made[key], source_id=source_id(f"{key} {stamp}", None, None))
        covers = Span(begin, self.out.length)
        self.references += [replace(reference, covers=covers) for reference in made.values()]
        return {key: reference.source_id for key, reference in made.items()}


def _short(title: str) -> str:
    """The first line of a question, shortened to fit a heading."""
    line = " ".join(next((line for line in title.split("\n") if line.strip()), "").split()).strip("#*_ ")
    return line if len(line) <= _LONGEST_TITLE else line[: _LONGEST_TITLE - 1].rsplit(" ", 1)[0] + "…"


def _words(work: NamedWork, key: str) -> str:
    """The text of the entry of a work."""
    title = work.title.rstrip(".")
    return f"{title}. {work.url}" if title and work.url else work.title or work.url or key


def _own_entries(text: str, blocks: Sequence[Block], answer: Answer) -> dict[str, int]:
    """The blocks in which the answer itself lists its works, by key; a label written there becomes the label of the work."""
    wanted = {canonical_url(work.url): key for key, work in answer.works.items() if work.url}
    found: dict[str, int] = {}
    for at, block in enumerate(blocks if wanted else ()):
        start, end = block.span.start, block.span.end
        if block.kind not in ("paragraph", "item") or end - start > _LONGEST_ENTRY:
            continue
        listed = _LISTED.match(text, start, end)
        if listed is None and not _LINK_ALONE.fullmatch(text, start, end):
            continue
        url = first_url(text[start:end]) or ""
        key = wanted.get(canonical_url(url))
        if key is not None and key not in found:
            found[key] = at
            before = _NUMBER_BEFORE.search(text, max(0, start - 8), start)
            label = (listed.group("label") or listed.group("number")) if listed else before.group(1) if before else ""
            answer.name(key, label=label)
    return found


def _markers(answer: Answer, body: Span, shift: int, blocks: Sequence[Block], ids: dict[str, str]) -> list[Marker]:
    """The markers of an answer in order: one for each place, with all works cited there."""
    places: dict[tuple[Span, str], list[Cited]] = {}
    starts = [block.span.start for block in blocks]
    end = 0
    for cited in sorted(answer.cited, key=lambda cited: cited.span):
        span = _within(cited.span, body.start, body.end)
        style = cited.style if cited.style and _in_one(span, blocks, starts) else PASSAGE
        if style != PASSAGE and (span, style) not in places:
            if span.start < end:
                answer.doubt("two markers overlap: the second is taken for words", span)
                style = PASSAGE
            else:
                end = span.end
        if span.start < span.end:
            places.setdefault((span, style), []).append(cited)
    found = []
    for (span, style), group in _bounded(answer, places):
        keys = dict.fromkeys(key for cited in group for key in cited.keys)
        labels = tuple(answer.label(key) for key in keys)
        locators = dict.fromkeys(cited.locator for cited in group if cited.locator)
        sources = tuple(ids.get(key) for key in keys)
        found.append(Marker(_moved(span, shift), labels, style, "; ".join(locators) or None, None, sources))
    return found


def _bounded(
    answer: Answer, places: dict[tuple[Span, str], list[Cited]]
) -> Iterator[tuple[tuple[Span, str], list[Cited]]]:
    """The places without those that would cite more works for the same words than any reader wants, so that time stays linear."""
    ends: list[tuple[int, int]] = []
    above = 0
    for (span, style), group in places.items():
        while ends and ends[0][0] <= span.start:
            above -= heappop(ends)[1]
        works = sum(len(cited.keys) for cited in group)
        if above + works > _MOST_WORKS:
            answer.doubt(f"more than {_MOST_WORKS} works are cited for the same words: these are passed over", span)
            continue
        above += works
        heappush(ends, (span.end, works))
        yield (span, style), group


def _in_one(span: Span, blocks: Sequence[Block], starts: Sequence[int]) -> bool:
    at = bisect_right(starts, span.start) - 1
    return at >= 0 and span.end <= blocks[at].span.end


def _within(span: Span, low: int, high: int) -> Span:
    return Span(min(max(span.start, low), high), min(max(span.end, low), high))


def _moved(span: Span, shift: int) -> Span:
    return Span(span.start + shift, span.end + shift)
