"""The audit: golden texts with planted faults and near misses, settings, suppressions, and what the rules promise."""

from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st
from timing import assert_linear

from indexer import AuditSettings, SettingsError, extract_text
from indexer.audit import Audit
from indexer.audit.addresses import fault_of_url, is_doi
from indexer.problems import KINDS

GOLDEN = Path(__file__).parent / "golden" / "audit.txt"


class Case(NamedTuple):
    name: str
    settings: dict[str, object]
    expected: list[tuple[str, str]]
    texts: list[str]


def read_case(written):
    name, _, rest = written.partition("\n")
    settings, expected, lines = {}, [], rest.split("\n")
    while lines and lines[0][:2] in ("! ", "? "):
        line = lines.pop(0)
        if line.startswith("? "):
            settings |= dict(map(setting, line[2:].split()))
        else:
            code, _, words = line[2:].partition(" ")
            expected.append((code, words))
    texts = "\n".join(lines).split("----\n")
    return Case(name, settings, expected, texts)


def setting(written):
    name, _, value = written.partition("=")
    return name, int(value) if value.isdecimal() else tuple(value.split(","))


CASES = [read_case(each) for each in GOLDEN.read_text(encoding="utf-8").split("\n==== ")[1:]]


def audited(texts, **settings):
    run = Audit(AuditSettings(**settings))
    extractions = [extract_text(text, uri=f"{at}.md", as_format="markdown") for at, text in enumerate(texts)]
    found = [each for extraction in extractions for each in run.of(extraction)]
    return [*found, *run.together()]


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_golden(case):
    found = []
    for each in audited(case.texts, **case.settings):
        told = each.problem
        text = case.texts[int(told.uri.removesuffix(".md"))]
        found.append((told.code, text[told.span.start : told.span.end].split("\n")[0][:41].rstrip()))
        assert text.count("\n", 0, told.span.start) + 1 == told.line
    assert sorted(found) == sorted((code, words[:41].rstrip()) for code, words in case.expected)


def test_there_are_faults_and_near_misses_enough():
    texts = sum(len(case.texts) for case in CASES)
    assert texts >= 60
    planted = {code for case in CASES for code, _ in case.expected}
    assert planted >= {code for code in KINDS if code.startswith("CIT")}
    assert sum(not case.expected for case in CASES) * 3 >= len(CASES)


def codes(texts, **settings):
    return {each.problem.code for each in audited(texts, **settings)}


FAULTY = ["Silt rose [1]. Sand fell [3].\n\n## References\n[1] Silt. https://a.example/1\n[2] https://b.example/2\n"]


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({}, {"CIT001", "CIT002", "CIT011"}),
        ({"select": ("CIT001",)}, {"CIT001"}),
        ({"select": ("CIT00",)}, {"CIT001", "CIT002"}),
        ({"select": ("ALL",), "ignore": ("CIT01", "CIT020")}, {"CIT001", "CIT002"}),
        ({"select": ("CIT001",), "extend_select": ("CIT002",)}, {"CIT001", "CIT002"}),
        ({"ignore": ("CIT",)}, set()),
        ({"ignore": ("CIT",), "extend_select": ("CIT002",)}, {"CIT002"}),
        ({"select": ("CIT001",), "ignore": ("CIT001",)}, set()),
        ({"ignore": ("ALL",)}, set()),
        ({"severity": "error"}, {"CIT001"}),
        ({"severity": "warning"}, {"CIT001", "CIT002"}),
        ({"extend_select": ("CIT020",), "least_words": 0}, {"CIT001", "CIT002", "CIT011"}),
    ],
)
def test_selection(settings, expected):
    assert codes(FAULTY, **settings) == expected


@pytest.mark.parametrize("selector", ["CIT9", "", "dangling", "CIT0011", "X"])
@pytest.mark.parametrize("setting", ["select", "extend_select", "ignore"])
def test_a_selector_that_fits_nothing_is_an_error(setting, selector):
    with pytest.raises(
        SettingsError, match="is neither a code, the beginning of one nor the name of a kind; use some of CIT001"
    ):
        Audit(AuditSettings(**{setting: (selector,)}))


def test_keys_without_a_list_want_a_bibliography_that_has_them():
    (found,) = audited(["Silt rose [@osei2020]."])
    assert "name a bibliography that has these keys with --bibliography" in found.problem.message


def test_of_styles_that_are_used_as_often_none_is_the_usual_one():
    one_each = "Silt rose (https://a.example/1). Sand fell.【4†source】"
    assert "CIT015" not in codes([one_each])
    assert "CIT015" in codes([f"{one_each} Clay stays.【5†source】"])


def test_forms_that_a_format_chooses_are_no_mixed_styles():
    text = r"\begin{document}Silt rose \cite{a}. Sand fell \cite{a}. Clay came.\footnote{Clay. https://a.example/1}\end{document}"
    extraction = extract_text(text, as_format="latex")
    assert {marker.style for claim in extraction.claims for marker in claim.markers} == {"key", "footnote"}
    assert "CIT015" not in {each.problem.code for each in Audit(AuditSettings()).of(extraction)}


def test_shares_are_of_claims_with_sources():
    text = "\n\n".join(f"Silt {at} rose [{1 + (at > 11)}]." for at in range(24))
    text += "\n\n## References\n[1] Silt. https://a.example/1\n[2] Sand. https://a.example/2\n"
    assert codes([text], share=0.5) == set()
    assert codes([text], share=0.49) == {"CIT102"}
    (first, second) = audited([text], share=0.49)
    assert first.problem.message == "https://a.example/1 carries 12 of 24 claims with sources (50%)"
    assert second.problem.message == "https://a.example/2 carries 12 of 24 claims with sources (50%)"
    assert (first.excerpt, second.excerpt) == (None, None)  # it is of the texts together, not of this line


@pytest.mark.parametrize(
    "url",
    """
    https://example.org http://example.org/ https://example.org:443/a?b#c ftp://ftp.example.org/x www.example.org/a
    https://user:pass@example.org/ https://[2001:db8::1]/x https://192.0.2.255:65535/ http://localhost:8000/
    https://example.org/a%20b https://xn--mnchen-3ya.example/ https://例え.jp/パス https://example.org/a_(b)_[c]
    https://example.org./x https://a-b.example.org/~x;y=1,2!*'() https://example.org/a//b https://example.co.uk
    https://example.org/?q=a:b@c/d?e https://a_b.example.org/x https://example.org/...a
    """.split(),
)
def test_right_addresses(url):
    assert fault_of_url(url) is None


@pytest.mark.parametrize(
    "url",
    [
        *"""
    https:// https://example https://exa..mple.org https://-a.example.org https://a-.example.org https://example.org:99999
    https://example.org:80a/ https://example.org/50%/x https://example.org/%zz https://example.org/a|b https://example.org/a\\b
    https://example.org/a<b> https://example.org/"x" https://example.org/{x} https://256.1.1.1/ https://[::zz]/ https://[1
    https://exa!mple.org/ https://example.org/long... https://example.org/lon… https://example.123 https://:80/x https://@/x
    """.split(),
        "https://example.org/a b",
        f"https://{'a' * 64}.example.org/",
        f"https://{'abc.' * 70}org/",
        "http//example.org//:x",
    ],
)
def test_wrong_addresses(url):
    assert fault_of_url(url) is not None


def test_an_address_without_a_host_is_told_so():
    assert fault_of_url("https:///silt") == "has no host"


@pytest.mark.parametrize(
    "doi",
    """10.1000/xyz123 10.1016/S0140-6736(20)30183-5 10.1002/(SICI)1097-4636(199823)43:3<421::AID-JBM>3.0.CO;2-X
    10.1021/ja0123 10.1207/s15326985ep4102&1_4 10.123456789/a 10.48550/arXiv.2101.00001 10.1371/journal.pbio.0020188""".split(),
)
def test_dois(doi):
    assert is_doi(doi)


@pytest.mark.parametrize(
    "doi", "10.1000 10.1000/ 11.1000/x 10.123/x 10.1234567890/x 10.xxxx/y doi:10.1000/x 10.1000/a|b".split()
)
def test_what_is_no_doi(doi):
    assert not is_doi(doi)


WORDS = st.lists(
    st.sampled_from(
        "Silt rose .  [1] [2] [3] [1-9] [9-1] [^1] (Doe, 2020) ; ## References \n\n \n [1] [2] ^ [ ] ) https://a.example/1 https://b "
        "doi:10.1 Doe, J. (2020). <!-- indexer: ignore CIT001 --> # - > 在 。 | ibid. \ud800 [1]: [^1]: <sup>1</sup>".split(
            " "
        )
    ),
    max_size=60,
).map(" ".join)


@given(st.lists(WORDS, min_size=1, max_size=3))
def test_findings_of_any_text_are_faithful(texts):
    for each in audited(texts, select=("ALL",), least_words=1, share=0.01):
        told, excerpt = each.problem, each.excerpt
        text = extract_text(texts[int(told.uri.removesuffix(".md"))], as_format="markdown").document.text
        assert 0 <= told.span.start <= told.span.end <= len(text)
        assert (told.line, told.column) == (
            text.count("\n", 0, told.span.start) + 1,
            told.span.start - text.rfind("\n", 0, told.span.start),
        )
        assert (each.end_line, each.end_column) >= (told.line, told.column)
        assert told.name == KINDS[told.code].name
        assert told.message
        assert "\n" not in told.message
        if excerpt is not None:
            assert 0 <= excerpt.start < excerpt.end <= len(excerpt.text)
            shown = excerpt.text[excerpt.start : excerpt.end].removesuffix("…")
            assert text[told.span.start :].startswith(shown)


@pytest.mark.parametrize(
    "unit",
    [
        "<!-- indexer: ignore CIT001 -->\n",
        "[3 ",
        "3] ",
        "a[1]b ",
        "# [1]\n",
        "[1] https://a.example/%\n",
        "[1] doi:10.1\n",
        "% indexer: ignore",
        "A claim of some words [1].\n\n",
        "[1]: https://a.example/1...\n",
        "§",
        "pp. ",
    ],
)
def test_time_is_linear(unit):
    tail = "\n\n## References\n[1] Silt. https://a.example/1\n[3] Sand. https://a.example/2\n"
    ends_in = (
        "Silt rose [1]. Sand fell [2].\n\n## References\n[2] Silt. https://a.example/1\n[1] Silt. https://a.example/1 "
    )

    def run(text):
        return audited([text + tail, ends_in + text], select=("ALL",), least_words=0)

    def make(size):
        return unit * (size // len(unit))

    assert_linear(unit, run, make, 64_000)


def test_a_wide_gap_is_told_whole():
    text = "Silt rose [1]. Sand fell [5000].\n\n## References\n[1] Silt. https://a.example/1\n[5000] Sand. https://a.example/2\n"
    (found,) = audited([text], select=("CIT009",))
    assert found.problem.message == "[5000] follows [1]: [2] to [4999] are missing"


def test_one_claim_of_many_texts_takes_no_square_time():
    def run(words):
        texts = [
            f"The silt rose by a metre [1].\n\n[1]: https://a.example/{at < 1}\n" for at in range(len(words) // 40)
        ]
        assert len(audited(texts, select=("CIT103",))) == len(texts)

    assert_linear("CIT103", run, lambda size: "x" * size, 16_000)
