"""The pages of a printed report in a text of it: `*263`, `*Page 263` or `[*263]` between its words is where that page begins."""

from __future__ import annotations

from collections.abc import Iterator

from indexer.patterns import pattern

# Not `*40 metres*`, which is set off.
STAR_PAGE = pattern(
    r"\*(?<![^\s\].!?:;,)\"”]\*)\*?(?:Page )?\d{1,4}(?!\S)(?![^\n*]{0,200}[\w%)]\*(?!\*?\d))|\[\*{1,3}\d{1,4}\]"
)
_LOWEST_LONE_PAGE = 100
_PINPOINT = pattern(r"(?:\bat|[\d,]) ?\Z")  # `2001 WL 1, at *104` is a place, `3 *4` a product
_STAR_SIGN = pattern(r"\*(?:Page )?\d")


def star_pages(text: str) -> frozenset[int]:
    """Where the pages of a printed report begin, `*263`: numbers that count on, or one too high for anything else.

    Those of two reports, `*12` and `**345`, count each for itself.
    """
    if _STAR_SIGN.search(text) is None:
        return frozenset()
    reports: dict[str, list[tuple[int, int]]] = {}
    for match in STAR_PAGE.finditer(text):
        page = match.group().rstrip("]")
        sign = page.rstrip("0123456789")
        reports.setdefault(sign, []).append((match.start(), int(page[len(sign) :])))
    return frozenset(start for found in reports.values() for start in _pages(text, found))


def _pages(text: str, found: list[tuple[int, int]]) -> Iterator[int]:
    numbers = [number for _, number in found]
    for at, (start, number) in enumerate(found):
        counts = number + 1 in numbers[at + 1 : at + 2] or number - 1 in numbers[max(0, at - 1) : at]
        lone = number >= _LOWEST_LONE_PAGE and not _PINPOINT.search(text, max(0, start - 4), start)
        if counts or lone:
            yield start
