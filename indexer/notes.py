"""Which notes are prose to be read, and which name a work to be looked up."""

from __future__ import annotations

import re

_SMALL_WORDS = frozenset(
    "the is are was were that this which we not has have had it its his her they be been would must as".split()
)
_SAMPLE = 600  # characters that tell what a note is
_ADDRESS = re.compile(r"https?://|www\.\w|\bdoi:|10\.\d{4,9}/", re.IGNORECASE)


def reads_as_prose(words: str) -> bool:
    """By small words that titles and names hardly have, or, in scripts without spaces, by a full stop and no address."""
    if _ADDRESS.match(words):
        return False
    if sum(word in _SMALL_WORDS for word in words[:_SAMPLE].lower().split()) > 1:
        return True
    return words[-1:] in frozenset("。！？") and not _ADDRESS.search(words)
