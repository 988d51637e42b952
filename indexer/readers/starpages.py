"""The pages of a printed report in a text of it: `*263` between its words is where that page begins."""

from __future__ import annotations

from indexer.patterns import pattern

STAR_PAGE = pattern(
    r"\*(?<![^\s\].!?:;,)\"”]\*)\*?\d{1,4}(?!\S)"
)  # starts with a fixed character, which the engine finds fast
_LOWEST_LONE_PAGE = 100
_PINPOINT = pattern(r"(?:\bat|[\d,]) ?\Z")  # `2001 WL 1, at *104` is a place, `3 *4` a product
_STAR_SIGN = pattern(r"\*\d")


def star_pages(text: str) -> frozenset[int]:
    """Where the pages of a printed report begin, `*263`: numbers that count on, or one too high for anything else."""
    if _STAR_SIGN.search(text) is None:
        return frozenset()
    found = [(match.start(), int(match.group().strip("*"))) for match in STAR_PAGE.finditer(text)]
    numbers = [number for _, number in found]
    return frozenset(
        start
        for at, (start, number) in enumerate(found)
        if number + 1 in numbers[at + 1 : at + 2]
        or number - 1 in numbers[max(0, at - 1) : at]
        or (number >= _LOWEST_LONE_PAGE and not _PINPOINT.search(text, max(0, start - 4), start))
    )
