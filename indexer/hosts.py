"""The host of an address, which says whose page it is."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_CHIPS = re.compile(r"(?:(?!\s)[^+\n]{2,80}\+\s?\d{1,2}){1,9}")
_COUNT = re.compile(r"\s?\+\s?\d{1,2}")


def host_of(address: str) -> str:
    """The host of an address, in lower case and without `www.`; empty if it has none."""
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:  # such as an unclosed IPv6 bracket
        return ""


def chip_name(words: str, address: str) -> str:
    """What a link is called, without the count of a chip that stands for several: `Reuters` of `Reuters+2AP News+1`.

    Of several names it is the one that the host of the address has, else the first.
    """
    if "+" not in words or _CHIPS.fullmatch(words) is None:
        return words
    names = [name for name in _COUNT.split(words) if name]
    host = host_of(address)
    return next((name for name in names if "".join(name.lower().split()) in host), names[0])
