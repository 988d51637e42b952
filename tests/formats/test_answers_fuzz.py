"""Answers that are real in shape, changed anywhere: they are read or refused, and what is read is true."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_properties import contains, disjoint

from indexer import ReadError, Span
from indexer.claims import extract_claims
from indexer.readers import read_document

ARTICLES = Path(__file__).parents[1] / "golden" / "articles"
PATHS = sorted(ARTICLES.glob("answers-*/input.*"))
CASES = [path.parent.name.removeprefix("answers-") for path in PATHS]

odd = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 400),
    st.sampled_from([10**30, 1.5, float("nan"), float("inf"), {}, [], [[]], [None], {"a": 1}, "", "\ud800", "a\r\nb"]),
    st.sampled_from(
        ["https://example.org/a", "[1]", "1", "\ue200cite\ue202turn0\ue201", "\ue200entity\ue202[\ue201", "# a\n\n- b"]
    ),
    st.text(max_size=9),
)
changes = st.lists(
    st.tuples(
        st.floats(0, 1), st.sampled_from(["set", "set", "delete", "copy", "shift", "insert"]), odd, st.floats(0, 1)
    ),
    min_size=1,
    max_size=5,
)


def places(value: Any) -> list[tuple[Any, Any]]:
    """Every place of a value, as the container and the key."""
    found: list[tuple[Any, Any]] = []
    waiting = [value]
    while waiting:
        container = waiting.pop()
        for key in container if isinstance(container, dict) else range(len(container)):
            found.append((container, key))
            if isinstance(container[key], (dict, list)):
                waiting.append(container[key])
    return found


def changed(value: Any, change: tuple[float, str, Any, float]) -> None:
    at, how, new, other = change
    there = places(value)
    if not there:
        return
    container, key = there[int(at * (len(there) - 1))]
    if how == "set":
        container[key] = json.loads(json.dumps(new))
    elif how == "delete":
        del container[key]
    elif how == "copy":
        source, name = there[int(other * (len(there) - 1))]
        container[key] = json.loads(json.dumps(source[name]))
    elif how == "shift" and type(container[key]) is int:
        container[key] += int(100 * other) - 50
    elif isinstance(container[key], str):
        middle = int(other * len(container[key]))
        container[key] = container[key][:middle] + str(new) + container[key][middle:]


def records_of(path: Path) -> Any:
    text = path.read_text("utf-8")
    return json.loads(text) if path.suffix == ".json" else [json.loads(line) for line in text.splitlines()]


@pytest.mark.parametrize("path", PATHS, ids=CASES)
@given(changes=changes, by_line=st.booleans())
def test_changed_answers(path: Path, changes: list[tuple[float, str, Any, float]], *, by_line: bool) -> None:
    value = records_of(path)
    for change in changes:
        changed(value, change)
    lines = value if by_line and isinstance(value, list) else [value]
    check("\n".join(json.dumps(line) for line in lines).encode())


@pytest.mark.parametrize("path", PATHS, ids=CASES)
@given(at=st.floats(0, 1), put=st.binary(max_size=3), cut=st.integers(0, 40))
def test_changed_bytes(path: Path, at: float, put: bytes, cut: int) -> None:
    data = path.read_bytes()
    place = int(at * len(data))
    check(data[:place] + put + data[place + cut :])


def check(data: bytes) -> None:
    """Only `ReadError` may be raised, and every span must be true."""
    try:
        document = read_document(data, uri="u", name="u.json", as_format="answers")
    except ReadError as error:
        assert str(error).startswith("u: ")  # noqa: PT017  # either outcome is right
        return
    found = extract_claims(document)
    whole = Span(0, len(document.text))
    assert disjoint([block.span for block in document.blocks])
    assert disjoint([claim.span for claim in found.claims])
    for claim in found.claims:
        assert document.text[claim.span.start : claim.span.end] == claim.text
        assert disjoint([marker.span for marker in claim.markers])
        for marker in claim.markers:
            assert contains(claim.span, marker.span)
            assert marker.scope is not None
            assert contains(claim.span, marker.scope)
            assert len(marker.labels) == len(marker.source_ids)
        assert (claim.attribution == "none") == (not claim.source_ids)
    for item in (*found.problems, *found.document.references, *document.blocks):
        assert contains(whole, item.span)
    said = [document.text, document.title, *(problem.message for problem in found.problems)]
    said += [
        text for claim in found.claims for text in (claim.statement, *claim.labels, *claim.source_ids, *claim.heading)
    ]
    said += [f"{r.label}{r.text}{r.title}{r.url}{r.source_id}" for r in found.document.references]
    assert not any("\ud800" <= sign <= "\udfff" for text in said for sign in text)
