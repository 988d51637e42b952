"""AsciiDoc: notes, keys and works, the blocks of a text, and that no text makes it slow."""

from __future__ import annotations

from functools import partial

import pytest
import reading
from test_linear import extract, repeat
from timing import assert_linear

read = partial(reading.read, form="asciidoc")
statements = partial(reading.statements, form="asciidoc")


WORKS = "\n\n[bibliography]\n== Works\n\n* [[[a]]] A work. https://example.org/a\n* [[[b,2]]] B. doi:10.5555/b\n"
A, B = "https://example.org/a", "doi:10.5555/b"


@pytest.mark.parametrize(
    ("written", "labels", "sources", "locator"),
    [
        ("A fact.footnote:[https://example.org/a]", ("1",), (A,), None),
        ("A fact.footnote:[See https://example.org/a[the work], p. 3.]", ("1",), (A,), None),
        ("A fact.footnote:[See\nhttps://example.org/a]", ("1",), (A,), None),
        ("A fact.footnote:x[https://example.org/a]", ("x",), (A,), None),
        ("A fact.footnoteref:[x,https://example.org/a]", ("x",), (A,), None),
        ("A fact <<a>>.", ("a",), (A,), None),
        ("A fact <<b,the book>>.", ("b",), (B,), None),
        ("A fact xref:a[].", ("a",), (A,), None),
        ("A fact cite:[a].", ("a",), (A,), None),
        ("A fact cite:[a(12-13), b].", ("a", "b"), (A, B), "12-13"),
    ],
)
def test_markers(written: str, labels: tuple[str, ...], sources: tuple[str, ...], locator: str | None) -> None:
    claim = read(written + WORKS).claims[0]
    assert (claim.statement, claim.labels, claim.source_ids) == ("A fact.", labels, sources)
    assert claim.markers[0].locator == locator


@pytest.mark.parametrize("reuse", ["footnote:x[]", "footnoteref:[x]"])
def test_a_note_is_used_again(reuse: str) -> None:
    found = read(f"One.footnote:x[https://example.org/a] Two. Three.{reuse}")
    assert [claim.source_ids for claim in found.claims] == [(A,), (A,), (A,)]
    assert len(found.document.references) == 1
    assert found.problems == ()


def test_remarks_are_no_sources_and_unknown_notes_are_dangling() -> None:
    found = read("One.footnote:[They were at sea.] Two.footnote:nowhere[]")
    assert [claim.source_ids for claim in found.claims] == [("u[nowhere]",), ("u[nowhere]",)]
    assert [claim.attribution for claim in found.claims] == ["inherited", "direct"]
    assert [problem.code for problem in found.problems] == ["CIT001"]


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("A *new* and _large_ `code[1]` set.", "A new and large `code[1]` set."),
        ("See https://example.org/x[the report^] and link:a.pdf[that,window=_blank].", "See the report and that."),
        ("See https://example.org/x[] and <<part>> and <<part,this>>.", "See https://example.org/x and part and this."),
        ("A [[here]]word with image:a.png[Alt] kbd:[Ctrl] stem:[x].", "A word with Ctrl x."),
        ("citenp:[a] says so.", "a says so."),
        ("A line +\nbreak.", "A line break."),
        ("NOTE: Beware of it.", "Beware of it."),
        ("A fact [x] or a[1].", "A fact [x] or a[1]."),
    ],
)
def test_words(written: str, shown: str) -> None:
    assert statements(written) == [shown]


def test_blocks() -> None:
    text = """= Title
A. Author <a@example.org>
:toc:

:name: value
Words here
go on.

[source]
code here
[[part]]
== Second

* Item one
. Item two
+
more of it
Term:: Its meaning.

----
code
----
====
In an example.
====
[quote]
A quotation.

____
Another one.
____

.A caption
|===
|A |B

|a |b
2+|c
|===

|===
|One
|two

|Three
|four
|===

////
comment
////
// comment
image::a.png[]

 literal

Old style
---------

After.
"""
    document = read(text).document
    assert document.title == "Title"
    assert [block.kind for block in document.blocks] == [
        "heading", "paragraph", "code", "heading", "item", "item", "item", "item", "code", "paragraph", "quote", "quote", "caption",
        "furniture", "row", "row", "row", "row", "code", "heading", "paragraph",
    ]  # fmt: skip
    assert statements(text) == [
        "Words here go on.", "Item one", "Item two", "more of it", "Term Its meaning.", "In an example.", "A quotation.",
        "Another one.", "A caption", "a b", "c", "One two", "Three four", "After.",
    ]  # fmt: skip


def test_markers_as_in_other_texts_count_where_nothing_is_cited() -> None:
    text = "A fact [1]. Another [2].\n\n== References\n\n[1] A. https://example.org/a\n\n[2] B. https://example.org/b\n"
    assert [claim.labels for claim in read(text).claims] == [("1",), ("2",)]


@pytest.mark.parametrize("cut", range(0, 420, 5))
def test_a_text_that_is_cut_off_anywhere_is_read(cut: int) -> None:
    text = """= Title
:bibtex-file: refs.bib

[quote]
____
Words.footnote:x[See https://example.org/a[b].] <<a,b>> cite:[a(1), b]
____
.Caption
|===
|a |b

a|c 2+|d
|===
* [[[a]]] Work
term::
  Words
+
----
code
----
[[x]]
Old
---
"""
    read(text[:cut] + WORKS)
    read((text + WORKS)[cut:])


UNITS = [
    "footnote:[", "footnote:[a] ", "footnote:x[]", "footnote:x[a]", "footnoteref:[", "cite:[", "cite:[a] ", "<<a>> ", "<<", "<<a,", "xref:a[",
    "link:", "link:a[b] ", "http://a.example[b] ", "http://a.example[", "http://", "[[", "[[a]]", "[[[a]]]", "\n* [[[a]]] b <<a>>", "((", "(((", " +\n",
    "\n----", "\n----\na\n----", "\n====", "\n--", "\n____\n", "\n////", "\n|===", "\n|===\n|a |b\n", "\n|===\n|a\n|===", "\n|a", "|", "a|", "\n* a", "\n. a", "\n+\na",
    "\na:: b", "\na::\n", "\n[a]", "\n[quote]\na", "\n.a", "\n== a", "\na\n---", "\n:a: b", "\n// a", "\na::b[]", "\n a\n", "\nNOTE: a", "`a", "::", "a::", "a:: ", ";;",
    "(http://a.example[b]). ", "a. http://a.example[b]\n\n", "Source: link:http://a.example[b]\n\n", "(A b 2019, http://a.example). ",
]  # fmt: skip


@pytest.mark.parametrize("unit", UNITS)
def test_twice_the_text_takes_twice_the_time(unit: str) -> None:
    run = extract("asciidoc")
    for make in (repeat(unit), repeat(unit, "a"), repeat("a.footnote:x[b]\n\n* [[[a]]] b\n" + unit)):
        assert_linear(f"asciidoc, {unit!r}", run, make, 128_000)


def test_a_hundred_thousand_levels() -> None:
    read("\n".join("=" * (4 + at % 1000) for at in range(30_000)))
    read("".join(f"{'*' * (at % 6 + 1)} a\n" for at in range(100_000)))
