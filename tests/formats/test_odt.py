"""ODT: the text as LibreOffice shows it with all changes accepted, its notes and works; and hostile files."""

from pathlib import Path

import pytest
from golden_claims import assert_golden
from odt_articles import ARTICLES, KIND, NAMES, h, items, mark, note, odt, p, packed, span, table, zotero
from reading import read
from timing import assert_grows_with_size, seconds

from indexer import ReadError
from indexer.extracting import extract
from indexer.readers import format_of, read_document

GOLDEN = Path(__file__).parent / "golden"


def document(data):
    return read_document(data, uri="a.odt", name="a.odt")


def blocks(*content):
    found = document(odt(*content))
    return [(block.kind, found.text[block.span.start : block.span.end]) for block in found.blocks]


def claims(*content):
    return [(claim.statement, claim.labels, claim.source_ids) for claim in read(odt(*content), name="a.odt").claims]


@pytest.mark.parametrize("case", ARTICLES)
def test_golden_articles(case):
    assert_golden(GOLDEN / case, read(ARTICLES[case](), name="input.odt"))


def test_the_first_bytes_tell_the_format():
    assert format_of("paper", odt(p("It is so."))) == "odt"
    assert format_of("sheet.zip", odt(p("It is so.")).replace(b"opendocument.text", b"opendocument.tabl")) == "text"


def test_the_title_is_the_paragraph_of_that_style_else_that_of_the_maker():
    assert document(odt(p("Tides", style="P1"), p("It is so."))).title == "Tides"
    assert document(odt(p("It is so."))).title == "Of the maker"


def test_blocks_by_styles():
    found = [p("a", style="Quotations"), p("b", style="Table"), p("c", style="Preformatted_20_Text"), h("d", 2)]
    assert blocks(*found) == [("quote", "a"), ("caption", "b"), ("code", "c"), ("heading", "d")]


def test_lists_are_numbered():
    inner = items("", p("B."), p("C."))
    found = document(odt(items("L1", p("A.")), items("L2", p("A.") + inner, p("D.")), items("L3", p("E."))))
    assert found.text.split("\n") == ["• A.", "1. A.", "a) B.", "b) C.", "2. D.", "[1] E."]


def test_sections_frames_contents_and_hidden_words():
    contents = f"<text:table-of-content><text:table-of-content-source>{p('x')}</text:table-of-content-source><text:index-body>{p('1 Tides 3')}</text:index-body></text:table-of-content>"
    frame = f"<draw:frame><draw:text-box>{p('In a frame.')}</draw:text-box></draw:frame>"
    section = f"<text:section text:name='a'>{p('Shown.', frame, span('hidden', 'T2'))}</text:section><text:section text:display='none'>{p('Not shown.')}</text:section>"
    assert blocks(contents, section) == [
        ("furniture", "1 Tides 3"),
        ("paragraph", "Shown."),
        ("paragraph", "In a frame."),
    ]


def test_rows_and_tables_within_tables():
    assert blocks(table(("2010", "812"), ("2011", "901"))) == [("row", "2010 | 812"), ("row", "2011 | 901")]
    assert blocks(table((table(("a", "b")), "It is so."))) == [("row", "a | b"), ("paragraph", "It is so.")]


def test_typed_marks_beside_footnotes():
    listed = [h("References", 1), items("L3", p("A. Nordvik. https://example.org/tides"))]
    found = claims(p("The port is old [1].", " The gate is new.", note("1", "B. https://example.org/b")), *listed)
    assert [sources for _, _, sources in found] == [("https://example.org/tides",), ("https://example.org/b",)]


def test_typed_superscripts_with_a_list():
    listed = [h("References", 1), items("L2", p("A. Nordvik. https://example.org/tides"), p("B."))]
    assert claims(p("The port is old.", span("1", "T1"), " It covers 3 km", span("2", "T1"), "."), *listed)[0] == (
        "The port is old.",
        ("1",),
        ("https://example.org/tides",),
    )


def test_works_of_libreoffice():
    known = mark(
        "[Nor15]",
        identifier="Nor15",
        author="Nordvik, A.; Berg, J.",
        title="Tides",
        year="2015",
        url="https://example.org/tides",
    )
    assert claims(p("The port is old ", known, ".")) == [
        ("The port is old.", ("Nordvik & Berg 2015",), ("https://example.org/tides",))
    ]


def test_works_of_zotero_and_its_list():
    listed = f"<text:section text:name='ZOTERO_BIBL {{}} CSL_BIBLIOGRAPHY RNDx'>{p('[1] A. Nordvik, Tides of Halvøra, 2015.')}{p('[2] J. Berg, Ten years of tidal power, 2019.')}</text:section>"
    found = read(
        odt(p("The port is old ", zotero("[1, 2]", "TIDES", "TENYEARS"), "."), h("References", 1), listed), name="a.odt"
    )
    (claim,) = found.claims
    assert (claim.statement, claim.labels, claim.source_ids[0]) == (
        "The port is old.",
        ("1", "2"),
        "doi:10.5555/halvora.1",
    )
    assert found.problems == ()


def test_a_footnote_with_marks_cites_their_works():
    (first, *_) = claims(p("The port is old.", note("1", p("See ", zotero("Tides; Report", "TIDES", "HARBOUR"), "."))))
    assert first == ("The port is old.", ("1",), ("doi:10.5555/halvora.1", "https://example.org/reports/harbour-2012"))


# --- hostile files -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("part", range(1, 8))
def test_truncated_files_end_in_a_message(part):
    data = ARTICLES["odt-notes"]()
    with pytest.raises(ReadError, match=r"^a\.odt: is not a readable ZIP archive, or is cut short"):
        document(data[: len(data) * part // 8])


def test_other_bytes_under_the_suffix():
    encrypted = {"META-INF/manifest.xml": "<a><manifest:encryption-data/></a>", "content.xml": "?"}
    for data, said in (
        (b"Only a text.", "ZIP archive"),
        (packed({"a.txt": "x"}), "no content.xml"),
        (packed({"content.xml": "<a/>"}), "holds no text"),
        (packed(encrypted), "is encrypted"),
        (packed({"content.xml": "<a>"}), "not well-formed XML"),
    ):
        with pytest.raises(ReadError, match=said):
            document(data)


def test_a_broken_part_is_reported_and_the_text_is_read():
    found = read(odt(p("It is so."), parts={"styles.xml": "<a"}.items()), name="a.odt")
    assert [claim.statement for claim in found.claims] == ["It is so."]
    assert [problem.code for problem in found.problems] == ["TXT005"]


def test_bombs_and_deep_nesting_end():
    assert seconds(bombs_and_deep_nesting_end) < 10


def bombs_and_deep_nesting_end():
    names = "".join(f"<text:section text:name='{at * 7919 % 999_983}'>" for at in range(100_000))
    nested = f"<office:document-content {NAMES}><office:text>{names}"
    for data, said in (
        (packed({"mimetype": KIND, "content.xml": b" " * (100 << 20)}), "unpacks to more than"),
        (packed({"content.xml": nested}), "depth"),
    ):
        with pytest.raises(ReadError, match=said):
            document(data)
    deep = "<text:section>" * 200 + p("Deep.", "<text:span>" * 20 + "</text:span>" * 20) + "</text:section>" * 200
    assert blocks(deep) == [("paragraph", "Deep.")]
    assert blocks(p("a", '<text:s text:c="999999999"/>', "b")) == [("paragraph", "a b")]


def test_twice_the_text_takes_twice_the_time():
    def taken(paragraphs):
        data = odt(
            *(p("The port is old ", zotero("[1]", "TIDES"), ".", note("1", "A note.")) for _ in range(paragraphs))
        )
        return seconds(lambda: document(data))

    assert_grows_with_size(taken, 250)


def test_one_bad_file_does_not_stop_the_others(tmp_path):
    (tmp_path / "bad.odt").write_bytes(b"PK\x03\x04 and no more")
    (tmp_path / "good.odt").write_bytes(odt(p("The port is old.")))
    found = list(extract([tmp_path / "bad.odt", tmp_path / "good.odt"]))
    assert [type(each).__name__ for each in found] == ["Failure", "Extraction"]


def test_a_link_that_is_no_address_costs_nothing():
    found = claims(p("The port is old. ", '<text:a xlink:href="http://[x">BBC</text:a>'))
    assert [(statement, sources) for statement, _, sources in found] == [("The port is old.", ()), ("BBC", ())]


def test_links_out_are_sources_and_addresses_of_entries():
    def link(url, words):
        return f'<text:a xlink:href="{url}">{words}</text:a>'

    found = claims(
        p(
            "The port is old (",
            link("https://a.example/1", "BBC"),
            "). It grew ",
            link("https://b.example/2", "[1]"),
            ". It fell [2].",
        ),
        h("References", 1),
        p("2. ", link("https://d.example/4", "Annual report")),
    )
    assert [sources for _, _, sources in found] == [
        ("https://a.example/1",),
        ("https://b.example/2",),
        ("https://d.example/4",),
    ]
