"""This package through the seam `indexer.index.Index` alone, whichever engine is behind it: whole documents in, whole hits out."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from hashlib import sha256
from itertools import groupby
from multiprocessing import get_context
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from engines import BEST
from engines.ours import LOCK_TIMEOUT, MEMORY, Ours, claim_of
from indexer.index.backends import open_index
from indexer.model import Document, Extraction

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from claims import Claims, Row

    from indexer.index import Aside, Index


def documents(rows: Iterable[Row]) -> Iterator[Extraction]:
    """The claims as what reading their documents gives, texts and digests too."""
    for uri, group in groupby(rows, attrgetter("document")):
        claims = tuple(map(claim_of, group))
        text = "\n".join(claim.text for claim in claims)
        yield Extraction(Document(uri, "", text, (), digest=sha256(text.encode()).hexdigest()), claims, ())


def write(place: str, claims: Claims, jobs: int) -> None:
    """One commit of all, by one process, or by several that write a part of the claims each."""
    index = open_index(place, create=True)
    with index.writer(LOCK_TIMEOUT, MEMORY) as writer:
        if jobs == 1:
            for extraction in documents(claims.rows()):
                writer.put(extraction)
        else:
            make = writer.aside(jobs)
            with ProcessPoolExecutor(jobs, get_context("spawn")) as pool:
                for part in [pool.submit(write_part, make, claims, number, jobs) for number in range(jobs)]:
                    writer.adopt(part.result())
    index.close()


def write_part(make: Callable[[], Aside], claims: Claims, number: int, of: int) -> list[str]:
    aside = make()
    for extraction in documents(claims.part(number, of)):
        aside.put(extraction)
    return aside.finish()


class Seam(Ours):
    """Asks an index in a folder or at an address, with queries parsed from text."""

    index: Index  # type: ignore[assignment]  # which has all that is asked of it here

    def __init__(self, place: str) -> None:
        super().__init__(parsed=True, whole=True)
        self.index = open_index(place)

    def ask(self, shape: str, words: list[str]) -> list[Any]:
        query, selection = self._question(shape, words)
        if shape == "facets":
            return list(self.index.counts(query, selection, BEST).sources)
        if shape == "listed":
            return list(self.index.search(query, selection, limit=None, sort="document"))
        return list(self.index.search(query, selection, limit=BEST, sort="score"))
