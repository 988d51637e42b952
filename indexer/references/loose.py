"""Numbers of entries in forms that are labels only together: `1: Title`, `**1** Title`, `#1 Title`, `1 - Title`.

One alone may be anything. Below the heading of a list, where every entry opens with a number and they count from one, they
are its labels.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from indexer.references.entries import Entry

_OPENING = re.compile(
    r"[\s*_#`(\[【]{0,6}(?:(?:no|nr|footnote|note|citation|item|entry|link|url|fußnote|quelle)\b\.?\s?)?(?P<number>\d{1,3})"
    r"(?P<behind>\\?[\s.:：)\]】*_`|–—-]{1,6})(?=\S)",
    re.IGNORECASE,
)


def numbered(text: str, entries: Sequence[Entry]) -> list[Entry]:
    """Entries without labels with the numbers that they open with, or as they are if they do not count from one."""
    found: list[Entry] = []
    for number, entry in enumerate(entries, 1):
        opening = _OPENING.match(text, entry.span.start, entry.span.end)
        if entry.label or opening is None or opening["number"] != str(number):
            return list(entries)
        found.append(replace(entry, label=str(number), form="number", body=opening.end()))
    return found
