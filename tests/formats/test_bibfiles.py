"""Bibliography files: what each says of a work, and that a broken entry costs no other."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from timing import assert_grows_with_size, seconds

from indexer import ReadError
from indexer.readers.bibfiles import Bibliography, read_bibliography

BIBTEX = r"""
@string{tides = {Journal of Tides}}
@article{osei2020, author = {Osei, Ama and M{\"u}ller, J{\o}rgen}, title = {The {Halv\o ra} Plant: \emph{A} Study \& Log},
  journal = tides, year = 2020, month = jan, doi = {https://doi.org/10.5555/AB.1}}
@book{lie:2019, author = "Kari Lie and others", title = "Sea and Shore", date = "2019-04-01", url = {https://example.org/a\_b}}
@misc{office, author = {{Harbour and Port Office}}, title = {Notices}, howpublished = {\url{https://example.org/notices}}, note = 2}
@inproceedings{part, author = {Dahl, Nils}, title = {Silt}, crossref = {whole}}
@proceedings{whole, title = {Silt Days}, year = 2001, doi = {10.5555/days}}
@article{preprint, title = {Gates}, eprint = {2101.00001}, archiveprefix = {arXiv}}
"""
CSL = """[
  {"id": "osei2020", "title": "The <i>Halvøra</i> Plant", "author": [{"family": "Osei", "given": "Ama"}, {"literal": "Port Office"}],
   "issued": {"date-parts": [[2020, 3]]}, "DOI": "10.5555/ab.1"},
  {"id": 7, "title": "Sea", "issued": {"raw": "spring 2019"}, "URL": "https://example.org/sea"}
]"""
RIS = """TY  - JOUR
ID  - osei2020
AU  - Osei, Ama
AU  - Müller, Jørgen
TI  - The Halvøra Plant
JO  - Journal of Tides
PY  - 2020/03/01/
DO  - 10.5555/ab.1
ER  -

TY  - BOOK
ID  - lie
T1  - Sea and Shore
UR  - https://example.org/sea
"""


def read(text: str, name: str) -> Bibliography:
    return read_bibliography(text.encode(), name)


def test_bibtex_parts() -> None:
    entries = read(BIBTEX, "refs.bib").entries
    assert list(entries) == ["osei2020", "lie:2019", "office", "part", "whole", "preprint"]
    osei = entries["osei2020"]
    assert (osei.title, osei.year, osei.doi) == (
        "The Halvøra Plant: A Study & Log",
        "2020",
        "https://doi.org/10.5555/AB.1",
    )
    assert osei.words == "Osei, Ama; Müller, Jørgen (2020). The Halvøra Plant: A Study & Log. Journal of Tides."
    assert list(osei.surnames) == ["Osei", "Müller"]
    assert (list(entries["lie:2019"].surnames), entries["lie:2019"].url) == (["Lie"], "https://example.org/a_b")
    assert list(entries["office"].surnames) == ["Harbour and Port Office"]
    assert "https://example.org/notices" in entries["office"].words
    assert entries["preprint"].url == "https://arxiv.org/abs/2101.00001"


def test_a_part_takes_year_and_title_of_the_whole_and_not_its_identity() -> None:
    part = read(BIBTEX, "refs.bib").entries["part"]
    assert (part.words, part.year, part.doi) == ("Dahl, Nils (2001). Silt. Silt Days.", "2001", "")


def test_csl_json_parts() -> None:
    found = read(CSL, "refs.json")
    assert found.entries["osei2020"].words == "Osei, Ama; Port Office (2020). The Halvøra Plant."
    assert found.entries["osei2020"].doi == "10.5555/ab.1"
    assert (found.entries["7"].year, found.entries["7"].url) == ("2019", "https://example.org/sea")
    assert found.faults == ()
    assert read(f'{{"items": {CSL}}}', "refs.json").entries == found.entries


def test_ris_parts() -> None:
    entries = read(RIS, "refs.ris").entries
    assert entries["osei2020"].words == "Osei, Ama; Müller, Jørgen (2020). The Halvøra Plant. Journal of Tides."
    assert entries["osei2020"].doi == "10.5555/ab.1"
    assert (entries["lie"].title, entries["lie"].url) == ("Sea and Shore", "https://example.org/sea")


def test_works_without_a_key_are_told_once() -> None:
    record = "TY  - BOOK\nTI  - A\nER  - \n"
    assert read(record * 40, "r.ris").faults == (
        "line 1: the record has no ID, so no text can name it",
        "39 more have none: export them as BibTeX, which gives each a key",
    )
    assert read('[{"title": "A"}, {"title": "B"}]', "r.json").faults == (
        "work 1: it has no id, so no text can name it",
        "1 more has none: export them as BibTeX, which gives each a key",
    )


@pytest.mark.parametrize(
    ("text", "name", "keys", "places"),
    [
        ("@book{a, title={A}}\n@book{b, title={B},\n  x = {\n@book{c, title={C}}", "r.bib", ["a", "c"], ["line 2"]),
        ("@book{a, title={A}}\n@book{a, title={B}}", "r.bib", ["a"], ["line 2"]),
        ('[{"id": "a"}, {"title": "B"}, 3, {"id": "a"}]', "r.json", ["a"], ["work 2", "work 3", "work 4"]),
        ("TY  - BOOK\nTI  - A\nER  - \nTY  - BOOK\nID  - b\nER  - \n", "r.ris", ["b"], ["line 1"]),
        ("TY  - BOOK\nID  - b\nTI  - B\nrubbish\nER  - \nrubbish\nTY  - BOOK\nID  - c\n", "r.ris", ["b", "c"], []),
    ],
)
def test_a_broken_entry_is_told_and_the_others_are_read(
    text: str, name: str, keys: list[str], places: list[str]
) -> None:
    found = read(text, name)
    assert list(found.entries) == keys
    assert [fault.partition(":")[0] for fault in found.faults] == places


@pytest.mark.parametrize(
    ("data", "name", "says"),
    [
        (b"a: b", "refs.yaml", "use BibTeX (.bib), CSL-JSON (.json) or RIS (.ris)"),
        (b'{"a": 1,\n "b"}', "refs.json", "line 2"),
        (b'{"a": 1}', "refs.json", "a list of works"),
        (b"[" * 200_000, "refs.json", "nested too deep"),
        (b"words", "refs.ris", "TY  -"),
        (b"%PDF-1.7\n\x00\x01\xff\xfe", "refs.bib", "a PDF file"),
    ],
)
def test_what_is_no_bibliography_is_refused_by_name(data: bytes, name: str, says: str) -> None:
    with pytest.raises(ReadError) as caught:
        read_bibliography(data, name)
    assert str(caught.value).startswith(f"{name}: ")
    assert says in str(caught.value)


def test_an_empty_file_holds_nothing() -> None:
    assert [dict(read("", name).entries) for name in ("r.bib", "r.ris")] == [{}, {}]


def test_thousands_of_braces_are_no_crash() -> None:
    found = read("@book{a, title={" + "{\\'e" * 20_000 + "}" * 20_000 + "}}", "r.bib")
    assert list(found.entries) == ["a"]


pieces = st.lists(
    st.sampled_from(
        [
            *'{}@"=,#%\n\\ []:',
            "@article{",
            "@string{",
            "@comment",
            "title",
            "and ",
            "TY  - ",
            "ER  - ",
            "ID  - ",
            "\\'e",
        ]
    ),
    max_size=40,
).map("".join)


@pytest.mark.parametrize("name", ["r.bib", "r.json", "r.ris"])
@given(text=st.one_of(pieces, st.text()))
def test_no_text_is_a_crash(name: str, text: str) -> None:
    try:
        found = read_bibliography(text.encode("utf-8", "replace"), name)
    except ReadError as error:
        assert str(error).startswith(name)  # noqa: PT017  (either outcome is right)
        return
    assert all(entry.label == key for key, entry in found.entries.items())


@pytest.mark.parametrize("name", ["r.bib", "r.json", "r.ris"])
@pytest.mark.parametrize(
    "unit",
    [
        "@article{",
        "{",
        "@misc{a,title={x}}\n",
        '@misc{a,title="',
        "@a{b,c=",
        "\\'e",
        "TY  - X\n",
        "AU  - x\n",
        "[",
        " ",
    ],
)
@pytest.mark.parametrize("frame", ["{}", "@misc{{k,title={{{}}}}}", "@misc{{k,author={{{}x}}}}"])
def test_twice_the_file_takes_twice_the_time(name: str, unit: str, frame: str) -> None:
    def read(data: bytes) -> None:
        with contextlib.suppress(ReadError):
            read_bibliography(data, name)

    def taken(times: int) -> float:
        data = frame.format(unit * times).encode()
        return seconds(lambda: read(data))

    assert_grows_with_size(taken, 4_000)
