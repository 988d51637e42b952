"""Markers that name works by author and year: `(Smith, 2020)`, `(see Smith & Doe 2019a; Roe et al. 2020, p. 4)`, `Smith (2020)`.

Years in brackets are looked for first, then the names before them. What is found counts if the document's own list
has an entry that fits, or, in a text that names its works so, by its form.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from functools import cached_property

from indexer.dates import YEAR
from indexer.inline import MARKUP
from indexer.late import dataclass
from indexer.leads import AND
from indexer.markers.beside import FOR_EXAMPLE, LEAD, LOCATOR, REMARK
from indexer.markers.people import BREAK, People, Reading, is_person, people_before
from indexer.model import Reference
from indexer.patterns import pattern
from indexer.works import Catalogue, Work
from indexer.works.names import DATE, UNDATED, read_year

_WIDEST = 400  # characters between brackets
_BRACKETS = {"(": ")", "[": "]", "（": "）", "［": "］", "【": "】", "〔": "〕"}
_BRACKET = pattern(r"[()\[\]（）［］【】〔〕]")
_CLOSERS = frozenset(_BRACKETS.values())
_ANY_DATE = pattern(rf"(?<![0-9A-Za-z_.])(?:{YEAR}(?![0-9A-Z_])|{UNDATED})")
_TAG = pattern(r"</?(?:i|em|b|strong|cite|span)>")
_RECENT = ("20", "19")
_ONE_DATE = rf"{YEAR}[a-z](?:\s?[,，&]\s?[a-z](?![\w.]))+|(?:\[{YEAR}\]\s?)?{DATE}"
_NEXT = rf"\s?(?:[,，،;；؛、&]|{AND}(?!\w))\s?"
_DATES = pattern(
    rf"(?<![0-9A-Za-z_.])(?:(?=\[{YEAR}\]\s?{YEAR})|[(\[（]?)(?P<dates>(?:{_ONE_DATE})(?:{_NEXT}(?:{_ONE_DATE})){{0,12}})[年년]?(?![0-9A-Za-z_])[)\]）]?"
)
_EACH = pattern(rf"\[(?P<first>{YEAR})\]\s?(?P<second>{DATE})|(?P<date>{DATE})|(?<=[,，& ])(?P<letter>[a-z])(?![\w.])")
_BETWEEN = pattern(
    rf"\s*(?:[;；؛,，،、·\u0387]|(?:,\s)?(?:as )?(?:cited|quoted) in\b|zit(?:iert)?\.? nach\b|&|{AND}(?![\w.])|[和及])\s*"
)
_SIGNS_BETWEEN = ";；؛,，،、·\u0387 \n\t"
NO_NAMES = frozenset(
    """
    january february march april may june july august september october november december jan feb mar apr jun jul aug sept sep oct nov dec
    januar februar märz mai juni juli oktober dezember enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
    janvier février mars avril juin juillet août septembre octobre novembre décembre
    monday tuesday wednesday thursday friday saturday sunday spring summer autumn fall winter easter christmas
    figure fig table tab section sec chapter chap appendix article art equation eq box note vol volume no v part page paragraph annex
    windows office since until before after in on by from during around circa about est founded born died update updated
    the this that these a an as at of and or but if when while where we he she it they copyright version act law
    """.split()
)
_GIVEN_NAMES = 2
_NO_AUTHORS = frozenset("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec RFC".split())  # how they begin
_FEW = 2  # so many markers of the list make author and year the style of a text
_SEVERAL = 3  # or so many that have the form, with these


@dataclass(slots=True)
class AuthorPart:
    """The works of one author in a marker.

    `start` and `end` hold its words with those that lead to it, `dates` its years alone; `whole` says that it can be
    taken out of its brackets with nothing of a sentence. `works` and `fits` run parallel. `strong`: it can hardly be
    anything else; `shaped`: it names one surname, so that it may be a work, the more so before a `comma`.
    """

    start: int
    end: int
    dates: tuple[int, int]
    works: tuple[Work, ...]
    fits: tuple[tuple[Reference, ...], ...]
    whole: bool
    strong: bool
    shaped: bool
    comma: bool
    locator: str | None

    @property
    def fitting(self) -> bool:
        """Whether the document's list has an entry for one of its works."""
        return any(self.fits)

    def counts(self, *, usual: bool, beside: bool) -> bool:
        """Whether it is a marker where author and year are usual, or in one bracket with a work of the list."""
        if self.fitting:
            return True
        return (usual and (self.strong or (self.shaped and self.comma))) or (beside and (self.strong or self.shaped))


@dataclass(frozen=True, slots=True)
class Group:
    """A pair of brackets, or what stands in it, that names works; `complete`: nothing else stands in it."""

    start: int
    end: int
    parts: tuple[AuthorPart, ...]
    complete: bool


class AuthorYears:
    """The groups of a text that have the form of author and year.

    `masked` is `text` with all that is no prose blanked out, `catalogue` the entries of its lists.
    """

    def __init__(self, text: str, masked: str, catalogue: Catalogue) -> None:
        self._whole = text
        self._text = masked
        self._catalogue = catalogue

    @cached_property
    def _bracketed(self) -> tuple[tuple[int, int, int], ...]:
        """Where a year stands in brackets, and the brackets."""
        found = ((start, _brackets_around(self._text, start)) for start in self._starts())
        return tuple((start, *brackets) for start, brackets in found if brackets is not None)

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """All of them in order, disjoint."""
        return tuple(self._groups())

    def accepted(self, others: int, labels: AbstractSet[str]) -> Iterator[Group]:
        """The groups that count in a text with so many markers of other styles, cut to their parts that count.

        `labels` are those of the other markers.
        """
        if not self._catalogue.named and len(self._bracketed) <= others:
            yield from self._certain(labels)
            return
        parts = [part for group in self.groups for part in group.parts]
        fitting = sum(part.fitting for part in parts)
        strong = sum(part.strong for part in parts if not part.fitting)
        if not self._catalogue.named and fitting + strong <= others:
            yield from self._certain(labels)
            return
        usual = (fitting >= _FEW or fitting + strong >= _SEVERAL) and fitting + strong >= others
        for group in self.groups:
            beside = any(part.fitting for part in group.parts)
            kept = [part for part in group.parts if part.counts(usual=usual, beside=beside)]
            if len(kept) == len(group.parts) and group.complete:
                yield group
            else:
                yield from (self._alone(part, group, kept) for part in kept)

    def _certain(self, labels: AbstractSet[str]) -> Iterator[Group]:
        """Where another style is the text's: brackets that hold works of the list and nothing else, `(Smith, 2020)`.

        A work that has a marker of that style too is only talked about.
        """
        if not any(_may_name(self._text[opener + 1 : start]) for start, opener, _ in self._bracketed):
            return  # to read the entries takes longest
        for group in self.groups:
            named = all(part.fitting and part.dates[0] > group.start + 1 for part in group.parts)
            entries = (entry for part in group.parts for fits in part.fits for entry in fits)
            if named and group.complete and not any(entry.label in labels for entry in entries):
                yield group

    def _groups(self) -> Iterator[Group]:
        position = 0
        self._text = _plain(self._text)
        for start, opener, closer in self._bracketed:
            if start < position:
                continue
            parts, complete = self._parts(max(opener + 1, position), closer, opener)
            if parts:
                yield Group(opener, closer + 1, tuple(parts), complete)
                position = parts[-1].end if not complete else closer + 1

    def _starts(self) -> list[int]:
        """Where a year may stand. All that can be one is looked for in texts whose list is named by author and year."""
        if self._catalogue.named:
            return [match.start() for match in _ANY_DATE.finditer(self._text)]
        text = self._whole  # of one byte a character more often than what is blanked, so faster to search
        found: list[int] = []
        for century in _RECENT:
            at = text.find(century)
            while at >= 0:
                if text[at + 2 : at + 4].isdecimal() and not text[at - 1 : at].isdecimal():
                    found.append(at)
                at = text.find(century, at + 2)
        return sorted(found)

    def _parts(self, start: int, closer: int, opener: int) -> tuple[list[AuthorPart], bool]:
        """The parts between two brackets, and whether they are all that stands there."""
        parts: list[AuthorPart] = []
        complete = start == opener + 1
        at = start
        while (date := _DATES.search(self._text, at, closer)) is not None:
            part = self._part(at, date, closer, opener, first=not parts and complete)
            if part is None:
                complete = False
                at = date.end()
                continue
            complete = complete and part.whole and not _BETWEEN.sub("", self._text[at : part.start], 1).strip()
            parts.append(part)
            at = part.end
        tail = self._text[at:closer].strip()
        return parts, complete and not tail

    def _part(self, at: int, date: re.Match[str], closer: int, opener: int, *, first: bool) -> AuthorPart | None:
        text = self._text
        between = _BETWEEN.match(text, at, date.start())
        begin = between.end() if between else at
        people = people_before(text, begin, date.start())
        narrative = people is None and first and not LEAD.sub("", text[begin : date.start()]).strip()
        if narrative:
            people = people_before(text, max(0, opener - _WIDEST), opener)
        if people is None or (narrative and people.comma):
            return None
        works, fits, reading = self._resolve(people, date, narrative=narrative)
        if reading is None:
            return None
        end, locator = self._end(date, closer)
        whole = self._ends_part(end, closer)
        lead = begin
        if narrative:
            whole = whole and begin == opener + 1
        else:
            lead, led, clean = self._lead(begin, people, reading)
            if not (led or any(fits)):
                return None
            whole = whole and clean
        can_be = all(_can_be_name(name) for name in reading.surnames)
        strong = can_be and (reading.more or (reading.joined and not narrative))
        shaped = can_be and whole and not narrative and len(reading.surnames) == 1 and is_person(reading.surnames[0])
        dates = (date.start("dates"), date.end("dates"))
        return AuthorPart(lead, end, dates, works, fits, whole, strong, shaped, people.comma, locator)

    def _resolve(
        self, people: People, date: re.Match[str], *, narrative: bool
    ) -> tuple[tuple[Work, ...], tuple[tuple[Reference, ...], ...], Reading | None]:
        """The works that names and years mean: as the list has them, else as they are written."""
        years = list(_years(date["dates"]))
        written: Reading | None = None
        for reading in people.readings(self._text):
            works = tuple(_work(reading, year, letter) for year, letter in years)
            fits = tuple(self._catalogue.fitting(work) for work in works)
            if any(fits):
                return works, fits, reading
            if _can_be_written(reading) and (
                written is None or (narrative and len(reading.surnames) < len(written.surnames))
            ):
                written = reading  # in a sentence the last name: `However, Roe et al. (2020)`
        works = tuple(_work(written, year, letter) for year, letter in years) if written else ()
        return works, ((),) * len(works), written

    def _lead(self, begin: int, people: People, reading: Reading) -> tuple[int, bool, bool]:
        """Where a part begins; whether only `see` and the like lead to its names; and whether given names may, too."""
        text = self._text
        start = max(begin, *(text.rfind(sign, begin, reading.start) + 1 for sign in ";；"))
        lead = LEAD.match(text, start, reading.start)
        names = lead.end() if lead else start
        if names == reading.start or FOR_EXAMPLE.match(text, start, people.end):
            return start, True, True
        words = text[names : reading.start].split()
        given = len(words) <= _GIVEN_NAMES and all(word[:1].isupper() for word in words) and people.start <= names
        return (start, False, True) if given else (reading.start, False, False)

    def _end(self, date: re.Match[str], closer: int) -> tuple[int, str | None]:
        """Where a part ends, with its locator and a remark."""
        locator = LOCATOR.match(self._text, date.end(), closer)
        end = locator.end() if locator else date.end()
        remark = REMARK.match(self._text, end, closer)
        return remark.end() if remark else end, locator["locator"] if locator else None

    def _alone(self, part: AuthorPart, group: Group, kept: Sequence[AuthorPart]) -> Group:
        """A part that is a marker by itself, among words that are none; it takes the sign that parts it from them.

        The sign before one of those that are `kept` is that one's.
        """
        if not part.whole:
            return Group(*part.dates, (part,), complete=False)
        start, end, text = part.start, part.end, self._text
        low = max((each.end for each in group.parts if each.end <= start), default=group.start + 1)
        before = start
        while before > low and text[before - 1] in _SIGNS_BETWEEN:
            before -= 1
        if set(";；") & set(text[before:start]):
            start = before
        elif text[end : end + 1] in (";", "；") and not any(
            0 < each.start - end <= len("; ") for each in kept if each.whole
        ):
            end += len(text[end : end + 2]) if text[end + 1 : end + 2] == " " else 1
        return Group(start, end, (part,), complete=False)

    def _ends_part(self, end: int, closer: int) -> bool:
        """Whether a part ends here: before the bracket closes or another part begins."""
        return not self._text[end:closer].strip() or _BETWEEN.match(self._text, end, closer) is not None


def _may_name(words: str) -> bool:
    """Whether what stands before a year in brackets may be a name: a cheap look first, which lets `(March 2020)` go."""
    last = words.rstrip(" ,").rpartition(" ")[2]
    return last in ("al", "al.") or (last[:1].isalpha() and not last[:1].islower() and last[:3] not in _NO_AUTHORS)


def _plain(text: str) -> str:
    """The text with spaces for signs of emphasis and of links: `*Smith et al.* 2020`, `Smith ([2020](url))`."""
    plain = text.replace("*", " ").replace("_", " ").replace(MARKUP, " ")
    return _TAG.sub(lambda tag: " " * len(tag.group()), plain) if "</" in plain else plain


def _brackets_around(text: str, position: int) -> tuple[int, int] | None:
    """The innermost pair of brackets that holds an offset."""
    low = max(0, position - _WIDEST)
    if max(text.rfind(sign, low, position) for sign in _BRACKETS) < 0:
        return None
    opened: list[int] = []
    for match in _BRACKET.finditer(text, low, position):
        if match.group() in _CLOSERS:
            del opened[-1:]
        else:
            opened.append(match.start())
    if opened and len(opened) > 1 and re.match(rf"\[{YEAR}\]\s?{YEAR}", text[opened[-1] : opened[-1] + 12]):
        opened.pop()  # `(Marx [1867] 1990)`
    if not opened:
        return None
    opener = opened[-1]
    depth = 0
    for match in _BRACKET.finditer(text, opener, opener + _WIDEST):
        depth += -1 if match.group() in _CLOSERS else 1
        if depth == 0:
            same = match.group() == _BRACKETS[text[opener]]
            return (opener, match.start()) if same and not BREAK.search(text, opener, match.start()) else None
    return None


def _years(dates: str) -> Iterator[tuple[str, str]]:
    """Years and letters of `2019a, b`, `[1867] 1990`."""
    year = ""
    for match in _EACH.finditer(dates):
        if match["letter"]:
            yield year, match["letter"]
            continue
        found = read_year(match["second"] or match["date"])
        if found is not None:
            year = f"{match['first']}/{found[0]}" if match["first"] else found[0]
            yield year, found[1]


def _work(reading: Reading, year: str, letter: str) -> Work:
    return Work(reading.surnames, year, letter, reading.more, reading.initial)


def _can_be_written(reading: Reading) -> bool:
    """Whether names that no entry has can be those of authors."""
    people = len(reading.surnames) > 1 or is_person(reading.surnames[0])
    return people and not reading.parted and all(_can_be_name(name) for name in reading.surnames)


def _can_be_name(name: str) -> bool:
    return not any(word.casefold().strip(".") in NO_NAMES for word in name.replace("–", " ").split())
