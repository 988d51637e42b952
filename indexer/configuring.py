"""Settings in files: `indexer.toml`, or `[tool.indexer]` in `pyproject.toml`, here or in the nearest folder above.

The keys in `SHARED` apply to all commands that read texts; the table `audit` has the settings of audits.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, get_args

from indexer.errors import SettingsError
from indexer.files import Exclusion, reason
from indexer.late import dataclass, field
from indexer.model import Severity

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

_FILES = {"indexer.toml": (), "pyproject.toml": ("tool", "indexer")}
_AUDIT = "audit"
SHARED = ("exclude", "bibliography")
_SEVERITIES = get_args(Severity)


@dataclass(frozen=True, slots=True)
class Configuration:
    """The settings of a file, by key and checked for their types. Patterns and file names are relative to `root`.

    `shared` applies to all commands that read texts; `values` applies to audits, and includes what is shared.
    """

    values: dict[str, Any]
    root: Path
    shared: dict[str, Any] = field(default_factory=dict)

    def beside(self, name: str) -> str:
        """The path of a file that the settings name."""
        return str(self.root / name)

    def excluded(self, patterns: Iterable[str]) -> tuple[Exclusion, ...]:
        """Patterns of the settings, relative to the folder of the settings."""
        return tuple(Exclusion(each, str(self.root)) for each in patterns)


def _texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


_KEYS: dict[str, tuple[str, Callable[[Any], bool]]] = {
    "select": ("a list of codes", _texts),
    "extend-select": ("a list of codes", _texts),
    "ignore": ("a list of codes", _texts),
    "severity": (f"one of {', '.join(_SEVERITIES)}", lambda value: value in _SEVERITIES),
    "share": ("a percentage from 1 to 100", lambda value: type(value) in (int, float) and 1 <= value <= 100),
    "least-words": ("a whole number", lambda value: type(value) is int and value >= 0),
    "headings": ("a list of texts", _texts),
    "exclude": ("a list of patterns", _texts),
    "bibliography": ("a list of files", _texts),
    "per-file-ignores": (
        "a table of patterns with lists of codes",
        lambda value: isinstance(value, dict) and all(map(_texts, value.values())),
    ),
    "evidence": ("the name of a folder or file", lambda value: isinstance(value, str)),
    "baseline": ("the name of a file", lambda value: isinstance(value, str)),
}


def find_configuration(folder: Path) -> Configuration:
    """The settings of the nearest file that has any, from a folder upwards; empty if there is none. Raises `SettingsError`."""
    here = folder.absolute()
    for above in (here, *here.parents):
        for name, keys in _FILES.items():
            if (above / name).is_file() and (found := _read(above / name, keys)) is not None:
                return found
    return Configuration({}, folder)


def read_configuration(path: Path) -> Configuration:
    """The settings of one file. Raises `SettingsError`, also if it has none."""
    keys = _FILES.get(path.name, _FILES["indexer.toml"])
    found = _read(path, keys)
    if found is None:
        raise SettingsError(f"{path}: has no table [{'.'.join((*keys, _AUDIT))}]")
    return found


def _read(path: Path, keys: tuple[str, ...]) -> Configuration | None:
    try:
        with path.open("rb") as file:
            held: Any = tomllib.load(file)
    except OSError as error:
        raise SettingsError(f"{path}: cannot be read: {reason(error)}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: is not valid TOML: {error}") from error
    for key in keys:
        held = held.get(key) if isinstance(held, dict) else None
    if not held:
        return None
    if not isinstance(held, dict):
        raise SettingsError(f"{path}: [{'.'.join(keys)}] is not a table")
    return _configuration(held, ".".join((*keys, _AUDIT)), path)


def _configuration(held: dict[str, Any], table: str, path: Path) -> Configuration:
    """The settings in the table of audits and the shared ones beside it. Raises `SettingsError` for any others."""
    if outside := held.keys() - {_AUDIT, *SHARED}:
        beside = f"all commands share {' and '.join(SHARED)}, other settings stand in that table"
        raise SettingsError(f"{path}: {min(outside)!r} is outside of [{table}]: {beside}")
    audit = held.get(_AUDIT, {})
    if not isinstance(audit, dict):
        raise SettingsError(f"{path}: [{table}] is not a table")
    shared = _checked({key: held[key] for key in SHARED if key in held}, path)
    values = _checked(audit, path)
    together = {key: [*value, *values.get(key, ())] for key, value in shared.items()}
    return Configuration(values | together, path.absolute().parent, shared)


def _checked(values: dict[str, Any], path: Path) -> dict[str, Any]:
    for key, value in values.items():
        if key not in _KEYS:
            raise SettingsError(f"{path}: {key!r} is not a setting of an audit; use one of {', '.join(_KEYS)}")
        expected, holds = _KEYS[key]
        if not holds(value):
            raise SettingsError(f"{path}: {key} is {value!r}; write {expected}")
    return values
