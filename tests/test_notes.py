"""Notes of legal and historical texts: which note is the source of which claim."""

from __future__ import annotations

import pytest

from indexer.claims import extract_claims
from indexer.model import Extraction
from indexer.readers import read_document

SMITH = "Smith v. Jones, 512 U.S. 1 (1994)"
DOE = "Doe v. Roe, 4 F.3d 2 (1993)"


def extract(text: str) -> Extraction:
    return extract_claims(read_document(text.encode(), uri="u.txt", name="u.txt"))


def sourced(extraction: Extraction) -> list[tuple[str, list[str]]]:
    """The statement of each claim that has sources, with the words of the entries that it rests on."""
    words: dict[str, str] = {}
    for reference in extraction.document.references:
        words.setdefault(reference.source_id or "", reference.text)
    return [(c.statement, [words.get(id_, id_) for id_ in c.source_ids]) for c in extraction.claims if c.source_ids]


@pytest.mark.parametrize(
    ("marker", "label"), [("[FN1]", "FN1."), ("[FN1]", "[FN1]"), ("[Footnote 1]", "[1]"), ("[fn. 1]", "[fn. 1]")]
)
def test_remarks_are_sources_where_a_text_has_no_other_markers(marker: str, label: str) -> None:
    found = sourced(extract(f"The bond is lost.{marker}\n\nFootnotes\n\n{label} {SMITH}.\n"))
    assert found == [("The bond is lost.", [f"{SMITH}."])]


def test_remarks_beside_markers_are_no_sources() -> None:
    text = f"The bond is lost.[1] It was spent.[FN1]\n\nReferences\n\n[1] {SMITH}.\n\nFootnotes\n\nFN1. {DOE}.\n"
    assert sourced(extract(text)) == [("The bond is lost.", [f"{SMITH}."])]
