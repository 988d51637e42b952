"""Markers that name works by author and year in scripts without capitals: `(حسن، 2017)`, `(วิชัย มีสุข, 2561)`, `حسن (2017)`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from indexer.leads import SEE
from indexer.model import Reference, Span
from indexer.patterns import pattern
from indexer.works import Catalogue, Work
from indexer.works.uncased import LETTER, OWN_YEAR, plain_year, split_names
from indexer.works.words import find_more

_BRACKET = pattern(r"[(（\[［](?=[^()（）\[\]]{0,160}?\d{4})[^()（）\[\]]{4,160}[)）\]］]")
_PARTS = pattern("[;؛]")
_PART = pattern(
    rf"\s*(?:(?i:{SEE})[:,،]?\s)?(?P<names>[^\d]{{0,100}}?)[\s,،]*(?:พ\.ศ\.\s?)?{OWN_YEAR}(?:\s?[,،:]\s?(?P<locator>[^\n]{{1,40}}))?\s*"
)
_BEFORE = 80  # characters before a bracket in which its author is named
_MOST_WORDS = 4


class Named(NamedTuple):
    """What stands in a pair of brackets: works of the list, each with the entries that it may mean."""

    span: Span
    works: tuple[tuple[Work, tuple[Reference, ...]], ...]
    locator: str | None


def find_named(masked: str, catalogue: Catalogue) -> Iterator[Named]:
    """All of them in order, where each work has an entry. `masked` is the text with all that is no prose blanked out."""
    if not catalogue.named or LETTER.search(masked) is None:
        return
    for bracket in _BRACKET.finditer(masked):
        parts = [_PART.fullmatch(part) for part in _PARTS.split(bracket.group()[1:-1])]
        works = [part and _work(masked, bracket.start(), part, catalogue) for part in parts]
        if all(works):
            places = "; ".join(part["locator"].strip() for part in parts if part and part["locator"])
            yield Named(Span(*bracket.span()), tuple(work for work in works if work), places or None)


def _work(
    text: str, opener: int, part: re.Match[str], catalogue: Catalogue
) -> tuple[Work, tuple[Reference, ...]] | None:
    """The work that a part of a bracket names, or with its year alone the words before the bracket."""
    names = part["names"].strip(" ,،")
    choices = [names] if names else list(_before(text, opener))
    for words in choices:
        if LETTER.search(words) is None:
            continue
        end = find_more(words, 0, len(words))
        surnames = tuple(split_names(words[:end]))
        for read in (surnames, (words[:end].strip(),)):
            work = Work(read, plain_year(part["year"]), part["letter"] or "", end < len(words))
            if read and read[0] and (fits := catalogue.fitting(work)):
                return work, fits
    return None


def _before(text: str, opener: int) -> Iterator[str]:
    """The last words before a bracket, from the most."""
    words = text[max(0, opener - _BEFORE) : opener].rpartition("\n")[2].split()[-_MOST_WORDS:]
    for at in range(len(words)):
        yield " ".join(words[at:])
