"""Who speaks: names in front of their words, as plays and hearings print them, and titles of those who are heard."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from itertools import islice

from indexer.patterns import pattern
from indexer.sentences.abbreviations import ABBREVIATIONS
from indexer.sentences.candidate import Candidate
from indexer.sentences.starters import ALSO_IN_NAMES, INTERJECTIONS, STARTERS
from indexer.sentences.verdicts import JOIN

_LONGEST_NAME = 60  # characters
_FEWEST = 2  # of those who speak, and of the words of each
_NAME = pattern(r"[ \t]{0,20}(?P<name>[A-Z][A-Z.'’-]{1,20}(?: [A-Z][A-Z.'’-]{0,20}){0,2})")
_END_OF_NAME = pattern(r"\.(?<=[A-Z]\.) {1,4}(?=[A-Z\[(])")  # a fixed sign first is found faster
_SPEAKER = pattern(r"(?:[A-Z][A-Z.'’-]{0,20}\s+){0,3}[A-Z][A-Z'’-]{1,20}\s?:")
# Who speaks in a hearing: `Mr. SMITH of Ohio`, `The CHAIRMAN`, `Senator Ortiz-Lane`.
_OFFICE = "|".join(
    f"{each}|{each.upper()}"
    for each in "Chair Chairman Chairwoman Chairperson President Speaker Clerk Witness Court Officer Moderator".split()
)
_TURN = (
    rf"(?:The\s+(?:[A-Z][A-Za-z]{{3,12}}\s+)?(?:{_OFFICE})|(?:(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gen|Adm|Hon)\.|Senator|Representative"
    r"|Chair|Chairman|Chairwoman|Secretary|Director|Commissioner|Ambassador|Governor|General|Admiral|Judge|Delegate)\s+"
    r"[A-Z][\w'’-]{1,20}(?:\s+[A-Z][\w'’-]{1,20})?(?:\s+of\s+[A-Z][a-z]{2,12}(?:\s+[A-Z][a-z]{2,12})?)?)"
)
_WHOSE_TURN = pattern(rf"\s{{0,12}}{_TURN}")
_TURN_OPENS_LINE = pattern(rf"(?m)^[ \t]{{0,8}}{_TURN}\. {{1,2}}[A-Z\"“\[]")
_IN_CAPITALS = pattern(r"\b[A-Z][A-Z'’-]+(?:\s+of\b|\Z)")
_FEWEST_TURNS = 3
_NO_NAMES = STARTERS | INTERJECTIONS | ALSO_IN_NAMES


def speaker_of_a_play(c: Candidate) -> bool | None:
    """`HELEN. I love you so.`: in a play the name that opens a line goes with the words."""
    if c.sign != "." or c.marked or not c.left.isupper() or c.stop.start - c.begin > _LONGEST_NAME:
        return None
    if c.text[max(0, c.begin - _LONGEST_NAME) : c.begin].rstrip(" \t")[-1:] not in ("", "\n"):
        return None
    return JOIN if c.text[c.begin : c.stop.start].strip() in _speakers(c.text) else None


def title_of_a_speaker(c: Candidate) -> bool | None:
    """`SEN. HALE: Thank you`: the title stands before the name, in capitals as well."""
    if c.sign != "." or c.marked or not c.left.isupper() or c.folded not in ABBREVIATIONS:
        return None
    if c.text[c.begin : c.stop.start].strip() != c.left:
        return None
    return JOIN if _SPEAKER.match(c.text, c.right, c.limit) else None


def names_who_speaks(text: str, start: int, end: int) -> bool:
    """Whether all that stands there is a title or an office and a name."""
    return end - start <= _LONGEST_NAME and _WHOSE_TURN.fullmatch(text, start, end) is not None


def speaker_of_a_hearing(c: Candidate) -> bool | None:
    """`Mr. SMITH of Ohio. I yield.`: a name in capitals goes with the words, and any where several lines open so."""
    if c.sign != "." or c.marked or c.end > c.stop.end or not names_who_speaks(c.text, c.begin, c.stop.start):
        return None
    if _IN_CAPITALS.search(c.text, c.begin, c.stop.start):
        return JOIN
    return JOIN if _is_hearing(c.text) else None


@lru_cache(maxsize=1)
def _is_hearing(text: str) -> bool:
    """Whether several lines of a text open with who speaks. Kept like `_speakers`."""
    return len(list(islice(_TURN_OPENS_LINE.finditer(text), _FEWEST_TURNS))) == _FEWEST_TURNS


@lru_cache(maxsize=1)
def _speakers(text: str) -> frozenset[str]:
    """Those who speak in a play: two names at least that open lines more than once.

    Asked again and again for one text, which is kept until the next one comes.
    """
    counts = Counter(_opening_name(text, end.start()) for end in _END_OF_NAME.finditer(text))
    again = {name for name, count in counts.items() if count >= _FEWEST}
    again -= {name for name in again if not name or name.casefold() in _NO_NAMES}
    return frozenset(again if len(again) >= _FEWEST else ())


def _opening_name(text: str, end: int) -> str:
    """The name that a line opens with and that ends at an offset; empty if what stands there is longer or no name."""
    first = max(0, end - _LONGEST_NAME)
    line = text.rfind("\n", first, end) + 1
    name = _NAME.fullmatch(text, line, end) if line or first == 0 else None
    return name["name"] if name else ""
