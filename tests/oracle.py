"""A list-based `Index`: slow, short and plainly right. The other backends must give the same answers."""

from __future__ import annotations

import contextlib
import dataclasses
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping

from indexer.errors import NotFound
from indexer.index import Facets, Selection, SortKey, SourceNames
from indexer.index.analysis import phrase, tokens, written
from indexer.index.matching import field_test, heading_text, highlight, word_test
from indexer.index.query import And, Field, Not, Or, Phrase, Query, Sources
from indexer.index.titles import best_title
from indexer.model import Claim, Document, DocumentSummary, Extraction, Hit, Source
from indexer.works import find_year


class MemoryIndex:
    def __init__(self) -> None:
        self.extractions: dict[str, Extraction] = {}

    @contextlib.contextmanager
    def writer(self, lock_timeout: float, memory: int | None = None) -> Iterator[MemoryWriter]:
        del lock_timeout, memory
        writer = MemoryWriter(dict(self.extractions))
        yield writer
        self.extractions = writer.extractions

    def digests(self) -> dict[str, str]:
        return {uri: found.document.digest for uri, found in self.extractions.items()}

    def search(
        self, query: Query, selection: Selection, *, limit: int | None, offset: int = 0, sort: SortKey = "score"
    ) -> Iterator[Hit]:
        del sort  # every score is the same
        found = [claim for claim in self.claims(selection) if matches(query, claim)]
        for claim in found[offset : None if limit is None else offset + limit]:
            yield Hit(claim, 1.0, highlight(query, claim.statement))

    def count(self, query: Query, selection: Selection) -> int:
        return len(list(self.search(query, selection, limit=None)))

    def counts(self, query: Query | None, selection: Selection, limit: int | None) -> Facets:
        found = [claim for claim in self.claims(selection) if query is None or matches(query, claim)]
        sources = Counter(source_id for claim in found for source_id in set(claim.source_ids))
        documents = Counter(claim.document_uri for claim in found)
        attributions = Counter(claim.attribution for claim in found)
        most = [
            tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:limit])
            for counts in (sources, documents)
        ]
        return Facets(len(found), *most, tuple((each, attributions[each]) for each in sorted(attributions)))

    def claims(self, selection: Selection, *, limit: int | None = None, offset: int = 0) -> Iterator[Claim]:
        found = [claim for _, each in sorted(self.extractions.items()) for claim in each.claims]
        selected = [claim for claim in found if is_selected(claim, selection)]
        yield from selected[offset : None if limit is None else offset + limit]

    def claims_between(self, uri: str, start: int, end: int) -> Iterator[Claim]:
        if uri in self.extractions:
            yield from (claim for claim in self.extractions[uri].claims if start <= claim.span.start < end)

    def claim_range(self, uri: str, start: int, end: int) -> Iterator[Claim]:
        if uri in self.extractions:
            yield from self.extractions[uri].claims[start:end]

    def documents(self, only: str | None = None) -> Iterator[DocumentSummary]:
        for uri, found in sorted(self.extractions.items()):
            if only not in {None, uri}:
                continue
            kinds = [claim.attribution for claim in found.claims]
            yield DocumentSummary(
                uri=uri,
                title=found.document.title,
                digest=found.document.digest,
                claims=len(kinds),
                direct=kinds.count("direct"),
                inherited=kinds.count("inherited"),
                none=kinds.count("none"),
                sources=len(list(self.sources(uri))),
                problems=len(found.problems),
            )

    def sources(self, *documents: str) -> Iterator[Source]:  # noqa: C901  # one plain loop
        names: dict[str, dict[str, str | None]] = defaultdict(lambda: dict.fromkeys(("url", "doi")))
        labels: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        titles: dict[str, dict[str, str]] = defaultdict(dict)
        counts: dict[tuple[str, str], int] = defaultdict(int)
        for uri, found in sorted(self.extractions.items()):
            if documents and uri not in documents:
                continue
            for reference in found.document.references:
                for name, value in names[reference.source_id].items():
                    names[reference.source_id][name] = value or getattr(reference, name)
                if reference.title and uri not in titles[reference.source_id]:
                    titles[reference.source_id][uri] = reference.title
                labels[reference.source_id][uri].append(reference.label)
            for claim in found.claims:
                for source_id in claim.source_ids:
                    counts[source_id, claim.attribution] += 1
                    _ = labels[source_id][uri]
                for marker in claim.markers:
                    for label, marked in zip(marker.labels, marker.source_ids, strict=True):
                        if marked is not None:
                            labels[marked][uri].append(label)
        for source_id in sorted(labels):
            yield Source(
                id=source_id,
                title=best_title(titles[source_id].values()),
                url=names[source_id]["url"] or (source_id if source_id.startswith("http") else None),
                doi=names[source_id]["doi"] or (source_id[4:] if source_id.startswith("doi:") else None),
                labels={uri: tuple(dict.fromkeys(used)) for uri, used in labels[source_id].items()},
                claims=counts[source_id, "direct"],
                inherited=counts[source_id, "inherited"],
                documents=len(labels[source_id]),
            )

    def has_source(self, source_id: str) -> bool:
        return any(each.id == source_id for each in self.sources())

    def dois(self) -> dict[str, str]:
        return {each.id: each.url for each in self.sources() if each.id.startswith("doi:") and each.url}

    def works(self, source_ids: Iterable[str], uri: str | None = None) -> dict[str, SourceNames]:
        found = {}
        for source_id in source_ids:
            citing = (claim.document_uri for claim in self.claims(Selection(frozenset({source_id}))))
            document = next(citing, None) if uri is None else uri
            references = self.extractions[document].document.references if document in self.extractions else ()
            said = [each for each in references if each.source_id == source_id]
            names = [
                next(filter(None, (getattr(each, name) for each in said)), None) for name in ("title", "url", "doi")
            ]
            names[1] = names[1] or (source_id if source_id.startswith("http") else None)
            names[2] = names[2] or (source_id[4:] if source_id.startswith("doi:") else None)
            found[source_id] = SourceNames(source_id, *names)
        return found

    def years(self) -> dict[str, int]:
        said: dict[str, list[int]] = defaultdict(list)
        for found in self.extractions.values():
            firsts: dict[str, int | None] = {}
            for reference in found.document.references:
                firsts[reference.source_id] = firsts.get(reference.source_id) or find_year(
                    reference.text, reference.url
                )
            for source_id, year in firsts.items():
                if year is not None:
                    said[source_id].append(year)
        return {source_id: min(years, key=lambda year: (-years.count(year), year)) for source_id, years in said.items()}

    def grouped(self, groups: Mapping[str, str]) -> dict[str, int]:
        found = [
            {groups[source_id] for source_id in claim.source_ids if source_id in groups}
            for claim in self.claims(Selection())
        ]
        return Counter(name for names in found for name in names)

    def stored(self, uri: str) -> Document:
        if uri not in self.extractions:
            raise NotFound(uri)
        found = self.extractions[uri]
        return dataclasses.replace(found.document, problems=found.problems)

    def close(self) -> None:
        pass


ASIDE: dict[str, Extraction] = {}


class MemoryAside:
    def __init__(self) -> None:
        self._names: list[str] = []

    def put(self, extraction: Extraction) -> None:
        self._names.append(str(len(ASIDE)))
        ASIDE[self._names[-1]] = extraction

    def finish(self) -> list[str]:
        return self._names


class MemoryWriter:
    def __init__(self, extractions: dict[str, Extraction]) -> None:
        self.extractions = extractions

    def put(self, extraction: Extraction) -> None:
        self.extractions[extraction.document.uri] = extraction

    def aside(self, share: int) -> type[MemoryAside]:
        del share
        return MemoryAside

    def adopt(self, names: Iterable[str]) -> None:
        for name in names:
            self.put(ASIDE.pop(name))

    def delete(self, uri: str) -> None:
        self.extractions.pop(uri, None)


def is_selected(claim: Claim, selection: Selection) -> bool:
    sources, documents, attributions = selection.source_ids, selection.documents, selection.attributions
    return (
        (sources is None or not sources.isdisjoint(claim.source_ids))
        and (documents is None or claim.document_uri in documents)
        and (attributions is None or claim.attribution in attributions)
    )


def matches(query: Query, claim: Claim) -> bool:  # noqa: PLR0911  # one answer for each kind
    match query:
        case And(parts):
            return all(matches(part, claim) for part in parts)
        case Or(parts):
            return any(matches(part, claim) for part in parts)
        case Not(part):
            return not matches(part, claim)
        case Sources(ids):
            return not ids.isdisjoint(claim.source_ids)
        case Field(name):
            values = {
                "source": claim.source_ids,
                "document": (claim.document_uri,),
                "label": claim.labels,
                "attribution": (claim.attribution,),
            }
            return any(map(field_test(query), values[name]))
        case _:
            text = claim.statement if query.field == "statement" else heading_text(claim.heading)
            if isinstance(query, Phrase):
                return holds(query.text, text)
            test = word_test(query)
            return any(test(found.word) for found in written(text))


def holds(sought: str, text: str) -> bool:
    steps = phrase(sought)
    terms = [token.term for token in tokens(text)]
    return bool(steps) and any(
        all(
            first + step.offset < len(terms)
            and (terms[first + step.offset].startswith if step.open else terms[first + step.offset].__eq__)(step.term)
            for step in steps
        )
        for first in range(len(terms))
    )
