"""Patterns that begin with words, and what makes them cheap: a look for fixed signs first, and text in lower case."""

from __future__ import annotations

import re
from collections.abc import Iterable


def lowered(text: str) -> str:
    """A text in lower case in which every character keeps its offset.

    An alternation of words is several times faster on it than with `re.IGNORECASE`, which looks at each word in full.
    """
    return (text.replace("İ", "i") if "İ" in text else text).lower()  # the one letter that becomes two


def holds(pattern: re.Pattern[str], signs: Iterable[str], text: str) -> bool:
    """Whether a pattern matches somewhere in a text; `signs`, in lower case, are what it cannot match without.

    Such a pattern is tried at every character, which costs ten times as much as the search for all its signs.
    """
    folded = text.lower()
    for sign in signs:
        if sign in folded:
            return pattern.search(text) is not None
    return False
