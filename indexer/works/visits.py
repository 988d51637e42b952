"""The date on which the page of an entry was visited, which is not that of the work: `Accessed 3 March 2021`, `Acesso em: 3 mar. 2021`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from indexer.dates import YEAR
from indexer.patterns import pattern
from indexer.places import find_all
from indexer.works.names import is_wide
from indexer.works.words import VISITED, VISITED_BEHIND

_ADDRESS = pattern(r"(?:https?://|www\.|doi:|\b10\.\d{4,9}/)\S{1,2000}", re.IGNORECASE)
_OF_ASCII = [word for word in VISITED if word.isascii()]
_PLACE = "\0"  # in place of an address
_DATE_BEHIND = pattern(
    rf"(?:[^\d\n.;]|\.(?=\s?\d{{1,2}}\b)){{0,30}}\d{{1,2}}[^\d\n]{{1,20}}(?:\d{{1,2}}[^\d\n]{{1,10}})?{YEAR}(?!\d)|[^\d\n.;,，]{{0,30}}{YEAR}(?!\d)"
)
_DATE_BEFORE = pattern(
    rf"{YEAR}\s?[年.]\s?\d{{1,2}}\s?[月.]\s?\d{{1,2}}\s?[日.]?[\s）)]?(?:に|최종|最終)?\s?(?:{'|'.join(VISITED_BEHIND)})"
)
#: `3 mar. 2021`, `3 de marzo de 2021`, `March 3, 2021`: day, month and year.
_FULL_DATE = (
    rf"(?:(?<!\d)\d{{1,2}}(?:\.|st|nd|rd|th|er|º)?\s(?:de\s|of\s)?[^\W\d_]{{3,12}}\.?,?\s(?:de\s|del\s)?"
    rf"|[^\W\d_]{{3,12}}\.?\s\d{{1,2}}(?:st|nd|rd|th)?,\s?){YEAR}(?!\d)|{YEAR}年\d{{1,2}}月\d{{1,2}}日"
)
_IN_BRACKETS = pattern(rf"[(（\[][^()（）\[\]\d]{{0,30}}(?:{_FULL_DATE})\.?[)）\]]")
_ALONE = pattern(_FULL_DATE)
_ANY_YEAR = pattern(rf"(?<!\d){YEAR}(?!\d)")
#: A year between the signs that part the publisher or the volume from what follows: not `The 1998 elections`.
_SET_OFF = pattern(rf"(?:[,;:(（]\s?|\.\s){YEAR}[a-z]?(?=[.,;:)）])")


def without_visits(text: str) -> str:
    """The words of an entry without its addresses, and without the dates on which these were visited.

    Such dates are recognised by words before or after them, in many languages. After an address, if there is a year before it,
    they are also recognised by their form: a full date in brackets, or any full date if the other year is set off by punctuation.
    """
    text = _before_visits(_ADDRESS.sub(_PLACE, text))
    before, address, after = text.partition(_PLACE)
    if address and _ANY_YEAR.search(before):
        after = _IN_BRACKETS.sub(" ", after)
        if _SET_OFF.search(before):
            after = _ALONE.sub(" ", after)
    return f"{before} {after}".replace(_PLACE, " ")


def _before_visits(text: str) -> str:
    """The text up to the first visit that has another year before it, and without the visits before that."""
    kept: list[str] = []
    position = 0
    for start, end in _visits(text):
        kept.append(text[position:start])
        if _ANY_YEAR.search(text, position, start):
            return "".join(kept)
        position = max(position, end)
    return "".join((*kept, text[position:])) if kept else text


def _visits(text: str) -> Iterator[tuple[int, int]]:
    """The start and end of each date of a visit with its words, ascending."""
    folded = text.lower()
    if len(folded) != len(text):
        folded = text
    found = [match.span() for match in _DATE_BEFORE.finditer(text)]
    words = _OF_ASCII if text.isascii() else VISITED
    for word in [word for word in words if word in folded]:  # most entries have none
        for at in find_all(folded, word):
            end = at + len(word)
            alone = is_wide(word) or not (text[at - 1 : at].isalpha() or text[end : end + 1].isalpha())
            if alone and (date := _DATE_BEHIND.match(text, end)):
                found.append((at, date.end()))
    yield from sorted(found)
