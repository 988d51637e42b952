"""Bare numbers beside stops, as copies of reports have them whose raised numbers were lost: `It fell by half.1 It rained2.`.

They count only in a text whose list has the numbers, which has no other markers, and which names half of its list so.
A number that no stop tells is one where it alone, of those between its neighbours, is the one that is due: `the plan,3 which`.
Where the text names its list in order, so is one that cannot be part of an amount, or, if works are named again, of a word.
"""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from itertools import pairwise

from indexer.bare import PLACED, counts_in_order
from indexer.dates import RECENT_YEAR
from indexer.markers.styles import TRAILING, Candidate
from indexer.patterns import pattern
from indexer.scripts import HAN, KATAKANA

_SHORTEST = 10  # signs on a line or in a cell before the number that closes it: less is a name or an amount
# The places by their names: what stands before the number, and what behind it.
_PLACES = {
    # It rains1, said who: behind a word in small letters, a comma or a quotation
    "number": (
        rf"(?:(?<![^\W_])[A-Za-z]{{3,30}}|(?<=\d0s)|(?<=\b{RECENT_YEAR})|(?<=[a-z)\]\"”’])[,;:]|(?<=[\w,.])[\"”’)])",
        r"[\s.,;:)—–]|\Z",
    ),
    "last": (r"(?<=[^\W\d_A-Z]{3} )", r"[:.]?[ \t]*(?:\n|\Z)|  "),  # It rains 1, at the end of a line or a cell
    # `filed in 2023 3, and`, `1,000 t/yr 12; some`, `2024 14 |`, but neither `between 2 and 3, while` nor `June 3, 2024`
    "apart": (
        rf"(?:(?<=[^\W\d_A-Z]{{3}} )(?<!\band )(?<!\bbis )|(?<=[\d/][^\W\d_] )|(?<=/[a-z]{{2}} )|(?<={RECENT_YEAR} )|(?<=[円元원] ))",
        rf"[,;](?!\s{RECENT_YEAR})\s|[ \t]*(?:\n|\Z)|  ",
    ),
    "within": (rf"(?<=[{KATAKANA}{HAN}」』）] )", r" [をがはにもやとで]"),  # 多雨 1 を見る
}
_LABELS = r"\d{1,3}(?:[,–−‐‑-]\d{1,3}){0,5}"
_GLUED = pattern(
    "(?:" + "|".join(rf"{before}(?P<{name}>{_LABELS})(?={behind})" for name, (before, behind) in _PLACES.items()) + ")"
)
# `carbon1,2 is`; and at the end of a cell or before a comma, `$700M 14 |`, `2 GWh 8, and`.
_COUNTED = pattern(
    rf"(?=\d)(?:(?<=[a-z]{{3}})(?P<glued>(?:(?<=[a-z]{{5}})|(?=\d+\D\d)){_LABELS})(?=\s)"
    rf"|(?<=[\w%.] )(?P<behind>\d{{1,3}})(?=[,;](?!\s{RECENT_YEAR})\s|[ ]?[\t\n]|[ ]?\Z|  ))"
)
_AMOUNT = pattern(  # what a second number cannot be part of
    rf"(?:(?<!\d){RECENT_YEAR}|[$€£¥]\s?\d[\d.,]{{0,12}}[MBKTmn]{{0,2}}"
    r"|\d\s?(?:%|°[CF]|[kMGTm]?(?:Wh?|g|m|t|L|B|Hz)(?:/[a-z]{1,4})?|mph|[a-z]{1,3}/[a-z]{1,4}|[£$€円元원]|USD|EUR"
    r"|(?:[mb]|tr)illion|Mio\.|Mrd\.|Millionen|Milliarden|millions|milliards|millones|млн|млрд))\s\Z"
)
_LONGEST_AMOUNT = 24
_WORD = pattern(r"[^\W\d_]+\Z")
_LONGEST_WORD = 30
_COUNTS = pattern(  # what is numbered or has versions
    r"(?:python|windows|covid|phase|type|level|group|class|figure|table|stage|version|model|region|chapter|question|channel|cluster|sample|layer|layout|stack|utf|http)s?\d{1,3}\Z"
)
# That a space sets off from the stop before them: `It fell by half. 1 It rained`.
_APART = pattern(
    r"(?=\d)(?:(?<=[a-z]{2}[.!?] )|(?<=[)%”\"][.!?] )|(?<=[.!?][”\"] ))\d{1,3}(?:, \d{1,3}){0,3}(?=[ \t]*\n|[ \t]*\Z|[ \t]+[A-Z“\"(])"
)
_MOST_MISSED = 2  # numbers in a row that stand where nothing tells them
_SHARE_OUT_OF_ORDER = 10  # one number in so many may come after one that is higher
_NEAR = 4  # labels behind one that is missing, the first of which that is named tells where to look no further
_FAR = 5000  # characters


def find_trailing(masked: str, listed: AbstractSet[str]) -> list[Candidate]:
    """The candidates in order, none if they name too little of the list. `masked` and `listed` are as for `find_markers`."""
    numbers = {label for label in listed if label.isdecimal()}
    if not numbers:
        return []
    found = list(_read_listed((match for match in PLACED.finditer(masked) if _is_note(masked, match)), numbers))
    if not _name_half(found, numbers):
        found += _read_listed(_APART.finditer(masked), numbers)
        if not _name_half(found, numbers) and not _count_in_order(masked, numbers):
            return []
    found = _in_order((*found, *_counted(masked, numbers, _in_order(found))))
    return _in_order((*found, *_between(masked, numbers, found)))


def _read_listed(matches: Iterable[re.Match[str]], listed: set[str]) -> Iterator[Candidate]:
    """The candidates of those matches whose labels are all listed. The number is the named group of a match, or all of it."""
    for match in matches:
        place = match.lastgroup or 0
        content = TRAILING.read(match[place])
        if content is not None and listed.issuperset(content.labels):
            yield Candidate(TRAILING, *match.span(place), content)


def _name_half(found: Iterable[Candidate], numbers: set[str]) -> bool:
    """Whether candidates name at least half of the list."""
    return len({label for candidate in found for label in candidate.content.labels}) * 2 >= len(numbers)


def _count_in_order(masked: str, numbers: set[str]) -> bool:
    """Whether numbers within sentences and at stops together name all of the list in order."""
    last = max(map(int, numbers))
    return len(numbers) == last and counts_in_order(masked, last)


def _in_order(candidates: Iterable[Candidate]) -> list[Candidate]:
    return sorted(candidates, key=lambda candidate: candidate.start)


def _counted(masked: str, numbers: set[str], found: Sequence[Candidate]) -> Iterator[Candidate]:
    """Numbers at places that tell little, none above the one that is due there, if those that are told name the list in order.

    Those glued to words count if works are named several at once, or again, as notes are not. A word that has its number
    wherever it stands is a name, and so is one that counts.
    """
    words = {each: _word_of(masked, each) for each in _read_listed(_COUNTED.finditer(masked), numbers)}
    behind_amounts = [each for each, word in words.items() if not word and _is_amount(masked, each)]
    told = _in_order((*found, *behind_amounts))
    labels = [int(label) for each in told for label in each.content.labels]
    firsts = list(dict.fromkeys(labels))
    if sum(low > high for low, high in pairwise(firsts)) * _SHARE_OUT_OF_ORDER > len(firsts):
        return
    glued: list[Candidate] = []
    if not len(firsts) == len(labels) == len(told):  # notes otherwise
        times = Counter(words.values())
        glued = [each for each, word in words.items() if word and times[word] == 1 and not _COUNTS.match(word)]
    yield from _due(_in_order((*behind_amounts, *glued)), found)


def _due(candidates: Iterable[Candidate], sure: Iterable[Candidate]) -> Iterator[Candidate]:
    """Those of the candidates that count on from the sure ones before them, or from one another. All are in order."""
    ahead = deque(sure)
    due = 1
    for each in candidates:
        while ahead and ahead[0].start < each.start:
            due = max(due, 1 + max(map(int, ahead.popleft().content.labels)))
        if ahead and ahead[0].start < each.end:
            continue
        new = [int(label) for label in each.content.labels if int(label) >= due]
        first = new[0] if new and new[0] <= due + _MOST_MISSED else due
        if new == list(range(first, first + len(new))):
            due = max(due, first + len(new))
            yield each


def _word_of(masked: str, number: Candidate) -> str:
    """The word that a number is glued to, with the number."""
    word = _WORD.search(masked, max(0, number.start - _LONGEST_WORD), number.start)
    return word.group().casefold() + masked[number.start : number.end] if word else ""


def _is_amount(masked: str, number: Candidate) -> bool:
    """Whether an amount stands before a number that cannot be part of it."""
    return _AMOUNT.search(masked, max(0, number.start - _LONGEST_AMOUNT), number.start) is not None


def _is_note(masked: str, match: re.Match[str]) -> bool:
    """Whether a number that closes a line or the cell of a table stands behind words enough to be no part of a name or an amount."""
    if match.lastgroup not in ("last", "shut"):
        return True
    before = masked[max(0, match.start() - _SHORTEST) : match.start() - 1]
    return not ("\n" in before or "  " in before or len(before) + 1 < _SHORTEST)


def _between(masked: str, listed: set[str], found: Sequence[Candidate]) -> Iterator[Candidate]:
    """The candidates for listed labels that have none, each between those of the labels before and behind it."""
    places: dict[int, tuple[int, int]] = {}
    for candidate in found:
        for label in candidate.content.labels:
            places.setdefault(int(label), (candidate.start, candidate.end))
    for number in sorted(map(int, listed)):
        if number in places or (number - 1 not in places and number > 1):
            continue
        start = places[number - 1][1] if number > 1 else 0
        end = next((places[after][0] for after in range(number + 1, number + _NEAR) if after in places), start + _FAR)
        near = _read_listed(_GLUED.finditer(masked, start, min(end, start + _FAR)), listed)
        due = [candidate for candidate in near if str(number) in candidate.content.labels]
        if len(due) == 1:
            places.update(dict.fromkeys(map(int, due[0].content.labels), (due[0].start, due[0].end)))
            yield due[0]
