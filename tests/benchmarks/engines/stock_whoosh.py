"""Whoosh as it comes, with English stemming. Its queries are parsed from text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from whoosh import analysis, fields, index, qparser, query, sorting

from engines import BEST, query_text

if TYPE_CHECKING:
    from pathlib import Path

    from claims import Claims

MEMORY = 512  # megabytes of postings before they are sorted on the disk


def schema() -> fields.Schema:
    """Every engine indexes every word, so there are no stop words."""
    words = analysis.StemmingAnalyzer(stoplist=None, minsize=1)
    return fields.Schema(
        id=fields.ID(stored=True, unique=True),
        document=fields.ID(stored=True),
        ordinal=fields.NUMERIC(stored=True),
        start=fields.STORED,
        end=fields.STORED,
        sources=fields.KEYWORD(stored=True, commas=True),
        text=fields.TEXT(stored=True, analyzer=words),
    )


class StockWhoosh:
    def build(self, claims: Claims, folder: Path) -> None:
        writer = index.create_in(str(folder), schema()).writer(limitmb=MEMORY)
        for row in claims.rows():
            writer.add_document(**{**row._asdict(), "sources": ",".join(row.sources)})
        writer.commit()

    def open(self, folder: Path) -> None:
        opened = index.open_dir(str(folder))
        self.searcher = opened.searcher()
        self.parser = qparser.QueryParser("text", opened.schema)

    def ask(self, shape: str, words: list[str]) -> list[Any]:
        if shape == "listed":
            found = self.searcher.search(query.Term("sources", words[0]), limit=None, scored=False)
        elif shape == "facets":
            return self._facets(words)
        else:
            found = self._search(shape, words, BEST)
        return [(hit["id"], hit["text"]) for hit in found]

    def count(self, shape: str, words: list[str]) -> int:
        if shape == "listed":
            return len(self.ask(shape, words))
        if shape == "facets":
            return sum(times for _, times in self.ask(shape, words))
        return len(self._search(shape, words, None))

    def _search(self, shape: str, words: list[str], limit: int | None) -> Any:
        only = query.Term("sources", words[1]) if shape == "within" else None
        return self.searcher.search(self.parser.parse(query_text(shape, words)), limit=limit, filter=only)

    def _facets(self, words: list[str]) -> list[tuple[str, int]]:
        cited = sorting.FieldFacet("sources", allow_overlap=True)
        found = self.searcher.search(self.parser.parse(words[0]), limit=BEST, groupedby=cited, maptype=sorting.Count)
        counts = found.groups()  # type: ignore[no-untyped-call]
        groups = [(source, times) for source, times in counts.items() if source]  # else claims without any
        return sorted(groups, key=lambda group: -group[1])[:BEST]


ENGINE = StockWhoosh
