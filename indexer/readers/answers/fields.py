"""Fields of untrusted JSON: each is asked for with its type, and a field of another type counts as missing."""

from __future__ import annotations

import re
from typing import Any

JsonObject = dict[str, Any]

_LONE = re.compile("[\ud800-\udfff]")


def words(record: JsonObject, *names: str) -> str:
    """The first of the fields that is a string and not empty, cleaned; otherwise an empty string."""
    return next((clean(found) for name in names if isinstance(found := record.get(name), str) and found), "")


def folded(record: JsonObject, *names: str) -> str:
    """The same with white space folded: titles and addresses."""
    return " ".join(words(record, *names).split())


def inner(record: JsonObject, *names: str) -> JsonObject:
    """The first of the fields that is an object; else an empty one."""
    return next((found for name in names if isinstance(found := record.get(name), dict)), {})


def values(record: JsonObject, *names: str) -> list[Any]:
    """The first of the fields that is an array; else an empty one."""
    return next((found for name in names if isinstance(found := record.get(name), list)), [])


def records(record: JsonObject, *names: str) -> list[JsonObject]:
    """The objects in the first of the fields that is an array."""
    return [item for item in values(record, *names) if isinstance(item, dict)]


def clean(text: str) -> str:
    r"""The text with `\n` as its only newline and without halves of surrogate pairs; every offset stays."""
    if "\r" in text:
        text = text.replace("\r\n", " \n").replace("\r", "\n")
    return text if text.isascii() else _LONE.sub("\ufffd", text)
