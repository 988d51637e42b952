"""Lines of links below `External links` and `See also`, as they are pasted from an encyclopedia, without their addresses: they state nothing."""

from __future__ import annotations

from dataclasses import replace

from indexer.listheadings import heading_kind
from indexer.model import Block
from indexer.patterns import pattern

_NAMES = frozenset(
    "external links|see also|weblinks|siehe auch|liens externes|articles connexes|voir aussi|enlaces externos|véase también|collegamenti esterni"
    "|voci correlate|ligações externas|ver também|externe links|zie ook|linki zewnętrzne|zobacz też|ссылки|см. также|外部链接|外部連結|参见|外部リンク|関連項目"
    "|외부 링크|같이 보기".split("|")
)
_LINE = pattern(r"[^\n\[\]]{1,100}(?<![.!?。:：])")


def settle_link_lines(text: str, blocks: list[Block]) -> None:
    """Make such lines furniture, up to a heading that a blank line sets off or that names a list."""
    below = False
    for at, block in enumerate(blocks):
        if block.kind != "heading" and not below:
            continue
        words = text[block.span.start : block.span.end]
        if block.kind == "heading":
            joined = below and text.count("\n", blocks[at - 1].span.end, block.span.start) == 1
            if not joined or heading_kind(words) is not None:
                below = words.strip(":： ").casefold() in _NAMES
                continue
        if below and block.kind in ("paragraph", "item", "heading") and _LINE.fullmatch(words):
            blocks[at] = replace(block, kind="furniture", level=0)
        else:
            below = False
