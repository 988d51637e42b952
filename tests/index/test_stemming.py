"""Stems are those of Whoosh's Porter2, for any word."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh.lang import porter2

from indexer.index.stemming import stem

SUFFIXES = (
    "ization ational fulness ousness iveness tional biliti lessli entli ation alism aliti ousli iviti fulli enci anci abli izer "
    "ator alli bli ogi li ed edly ing ingly eed eedly s es sses ied ies us ss y e l ll ement ment ent sion tion ness ful ative ical"
).split()
WORDS = st.builds(
    lambda head, tail: head + "".join(tail),
    st.text(alphabet="aeiouybcdlstg", max_size=6),
    st.lists(st.sampled_from(SUFFIXES), max_size=3),
).filter(lambda word: 3 <= len(word) <= 40)


@given(WORDS | st.from_regex(r"[a-z]{3,12}", fullmatch=True))
@settings(max_examples=500)
def test_any_word(word):
    assert porter2.stem(word) == stem(word)


@pytest.mark.parametrize(
    "word",
    "skis dying news inning proceeds exceed generates arsenal communism yyy sayings hopping hoped feed agreed sky".split(),
)
def test_words_that_rules_name(word):
    assert porter2.stem(word) == stem(word)
