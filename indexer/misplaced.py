"""Markers in the wrong place, inside words and headings, and markers that are broken because a bracket is missing or wrong, or both are.

Only numbers that the document's own list has are taken for labels here: `[3` may be anything else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from indexer.bare import PLACED
from indexer.inline import LITERAL
from indexer.markers.indexes import may_name_array, names_array, word_before
from indexer.model import Problem, Span
from indexer.page import Page
from indexer.patterns import pattern
from indexer.places import find_all

_FAR = 80  # characters in which the other bracket is looked for
_NUMBER = r"\d{1,3}(?![\d.]\d)"
_IN_WORD = pattern(rf"\[(?P<label>{_NUMBER})\](?=[a-z])")
_MISCLOSED = pattern(rf"\[(?P<label>{_NUMBER})[)}}】](?!\])")
_UNCLOSED = pattern(rf"\[(?P<label>{_NUMBER})(?:\s?[,;–-]\s?{_NUMBER}){{0,9}}(?=[\s.,;:!?。，；]|\Z)(?!\s?[,;–-]\s?\d)")
_UNOPENED = pattern(r"(?:\A|(?<![\w.,;:–-]))(?P<label>\d{1,3})\]\Z")
_AT_STOPS = ("glued", "before")
# Stops before a number and behind one, glued to a word and to no abbreviation: `apples.1`, `apples1.`, but `No.3`. Each begins
# with one sign, by which the engine finds it at full speed.
_STOPS = tuple(
    pattern(rf"{re.escape(stop)}(?:(?<=[a-z]{{4}}.)(?=\d)|(?<=[a-z]{{4}}\d.)|(?<=[a-z]{{4}}\d\d.))") for stop in ".,!?"
)
_DIGITS = pattern(r"\d+")
_IN_HEADING = pattern(
    rf"[\[【](?P<note>\^?)(?P<label>{_NUMBER})(?:[,–-]\s?{_NUMBER}){{0,9}}(?:†[^\]】]{{0,40}})?[\]】](?![(:])"
)


def find_misplaced(page: Page) -> Iterator[Problem]:
    """The problems of misplaced and broken markers, in no particular order."""
    if page.document.references and page.document.searched:
        yield from _in_prose(page)
        yield from _in_headings(page)
        yield from _bare(page)


def _in_prose(page: Page) -> Iterator[Problem]:
    """Problems in prose. All markers are blanked out in `page.cut`, so the brackets that are left are not markers."""
    cut = page.cut
    for at in find_all(cut, "["):
        if (match := _IN_WORD.match(cut, at)) and _splits_word(cut, at) and _listed(page, match):
            message = f"{match.group()} stands inside a word: set it behind the word"
            yield page.at("CIT016", message, Span(*match.span()))
        elif not _is_glued(cut[at - 1 : at]) and (match := _broken(cut, at)) and _listed(page, match):
            yield page.at("CIT021", f"{match.group()} is not a marker: close it with ]", Span(*match.span()))
    for at in find_all(cut, "]"):
        start = max(0, at - 5)
        match = _UNOPENED.search(cut[start : at + 1])
        if match and cut.rfind("[", max(0, at - _FAR), at) <= cut.rfind("]", max(0, at - _FAR), at):
            span = Span(start + match.start("label"), at + 1)
            if page.labels.resolve(match["label"], span.start, footnote=False):
                yield page.at("CIT021", f"{match['label']}] is not a marker: open it with [", span)


def _bare(page: Page) -> Iterator[Problem]:
    """Bare numbers at stops beside other markers, for entries that none of these names."""
    named = {label for item in page.found for label in item.marker.labels}
    missing = {reference.label for reference in page.references if reference.label.isdecimal()} - named
    stops = chain.from_iterable(stop.finditer(page.cut) for stop in _STOPS) if missing and named else ()
    for start in sorted({_start_of_number(page.cut, stop.start()) for stop in stops}):
        match = PLACED.match(page.cut, start)
        at_stop = match and match.lastgroup in _AT_STOPS
        if match and at_stop and missing.issuperset(_DIGITS.findall(match.group())):
            yield page.at("CIT021", f"{match.group()} is not a marker: set it in [ and ]", Span(*match.span()))


def _start_of_number(cut: str, stop: int) -> int:
    """Where the number at a stop begins: behind it, or before it."""
    digits = cut[max(0, stop - 3) : stop]
    digits = digits[len(digits.rstrip("0123456789")) :]
    return stop - len(digits) if digits else stop + 1


def _is_glued(before: str) -> bool:
    """Whether the character before a bracket makes it a part of something else: a word, an address, code."""
    return before.isalnum() or before == LITERAL


def _splits_word(cut: str, at: int) -> bool:
    """Whether the brackets at an offset are inside a word; after the name of an array they hold an index."""
    return cut[at - 1 : at].isalpha() and not _is_array(word_before(cut, at))


def _is_array(word: str) -> bool:
    return names_array(word) or may_name_array(word)


def _broken(cut: str, at: int) -> re.Match[str] | None:
    """A match for the start of a marker that is closed by a bracket of another kind, or not at all."""
    if match := _MISCLOSED.match(cut, at):
        return match
    match = _UNCLOSED.match(cut, at)
    if match is None:
        return None
    closer = cut.find("]", match.end(), match.end() + _FAR)
    opener = cut.find("[", match.end(), match.end() + _FAR)
    return None if closer >= 0 and (opener < 0 or closer < opener) else match


def _in_headings(page: Page) -> Iterator[Problem]:
    text = page.document.text
    for block in page.document.blocks:
        start, end = block.span.start, block.span.end
        if block.kind != "heading" or (text.find("[", start, end) < 0 and text.find("【", start, end) < 0):
            continue
        for match in _IN_HEADING.finditer(text, start, end):
            is_index = _is_array(word_before(text, match.start()))
            if not is_index and page.labels.resolve(match["label"], match.start(), footnote=bool(match["note"])):
                message = f"{match.group()} stands in a heading, which states nothing: set it behind a claim"
                yield page.at("CIT017", message, Span(*match.span()))


def _listed(page: Page, match: re.Match[str]) -> bool:
    return page.labels.resolve(match["label"], match.start(), footnote=False) is not None
