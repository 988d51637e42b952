"""The addresses of links in Markdown whose address stands elsewhere: `[words][label]`, above or below `[label]: https://…`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from indexer.linking import folded
from indexer.model import Span
from indexer.patterns import pattern

_DEFINITION = pattern(
    r"^[ ]{0,3}\[(?P<label>[^\[\]\n^]{1,40})\]:[ \t]{0,9}<?(?P<url>https?://[^\s<>]{1,2000})", re.MULTILINE
)
_LINK = pattern(r"\[(?P<words>[^\[\]\n^]{1,300})\]\[(?P<label>[^\[\]\n^]{0,40})\](?!\()")


def defined_links(text: str) -> Iterator[tuple[Span, str]]:
    """The words of each such link, in order, with its address; a number is no word: `[1][2]` are two markers."""
    if "][" not in text or "]:" not in text:
        return
    urls: dict[str, str] = {}
    for definition in _DEFINITION.finditer(text):
        urls.setdefault(folded(definition["label"]), definition["url"])
    for link in _LINK.finditer(text) if urls else ():
        url = urls.get(folded(link["label"] or link["words"]))
        if url is not None and not link["words"].isdecimal():
            yield Span(*link.span("words")), url
