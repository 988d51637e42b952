"""The host of an address, which says whose page it is."""

from __future__ import annotations

from urllib.parse import urlsplit

from indexer.patterns import pattern

_CHIPS = pattern(r"(?:(?!\s)[^+\n]{2,80}\+\s?\d{1,2}){1,9}")
_COUNT = pattern(r"\s?\+\s?\d{1,2}")
_LEAST = 3  # letters of a name that may be a part of a host's
# What the name of a host ends in, if nothing else says that it is one.
_TOP_LEVEL = """com org net gov edu int info io ai eu uk us ca au nz ie de at ch fr be nl es pt it se no dk fi pl cz ru ua tr gr il
    in cn jp kr br mx ar za tv""".split()
HOST = (
    r"(?:www\.)?(?:[a-z0-9-]{1,40}\.){1,4}"
    rf"(?:{'|'.join(_TOP_LEVEL)})"
    r"(?:/[^\s(),;]{0,300})?"
)
"""A host without a scheme, with or without a path, as a pattern without groups: `reuters.com/fuel`."""


def host_of(address: str) -> str:
    """The host of an address, in lower case and without `www.`; empty if it has none."""
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:  # such as an unclosed IPv6 bracket
        return ""


def is_chip(words: str) -> bool:
    """Whether words are the names of sites, each with the number of further pages: `Reuters+1`, `Reuters+2AP News+1`."""
    return "+" in words and _CHIPS.fullmatch(words) is not None


def names_host(words: str, address: str) -> bool:
    """Whether words name the site of an address, each name as a whole, by its first word or by its initials: `FT+1` or `Financial Times` for `ft.com`."""
    host = host_of(address)
    return any(_is_of(name, host) for name in _COUNT.split(words) if name.strip())


def _is_of(name: str, host: str) -> bool:
    words = name.lower().split()
    words = words[1:] if words[0] == "the" and len(words) > 1 else words
    joined, labels = "".join(words), host.split(".")
    if len(joined) < _LEAST:
        return joined in labels
    initials = "".join(word[0] for word in words)
    return joined in host or (len(words[0]) >= _LEAST and words[0] in host) or (len(words) > 1 and initials in labels)


def chip_name(words: str, address: str) -> str:
    """What a link is called, without the count of a chip that stands for several: `Reuters` of `Reuters+2AP News+1`.

    Of several names it is the one that the host of the address has, else the first.
    """
    if not is_chip(words):
        return words
    names = [name for name in _COUNT.split(words) if name]
    host = host_of(address)
    return next((name for name in names if "".join(name.lower().split()) in host), names[0])
