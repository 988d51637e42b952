"""The works that the entries of `thebibliography` describe."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from indexer.model import Block, Span
from indexer.patterns import pattern
from indexer.readers.bibliography import BibliographyEntry
from indexer.readers.blockbuilder import words_of

_LINKED = pattern(r"\\href\{(?P<url>(?:https?|ftp)://[^{}\s]{1,2000})\}")


def entry_of(text: str, block: Block, key: str, letters: Sequence[tuple[Span, str]]) -> BibliographyEntry:
    """The entry in a block that has just ended. `letters` are all letters so far that are shown as others."""
    linked = _LINKED.search(text, block.span.start, block.span.end)
    url = linked["url"].replace("\\", "") if linked else ""
    first = bisect_left(letters, (block.span,))
    inside = [found for found in letters[first:] if found[0].end <= block.span.end]
    return BibliographyEntry(words=words_of(text, block, inside), label=key, url=url)
