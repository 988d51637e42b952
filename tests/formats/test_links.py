"""A link that closes a sentence is its source, and one among its words is none, in whatever format it is written."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import docx_articles
import odt_articles
import pytest
import reading
from test_epub import book
from timing import seconds
from typesetting import LEFT, TOP, Press, width

if TYPE_CHECKING:
    from collections.abc import Callable

    from indexer import Extraction

A, B = "https://example.org/a", "https://example.com/b"
LINKS = {
    "A": ("Reuters", A),
    "B": ("BBC News", B),
    "U": (A, A),
    "M": ("Read more", A),
    "S": ("It is known", A),
    "T": ("&lt;T&gt;", A),
}
# `@A` is a link, `@U` one that shows its address, `|` a line that ends.
SOURCES = {
    "Fees rose by half (@A). Rents fell.": 1,
    "Fees rose by half. (@A) Rents fell.": 1,
    "Rents fell. Fees rose by half (@A)": 1,
    "Fees rose by half (see @A). Rents fell.": 1,
    "Fees rose by half (via @A). Rents fell.": 1,
    "Fees rose by half (Source: @A). Rents fell.": 1,
    "Fees rose by half (Source : @A). Rents fell.": 1,
    "Fees rose by half (Lähde: @A). Rents fell.": 1,
    "Fees rose by half (@A, @B). Rents fell.": 2,
    "Fees rose by half [@A]. Rents fell.": 1,
    "Rents fell. Fees rose by half.@A": 1,
    "Fees rose by half.@A Rents fell.": 1,
    "Rents fell. Fees rose by half. Source: @A": 1,
    "Rents fell. Fees rose by half. Source : @A": 1,
    "Rents fell. Fees rose by half. Lähde: @A": 1,
    "Rents fell. Fees rose by half.|Source: @A": 1,
    "Fees rose by half (@U). Rents fell.": 1,
    "Fees rose by half [@U]. Rents fell.": 1,
    "Rents fell. Fees rose by half. Source: @U": 1,
    "Fees rose by half (Lake survey 2019, @U). Rents fell.": 1,
}
# On web pages the last link of a paragraph leads to its author, a shop, the next article.
BARE = {
    "Rents fell. Fees rose by half. @A": 1,
    "Rents fell. Fees rose by half. @A.": 1,
    "Rents fell. Fees rose by half. @A, @B": 2,
}
ON_PAGES = ("html", "epub")
NONE = (
    "See the @A for details. Rents fell.",
    "The firm (@A) has a shop. Rents fell.",
    "Read all of it in the @A. Rents fell.",
    "Rents fell. @A has a shop.",
    "See @U for details. Rents fell.",
    "Rents fell. It is so. @S.",
    "Rents fell. It is so. @M",
    "Rents fell. It is so. @U",
    "Rents fell. It is so. @U It rains.",
    "Rents fell. Sources: @T",
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


def pdf(words: str) -> bytes:
    press = Press()
    for y, line in enumerate(words.split("|")):
        x = LEFT
        for piece in re.split(r"(<\S+ .*?>)", line):
            url, _, shown = piece.strip("<>").partition(" ") if piece.startswith("<") else ("", "", piece)
            press.line(shown, x, TOP - 12 * y)
            end = x + width(shown, 10, press.font)
            if url:
                press.canvas.linkURL(url, (x, TOP - 12 * y - 2, end, TOP - 12 * y + 9))
            x = end
    return press.bytes()


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
    "pdf": ("<{url} {words}>", "", "|", pdf),
    "latex": ("\\href{{{url}}}{{{words}}}", "\\url{{{url}}}", "\\\\\n", str),
    "rst": ("`{words} <{url}>`__", "{url}", "\n", str),
    "asciidoc": ("{url}[{words}]", "{url}", " +\n", str),
    "asciidoc link:": ("link:{url}[{words}]", "{url}[]", " +\n", str),
    "wikitext": ("[{url} {words}]", "{url}", "<br>", str),
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
    return reading.read(data, name.partition(" ")[0])


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("form", {**SOURCES, **BARE})
def test_a_link_that_closes_a_sentence_is_its_source(form: str, name: str) -> None:
    found = read(written(form, name), name).claims
    cited = {claim.statement.rstrip("."): claim.source_ids for claim in found if claim.attribution == "direct"}
    if form in BARE and name in ON_PAGES:
        assert cited == {}
        return
    assert cited == {"Fees rose by half": (A, B)[: {**SOURCES, **BARE}[form]]}
    assert len(found) == 2


# What stands behind the last stop of a paragraph on pages of news, blogs and firms: `words url`, several parted by `|`.
BEHIND = {
    "byline": "Jane Doe https://www.lake.example/author/jane",
    "network": "@janedoe https://social.example/janedoe",
    "person": "Jane Doe on Mastodon https://social.example/janedoe",
    "tag": "Tolls https://www.lake.example/tag/tolls",
    "section": "Transport https://lake.example/transport",
    "next article": "Next article: Bridge closes https://www.lake.example/bridge",
    "related article": "Bridge closes for repair https://partner.example/bridge",
    "call": "Learn more about tolls https://tolls.example/about",
    "subscription": "Subscribe https://letters.example/join",
    "newsletter": "Jane's Newsletter https://jane.example/",
    "share buttons": "Share on Herd https://herd.example/share | Tweet https://bird.example/post",
    "podcast": "Lake Podcasts https://player.example/a, Tolls Weekly https://listen.example/b",
    "shop": "Rolling pin https://buy.example/abc",
    "part of a site": "Shop https://shop.lakegroup.example/",
    "documentation": "Docs https://docs.lakegroup.example/",
    "trial": "Free trial https://app.acme.example/signup",
    "careers": "Careers https://careers.example/acme",
    "licence": "CC BY 4.0 https://licences.example/by/4.0/",
    "privacy": "Privacy Policy https://rules.example/privacy",
    "credit": "Jane Doe https://photos.example/@jane",
    "code": "Edit this page https://forge.example/lake/edit",
    "letter of news": "The Paper https://link.mail.example/abc",
    "place of the page": "Top #top",
    "relative": "Lake Bridge /bridge",
    "without a scheme": "Bridge //www.lake.example/bridge",
    "mail": "News desk mailto:desk@lake.example",
    "telephone": "Call us tel:+123",
}
STANDS = (
    "<p>Tolls fell by half in May. {}</p>",
    "<p>Rents rose in the north. Tolls fell by half in May.<br>{}</p>",
    "<ul><li>Rents rose in the north.</li><li>Tolls fell by half in May. {}</li></ul>",
    "<figure><img src='a.jpg'><figcaption>Cars on the bridge in May. {}</figcaption></figure>",
)


def linked(links: str) -> str:
    """`words url` as links of HTML, the signs between them as they are."""
    return re.sub(r"(\w.*?|@\w+) ([a-z]*:?[/#+]\S*?|mailto:\S+)(?=[ ,]|\Z)", r"<a href='\2'>\1</a>", links)


@pytest.mark.parametrize("stand", STANDS)
@pytest.mark.parametrize("kind", BEHIND)
def test_what_stands_behind_the_paragraphs_of_pages_is_no_source(kind: str, stand: str) -> None:
    article = f"<h1>Tolls</h1><p>Tolls on the bridge fell again (<a href='{A}'>Reuters</a>).</p>" + stand.format(
        linked(BEHIND[kind])
    )
    page = f"<head><link rel='canonical' href='https://www.lake.example/tolls'></head><article>{article}</article>"
    for data, name in ((page.encode(), "html"), (book({"a.xhtml": article}), "epub")):
        found = read(data, name)
        assert [claim.statement for claim in found.claims if claim.markers] == ["Tolls on the bridge fell again."]
        assert [reference.url for reference in found.document.references] == [A]


@pytest.mark.parametrize("form", ["{}", "<p>({})</p>", "<p>[{}]</p>"])
@pytest.mark.parametrize("words", ["Learn more", "Subscribe", "Next: Bridge closes", "@janedoe", "Shop"])
def test_a_call_is_no_source_even_without_a_space_or_alone_in_brackets(words: str, form: str) -> None:
    behind = form.format(f"<a href='https://shop.lakegroup.example/a'>{words}</a>")
    found = read(f"<article><p>Tolls fell by half in May.{behind}".encode(), "html")
    assert [claim.source_ids for claim in found.claims if claim.source_ids] == []


@pytest.mark.parametrize("words", ["Discover", "Discover Magazine"])
def test_a_site_may_be_called_as_calls_begin(words: str) -> None:
    page = f"<p>Tolls fell by half. <a href='https://www.discovermagazine.example/a'>{words}</a> Rents rose."
    assert read(page.encode(), "html").claims[0].labels == (words,)


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("form", NONE)
def test_a_link_among_the_words_of_a_sentence_is_none(form: str, name: str) -> None:
    found = read(written(form, name), name).claims
    if name not in ("text", "markdown") or not set("SMT") & set(
        re.findall(r"@(\w)", form)
    ):  # there a name is not asked for
        assert [claim.source_ids for claim in found if claim.source_ids] == []


@pytest.mark.parametrize("name", FORMATS)
def test_what_a_link_is_called(name: str) -> None:
    labels = [read(written(form, name), name).claims[0].labels for form in SOURCES if form.startswith("Fees")]
    assert {label for found in labels for label in found} == {"Reuters", "BBC News", "example.org", "Lake survey 2019"}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        # What beside the links is written in the signs of a format, or runs over lines, changes nothing.
        ("latex", "\\emph{Fees rose by half} (\\href{@}{Reuters\\% \\emph{News}}). Rents fell."),
        ("latex", "Fees rose\nby half\n(\\href{@}{Reuters\nNews}).\nRents fell."),
        ("latex", "Fees rose by half~(see~\\href[page=2]{@} {Reuters}). Rents fell."),
        ("latex", "Fees rose by half.\\footnote{\\url{@}} Rents fell."),
        ("latex", "Fees rose by half.\\footnote{\\href{@}{Reuters}} Rents fell."),
        ("latex", "Fees rose by half.\\footnote{See \\href{@}{\\emph{Reuters}, May}.} Rents fell."),
        ("latex", "Rents fell.\n\nFees rose by half.\n\n\\textbf{Source:} \\url{@}"),
        ("latex", "\\begin{itemize}\\item Rents fell.\\item Fees rose by half (\\href{@}{Reuters})\\end{itemize}"),
        ("latex", "\\begin{tabular}{ll}Fees rose by half (\\href{@}{A}) & 5\\\\ Rents fell & 6\\\\\\end{tabular}"),
        ("rst", "Fees rose by half (`Reuters\nNews <@>`_). Rents fell."),
        ("rst", "Fees rose by half (Reuters_). Rents fell.\n\n.. _Reuters: @"),
        ("rst", "Fees rose by half (`Reuters News`_). Rents fell.\n\n.. _reuters  news: @"),
        ("rst", "Fees rose by half (`Reuters: News`_). Rents fell.\n\n.. _`Reuters: News`: @"),
        ("rst", "Fees rose by half (`Reuters <news_>`_). Rents fell.\n\n.. _news: @"),
        ("rst", "Rents fell (so `we <https://a.example>`__ say). Fees rose by half (`Reuters`__).\n\n__ @"),
        ("rst", "Fees rose by half (Reuters__). Rents fell.\n\n.. __: @"),
        ("rst", "Fees rose by half (`<@>`_). Rents fell."),
        ("rst", "Fees rose by half [1]_. Rents fell.\n\n.. [1] `Reuters <@>`_"),
        ("rst", "Fees rose by half [#]_. Rents fell.\n\n.. [#] See Reuters_.\n.. _Reuters: @"),
        ("asciidoc", "*Fees rose by half* (@[Reuters^,role=x]). Rents fell."),
        ("asciidoc", "Fees rose by half.footnote:[@[Reuters]] Rents fell."),
        ("asciidoc", "Fees rose by half <<a>>. Rents fell.\n\n[bibliography]\n== Works\n\n* [[[a]]] @[Reuters]"),
        ("asciidoc", "* Rents fell.\n* Fees rose by half (@[Reuters])"),
        ("wikitext", "Fees rose by half ([@]). Rents fell."),
        ("wikitext", "Fees rose by half [@]. Rents fell."),
        ("wikitext", "Fees rose by half.[@] Rents fell."),
        ("wikitext", "Fees rose by half (via [@]). Rents fell."),
        ("wikitext", "Fees rose by half (Lake survey 2019, [@]). Rents fell."),
        ("wikitext", "Fees rose by half [[@ ''Reuters'']]. Rents fell."),
        ("wikitext", "Fees rose by half.<ref>[@ Reuters]</ref> Rents fell."),
        ("wikitext", "* Rents fell.\n* '''Fees rose by half''' ([@ Reuters])"),
        ("jats", JATS.format('Fees rose by half (<ext-link ext-link-type="uri" xlink:href="@"/><uri>@</uri>). Rents fell.')),
        ("tei", TEI.format('Fees rose by half (<ptr target="@"/>). Rents fell.')),
        ("html", "<p>Rents fell.</p><p>Fees rose by half.</p><p>(<a href='@'>Reuters</a>)</p>"),
    ],
)  # fmt: skip
def test_the_signs_around_a_link(name: str, text: str) -> None:
    found = read(text.replace("@", A).encode(), name)
    cited = {claim.statement.rstrip(".") for claim in found.claims if claim.attribution == "direct"}
    assert {words.removesuffix(" 5") for words in cited} == {"Fees rose by half"}
    assert {source for claim in found.claims for source in claim.source_ids} == {A}


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("latex", "So (\\href{@}{Acme})\nhas it.", "So (Acme) has it."),
        ("latex", "\\href{@}{Acme} has \\href{@}{it}", "Acme has it"),
        ("latex", "So (\\href{mailto:a@b.example}{Acme}).", "So (Acme)."),
        ("latex", "So (\\href{x.pdf}{Acme}).", "So (Acme)."),
        ("rst", "So (`Acme <guide.html>`_).", "So (Acme)."),
        ("rst", "So (Acme_) it is.", "So (Acme_) it is."),
        ("rst", "So it is in `the guide`_\n\n.. _the guide: https://example.org/a", "So it is in the guide"),
        ("rst", "So it is in [the guide](https://example.org/a).", "So it is in the guide."),
        ("asciidoc", "So (mailto:a@b.example[Acme]).", "So (Acme)."),
        ("asciidoc", "So (`https://example.org/a`).", "So (`https://example.org/a`)."),
        ("asciidoc", "image:https://example.org/a.png[Acme] So it is.", "So it is."),
        ("wikitext", "[https://example.org/a Acme] has it.", "Acme has it."),
    ],
)
def test_what_links_no_page_or_closes_no_sentence_stays(name: str, text: str, said: str) -> None:
    found = read(text.encode(), name).claims
    assert [(claim.statement, claim.source_ids) for claim in found] == [(said, ())]


def test_links_beside_the_markers_of_a_format() -> None:
    texts = {
        "latex": "Fees fell \\cite{a}. Fees rose (\\href{@}{BBC}). \\begin{thebibliography}{9}\\bibitem{a} A, 2001.\\end{thebibliography}",
        "rst": "Fees fell [1]_. Fees rose (@).\n\n.. [1] Doe, 2001, Works.",
        "asciidoc": "Fees fell.footnote:[Doe, 2001. (@)] Fees rose (@[BBC]).",
        "wikitext": "Fees fell.<ref>Doe, 2001</ref> Fees rose (@).\n\n== External links ==\n* So. [https://b.example BBC]",
    }
    for name, text in texts.items():
        found = read(text.replace("@", A).encode(), name)
        assert [claim.statement for claim in found.claims] == ["Fees fell.", "Fees rose."]
        assert found.claims[1].source_ids == (A,)
        assert len(found.document.references) == 2
        assert found.problems == ()


def test_a_link_of_a_page_goes_on_over_the_end_of_a_line() -> None:
    lines = (f"Rents fell in the north. Fees rose by half (<{A} Reuters, Fees>", f"<{A} rise again>). It rains.")
    found = read(pdf("|".join(lines)), "pdf").claims
    assert [(claim.statement, claim.labels) for claim in found if claim.markers] == [
        ("Fees rose by half.", ("Reuters, Fees rise again",))
    ]


def test_many_links_over_one_place_cost_little() -> None:
    press = Press()
    press.text("Fees rose by half. " * 400)
    for at in range(20_000):
        press.canvas.linkURL(f"{A}{at}", (LEFT, 100, LEFT + 400, TOP))
    data = press.bytes()
    assert seconds(lambda: read(data, "pdf")) < 10


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("latex", "\\section*{Sources}\\begin{enumerate}\\item \\href{@}{Reuters}\\item \\url{&}\\end{enumerate}"),
        ("rst", "Sources\n=======\n\n1. `Reuters <@>`_\n2. `BBC <&>`_"),
        ("asciidoc", "== Sources\n\n. @[Reuters]\n. link:&[BBC]"),
        ("wikitext", "== Sources ==\n# [@ Reuters]\n# [& BBC]"),
    ],
)
def test_what_a_link_leads_to_is_the_address_of_its_entry(name: str, text: str) -> None:
    words = f"Fees rose [1]. Rents fell [2].\n\n{text.replace('@', A).replace('&', B)}"
    found = read(words.encode(), name)
    assert [claim.source_ids for claim in found.claims] == [(A,), (B,)]
    assert [reference.title for reference in found.document.references][:1] == ["Reuters"]
