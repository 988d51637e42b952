"""Texts of every format about one invented plant cite the same five works: the index has five sources."""

import shutil
from pathlib import Path

import docx_articles
import odt_articles
import pytest
from test_epub import book
from typesetting import Press

from indexer import Corpus
from indexer.readers import READERS, format_of

TEXTS = Path(__file__).parents[1] / "golden" / "corpus"
WORKS = {
    "doi:10.5555/halv.2019.1": "Three sluices",
    "doi:10.48550/arxiv.2101.00001": "Silt transport",
    "https://pubmed.ncbi.nlm.nih.gov/30000001": "Eels at night",
    "https://en.wikipedia.org/wiki/Tidal_power": "Tidal power",
    "https://example.org/reports/halvora": "Annual report",
}
FACTS = (
    "Three sluices keep the basin full.",
    "Silt moves in at spring tide.",
    "Eels pass at night.",
    "The art is old.",
    "The plant made 40 GWh.",
)
ENTRIES = (
    "Dahl and Eide, Three sluices, 2019, doi:10.5555/halv.2019.1.",
    "Moe, Silt transport, arXiv:2101.00001v2.",
    "Lund, Eels at night, PMID: 30000001.",
    "Tidal power, https://en.m.wikipedia.org/wiki/Tidal_power.",
    "Fjordkraft, Annual report, http://example.org/reports/halvora/.",
)


def docx():
    facts = [docx_articles.p(fact, docx_articles.note(at)) for at, fact in enumerate(FACTS, 1)]
    return docx_articles.docx(*facts, footnotes=[docx_articles.p(entry) for entry in ENTRIES])


def odt():
    notes = (odt_articles.note(str(at), entry) for at, entry in enumerate(ENTRIES, 1))
    return odt_articles.odt(*(odt_articles.p(fact, note) for fact, note in zip(FACTS, notes, strict=True)))


def pdf():
    press = Press()
    press.text("The tide of Halvøra", 16, font="Times-Bold")
    press.text(" ".join(f"{fact[:-1]} [{at}]." for at, fact in enumerate(FACTS, 1)))
    press.text("References", 12, font="Times-Bold", gap=12)
    for at, entry in enumerate(ENTRIES, 1):
        press.text(f"[{at}] {entry}", 9, hang=16)
    return press.bytes()


def epub():
    facts = "".join(
        f'<p>{fact}<a epub:type="noteref" href="n.xhtml#n{at}">{at}</a></p>' for at, fact in enumerate(FACTS, 1)
    )
    notes = "".join(f'<aside epub:type="footnote" id="n{at}"><p>{e}</p></aside>' for at, e in enumerate(ENTRIES, 1))
    page = '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><body>{}</body></html>'
    return book({"a.xhtml": page.format(facts), "n.xhtml": page.format(notes)})


MADE = {"brief.docx": docx, "letter.odt": odt, "print.pdf": pdf, "book.epub": epub}


@pytest.fixture(scope="module")
def texts(tmp_path_factory):
    folder = tmp_path_factory.mktemp("corpus") / "texts"
    shutil.copytree(TEXTS, folder)
    for name, make in MADE.items():
        (folder / name).write_bytes(make())
    return folder


@pytest.fixture(scope="module")
def corpus(texts):
    with Corpus.open(texts.parent / ".indexer", create=True) as corpus:
        report = corpus.ingest(texts)
        assert report.failed == ()
        yield corpus


def test_every_format_is_there(texts):
    formats = {format_of(path.name, path.read_bytes()) for path in texts.iterdir() if path.suffix != ".bib"}

    assert formats == set(READERS)


def test_there_are_five_sources_with_their_titles(corpus):
    assert {source.id: source.title for source in corpus.sources()} == WORKS


@pytest.mark.parametrize("work", WORKS)
def test_every_document_has_claims_that_rest_on_each(work, corpus):
    resting = {claim.document_uri for claim in corpus.claims(source=work)}

    assert {document.uri for document in corpus.documents()} - resting == set()


def test_no_document_has_problems(corpus):
    assert {document.uri: document.problems for document in corpus.documents() if document.problems} == {}
