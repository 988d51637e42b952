"""Golden articles whose input is made by the tests: `golden/<case>` holds the claims and the codes of the problems.

UPDATE_GOLDEN=1 in the environment writes what the code finds over the expectations; read the difference before you keep it.
"""

import json
import os
from pathlib import Path

from indexer.claims import extract_claims
from indexer.readers import read_document

GOLDEN = Path(__file__).parent / "golden"
UPDATE = os.environ.get("UPDATE_GOLDEN") == "1"


def extraction(data, name):
    return extract_claims(read_document(data, uri=name, name=name))


def as_row(claim):
    return {
        "statement": claim.statement,
        "labels": list(claim.labels),
        "sources": ["ref" if source.startswith("ref:") else source for source in claim.source_ids],
        "attribution": claim.attribution,
        "styles": [marker.style for marker in claim.markers],
        "heading": list(claim.heading),
        "block": claim.block,
        "locator": claim.locator,
    }


def checked(name, found):
    path = GOLDEN / name
    if UPDATE:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(f"{line}\n" for line in found), encoding="utf-8")
    return path.read_text("utf-8").splitlines()


def assert_golden(case, data, suffix):
    """Compare what is extracted from a file with what a careful reader wants of it."""
    found = extraction(data, f"input{suffix}")
    rows = [as_row(claim) for claim in found.claims]
    expected = [
        json.loads(line)
        for line in checked(f"{case}/claims.jsonl", [json.dumps(row, ensure_ascii=False) for row in rows])
    ]
    assert [row["statement"] for row in rows] == [row["statement"] for row in expected]
    assert rows == expected
    codes = [problem.code for problem in found.problems]
    assert codes == checked(f"{case}/problems.txt", codes)
