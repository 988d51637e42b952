import csv
import io
import json
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.model import Change, Claim, DocumentSummary, Hit, Impact, Marker, Problem, Source, Span
from indexer.render import RENDERERS, render, render_one
from indexer.render.delimited import COLUMNS
from indexer.render.records import as_dict
from indexer.render.view import HitInContext, View, fit, visible, width_of, wrap
from indexer.reports import Damage, Failure, IngestReport, Rebuilt, Stats

URL = "https://example.org/a"


def claim(statement="The Yongin site stays.", **changes):
    fields = {
        "document_uri": "report.md",
        "span": Span(120, 146),
        "text": "The Yongin site stays [2].",
        "statement": statement,
        "markers": (Marker(Span(142, 145), ("2",), "bracket", None, Span(120, 141), (URL,)),),
        "labels": ("2",),
        "source_ids": (URL,),
        "attribution": "direct",
        "heading": ("Results", "Sites"),
        "block": "paragraph",
        "ordinal": 7,
        "title": "A report",
        "line": 9,
        "column": 1,
        "locator": None,
    }
    return Claim(**{**fields, **changes})


SOURCE = Source(URL, "A title", URL, None, {"report.md": ("2", "5"), "b.md": ("1",)}, 4, 2, 2)
DOCUMENT = DocumentSummary("report.md", "A report", "00", 14, 9, 2, 3, 2, 1)
HIT = Hit(claim(), 7.31, (Span(4, 10),))
PROBLEM = Problem("CIT001", "dangling-label", "error", "no entry for [7]", "report.md", Span(3, 6), 2, 4)
REPORT = IngestReport(1, 2, 3, 4, (Failure("x.md", "is binary"),), 1234, (PROBLEM,))
RECORDS = [
    claim(),
    HIT,
    HitInContext(HIT, (claim("Before."),), (claim("After."),)),
    SOURCE,
    DOCUMENT,
    PROBLEM,
    REPORT,
    Failure("x.md", "is binary"),
    Stats(1, 14, 9, 2, 3, 2, 1),
    Damage("a.segment", "uri.bytes", "has changed"),
    Rebuilt(3, 1, (Failure("a.segment", "is missing"),), 20),
]


def named(_uri):
    return {URL: SOURCE}


PLAIN = View()


def shown(form, *records, view=PLAIN):
    return "".join(render(form, iter(records), type(records[0]), view))


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: type(record).__name__)
@pytest.mark.parametrize("form", RENDERERS)
def test_every_format_shows_every_record(form, record):
    text = shown(form, record, record)

    assert text.endswith("\n")
    assert text == shown(form, record, record)
    columns = COLUMNS[type(record)]
    nothing = {"json": "[]\n", "csv": ",".join(columns) + "\n", "tsv": "\t".join(columns) + "\n"}
    assert "".join(render(form, iter(()), type(record), View())) == nothing.get(form, "")


def test_the_json_of_a_claim_is_the_documented_one():
    assert as_dict(HIT) == {
        "type": "claim",
        "id": "report.md#120-146",
        "document": "report.md",
        "title": "A report",
        "ordinal": 7,
        "start": 120,
        "end": 146,
        "line": 9,
        "column": 1,
        "locator": None,
        "heading": ["Results", "Sites"],
        "block": "paragraph",
        "text": "The Yongin site stays [2].",
        "statement": "The Yongin site stays.",
        "attribution": "direct",
        "labels": ["2"],
        "sources": [URL],
        "markers": [
            {
                "start": 142,
                "end": 145,
                "labels": ["2"],
                "sources": [URL],
                "style": "bracket",
                "locator": None,
                "scope": [120, 141],
            }
        ],
        "score": 7.31,
        "highlights": [[4, 10]],
    }


KEYS = {
    Claim: "type id document title ordinal start end line column locator heading block text statement attribution labels "
    "sources markers",
    Hit: "type id document title ordinal start end line column locator heading block text statement attribution labels "
    "sources markers score highlights",
    HitInContext: "type id document title ordinal start end line column locator heading block text statement attribution "
    "labels sources markers score highlights before after",
    Source: "type id title url doi labels claims inherited documents",
    DocumentSummary: "type uri title digest claims direct inherited none sources problems",
    Problem: "type code name severity message document start end line column",
    IngestReport: "type added updated unchanged removed failed claims problems gone",
    Failure: "type path message",
    Damage: "type file part message",
    Rebuilt: "type kept anew lost claims",
    Stats: "type documents claims direct inherited none sources problems cited sizes half gini domains years",
}


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: type(record).__name__)
def test_no_key_is_unknown_and_tables_have_them_all(record):
    keys = list(as_dict(record))

    assert keys == KEYS[type(record)].split()
    nested = {"type", "markers", "cited", "sizes", "domains", "years"}
    assert set(COLUMNS[type(record)]) == set(keys) - nested


def test_one_record_is_an_object_and_many_are_an_array_or_lines():
    assert json.loads("".join(render_one("json", REPORT, View())))["added"] == 1
    assert [each["uri"] for each in json.loads(shown("json", DOCUMENT, DOCUMENT))] == ["report.md"] * 2
    assert [json.loads(line)["uri"] for line in shown("jsonl", DOCUMENT, DOCUMENT).splitlines()] == ["report.md"] * 2


def test_an_array_is_written_as_records_come():
    drawn = []
    records = (drawn.append(1) or DOCUMENT for _ in range(3))
    chunks = render("json", records, DocumentSummary, View())

    next(chunks)

    assert len(drawn) == 1


texts = st.text(st.characters(codec=None), max_size=40) | st.sampled_from(
    [
        "\x1b[31mred",
        "=1+1",
        "a\tb\nc\rd\\",
        '"',
        "\x9b1m",
        "\u2028",
        "\ud800",
        "日本語のテキスト",
        "e\u0301",
        "-5",
        "+",
        "\0",
    ]
)


@given(texts)
def test_json_gives_the_text_back_in_one_line_of_safe_characters(text):
    line = shown("jsonl", claim(text))

    assert json.loads(line)["statement"] == text
    assert len(line.splitlines()) == 1
    line.encode("utf-8")


@given(texts, texts)
def test_tables_keep_rows_and_cells_apart(title, statement):
    records = [claim(statement, title=title), claim()]

    rows = list(csv.reader(io.StringIO(shown("csv", *records), newline="")))
    lines = shown("tsv", *records).split("\n")

    assert [len(row) for row in rows] == [len(COLUMNS[Claim])] * 3
    assert [len(line.split("\t")) for line in lines[:-1]] == [len(COLUMNS[Claim])] * 3


@given(texts, texts)
@pytest.mark.parametrize("form", RENDERERS)
def test_nothing_that_a_terminal_obeys_comes_through(form, title, statement):
    source = Source("s", title, None, None, {"report.md": ("2",)}, 1, 0, 1)
    view = View(width=30, sources=lambda _: {URL: source})
    changes = {"title": title, "document_uri": title, "text": statement, "heading": (title,), "labels": ("2", title)}
    records = [Hit(claim(statement, **changes), 1.0, (Span(0, 2),)), DOCUMENT, source]

    for record in records:
        text = shown(form, record, view=view)
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f]", text)
        text.encode("utf-8")


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("=SUM(A1)", "'=SUM(A1)"),
        ("+1 (555)", "'+1 (555)"),
        ("-and so on", "'-and so on"),
        ("@mention", "'@mention"),
        ("＝1", "'＝1"),
        ("\t=1", "'\t=1"),
        ("-#1+1", "'-#1+1"),
        ("-", "-"),
        ("-#0-12", "-#0-12"),
        ("-[1]; -[2]", "-[1]; -[2]"),
        ("-5", "-5"),
        ("+1,234.5", "+1,234.5"),
        ("-3.5%", "-3.5%"),
        ("1=1", "1=1"),
        ("", ""),
    ],
)
def test_cells_that_a_spreadsheet_would_run_are_disarmed(value, cell):
    rows = list(csv.DictReader(io.StringIO(shown("csv", claim(value)), newline="")))

    assert rows[0]["statement"] == cell
    assert json.loads(shown("jsonl", claim(value)))["statement"] == value


def test_lists_in_a_table_are_joined():
    row = next(csv.DictReader(io.StringIO(shown("csv", HitInContext(HIT, (claim("A."), claim("B.")), ())))))

    assert (row["heading"], row["labels"], row["highlights"], row["before"], row["after"]) == (
        "Results > Sites",
        "2",
        "4-10",
        "A.; B.",
        "",
    )
    assert next(csv.DictReader(io.StringIO(shown("csv", SOURCE))))["labels"] == "report.md[2]; report.md[5]; b.md[1]"
    assert next(csv.DictReader(io.StringIO(shown("csv", REPORT))))["failed"] == "x.md: is binary"


def test_tsv_spells_out_what_divides_cells_and_rows():
    line = shown("tsv", claim("a\tb\nc\\d")).splitlines()[1]

    assert "a\\tb\\nc\\\\d" in line.split("\t")


def test_text_off_a_terminal_is_plain():
    assert shown("text", HIT, HIT, view=View(sources=named)) == (
        "report.md:9:1  Results > Sites\n"
        "  The Yongin site stays. [2]\n"
        "  [2] A title · https://example.org/a\n"
        "\n"
        "report.md:9:1  Results > Sites\n"
        "  The Yongin site stays. [2]\n"
        "  [2] A title · https://example.org/a\n"
    )


def test_text_on_a_terminal_stresses_what_matched_and_wraps():
    view = View(width=22, color=True, sources=named)

    text = shown("text", HIT, view=view)

    assert "The \x1b[1;31mYongin\x1b[22;39m site\n" in text
    assert max(width_of(re.sub(r"\x1b\[[\d;]*m", "", line)) for line in text.splitlines()[1:3]) <= 22


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"attribution": "inherited", "markers": ()}, "  The Yongin site stays. (inherits [2])\n"),
        ({"attribution": "none", "labels": (), "source_ids": ()}, "  The Yongin site stays. (no source)\n"),
        ({"source_ids": ("https://unknown.example",)}, "  https://unknown.example\n"),
    ],
)
def test_text_says_what_a_claim_rests_on(changes, expected):
    assert expected in shown("text", claim(**changes), view=View(sources=named))


def test_text_says_that_a_label_has_no_entry():
    unlisted = Source("report.md[2]", None, None, None, {"report.md": ("2",)}, 1, 0, 1)
    view = View(sources=lambda _: {"report.md[2]": unlisted})

    assert "  [2] not in a list of references\n" in shown("text", claim(source_ids=("report.md[2]",)), view=view)


def test_text_shows_a_doi_as_an_address():
    work = Source("doi:10.1/x", "T", None, "10.1/x", {"report.md": ("2",)}, 1, 0, 1)
    view = View(sources=lambda _: {"doi:10.1/x": work})

    assert "[2] T · https://doi.org/10.1/x" in shown("text", claim(source_ids=("doi:10.1/x",)), view=view)


def test_neighbours_stand_around_a_hit():
    text = shown("text", RECORDS[2], view=View(sources=named))
    hit, *sources = text.splitlines()[2:-1]

    assert (text.splitlines()[1], hit, text.splitlines()[-1]) == (
        "  - Before.",
        "  The Yongin site stays. [2]",
        "  - After.",
    )
    assert sources == [line for line in text.splitlines() if line.startswith("  [2]")]
    assert "- " not in shown("text", RECORDS[2], view=View(width=80, color=True))


def test_changes_are_wrapped_on_a_terminal():
    old, new = claim(statement="A claim of some words that take more than one line."), claim(source_ids=(URL, "b"))
    change = Change("sources", old, replace(old, source_ids=("b",)))
    for record in (change, Change("lost", old, None), Impact(new, ("b",))):
        lines = shown("text", record, view=View(width=40)).splitlines()
        assert len(lines) > 2
        assert all(len(line) <= 40 or " " not in line.strip() for line in lines)
        assert len(shown("text", record).splitlines()) <= 2


def test_a_table_that_is_too_wide_takes_two_lines_a_row():
    long = replace(SOURCE, id="https://example.org/" + "a" * 90, title="A title of some length")
    lines = shown("text", long, replace(long, title=None), view=View(width=60)).splitlines()

    assert lines[0].split() == ["claims", "inherited", "documents", "title"]
    assert lines[1].endswith("A title of some length")
    assert lines[2].strip() == long.id
    assert lines[3].split()[-1] == long.id[: len(lines[3].split()[-1]) - 1] + "…"
    assert len(lines) == 4


def test_tables_are_aligned_on_a_terminal_only():
    wide = DocumentSummary("報告.md", "題" * 50, "00", 1, 1, 0, 0, 10, 0)

    assert shown("text", DOCUMENT) == "14\t9\t2\t3\t2\t1\treport.md\tA report\n"
    lines = shown("text", DOCUMENT, wide, view=View(width=90)).splitlines()
    assert lines == [
        "claims  direct  inherited  none  sources  problems  document   title",
        "    14       9          2     3        2         1  report.md  A report",
        "     1       1          0     0       10         0  報告.md    " + "題" * 13 + "…",
    ]
    assert max(map(width_of, lines)) <= 90


def test_kinds_are_set_apart():
    text = "".join(render("text", [DOCUMENT, SOURCE, claim(), claim()], Claim, View()))

    assert text.count("\n\n") == 3


def test_sums_have_shares():
    assert shown("text", Stats(2, 1400, 900, 200, 300, 2, 1)).splitlines()[:3] == [
        "documents             2",
        "claims            1,400",
        "  direct            900   64.3%",
    ]
    assert "%" not in shown("text", Stats(0, 0, 0, 0, 0, 0, 0))


def test_the_report_is_one_line():
    assert shown("text", REPORT) == (
        "documents: 1 added, 2 updated, 3 unchanged, 4 removed, 1 failed; written: 1,234 claims, 1 problem\n"
    )


def test_problems_are_lines_that_editors_understand():
    assert shown("text", PROBLEM) == "report.md:2:4: CIT001 no entry for [7]\n"
    assert shown("text", Failure("x.md", "is binary")) == "x.md: is binary\n"


@given(st.text(max_size=80), st.integers(20, 60))
def test_wrapping_loses_only_spaces(text, width):
    lines = wrap(text, width)

    kept = "".join(text[line.start : line.end] for line in lines)
    assert re.sub(r"\s", "", kept) == re.sub(r"\s", "", text)
    assert [line.start for line in lines] == sorted(line.start for line in lines)


def test_wrapping_cuts_at_spaces_and_between_wide_characters():
    text = "한국은 second 半导体集群计划"

    assert [text[line.start : line.end] for line in wrap(text, 14)] == ["한국은 second", "半导体集群计划"]
    assert [text[line.start : line.end] for line in wrap(text, 8)] == ["한국은", "second", "半导体集", "群计划"]


def test_width_counts_columns():
    assert [width_of(text) for text in ("abc", "日本", "e\u0301", "")] == [3, 4, 1, 0]
    assert [fit("日本語", width) for width in (6, 5, 4)] == ["日本語", "日本…", "日…"]


def test_visible_spells_out_controls():
    assert visible("a\x1b[0m\n\x9b\x7fé") == "a\\x1b[0m\\n\\x9b\\x7fé"


def test_a_page_stands_in_the_place_of_the_line():
    assert shown("text", claim(locator="pp. 3–4")).startswith("report.md, pp. 3–4  Results > Sites\n")
    assert as_dict(claim(locator="p. 3"))["locator"] == "p. 3"
