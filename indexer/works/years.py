"""The year in which the work of an entry was published, as the entry gives it."""

from __future__ import annotations

import re
import time

from indexer.dates import YEAR
from indexer.patterns import pattern
from indexer.works.visits import without_visits

_IN_BRACKETS = pattern(rf"[(（\[][^()（）\[\]\d]{{0,30}}(?P<year>{YEAR})[a-z]?(?![\w/–-])[^()（）\[\]]{{0,30}}[)）\]]")
_ALONE = pattern(
    rf"(?<!RFC )(?<!ISO )(?<!IEC )(?<!DIN )(?<!EN )(?<!No\. )(?<!Nr\. )(?<![\w.,/–-])(?P<year>{YEAR})[a-z]?(?![\w/–]|-\d|\.\d)"
)
_IN_PATH = pattern(rf"[/-](?P<year>{YEAR})[/-](?:0?[1-9]|1[0-2])(?!\d)")


def find_year(text: str, url: str | None) -> int | None:
    """The year of the work that an entry names; None if it gives none.

    The first year in brackets, otherwise the last one outside of brackets, but not that of a visit to a page or a number of
    pages; otherwise that of a date in the address, `/2024/05/`. Years in the future do not count.
    """
    plain = without_visits(text)
    found = _known(_IN_BRACKETS, plain)[:1] or _known(_ALONE, plain)[-1:] or _known(_IN_PATH, url or "")[:1]
    return found[0] if found else None


def _known(pattern: re.Pattern[str], text: str) -> list[int]:
    """The years that are not in the future, in order."""
    years = [int(match["year"]) for match in pattern.finditer(text)]
    latest = time.gmtime().tm_year if years else 0
    return [year for year in years if year <= latest]
