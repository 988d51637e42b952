"""The command that finds claims by their words. It has its own module because people wait for it, and modules take time to load."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from indexer.cli.options import common, fail_if_empty, settings_of
from indexer.cli.output import emit, is_terminal, tell
from indexer.cli.selecting import end, is_source, known_sources, selecting
from indexer.errors import as_typed
from indexer.files import printable
from indexer.model import Hit
from indexer.render.view import HitInContext

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from indexer.corpus import Corpus


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
        shown = emit(settings_of(context).format, found, kind, known_sources(corpus))
        if ":" in text and not arguments["literal"]:
            _tell_unmatched(corpus.unmatched(text, document=arguments["document"]))
        if not shown and len(words) == 1 and arguments["source"] is None and is_source(corpus, text):
            tell(f"{text} is a source; the claims that rest on it: indexer claims --source {as_typed(text)}")
        if is_terminal(sys.stderr):
            _tell_rest(corpus, text, shown, arguments)
    end(context, shown, fail_if_empty=fail_if_empty)


def _in_context(hits: Iterable[Hit], corpus: Corpus, size: int) -> Iterator[HitInContext]:
    for hit in hits:
        around = corpus.context(hit.claim, size)
        before = tuple(claim for claim in around if claim.ordinal < hit.claim.ordinal)
        after = tuple(claim for claim in around if claim.ordinal > hit.claim.ordinal)
        yield HitInContext(hit, before, after)


def _tell_unmatched(fields: Iterable[str]) -> None:
    """Name the fields of a query that match nothing in the index, which are mostly misspelt."""
    for field in fields:
        name = field.partition(":")[0]
        tell(f"no {name} matches {field}; list them with: indexer {name}s")


def _tell_rest(corpus: Corpus, text: str, shown: int, arguments: Mapping[str, Any]) -> None:
    """Say on a terminal that there are more claims, or none."""
    asked = ("source", "document", "attribution", "literal")
    total = corpus.count(text, **{name: arguments[name] for name in asked})
    if not total:
        absent = corpus.absent(text, document=arguments["document"], literal=arguments["literal"])
        tell("no claim matches" + (f"; none in the index has: {', '.join(absent)}" if absent else ""))
    elif shown < total:
        first = arguments["offset"] + 1
        tell(f"{first} to {first + shown - 1} of {total}; more with --limit and --offset")
