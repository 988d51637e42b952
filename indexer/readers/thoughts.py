"""The reasoning of a model before its answer, as chats keep it in Markdown: `<think>…</think>`, or folded below `Thought for 9 s`."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from indexer.model import Block, Span
from indexer.patterns import pattern

_NAMES = (
    "(?:chain of )?thought|thinking|reasoning|denk|gedanken|überlegung|réflexion|raisonnement|razonamiento|pensamiento|raciocínio|ragionamento"
    "|ход мыслей|рассужден|размышлен|düşünce|التفكير|(?:深度)?思考|推理|思维|생각|추론"
)
_OPENS = pattern(
    r"^[ \t>]{0,6}<(?:(?P<tag>think(?:ing)?)|(?P<folded>details)\b[^<>\n]{0,200})>"
    rf"(?(folded)\s{{0,9}}<summary>[^\w<>]{{0,8}}(?:{_NAMES})[^<>\n]{{0,80}}</summary>)",
    re.IGNORECASE | re.MULTILINE,
)


def without_thoughts(text: str, blocks: Sequence[Block]) -> list[Block]:
    """The blocks, with the reasoning of a model as furniture."""
    thoughts = list(_thoughts(text, blocks)) if "<think" in text or "<details" in text else []
    if not thoughts:
        return list(blocks)
    starts = [thought.start for thought in thoughts]
    return [part for block in blocks for part in _parts(text, block, thoughts, starts)]


def _thoughts(text: str, blocks: Sequence[Block]) -> Iterator[Span]:
    code = [block.span for block in blocks if block.kind == "code"]
    begins = [span.start for span in code]
    position = 0
    unclosed: set[str] = set()
    for opening in _OPENS.finditer(text):
        at = bisect_right(begins, opening.start())
        if opening.start() < position or (at and opening.start() < code[at - 1].end):
            continue
        closing = f"</{(opening['tag'] or opening['folded']).lower()}>"
        end = -1 if closing in unclosed else text.find(closing, opening.end())
        if end < 0:
            unclosed.add(closing)
            continue
        position = end + len(closing)
        yield Span(opening.start(), position)


def _parts(text: str, block: Block, thoughts: Sequence[Span], starts: Sequence[int]) -> Iterator[Block]:
    """A block as it is, or, if it is reasoning, as furniture; the part of it after the reasoning is a block of its own."""
    at = bisect_right(starts, block.span.start)
    end = thoughts[at - 1].end if at else 0
    if block.span.start >= end:
        yield block
        return
    yield Block("furniture", Span(block.span.start, min(end, block.span.end)))
    while end < block.span.end and (text[end].isspace() or text[end] == ">"):
        end += 1
    if end < block.span.end:
        gaps = tuple(gap for gap in block.gaps if gap.start >= end)
        markup = tuple(signs for signs in block.markup if signs.start >= end)
        yield replace(block, span=Span(end, block.span.end), gaps=gaps, markup=markup)
