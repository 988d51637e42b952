"""The options that every command takes, before its name and after it."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, TypeVar

import click

from indexer import __version__
from indexer.late import dataclass
from indexer.render import RENDERERS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from indexer.corpus import Corpus

    Command = TypeVar("Command", bound=Callable[..., Any])
    Complete = Callable[[click.Context, click.Parameter, str], list[str]]

FAILURE = 2  # the exit status of wrong usage and of failures
LOCK_TIMEOUT = 10.0
_LEAST_SIZE = 1 << 20
_UNITS = {"": 1, "K": 1 << 10, "M": 1 << 20, "G": 1 << 30}


A_PATH = click.Path(readable=False, allow_dash=True)
"""A path of any kind, which shells complete; whether it can be read is seen when it is read."""
fail_if_empty = click.option("--fail-if-empty", is_flag=True, help="Exit with status 1 if there is nothing to list.")


@dataclass(slots=True)
class CommonOptions:
    """The values of the common options; of two, the later one counts."""

    index: str | None = None
    format: str = "text"
    lock_timeout: float = LOCK_TIMEOUT

    def open(self, *, create: bool = False) -> Corpus:
        """The corpus that the options name, opened."""
        from indexer.corpus import Corpus  # noqa: PLC0415  # help and usage errors need no index

        return Corpus.open(self.index, create=create, late=True, lock_timeout=self.lock_timeout)

    def folder(self) -> str:
        """The folder or the address of the index that the options name."""
        from indexer.corpus import find_folder  # noqa: PLC0415  # help and usage errors need no index

        return self.index or find_folder()


def with_options(*options: Callable[[Any], Any]) -> Callable[[Command], Command]:
    """Add several options to a command, which its help lists in this order."""

    def decorate(command: Command) -> Command:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


def settings_of(context: click.Context) -> CommonOptions:
    """The settings of this run."""
    return context.find_root().ensure_object(CommonOptions)


def completed_by(name: str) -> Complete:
    """The function of `indexer.cli.completion` with this name, which is loaded when a shell asks for completion."""

    def complete(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
        found: list[str] = getattr(import_module("indexer.cli.completion"), name)(context, parameter, incomplete)
        return found

    return complete


def size(_context: click.Context, _parameter: click.Parameter, value: str | None) -> int | None:
    """A number of bytes as people write it: `200M`, `2G`."""
    if value is None:
        return None
    number, unit = value.rstrip("KMGkmg"), value.lstrip("0123456789").upper()
    if not number.isdecimal() or unit not in _UNITS or int(number) * _UNITS[unit] < _LEAST_SIZE:
        raise click.BadParameter(f"{value!r} is not a size of at least 1M. Write one like 200M or 2G.")
    return int(number) * _UNITS[unit]


def _kept(*names: str, **how: Any) -> Callable[[Command], Command]:
    """An option whose value is kept in the settings of the run and not handed to the command."""

    def keep(context: click.Context, parameter: click.Parameter, value: Any) -> None:
        if value == "":  # an unset variable of a shell
            raise click.BadParameter("is empty: name a folder, or leave the option out.")
        if value is not None:
            setattr(settings_of(context), str(parameter.name), value)

    return click.option(*names, **how, expose_value=False, callback=keep)


def common(*, with_environment: bool = False, forms: Sequence[str] = tuple(RENDERERS)) -> Callable[[Command], Command]:
    """Add the common options, with the output forms that the command has.

    The environment is read only for the options before the command's name, so that options override it.
    """
    return with_options(
        _kept(
            "-i",
            "--index",
            metavar="DIR",
            type=click.Path(file_okay=False),
            envvar="INDEXER_INDEX" if with_environment else None,
            help="Folder of the index, or its address on a cluster: opensearch://HOST:9200/NAME [default: .indexer here or in the nearest parent; env: INDEXER_INDEX].",
        ),
        _kept("--format", type=click.Choice(forms), help="Form of the output [default: text]."),
        _kept(
            "--lock-timeout",
            metavar="SECONDS",
            type=click.FloatRange(min=0),
            help=f"How long to wait for another writer [default: {LOCK_TIMEOUT:g}].",
        ),
        click.version_option(__version__, prog_name="indexer"),
    )
