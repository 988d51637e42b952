"""The application: its commands, and the one place where errors become exit statuses.

0 done, also when nothing matched; 1 the answer is no; 2 wrong usage or failure, explained in one line; 130 interrupted.
"""

from __future__ import annotations

import gc
import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any, NoReturn

import click

from indexer.cli.options import FAILURE, common
from indexer.cli.output import discard_output, prepare_streams, quiet_pipe, tell
from indexer.render import OF_FINDINGS, RENDERERS

if TYPE_CHECKING:
    from collections.abc import Sequence

INTERRUPTED = 130

_EPILOG = """\b
Exit status: 0 done, also when nothing matched; 1 --fail-if-empty found nothing,
or audit, check, diff or rebuild something; 2 wrong usage, or a failure, which standard error explains;
130 interrupted.

\b
Completion in the shell, also of documents and sources (in bash behind a quotation mark):
  bash   eval "$(_INDEXER_COMPLETE=bash_source indexer)"     in ~/.bashrc
  zsh    eval "$(_INDEXER_COMPLETE=zsh_source indexer)"      in ~/.zshrc
  fish   _INDEXER_COMPLETE=fish_source indexer | source      in config.fish
"""


COMMANDS = {
    "audit": ("auditing", "Report what is wrong with the citations of texts."),
    "check": ("keeping", "Compare every byte of the index with its checksum."),
    "claims": ("asking", "List every claim, document by document."),
    "copy": ("keeping", "Copy an index document by document, to a folder or a cluster."),
    "diff": ("filling", "Compare the claims of two versions of a text."),
    "documents": ("asking", "List every document with its counts."),
    "extract": ("filling", "Print the claims of texts, without any index."),
    "impact": ("asking", "List what falls, and what stays, without a source."),
    "ingest": ("filling", "Index files, folders and standard input (`-`)."),
    "mcp": ("serving", "Serve the index to language models."),
    "query": ("finding", "Find claims by their words, best first."),
    "rebuild": ("keeping", "Make the index anew from its own files."),
    "remove": ("filling", "Remove documents, by uri or by path."),
    "serve": ("serving", "Serve the index to browsers and programs."),
    "show": ("asking", "Show a document or a claim."),
    "sources": ("asking", "List every source with its counts."),
    "stats": ("asking", "Print the sums over the index."),
}
"""The module of each command, which is loaded when the command is run, and the first sentence of its help."""


class Application(click.Group):
    """The group of commands, which always ends with one of the exit statuses above."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all commands."""
        return [*COMMANDS, *super().list_commands(ctx)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command with this name; None if there is none."""
        if cmd_name not in COMMANDS:
            return super().get_command(ctx, cmd_name)
        found: click.Command = getattr(import_module(f"indexer.cli.{COMMANDS[cmd_name][0]}"), cmd_name)
        return found

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that is named first. Raises a usage error that lists those with such a name, or all."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            from indexer.errors import hint  # noqa: PLC0415  # needed only for misspelt names

            meant = hint(args[0], COMMANDS) or f"; there is {', '.join(COMMANDS)}"
            raise click.UsageError(f"No such command {args[0]!r}{meant}.", ctx) from error

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002  # click's signature
        """List all commands in the help without loading any of them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, words) for name, (_, words) in COMMANDS.items()])

    def main(  # type: ignore[override]  # always ends the process
        self, args: Sequence[str] | None = None, prog_name: str | None = None, **extra: Any
    ) -> NoReturn:
        """Run a command, and end the process with its exit status."""
        prepare_streams()
        extra["standalone_mode"] = False
        try:
            status = super().main(args, prog_name, **extra)
        except Exception as error:  # noqa: BLE001  # every error ends here, bugs with their traceback
            status = _fail(error)
        sys.exit(status or 0)

    def make_context(self, *args: Any, **extra: Any) -> click.Context:
        """Parse the arguments. Printing help into a closed pipe is not an error."""
        with quiet_pipe():
            return super().make_context(*args, **extra)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command and flush its output. A closed pipe is not an error."""
        with quiet_pipe():
            result = super().invoke(ctx)
            sys.stdout.flush()
            return result


def _fail(error: Exception) -> int:
    """Say in one line what went wrong and what to do, and return the exit status."""
    from indexer.errors import IndexerError  # noqa: PLC0415  # most runs do not fail

    if isinstance(error, click.Abort):
        discard_output()
        return INTERRUPTED
    if isinstance(error, click.UsageError) and error.ctx is not None:
        is_word = isinstance(error, click.NoSuchOption) and not error.option_name.startswith("--")
        asked = is_word and error.ctx.info_name == "query"
        advice = " Put -- before words with a minus: indexer query -- chips -honam." if asked else ""
        said = error.format_message()
        tell(f"{said}{'' if said.endswith(('.', '?')) else '.'}{advice} See: {error.ctx.command_path} -h")
    elif isinstance(error, click.ClickException):
        tell(error.format_message())
    elif isinstance(error, IndexerError):
        tell(str(error))
    elif isinstance(error, OSError):
        from indexer.files import reason  # noqa: PLC0415

        discard_output()
        tell(f"{error.filename}: {reason(error)}" if error.filename else f"output failed: {reason(error)}")
    else:
        import traceback  # noqa: PLC0415

        traceback.print_exception(error)
    return FAILURE


@click.group(
    "indexer",
    cls=Application,
    no_args_is_help=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=_EPILOG,
)
@common(with_environment=True, forms=(*RENDERERS, *OF_FINDINGS))
def application() -> None:
    """Which claims rest on this source? Index articles by their cited claims; ask by keyword and by source."""


def main() -> NoReturn:
    """Entry point of the console script."""
    # Most commands end before their garbage matters; those that read texts turn collection on again.
    gc.disable()
    try:
        application.main(prog_name="indexer")
    finally:
        gc.freeze()  # so that the interpreter does not search for garbage when it ends
