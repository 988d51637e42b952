"""Which work a URL means: the spellings of one address, and the addresses of one work, become one identity.

The rules are the rows of `rules.RULES`, applied from top to bottom.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import NamedTuple
from urllib.parse import unquote

from indexer.identity.dois import find_doi as find_doi
from indexer.identity.dois import trim as trim
from indexer.identity.rewriting import HOST
from indexer.identity.rules import RULES, Part
from indexer.patterns import pattern

_URL = pattern(
    rf"(?:(?P<scheme>https?|ftp)://|(?=www\.))(?P<host>(?:[^\s/?#]*@)?{HOST}(?::\d{{0,5}})?)(?P<path>(?:/[^\s?#]*)?)"
    r"(?:\?(?P<query>[^\s#]*))?(?:#(?P<fragment>\S*))?\Z",
    re.IGNORECASE,
)
_MOST_TURNS = 8  # of copies of copies
_FLAGS = re.IGNORECASE | re.ASCII | re.DOTALL
_DOMAINS = frozenset(domain for rule in RULES for domain in rule.domains)
_PLACE_SIGNS = ("#", "%23", "t=")


class CompiledRule(NamedTuple):
    """A rule with its pattern compiled, for one part of a URL."""

    part: str
    sign: str
    pattern: re.Pattern[str]
    rewrite: str | Callable[[re.Match[str]], str]


class Address(NamedTuple):
    """A URL in its parts, without the delimiters between them, after the rules for parts."""

    scheme: str
    host: str
    path: str
    query: str
    fragment: str

    @property
    def work(self) -> str:
        """The host, path and query, to which the rules for works apply."""
        return self.host + self.path + ("?" + self.query if self.query else "")

    def __str__(self) -> str:
        return f"{self.scheme}://{self.work}" + ("#" + self.fragment if self.fragment else "")


def canonical_url(url: str) -> str | None:
    """The identity of the work that a URL means: a canonical URL, or `doi:…` if the URL contains the DOI; None if it is not a URL."""
    found = _resolve(url)
    return found[0] if found else None


def url_locator(url: str) -> str | None:
    """The place in its work that a URL names, as a marker's locator: `page=3`, `History`, `t=30`; None if it names none.

    It is the decoded fragment that `canonical_url` leaves out. That of an archived page's own address has precedence over
    that of the archive. Highlights (`#:~:text=…`) are not places.
    """
    if not any(sign in url for sign in _PLACE_SIGNS):
        return None
    found = _resolve(url)
    place = unquote(found[1]) if found else ""
    return " ".join(place.split()) or None


def named_work(words: str, *, begins: bool = False) -> str | None:
    """The identity of the work that words name by its number in a well-known archive, `arXiv:2101.00001`; None if they name none.

    The number may be anywhere in the words, or with `begins` only at their start.
    """
    for row in _rows("words", ""):
        if match := row.pattern.match(words) if begins else row.pattern.search(words):
            found = _rewritten(match, row)
            return found if found.startswith("doi:") else canonical_url(found)
    return None


def _resolve(url: str) -> tuple[str, str] | None:
    """The identity of a URL and the place in the work; None if it is not a URL."""
    spelled = _spelled(url.strip())
    if spelled is None:
        return None
    address, place = spelled
    for _ in range(_MOST_TURNS):
        target = _target(address)
        if target is None:
            return str(address), place
        if isinstance(target, str):
            return target, place
        address, inner = target
        place = inner or place
    return str(spelled[0]), spelled[1]


def _spelled(url: str) -> tuple[Address, str] | None:
    """A URL after the rules for its parts, and the place that its fragment named; None if it is not a URL."""
    match = _URL.match(url)
    if match is None:
        return None
    parts: dict[str, str] = match.groupdict("")
    parts["scheme"] = parts["scheme"].lower() or "https"
    given = parts["fragment"]
    for row in _rows_for_parts():
        if row.part == "end" and parts["query"]:
            continue
        part = "path" if row.part == "end" else row.part
        if (found := parts[part]) and row.sign in found:
            parts[part] = row.pattern.sub(row.rewrite, found)
    return Address(**parts), "" if parts["fragment"] else given.partition(":~:")[0]


def _target(address: Address) -> tuple[Address, str] | str | None:
    """What the first matching rule for works makes of an address: a DOI, or another address and a place; None for no change."""
    domain = ".".join(address.host.rsplit(".", 2)[-2:])
    work = address.work
    for row in _rows("work", domain if domain in _DOMAINS else ""):
        match = row.pattern.match(work) if row.sign in work else None
        found = _rewritten(match, row) if match else ""
        if found.startswith("doi:"):
            return found
        if found and (spelled := _spelled(found)):
            return None if spelled[0] == address else spelled
    return None


def _rewritten(match: re.Match[str], row: CompiledRule) -> str:
    return match.expand(row.rewrite) if isinstance(row.rewrite, str) else row.rewrite(match)


@cache
def _rows(part: Part, domain: str) -> tuple[CompiledRule, ...]:
    """The rules for a part at a domain; the domain is `""` for all that no rule names."""
    return tuple(
        CompiledRule(part, rule.sign, pattern(rule.pattern, _FLAGS), rule.rewrite)
        for rule in RULES
        if rule.part == part and (not rule.domains or domain in rule.domains)
    )


@cache
def _rows_for_parts() -> tuple[CompiledRule, ...]:
    """The rules for parts of a URL, one for each part that it names."""
    return tuple(
        CompiledRule(part, rule.sign, pattern(rule.pattern, _FLAGS), rule.rewrite)
        for rule in RULES
        if rule.part not in ("work", "words")
        for part in rule.part.split()
    )
