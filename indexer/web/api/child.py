"""Reading a text that a client has sent, in a separate process.

A thread cannot be stopped, but a process can: its memory is limited, its parent watches the clock, and if a parser brings it
down, the server continues.
"""

from __future__ import annotations

import os
from contextlib import suppress
from multiprocessing.connection import Connection

from indexer.audit import Audit, AuditSettings
from indexer.errors import ReadError
from indexer.extracting import NO_MEMORY, Task, begin_worker, load_rules, perform
from indexer.files import Input
from indexer.late import dataclass
from indexer.model import Claim, Extraction, Finding
from indexer.render import render
from indexer.render.view import View
from indexer.reports import Failure

DONE, UNREADABLE = b"+", b"-"
"""The first byte of what the process sends back: before the answer, or before the reason why there is none."""

load_rules()


@dataclass(frozen=True, slots=True)
class Sent:
    """A text that was sent, and the form in which its claims are wanted, or its problems if there are settings for an `audit`."""

    data: bytes
    name: str
    as_format: str | None
    form: str
    audit: AuditSettings | None = None


def answer(sent: Sent) -> str:
    """What the commands `extract` and `audit` print for the text. Raises `ReadError` and `MemoryError`."""
    found = perform(Task(Input(sent.name, sent.name, sent.data, len(sent.data)), sent.as_format))
    if isinstance(found, Failure):
        if found.message == NO_MEMORY:
            raise MemoryError
        raise ReadError(f"{found.path}: {found.message}")
    if not isinstance(found, Extraction):
        raise TypeError(found)
    if sent.audit is None:
        return "".join(render(sent.form, found.claims, Claim, View()))
    audit = Audit(sent.audit)
    return "".join(render(sent.form, [*audit.of(found), *audit.together()], Finding, View()))


def work(parent: Connection, sent: Sent, memory: int, seconds: int) -> None:
    """Send the answer to the parent, using at most `memory` bytes and `seconds` of processor time."""
    begin_worker()
    with suppress(AttributeError, OSError):
        os.setsid()  # so that processes that this one starts end with it
    _limit(memory, seconds)
    try:
        parent.send_bytes(DONE + answer(sent).encode("utf-8", "backslashreplace"))
    except ReadError as error:
        parent.send_bytes(UNREADABLE + str(error).encode("utf-8", "backslashreplace"))
    except (MemoryError, SystemError):  # Python may turn the first into the second when memory is exhausted
        os._exit(1)  # the parent sees that no answer comes, and knows why


def _limit(memory: int, seconds: int) -> None:
    try:
        import resource  # noqa: PLC0415  # Windows has none
    except ImportError:
        return
    for which, most in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CPU, seconds)):
        hard = resource.getrlimit(which)[1]
        limit = most if hard == resource.RLIM_INFINITY else min(most, hard)
        with suppress(ValueError, OSError):
            resource.setrlimit(which, (limit, hard))
