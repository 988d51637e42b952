"""Keys that a text names works by, such as `[@smith2020]`, and the entries of its bibliography. Pure."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from indexer.model import SOURCELESS, Document, Marker, Reference, Span
from indexer.sources import canonical_source

_TELLING = ("doi:", "10.", "pmid:", "pmc:", "pmcid:", "arxiv:", "url:", "http://", "https://")


def resolve_keys(document: Document, library: Mapping[str, Reference]) -> Document:
    """The document with the sources of the keys that `library` has, and with their entries among its references.

    Its own list has precedence. Only those works of the library that the text names become references: the others are not
    unused entries. A doubtful marker counts if the library has its keys, or if the text has other keys as well. A key that the
    library lacks may tell its work itself: `[@doi:10.1000/xyz]`.
    """
    keyed = bool(library) and any(marker.style not in SOURCELESS for marker in document.markers)
    telling = {label: work for label, work in map(_told, _labels(document)) if work and label not in library}
    certain = [m for m in document.doubtful if keyed or all(label in library or label in telling for label in m.labels)]
    used: dict[str, Reference] = {}
    whole = Span(0, len(document.text))
    markers = []
    for marker in sorted((*document.markers, *certain), key=lambda marker: marker.span):
        if None in marker.source_ids and marker.style not in SOURCELESS:
            for label, source in zip(marker.labels, marker.source_ids, strict=True):
                if source is None and label in library:
                    used.setdefault(label, replace(library[label], span=marker.span, covers=whole))
                elif source is None and label in telling:
                    used.setdefault(label, replace(telling[label], span=marker.span, covers=marker.span))
        markers.append(_sourced(marker, used))
    noted = list(_noted(document, markers, used))
    renamed = {
        before.source_id: after.source_id
        for before, after in zip(document.references, noted, strict=True)
        if before.source_id != after.source_id
    }
    if renamed:
        markers = [replace(m, source_ids=tuple(renamed.get(id_ or "", id_) for id_ in m.source_ids)) for m in markers]
    return replace(document, markers=tuple(markers), references=(*noted, *used.values()), doubtful=())


def _labels(document: Document) -> Iterator[str]:
    return (label for marker in (*document.markers, *document.doubtful) for label in marker.labels)


def _told(label: str) -> tuple[str, Reference | None]:
    """A key, and the work that it tells itself by a DOI, an address or a number in an archive, as Manubot's do; None if it does not."""
    if not label.casefold().startswith(_TELLING):
        return label, None
    address = label[4:] if label[:4].casefold() == "url:" else label
    source = canonical_source(address.replace("pmcid:", "").replace("pmc:", ""))
    if source is None:
        return label, None
    doi = source.removeprefix("doi:") if source.startswith("doi:") else None
    url = address if "://" in address else None
    here = Span(0, 0)
    return label, Reference(label, label, here, url, doi, None, source, here)


def _noted(document: Document, markers: Sequence[Marker], used: Mapping[str, Reference]) -> Iterator[Reference]:
    """The document's own references; a note that only names a key, `[^1]: [@smith2020, p. 3].`, gets the source of that key."""
    starts = [marker.span.start for marker in markers] if used else []
    for reference in document.references:
        at = bisect_left(starts, reference.span.start)
        inside = at < len(starts) and starts[at] < reference.span.end
        work = used.get(markers[at].labels[0]) if inside and markers[at].labels else None
        if work is None or reference.url or reference.doi:
            yield reference
        else:
            yield replace(reference, url=work.url, doi=work.doi, title=work.title, source_id=work.source_id)


def unknown_keys(document: Document, library: Mapping[str, Reference]) -> bool:
    """Whether a marker of the text names a key that neither its own list nor the library has."""
    return any(
        source is None and label not in library
        for marker in document.markers
        if marker.style not in SOURCELESS
        for label, source in zip(marker.labels, marker.source_ids, strict=True)
    )


def _sourced(marker: Marker, used: Mapping[str, Reference]) -> Marker:
    if marker.style in SOURCELESS or None not in marker.source_ids:
        return marker
    pairs = zip(marker.labels, marker.source_ids, strict=True)
    ids = tuple(source or (used[label].source_id if label in used else None) for label, source in pairs)
    return replace(marker, source_ids=ids)
