"""PDF: lists of references as pages show them, put back into entries."""

from golden_claims import extraction
from typesetting import LEFT, RIGHT, Press

LONG = "The council of the town met in the old hall by the harbour and heard the operator of the plant for two hours"
WORK = "A book of some length about the harbour of the town, the plant behind it and all of those who worked there, in two parts."


def references(press):
    return [(each.label, each.text) for each in extraction(press.bytes(), "a.pdf").document.references]


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
    found = extraction(press.bytes(), "a.pdf").document
    assert [found.text[block.span.start : block.span.end] for block in found.blocks] == shown


def test_an_address_may_be_cut_behind_its_colon():
    press = Press()
    press.across("A title over all", 18)
    press.text(f"{LONG} [1]. {LONG} [2].")
    press.text("References", 12, font="Times-Bold", gap=20)
    for line in ("[1] A. Author, Human Rights, 2006. http:", "//a.example/h/hum-rts.htm", "[2] B. Other, Basins. Riga, 2011."):
        press.line(line, LEFT, press.y)
        press.y -= 12
    (_, first), second = references(press)
    assert first == "A. Author, Human Rights, 2006. http://a.example/h/hum-rts.htm"
    assert second == ("2", "B. Other, Basins. Riga, 2011.")
