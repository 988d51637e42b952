"""Which notes are prose to be read, and which name a work to be looked up."""

from __future__ import annotations

import re

from indexer.patterns import pattern

_ARTICLES = frozenset("the der die das le les el los las".split())
_SMALL_WORDS = frozenset(
    "is are was were that this which we not has have had it its his her they be been would must as who whose"
    " ist sind war wurde nicht auch sich wird est sont était qui pas es son fue que".split()
)
_SAMPLE = 600  # characters that tell what a note is
_ADDRESS = pattern(r"https?://|www\.\w|\bdoi:|10\.\d{4,9}/", re.IGNORECASE)
_WIDE_STOPS = frozenset("。！？")


def reads_as_prose(words: str) -> bool:
    """By small words that titles and names hardly have, or, in scripts without spaces, by a full stop and no address."""
    if _ADDRESS.match(words.lstrip()):
        return False
    found = words[:_SAMPLE].lower().split()
    small = sum(word in _SMALL_WORDS for word in found)
    if small > 0 and small + sum(word in _ARTICLES for word in found) > 1:
        return True
    return words.rstrip()[-1:] in _WIDE_STOPS and not _ADDRESS.search(words)
