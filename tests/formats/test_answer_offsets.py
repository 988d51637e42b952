"""Offsets of every unit, whatever the text, and words that are looked for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer import Span
from indexer.readers.answers.offsets import CitedPlaces, Scale, Unit

SIGNS = st.text(alphabet=st.sampled_from("ab \n.éß–半🚢𝒳\u0301"), max_size=40)


def units(text: str, unit: Unit) -> int:
    return {
        "bytes": len(text.encode()),
        "utf-16": len(text.encode("utf-16-le")) // 2,
        "code points": len(text),
    }[unit]


@pytest.mark.parametrize("unit", ["bytes", "utf-16", "code points"])
@given(text=SIGNS)
def test_every_offset_leads_back(unit: Unit, text: str) -> None:
    scale = Scale(text, unit)
    assert [scale.place(units(text[:at], unit)) for at in range(len(text) + 1)] == list(range(len(text) + 1))
    assert scale.place(units(text, unit) + 1) is None
    assert scale.place(-1) is None


@pytest.mark.parametrize("unit", ["bytes", "utf-16"])
@given(text=SIGNS)
def test_an_offset_inside_a_character_means_it(unit: Unit, text: str) -> None:
    scale = Scale(text, unit)
    for at, sign in enumerate(text):
        first = units(text[:at], unit)
        assert {scale.place(first + inside) for inside in range(units(sign, unit))} == {at}


@pytest.mark.parametrize("offset", [None, True, "1", 1.5, [], {}, float("nan"), float("inf")])
def test_what_is_no_offset(offset: object) -> None:
    assert Scale("text", "bytes").place(offset) is None


def test_a_whole_number_may_be_written_as_a_fraction() -> None:
    assert Scale("text", "bytes").place(2.0) == 2


@given(before=SIGNS, words=st.text(alphabet="abc é🚢", min_size=1).filter(str.strip), after=SIGNS)
def test_words_at_their_offsets_are_settled(before: str, words: str, after: str) -> None:
    text = before + words + after
    start, end = len(before), len(before) + len(words)
    assert CitedPlaces(text).settle(start, end, words) == (Span(start, end), None)
    assert CitedPlaces(text).settle(start, end) == (Span(start, end), None)
    inclusive, fault = CitedPlaces(text).settle(start, end - 1, words)
    assert inclusive is not None
    assert text[inclusive.start : inclusive.end].split() == words.split()
    assert (fault is None) == (end - 1 > start)


@given(
    text=st.text(alphabet="abcd ", max_size=60),
    start=st.integers(-3, 70),
    end=st.integers(-3, 70),
    words=st.text(alphabet="abcd ", max_size=5),
)
def test_settled_words_are_those_that_were_given(text: str, start: int, end: int, words: str) -> None:
    span, fault = CitedPlaces(text).settle(start, end, words)
    if span is None:
        assert fault
    elif words.strip() and (fault is None or words in text):
        assert text[span.start : span.end].split() == words.split()


@pytest.mark.parametrize(
    ("start", "end", "words", "expected", "problem"),
    [
        (None, None, "late", Span(24, 28), False),
        (0, 3, "late", Span(24, 28), True),
        (0, 3, "sails. It", Span(10, 20), True),
        (10, 20, "sails. It", Span(10, 20), False),
        (0, 3, "soon", Span(0, 3), True),
        (90, 99, "soon", None, True),
        (None, None, "soon", None, True),
    ],
)
def test_settling(start: object, end: object, words: str, expected: Span | None, problem: bool) -> None:  # noqa: FBT001  # a table
    span, fault = CitedPlaces("The ferry sails.\n It is late.").settle(start, end, words)
    assert (span, bool(fault)) == (expected, problem)


def test_the_nearest_of_equal_words_counts() -> None:
    text = "late " + "x " * 90 + "late " + "x " * 900 + "late"
    assert CitedPlaces(text).find("late", 150) == Span(185, 189)
    assert CitedPlaces(text).find("late", 0) == Span(0, 4)
    assert CitedPlaces(text).find("late", 1900) == Span(1990, 1994)


def test_only_so_many_words_are_looked_for_far_away() -> None:
    text = " ".join(f"w{number}" for number in range(2000))
    passages = CitedPlaces(text)
    found = [passages.find(f"w{number}", 0) for number in range(1900, 2000)]
    assert found[0] is not None
    assert found[-1] is None
