"""The ODT file of the golden article `golden/odt-notes`: written here, so that one can read what is in it."""

import json
from xml.sax.saxutils import escape, quoteattr

from docx_articles import WORKS, packed

NAMES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        ("office", "office"),
        ("text", "text"),
        ("table", "table"),
        ("style", "style"),
        ("draw", "drawing"),
        ("fo", "xsl-fo-compatible"),
    )
)
NAMES += ' xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:dc="http://purl.org/dc/elements/1.1/"'
KIND = "application/vnd.oasis.opendocument.text"
STYLES = """
<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Title"/>
<style:style style:name="T1" style:family="text"><style:text-properties style:text-position="super 58%"/></style:style>
<style:style style:name="T2" style:family="text"><style:text-properties text:display="none"/></style:style>
<text:list-style style:name="L1"><text:list-level-style-bullet text:level="1" text:bullet-char="•"/></text:list-style>
<text:list-style style:name="L2"><text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."/>
<text:list-level-style-number text:level="2" style:num-format="a" style:num-suffix=")"/></text:list-style>
<text:list-style style:name="L3"><text:list-level-style-number text:level="1" style:num-format="1" style:num-prefix="[" style:num-suffix="]"/></text:list-style>
"""
NAMED = """
<style:style style:name="Title" style:family="paragraph"/>
<style:style style:name="Quotations" style:family="paragraph"/>
<style:style style:name="Caption" style:family="paragraph"/>
<style:style style:name="Table" style:family="paragraph" style:parent-style-name="Caption"/>
<style:style style:name="Preformatted_20_Text" style:display-name="Preformatted Text" style:family="paragraph"/>
"""


def odt(*blocks, parts=()):
    """A file with these paragraphs, lists and tables."""
    content = f"<office:document-content {NAMES}><office:automatic-styles>{STYLES}</office:automatic-styles><office:body><office:text>{''.join(blocks)}</office:text></office:body></office:document-content>"
    return packed(
        {
            "mimetype": KIND,
            "content.xml": content,
            "styles.xml": f"<office:document-styles {NAMES}><office:styles>{NAMED}</office:styles></office:document-styles>",
            "meta.xml": f"<office:document-meta {NAMES}><office:meta><dc:title>Of the maker</dc:title></office:meta></office:document-meta>",
            **dict(parts),
        }
    )


def p(*pieces, style=""):
    """A paragraph; pieces without a tag are words."""
    return f'<text:p text:style-name="{style}">{_pieces(pieces)}</text:p>'


def h(words, level):
    return f'<text:h text:outline-level="{level}">{escape(words)}</text:h>'


def _pieces(pieces):
    return "".join(piece if piece.startswith(("<text:", "<office:", "<draw:")) else escape(piece) for piece in pieces)


def span(words, style):
    return f'<text:span text:style-name="{style}">{escape(words)}</text:span>'


def note(label, *paragraphs, kind="footnote"):
    body = "".join(each if each.startswith("<text:p") else p(each) for each in paragraphs)
    return f'<text:note text:note-class="{kind}"><text:note-citation>{label}</text:note-citation><text:note-body>{body}</text:note-body></text:note>'


def items(style, *found):
    """A list; what is itself a list goes into the item before it."""
    return f'<text:list text:style-name="{style}">{"".join(f"<text:list-item>{each}</text:list-item>" for each in found)}</text:list>'


def table(*rows):
    cells = (
        "".join(f"<table:table-cell>{cell if cell.startswith('<') else p(cell)}</table:table-cell>" for cell in row)
        for row in rows
    )
    return f"<table:table>{''.join(f'<table:table-row>{row}</table:table-row>' for row in cells)}</table:table>"


def mark(shown, **said):
    """A work as LibreOffice keeps it."""
    attributes = " ".join(f"text:{name}={quoteattr(words)}" for name, words in said.items())
    return f"<text:bibliography-mark {attributes}>{escape(shown)}</text:bibliography-mark>"


def zotero(shown, *keys):
    """A citation as Zotero marks it in LibreOffice."""
    found = [{"id": key, "uris": [f"http://zotero.org/users/1/items/{key}"], "itemData": WORKS[key]} for key in keys]
    name = quoteattr(f"ZOTERO_ITEM CSL_CITATION {json.dumps({'citationItems': found})} RNDabc")
    return f"<text:reference-mark-start text:name={name}/>{escape(shown)}<text:reference-mark-end text:name={name}/>"


def with_notes():
    """Footnotes and endnotes, prose and works, in paragraphs, items and rows; changes, comments, hidden words."""
    return odt(
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>The plan was dropped.</text:p></text:deletion></text:changed-region></text:tracked-changes>",
        p("The licence of Halvøra", style="P1"),
        h("The council", 1),
        p(
            "The fishermen were against the plant.",
            note(
                "1",
                "The association wrote to the council in 2011, and it was never answered.",
                "The letter is kept in the town hall.",
            ),
            " The council granted the licence",
            note(
                "2",
                p(
                    "J. Berg, Ten years of tidal power, Fjord Press, 2019, ",
                    '<text:a xlink:href="https://example.org/ten">p. 31</text:a>',
                    ".",
                ),
            ),
            ", as the minutes say.",
            note("i", "Minutes of the council, 3 May 2010, doi:10.5555/halvora.9", kind="endnote"),
            "<office:annotation><text:p>Is this so?</text:p></office:annotation>",
            span(" Nobody knows.", "T2"),
        ),
        h("The hall", 2),
        p("Two things are known:"),
        items(
            "L1",
            p("The hall was closed in 2025.", note("3", "County of Halvøra, Report on roofs, 2024.")),
            p("The school is", '<text:s text:c="3"/>', "too small."),
        ),
        table(("Year", "Members"), ("2010", "12"), ("2025", p("9", note("4", "Lists of the council, 2025.")))),
        p("Members of the council by year.", style="Table"),
        p("“The chairs are small.”", style="Quotations"),
    )


ARTICLES = {"odt-notes": with_notes}
