"""Addresses that are sources: in brackets, `(https://…)`, `[https://…]`, `(doi:10.…)`, `(Lake survey, https://…)`, or named, `Source: https://…`.

They are where a sentence ends; behind a name within one, an address may be a home page. Those that are named end a line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from indexer.dates import RECENT_YEAR
from indexer.hosts import HOST, host_of, names_host
from indexer.leads import AND, ANOTHER_NAME, CHECKED_WORDS, LABEL_WORDS, NAME, NAMING, SEE
from indexer.markers.closing import is_closed
from indexer.markers.linked import INLINE_LINK, find_named
from indexer.markers.styles import LOCATOR_PART, PAIRED, Candidate, Content
from indexer.patterns import pattern
from indexer.sources import canonical_source, find_doi

_PUBMED = r"PMIDs?:?\s?\d{4,9}"
_ARCHIVED = rf"(?:{_PUBMED}|(?:PMCID:\s?)?PMC\d{{4,9}}|arXiv:\s?\d{{4}}\.\d{{4,5}}(?:v\d{{1,3}})?)"
_LINK = r"https?://[^\s()<>\[\]]{1,2000}" + PAIRED + r"|(?:doi:\s?)?10\.\d{4,9}/[^\s()<>\[\]]{1,300}" + PAIRED
_ADDRESS = rf"(?:<?(?:{_LINK})>?|{_PUBMED}(?:[,;]\s\d{{7,8}}(?!\d)){{1,20}}|{_ARCHIVED})"
_ONE = pattern(rf"<?(?:{_LINK})>?|{_ARCHIVED}|(?<=\d[,;]\s)\d{{7,8}}(?!\d)", re.IGNORECASE)
# White space parts addresses, so that no sign of one can be taken for what parts two.
_ADDRESSED = pattern(
    rf"(?<!\])(?:(?P<round>\()|\[)(?:(?:{SEE}|(?P<lead>via|{LABEL_WORDS}|{CHECKED_WORDS}))[:：]?\s)?"
    rf"(?:{NAME})?"
    rf"(?P<addresses>{_ADDRESS}(?:(?:[,;]|\s{AND}\b)\s(?:{_ADDRESS}|{ANOTHER_NAME}{_ADDRESS})){{0,20}})"
    rf"(?:,\s(?P<locator>{LOCATOR_PART.pattern}))?(?(lead)(?:,\s[^()\[\]\n]{{1,40}})?)(?(round)\)|\](?![\[(:]))",
    re.IGNORECASE,
)
_NAMED = pattern(
    rf"(?<!\w){NAMING}[*_]{{0,2}}\s?(?P<addresses>{_ADDRESS}(?:[,;]?\s{_ADDRESS}){{0,20}})(?=[.。]?[ \t*_]{{0,9}}(?:\n|\Z)|[.。]\s)",
    re.IGNORECASE,
)
# Hosts alone, `(imo.org)`, `(see reuters.com/fuel, epa.gov)`, as copies of answers have them that were links.
_HOSTS = pattern(
    rf"\((?:(?i:{SEE}|(?:{LABEL_WORDS})[:：]|via)\s)?(?P<hosts>{HOST}(?:[,;]\s{HOST}){{0,9}})\)(?=[.,;:。，；]|[ \t]*(?:\n|\Z))"
)
_ONE_HOST = pattern(HOST)
_WORD_BEFORE = pattern(r"(\w+)[*_ ]{1,4}\Z")
_LONGEST_WORD = 30
_HABIT = 2  # so many make it the text's habit: one alone may be a shop
_MORE = pattern(r"\s*\S")  # lines of addresses below the whole text are no sources of its last claim alone
_NEAR = 300  # characters within which the first address begins
_SIGNS = ("://", "10.", "PMID", "PMC", "rXiv")  # one of which a text must have
_BEGINNINGS = (pattern(r"\("), pattern(r"\["))
_NUMBER = pattern(_ARCHIVED, re.IGNORECASE)
_OWN_NUMBER = pattern(
    r"(?:PMIDs?:?\s?)?(?P<pubmed>\d{4,9})|(?:PMCID:\s?)?(?P<other>PMC\d{4,9}|arXiv:\s?\d{4}\.\d{4,5}(?:v\d{1,3})?)",
    re.IGNORECASE,
)
_JOINT = pattern(rf"\s*(?:(?:[,;]|{AND}\b)\s)?(?P<name>\S.{{0,200}}?)[,:;.–—]\s\Z", re.IGNORECASE)
_UNQUOTED = str.maketrans("", "", '"“”„«»')
_YEAR = pattern(rf"\b{RECENT_YEAR}\b")
_ENDS_SENTENCE = pattern(r"[ \t]*(?:[.!?。！？|]|[(\[](?:https?:|\d)|\n(?![ \t>]*[a-z])|\Z)")


def find_addressed(text: str, masked: str) -> Iterator[list[Candidate]]:
    """The addresses of each pair of brackets, in order; together they hold all of it. The parameters are as for `find_markers`."""
    if not any(sign in text for sign in _SIGNS):
        yield from _hosts(text, masked)
        return
    for start in sorted(found.start() for beginning in _BEGINNINGS for found in beginning.finditer(masked)):
        near = text[start : start + _NEAR]  # a cheap look first
        match = _ADDRESSED.match(text, start) if any(sign in near for sign in _SIGNS) else None
        if match is None or not _is_stated(text, match):
            continue
        yield _addresses(text, match, match["name"], match["locator"])
    yield from _hosts(text, masked)
    for start in find_named(text):
        match = _NAMED.match(text, start)
        if match is None or ("\n" in match["addresses"] and _MORE.match(text, match.end()) is None):
            continue
        yield _addresses(text, match, None, None)


def _hosts(text: str, masked: str) -> Iterator[list[Candidate]]:
    """The hosts of each pair of brackets that holds nothing else where a clause ends."""
    matches = [match for match in _HOSTS.finditer(text) if masked[match.start()] == "(" and not _is_home(text, match)]
    for match in matches if len(matches) >= _HABIT else ():
        links = list(_ONE_HOST.finditer(text, *match.span("hosts")))
        starts = [match.start(), *(link.end() for link in links[:-1])]
        ends = [*starts[1:], match.end()]
        spans = zip(links, starts, ends, strict=True)
        yield [_addressed(f"https://{link.group()}", start, end, None, None) for link, start, end in spans]


def _is_home(text: str, match: re.Match[str]) -> bool:
    """Whether hosts are the home page of what stands before them, `Asana (asana.com)`."""
    word = _WORD_BEFORE.search(text, max(0, match.start() - _LONGEST_WORD), match.start())
    return word is not None and names_host(word[1], f"https://{match['hosts']}")


def _addresses(text: str, match: re.Match[str], name: str | None, locator: str | None) -> list[Candidate]:
    """The addresses of a match, which they share, each with the name before it; `name` is that of the first."""
    links = list(_ONE.finditer(text, *match.span("addresses")))
    ends = [*(link.end() for link in links[:-1]), match.end()]
    starts = [match.start(), *ends]
    joints = [_JOINT.match(text, end, link.start()) for end, link in zip(ends, links[1:], strict=False)]
    names = [name, *(joint and joint["name"] for joint in joints)]
    parts = zip(links, starts, ends, names, strict=False)
    return [_addressed(link.group(), start, end, name, locator) for link, start, end, name in parts]


def _is_stated(text: str, match: re.Match[str]) -> bool:
    """Whether addresses in brackets are sources: at the end of a sentence, or with a name and a year, or said to be one."""
    name = match["name"] or ""
    if name[:1].islower() or "://" in name:
        return False
    if _NUMBER.match(text, match.start() + 1):
        return True
    is_said = match["lead"] is not None or _YEAR.search(name) is not None or is_closed(text, match.start())
    return is_said or _ENDS_SENTENCE.match(text, match.end()) is not None


def _addressed(link: str, start: int, end: int, name: str | None, locator: str | None) -> Candidate:
    """An address as a source. Without a name before it a DOI or a number of an archive is its own, and a URL has that of its host."""
    url = link.strip("<>").rstrip(".,;:*")
    own = ""
    if number := _OWN_NUMBER.fullmatch(url):
        own = "".join((number["other"] or f"PMID:{number['pubmed']}").split())
        url = (canonical_source(own) or own).replace("doi:", "https://doi.org/")
    elif not url.lower().startswith("http"):
        url = f"https://doi.org/{url[url.index('10.') :]}"
    own = own or find_doi(url) or host_of(url) or url
    label = " ".join(name.translate(_UNQUOTED).split()) if name else own
    return Candidate(INLINE_LINK, start, end, Content((label,), locator), url)
