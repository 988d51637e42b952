"""Whether a block near a list of references is an entry, belongs to the entry before it, or is outside the list."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal, NamedTuple

from indexer.filenames import file_of
from indexer.late import dataclass, field
from indexer.listheadings import NamedKind
from indexer.model import Block, Span
from indexer.notes import ADDRESS
from indexer.patterns import pattern
from indexer.references.addresses import Addresses
from indexer.references.entries import Entry
from indexer.references.signs import holds
from indexer.works import read_work

#: A year as `dates.YEAR`; the look behind stands within it, since a pattern that begins with digits is searched for faster.
WORK_YEAR = pattern(r"(?:1[5-9]|20)(?<!\w..)\d\d[a-z]?\b", re.IGNORECASE)
MARKER = pattern(r"(?<!\])\[\^?\d{1,3}\](?!\()")
LONGEST_ENTRY = 1500  # characters
_WORK = pattern(r"https?://|www\.|\bdoi\b|10\.\d{4,9}/|arxiv", re.IGNORECASE)
_WORK_SIGNS = ("://", "www.", "doi", "10.", "arxiv")  # what a text must hold, in lower case, to match
_ADDRESS_SIGNS = ("://", "www.", "doi:", "10.")
_RULE = pattern(r"^[ \t]{0,3}([-*_])(?:[ \t]?\1){2,}[ \t]*$", re.MULTILINE)

ListKind = NamedKind | Literal["definition", "run"]
"""What a heading names; else footnotes and definitions of links, by their form, or a run of entries, which may be no list."""


class BlockText(NamedTuple):
    """A text in blocks, the entry that each block may be, None for most, and the addresses that the format links."""

    text: str
    blocks: Sequence[Block]
    entries: list[Entry | None]
    addresses: Addresses


@dataclass(slots=True)
class EntryList:
    """A list being read, below a heading of this level.

    `announced` is the block that names it, `rest` are blocks that go on with the entry before them, `shared` are blocks that
    begin with other words, with the end of these, `groups` those that name a group of entries. `notes` says whether its entries are to be read and not to be looked up.
    """

    kind: ListKind
    level: int = 0
    announced: int | None = None
    entries: list[Entry] = field(default_factory=list)
    rest: dict[int, Entry] = field(default_factory=dict)
    shared: dict[int, int] = field(default_factory=dict)
    groups: list[int] = field(default_factory=list)
    notes: bool = False

    @property
    def span(self) -> Span:
        """From the first entry to the last."""
        return Span(self.entries[0].span.start, self.entries[-1].span.end)

    @property
    def last(self) -> int:
        """Its last block. Looks through all of `rest`."""
        return max([self.entries[-1].block, *self.rest])

    def label_keys(self) -> set[tuple[str, bool, str]]:
        """The labels, told apart where they mean different things: notes and sources, `[^1]` and `[1]`."""
        family = "notes" if self.kind == "notes" else "sources"
        return {(family, entry.form == "footnote", entry.label) for entry in self.entries if entry.label}


def is_ruled_off(text: str, blocks: Sequence[Block], at: int) -> bool:
    """Whether a rule of Markdown stands between a block and the one before it."""
    return at > 0 and _RULE.search(text, blocks[at - 1].span.end, blocks[at].span.start) is not None


def is_bare(text: str, entry: Entry, at: int) -> bool:
    """Whether the entry in the block before is a label alone, so that its words are still to come."""
    return entry.block == at - 1 and not text[entry.body : entry.span.end].strip()


def goes_on(text: str, block: Block, kind: ListKind) -> bool:
    """Whether a block without a label goes on with the entry before it."""
    words = text[block.span.start : block.span.end]
    if block.kind in ("reference", "note"):
        return False  # an entry that the format marks
    if kind == "notes":
        return block.kind != "heading"
    if block.kind in ("furniture", "code"):
        return False
    return bool(ADDRESS.match(words)) or words[:1].islower() or (len(words) < 300 and bool(ADDRESS.search(words[:60])))


def names_work(text: str, block: Block, addresses: Addresses, *, undated: bool = False) -> bool:
    """Whether a block without a label is an entry; `undated`: also one that has no year yet, if it has authors."""
    words = text[block.span.start : block.span.end]
    if block.kind not in ("item", "paragraph", "row") or MARKER.search(words):
        return False
    if len(words) > LONGEST_ENTRY and "\n" not in words:
        return False
    if WORK_YEAR.search(words) is not None or holds(_WORK, _WORK_SIGNS, words) or file_of(words) is not None:
        return True
    if addresses.first(block.span.start, block.span.end) is not None:
        return True
    return undated and read_work(" ".join(words[:LONGEST_ENTRY].split())) is not None


def is_addressed(text: str, entry: Entry, addresses: Addresses) -> bool:
    """Whether an entry has an address in its words, or its format links one."""
    start, end = entry.body, entry.span.end
    return holds(ADDRESS, _ADDRESS_SIGNS, text[start:end]) or addresses.first(start, end) is not None
