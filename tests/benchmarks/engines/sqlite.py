"""SQLite's FTS5 with Porter's stemmer, and a table of sources beside it for the facets."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from itertools import islice
from typing import TYPE_CHECKING, Any

from engines import BEST, DATABASE, query_text

if TYPE_CHECKING:
    from pathlib import Path

    from claims import Claims, Row

BATCH = 10_000
# The name of the content stands in double quotes, as sqlite-utils looks for it.
SCHEMA = """
    PRAGMA journal_mode = wal;
    PRAGMA synchronous = normal;
    CREATE TABLE claims (number INTEGER PRIMARY KEY, id TEXT, document TEXT, ordinal INTEGER, "start" INTEGER,
        "end" INTEGER, sources TEXT, text TEXT);
    CREATE TABLE cited (claim INTEGER, source TEXT, PRIMARY KEY (claim, source)) WITHOUT ROWID;
    CREATE VIRTUAL TABLE claims_fts USING fts5(text, sources, content="claims", content_rowid="number",
        tokenize="porter unicode61");
"""
INDEXES = "CREATE INDEX by_document ON claims (document); CREATE UNIQUE INDEX by_id ON claims (id);"
SEARCH = """
    SELECT id, claims.text FROM (SELECT rowid FROM claims_fts WHERE claims_fts MATCH ? ORDER BY rank LIMIT ?) AS best
    JOIN claims ON number = best.rowid
"""
LISTED = """
    SELECT id, claims.text FROM claims_fts JOIN claims ON number = claims_fts.rowid
    WHERE claims_fts MATCH ? ORDER BY claims_fts.rowid
"""
FACETS = """
    SELECT source, count(*) AS times FROM claims_fts JOIN cited ON claim = claims_fts.rowid
    WHERE claims_fts MATCH ? GROUP BY source ORDER BY times DESC LIMIT ?
"""
COUNT = "SELECT count(*) FROM claims_fts WHERE claims_fts MATCH ?"


class Sqlite:
    def build(self, claims: Claims, folder: Path) -> None:
        with closing(sqlite3.connect(folder / DATABASE)) as connection:
            connection.executescript(SCHEMA)
            rows = enumerate(claims.rows(), 1)
            while batch := list(islice(rows, BATCH)):
                insert(connection, batch)
            connection.commit()
            connection.executescript(INDEXES)
            connection.execute("PRAGMA wal_checkpoint(truncate)")

    def open(self, folder: Path) -> None:
        self.connection = sqlite3.connect(folder / DATABASE)

    def ask(self, shape: str, words: list[str]) -> list[Any]:
        query = match_text(shape, words)
        if shape == "listed":
            return self.connection.execute(LISTED, (query,)).fetchall()
        return self.connection.execute(FACETS if shape == "facets" else SEARCH, (query, BEST)).fetchall()

    def count(self, shape: str, words: list[str]) -> int:
        if shape == "facets":
            return sum(times for _, times in self.ask(shape, words))
        (found,) = self.connection.execute(COUNT, (match_text(shape, words),)).fetchone()
        return int(found)


def insert(connection: sqlite3.Connection, batch: list[tuple[int, Row]]) -> None:
    connection.executemany(
        "INSERT INTO claims VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [(number, *row[:5], ",".join(row.sources), row.text) for number, row in batch],
    )
    connection.executemany(
        "INSERT INTO claims_fts (rowid, text, sources) VALUES (?, ?, ?)",
        [(number, row.text, ",".join(row.sources)) for number, row in batch],
    )
    connection.executemany(
        "INSERT INTO cited VALUES (?, ?)", [(number, source) for number, row in batch for source in row.sources]
    )


def match_text(shape: str, words: list[str]) -> str:
    """The query in the language of FTS5."""
    if shape == "listed":
        return f'sources:"{words[0]}"'
    text = f"text:({query_text(shape, words)})"
    return f'{text} AND sources:"{words[1]}"' if shape == "within" else text


ENGINE = Sqlite
