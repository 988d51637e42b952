"""Where output goes: data to standard output, all else to standard error, both in UTF-8 always."""

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

    from indexer.model import Failure, Problem
    from indexer.render.view import Sources, View


def prepare_streams() -> None:
    """Write UTF-8 whatever the locale, and spell out what UTF-8 cannot hold; what was closed from the start hears nothing."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115  # as long as the process
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def tell(message: str) -> None:
    """Say something on standard error, in one line."""
    from indexer.render.view import visible  # noqa: PLC0415  # help needs none of it

    with suppress(OSError):  # nobody is there to hear it
        sys.stderr.write(f"indexer: {visible(message)}\n")


def tell_failure(failure: Failure) -> None:
    """Say on standard error what could not be read, and why."""
    tell(f"{failure.path}: {failure.message}")


def tell_problems(problems: Iterable[Problem]) -> None:
    """Name the problems of texts on standard error: `path:line:column: CODE message`."""
    from indexer.model import Problem  # noqa: PLC0415
    from indexer.render.view import View  # noqa: PLC0415

    with suppress(OSError):
        sys.stderr.writelines(render("text", problems, Problem, View()))


def is_terminal(stream: TextIO) -> bool:
    """Whether people read along."""
    return not stream.closed and stream.isatty()


def view_of(stream: TextIO, sources: Sources | None) -> View:
    """Whom text on this stream is made for."""
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
    from indexer.model import Finding  # noqa: PLC0415  # help needs none of it

    if kind is not Finding:
        context = click.get_current_context(silent=True)
        raise click.UsageError(f"{form} is a form of findings, which only audit prints, without --statistics.", context)


def emit(form: str, records: Iterable[Any], kind: type, sources: Sources | None = None) -> int:
    """Write records as they come; how many there were. Raises a usage error for a form that does not hold them."""
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
    """Write the one record that a command answers with. Raises a usage error for a form that does not hold it."""
    _check_form(form, type(record))
    sys.stdout.writelines(render_one(form, record, view_of(sys.stdout, None)))


@contextmanager
def progress_bar() -> Iterator[Callable[[int, int], None] | None]:
    """What shows on a terminal how many texts are done, of how many; nothing elsewhere."""
    if not is_terminal(sys.stderr):
        yield None
        return
    import shutil  # noqa: PLC0415  # for terminals

    from tqdm import tqdm  # noqa: PLC0415  # not needed off a terminal

    tqdm.monitor_interval = 0  # no thread: processes are forked beside it
    size = shutil.get_terminal_size()  # tqdm itself shows nothing where a terminal does not know its size
    with tqdm(unit=" texts", ncols=size.columns, nrows=size.lines, leave=False, file=sys.stderr) as bar:

        def advance(done: int, total: int) -> None:
            if bar.total != total:
                bar.reset(total)
            bar.update(done - bar.n)

        yield advance


@contextmanager
def quiet_pipe() -> Iterator[None]:
    """End with status 0 when whoever read the output has seen enough."""
    try:
        yield
    except BrokenPipeError:
        discard_output()
        raise click.exceptions.Exit(0) from None


def discard_output() -> None:
    """Let nothing that is still buffered be written, so that the interpreter ends without complaint."""
    with suppress(OSError, ValueError), io.FileIO(os.devnull, "w") as nothing:  # streams of tests have no number
        os.dup2(nothing.fileno(), sys.stdout.fileno())
