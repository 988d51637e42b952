"""What a sentence pasted from an article contains besides its words: markers of every style, and the targets of links.

Only its words are searched for, so the rest is blanked: replaced by NULs, which keeps all offsets. A bracket that could also
group words, `(Smith 2020)`, is a marker only if the query has no operator and the bracket reads like one; dropping its
words never loses a claim.
"""

from __future__ import annotations

import re

from indexer.dates import YEAR
from indexer.leads import NAMING
from indexer.patterns import pattern
from indexer.superscripts import SUPERSCRIPTS

_LONGEST = 200  # characters of a bracket that is a marker
_BESIDE = pattern(
    # An inline note, a bracket that holds links and little else, and one that names a source: `source:x` is a field.
    rf"\^\[[^\[\]]{{0,{_LONGEST}}}\]"
    rf"|\([^()\[\]]{{0,30}}(?:\[[^\[\]]{{1,{_LONGEST}}}\]\([^()\s]{{1,{_LONGEST}}}\)[^()\[\]]{{0,60}}){{1,9}}\)"
    rf"|[(\[（]{NAMING}(?:(?<=：)|[ ])[^()（）\[\]]{{1,{_LONGEST}}}[)\]）]"
    rf"|(?P<brackets>[\[【](?P<inner>[^\[\]【】]{{1,{_LONGEST}}})[\]】])(?P<target>\([^()\s]*\))?"
    r"|\]\([^()\s]*\)|<sup>[^<>]{1,60}</sup>"
    rf"|[{SUPERSCRIPTS}]+"
    # The year of an author, of whom something is said behind it; `World Cup (1998)` is a thing and its year.
    rf"|(?P<year>(?<=[\w.] )\({YEAR}[a-z]?(?:[,:] ?p[^()]{{1,40}})?\)(?= ?[^\s)]))"
    rf"|(?P<authors>(?<=\S )\([^()\"]{{2,{_LONGEST}}}\))(?P<stop>[ ]?[.,;:!?]|\s*\Z)?",
    re.IGNORECASE,
)
_MARKER = pattern(
    r"\^\S+"
    r"|\^?\d{1,4}(?:\s*[-–—,;:]\s*\^?\d{1,4})*(?:\s*[,:]\s*(?:pp?|§§?|ch|fig|sec|art|para|l)\b.*)?"
    r"|\d+(?::\d+)?†.*"
    r"|[a-z][\w.+-]*[ ]?\d+[a-z]?"
    r"|citation needed|clarification needed|note \w+"
    r"|(?:[^@]*[ ])?-?@[\w{].*",
    re.IGNORECASE,
)
_AUTHOR_YEAR = pattern(
    r"(?:(?:see|cf\.|e\.g\.,?|see also|vgl\.|siehe|voir|véase|см\.)[ ])?"
    r"(?P<name>[^\W\d_].*?)"
    rf"(?P<comma>,)?[ ]{YEAR}[a-z]?\b.*"
)
_SEVERAL = pattern(r",| & |;| et al\b| and | und | y | et | i | и ")
_OPERATOR = pattern(r"(?<!\S)(?:OR|AND|NOT|-(?=[^\W\d_(\"]))|\b(?:source|document|heading|attribution|label):\S")


def blanked(text: str) -> str:
    """The text with NULs in place of all but its words; of the same length, so that words stay separate."""
    operated = _OPERATOR.search(text) is not None
    return _BESIDE.sub(lambda match: _blank(match, operated=operated), text)


def _blank(match: re.Match[str], *, operated: bool) -> str:
    found, inner, authors = match[0], match["inner"], match["authors"]
    if inner is not None and not _MARKER.fullmatch(inner):
        return match["brackets"] + "\0" * len(match["target"] or "")
    if match["year"] and (operated or not _names_its_author(match)):
        return found
    if authors:
        stop = match["stop"]
        if operated or not _is_author_year(authors[1:-1], closes=stop is not None):
            return found
        return "\0" * len(authors) + (stop or "")
    return "\0" * len(found)


def _names_its_author(match: re.Match[str]) -> bool:
    """Whether the word before a year in brackets is a name, or the end of `et al.`."""
    word = match.string[max(0, match.start() - 40) : match.start()].split()[-1]
    return word[0].isupper() or word.startswith("al")


def _is_author_year(inner: str, *, closes: bool) -> bool:
    """Whether a bracket contains an author and a year, as a group of words does not."""
    found = _AUTHOR_YEAR.fullmatch(inner)
    if not found or not found["name"][0].isupper():
        return False
    return bool(found["comma"] or _SEVERAL.search(found["name"]) or closes)
