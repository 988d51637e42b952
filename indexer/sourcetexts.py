"""The texts of sources, against which claims are checked: a JSON file that lists them, or a folder of files named after them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from indexer.audit.evidence import SourceText
from indexer.errors import ReadError, SettingsError
from indexer.files import reason
from indexer.readers import read_document
from indexer.sources import canonical_source


def read_sources(path: str) -> dict[str, SourceText]:
    """The texts by source id.

    A file is a JSON object from sources (an id, a URL or a DOI) to paths relative to the folder of the file. In a folder the
    name of each file, percent-decoded, is a source, both with and without its suffix: `doi%3A10.1000%2Fxyz.txt`,
    `https%3A%2F%2Fexample.org%2Fhub.html`. Raises `SettingsError`.
    """
    root = Path(path)
    named = _in_folder(root) if root.is_dir() else _in_file(root)
    read: dict[Path, SourceText] = {}
    found = {_id_of(name): read.get(file) or read.setdefault(file, _read(file)) for name, file in named}
    if not found:
        raise SettingsError(
            f"{path}: has no texts of sources; name each file by its source, percent-encoded, or list them in JSON"
        )
    return found


def _in_folder(folder: Path) -> Iterator[tuple[str, Path]]:
    files = [file for file in sorted(folder.iterdir()) if file.is_file() and not file.name.startswith(".")]
    yield from ((unquote(file.name), file) for file in files)
    yield from ((unquote(file.stem), file) for file in files if file.suffix)


def _in_file(path: Path) -> Iterator[tuple[str, Path]]:
    try:
        held: Any = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SettingsError(f"{path}: cannot be read: {reason(error)}") from error
    except ValueError as error:
        raise SettingsError(f"{path}: is not valid JSON: {error}") from error
    if not isinstance(held, dict) or not all(isinstance(file, str) for file in held.values()):
        raise SettingsError(f'{path}: does not list texts; write {{"https://example.org/a": "a.txt"}}')
    return ((name, path.parent / file) for name, file in held.items())


def _id_of(name: str) -> str:
    return canonical_source(name) or name


def _read(file: Path) -> SourceText:
    try:
        return SourceText(read_document(file.read_bytes(), uri=str(file), name=file.name).text)
    except OSError as error:
        raise SettingsError(f"{file}: cannot be read: {reason(error)}") from error
    except ReadError as error:
        raise SettingsError(str(error)) from error
