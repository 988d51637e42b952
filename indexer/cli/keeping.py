"""The commands that keep an index usable: what has changed in its files is found, and what is sound is saved."""

from __future__ import annotations

import click

from indexer.cli.options import common, settings_of
from indexer.cli.output import emit, emit_one, tell
from indexer.model import Damage


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


@click.command()
@common()
@click.pass_context
def rebuild(context: click.Context) -> None:
    """Make the index anew from its own files, without the texts that it came from.

    Documents are kept as they are; those whose claims are damaged are read anew from their stored texts. Exit status: 0 nothing
    was lost, 1 something was, which standard error names.
    """
    from indexer.keeping import rebuild_index  # noqa: PLC0415

    settings = settings_of(context)
    made = rebuild_index(settings.folder(), lock_timeout=settings.lock_timeout)
    for each in made.lost:
        tell(f"{each.path}: {each.message}")
    emit_one(settings.format, made)
    if made.lost:
        context.exit(1)
