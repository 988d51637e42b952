"""Which work is meant: addresses and DOIs in running text, and the one id of a work. More in golden/identity.txt."""

from __future__ import annotations

import pytest

from indexer.sources import canonical_source, canonical_url, find_doi, find_urls, source_id, url_locator


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("See https://a.example/b.", ["https://a.example/b"]),
        ("(see https://a.example/b).", ["https://a.example/b"]),
        ("https://a.example/b_(c) and more", ["https://a.example/b_(c)"]),
        ("(https://a.example/b_(c))", ["https://a.example/b_(c)"]),
        ("https://a.example/b[1]", ["https://a.example/b"]),
        ("[https://a.example/b]", ["https://a.example/b"]),
        ("<https://a.example/b>", ["https://a.example/b"]),
        ("“https://a.example/b”, said", ["https://a.example/b"]),
        ("https://a.example/b，下一句", ["https://a.example/b"]),
        ("https://a.example/b。下一句", ["https://a.example/b"]),
        ("HTTPS://A.EXAMPLE", ["HTTPS://A.EXAMPLE"]),
        ("www.a.example/x; ftp://b.example/y!", ["www.a.example/x", "ftp://b.example/y"]),
        ("https://a.example/?q=1&r=2#part", ["https://a.example/?q=1&r=2#part"]),
        ("**https://a.example/b**", ["https://a.example/b"]),
        ("(https://a.example/b.).Next", ["https://a.example/b"]),
        ("https://a.example/b,\nhttps://c.example/d", ["https://a.example/b", "https://c.example/d"]),
        ("me@www.a.example", []),
        ("www. is short", []),
        ("no address", []),
    ],
)
def test_addresses_end_where_the_sentence_goes_on(text: str, found: list[str]) -> None:
    assert [text[span.start : span.end] for span in find_urls(text)] == found


def test_addresses_are_looked_for_between_offsets() -> None:
    text = "https://a.example https://b.example https://c.example"
    assert [text[span.start : span.end] for span in find_urls(text, 17, 36)] == ["https://b.example"]


@pytest.mark.parametrize(
    ("text", "doi"),
    [
        ("10.1000/xyz", "10.1000/xyz"),
        ("doi:10.1000/XYZ.", "10.1000/xyz"),
        ("https://doi.org/10.1000/xyz)", "10.1000/xyz"),
        ("[10.1000/xyz](https://doi.org/10.1000/xyz)", "10.1000/xyz"),
        ("<https://dx.doi.org/10.1000/xyz>", "10.1000/xyz"),
        ("10.1000/a(b)c", "10.1000/a(b)c"),
        ("(10.1000/a(b)c).", "10.1000/a(b)c"),
        ("10.1016/S0140-6736(05)71888-7,", "10.1016/s0140-6736(05)71888-7"),
        ("10.1000/xyz?download=true", "10.1000/xyz"),
        ("版本10.1000/xyz。", None),
        ("doi：10.1000/xyz。", "10.1000/xyz"),
        ("version 110.1000/xyz", None),
        ("10.1/xyz", None),
        ("10.1000/ xyz", None),
        ("10.1000/xyz[1]", "10.1000/xyz"),
        ("10.1000/xyz](https://a.example)", "10.1000/xyz"),
        ("10.1000/xyz).[2] Next", "10.1000/xyz"),
        ("(10.1000/xyz.).Next", "10.1000/xyz"),
        ("“10.1000/xyz”", "10.1000/xyz"),
        ("'10.1000/xyz'.", "10.1000/xyz"),
        ("10.1000/xyz</a>", "10.1000/xyz"),
        ("&lt;10.1000/xyz&gt;", "10.1000/xyz"),
        ("10.1000/xyz;PMID:123", "10.1000/xyz"),
        ("10.1000/xyz,https://a.example", "10.1000/xyz"),
        ("10.1000/xyz;10.1000/abc", "10.1000/xyz"),
        ("10.1000/a\\_b", "10.1000/a_b"),
        ("**10.1000/xyz**", "10.1000/xyz"),
        ("10.1000.10/123", "10.1000.10/123"),
        ("DOI=10.1145/3411764", "10.1145/3411764"),
        ("10.1000/. Then 10.1000/xyz", "10.1000/xyz"),
        ("10.1000/x%20y", None),
        ("10.1000/x%FFy", None),
        ("10.1000/x%2541", None),
        ("https://a.example/?q=10.1000/xyz", None),
        ("https://a.example/?doi=10.1000/xyz", None),
        ("https://a.example/doi/10.1000/xyz.pdf", None),
    ],
)
def test_dois(text: str, doi: str | None) -> None:
    assert find_doi(text) == doi


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("HTTP://WWW.A.Example/B/", "https://a.example/B"),
        ("https://a.example", "https://a.example"),
        ("https://a.example:443/b", "https://a.example/b"),
        ("http://a.example:80/b", "https://a.example/b"),
        ("https://a.example:8080/b", "https://a.example:8080/b"),
        ("https://me:secret@a.example/b", "https://a.example/b"),
        ("https://a.example/b#part", "https://a.example/b"),
        ("https://a.example/b?utm_source=x&q=1&fbclid=y", "https://a.example/b?q=1"),
        ("https://a.example/b/?utm_source=x", "https://a.example/b"),
        ("https://a.example/b?q=utm_source", "https://a.example/b?q=utm_source"),
        ("www.a.example/b", "https://a.example/b"),
        ("  https://a.example/b\n", "https://a.example/b"),
        ("ftp://a.example/b", "ftp://a.example/b"),
        ("https://doi.org/10.1000/XYZ", "doi:10.1000/xyz"),
        ("http://dx.doi.org/10.1000/xyz#top", "doi:10.1000/xyz"),
        ("https://doi.org/about", "https://doi.org/about"),
        ("https://[::1", None),
        ("mailto:me@a.example", None),
        ("file:///etc/passwd", None),
        ("a.example/b", None),
        ("https://", None),
        ("https://a.example:80:80/", None),
        ("https://a.example/b c", None),
        ("", None),
        ("https://a.example/%", "https://a.example/%25"),
        ("https://a.example/%%341", "https://a.example/%2541"),
        ("https://a.example/b|c[1]", "https://a.example/b%7Cc%5B1%5D"),
        ("https://a.example/b?q=%FF", "https://a.example/b?q=%FF"),
        ("https://[2001:DB8::1]:443/b", "https://[2001:db8::1]/b"),
        ("https://faß.example:8080", "https://xn--fa-hia.example:8080"),
        ("https://faß.example", "https://xn--fa-hia.example"),
        ("https://ａ.example", "https://a.example"),
        ("https://a℀b.example/c", "https://a℀b.example/c"),
        ("https://en.wikipedia.org/wiki/%FF", "https://en.wikipedia.org/wiki/%FF"),
        ("https://web.archive.org/web/2020/https://a.example/b", "https://a.example/b"),
        ("https://www.google.com/url?q=%FF", "https://google.com/url?q=%FF"),
    ],
)
def test_canonical_url(url: str, canonical: str | None) -> None:
    assert canonical_url(url) == canonical


def test_copies_of_copies_are_followed_only_so_far() -> None:
    copy = "https://web.archive.org/web/2020/"
    assert canonical_url(copy * 3 + "https://a.example/b") == "https://a.example/b"
    assert canonical_url(copy * 30 + "https://a.example/b") == copy * 30 + "https://a.example/b"


@pytest.mark.parametrize(
    ("url", "locator"),
    [
        ("https://a.example/b.pdf#page=3", "page=3"),
        ("https://a.example/b#North%20Sea", "North Sea"),
        ("https://en.wikipedia.org/wiki/North_Sea#Geology", "Geology"),
        ("https://a.example/b#part:~:text=words", "part"),
        ("https://a.example/b#:~:text=words", None),
        ("https://a.example/b#/route", None),
        ("https://a.example/b#!route", None),
        ("https://a.example/b#", None),
        ("https://a.example/b", None),
        ("https://doi.org/10.1000/xyz#sec2", "sec2"),
        ("https://arxiv.org/pdf/2101.00001v2#page=4", "page=4"),
        ("https://youtu.be/dQw4w9WgXcQ?t=30", "t=30"),
        ("https://web.archive.org/web/2020/https://a.example/b#part", "part"),
        ("https://www.google.com/url?q=https%3A%2F%2Fa.example%2Fb%23inner", "inner"),
        ("https://www.google.com/url?q=https%3A%2F%2Fa.example%2Fb%23inner#outer", "inner"),
        ("#page=3", None),
    ],
)
def test_the_place_in_a_work_is_its_locator(url: str, locator: str | None) -> None:
    assert url_locator(url) == locator


@pytest.mark.parametrize(
    "other", ["https://a.example/c", "https://b.example/b", "https://a.example/b?q=1", "https://a.example/B"]
)
def test_two_works_stay_two(other: str) -> None:
    assert canonical_url(other) != canonical_url("https://a.example/b")


def test_a_source_is_known_by_doi_then_address_then_words() -> None:
    assert source_id("Title", "https://a.example", "10.1000/XYZ") == "doi:10.1000/xyz"
    assert source_id("Title", "http://www.a.example/", None) == "https://a.example"
    assert source_id("Title", "no address", None) == source_id("Title", None, None)
    assert source_id("Title", None, None).startswith("ref:")
    assert source_id("Title. PMID: 123", "https://a.example", None) == "https://a.example"
    assert source_id("Title. PMID: 123; PMCID: PMC456", None, None) == "https://pubmed.ncbi.nlm.nih.gov/123"
    assert source_id("Title. PMCID: PMC456", None, None) == "https://pmc.ncbi.nlm.nih.gov/articles/PMC456"
    assert source_id("Title. arXiv:2101.00001v2", None, "10.1000/xyz") == "doi:10.1000/xyz"
    assert source_id("Title", None, "https://doi.org/10.1000%2FXYZ") == "doi:10.1000/xyz"


def test_words_are_one_work_whatever_their_case_and_signs() -> None:
    assert source_id("Harbour Office, “Charts”, 1998.", None, None) == source_id(
        "harbour office: charts (1998)", None, None
    )
    assert source_id("ﬁgures of １９９８", None, None) == source_id("figures of 1998", None, None)
    assert source_id("Charts, 1998", None, None) != source_id("Charts, 1999", None, None)


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("ref:0123456789abcdef", "ref:0123456789abcdef"),
        ("DOI: 10.1000/XYZ", "doi:10.1000/xyz"),
        ("10.1000/xyz", "doi:10.1000/xyz"),
        (" http://www.a.example/b/ ", "https://a.example/b"),
        ("https://doi.org/10.1000/xyz", "doi:10.1000/xyz"),
        ("a.example/b", "https://a.example/b"),
        ("Smith 2020, PMID 123", None),
        ("2101.00001", "doi:10.48550/arxiv.2101.00001"),
        ("a.example", None),
        ("1", None),
        ("report.md[1]", None),
        ("", None),
    ],
)
def test_what_a_user_types_for_a_source(text: str, source: str | None) -> None:
    assert canonical_source(text) == source
