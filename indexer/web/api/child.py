"""What runs in a process of its own: a text that somebody has sent is read.

No thread can be told to stop, but a process can: it has a limit of memory, its parent has a clock, and when it dies, or a
parser with it, the server goes on.
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
from indexer.model import Claim, Extraction, Failure, Finding
from indexer.render import render
from indexer.render.view import View

DONE, UNREADABLE = b"+", b"-"
"""The first byte of what comes back: before the answer, or before why there is none."""

load_rules()


@dataclass(frozen=True, slots=True)
class Sent:
    """A text that was sent, and the form in which its claims are wanted, or with settings of an audit its problems."""

    data: bytes
    name: str
    as_format: str | None
    form: str
    audit: AuditSettings | None = None


def answer(sent: Sent) -> str:
    """What the commands `extract` and `audit` print of the text. Raises `ReadError`, and `MemoryError`."""
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
    """Answer the parent, within so many bytes and seconds of computing."""
    begin_worker()
    with suppress(AttributeError, OSError):
        os.setsid()  # so that what this starts ends with it
    _limit(memory, seconds)
    try:
        parent.send_bytes(DONE + answer(sent).encode("utf-8", "backslashreplace"))
    except ReadError as error:
        parent.send_bytes(UNREADABLE + str(error).encode("utf-8", "backslashreplace"))
    except (MemoryError, SystemError):  # the second is what Python makes of the first where it has no room to say it
        os._exit(1)  # the parent hears that nothing comes, and knows why


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
