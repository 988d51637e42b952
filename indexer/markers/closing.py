"""Where sentences end, as far as a marker behind one needs to know."""

from __future__ import annotations

NEAR = 6
"""Characters before a marker within which a sentence ends."""
_STOPS = frozenset(".!?。！？")
_CLOSERS = " \t\"'”’»)]*_"


def is_closed(text: str, start: int) -> bool:
    """Whether a sentence ends before an offset, or a few closing signs before that."""
    return text[max(0, start - NEAR) : start].rstrip(_CLOSERS)[-1:] in _STOPS
