"""The fields of a claim for Whoosh, whose words are analysed by `indexer.index.analysis`.

The schema is pickled into the table of contents for other programs, and with it the path of this module and of its classes.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NoReturn

from indexer.errors import IndexFailure
from indexer.index import analysis
from indexer.index.query import TextField
from indexer.index.whoosh.engine import analysis as engine_analysis
from indexer.index.whoosh.engine import columns, fields

WRITTEN: dict[TextField, str] = {"statement": "statement_written", "heading": "heading_written"}
"""The field with the words as written, next to the one with the terms."""

READ_ONLY = "This index is only read through Whoosh; it is written by `indexer ingest` or `Corpus.ingest`."


class TermAnalyzer(engine_analysis.Analyzer):  # type: ignore[misc]  # the engine is untyped here
    """The terms of a text; in a query, the steps of its phrase. A text that must not be split, such as a pattern, is only folded."""

    def __call__(self, value: str, *, mode: str = "", tokenize: bool = True, **settings: Any) -> Iterator[Any]:
        """The tokens, each a new object."""
        if not tokenize:
            yield _token(analysis.fold(value), 0, 0, len(value), settings)
            return
        found = analysis.tokens(value)
        wanted = {step.offset for step in analysis.phrase(value)}
        for term, position, start, end in found:
            if mode != "query" or position in wanted:
                yield _token(term, position, start, end, settings)


class WholeAnalyzer(engine_analysis.Analyzer):  # type: ignore[misc]  # the engine is untyped here
    """The whole value as one term; with `fold`, folded like words as written."""

    def __init__(self, *, fold: bool = False) -> None:
        self.fold = fold

    def __call__(self, value: str, **settings: Any) -> Iterator[Any]:
        """The one token."""
        yield _token(analysis.fold(value) if self.fold else value, 0, 0, len(value), settings)


def _token(text: str, position: int, start: int, end: int, settings: dict[str, Any]) -> Any:
    token = engine_analysis.Token(**settings)
    token.text, token.original = text, text
    token.pos, token.startchar, token.endchar = position, start, end
    return token


class TermField(fields.TEXT):  # type: ignore[misc]  # the engine is untyped here
    """Terms with their positions. Nothing is added to it."""

    def index(self, value: Any, **settings: Any) -> NoReturn:  # noqa: ARG002  # the engine's signature
        """Not through Whoosh."""
        raise IndexFailure(READ_ONLY)


class WholeField(fields.ID):  # type: ignore[misc]  # the engine is untyped here
    """Whole values. Nothing is added to it."""

    def index(self, value: Any, **settings: Any) -> NoReturn:  # noqa: ARG002  # the engine's signature
        """Not through Whoosh."""
        raise IndexFailure(READ_ONLY)


def _terms() -> Any:
    return TermField(analyzer=TermAnalyzer(), phrase=True, stored=True, multitoken_query="phrase")


def _whole(*, stored: bool = False, fold: bool = False) -> Any:
    return WholeField(analyzer=WholeAnalyzer(fold=fold), stored=stored)


SCHEMA = fields.Schema(
    document=_whole(stored=True),
    statement=_terms(),
    statement_written=_whole(fold=True),
    heading=_terms(),
    heading_written=_whole(fold=True),
    source=_whole(stored=True),
    label=_whole(stored=True),
    attribution=_whole(stored=True),
    order=fields.COLUMN(columns.VarBytesColumn()),  # sorts as uri and ordinal do
    id=fields.STORED(),
    title=fields.STORED(),
    text=fields.STORED(),
    start=fields.STORED(),
    end=fields.STORED(),
    line=fields.STORED(),
    column=fields.STORED(),
    locator=fields.STORED(),
    block=fields.STORED(),
    ordinal=fields.STORED(),
)
