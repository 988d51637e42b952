"""DOCX: the text as Word shows it with all changes accepted, its notes, its citation fields; and hostile files."""

import base64
import json
import zipfile
from pathlib import Path

import pytest
from docx_articles import ARTICLES, ROOT, STYLES, WORKS, docx, field, note, p, packed, raised, run, table, zotero
from golden_claims import assert_golden
from reading import read
from timing import assert_grows_with_size, seconds

from indexer import ReadError
from indexer.extracting import extract
from indexer.readers import format_of, read_document
from indexer.readers.docx.fields import is_bibliography

GOLDEN = Path(__file__).parent / "golden"


def document(data, name="a.docx"):
    return read_document(data, uri=name, name=name)


def blocks(*content, **more):
    found = document(docx(*content, **more))
    return [(block.kind, found.text[block.span.start : block.span.end]) for block in found.blocks]


def claims(*content, **more):
    return [
        (claim.statement, claim.labels, claim.source_ids)
        for claim in read(docx(*content, **more), name="a.docx").claims
    ]


@pytest.mark.parametrize("case", ARTICLES)
def test_golden_articles(case):
    assert_golden(GOLDEN / case, read(ARTICLES[case](), name="input.docx"))


def test_the_first_bytes_tell_the_format():
    assert format_of("paper", docx(p("It is so."))) == "docx"
    assert format_of("paper.docx") == "docx"


# --- blocks ------------------------------------------------------------------------------------------------------


def test_styles_make_headings_in_any_language():
    found = document(docx(*(p(style, style=style) for style in ("Titel", "Kapitel", "berschrift2", "Gliederung"))))
    assert [(block.kind, block.level) for block in found.blocks] == [
        ("heading", 1),
        ("heading", 2),
        ("heading", 3),
        ("heading", 3),
    ]
    assert found.title == "Titel"


def test_without_a_title_the_heading_that_opens_the_text_is_it():
    assert document(docx(p("Tides", style="Kapitel"), p("It is so."))).title == "Tides"
    assert document(docx(p("It is so."), p("Tides", style="Kapitel"))).title == "a"
    assert document(docx(p("Tides", style="berschrift2"), p("It is so."))).title == "a"


def test_quotes_captions_and_contents():
    assert [
        kind
        for kind, _ in blocks(*(p("It is so.", style=style) for style in ("Zitat", "Beschriftung", "Verzeichnis1")))
    ] == ["quote", "caption", "furniture"]


def test_lists_are_numbered_as_word_does():
    rows = (("1", 0), ("2", 0), ("2", 1), ("2", 1), ("2", 0), ("3", 0))
    found = document(docx(*(p("Words.", number=number) for number in rows)))
    assert found.text.split("\n") == [
        "• Words.",
        "1. Words.",
        "1.a) Words.",
        "1.b) Words.",
        "2. Words.",
        "",
        "[1] Words.",
    ]
    assert [found.text[block.span.start : block.span.end] for block in found.blocks] == ["Words."] * 5 + ["[1] Words."]


def test_rows_and_tables_within_tables():
    inner = table(("Sluice", "old"))
    assert blocks(table(("2010", "812"), ("2011", "901"))) == [("row", "2010 | 812"), ("row", "2011 | 901")]
    assert blocks(table((f"<w:p/>{inner}", p("It is so.") + p("And so.")))) == [
        ("row", "Sluice | old"),
        ("paragraph", "It is so."),
        ("paragraph", "And so."),
    ]


def test_changes_are_accepted_and_hidden_words_left_out():
    deleted = "<w:del><w:r><w:delText>old</w:delText></w:r></w:del>"
    inserted = f"<w:ins>{run('new')}</w:ins>"
    moved = f"<w:moveFrom>{run('there')}</w:moveFrom><w:moveTo>{run('here')}</w:moveTo>"
    hidden = run("secret", "<w:vanish/>") + run(" shown", '<w:vanish w:val="0"/>')
    assert blocks(p("The ", deleted, inserted, " gate, ", moved, ",", hidden, ".")) == [
        ("paragraph", "The new gate, here, shown.")
    ]


def test_boxes_controls_signs_and_formulas():
    box = f"<w:r><mc:AlternateContent xmlns:mc='x'><mc:Choice><w:txbxContent>{p('In a box.')}</w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent>{p('In a box.')}</w:txbxContent></mc:Fallback></mc:AlternateContent></w:r>"
    control = f"<w:sdt><w:sdtPr/><w:sdtContent>{run('controlled')}</w:sdtContent></w:sdt>"
    signs = '<w:r><w:tab/><w:sym w:font="Symbol" w:char="F061"/><w:noBreakHyphen/><w:t>x</w:t><w:softHyphen/></w:r>'
    formula = "<m:oMath><m:r><m:t>E=mc</m:t></m:r></m:oMath>"
    assert blocks(p("It is ", control, signs, " and ", formula, ".", box)) == [
        ("paragraph", "It is controlled α-x and E=mc."),
        ("paragraph", "In a box."),
    ]


def test_fields_show_their_result():
    code = field(" DATE \\@ yyyy ", "2024") + field(
        ' HYPERLINK "https://example.org" ', field(" REF _Ref1 ", "Table 3")
    )
    assert blocks(p("In ", code, ".")) == [("paragraph", "In 2024Table 3.")]
    simple = f'<w:fldSimple w:instr=" SEQ Table ">{run("7")}</w:fldSimple>'
    assert blocks(p("Table ", simple, ".")) == [("paragraph", "Table 7.")]


# --- marks -------------------------------------------------------------------------------------------------------


def test_typed_marks_with_a_numbered_list():
    listed = [
        p("A. Nordvik. Tides. https://example.org/tides", number=("3", 0)),
        p("J. Berg. Ten years. 2019.", number=("3", 0)),
    ]
    assert claims(p("The port is old [1]."), p("References", style="berschrift1"), *listed) == [
        ("The port is old.", ("1",), ("https://example.org/tides",))
    ]


def test_a_list_that_begins_anew_serves_its_own_section():
    first, second = ("3", 0), ("4", 0)
    found = claims(
        p("Tides", style="berschrift1"),
        p("The port is old [1]."),
        p("References", style="berschrift2"),
        p("A. Nordvik. https://example.org/tides", number=first),
        p("B. Berg. https://example.org/more", number=first),
        p("Gates", style="berschrift1"),
        p("The gate is new [1]."),
        p("References", style="berschrift2"),
        p("J. Berg. https://example.org/gates", number=second),
        p("K. Lie. https://example.org/locks", number=second),
    )
    assert [sources for _, _, sources in found] == [("https://example.org/tides",), ("https://example.org/gates",)]


def test_links_out_are_sources_and_addresses_of_entries():
    def link(key, words):
        return f'<w:hyperlink r:id="{key}"><w:r><w:t xml:space="preserve">{words}</w:t></w:r></w:hyperlink>'

    found = claims(
        p(
            "The port is old (",
            link("a", "BBC"),
            "). It grew ",
            link("b", "[1]"),
            ". It fell [2]. See ",
            link("c", "the shop"),
            " for more.",
        ),
        p("References", style="berschrift1"),
        p("2. ", link("d", "Annual report")),
        links=[
            ("a", "https://a.example/1"),
            ("b", "https://b.example/2"),
            ("c", "https://c.example/3"),
            ("d", "https://d.example/4"),
        ],
    )
    assert [sources for _, _, sources in found] == [
        ("https://a.example/1",), ("https://b.example/2",), ("https://d.example/4",), ()
    ]  # fmt: skip


def test_typed_superscripts_with_a_list():
    found = claims(
        p("The port is old.", raised("1"), " It covers 3 km", raised("2"), "."),
        p("References", style="berschrift1"),
        p("1. A. Nordvik. https://example.org/tides"),
        p("2. J. Berg. https://example.org/ten"),
    )
    assert [labels for _, labels, _ in found] == [("1",), ()]


def test_footnotes_beside_typed_marks():
    found = claims(
        p("The port is old [1].", " The gate is new.", note(1)),
        p("References", style="berschrift1"),
        p("[1] A. https://example.org/a"),
        footnotes=(p("B. https://example.org/b"),),
    )
    assert [sources for _, _, sources in found] == [("https://example.org/a",), ("https://example.org/b",)]


def test_a_footnote_with_fields_cites_their_works():
    found = claims(
        p("The port is old.", note(1)),
        footnotes=(p("See ", zotero("Nordvik, Tides; Report", "TIDES", "HARBOUR"), "."),),
    )
    assert found == [
        ("The port is old.", ("1",), ("doi:10.5555/halvora.1", "https://example.org/reports/harbour-2012"))
    ]


def test_author_and_year_of_zotero():
    (claim,) = read(
        docx(p("The port is old ", zotero("(Nordvik, 2015, p. 4)", "TIDES", locator="4"), ".")), name="a.docx"
    ).claims
    (marker,) = claim.markers
    assert (marker.labels, marker.style, marker.locator, claim.statement) == (
        ("Nordvik 2015",),
        "author-year",
        "p. 4",
        "The port is old.",
    )


def test_citations_of_word_itself():
    sources = '<b:Sources xmlns:b="http://schemas.openxmlformats.org/officeDocument/2006/bibliography"><b:Source><b:Tag>Nor15</b:Tag><b:Title>Tides</b:Title><b:Year>2015</b:Year><b:URL>https://example.org/tides</b:URL><b:Author><b:Author><b:NameList><b:Person><b:Last>Nordvik</b:Last></b:Person></b:NameList></b:Author></b:Author></b:Source></b:Sources>'
    shown = field(" CITATION Nor15 \\p 4 \\l 1033 ", "(Nordvik, 2015)")
    cited = f"<w:sdt><w:sdtPr><w:citation/></w:sdtPr><w:sdtContent>{shown}</w:sdtContent></w:sdt>"
    found = claims(p("The port is old ", cited, "."), parts={"customXml/item1.xml": sources}.items())
    assert found == [("The port is old.", ("Nordvik 2015",), ("https://example.org/tides",))]


def test_citations_of_endnote_and_mendeley():
    record = "<EndNote><Cite><Author>Berg</Author><Year>2019</Year><RecNum>5</RecNum><record><titles><title>Ten years</title></titles><electronic-resource-num>10.5555/halvora.2</electronic-resource-num></record></Cite></EndNote>"
    tag = base64.b64encode(json.dumps({"citationItems": [{"id": "x", "itemData": WORKS["TIDES"]}]}).encode()).decode()
    control = f'<w:sdt><w:sdtPr><w:tag w:val="MENDELEY_CITATION_v3_{tag}"/></w:sdtPr><w:sdtContent>{run("[2]")}</w:sdtContent></w:sdt>'
    found = claims(p("The port is old ", field(f" ADDIN EN.CITE {record}", "[1]"), ". So is the gate ", control, "."))
    assert found == [
        ("The port is old.", ("1",), ("doi:10.5555/halvora.2",)),
        ("So is the gate.", ("2",), ("doi:10.5555/halvora.1",)),
    ]


def test_broken_fields_keep_their_words():
    assert claims(p("The port is old ", field(' ADDIN ZOTERO_ITEM CSL_CITATION {"citationItems": [', "[1]"), ".")) == [
        ("The port is old.", ("1",), ("a.docx[1]",))
    ]


# --- hostile files -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("part", range(1, 8))
def test_truncated_files_end_in_a_message(part):
    data = ARTICLES["docx-zotero"]()
    with pytest.raises(ReadError, match=r"^a\.docx: is not a readable ZIP archive, or is cut short"):
        document(data[: len(data) * part // 8])


def test_other_bytes_under_the_suffix():
    for data, said in (
        (b"Only a text.", "ZIP archive"),
        (packed({"a.txt": "x"}), "no text in word/document.xml"),
        (b"\xd0\xcf\x11\xe0 old", "is encrypted, or of the old format"),
        (packed({"word/document.xml": "<a>"}), "not well-formed XML"),
    ):
        with pytest.raises(ReadError, match=said):
            document(data)


def test_an_encrypted_member_is_said():
    data = bytearray(docx(p("It is so.")))
    at = data.find(b"PK\x01\x02")
    while at >= 0:
        data[at + 8] |= 1
        at = data.find(b"PK\x01\x02", at + 4)
    with pytest.raises(ReadError, match="is encrypted: save it without a password"):
        document(bytes(data))


def test_a_broken_part_is_reported_and_the_text_is_read():
    data = docx(p("It is so."), parts={"word/numbering.xml": "<w:numbering"}.items())
    found = read(data, name="a.docx")
    assert [claim.statement for claim in found.claims] == ["It is so."]
    assert [(problem.code, "word/numbering.xml" in problem.message) for problem in found.problems] == [("TXT005", True)]


def test_zip_bombs_are_bounded():
    assert seconds(zip_bombs_are_refused) < 10


def zip_bombs_are_refused():
    with pytest.raises(ReadError, match="unpacks to more than"):
        document(packed({"word/document.xml": b" " * (200 << 20)}))
    with pytest.raises(ReadError, match="more than 4,000,000 tags"):
        document(
            packed({"word/document.xml": "".join(f"<{chr(97 + at % 26)}{at % 9973}/>" for at in range(4_100_000))})
        )
    with pytest.raises(ReadError, match="declares entities"):
        document(packed({"word/document.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}))


@pytest.mark.parametrize("depth", [200, 100_000])
def test_deep_nesting_ends(depth):
    nested = f"<w:document {ROOT}><w:body>{'<w:sdt><w:sdtContent>' * (depth // 2)}{p('Deep.')}{'</w:sdtContent></w:sdt>' * (depth // 2)}</w:body></w:document>"
    data = packed({"word/document.xml": nested, "word/styles.xml": STYLES})
    if depth < 250:
        assert document(data).text == "Deep."
    else:
        with pytest.raises(ReadError, match="depth"):
            document(data)


def test_one_long_paragraph_and_open_fields():
    sign = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    assert len(document(docx(p(" ".join(f"word{at * 7919 % 999_983}" for at in range(500_000))))).text) > 4_000_000
    assert document(docx(p(sign * 2000, "Words."))).text == ""


def test_twice_as_long_a_field_takes_twice_the_time():
    assert_grows_with_size(lambda size: seconds(lambda: is_bibliography(" " * size + "ADDIN")), 8_000)


def test_twice_the_text_takes_twice_the_time():
    def taken(paragraphs):
        data = docx(
            *(p("The port is old ", zotero("[1]", "TIDES"), ".", note(1)) for _ in range(paragraphs)),
            footnotes=(p("A note."),),
        )
        return seconds(lambda: document(data))

    assert_grows_with_size(taken, 250)


def test_one_bad_file_does_not_stop_the_others(tmp_path):
    (tmp_path / "bad.docx").write_bytes(b"PK\x03\x04 and no more")
    (tmp_path / "good.docx").write_bytes(docx(p("The port is old.")))
    found = list(extract([tmp_path / "bad.docx", tmp_path / "good.docx"]))
    assert [type(each).__name__ for each in found] == ["Failure", "Extraction"]


def test_members_are_read_by_name_only(tmp_path):
    data = docx(p("It is so."), parts={"../../outside.xml": "x"}.items())
    assert document(data).text == "It is so."
    assert zipfile.is_zipfile(tmp_path) is False
