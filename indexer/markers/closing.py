"""Where sentences end, as far as a marker behind one needs to know."""

from __future__ import annotations

NEAR = 6
"""Characters before a marker within which a sentence ends."""
_STOPS = frozenset(".!?。！？")
_CLOSERS = " \t\"'”’»)]*_"  # no newline: what begins a line may be what the line names


def is_closed(text: str, start: int, closers: str = _CLOSERS) -> bool:
    """Whether a sentence ends before an offset, or a few closing signs before that, which may be any of `closers`."""
    return text[max(0, start - NEAR) : start].rstrip(closers)[-1:] in _STOPS
