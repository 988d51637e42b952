"""Where output goes: data to standard output, everything else to standard error, both always in UTF-8."""

from __future__ import annotations

import io
import os
import sys
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, TextIO

import click

from indexer.render import OF_FINDINGS, render, render_one

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from indexer.model import Problem
    from indexer.render.view import Sources, View
    from indexer.reports import Failure


def prepare_streams() -> None:
    """Write UTF-8 whatever the locale, with escapes for what UTF-8 cannot encode; streams that are closed go to the null device."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115  # as long as the process
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def tell(message: str) -> None:
    """Write a message to standard error, in one line."""
    from indexer.render.view import visible  # noqa: PLC0415  # not needed for help

    with suppress(OSError):  # nobody is there to hear it
        sys.stderr.write(f"indexer: {visible(message)}\n")


def tell_failure(failure: Failure) -> None:
    """Say on standard error what could not be read, and why."""
    tell(f"{failure.path}: {failure.message}")


def tell_problems(problems: Iterable[Problem]) -> None:
    """Write the problems of texts to standard error: `path:line:column: CODE message`."""
    from indexer.model import Problem  # noqa: PLC0415
    from indexer.render.view import View  # noqa: PLC0415

    with suppress(OSError):
        sys.stderr.writelines(render("text", problems, Problem, View()))


def is_terminal(stream: TextIO) -> bool:
    """Whether a stream is open and shown on a terminal."""
    return not stream.closed and stream.isatty()


def view_of(stream: TextIO, sources: Sources | None) -> View:
    """The view for text on this stream: the width and colour of its terminal, if it has one."""
    from indexer.render.view import View, no_sources  # noqa: PLC0415

    sources = sources or no_sources
    if not is_terminal(stream):
        return View(sources=sources)
    import shutil  # noqa: PLC0415  # for terminals

    color = not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return View(shutil.get_terminal_size().columns, color, sources)


def _check_form(form: str, kind: type) -> None:
    if form not in OF_FINDINGS:
        return
    from indexer.model import Finding  # noqa: PLC0415  # not needed for help

    if kind is not Finding:
        context = click.get_current_context(silent=True)
        raise click.UsageError(f"{form} is a form of findings, which only audit prints, without --statistics.", context)


def emit(form: str, records: Iterable[Any], kind: type, sources: Sources | None = None) -> int:
    """Write records as they come, and return how many there were. Raises a usage error for a form that cannot hold them."""
    _check_form(form, kind)
    seen = 0

    def counted() -> Iterator[Any]:
        nonlocal seen
        for record in records:
            seen += 1
            yield record

    sys.stdout.writelines(render(form, counted(), kind, view_of(sys.stdout, sources)))
    return seen


def emit_one(form: str, record: object) -> None:
    """Write the only record of an answer. Raises a usage error for a form that cannot hold it."""
    _check_form(form, type(record))
    sys.stdout.writelines(render_one(form, record, view_of(sys.stdout, None)))


@contextmanager
def progress_bar() -> Iterator[Callable[[int, int], None] | None]:
    """A function that shows on a terminal how many texts are done, and of how many; None off a terminal."""
    if not is_terminal(sys.stderr):
        yield None
        return
    import shutil  # noqa: PLC0415  # for terminals

    from tqdm import tqdm  # noqa: PLC0415  # not needed off a terminal

    tqdm.monitor_interval = 0  # without a thread, because processes are forked
    size = shutil.get_terminal_size()  # tqdm shows nothing on a terminal of unknown size
    with tqdm(unit=" texts", ncols=size.columns, nrows=size.lines, leave=False, file=sys.stderr) as bar:

        def advance(done: int, total: int) -> None:
            if bar.total != total:
                bar.reset(total)
            bar.update(done - bar.n)

        yield advance


@contextmanager
def quiet_pipe() -> Iterator[None]:
    """End with status 0 when the reader of the output closes the pipe."""
    try:
        yield
    except BrokenPipeError:
        discard_output()
        raise click.exceptions.Exit(0) from None


def discard_output() -> None:
    """Send what is still buffered to the null device, so that the interpreter ends without an error."""
    with (
        suppress(OSError, ValueError),
        io.FileIO(os.devnull, "w") as nothing,
    ):  # streams of tests have no file descriptor
        os.dup2(nothing.fileno(), sys.stdout.fileno())
