"""Typed access to the fields of untrusted JSON: a field of another type counts as missing."""

from __future__ import annotations

from typing import Any

from indexer.patterns import pattern

JsonObject = dict[str, Any]

_LONE = pattern("[\ud800-\udfff]")


def words(record: JsonObject, *names: str) -> str:
    """The first of some fields that is a non-empty string, cleaned; empty if there is none."""
    return next((clean(found) for name in names if isinstance(found := record.get(name), str) and found), "")


def folded(record: JsonObject, *names: str) -> str:
    """The same with white space folded, for titles and addresses."""
    return " ".join(words(record, *names).split())


def inner(record: JsonObject, *names: str) -> JsonObject:
    """The first of some fields that is an object; an empty one if there is none."""
    return next((found for name in names if isinstance(found := record.get(name), dict)), {})


def values(record: JsonObject, *names: str) -> list[Any]:
    """The first of some fields that is an array; an empty one if there is none."""
    return next((found for name in names if isinstance(found := record.get(name), list)), [])


def records(record: JsonObject, *names: str) -> list[JsonObject]:
    """The objects in the first of some fields that is an array."""
    return [item for item in values(record, *names) if isinstance(item, dict)]


def clean(text: str) -> str:
    r"""The text with `\n` as its only newline and without lone surrogates; all offsets stay valid."""
    if "\r" in text:
        text = text.replace("\r\n", " \n").replace("\r", "\n")
    return text if text.isascii() else _LONE.sub("\ufffd", text)
