"""Lists on one line, whose entries have no labels: `Sources: [WHO](https://…) · [CDC](https://…)`, `Sources: WHO, Dams, https://…; CDC, https://…`.

Where it closes a text, so is one without addresses, `Sources: WHO, Dams, 2020; CDC`.
Addresses alone are the marker of the sentence before them, unless the line closes a text of several paragraphs and is the only one: those are
the sources of all of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet

from indexer.leads import AND
from indexer.listheadings import heading_kind
from indexer.model import Block, Span
from indexer.patterns import pattern
from indexer.references.blocks import EntryList
from indexer.references.entries import Entry
from indexer.sources import find_urls

_LONGEST_HEAD = 40
_LONGEST_WORDS = 200  # characters before an address that name its work
_FEWEST = 2  # addresses, and paragraphs before a line that closes a text
_LEVEL = 7  # below all headings
_HEAD = pattern(r"[*_]{0,3}(?P<words>[^\W\d_][^\n:：\[\]()]{0,40}?)\s?[:：][*_]{0,3}\s*")
_BEHIND = pattern(rf"(?P<own>[>)\]]{{0,3}})[*_]{{0,3}}[.。]?(?:\s?[;,、，；·|•]\s*|\s+(?={AND}\s)|\s*\Z)(?:{AND}\s+)?")
_LINK = pattern(r"\[[^\[\]\n]{1,300}\]\(<?\Z|<?\Z")
_PART = pattern(r"[^\s;](?:[^;]*[^\s;])?")
_WORD = pattern(r"[^\W\d_]{3}")


def find_one_line_lists(text: str, blocks: Sequence[Block], taken: AbstractSet[int]) -> list[EntryList]:
    """The lists that are one block each. `taken` are the blocks of other lists."""
    found = [
        (at, entries)
        for at, block in enumerate(blocks)
        if block.kind == "paragraph" and at not in taken and (entries := _entries(text, blocks, at))
    ]
    bare = [at for at, entries in found if all(_is_bare(text, entry) for entry in entries)]
    if bare and (len(bare) > 1 or not _closes(blocks, bare[0])):
        found = [(at, entries) for at, entries in found if at not in bare]
    return [EntryList("sources", _LEVEL, entries=entries) for _, entries in found]


def _entries(text: str, blocks: Sequence[Block], at: int) -> list[Entry]:
    """The entries of a block: a cheap look first at what most have not, a colon near the beginning, and addresses or a semicolon."""
    start, end = blocks[at].span.start, blocks[at].span.end
    if not (text.find(":", start, start + _LONGEST_HEAD) > 0 or text.find("：", start, start + _LONGEST_HEAD) > 0):
        return []
    addressed = text.find("://", start, end) > 0
    head = _HEAD.match(text, start, end) if addressed or text.find("; ", start, end) > 0 else None
    if head is None or heading_kind(head["words"]) != "sources" or not (addressed or _closes(blocks, at)):
        return []
    spans = list(_spans(text, head.end(), end) if addressed else _names(text, head.end(), end))
    return [Entry(at, "", "none", span, span.start) for span in spans] if len(spans) >= _FEWEST else []


def _spans(text: str, start: int, end: int) -> Iterator[Span]:
    """The words of each entry, up to its address, if something sets each off from the next; those behind the last are one more."""
    for address in find_urls(text, start, end):
        behind = _BEHIND.match(text, address.end, end)
        if address.start - start > _LONGEST_WORDS or behind is None:
            return
        yield Span(start, behind.end("own"))
        start = behind.end()
    if _WORD.search(text, start, end):
        yield Span(start, end)


def _names(text: str, start: int, end: int) -> Iterator[Span]:
    """The names of works in a line without addresses, each up to a semicolon."""
    for part in _PART.finditer(text, start, end):
        if part.end() - part.start() > _LONGEST_WORDS:
            return
        yield Span(part.start(), part.end())


def _is_bare(text: str, entry: Entry) -> bool:
    """Whether an entry is an address or a link and no more."""
    address = next(find_urls(text, entry.span.start, entry.span.end), None)
    return address is not None and _LINK.match(text, entry.span.start, address.start) is not None


def _closes(blocks: Sequence[Block], at: int) -> bool:
    """Whether nothing but furniture follows a block, and several blocks of prose are before it."""
    if any(block.kind != "furniture" for block in blocks[at + 1 :]):
        return False
    return sum(block.kind in ("paragraph", "item", "quote", "row") for block in blocks[:at]) >= _FEWEST
