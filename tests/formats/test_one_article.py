"""One article gives the same claims, sources and titles in whatever format it comes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import docx_articles
import odt_articles
import pytest
from reading import read

if TYPE_CHECKING:
    from indexer import Extraction

JATS = '<article article-type="x" xmlns:xlink="http://www.w3.org/1999/xlink"><body>{}</body>{}</article>'
TEI = '<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body>{}</body></text></TEI>'


def cited(found: Extraction) -> list[tuple[str, list[str]]]:
    """The statements with their own sources; those without an address are `ref`."""
    return [
        (
            claim.statement,
            [source.partition(":")[0] if source.startswith("ref:") else source for source in claim.source_ids],
        )
        for claim in found.claims
        if claim.attribution != "inherited"
    ]


# --- notes of the format, and a list with markers in brackets besides ---------------------------------------------

ENTRIES = ("[1] City of Halv, Plan 44. https://halv.example/44", "[2] Moe, Bridges. Bergen 2015.")
NOTES_AND_LIST = {
    "markdown": "The bridge is old.[^1] It was closed [1]. It leaks [2, p. 4].\n\n## Sources\n\n{}\n\n{}\n\n[^1]: Atlas, https://atlas.example",
    "html": "<p>The bridge is old.<a href='#n1' role='doc-noteref'><sup>1</sup></a> It was closed [1]. It leaks [2, p. 4].</p><h2>Sources</h2><p>{}</p><p>{}</p>"
    "<section role='doc-endnotes'><ol><li id='n1' role='doc-endnote'><p>Atlas, https://atlas.example</p></li></ol></section>",
    "latex": "The bridge is old.\\footnote{{Atlas, \\url{{https://atlas.example}}}} It was closed {{[}}1{{]}}. It leaks {{[}}2, p.~4{{]}}.\n\n\\section{{Sources}}\n\n{}\n\n{}",
    "rst": "The bridge is old. [1]_ It was closed [1]. It leaks [2, p. 4].\n\nSources\n-------\n\n{}\n\n{}\n\n.. [1] Atlas, https://atlas.example",
    "asciidoc": "The bridge is old.footnote:[Atlas, https://atlas.example] It was closed [1]. It leaks [2, p. 4].\n\n== Sources\n\n{}\n\n{}",
    "wikitext": "The bridge is old.<ref>Atlas, https://atlas.example</ref> It was closed [1]. It leaks [2, p. 4].\n\n== Sources ==\n\n{}\n\n{}\n\n<references />",
    "jats": JATS.format(
        "<sec><p>The bridge is old.<xref ref-type='fn' rid='n1'>1</xref> It was closed [1]. It leaks [2, p. 4].</p></sec><sec><title>Sources</title><p>{}</p><p>{}</p></sec>",
        "<back><fn-group><fn id='n1'><label>1</label><p>Atlas, https://atlas.example</p></fn></fn-group></back>",
    ),
}  # fmt: skip


@pytest.mark.parametrize("form", NOTES_AND_LIST)
def test_a_text_with_notes_may_have_a_list_besides(form: str) -> None:
    found = read(NOTES_AND_LIST[form].format(*ENTRIES), form)
    assert cited(found) == [
        ("The bridge is old.", ["https://atlas.example"]),
        ("It was closed.", ["https://halv.example/44"]),
        ("It leaks.", ["ref"]),
    ]
    assert found.claims[2].markers[0].locator == "p. 4"
    assert [problem.code for problem in found.problems] == []


@pytest.mark.parametrize("words", ["The array a[1] is old", "It was [1] closed", "It was so [in 1987]"])
def test_brackets_beside_notes_are_no_markers_without_a_list(words: str) -> None:
    note = "<a href='#n1' role='doc-noteref'><sup>1</sup></a>"
    found = read(
        f"<p>{words}.{note}</p><ol><li id='n1' role='doc-endnote'>Atlas, https://atlas.example</li></ol>", "html"
    )
    assert [claim.statement for claim in found.claims] == [f"{words}."]
    assert [claim.labels for claim in found.claims] == [("1",)]


# --- spaces at which no line ends ---------------------------------------------------------------------------------


def test_spaces_that_do_not_break_are_spaces() -> None:
    text = "Smith et al.\u00a0(2020) saw it. So did others (Doe,\u00a02019, p.\u00a04).\n\nReferences\n\nDoe, J. (2019). Eels.\n\nSmith, A., Lee, B., Park, C. (2020). Tides."
    found = read(text, "text").claims
    assert [(claim.statement, claim.labels) for claim in found] == [
        ("Smith et al. saw it.", ("Smith et al. 2020",)),
        ("So did others.", ("Doe 2019",)),
    ]
    assert found[1].markers[0].locator == "p. 4"


@pytest.mark.parametrize(
    "bracket", ["\\[1, p. 14\\]", "\\[1,\np. 14\\]", "\\[vgl. 1, S. 12\\]", "\\[1, § 4\\]", "\\[1\\]"]
)
def test_brackets_that_are_escaped_are_no_formula(bracket: str) -> None:
    text = f"Port calls rose {bracket}. It is so.\n\n## References\n\n\\[1\\] Port. <https://port.example>"
    assert [claim.labels for claim in read(text, "markdown").claims] == [("1",), ()]


@pytest.mark.parametrize("formula", ["\\[x + 1, y = 2\\]", "\\[ a_{1}, b \\]", "\\[1, 2\\pi\\]"])
def test_what_is_a_formula_stays_one(formula: str) -> None:
    text = f"It is {formula}. It is so [1].\n\n## References\n\n[1] Port. <https://port.example>"
    assert [claim.labels for claim in read(text, "markdown").claims] == [("1",), ("1",)]
    assert [claim.attribution for claim in read(text, "markdown").claims] == ["inherited", "direct"]


# --- lists whose numbers the text does not show --------------------------------------------------------------------

# Only the second of three entries has an address, and only two are used.
COUNTED = {
    "latex": "The lake is deep {[}1{]}. It freezes {[}2{]}.\n\n\\section{References}\n\\begin{enumerate}\n\\def\\labelenumi{\\arabic{enumi}.}\n\\item Lund, A. Ice of the north.\n"
    "\\item \\emph{Depth chart}. \\url{https://charts.example/north}\n\\item Terms.\n\\end{enumerate}",
    "asciidoc": "The lake is deep [1]. It freezes [2].\n\n== References\n\n. Lund, A. Ice of the north.\n. _Depth chart_. https://charts.example/north\n. Terms.",
    "rst": "The lake is deep [1]. It freezes [2].\n\nReferences\n----------\n\n#. Lund, A. Ice of the north.\n#. *Depth chart*. https://charts.example/north\n#. Terms.",
    "rst with numbers": "The lake is deep [1]. It freezes [2].\n\nReferences\n----------\n\n1. Lund, A. Ice of the north.\n2. `Depth chart <https://charts.example/north>`__\n3. Terms.",
    "wikitext": "The lake is deep [1]. It freezes [2].\n\n== References ==\n# Lund, A. Ice of the north.\n# ''Depth chart''. https://charts.example/north\n# Terms.",
    "wikitext in tags": "The lake is deep [1]. It freezes [2].\n\n== References ==\n<ol><li><p>Lund, A. Ice of the north.</p></li>\n<li><p>''Depth chart''. https://charts.example/north</p></li>\n<li><p>Terms.</p></li></ol>",
    "jats": JATS.format(
        "<sec><p>The lake is deep [1]. It freezes [2].</p></sec><sec><title>References</title><list list-type='order'><list-item><p>Lund, A. Ice of the north.</p></list-item>"
        "<list-item><p><italic>Depth chart</italic>. <ext-link xlink:href='https://charts.example/north'>https://charts.example/north</ext-link></p></list-item><list-item><p>Terms.</p></list-item></list></sec>",
        "",
    ),
    "tei": TEI.format(
        "<div><p>The lake is deep [1]. It freezes [2].</p></div><div><head>References</head><list type='ordered'><item><p>Lund, A. Ice of the north.</p></item>"
        "<item><p>Depth chart. <ref target='https://charts.example/north'>https://charts.example/north</ref></p></item><item>Terms.</item></list></div>"
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", COUNTED)
def test_items_have_the_numbers_that_their_list_gives_them(name: str) -> None:
    found = read(COUNTED[name], name.partition(" ")[0])
    assert cited(found) == [("The lake is deep.", ["ref"]), ("It freezes.", ["https://charts.example/north"])]
    assert [(each.label, each.title) for each in found.document.references] == [
        ("1", "Lund, A. Ice of the north"),
        ("2", "Depth chart"),
        ("3", "Terms"),
    ]
    assert [problem.code for problem in found.problems] == ["CIT002"]


def test_lists_count_for_themselves() -> None:
    text = "\\begin{enumerate}\\item A [1].\\begin{enumerate}\\item B.\\item C.\\end{enumerate}\\item D.\\end{enumerate}\\begin{enumerate}\\item E.\\end{enumerate}"
    assert [block.number for block in read(text, "latex").document.blocks] == [1, 1, 2, 2, 1]
    text = ". A\n.. B\n.. C\n. D\n* E\n\nIt is so.\n\n. F"
    assert [block.number for block in read(text, "asciidoc").document.blocks] == [1, 1, 2, 2, 0, 0, 1]
    text = "# A\n## B\n## C\n# D\n* E\n\nIt is so.\n\n# F"
    assert [block.number for block in read(text, "wikitext").document.blocks] == [1, 1, 2, 2, 0, 0, 1]


# --- numbers that are set as superscripts --------------------------------------------------------------------------

RAISED = {
    "html": ("<sup>{}</sup>", "<p>{}</p>", "<h2>References</h2><ol><li>{}</li><li>{}</li></ol>"),
    "latex": ("\\textsuperscript{{{}}}", "{}\n\n", "\\section{{References}}\\begin{{enumerate}}\\item {}\\item {}\\end{{enumerate}}"),
    "rst": ("\\ :sup:`{}`", "{}\n\n", "References\n----------\n\n1. {}\n2. {}"),
    "wikitext": ("<sup>{}</sup>", "{}\n\n", "== References ==\n# {}\n# {}"),
    "jats": ("<sup>{}</sup>", "<article article-type='x'><body><p>{}</p>", "<sec><title>References</title><list list-type='order'><list-item><p>{}</p></list-item><list-item><p>{}</p></list-item></list></sec></body></article>"),
    "tei": ("<hi rendition='simple:superscript'>{}</hi>", "<TEI xmlns='http://www.tei-c.org/ns/1.0'><text><body><div><p>{}</p></div>", "<div><head>References</head><list type='ordered'><item>{}</item><item>{}</item></list></div></body></text></TEI>"),
}  # fmt: skip


@pytest.mark.parametrize("form", RAISED)
def test_raised_numbers_are_markers_and_powers_are_none(form: str) -> None:
    sup, body, list_ = RAISED[form]
    numbers = {key: sup.format(shown) for key, shown in {"a": "1", "b": "1,2", "c": "5", "d": "2", "e": "−1"}.items()}
    text = "Wells turn salty.{a} The salt comes from below.{b} One gave 10{c} litres or 40 m{d} at 3 g L{e} in 1990.{d}"
    works = ("Wells. https://wells.example/a", "Salt. https://salt.example/b")
    found = read(body.format(text.format(**numbers)) + list_.format(*works), form)
    assert cited(found) == [
        ("Wells turn salty.", ["https://wells.example/a"]),
        ("The salt comes from below.", ["https://wells.example/a", "https://salt.example/b"]),
        ("One gave 10^5 litres or 40 m^2 at 3 g L^−1 in 1990.", ["https://salt.example/b"]),
    ]


# --- what a format writes otherwise than a reader sees it -----------------------------------------------------------


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("latex", "He said ``no.'' {[}1{]} It is so. She called it ``a compromise'' {[}1{]}.\n\n\\section{Sources}\n\n{[}1{]} ``No and yes'', \\emph{Post}, \\url{https://post.example}"),
        ("latex", "\\hypertarget{a}{%\n\\section{Talks}\\label{a}}\n\nHe said ``no.'' [1] It is so. She called it ``a compromise'' [1].\n\n\\section{Sources}\n\n[1] ``No and yes'', \\textit{Post}, \\url{https://post.example}"),
        ("asciidoc", "He said ``no.'' [1] It is so. She called it ``a compromise'' [1].\n\n== Sources\n\n[1] ``No and yes'', _Post_, https://post.example"),
        ("asciidoc", 'He said "`no.`" [1] It is so. She called it "`a compromise`" [1].\n\n== Sources\n\n[1] "`No and yes`", _Post_, https://post.example'),
        ("tei", TEI.format("<div><p>He said <quote>no.</quote> [1] It is so. She called it <quote>a compromise</quote> [1].</p></div><div><head>Sources</head><p>[1] <quote>No and yes</quote>, Post, https://post.example</p></div>")),
        ("html", "<p>He said <q>no.</q> [1] It is so. She called it <q>a compromise</q> [1].</p><h2>Sources</h2><p>[1] <q>No and yes</q>, Post, https://post.example</p>"),
    ],
)  # fmt: skip
def test_quotations_keep_their_signs(form: str, text: str) -> None:
    found = read(text, form)
    assert cited(found) == [
        ("He said “no.”", ["https://post.example"]),
        ("She called it “a compromise”.", ["https://post.example"]),
    ]
    assert [reference.title for reference in found.document.references] == ["No and yes"]


IBID = {
    "latex": "It opened.\\footnote{{{}}} It grew.\\footnote{{{}}}",
    "rst": "It opened. [1]_ It grew. [2]_\n\n.. [1] {}\n.. [2] {}",
    "asciidoc": "It opened.footnote:[{}] It grew.footnote:[{}]",
    "wikitext": "It opened.<ref>{}</ref> It grew.<ref>{}</ref>",
    "html": "<p>It opened.<a href='#n1' role='doc-noteref'>1</a> It grew.<a href='#n2' role='doc-noteref'>2</a></p><ol><li id='n1' role='doc-endnote'>{}</li><li id='n2' role='doc-endnote'>{}</li></ol>",
}


@pytest.mark.parametrize("form", [*IBID, "docx", "odt"])
def test_ibid_in_a_note_is_the_work_of_the_note_before(form: str) -> None:
    notes = ("P. Dahl, Waters of Ribe (Ribe: Aa Press, 1955), 77.", "Ibid., 80.")
    if form == "docx":
        facts = [docx_articles.p(fact, docx_articles.note(at)) for at, fact in enumerate(("It opened.", "It grew."), 1)]
        found = read(docx_articles.docx(*facts, footnotes=[docx_articles.p(note) for note in notes]), form)
    elif form == "odt":
        calls = [odt_articles.note(str(at), note) for at, note in enumerate(notes, 1)]
        found = read(odt_articles.odt(odt_articles.p("It opened.", calls[0], " It grew.", calls[1])), form)
    else:
        found = read(IBID[form].format(*notes), form)
    first, second = (claim.source_ids for claim in found.claims)
    assert first == second != ()
    assert found.problems == ()


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("latex", "\\begin{longtable}{ll}\\caption{Plants {[}1{]}}\\tabularnewline\n\\toprule\nPlant & Power\\\\\n\\midrule\n\\endfirsthead\n\\toprule\nPlant & Power\\\\\n\\midrule\n\\endhead\nHalv & 120 {[}1{]}\\\\\n\\bottomrule\n\\end{longtable}"),
        ("asciidoc", '.Plants [1]\n[cols="<,>",options="header",]\n|===\n|Plant |Power\n|Halv |120 [1]\n|==='),
        ("tei", TEI.format("<figure><figDesc>Plants [1]</figDesc></figure><table><row role='label'><cell><p>Plant</p></cell><cell><p>Power</p></cell></row><row><cell><p>Halv</p></cell><cell><p>120 [1]</p></cell></row></table>")),
    ],
)  # fmt: skip
def test_heads_of_tables_state_nothing(form: str, text: str) -> None:
    assert [(claim.statement, claim.block) for claim in read(text, form).claims] == [
        ("Plants", "caption"),
        ("Halv 120", "row"),
    ]


def test_notes_of_tei_that_are_not_said_to_stand_anywhere() -> None:
    fares, tides = "See <ref target='https://fares.example'>Fares</ref>.", "Moe, Tides, 1999."
    notes = (f"<note><p>{words}</p></note>" for words in (fares, tides))
    text = TEI.format("<div><p>It opened.{} It grew.<note>Sic.</note> It shrank.{}</p></div>".format(*notes))
    assert cited(read(text, "tei")) == [
        ("It opened.", ["https://fares.example"]),
        ("It shrank.", ["ref"]),
    ]


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("html", "<dl>\n<dt>Lock</dt>\n<dd><p>A basin [1].</p></dd>\n</dl>"),
        ("jats", JATS.format("<def-list><def-item><term>Lock</term><def><p>A basin [1].</p></def></def-item></def-list>", "")),
    ],
)  # fmt: skip
def test_a_colon_stands_at_its_term(form: str, text: str) -> None:
    assert [claim.statement for claim in read(text, form).claims] == ["Lock: A basin."]


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("jats", JATS.format("<p>It stores <monospace>a[1]</monospace> first [2].</p>", "")),
        ("tei", TEI.format("<p>It stores <code>a[1]</code> first [2].</p>")),
        ("tei", TEI.format("<p>It stores <seg type='code'>a[1]</seg> first [2].</p><ab type='codeblock'>a[1] = 3</ab>")),
        ("html", "<p>It stores <code>a[1]</code> first [2].</p><pre>a[1] = 3</pre>"),
    ],
)  # fmt: skip
def test_brackets_in_code_are_no_markers(form: str, text: str) -> None:
    assert [claim.labels for claim in read(text, form).claims] == [("2",)]


def test_an_entry_of_jats_without_parts_is_called_by_author_and_year() -> None:
    text = JATS.format(
        "<p>So (<xref ref-type='bibr' rid='b1'>Smith et al. 2020</xref>).</p>",
        "<back><ref-list><ref id='b1'><mixed-citation>Smith, John, Kim Lee, and Sun Park. 2020. Tides. Atlas.</mixed-citation></ref></ref-list></back>",
    )
    assert [claim.labels for claim in read(text, "jats").claims] == [("Smith et al. 2020",)]


def test_signs_of_emphasis_make_no_other_work() -> None:
    ids = {
        read(f"It is so.[^1]\n\n[^1]: Dahl, P. {title}. Bergen 2011.", "markdown").claims[0].source_ids
        for title in ("*Screens at intakes*", "_Screens at intakes_", "Screens at intakes")
    }
    assert len(ids) == 1


# --- what is set in bold, and captions -------------------------------------------------------------------------------

BOLD = {
    "markdown": ("**{}**", "{}\n\n{}\n\n", "- {} {}\n"),
    "html": ("<strong>{}</strong>", "<p>{}</p><p>{}</p>", "<ul><li>{} {}</li></ul>"),
    "html in styles": ("<span style='font-weight:700'>{}</span>", "<p>{}</p><p>{}</p>", "<ul><li>{} {}</li></ul>"),
    "latex": ("\\textbf{{{}}}", "{}\n\n{}\n\n", "\\begin{{itemize}}\\item {} {}\\end{{itemize}}"),
    "rst": ("**{}**", "{}\n\n{}\n\n", "- {} {}\n"),
    "wikitext": ("'''{}'''", "{}\n\n{}\n\n", "* {} {}\n"),
    "asciidoc": ("*{}*", "{}\n\n{}\n\n", ""),
    "jats": ("<bold>{}</bold>", "<article article-type='x'><body><p>{}</p><p>{}</p>", "<list><list-item><p>{} {}</p></list-item></list></body></article>"),
    "tei": ("<hi rend='bold'>{}</hi>", "<TEI xmlns='http://www.tei-c.org/ns/1.0'><text><body><p>{}</p><p>{}</p>", "<list><item>{} {}</item></list></body></text></TEI>"),
}  # fmt: skip


@pytest.mark.parametrize("name", BOLD)
def test_a_line_in_bold_is_a_heading_and_bold_words_name_an_item(name: str) -> None:
    bold, lines, item = BOLD[name]
    text = lines.format(bold.format("Depth"), f"The mean depth is 4 m. {bold.format('It froze.')}")
    text += item.format(bold.format("Lakes."), "They are deep.")
    found = [(claim.statement, claim.heading) for claim in read(text, name.partition(" ")[0]).claims]
    assert found[:2] == [("The mean depth is 4 m.", ("Depth",)), ("It froze.", ("Depth",))]
    assert not item or found[2:] == [("Lakes. They are deep.", ("Depth",))]


@pytest.mark.parametrize("name", BOLD)
def test_a_sentence_in_bold_is_a_claim(name: str) -> None:
    bold, lines, item = BOLD[name]
    text = lines.format(bold.format("The lake is deep."), "It froze.") + item.format("Ponds.", "They are not.")
    assert [claim.statement for claim in read(text, name.partition(" ")[0]).claims][:2] == [
        "The lake is deep.",
        "It froze.",
    ]


def test_bold_runs_of_office_files() -> None:
    bold = docx_articles.run("Depth", "<w:b/>")
    plain = docx_articles.run("The lake is ", '<w:b w:val="0"/>') + docx_articles.run("deep", "<w:b/>")
    found = read(docx_articles.docx(docx_articles.p(bold), docx_articles.p(plain, ".")), "docx")
    assert [(claim.statement, claim.heading) for claim in found.claims] == [("The lake is deep.", ("Depth",))]


@pytest.mark.parametrize("name", BOLD)
def test_captions_are_told_by_their_first_words(name: str) -> None:
    _, lines, item = BOLD[name]
    text = lines.format("Table 1: Counts of pairs", "Table 1 shows pairs.") + item.format("It is", "so.")
    assert [claim.block for claim in read(text, name.partition(" ")[0]).claims][:2] == ["caption", "paragraph"]


def test_a_caption_that_is_hidden_from_those_who_hear_the_picture() -> None:
    page = "<figure><img src='a.png' alt='A dam [2].'><figcaption aria-hidden='true'>A dam [2].</figcaption></figure><p aria-hidden='true'>x</p>"
    assert [(claim.statement, claim.labels) for claim in read(page, "html").claims] == [("A dam.", ("2",))]


# --- links ------------------------------------------------------------------------------------------------------------

NUMBERED = {
    "html": "<p>{}</p>",
    "latex": "{}",
    "rst": "{}",
    "asciidoc": "{}",
    "wikitext": "{}",
    "jats": JATS.format("<p>{}</p>", ""),
    "tei": TEI.format("<p>{}</p>"),
}
WRITTEN = {
    "html": "<a href='{url}'>{words}</a>",
    "latex": "\\href{{{url}}}{{{words}}}",
    "rst": "`{words} <{url}>`__",
    "asciidoc": "{url}[{words}]",
    "wikitext": "[{url} {words}]",
    "jats": "<ext-link xlink:href='{url}'>{words}</ext-link>",
    "tei": "<ref target='{url}'>{words}</ref>",
}


@pytest.mark.parametrize("form", NUMBERED)
def test_numbers_that_count_addresses_are_markers(form: str) -> None:
    links = [WRITTEN[form].format(url=f"https://a.example/{at}", words=at) for at in (1, 2, 3)]
    text = "Power rose {}. Prices rose {}, mostly in the east. Rents fell {} {}. It is so.".format(*links, links[0])
    assert cited(read(NUMBERED[form].format(text), form)) == [
        ("Power rose.", ["https://a.example/1"]),
        ("Prices rose, mostly in the east.", ["https://a.example/2"]),
        ("Rents fell.", ["https://a.example/3", "https://a.example/1"]),
        ("It is so.", []),
    ]


@pytest.mark.parametrize("form", NUMBERED)
@pytest.mark.parametrize(
    "words",
    ["He flew on Apollo {11}, then on Apollo {12}.", "Section {1}, as amended.", "It has {1} moon and {2} rings."],
)
def test_numbers_of_sentences_that_link_stay(form: str, words: str) -> None:
    numbers = {at: WRITTEN[form].format(url=f"https://a.example/{at}", words=at) for at in ("1", "2", "11", "12")}
    text = words
    for at in ("12", "11", "2", "1"):
        text = text.replace(f"{{{at}}}", numbers[at])
    found = read(NUMBERED[form].format(text), form)
    assert [(claim.statement, claim.labels) for claim in found.claims] == [
        (words.translate({ord("{"): None, ord("}"): None}), ())
    ]


def test_an_empty_comment_of_rst_hides_nothing() -> None:
    text = "It is so.\n\n..\n\n   The toll pays.\n\n..\n   Hidden words.\n\n.. hidden\n\n   Hidden too.\n"
    assert [(claim.statement, claim.block) for claim in read(text, "rst").claims] == [
        ("It is so.", "paragraph"),
        ("The toll pays.", "quote"),
    ]


def test_a_paragraph_of_a_wiki_that_opens_with_a_link_is_no_entry() -> None:
    text = "[https://n.example Northvolt] filed in May. The [https://c.example report] names its debt. ([https://r.example Reuters])"
    found = read(text, "wikitext")
    assert [(claim.statement, claim.block) for claim in found.claims] == [
        ("Northvolt filed in May.", "paragraph"),
        ("The report names its debt.", "paragraph"),
    ]
    assert [reference.url for reference in found.document.references] == ["https://r.example"]


def test_links_with_labels_in_brackets_as_their_words() -> None:
    for form, text in (("wikitext", "So [https://a.example [1]]. Or so [https://b.example [2]]."), ("asciidoc", "So https://a.example[[1]]. Or so https://b.example[[2]].")):  # fmt: skip
        assert cited(read(text, form)) == [("So.", ["https://a.example"]), ("Or so.", ["https://b.example"])]


# --- what pandoc writes for keys ---------------------------------------------------------------------------------------

CITED = """<p>Plants are old <span class="citation" data-cites="d">(Dahl and Eide 2019)</span>. One is older
<span class="citation" data-cites="m l">(see Moe 2021, 33–35; also Lund 2014)</span>. Dahl says so <span class="citation" data-cites="d">(2019)</span>.
<span class="citation" data-cites="s">Smith et al. (2020)</span> counted. It is <span class="citation" data-cites="x">(Roe 1999)</span>.</p>
<div id="refs"><div id="ref-d" class="csl-entry">Dahl, Per, and Kari Eide. 2019. “Three Sluices.” https://doi.org/10.5555/d.1.</div>
<div id="ref-l" class="csl-entry">Lund, Anna. 2014. <em>Eels</em>. https://l.example.</div><div id="ref-m" class="csl-entry">Moe, Siri. 2021. “Silt.” https://m.example.</div>
<div id="ref-s" class="csl-entry">Smith, John, Kim Lee, and Sun Park. 2020. “Counting.” https://s.example.</div></div>"""


def test_spans_that_name_keys_are_markers() -> None:
    found = read(CITED, "html")
    assert [(claim.statement, claim.labels, claim.source_ids) for claim in found.claims] == [
        ("Plants are old.", ("Dahl & Eide 2019",), ("doi:10.5555/d.1",)),
        ("One is older.", ("Moe 2021", "Lund 2014"), ("https://m.example", "https://l.example")),
        ("Dahl says so.", ("Dahl & Eide 2019",), ("doi:10.5555/d.1",)),
        ("Smith et al. counted.", ("Smith et al. 2020",), ("https://s.example",)),
        ("It is (Roe 1999).", (), ()),
    ]
    assert found.claims[1].markers[0].locator == "33–35"


@pytest.mark.parametrize(("form", "text"), [("markdown", "<https://a.example/x>"), ("text", "<https://a.example/x>")])
def test_signs_around_an_address_are_no_words(form: str, text: str) -> None:
    assert [claim.statement for claim in read(f"Read more at {text}.", form).claims] == [
        "Read more at https://a.example/x."
    ]


@pytest.mark.parametrize("form", ["html", "markdown"])
def test_an_address_is_no_title_of_its_work(form: str) -> None:
    texts = {
        "html": "<p>It is so [1].</p><h2>Sources</h2><ol><li><a href='https://a.example/x'>https://a.example/x</a></li></ol>",
        "markdown": "It is so [1].\n\n## Sources\n\n1. [https://a.example/x](https://a.example/x)\n",
    }
    assert [reference.title for reference in read(texts[form], form).document.references] == [None]


# --- what other programs write ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["docx", "odt", "markdown"])
def test_the_title_of_a_work_in_a_note(form: str) -> None:
    words = "Statistics office, “Passengers by line,” 2019, p. 4."
    texts = {
        "docx": docx_articles.docx(
            docx_articles.p("It fell.", docx_articles.note(1)), footnotes=[docx_articles.p(words)]
        ),
        "odt": odt_articles.odt(odt_articles.p("It fell.", odt_articles.note("1", words))),
        "markdown": f"It fell.[^1]\n\n[^1]: {words}",
    }
    assert [reference.title for reference in read(texts[form], form).document.references] == ["Passengers by line"]


def test_the_export_of_google_docs() -> None:
    redirect = "https://www.google.com/url?q={}&amp;sa=D&amp;source=editors&amp;ust=1700000000&amp;usg=AO"
    page = f"""<html><head><style type="text/css">.c1{{font-weight:700}}.c0{{font-weight:400}}</style></head><body class="doc-content"><p class="c3 title"><span class="c9">Eels</span></p>
<p class="c3"><span class="c0">Eels migrate.</span><sup><a href="#ftnt1" id="ftnt_ref1">[1]</a></sup><span class="c0">&nbsp;Dams delay them.</span></p>
<p class="c3"><span class="c1">Turbines</span></p><ul><li><span class="c0">Screens help </span><span>(<a href="{redirect.format("https://screens.example/a")}">Dahl</a>)</span><span class="c0">.</span></li></ul>
<table><tr><td><p><span class="c1">Dam</span></p></td><td><p><span class="c1">Days</span></p></td></tr><tr><td><p><span class="c0">Halv</span></p></td><td><p><span class="c0">9</span></p></td></tr></table><hr>
<div><p><a href="#ftnt_ref1" id="ftnt1">[1]</a><span>&nbsp;Lund, Eels, 2014, </span><span><a href="{redirect.format("https://doi.org/10.5555/fb.2014")}">https://doi.org/10.5555/fb.2014</a></span></p></div></body></html>"""
    found = [(claim.statement, claim.heading, claim.source_ids) for claim in read(page, "html").claims]
    assert found == [
        ("Eels migrate.", ("Eels",), ("doi:10.5555/fb.2014",)),
        ("Dams delay them.", ("Eels",), ()),
        ("Screens help.", ("Eels", "Turbines"), ("https://screens.example/a",)),
        ("Halv 9", ("Eels", "Turbines"), ()),
    ]


SMALL = "<span style='font:7.0pt \"Times New Roman\"'>&nbsp;&nbsp;&nbsp; </span>"
ITEM = "<p class=MsoListParagraphCxSp{} style='text-indent:-18.0pt'>{}{}</p>"


def test_items_of_word_are_paragraphs_with_a_sign() -> None:
    items = (
        ITEM.format("First", f"<span style='font-family:Symbol'>·{SMALL}</span>", "They lived there."),
        ITEM.format("Last", f"1.{SMALL}", "By 1820 there were <b>forty</b>."),
        ITEM.format("Last", f"<span><span>2.{SMALL}</span></span>", "It closed."),
        "<p class=MsoListParagraph>No sign stands here.</p>",
    )
    found = read("".join(items), "html")
    assert [(claim.statement, claim.block) for claim in found.claims] == [
        ("They lived there.", "item"),
        ("By 1820 there were forty.", "item"),
        ("It closed.", "item"),
        ("No sign stands here.", "paragraph"),
    ]
    assert found.document.text.split("\n")[:3] == ["They lived there.", "1. By 1820 there were forty.", "2. It closed."]


def test_the_first_row_of_a_table_in_bold_is_its_head() -> None:
    row = "<tr><td>{}</td><td>{}</td></tr>".format
    page = f"<table>{row('<b>Dam</b>', '<b>Days</b>')}{row('Halv', 9)}{row('<b>Sum</b>', '<b>9</b>')}</table>"
    assert [claim.statement for claim in read(page, "html").claims] == ["Halv 9", "Sum 9"]


def test_styles_that_an_odt_file_does_not_define() -> None:
    data = odt_articles.odt(
        odt_articles.p("Tides", style="Title"),
        odt_articles.h("Tides", 1),
        odt_articles.p("Plants per year", style="TableCaption"),
        odt_articles.p("They are old."),
    )
    found = [(claim.statement, claim.block, claim.heading) for claim in read(data, "odt").claims]
    assert found == [("Plants per year", "caption", ("Tides",)), ("They are old.", "paragraph", ("Tides",))]
