"""PDF: the stages between letters and blocks, on pieces and lines with the places that pages would give them."""

import pytest

from indexer.readers.pdf.columns import Column, Placed
from indexer.readers.pdf.footnotes import PageNote, take_footnotes
from indexer.readers.pdf.joining import joints
from indexer.readers.pdf.kinds import find_kinds
from indexer.readers.pdf.lines import Line, Mark, make_line
from indexer.readers.pdf.pages import Piece
from indexer.readers.pdf.paragraphs import Draft, make_drafts
from indexer.readers.pdf.rows import Word, find_rows, make_row

COLUMN = Column(72.0, 523.0)


def piece(text, x0, x1, y=700.0, size=10.0, *, mathematics=False):  # noqa: PLR0913  # a place and a style
    return Piece(text, x0, x1, y, size, bold=False, mathematics=mathematics, spaced=True)


def line(text, x0=72.0, x1=523.0, y=700.0, size=10.0, **more):
    return Line(text, x0, x1, y, size, 0, COLUMN, **more)


def rows(*pieces):
    return [[word.piece.text for word in row.words] for row in find_rows(pieces)]


def test_a_large_sign_of_a_formula_joins_the_line_with_a_gap_for_it():
    sign = piece("⋃", 130, 140, 693, 14, mathematics=True)
    before, after = piece("Denote", 72, 115), piece("B", 155, 163)
    assert rows(before, after, sign) == [["Denote", "⋃", "B"]]
    assert rows(before, after, piece("by", 126, 145), sign) == [["Denote", "by", "B"], ["⋃"]]
    assert rows(piece("A", 72, 80, mathematics=True), sign) == [["A"], ["⋃"]]


@pytest.mark.parametrize(
    ("first", "second", "known", "joined"),
    [
        ("a semicon-", "ductor plant", (), "a semiconductor plant"),
        ("the COVID-", "19 wave", (), "the COVID-19 wave"),
        ("the Anglo-", "Danish firm", (), "the Anglo-Danish firm"),
        ("the long-", "term plan", (), "the long-term plan"),
        ("a work-", "shop there", ("work-shop",), "a work-shop there"),
        ("a work-", "shop there", ("workshop", "work", "shop"), "a workshop there"),
        ("the tide-", "mill there", ("tide", "mill"), "the tide-mill there"),
        ("both pre-", "(and post-) war", (), "both pre- (and post-) war"),
        ("at https://example.org/reports", "harbour/2012.html there", (), "at https://example.org/reportsharbour/2012.html there"),
        ("潮汐电站的", "第二年", (), "潮汐电站的第二年"),
    ],
)  # fmt: skip
def test_lines_of_a_paragraph_are_joined(first, second, known, joined):
    found = joints([line(first), line(second)], frozenset(known))
    assert "".join(each.text[:end] + joint for each, end, joint in found) == joined


def test_raised_labels_in_two_pieces_are_one():
    words = [Word(piece("fact.", 72, 92)), Word(piece("1,", 92.5, 97), 1), Word(piece("2", 97, 100), 1)]
    made = make_line(Placed(make_row(words), COLUMN), 0)
    assert (made.text, made.marks) == ("fact.¹,²", (Mark(5, 8, "1,2"),))


def test_even_gaps_of_a_full_line_part_no_cells():
    words = [Word(piece("word", 72 + 50 * at, 108 + 50 * at)) for at in range(4)]
    assert make_line(Placed(make_row(words), COLUMN), 0).cells == (4, 9, 14)
    assert make_line(Placed(make_row(words), Column(72, 260)), 0).cells == ()


def test_a_soft_hyphen_at_the_end_of_a_line_shows():
    assert make_line(Placed(make_row([Word(piece("semi\u00ad", 72, 92))]), COLUMN), 0).text == "semi-"


@pytest.mark.parametrize(("open_", "goes_on"), [("2 See A. Author, Tides,", True), ("2 See A. Author.", False)])
def test_a_footnote_goes_on_at_the_foot_of_the_next_page(open_, goes_on):
    text = line("It was so.¹", marks=(Mark(10, 11, "1"),))
    sequel, own, more = (
        line("Riga, 2019.", y=100, size=8),
        line("1 See B.", y=90, size=8),
        line("It is old.", y=80, size=8),
    )
    note = PageNote("2", 0, 2, [line(open_, size=8)])
    left, notes = take_footnotes([text, sequel, own, more], 10, note)
    assert left == [text] + [sequel] * (not goes_on)
    assert [(each.label, each.lines) for each in notes] == [("1", [own, more])]
    assert note.lines[1:] == [sequel] * goes_on


@pytest.mark.parametrize(
    ("words", "more", "kind"),
    [
        ("Introduction . . . . . . . . 4", {}, "furniture"),
        ("* * *", {}, "furniture"),
        ("x = y + z", {"mathematics": True}, "code"),
        ("Figure 3. Sales by year, in tons.", {}, "caption"),
        ("(a) the first of the conditions", {}, "item"),
        ("It was so, as all of them said.", {}, "paragraph"),
    ],
)
def test_the_first_words_tell_the_kind(words, more, kind):
    assert [each.kind for each in find_kinds([Draft([line(words, **more)])], 10)] == [kind]


@pytest.mark.parametrize(("others", "kind"), [(3, "code"), (0, "paragraph")])
def test_type_of_one_width_is_code_unless_all_is_typed(others, kind):
    typed = Draft([line("It was so, as all of them said.", fixed=True)])
    prose = [Draft([line("It was so, as all of them said.")])] * others
    assert find_kinds([*prose, typed], 10)[-1].kind == kind


def test_an_address_in_type_of_one_width_is_no_code():
    address = Draft([line("https://rain.example/a", fixed=True)])
    assert find_kinds([Draft([line("It was so, as all of them said.")]), address], 10)[-1].kind == "paragraph"


def drafts(*lines):
    return [draft.text for draft in make_drafts(lines)]


def test_lines_set_in_below_a_full_one_go_on_with_it():
    below = [line("Halvøra, and all", 92, 523, 688), line("Others, too", 92, 200, 676)]
    assert drafts(line("The council met in"), *below) == ["The council met in Halvøra, and all Others, too"]
    assert len(drafts(line("The council met in", x1=300), *below)) > 1
    last = line("Next it was", 72, 200, 676)
    assert drafts(line("The council met in"), below[0], last)[0] == "The council met in Halvøra, and all"


def test_lines_of_a_formula_are_one_block():
    formula = [line("x = y", y=688, mathematics=True), line("+ z", y=676, mathematics=True)]
    assert drafts(line("It is so"), *formula, line("and so", y=664)) == ["It is so", "x = y + z", "and so"]
