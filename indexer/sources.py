"""Which work is meant: URLs and DOIs found in text, and the one source id of a work.

The id is, in this order, the DOI (`doi:10.1000/xyz`), the canonical URL, or a hash of the reference's
words (`ref:…`). When in doubt two sources stay two.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from urllib.parse import SplitResult, urlsplit, urlunsplit

from indexer.model import Span

# What ends a URL in running text: white space, quotes, square and angle brackets, full-width punctuation.
_URL = re.compile(
    r"""(?:(?:https?|ftp)://|www\.)[^\s<>\[\]"“”„«»`{}|\\^、。，；：！？）（【】「」『』《》〈〉…]+""", re.IGNORECASE
)
_SCHEME = re.compile(r"(?:https?|ftp)\Z", re.IGNORECASE)
_BESIDE_WWW = frozenset("@/.-_")
# Crossref: a prefix of 4 to 9 digits, then nearly anything; what text puts behind it is cut off.
_DOI = re.compile(
    r"""(?<![\w./])10\.\d{4,9}/[^\s<>"“”|{}^`，。；（）【】、]+|(?<=doi\.org/)10\.\d{4,9}/[^\s<>"“”|]+""", re.IGNORECASE
)
_CLOSERS = {")": "(", "]": "["}
_TRAILING = ".,;:!?'*_’”\"）"
_TRACKING = re.compile(
    r"(?:utm_\w+|fbclid|gclid|dclid|msclkid|yclid|srsltid|igshid|mc_[ce]id|_ga|_gl|ref_src|wt_mc)(?:=|$)", re.IGNORECASE
)
_WWW = re.compile(r"\A(?:www\.)+(?=[^.]+\.)")
_DOI_HOSTS = frozenset({"doi.org", "dx.doi.org", "www.doi.org"})
_DEFAULT_PORT = re.compile(r"(?::(?:80|443|21)?)+\Z")
_WORDS = re.compile(r"\w+")


def find_urls(text: str, start: int = 0, end: int | None = None) -> Iterator[Span]:
    """The URLs of `text[start:end]` in order, each without the punctuation that belongs to the sentence."""
    end = len(text) if end is None else end
    position = start
    for begin in _url_starts(text, start, end):
        match = _URL.match(text, begin, end) if begin >= position else None
        if match is None:
            continue
        position = match.end()
        stop = _trim(text, begin, position)
        if stop - begin > len("www."):
            yield Span(begin, stop)


def _url_starts(text: str, start: int, end: int) -> list[int]:
    """Where a URL may begin, found by its fixed signs, which costs far less than trying a pattern everywhere."""
    starts = []
    at = text.find("://", start, end)
    while at >= 0:
        if scheme := _SCHEME.search(text, max(start, at - len("https")), at):
            starts.append(scheme.start())
        at = text.find("://", at + 1, end)
    for sign in ("www.", "WWW."):
        at = text.find(sign, start, end)
        while at >= 0:
            before = text[at - 1 : at] if at > start else ""
            if not before.isalnum() and before not in _BESIDE_WWW:
                starts.append(at)
            at = text.find(sign, at + 1, end)
    starts.sort()
    return starts


def find_doi(text: str) -> str | None:
    """The first DOI of a text in lower case, bare, behind `doi:` or in a URL; None if there is none."""
    match = _DOI.search(text) if "10." in text else None
    if match is None:
        return None
    found = match.group()
    for sign in ("](", "[", "](http", "?", "#"):
        found = found.split(sign, 1)[0]
    found = found[: _trim(found, 0, len(found))].lower()
    return None if found.endswith("/") and found.count("/") == 1 else found


def _trim(text: str, start: int, end: int) -> int:
    """Where a URL or DOI that was read up to `end` really ends: closing brackets stay if they were opened."""
    excess = {
        closer: text.count(closer, start, end) - text.count(opener, start, end) for closer, opener in _CLOSERS.items()
    }
    while end > start:
        last = text[end - 1]
        if last in _CLOSERS:
            if excess[last] <= 0:
                break
            excess[last] -= 1
        elif last not in _TRAILING:
            break
        end -= 1
    if excess.get(")", 0) > 0:  # an unopened bracket inside: `(see https://a.org/b).[1]`
        depth = 0
        for position in range(start, end):
            depth += (text[position] == "(") - (text[position] == ")")
            if depth < 0:
                return position
    return end


def canonical_url(url: str) -> str | None:
    """The form of a URL that counts as identity; None if it is no URL.

    Scheme and host in lower case, `http` as `https`, no `www.`, no default port, no fragment, no tracking
    parameters, no trailing slash. A URL at doi.org is given as its DOI.
    """
    parts = _split(url.strip())
    host = _DEFAULT_PORT.sub("", parts.netloc.lower().rpartition("@")[2]) if parts else ""
    if parts is None or not host:
        return None
    if host in _DOI_HOSTS and (doi := find_doi(parts.path.lstrip("/"))):
        return "doi:" + doi
    query = "&".join(pair for pair in parts.query.split("&") if pair and not _TRACKING.match(pair))
    scheme = "https" if parts.scheme.lower() in ("http", "https") else parts.scheme.lower()
    return urlunsplit((scheme, _WWW.sub("", host), parts.path if query else parts.path.rstrip("/"), query, ""))


def _split(url: str) -> SplitResult | None:
    """The parts of a URL; None for what is none, such as words with spaces."""
    if len(url.split()) != 1:
        return None
    if url[:4].lower() == "www.":
        url = "https://" + url
    try:
        parts = urlsplit(url)
    except ValueError:  # such as an unclosed IPv6 bracket
        return None
    return parts if parts.scheme.lower() in ("http", "https", "ftp") and parts.netloc else None


def source_id(text: str, url: str | None, doi: str | None) -> str:
    """The global id of the work that a reference names; `text` is the reference without its label."""
    if doi:
        return "doi:" + doi.lower()
    if url and (canonical := canonical_url(url)):
        return canonical
    words = " ".join(_WORDS.findall(unicodedata.normalize("NFKC", text).casefold()))
    return "ref:" + hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def canonical_source(text: str) -> str | None:
    """The source id that a user's spelling of a URL, a DOI or a source id means; None if it is none of these."""
    text = text.strip()
    if text.startswith("ref:"):
        return text
    if re.match(r"(?:doi:\s*)?10\.\d{4,9}/", text, re.IGNORECASE) and (doi := find_doi(text)):
        return "doi:" + doi
    return canonical_url(text)
