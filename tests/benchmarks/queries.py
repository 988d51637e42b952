"""The queries: nine shapes, chosen from the claims by how many hold a word; always the same ones for the same claims.

rare      one word that few claims hold             prefix    all words with a beginning
common    one word that many hold                   within    a word, among the claims of one source
both      two words                                 listed    every claim of a source in order
any       one of three words, one of them common    facets    the ten sources cited most where a word stands
phrase    two words in sequence
"""

from __future__ import annotations

import random
import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from claims import Row

    Pick = Callable[[list[str], tuple[str, ...]], list[str] | None]

SHAPES = ("rare", "common", "both", "any", "phrase", "prefix", "within", "listed", "facets")
PREFIX = 4  # letters
SAMPLE = 20_000  # claims to choose from

Queries = dict[str, list[list[str]]]

# Words that every engine cuts alike: letters only, with white space around, or a comma or a stop behind.
_WORD = re.compile(r"(?<!\S)[a-z]{4,30}(?=[,.]?(?!\S))")


class Range(NamedTuple):
    """How many claims a word or a source of a kind is in: shares of all, and at least and at most so many."""

    least: float
    most: float

    def holds(self, found: int, total: int) -> bool:
        return max(2, self.least * total) <= found <= max(4, self.most * total)


COMMON = Range(0.02, 0.2)
MIDDLING = Range(0.002, 0.02)
SOURCE = Range(0.0005, 0.005)
RARE_LEAST, RARE_MOST = 5, 20  # claims, however many there are


class Chooser:
    """What is known of the claims, and the choice of words among it."""

    def __init__(self, rows: Iterable[Row], steady: Callable[[str], bool]) -> None:
        self.words: Counter[str] = Counter()
        self.sources: Counter[str] = Counter()
        self.total = 0
        self.sample: list[Row] = []
        self.dice = random.Random(7)  # noqa: S311  (the same queries each time is what is wanted)
        for row in rows:
            self.words.update(set(_WORD.findall(row.text.lower())))
            self.sources.update(row.sources)
            self.total += 1
            self._keep(row)
        self.dice.shuffle(self.sample)
        self.steady = steady
        self.rare = self._words(lambda found: RARE_LEAST <= found <= RARE_MOST)
        self.common = self._words(lambda found: COMMON.holds(found, self.total))
        self.middling = self._words(lambda found: MIDDLING.holds(found, self.total)) - self.common

    def _keep(self, row: Row) -> None:
        """A sample in which each claim is as likely as any other."""
        if len(self.sample) < SAMPLE:
            self.sample.append(row)
        elif (place := self.dice.randrange(self.total)) < SAMPLE:
            self.sample[place] = row

    def _words(self, test: Callable[[int], bool]) -> set[str]:
        found = {word for word, number in self.words.items() if test(number) and self.steady(word)}
        if not found:
            raise SystemExit(f"{self.total} claims are too few, or too much alike, to choose queries from")
        return found

    def some(self, kind: set[str], number: int) -> list[str]:
        """So many words of a kind, again and again if there are not enough."""
        ordered = sorted(kind)
        self.dice.shuffle(ordered)
        return (ordered * (number // len(ordered) + 1))[:number]

    def from_claims(self, pick: Pick, number: int) -> list[list[str]]:
        """What `pick` finds in claims of the sample, so that each query has a hit at least."""
        found: list[list[str]] = []
        for row in self.sample:
            picked = pick(plain_words(row.text), row.sources)
            if picked and picked not in found:
                found.append(picked)
            if len(found) == number:
                break
        if not found:
            raise SystemExit(f"{self.total} claims are too few, or too much alike, to choose queries from")
        return (found * (number // len(found) + 1))[:number]

    def both(self, words: list[str], _: tuple[str, ...]) -> list[str] | None:
        middling = next((word for word in words if word in self.middling), None)
        common = next((word for word in words if word in self.common), None)
        return [middling, common] if middling and common else None

    def phrase(self, words: list[str], _: tuple[str, ...]) -> list[str] | None:
        """The word before a common one, and that: both are frequent, so the places have to be compared."""
        frequent = self.middling | self.common
        return next(([left, right] for left, right in pairwise(words) if left in frequent and right in frequent), None)

    def within(self, words: list[str], sources: tuple[str, ...]) -> list[str] | None:
        word = next((word for word in words if word in self.common), None)
        source = next((source for source in sources if SOURCE.holds(self.sources[source], self.total)), None)
        return [word, source] if word and source else None

    def listed(self, _: list[str], sources: tuple[str, ...]) -> list[str] | None:
        return next(([source] for source in sources if SOURCE.holds(self.sources[source], self.total)), None)


def plain_words(text: str) -> list[str]:
    """What stands between white space: the word, or nothing if engines may cut it in different ways."""
    return [match[0] if (match := _WORD.match(part)) else "" for part in text.lower().split()]


def choose(rows: Iterable[Row], number: int) -> Queries:
    """So many queries of each shape. The words are such that stemming leaves them as they are."""
    from indexer.index.analysis import stem  # noqa: PLC0415  (slow to import, and only needed here)

    chooser = Chooser(rows, lambda word: stem(word) == word)
    beginnings = {word[:PREFIX] for word in chooser.middling}
    three = (chooser.some(kind, number) for kind in (chooser.rare, chooser.middling, chooser.common))
    return {
        "rare": [[word] for word in chooser.some(chooser.rare, number)],
        "common": [[word] for word in chooser.some(chooser.common, number)],
        "both": chooser.from_claims(chooser.both, number),
        "any": [list(words) for words in zip(*three, strict=True)],
        "phrase": chooser.from_claims(chooser.phrase, number),
        "prefix": [[beginning] for beginning in chooser.some(beginnings, number)],
        "within": chooser.from_claims(chooser.within, number),
        "listed": chooser.from_claims(chooser.listed, number),
        "facets": [[word] for word in chooser.some(chooser.common, number)],
    }
