"""The engines that are measured: one module each, and one line each in the table.

An engine is imported in the process that measures it, so that one that is not installed costs only its own rows.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, Any, Protocol

from queries import SHAPES

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from claims import Claims

BEST = 10
"""So many answers to a query; `listed` has no limit."""

DATABASE = "claims.db"
"""The file of SQLite, which its own command searches too."""

PACKAGES = {"tantivy", "bm25s", "Stemmer", "whoosh", "sqlite3"}
"""What an engine may do without."""


class Engine(Protocol):
    """What is asked of an engine. Answers are pairs of id and text, best first, or of source and number for `facets`."""

    def build(self, claims: Claims, folder: Path) -> None:
        """Index the claims in an empty folder; done when another process can ask."""

    def open(self, folder: Path) -> None:
        """Get ready to answer."""

    def ask(self, shape: str, words: list[str]) -> list[Any]:
        """The answers to one query."""

    def count(self, shape: str, words: list[str]) -> int:
        """How many claims match; for `facets`, in all, those of the sources that it answers."""


@dataclass(frozen=True)
class Entry:
    """A row of the tables: an engine, and how it is used.

    `asks` names the entry whose index it asks, if it builds none; `share` is the most claims that it gets, if it is
    too slow for all; `shapes` are those that it knows. Without `shapes` it is only built.
    """

    label: str
    module: str
    options: Mapping[str, Any] = field(default_factory=dict)
    asks: str = ""
    share: bool = False
    shapes: tuple[str, ...] = SHAPES


ENTRIES: dict[str, Entry] = {
    "reading": Entry("reading the claims alone", "reading", shapes=()),
    "ours": Entry("ours", "ours"),
    "ours-parsed": Entry("ours, query parsed", "ours", {"parsed": True}, asks="ours"),
    "ours-hits": Entry("ours, whole hits", "ours", {"parsed": True, "whole": True}, asks="ours"),
    "ours-two": Entry("ours, two processes", "ours", {"processes": 2}),
    "records": Entry("ours, the records alone", "ours", {"processes": 0}, shapes=()),
    "sqlite": Entry("SQLite FTS5", "sqlite"),
    "tantivy": Entry("tantivy", "tantivy_engine"),
    "bm25s": Entry("bm25s", "bm25s_engine", shapes=("rare", "common", "any")),
    "whoosh": Entry("stock Whoosh", "stock_whoosh", share=True),
}


def query_text(shape: str, words: list[str]) -> str:
    """The query as most engines write it."""
    match shape:
        case "both":
            return " AND ".join(words)
        case "any":
            return " OR ".join(words)
        case "phrase":
            return f'"{" ".join(words)}"'
        case "prefix":
            return f"{words[0]}*"
    return words[0]


def load(name: str) -> Engine:
    """The engine of an entry. Raises `ModuleNotFoundError` if it is not installed."""
    entry = ENTRIES[name]
    engine: Engine = import_module(f"engines.{entry.module}").ENGINE(**entry.options)
    return engine
