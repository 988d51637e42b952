"""The postings of one term in one segment, read with the standard library."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from heapq import heapify, heappop, heapreplace

from indexer.index.segments.bm25 import impact, rounded
from indexer.index.segments.claims import document_of
from indexer.index.segments.layout import BLOCK
from indexer.index.segments.snapshot import OpenSegment


class Stretch:
    """Where a term of the field `statement` occurs in a segment.

    `idf` and `average` are those of all segments together; `score` uses them.
    """

    def __init__(self, segment: OpenSegment, ordinal: int, idf: float, average: float) -> None:
        self._segment = segment
        self._ordinal = ordinal
        self._idf = idf
        self._average = average
        bounds = segment.mapped["statement.first"]
        self._lengths = segment.mapped["statement.terms"]
        self._more = segment.mapped["statement.more"]
        self._known: dict[tuple[int, int], float] = {}
        self.first, self.end = bounds[ordinal], bounds[ordinal + 1]
        self._units = segment.mapped.sure("statement.unit", self.first, self.end)

    def __len__(self) -> int:
        return self.end - self.first

    def rows(self) -> list[int]:
        """The rows that have the term, in order."""
        return self._units[self.first : self.end].tolist()

    def find(self, row: int) -> int:
        """The posting of a row, or -1."""
        at = bisect_left(self._units, row, self.first, self.end)
        return at if at < self.end and self._units[at] == row else -1

    def score(self, posting: int) -> float:
        """What the term adds to the score of the row of a posting."""
        further = bisect_right(self._more, posting) - bisect_left(self._more, posting)
        return self._given(1 + further, self._lengths[self._units[posting]])

    def scores(self) -> dict[int, float]:
        """What the term adds to the score of each of its rows."""
        return {self._units[posting]: self.score(posting) for posting in range(self.first, self.end)}

    def positions(self, posting: int) -> list[int]:
        """The positions of the term in the row of a posting, ascending."""
        first, end = bisect_left(self._more, posting), bisect_right(self._more, posting)
        further = self._segment.mapped["statement.more.position"][first:end].tolist()
        return [self._segment.mapped.sure("statement.position", posting, posting + 1)[posting], *further]

    def best(self, most: int) -> list[tuple[float, int]]:
        """The `most` live rows with the highest scores for the term, with their rounded scores; of ties, the first rows.

        Blocks are read in the order of their best possible scores, until no other can change the result.
        """
        found: list[tuple[float, int]] = []  # a heap of score and negated row: the one to go first is on top
        for bound, block in self._blocks():
            if len(found) == most:
                least, row = found[0]
                if bound < least:
                    break
                if bound == least and self._units[block] > -row:
                    continue
            for row, score in self._rounded(block, min(block + BLOCK, self.end)):
                item = score, -row
                if (len(found) < most or item > found[0]) and not self._is_dead(row):
                    if len(found) < most:
                        found.append(item)
                        heapify(found)
                    else:
                        heapreplace(found, item)
        ordered = [heappop(found) for _ in range(len(found))]
        return [(score, -row) for score, row in reversed(ordered)]

    def _rounded(self, first: int, end: int) -> Iterator[tuple[int, float]]:
        """The rows of some postings, and their rounded scores, many of which are equal."""
        at, beyond = bisect_left(self._more, first), bisect_left(self._more, end)
        further = iter(self._more[at:beyond].tolist())
        following = next(further, end)
        for posting, row in enumerate(self._units[first:end].tolist(), first):
            frequency = 1
            while following == posting:
                frequency += 1
                following = next(further, end)
            key = frequency, self._lengths[row]
            score = self._known.get(key)
            if score is None:
                score = self._known[key] = rounded(self._given(*key))
            yield row, score

    def _blocks(self) -> Iterator[tuple[float, int]]:
        """The first posting of each block, and the best possible rounded score in it, the best first."""
        mapped = self._segment.mapped
        bounds = mapped["statement.block"]
        codes = mapped["statement.best"][bounds[self._ordinal] : bounds[self._ordinal + 1]].tolist()
        limits = self._limits(set(codes))
        for at in sorted(range(len(codes)), key=codes.__getitem__):
            yield limits[codes[at]], self.first + at * BLOCK

    def _limits(self, codes: set[int]) -> dict[int, float]:
        """The best possible rounded scores for some codes.

        Codes are sorted for the average length of their own segment: with other segments, a later code may score more.
        """
        mapped = self._segment.mapped
        frequencies, lengths = mapped["statement.code.frequency"], mapped["statement.code.length"]

        def given(code: int) -> float:
            return rounded(self._given(frequencies[code], lengths[code]))

        if self._average == mapped.meta["statement"]["total"] / max(1, mapped.meta["rows"]):
            return {code: given(code) for code in codes}
        limits: dict[int, float] = {}
        most = 0.0
        for code in range(len(frequencies) - 1, -1, -1):
            limits[code] = most = max(given(code), most)
        return limits

    def _given(self, frequency: int, length: int) -> float:
        return float(self._idf * impact(frequency, length, self._average))

    def _is_dead(self, row: int) -> bool:
        return self._segment.dead is not None and self._segment.is_dead(document_of(self._segment.mapped, row))
