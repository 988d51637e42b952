"""The postings of one term, as Whoosh walks them: rows, weights, positions, and bounds of their scores by blocks."""

from __future__ import annotations

from bisect import bisect_left
from typing import Any

import numpy as np

from indexer.index.segments.layout import BLOCK
from indexer.index.whoosh.engine import matching, reading, spans
from indexer.index.whoosh.lexicon import Postings


def term_info(postings: Postings) -> Any:
    """The statistics of a term for Whoosh. Rows of dead documents count."""
    rows, frequencies, lengths = postings.rows, postings.frequencies, postings.lengths
    return reading.TermInfo(
        weight=len(rows) if frequencies is None else int(frequencies.sum()),
        df=len(rows),
        minlength=0 if lengths is None else int(lengths.min()),
        maxlength=0 if lengths is None else int(lengths.max()),
        maxweight=1 if frequencies is None else int(frequencies.max()),
        minid=int(rows[0]),
        maxid=int(rows[-1]),
    )


class RowMatcher(matching.Matcher):  # type: ignore[misc]  # the engine is untyped here
    """The rows of one term in one segment, in order. Bounds of scores are for blocks of `BLOCK` rows."""

    def __init__(self, term: tuple[str, bytes], postings: Postings, format_: Any, scorer: Any) -> None:
        self.format = format_
        self.scorer = scorer
        self._term = term
        self._postings = postings
        self._rows: list[int] = postings.rows.tolist()
        self._weights: list[int] | None = None if postings.frequencies is None else postings.frequencies.tolist()
        self._bounds: tuple[list[int], list[int], list[int]] | None = None
        self._at = 0

    def is_active(self) -> bool:
        """Whether there is a row left."""
        return self._at < len(self._rows)

    def reset(self) -> None:
        """Begin again."""
        self._at = 0

    def term(self) -> tuple[str, bytes]:
        """Field and term."""
        return self._term

    def copy(self) -> RowMatcher:
        """Another matcher, at the same row."""
        made = RowMatcher(self._term, self._postings, self.format, self.scorer)
        made._at = self._at
        return made

    def replace(self, minquality: float = 0) -> Any:
        """An empty matcher if no remaining row can have such a score."""
        if not self.is_active() or (minquality and self.supports_block_quality() and self.max_quality() < minquality):
            return matching.NullMatcher()
        return self

    def id(self) -> int:
        """The row."""
        return self._rows[self._at]

    def all_ids(self) -> Any:
        """All rows."""
        return iter(self._rows)

    def next(self) -> None:
        """Advance to the next row."""
        if not self.is_active():
            raise matching.ReadTooFar
        self._at += 1

    def skip_to(self, row: int) -> None:
        """Advance to the first row that is not before `row`."""
        if not self.is_active():
            raise matching.ReadTooFar
        self._at = bisect_left(self._rows, row, self._at)

    def weight(self) -> float:
        """How often the term occurs in the row."""
        return 1.0 if self._weights is None else float(self._weights[self._at])

    def score(self) -> float:
        """The score of the row."""
        return self.weight() if self.scorer is None else float(self.scorer.score(self))

    def supports(self, astype: str) -> bool:
        """Whether `value_as` supports a format."""
        return bool(self.format.supports(astype))

    def value(self) -> bytes:
        """What Whoosh would have written for the row."""
        encoded: bytes = self.format.encode(self._positions())
        return encoded

    def value_as(self, astype: str) -> Any:
        """The positions, or a value derived from them."""
        return self._positions() if astype == "positions" else self.format.decoder(astype)(self.value())

    def spans(self) -> list[Any]:
        """Where the term occurs in the row."""
        if not self.supports("positions"):
            raise ValueError(f"the field {self._term[0]} has no positions")
        return [spans.Span(position) for position in self._positions()]

    def supports_block_quality(self) -> bool:
        """Whether scores have a bound."""
        return self.scorer is not None and bool(self.scorer.supports_block_quality())

    def max_quality(self) -> float:
        """An upper bound for all scores."""
        return float(self.scorer.max_quality())

    def block_quality(self) -> float:
        """An upper bound for the scores in this block."""
        return float(self.scorer.block_quality(self))

    def skip_to_quality(self, minquality: float) -> int:
        """Advance to the next block that may contain a higher score; returns the number of blocks skipped."""
        skipped = 0
        while self.is_active() and self.block_quality() <= minquality:
            self._at += BLOCK - self._at % BLOCK
            skipped += 1
        self._at = min(self._at, len(self._rows))
        return skipped

    def block_max_weight(self) -> float:
        """The highest weight in this block."""
        return float(self._block(0))

    def block_min_length(self) -> int:
        """The least length of a row in this block."""
        return self._block(1)

    def block_max_length(self) -> int:
        """The greatest length of a row in this block."""
        return self._block(2)

    def _block(self, which: int) -> int:
        frequencies, lengths = self._postings.frequencies, self._postings.lengths
        if frequencies is None or lengths is None:
            return (1, 0, 0)[which]
        if self._bounds is None:
            starts = np.arange(0, len(self._rows), BLOCK)
            self._bounds = (
                np.maximum.reduceat(frequencies, starts).tolist(),
                np.minimum.reduceat(lengths, starts).tolist(),
                np.maximum.reduceat(lengths, starts).tolist(),
            )
        return self._bounds[which][self._at // BLOCK]

    def _positions(self) -> list[int]:
        return [] if self._postings.positions is None else self._postings.positions(self._at)
