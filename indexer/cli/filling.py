"""The commands that read texts or change the index."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from indexer.cli.options import A_PATH, FAILURE, common, completed_by, fail_if_empty, settings_of, size, with_options
from indexer.cli.output import emit, emit_one, progress_bar, tell, tell_failure, tell_problems
from indexer.cli.selecting import end
from indexer.files import LARGEST, STDIN
from indexer.garbage import collect_seldom
from indexer.model import Change, Claim, Extraction, Source
from indexer.reports import Failure, IngestReport

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from indexer.cli.options import Command


def reading(*, wanted: bool = True) -> Callable[[Command], Command]:
    """Add the argument PATH, which is required if `wanted`, and the options of commands that read texts."""
    argument = click.argument(
        "paths", metavar="PATH..." if wanted else "[PATH...]", nargs=-1, required=wanted, type=A_PATH
    )
    return with_options(argument, *_READING)


def _known_format(_context: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
    if value is None:
        return None
    from indexer.readers import READERS  # noqa: PLC0415  # loads the readers

    if value not in READERS:
        raise click.BadParameter(f"{value!r} is not a format; use one of {', '.join(READERS)}.")
    return value


_READING = (
    click.option(
        "--as",
        "as_format",
        metavar="FORMAT",
        callback=_known_format,
        shell_complete=completed_by("formats"),
        help="Read as text, markdown, html or another format, whatever names and first bytes say.",
    ),
    click.option(
        "--exclude",
        multiple=True,
        metavar="PATTERN",
        help="Leave out what matches, as in .gitignore, relative to the folder named; repeatable.",
    ),
    click.option(
        "--bibliography",
        multiple=True,
        metavar="FILE",
        type=A_PATH,
        help="Look up keys such as [@smith2020] in FILE too: BibTeX, CSL-JSON or RIS; repeatable.",
    ),
    click.option("--name", metavar="NAME", help="The uri of standard input, when PATH is `-`."),
    click.option(
        "--max-size",
        metavar="SIZE",
        default=f"{LARGEST >> 20}M",
        callback=size,
        help="Read no text larger than this; one takes ten to forty times its size in memory.  [default: 100M]",
    ),
    click.option("--jobs", type=click.IntRange(min=1), default=1, help="Processes that read texts.  [default: 1]"),
)


@click.command()
@reading()
@click.option("--prune", is_flag=True, help="Remove documents whose files are gone from the folders named.")
@click.option(
    "--memory",
    metavar="SIZE",
    callback=size,
    help="Memory to use before a part is written, such as 200M or 2G.  [default: 256M]",
)
@click.option("-q", "--quiet", is_flag=True, help="Do not list the problems of texts; the report counts them.")
@common()
@click.pass_context
def ingest(context: click.Context, /, *, quiet: bool, **arguments: Any) -> None:
    """Index files, folders and standard input (`-`).

    Unchanged files are passed over. A file that cannot be read stops nothing: it is reported, its old claims stay,
    and the exit status is 2.
    """
    collect_seldom()
    _add_settings(arguments)
    settings = settings_of(context)
    if STDIN in arguments["paths"] and not arguments["name"]:
        raise click.UsageError("Standard input has no name to be found again by: give it one with --name.")
    assert_named(arguments)
    try:
        with settings.open(create=True) as corpus, progress_bar() as progress:
            report = corpus.ingest(progress=progress, notice=tell, **arguments)
    except KeyboardInterrupt:
        tell("interrupted: the index is as it was")
        raise
    if not quiet:
        tell_problems(report.problems)
    for failure in report.failed:
        tell_failure(failure)
    if report.gone:
        tell(f"documents kept although their files are gone: {report.gone:,}; --prune removes them")
    emit_one(settings.format, report)
    if report.failed:
        context.exit(FAILURE)


def assert_named(arguments: Mapping[str, Any]) -> None:
    """Raise a usage error if standard input is given a name but not read: files have their own names."""
    if arguments["name"] is not None and STDIN not in arguments["paths"]:
        raise click.UsageError(
            "--name names standard input, and no `-` is among the paths: files have their own names."
        )


def _add_settings(arguments: dict[str, Any]) -> None:
    """Put the shared settings of the nearest settings file before those of the options."""
    from pathlib import Path  # noqa: PLC0415  # help needs neither

    from indexer.configuring import find_configuration  # noqa: PLC0415

    found = find_configuration(Path())
    arguments["exclude"] = (*found.excluded(found.shared.get("exclude", ())), *arguments["exclude"])
    arguments["bibliography"] = (*map(found.beside, found.shared.get("bibliography", ())), *arguments["bibliography"])


@click.command()
@reading()
@fail_if_empty
@common()
@click.pass_context
def extract(context: click.Context, /, *, fail_if_empty: bool, **arguments: Any) -> None:
    """Print the claims of texts, without any index."""
    from indexer.extracting import extract as extractions  # noqa: PLC0415  # loads the readers

    collect_seldom()
    assert_named(arguments)
    _add_settings(arguments)
    reader = _Reader()
    form = settings_of(context).format
    shown = emit(form, reader.claims(extractions(**arguments, notice=tell)), Claim, reader.sources)
    if reader.failed:
        context.exit(FAILURE)
    end(context, shown, fail_if_empty=fail_if_empty)


@click.command()
@click.argument("old", metavar="OLD", type=A_PATH)
@click.argument("new", metavar="NEW", type=A_PATH)
@click.option("--as", "as_format", metavar="FORMAT", callback=_known_format, help="Read both as this format.")
@common()
@click.pass_context
def diff(context: click.Context, old: str, new: str, as_format: str | None) -> None:
    """Compare the claims of two versions of a text: added, lost, changed, or on other sources.

    Exit status: 0 nothing changed, 1 something did.
    """
    from pathlib import Path  # noqa: PLC0415  # help needs none of these

    from indexer.comparing import compare  # noqa: PLC0415
    from indexer.extracting import extract as extractions  # noqa: PLC0415  # loads the readers

    if old == new == STDIN:
        raise click.UsageError("Standard input is one text: name a file for the other.")
    versions = []
    for path in (old, new):
        if Path(path).is_dir():
            raise click.ClickException(f"{path}: is a folder; name a file in it")
        found = next(iter(extractions([path], as_format=as_format)))
        if isinstance(found, Failure):
            raise click.ClickException(f"{found.path}: {found.message}")
        versions.append(found.claims)
    if emit(settings_of(context).format, compare(*versions), Change):
        context.exit(1)


class _Reader:
    """Passes claims on as texts are read, reports problems and failures, and knows the sources of the latest text."""

    def __init__(self) -> None:
        self.failed = False
        self._sources: dict[str, Source] = {}

    def claims(self, outcomes: Iterable[Extraction | Failure]) -> Iterator[Claim]:
        """The claims of every text that can be read."""
        from indexer.extracting import sources_of  # noqa: PLC0415  # loads the readers

        for outcome in outcomes:
            if isinstance(outcome, Failure):
                self.failed = True
                tell_failure(outcome)
                continue
            self._sources = sources_of(outcome)
            tell_problems(outcome.problems)
            yield from outcome.claims

    def sources(self, _uri: str) -> Mapping[str, Source]:
        """The sources of the text whose claims are being passed on."""
        return self._sources


@click.command()
@click.argument("uris", metavar="URI...", nargs=-1, required=True, shell_complete=completed_by("documents"))
@common()
@click.pass_context
def remove(context: click.Context, uris: tuple[str, ...]) -> None:
    """Remove documents, by uri or by path; a folder stands for all that came from it.

    With an unknown one among them, none is removed.
    """
    settings = settings_of(context)
    with settings.open() as corpus:
        removed = corpus.remove(uris)
    emit_one(settings.format, IngestReport(removed=removed))
