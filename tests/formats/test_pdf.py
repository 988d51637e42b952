"""PDF: what a page shows, put back into words, paragraphs, notes and marks; and what cannot be read, said."""

import io
import zlib
from pathlib import Path

import pytest
from golden_claims import assert_golden
from pdf_articles import ARTICLES
from reading import read
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase.pdfmetrics import stringWidth
from timing import assert_grows_with_size, seconds
from typesetting import LEFT, RIGHT, TOP, Press, broken

from indexer import ReadError
from indexer.extracting import extract
from indexer.readers import format_of, read_document
from indexer.readers.pdf import pages
from indexer.readers.pdf.lines import clean

GOLDEN = Path(__file__).parent / "golden"
LONG = "The council of the town met in the old hall by the harbour and heard the operator of the plant for two hours"


def document(data):
    return read_document(data, uri="a.pdf", name="a.pdf")


def words(data, kinds=("paragraph",)):
    found = document(data)
    return [found.text[block.span.start : block.span.end] for block in found.blocks if block.kind in kinds]


def printed(*paragraphs, **options):
    """A file with these paragraphs, each set apart from the one above."""
    press = Press(**options)
    for each in paragraphs:
        press.text(each, gap=8)
    return press.bytes()


@pytest.mark.parametrize("case", ARTICLES)
def test_golden_articles(case):
    assert_golden(GOLDEN / case, read(ARTICLES[case](), name="input.pdf"))


def test_a_claim_names_its_page():
    found = read(ARTICLES["pdf-footnotes"](), name="a.pdf")
    assert {claim.locator for claim in found.claims} == {"p. 1", "p. 2", "pp. 1–2"}


def test_the_first_bytes_tell_the_format():
    assert format_of("paper", printed("It is so.")) == "pdf"
    assert format_of("notes.txt", b"It begins with %PDF-1.4, they say.") == "text"


# --- words -------------------------------------------------------------------------------------------------------


def test_a_word_that_a_line_end_cuts_is_one():
    narrow = Press(columns=((LEFT, LEFT + 100),))
    narrow.text("They sold a semi\u00adcon\u00adduc\u00adtor factory to a firm abroad.")
    assert words(narrow.bytes()) == ["They sold a semiconductor factory to a firm abroad."]


def test_soft_hyphens_and_ligatures_are_no_letters():
    press = Press(columns=((LEFT, LEFT + 120),))
    for line in ("The factory sells semi\u00ad", "conductors to a firm."):
        press.line(line, LEFT, press.y)
        press.y -= 12
    assert words(press.bytes()) == ["The factory sells semiconductors to a firm."]
    assert clean("eﬀicient ﬁel\u00adds \uf0b7 \ue123") == "efficient fields • �"


def test_a_real_hyphen_stays():
    narrow = Press(columns=((LEFT, LEFT + 100),))
    narrow.text(
        "It was a well-\u00adknown firm in Anglo-\u00adDanish hands, and long-\u00adterm plans had failed, as they say.".replace(
            "-\u00ad", "- "
        ).replace("- ", "-\u00ad")
    )
    (paragraph,) = words(narrow.bytes())
    assert "well-known" in paragraph
    assert "Anglo-Danish" in paragraph


def test_an_address_goes_on_over_a_line_end():
    narrow = Press(columns=((LEFT, LEFT + 180),))
    for line in ("See https://example.org/reports/", "harbour-2012 for the figures."):
        narrow.text(line)
    assert words(narrow.bytes()) == ["See https://example.org/reports/harbour-2012 for the figures."]


def test_an_address_that_two_line_ends_cut_keeps_its_hyphen():
    narrow = Press(columns=((LEFT, LEFT + 180),))
    for line in ("See https://example.org/reports/", "chip-", "hub-2024-01-15/ for the figures."):
        narrow.text(line)
    assert words(narrow.bytes()) == ["See https://example.org/reports/chip-hub-2024-01-15/ for the figures."]


def test_a_doi_goes_on_behind_a_stop():
    narrow = Press(columns=((LEFT, LEFT + 180),))
    for line in (
        "See https://doi.org/10.1016/j.neuron.",
        "2013.12.025 for the figures, which",
        "are those of last year.",
    ):
        narrow.text(line)
    assert words(narrow.bytes())[0].startswith("See https://doi.org/10.1016/j.neuron.2013.12.025 for the figures")


def test_powers_and_indexes_are_no_marks():
    press = Press()
    press.text("The basin covers 12 km^{2} and CO_{2} is 10^{5} times less, with an error of 3 m^{3}.")
    press.text("1. A title. https://example.org/a 2. B. 3. C.", gap=30)
    (claim, *_) = read(press.bytes(), name="a.pdf").claims
    assert claim.markers == ()
    assert claim.statement == "The basin covers 12 km² and CO2 is 10⁵ times less, with an error of 3 m³."


def test_paragraphs_part_by_gaps_and_by_indents():
    assert words(printed(LONG + ".", LONG + ".")) == [LONG + "."] * 2
    press = Press()
    press.text(f"{LONG}. It was late.")
    press.text(f"{LONG}. It was early.", indent=15)
    assert [text.split(". ")[1] for text in words(press.bytes())] == ["It was late.", "It was early."]


def test_items_come_without_their_signs():
    press = Press()
    press.text("Two steps were taken, and each of them took a day:")
    press.text(
        "• The flow was measured at three points of the basin, each of which had been given a sensor of the same kind.",
        hang=10,
    )
    press.text("• The sensors were read.", hang=10)
    assert words(press.bytes(), ("item",)) == [
        "The flow was measured at three points of the basin, each of which had been given a sensor of the same kind.",
        "The sensors were read.",
    ]


def test_rows_of_a_table_are_rows():
    press = Press()
    press.text(LONG + ".")
    press.y -= 20
    for cells in (("Year", "Yield", "Share"), ("2010", "812", "3.1"), ("2011", "901", "3.4")):
        for at, cell in enumerate(cells):
            press.line(cell, LEFT + 90 * at, press.y)
        press.y -= 12
    assert words(press.bytes(), ("row",)) == ["2010 | 812 | 3.1", "2011 | 901 | 3.4"]


def test_pages_may_be_turned():
    press = Press()
    press.text(LONG + ".")
    press.turn()
    press.canvas.rotate(90)
    press.canvas.translate(0, -595)
    press.line("This page lies on its side.", 100, 300)
    press.line("Nobody minds.", 100, 288)
    assert words(press.bytes())[1:] == ["This page lies on its side. Nobody minds."]


def test_what_stands_aslant_is_no_text():
    press = Press()
    press.text(LONG + ".")
    press.canvas.rotate(40)
    press.line("DRAFT", 400, 100, 60)
    assert words(press.bytes()) == [LONG + "."]


# --- what cannot be read -----------------------------------------------------------------------------------------


def picture(press):
    """A picture all over the sheet."""
    gif = b"GIF89a\x01\x00\x01\x00\x80\x01\x00\xff\xff\xff\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"
    press.canvas.drawImage(ImageReader(io.BytesIO(gif)), 0, 0, 595, 842)


def test_a_scan_is_said():
    press = Press()
    picture(press)
    with pytest.raises(ReadError, match=r"^a\.pdf: is a scan.*ocrmypdf"):
        document(press.bytes())


def test_pages_without_text_are_named():
    press = Press()
    press.text(LONG + ".")
    for _ in range(3):
        press.turn()
        picture(press)
    press.turn()
    press.text("The end.")
    found = read(press.bytes(), name="a.pdf")
    assert [(each.code, each.message[:9]) for each in found.problems] == [("TXT005", "pages 2–4")]
    assert [claim.locator for claim in found.claims] == ["p. 1", "p. 5"]


def test_an_encrypted_file_is_said():
    with pytest.raises(ReadError, match="is encrypted: remove its password"):
        document(printed("It is so.", encrypt="secret"))
    assert words(printed("It is so.", encrypt=StandardEncryption("", ownerPassword="secret"))) == ["It is so."]


def test_another_suffix_and_other_bytes():
    with pytest.raises(ReadError, match="is not a readable PDF file"):
        document(b"Only a text.")
    with pytest.raises(ReadError, match="a PDF file"):
        read_document(printed("It is so."), uri="a.txt", name="a.txt", as_format="text")
    assert document(b"").text == ""


def outcome(data):
    """The codes of the problems of a file, or what the refusal of it says."""
    try:
        return [problem.code for problem in read(data, name="a.pdf").problems]
    except ReadError as error:
        return str(error)


@pytest.mark.parametrize("part", range(1, 8))
def test_a_truncated_file_ends_in_a_message(part):
    data = ARTICLES["pdf-two-columns"]()
    assert "is damaged or cut short" in outcome(data[: len(data) * part // 8])


def test_one_bad_file_does_not_stop_the_others(tmp_path):
    (tmp_path / "bad.pdf").write_bytes(b"%PDF-1.7 and no more")
    (tmp_path / "good.pdf").write_bytes(printed("The port is old."))
    found = list(extract([tmp_path / "bad.pdf", tmp_path / "good.pdf"]))
    assert [type(each).__name__ for each in found] == ["Failure", "Extraction"]


def bare(stream, *objects, filters=b"/FlateDecode"):
    """A file of one page with this content stream, compressed already, and further objects from number 6 on."""
    kinds = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources 5 0 R>>",
        b"<</Length %d/Filter%s>>stream\n" % (len(stream), filters) + stream + b"\nendstream",
        b"<</Font<</F <</Type/Font/Subtype/Type1/BaseFont/Helvetica>> >>/XObject<</X 6 0 R>> >>",
        *objects,
    ]
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % (at, each) for at, each in enumerate(kinds, 1))
    return b"%PDF-1.4\n" + body + b"trailer<</Root 1 0 R>>\n%%EOF"


def deflated(unit, times):
    packer = zlib.compressobj()
    return b"".join([*(packer.compress(unit) for _ in range(times)), packer.flush()])


BOMBS = {
    "a gigabyte of nothing": lambda: bare(deflated(b" " * 1_000_000, 1000)),
    "a bomb in a bomb": lambda: bare(
        zlib.compress(deflated(b" " * 1_000_000, 1000)), filters=b"[/FlateDecode/FlateDecode]"
    ),
    "states without end": lambda: bare(deflated(b"q " * 500_000, 20)),
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_bombs_are_bounded_in_memory_and_time(bomb):
    data = BOMBS[bomb]()
    assert len(data) < 1_100_000
    found = []
    assert seconds(lambda: found.append(outcome(data))) < 30
    assert found[0] == ["TXT003"] or "memory" in found[0]


def test_forms_within_forms_are_bounded_in_time(monkeypatch):
    monkeypatch.setattr(pages, "_SECONDS", 3.0)
    form = b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X %d 0 R>> >>/Length %d>>stream\n%s\nendstream"
    calls = b"/X Do " * 10
    forms = [form % (7 + at, len(calls), calls) for at in range(20)]
    with pytest.raises(ReadError, match=r"seconds|memory"):
        document(bare(zlib.compress(calls), *forms))


def test_deep_nesting_ends():
    for sign in (b"[", b"<<", b"("):
        assert document(bare(zlib.compress(sign * 100_000 + b" BT /F 12 Tf 9 9 Td (It is so.) Tj ET"))).text in (
            "",
            "It is so.",
        )


def test_one_page_with_a_very_long_line():
    line = b"(" + b"word " * 1000 + b") Tj "
    assert document(bare(zlib.compress(b"BT /F 12 Tf 9 9 Td " + line * 20 + b"ET"))).text.startswith("word word")
    with pytest.raises(ReadError, match="more text than a page can hold"):
        document(bare(zlib.compress(b"BT /F 12 Tf 9 9 Td " + line * 50 + b"ET")))


@pytest.mark.parametrize("unit", [". ", "."])
def test_twice_as_long_a_line_takes_twice_the_time(unit):
    def seconds_for(size):
        press = Press()
        press.lines("The lake is shallow.", unit * (size // len(unit)) + " x y", "1. Mud, https://a.example/1")
        made = press.bytes()
        return seconds(lambda: document(made))

    assert_grows_with_size(seconds_for, 12_000)


def test_twice_as_many_lines_take_twice_the_time():
    def taken(lines):
        stream = (
            b"BT /F 9 Tf 72 700 Td "
            + b"".join(b"(Line %d of the page is like the others.) Tj 0 -0.07 Td " % at for at in range(lines))
            + b"ET"
        )
        data = bare(zlib.compress(stream))
        return seconds(lambda: document(data))

    assert_grows_with_size(taken, 500)


def test_the_extra_is_named_where_it_is_missing(monkeypatch):
    monkeypatch.setattr(pages, "find_spec", lambda _: None)
    with pytest.raises(ReadError, match=r"pip install 'citation-indexer\[pdf\]'"):
        document(printed("It is so."))


def test_the_top_of_the_page_is_read_first():
    press = Press()
    press.line("Second line of it.", LEFT, TOP - 12)
    press.line("First line is above.", LEFT, TOP)
    assert words(press.bytes()) == ["First line is above. Second line of it."]


# ---- what printed pages do to lines


def test_text_that_is_set_in_on_both_sides_is_not_centred():
    press = Press()
    press.text(LONG + " and all of it was written down.")  # the column is as wide as this
    press.line(
        "Set in by as much as its end, the first line of a paragraph is not in the middle", LEFT + 48, press.y - 20
    )
    press.line("of the page, since the next one begins below it.", LEFT + 48, press.y - 32)
    assert words(press.bytes())[-1].endswith("in the middle of the page, since the next one begins below it.")


def test_a_paragraph_that_is_set_in_goes_over_a_page():
    press = Press()
    press.text(LONG + ".")
    press.line("A paragraph set in from the left goes on where the next page begins, however far it is", LEFT + 30, 100)
    press.turn()
    press.line("set in, if it was so before.", LEFT + 30, TOP)
    press.y -= 40
    press.text(LONG + ".")
    assert any(
        "however far it is set in, if it was so before." in text
        for text in words(press.bytes(), ("paragraph", "quote"))
    )


def test_a_description_may_be_one_line_that_hangs():
    press = Press()
    press.text(LONG + ".")
    for first, second in (("style", "figures in the text."), ("a longer name", "pages that follow.")):
        press.line(
            f"{first} {'The option that is named here changes what is shown of all the '[: 90 - len(first)]}",
            LEFT,
            press.y - 20,
        )
        press.line("tables and the", RIGHT - 70, press.y - 20)
        press.line(second, LEFT + 60, press.y - 32)
        press.y -= 40
    assert [text[-20:] for text in words(press.bytes(), ("paragraph", "quote"))[-2:]] == [
        "figures in the text.",
        "the pages that follow."[-20:],
    ]


def test_a_lowered_letter_is_one_of_its_word():
    press = Press()
    press.line("Most of it was set in LAT", LEFT, TOP)
    x = LEFT + stringWidth("Most of it was set in LAT", press.font, 10)
    press.line("E", x - 1.6, TOP - 2.2)
    press.line("X and printed at once.", x + stringWidth("E", press.font, 10) - 2.8, TOP)
    assert words(press.bytes()) == ["Most of it was set in LATEX and printed at once."]


def test_lines_of_two_columns_are_not_taken_for_heads():
    def half(press, x, y):
        for at in range(40):
            press.line(f"{chr(97 + (at + press.page) % 26) * 5} of this column tells of the basin and", x, y - 11 * at)

    press = Press()
    for sheet in range(4):
        if sheet:
            press.turn()
        half(press, LEFT, TOP - 20)
        half(press, LEFT + 240, TOP - 25.5)
        press.line("A head", LEFT, TOP + 20)
    text = document(press.bytes()).text
    assert text.count("of this column tells") == 4 * 2 * 40
    assert "A head" not in text


def test_a_line_that_stands_at_one_place_on_two_pages_is_text():
    press = Press()
    for sheet in range(8):
        if sheet:
            press.turn()
        press.text("The same words begin it." if sheet in (1, 4) else f"Others begin it, such as {'abcdefgh'[sheet]}.")
        press.text(" ".join(f"{'abcdefgh'[sheet]}{LONG}." for _ in range(5)))
    assert document(press.bytes()).text.count("The same words begin it.") == 2


def test_pages_may_be_set_with_more_between_the_lines():
    press = Press()
    for _ in range(8):
        press.text(f"{LONG} {LONG}.", gap=6)
    press.turn()
    wide = "Here the lines lie twice as far apart as on the pages before, and Capitals begin the next of them as often as not in this text."
    for shown, _ in broken(wide, 10, press.font, RIGHT - LEFT, 0, 0):
        press.line(shown, LEFT, press.y)
        press.y -= 24
    assert words(press.bytes())[-1] == wide


def test_type_of_another_size_may_stand_in_a_sentence():
    press = Press()
    press.text(f"{LONG} {LONG}. It was", gap=0)
    first = "This default setting can be changed in several ways, all of which were tried, and it can"
    press.line(first, RIGHT - stringWidth(first, press.font, 10.9), press.y - 30, 10.9)
    press.line("be changed", RIGHT - stringWidth(first, press.font, 10.9), press.y - 43, 10.9)
    press.line(
        "with_options_of_the_command and no more.",
        RIGHT - stringWidth(first, press.font, 10.9) + 60,
        press.y - 43,
        9.3,
        "Courier",
    )
    assert words(press.bytes())[-1].endswith("and it can be changed with_options_of_the_command and no more.")


def test_a_large_sign_stands_in_the_gap_of_its_line():
    press = Press()
    press.text(f"{LONG} {LONG}.")
    press.line(
        "Let C be the set of graphs that are made of the others by an edge to each of the trees of", LEFT, press.y - 20
    )
    press.line("the first. Denote by A =", LEFT, press.y - 34)
    x = LEFT + stringWidth("the first. Denote by A =", press.font, 10)
    press.line("\u222a", x + 3, press.y - 27, font="Symbol")
    press.line("B the union of all. It is obvious that they are many.", x + 16, press.y - 34)
    assert "each of the trees of the first. Denote by A =" in words(press.bytes())[-1]


def test_an_abstract_goes_on_behind_a_line_in_the_middle():
    press = Press()
    press.across("A title", 18)
    press.line(
        "An abstract says of the whole paper what it is about and what was found in the", LEFT + 52, press.y - 20
    )
    press.line("main part of it. It is short.", LEFT + 40, press.y - 32)
    press.y -= 60
    press.text(f"{LONG}. {LONG} twice.")
    assert words(press.bytes())[0].endswith("found in the main part of it. It is short.")


def test_names_below_a_title_state_nothing():
    press = Press()
    press.across("A title over all", 18)
    press.across("Ann Author^{1}, Ben B. Other^{2} and Cid Third^{1,2}", 12, font="Times-Bold")
    press.across("^{1} Institute of Basins, 12345 Riga, Latvia", gap=6)
    press.across("^{2} Ministry of the Harbour, St. Ives, England", gap=6)
    press.across("1 Introduction", 12, font="Times-Bold", gap=20)
    press.text(f"{LONG}.^{{1}} {LONG} twice.", gap=6)
    press.text("References", 12, font="Times-Bold", gap=20)
    press.text("1. B. Other, On basins, 2020.", gap=6)
    found = read(press.bytes(), name="a.pdf")
    assert [(claim.labels, claim.heading) for claim in found.claims][:1] == [
        (("1",), ("A title over all", "1 Introduction"))
    ]
    assert [each.label for each in found.document.references] == ["1"]


def test_names_side_by_side_below_a_title_state_nothing():
    press = Press()
    press.across("A title over all", 18)
    press.y -= 10
    for row in (
        ("Ann Author", "Ben B. Other", "Cid Third"),
        ("Univ. of Riga", "Inria Paris", "Ltd. Works"),
        ("a@riga.example", "Paris, France", "Ives, UK"),
    ):
        for at, cell in enumerate(row):
            press.line(cell, LEFT + 150 * at, press.y)
        press.y -= 12
    press.text(f"{LONG}. {LONG} twice.", gap=20)
    assert [claim.statement for claim in read(press.bytes(), name="a.pdf").claims] == [f"{LONG}.", f"{LONG} twice."]


def test_a_little_more_behind_a_stop_parts_entries():
    press = Press()
    for _ in range(10):
        press.text(f"{LONG} {LONG}.", gap=4)
    press.text("Bibliography", 12, font="Times-Bold", gap=20)
    for year in (1986, 1995, 1999):
        shown = f"Author, N. ({year}). A book about the harbour of the town and the plant and all of that time."
        press.text(shown, gap=2.5)
    assert len(read(press.bytes(), name="a.pdf").document.references) == 3


def test_a_sentence_goes_on_over_small_print_at_the_foot():
    press = Press(columns=((LEFT, 285), (310, 523)))
    press.text(f"{LONG}. {LONG}. It goes on and the last line is full of it", gap=4)
    press.text("Permission is granted to make copies of all or part of this.", 7, gap=30)
    press.next_column()
    press.text(f"over the small print of the other column. {LONG}. {LONG}.")
    found = words(press.bytes())
    assert [text[:20] for text in found] == ["Permission is grante", LONG[:20]]
    assert "is full of it over the small print of the other column." in found[1]


@pytest.mark.xfail(
    reason="where short figures stand in both columns, all lines beside each other become rows of a table"
)
def test_columns_may_hold_figures_beside_text():
    press = Press(columns=((LEFT, 285), (310, 523)))
    for _ in range(2):
        press.text(f"{LONG}. {LONG}. {LONG}. {LONG}.")
        for at in range(24):
            press.line("0.5", press.columns[press.column][0] + 8 * (at % 12), press.y - 12)
            press.y -= 9
        press.next_column() if press.column == 0 else None
    assert [text for text in words(press.bytes()) if "council" in text] == [" ".join([f"{LONG}."] * 4)] * 2


def test_a_text_set_in_goes_on_on_a_page_that_is_set_in_as_a_whole():
    press = Press()
    press.text(f"{LONG} {LONG}.")
    press.line("A text beside the margin goes on, and the next page has nothing in the margin,", LEFT + 80, 90)
    press.turn()
    press.line("so that it begins no paragraph there. It ends here.", LEFT + 80, TOP)
    press.line("A sign", LEFT + 65, TOP - 40)
    assert any(
        "in the margin, so that it begins no paragraph" in text for text in words(press.bytes(), ("paragraph", "quote"))
    )


def test_a_heading_may_be_told_by_number_and_capitals():
    data = printed(
        "A Title of It", f"{LONG}.", "1 INTRODUCTION", f"{LONG}.", "2.1 Second Part of it", f"{LONG}.", "37 KG"
    )
    assert words(data, ("heading",)) == ["1 INTRODUCTION", "2.1 Second Part of it"]
