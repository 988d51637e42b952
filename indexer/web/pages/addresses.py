"""Addresses of pages, and of the works that texts name. Only http and https URLs in texts become links."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any
from urllib.parse import quote, quote_plus

from indexer.model import Claim, Span
from indexer.patterns import pattern
from indexer.web.paths import encoded

_WEB = pattern(r"https?://(?P<host>[^\s/?#\\]+)[^\s\\]*", re.IGNORECASE)
_USUAL = {"sort": "score", "page": 1, "limit": 10}
"""Default values, which addresses leave out."""


def outward(url: str | None, doi: str | None) -> str | None:
    """The address of a work on the web: its URL if browsers may follow it, otherwise that of its DOI; None without either."""
    if url is not None and _WEB.fullmatch(url) and url.isprintable():
        return url
    return None if doi is None else "https://doi.org/" + quote(doi.encode("utf-8", "replace"), safe="/:;().-_~")


def host(url: str) -> str:
    """The host of a web address, in lower case and without `www.`; empty for anything else."""
    found = _WEB.fullmatch(url)
    return found["host"].rpartition("@")[2].lower().removeprefix("www.") if found else ""


def of_document(uri: str, span: Span | None = None) -> str:
    """The page of a document, at the claim with this span if there is one."""
    address = f"/documents/{encoded(uri)}"
    return address if span is None else f"{address}?at={span.start}#{anchor(span)}"


def of_claim(claim: Claim) -> str:
    """The place of a claim on the page of its document."""
    return of_document(claim.document_uri, claim.span)


def anchor(span: Span) -> str:
    """The anchor of a claim on the page of its document."""
    return f"c-{span.start}-{span.end}"


def of_source(source_id: str) -> str:
    """The page of a source."""
    return f"/sources/{encoded(source_id)}"


def with_query(path: str, values: Mapping[str, Any]) -> str:
    """The address of a page with parameters, without empty and default values, so that each page has one address."""
    said = ((name, value) for name, value in values.items() if value not in {None, "", _USUAL.get(name)})
    query = "&".join(f"{name}={_quoted(str(value))}" for name, value in said)
    return f"{path}?{query}" if query else path


@lru_cache(maxsize=1 << 10)
def _quoted(value: str) -> str:
    """A value encoded for a query; remembered, because a page has many links with the same values."""
    return quote_plus(value, safe="/:", encoding="utf-8", errors="surrogateescape")
