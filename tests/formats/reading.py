"""What is read of a text in the tests of formats: each claim is seen to stand where it says."""

from __future__ import annotations

from indexer import Extraction
from indexer.claims import extract_claims
from indexer.readers import read_document


def read(text: str | bytes, form: str | None = None, name: str = "u") -> Extraction:
    data = text.encode() if isinstance(text, str) else text
    found = extract_claims(read_document(data, uri=name, name=name, as_format=form))
    for claim in found.claims:
        assert found.document.text[claim.span.start : claim.span.end] == claim.text
    return found


def statements(text: str | bytes, form: str | None = None, name: str = "u") -> list[str]:
    return [claim.statement for claim in read(text, form, name).claims]
