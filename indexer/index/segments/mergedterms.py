"""Merges the terms and words of one field of several segments."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from indexer.index.segments import masks
from indexer.index.segments.arrays import Array, bounds_of, sizes_of
from indexer.index.segments.keywords import united_names
from indexer.index.segments.mergedpostings import MergedTerms, PartShare, slices
from indexer.index.segments.names import Words
from indexer.index.segments.packing import PackedField
from indexer.index.segments.parts import SLICE, FieldPart
from indexer.index.segments.postings import joined


def merged_terms(parts: Sequence[FieldPart], units: int) -> PackedField:
    """The new field, which has this many units."""
    names, numbers = united_names([part.strings("term") for part in parts], [part.living > 0 for part in parts])
    words, forms = _words(parts, numbers, len(names))
    terms = MergedTerms(np.zeros(len(names), np.int64), np.bincount(words.term, minlength=len(names)))
    shares = []
    for part, number, form in zip(parts, numbers, forms, strict=True):
        used = np.flatnonzero(number >= 0)
        terms.sizes[number[used]] += part.living[used]
        shares.append(PartShare(part, used, number[used], masks.moves(part, number, form, terms.forms)))
    arrays = joined(slices(shares, terms, units, SLICE), terms.forms)
    wholes, whole_arrays = _wholes(parts)
    word_arrays, table = words.with_wholes(wholes, len(names))
    return PackedField(arrays | whole_arrays | word_arrays, {"term": names, "word": table})


def _words(parts: Sequence[FieldPart], numbers: Sequence[Array], terms: int) -> tuple[Words, list[Array]]:
    """The words that live postings have, and for each part the new forms of its words, or -1.

    `numbers` are the new numbers of the terms of each part.
    """
    used = [masks.held(part) for part in parts]
    names, of_part = united_names([part.strings("word") for part in parts], used)
    term = np.zeros(len(names), np.int64)
    for part, number, own, place in zip(parts, numbers, used, of_part, strict=True):
        term[place[own]] = number[part["word.term"][own]]
    # The table is sorted, so the words of a term are in the order of their bytes.
    by_term = np.argsort(term, kind="stable")
    counts = np.bincount(term, minlength=terms)
    form = np.zeros(len(names), np.int64)
    form[by_term] = np.arange(len(names)) - np.repeat(bounds_of(counts)[:-1], counts)
    return Words(names, term, form), [np.append(form, -1)[place] for place in of_part]


def _wholes(parts: Sequence[FieldPart]) -> tuple[list[bytes], dict[str, Array]]:
    """The words of several terms that live units have, and their arrays."""
    tables, used, lists = [], [], []
    for part in parts:
        term = part["word.term"].astype(np.int64)
        words = np.flatnonzero(term >= len(part.counts))
        strings = part.strings("word")
        bounds = part["whole.first"].astype(np.int64)
        units = part.units[part["whole.unit"]]
        living = bounds_of(units >= 0)
        tables.append([strings[at] for at in words[np.argsort(term[words])].tolist()])
        used.append(living[bounds[1:]] > living[bounds[:-1]])
        lists.append((np.repeat(np.arange(len(bounds) - 1), sizes_of(bounds)), units))
    names, numbers = united_names(tables, used)
    kept = [units >= 0 for _, units in lists]
    wholes = np.concatenate(
        [np.zeros(0, np.int64), *(n[w[k]] for n, (w, _), k in zip(numbers, lists, kept, strict=True))]
    )
    units = np.concatenate([np.zeros(0, np.int64), *(u[k] for (_, u), k in zip(lists, kept, strict=True))])
    order = np.lexsort((units, wholes))
    sizes = np.bincount(wholes, minlength=len(names))
    return names, {"whole.first": bounds_of(sizes), "whole.unit": units[order]}
