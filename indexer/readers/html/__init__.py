"""HTML: web pages, saved articles, Wikipedia, reports of answer engines, and the pages of EPUB books."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from indexer.hosts import host_of
from indexer.model import Marker, Span
from indexer.patterns import pattern
from indexer.readers.html.article import select_article
from indexer.readers.html.citedspans import link_cited
from indexer.readers.html.footnotes import HtmlPage, find_notes
from indexer.readers.html.sidenotes import unfold_notes
from indexer.readers.html.styled import make_items
from indexer.readers.html.tree import parse_html, words_in
from indexer.readers.html.walk import HtmlWalk
from indexer.readers.html.works import list_entries, make_references, path_of
from indexer.readers.links import follow_references, linked_text, make_markers
from indexer.readers.parsed import Fault, ParsedText
from indexer.readers.xmltree import Element

_SUFFIX = pattern(r"\s+(?:[|–—·•»:]+|-)\s+(?P<site>[^|–—·•»]{2,60})\Z")
_LONGEST_SITE = 4  # words in the name of a site


def read_html(data: bytes) -> ParsedText:
    """The article of a page. Raises `ReadError` for a binary file and for elements nested too deep."""
    root, faults = parse_html(data)
    addresses = _own_addresses(root)
    host = next((host for address in addresses if (host := host_of(address))), "")
    title = _given_title(root)
    parsed = read_parts([HtmlPage("", root)], addresses, host)
    told = (*place_faults(faults, parsed.text or ""), *parsed.faults)
    return replace(parsed, title=_heading(root, parsed, title), faults=told)


def read_parts(parts: Sequence[HtmlPage], addresses: Iterable[str] = (), host: str = "") -> ParsedText:
    """The articles of the pages of one document. `addresses` and `host` are those of a single page."""
    for part in parts:
        unfold_notes(part.root)
        link_cited(part.root)
        make_items(part.root)
    notes = find_notes(parts, addresses)
    entries = list_entries(notes, host)
    walk = HtmlWalk(notes, entries, host)
    for part in parts:
        walk.page(select_article(part.root, entries))
    text = walk.out.text()
    references, faults = follow_references(make_references(text, walk.placed, entries, host))
    linked = make_markers(text, walk.out.links, references)
    flags = [Marker(span, (), "needed") for span in walk.needed]
    parsed = linked_text(text, walk.out, references.values(), (*linked, *flags), on_page=True)
    return replace(parsed, searched=not references, faults=faults)


def _own_addresses(root: Element) -> list[str]:
    """The addresses that a page gives as its own, and their paths, which links within the site use."""
    found = [link.get("href", "") for link in root.iter("link") if link.get("rel", "").lower() == "canonical"]
    found += [base.get("href", "") for base in root.iter("base")]
    whole = [address.partition("#")[0] for address in (*found, _property(root, "og:url")) if address]
    return [*whole, *(path for address in whole if len(path := path_of(address)) > 1)]


def _property(root: Element, name: str) -> str:
    for meta in root.iter("meta"):
        if name in (meta.get("property"), meta.get("name")):
            return " ".join(meta.get("content", "").split())
    return ""


def _given_title(root: Element) -> str:
    """The title in the head of a page, without the name of the site."""
    element = next((title for title in root.iter("title") if title.text), None)
    title = _property(root, "og:title") or (words_in(element, 1000) if element is not None else "")
    match = _SUFFIX.search(title)
    if match is None:
        return title
    site = match.group("site").strip()
    named = site.casefold() == _property(root, "og:site_name").casefold() or "." in site
    is_name = len(site.split()) <= _LONGEST_SITE and not site[0].islower()
    return title[: match.start()].strip() if (named or is_name) else title


def _heading(root: Element, parsed: ParsedText, title: str) -> str:
    """The title that the page shows: MediaWiki's, else the only first-level heading of the article, else `title`."""
    for heading in root.iter("h1"):
        if heading.get("id") == "firstHeading":
            return words_in(heading, 1000)
    text = parsed.text or ""
    found = [
        text[block.span.start : block.span.end]
        for block in parsed.blocks
        if block.level == 1 and block.kind == "heading"
    ]
    return " ".join(found[0].split()) if len(found) == 1 or (found and not title) else title


def place_faults(faults: Iterable[Fault], text: str) -> tuple[Fault, ...]:
    """The faults of the bytes, with the first place in the text where they are visible."""
    at = max(0, text.find("\ufffd"))
    span = Span(at, min(len(text), at + 1))
    return tuple(replace(fault, span=span if fault.code == "TXT002" else Span(0, 0)) for fault in faults)
