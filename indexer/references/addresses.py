"""The addresses of entries: those in their words, and those that a format ties to stretches of its text."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from indexer.hosts import HOST
from indexer.model import Span
from indexer.patterns import pattern
from indexer.sources import first_url, plain_url, urls_of

MARKDOWN_LINK = pattern(
    r"\[(?P<words>(?:[^\[\]\n]|\[[^\[\]\n]{0,80}\]){1,500})\]\((?P<url><?[^\s()]{1,2000}(?:\([^\s()]{0,200}\)[^\s()]{0,400}){0,3}>?)(?:\s\"[^\"\n]{0,300}\")?\)"
)
_TARGET = pattern(r"https?://|www\.|ftp://|zotero://", re.IGNORECASE)
# Links of a wiki that lead back to markers, to what an abbreviation means, or to an article on an author or a journal.
_BACK = "#cite_ref"
_ASIDE = pattern(r"#cite_ref|_\\?\(identifier\\?\)>?\Z|/wiki/(?:ISBN|ISSN|Doi|DOI|OCLC|PMID|S2CID|JSTOR|ArXiv)>?\Z")
_ARTICLE = pattern(r"<?https?://[\w.-]{1,40}\.wikipedia\.org/wiki/", re.IGNORECASE)
_HOST_ALONE = pattern(HOST)
_HOST = pattern(r"www\.[\w.-]{1,200}", re.IGNORECASE)
_ESCAPED_BRACKET = pattern(r"\\([()])")


class Addresses:
    """The addresses of a document, in the order of the text."""

    def __init__(self, found: Sequence[tuple[Span, str]]) -> None:
        self._found = found
        self._starts = [span.start for span, _ in found]

    def first(self, start: int, end: int) -> str | None:
        """The first address that is linked in a stretch of the text."""
        return next((url for _, url in self._within(start, end)), None)

    def marked_up(self, text: str, start: int, end: int) -> str:
        """A stretch of the text, white space folded, with its links as Markdown has them."""
        pieces = []
        for span, url in self._within(start, end):
            pieces += [text[start : span.start], f"[{text[span.start : span.end]}]({url})"]
            start = span.end
        return " ".join("".join((*pieces, text[start:end])).split())

    def _within(self, start: int, end: int) -> Sequence[tuple[Span, str]]:
        return self._found[bisect_left(self._starts, start) : bisect_left(self._starts, end)]


def find_url(words: str) -> str | None:
    """The first address of an entry as written."""
    words = without_asides(words)
    if link := MARKDOWN_LINK.search(words):
        target = plain_url(_ESCAPED_BRACKET.sub(r"\1", link.group("url").strip("<>")))
        if _TARGET.match(target):
            return target
    first = first_url(words)
    if first is None and _HOST_ALONE.fullmatch(alone := words.strip(" \t\n.,;·")):
        return f"https://{alone}"
    if first and _HOST.fullmatch(first):  # `www.example.org, accessed 3 May 2025, https://www.example.org/a`
        return next((url for url in urls_of(words) if url.partition("://")[2].startswith(first)), first)
    return first


def without_asides(words: str) -> str:
    """An entry of a wiki without the links that lead back to its markers, `[^](#cite_ref-1)`, or to what an abbreviation means.

    Of those to articles on its author or journal, which are not the work, the words stay.
    """
    back = _BACK in words
    if not back and "identifier" not in words:
        return words

    def kept(link: re.Match[str]) -> str:
        if _ASIDE.search(link["url"]):
            return ""
        return link["words"] if back and _ARTICLE.match(link["url"]) else link.group()

    return MARKDOWN_LINK.sub(kept, words)
