"""The commands that ask the index."""

from __future__ import annotations

import re
import sys
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, Any, get_args

import click

from indexer.cli import completion
from indexer.cli.options import common, fail_if_empty, settings_of
from indexer.cli.output import emit, emit_one, is_terminal, tell
from indexer.files import printable
from indexer.late import pattern
from indexer.model import Attribution, Claim, DocumentSummary, Hit, Source
from indexer.render import TABLES
from indexer.render.records import HitInContext

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from indexer.corpus import Corpus

    Sources = Callable[[str], Mapping[str, Source]]

_CLAIM_ID = pattern(r".*#\d+-\d+", re.DOTALL)

document_option = click.option(
    "--document",
    metavar="URI",
    shell_complete=completion.documents,
    help="Only of this document: its uri, its path, or the end of its uri.",
)


def selecting(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that select claims."""
    options = (
        document_option,
        click.option(
            "--source",
            metavar="SOURCE",
            shell_complete=completion.sources,
            help="Only of this source: its id, URL or DOI, or with --document a label of it.",
        ),
        click.option(
            "--attribution",
            type=click.Choice(get_args(Attribution)),
            help="Only with a marker of their own, with a marker of a later claim, or with none.",
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


@click.command()
@click.argument("words", nargs=-1, required=True)
@selecting
@click.option("--limit", type=click.IntRange(min=0), default=10, help="Claims to show; 0 for all.  [default: 10]")
@click.option("--offset", type=click.IntRange(min=0), default=0, help="Claims to pass over first.")
@click.option("--sort", type=click.Choice(["score", "document"]), default="score", help="[default: score]")
@click.option("--context", "size", type=click.IntRange(min=0), default=0, help="Neighbours to show on each side.")
@click.option("--literal", is_flag=True, help="Take every word as it stands, without operators.")
@fail_if_empty
@common()
@click.pass_context
def query(
    context: click.Context, /, words: tuple[str, ...], *, size: int, fail_if_empty: bool, **arguments: Any
) -> None:
    """Find claims by their words.

    All words must match. Operators: OR, NOT, -word, brackets, "a phrase", prefix*, wor?d, fuzzy~, and the fields
    source: document: heading: attribution: label:. Put -- before WORDS that begin with a dash.
    """
    text = printable(" ".join(words))
    arguments["limit"] = arguments["limit"] or None
    with settings_of(context).open() as corpus:
        hits = corpus.query(text, **arguments)
        found, kind = (_in_context(hits, corpus, size), HitInContext) if size else (hits, Hit)
        shown = emit(settings_of(context).format, found, kind, _names(corpus))
        if ":" in text and not arguments["literal"]:
            _tell_unmatched(corpus.unmatched(text, document=arguments["document"]))
        if is_terminal(sys.stderr):
            _tell_rest(corpus, text, shown, arguments)
    _end(context, shown, fail_if_empty=fail_if_empty)


def _in_context(hits: Iterable[Hit], corpus: Corpus, size: int) -> Iterator[HitInContext]:
    for hit in hits:
        around = corpus.context(hit.claim, size)
        before = tuple(claim for claim in around if claim.ordinal < hit.claim.ordinal)
        after = tuple(claim for claim in around if claim.ordinal > hit.claim.ordinal)
        yield HitInContext(hit, before, after)


def _tell_unmatched(fields: Iterable[str]) -> None:
    """Tell of the fields of a query that nothing in the index can have, which are mostly misspelt."""
    for field in fields:
        name = field.partition(":")[0]
        tell(f"no {name} matches {field}; list them with: indexer {name}s")


def _tell_rest(corpus: Corpus, text: str, shown: int, arguments: Mapping[str, Any]) -> None:
    """Tell people that there is more, or that there is nothing."""
    asked = ("source", "document", "attribution", "literal")
    total = corpus.count(text, **{name: arguments[name] for name in asked})
    if not total:
        tell("no claim matches")
    elif shown < total:
        first = arguments["offset"] + 1
        tell(f"{first} to {first + shown - 1} of {total}; more with --limit and --offset")


@click.command()
@selecting
@fail_if_empty
@common()
@click.pass_context
def claims(context: click.Context, /, *, fail_if_empty: bool, **selection: Any) -> None:
    """List every claim, document by document."""
    with settings_of(context).open() as corpus:
        shown = emit(settings_of(context).format, corpus.claims(**selection), Claim, _names(corpus))
    _end(context, shown, fail_if_empty=fail_if_empty)


@click.command()
@document_option
@click.option(
    "--sort",
    type=click.Choice(["claims", "documents", "title", "id"]),
    default="claims",
    help="[default: claims, the most first]",
)
@fail_if_empty
@common()
@click.pass_context
def sources(context: click.Context, /, *, fail_if_empty: bool, **arguments: Any) -> None:
    """List every source with its counts."""
    with settings_of(context).open() as corpus:
        shown = emit(settings_of(context).format, corpus.sources(**arguments), Source)
    _end(context, shown, fail_if_empty=fail_if_empty)


@click.command()
@fail_if_empty
@common()
@click.pass_context
def documents(context: click.Context, /, *, fail_if_empty: bool) -> None:
    """List every document with its counts."""
    with settings_of(context).open() as corpus:
        shown = emit(settings_of(context).format, corpus.documents(), DocumentSummary)
    _end(context, shown, fail_if_empty=fail_if_empty)


@click.command()
@click.argument("name", metavar="URI|CLAIM-ID", shell_complete=completion.documents_and_claims)
@click.option("--context", "size", type=click.IntRange(min=0), default=0, help="Neighbours of a claim on each side.")
@common()
@click.pass_context
def show(context: click.Context, name: str, size: int) -> None:
    """Show a document or a claim.

    Of a document: its counts, its sources, its claims. CSV and TSV hold the claims only.
    """
    form = settings_of(context).format
    with settings_of(context).open() as corpus:
        emit(form, _shown(corpus, name, size, claims_only=form in TABLES), Claim, _names(corpus))


def _shown(corpus: Corpus, name: str, size: int, *, claims_only: bool) -> Iterable[object]:
    if _CLAIM_ID().fullmatch(name):
        return corpus.context(corpus.claim(name), size)
    if size:
        raise click.UsageError("--context shows the neighbours of a claim: name one as URI#START-END.")
    document = corpus.document(name)
    listed = corpus.claims(document=document.uri)
    return listed if claims_only else chain([document], corpus.sources(document=document.uri, sort="id"), listed)


@click.command()
@common()
@click.pass_context
def stats(context: click.Context) -> None:
    """Print the sums over the index."""
    with settings_of(context).open() as corpus:
        emit_one(settings_of(context).format, corpus.stats())


def _names(corpus: Corpus) -> Sources:
    """The sources of a document by id, kept for the documents shown last."""

    @lru_cache(maxsize=64)
    def sources_of(uri: str) -> Mapping[str, Source]:
        return {source.id: source for source in corpus.sources(document=uri)}

    return sources_of


def _end(context: click.Context, shown: int, *, fail_if_empty: bool) -> None:
    if fail_if_empty and not shown:
        context.exit(1)
