"""The tables of terms and words of a field, from the pairs of both that a vocabulary has met."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import compress
from typing import NamedTuple

import numpy as np

from indexer.index.segments.arrays import Array
from indexer.index.segments.keywords import changes


class Names(NamedTuple):
    """The terms and words of a field as tables of strings, and what each pair of the vocabulary is among them.

    `form` is 0 for a pair without a word, else 1 more than the word's form. `occurrences` and `forms` are those of each
    term. `word_term` and `word_form` are as `layout` says.
    """

    terms: list[bytes]
    words: list[bytes]
    term: Array
    form: Array
    occurrences: Array
    forms: Array
    word_term: Array
    word_form: Array


def names_of(pairs: Iterable[bytes], used: Array) -> Names:
    """The tables of those pairs that are used; `used` is how often each of `Vocabulary.pairs` is."""
    known = list(pairs)
    # No term has a NUL, so the order of the pairs is that of the terms, and of the words of each.
    ordinals = np.array(sorted(np.flatnonzero(used).tolist(), key=known.__getitem__), np.int64)
    split = [known[at].partition(b"\0") for at in ordinals.tolist()]
    owners, words = [term for term, _, _ in split], [word for _, _, word in split]
    fresh = changes(owners)
    term = np.cumsum(fresh) - 1
    named = np.fromiter(map(bool, words), bool, len(words))
    count = np.cumsum(named)
    form = np.where(named, count - (count - named)[fresh][term], 0)
    by_word = np.array(sorted(np.flatnonzero(named).tolist(), key=words.__getitem__), np.int64)
    return Names(
        list(compress(owners, fresh.tolist())),
        [words[at] for at in by_word.tolist()],
        _scattered(ordinals, term, len(known)),
        _scattered(ordinals, form, len(known)),
        np.bincount(term, used[ordinals]).astype(np.int64),
        np.bincount(term[named], minlength=int(np.count_nonzero(fresh))),
        term[by_word],
        form[by_word] - 1,
    )


def with_wholes(names: Names, wholes: list[bytes]) -> tuple[list[bytes], Array, Array]:
    """The table of words with the wholes among them, and the term and the form of each."""
    if not wholes:
        return names.words, names.word_term, names.word_form
    words = names.words + wholes
    order = np.array(sorted(range(len(words)), key=words.__getitem__), np.int64)
    term = np.concatenate((names.word_term, len(names.terms) + np.arange(len(wholes))))
    form = np.concatenate((names.word_form, np.zeros(len(wholes), np.int64)))
    return [words[at] for at in order.tolist()], term[order], form[order]


def _scattered(at: Array, values: Array, size: int) -> Array:
    """An array with these values at these places, 0 elsewhere."""
    found = np.zeros(size, np.int64)
    found[at] = values
    return found
