"""Checks of claims against the texts of their sources: quotations, numbers, dates and names that are not there.

Only the same words are searched for, and nothing is judged: a source may express a thing in other words. These count as the same:
upper and lower case, any white space, quotation marks, ellipses and other signs between words, `1,000` and `1000`, `2 million`
and `2,000,000`, `three` and `3`, `5 May 2024` and `2024-05-05`. A claim is checked if the texts of all its sources are known, and
against all of them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cached_property

from indexer.audit.text import Text
from indexer.inline import GAP, blank
from indexer.model import MENTION, PASSAGE, Claim, Finding, Problem, Span
from indexer.patterns import pattern
from indexer.scripts import CJK

_FEWEST = 3  # words of a quotation that is checked: fewer may be scare quotes
_QUOTED = pattern(
    r"[“„«](?P<a>[^“”„«»]{1,600})[”“»]|\"(?P<b>[^\"]{1,600})\"|「(?P<c>[^「」]{1,600})」|『(?P<d>[^『』]{1,600})』"
)
_ELLIPSIS = pattern(r"[\[(]?\s?(?:…|\.\s?\.\s?\.(?:\s?\.)?)\s?[\])]?|\[[^\[\]]{0,60}\]")
_WORD = pattern(rf"[{CJK}]|[^\W_{CJK}]+(?:['’][^\W_{CJK}]+)*")
_MONTHS = "january february march april may june july august september october november december".split()
_MONTH = "(?P<{}>" + "|".join(f"{name[:3]}(?:{name[3:]})?" for name in _MONTHS) + r")\.?"
_DATE = pattern(
    rf"\b(?:(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?\s(?:of\s)?{_MONTH.format('m1')},?\s(?P<y1>\d{{4}})"
    rf"|{_MONTH.format('m2')}\s(?:(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?,?\s)?(?P<y2>\d{{4}})"
    r"|(?P<y3>\d{4})-(?P<m3>\d\d)-(?P<d3>\d\d))\b",
    re.IGNORECASE,
)
_SCALE = "thousand|million|billion|trillion|bn|万|亿"
_NUMBER = pattern(
    rf"(?<![0-9A-Za-z_.,])\d+(?:[,\u202f\u00a0]\d{{3}})*(?:\.\d+)?(?:[\s-]?(?P<scale>{_SCALE}))?(?![A-Za-z_]{{0,40}}\d)",
    re.IGNORECASE,
)
_SCALES = {"thousand": 3, "million": 6, "billion": 9, "bn": 9, "trillion": 12, "万": 4, "亿": 8}
_NUMERALS = {
    word: Decimal(at)
    for at, word in enumerate("zero one two three four five six seven eight nine ten eleven twelve".split())
}
_SPELT = pattern(rf" (?P<number>{'|'.join(_NUMERALS)}) (?P<scale>{_SCALE}) ")
_NAME = pattern(r"(?<!\w)[A-ZÀ-ÖØ-Þ][\w’'-]*(?:\s(?:(?:of|the|and|for|de|van|von)\s)?[A-ZÀ-ÖØ-Þ][\w’'-]*){0,6}")
_POSSESSIVE = pattern(r"['’]s\Z")
_SMALL = frozenset("of the and for de van von i".split())
_DAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split()) | frozenset(_MONTHS)

Date = tuple[int, int, int]


class SourceText:
    """The text of a source, folded once for all claims that rest on it."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def words(self) -> str:
        """All words in order, in lower case, with a space around each."""
        return _folded(self._text)

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """The words, and the parts of words with an apostrophe."""
        return frozenset(self.words.split()).union(self.words.replace("'", " ").split())

    @cached_property
    def numbers(self) -> frozenset[Decimal]:
        """The numbers, including those written as words and those with a scale."""
        # `0¼` has the number 0 only as it is written, `１` the number 1 only in its compatibility form.
        texts = {self._text, unicodedata.normalize("NFKC", self._text)}
        found = {value for text in texts for match in _NUMBER.finditer(text) for value in _values(match)}
        found |= {_NUMERALS[word] for word in self.vocabulary & _NUMERALS.keys()}
        spelt = _SPELT.finditer(self.words)
        return frozenset(found | {_scaled(_NUMERALS[match["number"]], match["scale"]) for match in spelt})

    @cached_property
    def dates(self) -> frozenset[Date]:
        """The dates; the day is 0 where only a month is named, and each date is one of its month too."""
        found = {_date(match) for match in _DATE.finditer(self._text)}
        return frozenset(found | {(year, month, 0) for year, month, _ in found})


def unsupported(text: Text, sources: Mapping[str, SourceText]) -> Iterator[Finding]:
    """The findings of quotations, numbers, dates and names in claims that none of the claim's sources has.

    `sources` are the known texts, by source id.
    """
    for claim in text.claims:
        if claim.attribution == "direct" and all(each in sources for each in claim.source_ids):
            for found in _of(text, claim, [sources[each] for each in claim.source_ids]):
                yield text.finding(found, shown=True)


def _of(text: Text, claim: Claim, sources: Sequence[SourceText]) -> Iterator[Problem]:
    words = _without_markers(claim)
    where = " and ".join(claim.source_ids)
    for code, what, said, span in (
        *_quotations(words, sources),
        *_dates_and_numbers(words, sources),
        *_names(words, sources),
    ):
        place = Span(claim.span.start + span.start, claim.span.start + span.end)
        yield text.at(code, f"the {what} {said} is not found in {where}", place)


Missing = tuple[str, str, str, Span]


def _quotations(words: str, sources: Sequence[SourceText]) -> Iterator[Missing]:
    for match in _QUOTED.finditer(words):
        quoted = match[match.lastgroup or 0]
        parts = [part for part in map(_folded, _ELLIPSIS.split(quoted)) if part.strip()]
        if sum(len(part.split()) for part in parts) >= _FEWEST and not any(_holds(source, parts) for source in sources):
            yield "SRC001", "quotation", f"“{' '.join(quoted.split())}”", Span(*match.span(match.lastgroup or 0))


def _holds(source: SourceText, parts: Sequence[str]) -> bool:
    """Whether a source has all parts of a quotation, one after the other."""
    at = 0
    for part in parts:
        at = source.words.find(part, at)
        if at < 0:
            return False
        at += len(part) - 1
    return True


def _dates_and_numbers(words: str, sources: Sequence[SourceText]) -> Iterator[Missing]:
    dates = list(_DATE.finditer(words))
    for match in dates:
        if not any(_date(match) in source.dates for source in sources):
            yield "SRC003", "date", match.group(), Span(*match.span())
    for match in _NUMBER.finditer(blank(words, [(*match.span(), GAP) for match in dates])):
        if not any(value in source.numbers for source in sources for value in _values(match)[-1:]):
            yield "SRC002", "number", match.group(), Span(*match.span())


def _names(words: str, sources: Sequence[SourceText]) -> Iterator[Missing]:
    for match in _NAME.finditer(words):
        own = match.group().split()
        if not words[: match.start()].strip(" \n\t\"“'‘(*_>-"):
            own = own[1:]  # the capital is that of the sentence
        wanted = [part for word in own for part in _folded(_POSSESSIVE.sub("", word)).split()]
        wanted = [word for word in wanted if word not in _SMALL and word not in _DAYS]
        if wanted and not any(all(word in source.vocabulary for word in wanted) for source in sources):
            yield "SRC004", "name", " ".join(own), Span(words.index(own[0], match.start()), match.end())


def _without_markers(claim: Claim) -> str:
    """The text of a claim with its markers replaced by spaces, so that offsets stay those of the claim.

    Passages and mentions are kept: they are words of the claim.
    """
    base = claim.span.start
    spans = [marker.span for marker in claim.markers if marker.style not in (MENTION, PASSAGE)]
    return blank(claim.text, [(span.start - base, min(span.end - base, len(claim.text)), GAP) for span in spans])


def _folded(text: str) -> str:
    """The words of a text in lower case with a space around each; a hyphen separates words, an apostrophe does not."""
    found = (word.replace("’", "'").casefold() for word in _WORD.findall(unicodedata.normalize("NFKC", text)))
    return f" {' '.join(found)} "


def _values(match: re.Match[str]) -> list[Decimal]:
    """The values that a number may have: as it is written, and with its scale."""
    value = Decimal(re.sub(r"[^\d.]", "", match.group())).normalize()
    scale = match["scale"]
    return [value] if scale is None else [value, _scaled(value, scale)]


def _scaled(value: Decimal, scale: str) -> Decimal:
    return value.scaleb(_SCALES[scale.lower()]).normalize()


def _date(match: re.Match[str]) -> Date:
    year = match["y1"] or match["y2"] or match["y3"]
    day = match["d1"] or match["d2"] or match["d3"] or 0
    named = match["m1"] or match["m2"]
    month = _number_of(named) if named else int(match["m3"])
    return int(year), month, int(day)


def _number_of(month: str) -> int:
    return next(at for at, name in enumerate(_MONTHS, 1) if name.startswith(month[:3].lower()))
