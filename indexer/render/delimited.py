r"""CSV and TSV: a header, then a row a record, in the columns of `COLUMNS`.

The columns are keys of the JSON objects. Lists are joined by `; `, headings by ` > `, the labels of a source are
`uri[label]`, spans `start-end`. CSV quotes as RFC 4180 does, with `\n` between rows. TSV quotes nothing: tab, newline,
carriage return and backslash are written `\t` `\n` `\r` `\\`, so that every line is a row and every tab divides cells.
A cell that a spreadsheet would run as a formula gets a `'` in front; numbers and names of standard input do not.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

from indexer.model import Change, Claim, DocumentSummary, Finding, Hit, Impact, Problem, Source, Tally
from indexer.patterns import pattern
from indexer.render.records import as_dict
from indexer.render.view import HitInContext, visible
from indexer.reports import Copied, Damage, Failure, IngestReport, Rebuilt, Stats

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from indexer.render.view import View

_CLAIM = (
    "id", "document", "title", "ordinal", "start", "end", "line", "column", "locator", "heading",
    "block", "text", "statement", "attribution", "labels", "sources",
)  # fmt: skip
_HIT = (*_CLAIM, "score", "highlights")
_PROBLEM = ("code", "name", "severity", "message", "document", "start", "end", "line", "column")

COLUMNS: dict[type, tuple[str, ...]] = {
    Claim: _CLAIM,
    Hit: _HIT,
    HitInContext: (*_HIT, "before", "after"),
    Source: ("id", "title", "url", "doi", "labels", "claims", "inherited", "documents"),
    DocumentSummary: ("uri", "title", "digest", "claims", "direct", "inherited", "none", "sources", "problems"),
    Problem: _PROBLEM,
    Finding: _PROBLEM,
    Tally: ("code", "name", "severity", "count"),
    Change: ("kind", "old", "new", "old_line", "new_line", "before", "after", "old_sources", "new_sources"),
    Impact: (*_CLAIM, "falls", "left"),
    IngestReport: ("added", "updated", "unchanged", "removed", "failed", "claims", "problems", "gone"),
    Failure: ("path", "message"),
    Damage: ("file", "part", "message"),
    Rebuilt: ("kept", "anew", "lost", "claims"),
    Copied: ("added", "updated", "unchanged", "removed", "claims", "verified"),
    Stats: ("documents", "claims", "direct", "inherited", "none", "sources", "problems", "half", "gini"),
}

# OWASP's list of what begins a formula, its full-width forms included.
_FORMULA = pattern(r"[=+\-@\t\r\n＝＋－＠]")
_NUMBER = pattern(r"[+-]?(\d+([.,]\d+)*|\.\d+)%?")
# What is called after standard input, which is no formula and must be the same in all forms: `-`, `-#0-12`, `-[1]; -[2]`.
_STDIN = pattern(r"-(#\d+-\d+|\[\w+\](; -\[\w+\])*)?")
_BUT_TAB_AND_NEWLINE = pattern(r"[^\t\n]+")
_TSV_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def _failures(found: Iterable[dict[str, str]]) -> str:
    return "; ".join(f"{each['path']}: {each['message']}" for each in found)


_JOINED: dict[str, Callable[[Any], str]] = {
    "heading": " > ".join,
    "highlights": lambda spans: "; ".join(f"{start}-{end}" for start, end in spans),
    "lost": _failures,
    "failed": _failures,
}


def csv_rows(records: Iterable[Any], kind: type, _view: View) -> Iterator[str]:
    """Rows for spreadsheets."""
    yield _csv_line(COLUMNS[kind])
    for record in records:
        yield _csv_line(
            _BUT_TAB_AND_NEWLINE.sub(lambda match: visible(match[0]), cell) for cell in _cells(record, kind)
        )


def tsv_rows(records: Iterable[Any], kind: type, _view: View) -> Iterator[str]:
    """Rows for `cut` and `awk`."""
    yield "\t".join(COLUMNS[kind]) + "\n"
    for record in records:
        yield "\t".join(visible(cell.translate(_TSV_ESCAPES)) for cell in _cells(record, kind)) + "\n"


def _csv_line(cells: Iterable[str]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow(cells)
    return line.getvalue()


def _cells(record: object, kind: type) -> list[str]:
    values = as_dict(record)
    return [_cell(key, values[key]) for key in COLUMNS[kind]]


def _cell(key: str, value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, (int, float)):
        return str(value)
    text = _joined(key, value)
    if _FORMULA.match(text) and not (_NUMBER.fullmatch(text) or _STDIN.fullmatch(text)):
        return "'" + text
    return text


def _joined(key: str, value: Any) -> str:
    if key in _JOINED:
        return _JOINED[key](value)
    if isinstance(value, dict):
        return "; ".join(f"{uri}[{label}]" for uri, labels in value.items() for label in labels)
    return "; ".join(value) if isinstance(value, list) else value
