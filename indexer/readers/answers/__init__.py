"""Answers of language-model providers: JSON, one or many in a file, recognised by their keys (see `formats.FORMATS`)."""

from __future__ import annotations

from typing import Any

from indexer.errors import ReadError
from indexer.model import Span
from indexer.readers.answers.claimlines import holds_claims, read_claims
from indexer.readers.answers.composing import compose
from indexer.readers.answers.formats import NAMES, answers_in, gathered, is_event
from indexer.readers.answers.parsing import parse
from indexer.readers.answers.records import Answer
from indexer.readers.parsed import Fault, ParsedText


def read_answers(data: bytes) -> ParsedText:
    """The answers of a file as one text. Raises `ReadError` for anything but JSON, and for JSON in no known format."""
    values, faults = parse(data)
    found = values[0] if len(values) == 1 and isinstance(values[0], list) else values
    if holds_claims(found):
        return read_claims(found, faults)
    answers: list[Answer] = []
    unread: list[int] = []
    events = False
    for number, value in enumerate(gathered(values), 1):
        found = list(answers_in(value))
        answers += found
        if not found and is_event(value):
            events = True
        elif not found:
            unread.append(number)
    if not answers:
        raise ReadError(_refusal(values, events=events))
    faults += [
        Fault("TXT006", f"record {number} holds no answer that is read; it is passed over", Span(0, 0))
        for number in unread
    ]
    return compose(answers, faults)


def _refusal(values: list[Any], *, events: bool) -> str:
    if events:
        return "holds a stream of events, in which answers are in pieces: save the finished response instead"
    return f"holds no answer that is read, among {len(values)} records: the shapes are {NAMES}"
