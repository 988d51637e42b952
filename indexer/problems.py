"""The kinds of problem that reading and extraction report: a table of code, name and severity."""

from __future__ import annotations

from indexer.model import Problem, Severity, Span

KINDS: dict[str, tuple[str, Severity]] = {
    "CIT001": ("dangling-label", "error"),
    "CIT002": ("unused-reference", "warning"),
    "CIT003": ("repeated-label", "warning"),
    "CIT004": ("no-references", "warning"),
    "CIT005": ("citation-needed", "info"),
    "CIT006": ("range-too-wide", "warning"),
    "CIT007": ("ambiguous-label", "warning"),
    "TXT001": ("guessed-encoding", "warning"),
    "TXT002": ("undecodable-bytes", "error"),
    "TXT003": ("empty-document", "warning"),
    "TXT004": ("offset-mismatch", "warning"),
    "TXT005": ("unread-part", "warning"),
    "TXT006": ("broken-line", "error"),
    "TXT007": ("missing-bibliography", "warning"),
}


def problem(  # noqa: PLR0913  # a record of six fields
    code: str, message: str, uri: str, span: Span, line: int = 1, column: int = 1
) -> Problem:
    """A problem of the kind `code`, which must be a row of `KINDS`."""
    name, severity = KINDS[code]
    return Problem(code, name, severity, message, uri, span, line, column)
