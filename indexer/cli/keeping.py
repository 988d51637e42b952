"""The commands that keep an index usable: they find damage, rebuild an index from what is sound, and copy it."""

from __future__ import annotations

import sys

import click

from indexer.cli.options import A_PATH, common, settings_of
from indexer.cli.output import emit, emit_one, is_terminal, progress_bar, tell, tell_failure
from indexer.reports import Damage


@click.command()
@common()
@click.pass_context
def check(context: click.Context) -> None:
    """Compare every byte of the index with its checksum.

    Exit status: 0 all is as it was written, 1 something is not.
    """
    from indexer.keeping import check_index  # noqa: PLC0415  # help needs no index

    settings = settings_of(context)
    if emit(settings.format, check_index(settings.folder()), Damage):
        context.exit(1)
    if is_terminal(sys.stderr):
        tell(f"{settings.folder()}: all is as it was written")


@click.command()
@common()
@click.pass_context
def rebuild(context: click.Context) -> None:
    """Make the index anew from its own files, without the texts that it came from.

    Documents are kept as they are. Those whose claims are damaged are read again from their stored texts, if these are the same
    as the files; the next ingest reads the files too. Exit status: 0 nothing was lost, 1 something was, which standard error names.
    """
    from indexer.keeping import rebuild_index  # noqa: PLC0415

    settings = settings_of(context)
    made = rebuild_index(settings.folder(), lock_timeout=settings.lock_timeout)
    for each in made.lost:
        tell_failure(each)
    emit_one(settings.format, made)
    if made.lost:
        context.exit(1)


@click.command()
@click.argument("source", metavar="SOURCE-INDEX", type=A_PATH)
@click.argument("target", metavar="TARGET-INDEX", type=A_PATH)
@click.option("--prune", is_flag=True, help="Remove from TARGET-INDEX the documents that SOURCE-INDEX does not have.")
@click.option(
    "--quick", is_flag=True, help="Compare in full only what is written now, and of the rest digests and counts."
)
@common()
@click.pass_context
def copy(context: click.Context, source: str, target: str, *, prune: bool, quick: bool) -> None:
    """Copy an index document by document, to a folder or a cluster.

    No text is read or extracted again. Documents with the same digest in both are skipped, so that an interrupted copy goes on
    where it ended. Finally all documents are compared, claim by claim.
    """
    from indexer.copying import copy_index  # noqa: PLC0415

    settings = settings_of(context)
    with progress_bar() as progress:
        made = copy_index(
            source, target, prune=prune, quick=quick, lock_timeout=settings.lock_timeout, progress=progress
        )
    emit_one(settings.format, made)
