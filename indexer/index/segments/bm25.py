"""BM25 as Whoosh computes it, term by term, so that both readers and Whoosh itself give equal scores.

    score = idf * (f * (K1 + 1)) / (f + K1 * (1 - B + B * length / average))
    idf   = ln(rows / (rows with the term + 1)) + 1

after Robertson and Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond (2009), 3.4; the idf is Whoosh's
(`whoosh.scoring`). Rows of deleted claims count until a merge drops them, as in Whoosh.
"""

from __future__ import annotations

from math import log
from typing import Any

K1 = 1.2
B = 0.75
UNITS = 10.0**6
"""Scores are rounded to parts of 1 of which there are so many: segments add up the same terms in another order."""


def rounded(score: float) -> float:
    """The score as it is compared and shown; `best.rounded` does the same for many."""
    return (score * UNITS + 0.5) // 1 / UNITS


def idf(rows: int, holding: int) -> float:
    """The weight of a term that `holding` of all `rows` contain."""
    return log(rows / (holding + 1)) + 1


def impact(frequency: Any, length: Any, average: float) -> Any:
    """What a term adds to the score of a row, for an idf of 1. Takes numbers or arrays of them."""
    return (frequency * (K1 + 1)) / (frequency + K1 * ((1 - B) + B * length / average))
