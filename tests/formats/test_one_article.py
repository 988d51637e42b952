"""One article gives the same claims, sources and titles in whatever format it comes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from indexer.claims import extract_claims
from indexer.readers import read_document

if TYPE_CHECKING:
    from indexer import Extraction

JATS = '<article article-type="x" xmlns:xlink="http://www.w3.org/1999/xlink"><body>{}</body>{}</article>'
TEI = '<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body>{}</body></text></TEI>'


def read(text: str | bytes, form: str) -> Extraction:
    data = text.encode() if isinstance(text, str) else text
    found = extract_claims(read_document(data, uri="u", name="u", as_format=form))
    for claim in found.claims:
        assert found.document.text[claim.span.start : claim.span.end] == claim.text
    return found


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
