"""HTML in Markdown: its blocks, as spans of the text with its tags.

Text between block tags is prose, a heading, an item or a row; inline tags are left to `indexer.inline`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from indexer.model import Block, BlockKind, Span
from indexer.patterns import pattern

_TAG = pattern(r"<(?P<close>/?)(?P<name>[a-z][a-z0-9]{0,15})(?=[\s/>])[^<>]{0,2000}>|<!--", re.IGNORECASE)
_KINDS: dict[str, BlockKind] = {
    "li": "item",
    "dd": "item",
    "blockquote": "quote",
    "caption": "caption",
    "figcaption": "caption",
    "summary": "heading",
    **{f"h{level}": "heading" for level in range(1, 7)},
}
_CELLS = frozenset({"td", "th"})
_DIVIDE = frozenset(
    """address article aside body center details dialog div dl dt fieldset figure footer form header hr html iframe legend main menu
    nav ol option p section select table tbody tfoot thead tr ul video""".split()
)
_HIDDEN = frozenset("head math object pre script style svg template textarea title".split())
_CLOSERS = {"!": pattern("-->")} | {name: pattern(f"</{name}", re.IGNORECASE) for name in _HIDDEN}
_OUTWARD = pattern(r"<a\s[^<>]{0,500}?href=[\"']?https?://", re.IGNORECASE)
_WORD = pattern(r"[^\W_]")
_DEEPEST = 50  # open tags that are remembered


def html_blocks(text: str, start: int, end: int) -> Iterator[Block]:
    """The blocks of `text[start:end]`, which is HTML, in order, without those that are only links or have no text.

    But a web link alone in a numbered list is an item, as sources are.
    """
    open_: list[str] = []
    counting = False
    begin = position = start
    row: list[Span] | None = None
    while tag := _TAG.search(text, position, end):
        position = tag.end()
        name = (tag["name"] or "!").lower()
        if row is not None and name in _CELLS:
            row.append(Span(*tag.span()))
            continue
        if name not in _KINDS and name not in _DIVIDE and name not in _HIDDEN and name != "!":
            continue
        yield from _block(text, begin, tag.start(), open_[-1] if open_ else "", row, linked=counting)
        if name in ("ol", "ul"):
            counting = name == "ol" and not tag["close"]
        row = [] if name == "tr" and not tag["close"] else None
        if name in _KINDS:
            if not tag["close"]:
                open_ = [*open_[1 - _DEEPEST :], name]
            elif name in open_:
                del open_[len(open_) - 1 - open_[::-1].index(name) :]
        elif name == "!" or (name in _HIDDEN and not tag["close"]):
            closed = _CLOSERS[name].search(text, position, end)
            position = closed.start() if closed else end
        begin = position
    yield from _block(text, begin, end, open_[-1] if open_ else "", row)


def _block(  # noqa: PLR0913  # a place, and what encloses it
    text: str, start: int, end: int, name: str, row: list[Span] | None, *, linked: bool = False
) -> Iterator[Block]:
    """The block between two block tags, if it has words outside its links, or, if `linked`, is an item with an address."""
    words = text[start:end]
    span = Span(start + len(words) - len(words.lstrip()), start + len(words.rstrip()))
    if row:
        yield from _row(text, span, row)
    elif span.start < span.end and (
        _says(text, span) or (linked and name == "li" and _OUTWARD.search(text, span.start, span.end))
    ):
        kind = _KINDS.get(name, "paragraph")
        yield Block(kind, span, int(name[1]) if name[0:1] == "h" else 6 if kind == "heading" else 0)


def _row(text: str, span: Span, cells: list[Span]) -> Iterator[Block]:
    """A row of a table, with the tags of its cells as gaps; one of header cells alone states nothing."""
    is_head = all(text[cell.start : cell.end].lower().startswith(("<th", "</th")) for cell in cells)
    start, end = span.start, span.end
    first, last = 0, len(cells)
    while first < last and not text[start : cells[first].start].strip():
        start = cells[first].end
        first += 1
    while last > first and not text[cells[last - 1].end : end].strip():
        last -= 1
        end = cells[last].start
    words = text[start:end]
    start, end = start + len(words) - len(words.lstrip()), start + len(words.rstrip())
    if start < end:
        yield Block("furniture" if is_head else "row", Span(start, end), 0, tuple(cells[first:last]))


def _says(text: str, span: Span) -> bool:
    """Whether a stretch has words outside links and tags."""
    position, links = span.start, 0
    for tag in _TAG.finditer(text, span.start, span.end):
        if not links and _WORD.search(text, position, tag.start()):
            return True
        if (tag["name"] or "").lower() == "a":
            links = 0 if tag["close"] else 1
        position = tag.end()
    return not links and _WORD.search(text, position, span.end) is not None
