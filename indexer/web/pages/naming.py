"""The names of sources and claims on pages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from indexer.corpus import Corpus
from indexer.model import Attribution, Claim, Hit
from indexer.patterns import pattern
from indexer.web.pages import addresses

_UNLISTED = pattern(r"(?s)(?P<uri>.+)\[(?P<label>[^\[\]]+)\]")
_ADDRESS = pattern(r"https?://(?:www\.)?", re.IGNORECASE)

_ABOVE = 2  # headings that are shown above a claim

ATTRIBUTIONS: dict[Attribution, str] = {"direct": "own marker", "inherited": "inherited", "none": "no source"}
"""The name of each attribution for readers without a glossary."""


@dataclass(frozen=True, slots=True)
class Name:
    """A source as it is shown: `title` is never empty, `href` is its address on the web, `page` that of its page here."""

    id: str
    title: str
    host: str
    href: str | None
    page: str
    is_listed: bool = True


_REMEMBERED: WeakKeyDictionary[Corpus, dict[tuple[str | None, str], Name]] = WeakKeyDictionary()
_TITLES: WeakKeyDictionary[Corpus, dict[str, str]] = WeakKeyDictionary()
_MOST = 10_000  # names that are remembered for each commit; each takes half a kilobyte


@dataclass(frozen=True, slots=True)
class Shown:
    """A claim in a list: its words in pieces, each with whether it matched, and its sources with their labels.

    `path` are the headings directly above it, the outer one first.
    """

    claim: Claim
    path: tuple[str, ...]
    pieces: tuple[tuple[str, bool], ...]
    sources: tuple[tuple[str, Name], ...]
    href: str


def name_of(source_id: str, title: str | None, url: str | None, doi: str | None) -> Name:
    """The name of a source: its title, otherwise its address, otherwise its label in its document."""
    href = addresses.outward(url, doi)
    site = addresses.host(url or "") or ("doi.org" if doi else "")
    unlisted = None if href or title else _UNLISTED.fullmatch(source_id)
    if unlisted:
        called = f"[{unlisted['label']}] in {unlisted['uri']}"
    else:
        called = title or _ADDRESS.sub("", url or "", count=1) or doi or source_id
    return Name(source_id, called, site, href, addresses.of_source(source_id), unlisted is None)


def names(corpus: Corpus, source_ids: Iterable[str], document: str | None = None) -> dict[str, Name]:
    """The names that a document gives to sources, by source id; without a document, those of `Corpus.works`. They are remembered."""
    known = _REMEMBERED.setdefault(corpus, {})
    ids = tuple(source_ids)
    found = {each: name for each in ids if (name := known.get((document, each))) is not None}
    missing = [each for each in ids if each not in found]
    if missing:
        works = corpus.works(missing, document=document).values()
        found.update((work.id, name_of(work.id, work.title, work.url, work.doi)) for work in works)
        if len(known) > _MOST:
            known.clear()
        known.update(((document, each), found[each]) for each in missing)
    return found


def title_of(corpus: Corpus, uri: str) -> str:
    """The title of a document, otherwise its uri; also remembered."""
    known = _TITLES.setdefault(corpus, {})
    if uri not in known:
        if len(known) > _MOST:
            known.clear()
        known[uri] = title = corpus.document(uri).title or uri
        return title
    return known.get(uri, uri)  # another thread may have cleared it


def names_in(corpus: Corpus, claims: Iterable[Claim]) -> dict[str, dict[str, Name]]:
    """For each document of some claims, the names that it gives to their sources."""
    wanted: dict[str, dict[str, None]] = {}
    for claim in claims:
        wanted.setdefault(claim.document_uri, {}).update(dict.fromkeys(claim.source_ids))
    return {uri: names(corpus, ids, uri) for uri, ids in wanted.items() if ids}


def shown(corpus: Corpus, hits: Iterable[Hit]) -> list[Shown]:
    """Hits as they are listed."""
    found = list(hits)
    known = names_in(corpus, (hit.claim for hit in found))
    return [
        Shown(
            hit.claim,
            tuple(each for each in hit.claim.heading if each and each != hit.claim.title)[-_ABOVE:],
            tuple(_pieces(hit)),
            tuple(labelled(hit.claim, known.get(hit.claim.document_uri, {}))),
            addresses.of_claim(hit.claim),
        )
        for hit in found
    ]


def as_hits(claims: Iterable[Claim]) -> Iterator[Hit]:
    """Claims as hits without highlights."""
    return (Hit(claim, 0.0, ()) for claim in claims)


def labelled(claim: Claim, known: Mapping[str, Name]) -> Iterator[tuple[str, Name]]:
    """The label and name of each source of a claim, each once; the label is empty if it is not known."""
    labels: dict[str, str] = {}
    for marker in claim.markers:
        for label, source_id in zip(marker.labels, marker.source_ids, strict=False):
            if source_id is not None:
                labels.setdefault(source_id, label)
    if not labels and len(claim.labels) == len(claim.source_ids):
        labels = dict(zip(claim.source_ids, claim.labels, strict=True))
    for source_id in claim.source_ids:
        yield labels.get(source_id, ""), known[source_id]


def _pieces(hit: Hit) -> Iterator[tuple[str, bool]]:
    statement, at = hit.claim.statement, 0
    for span in hit.highlights:
        if at < span.start:
            yield statement[at : span.start], False
        yield statement[span.start : span.end], True
        at = span.end
    if at < len(statement):
        yield statement[at:], False
