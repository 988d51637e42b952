"""Runs of blocks that are lists of references, by their heading, their form, or the labels that the text uses."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache

from indexer.bare import counts_entries, counts_in_order
from indexer.filenames import file_of
from indexer.leads import LABEL_WORDS
from indexer.listheadings import NamedKind, heading_kind, may_name_list
from indexer.model import Block, Span
from indexer.patterns import pattern
from indexer.references.addresses import Addresses
from indexer.references.blocks import (
    MARKER,
    WORK_YEAR,
    BlockText,
    EntryList,
    goes_on,
    is_addressed,
    is_bare,
    is_ruled_off,
    names_work,
)
from indexer.references.counting import count_entries
from indexer.references.entries import ENCLOSED, Entry, may_open, read_entry, split_entry
from indexer.references.footing import find_notes
from indexer.references.headed import heads_part, read_under_heading
from indexer.references.mentions import first_mentions, mentions
from indexer.references.onelines import find_one_line_lists
from indexer.references.unannounced import find_unannounced
from indexer.references.unlabelled import is_beside, split_behind, split_lines

_LONGEST_HEADING = 60
_LONGEST_OPENING = 80  # characters that tell whether a block is one
_NO_LEVEL = 7  # below all headings: a list announced by a line of prose ends at any of them
_FURTHEST_IN = 40  # columns
_FEWEST_BARE = 3  # entries that bare numbers name
_MOST_ENCLOSED = 6  # blocks that a note in brackets may still have
_LABELS = pattern(r"[\[【][^\[\]【】\n]{1,40}[\]】]")
_SIGNAL = pattern(
    r"(?:ibid|ebd|id\.|eg\b|e\.g\.|cf|see\b|vgl\.|voir\b|op\. cit)"
)  # how a note may begin in small letters
_KEY = pattern(r"\d{1,4}[a-z]?|※\d{1,2}|(?=\D+\d)[^\W\d_]\S{0,30}(?:\s\S{1,12})?")  # 12, Smith2020, RFC 2119
# `It rains (1).`, `It rains (2, 3) and`; `비가 온다.1)`, both as lines of notes begin
_ROUND = pattern(
    r"(?<=[^\s(])(?<!ection)(?<!aragraph)(?<!para)(?<!lause)(?<!rticle)(?<!Absatz)(?<!Abs\.)(?<!tep)(?<!tem)(?<!oint)[ \u00a0]?[(（](?P<labels>\d{1,3}(?:,\s?\d{1,3}){0,5})[)）](?P<end>[.。]|\s*\n)?"
)
_CLOSED = pattern(r"(?:(?P<end>(?<=[.!?。]))|(?<=[,”\"」』\u2e80-\u9fff\uac00-\ud7a3]))(?P<labels>\d{1,3})\)")
_SOURCE_LINK = pattern(rf"\(\[(?:{LABEL_WORDS})\s?\d{{1,3}}\]\(", re.IGNORECASE)  # `([Source 1](https://…))`
_CLOSED_NUMBER = pattern(r"(?P<open>[(（]?)\d{1,3}[)）][ \t]*\Z")
_LONGEST_NUMBER = 12  # signs before the words of an item
_ENTRY_KINDS = frozenset({"paragraph", "item", "quote", "row", "heading"})


def find_lists(text: str, blocks: Sequence[Block], addresses: Addresses) -> list[EntryList]:
    """The lists of a text in order. `addresses` are those that its format links."""
    entries = [_entry(text, block, at) for at, block in enumerate(blocks)]
    body = BlockText(text, blocks, entries, addresses)
    mentioned = cache(lambda: mentions(text))
    lists = _announced_and_runs(body, mentioned) or find_unannounced(body, mentioned)
    taken = {entry.block for found in lists for entry in found.entries}.union(*(found.rest for found in lists))
    if on_lines := find_one_line_lists(text, blocks, taken):
        lists = sorted((*lists, *on_lines), key=lambda found: found.entries[0].span)
    if not any(entry.label for found in lists for entry in found.entries):
        lists = sorted((*lists, *find_notes(text, blocks, entries)), key=lambda found: found.entries[0].span)
    return count_entries(text, _without_claims(text, lists, addresses), mentioned)


def _announced_and_runs(body: BlockText, mentioned: Callable[[], frozenset[str]]) -> list[EntryList]:
    """The lists below headings that name them, and the runs of entries that are lists by their form or because the text uses them."""
    text, blocks, entries, addresses = body
    lists: list[EntryList] = []
    earliest = cache(lambda: first_mentions(text))
    at = 0
    within: EntryList | None = None  # whose heading this stands below
    last = -1  # its last block
    while at < len(blocks):
        entry = entries[at]
        within = None if within and blocks[at].kind == "heading" and blocks[at].level <= within.level else within
        part = within is not None and heads_part(body, last, at)
        if entry is None and not part and not _may_announce(text, blocks[at]):
            at += 1
            continue
        kind, first = ("sources", at + 1) if part else _heading(body, at)
        if kind is not None:
            level = within.level if within and part else blocks[at].level or _NO_LEVEL
            found = EntryList(kind, level, announced=at if first > at else None)
            read_under_heading(body, found, first)
        elif entry is not None and entry.form != "key":  # `S1: …` may be anything but below a heading
            found = _run(text, blocks, entries, entry)
            if found.kind == "run" and (after := _behind_no_list(text, found, mentioned, earliest, addresses)):
                at = after
                continue
        else:
            at += 1
            continue
        if found.entries:
            lists.append(found)
            at = found.last + 1
            if found.kind == "sources" and found.announced is not None and found.level < _NO_LEVEL:
                within, last = found, at - 1
        else:
            at += 1
    return lists


def _behind_no_list(
    text: str,
    found: EntryList,
    mentioned: Callable[[], frozenset[str]],
    earliest: Callable[[], dict[str, int]],
    addresses: Addresses,
) -> int | None:
    """The block to go on with if a run is no list: behind lines that only begin with a marker, or behind all of it; None if it is one."""
    first, last = found.entries[0].block, found.entries[-1].block
    listed = found.entries[_leading_claims(text, found, addresses)].block
    if listed > first:  # entries on one line stay together
        return listed
    believable = _believable(text, found, mentioned(), addresses)
    return None if believable and not _are_paragraphs(text, found, earliest, addresses) else last + 1


def _leading_claims(text: str, found: EntryList, addresses: Addresses) -> int:
    """How many entries of a run are lines that only begin with a marker: an entry with an address has the label again.

    0 where entries without an address follow the first that has one: then any may be of the list.
    """
    addressed = [is_addressed(text, entry, addresses) for entry in found.entries]
    if all(addressed) or True not in addressed:
        return 0
    first = addressed.index(True)
    labels = {entry.label for entry, has in zip(found.entries, addressed, strict=True) if has}
    return first if all(entry.label in labels for entry in found.entries[:first]) else 0


def _without_claims(text: str, lists: list[EntryList], addresses: Addresses) -> list[EntryList]:
    """The lists but for runs of claims that open with markers: nothing in them has an address, and a list with addresses has their labels."""
    named = [found for found in lists if found.kind != "run" and is_addressed(text, found.entries[0], addresses)]
    known = {key for found in named for key in found.label_keys()}
    return [
        found
        for found in lists
        if found.kind != "run"
        or not found.label_keys() <= known
        or any(is_addressed(text, entry, addresses) for entry in found.entries)
    ]


def _entry(text: str, block: Block, at: int) -> Entry | None:
    kind = block.kind
    if kind not in _ENTRY_KINDS or (kind == "heading" and text[block.span.start] != "["):
        return None
    if kind == "paragraph" and not may_open(text, block.span.start):  # most are so
        return None
    return read_entry(text, block, at)


def _may_announce(text: str, block: Block) -> bool:
    """Whether a block may be the heading of a list, or opens like `Sources: [1] …`: a cheap look first."""
    start, end = block.span.start, block.span.end
    line = text[start : min(end, start + _LONGEST_OPENING)]
    if "[" in line or "【" in line:
        return start > 0 or end - start <= _LONGEST_HEADING or line[0] not in "[【"
    return end - start <= _LONGEST_HEADING and may_name_list(line)


def _heading(body: BlockText, at: int) -> tuple[NamedKind | None, int]:
    """The kind of list that a block announces, and the block where its entries begin (itself: `Sources: [1] …`)."""
    text, entries = body.text, body.entries
    block, entry = body.blocks[at], entries[at]
    start, end = block.span.start, block.span.end
    if block.kind not in ("heading", "paragraph", "item") or _is_labelled(text, entry):
        return None, at
    line = text[start : min(end, start + _LONGEST_OPENING)]
    if block.kind == "heading":
        line = " ".join(line.split())  # which may be wrapped
    if end - start <= _LONGEST_HEADING and "\n" not in line:
        kind = heading_kind(line)
        heads = block.kind == "heading" or line[-1] in ":："
        if kind and (heads or _starts_list(body, at + 1)):
            return kind, at + 1
    if "[" not in line and "【" not in line:
        return None, at
    head, colon, _ = line.replace("：", ":").partition(":")
    if colon and (kind := heading_kind(head)):
        opening = replace(block, span=Span(_skip_space(text, start + len(head) + 1, end), end))
        entry = read_entry(text, opening, at) if opening.span.start < end else None
        told = entry is not None and any(map(str.isalnum, _LABELS.sub("", text[entry.body : entry.span.end])))
        if entry is not None and told and entry.form == "bracket" and entry.span.start == opening.span.start:
            entries[at] = entry
            return kind, at
    return None, at


def _is_labelled(text: str, entry: Entry | None) -> bool:
    """Whether a block is an entry with words; `[Sources]` has none."""
    return entry is not None and entry.form != "number" and bool(text[entry.body : entry.span.end].strip())


def _starts_list(body: BlockText, at: int) -> bool:
    text, blocks, entries, addresses = body
    return at < len(blocks) and (entries[at] is not None or names_work(text, blocks[at], addresses))


def _skip_space(text: str, start: int, end: int) -> int:
    while start < end and (text[start].isspace() or text[start] in "*_"):
        start += 1
    return start


def _run(text: str, blocks: Sequence[Block], entries: list[Entry | None], first: Entry) -> EntryList:
    """The entries of one form that follow each other from the first on, without a heading that names them."""
    found = EntryList("definition" if first.form in ("definition", "footnote") else "run")
    for place in range(first.block, len(blocks)):
        entry = entries[place]
        if entry is not None and entry.form == first.form:
            found.entries += split_behind(text, split_entry(text, entry), headed=False)
        elif is_beside(text, blocks[place], found.entries[-1], headed=False):
            found.entries += split_lines(text, blocks[place], place)
        elif found.kind == "definition" and _belongs(text, blocks, found, place):
            found.rest[place] = found.entries[-1]
        elif not (
            entry is None
            and not is_ruled_off(text, blocks, place)
            and (goes_on(text, blocks[place], "sources") or blocks[place].kind == "furniture")
            and place + 1 < len(blocks)
            and (after := entries[place + 1]) is not None
            and after.form == first.form
        ):
            break
        elif blocks[place].kind != "furniture":
            found.rest[place] = found.entries[-1]
    return found


def _belongs(text: str, blocks: Sequence[Block], found: EntryList, at: int) -> bool:
    """Whether a block goes on with the note before it: it is set in, and no rule stands between, or has the words of a bare label."""
    if is_bare(text, found.entries[-1], at):
        return True
    if ENCLOSED.match(text, found.entries[-1].span.start):
        ends = [text[block.span.end - 1] for block in blocks[at - 1 : at + _MOST_ENCLOSED]]
        return ends[0] != "]" and "]" in ends
    return _indented(text, blocks[at]) and not is_ruled_off(text, blocks, at)


def _indented(text: str, block: Block) -> bool:
    """Whether a block is set in, as the later paragraphs of a footnote are."""
    line = text.rfind("\n", max(0, block.span.start - _FURTHEST_IN), block.span.start) + 1
    if not line and block.span.start > _FURTHEST_IN:
        return False
    lead = text[line : block.span.start + 4] if block.kind == "code" else text[line : block.span.start]
    return lead[:2].isspace() and len(lead) > 1


def _believable(text: str, found: EntryList, mentioned: frozenset[str], addresses: Addresses) -> bool:
    """Whether a run without a heading is a list of references and not paragraphs or steps that are numbered."""
    entries = [entry for entry in found.entries if entry.label]
    addressed = sum(is_addressed(text, entry, addresses) for entry in entries)
    used = sum(entry.label.casefold() in mentioned for entry in entries)
    if entries[0].form == "number":
        return _are_numbered(text, entries, used, addressed)
    if not used and addressed * 2 <= len(entries):
        return False
    if not addressed and not _are_listed(text, entries, found.rest):
        return False
    if len(entries) == 1:
        return bool(addressed) or not text[found.span.end :].strip()
    numbers = [int(entry.label) for entry in entries if entry.label.isdecimal()]
    return all(low < high for low, high in itertools.pairwise(numbers)) or addressed * 2 > len(entries)


def _are_paragraphs(text: str, found: EntryList, first: Callable[[], dict[str, int]], addresses: Addresses) -> bool:
    """Whether a run in square brackets, or by anchors, is numbered paragraphs, as of a judgment: few of its numbers stand before it."""
    entries = found.entries
    if not text.startswith(("[", "\\[", "<"), entries[0].span.start) or not all(e.label.isdecimal() for e in entries):
        return False
    if any(is_addressed(text, entry, addresses) for entry in entries):
        return False
    start = found.span.start
    return sum(first().get(entry.label, start) < start for entry in entries) * 2 < len(entries)


def _are_numbered(text: str, entries: Sequence[Entry], used: int, addressed: int) -> bool:
    """Whether numbered lines are entries: `used` of them are named by markers, and `addressed` have an address.

    At the end of a text, dates do in place of addresses where all are named, and bare numbers in place of markers where all have addresses
    or where they name all in order.
    """
    if any(
        MARKER.search(text, entry.body, entry.span.end) or _SOURCE_LINK.search(text, entry.body, entry.span.end)
        for entry in entries
    ):
        return False  # claims in a numbered list, which have sources themselves
    closes = not text[entries[-1].span.end :].strip()
    if len(entries) == 1 and not closes:
        return False
    if used > 0 and addressed * 2 > len(entries):
        return True
    if closes and not used and _count_from_one(entries):
        used = _named_alike(text, entries)
    if closes and not used and len(entries) >= _FEWEST_BARE and _count_from_one(entries):
        before = text[: entries[0].span.start]
        if addressed == len(entries):
            return counts_entries(before, len(entries), to_the_last=False)
        return _dated(text, entries) * 4 >= len(entries) * 3 and counts_in_order(before, len(entries))
    return closes and used >= len(entries) and _dated(text, entries) * 2 >= len(entries)


def _named_alike(text: str, entries: Sequence[Entry]) -> int:
    """How many of the entries, `(1) Smith` or `1) Smith`, the text before them names by the same sign, if half where sentences end."""
    start = entries[0].span.start
    sign = _CLOSED_NUMBER.search(text, max(0, start - _LONGEST_NUMBER), entries[0].body)
    if sign is None:
        return 0
    found = list((_ROUND if sign["open"] else _CLOSED).finditer(text, 0, start))
    labels = {entry.label for entry in entries}
    named = labels.intersection(label.strip() for match in found for label in match["labels"].split(","))
    return len(named) if sum(match["end"] is not None for match in found) * 2 >= len(entries) else 0


def _dated(text: str, entries: Sequence[Entry]) -> int:
    """How many entries have a year."""
    return sum(WORK_YEAR.search(text, entry.body, entry.span.end) is not None for entry in entries)


def _count_from_one(entries: Sequence[Entry]) -> bool:
    return all(entry.label == str(number) for number, entry in enumerate(entries, 1))


def _are_listed(text: str, entries: Sequence[Entry], rest: Mapping[int, Entry]) -> bool:
    """Whether entries without addresses are of a list all the same: `[6] shows that` is a sentence, `[gpg] New option` a topic.

    Each has words and a label of its own, which is a number or a key.
    """
    if len({entry.label for entry in entries}) < len(entries) or not all(_KEY.fullmatch(e.label) for e in entries):
        return False
    going_on = {entry.body for entry in rest.values()}
    return all(entry.body in going_on or text[entry.body : entry.span.end].strip() for entry in entries) and not any(
        text[entry.body : entry.body + 1].islower()
        and not _SIGNAL.match(text, entry.body)
        and file_of(text[entry.body : entry.span.end]) is None
        for entry in entries
    )
