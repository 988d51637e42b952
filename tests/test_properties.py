"""What holds for every text: the spans are true, the order is kept, nothing falls over.

Texts come from a grammar of sentences, markers and characters that break programs, and from `st.text()`.
"""

from __future__ import annotations

import sys
from itertools import pairwise
from urllib.parse import quote

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from indexer import Claim, Extraction, IndexerError, Span, extract_text, sentences
from indexer.claims import extract_claims
from indexer.markers import find_markers
from indexer.readers import READERS, read_document
from indexer.references.signs import lowered
from indexer.sources import canonical_source, canonical_url, find_doi, find_urls, source_id, url_locator

FORMATS = sorted(name for name, reader in READERS.items() if not reader.structured)

# --- a grammar of articles ---------------------------------------------------------------------------------------

WORDS = (
    "The lake river is are was shallow deep and but Dr. et al. e.g. U.S. v. No. 5 3.14 § 12 iPhone Fig. naïve m² x[0] "
    "https://a.example/b?c=1#d www.b.example/(c) 10.1000/xyz.1 `a[1].b` $x.y$ *so* **So** 半导体 반도체 שלום مرحبا"
)
SIGNS = (  # each on its own; those that cannot be seen are written as escapes
    '∯\0\r\u0301\ue000\ue001\ue002\ufffd\u200b\u00a0\u2028\x85\x1c\f\v\ufeff\t𝒳İßﬀ٣²[]()`*$|\\"“【†…。'
)
RUNS = ("\r\n", "e\u0301", "\u202eabc\u202c", "```", "__", "$$", "<!--", "-->", "<sup>", "![", "](", "-\n")
words = st.sampled_from(WORDS.split())
nasty = st.sampled_from([*SIGNS, *RUNS, " " * 90, "word " * 400, "x" * 3000])
numbers = st.integers(1, 12).map(str)
markers = st.one_of(
    numbers.map("[{}]".format),
    numbers.map("[^{}]".format),
    numbers.map("【{}】".format),
    numbers.map("[[{0}]](https://s.example/{0})".format),
    numbers.map("<sup>{}</sup>".format),
    numbers.map("\\[{}\\]".format),
    st.tuples(numbers, numbers).map("[{0[0]}, {0[1]}]".format),
    st.tuples(numbers, numbers).map("[{0[0]}–{0[1]}]".format),
    st.tuples(numbers, numbers).map("[{0[0]}][{0[1]}]".format),
    st.tuples(numbers, numbers).map("[{0[0]}]-[{0[1]}]".format),
    st.sampled_from(
        ["[1, p. 3]", "¹", "²,³", "(1)", "[citation needed]", "[a]", "[note 1]", "[RFC 2119]", "[0]", "[sic]"]
    ),
    st.just("([Title](https://s.example/t))"),
    st.sampled_from(
        [
            "(Smith, 2020)",
            "(see Smith & Doe 2019a, b; Roe et al., 2020, p. 3)",
            "Smith (2020)",
            "van der Berg’s (n.d.)",
            "(王等，2020)",
            "（张三，2019）",
            "(ibid., p. 3)",
            "(Smith, op. cit.)",
            "(2020",
        ]
    ),
)
stops = st.sampled_from([".", "?", "!", "...", "?!", "。", ".”", '."', ".)", "", ";", ":"])
spaces = st.sampled_from(
    [" ", "", "\n", "  ", "\u00a0", "\n\n", " \n", "\n- ", "\n> ", "\n1. ", "\n3、", "\n| ", "\n# ", "\n    ", "\f"]
)
sentence_texts = st.lists(st.one_of(words, words, words, nasty, markers), min_size=1, max_size=8).map(" ".join)
sentence_parts = st.tuples(
    sentence_texts, st.one_of(st.just(""), markers), stops, st.one_of(st.just(""), markers), spaces
)
entries = st.tuples(
    st.sampled_from(["[{}] ", "{}. ", "[^{}]: ", "[{}]: ", "- [{}] "]),
    numbers,
    st.sampled_from(
        ["Survey. https://s.example/a", "https://s.example/b.", "doi:10.1000/xyz", "It was the case that it is so.", ""]
    ),
).map(lambda entry: entry[0].format(entry[1]) + entry[2] + "\n")
authors = st.sampled_from(
    [
        "Smith, J. (2020). Title. https://s.example/c\n",
        "Smith, J., & Doe, A. (2019a). Title.\n",
        "Roe, R., Poe, P., and Coe, C. 2020. Title.\n",
        "———. 2021. Title.\n",
        "van der Berg A. Title. Press; n.d.\n",
        "王伟, 李娜. 题目[J]. 2020.\n",
        "1. Ibid., p. 3.\n",
        "2. Smith, op. cit.\n",
        "Smith, J. (2020\n",
    ]
)
PARTS_OF_ENTRIES = (
    "Smith J. II Jr., III de van der WHO 王伟 和 & and et al. ; , : ( [ (2020). 2020a n.d. (1999, May 3) In: pp. 3–7 vol. ibid., op. cit., supra note"
    " “Title”. *Title*. [Title](https://s.example/d) https://s.example/e doi:10.1000/xyz Accessed Retrieved from (cit. on p. 3) ^ a b ——— 1. [2] Reuters+1"
)
oddities = st.lists(st.sampled_from(PARTS_OF_ENTRIES.split()), min_size=1, max_size=9).map(" ".join)
ends = st.tuples(
    st.sampled_from(["", "\n\n", "\n\nReferences\n\n", "\n\n## Sources\n\n", "\n\nNOTES\n", "\n参考文献：\n"]),
    st.lists(st.one_of(entries, authors, oddities.map("{}\n".format), oddities.map("\n{}\n".format)), max_size=5),
).map(lambda end: end[0] + "".join(end[1]))
articles = st.tuples(st.lists(sentence_parts, max_size=8), ends).map(
    lambda article: "".join("".join(parts) for parts in article[0]) + article[1]
)
signs = st.text(alphabet=st.sampled_from(" \n\t[]()1^,-.:!*_`~#>|<\\$a A\u00a0\f\r"), max_size=60)
texts = st.one_of(articles, articles, articles, st.text(), signs)


def extraction_of(text: str, form: str) -> Extraction:
    """Binary-looking texts are refused, and that is right."""
    try:
        return extract_text(text, uri="u", as_format=form)
    except IndexerError:
        assume(False)  # noqa: FBT003  (hypothesis has no other form)
        raise


def contains(outer: Span, inner: Span) -> bool:
    return outer.start <= inner.start <= inner.end <= outer.end


def disjoint(spans: list[Span]) -> bool:
    return all(before.end <= after.start for before, after in pairwise(spans))


# --- properties of an extraction ---------------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMATS)
@given(text=texts)
@example(text="\u00a0\n")
@example(text="\f")
@example(text="a\n\u00a0\nb")
def test_spans_are_true(form: str, text: str) -> None:
    extraction = extraction_of(text, form)
    document = extraction.document
    for claim in extraction.claims:
        assert document.text[claim.span.start : claim.span.end] == claim.text
        assert all(contains(claim.span, marker.span) for marker in claim.markers)
        assert all(marker.scope is not None and contains(claim.span, marker.scope) for marker in claim.markers)
        assert disjoint([marker.span for marker in claim.markers])
        assert all(len(marker.source_ids) == len(marker.labels) for marker in claim.markers)
        assert document.text.count("\n", 0, claim.span.start) + 1 == claim.line
        assert document.text.rfind("\n", 0, claim.span.start) + claim.column == claim.span.start


@pytest.mark.parametrize("form", FORMATS)
@given(text=texts)
@example(
    text="The.\n[2] $$. ([It](https://s.example/t)).[^1] [3] ([It](https://s.example/t)). $$ The [^1]."
)  # two notes on a line
@example(text="|0\u00a0|")
def test_claims_are_ordered_disjoint_and_have_words(form: str, text: str) -> None:
    extraction = extraction_of(text, form)
    assert disjoint([claim.span for claim in extraction.claims])
    assert [claim.ordinal for claim in extraction.claims] == list(range(len(extraction.claims)))
    for claim in extraction.claims:
        assert claim.text == claim.text.strip()
        assert any(sign.isalnum() for sign in claim.text)
        assert claim.statement == " ".join(claim.statement.split())


@pytest.mark.parametrize("form", FORMATS)
@given(text=texts)
@example(text="The. The.[citation needed] The.[1] ")  # nothing is inherited over what has no source
def test_attribution_says_where_sources_come_from(form: str, text: str) -> None:
    after: Claim | None = None
    for claim in reversed(extraction_of(text, form).claims):
        own = [sid for marker in claim.markers for sid in marker.source_ids if sid]
        assert (claim.attribution == "direct") == bool(own)
        assert (claim.attribution == "none") == (not claim.source_ids)
        assert bool(claim.labels) == bool(claim.source_ids)
        if claim.attribution == "inherited":
            assert after is not None
            assert (claim.labels, claim.source_ids) == (after.labels, after.source_ids)
        elif own:
            assert claim.source_ids == tuple(dict.fromkeys(own))
        after = claim


@pytest.mark.parametrize("form", FORMATS)
@given(text=texts)
def test_blocks_and_references_lie_in_the_text(form: str, text: str) -> None:
    document = extraction_of(text, form).document
    whole = Span(0, len(document.text))
    assert disjoint([block.span for block in document.blocks])
    for block in document.blocks:
        assert contains(whole, block.span)
        assert block.span.start < block.span.end
        assert disjoint(list(block.gaps))
        assert all(contains(block.span, gap) for gap in block.gaps)
    for reference in document.references:
        assert contains(whole, reference.span)
        assert contains(whole, reference.covers)


@pytest.mark.parametrize("form", FORMATS)
@given(text=texts)
def test_problems_lie_in_the_text(form: str, text: str) -> None:
    extraction = extraction_of(text, form)
    for problem in extraction.problems:
        assert contains(Span(0, len(extraction.document.text)), problem.span)
        assert problem.message


@pytest.mark.parametrize("form", FORMATS)
@given(text=texts)
def test_extraction_is_deterministic(form: str, text: str) -> None:
    assert extraction_of(text, form) == extraction_of(text, form)


# --- sentences ---------------------------------------------------------------------------------------------------


@given(text=texts, edges=st.tuples(st.floats(0, 1), st.floats(0, 1)))
def test_sentences_cover_every_sign(text: str, edges: tuple[float, float]) -> None:
    start, end = sorted(int(edge * len(text)) for edge in edges)
    spans = sentences.split(text, start, end)
    assert disjoint(spans)
    assert all(start <= span.start < span.end <= end for span in spans)
    covered = "".join(text[span.start : span.end] for span in spans)
    assert "".join(covered.split()) == "".join(text[start:end].split())
    assert all(text[span.start : span.end] == text[span.start : span.end].strip() for span in spans)


plain_sentences = st.builds(
    "{} {} {}.".format,
    st.sampled_from(["The lake", "Our river", "This town", "A long wall", "Every second house"]),
    st.sampled_from(["lost", "holds", "gained", "kept most of"]),
    st.sampled_from(
        ["its water", "12 boats", "some colour", "3.5 metres of ground", "what Dr. Osei saw", "the U.S. market"]
    ),
)
forms_of_markers = st.sampled_from(
    ["[3]", "[2, 5]", "[1-3]", "[1][2]", "【3】", "[^3]", "<sup>[3]</sup>", "[[3]](https://s.example)", "\\[3\\]"]
)
places = st.sampled_from(["{body} {marker}.", "{body}{marker}.", "{body}.{marker}", "{body}. {marker}"])


@pytest.mark.parametrize("form", FORMATS)
@given(
    plain=st.lists(plain_sentences, min_size=1, max_size=5), at=st.integers(0, 4), marker=forms_of_markers, place=places
)
def test_a_marker_moves_no_boundary(form: str, plain: list[str], at: int, marker: str, place: str) -> None:
    at %= len(plain)
    marked = [*plain]
    marked[at] = place.format(body=plain[at][:-1], marker=marker)
    assert [claim.statement for claim in extraction_of(" ".join(plain), form).claims] == plain
    claims = extraction_of(" ".join(marked), form).claims
    assert [claim.text for claim in claims] == marked
    assert [claim.statement for claim in claims] == plain
    assert [claim.attribution for claim in claims] == ["inherited"] * at + ["direct"] + ["none"] * (len(plain) - at - 1)


names_of_authors = st.lists(
    st.sampled_from(
        [
            "Smith",
            "van der Berg",
            "O’Neil",
            "García Márquez",
            "Müller-Lüdenscheidt",
            "Øvergård",
            "World Health Organization",
        ]
    ),
    min_size=1,
    max_size=3,
    unique=True,
)


@pytest.mark.parametrize("form", FORMATS)
@given(
    plain=st.lists(plain_sentences, min_size=1, max_size=5),
    at=st.integers(0, 4),
    names=names_of_authors,
    year=st.integers(1500, 2099),
    letter=st.sampled_from(["", "a", "c"]),
    place=places,
)
def test_author_and_year_move_no_boundary(  # noqa: PLR0913  # each is drawn by itself
    form: str, plain: list[str], at: int, names: list[str], year: int, letter: str, place: str
) -> None:
    at %= len(plain)
    marker = f"({' & '.join(names) if len(names) < 3 else f'{names[0]} et al.'}, {year}{letter})"
    marked = [*plain]
    marked[at] = place.format(body=plain[at][:-1], marker=marker)
    entry = f"{', & '.join(f'{name}, J.' for name in names)} ({year}{letter}). Title. https://s.example/t"
    claims = extraction_of(f"{' '.join(marked)}\n\nReferences\n\n{entry}\n", form).claims
    assert [claim.text for claim in claims] == marked
    assert [claim.statement for claim in claims] == plain
    assert [claim.source_ids for claim in claims[: at + 1]] == [("https://s.example/t",)] * (at + 1)


# --- markers -----------------------------------------------------------------------------------------------------

FORMS = {
    "bracket": "[{}]",
    "full-width": "【{}】",
    "escaped": "\\[{}\\]",
    "html": "<sup>{}</sup>",
    "html with brackets": "<sup>[{}]</sup>",
}
SEPARATORS = [", ", ",", ";", "; ", "、"]
DASHES = ["-", "–", "—", "−"]


@pytest.mark.parametrize("form", FORMS.values(), ids=list(FORMS))
@given(
    groups=st.lists(st.tuples(st.integers(1, 900), st.integers(0, 40)), min_size=1, max_size=5),
    separator=st.sampled_from(SEPARATORS),
    dash=st.sampled_from(DASHES),
)
def test_labels_survive_and_ranges_expand(form: str, groups: list[tuple[int, int]], separator: str, dash: str) -> None:
    written = separator.join(f"{low}{dash}{low + more}" if more else str(low) for low, more in groups)
    assume(len(written) <= 40)
    expected = tuple(str(number) for low, more in groups for number in range(low, low + more + 1))
    text = f"The lake is shallow {form.format(written)}."
    listed = set(expected)
    (found,) = find_markers(text, text, listed)
    assert found.marker.labels == expected
    assert text[found.marker.span.start : found.marker.span.end] == form.format(written)
    assert found.oddity is None


@given(numbers=st.lists(st.integers(1, 900), min_size=1, max_size=3))
def test_superscripts_survive(numbers: list[int]) -> None:
    raised = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
    text = f"The lake is shallow{','.join(str(n).translate(raised) for n in numbers)}."
    labels = tuple(map(str, numbers))
    (found,) = find_markers(text, text, set(labels))
    assert found.marker.labels == labels


@given(label=st.text(alphabet="abcdefghijklmnopqrstuvwxyz0123456789_-:.", min_size=1, max_size=20))
def test_footnote_labels_survive(label: str) -> None:
    text = f"The lake is shallow[^{label}]."
    (found,) = find_markers(text, text, set())
    assert (found.marker.labels, found.marker.style) == ((label,), "footnote")


@given(low=st.integers(1, 500), high=st.integers(1, 999))
def test_a_range_has_a_bound(low: int, high: int) -> None:
    text = f"The lake is shallow [{low}-{high}]."
    (found,) = find_markers(text, text, {str(low), str(high)})
    assert found.marker.labels[0] == str(low)
    assert found.marker.labels[-1] == str(high)
    assert len(found.marker.labels) <= 101
    assert (found.oddity is None) == (0 <= high - low < 50)


@given(text=texts, listed=st.sets(numbers))
def test_markers_are_ordered_and_inside(text: str, listed: set[str]) -> None:
    found = find_markers(text, text, listed)
    assert disjoint([item.marker.span for item in found])
    assert all(0 <= item.marker.span.start < item.marker.span.end <= len(text) for item in found)


# --- bytes -------------------------------------------------------------------------------------------------------

surrogates = texts.map(lambda text: (text + "\ud800").encode("utf-8", "surrogatepass"))
encoded = st.tuples(
    texts,
    st.sampled_from(
        ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "shift-jis", "gb18030", "euc-kr"]
    ),
).map(lambda pair: pair[0].encode(pair[1], "ignore"))
some_bytes = st.one_of(
    st.binary(), texts.map(str.encode), surrogates, encoded, st.tuples(encoded, st.binary(max_size=4)).map(b"".join)
)


@pytest.mark.parametrize("form", FORMATS)
@given(data=some_bytes)
@example(data=b"\xc2\xa0\n")
@example(data=b"\x0c")
@example(data=b"\xff\xfe\x00")
@example(data=b"\xff\xfe\x00\xd8")
@example(data=b"\xef\xbb\xbf")
def test_no_bytes_are_a_crash(form: str, data: bytes) -> None:
    try:
        extraction = extract_claims(read_document(data, uri="u", name="u", as_format=form))
    except IndexerError as error:
        assert str(error).startswith("u: ")  # noqa: PT017  (either outcome is right)
        return
    assert "\r" not in extraction.document.text
    assert [claim.text for claim in extraction.claims] == [
        extraction.document.text[claim.span.start : claim.span.end] for claim in extraction.claims
    ]


# --- sources -----------------------------------------------------------------------------------------------------

urls = st.builds(
    "{}{}{}{}{}{}".format,
    st.sampled_from(
        ["http://", "https://", "HTTPS://", "ftp://", "www.", "http://www.", "https://WWW.", "https://u:p@"]
    ),
    st.sampled_from(
        [
            "a.example",
            "A.Example",
            "a.example:80",
            "a.example:443",
            "a.example:8080",
            "a.example:",
            "[::1]",
            "[::1",
            "doi.org",
            "me@a.example:",
            "a.example.",
            "müller.example",
            "en.m.wikipedia.org",
            "youtu.be",
            "web.archive.org",
            "www.google.com",
        ]
    ),
    st.sampled_from(
        [
            "",
            "/",
            "//",
            "/b/",
            "/b//",
            "/b%2F",
            "/10.1000/XYZ",
            "/10.1000/x%20y",
            "/ü",
            "/b;c",
            "/.",
            "/b/?",
            "/wiki/a%20b",
            "/wiki/_",
            "/web/2020/",
            "/url",
            "/dQw4w9WgXcQ",
            "/doi/10.1000/x.pdf",
            "/%2e%2e/b",
            "/%%341",
            "/b;jsessionid=1/..",
            "/10.1000/a%26lt;b",
            "/abs/hep-th/9901001v1",
            "/w/index.php",
            "/pubmed/",
        ]
    ),
    st.sampled_from(
        [
            "",
            "?",
            "?a=1",
            "?utm_source=x",
            "?a=1&utm_source=x&b=",
            "?&&a",
            "?fbclid=1",
            "?amp;amp;a=1&amp;",
            "?title=north+_sea",
            "?title=..",
            "?v=dQw4w9WgXcQ&t=3",
            "?%75tm_source=1&a",
            "?id=10.1000/x",
        ]
    ),
    st.sampled_from(["", "#", "#part", "#/route", "#/", "#!r:~:text=a", "#a#b", "#%23"]),
    st.sampled_from(["", ".", "/", " ", "\n"]),
)
wrappers = st.sampled_from(
    [
        "https://web.archive.org/web/2020/{}",
        "http://archive.ph/newest/{}",
        "https://www.google.com/url?a=1&q={}",
        "https://www.google.com/amp/s/{}",
        "https://webcitation.org/5?url={}",
        "https://en.wikipedia.org/wiki/{}",
        "https://a.example/article?id={}",
        "https://a.example/doi/{}/full",
        "arXiv:{}",
    ]
)
wrapped = st.builds(lambda wrapper, url, code: wrapper.format(code(url)), wrappers, urls, st.sampled_from([str, quote]))
addresses = st.one_of(
    urls,
    wrapped,
    st.builds(str.format, wrappers, wrapped),
    st.builds(str.format, wrappers, st.text()),
    st.text(alphabet="%2541aAbBcCfF/.&;?#:=@<>[]()~_+", max_size=40).map("https://a.example/{}".format),
    st.text(alphabet="%2541aAfF.:@[]üßİⅣ。．-_", max_size=12).map("https://{}/".format),
    st.text(),
    st.text().map("https://{}".format),
    st.text().map("https://a.example/{}".format),
)


@given(url=addresses)
@example(url="http://a.example:443")
@example(url="http://a.example//")
@example(url="https://www.www.a.example/")
@example(url="https://a.example:80:80/")
@example(url="https://ß:/")
@example(url="https://%1ß1/")
@example(url="https://doi.org/10.1000/a%26lt;b")
def test_canonical_url_is_idempotent(url: str) -> None:
    canonical = canonical_url(url)
    if canonical is None:
        return
    assert canonical_source(canonical) == canonical
    if not canonical.startswith("doi:"):
        assert canonical_url(canonical) == canonical


@given(
    words=st.text() | st.sampled_from(["arXiv:2101.00001", "PMID 1", "PMC123", "arXiv:math.GT/0309136v1"]),
    url=st.none() | addresses,
    doi=st.none()
    | addresses.map(find_doi)
    | st.text().map("10.1000/{}".format).map(find_doi)
    | st.text(alphabet="%2541abc<>[]()&lgt;.,;:-#?/CO0\\_", max_size=40).map("10.1000/{}".format).map(find_doi),
)
@example(words="", url=None, doi=find_doi("10.1000/a."))
@example(words="", url=None, doi=find_doi("10.1000/."))
@example(words="", url=None, doi=find_doi("10.1000/a&l&lt;t;b"))
def test_a_source_id_means_itself(words: str, url: str | None, doi: str | None) -> None:
    identity = source_id(words, url, doi)
    assert canonical_source(identity) == identity


@given(url=addresses)
def test_a_locator_is_words(url: str) -> None:
    locator = url_locator(url)
    assert locator is None or locator == " ".join(locator.split()) != ""


@given(text=st.lists(st.one_of(urls, words, markers, stops), max_size=6).map(" ".join) | st.text())
def test_urls_are_ordered_and_inside(text: str) -> None:
    spans = list(find_urls(text))
    assert disjoint(spans)
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert not any(any(sign.isspace() for sign in text[span.start : span.end]) for span in spans)


def test_lowering_keeps_every_offset() -> None:
    letters = "".join(map(chr, range(sys.maxunicode + 1)))
    assert len(lowered(letters)) == len(letters)
    assert lowered("İSTANBUL, Ärzte") == "istanbul, ärzte"
