"""Processes that are waited for, and what they cost."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from time import perf_counter
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

# Compiled modules are kept, as an installed package has them.
COMPILED = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONUNBUFFERED": ""}
PEAK_UNIT = 1 if sys.platform == "darwin" else 1024  # bytes


class Spent(NamedTuple):
    """What a process wrote and cost. Times are in seconds; `cpu` counts its own processes too."""

    status: int
    output: str
    errors: str
    wall: float
    cpu: float


def run(command: Sequence[str], folder: Path | None = None, environment: Mapping[str, str] | None = None) -> Spent:
    """Run a command to its end, in the folder if one is given."""
    with tempfile.TemporaryFile("w+") as output, tempfile.TemporaryFile("w+") as errors:
        start = perf_counter()
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=errors,
            cwd=folder,
            env={**os.environ, **(environment or {})},
        )
        _, status, usage = os.wait4(process.pid, 0)
        wall = perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)  # it has been waited for, but not by Popen
        output.seek(0)
        errors.seek(0)
        cpu = usage.ru_utime + usage.ru_stime
        return Spent(process.returncode, output.read(), errors.read(), wall, cpu)


def last_line(text: str) -> str:
    """The line that says what went wrong."""
    return text.strip().rpartition("\n")[2] or "no message"


class Failed(Exception):
    """A measurement that came to nothing; the message is what its row says."""


def measured(script: str, task: str, **arguments: Any) -> dict[str, Any]:
    """The result of a task of `measuring`, done by a script in a process of its own."""
    line = json.dumps({"task": task, **arguments}, default=str)
    spent = run((sys.executable, script, "--measure", line))
    if spent.status:
        raise Failed(f"failed: {last_line(spent.errors)}")
    figures: dict[str, Any] = json.loads(last_line(spent.output))
    if "note" in figures:
        raise Failed(figures["note"])
    return figures


def say(text: str) -> None:
    """Tell how far a run has come."""
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()
