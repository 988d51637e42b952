"""The kinds of blocks: heading, item, row, caption, formula, furniture or prose, judged by size, weight, place and first words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import compress, pairwise

from indexer.late import dataclass
from indexer.model import BlockKind
from indexer.patterns import pattern
from indexer.readers.contents import leads_to_page
from indexer.readers.headings import looks_like_heading, numbering_level
from indexer.readers.parsed import is_head
from indexer.readers.pdf.lines import Line
from indexer.readers.pdf.paragraphs import Draft, is_bullet
from indexer.superscripts import SUPERSCRIPTS

_LARGER = 1.08  # times the size of the text: such a line is a heading in any weight
_NOT_SMALLER = 0.9  # times the size of the text: no smaller line is a heading
_LONGEST_HEADING = 160  # characters
_MOST_LINES = 3  # of a heading
_LEVELS = 6
_NUMBERED = pattern(r"(?:\d{1,2}(?:\.\d{1,2}){0,3}\.?|[IVX]{1,5}\.|[A-Z]\.)\s+[^\W\d_]")
_NUMBERED_PLAIN = pattern(r"(?:\d{1,2}\.(?:\d{1,2}\.?){0,3}|[IVX]{1,5}\.|[A-Z]\.)\s+[^\W\d_]")
_NUMBERED_CAPITALS = pattern(r"\d{1,2}(?:\.\d{1,2}){0,3}\s+(?=[^\W\d_]{4})[^\W\d_]")
_CAPTION = pattern(
    r"(?:supplementary\s)?(?:fig(?:ure|\.)|tab(?:le|\.|elle)|abb(?:ildung|\.)|scheme|box|chart|exhibit|figura|tabla|tableau|图|表)\s?(?:[A-Z]?\d{1,3}|[IVX]{1,5})\b",
    re.IGNORECASE,
)
_PUNCTUATED = pattern(rf"[.!?:;,。！？：；][\"'”’)\]{SUPERSCRIPTS}*†‡]{{0,9}}\Z")
_HEADING_END = pattern(r"[.;,:。，：；]\Z")
_ITEM_NUMBER = pattern(r"\(?(?:\d{1,3}|[a-z]|[ivx]{1,5})[.)]\s+(?=\S)")
_LONGEST_BYLINE = 300
_MAIL = pattern(r"\w@\w")
_SENTENCES = pattern(r"\b(?:[a-z]\w{1,30}|\w{6,30})[)\"”]?[.!?]\s+[A-Z]|[.!?]\Z")  # `Ltd.` ends none
_SIGNS_ONLY = pattern(r"[\W\d_]*")


_Style = tuple[float, bool, bool, int]


@dataclass(frozen=True, slots=True)
class Styled:
    """A block with its kind; `level` is the level of a heading."""

    draft: Draft
    kind: BlockKind
    level: int = 0


def find_kinds(drafts: Sequence[Draft], body: float) -> list[Styled]:
    """The kind of each block. Headings of one style share a level, those in the largest type the first."""
    codes = [_is_code(draft) for draft in drafts]
    if sum(map(_size, compress(drafts, codes))) * 2 > sum(map(_size, drafts)):
        codes = [False] * len(drafts)  # all of it is typed
    headings = [not code and _is_heading(draft, body) for draft, code in zip(drafts, codes, strict=True)]
    styles = {_style(draft) for draft, heading in zip(drafts, headings, strict=True) if heading}
    levels = {style: min(_LEVELS, place + 1) for place, style in enumerate(sorted(styles, reverse=True))}
    found = [
        Styled(draft, "heading", levels[_style(draft)]) if heading else Styled(draft, "code" if code else _kind(draft))
        for draft, heading, code in zip(drafts, headings, codes, strict=True)
    ]
    for at, (first, second) in enumerate(pairwise(found)):
        begins = at == 0 or found[at - 1].kind not in ("row", "furniture")
        if begins and first.kind == second.kind == "row" and is_head(first.draft.text, second.draft.text):
            found[at] = Styled(first.draft, "furniture")  # it states nothing
    return _without_title_page(found, levels)


def _is_heading(draft: Draft, body: float) -> bool:
    text, first = draft.text, draft.lines[0]
    if draft.table or first.mathematics or len(draft.lines) > _MOST_LINES or len(text) > _LONGEST_HEADING:
        return False
    if is_bullet(first) or _CAPTION.match(text) or leads_to_page(text) or _SIGNS_ONLY.fullmatch(text):
        return False
    if _HEADING_END.search(text):
        return False
    if first.size >= _LARGER * body or (first.bold and first.size >= _NOT_SMALLER * body):
        return True
    if len(draft.lines) > 1 or first.size < _NOT_SMALLER * body:
        return False
    numbered = _NUMBERED_PLAIN.match(text) or (_NUMBERED_CAPITALS.match(text) if text.isupper() else None)
    return numbered is not None and looks_like_heading(text[numbered.end() - 1 :], most=10)


def _is_code(draft: Draft) -> bool:
    """Whether a block is set in type of one width, and is no address of a source."""
    return all(line.fixed for line in draft.lines) and "://" not in draft.text


def _size(draft: Draft) -> int:
    return len(draft.text)


def _style(draft: Draft) -> _Style:
    """What the headings of one level share: size, weight, capitals and the depth of their numbers, negative so that deeper ones sort last."""
    first, text = draft.lines[0], draft.text
    depth = 0
    if _NUMBERED.match(text):
        number = text.split(" ", 1)[0]
        depth = numbering_level(number) + (number[0].isalpha() and not set(number) <= set("IVX."))
    return round(first.size * 2) / 2, first.bold, text.isupper(), -max(1, depth)


def _kind(draft: Draft) -> BlockKind:
    text, first = draft.text, draft.lines[0]
    if draft.table:
        return "row"
    if leads_to_page(first.text) or _SIGNS_ONLY.fullmatch(text):
        return "furniture"
    if all(line.mathematics for line in draft.lines):
        return "code"
    if _CAPTION.match(text):
        return "caption"
    if is_bullet(first) or _ITEM_NUMBER.match(text):
        return "item"
    return "quote" if _is_quote(draft) else "paragraph"


def _is_quote(draft: Draft) -> bool:
    """Whether all lines of a block are indented on both sides, after the first page, where abstracts are."""
    return (
        draft.lines[0].page > 0
        and len(draft.lines) > 1
        and all(
            line.x0 - line.column.x0 > 1.5 * line.size and line.column.x1 - line.x1 > 1.2 * line.size
            for line in draft.lines
        )
    )


def _without_title_page(found: list[Styled], levels: Mapping[_Style, int]) -> list[Styled]:
    """The blocks, those between the title and the first heading or paragraph as furniture: they are names and addresses."""
    title = next((at for at, each in enumerate(found[:6]) if each.kind == "heading"), None)
    if title is None or not levels:
        return found
    end = title + 1
    body = next((at for at in range(end, len(found)) if found[at].kind == "paragraph" and not _is_byline(found[at])), 0)
    later = {_style(each.draft) for each in found[body:] if each.kind == "heading"}
    while end < body and (_is_byline(found[end]) or _is_author(found[end], later)):
        end += 1
    if found[end].draft.lines[0].page > 0:
        return found
    return [Styled(each.draft, "furniture") if title < at < end else each for at, each in enumerate(found)]


def _is_author(styled: Styled, later: AbstractSet[_Style]) -> bool:
    """Whether what looks like a heading below the title has names: several labels, an email address, or a style that no heading has."""
    text, first = styled.draft.text, styled.draft.lines[0]
    if styled.kind != "heading" or _NUMBERED.match(text):
        return False
    alone = _style(styled.draft) not in later and not first.bold and " " in text
    return alone or len(first.marks) > 1 or _MAIL.search(text) is not None


def _is_byline(styled: Styled) -> bool:
    """Whether a paragraph, or a row of names side by side, is not a sentence."""
    text, first = styled.draft.text, styled.draft.lines[0]
    if first.page > 0 or first.bold or len(text) >= _LONGEST_BYLINE:
        return False
    if styled.kind == "paragraph":
        return not _PUNCTUATED.search(text)
    return styled.kind in ("row", "furniture") and not _SENTENCES.search(text)


def title_of(found: Sequence[Styled], said: str) -> str:
    """The title: the heading of the first page if nothing is larger, else `said`, the title in the metadata of the file."""
    first = [each for each in found if each.kind == "heading" and each.draft.lines[0].page == 0]
    best = min(first, key=lambda each: -each.draft.lines[0].size, default=None)
    if best is not None and best.draft.lines[0].size >= max(line.size for each in found for line in each.draft.lines):
        return " ".join(best.draft.text.split())
    return " ".join(said.split())


def lead_of(line: Line) -> int:
    """The length of the bullet or number that an item starts with."""
    match = re.match(r"[•‣◦▪●○■□➢·∙�–—-]\s*(?=\S)", line.text) or _ITEM_NUMBER.match(line.text)
    return match.end() if match else 0
