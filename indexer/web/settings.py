"""The settings with which an index is served."""

from __future__ import annotations

from dataclasses import dataclass

MEBIBYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """Where, to whom and how much. `port` is the one that is bound, never 0."""

    host: str = "127.0.0.1"
    port: int = 8000
    token: str | None = None
    """Only requests that prove it are answered."""
    hosts: tuple[str, ...] = ()
    """Names beside that of the address which a request's `Host` may have, with or without a port."""
    origins: tuple[str, ...] = ()
    """Whose pages may read the API in a browser."""
    max_upload: int = 10 * MEBIBYTE
    """Bytes of a text that is sent, at most."""
    seconds: float = 20.0
    """Seconds that a text may take to arrive, and again to be read."""
    seconds_of_search: float = 5.0
    """Seconds after which a search is given up when it next checks the time."""
