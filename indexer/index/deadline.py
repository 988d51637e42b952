"""How long a query may take: a server sets a time limit, and the longer steps of a query check it.

A thread cannot be stopped from outside.
"""

from __future__ import annotations

import math
from contextvars import ContextVar
from time import monotonic

from indexer.errors import QueryTooSlow

_END: ContextVar[float] = ContextVar("_END", default=math.inf)


def set_deadline(seconds: float) -> None:
    """Let `check_deadline` raise after this many seconds, in the current context and in copies of it."""
    _END.set(monotonic() + seconds)


def seconds_left() -> float:
    """The seconds that are left; infinite without a limit."""
    return _END.get() - monotonic()


def check_deadline() -> None:
    """Raise `QueryTooSlow` if the time is up."""
    if monotonic() > _END.get():
        raise QueryTooSlow("The query takes too long. Use fewer words, and more letters before * and in words with ~.")
