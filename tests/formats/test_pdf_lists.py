"""PDF: lists of references as pages show them, put back into entries."""

import re

import pytest
from reading import read
from reportlab.pdfbase.pdfmetrics import stringWidth
from timing import assert_grows_with_size, seconds
from typesetting import LEFT, RIGHT, Press

from indexer.claims import extract_claims
from indexer.readers import read_document
from indexer.readers.pdf.columns import Column
from indexer.readers.pdf.hanging import find_hanging
from indexer.readers.pdf.linenumbers import without_line_numbers
from indexer.readers.pdf.lines import Line
from indexer.readers.pdf.pages import Piece
from indexer.references.backlinks import before_way_back

LONG = "The council of the town met in the old hall by the harbour and heard the operator of the plant for two hours"
WORK = "A book of some length about the harbour of the town, the plant behind it and all of those who worked there, in two parts."


def document(data):
    return read_document(data, uri="a.pdf", name="a.pdf")


def references(press):
    return [(each.label, each.text) for each in read(press.bytes(), name="a.pdf").document.references]


def test_lines_that_hang_go_on_with_their_entry():
    press = Press(columns=((LEFT, LEFT + 300),))
    press.text(f"{LONG}. {LONG}.")
    press.text("Bibliography", 12, font="Times-Bold", gap=20)
    entries = [
        "Allan, B. (1928). Poetics, set and printed for the second time. New York: Knowles & Co.",
        "Author, N. (1995). " + WORK,
        "Berg, C. (1968). Poetics, set and printed for the first time since. Oxford: Clarendon.",
        "Other, N. (1999). Short work. Riga: Inkwell.",
        "Cope, E. (2004). A work on 2-groups that was set to come to its end here. Version 3 of 4. Riga.",
    ]
    for entry in entries:
        press.text(entry, hang=9)
    assert [text for _, text in references(press)] == entries


def test_entries_that_hang_go_on_in_the_next_column():
    press = Press(columns=((LEFT, 285), (310, RIGHT)), bottom=600)
    press.text(f"{LONG}. {LONG}.")
    press.text("Bibliography", 12, font="Times-Bold", gap=20)
    entries = [
        f"{name}, N. (19{at + 60}). {WORK}" for at, name in enumerate(("Adler", "Baum", "Conte", "Damm", "Ernst"))
    ]
    for entry in entries:
        press.text(entry, hang=9)
    assert [text for _, text in references(press)] == entries


def test_paragraphs_that_open_with_an_indent_do_not_hang():
    press = Press()
    shown = [f"{LONG}. {LONG} {'and more ' * at}of it." for at in range(8)]
    for each in shown:
        press.text(each, indent=10)
    found = read(press.bytes(), name="a.pdf").document
    assert [found.text[block.span.start : block.span.end] for block in found.blocks] == shown


def test_an_address_may_be_cut_behind_its_colon():
    press = Press()
    press.across("A title over all", 18)
    press.text(f"{LONG} [1]. {LONG} [2].")
    press.text("References", 12, font="Times-Bold", gap=20)
    press.lines(
        "[1] A. Author, Human Rights, 2006. http:",
        "//a.example/h/hum-rts.htm",
        "[2] B. Other, Basins. Riga, 2011.",
    )
    (_, first), second = references(press)
    assert first == "A. Author, Human Rights, 2006. http://a.example/h/hum-rts.htm"
    assert second == ("2", "B. Other, Basins. Riga, 2011.")


def numbered(step, *, raised):
    """Four pages of two columns whose lines are numbered, on the left or between them, with a list at their end."""
    count = [0]

    def number(press, x0, y):
        count[0] += 1
        if count[0] % step == 0:
            shown = str(count[0])
            press.line(shown, x0 - 8 - stringWidth(shown, press.font, 5), y + raised, 5)

    class Numbered(Press):
        def line(self, words, x, y, size=10, font=None):
            super().line(words, x, y, size, font)
            if size == 10 and self.columns[self.column][0] in (x, x - 9):
                number(self, self.columns[self.column][0], y)

    press = Numbered(columns=((LEFT, 285), (310, RIGHT)), bottom=400)
    press.across("A title over all", 18)
    for at in range(60):
        press.text(f"{LONG}.^{{{at % 2 + 1}}}")
    press.text("References", 12, font="Times-Bold", gap=20)
    for label, name in (("1", "Author"), ("2", "Other"), ("3", "Third")):
        press.text(f"^{{{label}}}N. {name}, {WORK}", hang=9)
    return press


@pytest.mark.parametrize(("step", "raised"), [(1, 0), (5, 0), (5, 3)])
def test_numbers_of_lines_in_the_margin_are_no_text(step, raised):
    found = read(numbered(step, raised=raised).bytes(), name="a.pdf")
    assert [each.text for each in found.document.references] == [
        f"N. {name}, {WORK}" for name in ("Author", "Other", "Third")
    ]
    assert {claim.statement for claim in found.claims} == {f"{LONG}."}
    assert {claim.labels for claim in found.claims} == {("1",), ("2",)}


def numbered_in_the_margin():
    """A text whose list has thirty entries, and the number of each to the left of it."""
    press = Press()
    press.across("A title over all", 18)
    for at in range(12):
        press.text(f"{LONG} [{at + 1}].")
    press.text("References", 12, font="Times-Bold", gap=20)
    for at in range(30):
        press.line(str(at + 1), LEFT, press.y)
        press.line(f"A{'bcdefghijk'[at % 10]} Author, Works of {at + 1961}.", LEFT + 20, press.y)
        press.y -= 12
    return document(press.bytes())


def test_labels_in_the_margin_are_no_numbers_of_lines():
    labels = re.findall(r"(?m)^(\d+) (?:\| )?A\w Author, Works of \d{4}\.$", numbered_in_the_margin().text)
    assert labels == [str(number) for number in range(1, 31)]


def test_labels_in_the_margin_are_those_of_entries():
    """Also where the labels of two digits are nearer to their words than those of one."""
    labels = [each.label for each in extract_claims(numbered_in_the_margin()).document.references]
    assert labels == [str(number) for number in range(1, 31)]


@pytest.mark.timeout(60)
def test_numbers_all_over_a_page_take_no_time():
    def seconds_for(count):
        places = [(10.0 * (at % count), 10.0 * (at // count)) for at in range(count * 8)]
        made = [
            Piece(str(int(900 - y / 10)), x, x + 6, y, 8, bold=False, mathematics=False, spaced=True) for x, y in places
        ]
        return seconds(lambda: without_line_numbers([made]))

    assert_grows_with_size(seconds_for, 1_000)


def test_a_link_that_writes_out_its_address_is_no_title():
    press = Press()
    press.across("A title over all", 18)
    press.text(f"{LONG} [1]. {LONG} [2]. {LONG} [3].")
    press.text("References", 12, font="Times-Bold", gap=20)
    entries = [
        ("[1] A. Author and B. Other. 2014. Soft constraints. arXiv: ", "1403.1349", "https://arxiv.org/abs/1403.1349"),
        ("[2] J. Manco. 2013. Vernacular work. url: ", "http : / / a. example/style", "http://a.example/style"),
        ("[3] C. Third. ", "Covid-19", "https://a.example/covid-19"),
    ]
    for words, linked, url in entries:
        x = LEFT + stringWidth(words, press.font, 10)
        press.line(words + linked, LEFT, press.y)
        press.canvas.linkURL(url, (x, press.y - 2, x + stringWidth(linked, press.font, 10), press.y + 8))
        press.y -= 14
    found = [each for each in read(press.bytes(), name="a.pdf").document.references if each.label in "123"]
    assert [each.title for each in found] == [
        "A. Author and B. Other. 2014. Soft constraints",
        "J. Manco. 2013. Vernacular work",
        "Covid-19",
    ]
    assert [each.url for each in found] == [url for _, _, url in entries]


def test_labels_of_notes_in_the_margin_of_numbered_lines_stay():
    press = numbered(1, raised=0)
    press.turn()
    super(type(press), press).text(f"{LONG}.^{{4}} {LONG}.^{{5}}")
    for at, label in enumerate(("4", "5")):
        super(type(press), press).line(label, LEFT - 12, 90 - 12 * at, 5)
        super(type(press), press).line(f"See note {label} of the town.", LEFT, 90 - 12 * at, 8)
    text = document(press.bytes()).text
    assert "See note 4" in text
    assert "See note 5" in text


def test_a_lowered_letter_takes_no_letter_or_figure_of_its_line():
    press = Press()
    x, y = LEFT, press.y
    for shown, lift, kern in (
        ("They wrote it all in LAT", 0, 0),
        ("E", -2.1, -1.7),
        ("X, Version 2.16, or in B", 0, -1.3),
        ("T", -2.1, -1),
        ("X. It is a system of 2", 0, 1.3),
        ("e", -2.1, 0),
        (" and more.", 0, 0),
    ):
        press.line(shown, x + kern, y + lift)
        x += kern + stringWidth(shown, press.font, 10)
    text = document(press.bytes()).text
    assert text == "They wrote it all in LATEX, Version 2.16, or in BTX. It is a system of 2e and more."


def test_a_line_behind_entries_that_hang_is_none_of_them():
    press = Press(columns=((LEFT, LEFT + 300),))
    press.across("A title over all", 18)
    press.text(f"{LONG}. {LONG}.")
    press.text("Bibliography", 12, font="Times-Bold", gap=20)
    entries = [
        "Allan, B. (1928). Poetics, set and printed for the second time. New York: Knowles & Co.",
        "Author, N. (1995). " + WORK,
        "Ireland, H. (1954). Stability analysis of that one open cut in Chicago. Riga, Latvia.",
    ]
    for entry in entries:
        press.text(entry, hang=12)
    press.text("APPENDIX I. NOTATION")
    press.text("The letters of this paper have the meanings that stand below, as in the works of those before us")
    press.text("who wrote them. They are few.")
    assert [text for _, text in references(press)][:3] == entries


def test_the_last_entry_that_hangs_may_stand_on_a_page_of_its_own():
    press = Press(columns=((LEFT, LEFT + 300),), bottom=600)
    press.across("A title over all", 18)
    press.text(f"{LONG}. {LONG}.")
    press.text("Bibliography", 12, font="Times-Bold", gap=20)
    entries = [
        "Allan, B. (1928). Poetics, set and printed for the second time. New York: Knowles & Co.",
        "Author, N. (1995). " + WORK,
        "Oetiker, T. (2021). The Not So Short Introduction to LaTeX. http://a.example/info/lshort/english",
    ]
    for entry in entries[:2]:
        press.text(entry, hang=12)
    press.turn()
    press.text(entries[2], hang=12)
    press.text("Appendix", 12, font="Times-Bold", gap=20)
    assert [text for _, text in references(press)][:3] == entries


def test_an_address_that_is_stretched_or_cut_is_one_word_where_it_is_linked():
    press = Press()
    press.across("A title over all", 18)
    press.text(f"{LONG} [1]. {LONG} [2].")
    press.text("References", 12, font="Times-Bold", gap=20)
    for words, linked, url in (
        (
            "[1] J. Manco. 2013. Vernacular work. url: ",
            "http : / / a. example / style - of",
            "http://a.example/style-of-all.1",
        ),
        ("", "-all. 1", "http://a.example/style-of-all.1"),
        ("[2] C. Third. 2012. Works. arXiv: ", "1905 . 04042", "https://arxiv.org/abs/1905.04042"),
        ("", "A study in well made works", "https://a.example/well-madeworks"),
    ):
        x = LEFT + stringWidth(words, press.font, 10)
        press.line(words + linked, LEFT, press.y)
        press.canvas.linkURL(url, (x, press.y - 2, x + stringWidth(linked, press.font, 10), press.y + 8))
        press.y -= 12
    text = document(press.bytes()).text
    assert "url: http://a.example/style-of-all.1\n" in text
    assert "arXiv: 1905.04042" in text
    assert "in well made works" in text


def test_pages_that_an_entry_is_cited_on_make_no_other_work_of_it():
    def source(behind):
        press = Press()
        press.across("A title over all", 18)
        press.text(f"{LONG} [1].")
        press.text("References", 12, font="Times-Bold", gap=20)
        press.text(f"[1] {WORK} Riga: Inkwell{behind}")
        return read(press.bytes(), name="a.pdf").document.references[0].source_id

    assert source(" (cit. on pp. 3, 7).") == source(".") == source(". Cited on pages 3 and 7.") != source(", p. 7.")


@pytest.mark.timeout(60)
@pytest.mark.parametrize("piece", ["http://", "doi.", "a/", '."', "(cit. on p. 3, ", "( "])
def test_ends_of_entries_take_no_time(piece):
    def seconds_for(count):
        column = Column(0.0, 100.0)
        made = [Line(piece * count, 10.0 * (at % 2), 100.0, 700.0 - 12 * at, 10.0, 0, column) for at in range(20)]
        text = piece * count
        return seconds(lambda: (find_hanging(made), before_way_back(text, 0, len(text))))

    assert_grows_with_size(seconds_for, 10_000)


def test_a_raised_figure_that_begins_a_line_of_a_sentence_opens_no_entry():
    press = Press()
    press.across("A title over all", 18)
    press.lines(
        "The council of the town met in the old hall by the harbour. It was told so by all. The state is the one that",
        "^{3}H of the heavy water has, and it decays as others of its kind, which have two more than the",
        "plain one.^{1} It ends.",
    )
    press.line("^{1} See the works of A. Author.", LEFT, 90, 8)
    found = read(press.bytes(), name="a.pdf").document
    assert "The state is the one that ³H of the heavy water" in found.text
    assert [each.label for each in found.references] == ["1"]
