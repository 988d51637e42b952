"""Completion in the shell with names from the index. If anything goes wrong, nothing is offered."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING

from indexer.cli.options import settings_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import click

    from indexer.cli.options import Complete
    from indexer.corpus import Corpus

_OFFERED = 500


def _completion(candidates: Callable[[Corpus, click.Context, str], Iterable[str]]) -> Complete:
    @wraps(candidates)
    def complete(context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[str]:
        try:
            with settings_of(context).open() as corpus:
                found = candidates(corpus, context, incomplete)
                return [name for name in found if name.startswith(incomplete)][:_OFFERED]
        except Exception:  # noqa: BLE001  # a traceback in the middle of someone's command line helps nobody
            return []

    return complete


@_completion
def documents(corpus: Corpus, _context: click.Context, _incomplete: str) -> Iterable[str]:
    """Offer the uris."""
    return (document.uri for document in corpus.documents())


@_completion
def sources(corpus: Corpus, context: click.Context, _incomplete: str) -> Iterable[str]:
    """Offer the source ids, and before them the labels of the document that was named."""
    document = context.params.get("document")
    found = list(corpus.sources(document=document))
    labels = {label for source in found for used in source.labels.values() for label in used} if document else ()
    return (*sorted(labels), *(source.id for source in found))


@_completion
def documents_and_claims(corpus: Corpus, _context: click.Context, incomplete: str) -> Iterable[str]:
    """Offer the uris, and after a uri and `#` the claims of that document."""
    uri, hash_sign, _ = incomplete.rpartition("#")
    if hash_sign:
        return (claim.id for claim in corpus.claims(document=uri))
    return (document.uri for document in corpus.documents())


def formats(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[str]:
    """Offer the names of formats."""
    from indexer.readers import READERS  # noqa: PLC0415  # loads the readers

    return [name for name in READERS if name.startswith(incomplete)]


def kinds(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[str]:
    """Offer the codes and names of kinds of problem, the last of several with commas between."""
    from indexer.problems import KINDS  # noqa: PLC0415  # help needs none

    given, comma, begun = incomplete.rpartition(",")
    names = (*KINDS, *(kind.name for kind in KINDS.values()))
    return [f"{given}{comma}{name}" for name in names if name.startswith(begun.upper() if name in KINDS else begun)]
