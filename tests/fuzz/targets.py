"""What is fuzzed: functions of bytes that may raise errors of our tree and nothing else."""

from __future__ import annotations

import io
import json
import tempfile
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

from indexer import extract_text, sentences
from indexer.audit import Audit, AuditSettings
from indexer.claims import extract_claims
from indexer.errors import IndexerError
from indexer.fixes import mend
from indexer.index.matching import highlight
from indexer.index.parser import parse
from indexer.index.plainquery import plain
from indexer.index.segments.mapped import Mapped
from indexer.markers import find_markers
from indexer.readers import READERS, read_document
from indexer.readers.bibfiles import read_bibliography
from indexer.works import Catalogue

ARTICLES = Path(__file__).parents[1] / "golden" / "articles"
FOUND = Path(__file__).parent / "found"
"""Inputs that once broke something, in a folder for each target."""

Target = Callable[[bytes], object]


def reading(form: str) -> Target:
    """Reading and extraction of a format, and that the texts of claims are what their spans say."""

    def read(data: bytes) -> None:
        extraction = extract_claims(read_document(data, uri="a", name="a", as_format=form))
        text = extraction.document.text
        for claim in extraction.claims:
            assert text[claim.span.start : claim.span.end] == claim.text
        Audit(AuditSettings(select=("ALL",))).of(extraction)

    return read


def mending(data: bytes) -> None:
    """Fixes of the text, and what is extracted from the text that they make."""
    text = data.decode("utf-8", "replace").replace("\r", "\n")
    before = extract_text(text, as_format="markdown")
    told = [each.problem for each in Audit(AuditSettings()).of(before)]
    fix = mend(before, told)
    assert fix.before == before.document.text
    extract_text(fix.after, as_format="markdown")


def asking(data: bytes) -> None:
    """Queries, in the small parser and in Whoosh's."""
    text = data.decode("utf-8", "surrogateescape")
    for parser in (parse, plain):
        try:
            query = parser(text)
        except IndexerError:
            continue
        if query is not None:
            highlight(query, "The water of the lake rises by 5 metres, C++ and 半导体 say.")


def listing(name: str) -> Target:
    return lambda data: read_bibliography(data, name)


def opening(data: bytes) -> None:
    """A file in the place of a segment: its arrays are as they were written, or an error says that they are not."""
    with tempfile.NamedTemporaryFile() as file:
        file.write(data or b"\0")
        file.flush()
        try:
            with Mapped(file.name) as segment:
                for name in segment.names():
                    segment[name]
        except (ValueError, KeyError, TypeError, AttributeError):  # what `failures.answering` turns into `IndexDamaged`
            return


def zipped(*members: tuple[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, data in members:
            archive.writestr(name, data)
    return packed.getvalue()


def marking(data: bytes) -> None:
    """The grammar of markers, with and without a list that has them."""
    text = data.decode("utf-8", "replace")
    for listed in (set(), {"1", "2", "3", "doe2020", "rfc2119"}):
        for item in find_markers(text, text, listed, Catalogue(named=True)):
            assert 0 <= item.marker.span.start < item.marker.span.end <= len(text)


def splitting(data: bytes) -> None:
    """The rules of sentences: what they give is in order and loses nothing but white space."""
    text = data.decode("utf-8", "replace")
    end = 0
    for span in sentences.split(text, 0, len(text)):
        assert end <= span.start < span.end <= len(text)
        assert not text[end : span.start].strip()
        end = span.end
    assert not text[end:].strip()


TARGETS: dict[str, Target] = {
    **{form: reading(form) for form in READERS},
    "markers": marking,
    "sentences": splitting,
    "fixes": mending,
    "queries": asking,
    "bibtex": listing("a.bib"),
    "csl": listing("a.json"),
    "ris": listing("a.ris"),
    "segment": opening,
}

PACKED = frozenset({"docx", "epub", "odt", "pdf", "queries", "bibtex", "csl", "ris", "segment"})
"""Targets that are given no lines of text."""
SLOW = frozenset({"pdf"})
"""Targets that take a process for each input."""
_PDF = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>endobj
4 0 obj<</Length 56>>stream
BT /F 12 Tf 20 200 Td (Silt rose [1]. Sand fell.) Tj ET
endstream endobj
5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj
trailer<</Root 1 0 R>>
"""
_SEEDS: dict[str, list[bytes]] = {
    "pdf": [_PDF],
    "queries": [b'lake OR "deep water" -river (a b) wat* wor?d fuzzy~ source:https://a.example/x heading:results label:2', b"C++ 5"],
    "bibtex": [b"@article{doe2020, author={Doe, J. and Roe, A.}, title={{Silt} of the {\\'e}}, year=2020, doi={10.1234/a}}"],
    "csl": [b'[{"id": "doe", "title": "Silt", "author": [{"family": "Doe"}], "issued": {"date-parts": [[2020]]}, "DOI": "10.1234/a"}]'],
    "ris": [b"TY  - JOUR\nAU  - Doe, J.\nTI  - Silt\nPY  - 2020\nDO  - 10.1234/a\nER  - \n"],
    "docx": [zipped(("word/document.xml", b"<w:document xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'><w:body><w:p><w:r><w:t>Silt rose [1].</w:t></w:r></w:p></w:body></w:document>"))],
    "odt": [zipped(("mimetype", b"application/vnd.oasis.opendocument.text"), ("content.xml", b"<a xmlns:text='urn:oasis:names:tc:opendocument:xmlns:text:1.0'><text:p>Silt.</text:p></a>"))],
    "epub": [zipped(("mimetype", b"application/epub+zip"), ("META-INF/container.xml", b"<container/>"))],
}  # fmt: skip


def seeds(target: str) -> list[bytes]:
    """Well-formed inputs to begin with, and those that once broke something."""
    found = [path.read_bytes() for path in sorted((FOUND / target).glob("*"))]
    name = "markdown" if target == "fixes" else target
    articles = (path for path in ARTICLES.rglob("*") if path.is_file() and path.stat().st_size < 6000)
    suffixes = READERS[name].suffixes if name in READERS else frozenset()
    found += [path.read_bytes() for path in sorted(articles) if path.suffix in suffixes][:8]
    return [
        *found,
        *_SEEDS.get(target, []),
        b"Silt rose [1]. Sand fell [2, p. 3].\n\nReferences\n[1] Doe. Silt. https://a.example/1\n",
    ]


@cache
def lines() -> list[bytes]:
    """Each line of the golden cases of sentences, markers and references, and of small articles: what texts are made of."""
    golden = ARTICLES.parent
    texts = [(golden / "sentences.txt").read_text("utf-8").replace("|", "").replace("\\n", "\n")]
    for name in ("markers", "references"):
        cases = (golden / f"{name}.txt").read_text("utf-8").splitlines()
        texts += [json.loads(line.removeprefix("input: ")) for line in cases if line.startswith("input: ")]
    small = (path for path in ARTICLES.rglob("input.*") if path.suffix not in {".docx", ".epub", ".odt", ".pdf"})
    texts += [data.decode("utf-8", "replace") for path in small if len(data := path.read_bytes()) < 20_000]
    return [line.encode("utf-8", "replace") for line in sorted({line for text in texts for line in text.split("\n")})]


def run(target: str, data: bytes) -> None:
    """Give a target an input; only what is no error of ours passes."""
    try:
        TARGETS[target](data)
    except IndexerError:
        return
