"""`(ibid.)`, `(Smith, op. cit., p. 4)`: markers that name a work by where it was named before."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from indexer.markers.people import people_before
from indexer.model import Span
from indexer.patterns import pattern
from indexer.works import Repeat, read_repeat
from indexer.works.repeatwords import find_signs

_OPENERS = "([（［"
_CLOSER = pattern(r"[()\[\]（）［］\n]")
_WIDEST = 100  # characters from a sign to either bracket


class RepeatMarker(NamedTuple):
    """What stands in a pair of brackets, and its words as they are written."""

    span: Span
    words: str
    repeat: Repeat


def find_repeats(text: str, masked: str) -> Iterator[RepeatMarker]:
    """All of them in order, disjoint; `masked` is `text` with all that is no prose blanked out.

    `Smith (op. cit.)` has its name before the bracket.
    """
    position = 0
    for sign in find_signs(text):
        opener = max(masked.rfind(each, max(position, sign - _WIDEST), sign) for each in _OPENERS)
        closer = _CLOSER.search(masked, sign, sign + _WIDEST)
        if opener < 0 or closer is None or closer.group() in "([（［\n":
            continue
        words = masked[opener + 1 : closer.start()]
        repeat = read_repeat(words)
        if repeat is None:
            continue
        if not repeat.same and not repeat.name:
            people = people_before(masked, max(0, opener - _WIDEST), opener)
            if people is not None:
                repeat = repeat._replace(name=" ".join(word for word, _ in people.pieces[0].words))
        position = closer.end()
        yield RepeatMarker(Span(opener, position), " ".join(words.split()), repeat)
