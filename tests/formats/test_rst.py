"""reStructuredText: notes, keys and roles, the blocks of a text, and that no text makes it slow."""

from __future__ import annotations

from functools import partial

import pytest
import reading
from test_linear import extract, repeat
from timing import assert_linear

read = partial(reading.read, form="rst")
statements = partial(reading.statements, form="rst")


NOTES = """

.. [1] Page, https://example.org/1
.. [#] First, https://example.org/first
.. [#named] Named, https://example.org/named
.. [*] Star, https://example.org/star
.. [#] Second, https://example.org/second
.. [CIT2002] A work. doi:10.5555/cit
"""


@pytest.mark.parametrize(
    ("written", "labels", "sources"),
    [
        ("A fact [1]_.", ("1",), ("1",)),
        ("A fact [#]_.", ("2",), ("first",)),
        ("A fact [#named]_.", ("named",), ("named",)),
        ("A fact [*]_.", ("*",), ("star",)),
        ("A fact. [#]_ [#]_ More.", ("2", "4"), ("first", "second")),
        ("A fact [1]_ [#named]_.", ("1", "named"), ("1", "named")),
        ("A fact [#named]_ and [#named]_.", ("named",), ("named",)),
    ],
)
def test_notes(written: str, labels: tuple[str, ...], sources: tuple[str, ...]) -> None:
    claim = read(written + NOTES).claims[0]
    assert (claim.labels, claim.source_ids) == (labels, tuple(f"https://example.org/{name}" for name in sources))


@pytest.mark.parametrize(
    ("written", "labels", "shown", "locator"),
    [
        ("A fact [CIT2002]_.", ("CIT2002",), "A fact.", None),
        ("A fact :cite:`CIT2002`.", ("CIT2002",), "A fact.", None),
        ("A fact :cite:p:`CIT2002,b`.", ("CIT2002", "b"), "A fact.", None),
        ("A fact :footcite:`CIT2002`.", ("CIT2002",), "A fact.", None),
        ("A fact :citep:`CIT2002`.", ("CIT2002",), "A fact.", None),
        ("A fact :cite:p:`{see}CIT2002{p. 3}`.", ("CIT2002",), "A fact.", "p. 3"),
        (":cite:t:`CIT2002` says so.", ("CIT2002",), "CIT2002 says so.", None),
    ],
)
def test_keys(written: str, labels: tuple[str, ...], shown: str, locator: str | None) -> None:
    claim = read(written + NOTES).claims[0]
    assert (claim.labels, claim.statement, claim.markers[0].locator) == (labels, shown, locator)
    assert claim.source_ids[0] == "doi:10.5555/cit"


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("The ``code[1]_`` is code.", "The ``code[1]_`` is code."),
        ("See `the report <https://example.org/x>`_ and `this`_.", "See the report and this."),
        ("See :ref:`the map <map>`, :term:`tide` and :py:func:`~a.b`.", "See the map, tide and a.b."),
        ("A *new* and **large** re\\ *set*.", "A new and large reset."),
        ("The array a[1] is none.", "The array a[1] is none."),
    ],
)
def test_words(written: str, shown: str) -> None:
    assert statements(written) == [shown]


def test_notes_in_prose_are_claims_and_works_are_none() -> None:
    text = "A fact [1]_.\n\n.. [1] This was so. It is not any more.\n\n   It may come back.\n.. [2] Doe, A. 1999.\n"
    assert statements(text) == ["A fact.", "This was so.", "It is not any more.", "It may come back."]
    assert [claim.block for claim in read(text).claims] == ["paragraph", "note", "note", "note"]


def test_blocks() -> None:
    text = """:Author: N. Dahl

Title here
==========

Words here
go on::

    code here

- Item one
- Item two

  more of it

  - inner

#. Numbered
(a) Lettered

Term
    Its meaning.

    A quotation.

    -- Someone

| A line
| of verse

>>> code()
result

.. warning:: Beware.

   Still beware.

.. figure:: a.png
   :width: 3

   A caption.

.. math:: x

.. |name| replace:: words
.. _target: https://example.org
.. a comment

   of two paragraphs

Second
------

====  ====
A     B
====  ====
a     b
====  ====

After.
"""
    document = read(text).document
    assert document.title == "Title here"
    assert [block.kind for block in document.blocks] == [
        "furniture", "heading", "paragraph", "code", "item", "item", "item", "item", "item", "item", "paragraph", "quote",
        "furniture", "paragraph", "code", "paragraph", "paragraph", "caption", "heading", "furniture", "row", "paragraph",
    ]  # fmt: skip
    assert [block.level for block in document.blocks if block.kind == "heading"] == [1, 2]
    assert statements(text) == [
        "Words here go on:", "Item one", "Item two", "more of it", "inner", "Numbered", "Lettered", "Term Its meaning.",
        "A quotation.", "A line of verse", "Beware.", "Still beware.", "A caption.", "a b", "After.",
    ]  # fmt: skip


def test_markers_as_in_other_texts_count_where_nothing_is_cited() -> None:
    text = "A fact [1]. Another [2].\n\nReferences\n==========\n\n[1] A. https://example.org/a\n\n[2] B. https://example.org/b\n"
    assert [claim.source_ids for claim in read(text).claims] == [("https://example.org/a",), ("https://example.org/b",)]


def test_versions_and_signatures_are_no_claims() -> None:
    text = """Rain
====

.. versionadded:: 3.17

.. versionchanged:: 3.18 It is faster.

.. deprecated:: 4.0
   It leaks.

.. py:function:: fall(speed)
                 fall(speed, wind)
   :async:

   It falls.

.. option:: --wet

   It is wet.
"""
    assert statements(text) == ["It is faster.", "It leaks.", "It falls.", "It is wet."]


@pytest.mark.parametrize("cut", range(0, 400, 5))
def test_a_text_that_is_cut_off_anywhere_is_read(cut: int) -> None:
    text = """Title
=====
- Item `a <b>`_ [1]_::

   code

+---+---+
| a | b |
+===+===+

== ==
a  b
== ==

.. note:: Words :cite:`a`
   :opt: x

   more
.. [1]
   Words
.. [#a] Words
"""
    read(text[:cut] + NOTES)
    read((text + NOTES)[cut:])


UNITS = [
    "[1]_ ", "[1]_", "[#]_ ", "[*]_ ", "[a]_", "[#a", ":cite:`a` ", ":cite:`", ":a:`b", ":a:`b` ", "`a`_ ", "`a <b>`_ ", "`a <", "``a", "\\ ",
    "\n.. [1] a", "\n.. [#] a", "\n.. [#a]", "\n.. [a]\n   b", "\n..", "\n.. a::", "\n.. note:: a\n\n   b", "\n.. code::\n\n   a", "\n.. figure:: a\n\n",
    "\n.. bibliography:: a", "\na\n=", "\na\n===", "\n===\na\n===\n", "\n+--+\n| a |", "\n+==+\n| a |", "\n== ==\na b", "\n== ==\n\n", "\n- a", "\n - a\n",
    "\n  a\n\n", "\na\n  b\n", "\na::\n\n  b\n", "\n:a: b", "\n| a", "\n>>> a", "\n__ a", "\n1. a\n\n", "a_ ", "|a| ",
    "`a <http://a.example>`__ ", "(`a`__)\n\n__ http://a.example\n\n", "(a_)\n\n.. _a: http://a.example\n\n", "a-a", "a.a", "a__ ", "\n.. _a",
    "\n.. _`a", "(A b 2019, http://a.example). ", "`<http://a.example>`_ ",
]  # fmt: skip


@pytest.mark.parametrize("unit", UNITS)
def test_twice_the_text_takes_twice_the_time(unit: str) -> None:
    run = extract("rst")
    for make in (repeat(unit), repeat(unit, "a"), repeat("\n.. [1] a\n\nb [1]_\n" + unit)):
        assert_linear(f"rst, {unit!r}", run, make, 128_000)


def test_a_hundred_thousand_levels() -> None:
    read("".join(f"{' ' * (at % 300)}- a\n\n" for at in range(30_000)))
    read("\n".join(" " * at + "a\n" for at in range(2_000)))
    read(".. note::\n\n" + " .. note::\n\n" * 100_000)
