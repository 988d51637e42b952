"""EPUB: pages in the order of the spine, notes across them, and archives that are broken, protected or bombs."""

from __future__ import annotations

import io
import zipfile
from functools import partial

import pytest
import reading
from timing import assert_grows_with_size, seconds

from indexer import ReadError
from indexer.readers import format_of

CONTAINER = '<container><rootfiles><rootfile full-path="{}"/></rootfiles></container>'
OPF = (
    '<package xmlns="http://www.idpf.org/2007/opf"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Tides</dc:title>'
    "</metadata><manifest>{items}</manifest><spine>{spine}</spine></package>"
)
ITEM = '<item id="{0}" href="{0}" media-type="application/xhtml+xml"/>'
ENCRYPTION = (
    '<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><EncryptedData xmlns="http://www.w3.org/2001/04/xmlenc#">'
    '<EncryptionMethod Algorithm="{0}"/><CipherData><CipherReference URI="{1}"/></CipherData></EncryptedData></encryption>'
)


def opf(*pages: str, spine: tuple[str, ...] | None = None) -> str:
    order = pages if spine is None else spine
    return OPF.format(
        items="".join(map(ITEM.format, pages)), spine="".join(f'<itemref idref="{page}"/>' for page in order)
    )


def pack(files: dict[str, str | bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/epub+zip", zipfile.ZIP_STORED)
        for name, words in files.items():
            archive.writestr(name, words)
    return made.getvalue()


def book(files: dict[str, str | bytes], package: str | None = None) -> bytes:
    package = opf(*files) if package is None else package
    return pack({"META-INF/container.xml": CONTAINER.format("b.opf"), "b.opf": package, **files})


read = partial(reading.read, name="b.epub")
statements = partial(reading.statements, name="b.epub")


PAGES: dict[str, str | bytes] = {"a.xhtml": "<p>One is.</p>", "b.xhtml": "<p>Two are.</p>"}


@pytest.mark.parametrize("name", ["b.epub", "b.zip", "b"])
def test_a_book_is_one_whatever_it_is_called(name: str) -> None:
    assert format_of(name, book(PAGES)) == "epub"


def test_pages_come_in_the_order_of_the_spine_and_once() -> None:
    spine = ("b.xhtml", "a.xhtml", "b.xhtml", "missing.xhtml")
    assert statements(book(PAGES, opf(*PAGES, spine=spine))) == ["Two are.", "One is."]


def test_pages_that_only_links_lead_to_come_last() -> None:
    assert statements(book(PAGES, opf(*PAGES, spine=("b.xhtml",)))) == ["Two are.", "One is."]


def test_the_title_is_that_of_the_package() -> None:
    assert read(book(PAGES)).document.title == "Tides"


def test_a_book_without_a_container_is_read() -> None:
    assert statements(pack({"OEBPS/x.opf": opf("a.xhtml"), "OEBPS/a.xhtml": "<p>One is.</p>"})) == ["One is."]


def test_labels_of_two_chapters_mean_their_own_notes() -> None:
    page = '<p>It {0}.<a href="n.xhtml#{0}" epub:type="noteref">1</a></p>'
    notes = '<ol><li id="leaks">Doe, 1999.</li></ol><ol><li id="stands">Roe, 2001.</li></ol>'
    found = read(book({"a.xhtml": page.format("leaks"), "b.xhtml": page.format("stands"), "n.xhtml": notes}))
    by_id = {reference.source_id: reference.text for reference in found.document.references}
    assert [(claim.statement, [by_id[source] for source in claim.source_ids]) for claim in found.claims] == [
        ("It leaks.", ["Doe, 1999."]),
        ("It stands.", ["Roe, 2001."]),
    ]
    assert found.problems == ()


def test_bytes_of_no_encoding_are_reported() -> None:
    page = "<meta charset=utf-8><p>Året er så langt på øya, og året".encode() + b"\xff er omme.</p>"
    assert [problem.code for problem in read(book({"a.xhtml": page})).problems] == ["TXT002"]


def test_protected_pages_are_refused() -> None:
    locked = {
        **PAGES,
        "META-INF/encryption.xml": ENCRYPTION.format("http://www.w3.org/2001/04/xmlenc#aes128-cbc", "a.xhtml"),
    }
    with pytest.raises(ReadError, match=r"b\.epub: is protected by DRM"):
        read(book(locked, opf(*PAGES)))


@pytest.mark.parametrize("uri", ["font.otf", "a.xhtml"])
def test_hidden_fonts_protect_no_pages(uri: str) -> None:
    files = {**PAGES, "META-INF/encryption.xml": ENCRYPTION.format("http://www.idpf.org/2008/embedding", uri)}
    assert statements(book(files, opf(*PAGES))) == ["One is.", "Two are."]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"PK\x03\x04 and no more", "is not a readable ZIP archive, or is cut short"),
        (b"<p>It is.</p>", "is not a readable ZIP archive"),
        (pack({"a.xhtml": "<p>x"}), "no package file"),
        (pack({"META-INF/container.xml": "<a>", "b.opf": opf()}), "META-INF/container.xml is not well-formed XML"),
        (book({}, "<package"), "b.opf is not well-formed XML"),
        (book({}, opf("a.xhtml")), "names no pages that are in it"),
        (book({"a.xhtml": b"\x00" * 2_000_000}), "made to exhaust memory"),
        (book({"a.xhtml": "<div>" * 9000}), "nests elements"),
        (book({"a.xhtml": b"\x89PNG\xff\x00"}), "a PNG image"),
    ],
)
def test_what_cannot_be_read_says_why(data: bytes, says: str) -> None:
    with pytest.raises(ReadError, match=says) as caught:
        read(data)
    assert str(caught.value).startswith("b.epub: ")


def test_a_book_cut_or_changed_anywhere_is_read_or_refused() -> None:
    data = book({"a.xhtml": "<p>One is.</p>" * 50, "b.xhtml": "<p>Two are.</p>"})
    for at in range(0, len(data), 7):
        for broken in (data[:at], data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :]):
            try:
                read(broken)
            except ReadError as error:  # noqa: PERF203  (one input a round)
                assert str(error).startswith("b.epub: ")  # noqa: PT017  (both ends are right)


def test_many_pages_cost_what_they_hold() -> None:
    def taken(count: int) -> float:
        data = book({f"{at}.xhtml": '<p>One is.<sup><a href="0.xhtml#n">1</a></sup></p>' for at in range(count)})
        return seconds(lambda: read(data))

    assert_grows_with_size(taken, 200)
