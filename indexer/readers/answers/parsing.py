"""From bytes to JSON: one value, or one on each line; broken ones are reported with their place."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from indexer.errors import ReadError
from indexer.model import Span
from indexer.patterns import pattern
from indexer.readers.decoding import decode
from indexer.readers.parsed import Fault

# What surrounds the objects: fields of events, or the brackets of an array with an object on each line.
_FRAME = pattern(r"(?:event|id|retry):[^\n]*|:[^\n]*|data:\s*(?:\[DONE\])?|[\[\],]")
_LONGEST_NUMBER = 400  # digits; no offset has that many
_MOST_NAMED = 20  # broken lines that are reported one by one


def parse(data: bytes) -> tuple[list[Any], list[Fault]]:
    """The values of a file, and its faults. A single value is a list of one.

    Raises `ReadError` if nothing can be read; the message says where the first value breaks off.
    """
    try:
        text, problems = decode(data, "")
    except ReadError as error:
        raise ReadError(str(error).removeprefix(": ")) from error
    faults = [Fault(problem.code, problem.message, Span(0, 0)) for problem in problems]
    try:
        return [_load(text)], faults
    except json.JSONDecodeError as error:
        values, broken = _lines(text)
        if not values:
            raise ReadError(f"is not valid JSON: {_place(error, error.lineno)}; mend it there") from error
        return values, faults + broken


def _lines(text: str) -> tuple[list[Any], list[Fault]]:
    """The objects of a text with one on each line, bare or as the data of events; a single line is not such a text."""
    values: list[Any] = []
    broken: list[str] = []
    lines = [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    for number, line in lines:
        bare = line.strip()
        if _FRAME.fullmatch(bare):
            continue
        try:
            values.append(_load(bare.removeprefix("data:").rstrip(",")))
        except json.JSONDecodeError as error:
            broken.append(_place(error, number))
        except ReadError as error:
            broken.append(f"line {number} {error}")
    objects = [value for value in values if isinstance(value, dict) and value]
    return (values if objects and len(lines) > 1 else []), list(_faults(broken))


def _faults(broken: list[str]) -> Iterator[Fault]:
    for place in broken[:_MOST_NAMED]:
        yield Fault("TXT006", f"{place}; this line is passed over", Span(0, 0))
    if more := broken[_MOST_NAMED:]:
        yield Fault("TXT006", f"{len(more)} more lines are broken, from {more[0]} on; they are passed over", Span(0, 0))


def _place(error: json.JSONDecodeError, line: int) -> str:
    return f"line {line}, column {error.colno}: {error.msg}"


def _load(text: str) -> Any:
    try:
        return json.loads(text, parse_int=_integer, parse_constant=_no_number)
    except RecursionError as error:
        raise ReadError("is nested too deeply to be an answer") from error


def _integer(digits: str) -> int | None:
    return int(digits) if len(digits) <= _LONGEST_NUMBER else None


def _no_number(_: str) -> None:
    """None for NaN and the infinities, which are not JSON."""
