"""How long a question may take: whoever answers others says when to give up, and the longer steps of an answer look at the clock.

No thread can be told to stop from outside.
"""

from __future__ import annotations

import math
from contextvars import ContextVar
from time import monotonic

from indexer.errors import QueryTooSlow

_END: ContextVar[float] = ContextVar("_END", default=math.inf)


def give_up_after(seconds: float) -> None:
    """From now on, in this context and in those that come of it, `go_on` gives up after so many seconds."""
    _END.set(monotonic() + seconds)


def seconds_left() -> float:
    """How long an answer may still take; infinite if nobody waits."""
    return _END.get() - monotonic()


def go_on() -> None:
    """Raise `QueryTooSlow` if the time is over."""
    if monotonic() > _END.get():
        raise QueryTooSlow("The query takes too long. Use fewer words, and more letters before * and in words with ~.")
