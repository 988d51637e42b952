"""Rewriting that rules of identity cannot express as a template. Each function gets a match; `""` leaves it as it is."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote, unquote

from indexer.identity.dois import read_doi
from indexer.patterns import pattern

HOST = r"(?:\[[0-9a-f:.]{2,60}\]|[^\s:@/?#\[\].][^\s:@/?#\[\]]*)"
_WHOLE_HOST = pattern(HOST, re.IGNORECASE)
_LONGEST_LABEL = 63  # a longer label of a host is invalid, and its Punycode would take long
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_UNESCAPED = _UNRESERVED | frozenset("!'()*,@")  # the others are reserved, but no server tells them from their escapes
_OPENING = pattern(r"(https?|ftp):/{0,2}(?=\w)|(?=[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}(?:[:/?]|\Z))", re.IGNORECASE)
_ENDING = pattern(
    r"(?:[/.](?:full(?:[.-]?text|html)?|long|pdf(?:plus|direct)?|epdf|epub|abs|abstract|html?|meta|xml|references|metrics"
    r"|citations?|(?:figures|tables)(?:/\d{1,3})?|article-info|tab-[\w-]{1,30}))+\Z",
    re.IGNORECASE,
)
_LONGEST_ENDING = 80
_PREPRINT_VERSION = pattern(r"(10\.(?:1101|64898)/[\d.]+)v\d{1,3}\Z")
_START = pattern(r"[?&](?:t|start)=(\w{1,12})")


def octets(match: re.Match[str]) -> str:
    """An escape as the character that it stands for, if it needs none, otherwise in upper case; other characters as escapes."""
    found = match.group()
    if len(found) == 3:
        character = chr(int(found[1:], 16))
        return character if character in _UNESCAPED else found.upper()
    return "".join(f"%{octet:02X}" for octet in found.encode("utf-8", "surrogatepass"))


def composed(match: re.Match[str]) -> str:
    """Escapes, and the letter before them, with marks and letters in one sign, as most programs write them."""
    found = match.group()
    plain = unicodedata.normalize("NFC", _unquoted(found))
    return quote(plain, safe="") if plain else found


def ascii_host(match: re.Match[str]) -> str:
    """A host in lower case and Punycode. Not by the codec `idna`, for which `faß.de` is `fass.de`, another site."""
    host = match.group().lower()
    plain = _unquoted(host) or host
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", plain).lower())
    if "%" in plain or not _WHOLE_HOST.fullmatch(plain):
        return host
    return ".".join(
        label if label.isascii() or len(label) > _LONGEST_LABEL else "xn--" + label.encode("punycode").decode()
        for label in plain.split(".")
    )


def without_dots(match: re.Match[str]) -> str:
    """A path without the segments `.` and `..`."""
    kept: list[str] = []
    for segment in match.group().split("/")[1:]:
        if segment == "..":
            del kept[-1:]
        elif segment != ".":
            kept.append(segment)
    return "".join("/" + segment for segment in kept)


def url_in_path(match: re.Match[str]) -> str:
    """The URL at the end of another one's path, usually not encoded."""
    found = match["url"]
    return url_in_query(match) if re.match(r"https?%3A", found, re.IGNORECASE) else _opened(found)


def url_in_query(match: re.Match[str]) -> str:
    """The URL that is the value of a parameter, and therefore encoded once more."""
    return _opened(_unquoted(match["url"]))


def doi(match: re.Match[str]) -> str:
    """The DOI of an address at doi.org."""
    found = read_doi(match["doi"])
    return f"doi:{found}" if found else ""


def publishers_doi(match: re.Match[str]) -> str:
    """The DOI in the path of a publisher's page, without the part that says which form of the work the page shows.

    Supplements of a work, `/suppl…`, are other works.
    """
    found = read_doi(match["doi"])
    if found and "/suppl" in found:
        return ""
    if found and (ending := _ENDING.search(found, max(0, len(found) - _LONGEST_ENDING))):
        found = read_doi(found[: ending.start()])
    return "doi:" + _PREPRINT_VERSION.sub(r"\1", found) if found else ""


def arxiv_doi(match: re.Match[str]) -> str:
    """The DOI of an arXiv number, which has neither version nor subject class."""
    return f"doi:10.48550/arxiv.{match['new'] or match['archive'] + '/' + match['old']}".lower()


def rfc_doi(match: re.Match[str]) -> str:
    """The DOI of an RFC, whose number has at least four digits there."""
    return f"doi:10.17487/rfc{match['number'].zfill(4)}"


def wiki_page(match: re.Match[str]) -> str:
    """The URL of a page by its title."""
    title = _unquoted(match["path"] or match["query"].replace("+", " "))
    title = re.sub(r"[\s_]+", "_", title).strip("_")
    if "wiktionary" not in match["host"] and len(title[:1].upper()) == 1:
        title = title[0].upper() + title[1:]
    return f"https://{match['host']}/wiki/{quote(title, safe='/:@!$*(),;~', errors='surrogatepass')}" if title else ""


def video(match: re.Match[str]) -> str:
    """The URL of a video, with the second that it starts at as fragment."""
    start = _START.search(match.group())
    return f"https://youtube.com/watch?v={match['id']}" + (f"#t={start[1]}" if start else "")


def _unquoted(text: str) -> str:
    """The text without escapes; empty if they are not UTF-8, because different ones would then look the same."""
    try:
        return unquote(text, errors="strict") if "%" in text else text
    except UnicodeDecodeError:
        return ""


def _opened(found: str) -> str:
    opening = _OPENING.match(found)
    return f"{opening[1] or 'http'}://{found[opening.end() :]}" if opening else ""
