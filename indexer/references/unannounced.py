"""A list at the end of a text below a heading that does not name it: told by its entries, and by the text that uses them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from indexer.model import Block
from indexer.references.addresses import Addresses
from indexer.references.blocks import BlockText, EntryList, is_addressed
from indexer.references.headed import read_under_heading
from indexer.works import Work, read_works

_FEWEST = 3  # entries without labels; numbers that count from one tell more
_LEAST_USED = 2
_MOST_SOUGHT = 30  # works that are looked for in the text


def find_unannounced(body: BlockText, mentioned: Callable[[], frozenset[str]]) -> list[EntryList]:
    """The list that all behind the last heading is, if most entries have an address and the text names some. `mentioned` tells labels."""
    text, blocks, _, addresses = body
    at = next((at for at in range(len(blocks) - 1, -1, -1) if blocks[at].kind == "heading"), None)
    last = next((at for at in range(len(blocks) - 1, -1, -1) if blocks[at].kind != "furniture"), 0)
    if at is None or at >= last or not _has_addresses(text, blocks[at + 1 : last + 1], addresses):
        return []
    found = EntryList("sources", blocks[at].level, announced=at)
    read_under_heading(body, found, at + 1)
    if not found.entries or found.last < last:
        return []
    addressed = sum(is_addressed(text, entry, addresses) for entry in found.entries)
    if addressed * 2 <= len(found.entries) or not _is_used(text[: blocks[at].span.start], text, found, mentioned):
        return []
    return [found]


def _has_addresses(text: str, blocks: Sequence[Block], addresses: Addresses) -> bool:
    """Whether at least every other block has an address: a cheap look first."""
    has = sum(
        "://" in text[block.span.start : block.span.end]
        or "doi" in text[block.span.start : block.span.end]
        or addresses.first(block.span.start, block.span.end) is not None
        for block in blocks
    )
    return has * 2 >= len(blocks)


def _is_used(before: str, text: str, found: EntryList, mentioned: Callable[[], frozenset[str]]) -> bool:
    """Whether the text before a list uses two of its entries, by number or by author and year."""
    labels = [entry.label for entry in found.entries]
    if all(labels):
        counts = [label.isdecimal() and int(label) == number for number, label in enumerate(labels, 1)]
        return all(counts) and len(mentioned().intersection(labels)) >= _LEAST_USED
    if any(labels) or len(labels) < _FEWEST:
        return False
    works = list(read_works(" ".join(text[entry.body : entry.span.end].split()) for entry in found.entries))
    read = [work for work in works if work is not None]
    if len(read) * 3 < len(works) * 2:
        return False
    return sum(_is_named(before, work) for work in read[:_MOST_SOUGHT]) >= _LEAST_USED


def _is_named(text: str, work: Work) -> bool:
    name = re.escape(work.surnames[0])
    return re.search(rf"\b{name}\b[^\n.;]{{0,40}}?\b{re.escape(work.year)}", text, re.IGNORECASE) is not None
