"""The commands that list and show what is in the index."""

from __future__ import annotations

import re
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, TypeVar

import click

from indexer.cli.options import common, completed_by, fail_if_empty, settings_of
from indexer.cli.output import emit, emit_one
from indexer.cli.selecting import document_option, end, is_source, known_sources, listing, selecting
from indexer.errors import NotFound, as_typed
from indexer.model import Claim, DocumentSummary, Impact, Source
from indexer.patterns import pattern
from indexer.render import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from indexer.corpus import Corpus

Listed = TypeVar("Listed")
_CLAIM_ID = pattern(r".*#\d+-\d+", re.DOTALL)
_PLACE = pattern(r"(?P<document>.+?):(?P<line>[0-9]{1,9})(?::(?P<column>[0-9]{1,9}))?:?", re.DOTALL)


@click.command()
@selecting
@listing
@fail_if_empty
@common()
@click.pass_context
def claims(context: click.Context, /, *, fail_if_empty: bool, **selection: Any) -> None:
    """List every claim, document by document."""
    selection["limit"] = selection["limit"] or None
    with settings_of(context).open() as corpus:
        shown = emit(settings_of(context).format, corpus.claims(**selection), Claim, known_sources(corpus))
    end(context, shown, fail_if_empty=fail_if_empty)


@click.command()
@click.argument("source", metavar="SOURCE", shell_complete=completed_by("sources"))
@document_option
@fail_if_empty
@common()
@click.pass_context
def impact(context: click.Context, source: str, document: str | None, *, fail_if_empty: bool) -> None:
    """List what falls, and what stays, without a source: a retracted paper, a page that is gone.

    First the claims that have no other source, then those with others left.
    """
    with settings_of(context).open() as corpus:
        shown = emit(settings_of(context).format, corpus.impact(source, document=document), Impact)
    end(context, shown, fail_if_empty=fail_if_empty)


@click.command()
@document_option
@click.option(
    "--sort",
    type=click.Choice(["claims", "documents", "title", "id"]),
    default="claims",
    help="[default: claims, the most first]",
)
@listing
@fail_if_empty
@common()
@click.pass_context
def sources(
    context: click.Context, /, *, limit: int | None, offset: int, fail_if_empty: bool, **arguments: Any
) -> None:
    """List every source with its counts."""
    with settings_of(context).open() as corpus:
        found = _cut(corpus.sources(**arguments), limit, offset)
        shown = emit(settings_of(context).format, found, Source)
    end(context, shown, fail_if_empty=fail_if_empty)


@click.command()
@listing
@fail_if_empty
@common()
@click.pass_context
def documents(context: click.Context, /, *, limit: int | None, offset: int, fail_if_empty: bool) -> None:
    """List every document with its counts."""
    with settings_of(context).open() as corpus:
        shown = emit(settings_of(context).format, _cut(corpus.documents(), limit, offset), DocumentSummary)
    end(context, shown, fail_if_empty=fail_if_empty)


def _cut(found: Iterable[Listed], limit: int | None, offset: int) -> Iterator[Listed]:
    """At most `limit` of a list, all if it is 0 as in `query`, after the first `offset`."""
    return islice(found, offset, offset + limit if limit else None)


@click.command()
@click.argument("name", metavar="URI|URI:LINE|CLAIM-ID", shell_complete=completed_by("documents_and_claims"))
@click.option("--context", "size", type=click.IntRange(min=0), default=0, help="Neighbours of a claim on each side.")
@common()
@click.pass_context
def show(context: click.Context, name: str, size: int) -> None:
    """Show a document, the claims on a line of it, or a claim.

    Of a document: its counts, its sources, its claims. CSV and TSV contain only the claims. URI:LINE:COLUMN, as queries and
    problems print it, is the claim at that place.
    """
    form = settings_of(context).format
    with settings_of(context).open() as corpus:
        emit(form, _shown(corpus, name, size, claims_only=form in TABLES), Claim, known_sources(corpus))


def _shown(corpus: Corpus, name: str, size: int, *, claims_only: bool) -> Iterable[object]:
    if _CLAIM_ID.fullmatch(name):
        return corpus.context(corpus.claim(name), size)
    try:
        document = corpus.document(name)
    except NotFound as error:
        return _with_neighbours(corpus, _claims_at(corpus, name, error), size)
    if size:
        raise click.UsageError("--context shows the neighbours of a claim: name one as URI#START-END or URI:LINE.")
    listed = corpus.claims(document=document.uri)
    return listed if claims_only else chain([document], corpus.sources(document=document.uri, sort="id"), listed)


def _claims_at(corpus: Corpus, name: str, no_document: NotFound) -> Sequence[Claim]:
    """The claims at a place, for a name that is not a document's. Raises `NotFound`."""
    if place := _PLACE.fullmatch(name):
        column = int(place["column"]) if place["column"] else None
        return corpus.claims_at(place["document"], int(place["line"]), column)
    if is_source(corpus, name):
        asking = f"indexer claims --source {as_typed(name)}"
        told = f"{name} is a source, not a document; the claims that rest on it: {asking}"
        raise NotFound(told) from no_document
    raise no_document


def _with_neighbours(corpus: Corpus, claims: Sequence[Claim], size: int) -> Iterable[Claim]:
    """Consecutive claims with up to `size` neighbours on each side, in text order."""
    before = (claim for claim in corpus.context(claims[0], size) if claim.ordinal < claims[0].ordinal)
    after = (claim for claim in corpus.context(claims[-1], size) if claim.ordinal > claims[-1].ordinal)
    return chain(before, claims, after)


@click.command()
@click.option(
    "--limit",
    type=click.IntRange(min=0),
    default=10,
    help="Sources, domains and years to name; 0 for all.  [default: 10]",
)
@common()
@click.pass_context
def stats(context: click.Context, limit: int) -> None:
    """Print the sums over the index: what claims rest on, and how much of them on how few sources."""
    with settings_of(context).open() as corpus:
        emit_one(settings_of(context).format, corpus.stats(limit=limit or None))
