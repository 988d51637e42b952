"""SARIF 2.1.0, which code hosts and editors read: one run, with all rules.

Schema: https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from indexer.problems import KINDS
from indexer.render.findings import placed_message
from indexer.render.view import visible
from indexer.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from indexer.model import Finding
    from indexer.render.view import View

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {"error": "error", "warning": "warning", "info": "note"}
_CODES = tuple(KINDS)


def sarif_log(records: Iterable[Finding], _kind: type, _view: View) -> Iterator[str]:
    """The log, written as findings come."""
    driver = {"name": "indexer", "semanticVersion": __version__, "rules": [_rule(code) for code in _CODES]}
    yield f'{{"$schema": "{_SCHEMA}", "version": "2.1.0", "runs": [{{"tool": {{"driver": {_dump(driver)}}},\n'
    yield '"columnKind": "unicodeCodePoints", "results": ['
    divider = "\n"
    for finding in records:
        yield divider + _dump(_result(finding))
        divider = ",\n"
    yield "\n]}]}\n"


def _rule(code: str) -> dict[str, Any]:
    kind = KINDS[code]
    return {
        "id": code,
        "name": kind.name.title().replace("-", ""),
        "shortDescription": {"text": kind.name.replace("-", " ")},
        "fullDescription": {"text": kind.meaning},
        "help": {"text": kind.meaning},
        "defaultConfiguration": {"level": _LEVELS[kind.severity], "enabled": kind.on},
    }


def _result(finding: Finding) -> dict[str, Any]:
    told = finding.problem
    place: dict[str, Any] = {"artifactLocation": {"uri": _address(told.uri)}}
    if not finding.rendered:
        place["region"] = _region(finding)
    return {
        "ruleId": told.code,
        "ruleIndex": _CODES.index(told.code),
        "level": _LEVELS[told.severity],
        "message": {"text": visible(placed_message(finding))},
        "locations": [{"physicalLocation": place}],
        "partialFingerprints": {"indexer/v1": finding.mark},
    }


def _region(finding: Finding) -> dict[str, int]:
    told = finding.problem
    return {
        "startLine": told.line,
        "startColumn": told.column,
        "endLine": finding.end_line,
        "endColumn": finding.end_column,
        "charOffset": told.span.start,
        "charLength": told.span.end - told.span.start,
    }


def _address(uri: str) -> str:
    """A uri as a relative reference, or as a `file:` URL if its path is absolute."""
    path = quote(uri.encode("utf-8", "surrogateescape"), safe="/-._~!$&'()*+,;=:@")
    if path.startswith("/"):
        return "file://" + path
    return "./" + path if ":" in path.partition("/")[0] else path


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=True)
