"""The golden cases: sentences, markers and references that people cut and read by hand.

`sentences.txt`: one case a line, a bar at each cut, `\\n` for a newline, comments begin with `# `. A line without
its bars is the text of a document. `markers.txt` and `references.txt`: cases apart by a line `---`, each of lines
`key: value`, where `input` is a whole document and what is expected is JSON; a title that a reference leaves out
is not compared. `identity.txt`: spellings of works, one a line, a blank line between works.
"""

from __future__ import annotations

import json
from itertools import pairwise, zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from indexer import identity
from indexer.claims import extract_claims
from indexer.identity.rules import RULES, Rule
from indexer.readers import read_document
from indexer.sources import canonical_source

if TYPE_CHECKING:
    from indexer.model import Extraction

GOLDEN = Path(__file__).parent / "golden"
SUFFIXES = {"text": ".txt", "markdown": ".md"}
KEYS = {"markers": {"text", "labels"}, "references": {"label", "url", "doi"}}


def extract(text: str, form: str = "text") -> Extraction:
    name = f"case{SUFFIXES[form]}"
    return extract_claims(read_document(text.encode(), uri=name, name=name, as_format=form))


def rendered(extraction: Extraction) -> str:
    """The text with a bar where a claim begins or ends; words that no claim owns stand in `‹›`."""
    text = extraction.document.text
    cuts = {0, len(text)}
    starts = set()
    for claim in extraction.claims:
        rest = text[claim.span.end :]
        cuts |= {claim.span.start, len(text) - len(rest.lstrip())}
        starts.add(claim.span.start)
    pieces = []
    for start, end in pairwise(sorted(cuts)):
        piece = text[start:end]
        lost = start not in starts and any(map(str.isalpha, piece))
        pieces.append(f"‹{piece}›" if lost else piece)
    return "|".join(pieces)


def sentence_cases() -> list[Any]:
    """One parameter a line, with the line's place as its id."""
    found = []
    for number, line in enumerate((GOLDEN / "sentences.txt").read_text("utf-8").splitlines(), 1):
        if not line or line != line.strip() or "||" in line or "|" in (line[0], line[-1]):
            raise ValueError(f"sentences.txt:{number}: no case and no comment: {line!r}")
        if not line.startswith("# "):
            found.append(pytest.param(line.replace("\\n", "\n"), id=f"sentences.txt:{number}"))
    return found


def checked(kind: str, fields: dict[str, str]) -> tuple[str, str, list[dict[str, Any]]]:
    """The document of a case, its format and what is expected of it."""
    where = f"{kind}.txt: {fields.get('name')}"
    if not {"name", "input", kind} <= set(fields) <= {"name", "input", "format", kind}:
        raise ValueError(f"{where}: wrong keys {sorted(fields)}")
    form, document, expected = fields.get("format", "text"), json.loads(fields["input"]), json.loads(fields[kind])
    if form not in SUFFIXES or not isinstance(document, str) or not document or not isinstance(expected, list):
        raise ValueError(f"{where}: wrong format, input or {kind}")
    for row in expected:
        if set(row) - {"title"} != KEYS[kind] or row.get("text", document) not in document:
            raise ValueError(f"{where}: wrong keys, or not in the input: {row}")
    return document, form, expected


def document_cases(kind: str) -> list[Any]:
    """One parameter a case, with the case's name as its id."""
    cases: list[dict[str, str]] = [{}]
    for number, line in enumerate((GOLDEN / f"{kind}.txt").read_text("utf-8").splitlines(), 1):
        if line == "---":
            cases.append({})
        elif not line.startswith("# "):
            key, colon, value = line.partition(": ")
            if not colon or key in cases[-1]:
                raise ValueError(f"{kind}.txt:{number}: not `key: value`, or twice: {line!r}")
            cases[-1][key] = value
    names = [case.get("name", "") for case in cases]
    if twice := {name for name in names if names.count(name) > 1}:
        raise ValueError(f"{kind}.txt: the same name twice: {sorted(twice)}")
    return [pytest.param(*checked(kind, case), id=name) for name, case in zip(names, cases, strict=True)]


@pytest.mark.parametrize("line", sentence_cases())
def test_sentences(line: str) -> None:
    assert rendered(extract(line.replace("|", ""))) == line


@pytest.mark.parametrize(("document", "form", "expected"), document_cases("markers"))
def test_markers(document: str, form: str, expected: list[dict[str, Any]]) -> None:
    extraction = extract(document, form)
    text = extraction.document.text
    markers = sorted((m for claim in extraction.claims for m in claim.markers), key=lambda marker: marker.span)
    assert [{"text": text[m.span.start : m.span.end], "labels": list(m.labels)} for m in markers] == expected


@pytest.mark.parametrize(("document", "form", "expected"), document_cases("references"))
def test_references(document: str, form: str, expected: list[dict[str, Any]]) -> None:
    found = []
    for reference, row in zip_longest(extract(document, form).document.references, expected, fillvalue=None):
        keys = ("label", "url", "doi", "title") if row is None else row
        found.append({key: getattr(reference, key, "no such entry") for key in keys})
    assert found == expected


def identity_groups() -> list[Any]:
    """One parameter a work, with the place of its first spelling as its id."""
    groups: list[list[str]] = [[]]
    places: list[int] = []
    for number, line in enumerate((GOLDEN / "identity.txt").read_text("utf-8").splitlines(), 1):
        if line != line.strip():
            raise ValueError(f"identity.txt:{number}: spaces around {line!r}")
        if not line:
            groups.append([])
        elif not line.startswith("# "):
            if not groups[-1]:
                places.append(number)
            groups[-1].append(line)
    spellings = [group for group in groups if group]
    if len({line for group in spellings for line in group}) != sum(map(len, spellings)):
        raise ValueError("identity.txt: a spelling stands twice")
    return [pytest.param(group, id=f"identity.txt:{place}") for group, place in zip(spellings, places, strict=True)]


@pytest.mark.parametrize("spellings", identity_groups())
def test_spellings_of_one_work(spellings: list[str]) -> None:
    found = {spelling: canonical_source(spelling) for spelling in spellings}
    assert None not in found.values()
    assert set(found.values()) == {found[spellings[0]]}


def test_different_works_stay_apart() -> None:
    first = [parameter.values[0][0] for parameter in identity_groups()]
    found = {spelling: canonical_source(spelling) for spelling in first}
    assert len(set(found.values())) == len(first), found


@pytest.mark.parametrize("spellings", identity_groups())
def test_an_entry_names_the_work_as_a_user_does(spellings: list[str]) -> None:
    for spelling in spellings:
        if spelling == "example.org/a/b":  # in words that may be a file
            continue
        document = f"The lake is shallow [1].\n\nReferences\n\n[1] Lake survey, 2020. {spelling}\n"
        found = [reference.source_id for reference in extract(document).document.references]
        assert found == [canonical_source(spelling)]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_every_rule_of_identity_is_needed(rule: Rule, monkeypatch: pytest.MonkeyPatch) -> None:
    groups = [parameter.values[0] for parameter in identity_groups()]
    with monkeypatch.context() as patch:
        patch.setattr(identity, "RULES", [row for row in RULES if row is not rule])
        forget_rules()
        found = [{canonical_source(spelling) for spelling in spellings} for spellings in groups]
    forget_rules()
    assert rule.reason
    assert max(map(len, found)) > 1 or len(set().union(*found)) < len(groups)


def forget_rules() -> None:
    for kept in (identity._rows, identity._rows_for_parts):
        kept.cache_clear()
