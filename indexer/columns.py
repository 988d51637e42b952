"""Sources in a column of a table that is called so: `| Costs fell | [Reuters](https://…) |` below `| Claim | Source |`.

A table whose first column has that name is about sources, and its rows rest on none. A cell counts that holds addresses,
links or labels and nothing else; beside a column of claims, also one that holds names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from itertools import pairwise

from indexer.hosts import chip_name, host_of
from indexer.leads import SOURCE_WORDS
from indexer.markers import Found, normal_label
from indexer.markers.files import read_names
from indexer.model import Block, Document, Marker, Span
from indexer.patterns import pattern

_NAME = pattern(
    rf"[\s*_]*(?:{SOURCE_WORDS}|refs?\.?|references?|citations?|belege?|参考|引用|참고)(?:\(s\))?[\s*_]*",
    re.IGNORECASE,
)
_CLAIMS = pattern(
    r"[\s*_]*(?:(?:key|main|central)\s)?(?:claims?|findings?|facts?|statements?|assertions?|aussagen?|behauptung(?:en)?|affirmations?|afirmaci(?:ón|ones)|结论|观点|论断|主張)[\s*_]*",
    re.IGNORECASE,
)
_NAMES_NOTHING = pattern(
    r"(?:none|unknown|unclear|tbd|n/?a|not (?:found|known|given)|same|ibid|see|various|multiple)\b.*", re.IGNORECASE
)
_PIPE = pattern(r"(?<!\\)\|")
_ONE = pattern(
    r"\[(?P<words>[^\[\]\n]{1,200})\]\((?P<target>https?://[^\s()]{1,1000}(?:\([^\s()]{0,100}\)[^\s()]{0,200}){0,3})(?:\s\"[^\"\n]{0,200}\")?\)"
    r"|<?(?P<bare>https?://[^\s<>|\[\]]{1,1000})>?"
)
_BETWEEN = pattern(r"\s*(?:[,;/·&、，；]|<br\s?/?>|and\b|und\b|y\b|et\b|и\b)?\s*", re.IGNORECASE)
_NUMBERS = pattern(r"\d{1,3}(?:\s?[,;、]\s?\d{1,3}){0,9}")
_MOST_COLUMNS = 30


def in_source_columns(document: Document, listed: AbstractSet[str]) -> Iterator[Found]:
    """The markers of cells in such columns, in order; `listed` holds the normalised labels of the document's lists."""
    text = document.text
    column: int | None = None
    of_claims = False
    for block in document.blocks:
        if block.kind == "row":
            cell = _cell(text, block, column) if column else None
            if cell is not None:
                yield from (
                    _links(text, cell) or _labels(text, cell, listed) or (_names(text, cell) if of_claims else ())
                )
        else:
            column = _column(text, block) if block.kind == "furniture" else None
            of_claims = column is not None and any(
                _CLAIMS.fullmatch(text, cell.start, cell.end) for cell in _cells(text, block)
            )


def _cells(text: str, block: Block) -> list[Span]:
    """The cells of a row in Markdown, from its first one that has words; the pipe at the end of a line ends the last one."""
    start = text.rfind("\n", 0, block.span.start) + 1
    end = text.find("\n", block.span.end)
    end = len(text) if end < 0 else end
    pipes = [pipe.start() for pipe in _PIPE.finditer(text, start, end)][: _MOST_COLUMNS + 1]
    if pipes and not text[start : pipes[0]].strip(" \t>"):
        start = pipes.pop(0) + 1
    bounds = [start - 1, *pipes] + ([end] if not pipes or text[pipes[-1] + 1 : end].strip() else [])
    return [Span(before + 1, after) for before, after in pairwise(bounds)]


def _column(text: str, block: Block) -> int | None:
    """Which column of a head is that of sources: none if it is the first, which is what the table is about."""
    words = text[block.span.start : block.span.end]
    if "|" not in words or "\n" in words:
        return None
    named = [at for at, cell in enumerate(_cells(text, block)) if _NAME.fullmatch(text, cell.start, cell.end)]
    return named[0] if len(named) == 1 and named[0] else None


def _cell(text: str, block: Block, column: int) -> Span | None:
    """A cell of a row without the space around its words; None if it has none."""
    cells = _cells(text, block)
    if len(cells) <= column:
        return None
    start, end = cells[column].start, cells[column].end
    words = text[start:end]
    start += len(words) - len(words.lstrip())
    return Span(start, start + len(words.strip())) if words.strip() else None


def _links(text: str, cell: Span) -> list[Found]:
    """The links and addresses of a cell that holds nothing else; together they hold all of it."""
    found: list[Found] = []
    at = cell.start
    while at < cell.end:
        joint = _BETWEEN.match(text, at, cell.end) if found else None
        link = _ONE.match(text, joint.end() if joint else at, cell.end)
        if link is None:
            return []
        url = link["target"] or link["bare"].rstrip(".,;")
        name = chip_name(" ".join(link["words"].split()).strip("*_`"), url) if link["words"] else host_of(url)
        found.append(Found(Marker(Span(at, link.end()), (name or url,), "inline-link"), url))
        at = link.end()
    return found


def _labels(text: str, cell: Span, listed: AbstractSet[str]) -> list[Found]:
    """The labels of a cell that holds nothing else, where the document's list has them."""
    if _NUMBERS.fullmatch(text, cell.start, cell.end) is None:
        return []
    labels = tuple(re.findall(r"\d+", text[cell.start : cell.end]))
    return [Found(Marker(cell, labels, "bracket"))] if all(normal_label(label) in listed for label in labels) else []


def _names(text: str, cell: Span) -> list[Found]:
    """The names of a cell that holds nothing else, as those behind `Source:`."""
    words = text[cell.start : cell.end]
    found = None if _NAMES_NOTHING.fullmatch(words) else read_names(f"Source: {words}")
    return [Found(Marker(cell, found[0], "worded", found[1]))] if found else []
