"""The application: its commands, and the one place where errors become exit statuses.

0 done, also when nothing matched; 1 the answer is no; 2 usage or failure, told in one line; 130 interrupted.
"""

from __future__ import annotations

import sys
import traceback
from typing import TYPE_CHECKING, Any, NoReturn

import click

from indexer.cli import asking, filling
from indexer.cli.options import common
from indexer.cli.output import discard_output, prepare_streams, quiet_pipe, tell
from indexer.errors import IndexerError
from indexer.files import reason

if TYPE_CHECKING:
    from collections.abc import Sequence

FAILURE = 2
INTERRUPTED = 130

_EPILOG = """\b
Exit status: 0 done, also when nothing matched; 1 --fail-if-empty found nothing;
2 wrong usage, or a failure, which standard error explains; 130 interrupted.

\b
Completion in the shell, also of sources and documents:
  bash   eval "$(_INDEXER_COMPLETE=bash_source indexer)"     in ~/.bashrc
  zsh    eval "$(_INDEXER_COMPLETE=zsh_source indexer)"      in ~/.zshrc
  fish   _INDEXER_COMPLETE=fish_source indexer | source      in config.fish
"""


class Application(click.Group):
    """A group of commands that ends with the exit statuses above, whatever happens."""

    def main(  # type: ignore[override]  # always ends the process
        self, args: Sequence[str] | None = None, prog_name: str | None = None, **extra: Any
    ) -> NoReturn:
        """Run, and end the process."""
        prepare_streams()
        extra["standalone_mode"] = False
        try:
            status = super().main(args, prog_name, **extra)
        except Exception as error:  # noqa: BLE001  # every error ends here, those that are bugs with their traceback
            status = _fail(error)
        sys.exit(status or 0)

    def make_context(self, *args: Any, **extra: Any) -> click.Context:
        """Parse the arguments; help into a closed pipe is no error."""
        with quiet_pipe():
            return super().make_context(*args, **extra)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command and write out what is left; a closed pipe is no error."""
        with quiet_pipe():
            result = super().invoke(ctx)
            sys.stdout.flush()
            return result


def _fail(error: Exception) -> int:
    """Say in one line what went wrong and what to do; the exit status."""
    if isinstance(error, click.Abort):
        discard_output()
        return INTERRUPTED
    if isinstance(error, click.UsageError) and error.ctx is not None:
        tell(f"{error.format_message()} See: {error.ctx.command_path} -h")
    elif isinstance(error, click.ClickException):
        tell(error.format_message())
    elif isinstance(error, IndexerError):
        tell(str(error))
    elif isinstance(error, OSError):
        discard_output()
        tell(f"{error.filename}: {reason(error)}" if error.filename else f"output failed: {reason(error)}")
    else:
        traceback.print_exception(error)
    return FAILURE


@click.group(
    "indexer",
    cls=Application,
    no_args_is_help=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=_EPILOG,
)
@common(with_environment=True)
def application() -> None:
    """Which claims rest on this source? Index articles by their cited claims; ask by keyword and by source."""


for _command in (*filling.COMMANDS, *asking.COMMANDS):
    application.add_command(_command)


def main() -> NoReturn:
    """Entry point of the console script."""
    application.main(prog_name="indexer")
