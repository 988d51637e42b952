"""The analysis on its own: terms, offsets into the text as it stands, and time."""

from __future__ import annotations

import itertools
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from timing import assert_linear

from indexer.index.analysis import LONGEST, phrase, terms, tokens, wholes, written
from indexer.index.matching import highlight, occurrences
from indexer.index.query import Phrase, Prefix
from indexer.model import Span


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Sites, stayed!", ["the", "site", "stay"]),
        ("5 C++ C# F#", ["5", "c", "++", "c", "#", "f", "#"]),
        ("# heading + 5", ["head", "5"]),
        ("§ 12, §§3", ["§", "12", "§", "§", "3"]),
        ("3.14 1,000 1,234,567.89 1,2,3 1.000,5", ["3.14", "1000", "1234567.89", "1", "2", "3", "1.000", "5"]),
        ("1，000 １２", ["1000", "12"]),
        ("U.S. U.S.A e.g. Ph.D. a.m. it.He J.K.Rowling", ["us", "usa", "eg", "phd", "am", "it", "he", "jk", "rowl"]),
        ("AT&T don't Korea's countries' O'Brien", ["at", "t", "dont", "korea", "countri", "o", "brien"]),
        ("l’économie it’s 'quoted' rock'n'roll", ["l", "economi", "it", "quot", "rocknrol"]),
        (
            "AI-based 5nm GPT4 v1.2 m² snake_case",
            ["ai", "base", "5", "nm", "gpt", "4", "v", "1.2", "m", "2", "snake", "case"],
        ),
        ("$5 10% 20 °C", ["$", "5", "10", "%", "20", "°", "c"]),
        ("ＡＩ ﬁne ½", ["ai", "fine", "1", "2"]),
        ("半导体", ["半导", "导体", "体"]),
        ("AI芯片 年", ["ai", "芯片", "片", "年"]),
        (unicodedata.normalize("NFD", "반도체 가"), ["반도", "도체", "체", "가"]),
        ("ｶﾞﾗｽ", ["ガラ", "ラス", "ス"]),
        ("ราคา ๒ ١٢ ک ی", ["รา", "าค", "คา", "า", "2", "12", "ك", "ي"]),
        ("Straße ÆØ Йод İ", ["strass", "aeo", "иод", "i"]),
        ("😀 — … ''", []),
    ],
)
def test_terms(text, expected):
    assert terms(text) == expected


def test_words_as_written():
    assert [found.word for found in written("GPT4 don't U.S. Sites 半导体 1,000")] == [
        *("gpt4", "gpt", "4", "dont", "us", "sites", "1000")
    ]
    assert [found.word for found in wholes("GPT4 don't l'eau")] == ["gpt4", "dont", "l", "eau"]


@pytest.mark.parametrize("text", ["a\u0149b", "\U0001f1025", "\U0001f102\U0001f103"])
def test_a_whole_is_no_word_that_another_text_may_have_as_a_term(text):
    assert [found.word for found in written(text)] == terms(text)


def test_phrases_know_what_is_open():
    assert [tuple(step) for step in phrase("半导体 AI")] == [(0, "半导", False), (1, "导体", False), (3, "ai", False)]
    assert [tuple(step) for step in phrase("5年")] == [(0, "5", False), (1, "年", True)]
    assert phrase("…") == ()


@pytest.mark.parametrize(
    ("query", "text", "expected"),
    [
        (Phrase("café"), "Un CAFE\u0301 noir", ["CAFE\u0301"]),
        (Phrase("导"), "半导体", ["导"]),
        (Phrase("导体"), "半导体产业导体", ["导体", "导体"]),
        (Phrase("체"), unicodedata.normalize("NFD", "반도체"), [unicodedata.normalize("NFD", "체")]),
        (Phrase("Korea"), "Korea's", ["Korea"]),
        (Phrase("U.S."), "the US.", ["US"]),
        (Phrase("a b"), "a, b a b", ["a", "b", "a", "b"]),
        (Phrase("fi"), "ﬁ", ["ﬁ"]),
        (Phrase("port"), "the portal of a port", ["port"]),
        (Prefix("gpt4"), "GPT4x GPT5", ["GPT4x"]),
        (Prefix("gpt"), "a GPT4", ["GPT4"]),
    ],
)
def test_highlights_are_spans_of_the_text_as_it_stands(query, text, expected):
    assert [text[span.start : span.end] for span in highlight(query, text)] == expected


ALPHABET = st.sampled_from(
    [*"aB1.,'’-_ 半导体の도éß§%+#٣น้", "\u0301", "\u3099", "ﬁ", "½", "ｶ", "ﾞ", "\u1100", "\u1161", "नि"]
)
TEXTS = st.text() | st.lists(ALPHABET, max_size=30).map("".join)


@given(TEXTS)
def test_tokens_are_in_order_and_inside(text):
    found = tokens(text)

    assert [token.position for token in found] == list(range(len(found)))
    assert all(0 <= token.start < token.end <= len(text) for token in found)
    assert all(token.term and len(token.term) <= LONGEST for token in found)
    starts = [token.start for token in found]
    assert starts == sorted(starts)


@given(TEXTS)
def test_a_text_is_found_by_itself(text):
    steps = phrase(text)

    assert bool(steps) == bool(tokens(text))
    if steps:
        assert next(occurrences(steps, tokens(text))) == 0
    spans = highlight(Phrase(text), text)
    assert bool(spans) == bool(steps)
    assert all(first.end < second.start for first, second in itertools.pairwise(spans))
    assert all(span == Span(*sorted((span.start, span.end))) for span in spans)


@given(st.text("半导体の도체カﾀ", min_size=1, max_size=8), st.data())
def test_any_part_of_a_run_is_found(run, data):
    start = data.draw(st.integers(0, len(run) - 1))
    end = data.draw(st.integers(start + 1, len(run)))

    assert Span(start, end) in highlight(Phrase(run[start:end]), run) or any(
        span.start <= start and end <= span.end for span in highlight(Phrase(run[start:end]), run)
    )


@given(TEXTS.filter(lambda text: "\u0345" not in text))  # alone it is nothing, and a letter in capitals
def test_composition_does_not_matter(text):
    assert terms(unicodedata.normalize("NFC", "x " + text)) == terms(
        unicodedata.normalize("NFC", "x " + text).upper().lower()
    )


@pytest.mark.parametrize(
    "piece", ["a.", "a'", "1,", "1,000", "半", "é", "\u0301", "a\u0301", ".", "C++", "a1", "C#", "ﾞ"]
)
@pytest.mark.parametrize("function", [tokens, written, phrase])
def test_time_is_linear(piece, function):
    assert_linear(f"{function.__name__}, {piece!r}", function, lambda size: piece * (size // len(piece)), 16_000)


@given(st.text(alphabet="aZ09_.,'+#%$ -", max_size=20))
def test_texts_in_ascii_have_the_terms_that_they_have_beside_others(text):
    assert tokens(text) == tokens(f"{text} é")[:-1]
