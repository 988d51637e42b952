"""Bare numbers beside stops, which were raised once: where they may stand, and whether they count the entries of a list."""

from __future__ import annotations

from collections.abc import Iterator

from indexer.dates import RECENT_YEAR, YEAR
from indexer.inline import LITERAL, MARKUP
from indexer.model import WIDEST_RANGE
from indexer.patterns import pattern
from indexer.scripts import HAN, HANGUL, KANA

_LABELS = r"\d{1,3}(?:[,，、–−‐‑-]\s?\d{1,3}){0,5}"
_WIDE = KANA + HAN
_CLOSERS = "”」』》）"
_ENDS = rf"""*)\]%"”’»“:/{LITERAL}{MARKUP}"""  # what a sentence may end in but a letter
_WIDE_STOPS = "。，；！？、："
_SMALL = r"[^\W\d_A-Z\u2e80-\uabff\uf900-\uffff]"  # a letter of a word in small letters, or of a script that has no large ones
_SHUT = (  # behind what a clause may end in
    rf"(?:(?<={_SMALL}{{3}})|(?<=\d0s)|(?<=[)”\"%»«’`{LITERAL}{MARKUP}{_CLOSERS}])|(?<=[^\s\d]\*)|(?<=[{_WIDE}{HANGUL}])(?<![第图圖図表章節节]))"
)
_STOPPED = (  # behind the stop of a sentence, or of a year that ends one
    rf"(?:(?<=[^\W\d_][.!?,;:])|(?<=[{_ENDS}][.!?])|(?<=[^\W\d_]\\[.!?])|(?<=[{_ENDS}]\\[.!?])|(?<=\b{YEAR}\.)|(?<=\b{YEAR}\\\.))"
)
_COUNTED = r"[つ個个]|[かカヶケ箇][所国月年]|[年月日人名社台件回本棟校][のがをにはでも間目以、]"  # 3 つの村, 2 人が
_LINE_END = r"[ \t]*(?:\n|\Z)|  "
# The places by their names: what stands before the number, and what behind it.
_PLACES = {
    "glued": (_STOPPED, r"\s+[\"“„«]?[^\W\d_a-z]|[\"”’)]|\s*(?:\n|\Z)|  "),  # It rains.1 It snows
    "closing": (r"(?:(?<=[.!?][\"”’)»“])|(?<=[.!?]\s»))", r"\s|\Z"),  # “It rains.”1 It snows
    "stopped": (r"(?<=[。！？])", rf"\s+(?!{_COUNTED})[{_WIDE}「『（]|\s*(?:\n|\Z)"),  # 多雨。1 雪
    "named": (r"(?:(?<=\bet al\.)|(?<=\bet al\.,))", r"[\s),;]"),  # Doe et al.1 say that
    "said": (r"(?:(?<=\b[Rr]ef\. )|(?<=\b[Rr]efs\. ))", r"[\s),.;:]"),  # as Ref. 1 says
    "before": (_SHUT, rf"[.,;:!?](?:\s|\Z)|[{_WIDE_STOPS}]"),  # It rains1. It snows
    "wide": (rf"(?<=[%*){_CLOSERS}{_WIDE}] )(?<!第 )", rf"[{_WIDE_STOPS}]"),  # 多雨 1。
    "raised": (r"(?<=[^\s\d]\*)", r"\s"),  # It *rains*1 and snows
    "shut": (_SHUT, _LINE_END),  # It rains1, at the end of a line
    "last": (rf"(?<=[%*{_CLOSERS}{_WIDE}{HANGUL}] )", _LINE_END),  # 多雨 1, at the end of a line
}
PLACED = pattern(
    r"(?=\d)(?:"  # before what lies behind: most signs are no digits
    + "|".join(rf"{before}(?P<{name}>{_LABELS})(?={behind})" for name, (before, behind) in _PLACES.items())
    + ")"
)
"""A number where a marker may stand, or several with commas between; `last` and `shut` are those at the end of a line or a cell."""
_WITHIN = pattern(  # `carbon1,2 is`, `in Kent,3 where`, `since 20004 it`, `of fish (4), but`
    rf"(?=\d)(?:(?:(?<=[a-z]{{3}})|(?<=\d0s)|(?<=[a-z)\]\"”’][,;:])){_LABELS}(?=\s)"
    rf"|(?<=\b{RECENT_YEAR})\d{{1,2}}(?=[.,;]?\s)|(?:(?<=\w \()|(?<=[a-z]{{3}}\()){_LABELS}(?=\)[.,;:]))"
)
_NUMBERS = pattern(r"(\d+)(?:\s?[–−‐‑-]\s?(\d+))?")
_MOST_MISSED = 2  # numbers in a row that stand where nothing tells them
_ENDING = 6  # signs before a number that tell one word from another
_SHARE_OF_OTHERS = 10  # one number in so many may be none of the list


def counts_entries(text: str, last: int, *, to_the_last: bool) -> bool:
    """Whether bare numbers in a text name half of the entries 1 to `last`, with `to_the_last` that one too, and hardly anything else."""
    found = [number for match in PLACED.finditer(text) for number in _numbers(match.group())]
    named = {number for number in found if 1 <= number <= last}
    others = sum(number not in named for number in found)
    return len(named) * 2 >= last and others * _SHARE_OF_OTHERS <= len(found) and (last in named or not to_the_last)


def counts_in_order(text: str, last: int) -> bool:
    """Whether numbers in a text, bare or in round brackets, name the entries 1 to `last` in this order, and hardly anything else.

    Those within a sentence count, too, which tell nothing without the others.
    """
    places = sorted((*PLACED.finditer(text), *_WITHIN.finditer(text)), key=lambda match: match.start())
    words = {text[match.start() - _ENDING : match.start()] for match in places}
    if len(words) * 2 < len(places):  # `region1, region2 and region3`
        return False
    due, missed, others, numbers = 1, 0, 0, 0
    for number in (number for match in places for number in _numbers(match.group())):
        numbers += 1
        if due <= number <= due + _MOST_MISSED:
            missed += number - due
            due = number + 1
        others += not 1 <= number < due
    return due > last >= missed * _SHARE_OF_OTHERS and others * _SHARE_OF_OTHERS <= numbers


def _numbers(labels: str) -> Iterator[int]:
    """The numbers of `2, 5–7`, ranges written out."""
    for low, high in _NUMBERS.findall(labels):
        yield from range(int(low), min(int(high or low), int(low) + WIDEST_RANGE) + 1)
