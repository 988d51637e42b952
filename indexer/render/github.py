"""Annotations of GitHub Actions: one line for each finding, which the runner shows at its place in the change.

Form: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from indexer.render.view import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from indexer.model import Finding
    from indexer.render.view import View

_COMMANDS = {"error": "error", "warning": "warning", "info": "notice"}
_DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})


def annotation_lines(records: Iterable[Finding], _kind: type, _view: View) -> Iterator[str]:
    """One annotation for each finding."""
    for finding in records:
        told = finding.problem
        values = {
            "file": visible(told.uri),
            "line": str(told.line),
            "endLine": str(finding.end_line),
            "col": str(told.column),
            "endColumn": str(finding.end_column),
            "title": f"{told.code} {told.name}",
        }
        if finding.end_line != told.line:  # columns count in one line only
            del values["col"], values["endColumn"]
        properties = ",".join(f"{name}={value.translate(_PROPERTY)}" for name, value in values.items())
        yield f"::{_COMMANDS[told.severity]} {properties}::{visible(told.message).translate(_DATA)}\n"
