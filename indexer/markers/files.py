"""What brackets say is a source: files, `[Source: handbook.pdf, p. 3; sheet 2.xlsx]`, as programs write that search folders, and names, `(Source: OECD)`."""

from __future__ import annotations

import re

from indexer.dates import RECENT_YEAR, YEAR
from indexer.filenames import FILE
from indexer.leads import CHECKED_WORDS, LABEL_WORDS, SOURCE_WORDS
from indexer.patterns import pattern

_BEFORE, _BEHIND = r"\s?[*_]{0,2}", r"[*_]{0,2}\s?[:：]\s{0,2}(?=\S)"
_LEAD = pattern(rf"{_BEFORE}(?:{LABEL_WORDS}|{SOURCE_WORDS}|{CHECKED_WORDS}){_BEHIND}", re.IGNORECASE)
_LEAD_OF_NAME = pattern(
    rf"{_BEFORE}(?:{SOURCE_WORDS}|{CHECKED_WORDS}){_BEHIND}", re.IGNORECASE
)  # `注：` opens a remark, too
_CHECKED = pattern("CITED|VERIFIED")  # as programs write it before what they have looked at, in any words
_FILE = pattern(rf"{FILE}(?P<place>(?:#|:\d|,|\s[(§—–-]|\s(?=\w{{1,9}}\.?\s\d))[^;]{{0,100}})?", re.IGNORECASE)
# A name begins with a capital or in a script without them, and is no sentence; with a year it is that of a work.
_NAME = pattern(
    r"[*_\"“„«「『《]{0,2}(?P<name>[^\W\d_][^\n;；|]{0,90}?)[*_\"”“»」』》]{0,2}"
    r"(?:\s?[,，、]\s?(?P<place>(?:section|sec\.|abschnitt|page|pp?\.|seite|s\.|chapter|ch\.|kapitel|§|第|slide|row|line)[^\n;；|]{0,60}))?",
    re.IGNORECASE,
)
_NO_NAME = pattern(rf"(?<!\d){YEAR}(?!\d)|://|[^\W\d_]{{3}}[.!?。！？:：]\s?\S|\d\s?[;,]\s?\d")
# When it was written, where the name ends with it: `Reuters, 2024`, `World Bank (12 May 2024)`, `36氪，2024年5月`, `総務省「調査」2023年`.
_WRITTEN = pattern(
    rf"(?:\s?[,，、]\s?|\s[(（]?|[(（]|(?<=[」』》]))(?:\d{{1,2}}(?:\.|st|nd|rd|th)?\s)?(?:[^\W\d_]{{3,12}}\.?\s)?(?:\d{{1,2}},\s)?{YEAR}(?:年(?:\d{{1,2}}月(?:\d{{1,2}}日)?)?)?[)）]?\Z"
)
# A name with the day or the month when it said so: `Reuters, 2024-05-03`, `Coast Gazette, 3 May 2024`.
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)(?:[a-z]{2,6})?\.?"
_DATED = pattern(
    rf"(?!(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b)(?P<name>[^\W\d_a-z][^\n;:,\d]{{0,60}},\s(?:{RECENT_YEAR}-\d\d-\d\d|(?:\d{{1,2}}\s)?{_MONTH}\s(?:\d{{1,2}},\s)?{RECENT_YEAR}))"
)
_MOST_WORDS = 10
_PART = pattern(r"\s?[;；|]\s?")


def read_files(content: str) -> tuple[tuple[str, ...], str | None] | None:
    """The names of the files that the content of brackets says are sources, and the places in them; None if it says more."""
    lead = _LEAD.match(content)
    if lead is None:
        return None
    found = [_FILE.fullmatch(part) for part in _PART.split(content[lead.end() :].strip())]
    files = [match for match in found if match is not None]
    if len(files) < len(found):
        return None
    places = [match["place"].strip(" ,#:–—-") for match in files if match["place"]]
    return tuple(match["name"] for match in files), "; ".join(places) or None


def read_names(content: str) -> tuple[tuple[str, ...], str | None] | None:
    """The names that the content of brackets says are sources, and the places in them; None if it says something else."""
    lead = _LEAD_OF_NAME.match(content)
    if lead is None:
        return None
    found = [_NAME.fullmatch(part) for part in _PART.split(content[lead.end() :].strip())]
    checked = _CHECKED.search(lead.group()) is not None
    names = [match for match in found if match is not None and _is_name(match["name"], checked=checked)]
    if len(names) < len(found):
        return None
    places = [match["place"] for match in names if match["place"]]
    return tuple(match["name"].strip() for match in names), "; ".join(places) or None


def read_dated(content: str) -> tuple[tuple[str, ...], str | None] | None:
    """The names with dates that are all that brackets hold; None if they hold something else."""
    found = [_DATED.fullmatch(part) for part in _PART.split(content)]
    names = tuple(match["name"] for match in found if match is not None)
    return (names, None) if len(names) == len(found) else None


def _is_name(words: str, *, checked: bool) -> bool:
    if (words[0].islower() and not checked) or len(words.split()) > _MOST_WORDS or words[-1] in "?!":
        return False
    written = _WRITTEN.search(words)
    name = words[: written.start()] if written else words
    if written and written.group()[0].isspace() and any(map(str.islower, name.split())):
        return False  # `It was cold in 2024`
    return _NO_NAME.search(name) is None
