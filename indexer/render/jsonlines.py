"""JSON: one line for each record, or an array with one line for each record. Both are written as the records come."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from indexer.patterns import pattern
from indexer.render.records import as_dict

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from indexer.render.view import View

# Legal in JSON as they are, but terminals obey them, readers split lines at them, or UTF-8 cannot encode them.
_UNSAFE = pattern("[\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def json_lines(records: Iterable[Any], _kind: type, _view: View) -> Iterator[str]:
    """One object on each line."""
    for record in records:
        yield _dump(record) + "\n"


def json_array(records: Iterable[Any], _kind: type, _view: View) -> Iterator[str]:
    """One array; `[]` for no records."""
    opening = "["
    for record in records:
        yield f"{opening}\n{_dump(record)}"
        opening = ","
    yield "[]\n" if opening == "[" else "\n]\n"


def _dump(record: object) -> str:
    text = json.dumps(as_dict(record), ensure_ascii=False)
    return _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
