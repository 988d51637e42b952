"""Lists of references that are mended: golden texts, and what holds for any text."""

from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_audit import setting
from timing import assert_linear

from indexer import AuditSettings, extract_text
from indexer.audit import Audit
from indexer.fixes import FIXABLE, mend, same_claims

GOLDEN = Path(__file__).parent / "golden" / "fixes.txt"


class Case(NamedTuple):
    name: str
    settings: dict[str, object]
    left: list[str]
    before: str
    after: str


def read_case(written):
    name, _, rest = written.partition("\n")
    settings, left, lines = {}, [], rest.split("\n")
    while lines[0][:2] in ("! ", "? "):
        line = lines.pop(0)
        if line.startswith("? "):
            settings |= dict(map(setting, line[2:].split()))
        else:
            left.append(line[2:])
    before, _, after = "\n".join(lines).partition("----\n")
    return Case(name, settings, left, before.rstrip("\n") + "\n", (after or before).rstrip("\n") + "\n")


CASES = [read_case(each) for each in GOLDEN.read_text(encoding="utf-8").split("\n==== ")[1:]]


def mended(text, **settings):
    extraction = extract_text(text, as_format="markdown")
    told = [each.problem for each in Audit(AuditSettings(**settings)).of(extraction)]
    return mend(extraction, told)


def extracted(text):
    return extract_text(text, as_format="markdown")


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_golden(case):
    fix = mended(case.before, **case.settings)
    assert fix.after == case.after
    assert len(fix.left) == len(case.left)
    assert all(words in reason for words, reason in zip(case.left, fix.left, strict=True))
    assert same_claims(extracted(case.before), extracted(fix.after))
    assert mended(fix.after, **case.settings).after == fix.after


def test_counts():
    by_name = {case.name: case for case in CASES}
    fix = mended(by_name["two entries of one work are one"].before)
    assert (fix.dropped, fix.merged, fix.numbered) == (0, 1, 1)
    fix = mended(by_name["a list is sorted"].before)
    assert (fix.dropped, fix.merged, fix.numbered) == (0, 0, 3)
    fix = mended(by_name["an entry that nothing names goes, and the numbers close up"].before)
    assert (fix.dropped, fix.merged, fix.numbered) == (1, 0, 1)


MARKERS = ["[{}]", "【{}】", "[[{}]]", "\\[{}\\]", "[{}, p. 3]", "[{}][{}]", "[{}, {}]", "[{}; {}, {}]", "[{}-{}]"]


@st.composite
def texts(draw):
    """A text with a list in disorder: entries for the same works, numbers that are missing, entries that nothing names."""
    numbers = draw(st.lists(st.integers(1, 30), min_size=2, max_size=12, unique=True))
    if draw(st.booleans()):
        numbers.sort()
    works = draw(st.lists(st.integers(1, 8), min_size=len(numbers), max_size=len(numbers)))
    label = st.integers(1, 31) if draw(st.booleans()) else st.sampled_from(numbers)
    prose = []
    for at in range(draw(st.integers(1, 8))):
        form = draw(st.sampled_from(MARKERS))
        prose.append(f"Silt{at} rose in spring {form.format(*(draw(label) for _ in range(form.count('{}'))))}.")
    form = draw(
        st.sampled_from(["[{}] Work {} told. https://a.example/{}", "{}. [Work {} told](https://a.example/{})"])
    )
    entries = [form.format(number, work, work) for number, work in zip(numbers, works, strict=True)]
    between = draw(st.sampled_from(["\n", "\n\n", "  \n"]))
    end = draw(st.sampled_from(["", "\n", "\n\nThe end came late.\n"]))
    return " ".join(prose) + "\n\n## References\n\n" + between.join(entries) + end


@given(texts())
def test_claims_stay_and_all_else(text):
    fix = mended(text)
    before, after = extracted(text), extracted(fix.after)
    assert same_claims(before, after)
    assert mended(fix.after).after == fix.after
    assert outside(before) == outside(after)
    # A label without an entry keeps its number, and so leaves a gap.
    dangling = any(problem.code == "CIT001" for problem in after.problems)
    assert fix.left or fixable(after) <= ({"CIT009"} if dangling else set())


def fixable(extraction):
    found = Audit(AuditSettings(select=FIXABLE)).of(extraction)
    return {each.problem.code for each in found}


def outside(extraction):
    """What is neither a marker nor an entry."""
    text = extraction.document.text
    body, _, rest = text.partition("## References")
    end = max(reference.span.end for reference in extraction.document.references if reference.covers != reference.span)
    for claim in reversed(extraction.claims):
        for marker in reversed(claim.markers):
            if marker.span.end <= len(body):
                body = body[: marker.span.start] + body[marker.span.end :]
    return body, text[end:] if rest else ""


@pytest.mark.parametrize(
    "make",
    [
        lambda size: (
            "Silt rose [1].\n\n## References\n"
            + "".join(f"[{n}] A{n}. https://a.example/{n}\n" for n in range(size // 30))
        ),
        lambda size: (
            "Silt rose [1]. " * (size // 30)
            + "\n\n## References\n[1] A b. https://a.example/1\n[3] C d. https://a.example/3\n"
        ),
        lambda size: (
            "Silt rose [2][3]. " * (size // 30)
            + "\n\n## References\n[2] A b. https://a.example/1\n[3] C d. https://a.example/1\n"
        ),
        lambda size: (
            "Silt rose [3]. "
            + "[1 " * (size // 3)
            + "\n\n## References\n[1] A b. https://a.example/1\n[3] C d. https://a.example/3\n"
        ),
        lambda size: "".join(
            f"## P{n}\nSilt rose [2].\n\n### References\n[1] A b. https://a.example/1\n[2] C d. https://b.example/{n}\n\n"
            for n in range(size // 90)
        ),
    ],
    ids=["entries", "markers", "markers that are merged", "mentions", "lists"],
)
def test_time_is_linear(make):
    def stage(text):
        extraction = prepared[text]
        return mend(extraction, told[text])

    prepared, told = {}, {}

    def made(size):
        text = make(size)
        if text not in prepared:
            prepared[text] = extracted(text)
            told[text] = [each.problem for each in Audit(AuditSettings()).of(prepared[text])]
        return text

    assert_linear("mend", stage, made, 64_000)
