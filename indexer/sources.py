"""Which work is meant: URLs and DOIs found in text, and the one source id of a work.

The id is, in this order, the DOI (`doi:10.1000/xyz`), the canonical URL, the number in a well-known archive, or a
hash of the reference's words (`ref:…`). What makes two spellings one are the rows of `identity.rules`.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator

from indexer.dates import RECENT_YEAR
from indexer.identity import canonical_url, find_doi, named_work, trim, url_locator
from indexer.model import Span
from indexer.patterns import pattern
from indexer.places import find_all

__all__ = [
    "canonical_source",
    "canonical_url",
    "find_doi",
    "find_urls",
    "first_url",
    "plain_url",
    "source_id",
    "url_locator",
    "urls_of",
]

# What ends a URL in running text: white space, quotes, square and angle brackets, full-width punctuation. Programs that
# write Markdown put a backslash before signs of it, `?kind=mill\&year=2019`.
_ESCAPE = r"\\(?=[&_#~%=+-])"
_SIGNS = r"""[^\s<>\[\]"“”„«»`{}|\\^、。，；：！？）（【】「」『』《》〈〉…↩]"""
_RUN = rf"{_SIGNS}*(?:{_ESCAPE}{_SIGNS}*){{0,99}}"
# In a query words may stand in square brackets: `?filter[year]=2021`, `?q=[masks]&page=2`.
_URL = pattern(
    rf"(?:(?:https?|ftp)://|www\.)(?={_SIGNS}){_RUN}(?:(?<=[\w=])\[[a-z_][\w.-]{{0,40}}\](?=[=&\[]){_RUN}){{0,9}}",
    re.IGNORECASE,
)
_ESCAPED = pattern(_ESCAPE)
_SCHEME = pattern(r"(?:https?|ftp)\Z", re.IGNORECASE)
_DATED = pattern(rf",{RECENT_YEAR}[-./]\d{{1,2}}(?:[-./]\d{{1,2}})?\Z")  # `https://a.example/4500.shtml,2024-11-20`
_LONGEST_DATE = 11
_BESIDE_WWW = frozenset("@/.-_")
_BARE_DOI = pattern(
    r"(?:(?:https?://)?(?:www\.|dx\.)?doi\.org/|info:doi/|urn:doi:|doi[\s:：=]{0,3})?10\.\d{4,9}", re.IGNORECASE
)
_BARE_ARXIV = pattern(r"\d{4}\.\d{4,5}(?:v\d{1,3})?")
_BARE_URL = pattern(r"[\w-]+(?:\.[\w-]+)+/\S")
_WORDS = pattern(r"[^\W_]+")  # `_Title_` is `Title`


def find_urls(text: str, start: int = 0, end: int | None = None) -> Iterator[Span]:
    """The URLs of `text[start:end]` in order, each without the punctuation that belongs to the sentence."""
    end = len(text) if end is None else end
    position = start
    for begin in _url_starts(text, start, end):
        match = _URL.match(text, begin, end) if begin >= position else None
        if match is None:
            continue
        position = match.end()
        stop = trim(text, begin, position)
        if text[stop - 1].isdigit() and (dated := _DATED.search(text, max(begin, stop - _LONGEST_DATE), stop)):
            stop = dated.start()
        if stop - begin > len("www."):
            yield Span(begin, stop)


def plain_url(url: str) -> str:
    """A URL found in a text, without the backslashes of Markdown."""
    return _ESCAPED.sub("", url) if "\\" in url else url


def urls_of(text: str) -> Iterator[str]:
    """The URLs of a text in order, as `plain_url` gives them."""
    return (plain_url(text[span.start : span.end]) for span in find_urls(text))


def first_url(text: str) -> str | None:
    """The first URL of a text, as `plain_url` gives it; None if there is none."""
    return next(urls_of(text), None)


def _url_starts(text: str, start: int, end: int) -> list[int]:
    """Offsets at which a URL may begin, ascending, found by fixed strings: far faster than trying a pattern everywhere."""
    schemes = (_SCHEME.search(text, max(start, at - len("https")), at) for at in find_all(text, "://", start, end))
    starts = [scheme.start() for scheme in schemes if scheme]
    for sign in ("www.", "WWW."):
        for at in find_all(text, sign, start, end):
            before = text[at - 1 : at] if at > start else ""
            if not before.isalnum() and before not in _BESIDE_WWW:
                starts.append(at)
    return sorted(starts)


def source_id(text: str, url: str | None, doi: str | None) -> str:
    """The global id of the work that a reference names; `text` is the reference without its label."""
    if doi:
        return "doi:" + (find_doi(doi) or doi.lower())
    if url and (canonical := canonical_url(url)):
        return canonical
    if url and url.startswith("zotero://"):
        return url.partition("?")[0]  # an item or a file, without the page
    if named := named_work(text):
        return named
    words = " ".join(_WORDS.findall(unicodedata.normalize("NFKC", text).casefold()))
    return "ref:" + hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def canonical_source(text: str) -> str | None:
    """The source id of a work as a user writes it: as a DOI, an arXiv, PubMed or PMC number, a URL or a source id.

    None for any other text.
    """
    text = text.strip()
    if text.startswith("ref:"):
        return text
    if text.startswith("zotero://"):
        return text.partition("?")[0]
    if found := canonical_url(text):
        return found
    if _BARE_DOI.match(text) and (doi := find_doi(text)):
        return "doi:" + doi
    if _BARE_ARXIV.fullmatch(text):
        text = "arXiv:" + text
    return named_work(text, begins=True) or (canonical_url("https://" + text) if _BARE_URL.match(text) else None)
