"""Patterns that begin with words: they are tried only on a text that holds one of their fixed signs."""

from __future__ import annotations

import re
from collections.abc import Iterable


def holds(pattern: re.Pattern[str], signs: Iterable[str], text: str) -> bool:
    """Whether a pattern matches somewhere in a text; `signs`, in lower case, are what it cannot match without.

    Such a pattern is tried at every character, which costs ten times as much as the search for all its signs.
    """
    folded = text.lower()
    for sign in signs:
        if sign in folded:
            return pattern.search(text) is not None
    return False
