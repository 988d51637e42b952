"""Rules on addresses: URLs that violate the URL standard, and DOIs that cannot be registered with Crossref.

Sources: https://url.spec.whatwg.org (URL code points, host parser, ports; its "validation errors" are the faults here) and
https://www.crossref.org/blog/dois-and-matching-regular-expressions (patterns that match all DOIs registered there).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from indexer.audit.settings import AuditSettings
from indexer.audit.text import Text
from indexer.model import Problem, Reference, Span
from indexer.patterns import pattern
from indexer.problems import called

_CUT = pattern(r"…|\.{3,}")
_PARTS = pattern(
    r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*)://(?:[^/?#@\s]*@)?(?P<host>\[[^\]]*\]|[^/?#:]*)(?::(?P<port>[^/?#]*))?(?P<rest>[/?#].*)?",
    re.DOTALL,
)
_FORBIDDEN = pattern(r"[\x00-\x20\x7f<>\"{}|\\^`]")
_ENCODED = pattern(r"%(?![0-9A-Fa-f]{2})")
_NO_HOST = pattern(r"[\x00-\x20\x7f#%/:<>?@\[\]\\^|,;!*'()+=&$~\"]")
_LABEL = pattern(r"(?!-)[^.]{1,63}(?<!-)\Z")
_NUMBERS = pattern(r"\d{1,3}(?:\.\d{1,3}){3}")
_IPV6 = pattern(r"\[[0-9A-Fa-f:.]{2,45}\]")
# Behind its name, which an address or a link may follow, or behind the address of DOIs.
_DOI = pattern(
    r"(?:\bdoi\s?[:：]\*{0,2}\s{0,2}(?=[^\s]{0,40}\d)[\[<`(]?(?:doi:)?(?:(?:https?://)?(?:www\.|dx\.)?doi\.org/)?|(?:https?://)?(?:www\.|dx\.)?doi\.org/)"
    r"(?P<doi>(?:[^\s\[\]]|\[[^\s\[\]]{0,60}\]){1,300})",
    re.IGNORECASE,
)
_AROUND = ".,;:)]}>\"'”’*_`。，；）"
_CROSSREF = (
    pattern(r"10\.\d{4,9}/[-._;()/:A-Z0-9]+", re.IGNORECASE),
    pattern(r"10\.1002/\S+", re.IGNORECASE),
    pattern(r"10\.\d{4}/\d+-\d+X?\(\d+\)\d+<\w+:\w*>\d+\.\d+\.\w+;\d", re.IGNORECASE),
    pattern(r"10\.\d{4}/[\dX-]+\(\d+\)[\w.:]{1,20}\[[\w.:]{1,30}\]\d+\.\d+\.\w+;\w", re.IGNORECASE),
    pattern(r"10\.1021/\w\w\d+", re.IGNORECASE),
    pattern(r"10\.1207/\w+&\d+_\d+", re.IGNORECASE),
)


def malformed_url(text: Text, _settings: AuditSettings) -> Iterator[Problem]:
    """Addresses of entries and markers that violate the standard."""
    for reference in text.document.references:
        if not reference.url:
            continue
        # Dots after an address, which seem to end the sentence, may show that it is cut short.
        tail = _CUT.match(reference.text.partition(reference.url)[2])
        url = reference.url + (tail.group() if tail else "")
        if fault := fault_of_url(url):
            yield text.at("CIT013", f"{url} {fault}", _place(text, reference, url))


def malformed_doi(text: Text, _settings: AuditSettings) -> Iterator[Problem]:
    """DOIs in entries that do not have the form of one."""
    for reference in text.document.references:
        for match in _DOI.finditer(reference.text):
            written = match["doi"].rstrip(_AROUND)
            if not is_doi(unquote(written).split("?")[0].split("#")[0]) and not is_doi(unquote(match["doi"])):
                message = (
                    f"{called(reference)} calls {written or match['doi']!r} a DOI, which has the form 10.1234/suffix"
                )
                yield text.at("CIT014", message, _place(text, reference, written))


def fault_of_url(url: str) -> str | None:
    """What is wrong with an address as it is written; None if the standard has no objection."""
    if url.endswith(("…", "...")):
        return "is cut short; write it whole"
    parts = _PARTS.fullmatch(url if "://" in url else f"http://{url}")
    if parts is None:
        return "is not an address: a scheme, a host and a path are expected"
    if found := _FORBIDDEN.search(url):
        return f"{found.group()!r} must be encoded as %{ord(found.group()):02X}"
    if _ENCODED.search(parts["rest"] or ""):
        return "% must be followed by two hexadecimal digits"
    port = parts["port"]
    if port and not (port.isascii() and port.isdecimal() and int(port) < 1 << 16):
        return f"{port} is not a port: write a number up to 65535"
    return _fault_of_host(unquote(parts["host"]))


def _fault_of_host(host: str) -> str | None:
    name = host.rstrip(".")
    labels = name.split(".")
    if not name:
        return "has no host"
    if host.startswith("["):
        valid, why = bool(_IPV6.fullmatch(host)), "it is not an IPv6 address"
    elif _NUMBERS.fullmatch(name):
        valid, why = all(int(part) < 256 for part in labels), "it is not an IPv4 address"
    elif _NO_HOST.search(name):
        valid, why = False, "it has characters that no host may have"
    elif len(name) > 253 or not all(map(_LABEL.match, labels)):
        valid, why = False, "its parts are empty, too long, or begin or end with a hyphen"
    elif labels[-1].isdecimal():
        valid, why = False, "it ends in a number"
    else:
        valid, why = len(labels) > 1 or name.casefold() == "localhost", "it has no domain, so others cannot reach it"
    return None if valid else f"{host} cannot be a host: {why}"


def is_doi(text: str) -> bool:
    """Whether a text has the form of a DOI in one of Crossref's patterns."""
    return any(pattern.fullmatch(text) for pattern in _CROSSREF)


def _place(text: Text, reference: Reference, written: str) -> Span:
    """The span of something written in an entry; that of the entry if it is not found in one piece."""
    at = text.document.text.find(written, reference.span.start, reference.span.end) if written else -1
    return Span(at, at + len(written)) if at >= 0 else reference.span
