"""Entries of a list whose parts a format names: authors, title, year, identifiers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from indexer.late import dataclass
from indexer.model import Reference, Span
from indexer.sources import find_doi, first_url, source_id
from indexer.works import author_year, read_work

_PUBMED = "https://pubmed.ncbi.nlm.nih.gov/"
_PMC = "https://pmc.ncbi.nlm.nih.gov/articles/"
EVERYWHERE = Span(0, 1 << 62)
"""What an entry covers whose label is a key of the format: the whole document."""


@dataclass(slots=True)
class BibliographyEntry:
    """What a format says about one work; `words` is the whole entry as it is shown."""

    words: str = ""
    label: str = ""
    title: str = ""
    year: str = ""
    surnames: Sequence[str] = ()
    doi: str = ""
    pmid: str = ""
    pmcid: str = ""
    url: str = ""

    @property
    def shown(self) -> str:
        """The entry with its label, if it has one."""
        return f"{self.label} {self.words}" if self.label else self.words

    def identify(self, kind: str, number: str) -> bool:
        """Take the number of the work in a registry, unless one is known: a `doi`, `pmid`, `pmc` or `pmcid`; False for any other kind."""
        match kind:
            case "doi":
                self.doi = self.doi or number
            case "pmid":
                self.pmid = self.pmid or number
            case "pmc" | "pmcid":
                self.pmcid = self.pmcid or number
            case _:
                return False
        return True

    def reference(self, span: Span, covers: Span = EVERYWHERE) -> Reference:
        """The entry as a reference. What its parts leave out is searched for in its words."""
        words = " ".join(self.words.split())
        doi = find_doi(self.doi) or find_doi(self.url) or find_doi(words)
        url = self.url or self._address() or first_url(words)
        identity = source_id(words, url, doi)
        if doi is None and identity.startswith("doi:"):  # of a publisher's page, or of a paper at arXiv
            doi = identity.removeprefix("doi:")
        label = self.label or author_year(self.surnames, self.year) or _called(words) or self.title or words[:40]
        return Reference(label, words, span, url, doi, self.title or None, identity, covers)

    def _address(self) -> str | None:
        if self.pmid:
            return f"{_PUBMED}{self.pmid}/"
        return f"{_PMC}PMC{self.pmcid.upper().removeprefix('PMC')}/" if self.pmcid else None


def _called(words: str) -> str:
    """The label by author and year that the words of an entry give it; empty if they do not."""
    work = read_work(words)
    return work.label if work else ""


def entry_words(names: Sequence[str], year: str, title: str, more: Iterable[str]) -> str:
    """An entry as it is shown: `Osei, Ama; Lie, Kari (2020). Title. Journal.`."""

    def parts() -> Iterator[str]:
        if names or year:
            yield f"{'; '.join(names)} ({year})".strip() if year else "; ".join(names)
        yield from (part.rstrip(".") for part in (title, *more))

    return " ".join(f"{part}." for part in parts() if part)
