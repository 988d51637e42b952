"""Links to lines of files that have no address, `[src/a.py:6-29, 40]()`, alone or behind `Sources:`: wikis that programs write of code have them."""

from __future__ import annotations

import re

from indexer.inline import BREAK, LITERAL
from indexer.leads import NAMING
from indexer.markers.linked import INLINE_LINK
from indexer.markers.styles import Candidate, Content
from indexer.patterns import pattern

_LINK = pattern(r"\[(?=[^\[\]\n:]{1,200}[./])(?P<file>[^\[\]\n:]{2,200}):(?P<lines>\d[\d, –-]{0,80})\]\(\)")
_NAMING = pattern(rf"(?<!\w){NAMING}[*_]{{0,2}}\s?\Z", re.IGNORECASE)
_CODE = frozenset((BREAK, LITERAL))
_LONGEST_NAMING = 24  # characters
_BETWEEN = frozenset(("", " ", ",", ", ", ";", "; "))


def find_file_links(text: str, masked: str) -> list[list[Candidate]]:
    """Those that follow each other, in order, with what names them; the label is the file, the locator its lines."""
    if "]()" not in text:
        return []
    found: list[list[Candidate]] = []
    for link in _LINK.finditer(text):
        if masked[link.start()] in _CODE:
            continue
        content = Content((link["file"],), link["lines"])
        if found and text[found[-1][-1].end : link.start()] in _BETWEEN:
            found[-1].append(Candidate(INLINE_LINK, found[-1][-1].end, link.end(), content))
            continue
        naming = _NAMING.search(text, max(0, link.start() - _LONGEST_NAMING), link.start())
        start = naming.start() if naming else link.start()
        found.append([Candidate(INLINE_LINK, start, link.end(), content)])
    return found
