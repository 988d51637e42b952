"""What a document's list and its dominant style say about the doubtful candidates."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from indexer.dates import YEAR
from indexer.markers.closing import is_closed
from indexer.markers.indexes import follows_code, may_name_array, names_array, word_before
from indexer.markers.pinpoints import Pinpoints
from indexer.markers.styles import GLUED_NOTE, Candidate, normal_label
from indexer.patterns import pattern
from indexer.scripts import LAST_NARROW
from indexer.superscripts import UNITS

_LAST_NUMBER = 999  # the highest label that counts without a list that has it
_SPREAD = 30  # how far labels may run past three times the last one of the list
_MEASURE = pattern(r"\d\s?(?:[a-zµ%]{1,3}|[AFJKVW])\Z")
_NO_BASE = pattern(rf"(?<!\d){YEAR}\Z|\d,\d{{3}}\Z")  # a year, or a number too large for a power
_PER = pattern(r"/[^\W\d_]{1,3}\Z")
_LOWERED_SIGNS = frozenset("₀₁₂₃₄₅₆₇₈₉")  # CO₂¹ has a marker
_COUNTED = pattern(r"\d\s?\Z")
_DEGREES = pattern(r"[°º][CFK]?\Z")
_TIME = pattern(r"\[0\d:[0-5]\d\]|^\[\d\d:[0-5]\d\] ", re.MULTILINE)  # `[02:15]`, in a text with times
_TIMES = pattern(r"\[\d{1,3}:[0-5]\d\]")
# What stands behind a marker that closes a clause, and behind a number in brackets that is one.
_CLOSED = pattern(r"[.,;:!?)\]\[。，；：、！？।۔،؛·։．]|\s*(?:\n|\Z)")
_CLOSERS = " \t\n\"'”’»」』)*_"  # between the stop of a sentence and a marker
_CLOSING = pattern(rf"\s?[\[(]|[)\]*_\"”]{{0,3}}(?:{_CLOSED.pattern}|\s?\|)")
_AROUND = frozenset(".,;:!?。，；、！？।۔،؛·։．()（）\n")
_BESIDE = frozenset((" (", " （", "  ", " !", " ?", " ;", " :"))  # French sets off its stops; a cell ends with spaces
_GLUED_TO = frozenset(",;:")  # `known,(2) yet`
_LONGEST_MEASURE = 8
_GLUED_STYLE = 3  # so many markers glued to words make a style of it
_GREEK = frozenset("χσπλδω")  # of formulas


class Habits:
    """What the document as a whole says about its markers.

    `masked` is its blanked text, `listed` the normalised labels that its own lists have.
    """

    def __init__(self, masked: str, candidates: Sequence[Candidate], listed: AbstractSet[str]) -> None:
        self._text = masked
        self._listed_labels = listed
        self._last = max((int(label) for label in listed if label.isdecimal()), default=0)
        self._styles: Counter[str] = Counter()
        self._glued = 0
        self._pinpoints = Pinpoints(masked, is_listed=self._last > 0)
        self._timed = ":" in masked and _TIME.search(masked) is not None
        self._indexes: set[int] = set()  # where the index of an array ends, for `m[2][3]`
        numbers = {label for label in listed if label.isdecimal()}
        rounds = {label for each in candidates if each.style.name == "parenthesis" for label in each.content.labels}
        self._glues = len(numbers & rounds) * 2 > len(numbers)  # whether `surgery(1)` may be one, as `sleep(1)` is none
        for candidate in candidates:
            # What stands where no marker does, such as the numbers of clauses, `(1) …; (2) …`, makes no style.
            if self._counts(candidate) and (candidate.style.trust != "dominant" or self._placed(candidate)):
                self._styles[candidate.style.name] += 1
                self._glued += masked[candidate.start - 1 : candidate.start].isalpha()
        self._most = max(self._styles.values(), default=0)

    def accept(self, candidate: Candidate) -> bool:
        """Whether a candidate is a marker of this document."""
        if candidate.style.trust == "dominant":
            most = self._styles[candidate.style.name] >= self._most
            return most and self._listed(candidate) and self._placed(candidate)
        if candidate.style.trust == "alone" and self._styles.keys() != {candidate.style.name}:
            return False
        return self._counts(candidate)

    def _counts(self, candidate: Candidate) -> bool:
        """Whether a candidate stands for its style: what is listed, or plausible by itself."""
        if candidate.style.trust in ("listed", "dominant", "alone"):
            return self._listed(candidate)
        if candidate.style.trust in ("form", "closing"):
            return candidate.style.trust == "form" or self._closes(candidate)
        if candidate.style.name == "note":
            return self._plausible_note(candidate)
        if candidate.style.name == "html-superscript" and self._is_power(candidate):
            return False
        if "0" in candidate.content.labels and "0" not in self._listed_labels:
            if self._text[candidate.start - 1 : candidate.start].isalnum():
                self._indexes.add(candidate.end)  # of `m[0][1]`
            return False  # `[0, 1]` is an interval
        plausible = self._any_listed(candidate) or (
            self._possible_numbers(candidate)
            and not (candidate.style.name == "bracket" and self._pinpoints.has(candidate))
        )
        return plausible and not (self._is_index(candidate) or self._is_assigned(candidate))

    def _closes(self, candidate: Candidate) -> bool:
        """Whether a clause ends behind a candidate, or a sentence before it."""
        closed = is_closed(self._text, candidate.start, _CLOSERS)
        closed = closed and not self._text[candidate.end : candidate.end + 2].strip(" ")[:1].islower()  # its subject
        return closed or _CLOSING.match(self._text, candidate.end) is not None

    def _listed(self, candidate: Candidate) -> bool:
        labels = candidate.content.labels
        return bool(labels) and all(normal_label(label) in self._listed_labels for label in labels)

    def _any_listed(self, candidate: Candidate) -> bool:
        return any(normal_label(label) in self._listed_labels for label in candidate.content.labels)

    def _possible_numbers(self, candidate: Candidate) -> bool:
        """Whether labels that no list has can be meant as labels: `[0]` and `[2020]` cannot, nor `[99]` above a list of 3, nor times."""
        labels = candidate.content.labels
        if not all(label.isdecimal() and 0 < int(label) <= _LAST_NUMBER for label in labels):
            return False
        if self._timed and _TIMES.match(self._text, candidate.start):
            return False
        return not self._last or max(map(int, labels)) <= 3 * self._last + _SPREAD

    def _placed(self, candidate: Candidate) -> bool:
        """Whether a marker of a doubtful style stands where markers stand."""
        before = self._text[max(0, candidate.start - 3) : candidate.start].rstrip(" \t\n\"'”“’»」』")[-1:]
        after = self._text[candidate.end : candidate.end + 1]
        if candidate.style.name in ("parenthesis", "circled"):
            beside = self._text[candidate.end : candidate.end + 2] in _BESIDE
            glued_to = self._text[max(0, candidate.start - 1) : candidate.start]
            if candidate.style.name == "parenthesis" and "a" <= glued_to <= "z" and not self._glues:
                return False
            glued = candidate.start > 0 and self._text[candidate.start - 1] in _GLUED_TO
            return beside or glued or not after or after in _AROUND or (before != "" and before in ".!?。")
        return (not after.isalnum() or after > LAST_NARROW) and not self._is_power(candidate)

    def _is_power(self, candidate: Candidate) -> bool:
        """Whether raised signs may be a power: not behind a year or a large number, nor several labels or brackets, if the list has them."""
        if not self._is_unit(candidate.start):
            return False
        written = self._text[candidate.start : candidate.end]
        sure = "[" in written or len(candidate.content.labels) > 1
        sure = sure or _NO_BASE.search(self._text, max(0, candidate.start - 5), candidate.start) is not None
        if candidate.content.labels == ("1",):  # no measure is raised to it: `mmol/L¹`
            sure = sure or _PER.search(self._text, max(0, candidate.start - 5), candidate.start) is not None
        return not (self._listed(candidate) and sure)

    def _is_unit(self, position: int) -> bool:
        """Whether the word before is one that a power or an isotope stands at: `m²`, `10⁵`, `x²`."""
        word = word_before(self._text, position)
        if word == "in":  # inches are counted
            return _COUNTED.search(self._text, max(0, position - 5), position - 2) is not None
        return (
            position == 0
            or word.casefold() in UNITS
            or word.casefold() in _GREEK
            or (word[-1:].isdigit() and word[-1:] not in _LOWERED_SIGNS)
            or (len(word) == 1 and word.isascii())
        )

    def _is_index(self, candidate: Candidate) -> bool:
        """Whether square brackets glued to a word are the index of an array."""
        start = candidate.start
        if (
            candidate.style.name != "bracket"
            or start == 0
            or self._text[start] == "\\"
            or self._text[start - 1].isspace()
        ):
            return False
        listed, near = self._listed(candidate), max(0, start - _LONGEST_MEASURE)
        if _DEGREES.search(self._text, near, start) or (listed and _MEASURE.search(self._text, near, start)):
            return False  # `by 5 mm[2]`
        glued = self._glued >= _GLUED_STYLE
        word = word_before(self._text, start)
        closed = _CLOSED.match(self._text, candidate.end) if listed or glued else None
        closes = closed is not None and (closed.group() != "," or len(word) > 1)  # `x[1], x[2]` are none
        index = (
            start in self._indexes
            or follows_code(self._text, start, candidate.end)
            or (names_array(word) and not (listed and glued))
            or (may_name_array(word) and not (closes or (listed and glued)))
        )
        if index:
            self._indexes.add(candidate.end)
        return index

    def _is_assigned(self, candidate: Candidate) -> bool:
        """Whether brackets hold what a program or a formula sets something to: `x = [1:5]`."""
        return self._text[max(0, candidate.start - 2) : candidate.start].rstrip().endswith("=")

    def _plausible_note(self, candidate: Candidate) -> bool:
        """`[note 1]` by its form; `[a]` if listed, or glued to what it annotates in a document with other markers."""
        label = candidate.content.labels[0]
        if candidate.style is GLUED_NOTE:
            return self._text[max(0, candidate.start - 1) : candidate.start].strip() != ""
        if not label.isalpha() or len(label) > 2 or not label.isascii():
            return True
        before = self._text[max(0, candidate.start - 1) : candidate.start]
        listed = normal_label(label) in self._listed_labels
        if listed and before == " " and _CLOSED.match(self._text, candidate.end):  # `It rains [a].`
            return True
        if self._text[candidate.end : candidate.end + 1].isalnum() or before in "(\"'“" or before.isspace():
            return False
        if listed:
            return True
        return (
            label in "abcdefgh" and self._styles["bracket"] > 0 and len(word_before(self._text, candidate.start)) != 1
        )
