"""tantivy, a search library in Rust, with two threads and English stemming. Its queries are parsed from text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import tantivy

from engines import BEST, query_text

if TYPE_CHECKING:
    from pathlib import Path

    from claims import Claims

HEAP = 512_000_000  # bytes
THREADS = 2


def schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("document", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_integer_field("place", fast=True)  # threads share out the claims, so their order has to be kept
    for name in ("ordinal", "start", "end"):
        builder.add_integer_field(name, stored=True)
    builder.add_text_field("sources", stored=True, fast=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("text", stored=True, tokenizer_name="en_stem")
    return builder.build()


class Tantivy:
    def build(self, claims: Claims, folder: Path) -> None:
        writer = tantivy.Index(schema(), path=str(folder)).writer(HEAP, THREADS)
        for place, row in enumerate(claims.rows()):
            name, document, ordinal, start, end, sources, text = row
            writer.add_document(
                tantivy.Document(
                    id=name,
                    document=document,
                    place=place,
                    ordinal=ordinal,
                    start=start,
                    end=end,
                    sources=list(sources),
                    text=text,
                )
            )
        writer.commit()
        writer.wait_merging_threads()

    def open(self, folder: Path) -> None:
        self.index = tantivy.Index.open(str(folder))
        self.index.reload()
        self.searcher = self.index.searcher()

    def ask(self, shape: str, words: list[str]) -> list[Any]:
        query = self._query(shape, words)
        if shape == "facets":
            cited = self.searcher.aggregate(query, {"cited": {"terms": {"field": "sources", "size": BEST}}})
            return [(bucket["key"], bucket["doc_count"]) for bucket in cited["cited"]["buckets"]]
        if shape == "listed":
            number = max(1, self.searcher.doc_freq("sources", words[0]))
            return self._pairs(
                self.searcher.search(query, number, count=False, order_by_field="place", order=tantivy.Order.Asc)
            )
        return self._pairs(self.searcher.search(query, BEST, count=False))

    def count(self, shape: str, words: list[str]) -> int:
        if shape == "facets":
            return sum(times for _, times in self.ask(shape, words))
        return int(self.searcher.search(self._query(shape, words), 1, count=True).count)

    def _pairs(self, result: tantivy.SearchResult) -> list[tuple[str, str]]:
        documents = (self.searcher.doc(address) for _, address in result.hits)
        return [(document["id"][0], document["text"][0]) for document in documents]

    def _query(self, shape: str, words: list[str]) -> tantivy.Query:
        if shape == "prefix":
            return tantivy.Query.regex_query(self.index.schema, "text", f"{words[0]}.*")
        match shape:
            case "within":
                text = f'+{words[0]} +sources:"{words[1]}"'
            case "listed":
                text = f'sources:"{words[0]}"'
            case _:
                text = query_text(shape, words)
        return self.index.parse_query(text, ["text"])


ENGINE = Tantivy
