"""A link that closes a sentence is its source, and one among its words is none, in whatever format it is written."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import docx_articles
import odt_articles
import pytest
from test_epub import book

from indexer.claims import extract_claims
from indexer.readers import read_document

if TYPE_CHECKING:
    from collections.abc import Callable

    from indexer import Extraction

A, B = "https://example.org/a", "https://example.com/b"
LINKS = {"A": ("Reuters", A), "B": ("BBC News", B), "U": (A, A), "M": ("Read more", A), "S": ("It is what we know", A)}
# `@A` is a link, `@U` one that shows its address, `|` a line that ends.
SOURCES = {
    "Fees rose by half (@A). Rents fell.": 1,
    "Fees rose by half. (@A) Rents fell.": 1,
    "Rents fell. Fees rose by half (@A)": 1,
    "Fees rose by half (see @A). Rents fell.": 1,
    "Fees rose by half (via @A). Rents fell.": 1,
    "Fees rose by half (Source: @A). Rents fell.": 1,
    "Fees rose by half (@A, @B). Rents fell.": 2,
    "Fees rose by half [@A]. Rents fell.": 1,
    "Rents fell. Fees rose by half. @A": 1,
    "Rents fell. Fees rose by half. @A.": 1,
    "Rents fell. Fees rose by half. @A, @B": 2,
    "Rents fell. Fees rose by half.@A": 1,
    "Fees rose by half.@A Rents fell.": 1,
    "Rents fell. Fees rose by half. Source: @A": 1,
    "Rents fell. Fees rose by half.|Source: @A": 1,
    "Fees rose by half (@U). Rents fell.": 1,
    "Fees rose by half [@U]. Rents fell.": 1,
    "Rents fell. Fees rose by half. Source: @U": 1,
    "Fees rose by half (Lake survey 2019, @U). Rents fell.": 1,
}
NONE = (
    "See the @A for details. Rents fell.",
    "The firm (@A) has a shop. Rents fell.",
    "Read all of it in the @A. Rents fell.",
    "Rents fell. @A has a shop.",
    "See @U for details. Rents fell.",
    "Rents fell. It is so. @S.",
    "Rents fell. It is so. @M",
)
JATS = '<article article-type="x" xmlns:xlink="http://www.w3.org/1999/xlink"><body><p>{}</p></body></article>'
TEI = '<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body><p>{}</p></body></text></TEI>'


def docx(words: str) -> bytes:
    links = re.findall(r'r:id="(.*?)"', words)
    runs = re.sub(r"(?:\A|(?<=>))[^<]+", lambda found: f"<w:r><w:t xml:space='preserve'>{found[0]}</w:t></w:r>", words)
    return docx_articles.docx(f"<w:p>{runs}</w:p>", links=[(url, url) for url in dict.fromkeys(links)])


def odt(words: str) -> bytes:
    return odt_articles.odt(f"<text:p>{words}</text:p>")


def epub(words: str) -> bytes:
    return book({"a.xhtml": f"<p>{words}</p>"})


HTML = '<a href="{url}">{words}</a>'
# How a link is written, one that shows its address, a line that ends, and the text around them.
FORMATS: dict[str, tuple[str, str, str, Callable[[str], bytes | str]]] = {
    "text": ("[{words}]({url})", "{url}", "\n", str),
    "markdown": ("[{words}]({url})", "{url}", "\n", str),
    "html": (HTML, HTML, "<br>", "<html><body><p>{}</p></body></html>".format),
    "epub": (HTML, HTML, "<br/>", epub),
    "docx": ('<w:hyperlink r:id="{url}">{words}</w:hyperlink>', "", "<w:r><w:br/></w:r>", docx),
    "odt": ('<text:a xlink:href="{url}">{words}</text:a>', "", "<text:line-break/>", odt),
    "jats": ('<ext-link ext-link-type="uri" xlink:href="{url}">{words}</ext-link>', "", "<break/>", JATS.format),
    "tei": ('<ref target="{url}">{words}</ref>', '<ptr target="{url}"/>', "<lb/>", TEI.format),
}  # fmt: skip


def written(form: str, name: str) -> bytes:
    link, address, line, whole = FORMATS[name]

    def one(found: re.Match[str]) -> str:
        words, url = LINKS[found[1]]
        return ((address if words == url else "") or link).format(words=words, url=url)

    made = whole(re.sub(r"@(\w)", one, form.replace("|", line)))
    return made if isinstance(made, bytes) else made.encode()


def read(data: bytes, name: str) -> Extraction:
    found = extract_claims(read_document(data, uri="u", name="u", as_format=name))
    for claim in found.claims:
        assert found.document.text[claim.span.start : claim.span.end] == claim.text
    return found


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("form", SOURCES)
def test_a_link_that_closes_a_sentence_is_its_source(form: str, name: str) -> None:
    found = read(written(form, name), name).claims
    cited = {claim.statement.rstrip("."): claim.source_ids for claim in found if claim.attribution == "direct"}
    assert cited == {"Fees rose by half": (A, B)[: SOURCES[form]]}
    assert len(found) == 2


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("form", NONE)
def test_a_link_among_the_words_of_a_sentence_is_none(form: str, name: str) -> None:
    found = read(written(form, name), name).claims
    if name not in ("text", "markdown") or not {"@S", "@M"} & set(
        re.findall(r"@\w", form)
    ):  # there a name is not asked for
        assert [claim.source_ids for claim in found if claim.source_ids] == []


@pytest.mark.parametrize("name", FORMATS)
def test_what_a_link_is_called(name: str) -> None:
    labels = [read(written(form, name), name).claims[0].labels for form in SOURCES if form.startswith("Fees")]
    assert {label for found in labels for label in found} == {"Reuters", "BBC News", "example.org", "Lake survey 2019"}
