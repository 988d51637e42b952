"""What every backend must do, each case on the oracle and on the real thing."""

from __future__ import annotations

import contextlib
import dataclasses
import os
from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from oracle import MemoryIndex

from indexer.errors import NotFound
from indexer.index import Selection, SourceNames
from indexer.index.backends import open_index
from indexer.index.parser import literal, parse
from indexer.index.query import And, Field, Fuzzy, Not, Or, Phrase, Prefix, Sources, Wildcard, map_sources
from indexer.index.store import MEMORY, SegmentIndex
from indexer.index.whoosh.searcher import WhooshSearcher
from indexer.model import Block, Claim, Document, Extraction, Marker, Reference, Span
from indexer.problems import problem

ALL = Selection()
LONG = bool(os.environ.get("INDEXER_LONG"))
A = "https://example.org/a"
B = "doi:10.1000/xyz"
NOTE = "notes/day.md[3]"


def make_claim(statement, *, source_ids=(), labels=None, attribution=None, heading=()):
    """A claim without a place, for `make`."""
    labels = tuple(str(number) for number in range(1, len(source_ids) + 1)) if labels is None else labels
    attribution = attribution or ("direct" if source_ids else "none")
    marked = attribution == "direct" and len(labels) == len(source_ids) > 0
    marker = Marker(Span(1, 4), tuple(labels), "bracket", "p. 3", Span(0, 1), tuple(source_ids))
    return Claim(
        document_uri="",
        span=Span(0, 0),
        text=statement,
        statement=statement,
        markers=(marker,) if marked else (),
        labels=tuple(labels),
        source_ids=tuple(source_ids),
        attribution=attribution,
        heading=tuple(heading),
        block="paragraph",
        ordinal=0,
    )


def make(uri, *claims, references=(), digest="d1", title="", problems=()):
    """An extraction of a document whose text is the claims' statements, one a line."""
    placed, at = [], 0
    for ordinal, given_claim in enumerate(claims):
        claim = make_claim(given_claim) if isinstance(given_claim, str) else given_claim
        span = Span(at, at + len(claim.text))
        at = span.end + 1
        placed.append(dataclasses.replace(claim, document_uri=uri, span=span, ordinal=ordinal, title=title))
    text = "\n".join(claim.text for claim in placed)
    document = Document(uri, title, text, (), tuple(references), digest)
    return Extraction(document, tuple(placed), tuple(problems))


def reference(label, source_id, *, title=None, url=None, doi=None):
    return Reference(label, f"[{label}]", Span(0, 3), url, doi, title, source_id, Span(0, 9))


def flushing(folder):
    """An index that writes a segment for each document, and asks Whoosh."""
    open_index(folder, create=True).close()
    return SegmentIndex(folder, WhooshSearcher, memory=1)


STORES = {
    "memory": lambda _: MemoryIndex(),
    "segments": lambda folder: open_index(folder, create=True),
    "whoosh": flushing,
    "opensearch": lambda address: open_index(address, create=True),
}


@pytest.fixture(params=STORES)
def index(request, tmp_path):
    """A new index of each kind."""
    where = request.getfixturevalue("new_address")() if request.param == "opensearch" else tmp_path / "index"
    opened = STORES[request.param](where)
    yield opened
    opened.close()


@pytest.fixture(scope="module", params=STORES)
def made(request, tmp_path_factory):
    """Makes new indexes of each kind for the tests of the module, which do not change them."""
    with contextlib.ExitStack() as stack:

        def make_one(*extractions):
            is_far = request.param == "opensearch"
            where = request.getfixturevalue("new_address")() if is_far else tmp_path_factory.mktemp("made") / "index"
            opened = STORES[request.param](where)
            stack.callback(opened.close)
            put(opened, *extractions)
            return opened

        yield make_one


@pytest.fixture(scope="module")
def filled(made):
    """A document for each statement that is found, or passed over."""
    found = [make(f"{number}.md", row[0], "Nothing like it, zzz") for number, row in enumerate(FINDS)]
    return made(*found, *(make(f"misses/{number}.md", row[0]) for number, row in enumerate(MISSES)))


@pytest.fixture(scope="module")
def fruit(made):
    return made(make("a.md", "apple", "apple pear"), make("b.md", "fig", "pear"))


def put(index, *extractions):
    with index.writer(1) as writer:
        for extraction in extractions:
            writer.put(extraction)


def statements(index, query, selection=ALL):
    query = parse(query) if isinstance(query, str) else query
    found = [hit.claim.statement for hit in index.search(query, selection, limit=None)]
    assert len(found) == index.count(query, selection)
    return set(found)


BLOCKS = (
    Block("heading", Span(0, 2), 2),
    Block("quote", Span(4, 30), gaps=(Span(9, 11), Span(20, 22))),
    Block("row", Span(30, 40), markup=(Span(31, 33),)),
    Block("item", Span(41, 50), 0, (Span(44, 45),), (Span(42, 43), Span(46, 47))),
)


def test_a_document_comes_back_as_it_was_stored_with_all_problems(index):
    found = make(
        "a",
        make_claim("One.", source_ids=(A,)),
        references=[reference("1", A, title="Title", url=A)],
        problems=[problem("CIT001", "no", "a", Span(0, 3), 2, 5)],
    )
    document = dataclasses.replace(found.document, blocks=BLOCKS, searched=False)
    put(index, dataclasses.replace(found, document=document), make("b", "Two."))

    assert index.stored("a") == dataclasses.replace(document, problems=found.problems)
    assert index.stored("b").text == "Two."
    with pytest.raises(NotFound):
        index.stored("c")


def test_the_claims_of_a_stretch_of_text_are_those_that_begin_in_it(index):
    put(index, make("a", "One.", "Two.", "Three."), make("b", "Four."))

    between = [[claim.statement for claim in index.claims_between("a", *span)] for span in ((0, 6), (1, 6), (10, 99))]

    assert between == [["One.", "Two."], ["Two."], ["Three."]]
    assert list(index.claims_between("c", 0, 9)) == []


@pytest.mark.parametrize(
    "selection", [ALL, Selection(documents=frozenset({"b", "c"})), Selection(frozenset({A})), Selection(frozenset())]
)
@pytest.mark.parametrize(("limit", "offset"), [(None, 0), (2, 0), (2, 1), (9, 3), (None, 2), (0, 1)])
def test_some_of_the_claims_are_a_part_of_all_of_them(index, selection, limit, offset):
    sourced = make_claim("Sourced.", source_ids=(A, B))
    put(index, make("b", "One.", sourced), make("a", "Two."), make("c", sourced, "Three.", sourced))

    every = list(index.claims(selection))

    assert list(index.claims(selection, limit=limit, offset=offset)) == every[offset:][:limit]


def test_works_are_what_a_document_says_or_the_first_that_has_a_claim_of_them(index):
    claim = make_claim("One.", source_ids=(A, B, NOTE))
    put(index, make("b", claim, references=[reference("1", A, title="B's title", url="http://b")]))
    put(index, make("c", claim, references=[reference("1", A, title="C's title"), reference("9", "x", title="X")]))
    put(index, make("a", "Two.", references=[reference("1", A, title="A's title", doi="10.1/a")]))

    assert index.works((A, B, NOTE, "x")) == {
        A: SourceNames(A, "B's title", "http://b", None),
        B: SourceNames(B, None, None, "10.1000/xyz"),
        NOTE: SourceNames(NOTE, None, None, None),
        "x": SourceNames("x", None, None, None),
    }
    assert index.works((A, "x"), "c") == {
        A: SourceNames(A, "C's title", A, None),
        "x": SourceNames("x", "X", None, None),
    }
    assert index.works((A,), "a") == {A: SourceNames(A, "A's title", A, "10.1/a")}
    assert index.works((A,), "z") == {A: SourceNames(A, None, A, None)}

    with index.writer(1) as writer:
        writer.delete("b")
    assert index.works((A,))[A].title == "C's title"


ODD = 'https://example.org/a["b",\n]'


def test_a_source_is_there_that_a_claim_or_a_reference_names(index):
    said = [reference('["z",', ODD, title=f'["{A}",'), reference("2", "ref:2", title=B)]
    put(index, make("a", make_claim("One.", source_ids=(NOTE,)), references=said), make("b", "Two."))
    put(index, make("c", "Three.", references=[reference("1", "ref:gone")]))
    with index.writer(1) as writer:
        writer.delete("c")

    found = {each: index.has_source(each) for each in (ODD, "ref:2", NOTE, A, B, "2", '["z",', "ref:gone", "")}

    assert [name for name, is_there in found.items() if is_there] == [ODD, "ref:2", NOTE]
    assert found == {name: name in {each.id for each in index.sources()} for name in found}


# One row: a statement, and queries that find it and that do not.
FINDS = [
    ("The Yongin sites stay.", "yongin", "YONGIN site stays", '"the yongin"', "sites stay", "yon*", "y?ngin", "y*n"),
    ("Le café de l'économie", "cafe", "CAFÉ", "cafe\u0301", "économie", "economie", "l'économie", "l’economie"),
    ("Written in C++ and C# since 5 March", "C++", "c++", "C#", "C", "5", '"c++ and"', "c#"),
    ("See § 12 and §§ 3.14 of 1,000", "§ 12", "§12", "3.14", "1000", "1,000", "§"),
    ("The U.S. Senate and AT&T don't agree", "US", "U.S.", "AT&T", '"at t"', "don't", "don’t", "dont", "us senate"),
    ("Korea's AI-based industry", "Korea", "korea's", "AI", "based", "AI-based", '"ai based"', "Korea’s"),
    ("A chip of 5nm, GPT4 and COVID-19 in 20 %", "5nm", '"5 nm"', "5", "GPT-4", "gpt4", "gpt*", "covid19", "20%"),
    (
        "政府推动半导体产业发展。",
        "半导体",
        "半",
        "体",
        "半导体产业",
        "展",
        "政府 发展",
        "推动半",
        '"半导体 产业"',
        "半导*",
    ),
    ("정부는 반도체를 지원한다", "반도체", "도체", "체", "반도체*", "지원", "를"),
    ("東京タワーとｶﾞﾗｽ", "タワー", "ガラス", "ｶﾞﾗｽ", "東京", "ワ"),
    ("AI反映5年", "AI反映", "反映5年", "5年", "年", "ai", "映5"),
    ("Semiconductors were nationalised", "nationali*", "semiconductors*", "semicond*", "*ductors", "n?tionalised"),
    ("The semiconductor industry", "semiconductr~", "semicnoductor~", "semcondutor~2", "semiconductor~", "industry~"),
    ("Straße, Øresund, Łódź and œuvre", "strasse", "oresund", "Lodz", "oeuvre", "STRASSE"),
    ("At 10:30 on https://example.org/a?b=c", "10:30", "https://example.org/a?b=c", "example.org", "10 30"),
    ("To be or not to be", '"to be or not to be"', '"to be"', "be", '"not to be"'),
    ("Ünïcödé \u202fnarrow", "unicode", "narrow"),
    ("नमस्ते दुनिया שָׁלוֹם", "नमस्ते", "दुनिया", "שלום"),
    ("Decomposed 반도체", "반도체", "도체"),
    ("ราคาน้ำประปาในกรุงเทพฯ ๒๕๖๑", "ราคา", "น้ำ", "ประปา", "กรุงเทพ", "2561", "๒๕๖๑", '"ราคาน้ำ"', "ราคา*"),
    ("ទឹកស្អាត ရေသန့် ນ້ຳສະອາດ", "ទឹក", "ស្អាត", "ရေ", "ສະອາດ"),
    ("في عام ١٩٩٨ كتاب الكتــــاب مدرسة", "1998", "۱۹۹۸", "کتاب", "الكتاب", "مدرسه"),
    ('ראש צה"ל אמר', 'צה"ל', "צה״ל", 'צה"ל אמר', '"צה"ל אמר"'),
]
MISSES = [
    ("The Yongin sites stay.", "seoul", '"yongin the"', '"the sites"', "yo?gn", "yongin -sites", "stays* yongin"),
    ("Written in C++", "C#", "C+++D", '"c and"'),
    ("The national plan", "nationali*", "nationals*", "nat?nal", "natl~"),
    ("半导体产业", "导半", "体导", "半体", '"半导 导体"', "半产"),
    ("ราคาน้ำ", "คาราคา", "น้ำราคา", '"น้ำ ราคา"'),
    ("GPT-5 and 3.15", "gpt4", "3.1", "15", "3"),
    ("Semiconductor", "semicndutr~", "semicndutr~2"),
    ("a b c", '"a c"', '"a b c d"', '"c b a"'),
    ("Unrelated to that", "us", "a"),
]


@pytest.mark.parametrize(
    ("number", "query"), [(number, query) for number, row in enumerate(FINDS) for query in row[1:]]
)
def test_a_query_finds_its_statement(filled, number, query):
    assert FINDS[number][0] in statements(filled, query, Selection(documents=frozenset({f"{number}.md"})))


@pytest.mark.parametrize(
    ("number", "query"), [(number, query) for number, row in enumerate(MISSES) for query in row[1:]]
)
def test_a_query_passes_over_other_statements(filled, number, query):
    assert statements(filled, query, Selection(documents=frozenset({f"misses/{number}.md"}))) == set()


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("apple pear", {"apple pear"}),
        ("apple OR fig", {"apple", "apple pear", "fig"}),
        ("apple AND pear", {"apple pear"}),
        ("apple -pear", {"apple"}),
        ("apple NOT pear", {"apple"}),
        ("-apple", {"fig", "pear"}),
        ("NOT NOT apple", {"apple", "apple pear"}),
        ("-apple -pear", {"fig"}),
        ("-(apple pear)", {"apple", "fig", "pear"}),
        ("fig OR -apple", {"fig", "pear"}),
        ("fig OR (apple -pear)", {"fig", "apple"}),
        ("fig OR apple pear", {"fig", "apple pear"}),
        ("(fig OR apple) pear", {"apple pear"}),
        ("(-fig) (-pear)", {"apple"}),
        ("quince OR -quince", {"apple", "apple pear", "fig", "pear"}),
        ("quince -apple", set()),
        ("apple quince", set()),
        ("-quince apple", {"apple", "apple pear"}),
        ("app* OR f?g", {"apple", "apple pear", "fig"}),
        ("app* -p*r", {"apple"}),
    ],
)
def test_boolean_queries(fruit, query, expected):
    assert statements(fruit, query) == expected


@pytest.fixture(scope="module")
def fields(made):
    return made(
        make(
            "reports/2024/Chips.md",
            make_claim("one", source_ids=[A], labels=["1"], heading=["Results", "Key findings"]),
            make_claim("two", source_ids=[A, B], labels=["1", "2"], attribution="inherited", heading=["Results"]),
            make_claim("three", heading=["Résumé"]),
        ),
        make("notes/day.md", make_claim("four", source_ids=[NOTE], labels=["3"])),
        make("über.txt", make_claim("five", source_ids=["https://news.example.org/a/b?c=1", "ref:ab12"])),
    )


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (f"source:{A}", {"one", "two"}),
        ("source:doi.org", {"two"}),
        ("source:http://www.example.org/a/", {"one", "two"}),
        ("source:example.org/a", {"one", "two"}),
        ("source:example.org", {"one", "two", "five"}),
        ("source:news.example.org/a", {"five"}),
        ("source:ample.org", set()),
        ("source:https://example.org", set()),
        ("source:*/a/b*", {"five"}),
        ("source:10.1000/XYZ", {"two"}),
        ("source:doi:10.1000/xyz", {"two"}),
        ("source:ref:ab12", {"five"}),
        (f'source:"{NOTE}"', {"four"}),
        (f"source:{NOTE}", {"four"}),
        ("-source:example.org", {"three", "four"}),
        ("two OR source:10.1000/xyz", {"two"}),
        ("two source:example.org", {"two"}),
        ("four source:example.org", set()),
        ("document:reports/2024/Chips.md", {"one", "two", "three"}),
        ("document:chips.md", {"one", "two", "three"}),
        ("document:2024", {"one", "two", "three"}),
        ("document:reports/2024/", {"one", "two", "three"}),
        ("document:hips.md", set()),
        ("document:*.md", {"one", "two", "three", "four"}),
        ("document:ch?ps*", {"one", "two", "three"}),
        ("document:**/day.md", {"four"}),
        ("document:notes/**/*.md", {"four"}),
        ("document:reports/**/*.md", {"one", "two", "three"}),
        ("document:**/*.txt", {"five"}),
        ("document:**/ay.md", set()),
        ("document:u\u0308ber.txt", {"five"}),
        ("document:day.md OR document:über.txt", {"four", "five"}),
        ("heading:results", {"one", "two"}),
        ("heading:result", {"one", "two"}),
        ('heading:"key finding"', {"one"}),
        ('heading:"findings key"', set()),
        ("heading:resume", {"three"}),
        ("heading:find*", {"one"}),
        ("heading:r?sume", {"three"}),
        ("heading:reslts~", {"one", "two"}),
        ("heading:one", set()),
        ("results", set()),
        ("attribution:direct", {"one", "four", "five"}),
        ("attribution:inherited", {"two"}),
        ("attribution:NONE", {"three"}),
        ("-attribution:none", {"one", "two", "four", "five"}),
        ("label:2", {"two", "five"}),
        ("label:[3]", {"four"}),
        ("label:12", set()),
    ],
)
def test_fields(fields, query, expected):
    assert statements(fields, query) == expected


@pytest.mark.parametrize(
    ("selection", "expected"),
    [
        (Selection(), {"one", "two", "three", "four", "five"}),
        (Selection(source_ids=frozenset([A])), {"one", "two"}),
        (Selection(source_ids=frozenset([B, NOTE])), {"two", "four"}),
        (Selection(source_ids=frozenset()), set()),
        (Selection(source_ids=frozenset(["https://example.org"])), set()),
        (Selection(documents=frozenset(["notes/day.md", "über.txt"])), {"four", "five"}),
        (Selection(documents=frozenset(["day.md"])), set()),
        (Selection(attributions=frozenset(["inherited", "none"])), {"two", "three"}),
        (Selection(source_ids=frozenset([A]), attributions=frozenset(["direct"])), {"one"}),
        (Selection(source_ids=frozenset([A]), documents=frozenset(["notes/day.md"])), set()),
    ],
)
def test_selections(fields, selection, expected):
    assert {claim.statement for claim in fields.claims(selection)} == expected
    assert statements(fields, "-zzz", selection) == expected
    assert statements(fields, "one OR two OR three OR four OR five", selection) == expected
    assert statements(fields, Sources(frozenset([A, B, NOTE])), selection) == expected & {"one", "two", "four"}


def test_a_selection_does_not_change_scores(fields):
    query = parse("one OR two OR t*")
    free = {hit.claim.id: hit.score for hit in fields.search(query, ALL, limit=None)}
    bound = list(fields.search(query, Selection(source_ids=frozenset([A])), limit=None))

    assert {hit.claim.statement for hit in bound} == {"one", "two"}
    assert all(free[hit.claim.id] == hit.score for hit in bound)


def test_mapped_sources_are_exact(fields):
    known = {"acme": frozenset([B]), "gone": frozenset()}

    assert statements(fields, map_sources(parse("-(source:acme) two OR source:gone"), known.get)) == set()
    assert statements(fields, map_sources(parse("source:acme OR (four source:day.md)"), known.get)) == {"two"}


def test_a_field_takes_the_sources_that_stand_beside_its_value(fields):
    beside = {"example.org": frozenset([NOTE]), "gone.org": frozenset([B])}
    none = frozenset()

    def found(query):
        return statements(fields, map_sources(parse(query), lambda _: None, lambda name: beside.get(name, none)))

    assert found("source:example.org") == {"one", "two", "four", "five"}
    assert found("source:gone.org") == {"two"}
    assert found("two source:gone.org") == {"two"}
    assert found("-source:example.org") == {"three"}
    assert found("source:other.org OR one") == {"one"}


def test_equal_scores_come_in_document_order(index):
    put(index, make("c.md", "same", "same"), make("a.md", "same"))
    put(index, make("b.md", "same", "same"))
    put(index, make("c.md", "same"))
    expected = ["a.md#0-4", "b.md#0-4", "b.md#5-9", "c.md#0-4"]

    for query in ("same", "sam*", "-other", "same OR other", '"same"'):
        assert [hit.claim.id for hit in index.search(parse(query), ALL, limit=None)] == expected
        assert [hit.claim.id for hit in index.search(parse(query), ALL, limit=3)] == expected[:3]
        assert [hit.claim.id for hit in index.search(parse(query), ALL, limit=2, offset=1)] == expected[1:3]
        assert [hit.claim.id for hit in index.search(parse(query), ALL, limit=None, offset=3)] == expected[3:]
        assert list(index.search(parse(query), ALL, limit=2, offset=9)) == []
        assert list(index.search(parse(query), ALL, limit=0)) == []


def test_document_order(index):
    words = ["fig", "fig pear plum", "fig fig", "plum fig"]
    put(index, make("b.md", *words), make("a.md", *words), make("a.md/x", "fig"), make("a", "fig"))
    found = [hit.claim for hit in index.search(parse("fig"), ALL, limit=None, sort="document")]

    assert [claim.document_uri for claim in found] == ["a", *["a.md"] * 4, "a.md/x", *["b.md"] * 4]
    assert [claim.statement for claim in found if claim.document_uri == "a.md"] == words
    assert list(index.claims(ALL)) == found
    first = [hit.claim for hit in index.search(parse("fig"), ALL, limit=2, offset=3, sort="document")]
    assert first == found[3:5]


def test_an_update_replaces_and_a_deletion_removes(index):
    put(index, make("a.md", "old", "older"), make("b.md", "stays"))
    put(index, make("a.md", "new", digest="d2"))
    assert [claim.statement for claim in index.claims(ALL)] == ["new", "stays"]
    assert statements(index, "old*") == set()
    assert index.digests() == {"a.md": "d2", "b.md": "d1"}
    assert index.stored("a.md").text == "new"

    with index.writer(1) as writer:
        writer.delete("a.md")
        writer.delete("never.md")
    assert [claim.statement for claim in index.claims(ALL)] == ["stays"]
    assert index.digests() == {"b.md": "d1"}
    assert [found.uri for found in index.documents()] == ["b.md"]
    with pytest.raises(NotFound):
        index.stored("a.md")


def test_changes_of_one_run_to_one_document(index):
    put(index, make("a.md", "committed"))
    with index.writer(1) as writer:
        writer.put(make("a.md", "first"))
        writer.put(make("b.md", "other"))
        writer.put(make("a.md", "second", "third"))
        writer.put(make("c.md", "gone"))
        writer.delete("c.md")
        writer.put(make("d.md", "gone"))
        writer.delete("d.md")
        writer.put(make("d.md", "back"))
        writer.delete("b.md")
    assert [claim.statement for claim in index.claims(ALL)] == ["second", "third", "back"]
    assert index.digests() == {"a.md": "d1", "d.md": "d1"}
    assert statements(index, "first OR committed OR gone OR other") == set()

    put(index, make("e.md", "later"))
    assert [claim.statement for claim in index.claims(ALL)] == ["second", "third", "back", "later"]


def test_nothing_of_a_failed_block_is_kept(index):
    put(index, make("a.md", "old"))
    with pytest.raises(ZeroDivisionError), index.writer(1) as writer:  # noqa: PT012  # the block is what is tested
        writer.put(make("a.md", "new"))
        writer.put(make("b.md", "new"))
        raise ZeroDivisionError
    assert [claim.statement for claim in index.claims(ALL)] == ["old"]

    put(index, make("b.md", "after"))
    assert [claim.statement for claim in index.claims(ALL)] == ["old", "after"]


def test_an_empty_index_answers(index):
    assert index.digests() == {}
    assert statements(index, "word OR wor* OR source:a.b OR -word") == set()
    assert list(index.claims(ALL)) == list(index.documents()) == list(index.sources()) == []
    assert list(index.claim_range("a.md", 0, 9)) == []
    with index.writer(1):
        pass
    assert list(index.claims(ALL)) == []


def test_documents(index):
    fault = problem("TXT001", "guessed", "b.md", Span(0, 0))
    claims = [make_claim("one", source_ids=[A]), make_claim("two", source_ids=[A], attribution="inherited"), "three"]
    put(index, make("b.md", *claims, title="Title", problems=[fault, fault], references=[reference("9", B)]))
    put(index, make("a.md"))
    first, second = index.documents()

    assert (first.uri, first.claims, first.sources, first.problems) == ("a.md", 0, 0, 0)
    assert dataclasses.astuple(second) == ("b.md", "Title", "d1", 3, 1, 1, 1, 2, 2)
    assert list(index.documents("b.md")) == [second]
    assert list(index.documents("c.md")) == []
    assert index.stored("a.md").text == ""


def test_claim_range(index):
    put(index, make("a.md", *"abcdef"), make("a.m", "z"))

    assert [claim.statement for claim in index.claim_range("a.md", 2, 4)] == ["c", "d"]
    assert [claim.ordinal for claim in index.claim_range("a.md", 4, 99)] == [4, 5]
    assert list(index.claim_range("a.md", 3, 3)) == []


def test_sources(index):
    url = "https://unlisted.org/x"
    put(
        index,
        make(
            "b.md",
            make_claim("one", source_ids=[A, url], labels=["1", "5"]),
            make_claim("two", source_ids=[A], labels=["1"], attribution="inherited"),
            make_claim("three", source_ids=[A], labels=["7"]),
            references=[reference("1", A, title="Second"), reference("2", B, doi="10.1000/xyz")],
        ),
        make(
            "a.md",
            make_claim("four", source_ids=[A], labels=["4"]),
            references=[reference("4", A, url="http://example.org/a#x"), reference("6", A, title="First")],
        ),
        make("c.md", references=[reference("1", A, title="Third")]),
    )
    by_doi, by_url, unlisted = index.sources()

    assert (by_doi.id, by_doi.doi, by_doi.url, by_doi.title) == (B, "10.1000/xyz", None, None)
    assert (by_doi.claims, by_doi.inherited, by_doi.documents, by_doi.labels) == (0, 0, 1, {"b.md": ("2",)})
    assert (by_url.id, by_url.title, by_url.url) == (A, "First", "http://example.org/a#x")
    assert (by_url.claims, by_url.inherited, by_url.documents) == (3, 1, 3)
    assert by_url.labels == {"a.md": ("4", "6"), "b.md": ("1", "7"), "c.md": ("1",)}
    assert (unlisted.id, unlisted.url, unlisted.claims) == (url, url, 1)
    assert [(found.id, found.claims, found.title) for found in index.sources("a.md")] == [(A, 1, "First")]
    assert [found.id for found in index.sources("b.md")] == [B, A, url]
    assert list(index.sources("zzz.md")) == []
    both = {found.id: (found.claims, found.inherited, found.title) for found in index.sources("b.md", "zzz.md", "a.md")}
    assert both == {B: (0, 0, None), A: (3, 1, "First"), url: (1, 0, None)}


def test_dois_have_the_addresses_that_references_give_them(index):
    other = "doi:10.1000/other"
    put(
        index,
        make("b.md", references=[reference("1", B, url="https://b.org/x"), reference("2", other)]),
        make("a.md", "one", references=[reference("1", B), reference("2", B, url="https://a.org/x")]),
        make("c.md", references=[reference("1", A, url="https://c.org/a"), reference("2", B, url="https://c.org/x")]),
    )
    assert index.dois() == {B: "https://a.org/x"}

    with index.writer(1) as writer:
        writer.delete("a.md")
    assert index.dois() == {B: "https://b.org/x"}


def test_a_phrase_without_words_matches_nothing(index):
    put(index, make("a.md", "foo"))

    assert statements(index, Phrase("…")) == set()
    assert statements(index, Or((Phrase("…"), Phrase("foo")))) == {"foo"}
    assert statements(index, Not(Phrase("…"))) == {"foo"}


def test_a_label_without_a_source(index):
    marker = Marker(Span(0, 4), ("note 1", "2"), "bracket", None, None, (None, A))
    claim = dataclasses.replace(make_claim("one", source_ids=[A], labels=["note 1", "2"]), markers=(marker,))
    put(index, make("a.md", claim))
    (source,) = index.sources()

    assert source.labels == {"a.md": ("2",)}
    assert statements(index, 'label:"note 1"') == {"one"}


def test_literal_takes_operators_for_words(index):
    put(index, make("a.md", "foo bar OR not", "foo"))

    assert statements(index, literal("foo:bar OR -not")) == {"foo bar OR not"}


def test_highlights(index):
    put(index, make("a.md", "The Yongin sites, the site of C++."))

    def marked(query):
        (hit,) = index.search(parse(query), ALL, limit=None)
        return [hit.claim.statement[span.start : span.end] for span in hit.highlights]

    assert marked("yongin -seoul") == ["Yongin"]
    assert marked("site") == ["sites", "site"]
    assert marked('"the site"') == ["the", "site"]
    assert marked("s?tes OR y* OR sitse~") == ["Yongin", "sites", "site"]
    assert marked("C++") == ["C++"]
    assert marked("-seoul") == []


WORDS = ["chip", "chips", "Seoul", "5nm", "C++", "café", "U.S.", "don't", "半导体", "导体", "반도체", "体", "AI-based"]
MARKS = [" ", " ", " ", ", ", "", "-", "。"]
TEXTS = st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(MARKS)), min_size=1, max_size=7).map(
    lambda pairs: "".join(word + mark for word, mark in pairs).strip() or "chip"
)
SOURCES = st.lists(st.sampled_from([A, B, NOTE, "https://news.example.org/b"]), max_size=3, unique=True)
CLAIMS = st.builds(
    lambda text, sources, inherited, heading: make_claim(
        text, source_ids=sources, attribution="inherited" if inherited and sources else None, heading=heading
    ),
    TEXTS,
    SOURCES,
    st.booleans(),
    st.lists(TEXTS, max_size=2),
)
TEXT_FIELDS = st.sampled_from(["statement", "statement", "statement", "heading"])
LEAVES = (
    st.builds(Phrase, TEXTS, TEXT_FIELDS)
    | st.builds(Phrase, st.sampled_from(WORDS), TEXT_FIELDS)
    | st.builds(Prefix, st.sampled_from(["c", "chi", "se", "5", "x", "ai", "dont"]), TEXT_FIELDS)
    | st.builds(Wildcard, st.sampled_from(["c*s", "ch?p", "*a*", "s??ul", "5?m", "?"]), TEXT_FIELDS)
    | st.builds(Fuzzy, st.sampled_from(["chpi", "sol", "cafe", "us", "6nm"]), st.integers(1, 2), TEXT_FIELDS)
    | st.builds(Field, st.just("source"), st.sampled_from([A, "example.org", "10.1000/xyz", "*news*", "zzz"]))
    | st.builds(Field, st.just("document"), st.sampled_from(["a.md", "d", "*.md", "d/*"]))
    | st.builds(Field, st.just("label"), st.sampled_from(["1", "2", "3", "4"]))
    | st.builds(Field, st.just("attribution"), st.sampled_from(["direct", "inherited", "none"]))
    | st.builds(Sources, st.frozensets(st.sampled_from([A, B, NOTE, "zzz"])))
)
QUERIES = st.recursive(
    LEAVES,
    lambda inner: (
        st.builds(Not, inner)
        | st.builds(And, st.lists(inner, min_size=1, max_size=4).map(tuple))
        | st.builds(Or, st.lists(inner, min_size=1, max_size=4).map(tuple))
    ),
    max_leaves=8,
)
SELECTIONS = st.builds(
    Selection,
    st.none() | st.frozensets(st.sampled_from([A, B, NOTE])),
    st.none() | st.frozensets(st.sampled_from(["a.md", "d/b.md", "zzz"])),
    st.none() | st.frozensets(st.sampled_from(["direct", "inherited", "none"])),
)
RUNS = st.lists(
    st.lists(
        st.tuples(st.sampled_from(["a.md", "d/a.md", "d/b.md"]), st.none() | st.lists(CLAIMS, max_size=5)),
        min_size=1,
        max_size=4,
    ),
    min_size=1,
    max_size=3,
)


def write_runs(store, runs):
    for run in runs:
        with store.writer(1) as writer:
            for uri, claims in run:
                if claims is None:
                    writer.delete(uri)
                else:
                    writer.put(make(uri, *claims))


def assert_same_lists(index, oracle):
    assert list(index.claims(ALL)) == list(oracle.claims(ALL))
    assert list(index.sources()) == list(oracle.sources())
    assert list(index.documents()) == list(oracle.documents())
    assert index.digests() == oracle.digests()


def assert_same_answers(index, oracle, query, selection):
    """What both say to a query; the ranked list of the index is returned."""
    assert list(index.claims(selection)) == list(oracle.claims(selection))
    expected = [(hit.claim, hit.highlights) for hit in oracle.search(query, selection, limit=None)]
    found = list(index.search(query, selection, limit=None, sort="document"))
    assert [(hit.claim, hit.highlights) for hit in found] == expected
    assert index.count(query, selection) == len(expected)
    ranked = list(index.search(query, selection, limit=None))
    assert sorted(ranked, key=lambda hit: (-hit.score, hit.claim.document_uri, hit.claim.ordinal)) == ranked
    assert list(index.search(query, selection, limit=2, offset=1)) == ranked[1:3]
    for asked, limit in ((query, None), (query, 1), (None, None)):
        assert index.counts(asked, selection, limit) == oracle.counts(asked, selection, limit)
    return ranked


ASKED = st.lists(st.tuples(QUERIES, SELECTIONS), min_size=1, max_size=12)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(runs=RUNS, queries=ASKED, memory=st.sampled_from([1, MEMORY]))
def test_the_backend_answers_as_the_oracle_does(tmp_path_factory, runs, queries, memory):
    oracle = MemoryIndex()
    folder = tmp_path_factory.mktemp("random") / "index"
    open_index(folder, create=True).close()
    index, plain = SegmentIndex(folder, memory=memory), SegmentIndex(folder, WhooshSearcher)
    for store in (oracle, index):
        write_runs(store, runs)

    assert_same_lists(index, oracle)
    for query, selection in queries:
        ranked = assert_same_answers(index, oracle, query, selection)
        assert list(plain.search(query, selection, limit=None)) == ranked
        counts = Counter(source for hit in ranked for source in set(hit.claim.source_ids))
        facets = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
        assert index.facets(query, selection, None) == plain.facets(query, selection, None) == facets
        assert index.facets(query, selection, 2) == facets[:2]
        for asked, limit in ((query, None), (query, 1), (None, None)):
            assert index.counts(asked, selection, limit) == plain.counts(asked, selection, limit)
    index.close()
    plain.close()


@settings(max_examples=100 if LONG else 6, deadline=None, suppress_health_check=list(HealthCheck))
@given(runs=RUNS, queries=ASKED, shards=st.sampled_from([1, 3]))
def test_a_cluster_answers_as_the_oracle_does(new_address, runs, queries, shards):
    oracle = MemoryIndex()
    with contextlib.closing(open_index(f"{new_address()}?shards={shards}", create=True)) as index:
        for store in (oracle, index):
            write_runs(store, runs)

        assert_same_lists(index, oracle)
        for query, selection in queries:
            assert_same_answers(index, oracle, query, selection)
