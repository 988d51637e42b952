"""The DOCX files of the golden articles in `golden/docx-*`: written here, so that one can read what is in them."""

import io
import json
import zipfile
from xml.sax.saxutils import escape, quoteattr

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
ROOT = f'xmlns:w="{W}" xmlns:r="{R}" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
STYLES = f"""<w:styles {ROOT}>
<w:style w:type="paragraph" w:styleId="Titel"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style>
<w:style w:type="paragraph" w:styleId="berschrift2"><w:name w:val="heading 2"/><w:basedOn w:val="berschrift1"/></w:style>
<w:style w:type="paragraph" w:styleId="Kapitel"><w:name w:val="Kapitel"/><w:basedOn w:val="berschrift1"/></w:style>
<w:style w:type="paragraph" w:styleId="Gliederung"><w:name w:val="Gliederung"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Zitat"><w:name w:val="Quote"/></w:style>
<w:style w:type="paragraph" w:styleId="Beschriftung"><w:name w:val="caption"/></w:style>
<w:style w:type="paragraph" w:styleId="Verzeichnis1"><w:name w:val="toc 1"/></w:style>
</w:styles>"""
NUMBERING = f"""<w:numbering {ROOT}>
<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%1.%2)"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="2"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="[%1]"/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="2"/></w:num>
<w:num w:numId="4"><w:abstractNumId w:val="2"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>
</w:numbering>"""


def packed(parts):
    """A zip archive with these members."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            packing = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), content, packing)
    return made.getvalue()


def docx(*blocks, footnotes=(), endnotes=(), links=(), parts=()):
    """A file with these paragraphs and tables; notes are numbered from 1 in the file, whatever Word shows."""
    kinds = [
        "styles",
        "numbering",
        *(f"{kind}s" for kind, notes in (("footnote", footnotes), ("endnote", endnotes)) if notes),
    ]
    own = "".join(f'<Relationship Id="{kind}" Type="{R}/{kind}" Target="{kind}.xml"/>' for kind in kinds)
    types = "".join(f'<Override PartName="/word/{kind}.xml" ContentType="{TYPE}.{kind}+xml"/>' for kind in kinds)
    content = {
        "[Content_Types].xml": f'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="{TYPE}.document.main+xml"/>{types}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{RELATIONSHIPS}"><Relationship Id="a" Type="{R}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f"<w:document {ROOT}><w:body>{''.join(blocks)}<w:sectPr/></w:body></w:document>",
        "word/styles.xml": STYLES,
        "word/numbering.xml": NUMBERING,
        "word/_rels/document.xml.rels": _links(links, own),
    }
    for kind, notes in (("footnote", footnotes), ("endnote", endnotes)):
        shown = "".join(f'<w:{kind} w:id="{at}">{note}</w:{kind}>' for at, note in enumerate(notes, 1))
        apart = f'<w:{kind} w:type="separator" w:id="-1">{p("")}</w:{kind}>'
        if notes:
            content[f"word/{kind}s.xml"] = f"<w:{kind}s {ROOT}>{apart}{shown}</w:{kind}s>"
    return packed({**content, **dict(parts)})


def _links(links, own=""):
    rows = "".join(
        f'<Relationship Id="{key}" Type="{R}/hyperlink" TargetMode="External" Target={quoteattr(url)}/>'
        for key, url in links
    )
    return f'<Relationships xmlns="{RELATIONSHIPS}">{own}{rows}</Relationships>'


def p(*pieces, style="", number=None):
    """A paragraph; pieces without a tag are words."""
    properties = f'<w:pStyle w:val="{style}"/>' if style else ""
    if number:
        properties += f'<w:numPr><w:ilvl w:val="{number[1]}"/><w:numId w:val="{number[0]}"/></w:numPr>'
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(map(_piece, pieces))}</w:p>"


def _piece(piece):
    return piece if piece.startswith(("<w:", "</w:", "<m:")) else run(piece)


def run(words, properties=""):
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{escape(words)}</w:t></w:r>'


def raised(words):
    return run(words, '<w:vertAlign w:val="superscript"/>')


def note(at, kind="footnote"):
    return f'<w:r><w:{kind}Reference w:id="{at}"/></w:r>'


def field(code, *shown):
    """A field: its code in two runs, as Word cuts it, and what it shows."""
    half = len(code) // 2
    codes = "".join(f"<w:r><w:instrText>{escape(part)}</w:instrText></w:r>" for part in (code[:half], code[half:]))
    sign = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'.format
    return f"{sign('begin')}{codes}{sign('separate')}{''.join(map(_piece, shown))}{sign('end')}"


def table(*rows):
    cells = ("".join(f"<w:tc>{cell if cell.startswith('<w:') else p(cell)}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


WORKS = {
    "TIDES": {"id": 7, "type": "article-journal", "title": "Tides of Halvøra", "container-title": "Journal of Invented Ports",
              "author": [{"family": "Nordvik", "given": "A."}], "issued": {"date-parts": [["2015"]]}, "DOI": "10.5555/halvora.1"},
    "TENYEARS": {"id": 8, "type": "book", "title": "Ten years of tidal power", "author": [{"family": "Berg", "given": "J."}],
                 "issued": {"date-parts": [["2019", 4]]}},
    "HARBOUR": {"id": 9, "type": "report", "title": "Report on the harbour", "author": [{"literal": "County of Halvøra"}],
                "issued": {"date-parts": [["2012"]]}, "URL": "https://example.org/reports/harbour-2012"},
}  # fmt: skip


def zotero(shown, *keys, **more):
    """A citation as Zotero writes it."""
    items = [
        {"id": WORKS[key]["id"], "uris": [f"http://zotero.org/users/1/items/{key}"], "itemData": WORKS[key], **more}
        for key in keys
    ]
    code = json.dumps({"citationID": "x", "properties": {"plainCitation": shown}, "citationItems": items})
    return field(f" ADDIN ZOTERO_ITEM CSL_CITATION {code} ", shown)


def with_notes():
    """Footnotes and endnotes, prose and works, numbered by their order in the text and not by their ids."""
    return docx(
        p("The licence of Halvøra", style="Titel"),
        p("The council", style="berschrift1"),
        p(
            "The fishermen were against the plant.",
            note(2),
            " The council granted the licence",
            note(1),
            ", as the minutes say.",
            note(1, "endnote"),
        ),
        p("Nobody has counted the letters. Some were burnt."),
        p("The hall", style="berschrift2"),
        p(
            "It was closed in 2025.",
            note(3),
            " The school is too small.",
            '<w:r><w:footnoteReference w:customMarkFollows="1" w:id="4"/><w:t>*</w:t></w:r>',
        ),
        footnotes=(
            p("J. Berg, Ten years of tidal power, Fjord Press, 2019, p. 31."),
            p("The association wrote to the council in 2011, and it was never answered. ", "See the next note.")
            + p("The letter is kept in the town hall."),
            p(
                "County of Halvøra, ",
                '<w:hyperlink r:id="n1"><w:r><w:t>Report on roofs</w:t></w:r></w:hyperlink>',
                ", 2024.",
            ),
            p("* My own count."),
        ),
        endnotes=(p("Minutes of the council, 3 May 2010, doi:10.5555/halvora.9"),),
        parts={"word/_rels/footnotes.xml.rels": _links([("n1", "https://example.org/reports/roofs")])}.items(),
    )


def with_zotero():
    """Citations in the fields of Zotero, with the list that it writes."""
    listed = field(
        ' ADDIN ZOTERO_BIBL {"uncited":[],"omitted":[],"custom":[]} CSL_BIBLIOGRAPHY ',
        "[1] A. Nordvik, ‘Tides of Halvøra’, Journal of Invented Ports, 2015, doi: 10.5555/halvora.1.",
        "</w:p><w:p>" + run("[2] J. Berg, Ten years of tidal power. 2019."),
        "</w:p><w:p>"
        + run("[3] County of Halvøra, ‘Report on the harbour’, 2012. https://example.org/reports/harbour-2012"),
    )
    return docx(
        p("Tidal Power at Halvøra", style="Titel"),
        p("Yield", style="Kapitel"),
        p(
            "The plant has run since 2009 ",
            zotero("[1]", "TIDES"),
            ". It yields less than was hoped ",
            zotero("[1, p. 12]", "TIDES", locator="12", label="page"),
            ". Nobody knows why.",
        ),
        p("Two reports agree ", zotero("[2], [3]", "TENYEARS", "HARBOUR"), "; a third one does not exist."),
        p("References", style="berschrift1"),
        p(listed),
    )


ARTICLES = {"docx-footnotes": with_notes, "docx-zotero": with_zotero}
