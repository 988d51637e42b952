"""Brackets that look like a marker and are not understood, so that the sources of their sentence are not known."""

from __future__ import annotations

from collections.abc import Container

from indexer.markers.authors import NO_NAMES, AuthorPart, AuthorYears, Group
from indexer.markers.styles import normal_label
from indexer.patterns import pattern
from indexer.works import Catalogue
from indexer.works.names import DATE, LINKS, PARTICLES, is_name_word
from indexer.works.words import CONNECTORS

_SQUARE = frozenset("[［")
_LONGEST_NAMES = 8  # words
_LONGEST_SIGN = 5  # letters of what stands between two names, or of `et al.`, in any language
_BRACKET = pattern(r"[(（\[［][^()（）\[\]［］]{3,160}[)）\]］]")
_WORKS = pattern(r"[;；؛]")
# A year in any digits, or of the Buddhist or the Islamic era.
_WORK = pattern(
    rf"\s*(?P<names>[^\W\d_][^\d:：]{{1,100}}?)(?P<comma>\s?[,،，])?\s?(?:{DATE}|(?:(?=[^\x00-\x7f])\d){{4}}|(?:2[45]|1[34])\d\d(?!\d))(?:\s?[,،，:：.]\s?[^\d]{{0,12}}\d[\w–-]{{0,9}}\.?)?\s*"
)
_WORD = pattern(r"[^\W\d_]+(?:['’.\-‐‑–][^\W\d_]+)*\.?")
# `[1, pág. 45]`: a label, a word for a place in the source, and the number of the place.
_PLACE = pattern(
    r"\[\s?(?P<label>\d{1,3})\s?(?:[,;:.،，：؛]\s?(?=[^\W\d_][^\W\d_]|[^\W\d_][.'’״׳]|[^\W_a-zA-Z])|(?=[^\W\d_]{1,9}[.'’״׳]|[^\W\d_a-zA-Z]))"
    r"(?:[^\W\d_]{1,10}[.'’״׳]?\s?\d{1,4}|\d{1,4}\s?[^\W\d_a-zA-Z])[^\[\]\n]{0,12}\]"
)


def may_cite(words: str, *, authors: bool, labels: Container[str]) -> str | None:
    """The first bracket in words without markers that has the form of one; None if there is none.

    That is `(Smith, 2020)`, also where a text names no works so, and `[1 xyz. 5]` if `1` is among the `labels` of its list;
    `(Smith xan Doe, 2020)` counts where it names works by `authors` and year. `(Expo 2020)` and `(March 2020)` have no such form.
    """
    if "[" in words:
        for place in _PLACE.finditer(words):
            if normal_label(place["label"]) in labels:
                return place.group()
    if authors:
        for bracket in _BRACKET.finditer(words):
            if any(_is_work(each) for each in _WORKS.split(bracket.group()[1:-1])):
                return bracket.group()
    for group in AuthorYears(words, words, Catalogue()).groups:
        if any(_is_named(part, group, words) for part in group.parts):
            return words[group.start : group.end]
    return None


def _is_named(part: AuthorPart, group: Group, words: str) -> bool:
    """Whether names and a year stand in the brackets, as where author and year are usual; in square ones a name is enough."""
    if part.dates[0] <= group.start + 1:
        return False  # `Smith et al. (2020) found`: a marker that follows may be theirs
    return part.counts(usual=True, beside=False) or (part.shaped and words[group.start] in _SQUARE)


def _is_work(words: str) -> bool:
    """Whether words are names and a year: a comma stands between them, or two names have a small word between them."""
    match = _WORK.fullmatch(words)
    if match is None:
        return False
    names = _WORD.findall(match["names"])
    if not 0 < len(names) <= _LONGEST_NAMES:
        return False
    capital = [is_name_word(name) or not name[0].islower() for name in names]  # also in scripts without capitals
    if not any(capital) or names[-1].casefold().strip(".") in NO_NAMES:
        return False
    if match["comma"]:
        return capital[-1] or (capital[0] and all(name[-1] == "." or _joins(name) for name in names[1:]))
    return any(
        capital[at - 1] and capital[at + 1] and _joins(names[at]) for at in range(1, len(names) - 1) if not capital[at]
    )


def _joins(word: str) -> bool:
    """Whether a word may be the `and` of some language."""
    return len(word) <= _LONGEST_SIGN and (word in CONNECTORS or (word not in LINKS and word not in PARTICLES))
