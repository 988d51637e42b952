"""DOIs as people write them: bare, after `doi:`, at doi.org, percent-encoded, with punctuation of the text after them."""

from __future__ import annotations

import re
from urllib.parse import unquote

from indexer.patterns import pattern

# A prefix of 4 to 9 digits, then nearly anything. Angle and square brackets stand only in the old names that hold a
# SICI, `…<1661::AID-SIM968>3.0.CO;2-2`; these may end in `#`. Markdown writes `\_`.
_SIGN = r"""[^\s<>\[\]"“”«»|{}^`\\?#，。；、（）【】]*"""
_SICI = r"""[<\[][^\s<>\[\]"]{1,60}[>\]](?=\d\.\d\.[A-Z]{2};\d)"""
_REST = rf"(?:/|%2F){_SIGN}(?:(?:{_SICI}|\\(?=_)|(?<=;\d-)\#){_SIGN})*"
DOI = rf"10\.\d{{4,9}}(?:\.\d{{1,9}}){{0,3}}{_REST}"
_WHOLE = pattern(DOI, re.IGNORECASE)
# In running text it does not follow a letter, digit, stop, slash or `=`, because then it is a part of something else, such
# as a publisher's URL, which has its own endings and is read in `identity`.
_IN_TEXT = pattern(
    r"10\.(?:(?<![\w./=]10\.)|(?<=doi\.org/10\.)|(?<=info:doi/10\.)|(?<=\bdoi10\.)|(?<=\bdoi=10\.)(?<![?&]doi=10\.))"
    + DOI.removeprefix(r"10\."),
    re.IGNORECASE,
)
# What follows without a space may not belong to it: `10.1000/xyz;PMID:1`, `10.1000/xyz,https://…`.
_NEXT = pattern(r"[;,.]?(?:https?:|doi:|PMC?ID:)|[;,](?=10\.\d{4})", re.IGNORECASE)
_ESCAPE = pattern(r"%[0-9a-f]{2}", re.IGNORECASE)
_ARXIV_VERSION = pattern(r"(10\.48550/arxiv\.\S*\d)v\d{1,3}\Z")
_CLOSERS = {")": "(", "]": "["}
_TRAILING = ".,;:!?'*_’”\"）"


def find_doi(text: str) -> str | None:
    """The first DOI in a text, in lower case: bare, after `doi:` or at doi.org; None if there is none."""
    names = (_name(match.group()) for match in _IN_TEXT.finditer(text))
    return next(filter(None, names), None)


def read_doi(text: str) -> str | None:
    """The DOI that makes up the whole text, percent-encoded or not, in lower case; None if the text is anything else."""
    plain = _decoded(text)
    match = _WHOLE.match(plain) if plain else None
    if plain is None or match is None or plain[match.end() :].strip(_TRAILING + "/)]>") != "":
        return None
    return _name(match.group())


def trim(text: str, start: int, end: int, also: str = "") -> int:
    """The offset at which a URL or DOI that was matched up to `end` really ends: it keeps closing brackets that it opened."""
    excess = {
        closer: text.count(closer, start, end) - text.count(opener, start, end) for closer, opener in _CLOSERS.items()
    }
    while end > start:
        last = text[end - 1]
        if last in _CLOSERS:
            if excess[last] <= 0:
                break
            excess[last] -= 1
        elif last not in _TRAILING and last not in also:
            break
        end -= 1
    if excess.get(")", 0) > 0:  # an unopened bracket inside: `(see https://a.org/b).[1]`
        depth = 0
        for position in range(start, end):
            depth += (text[position] == "(") - (text[position] == ")")
            if depth < 0:
                return trim(text, start, position, also)
    return end


def _decoded(found: str) -> str | None:
    """The name without the escapes of URLs, HTML and Markdown; None if they are not UTF-8, hide spaces, or are nested."""
    if "%" in found:
        try:
            found = unquote(found, errors="strict")
        except UnicodeDecodeError:
            return None
        if _ESCAPE.search(found) or len(found.split()) != 1:
            return None
    return found.replace("&lt;", "<").replace("&gt;", ">").replace("\\_", "_")


def _name(found: str) -> str | None:
    """The DOI in a match, cleaned and in lower case; None if nothing is left after its slash."""
    plain = _decoded(found)
    match = _WHOLE.match(plain) if plain else None
    if match is None:
        return None
    name = match.group()
    if following := _NEXT.search(name):
        name = name[: following.start()]
    name = name[: trim(name, 0, len(name), also="/\\")].lower()
    if version := _ARXIV_VERSION.match(name):
        name = version.group(1)
    return name if name.partition("/")[2] else None
