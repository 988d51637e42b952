"""Baselines: which problems are known already, so that only new ones fail an audit.

A baseline is a JSON file: `{"version": 1, "findings": {uri: {code: {mark: how many}}}}`. Marks do not depend on lines, so a
finding stays the same when the text above it grows. Uris are relative to the folder of the file, wherever the audit is run.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from indexer.errors import SettingsError
from indexer.files import reason
from indexer.model import Finding
from indexer.replacing import replace_file

_VERSION = 1


class Baseline:
    """The findings in a baseline file. Raises `SettingsError` if it cannot be read."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._left = _read(path)

    def has(self, finding: Finding) -> bool:
        """Whether a finding is known. Each one in the file counts once: `has` consumes it."""
        key = _key(finding, self._path)
        if self._left[key] <= 0:
            return False
        self._left[key] -= 1
        return True


def _read(path: str) -> Counter[tuple[str, str, str]]:
    """How often each finding is in the file."""
    try:
        held: Any = json.loads(Path(path).read_text(encoding="utf-8"))
        if held["version"] == _VERSION:
            return Counter(
                {
                    (uri, code, mark): int(number)
                    for uri, codes in held["findings"].items()
                    for code, marks in codes.items()
                    for mark, number in marks.items()
                }
            )
    except OSError as error:
        message = f"{path}: the baseline cannot be read: {reason(error)}; write one with --update-baseline"
        raise SettingsError(message) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise SettingsError(f"{path}: is not a baseline; write one with --update-baseline") from error
    raise SettingsError(f"{path}: is a baseline of another version; write it again with --update-baseline")


def write_baseline(path: str, findings: Iterable[Finding]) -> None:
    """Write the findings to a file. Raises `OSError`, and `SettingsError` for a file that holds something else, which is kept."""
    _assert_replaceable(path)
    held: dict[str, dict[str, dict[str, int]]] = {}
    for (uri, code, mark), number in sorted(Counter(_key(finding, path) for finding in findings).items()):
        held.setdefault(uri, {}).setdefault(code, {})[mark] = number
    text = json.dumps({"version": _VERSION, "findings": held}, ensure_ascii=False, indent=1)
    replace_file(path, (text + "\n").encode())


def _assert_replaceable(path: str) -> None:
    """Raise `SettingsError` for a file that is neither empty nor a baseline of any version."""
    try:
        content = Path(path).read_bytes()
        held: Any = json.loads(content) if content.strip() else {"version": 0, "findings": {}}
    except FileNotFoundError:
        return
    except ValueError:
        held = None
    if not isinstance(held, dict) or not {"version", "findings"} <= held.keys():
        raise SettingsError(f"{path}: is not a baseline, so it is not overwritten; name another file with --baseline")


def _key(finding: Finding, path: str) -> tuple[str, str, str]:
    uri = os.path.relpath(finding.problem.uri, os.path.dirname(os.path.abspath(path))).replace(os.sep, "/")
    return uri, finding.problem.code, finding.mark
