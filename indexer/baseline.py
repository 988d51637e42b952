"""Baselines: which problems were there already, so that only new ones fail.

A baseline is a JSON file: `{"version": 1, "findings": {uri: {code: {mark: how many}}}}`. Marks do not depend on lines, so that a
finding is the same when the text above it grows; uris count from the folder of the file, wherever the audit is run.
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
    """What was there already, as a file tells. Raises `SettingsError` for one that cannot be read."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._left = _read(path)

    def has(self, finding: Finding) -> bool:
        """Whether a finding was there; each that was is found once, or as often as it was."""
        key = _key(finding, self._path)
        if self._left[key] <= 0:
            return False
        self._left[key] -= 1
        return True


def _read(path: str) -> Counter[tuple[str, str, str]]:
    """How often each finding was there."""
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
        raise SettingsError(f"{path}: is no baseline; write one with --update-baseline") from error
    raise SettingsError(f"{path}: is a baseline of another version; write it anew with --update-baseline")


def write_baseline(path: str, findings: Iterable[Finding]) -> None:
    """Keep what is there. Raises `OSError`, and `SettingsError` for a file that holds something else, which stays."""
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
        raise SettingsError(f"{path}: is no baseline, and is not overwritten; name another file with --baseline")


def _key(finding: Finding, path: str) -> tuple[str, str, str]:
    uri = os.path.relpath(finding.problem.uri, os.path.dirname(os.path.abspath(path))).replace(os.sep, "/")
    return uri, finding.problem.code, finding.mark
