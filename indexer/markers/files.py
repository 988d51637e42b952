"""Files that brackets name as sources: `[Source: handbook.pdf, p. 3; sheet 2.xlsx]`, as programs write that search folders."""

from __future__ import annotations

import re

from indexer.filenames import FILE
from indexer.leads import LABEL_WORDS, SOURCE_WORDS

_LEAD = re.compile(rf"\s?[*_]{{0,2}}(?:{LABEL_WORDS}|{SOURCE_WORDS})[*_]{{0,2}}\s?[:：]\s{{0,2}}(?=\S)", re.IGNORECASE)
_FILE = re.compile(rf"{FILE}(?P<place>(?:#|:\d|,|\s[(§—–-]|\s(?=\w{{1,9}}\.?\s\d))[^;]{{0,100}})?", re.IGNORECASE)
_PART = re.compile(r"\s?[;；|]\s?")


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
