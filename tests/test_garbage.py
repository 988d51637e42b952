"""How often garbage is looked for while texts are extracted and an index is written, and that all is as before behind it."""

import gc

import pytest

from indexer import extract, extract_text
from indexer.garbage import collecting_seldom
from indexer.index.backends import open_index


@pytest.fixture(autouse=True)
def usual():
    before = gc.get_threshold()
    gc.set_threshold(700, 10, 10)
    yield
    gc.set_threshold(*before)


def test_a_writer_looks_seldom_and_leaves_all_as_it_was(tmp_path):
    index = open_index(tmp_path / "index", create=True)
    with index.writer(1):
        assert gc.get_threshold()[0] > 100_000
    assert gc.get_threshold()[0] == 700
    with pytest.raises(KeyError), index.writer(1):
        raise KeyError
    assert gc.get_threshold()[0] == 700


def test_a_text_is_extracted_without_looking():
    text = "\n\n".join(f"The harbour took in {ships} ships [1]." for ships in range(500))
    looks = []
    gc.callbacks.append(lambda phase, _: looks.append(phase))
    try:
        claims = extract_text(text).claims
        seen = len(looks)
    finally:
        gc.callbacks.pop()
    assert len(claims) == 500
    assert seen <= 2
    assert gc.get_threshold()[0] == 700


def test_a_text_that_fails_leaves_all_as_it_was(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"\x00\x01\x02" * 99)
    assert [type(found).__name__ for found in extract(tmp_path / "a.txt")] == ["Failure"]
    assert gc.get_threshold()[0] == 700


def test_of_two_at_once_the_first_sets_it_back():
    first, second = collecting_seldom(), collecting_seldom()
    with first:
        second.__enter__()
    assert gc.get_threshold()[0] == 700
    second.__exit__(None, None, None)
    assert gc.get_threshold()[0] == 700
