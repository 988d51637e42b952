"""Settings in files: `[audit]` in `indexer.toml`, or `[tool.indexer.audit]` in `pyproject.toml`, here or in the nearest folder above."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

from indexer.errors import SettingsError
from indexer.files import reason
from indexer.late import dataclass
from indexer.model import Severity

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

_FILES = {"indexer.toml": ("audit",), "pyproject.toml": ("tool", "indexer", "audit")}
_SEVERITIES = get_args(Severity)


@dataclass(frozen=True, slots=True)
class Configuration:
    """What a file says: `values` by their keys, checked for their types, and the `root` from which its patterns and files count."""

    values: dict[str, Any]
    root: Path

    def beside(self, name: str) -> str:
        """A file that the settings name, which they do relative to themselves."""
        return str(self.root / name)


def _texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


_KEYS: dict[str, tuple[str, Callable[[Any], bool]]] = {
    "select": ("a list of codes", _texts),
    "extend-select": ("a list of codes", _texts),
    "ignore": ("a list of codes", _texts),
    "severity": (f"one of {', '.join(_SEVERITIES)}", lambda value: value in _SEVERITIES),
    "share": ("a number of percent from 1 to 100", lambda value: type(value) in (int, float) and 1 <= value <= 100),
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
    """The settings of the nearest file that has some, from a folder upwards. Raises `SettingsError`."""
    here = folder.absolute()
    for above in (here, *here.parents):
        for name, keys in _FILES.items():
            if (above / name).is_file() and (found := _read(above / name, keys)) is not None:
                return found
    return Configuration({}, folder)


def read_configuration(path: Path) -> Configuration:
    """The settings of one file, which must have some. Raises `SettingsError`."""
    keys = _FILES.get(path.name, _FILES["indexer.toml"])
    found = _read(path, keys)
    if found is None:
        raise SettingsError(f"{path}: has no table [{'.'.join(keys)}]")
    return found


def _read(path: Path, keys: tuple[str, ...]) -> Configuration | None:
    try:
        with path.open("rb") as file:
            held: Any = tomllib.load(file)
    except OSError as error:
        raise SettingsError(f"{path}: cannot be read: {reason(error)}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: is no TOML: {error}") from error
    for key in keys:
        if key == keys[-1] and isinstance(held, dict):
            _assert_alone(held, keys, path)
        held = held.get(key) if isinstance(held, dict) else None
    if held is None:
        return None
    if not isinstance(held, dict):
        raise SettingsError(f"{path}: [{'.'.join(keys)}] is no table")
    return Configuration(_checked(held, path), path.absolute().parent)


def _assert_alone(held: dict[str, Any], keys: tuple[str, ...], path: Path) -> None:
    """Raise `SettingsError` for what stands beside the table of settings, where nothing would read it."""
    for key in held:
        if key != keys[-1]:
            raise SettingsError(f"{path}: {key!r} is outside of [{'.'.join(keys)}], where the settings of audits stand")


def _checked(values: dict[str, Any], path: Path) -> dict[str, Any]:
    for key, value in values.items():
        if key not in _KEYS:
            raise SettingsError(f"{path}: {key!r} is no setting of an audit; there is {', '.join(_KEYS)}")
        expected, holds = _KEYS[key]
        if not holds(value):
            raise SettingsError(f"{path}: {key} is {value!r}; write {expected}")
    return values
