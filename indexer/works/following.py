"""Entries that name a work by one that stands before them: `Ibid., p. 7`, `Smith, op. cit.`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from indexer.model import Reference
from indexer.notes import reads_as_prose
from indexer.works.names import fold
from indexer.works.repeats import read_repeat

_WORD = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")
_TITLE = re.compile(r"[\"“„«(*_]")
_OPENING = 60  # characters of an entry in which its first author stands


def follow_repeats(references: Sequence[Reference]) -> tuple[list[Reference], list[tuple[Reference, str]]]:
    """Entries in the order of the text, those that repeat a work with its source; and those that cannot be told, with why.

    `3. Ibid., p. 7` is the work of the entry before it, `5. Smith, op. cit.` that of the last one by Smith.
    """
    followed: list[Reference] = []
    by_word: dict[str, Reference] = {}  # the last entry that has a word among its first ones
    unknown: list[tuple[Reference, str]] = []
    for reference in references:
        repeat = None if reference.named else read_repeat(reference.text)
        if repeat is None:
            followed.append(reference)
            by_word.update(
                dict.fromkeys(_words(_TITLE.split(reference.text[:_OPENING].lstrip("*_"), maxsplit=1)[0]), reference)
            )
            continue
        work = by_word.get("".join(_words(repeat.name)[-1:])) if repeat.name else (followed[-1] if followed else None)
        if work is None:
            unknown.append((reference, f"{reference.text[:60]}: no entry before it names the work"))
        elif not reads_as_prose(work.text):  # a note that is prose may name many works
            reference = replace(reference, source_id=work.source_id, url=work.url, doi=work.doi, title=work.title)  # noqa: PLW2901  # the same entry, with its source
        followed.append(reference)
    return followed, unknown


def _words(text: str) -> list[str]:
    return _WORD.findall(fold(text))
