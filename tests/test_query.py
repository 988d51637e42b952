"""The query language: what each form means, what pasted text means, and what is refused where."""

from __future__ import annotations

import contextlib
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from timing import assert_grows_with_size, seconds

from indexer.errors import QueryError
from indexer.index.matching import glob, highlight, within
from indexer.index.parser import MAX_DEPTH, MAX_LENGTH, literal, parse
from indexer.index.plainquery import plain
from indexer.index.query import And, Field, Fuzzy, Not, Or, Phrase, Prefix, Sources, Wildcard, map_sources


def words(*texts):
    found = tuple(Phrase(text) for text in texts)
    return found[0] if len(found) == 1 else And(found)


A, B, C = Phrase("a"), Phrase("b"), Phrase("c")

FORMS = [
    ("a", A),
    ("  a\tb\u3000c\n", And((A, B, C))),
    ("a AND b", And((A, B))),
    ("a OR b", Or((A, B))),
    ("a b OR c", Or((And((A, B)), C))),
    ("a (b OR c)", And((A, Or((B, C))))),
    ("((a))", A),
    ("a OR b OR c", Or((A, B, C))),
    ("-a", Not(A)),
    ("NOT a", Not(A)),
    ("NOT -a", A),
    ("a -b", And((A, Not(B)))),
    ("a OR -b", Or((A, Not(B)))),
    ("-(a b) c", And((Not(And((A, B))), C))),
    ('-"a b"', Not(Phrase("a b"))),
    ("(-a)", Not(A)),
    ('"a b"', Phrase("a b")),
    ("“a b” «b a» 「b c」 „a c“", words("a b", "b a", "b c", "a c")),
    ('"a OR b*"', Phrase("a OR b*")),
    ('a"b"c', words("a", "b", "c")),
    ("or and not", words("or", "and", "not")),
    ("semi*", Prefix("semi")),
    ("SEMI*", Prefix("semi")),
    ("Café*", Prefix("cafe")),
    ("wor?d", Wildcard("wor?d")),
    ("w*d", Wildcard("w*d")),
    ("w?r*", Wildcard("w?r*")),
    ("*tion", Wildcard("*tion")),
    ("w**d", Wildcard("w*d")),
    ("state-of-the-a*", And((Phrase("state-of-the-"), Prefix("a")))),
    ("AI-b?sed", And((Phrase("AI"), Wildcard("b?sed")))),
    ("don't*", Prefix("dont")),
    ("GPT4*", Prefix("gpt4")),
    ("C++*", Phrase("C++")),
    ("半导*", Phrase("半导")),
    ("半?体", words("半", "体")),
    ("fuzzy~", Fuzzy("fuzzy", 1)),
    ("Fuzzy~2", Fuzzy("fuzzy", 2)),
    ("fuzzy~.", Fuzzy("fuzzy", 1)),
    ("반도체~", Phrase("반도체")),
    ("source:https://example.org/a", Field("source", "https://example.org/a")),
    ("source:https://example.org/a_(b)?c=d*", Field("source", "https://example.org/a_(b)?c=d*")),
    ("(source:https://example.org/a)", Field("source", "https://example.org/a")),
    ("-source:10.1000/xyz a", And((Not(Field("source", "10.1000/xyz")), A))),
    ("source:doi:10.1000/xyz", Field("source", "doi:10.1000/xyz")),
    ("source:notes.md[3]", Field("source", "notes.md[3]")),
    ('document:"my file.md" a', And((Field("document", "my file.md"), A))),
    ("document:“my file.md”", Field("document", "my file.md")),
    ("Document:*.md", Field("document", "*.md")),
    ("attribution:Direct", Field("attribution", "direct")),
    ("label:1", Field("label", "1")),
    ("label:[^1]", Field("label", "1")),
    ("label:1, a", And((Field("label", "1"), A))),
    ("heading:results", Phrase("results", "heading")),
    ('heading:"key results"', Phrase("key results", "heading")),
    ('heading:"key* results"', Phrase("key* results", "heading")),
    ("heading:resul*", Prefix("resul", "heading")),
    ("heading:key-w?rds", And((Phrase("key", "heading"), Wildcard("w?rds", "heading")))),
    ("heading:resluts~2", Fuzzy("resluts", 2, "heading")),
]

PASTED = [
    ("The Yongin site stays [2].", words("The", "Yongin", "site", "stays")),
    ("stays.[2][3] [1, 3-5] [1;2] 【1】 【4:0†source】 [^a] [[1]](https://x.org) [1](u) [15†L10] [1, p. 23]", A),
    ("a[citation needed] [Smith2020] [RFC 2119] <sup>[1]</sup> <sup>2</sup>", A),
    ("a¹ b²,³", words("a", "b")),
    ("a (Ozols & Kalnins, 2020).", A),
    ("a (see Ozols et al., 2020a, p. 4; Kalnins 2021)", A),
    ("a (Ozols 2020).", A),
    ("a ([FT](https://ft.com/a_b)). b ([FT](https://ft.com), [BBC](https://bbc.com))", And((A, B))),
    ("a ([FT](https://ft.com), 3 May 2025). b (via [BBC](https://bbc.com))", And((A, B))),
    ("a (Source: Port Authority). b [Source: handbook.pdf, p. 3] （来源：网信办）", And((A, B))),
    ("a [@lapsa2022, p. 4] [see @lapsa2022; -@{a:b}] ^[See the filing, again.]", A),
    ("a (Ozols 1543).", A),
    ("Kalnins (2021) disputes", words("Kalnins", "disputes")),
    ("Kalnins et al. (2021, p. 3) b", words("Kalnins", "et", "al", "b")),
    ("World Cup (1998)", words("World", "Cup", "1998")),
    ("riga (2019) (ozols, 2020)", And((Phrase("riga"), Phrase("2019"), words("ozols", "2020")))),
    ("(Ozols, 2020) a", And((words("Ozols", "2020"), A))),
    ("a (Plant 2019) b", And((A, words("Plant", "2019"), B))),
    ("Riga (2019) OR b", Or((words("Riga", "2019"), B))),
    ("a -b (Ozols, 2020)", And((A, Not(B), words("Ozols", "2020")))),
    ("in the U.S. (see the map)", And((*words("in", "the", "U.S").parts, words("see", "the", "map")))),
    ("Note: this works", words("Note", "this", "works")),
    ("source: Reuters", words("source", "Reuters")),
    ("At 10:30 and 3:2", words("At", "10:30", "and", "3:2")),
    ("see https://example.org/a?b=c* now", words("see", "https://example.org/a?b=c*", "now")),
    ("doi:10.1000/xyz mailto:a@b.org", words("doi:10.1000/xyz", "mailto:a@b.org")),
    ("std::vector C:/dir Re:Zero", words("std::vector", "C:/dir", "Re:Zero")),
    ("What is this?", words("What", "is", "this")),
    ("Really?! Why??", words("Really", "Why")),
    ("**bold** *italic* ***both*** **two words**", words("bold", "italic", "both", "two", "words")),
    ("* item", words("item")),
    ("- item", words("item")),
    ("a - b – c — d -- e", words("a", "b", "c", "d", "e")),
    ("word—word", words("word", "word")),
    ("rose -5 degrees to --flag", words("rose", "5", "degrees", "to", "flag")),
    ("(see above) f(x) main()", And((words("see", "above"), Phrase("f"), Phrase("x"), Phrase("main")))),
    ("1) first 2) second a) third", words("1", "first", "2", "second", "a", "third")),
    ("事实。下一句，还有！", words("事实", "下一句", "还有")),
    ("是吗?不是", words("是吗", "不是")),
    ("全角（括号）", words("全角", "括号")),
    ("it’s the country's 'hub'", words("it’s", "the", "country's", "hub")),
    ("“unbalanced quotes", words("unbalanced", "quotes")),
    ("balanced” quotes", words("balanced", "quotes")),
    (":// a", A),
    ("5~10 Q1~3", words("5 10", "Q1 3")),
    ("a*b-_*_", Wildcard("a*b")),
    ("about ~5 billion, 5~10%", words("about", "5", "billion", "5~10%")),
    ("[text](https://example.org/x) [he] said", words("text", "he", "said")),
    ("e.g. this... and/or that; AT&T", words("e.g", "this", "and/or", "that", "AT&T")),
    ("28 U.S.C. § 1331(a).", words("28", "U.S.C", "§", "1331", "a")),
    ('He said "" nothing', words("He", "said", "nothing")),
]

ERRORS = [
    ("", 0, "empty"),
    ("  \n", 0, "empty"),
    ("...", 0, "no word"),
    ("  ?! *", 2, "no word"),
    ("()", 0, "no word"),
    ('""', 0, "no word"),
    ("[2]", 0, "no word"),
    ("foo:bar", 0, "`foo:` at column 1 is not a field. Fields are source:, document:, heading:, attribution:, label:"),
    ("a foo:bar", 2, "--literal"),
    ("(foo:bar)", 1, "`foo:` at column 2"),
    ('foo:"bar"', 0, "is not a field"),
    ('"lone', 0, "quote at column 1 is never closed"),
    ('a 5" b', 3, "quote at column 4"),
    ('a "b" "c', 6, "quote at column 7"),
    ('source:"x', 7, "quote at column 8"),
    ("(a", 0, "bracket at column 1 is never closed"),
    ("a ((b)", 2, "bracket at column 3 is never closed"),
    ("word) a", 4, "bracket at column 5 closes nothing"),
    ("OR a", 0, "`OR` at column 1 has nothing on its left"),
    ("a OR", 2, "`OR` at column 3 has nothing on its right"),
    ("a OR ()", 2, "nothing on its right"),
    ("a (OR b)", 3, "nothing on its left"),
    ("(a OR) b", 3, "nothing on its right"),
    ("a AND OR b", 6, "nothing on its left"),
    ("a OR ...", 2, "nothing on its right"),
    ("AND", 0, "nothing on its left"),
    ("a NOT", 2, "`NOT` at column 3 has nothing on its right"),
    ("NOT OR foobar", 4, "nothing on its left"),
    ("fuzzy~3", 0, "`~3` at column 1 is not a distance from 1 to 2"),
    ("a attribution:indirect", 2, "Write one of direct, inherited, none"),
    ('label:""', 0, "has no value"),
    ("heading:...", 0, "has no word"),
    ("source:(a OR b)", 0, "cannot be followed by a bracket"),
    ("(" * (MAX_DEPTH + 1) + "a", MAX_DEPTH, f"more than {MAX_DEPTH} deep"),
    ("(" * 100_000, MAX_LENGTH, "at most 10,000"),
]


@pytest.mark.parametrize(("text", "expected"), FORMS)
def test_forms(text, expected):
    assert parse(text) == expected


@pytest.mark.parametrize(("text", "expected"), PASTED)
def test_pasted_text(text, expected):
    expected = words("stays") if text.startswith("stays") else expected

    assert parse(text) == expected


@pytest.mark.parametrize(("text", "position", "message"), ERRORS)
def test_errors(text, position, message):
    with pytest.raises(QueryError) as caught:
        parse(text)
    assert message in str(caught.value)
    assert caught.value.position == position
    assert re.search(rf"column {position + 1}\b", str(caught.value))


def test_nesting_up_to_the_limit():
    assert parse("(" * MAX_DEPTH + "a" + ")" * MAX_DEPTH) == A
    assert parse("NOT " * 1000 + "a") == A


@pytest.mark.parametrize("text", ["foo:bar", '"lone', "(a", "OR", "a) -b", "[2]", "C++ *x*"])
def test_literal_takes_anything_with_a_word(text):
    assert literal(text) == words(*(part for part in text.split() if part.strip("*")))


@pytest.mark.parametrize("text", ["", "...", '"', "* - ?"])
def test_literal_needs_a_word(text):
    with pytest.raises(QueryError, match="Give at least one word"):
        literal(text)


def test_literal_is_bounded():
    with pytest.raises(QueryError, match="at most 10,000"):
        literal("a" * (MAX_LENGTH + 1))


def test_map_sources():
    query = parse("source:x (a OR -source:y) source:z label:x")
    mapped = map_sources(query, {"x": frozenset("12"), "y": frozenset()}.get)

    assert mapped == And(
        (
            Sources(frozenset("12")),
            Or((A, Not(Sources(frozenset())))),
            Field("source", "z"),
            Field("label", "x"),
        )
    )


PIECES = st.sampled_from(
    [
        *"()\"*?~-[]:“”'.0aÉ半体도 \t\0",
        " OR ",
        " AND ",
        " NOT ",
        "source:",
        "heading:",
        "label:",
        "foo:",
        "[2]",
        "¹",
        "C++",
    ]
)


@given(st.text() | st.lists(PIECES, max_size=30).map("".join))
def test_any_text_is_a_query_or_a_query_error(text):
    try:
        query = parse(text)
    except QueryError as error:
        assert 0 <= error.position <= len(text)  # noqa: PT017
        assert re.search(rf"column {error.position + 1}\b", str(error))  # noqa: PT017
    else:
        assert highlight(query, text) == highlight(query, text)
        hash(query)


@given(st.text() | st.lists(PIECES, max_size=30).map("".join))
def test_any_text_is_literal_or_has_no_word(text):
    try:
        query = literal(text)
    except QueryError:
        assert highlight(Phrase(text), text) == ()
    else:
        assert highlight(query, text) != ()


HOSTILE = [
    "(",
    ")",
    '"',
    "“",
    "「",
    "«„",
    "*",
    "?",
    "a*",
    "*a",
    "a?",
    "~",
    "a~",
    "-",
    "- ",
    "NOT ",
    "[",
    "[1",
    "](",
    "<sup>",
]
HOSTILE += [
    "a:",
    "source:)",
    "a.",
    "a'",
    "1,",
    "1,000",
    "半",
    "é\u0301",
    "\u0301",
    ".",
    "a OR ",
    "(a)",
    "¹",
    "【1",
    "a-b_",
]


def outcome(function, text):
    with contextlib.suppress(QueryError):
        return function(text)


@pytest.mark.parametrize("piece", HOSTILE)
def test_a_query_as_long_as_allowed_takes_no_time(piece):
    text = (piece * MAX_LENGTH)[:MAX_LENGTH]
    assert seconds(lambda: outcome(parse, text)) + seconds(lambda: outcome(literal, text)) < 1


@pytest.mark.parametrize("piece", HOSTILE)
def test_time_is_linear(piece):
    def taken(length):
        text = (piece * length)[:length]
        return seconds(lambda: outcome(parse, text))

    assert_grows_with_size(taken, MAX_LENGTH // 8)


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("w*d", "word", True),
        ("w*d", "wd", True),
        ("w*d", "words", False),
        ("w?d", "wd", False),
        ("*a*b*", "xaxbx", True),
        ("*a*b*", "xbxax", False),
        ("", "", True),
        ("*", "", True),
        ("?*", "", False),
        ("a*a*a*a*a*a*b", "a" * 3000, False),
    ],
)
def test_glob(pattern, text, expected):
    assert glob(pattern, text) is expected


@pytest.mark.parametrize(
    ("first", "second", "distance"),
    [
        ("", "", 0),
        ("word", "word", 0),
        ("word", "wird", 1),
        ("word", "wor", 1),
        ("word", "words", 1),
        ("word", "wrod", 1),
        ("owrd", "word", 1),
        ("word", "wodr", 1),
        ("word", "bird", 2),
        ("word", "rdwo", 4),
        ("abcd", "badc", 2),
    ],
)
def test_within(first, second, distance):
    assert [within(first, second, most) for most in range(6)] == [most >= distance for most in range(6)]
    assert [within(second, first, most) for most in range(6)] == [most >= distance for most in range(6)]


@pytest.mark.parametrize("text", ["label:", "wafer source: ", "document:"])
def test_a_field_at_the_end_wants_its_value(text):
    with pytest.raises(QueryError, match="has no value after it"):
        parse(text)


PLAIN = st.lists(
    st.sampled_from(
        [
            "chip",
            "Chips",
            "5",
            "gpt4",
            '"a chip 5"',
            "semi*",
            "-chip",
            '-"a b"',
            "OR",
            "label:2",
            "attribution:none",
            "-5",
            "AND",
            "NOT",
        ]
    ),
    max_size=6,
).map(" ".join)


@given(PLAIN | st.text(alphabet='ab1 "-*:OR()~?.', max_size=12))
def test_plain_forms_are_read_as_the_whole_language_reads_them(text):
    found = plain(text)

    assert found is None or found == parse(text)


@pytest.mark.parametrize(
    "text", ["chip", "a b", '"a b" c', "semi*", "a OR b c", "a -b", 'a -"b c"', "label:2", " a  b "]
)
def test_plain_forms_are_known(text):
    assert plain(text) == parse(text)


@pytest.mark.parametrize("text", ["", "OR", "a OR", "NOT a", "-5 a", "(a)", "é", "a?b", "source:x", "a" * 2000])
def test_other_forms_are_left_to_the_whole_language(text):
    assert plain(text) is None
