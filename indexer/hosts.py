"""The host of a URL, which tells whose page it is."""

from __future__ import annotations

import re

_HOST = re.compile(r"(?:\w{2,9}:)?(?://)?(?:www\.)?(?P<host>[^\s/:?#@]+\.[^\s/:?#@.]+)(?=[/:?#]|$)", re.IGNORECASE)


def host_of(url: str) -> str | None:
    """The host of a URL in lower case, without `www.`; None if it has none."""
    found = _HOST.match(url)
    return found["host"].lower() if found else None
