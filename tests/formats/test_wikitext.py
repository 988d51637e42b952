"""Wikitext: notes and the works in their templates, what a reader of the page sees, and that no text makes it slow."""

from __future__ import annotations

from functools import partial

import pytest
import reading
from test_linear import extract, repeat
from timing import assert_linear

from indexer import Reference

read = partial(reading.read, form="wikitext")
statements = partial(reading.statements, form="wikitext")


def reference(note: str) -> Reference:
    (found,) = read(f"A fact.<ref>{note}</ref>").document.references
    return found


BOOK = "\n\n== Sources ==\n* {{cite book|last=Lie|first=Kari|year=2019|title=A Harbour|url=https://example.org/lie}}\n"
LIE = "https://example.org/lie"


@pytest.mark.parametrize(
    ("written", "labels", "sources", "locator"),
    [
        ("A fact.<ref>https://example.org/a</ref>", ("1",), ("https://example.org/a",), None),
        ('A fact.<ref name="x">https://example.org/a</ref>', ("x",), ("https://example.org/a",), None),
        ("A fact.<REF NAME=x >https://example.org/a</Ref >", ("x",), ("https://example.org/a",), None),
        ("A fact<ref name='x y' /> here.<ref name='x y'>Doe</ref>", ("x y",), None, None),
        ("A fact.<ref name=x/>\n<references><ref name=x>doi:10.5555/x</ref></references>", ("x",), ("doi:10.5555/x",), None),
        ("A fact.<ref name=x/>\n{{Reflist|refs=<ref name=x>doi:10.5555/x</ref>}}", ("x",), ("doi:10.5555/x",), None),
        ("A fact.<ref>A<!-- </ref> -->B, doi:10.5555/x</ref>", ("1",), None, None),
        ("A fact.{{r|x|y}}<references><ref name=x>X</ref><ref name=y>Y</ref></references>", ("x", "y"), None, None),
        ("A fact.<ref name=x>X</ref>{{rp|12}}", ("x",), None, "p. 12"),
        ("A fact.{{sfn|Lie|2019|p=4}}" + BOOK, ("Lie 2019",), (LIE,), "p. 4"),
        ("A fact.{{Sfn|Lie|2019|pp=4–5}}" + BOOK, ("Lie 2019",), (LIE,), "pp. 4–5"),
        ("A fact ({{harv|Lie|2019}})." + BOOK, ("Lie 2019",), (LIE,), None),
        ("A fact.<ref>{{harvnb|Lie|2019|loc=map 2}}</ref>" + BOOK, ("Lie 2019",), (LIE,), "map 2"),
        ("A fact [https://example.org/a].", ("example.org",), ("https://example.org/a",), None),
    ],
)  # fmt: skip
def test_markers(written: str, labels: tuple[str, ...], sources: tuple[str, ...] | None, locator: str | None) -> None:
    found = read(written)
    claim = found.claims[0]
    assert (claim.statement.startswith("A fact"), claim.labels) == (True, labels)
    assert sources is None or claim.source_ids == sources
    assert claim.markers[0].locator == locator
    assert found.problems == ()


@pytest.mark.parametrize(
    "written",
    [
        "One.{{efn|A remark.}} Two.",
        "One.<ref group=note>A remark.</ref> Two.",
        "One.<ref group='lower-alpha'>X</ref> Two.",
    ],
)
def test_remarks_are_no_sources(written: str) -> None:
    claims = read(written).claims
    assert [(claim.statement, claim.attribution) for claim in claims] == [("One.", "none"), ("Two.", "none")]
    assert [marker.style for marker in claims[0].markers] == ["note"]


@pytest.mark.parametrize("name", ["Citation needed", "cn", "fact", "by whom?", "Clarify", "来源请求"])
def test_flags(name: str) -> None:
    found = read(f"A fact.{{{{{name}|date=May 2020}}}} More [1].")
    assert [claim.labels for claim in found.claims] == [(), ("1",)]
    assert found.claims[0].markers[0].style == "needed"
    assert [problem.code for problem in found.problems] == ["CIT004", "CIT005"]


def test_works() -> None:
    cited = reference(
        "{{cite journal|last1=Osei|first1=Ama|last2=Lie|title=Silt [[in]] ''Halvøra''|journal=[[Tides]]|date=3 May 2020|doi=10.5555/S.1}}"
    )
    assert (cited.source_id, cited.title) == ("doi:10.5555/s.1", "Silt in Halvøra")
    assert cited.text == "Osei; Lie (2020). Silt in Halvøra. Tides."
    german = reference(
        "{{Internetquelle |autor=Kari Lie |url=https://example.org/l |titel=Der Hafen |datum=2019-02-03}}"
    )
    assert (german.source_id, german.title, german.text) == (LIE[:-2], "Der Hafen", "Kari Lie (2019). Der Hafen.")
    linked = reference("[https://example.org/p The plant], Post, 2009.")
    assert (linked.source_id, linked.title, linked.text) == (
        "https://example.org/p",
        "The plant",
        "The plant, Post, 2009.",
    )
    assert reference("{{cite arXiv|title=X|eprint=2101.00001}}").url == "https://arxiv.org/abs/2101.00001"
    assert reference("Smith, ''A Book'', 1999.").text == "Smith, A Book, 1999."


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("The '''plant''' is ''new''ish.", "The plant is newish."),
        ("A [[tidal power|tidal]] [[plant]]s and [[:Category:X|all]].", "A tidal plants and all."),
        ("See [https://example.org/x the report] now.", "See the report now."),
        ("So it is ([https://example.org/x the report]) now.", "So it is (the report) now."),
        ("A {{nowrap|''long'' word}} and {{lang|de|Wort}}.", "A long word and Wort."),
        ("It took {{convert|5|km|mi}} of {{unknown|x|{{y}}}} pipe.", "It took 5 km of pipe."),
        ("One <!-- [[two]] {{ --> three.", "One three."),
        ("A <nowiki>[[link]]</nowiki> and <math>x^{2}</math>.", "A [[link]] and x^{2}."),
        ("Line<br />break and <span style='x'>span</span>.", "Line break and span."),
        ("Words [[File:A.jpg|thumb|A caption]] go on.", "Words go on."),
        ("If a < b and c > d then [x].", "If a < b and c > d then [x]."),
        ("__NOTOC__ Words and {{{1}}}.", "Words and."),
        ("Words [[Category:Ports]] and [[de:Hafen]] here.", "Words and here."),
    ],
)
def test_words(written: str, shown: str) -> None:
    assert statements(written) == [shown]


def test_blocks() -> None:
    text = """#REDIRECT [[Elsewhere]]
{{DISPLAYTITLE:''The'' Port}}
[[Datei:A.jpg|mini|A picture with [[links]].]]
Words here.
== One ''and'' two ==
* Item with
** Item below
; Term
: Words of it
----
<blockquote>A quotation.</blockquote>
{| class="x"
|+ A caption
! Year !! style="x" | Sum
|-
| 2012 || align=right | 61
|-
! 2013
| 64
|}
<syntaxhighlight lang="python">a[1] = {{x}}</syntaxhighlight>
After."""
    document = read(text).document
    assert document.title == "The Port"
    assert [block.kind for block in document.blocks] == [
        "caption", "paragraph", "heading", "item", "item", "item", "item", "quote", "caption", "furniture", "row", "row",
        "code", "paragraph",
    ]  # fmt: skip
    claims = read(text).claims
    assert [claim.statement for claim in claims] == [
        "A picture with links.", "Words here.", "Item with", "Item below", "Term", "Words of it", "A quotation.", "A caption",
        "2012 61", "2013 64", "After.",
    ]  # fmt: skip
    assert claims[2].heading == ("One and two",)


@pytest.mark.parametrize(
    "heading", ["See also", "Literatur", "Källförteckning", "Sources and further reading", "Źródła"]
)
def test_lists_of_works_are_no_claims(heading: str) -> None:
    text = f"A fact.<ref>X</ref>\n\n== {heading} ==\n* Lie: A Harbour. 2019.\n\n== Sources of the river ==\n* A spring."
    assert statements(text) == ["A fact.", "A spring."]


@pytest.mark.parametrize("cut", range(0, 1100, 13))
def test_a_text_that_is_cut_off_anywhere_is_read(cut: int) -> None:
    text = (
        """{{Infobox|a=[[b]]<ref name=x>{{cite web|url=https://example.org/a|title=T}}</ref>}}
'''Bold''' [[a|b]] words.{{sfn|Lie|2019|p=4}}<ref name=x/>{{cn}} [https://example.org/b c]<ref>{{harvnb|Lie|2019}}</ref>
{| class=x
! a !! b
|-
| style="x" | c || d
|}
== Head ==
{{quote|Words <nowiki>[[x]]</nowiki>}} <!-- c --> [[File:x.jpg|thumb|Caption]]"""
        + BOOK
    )
    read(text[:cut])


UNITS = [
    "<ref>", "<ref/>", "<ref name=x/>", "<ref>a</ref>", "<ref name=x>{{cite web|url=https://a.example}}</ref> a ", "</ref>", "{{", "}}",
    "{{}}", "{{a|", "{{nowrap|", "{{nowrap|a}} ", "{{quote|", "{{cite web|", "{{sfn|A|2000}}", "{{sfn|", "{{efn|", "{{cn}} ", "{{r|a}}",
    "[[", "]]", "[[a|", "[[a]] ", "[[File:a|b", "\n[[File:a|", "\n[[File:a|b]]", "[http://a.example ", "[http://a.example b] ", "'''",
    "''a", "\n{|", "\n|}", "\n|-", "\n| a || b", "\n! a !! b", "\n|+ a", "\n{|\n| a\n|}", "\n* a", "\n== a ==", "\n== a", "\n=", "= ", "<!--",
    "<!-- a -->", "<nowiki>", "<nowiki>a</nowiki>", "<pre>", "<math>", "<references>", "<br>", "<a b", "<div>", "__TOC__", "||", "!!", "|",
    "[[{{", "{{[[", "}}]]", "\n\n", "([http://a.example b]). ", "[[http://a.example b]] ", "[[http://a.example ", "(A b 2019, [http://a.example]) ",
    "a. [http://a.example b]\n\n",
]  # fmt: skip


@pytest.mark.parametrize("unit", UNITS)
def test_twice_the_text_takes_twice_the_time(unit: str) -> None:
    run = extract("wikitext")
    for make in (repeat(unit), repeat(unit, "a"), repeat("{{sfn|A|2000}}<ref>" + unit)):
        assert_linear(f"wikitext, {unit!r}", run, make, 128_000)


def test_a_hundred_thousand_levels() -> None:
    for unit, close in (
        ("{{nowrap|", "}}"),
        ("[[a|", "]]"),
        ("{{a|", "}}"),
        ("\n{|\n|", "\n|}"),
        ("<ref>", "</ref>"),
        ("<div>", "</div>"),
    ):
        read(unit * 100_000 + "Words." + close * 100_000)


@pytest.mark.parametrize(
    ("template", "title", "source"),
    [
        ("Cytuj|tytuł=Książka śniegu|url=https://a.example/1|nazwisko=Nowak|rok=2019", "Książka śniegu", None),
        (
            "Citace elektronické monografie|příjmení=Novák|titul=Kniha sněhu|url=https://a.example/1",
            "Kniha sněhu",
            None,
        ),
        ("стаття|назва=Книга снігу|автор=Лі|посилання=|url=https://a.example/1", "Книга снігу", None),
        ("Ref-web|url=https://a.example/1|títol=Llibre de neu", "Llibre de neu", None),
        ("Kilde www|url=https://a.example/1|tittel=Snøboka|dato=2019", "Snøboka", None),
        ("웹 인용|url=https://a.example/1|제목=눈의 책|날짜=2019", "눈의 책", None),
        ("ArXiv 인용|eprint=1508.04025|title=Rain", "Rain", "doi:10.48550/arxiv.1508.04025"),
        ("Chú thích web|url=https://a.example/1|tiêu đề=Sách tuyết", "Sách tuyết", None),
        ("Web kaynağı|url=https://a.example/1|başlık=Kar kitabı", "Kar kitabı", None),
        ("Verkkoviite|osoite=https://a.example/1|nimeke=Lumikirja", "Lumikirja", None),
        ("Webbref|url=https://a.example/1|titel=Snöboken", "Snöboken", None),
        ("استشهاد بويب|مسار=https://a.example/1|عنوان=كتاب الثلج", "كتاب الثلج", None),
        ("یادکرد وب|نشانی=https://a.example/1|عنوان=کتاب برف", "کتاب برف", None),
    ],
)
def test_templates_of_works_in_other_languages(template: str, title: str, source: str | None) -> None:
    found = reference(f"{{{{{template}}}}}")
    assert (found.title, found.source_id) == (title, source or "https://a.example/1")
