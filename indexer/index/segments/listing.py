"""Answers that need no search: documents, sources, texts, and the claims of a selection, in document order.

Standard library only, so that a short question costs no import of NumPy.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from heapq import merge
from itertools import groupby, islice
from typing import TYPE_CHECKING

from indexer.index import Selection, SourceNames
from indexer.index.digests import Digests
from indexer.index.failures import translated_errors
from indexer.index.segments import claims
from indexer.index.segments.layout import ATTRIBUTIONS, decoded, encoded
from indexer.index.segments.snapshot import DocumentPlace, OpenSegment, Snapshot
from indexer.model import DocumentSummary, Source

if TYPE_CHECKING:
    from indexer.index import Folder


def digests(folder: Folder, snapshot: Snapshot) -> Digests:
    """The digest of every document, by uri."""

    def find(uri: str) -> str | None:
        with translated_errors(folder):
            place = snapshot.find(uri)
            return None if place is None else place.segment.mapped.text("digest", place.document)

    def read() -> dict[str, str]:
        found: dict[str, str] = {}
        with translated_errors(folder):
            for segment in snapshot.segments:
                uris, values = segment.mapped.strings("uri"), segment.mapped.strings("digest")
                for document in segment.documents():
                    found[decoded(uris[document])] = decoded(values[document])
        return found

    return Digests(find, read)


def summaries(snapshot: Snapshot, uri: str | None) -> Iterator[DocumentSummary]:
    """Every document, in the order of uris; if a uri is given, only that one."""
    places = _places(snapshot, () if uri is None else (uri,))
    return (claims.summary(place.segment.mapped, place.document) for place in places)


def sources(snapshot: Snapshot, uris: Collection[str]) -> Iterator[Source]:
    """Every source, by id; of some documents, if any are given."""
    from indexer.index import records  # noqa: PLC0415  # most listings are not of sources
    from indexer.index.segments.sources import named  # noqa: PLC0415

    places = _places(snapshot, uris)
    return records.collect_sources((_uri(place), named(place.segment.mapped, place.document)) for place in places)


def dois(snapshot: Snapshot) -> dict[str, str]:
    """The first address that references give each source whose id is a DOI."""
    found: dict[str, str] = {}
    for place in snapshot.documents():
        named = place.segment.mapped.text("document.named", place.document)
        if '"doi:' in named:
            for source_id, _, url, *_ in json.loads(named):
                if url and source_id.startswith("doi:"):
                    found.setdefault(source_id, url)
    return found


def years(snapshot: Snapshot) -> dict[str, int]:
    """The year of each source: the one that most documents give, of several the earliest."""
    found: dict[str, Counter[int]] = {}
    for place in snapshot.documents():
        for source_id, *_, year in json.loads(place.segment.mapped.text("document.named", place.document)):
            if year is not None:
                found.setdefault(source_id, Counter())[year] += 1
    return {source_id: min(said, key=lambda year: (-said[year], year)) for source_id, said in found.items()}


def grouped(snapshot: Snapshot, groups: Mapping[str, str]) -> dict[str, int]:
    """How many claims rest on any source of each group."""
    found: Counter[str | None] = Counter()
    for segment in snapshot.segments:
        mapped = segment.mapped
        names = [groups.get(decoded(text)) for text in mapped.strings("source")]
        bounds, counts = mapped["document.first"], mapped["source.count"]
        for document in segment.documents():
            first, end = bounds[document], bounds[document + 1]
            if first == end:
                continue
            begin, stop = mapped.counted("source", first)[0], mapped.counted("source", end - 1)[1]
            values = map(names.__getitem__, mapped["source.value"][begin:stop])
            for count in counts[first:end]:
                found.update({*islice(values, count)})
    return {name: number for name, number in found.items() if name is not None}


def selected(snapshot: Snapshot, selection: Selection) -> Iterator[tuple[OpenSegment, int]]:
    """The rows of every claim selected, each with its segment, in document order."""
    for place, rows in merge(*(_selected(segment, selection) for segment in snapshot.segments)):
        for row in rows:
            yield place.segment, row


def claim_rows(place: DocumentPlace, start: int, end: int) -> range:
    """The rows of a document's claims from ordinal `start` up to `end`."""
    first = place.segment.mapped["document.first"]
    begin, beyond = first[place.document], first[place.document + 1]
    return range(min(begin + max(start, 0), beyond), min(begin + max(end, 0), beyond))


def rows_between(place: DocumentPlace, start: int, end: int) -> list[int]:
    """The rows of a document's claims that begin from `start` on and before `end`, in code points."""
    mapped = place.segment.mapped
    first, beyond = mapped["document.first"][place.document : place.document + 2]
    starts = mapped["claim.start"][first:beyond].tolist()
    return [row for row, at in enumerate(starts, first) if start <= at < end]


def has_source(snapshot: Snapshot, source_id: str) -> bool:
    """Whether a claim or a reference of a document names a source. Only documents that may name it are read."""
    selection = Selection(source_ids=frozenset({source_id}))
    return any(True for _ in selected(snapshot, selection)) or any(
        _is_referred_to(segment, source_id) for segment in snapshot.segments
    )


def _is_referred_to(segment: OpenSegment, source_id: str) -> bool:
    data, starts = bytes(segment.mapped["document.named.bytes"]), segment.mapped["document.named.starts"]
    written = encoded(json.dumps(source_id, ensure_ascii=False))
    at = data.find(written)
    while at >= 0:
        document = bisect_right(starts, at) - 1
        named = json.loads(segment.mapped.text("document.named", document))
        if not segment.is_dead(document) and any(row[0] == source_id for row in named):
            return True
        at = data.find(written, starts[document + 1])
    return False


def works(snapshot: Snapshot, source_ids: Iterable[str], uri: str | None) -> dict[str, SourceNames]:
    """The sources as a document names them; without a document, as the first one with a claim on each does."""
    from indexer.index import records  # noqa: PLC0415  # see `sources`

    asked: dict[DocumentPlace | None, list[str]] = {}
    given = None if uri is None else snapshot.find(uri)
    for source_id in source_ids:
        asked.setdefault(_first_citing(snapshot, source_id) if uri is None else given, []).append(source_id)
    found: dict[str, SourceNames] = {}
    for place, ids in asked.items():
        dumped = "[]" if place is None else place.segment.mapped.text("document.named", place.document)
        found.update((work.id, work) for work in records.find_works(dumped, ids))
    return found


def _first_citing(snapshot: Snapshot, source_id: str) -> DocumentPlace | None:
    """The first document with a claim that rests on a source."""
    key = encoded(source_id)
    places: list[DocumentPlace] = []
    for segment in snapshot.segments:
        mapped = segment.mapped
        ordinal = mapped.find("source", key)
        if ordinal < 0:
            continue
        first = mapped["source.first"]
        for at in range(first[ordinal], first[ordinal + 1]):
            document = claims.document_of(mapped, mapped["source.row"][at])
            if not segment.is_dead(document):
                places.append(DocumentPlace(mapped.string("uri", document), segment, document))
                break
    return min(places, default=None)


def _places(snapshot: Snapshot, uris: Collection[str]) -> Iterable[DocumentPlace]:
    """Every document, by uri, or those of some uris."""
    if not uris:
        return snapshot.documents()
    return sorted(place for uri in uris if (place := snapshot.find(uri)) is not None)


def _selected(segment: OpenSegment, selection: Selection) -> Iterator[tuple[DocumentPlace, list[int]]]:
    """The rows selected in a segment, by document."""
    rows: Iterable[int]
    if selection.source_ids is None:
        documents = segment.documents() if selection.documents is None else _documents(segment, selection.documents)
        rows = _rows_of(segment, documents)
    else:
        rows = _rows_with(segment, selection.source_ids)
    if selection.attributions is not None:
        wanted = {ATTRIBUTIONS.index(each) for each in selection.attributions}
        attribution = segment.mapped["claim.attribution"]
        rows = (row for row in rows if attribution[row] in wanted)
    allowed = None if selection.documents is None else set(_documents(segment, selection.documents))
    for document, found in groupby(rows, lambda row: claims.document_of(segment.mapped, row)):
        if not segment.is_dead(document) and (allowed is None or document in allowed):
            yield DocumentPlace(segment.mapped.string("uri", document), segment, document), list(found)


def _documents(segment: OpenSegment, uris: Iterable[str]) -> list[int]:
    return sorted(document for uri in uris if (document := segment.find(uri)) is not None)


def _rows_of(segment: OpenSegment, documents: Iterable[int]) -> Iterator[int]:
    first = segment.mapped["document.first"]
    for document in documents:
        yield from range(first[document], first[document + 1])


def _rows_with(segment: OpenSegment, source_ids: Collection[str]) -> Iterable[int]:
    mapped = segment.mapped
    first, rows = mapped["source.first"], mapped["source.row"]
    ordinals = (mapped.find("source", encoded(source_id)) for source_id in source_ids)
    found = [rows[first[ordinal] : first[ordinal + 1]] for ordinal in ordinals if ordinal >= 0]
    # The rows of one source are in order already, and only as many are read as are asked for.
    return found[0] if len(found) == 1 else sorted({row for each in found for row in each})


def _uri(place: DocumentPlace) -> str:
    return decoded(place.uri)
