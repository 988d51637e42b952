"""The best rows of a segment for a query, without scoring those that cannot be among them.

Each block of postings names its best code, so that most blocks of a common word are skipped; and a row that has only the
common ones of several words cannot reach one with a rare word. The results are the same as from scoring every row: rounded
scores, ties in the order of rows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np

from indexer.index import Selection
from indexer.index.query import Or, Prefix, Query
from indexer.index.segments.arrays import Array, search
from indexer.index.segments.bm25 import UNITS
from indexer.index.segments.evaluation import Matches, Segment
from indexer.index.segments.joining import NONE, among, united
from indexer.index.segments.layout import BLOCK
from indexer.index.segments.lookups import Term

_FEW = 8
"""Up to this many blocks, scoring all is faster than choosing some."""
_SORTED = 1 << 8
"""Up to this many rows, sorting all is faster than picking the best."""
_GROUP = 1 << 6
"""Rows of which the best stands for all, when a number is sought that the best of all rows reach."""
_EQUAL = 1 / UNITS
"""Scores that differ by more than this are never rounded to the same number."""
_MORE = 4  # times as many are looked for as were, when too few of them live

Reaching = Callable[[int], Matches]
"""Rows among which are so many best ones, dead ones too."""


class _Ranked(NamedTuple):
    """A word of several, `term`, with the best codes of its blocks, and the most that the words after it can add together."""

    term: Term
    codes: Array
    after: float


def best(segment: Segment, query: Query, selection: Selection, most: int) -> tuple[Array, Array]:
    """The best rows with their rounded scores, the best first."""
    if most < 1:
        return NONE, np.zeros(0)
    reaching = None
    if selection.source_ids is None and selection.documents is None:
        reaching = _reaching(segment, query)
    if reaching is None:
        return _top(segment.selected(query, selection), most)
    sought = most
    while True:
        found = reaching(sought)
        kept = segment.kept(found.rows, selection)
        if kept is None:
            return _top(found, most)
        if sought >= segment.rows:
            return _top(found.chosen(kept), most)
        rows, scores = _top(found, sought)
        kept = segment.kept(rows, selection)
        if kept is not None and len(kept) >= most:
            return rows[kept[:most]], scores[kept[:most]]
        sought = min(sought * _MORE, segment.rows)


def rounded(scores: Any) -> Any:
    """`bm25.rounded` for many scores at once."""
    return np.floor(scores * UNITS + 0.5) / UNITS


def _reaching(segment: Segment, query: Query) -> Reaching | None:
    """The function that finds the best rows without scoring all matches; None if there is none for this query."""
    if isinstance(query, Prefix) and query.field == "statement":
        # All rows score alike, so the first rows of each of the words are enough.
        return lambda most: Matches(united([rows[:most] for rows in segment.having(query)]), None)
    parts = query.parts if isinstance(query, Or) else (query,)
    words = [word for part in parts if (word := segment.word(part)) is not None]
    if len(words) < len(parts):
        return None
    if len(words) == 1:
        return lambda most: _of_one(segment, words[0], most)
    ranked = _ranked(segment, words)
    return lambda most: _of_any(segment, ranked, most)


def _top(found: Matches, most: int) -> tuple[Array, Array]:
    """The `most` best of some rows, which are ascending."""
    rows, scores = found
    if scores is None:
        return rows[:most], np.ones(min(most, len(rows)))
    if len(scores) > max(_SORTED, most):
        places = (scores >= _reached(scores, most) - _EQUAL).nonzero()[0]
        rows, scores = rows.take(places), scores.take(places)
    scores = rounded(scores)
    if len(scores) > max(_SORTED, most):
        # Of equal ones the first rows are enough: else there could be many.
        least = np.partition(scores, len(scores) - most)[len(scores) - most]
        above, level = (scores > least).nonzero()[0], (scores == least).nonzero()[0]
        places = np.concatenate((above, level[: most - len(above)]))
        places.sort()
        rows, scores = rows.take(places), scores.take(places)
    order = (-scores).argsort(kind="stable")[:most]
    return rows.take(order), scores.take(order)


def _reached(scores: Array, most: int) -> float:
    """A score that at least `most` of the scores reach, and few others; minus infinity if there are fewer."""
    groups = len(scores) // _GROUP
    if most > len(scores):
        return -np.inf
    if groups > 2 * most:
        scores = scores[: groups * _GROUP].reshape(_GROUP, groups).max(axis=0)
    return float(np.partition(scores, len(scores) - most)[len(scores) - most])


def _of_one(segment: Segment, word: Term, most: int) -> Matches:
    """Rows of a word with their scores, including its `most` best."""
    postings = segment.fields["statement"]
    codes = postings.best(word.stretch)
    if len(codes) <= max(2 * most, _FEW):
        return Matches(postings.of(word.stretch), postings.given(word))
    given, limits = postings.limits
    # So many blocks each have a posting that gives what their best code says: less than the least of these is not needed.
    least = float(given.take(np.partition(codes, most - 1)[:most]).min()) * word.idf
    above = postings.codes_above((least + _EQUAL) / word.idf)
    level = postings.codes_above((least - _EQUAL) / word.idf)
    blocks = (codes < level).nonzero()[0]
    # Of blocks that can only equal it, the first ones win; as many as surely do so are enough.
    equal = rounded(word.idf * given[above:level]) >= rounded(least)
    if (rounded(word.idf * limits[above:level]) <= rounded(least)).all():
        chosen = codes.take(blocks)
        only = (chosen >= above).nonzero()[0]
        sure = only[equal.take(chosen.take(only) - above)]
        if len(sure) >= most:
            blocks = blocks[(chosen < above) | (np.arange(len(blocks)) <= sure[most - 1])]
    return Matches(*postings.given_in(word, blocks))


def _ranked(segment: Segment, words: Sequence[Term]) -> list[_Ranked]:
    """The words of which any must match, the rarest first; a repeated word counts twice."""
    postings = segment.fields["statement"]
    times = Counter(words)
    ranked: list[_Ranked] = []
    after = 0.0
    for word in sorted(times, key=lambda each: -each.stretch.size):
        term = Term(word.stretch, word.idf * times[word])
        codes = postings.best(term.stretch)
        ranked.append(_Ranked(term, codes, after))
        after += term.idf * float(postings.limits[1][codes.min()])
    return ranked[::-1]


def _of_any(segment: Segment, words: Sequence[_Ranked], most: int) -> Matches:
    """Rows that have any of some words with their scores, including the `most` best.

    The rows of a word get their full scores from it and the words after it. So a row found again through a later word was
    found before, or it was left out; then its second score is incomplete, but its full score is too low as well.
    """
    least = max(_surely(segment, word, most) for word in words)
    rows, scores = NONE, np.zeros(0)
    for number, word in enumerate(words):
        found, given = _of_these(segment, word, [each.term for each in words[number + 1 :]], least)
        if not len(found):
            continue
        if len(rows):
            fresh = (~among(found, rows)).nonzero()[0]
            found, given = found.take(fresh), given.take(fresh)
        rows, scores = np.concatenate((rows, found)), np.concatenate((scores, given))
        order = rows.argsort(kind="stable")  # which merges what is rising
        rows, scores = rows.take(order), scores.take(order)
        least = max(least, _reached(scores, most))
    return Matches(rows, scores)


def _of_these(segment: Segment, word: _Ranked, others: Sequence[Term], least: float) -> tuple[Array, Array]:
    """Rows of a word with their scores from it and others, including all with at least some score."""
    postings, codes, weight = segment.fields["statement"], word.codes, word.term.idf
    # Blocks of which a row may reach it with the help of the others, and those of which one may without.
    helped = (codes < postings.codes_above((least - word.after - _EQUAL) / weight)).nonzero()[0]
    if not len(helped):
        return NONE, np.zeros(0)
    rows, places = postings.of(word.term.stretch), None
    if len(helped) * 2 <= len(codes):
        places = postings.in_blocks(word.term.stretch, helped)
        rows, codes = rows.take(places), codes.take(helped)
    alone = codes < postings.codes_above((least - _EQUAL) / weight)
    wanted = alone.repeat(BLOCK)[: len(rows)]
    held = [postings.located(other.stretch, rows) for other in others]
    for kept, _ in held:
        wanted[kept] = True
    chosen = wanted.nonzero()[0]
    scores = postings.given(word.term, chosen if places is None else places.take(chosen))
    for other, (kept, there) in zip(others, held, strict=True):
        if len(kept):
            scores[search(chosen, kept)] += postings.given(other, there)
    return rows.take(chosen), scores


def _surely(segment: Segment, word: _Ranked, most: int) -> float:
    """A score that at least `most` rows of a word reach; minus infinity if it has fewer blocks."""
    postings = segment.fields["statement"]
    if most > len(word.codes):
        return -np.inf
    return float(postings.limits[0].take(np.partition(word.codes, most - 1)[:most]).min()) * word.term.idf
