"""The tables of terms and words of a field, from the pairs of both that a vocabulary has met."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import compress
from typing import NamedTuple

import numpy as np

from indexer.index.segments.arrays import Array
from indexer.index.segments.keywords import changes, in_order


class Words(NamedTuple):
    """A table of words, with the term and the form of each as `layout` says."""

    names: list[bytes]
    term: Array
    form: Array

    def with_wholes(self, wholes: list[bytes], terms: int) -> tuple[dict[str, Array], list[bytes]]:
        """The arrays `word.term` and `word.form` of a field of so many terms, and its table of words, the wholes among them."""
        names = self.names + wholes
        order = in_order(names)
        term = np.concatenate((self.term, terms + np.arange(len(wholes))))
        form = np.concatenate((self.form, np.zeros(len(wholes), np.int64)))
        return {"word.term": term[order], "word.form": form[order]}, [names[at] for at in order.tolist()]


class Names(NamedTuple):
    """The terms and words of a field as tables of strings, and what each pair of the vocabulary is among them.

    `form` is 0 for a pair without a word, else 1 more than the word's form. `occurrences` and `forms` are those of each
    term.
    """

    terms: list[bytes]
    words: Words
    term: Array
    form: Array
    occurrences: Array
    forms: Array


def names_of(pairs: Iterable[bytes], used: Array) -> Names:
    """The tables of those pairs that are used; `used` is how often each of `Vocabulary.pairs` is."""
    known = list(pairs)
    # No term has a NUL, so the order of the pairs is that of the terms, and of the words of each.
    ordinals = in_order(known, np.flatnonzero(used))
    split = [known[at].partition(b"\0") for at in ordinals.tolist()]
    owners, words = [term for term, _, _ in split], [word for _, _, word in split]
    fresh = changes(owners)
    term = np.cumsum(fresh) - 1
    named = np.fromiter(map(bool, words), bool, len(words))
    count = np.cumsum(named)
    form = np.where(named, count - (count - named)[fresh][term], 0)
    by_word = in_order(words, np.flatnonzero(named))
    return Names(
        list(compress(owners, fresh.tolist())),
        Words([words[at] for at in by_word.tolist()], term[by_word], form[by_word] - 1),
        _scattered(ordinals, term, len(known)),
        _scattered(ordinals, form, len(known)),
        np.bincount(term, used[ordinals]).astype(np.int64),
        np.bincount(term[named], minlength=int(np.count_nonzero(fresh))),
    )


def _scattered(at: Array, values: Array, size: int) -> Array:
    """An array with these values at these places, 0 elsewhere."""
    found = np.zeros(size, np.int64)
    found[at] = values
    return found
