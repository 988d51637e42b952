"""The query language: text to a `Query`. Pure, linear and bounded; every character of a query is accounted for.

    words                    all must match, in any order; stemmed, without case and accents
    a OR b · a AND b · NOT a upper case only; NOT binds tightest, then AND (which may be left out), then OR
    -word  -"a b"  -(a b)    without these; before a digit the hyphen is a minus sign: write NOT 5
    (a OR b) c               grouping
    "a b" “a b” «a b» 「a」   these words in sequence
    semi*  wor?d  w*d        words as written: `*` is any characters, `?` exactly one between two characters
    word~  word~2            words at most 1 or 2 edits away (insert, delete, replace, swap two neighbours)
    source:  document:  heading:  attribution:  label:     a word or a quoted string follows at once

A sentence pasted from an article is a query: its markers (`[2]`, `【1】`, `(Smith, 2020)`; see `pasted`), punctuation,
links and emphasis are ignored. Anything that cannot be understood raises `QueryError`, whose message says what, where and what to do.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import get_args

from indexer.errors import QueryError
from indexer.index import analysis
from indexer.index.pasted import blanked
from indexer.index.query import (
    Field,
    FieldName,
    Fuzzy,
    Not,
    Phrase,
    Prefix,
    Query,
    TextField,
    Wildcard,
    conjunction,
    disjunction,
)
from indexer.late import dataclass, field
from indexer.model import Attribution
from indexer.patterns import pattern

MAX_LENGTH = 10_000
MAX_DEPTH = 50
MAX_DISTANCE = 2
FIELDS = ("source", "document", "heading", "attribution", "label")
_FIELD_ALONE = pattern(rf"(?<!\S)({'|'.join(FIELDS)}):[ \t]{{0,9}}\Z")
# What precedes a colon in running text, and is not a field.
SCHEMES = frozenset(
    {"http", "https", "ftp", "file", "mailto", "tel", "urn", "doi", "hdl", "arxiv", "isbn", "issn", "pmid", "oclc"}
)

LITERAL = "To search for the text as it stands, use --literal."

_QUOTES = {'"': '"', "“": "”", "„": "“”", "«": "»", "「": "」", "『": "』"}
_PHRASES = "|".join(f"{left}[^{left}{right}]*[{right}]" for left, right in _QUOTES.items())
_LEXER = pattern(
    rf"(?P<phrase>{_PHRASES})"
    r"|(?P<quote>\")"
    r"|(?P<open>\()|(?P<close>\))"
    r"|(?P<minus>(?<![^\s(])-(?=[^\W\d_]|[\"(“„«「『]))"
    r"|(?P<field>[A-Za-z_]{2,}:(?=[^\s:/]))"
    r"|(?P<chunk>[^\s\0\"()“”„«»「」『』]+)"
)
# The sign of a Hebrew acronym, which is typed as a quotation mark.
_GERSHAYIM = pattern('(?<=[\u05d0-\u05ea])"(?=[\u05d0-\u05ea])')
_VALUE = pattern(r"[^\s\"]+")
# What ends a word for good. Any other punctuation inside a word joins: `10:30`, `and/or`, `e-mail`.
_SEPARATORS = pattern(
    r"[^\0-\x7f\w§°‰$€£¥₩₹₽¢％＄￡￥’‘ʼ＇，" + analysis.MARKS + r"]+|[\[\]{}<>=|\\^`;]+|--+|\.\.+|(?<!\d)，|，(?!\d)"
)
_EDGES = ".,:;!?'’‘`&/\"，"
_FUZZY = pattern(r"(.*\w)~(\d*)", re.DOTALL)
_SEGMENT = pattern(rf"[\w*?'’{analysis.MARKS}]+")
_ENUMERATOR = pattern(r"(?<![^\s(])\w{1,3}\Z")


@dataclass(slots=True)
class _Group:
    """The parts read so far of one bracket, or of the whole query, and the operators that wait for it as an operand."""

    opened: int
    negated: bool = False
    waiting: tuple[str, int] | None = None
    alternatives: list[Query] = field(default_factory=list)
    parts: list[Query] = field(default_factory=list)


def parse(text: str) -> Query:
    """The query in a text. Raises `QueryError`."""
    _check_length(text)
    if bare := _FIELD_ALONE.search(text):
        advice = f"Write {bare[1]}:value without a space. {LITERAL}"
        raise _error(f"`{bare[1]}:`", bare.start(1), "has no value after it", advice)
    return _Parser(_GERSHAYIM.sub("\u05f4", text)).parse()


def literal(text: str) -> Query:
    """All words of `text`, none of it taken as an operator. Raises `QueryError` if there is no word."""
    _check_length(text)
    parts: list[Query] = [Phrase(chunk) for chunk in text.split() if analysis.has_words(chunk)]
    if not parts:
        raise _no_word(text)
    return conjunction(parts)


class _Parser:
    """One pass over the lexemes with a stack of open groups, so that depth costs no recursion."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.bare = blanked(text)
        self.stack = [_Group(0)]
        self.negated = False
        self.waiting: tuple[str, int] | None = None

    def parse(self) -> Query:
        """The query in the text."""
        at = 0
        while match := _LEXER.search(self.bare, at):
            at = _ACTIONS[match.lastgroup or ""](self, match)
        if len(self.stack) > 1:
            raise _error("The bracket", self.stack[-1].opened, "is never closed", "Close it or leave it out.")
        query = self.finish()
        if query is None:
            raise _no_word(self.text)
        return query

    def add(self, query: Query) -> None:
        """An operand, for the operator that waits for one."""
        self.stack[-1].parts.append(Not(query) if self.negated else query)
        self.negated, self.waiting = False, None

    def finish(self) -> Query | None:
        """The innermost group as a whole, None if it has no word."""
        if self.waiting:
            name, position = self.waiting
            raise _error(f"`{name}`", position, "has nothing on its right", "Add a word, or write it in lower case.")
        group = self.stack.pop()
        if group.parts:
            group.alternatives.append(conjunction(group.parts))
        return disjunction(group.alternatives) if group.alternatives else None

    def on_phrase(self, match: re.Match[str]) -> int:
        """`"…"`: these words in sequence; quotes around no word are punctuation."""
        inner = match[0][1:-1]
        if analysis.has_words(inner):
            self.add(Phrase(inner.replace("\0", " ").strip()))
        return match.end()

    def on_quote(self, match: re.Match[str]) -> int:
        """A quote without a closing one."""
        raise _error("The quote", match.start(), "is never closed", f"Close it or leave it out. {LITERAL}")

    def on_open(self, match: re.Match[str]) -> int:
        """`(`: a group begins."""
        if len(self.stack) > MAX_DEPTH:
            raise _error("The bracket", match.start(), f"is nested more than {MAX_DEPTH} deep", "Use fewer brackets.")
        self.stack.append(_Group(match.start(), self.negated, self.waiting))
        self.negated, self.waiting = False, None
        return match.end()

    def on_close(self, match: re.Match[str]) -> int:
        """`)`: a group ends; without one it may close an enumerator, `1)`."""
        if len(self.stack) > 1:
            group = self.stack[-1]
            query = self.finish()
            self.negated, self.waiting = group.negated, group.waiting
            if query is not None:
                self.add(query)
        elif not _ENUMERATOR.search(self.bare, max(0, match.start() - 4), match.start()):
            raise _error("The bracket", match.start(), "closes nothing", f"Open it or leave it out. {LITERAL}")
        return match.end()

    def on_minus(self, match: re.Match[str]) -> int:
        """`-`: what follows must not match."""
        return self.negate("-", match)

    def on_chunk(self, match: re.Match[str]) -> int:
        """An operator, or words."""
        action = _OPERATORS.get(match[0])
        if action:
            return action(self, match)
        for query in _words(match[0], match.start(), "statement"):
            self.add(query)
        return match.end()

    def negate(self, name: str, match: re.Match[str]) -> int:
        """What follows must not match."""
        self.negated, self.waiting = not self.negated, (name, match.start())
        return match.end()

    def on_not(self, match: re.Match[str]) -> int:
        """`NOT`."""
        return self.negate("NOT", match)

    def on_and(self, match: re.Match[str]) -> int:
        """`AND`, which is the default."""
        self.check_left(match)
        return match.end()

    def on_or(self, match: re.Match[str]) -> int:
        """`OR`: another alternative of the group."""
        self.check_left(match)
        group = self.stack[-1]
        group.alternatives.append(conjunction(group.parts))
        group.parts = []
        return match.end()

    def check_left(self, match: re.Match[str]) -> None:
        """Check that an infix operator has a left operand."""
        if self.waiting or not self.stack[-1].parts:
            advice = "Add a word, or write it in lower case."
            raise _error(f"`{match[0]}`", match.start(), "has nothing on its left", advice)
        self.waiting = (match[0], match.start())

    def on_field(self, match: re.Match[str]) -> int:
        """`name:value`, or words with a colon in them."""
        name = match[0][:-1]
        if name.lower() in FIELDS:
            value, quoted, end = self.value(match)
            self.add(_field(name.lower(), value, match.start(), quoted=quoted))
            return end
        after = self.bare[match.end()]
        if name.islower() and name not in SCHEMES and (after == "_" or after.isalnum() or after in _QUOTES):
            advice = f"Fields are {', '.join(f'{known}:' for known in FIELDS)}. Put a space after the colon. {LITERAL}"
            raise _error(f"`{name}:`", match.start(), "is not a field", advice)
        chunk = _CHUNK.match(self.bare, match.start())
        return self.on_chunk(chunk or match)

    def value(self, match: re.Match[str]) -> tuple[str, bool, int]:
        """A field's value, whether it was quoted, and where it ends. Taken from the text as typed, markers and all."""
        start = match.end()
        closers = _QUOTES.get(self.text[start])
        if closers:
            closing = pattern(f"[{closers}]").search(self.text, start + 1)
            if not closing:
                raise _error("The quote", start, "is never closed", f"Close it or leave it out. {LITERAL}")
            return self.text[start + 1 : closing.start()], True, closing.end()
        if self.text[start] == "(":
            advice = f"Repeat the field for each value: ({match[0]}a OR {match[0]}b)."
            raise _error(f"`{match[0]}`", match.start(), "cannot be followed by a bracket", advice)
        found = _VALUE.match(self.text, start)
        value = found[0] if found else ""
        # The bracket that closes a group does not belong to the value; one that the value opened does.
        surplus = value.count(")") - value.count("(")
        at_end = len(value) - len(value.rstrip(")"))
        value = value[: len(value) - max(0, min(surplus, at_end))]
        return value.rstrip(",;"), False, start + len(value)


_CHUNK = pattern(r"(?P<chunk>[^\s\0\"()“”„«»「」『』]+)")
_ACTIONS: dict[str, Callable[[_Parser, re.Match[str]], int]] = {
    "phrase": _Parser.on_phrase,
    "quote": _Parser.on_quote,
    "open": _Parser.on_open,
    "close": _Parser.on_close,
    "minus": _Parser.on_minus,
    "field": _Parser.on_field,
    "chunk": _Parser.on_chunk,
}
_OPERATORS: dict[str, Callable[[_Parser, re.Match[str]], int]] = {
    "OR": _Parser.on_or,
    "AND": _Parser.on_and,
    "NOT": _Parser.on_not,
}


def _words(chunk: str, position: int, field_name: TextField) -> Iterator[Query]:
    """The queries of a stretch without spaces, quotes and brackets; none if it is only punctuation."""
    if "://" in chunk:
        if analysis.has_words(chunk):
            yield Phrase(chunk.strip(_EDGES), field_name)
        return
    for piece in _SEPARATORS.split(chunk):
        yield from _piece(_unemphasised(piece), position, field_name)


def _unemphasised(piece: str) -> str:
    """A word without punctuation at its ends, and without the stars of `**bold**` and `*italic*`."""
    piece = piece.lstrip(_EDGES + "~-_").rstrip(_EDGES + "-_")
    if piece.startswith("*") and piece.rstrip(_EDGES).endswith("*"):
        piece = piece.strip(_EDGES + "*")
    if piece.startswith("**"):
        piece = piece.lstrip("*")
    if piece.endswith("**"):
        piece = piece.rstrip("*")
    return piece.strip(_EDGES)


def _piece(piece: str, position: int, field_name: TextField) -> Iterator[Query]:
    if not analysis.has_words(piece):
        return
    fuzzy = _FUZZY.fullmatch(piece)
    if fuzzy and "*" not in piece:
        yield from _fuzzy(fuzzy[1], fuzzy[2], position, field_name)
    elif piece.endswith("*") and piece.count("*") == 1 and "?" not in piece:
        yield from _ending(piece[:-1], field_name, lambda word: Prefix(word, field_name))
    elif "*" in piece or "?" in piece:
        yield from _wildcards(piece, field_name)
    else:
        yield Phrase(piece, field_name)


def _fuzzy(word: str, distance: str, position: int, field_name: TextField) -> Iterator[Query]:
    if len(distance) > 1 or not re.search(r"[^\W\d_]", word) or (distance and word[-1].isdecimal()):
        yield Phrase(f"{word} {distance}".strip(), field_name)
    elif distance not in {"", "1", "2"}:
        advice = f"Write {word}~ or {word}~{MAX_DISTANCE}."
        raise _error(f"`~{distance}`", position, f"is not a distance from 1 to {MAX_DISTANCE}", advice)
    else:
        yield from _ending(word, field_name, lambda last: Fuzzy(last, int(distance or 1), field_name))


def _ending(text: str, field_name: TextField, make: Callable[[str], Query]) -> Iterator[Query]:
    """The result of `make` for the last word, after the words before it. A script without spaces needs no pattern: any part is found."""
    words = analysis.wholes(text)
    if not words or words[-1].end < len(text):
        yield Phrase(text, field_name)
        return
    before = text[: words[-1].start]
    if analysis.has_words(before):
        yield Phrase(before, field_name)
    yield make(words[-1].word)


def _wildcards(piece: str, field_name: TextField) -> Iterator[Query]:
    """Each segment with a wildcard as a pattern; the others, and those of scripts without spaces, as words."""
    for segment in _SEGMENT.findall(piece):
        segment = segment.strip("?")  # noqa: PLW2901  # at an end it is punctuation
        if analysis.is_unspaced(segment) or not re.search(r"[*?]", segment):
            parts = re.split(r"[*?]+", segment)
            yield from (Phrase(part, field_name) for part in parts if analysis.has_words(part))
        elif analysis.has_words(segment):
            pattern = re.sub(r"\*+", "*", analysis.fold(segment).replace("'", ""))
            yield Wildcard(pattern, field_name)


def _field(name: str, value: str, position: int, *, quoted: bool) -> Query:
    value = value.strip()
    if name == "heading":
        parts: list[Query] = [Phrase(value, "heading")] if quoted else list(_words(value, position, "heading"))
        if not analysis.has_words(value) or not parts:
            raise _error("`heading:`", position, "has no word after it", 'Write heading:word or heading:"two words".')
        return conjunction(parts)
    if not value:
        raise _error(f"`{name}:`", position, "has no value after it", f"Write {name}:value without a space.")
    if name == "attribution":
        value = value.lower()
        if value not in get_args(Attribution):
            advice = f"Write one of {', '.join(get_args(Attribution))}."
            raise _error(f"`attribution:{value}`", position, "is not an attribution", advice)
    if name == "label":
        value = value.strip("[]【】").lstrip("^") or value
    names: dict[str, FieldName] = {known: known for known in get_args(FieldName)}
    return Field(names[name], value)


def _error(subject: str, position: int, fault: str, advice: str) -> QueryError:
    return QueryError(f"{subject} at column {position + 1} {fault}. {advice}", position)


def _no_word(text: str) -> QueryError:
    if not text.strip():
        return QueryError("The query is empty at column 1. Give at least one word.", 0)
    position = len(text) - len(text.lstrip())
    return QueryError(
        f"The query has no word from column {position + 1} on, only punctuation. Give at least one word, "
        "or list all claims with `indexer claims`.",
        position,
    )


def _check_length(text: str) -> None:
    if len(text) > MAX_LENGTH:
        raise QueryError(
            f"The query has {len(text):,} characters; from column {MAX_LENGTH + 1} on it is too long. "
            f"Use at most {MAX_LENGTH:,}, such as its most telling sentence.",
            MAX_LENGTH,
        )
