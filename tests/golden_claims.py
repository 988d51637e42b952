"""What golden articles pin: `claims.jsonl` has one claim a line, `problems.txt` the code of one problem a line.

A source that is known by the words of its reference alone stands as `ref`. Of a marker there are its style, its locator if
it has one, and its scope if that has not all the words of the claim. UPDATE_GOLDEN=1 in the environment writes what the code
finds over the expectations; read the difference before you keep it.
"""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any

from indexer import Claim, Extraction, Marker

UPDATE = os.environ.get("UPDATE_GOLDEN") == "1"


def as_row(claim: Claim, text: str) -> dict[str, Any]:
    return {
        "statement": claim.statement,
        "labels": list(claim.labels),
        "sources": ["ref" if source.startswith("ref:") else source for source in claim.source_ids],
        "attribution": claim.attribution,
        "markers": [_marker(marker, claim, text) for marker in claim.markers],
        "heading": list(claim.heading),
        "block": claim.block,
        "locator": claim.locator,
    }


def _marker(marker: Marker, claim: Claim, text: str) -> dict[str, str | None]:
    scope = None if marker.scope is None else " ".join(text[marker.scope.start : marker.scope.end].split())
    whole = scope is not None and _words(scope) == _words(claim.statement)
    locator = {} if marker.locator is None else {"locator": marker.locator}
    return {"style": marker.style, **locator, **({} if whole else {"scope": scope})}


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def assert_golden(folder: Path, found: Extraction) -> None:
    """Compare what is extracted from an article with what a careful reader wants of it."""
    rows = [as_row(claim, found.document.text) for claim in found.claims]
    lines = _checked(folder / "claims.jsonl", [json.dumps(row, ensure_ascii=False) for row in rows])
    expected = [json.loads(line) for line in lines]
    assert [row["statement"] for row in rows] == [row["statement"] for row in expected]
    assert rows == expected
    codes = [problem.code for problem in found.problems]
    assert codes == _checked(folder / "problems.txt", codes)


def _checked(path: Path, found: list[str]) -> list[str]:
    """The lines of an expectation, after they are replaced if that is asked for."""
    if UPDATE:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(f"{line}\n" for line in found), encoding="utf-8")
    return path.read_text("utf-8").splitlines()
