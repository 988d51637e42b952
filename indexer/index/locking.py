"""The right to write to an index: one process has it at a time. Standard library only."""

from __future__ import annotations

import contextlib
import datetime as dt
import errno
import json
import os
import platform
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from indexer.errors import IndexLocked
from indexer.index.failures import translated_errors

_held: set[int] = set()  # the locks of this process
LOCK = "indexer.lock"
OWNER = "writer.json"
POLL_SECONDS = 0.05
_HELD_ELSEWHERE = frozenset({errno.EAGAIN, errno.EACCES, errno.EDEADLK})


@contextlib.contextmanager
def locked(folder: Path, lock_timeout: float) -> Iterator[None]:
    """The right to write: raises `IndexLocked`, which says who has it, after `lock_timeout` seconds of waiting.

    The lock is one of the operating system and ends with its process; the file next to it only names the owner.
    """
    with translated_errors(folder):
        handle = _acquire(folder, lock_timeout)
    _held.add(handle)
    try:
        with _named(folder):
            yield
    finally:
        _held.discard(handle)
        os.close(handle)  # and with it the lock


def _leave() -> None:
    """Release a forked process from the lock, which would otherwise last as long as that process."""
    for handle in _held:
        os.close(handle)
    _held.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_leave)


@contextlib.contextmanager
def _named(folder: Path) -> Iterator[None]:
    """Write which process has the lock into a file."""
    owner = folder / OWNER
    try:
        with translated_errors(folder):
            owner.write_text(json.dumps(_self()), encoding="utf-8")
        yield
    finally:
        with contextlib.suppress(OSError):
            owner.unlink()


def _acquire(folder: Path, lock_timeout: float) -> int:
    handle = os.open(folder / LOCK, os.O_CREAT | os.O_RDWR, 0o666)
    until = time.monotonic() + lock_timeout
    try:
        while not _try(handle):
            if time.monotonic() >= until:
                raise _locked_by_other(folder, lock_timeout)  # noqa: TRY301  # what it closes below is closed for this too
            time.sleep(POLL_SECONDS)
    except BaseException:  # an interrupt while waiting too
        os.close(handle)
        raise
    return handle


def _try(handle: int) -> bool:
    try:
        _lock(handle)
    except OSError as error:
        if error.errno not in _HELD_ELSEWHERE:
            raise
        return False
    return True


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _locked_by_other(folder: Path, waited: float) -> IndexLocked:
    return IndexLocked(
        f"The index {folder} is being written by {_owner(folder)}. Try again when that has ended, "
        f"or wait longer with --lock-timeout (waited {waited:g} s)."
    )


def _self() -> dict[str, Any]:
    since = dt.datetime.now(dt.timezone.utc).astimezone().isoformat(" ", "seconds")
    return {"pid": os.getpid(), "host": platform.node(), "since": since}


def _owner(folder: Path) -> str:
    try:
        owner = json.loads((folder / OWNER).read_text(encoding="utf-8"))
        return f"process {owner['pid']} on {owner['host']} since {owner['since']}"
    except (OSError, ValueError, KeyError, TypeError):
        return "another process"
