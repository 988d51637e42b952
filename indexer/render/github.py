"""Annotations of GitHub Actions: one line for each finding, which the runner shows at its place in the change.

Form: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexer.render.findings import placed_message
from indexer.render.view import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from indexer.model import Finding
    from indexer.render.view import View

_COMMANDS = {"error": "error", "warning": "warning", "info": "notice"}
_DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})


def annotation_lines(records: Iterable[Finding], _kind: type, _view: View) -> Iterator[str]:
    """One annotation for each finding, at the head of a file whose text is rendered."""
    for finding in records:
        told = finding.problem
        values = {"file": visible(told.uri)} | _place(finding) | {"title": f"{told.code} {told.name}"}
        properties = ",".join(f"{name}={value.translate(_PROPERTY)}" for name, value in values.items())
        message = visible(placed_message(finding)).translate(_DATA)
        yield f"::{_COMMANDS[told.severity]} {properties}::{message}\n"


def _place(finding: Finding) -> dict[str, str]:
    told = finding.problem
    if finding.rendered:
        return {}
    lines = {"line": str(told.line), "endLine": str(finding.end_line)}
    if finding.end_line != told.line:  # columns count in one line only
        return lines
    return lines | {"col": str(told.column), "endColumn": str(finding.end_column)}
