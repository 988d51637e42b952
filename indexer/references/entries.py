"""One entry of a list of references: its label, and what it says about the work."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import Literal

from indexer.entryfields import FIELD_LINE, TITLE_FIELD
from indexer.inline import MARKUP
from indexer.late import dataclass
from indexer.leads import ANCHORED
from indexer.model import Block, Reference, Span
from indexer.patterns import pattern
from indexer.references.addresses import Addresses, find_url
from indexer.references.backlinks import before_way_back, behind_way_back
from indexer.references.titles import find_title
from indexer.sources import find_doi, source_id
from indexer.superscripts import SUPERSCRIPTS

Form = Literal["footnote", "definition", "bracket", "number", "key", "none"]

_LABEL = r"(?![\s^]|[xX]\]|cite_start|https?:|\d{1,2}:\d\d[\]:])[^\[\]【】［］{}\n\\]{1,40}"
ENCLOSED = pattern(r"\[(?:Footnote|FN)", re.IGNORECASE)
"""How a note begins that stands in brackets as a whole: `[Footnote 1: Smith v. Jones.]`."""
_NUMBERS = "0"
# Each form with the signs that it can begin with: those of numbers are all digits and small letters.
_FORMS: tuple[tuple[Form, str, re.Pattern[str]], ...] = (
    ("footnote", "[", pattern(r"\[\^(?P<label>[^\[\]\s^]{1,40})\^?\]:[ \t]*")),
    (
        "definition",
        "[",
        pattern(rf"{ENCLOSED.pattern}\s?(?P<label>\d{{1,4}}|[A-Z]{{1,2}})\s?[:.]\s+", re.IGNORECASE),
    ),
    ("definition", "\\", pattern(r"\\(?P<label>\d{1,3})\\(?=\s+\S)\s+")),
    ("definition", "\\[", pattern(rf"\\?\[(?P<label>{_LABEL})\\?\]:(?=\s+<?(?:https?://|www\.|/|#|\S+\.\w))\s*")),
    ("definition", "[", pattern(r"\[(?P<label>\d{1,4})\]\([^()\s]{0,300}#footnote-anchor-[^()\s]{1,40}\)\s*")),
    (
        "bracket",
        "[",
        pattern(r"\[\\?\[?(?P<label>\d{1,4})\\?\]?\]\(#[^()\s]{0,40}ref[^()\s]{0,40}\)\s*", re.IGNORECASE),
    ),
    # What leads down to an entry is a marker.
    (
        "bracket",
        "[",
        pattern(r"\[{1,2}(?P<label>\d{1,4})\]{1,2}(?!\(#(?:cite_note|fn[-:]?\d|footnote-\d))(?=[(\[]\D)"),
    ),
    ("bracket", "[", pattern(r"\[\[(?P<label>\d{1,4})\]\]:?\s+(?=\S)")),
    ("bracket", "[", pattern(r"\[(?P<label>\d{1,3})\],\s+(?=[*_\"“„]|[^\W\d_a-z])")),
    (
        "bracket",
        "*\\{[【［",
        pattern(
            rf"\*{{0,2}}\\?\{{?[\[【［]\}}?(?P<label>{_LABEL})\\?\{{?[\]】］]\}}?\*{{0,2}}(?:[.:：]|[-–—ـ](?=\s))?\*{{0,2}}(?=\s|[^\W_]|[\"'“‘*_<《「]|$)\s*"
        ),
    ),
    ("bracket", "〔", pattern(rf"〔(?P<label>{_LABEL})〕\s*")),
    ("bracket", "*[", pattern(r"\*{0,2}\[\^(?P<label>[^\[\]\s^]{1,40})\^?\]\*{0,2}(?=\s+\S)\s*")),
    (
        "bracket",
        f"<^{SUPERSCRIPTS}",
        pattern(
            r"<sup>\[?(?P<label>\d{1,4})\]?</sup>\s*|\^(?P<label2>\d{1,4})\^?[.:]?\s+"
            rf"|(?P<label3>[{SUPERSCRIPTS}]{{1,4}})\s*"
        ),
    ),
    (
        "bracket",
        "*sSdDrRqQfF来",
        pattern(
            r"\*{0,2}(?P<label>(?:Source|Doc|Document|Ref\.?|Reference|Quelle|来源|FN)\s?\d{1,4})\*{0,2}\s?[:：.)–—-]\*{0,2}\s*",
            re.IGNORECASE,
        ),
    ),
    ("bracket", "fF", pattern(r"Footnote\s?(?P<label>\d{1,4})\s?[:.)–-]\s+", re.IGNORECASE)),
    ("bracket", "※", pattern(r"(?P<label>※\d{1,2})[ \t\u3000:：.．、)）]*(?=\D)")),
    ("bracket", "(（", pattern(r"[(（](?P<label>[注註]釈?\s?\d{1,3})[)）]\s*")),
    (
        "key",
        "*ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        pattern(r"\*{0,2}(?P<label>[A-Z]{1,2}\d{1,3})\*{0,2}(?:[:：]|\s?[–—-](?=\s))\*{0,2}\s*"),
    ),
    ("number", "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳", pattern(r"(?P<label>[①-⑳])[ \t]{0,6}(?=[^\s①-⑳])")),
    (
        "number",
        _NUMBERS,
        pattern(r"(?P<label>\d{1,4}|[a-z](?=[.)]\s))(?:\\?[.)]\s+|[、．]\s*)|(?P<label2>(?![0-9])\d{1,4})\s?[-–ـ]\s+"),
    ),
)
# What the forms begin with, but for a letter with a stop, a bracket or a digit behind it.
_FIRST_SIGNS = frozenset(f"*{{[\\【［〔(（<^{SUPERSCRIPTS}①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳0123456789来※")
_FIRST_LETTERS = frozenset("So so SO Do do DO Re re RE Qu qu QU Fo fo FO Fn fn FN".split())  # Source, Document …
_ANCHOR = pattern(r"(?:<(?:a|span)\s[^<>]{0,200}>(?:</(?:a|span)>)?\s?){1,3}", re.IGNORECASE)
_ANCHORED = pattern(
    rf"(?={ANCHORED})<[^<>]{{1,200}}>(?:<[^<>]{{1,20}}>)?\s?\[?(?P<label>\d{{1,3}})(?<=\d)(?:[\].:)\s]|</?[a-z]{{1,6}}>){{0,8}}"
)
_ANCHOR_END = pattern(r"(?:</(?:a|span)>\s*){1,3}", re.IGNORECASE)
_LABEL_AGAIN = pattern(r"\[(\d{1,4})\](?:(?!\()\s+|(?=\[\d))")
_LABELS = pattern(r"\[(?P<label>\d{1,4})\](?=(?:\[\d{1,4}\]){1,19}\s+\S)")
_LABEL_INSIDE = pattern(r"(?P<sign>[;；·•]\s)?(?<=\s)\[(?P<label>\d{1,4})\](?:\s+|(?=\(|https?:))")
_JOINTS = " \t\n;；·•"
# The next number behind an address, where a list has lost its lines: `1. A, https://… 2. B, https://…`.
_NUMBER_INSIDE = pattern(r"(?:https?://|www\.)\S{1,2000}\s{1,9}(?P<label>\d{1,4})\\?[.)]\s{1,9}(?=\S)")
# Not the end of an address that a link of wiki text has before its words.
_NUMBER_BEFORE = pattern(r"(?<![\w/=&?%-])[(（]?(?P<label>\d{1,4}|\b[a-z])[.)）、．]?[ \t]*\Z")
_CELL = pattern(r"\\?\[?(?P<label>\d{1,4}|\^?\w{1,20})\\?\]?[ \t]*\|[ \t]*")
_MOST_LABELS = 20  # of one entry: each makes a reference of all its words
_BROKEN_ADDRESS = pattern(r"((?:https?://|www\.|\b10\.\d{4,9}/)\S{1,1000}-)\n[ \t]{0,40}(?=\w)")
_MOST_BREAKS = 5  # in one address
NUMERALS = str.maketrans(SUPERSCRIPTS, "0123456789") | {ord("①") + at: str(at + 1) for at in range(20)}
"""Raised and circled numbers as those of the line."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A block, or a part of one, that opens with a label. `body` is where the words behind the label begin."""

    block: int
    label: str
    form: Form
    span: Span
    body: int


def read_entry(text: str, block: Block, at: int) -> Entry | None:
    """The entry that a block is by its form, or None. `at` is the block's place among the blocks."""
    start, end = block.span.start, block.span.end
    if block.kind == "row":
        cell = _CELL.match(text, start, end)
        return Entry(at, cell.group("label"), "number", block.span, cell.end()) if cell else None
    before = _number_of(text, block) if block.kind == "item" else None
    anchor = anchored = None
    if text[start] == "<":
        anchor, anchored = _ANCHOR.match(text, start, end), _ANCHORED.match(text, start, end)
    if anchored and before is None:
        return Entry(at, anchored["label"], "bracket", block.span, anchored.end())
    opening = anchor.end() if anchor and anchor.end() < end else start
    forms = _forms_at(text[opening]) if may_open(text, opening) else ()
    for form, opening_form in forms:
        match = opening_form.match(text, opening, end)
        if match:
            label = " ".join(next(found for found in match.groups() if found).translate(NUMERALS).split())
            if label[:-1].isdecimal() and label[-1] == ".":
                label = label[:-1]  # `[1.]`
            if before is None or (label.isdecimal() and form != "number"):  # a title may begin with one, `21\. `
                closing = _ANCHOR_END.match(text, match.end(), end) if anchor else None
                if form == "definition" and text[end - 1] == "]" and ENCLOSED.match(text, opening):
                    return Entry(at, label, form, Span(start, end - 1), match.end())
                return Entry(at, label, form, block.span, behind_way_back(text, (closing or match).end(), end))
    return Entry(at, before, "number", block.span, behind_way_back(text, start, end)) if before else None


def read_labels(text: str, block: Block, at: int) -> Entry | None:
    """The entry that a block below a heading is if it opens with several labels at once: `[10][15] Title`."""
    if block.kind not in ("paragraph", "item"):
        return None
    first = _LABELS.match(text, block.span.start, block.span.end)
    return Entry(at, first["label"], "bracket", block.span, first.end()) if first else None


@lru_cache(maxsize=1024)
def _forms_at(first: str) -> tuple[tuple[Form, re.Pattern[str]], ...]:
    """The forms that may begin with a sign."""
    counts = first.isdecimal() or "a" <= first <= "z"
    return tuple((form, opens) for form, begins, opens in _FORMS if first in begins or (counts and begins == _NUMBERS))


def may_open(text: str, start: int) -> bool:
    """Whether one of the forms may begin at an offset: a cheap look first."""
    first, behind = text[start], text[start + 1 : start + 3]
    if first in _FIRST_SIGNS or text[start : start + 2] in _FIRST_LETTERS or (first > "\x7f" and first.isdecimal()):
        return True
    if behind.isalpha():  # as in most lines
        return False
    return behind[:1] in (".", ")") or (first.isupper() and any(map(str.isdigit, behind)))


def _number_of(text: str, block: Block) -> str | None:
    """The number of a list item, which stands before its words, or which its list gives it."""
    if block.number:
        return str(block.number)
    start = block.span.start
    line = text.rfind("\n", max(0, start - 12), start) + 1
    match = _NUMBER_BEFORE.search(text, max(line, start - 12), start)
    return match.group("label") if match else None


def split_entry(text: str, entry: Entry) -> list[Entry]:
    """An entry apart: into those that follow on its lines, `[1] A. [2] B.`, and one for each label, `[2] [7] A.`."""
    if entry.form == "number" and entry.label.isdecimal():
        return _split_numbers(text, entry)
    if entry.form != "bracket" or not entry.label.isdecimal():
        return [entry]
    labels = _labels(text, entry)
    parts = [entry] if len(labels) == 1 else [replace(entry, label=label, body=body) for label, body in labels]
    number = int(parts[-1].label)
    for match in _LABEL_INSIDE.finditer(text, parts[-1].body, entry.span.end):
        following = int(match["label"])
        if following != number + 1 and not (match["sign"] and following > number):
            continue
        number = following
        last = parts.pop()
        end = last.body + len(text[last.body : match.start()].rstrip(_JOINTS))
        parts.append(replace(last, span=Span(last.span.start, end)))
        start = match.start("label") - 1
        parts.append(Entry(entry.block, match["label"], entry.form, Span(start, entry.span.end), match.end()))
    return parts


def _split_numbers(text: str, entry: Entry) -> list[Entry]:
    """The entries that follow an entry on its lines, each behind the address of the one before."""
    parts = [entry]
    for match in _NUMBER_INSIDE.finditer(text, entry.body, entry.span.end):
        if int(match["label"]) == int(parts[-1].label) + 1:
            last, start = parts.pop(), match.start("label")
            end = last.body + len(text[last.body : start].rstrip())
            parts.append(replace(last, span=Span(last.span.start, end)))
            parts.append(Entry(entry.block, match["label"], entry.form, Span(start, entry.span.end), match.end()))
    return parts


def _labels(text: str, entry: Entry) -> list[tuple[str, int]]:
    """The labels that an entry opens with, each with where the words behind the last one begin."""
    labels, body = [entry.label], entry.body
    while len(labels) < _MOST_LABELS and (more := _LABEL_AGAIN.match(text, body, entry.span.end)):
        labels.append(more.group(1))
        body = more.end()
    return [(label, body) for label in labels]


def _whole_addresses(words: str) -> str:
    """The words of an entry, with addresses that go on on the next line behind a hyphen in one piece."""
    if "-\n" in words:
        for _ in range(_MOST_BREAKS):
            words, found = _BROKEN_ADDRESS.subn(r"\1", words)
            if not found:
                break
    return words


def _telling_title(text: str, start: int, end: int) -> Span:
    """The part of an entry's words that tells its title: a field that is called so, or what stands before the first field."""
    field = FIELD_LINE.search(text, start, end)
    if field is None:
        return Span(start, end)
    if titled := TITLE_FIELD.search(text, field.start(), end):
        following = FIELD_LINE.search(text, titled.end(), end)
        return Span(titled.end(), following.start() if following else end)
    return Span(start, field.start() if any(map(str.isalnum, text[start : field.start()])) else end)


def make_reference(text: str, entry: Entry, end: int, covers: Span, addresses: Addresses) -> Reference:
    """What an entry says of its work, in the text as it is shown. `end` may lie behind the entry's own span, if later blocks belong to it."""
    last = max(entry.body, end)
    words = " ".join(_whole_addresses(text[entry.body : last].replace(MARKUP, "")).split())
    linked = addresses.first(entry.body, last)
    url = linked or find_url(words)
    doi = find_doi(words) or find_doi(linked or "")
    told = last if entry.form == "footnote" else before_way_back(text, entry.body, last)
    named = _telling_title(text, entry.body, told)
    identity = source_id(
        words if told == last else " ".join(text[entry.body : told].replace(MARKUP, "").split()), url, doi
    )
    if doi is None and identity.startswith("doi:"):  # of a publisher's page, or of a paper at arXiv
        doi = identity.removeprefix("doi:")
    return Reference(
        label=entry.label,
        text=words,
        span=Span(entry.span.start, max(entry.span.end, end)),
        url=url,
        doi=doi,
        title=find_title(
            addresses.marked_up(text, named.start, named.end).replace(MARKUP, ""),
            defines=entry.form == "definition",
            links_title=entry.form == "none",
        ),
        source_id=identity,
        covers=covers,
        footnote=entry.form == "footnote",
    )
