"""What a query matches, defined once for every backend: words by patterns, fields by values, and the words to highlight."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from indexer.index import analysis
from indexer.index.query import And, Field, FieldName, Fuzzy, Not, Or, Pattern, Phrase, Prefix, Query, Wildcard
from indexer.model import Span

HEADING_SEPARATOR = " · "
"""Stands between the headings above a claim when they are searched as one text."""
DOI_HOST = "doi.org"
"""The host of all DOIs."""


def glob(pattern: str, text: str) -> bool:
    """Whether the whole text is what the pattern describes: `*` any characters, `?` one. Goes back to one star only."""
    at = in_text = 0
    star, resume = -1, 0
    while in_text < len(text):
        if at < len(pattern) and pattern[at] == "*":
            star, resume = at, in_text
            at += 1
        elif at < len(pattern) and pattern[at] in ("?", text[in_text]):
            at += 1
            in_text += 1
        elif star >= 0:
            at, resume = star + 1, resume + 1
            in_text = resume
        else:
            return False
    return pattern[at:].strip("*") == ""


def within(first: str, second: str, distance: int) -> bool:
    """Whether at most `distance` edits turn one word into the other: insert, delete, replace, swap two neighbours."""
    if abs(len(first) - len(second)) > distance:
        return False
    before: list[int] = []
    last = list(range(len(second) + 1))
    for at, character in enumerate(first, 1):
        row = [at]
        for to, other in enumerate(second, 1):
            cost = min(last[to] + 1, row[-1] + 1, last[to - 1] + (character != other))
            if at > 1 < to and character == second[to - 2] and other == first[at - 2]:
                cost = min(cost, before[to - 2] + 1)
            row.append(cost)
        if min(row) > distance:
            return False
        before, last = last, row
    return last[-1] <= distance


def word_test(pattern: Pattern) -> Callable[[str], bool]:
    """The test that a word as written passes when the pattern matches it."""
    match pattern:
        case Prefix(start):
            return lambda word: word.startswith(start)
        case Wildcard(wildcard):
            return lambda word: glob(wildcard, word)
        case Fuzzy(like, distance):
            letters = frozenset(like)
            # Each letter that the word lacks takes an edit: most words of an index are passed over by that alone.
            return lambda word: len(letters.difference(word)) <= distance and within(like, word, distance)


def fixed_start(pattern: Pattern) -> str:
    """What every word that the pattern matches begins with."""
    match pattern:
        case Prefix(start):
            return start
        case Wildcard(wildcard):
            return re.split(r"[*?]", wildcard, maxsplit=1)[0]
        case Fuzzy():
            return ""


def source_test(value: str) -> Callable[[str], bool]:
    """The test for the source ids that `source:` with this value means.

    With a scheme: that URL, whether http or https. A DOI: with or without `doi:`. Else a host, which means all
    its pages and subdomains (`source:example.org`; for `doi.org`, all DOIs), or a host and the beginning of a path that ends where a part of it
    ends (`source:example.org/reports`). With `*`: a pattern for the whole id, with its scheme or without. Else the id.
    """
    lowered = value.lower().rstrip("/")
    bare = address_of(lowered) or lowered.removeprefix("www.")
    if "*" in value:
        return lambda found: glob(lowered, found.lower()) or glob(bare, address_of(found))
    exact = {value, lowered, f"doi:{lowered}"}
    if "://" in value or "." not in bare.partition("/")[0]:
        return lambda found: found in exact or address_of(found) == bare

    def is_below(found: str) -> bool:
        address = address_of(found)
        host = address.partition("/")[0]
        return (
            found in exact
            or address == bare
            or address.startswith((f"{bare}/", f"{bare}?"))
            or host.endswith(f".{bare}")
            or (bare == DOI_HOST and found.startswith("doi:"))
        )

    return is_below


def document_test(value: str) -> Callable[[str], bool]:
    """The test for the uris that `document:` with this value means, whatever their case.

    Whole parts of the path: `document:report.md` and `document:2024` both find `reports/2024/report.md`. With `*` or
    `?`: a pattern for the whole uri or for an end of it that begins a part: `document:rep*.md`.
    """
    key = document_key(value)
    if "*" not in key and "?" not in key:
        return lambda uri: f"/{key}/" in f"/{path_key(uri)}/"
    patterns = document_patterns(key)
    return lambda uri: any(glob(pattern, path_key(uri)) for pattern in patterns)


def document_key(value: str) -> str:
    """The value of `document:` in the form in which uris are compared."""
    return path_key(value).strip("/").removeprefix("./")


def document_patterns(key: str) -> tuple[str, ...]:
    """The patterns of whole uris that a pattern means. `**/` may mean no folder, as in shells; `*` already is any characters."""
    return tuple(start + each for each in dict.fromkeys((key, key.replace("**/", ""))) for start in ("", "*/"))


def _equality(value: str) -> Callable[[str], bool]:
    return lambda found: found == value


FIELDS: Mapping[FieldName, Callable[[str], Callable[[str], bool]]] = {
    "source": source_test,
    "document": document_test,
    "label": _equality,
    "attribution": _equality,
}
"""For each field, the function that makes a test of its value in a query."""


def field_test(field: Field) -> Callable[[str], bool]:
    """The test that the values of a claim pass if the field matches."""
    test, ids = FIELDS[field.name](field.value), field.ids
    return (lambda found: found in ids or test(found)) if ids else test


def fields(query: Query) -> Iterator[Field]:
    """The fields of a query that are compared by value, in their order."""
    match query:
        case And(parts) | Or(parts):
            for part in parts:
                yield from fields(part)
        case Not(part):
            yield from fields(part)
        case Field():
            yield query


def heading_text(heading: Iterable[str]) -> str:
    """The headings above a claim as the one text that `heading:` searches."""
    return HEADING_SEPARATOR.join(heading)


def occurrences(steps: tuple[analysis.Element, ...], found: list[analysis.Token]) -> Iterator[int]:
    """The positions in a text's tokens at which a phrase begins."""
    if not steps:
        return
    for first in range(len(found) - steps[-1].offset):
        if all(_is_step(step, found[first + step.offset].term) for step in steps):
            yield first


def highlight(query: Query, statement: str) -> tuple[Span, ...]:
    """Ordered, disjoint spans of the words of a statement that the query's positive parts matched."""
    # By its numbers: to compare spans themselves loads what makes their methods.
    spans = sorted(_matched(query, statement, analysis.tokens(statement)), key=lambda span: (span.start, span.end))
    merged: list[Span] = []
    for span in spans:
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return tuple(merged)


def _matched(query: Query, statement: str, found: list[analysis.Token]) -> Iterator[Span]:
    match query:
        case And(parts) | Or(parts):
            for part in parts:
                yield from _matched(part, statement, found)
        case Phrase(text, "statement"):
            steps = analysis.phrase(text)
            for first in occurrences(steps, found):
                yield from (_step_span(step, first + step.offset, found) for step in steps)
        case Prefix(field="statement") | Wildcard(field="statement") | Fuzzy(field="statement"):
            test = word_test(query)
            yield from (Span(start, end) for word, start, end in analysis.written(statement) if test(word))


def _is_step(step: analysis.Element, term: str) -> bool:
    return term == step.term or (step.open and term.startswith(step.term))


def _step_span(step: analysis.Element, position: int, found: list[analysis.Token]) -> Span:
    token = found[position]
    # An open step asks for the first of the two characters of its term; the next term begins with the second.
    end = found[position + 1].start if step.open and len(token.term) > 1 else token.end
    return Span(token.start, max(end, token.start + 1))


def address_of(url: str) -> str:
    """A URL as `source:` compares it: without scheme, `www.` and case; empty for anything else."""
    return url.lower().partition("://")[2].removeprefix("www.")


def path_key(uri: str) -> str:
    """A uri as `document:` compares it: without case, composed, with slashes."""
    if not uri.isascii():
        from unicodedata import normalize  # noqa: PLC0415  # hardly ever needed

        uri = normalize("NFC", uri)
    return uri.casefold().replace("\\", "/")
