"""A pattern that is compiled late does what one does that is compiled at once."""

import gc
import re
from importlib import import_module
from pathlib import Path

import pytest
from test_layers import MODULES

import indexer
from indexer.patterns import pattern

INVALID = "("


def test_it_has_the_methods_of_a_compiled_one():
    made, late = re.compile(r"(?P<first>b)(o+)", re.IGNORECASE), pattern(r"(?P<first>b)(o+)", re.IGNORECASE)
    text = "A Boo and a book."
    assert late.search(text)["first"] == "B"
    assert late.match(text) is None
    assert late.match(text, 2).span() == (2, 5)
    assert late.fullmatch("boo").groups() == made.fullmatch("boo").groups()
    assert [found.span() for found in late.finditer(text)] == [found.span() for found in made.finditer(text)]
    for method, arguments in (("findall", ()), ("split", ())):
        assert getattr(late, method)(text, *arguments) == getattr(made, method)(text, *arguments)
    assert late.sub(r"<\2>", text) == made.sub(r"<\2>", text)
    assert late.subn(r"<\2>", text) == made.subn(r"<\2>", text)
    assert (late.pattern, late.flags, late.groups) == (made.pattern, made.flags, made.groups)
    assert late.groupindex == made.groupindex


def test_it_reads_bytes():
    assert pattern(rb"\d+").findall(b"1 and 22") == [b"1", b"22"]


def test_any_method_may_be_the_first_and_what_there_is_not_is_told():
    assert pattern("a+").groups == 0
    with pytest.raises(AttributeError, match="shout"):
        pattern("a+").shout()


def test_it_is_compiled_once(monkeypatch):
    late = pattern("b[o0]{2}t")
    assert late.pattern == "b[o0]{2}t"
    made = []
    compiled = re.compile
    monkeypatch.setattr(re, "compile", lambda *given: made.append(given) or compiled(*given))
    assert [bool(late.search(text)) for text in ("a boot", "a coat", "b00t")] == [True, False, True]
    assert made == [("b[o0]{2}t", 0)]


def test_an_invalid_one_raises_when_it_is_used():
    late = pattern(INVALID)
    for _ in range(2):
        with pytest.raises(re.error):
            late.search("a")


def test_all_patterns_of_the_package_are_valid():
    """Warnings are errors, so none of them is written in a way that will mean something else one day either."""
    for module in MODULES:
        import_module(module)
    gc.unfreeze()  # else those that were made as tests were collected would not be among them
    made = [each for each in gc.get_objects() if type(each).__module__ == pattern.__module__]
    gc.freeze()
    assert len(made) > 700
    re.purge()
    for each in made:
        if each.pattern != INVALID:
            re.compile(each.pattern, each._flags)


def test_there_is_no_other_way_to_make_one():
    root = Path(indexer.__file__).parent
    compiling = [path.name for path in root.rglob("*.py") if "re.compile(" in path.read_text(encoding="utf-8")]
    assert compiling == ["patterns.py"]
