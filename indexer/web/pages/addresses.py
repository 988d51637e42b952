"""Addresses: of the pages, and of the works that texts name. What a text says is an address only if it is one of the web."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any
from urllib.parse import quote, quote_plus

from indexer.model import Claim, Span
from indexer.web.paths import encoded

_WEB = re.compile(r"https?://(?P<host>[^\s/?#\\]+)[^\s\\]*", re.IGNORECASE)
_USUAL = {"sort": "score", "page": 1, "limit": 10}
"""Values that an address leaves out."""


def outward(url: str | None, doi: str | None) -> str | None:
    """Where a work is on the web: its URL, if browsers may follow it, else its DOI's."""
    if url is not None and _WEB.fullmatch(url) and url.isprintable():
        return url
    return None if doi is None else "https://doi.org/" + quote(doi.encode("utf-8", "replace"), safe="/:;().-_~")


def host(url: str) -> str:
    """The host of an address of the web, as people write it; nothing if it is none."""
    found = _WEB.fullmatch(url)
    return found["host"].rpartition("@")[2].lower().removeprefix("www.") if found else ""


def of_document(uri: str, span: Span | None = None) -> str:
    """The page of a document, at a claim."""
    address = f"/documents/{encoded(uri)}"
    return address if span is None else f"{address}?at={span.start}#{anchor(span)}"


def of_claim(claim: Claim) -> str:
    """Where a claim stands in its document."""
    return of_document(claim.document_uri, claim.span)


def anchor(span: Span) -> str:
    """What a claim is called on the page of its document."""
    return f"c-{span.start}-{span.end}"


def of_source(source_id: str) -> str:
    """The page of a source."""
    return f"/sources/{encoded(source_id)}"


def with_query(path: str, values: Mapping[str, Any]) -> str:
    """A page with parameters; those that are empty or usual are left out, so that one page has one address."""
    said = ((name, value) for name, value in values.items() if value not in {None, "", _USUAL.get(name)})
    query = "&".join(f"{name}={_quoted(str(value))}" for name, value in said)
    return f"{path}?{query}" if query else path


@lru_cache(maxsize=1 << 10)
def _quoted(value: str) -> str:
    """A value as a query has it. A page has many links that say the same."""
    return quote_plus(value, safe="/:", encoding="utf-8", errors="surrogateescape")
