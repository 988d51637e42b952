"""The claims that every engine gets: invented, taken from texts, or read from a file; always the same ones.

A file of claims has a line for each, with tabs between: id, document, ordinal, start, end, source ids with commas
between, text. The claims of a document stand together, in order.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from itertools import accumulate, chain, count, islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

A_DOCUMENT = 40  # claims
FEWEST_WORDS, MOST_WORDS = 8, 36
LEXEMES = 50_000
SHORT_LEXEMES = 2_000  # the commonest words are the shortest
FLATTENING = 2.7  # of Zipf's law at its top, after Mandelbrot
FORMS = {"": 0.7, "s": 0.15, "ed": 0.1, "ing": 0.05}
NUMBERS = 0.01  # of the words
CONSONANTS, VOWELS = "bdfgklmnprtvz", "aeiou"
LAST = "kmpgb"  # no suffix that a stemmer of English knows ends so, and all stemmers take `FORMS` off
CHANGED = 0.2  # of the words of a copy
NEW = 0.01  # words of a copy that no other has


class Row(NamedTuple):
    """A line of a file of claims."""

    id: str
    document: str
    ordinal: int
    start: int
    end: int
    sources: tuple[str, ...]
    text: str


@dataclass(frozen=True)
class Claims:
    """The first `count` claims of a file: what an engine indexes."""

    path: Path
    count: int

    def rows(self) -> Iterator[Row]:
        return islice(read_rows(self.path), self.count)

    def part(self, number: int, of: int) -> Iterator[Row]:
        """One of several parts of the claims, of about the same size, which share no document."""
        first, end = (self.count * at // of for at in (number, number + 1))
        last = next(read_rows(self.path, first - 1)).document if first else None
        begun = first == 0
        for at, row in enumerate(islice(read_rows(self.path, first), self.count - first), first):
            fresh = row.document != last
            if at >= end and fresh:
                return
            begun, last = begun or fresh, row.document
            if begun:
                yield row


def read_rows(path: Path, skipped: int = 0) -> Iterator[Row]:
    with path.open(encoding="utf-8") as lines:
        for line in islice(lines, skipped, None):
            name, document, ordinal, start, end, sources, text = line.rstrip("\n").split("\t")
            found = tuple(sources.split(",")) if sources else ()
            yield Row(name, document, int(ordinal), int(start), int(end), found, text)


def write_rows(path: Path, rows: Iterable[Row]) -> None:
    with path.open("w", encoding="utf-8") as file:
        for row in rows:
            file.write("\t".join(map(str, (*row[:5], ",".join(row.sources), row.text))) + "\n")


def lexemes(dice: random.Random) -> list[str]:
    """Invented words of two or three syllables, each once."""
    found: dict[str, None] = {}
    while len(found) < LEXEMES:
        syllables = 2 if len(found) < SHORT_LEXEMES else 3
        parts = (dice.choice(CONSONANTS) + dice.choice(VOWELS) for _ in range(syllables))
        found["".join(parts) + dice.choice(LAST)] = None
    return list(found)


def vocabulary(dice: random.Random) -> tuple[list[str], list[float]]:
    """Words in their forms, and the sums of their weights up to each: few are common, most are rare."""
    words: list[str] = []
    weights: list[float] = []
    for rank, lexeme in enumerate(lexemes(dice)):
        words += [lexeme + ending for ending in FORMS]
        weights += [share / (rank + 1 + FLATTENING) for share in FORMS.values()]
    return words, list(accumulate(weights))


def invented() -> Iterator[Row]:
    """Claims without end. There are ever more sources, and a few of them are cited most."""
    dice = random.Random(20)  # noqa: S311  (the same claims each time is what is wanted)
    words, weights = vocabulary(dice)
    made = 0
    for number in count():
        document, offset = f"d{number:08}", 0
        for ordinal in range(A_DOCUMENT):
            chosen = dice.choices(words, cum_weights=weights, k=dice.randint(FEWEST_WORDS, MOST_WORDS))
            text = sentence(dice, chosen)
            pool = 50 + made // 50
            sources = dict.fromkeys(int(pool * dice.random() ** 3) for _ in range(dice.randint(1, 3)))
            start, end = offset, offset + len(text)
            named = tuple(f"s{source:07}" for source in sources)
            yield Row(f"{document}#{start}-{end}", document, ordinal, start, end, named, text)
            offset, made = end + 1, made + 1


def sentence(dice: random.Random, words: Sequence[str]) -> str:
    """The words with commas and numbers between, a capital and a stop."""
    signs = [str(dice.randint(10, 99_999)) if dice.random() < NUMBERS else word for word in words]
    comma = dice.randrange(len(signs) * 2)
    if comma < len(signs) - 1:
        signs[comma] += ","
    return " ".join(signs).capitalize() + "."


def taken(folder: Path) -> list[Row]:
    """The claims of the texts in a folder, with short ids for their sources."""
    from indexer.claims import extract_claims  # noqa: PLC0415  (slow to import, and mostly not needed)
    from indexer.readers import known_suffixes, read_document  # noqa: PLC0415

    rows: list[Row] = []
    numbers: dict[str, int] = {}
    paths = sorted(path for path in folder.rglob("*") if path.suffix.lower() in known_suffixes() and path.is_file())
    for path in paths:
        name = path.relative_to(folder).as_posix()
        for claim in extract_claims(read_document(path.read_bytes(), uri=name, name=path.name)).claims:
            sources = tuple(f"s{numbers.setdefault(source, len(numbers)):07}" for source in claim.source_ids)
            text = " ".join(claim.statement.split())
            rows.append(Row(claim.id, name, claim.ordinal, claim.span.start, claim.span.end, sources, text))
    return rows


def copies(rows: Sequence[Row]) -> Iterator[Row]:
    """The claims again and again without end; after the first time with other documents, words and sources."""
    yield from rows
    words = list(chain.from_iterable(row.text.split(" ") for row in rows))
    for number in count(1):
        dice = random.Random(number)  # noqa: S311  (the same claims each time is what is wanted)
        for row in rows:
            text = " ".join(changed(dice, word, words, number) for word in row.text.split(" "))
            sources = tuple(f"{source}x{number}" if dice.random() < 0.5 else source for source in row.sources)
            yield row._replace(
                id=f"{row.id}~{number:04}", document=f"{row.document}~{number:04}", sources=sources, text=text
            )


def changed(dice: random.Random, word: str, words: Sequence[str], number: int) -> str:
    """The word, or another of the claims', as common as that is, or one that there was not."""
    chance = dice.random()
    if chance < NEW and word.isalpha():
        return word + "".join("abcdefghij"[int(digit)] for digit in str(number))
    return dice.choice(words) if chance < CHANGED else word


def make(path: Path, number: int, *, texts: Path | None = None, claims: Path | None = None) -> None:
    """Write `number` claims: of the texts in a folder or of a file, repeated as needed, or else invented ones."""
    if texts:
        rows = taken(texts)
    elif claims:
        rows = list(islice(read_rows(claims), number))
    else:
        write_rows(path, islice(invented(), number))
        return
    if not rows:
        raise SystemExit(f"{texts or claims}: there are no claims in it")
    write_rows(path, islice(copies(rows), number))
