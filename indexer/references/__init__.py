"""The document's own lists of references: found, taken apart, and told which part of the text they serve.

A list is a run of blocks that open with a label (`[1]`, `1.`, `[^note]:`) or stand under a heading such as
`References`. What makes a run a list: its heading, the form of a definition, or labels that the text uses.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from indexer.model import Block, BlockKind, Document, Reference, Span
from indexer.references.entries import Entry, make_reference, read_entry, split_entry
from indexer.references.headings import heading_kind

_WORDS_OF_PROSE = frozenset(
    "the is are was were that this which we not has have had it its his her they be been would must may as".split()
)
_LONGEST_HEADING = 60
_BOLD_LEVEL = 6  # what readers give a line of its own in bold
_NO_LEVEL = 7  # below all headings: a list announced by a line of prose ends at any of them
_NOTE_SAMPLE = 600  # characters that tell what an entry is
_WORK = re.compile(r"https?://|www\.|\bdoi\b|10\.\d{4,9}/|\b(?:1[5-9]|20)\d\d[a-z]?\b|arxiv", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://|www\.\w|\bdoi:|10\.\d{4,9}/", re.IGNORECASE)
_MENTION = re.compile(r"[\[【［⁰¹²³⁴-⁹]\^?([^\[\]【】\n]{0,60})[\]】］]?")
_MARKER = re.compile(r"\[\^?\d{1,3}\](?!\()")
_ENTRY_SIGNS = frozenset("*[\\【［<^⁰¹²³⁴⁵⁶⁷⁸⁹0123456789SDRQ来sdrq")
_ENTRY_KINDS = frozenset({"paragraph", "item", "quote", "row", "heading"})


@dataclass(slots=True)
class _List:
    """A list being read: `announced` is the block that names it, `rest` are blocks that go on with the entry before them."""

    kind: str
    level: int = 0
    announced: int | None = None
    entries: list[Entry] = field(default_factory=list)
    rest: dict[int, Entry] = field(default_factory=dict)
    notes: bool = False

    @property
    def span(self) -> Span:
        """From the first entry to the last."""
        return Span(self.entries[0].span.start, self.entries[-1].span.end)

    def label_keys(self) -> set[tuple[str, bool, str]]:
        """The labels, told apart where they mean different things: notes and sources, `[^1]` and `[1]`."""
        family = "notes" if self.kind == "notes" else "sources"
        return {(family, entry.form == "footnote", entry.label) for entry in self.entries if entry.label}


def resolve_references(document: Document) -> Document:
    """The document with its references, and with their blocks as `reference`, or as `note` where they are prose.

    A document that comes with references, because its format marks them, is given back as it is, unless they are
    its footnotes alone: then it may have a list besides.
    """
    if not all(reference.footnote for reference in document.references):
        return document
    text, blocks = document.text, document.blocks
    lists = _find_lists(text, blocks)
    if not lists:
        return document
    covers = _coverage(lists, len(text))
    references: list[Reference] = []
    settled = list(blocks)
    # Where a list of notes and one of sources use the same labels, a marker means the source.
    for found, covered in sorted(zip(lists, covers, strict=True), key=lambda pair: pair[0].kind == "notes"):
        found.notes = _is_prose(text, found)
        references += _references(text, blocks, found, covered)
        _settle(text, settled, found)
    return replace(document, references=(*document.references, *references), blocks=tuple(settled))


def _find_lists(text: str, blocks: Sequence[Block]) -> list[_List]:
    entries = [_entry(text, block, at) for at, block in enumerate(blocks)]
    lists: list[_List] = []
    mentioned: frozenset[str] | None = None
    at = 0
    while at < len(blocks):
        if entries[at] is None and not _may_announce(text, blocks[at]):
            at += 1
            continue
        kind, first = _heading(text, blocks, entries, at)
        if kind is not None:
            found = _List(kind, blocks[at].level or _NO_LEVEL, announced=at if first > at else None)
            _read_under_heading(text, blocks, entries, found, first)
        elif entries[at] is not None:
            found = _run(text, blocks, entries, at)
            if found.kind == "run":
                if mentioned is None:
                    mentioned = _mentions(text)
                if not _believable(text, found, mentioned):
                    at = max(at + 1, found.entries[-1].block + 1)
                    continue
        else:
            at += 1
            continue
        if found.entries:
            lists.append(found)
            at = max([found.entries[-1].block, *found.rest]) + 1
        else:
            at += 1
    return lists


def _entry(text: str, block: Block, at: int) -> Entry | None:
    if block.kind not in _ENTRY_KINDS or (block.kind == "heading" and text[block.span.start] != "["):
        return None
    start = block.span.start
    if (
        block.kind not in ("item", "row")
        and text[start] not in _ENTRY_SIGNS
        and text[start + 1 : start + 2] not in (".", ")")
    ):
        return None
    return read_entry(text, block, at)


def _may_announce(text: str, block: Block) -> bool:
    """Whether a block is short enough for the heading of a list, or opens like `Sources: [1] …`: a cheap look first."""
    start, end = block.span.start, block.span.end
    return (
        end - start <= _LONGEST_HEADING
        or text.find("[", start, start + 80) > 0
        or text.find("【", start, start + 80) > 0
    )


def _heading(text: str, blocks: Sequence[Block], entries: list[Entry | None], at: int) -> tuple[str | None, int]:
    """The kind of list that a block announces, and the block where its entries begin (itself: `Sources: [1] …`)."""
    block, entry = blocks[at], entries[at]
    start, end = block.span.start, block.span.end
    if block.kind not in ("heading", "paragraph", "item") or (entry is not None and entry.form != "number"):
        return None, at
    line = text[start : min(end, start + 80)]
    if end - start <= _LONGEST_HEADING and "\n" not in line:
        announces = block.kind == "heading" or line[-1] in ":：" or _starts_list(text, blocks, entries, at + 1)
        if announces and (kind := heading_kind(line)):
            return kind, at + 1
    if "[" not in line and "【" not in line:
        return None, at
    head, colon, _ = line.replace("：", ":").partition(":")
    if colon and (kind := heading_kind(head)):
        opening = replace(block, span=Span(_skip_space(text, start + len(head) + 1, end), end))
        entry = read_entry(text, opening, at) if opening.span.start < end else None
        if entry is not None and entry.form == "bracket" and entry.span.start == opening.span.start:
            entries[at] = entry
            return kind, at
    return None, at


def _starts_list(text: str, blocks: Sequence[Block], entries: list[Entry | None], at: int) -> bool:
    return at < len(blocks) and (entries[at] is not None or _names_work(text, blocks[at]))


def _skip_space(text: str, start: int, end: int) -> int:
    while start < end and (text[start].isspace() or text[start] in "*_"):
        start += 1
    return start


def _read_under_heading(
    text: str, blocks: Sequence[Block], entries: list[Entry | None], found: _List, first: int
) -> None:
    """Take what stands below a heading up to the next one, as far as it looks like entries."""
    form = None
    for at in range(first, len(blocks)):
        block, entry = blocks[at], entries[at]
        if block.kind == "heading" and entry is None:
            if block.level <= found.level or (
                found.entries and heading_kind(text[block.span.start : block.span.end]) is None
            ):
                break
            continue
        if entry is not None and (
            form is None or entry.form == form or entry.form in ("bracket", "definition", "footnote")
        ):
            form = entry.form if form in (None, "none") else form
            found.entries += split_entry(text, entry)
        elif found.entries and found.entries[-1].label and _goes_on(text, blocks[at], found.kind):
            found.rest[at] = found.entries[-1]
        elif found.kind == "sources" and form in (None, "none") and _names_work(text, block):
            form = "none"
            found.entries.append(Entry(at, "", "none", block.span, block.span.start))
        elif block.kind not in ("furniture", "code"):
            break


def _goes_on(text: str, block: Block, kind: str) -> bool:
    """Whether a block without a label goes on with the entry before it."""
    words = text[block.span.start : block.span.end]
    if kind == "notes":
        return block.kind != "heading"
    if block.kind in ("furniture", "code"):
        return False
    return (
        bool(_ADDRESS.match(words)) or words[:1].islower() or (len(words) < 300 and bool(_ADDRESS.search(words[:60])))
    )


def _names_work(text: str, block: Block) -> bool:
    words = text[block.span.start : block.span.end]
    if block.kind not in ("item", "paragraph", "row") or len(words) > 1500 or _MARKER.search(words):
        return False
    return bool(_WORK.search(words))


def _run(text: str, blocks: Sequence[Block], entries: list[Entry | None], at: int) -> _List:
    """Entries of one form that follow each other, without a heading that names them."""
    first = entries[at]
    assert first is not None  # noqa: S101  (asked by the caller)
    found = _List("definition" if first.form in ("definition", "footnote") else "run")
    for place in range(at, len(blocks)):
        entry = entries[place]
        if entry is not None and entry.form == first.form:
            found.entries += split_entry(text, entry)
        elif found.kind == "definition" and _indented(text, blocks[place]):
            found.rest[place] = found.entries[-1]
        elif not (
            entry is None
            and (_goes_on(text, blocks[place], "sources") or blocks[place].kind == "furniture")
            and place + 1 < len(blocks)
            and (after := entries[place + 1]) is not None
            and after.form == first.form
        ):
            break
        elif blocks[place].kind != "furniture":
            found.rest[place] = found.entries[-1]
    return found


def _indented(text: str, block: Block) -> bool:
    """Whether a block is set in, as the later paragraphs of a footnote are."""
    line = text.rfind("\n", 0, block.span.start) + 1
    lead = text[line : block.span.start + 4] if block.kind == "code" else text[line : block.span.start]
    return lead[:2].isspace() and len(lead) > 1


def _believable(text: str, found: _List, mentioned: frozenset[str]) -> bool:
    """Whether a run without a heading is a list of references and not paragraphs or steps that are numbered."""
    entries = found.entries
    addressed = sum(bool(_ADDRESS.search(text, entry.body, entry.span.end)) for entry in entries)
    used = sum(entry.label.casefold() in mentioned for entry in entries)
    if entries[0].form == "number":
        if any(_MARKER.search(text, entry.body, entry.span.end) for entry in entries):
            return False  # claims in a numbered list, which have sources themselves
        alone = len(entries) == 1 and text[entries[0].span.end :].strip()
        return used > 0 and addressed * 2 > len(entries) and not alone
    if not used and addressed * 2 <= len(entries):
        return False
    if not addressed and any(text[entry.body : entry.body + 1].islower() for entry in entries):
        return False  # `[6] shows that` is a sentence
    if len(entries) == 1:
        return bool(addressed) or not text[entries[0].span.end :].strip()
    numbers = [int(entry.label) for entry in entries if entry.label.isdecimal()]
    return all(low < high for low, high in itertools.pairwise(numbers)) or addressed * 2 > len(entries)


def _mentions(text: str) -> frozenset[str]:
    """Every label that stands in brackets elsewhere than at the start of a line; ranges by their ends."""
    found: set[str] = set()
    for match in _MENTION.finditer(text):
        if text[match.start() - 1 : match.start()] in ("", "\n"):
            continue
        content = match.group(1)
        found.update(part.strip().casefold() for part in re.split(r"[,;，、–—-]", content))
    return frozenset(found)


def _is_prose(text: str, found: _List) -> bool:
    """Whether the entries of a list are notes to be read and not works to be looked up."""
    if found.kind == "sources":
        return False
    ends = [*(entry.span.start for entry in found.entries[1:]), found.entries[-1].span.end + _NOTE_SAMPLE]
    prose = sum(_reads_as_prose(text, entry, end) for entry, end in zip(found.entries, ends, strict=True))
    return prose * (5 if found.kind == "notes" else 3) >= len(found.entries)


def _reads_as_prose(text: str, entry: Entry, end: int) -> bool:
    """By small words that titles and names hardly have, or, in scripts without spaces, by a full stop and no address."""
    if _ADDRESS.match(text, entry.body):
        return False
    words = text[entry.body : min(end, entry.body + _NOTE_SAMPLE)].lower().split()
    if sum(word in _WORDS_OF_PROSE for word in words) > 1:
        return True
    return text[entry.span.end - 1] in "。！？" and not _ADDRESS.search(text, entry.body, entry.span.end)


def _coverage(lists: Sequence[_List], length: int) -> list[Span]:
    """The part of the text that each list serves.

    All of it, unless labels start again: then each list serves what stands between the list before it and
    its own end, and the last one also what follows.
    """
    labels = Counter(key for found in lists for key in found.label_keys())
    covers = []
    begin = 0
    again = [at for at, found in enumerate(lists) if any(labels[key] > 1 for key in found.label_keys())]
    restarting = set(again)
    for at, found in enumerate(lists):
        if at not in restarting:
            covers.append(Span(0, length))
            continue
        covers.append(Span(begin, length if at == again[-1] else found.span.end))
        begin = found.span.end
    return covers


def _references(text: str, blocks: Sequence[Block], found: _List, covers: Span) -> list[Reference]:
    ends = {id(entry): entry.span.end for entry in found.entries}
    for at, entry in found.rest.items():
        ends[id(entry)] = max(ends[id(entry)], blocks[at].span.end)
    return [make_reference(text, entry, ends[id(entry)], covers) for entry in found.entries]


def _settle(text: str, blocks: list[Block], found: _List) -> None:
    """Give the blocks of a list their kind; a note's words begin behind its label."""
    if found.announced is not None and found.level >= _BOLD_LEVEL:
        # A line that only announces the list heads nothing that stands behind it.
        blocks[found.announced] = replace(blocks[found.announced], kind="furniture", level=0)
    for entry in found.entries:
        block = blocks[entry.block]
        addressed = re.match(r"\S*https?://\S+\W*\Z", text[entry.body : entry.span.end])
        kind: BlockKind = "note" if found.notes and not addressed else "reference"
        start = entry.body if kind == "note" and block.span.start <= entry.body < block.span.end else block.span.start
        blocks[entry.block] = Block(kind, Span(start, block.span.end), 0, block.gaps)
    for at in found.rest:
        if blocks[at].kind not in ("code", "furniture"):
            blocks[at] = replace(blocks[at], kind="note" if found.notes else "reference")
