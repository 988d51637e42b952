"""The blocks below the heading of a list: its entries, with and without labels, and blocks that continue them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

from indexer.listheadings import heading_kind
from indexer.model import BOLD_LEVEL, Block, Span
from indexer.patterns import pattern
from indexer.references.addresses import Addresses
from indexer.references.backlinks import begins_with_way_back, leads_back
from indexer.references.blocks import MARKER, BlockText, EntryList, goes_on, is_bare, is_ruled_off, names_work
from indexer.references.entries import Entry, read_entry, read_labels, split_entry
from indexer.references.loose import counted, numbered
from indexer.references.retrieval import tells_retrieval
from indexer.references.unlabelled import is_beside, is_own_line, split_behind, split_lines
from indexer.sources import find_doi, find_urls, first_url
from indexer.works import read_work

_MOST_BLOCKS = 6  # of an entry behind its first
_LONGEST_NAME = 160  # characters
_MOST_FURNITURE = 4  # blocks
_LONGEST_REMARK = 600  # characters
_BARE_NUMBER = pattern(r"(?P<number>\d{1,3})[ \t]+(?=\w)")
_BARE_ADDRESS = pattern(r"[<(]?(?:https?://|www\.|doi:)\S{1,2000}", re.IGNORECASE)
_GROUP = pattern(  # `*Primary*`, `Reviews:`
    r"(?:(?P<sign>[*_]{1,3})[^\W\d_][^\n:：.!?。*_\[\]/]{0,38}[^\W_][:：]?(?P=sign)[:：]?|[^\W\d_][^\n:：.!?。*_\[\]/]{0,38}[^\W_][:：])"
)
_DEFINITION = pattern(r"\[[^\[\]\n]{1,40}\]:")
_FENCE = pattern(r"(?:(?:`{3,}|~{3,})[^\n]{0,20}\n\s{0,9})?(?=\[)")
_SENTENCE_ENDS = (".", "。", "!", "！")
_OF_SENTENCE = pattern(r"[^\W\d_]{3}")


def read_under_heading(body: BlockText, found: EntryList, first: int) -> None:  # noqa: C901  # a branch for each thing that a block may be
    """Take what stands below a heading up to the next one, as far as it looks like entries."""
    text, blocks, entries, _ = body
    form = None
    waiting: list[int] = []  # blocks of the entry that is still to come
    for at in range(first, len(blocks)):
        block, entry = blocks[at], entries[at] or read_labels(text, blocks[at], at) or _in_code(text, blocks, first, at)
        if block.kind == "heading" and entry is None:
            if _ends(body, found, at):
                break
        elif leads_back(text, block):
            waiting.append(at)
        elif at == first and _introduces(body, at):
            continue
        elif entry is not None and (form in (None, entry.form) or entry.form in ("bracket", "definition", "footnote")):
            form = entry.form if form in (None, "none") else form
            _add(found, split_behind(text, split_entry(text, entry), headed=True), waiting)
        elif found.entries and (is_ruled_off(text, blocks, at) or _is_over(text, block, found.entries[-1])):
            break
        elif _heads_group(body, found, at):
            found.groups.append(at)
        elif found.entries and _belongs(text, blocks, entries, found, at):
            found.rest[at] = found.entries[-1]
        elif _begins_without_label(body, found, at, form):
            form = form or "none"
            _add(found, split_lines(text, block, at), waiting)
        elif found.entries and _is_told_of(text, blocks, found.entries[-1], at):
            continue  # which is no part of the entry
        elif block.kind not in ("furniture", "code"):
            break
    found.entries = counted(text, numbered(text, found.entries))
    by_place = {entry.span: entry for entry in found.entries}
    found.rest = {at: by_place[entry.span] for at, entry in found.rest.items()}


def heads_part(body: BlockText, last: int, at: int) -> bool:
    """Whether a block heads a part of a list, of which blocks up to the `last` were read, with labels of its own, or behind a remark."""
    text, blocks, entries, addresses = body
    following = _behind_furniture(blocks, at + 1)
    if following is None or not (blocks[at].kind == "heading" or _names_group(text, blocks[at])):
        return False
    entry = entries[following]
    if (entry is not None and entry.label != "1") or blocks[following].kind not in ("item", "row"):
        return False
    if _behind_furniture(blocks, last + 1) == at:
        return names_work(text, blocks[following], addresses)
    return _is_linked(text, blocks[following], addresses)


def _behind_furniture(blocks: Sequence[Block], at: int) -> int | None:
    """The next block from a place on that is no furniture, as the head of a table is."""
    near = range(at, min(at + _MOST_FURNITURE, len(blocks)))
    return next((place for place in near if blocks[place].kind != "furniture"), None)


def _introduces(body: BlockText, at: int) -> bool:
    """Whether a block below a heading is a sentence on the items or rows behind it, which have addresses: `These were read.`, say."""
    text, blocks, entries, addresses = body
    if blocks[at].kind not in ("paragraph", "quote") or entries[at] is not None:
        return False
    following = _behind_furniture(blocks, at + 1)
    if following is not None and (
        _names_group(text, blocks[following]) or blocks[following].level > blocks[at - 1].level > 0
    ):
        following = _behind_furniture(blocks, following + 1)
    if following is None:
        return False
    if blocks[at].span.end - blocks[at].span.start > _LONGEST_REMARK or blocks[following].kind not in ("item", "row"):
        return False
    if _is_linked(text, blocks[at], addresses):
        return False
    names = names_work(text, blocks[following], addresses) and not names_work(text, blocks[at], addresses)
    return names or _is_linked(text, blocks[following], addresses)


def _is_linked(text: str, block: Block, addresses: Addresses) -> bool:
    """Whether a block has an address."""
    start, end = block.span.start, block.span.end
    return first_url(text[start:end]) is not None or addresses.first(start, end) is not None


def _names_group(text: str, block: Block) -> bool:
    """Whether a block is a few words that may name a group of entries."""
    return block.kind in ("item", "paragraph") and _GROUP.fullmatch(text, block.span.start, block.span.end) is not None


def _heads_group(body: BlockText, found: EntryList, at: int) -> bool:
    """Whether a block that is no heading names a group of entries."""
    named = _names_group(body.text, body.blocks[at]) and _goes_on_behind(body, found, at)
    return named or _holds_items(body, found, at)


def _goes_on_behind(body: BlockText, found: EntryList, at: int) -> bool:
    """Whether the list goes on behind a block: with the number that is due, or with items that have addresses as those before."""
    text, blocks, entries, addresses = body
    if at + 1 == len(blocks):
        return False
    entry, last = entries[at + 1], found.entries[-1] if found.entries else None
    if entry is not None:
        due = int(last.label) + 1 if last and last.label.isdecimal() else 1
        return entry.label == str(due) and (last is None or entry.form == last.form)
    if last is not None and (last.label or blocks[last.block].kind != "item"):
        return False
    if blocks[at + 1].kind != "item":
        return False
    return names_work(text, blocks[at + 1], addresses) or (
        found.level < BOLD_LEVEL and _close_text(text, blocks, at + 1)
    )


def _holds_items(body: BlockText, found: EntryList, at: int) -> bool:
    """Whether an item of a list without labels is a name for those set in below it."""
    text, blocks, _, addresses = body
    if at + 1 == len(blocks) or found.level >= BOLD_LEVEL or any(entry.label for entry in found.entries[-1:]):
        return False
    block, following = blocks[at], blocks[at + 1]
    if following.kind != "item" or not _only_names(text, block) or names_work(text, block, addresses):
        return False
    return _indent(text, following) > _indent(text, block) and (bool(found.entries) or _close_text(text, blocks, at))


def _ends(body: BlockText, found: EntryList, at: int) -> bool:
    """Whether a heading is that of something else, and of no part of the list."""
    text, heading = body.text, body.blocks[at]
    if heading.level <= found.level:
        return True
    if not found.entries or heading_kind(text[heading.span.start : heading.span.end]) is not None:
        return False
    return not _goes_on_behind(body, found, at)


def _is_told_of(text: str, blocks: Sequence[Block], last: Entry, at: int) -> bool:
    """Whether a paragraph tells of the work before it: the next work without a label soon follows, and no heading before that."""
    if last.label or blocks[at].kind not in ("paragraph", "quote"):
        return False
    for block in islice(blocks, at + 1, at + 1 + _MOST_BLOCKS):
        if block.kind == "heading" and block.level < BOLD_LEVEL:
            return False
        if block.kind in ("paragraph", "heading") and read_work(_folded(text, block)) is not None:
            return read_work(_folded(text, blocks[last.block])) is not None
    return False


def _folded(text: str, block: Block) -> str:
    return " ".join(text[block.span.start : block.span.end].split())


def _is_over(text: str, block: Block, last: Entry) -> bool:
    """Whether a list is over at a block: at the line above a signature, or apart from an entry that is no more than an address."""
    if block.kind == "furniture" and text[block.span.start : block.span.end] == "--":
        return True
    if block.kind != "paragraph" or not _BARE_ADDRESS.fullmatch(text, last.body, last.span.end):
        return False
    apart = text.count("\n", last.span.end, block.span.start) > 1 and text[block.span.start - 1] == "\n"
    return apart and first_url(text[block.span.start : block.span.end]) is None


def _in_code(text: str, blocks: Sequence[Block], first: int, at: int) -> Entry | None:
    """The first entry of a list that stands in a code block, alone below its heading."""
    block = blocks[at]
    fence = _FENCE.match(text, block.span.start, block.span.end) if block.kind == "code" and at == first else None
    if fence is None:
        return None
    within = Span(fence.end(), block.span.start + len(text[block.span.start : block.span.end].rstrip("`~ \t\n")))
    entry = read_entry(text, replace(block, kind="paragraph", span=within), at) if within.start < within.end else None
    return entry if entry is not None and entry.form == "bracket" else None


def _add(found: EntryList, entries: list[Entry], waiting: list[int]) -> None:
    """Put entries into a list, the first with the blocks before it that are its own."""
    found.rest.update(dict.fromkeys(waiting, entries[0]))
    found.entries += entries
    waiting.clear()


def _belongs(text: str, blocks: Sequence[Block], entries: Sequence[Entry | None], found: EntryList, at: int) -> bool:
    """Whether a block is of the entry before it."""
    last = found.entries[-1]
    if _is_same_item(text, blocks, last, at):
        return bool(last.label) or read_work(text[blocks[at].span.start : blocks[at].span.end]) is None
    if _hangs(text, blocks, last, at):
        return True
    if not last.label or is_beside(text, blocks[at], last, headed=True):
        return False
    going_on = goes_on(text, blocks[at], found.kind)
    if going_on and (_is_next_item(text, blocks, found, at) or _is_own(text, blocks, last, at)):
        return False
    if is_bare(text, last, at) or (going_on and (found.kind == "notes" or not _is_remark(text, blocks, last, at))):
        return True
    return blocks[at].kind != "heading" and _counts_on(entries, found, at)


def _begins_without_label(body: BlockText, found: EntryList, at: int, form: str | None) -> bool:
    """Whether a block is an entry without a label: in a list of such entries, or another item behind some with labels."""
    text, blocks, _, addresses = body
    block = blocks[at]
    if found.entries and is_beside(text, block, found.entries[-1], headed=True):
        return True
    if form not in (None, "none"):
        is_next = _is_next_item(text, blocks, found, at) and goes_on(text, block, found.kind)
        return is_next or (
            found.kind == "sources" and bool(found.entries) and _is_own(text, blocks, found.entries[-1], at)
        )
    if begins_with_way_back(text, block):
        return True
    if found.kind == "sources" and names_work(text, _unquoted(text, found, block, addresses), addresses, undated=True):
        return not found.entries or not _is_remark(text, blocks, found.entries[-1], at)
    if found.kind == "sources" and found.level < BOLD_LEVEL and _only_names(text, block):
        return _is_next_item(text, blocks, found, at) if found.entries else _close_text(text, blocks, at)
    return _counts(text, block, len(found.entries) + 1)


def _unquoted(text: str, found: EntryList, block: Block, addresses: Addresses) -> Block:
    """A quotation as a paragraph, in a list that consists of them: the first has an address or names its authors."""
    if block.kind != "quote" or found.level >= BOLD_LEVEL:
        return block
    if not found.entries and not _is_linked(text, block, addresses) and read_work(_folded(text, block)) is None:
        return block
    return replace(block, kind="paragraph")


def _only_names(text: str, block: Block) -> bool:
    """Whether an item is no more than a name: `Lake survey, volume 2`."""
    words = text[block.span.start : block.span.end]
    if block.kind != "item" or len(words) > _LONGEST_NAME or "\n" in words:
        return False
    return not words.endswith(_SENTENCE_ENDS) and MARKER.search(words) is None


def _close_text(text: str, blocks: Sequence[Block], at: int) -> bool:
    """Whether a text ends with the items from a place on, which are names, but for definitions of links."""
    return all(
        block.kind == "furniture" or _only_names(text, block) or _DEFINITION.match(text, block.span.start)
        for block in islice(blocks, at, None)
    )


def _is_same_item(text: str, blocks: Sequence[Block], last: Entry, at: int) -> bool:
    """Whether a block and the one before it are lines of one item, which a reader took apart. A text without bullets has none."""
    if at == 0 or blocks[at].kind != "item" or blocks[at - 1].kind != "item":
        return False
    if not _bullet(text, blocks[last.block]).strip() or _bullet(text, blocks[at]).strip():
        return False
    between = text[blocks[at - 1].span.end : blocks[at].span.start]
    return between.count("\n") == 1


def _hangs(text: str, blocks: Sequence[Block], last: Entry, at: int) -> bool:
    """Whether a paragraph is set in below the lines of the last entry, with no blank line between."""
    block, before = blocks[at], blocks[at - 1]
    if (
        block.kind != "paragraph"
        or before.kind != "paragraph"
        or _indent(text, block) <= _indent(text, blocks[last.block])
    ):
        return False
    return text.count("\n", before.span.end, block.span.start) == 1


def _is_next_item(text: str, blocks: Sequence[Block], found: EntryList, at: int) -> bool:
    """Whether an item stands beside that of the last entry, with the same bullet as far in, and names more than an address."""
    last = found.entries[-1]
    own, other = blocks[at], blocks[last.block]
    if found.kind == "notes" or own.kind != "item" or last.form == "number":
        return False
    if _BARE_ADDRESS.fullmatch(text, own.span.start, own.span.end):
        return False  # of the work before it
    return _bullet(text, own) == _bullet(text, other) != ""


def _is_own(text: str, blocks: Sequence[Block], last: Entry, at: int) -> bool:
    """Whether a block of one line, no farther in than the last entry, names a work of its own with its address, as that does."""
    block = blocks[at]
    if block.kind not in ("item", "paragraph") or "\n" in text[block.span.start : block.span.end]:
        return False
    words = text[last.body : last.span.end]
    if not (first_url(words) or find_doi(words)) or not is_own_line(text, block.span.start, block.span.end):
        return False
    return _indent(text, block) <= _indent(text, blocks[last.block])


def _indent(text: str, block: Block) -> int:
    """How far in the line of a block begins."""
    line = text[text.rfind("\n", max(0, block.span.start - 40), block.span.start) + 1 : block.span.start]
    return len(line) - len(line.lstrip())


def _bullet(text: str, block: Block) -> str:
    """What stands before an item on its line."""
    start = block.span.start
    return text[text.rfind("\n", max(0, start - 40), start) + 1 : start] if start else ""


def _is_remark(text: str, blocks: Sequence[Block], last: Entry, at: int) -> bool:
    """Whether a paragraph behind items is a sentence on them, with or without a link: no entry, and of none."""
    block = blocks[at]
    words = text[block.span.start : block.span.end].rstrip()
    if block.kind != "paragraph" or blocks[last.block].kind != "item" or not words.endswith(_SENTENCE_ENDS):
        return False
    if len(words) > _LONGEST_REMARK or read_work(words) is not None:
        return False
    ends = [span.end for span in find_urls(words)]
    behind = words[ends[-1] :] if ends else words
    return _OF_SENTENCE.search(behind) is not None and not tells_retrieval(behind)


def _counts(text: str, block: Block, number: int) -> bool:
    """Whether a block of a list opens with a bare number, which is the one that is due: `1 Doe, J.`."""
    opening = _BARE_NUMBER.match(text, block.span.start, block.span.end)
    return block.kind in ("paragraph", "item") and opening is not None and int(opening["number"]) == number


def _counts_on(entries: Sequence[Entry | None], found: EntryList, at: int) -> bool:
    """Whether the next entry is soon to come, by its number, or the last one has as many blocks more as those before it."""
    last = found.entries[-1]
    if not last.label.isdecimal():
        return False
    ahead = next((entry for entry in entries[at + 1 : at + 1 + _MOST_BLOCKS] if entry is not None), None)
    if ahead is not None and ahead.form == last.form and ahead.label == str(int(last.label) + 1):
        return True
    before = [entry.block for entry in found.entries[-2:]]
    return len(before) > 1 and at - last.block < before[1] - before[0]
