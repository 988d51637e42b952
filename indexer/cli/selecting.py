"""What commands that show claims have in common: the options that select claims, their sources, and the exit status."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, get_args

import click

from indexer.cli.options import completed_by, with_options
from indexer.model import Attribution

if TYPE_CHECKING:
    from collections.abc import Mapping

    from indexer.corpus import Corpus
    from indexer.model import Source
    from indexer.render.view import Sources


def _once(_context: click.Context, _parameter: click.Parameter, value: tuple[str, ...]) -> str | None:
    """The only value of an option; None without one. Raises a usage error for several."""
    if len(value) > 1:
        raise click.BadParameter("given twice; give one value. In a query, fields go together: source:… OR document:…")
    return value[0] if value else None


document_option = click.option(
    "--document",
    metavar="URI",
    multiple=True,
    callback=_once,
    shell_complete=completed_by("documents"),
    help="Only of this document: its uri, its path, or the end of its uri; or of those of a folder or a pattern.",
)


selecting = with_options(
    document_option,
    click.option(
        "--source",
        metavar="SOURCE",
        multiple=True,
        callback=_once,
        shell_complete=completed_by("sources"),
        help="Only of this source: its id, URL or DOI, or with --document a label of it; or of those of a host.",
    ),
    click.option(
        "--attribution",
        type=click.Choice(get_args(Attribution)),
        multiple=True,
        callback=_once,
        help="Only with a marker of their own, with a marker of a later claim, or with none.",
    ),
)
"""Adds the options that select claims."""


listing = with_options(
    click.option("--limit", type=click.IntRange(min=0), help="Show only so many; 0 for all.  [default: 0]"),
    click.option("--offset", type=click.IntRange(min=0), default=0, help="Pass over so many first."),
)
"""Adds the options that cut a list."""


def known_sources(corpus: Corpus) -> Sources:
    """A function that gives the sources of a document by id, and remembers those of the last documents."""

    @lru_cache(maxsize=64)
    def sources_of(uri: str) -> Mapping[str, Source]:
        return {source.id: source for source in corpus.sources(document=uri)}

    return sources_of


def is_source(corpus: Corpus, name: str) -> bool:
    """Whether a name means a source."""
    from indexer.errors import NotFound  # noqa: PLC0415  # needed only for questions without an answer

    try:
        return bool(corpus.source_ids(name))
    except NotFound:
        return False


def end(context: click.Context, shown: int, *, fail_if_empty: bool) -> None:
    """End with status 1 if nothing was shown and `fail_if_empty` is set."""
    if fail_if_empty and not shown:
        context.exit(1)
