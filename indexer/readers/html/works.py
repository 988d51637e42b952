"""The works that the entries of a page name, from their links and markup; and whether an entry names one at all."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from urllib.parse import unquote, urlsplit

from indexer.hosts import host_of
from indexer.late import dataclass
from indexer.model import BlockKind, Reference, Span
from indexer.notes import reads_as_prose
from indexer.patterns import pattern
from indexer.readers.bibliography import BibliographyEntry
from indexer.readers.html.footnotes import SPANS, WORK_YEAR, PageNotes
from indexer.readers.html.tree import words_in
from indexer.readers.xmltree import Element
from indexer.sources import find_doi

# Hosts of copies and catalogues: they show the work, but are not its address.
_COPIES = frozenset(
    "web.archive.org archive.today archive.is archive.ph archive.md archive.li webcitation.org ghostarchive.org webcache.googleusercontent.com"
    " worldcat.org search.worldcat.org scholar.google.com id.loc.gov api.semanticscholar.org semanticscholar.org isni.org viaf.org d-nb.info"
    " geohack.toolforge.org wikidata.org wikimedia.org portal.issn.org isbnsearch.org".split()
)
_OWN_WIKIS = pattern(r"(?:\A|\.)(?:wikipedia|wiktionary|wikisource|wikidata|wikimedia)\.org\Z")
_ADDRESS_WORDS = pattern(
    r"\W*(?:https?://\S*|www\.\S*|doi\S*|\d+|10\.\d{4,9}/\S*|link|url|pdf|source|html|full text|online|here|\[?archived?\]?|pubmed|pmc free article|cross-?ref|google scholar|article|full text pdf|web of science|scopus|pp?\.\s?\d[\d–-]{0,12}|[\s|,;]{0,4})\W*",
    re.IGNORECASE,
)
_QUOTED = pattern(r"[\"“„«「『](?P<title>[^\"“”„«»「」『』]{3,300})[\"”“»」』]")
_IDENTIFIER = pattern(
    r"\b(?:ISBN|ISSN|OCLC|PMID|PMC|arXiv|JSTOR|Bibcode|doi)\b|10\.\d{4,9}/|https?://|www\.\w", re.IGNORECASE
)
_VOLUME = pattern(r"[\s.,]{0,3}(?:vol\.?\s)?\d{1,3}\b")  # after the name of a journal
_LOCATOR = pattern(
    r"[\s,.:;]{0,4}(?P<locator>(?:pp?\.|pages?|S\.|с\.|ch\.|chap(?:ter|\.)|§+|sec(?:tion|\.)|vol\.|fig\.|table|note|n\.|para\.|頁|第)\s?[\w][\w\s.,–-]{0,30}|\d{1,4}(?:[–-]\d{1,4})?)[\s.;,)]{0,4}",
    re.IGNORECASE,
)
_REDIRECT = pattern(r"https://www\.google\.com/url\?q=(?P<url>[^&#]{1,2000})(?=&(?:amp;)?sa=)")
_LONGEST_LOCATOR = 60
_LONGEST_ENTRY = 20_000  # characters of an entry that are examined
_NOTE_LABEL = pattern(r"[a-zA-Z]|[ivxlc]{1,6}|[*†‡§‖¶#]{1,4}|\D*[^\W\d][.\s]{0,2}\d{1,3}")


@dataclass(frozen=True, slots=True)
class Listed:
    """An entry before it is rendered: how it is shown, and what its markers mean.

    A `remark` names no work, and is no source. If the entry only names a work, `Smith 2020, p. 4`, `work` is the element
    that describes it, and `locator` the part of it. An `inline` entry is within a sentence.
    """

    key: str
    label: str
    kind: BlockKind
    remark: bool = False
    inline: bool = False
    work: Element | None = None
    locator: str | None = None


def list_entries(notes: PageNotes, host: str) -> dict[Element, Listed]:
    """All entries with markers, and those without in the same lists."""
    labels = dict(notes.labels)
    lists = (parent for entry in notes.labels if entry.tag == "li" and (parent := entry.getparent()) is not None)
    for list_ in dict.fromkeys(lists):
        for at, item in enumerate(list_.iterchildren("li"), 1):
            labels.setdefault(item, str(at) if list_.tag == "ol" else "")
    found = {entry: _listed(entry, str(at), label, notes, host) for at, (entry, label) in enumerate(labels.items())}
    for listed in list(found.values()):
        if listed.work is not None and listed.work in found and listed.work not in notes.labels:
            found[listed.work] = replace(found[listed.work], kind="reference", remark=True)  # named by its parts alone
    return found


def _listed(entry: Element, key: str, label: str, notes: PageNotes, host: str) -> Listed:
    words = words_in(entry, _LONGEST_ENTRY)
    prose = reads_as_prose(_without_works(entry, words))
    work, locator = _named_work(entry, notes) if not prose else (None, None)
    if work is not None or entry.tag in SPANS:
        return Listed(key, label, "reference", work=work, locator=locator, inline=entry.tag in SPANS)
    if names_work(entry, words, host):
        return Listed(key, label, "note" if prose and next(entry.iter("cite"), None) is None else "reference")
    remark = _NOTE_LABEL.fullmatch(label) is not None and not WORK_YEAR.search(label)
    return Listed(key, label, "note" if prose or remark else "reference", remark=remark)


def _named_work(entry: Element, notes: PageNotes) -> tuple[Element | None, str | None]:
    """The element of the work that an entry names by a link to another list, and the part of the work."""
    parent = entry.getparent()
    if parent is not None and "mw-subreference-list" in parent.get("class", "").split():
        return parent.getparent(), words_in(entry, 80).strip(" .↑^") or None
    for link in entry.iter("a"):
        named = notes.markers.get(link)
        short = "#CITEREF" in link.get("href", "") or link.get("role") == "doc-biblioref"
        if named is not None and named is not entry and short:
            return named, _locator_behind(link.tail or "")
        if external(link.get("href")):
            break
    return None, None


def _without_works(entry: Element, words: str) -> str:
    """The words of an entry without its links and titles."""
    for named in entry.iter("a", "cite", "i", "em"):
        if title := words_in(named, 400):
            words = words.replace(title, " ", 1)
    return _QUOTED.sub(" ", words)


def make_references(
    text: str, placed: Mapping[Element, Span], entries: Mapping[Element, Listed], host: str
) -> dict[str, Reference]:
    """The references of all rendered entries but remarks, by key, in the order of the text."""
    found: dict[Element, Reference] = {}
    for element, span in placed.items():
        words = " ".join(text[span.start : span.end].split())
        entry = describe(element, words, host)
        entry.label = entries[element].label
        found[element] = entry.reference(span)
    for element, reference in found.items():
        named = entries[element].work
        if named is not None:
            work = found.get(named) or describe(named, words_in(named, _LONGEST_ENTRY), host).reference(reference.span)
            found[element] = replace(reference, url=work.url, doi=work.doi, title=work.title, source_id=work.source_id)
    return {entries[element].key: each for element, each in found.items() if not entries[element].remark}


def path_of(address: str) -> str:
    """The path of an address; empty if it has none."""
    try:
        return urlsplit(address).path
    except ValueError:
        return ""


def external(href: str | None, host: str = "") -> str | None:
    """The address of a link that leaves the site whose host is `host`; None for any other link."""
    if not href or not (address := href.strip()).startswith(("http://", "https://", "//", "HTTP")):
        return None
    if (redirect := _REDIRECT.match(address)) and (target := unquote(redirect["url"])).startswith(
        ("http://", "https://")
    ):
        address = target  # the form of all links in exports of Google Docs
    where = host_of(address)
    if not where or where == host:
        return None
    return "https:" + address if address.startswith("//") else address


def describe(element: Element, words: str, host: str = "") -> BibliographyEntry:
    """The work that an entry describes. `words` is its text as shown, without the label."""
    entry = BibliographyEntry(words=words)
    links = list(_links(element, host))
    entry.doi = next((doi for address, _ in links if "doi.org/" in address and (doi := find_doi(unquote(address)))), "")
    good = [(address, shown) for address, shown in links if not _is_copy(address)]
    if good:
        entry.url = good[0][0]
    elif links:
        entry.url = links[0][0]
    entry.title = _title(element, words, [shown for _, shown in good if not _ADDRESS_WORDS.fullmatch(shown)])
    return entry


def _links(element: Element, host: str) -> Iterator[tuple[str, str]]:
    """The addresses that an entry links, with the words of each link; on a wiki, only external links."""
    found = []
    for link in element.iter("a"):
        address = external(link.get("href"), host)
        if address is not None:
            found.append((address, words_in(link, 400), "external" in link.get("class", "").split()))
    marked = any(is_marked for _, _, is_marked in found)
    for address, shown, is_marked in found:
        if is_marked or not marked:
            yield address, shown


def _is_copy(address: str) -> bool:
    host = host_of(address)
    return host in _COPIES or _OWN_WIKIS.search(host) is not None or "Special:BookSources" in address


def _title(element: Element, words: str, linked: list[str]) -> str:
    """The title: what is in quotes, else the words of a link, else what is in italics; for a book, italics before links."""
    if quoted := _QUOTED.search(words):
        return quoted.group("title").strip(" ,.")
    italics = (
        shown
        for italic in element.iter("i", "em")
        if len(shown := words_in(italic, 400)) > 3 and not _VOLUME.match(words, words.find(shown) + len(shown))
    )
    is_book = element.tag == "cite" or next(element.iter("cite"), None) is not None
    title = (next(italics, "") if is_book else "") or next(iter(linked), "") or next(italics, "")
    return title.strip(" ,.")


def names_work(element: Element, words: str, host: str = "") -> bool:
    """Whether an entry names a work, and is not a remark."""
    if any(True for _ in _links(element, host)) or _IDENTIFIER.search(words):
        return True
    if next(element.iter("cite"), None) is not None or element.tag == "cite":
        return True
    return WORK_YEAR.search(words) is not None and not reads_as_prose(words)


def _locator_behind(words: str) -> str | None:
    """The locator that the words after the name of a work consist of: `, p. 4.`; None if they are anything else."""
    words = " ".join(words.split())
    match = _LOCATOR.fullmatch(words) if len(words) <= _LONGEST_LOCATOR else None
    return match.group("locator").strip(" .,;") if match else None
