"""`indexer audit --fix` and `--diff`: lists of references are mended in the files, or the changes are shown."""

from __future__ import annotations

import sys
from difflib import unified_diff
from io import StringIO
from typing import TYPE_CHECKING, Any

import click

from indexer.cli.options import FAILURE, settings_of
from indexer.cli.output import tell, tell_failure, view_of
from indexer.files import STDIN
from indexer.model import Fix
from indexer.render.view import visible
from indexer.reports import Failure

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from indexer.render.view import View

_COLORS = {"+": "green", "-": "red", "@": "cyan"}
_OF_AUDITS = ("evidence", "jobs")  # settings that do not matter for mending


def mend(
    context: click.Context, paths: Sequence[str], settings: Mapping[str, Any], baseline: str | None, *, diff: bool
) -> list[Failure]:
    """Mend the files under some paths and say what was done, or show the changes and end. Returns the failures, which it reports."""
    from indexer.baseline import Baseline  # noqa: PLC0415
    from indexer.fixing import fix_texts  # noqa: PLC0415  # loads the readers

    if diff and settings_of(context).format != "text":
        raise click.UsageError("--diff prints a diff: it has no other --format.", context)
    if not diff and STDIN in paths:
        raise click.UsageError("Standard input cannot be mended in its place: look with --diff.", context)
    wanted = {name: value for name, value in settings.items() if name not in _OF_AUDITS}
    known = Baseline(baseline).has if baseline else None
    failed: list[Failure] = []
    changed = False
    for outcome in fix_texts(paths, **wanted, known=known, write=not diff, notice=tell if diff else None):
        if isinstance(outcome, Failure):
            failed.append(outcome)
            tell_failure(outcome)
            continue
        for reason in outcome.left:
            tell(f"{outcome.uri}: {reason}")
        if outcome.after == outcome.before:
            continue
        changed = True
        if diff:
            sys.stdout.writelines(_diff(outcome, view_of(sys.stdout, None)))
        tell(f"{outcome.uri}: {_counts(outcome)}")
    if diff:
        context.exit(FAILURE if failed else changed)
    return failed


def _diff(fix: Fix, view: View) -> Iterator[str]:
    """The lines of a patch; on a terminal in colours, and without control characters."""
    before, after = (StringIO(text, newline="\n").readlines() for text in (fix.before, fix.after))
    for line in unified_diff(before, after, fix.uri, fix.uri):
        whole = line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
        if view.width is None:
            yield whole
        else:
            told = visible(whole.removesuffix("\n").expandtabs())
            yield (click.style(told, fg=_COLORS.get(line[:1])) if view.color else told) + "\n"


def _counts(fix: Fix) -> str:
    said = {"dropped": fix.dropped, "merged": fix.merged, "numbered anew": fix.numbered}
    return ", ".join(f"{number} {words}" for words, number in said.items() if number)
