"""The best rows of a segment for a query, without looking at those that cannot be among them.

A block of postings says which code is the best in it, so most blocks of a common word are passed over unseen. Results are
the same as from scoring every row: rounded scores, equal ones in the order of rows.
"""

from __future__ import annotations

import numpy as np

from indexer.index import Selection
from indexer.index.query import Or, Prefix, Query
from indexer.index.segments.arrays import Array
from indexer.index.segments.bm25 import rounded
from indexer.index.segments.evaluation import Matches, Segment
from indexer.index.segments.joining import among, located, united
from indexer.index.segments.phrases import Term

_FEW = 8
"""Blocks that are scored faster than chosen from."""
_SORTED = 1 << 9
"""Rows that are sorted faster than the best are picked from them."""
_ANYWHERE = Selection()


def best(segment: Segment, query: Query, selection: Selection, most: int) -> tuple[Array, Array]:
    """The best rows with their rounded scores, the best first."""
    word = segment.word(query)
    everywhere = segment.dead is None and selection == _ANYWHERE
    if word is not None:
        found = Matches(*candidates(segment, word, most if everywhere else segment.rows))
    else:
        found = (
            everywhere and (_best_of_any(segment, query, most) or _first(segment, query, most))
        ) or segment.matches(query)
    kept = None if everywhere else segment.selected(found.rows, selection)
    if kept is not None:
        found = Matches(found.rows[kept], None if found.scores is None else found.scores[kept])
    return _top(found, most)


def _top(found: Matches, most: int) -> tuple[Array, Array]:
    """The `most` best of some rows, which need not be in order if they have scores."""
    rows, scores = found
    if scores is None:
        return rows[:most], np.ones(min(most, len(rows)))
    scores = rounded(scores)
    if len(scores) > max(_SORTED, most) and most:
        least = np.partition(scores, len(scores) - most)[len(scores) - most]
        above = np.flatnonzero(scores > least)
        level = np.flatnonzero(scores == least)
        level = level[np.argsort(rows[level])[: most - len(above)]]
        kept = np.concatenate((above, level))
        rows, scores = rows[kept], scores[kept]
    order = np.lexsort((rows, -scores))[:most]
    return rows[order], scores[order]


def _best_of_any(segment: Segment, query: Query, most: int) -> Matches | None:
    """Rows that have any of some words of which one is common: all that have a rare one, then the best of the common one."""
    if not isinstance(query, Or):
        return None
    words = [word for part in query.parts if (word := segment.word(part)) is not None]
    if len(words) < len(query.parts) or len({word.stretch for word in words}) < len(words):
        return None
    *rare, common = sorted(words, key=lambda word: word.stretch.size)
    units = segment.fields["statement"]
    found = segment.added([Matches(units.of(word.stretch), segment.given(word)) for word in rare])
    scores = np.zeros(0) if found.scores is None else found.scores.copy()
    held, places = located(units.of(common.stretch), found.rows, segment.marks(common))
    scores[held] += segment.given(common, places)
    alone, given = candidates(segment, common, most)
    fresh = ~among(alone, found.rows)
    return Matches(np.concatenate((found.rows, alone[fresh])), np.concatenate((scores, given[fresh])))


def candidates(segment: Segment, word: Term, most: int) -> tuple[Array, Array]:
    """Rows of a word with what it gives them, its `most` best among them, if all live."""
    postings = segment.fields["statement"]
    codes = postings.best(word.stretch)
    if len(codes) <= max(2 * most, _FEW):
        return postings.of(word.stretch), segment.given(word)
    given, limits = (rounded(word.idf * each) for each in postings.limits)
    # So many blocks each have a posting that gives what their best code says: less than the least of these is not needed.
    least = given[np.partition(codes, most - 1)[:most]].min()
    most_of = limits[codes]
    above = np.flatnonzero(most_of > least)
    level = np.flatnonzero(most_of == least)
    # Of blocks that can only equal it, the first ones win; as many as surely do so are enough.
    sure = np.flatnonzero(given[codes[level]] == least)
    if len(sure) >= most:
        level = level[: sure[most - 1] + 1]
    blocks = np.sort(np.concatenate((above, level)))
    places = postings.in_blocks(word.stretch, blocks) - word.stretch.first
    return postings.of(word.stretch)[places], segment.given(word, places)


def _first(segment: Segment, query: Query, most: int) -> Matches | None:
    """The first rows of a pattern: all of its rows score alike, so the first rows of its words are enough."""
    if not isinstance(query, Prefix) or query.field != "statement":
        return None
    return Matches(united([rows[:most] for rows in segment.having(query)]), None)
