"""Readers: bytes to text, and text to blocks whose spans leave out what is no word of theirs."""

from __future__ import annotations

import codecs
import hashlib

import pytest

from indexer import ReadError
from indexer.claims import extract_claims
from indexer.model import Block, Document
from indexer.readers import READERS, format_of, known_suffixes, read_document


def read(data: bytes | str, form: str = "text", name: str = "u") -> Document:
    return read_document(data.encode() if isinstance(data, str) else data, uri="u", name=name, as_format=form)


def words(document: Document, block: Block) -> str:
    """The words of a block: its span without its gaps."""
    pieces, position = [], block.span.start
    for gap in block.gaps:
        pieces.append(document.text[position : gap.start])
        position = gap.end
    pieces.append(document.text[position : block.span.end])
    return " ".join(" ".join(pieces).split())


def blocks(text: str, form: str = "text") -> list[tuple[str, str]]:
    document = read(text, form)
    return [(block.kind, words(document, block)) for block in document.blocks]


# --- bytes -------------------------------------------------------------------------------------------------------

LATIN = "Die Mühle an der Röder wurde 1911 stillgelegt – so heißt es. Der Müller zog „über die Höhe“ nach Süden. " * 4
RUSSIAN = "Ледник отступил на сорок метров. Учёные измеряют его каждый год. " * 4
JAPANESE = (
    "湖の水位は去年より三センチ下がった。原因は雨が少なかったことだと専門家は言う。カメラで毎日記録している。" * 4
)
KOREAN = "호수의 수위는 작년보다 삼 센티미터 내려갔다. 전문가들은 비가 적게 왔기 때문이라고 말한다. " * 4
CHINESE = "湖泊的水位比去年下降了三厘米。专家认为主要原因是降雨偏少。居民的用水没有受到影响。" * 4


@pytest.mark.parametrize(
    "text", [LATIN, RUSSIAN, JAPANESE, KOREAN, CHINESE], ids=["latin", "russian", "japanese", "korean", "chinese"]
)
@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (b"", "utf-8"),
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_unicode_is_read_without_a_word(text: str, mark: bytes, encoding: str) -> None:
    document = read(mark + text.encode(encoding))
    assert document.text == text
    assert document.problems == ()


@pytest.mark.parametrize(
    ("text", "encoding"),
    [(LATIN, "cp1252"), (RUSSIAN, "cp1251"), (JAPANESE, "shift-jis"), (KOREAN, "euc-kr"), (CHINESE, "gb18030")],
)
def test_other_encodings_are_found_and_reported(text: str, encoding: str) -> None:
    document = read(text.encode(encoding))
    assert document.text == text
    assert [problem.code for problem in document.problems] == ["TXT001"]


def test_the_letters_of_windows_are_found_in_a_short_text() -> None:
    document = read("Café – “open” since 1998, for 5 €.".encode("cp1252"))
    assert document.text == "Café – “open” since 1998, for 5 €."
    assert [problem.code for problem in document.problems] == ["TXT001"]


def test_a_few_broken_bytes_leave_utf_8_utf_8() -> None:
    data = RUSSIAN.encode() + b"\nA broken \xff byte. " + CHINESE.encode()
    document = read(data)
    assert document.text == RUSSIAN + "\nA broken � byte. " + CHINESE
    (problem,) = document.problems
    assert (problem.code, problem.line, problem.column) == ("TXT002", 2, 10)
    assert document.text[problem.span.start : problem.span.end] == "�"


def test_a_text_that_breaks_off_within_a_letter_is_reported() -> None:
    document = read(CHINESE.encode()[:-1])
    assert document.text == CHINESE[:-1] + "�"
    assert [problem.code for problem in document.problems] == ["TXT002"]


def test_utf_16_that_breaks_off_is_reported() -> None:
    document = read(codecs.BOM_UTF16_LE + "It is so.".encode("utf-16-le") + b"x")
    assert document.text == "It is so.�"
    assert [problem.code for problem in document.problems] == ["TXT002"]


def test_newlines_are_one_sign() -> None:
    assert read("One.\r\nTwo.\rThree.\n\r\n").text == "One.\nTwo.\nThree.\n\n"
    assert read(codecs.BOM_UTF16_BE + "One.\r\nTwo.".encode("utf-16-be")).text == "One.\nTwo."


@pytest.mark.parametrize("data", [b"", b" \n\n\t", codecs.BOM_UTF8, codecs.BOM_UTF16_LE])
@pytest.mark.parametrize("form", sorted(READERS))
def test_an_empty_text_is_a_problem_and_no_failure(data: bytes, form: str) -> None:
    document = read(data, form)
    assert document.blocks == ()
    assert [problem.code for problem in document.problems] == ["TXT003"]


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "a PDF file"),
        (b"PK\x03\x04\x14\x00\x06\x00\x08\x00\x00\x00!\x00\xdf", "a ZIP archive or an office file"),
        (b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03", "a gzip file"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "a PNG image"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "a JPEG image"),
        (b"GIF89a\x01\x00\x01\x00\x80\x00\x00\xff\xff\xff", "a GIF image"),
        (b"\x7fELF\x02\x01\x01\x00\x00\x00", "a program"),
        (b"SQLite format 3\x00\x10\x00", "an SQLite database"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00\x00", "an old office file"),
        (bytes(range(256)) * 4, "a binary file"),
        ("It is so. ".encode("utf-16-le") * 9, "UTF-16 without a byte order mark"),
    ],
)
def test_a_binary_file_is_refused_by_name(data: bytes, kind: str) -> None:
    with pytest.raises(ReadError) as caught:
        read(data)
    assert str(caught.value).startswith(f"u: is {kind}")


def test_one_null_in_a_text_is_no_binary_file() -> None:
    text = "The cell is \0 empty. " + "It is so. " * 20
    assert read(text).text == text


def test_a_text_about_pdf_is_a_text() -> None:
    assert read("%PDF-1.7 is how such files begin.").text.startswith("%PDF-")


# --- documents ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("a.md", "markdown"),
        ("A.MD", "markdown"),
        ("b.markdown", "markdown"),
        ("a.md.txt", "text"),
        ("README", "text"),
        ("a.xyz", "text"),
    ],
)
def test_the_name_tells_the_format(name: str, form: str) -> None:
    assert format_of(name) == form


def test_a_suffix_of_several_formats_needs_a_look_inside() -> None:
    assert {".txt", ".md"} <= known_suffixes()
    for suffix in known_suffixes():
        readers = [reader for reader in READERS.values() if suffix in reader.suffixes]
        assert len(readers) == 1 or all(reader.shared and reader.signs for reader in readers), suffix


def test_an_unknown_format_is_refused_with_those_there_are() -> None:
    with pytest.raises(ReadError, match=r"'papyrus'.*markdown.*text"):
        read("It is so.", "papyrus")


def test_the_digest_is_of_the_bytes() -> None:
    assert read("It is so.\r\n").digest == hashlib.sha256(b"It is so.\r\n").hexdigest()


@pytest.mark.parametrize(
    ("text", "form", "title"),
    [
        ("# A *Title* Here\n\nIt is so.", "markdown", "A *Title* Here"),
        ('---\ntitle: "From: the head"\n---\n\n# Other\n', "markdown", "From: the head"),
        ("It is so.", "markdown", "report"),
        ("The Orchard Survey\n\nIt is so.", "text", "The Orchard Survey"),
        ("It is so.", "text", "report"),
        ("June 2024\n\nThe Orchard Survey\n\nIt is so.", "text", "The Orchard Survey"),
    ],
)
def test_titles(text: str, form: str, title: str) -> None:
    assert read(text, form, "folder/report.txt").title == title


# --- plain text --------------------------------------------------------------------------------------------------

WRAPPED = """The survey of last autumn puts the north basin at four metres on
average, which is less than the chart says. Two of the five lines
were repeated in January; both gave the same depth as before."""


def test_wrapped_lines_are_one_paragraph() -> None:
    assert blocks(WRAPPED) == [("paragraph", " ".join(WRAPPED.split()))]
    assert blocks(f"{WRAPPED}\n\n{WRAPPED}") == 2 * [("paragraph", " ".join(WRAPPED.split()))]


def test_a_line_each_is_a_paragraph_each() -> None:
    text = "The lake is shallow.\nThe river is deep.\nNobody swims in either of them."
    assert [kind for kind, _ in blocks(text)] == ["paragraph"] * 3


def test_a_line_in_lower_case_goes_on() -> None:
    assert blocks("The lake is\nshallow and the river\nis deep.") == [
        ("paragraph", "The lake is shallow and the river is deep.")
    ]


def test_the_pages_of_a_report_are_none_of_its_words() -> None:
    text = "It was so held below. *Page 758\nThe clerk read it. The proof *Page 759 was thin, and [*760] old.\n"
    assert blocks(text)[-1] == ("paragraph", "The clerk read it. The proof was thin, and old.")


def test_an_indented_text_is_prose() -> None:
    text = "".join(f"   {line}\n" for line in WRAPPED.splitlines())
    assert blocks(text) == [("paragraph", " ".join(WRAPPED.split()))]


@pytest.mark.parametrize(
    ("line", "heading"),
    [
        ("# Results", "Results"),
        ("### Results ###", "Results"),
        ("**Results**", "Results"),
        ("**Results:**", "Results:"),
        ("__Results__", "Results"),
        ("2.1. Results of the Survey", "Results of the Survey"),
        ("2 Results", "2 Results"),
        ("RESULTS OF THE SECOND SURVEY", "RESULTS OF THE SECOND SURVEY"),
        ("Results\n=======", "Results"),
        ("IV. Results", "Results"),
        ("Background:", "Background:"),
        ("摘要：", "摘要："),
        ("3. Results of the Survey:", "Results of the Survey:"),
        ("Mr. Speaker", "Mr. Speaker"),
        ("Dr. A. Vane", "Dr. A. Vane"),
        ("SEC. 101. SHORT TITLE; FINDINGS.", "SEC. 101. SHORT TITLE; FINDINGS."),
        ("§ 12-4. Fences.", "§ 12-4. Fences."),
        ("Sec. 4. Civil Penalties.", "Sec. 4. Civil Penalties."),
        ("Early life and the first years at sea[edit]", "Early life and the first years at sea[edit]"),
        ("Hale v. Vane Mills Inc.[edit]", "Hale v. Vane Mills Inc.[edit]"),
    ],
)
def test_headings(line: str, heading: str) -> None:
    found = [
        words for kind, words in blocks(f"The lake is shallow.\n\n{line}\n\nThe river is deep.") if kind == "heading"
    ]
    assert found == [heading]


@pytest.mark.parametrize(
    "line",
    [
        "The lake is shallow.",
        "It sank",
        "He left, and she stayed",
        "**It is so.**",
        "the results of it",
        "Is it so?",
        "[1] Results",
        "Mr. Vane left.",
        "3. the results:",
        "Sec. 4. Mills close.",
        "§ 7. The owner pays.",
    ],
)
def test_no_headings(line: str) -> None:
    found = blocks(f"The lake is shallow.\n\n{line} {line}\n\nThe river is deep.")
    assert "heading" not in [kind for kind, _ in found]


@pytest.mark.parametrize(("opening", "closing"), ["“”", '""'])
def test_the_end_of_a_quotation_is_no_heading(opening: str, closing: str) -> None:
    text = f"{opening}The lake is shallow.\n\nNobody knows.{closing}\n\nThe river is deep."
    assert [kind for kind, _ in blocks(text)] == ["paragraph"] * 3


@pytest.mark.parametrize("sign", ["-", "*", "+", "•", "–", "1.", "(a)", "a)", "(1)", "ii.", "1)", "1.)"])
def test_items_stand_without_their_signs(sign: str) -> None:
    text = f"Three things hold.\n{sign} The lake is shallow in summer.\n{sign} The river is deep in spring.\n"
    assert blocks(text) == [
        ("paragraph", "Three things hold."),
        ("item", "The lake is shallow in summer."),
        ("item", "The river is deep in spring."),
    ]


def test_the_first_letter_of_a_name_is_no_number() -> None:
    assert blocks("W. Smith drew the map in 1911.")[0] == ("paragraph", "W. Smith drew the map in 1911.")


def test_quotes_join_and_lose_their_signs() -> None:
    text = "He wrote:\n\n> The chart is old,\n> and nobody knows it.\n\n>> Is it so?\n"
    assert blocks(text) == [
        ("paragraph", "He wrote:"),
        ("quote", "The chart is old, and nobody knows it."),
        ("quote", "Is it so?"),
    ]


def test_rows_lose_their_pipes_and_a_head_states_nothing() -> None:
    text = "| Depot | Parcels |\n|---|---:|\n| North | 9,000 |\n| South | 4,100 |\n"
    expected = [("furniture", "Depot | Parcels"), ("row", "North 9,000"), ("row", "South 4,100")]
    assert [(kind, words) for kind, words in blocks(text)] == expected
    assert [(kind, words) for kind, words in blocks(text, "markdown")] == expected


@pytest.mark.parametrize("form", ["markdown", "text"])
@pytest.mark.parametrize("fence", ["```", "~~~", "`````"])
def test_fenced_code_is_code(fence: str, form: str) -> None:
    text = f"The lake is shallow.\n\n{fence}python\nx = 1\n\n# It is so.\n{fence}\n\nThe river is deep.\n"
    found = blocks(text, form)
    assert [kind for kind, _ in found] == ["paragraph", "code", "paragraph"]
    assert "# It is so." in found[1][1]


@pytest.mark.parametrize("form", ["markdown", "text"])
def test_a_fence_that_is_never_closed_ends_with_the_text(form: str) -> None:
    document = read("It is so.\n\n```\nx = 1\ny = 2", form)
    assert [block.kind for block in document.blocks] == ["paragraph", "code"]
    assert document.blocks[-1].span.end == len(document.text)


def test_drawings_are_code() -> None:
    text = "The frame is this:\n\n+-------+-------+\n|  one  |  two  |\n+-------+-------+\n\nThat is all of it.\n"
    assert blocks(text) == [
        ("paragraph", "The frame is this:"),
        ("code", "+-------+-------+ | one | two | +-------+-------+"),
        ("paragraph", "That is all of it."),
    ]


def test_the_caption_of_a_case_is_drawn() -> None:
    caption = (
        "ORR LANTERN CO.,               )\n        Plaintiff,             )   No. 21-cv-77\n     v.                        )\n"
        "CITY OF VANE,                  )\n        Defendant.             )\n"
    )
    assert [kind for kind, _ in blocks(f"{caption}\nOrr sued the city in May. It lost.")][-1:] == ["paragraph"]
    assert not [words for kind, words in blocks(caption) if kind in {"paragraph", "item"}]


@pytest.mark.parametrize(
    "code",
    [
        "<rpc>\n<target><running/></target>\n</rpc>",
        "<ex:item>one</ex:item>",
        "ifSpeed OBJECT IDENTIFIER ::= { ifEntry 5 }",
        "Bind ::= SEQUENCE {\n   name NAME,\n   kind KIND\n}",
        "send(queue, &letter);\nclose(queue);",
        "#include <stdio.h>\nint main(void) {\n  return 0;\n}",
        "/* The clock went backwards. */",
        '{ "rain": 3 }',
    ],
)
def test_code_that_nothing_sets_off_states_nothing(code: str) -> None:
    text = f"The frame is this:\n\n{code}\n\nThat is all of it.\n"
    assert [claim.statement for claim in extract_claims(read(text)).claims] == [
        "The frame is this:",
        "That is all of it.",
    ]


@pytest.mark.parametrize(
    "prose",
    [
        "We follow \\cite{smith}",
        "Dear {name}, it rains.",
        "The page is at\n<https://rain.example/a>",
        "It fell (see the table);",
        "Write to <ana@rain.example>",
        "#12 was the last one.",
    ],
)
def test_prose_with_signs_of_code_is_prose(prose: str) -> None:
    assert [block.kind for block in read(f"It rained.\n\n{prose}\n\nIt stopped.\n").blocks] == ["paragraph"] * 3


def test_a_small_o_is_a_bullet_where_a_paragraph_begins() -> None:
    assert blocks("It needs\n\n   o rain,\n   o snow, and\n\n   o ice.\n")[1:] == [
        ("item", "rain,"),
        ("item", "snow, and"),
        ("item", "ice."),
    ]
    assert blocks("Ele viu a casa grande e\no barco azul.\n") == [
        ("paragraph", "Ele viu a casa grande e o barco azul.")
    ]


PAGED = """   The relay keeps each reading until the archive has confirmed it, and
   it drops the oldest ones first when it has no more room, so that the



Okafor                    Informational                    [Page {}]
\f
Note 71                 Relaying Readings                  June 2024


   archive can ask the station for them when someone is there again to
   read the log that each of the stations keeps on its own for a year.

"""


def test_page_furniture_splits_no_paragraph() -> None:
    found = [words for kind, words in blocks("".join(PAGED.format(page) for page in (1, 2, 3))) if kind == "paragraph"]
    assert len(found) == 3
    assert all("so that the archive can ask" in words for words in found)
    assert not any("Page" in words or "Relaying" in words for words in found)


@pytest.mark.parametrize("shape", ["0:0{}", "00:00:0{}", "{0}\n00:00:0{0},000 --> 00:00:0{0},900"])
def test_times_between_the_lines_of_a_speech_are_furniture(shape: str) -> None:
    said = ("so we went to the shop and it was", "closed and then we went home and", "slept in the chair.")
    text = "\n".join(f"{shape.format(number)}\n{line}" for number, line in enumerate(said, 1))
    assert [words for kind, words in blocks(text) if kind == "paragraph"] == [" ".join(said)]


def test_page_numbers_beside_form_feeds_are_furniture() -> None:
    pages = [WRAPPED.replace("north", side) for side in ("north", "south", "west")]
    text = f"{pages[0]}\n\n- 3 -\n\f\n{pages[1]}\n\n- 4 -\n\f\n{pages[2]}\n"
    assert [words for kind, words in blocks(text) if kind == "paragraph"] == [" ".join(page.split()) for page in pages]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("I.", "heading"),
        ("IV.", "heading"),
        ("B.", "heading"),
        ("1995", "heading"),
        ("12", "furniture"),
        ("02-07-2023", "furniture"),
        ("04/12/2012", "furniture"),
        ("3:17-cv-00185-RJC-DCK", "furniture"),
        ("No. 96-1991.", "furniture"),
        ("- and -", "furniture"),
        ("It rose to 12.", "paragraph"),
        ("12 of them.", "paragraph"),
        ("and so on -", "paragraph"),
    ],
)
def test_lines_that_only_count_or_date(line: str, kind: str) -> None:
    assert blocks(f"We affirm the judgment below.\n\n{line}\n\nShe came in 2005 and stayed.\n")[1][0] == kind


@pytest.mark.parametrize(
    "line",
    [
        "14",
        "[590 F.Supp.3d 858]",
        "[54 Cal. App. 4th *596]",
        "Case 1:12-cv-01343-KPF-DCF Document 59 Filed 03/26/13 Page 1 of 14",
        "USCA11 Case: 19-12019 Date Filed: 06/17/2021 Page: 2 of 32",
        "Case: 13-10773 Document: 00512725759 Page: 2 Date Filed: 08/07/2014",
        "Case 2:06-cv-00072-DF-CMC Document 167 Filed 06/14/2006 Page 1 of 6 PageID #: 12",
    ],
)
def test_what_a_page_adds_is_no_words_of_a_sentence(line: str) -> None:
    text = f"The board has not read the file with the care that is\n{line}\ndue to it, and so it must read it again.\n"
    whole = "The board has not read the file with the care that is due to it, and so it must read it again."
    assert blocks(text) == [("paragraph", whole)]


HEADED = """   The board keeps each of the papers that it is given until the
court has asked for them. It drops the oldest ones first when
it has no more room for them. The clerk of the court can ask
for what the board has kept, and it must give him all that it
has. The clerk is to read it within a year of the day on which
he has been given the papers. No one else may read them in the
meantime, and no one may take them out of the house in which
they are kept. The court may ask the clerk to give it what the
"""


def test_heads_with_numbers_that_count_on_split_no_paragraph() -> None:
    heads = [
        "2           HALE v. VANE",
        "            Cite as: 5 U. S. ____ (2013)            3",
        "4           HALE v. VANE",
    ]
    below = "\n\n                   Opinion of the Court\n\n"
    text = HEADED + "".join(f"{head}{below}board gave him. It is so.\n{HEADED}" for head in heads)
    found = [words for _, words in blocks(text)]
    assert not any("HALE" in words or "Cite" in words or "Opinion" in words for words in found)
    assert sum("what the board gave him" in words for words in found) == 3
    with_rows = "".join(f"Hale sold {number} mills.\nIn May           {number}\n\n" for number in (2, 3, 4))
    assert sum("In May" in words for _, words in blocks(with_rows)) == 3


def test_a_word_that_a_page_breaks_is_whole_in_the_statement() -> None:
    text = "The clerk has to give it what the board\nhas kept, and the board has to look at the back-\n14\nground of each of the papers that it was given.\n"
    (claim,) = extract_claims(read(text)).claims
    assert claim.statement.endswith("look at the back-ground of each of the papers that it was given.")


def test_a_case_that_is_told_of_is_words_of_a_sentence() -> None:
    text = (
        "They say that the file of the clerk is with the board, in\nCase 12 on Page 4, and so it must read it again.\n"
    )
    assert blocks(text) == [("paragraph", " ".join(text.split()))]


def test_the_number_of_a_note_at_the_foot_is_no_words_of_the_line_above() -> None:
    text = "The board has not read the file with the care that is due\nto it, and so the failure to do so was therefore an error\n1\nVane refers to both of the rules in the brief that was filed.\n"
    assert [words for _, words in blocks(text)][1:] == [
        "1",
        "Vane refers to both of the rules in the brief that was filed.",
    ]


# --- Markdown ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# Results #\n", [("heading", "Results")]),
        ("Results\n=======\n", [("heading", "Results")]),
        ("Two lines\nof a heading\n---\n", [("heading", "Two lines of a heading")]),
        ("**Results**\n", [("heading", "Results")]),
        ("The **lake** is shallow.\n", [("paragraph", "The **lake** is shallow.")]),
        ("- One is.\n- Two are.\n", [("item", "One is."), ("item", "Two are.")]),
        ("1. One is\n   so.\n", [("item", "One is so.")]),
        ("- One is.\n\n  It is so.\n", [("item", "One is."), ("item", "It is so.")]),
        ("- One is.\n  - Two are.\n", [("item", "One is."), ("item", "Two are.")]),
        ("> It is\n> so.\n", [("quote", "It is so.")]),
        ("> - It is so.\n", [("item", "It is so.")]),
        ("    x = 1\n", [("code", "x = 1")]),
        ("***\n", []),
        ("#\n", []),
        (
            "Lake Report\n\nThe lake is shallow today.\n\nIt is cold.\n\nNobody\nswims\n",
            [
                ("heading", "Lake Report"),
                ("paragraph", "The lake is shallow today."),
                ("paragraph", "It is cold."),
                ("paragraph", "Nobody swims"),
            ],
        ),
        (
            "# Lakes\n\nLake Report\n\nIt is cold.\n",
            [("heading", "Lakes"), ("paragraph", "Lake Report"), ("paragraph", "It is cold.")],
        ),
        (
            "Lake Report\n\nRiver Report\n\nIt is cold.\n",
            [("paragraph", "Lake Report"), ("paragraph", "River Report"), ("paragraph", "It is cold.")],
        ),
        (
            "Do this:\na. Open it [1].\nb. close it [2].\nc. Wait.\n",
            [("paragraph", "Do this:"), ("item", "Open it [1]."), ("item", "close it [2]."), ("item", "Wait.")],
        ),
        (
            "1. It fell.\n   (i) Here [1]\n   (ii) There\n",
            [("item", "It fell."), ("item", "Here [1]"), ("item", "There")],
        ),
        (
            "✅ Pros: it is warm\n❌ Cons: it is deep\n",
            [("paragraph", "✅ Pros: it is warm"), ("paragraph", "❌ Cons: it is deep")],
        ),
        (
            "(1) Doe, A. Lakes of the north, 657, 1343\n(2) Roe, B. Rivers of the south, 44, 5117\n",
            [
                ("item", "Doe, A. Lakes of the north, 657, 1343"),
                ("item", "Roe, B. Rivers of the south, 44, 5117"),
            ],
        ),
        ("– The lake [1]\n– The river\n", [("item", "The lake [1]"), ("item", "The river")]),
        ("The best is vitamin\nc. It is dear.\n", [("paragraph", "The best is vitamin c. It is dear.")]),
        ("> It is late.\n> – Ann Doe\n", [("quote", "It is late."), ("quote", "– Ann Doe")]),
        ("<div>\nx\n</div>\n", [("paragraph", "x")]),
        ('<p><a href="x">Docs</a> | <a href="y">Home</a></p>\n<!-- x -->\n<style>p {}</style>\n', []),
        ("<sup>1</sup> It is so.\n", [("paragraph", "<sup>1</sup> It is so.")]),
        (
            "It is so [1][2].\n\n[1]: https://a.example\n",
            [("paragraph", "It is so [1][2]."), ("paragraph", "[1]: https://a.example")],
        ),
    ],
)
def test_markdown(text: str, expected: list[tuple[str, str]]) -> None:
    assert blocks(text, "markdown") == expected


def test_levels_of_headings() -> None:
    text = "# One\n\n## Two\n\n###### Six\n\n**Bold**\n"
    assert [block.level for block in read(text, "markdown").blocks] == [1, 2, 6, 6]
    assert [block.level for block in read(text).blocks] == [1, 2, 6, 6]


def test_levels_of_numbered_headings() -> None:
    text = "1. Introduction\n\nThe lake is shallow.\n\n2.1. Drift of Clocks\n\nThe river is deep.\n"
    assert [block.level for block in read(text).blocks if block.kind == "heading"] == [1, 2]


def test_front_matter_is_furniture() -> None:
    text = "---\ntitle: The Depot\ntags: [1]\n---\nIt is so.\n"
    assert [kind for kind, _ in blocks(text, "markdown")] == ["furniture", "paragraph"]


def test_a_rule_at_the_top_is_no_front_matter() -> None:
    assert ("paragraph", "It is so.") in blocks("---\n\nIt is so.\n", "markdown")


def test_lines_of_entries_are_blocks_of_their_own() -> None:
    text = "[1] Lake survey. https://a.example\n[2] River atlas.\n    https://b.example\n"
    assert blocks(text, "markdown") == [
        ("paragraph", "[1] Lake survey. https://a.example"),
        ("paragraph", "[2] River atlas. https://b.example"),
    ]


def test_items_that_pandoc_sets_in_go_on_in_lines_with_signs_of_quotations() -> None:
    text = """\
- **Support:** it answers what people ask about their orders, their
  > bills and their accounts, and passes hard questions on to
  > Sonnet and to those who know.^2^

- **Trust:** the risk that it makes things up is smaller by now.^7^
  > So it needs sources.

1.  Global inference for the newest models of Anthropic: Claude Opus,
    > Sonnet and Haiku in Thailand, Malaysia,
    > Singapore, June 5, 2025,
    > [[https://a.example/1]{.underline}](https://a.example/1)
"""
    assert blocks(text, "markdown") == [
        (
            "item",
            (
                "**Support:** it answers what people ask about their orders, their bills and their accounts, "
                "and passes hard questions on to Sonnet and to those who know.^2^"
            ),
        ),
        ("item", "**Trust:** the risk that it makes things up is smaller by now.^7^ So it needs sources."),
        (
            "item",
            (
                "Global inference for the newest models of Anthropic: Claude Opus, Sonnet and Haiku in Thailand, "
                "Malaysia, Singapore, June 5, 2025, [[https://a.example/1]{.underline}](https://a.example/1)"
            ),
        ),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "- She said\n  > We shall go.\n- He did not.\n",
        "- What she said to all who stood around the table that evening was:\n  > We shall go.\n",
        "- It was late, and the guests who stood around the table left us.\n  > We shall go.\n",
    ],
)
def test_quotations_in_items_stay_quotations(text: str) -> None:
    assert ("quote", "We shall go.") in blocks(text, "markdown")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # bold words on a line of their own, which are of the sentence
        ("最重要的是，此次事件  \n  **并未导致任何损失** [1]。\n", "最重要的是，此次事件 **并未导致任何损失** [1]。"),
        ("负责人，张三\n**单位**：某大学。\n", "负责人，张三|**单位**：某大学。"),
        ("负责人\n**张三**是人。\n", "负责人|**张三**是人。"),
        # short lines before numbers, which no editor broke
        (
            "1、规模\n2024年规模达到120亿元[1]。其中企业占62%，个人占38%[2]。\n",
            "规模|2024年规模达到120亿元[1]。其中企业占62%，个人占38%[2]。",
        ),
        (
            "2、竞争格局\n（1）甲：月活1.2亿[4]，居次，但今年的增速已经放缓了一些。\n（2）乙：居首[6]。\n",
            "竞争格局|甲：月活1.2亿[4]，居次，但今年的增速已经放缓了一些。|乙：居首[6]。",
        ),
    ],
)
def test_chinese_lines_of_markdown(text: str, expected: str) -> None:
    assert "|".join(words for _, words in blocks(text, "markdown")) == expected


def test_containers_are_no_words_of_what_they_hold() -> None:
    text = ":::zh\n**流言协议**是一类机制。它不需要广播。[1]\n:::\n\n:::tip Mind the dam\nThe dam leaks.\n:::\n\n:::note[Old]\nIt is so.\n:::\n"
    prose = [words for kind, words in blocks(text, "markdown") if kind != "furniture"]
    assert prose == ["**流言协议**是一类机制。它不需要广播。[1]", "The dam leaks.", "It is so."]


def test_wrapped_markdown_is_one_paragraph() -> None:
    assert blocks(WRAPPED, "markdown") == [("paragraph", " ".join(WRAPPED.split()))]


@pytest.mark.parametrize("form", ["markdown", "text"])
def test_a_line_that_ends_in_a_small_word_goes_on(form: str) -> None:
    text = "Die Studie wurde bezahlt und nach dem Ende der\nArbeiten gedruckt. It was read by the\nUnited Nations."
    assert blocks(text, form) == [("paragraph", " ".join(text.split()))]


def test_titles_of_front_matter_lose_their_quotes() -> None:
    for title in ("Halvøra", '"Halvøra"', "'Halvøra' "):
        assert read(f"---\ntitle: {title}\n---\n\nIt is so.\n", "markdown").title == "Halvøra"


def test_leftovers_of_a_chat_are_no_words() -> None:
    text = "[cite_start]Prices rose. \ue200navlist\ue202a\ue201 Sales fell :contentReference[oaicite:0]{index=0}."
    claims = extract_claims(read(text, "markdown")).claims
    assert [claim.statement for claim in claims] == ["Prices rose.", "Sales fell."]


@pytest.mark.parametrize("form", ["markdown", "text"])
@pytest.mark.parametrize("text", ["\u00a0\n", "\f", "\x1f", "a\n\u00a0\nb", "\u2003\n\nIt is so."])
def test_lines_of_strange_space_are_no_blocks(text: str, form: str) -> None:
    assert all(words for _, words in blocks(text, form))


def test_a_nul_in_markdown_moves_no_words() -> None:
    document = read("The sum\x00 is here. It is 5 [1].\nThe rest is there.\n" * 9, "markdown")
    claims = extract_claims(document).claims
    assert [claim.statement for claim in claims][-1] == "The rest is there."
    assert all(document.text[claim.span.start : claim.span.end] == claim.text for claim in claims)


def test_a_web_page_is_read_as_one_whatever_its_name():
    document = read_document(b"<!DOCTYPE html><p>It is so.</p>", uri="page.txt", name="page.txt")
    assert document.text == "It is so."


def test_a_wrapped_paragraph_among_lists_and_addresses_is_one():
    letter = (
        "we have measured it on the old machine with kernel\n6.8.0-rc3 and the latency was twice that of the new\n"
        "Linux release, which surprised us all.\n\n- One\n- Two\n- Three\n- Four\n\nJane Roe\nAcme Corp\n12 Main Street\n"
    )
    document = read_document(letter.encode(), uri="letter.txt", name="letter.txt")
    first = document.blocks[0]
    assert document.text[first.span.start : first.span.end].endswith("surprised us all.")


CAPTIONS = [
    "Figure 3: Sales of tea rose in every year [2].",
    "Table 2. Lakes and rivers of the north.",
    "**Figure 3.** Sales of tea. They fell later.",
    "*Table A1: lakes and rivers of the north*",
    "Fig. 4 | Sales of tea by year and by port.",
    "Figure 5 – Sales of tea by year",
    "Abbildung 2: Verkäufe von Tee je Jahr.",
    "Tabla 1. Ventas de té por año y puerto.",
    "Рис. 3. Продажи чая по годам.",
    "图1：各年茶叶销量的变化",
    "表 3-2 各方法比较",
    "図２ 年ごとの茶の売上",
    "그림 1. 연도별 차 판매량",
]


@pytest.mark.parametrize("form", ["text", "markdown"])
@pytest.mark.parametrize("line", CAPTIONS)
def test_captions_by_their_words(line: str, form: str) -> None:
    assert ("caption", line) in blocks(f"The ports were busy in all years.\n\n{line}\n\nThey were not in 1911.\n", form)


@pytest.mark.parametrize("form", ["text", "markdown"])
@pytest.mark.parametrize(
    "line",
    [
        "Figure 3 shows how the sales of tea rose.",
        "Table 4. lists the rates of all ports.",
        "Figure skating: it is a sport of the north.",
        "Tables 2: they are of oak and stand in the hall.",
        "图1显示了各年茶叶销量的变化。",
        "表现：各方法的比较很难。",
        "Figure 3.2 gives the sales of tea by year.",
    ],
)
def test_no_captions(line: str, form: str) -> None:
    assert ("paragraph", line) in blocks(
        f"The ports were busy in all years.\n\n{line}\n\nThey were not in 1911.\n", form
    )


@pytest.mark.parametrize("line", ["Background:", "**Methods.**", "Zusammenfassung:", "摘要："])
def test_a_line_that_only_names_a_section_is_a_heading_in_markdown(line: str) -> None:
    assert blocks(f"# Tea\n\n{line}\nThe ports were busy in all years.\n", "markdown")[1][0] == "heading"


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1252", "La fête a été annulée à cause de la grève. L'œuvre d'août est sûre."),
        ("cp1252", "La fête a été annulée [1].\n"),
        ("cp1252", "O evento não aconteceu em São Paulo. As eleições são públicas."),
        ("cp1252", "El año pasado la señora María pidió más. ¿Quién es? ¡Mañana!"),
        ("cp1252", "Die Straße führt über den Fluß, „schöne Grüße“ aus Köln."),
        ("cp1252", "Jag såg två älgar på ön. Förra året var kallt."),
        ("cp1252", "Året gik, og vi så på søen. Børn løber på græsset."),
        ("cp1252", "La città è più bella. Lunedì c'è il caffè, perché così sì."),
        ("cp1252", "The “café” cost £5 — it’s naïve… and 20° [1]."),
        ("cp1250", "Rząd ogłosił, że źródła są niepewne. Łódź i Gdańsk."),
        ("cp1250", "Příští rok bude město větší než dnes. Kůň běží přes řeku."),
        ("cp1250", "Az erős nők győztek. Űrhajó és tükör, őszi eső."),
        ("cp1250", "Ţara are oraşe şi sate, iar primăvara începe."),
        ("cp1250", "Kuća je velika, đak čita, šuma i žaba."),
        ("cp1254", "Güneş doğdu, ışık geldi. İstanbul'da yağmur yağıyor."),
        ("cp1251", "Правительство объявило, что источники ненадёжны."),
        ("cp1253", "Η κυβέρνηση ανακοίνωσε ότι οι πηγές."),
        ("cp932", "政府は情報源を発表した。東京は大きい。"),
    ],
)
def test_an_old_encoding_is_found_by_the_letters_of_its_language(encoding, text):
    document = read_document(text.encode(encoding), uri="a.txt", name="a.txt")
    assert document.text == text
    assert [each.code for each in document.problems] == ["TXT001"]
    assert f"read as {encoding}" in document.problems[0].message


@pytest.mark.parametrize(
    "heading",
    [
        "Kapitel 2: Ergebnisse der Umfrage im ganzen Land",
        "Chapitre II. Résultats de l’enquête auprès des lecteurs",
        "Глава 2. Результаты опроса населения",
        "Rozdział 2. Wyniki badania ankietowego w kraju",
        "Κεφάλαιο 2. Αποτελέσματα της έρευνας",
        "الفصل الثاني: نتائج الاستطلاع العام",
        "Chương 2. Kết quả khảo sát chung",
    ],
)
def test_numbered_parts_are_headings(heading: str) -> None:
    text = f"The first sentence stands here.\n\n{heading}\n\nThe second sentence stands here."
    claims = extract_claims(read(text, "text")).claims
    assert [claim.heading for claim in claims] == [(), (heading,)]


@pytest.mark.parametrize("text", ["3、", "It rains.\n3、\n", "3、\n\n4、\n\nIt rains.\n"])
def test_the_number_of_an_item_without_words_is_no_block(text: str) -> None:
    found = extract_claims(read_document(text.encode(), uri="u", name="u", as_format="text"))
    assert [claim.text for claim in found.claims] == ["It rains."] * ("rains" in text)
    assert all(block.span.start < block.span.end for block in found.document.blocks)
