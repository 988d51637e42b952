"""Which short lines are headings, and which are only numbers or dates, judged by shape alone."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from indexer.dates import YEAR
from indexer.model import Block, BlockKind
from indexer.patterns import pattern
from indexer.scripts import LAST_NARROW

LONGEST_HEADING = 100
_INNER_STOP = pattern(r"[.!?;]\s")
NOTED = pattern(r"[a-z]{3}(?:[.!?][\"”’)]?|[\"”’)][.!?])\d{1,3}\Z")
"""How a line ends that closes a sentence with the number of a note glued to it: `lost.3`."""
_CHIP_AT_END = pattern(r"[^\W\d_]{2}\+\d{1,2}\Z")  # the sources of an answer of ChatGPT: `Reuters+1`
_MARKER = pattern(r"\[\^?\d")
# What stands before a name: `Mr. Speaker`, `Dr. A. Vane`.
_TITLED = pattern(r"(?:Mr|Mrs|Ms|Dr|Prof|Rev|Hon|Sen|Rep|Gov|Gen|Col|Capt|Lt|Sgt)\. (?:[A-Z]\. ?){0,3}(?=[A-Z][a-z])")
_FIRST_SIGNS = frozenset('"“([')
_QUOTES = frozenset('"“”')
_WIDE_SIGNS = pattern("[。！？；，、［【،؛]")
_LONGEST_WIDE = 20
_LAST_SIGNS = frozenset(".!?;:,。！？；：，…|؟؛،।")
_BOLD_LINE = pattern(r"(\*\*|__)(?=\S)([^\n*]{1,120})(?<=\S)\1:?")
_SUBTITLE = pattern(r"\w[)”»]?(?:\s?[:?]| [–—-])\s\w|\w：\w")
_WORD = pattern(r"[^\W\d_][\w'’-]*")
# The names of parts of a text, before their number: `Глава 2. Результаты`.
_PARTS = frozenset(
    """chapter part appendix annex kapitel teil abschnitt anhang chapitre partie capítulo capitolo parte hoofdstuk deel avsnitt rozdział część
    kapitola část глава раздел часть розділ частина κεφάλαιο μέρος bölüm kısım الفصل المبحث الباب فصل بخش פרק חלק अध्याय chương phần bab bagian""".split()
)
_PART_NUMBER = pattern(r"\s(?:\d{1,3}|[IVXLC]{1,6}|[A-H]|[\u0590-\u06ff]{3,9})\s?[.:–—-]\s(?=\W?\w)")
_PART_ALONE = pattern(r"\s(?:\d{1,3}|[IVXLC]{1,6})\.")  # `CHAPTER II.`
# The title of a section of a law: `SEC. 101. SHORT TITLE.`, `§ 12-4. Fences.`
_SECTION_TITLE = pattern(
    r"(?:SECTION|SEC\.|Section|Sec\.|§§?) ?\d[\w.–-]{0,9}\. {1,3}(?P<title>[A-Z][^.?!\[\]]{2,90})\.?"
)
_EMPTY_ANCHOR = r"<(?:a|span)\s[^<>]{0,200}></(?:a|span)>"
_ANCHORS_BEFORE = pattern(rf"(?:{_EMPTY_ANCHOR}\s*){{1,3}}", re.IGNORECASE)
_ATTRIBUTE = r"(?:[#.][^\s{}]{1,80}|-|[\w-]{1,40}=[^\s{}]{1,80})"
_ANCHORS_BEHIND = pattern(
    rf"\s*(?:\{{:?[ ]?{_ATTRIBUTE}(?:[ ]{_ATTRIBUTE}){{0,9}}[ ]?\}}\s{{0,9}}|{_EMPTY_ANCHOR}\s{{0,9}}){{1,3}}\Z",
    re.IGNORECASE,
)
_LONGEST_ANCHORS = 300  # characters
_MOST_WORDS = 10
_FEW = 3  # words of a title of a law, or in a script without capitals
_SMALL = 3  # letters: words this short may stay in lower case inside a title
_LONGEST_NUMBER = 32  # signs
_LONGEST_ROMAN = 7  # with its stop
_LENGTH_OF_YEAR = 4
_DOCKET = pattern(r"(?:Docket |Case )?Nos?\. ?[\w:.,&-]{0,40}\d[\w:.,& -]{0,40}")
_DOCKETED = frozenset({"No", "Do", "Ca"})  # how one begins
# A date or a docket in digits, the number of a page, a paragraph or a telephone, what stands between the parties.
_NUMBERS_ALONE = pattern(
    r"(?:\(\d{3}\) )?[\d/.:–-]{1,12}|\d:\d\d-[a-z]{2}-\d{3,6}(?:-[A-Za-z]{2,4}){0,3}|(?:and|v\.?|against)\s?[–—-]"
)
_YEAR = pattern(YEAR)
_EDITED = ("[edit]", "[edit source]")  # behind the headings of a pasted encyclopedia
_NUMERAL_ALONE = pattern(r"[IVXLC]{1,6}\.|[A-H]\.")


def looks_like_heading(line: str, most: int) -> bool:
    """Whether a line by itself is a title: short, without sentence punctuation, capitalised.

    `most` is the number of words that a title in mixed case may have, where nothing else distinguishes it from a claim.
    """
    caption = " v. " in line and len(line) <= LONGEST_HEADING and line.replace(" v. ", " ").isupper()  # of a case
    if caption or line.endswith(_EDITED) or _names_part(line) or (line[0] in "S§" and _names_section(line)):
        return True
    if "a" <= line[:1] <= "z" or len(line) > LONGEST_HEADING or _has_signs_of_sentence(line):
        return False
    words = _WORD.findall(line)
    if not words or len(words) > _MOST_WORDS:
        return False
    if not words[0][0].isupper():
        caseless = words[0][0] > LAST_NARROW or (not words[0][0].islower() and len(words) <= _FEW)
        return caseless and len(line) <= _LONGEST_WIDE and not _WIDE_SIGNS.search(line)
    if line.isupper() or (len(words) <= 3 and len(line.split()) <= 4):
        return True
    return len(line.split()) <= most and all(len(word) <= _SMALL or word[0].isupper() for word in words)


def _names_part(line: str) -> bool:
    """Whether a line is the heading of a numbered part: `Kapitel 2: Ergebnisse`."""
    space = line.find(" ")
    if space < 0 or len(line) > LONGEST_HEADING or line[:space].casefold() not in _PARTS:
        return False
    if line[0].isupper() and _PART_ALONE.fullmatch(line, space):
        return True
    number = _PART_NUMBER.match(line, space)
    return number is not None and not line[0].islower() and not _has_signs_of_sentence(line[number.end() :])


def _names_section(line: str) -> bool:
    """Whether a line is the number and the title of a section of a law, with or without a stop."""
    titled = _SECTION_TITLE.fullmatch(line)
    if titled is None or titled["title"].isupper():
        return titled is not None
    words = titled["title"].split()
    return len(words) <= _FEW and all(len(word) <= _SMALL or word[0].isupper() for word in words)


def names_text(line: str) -> bool:
    """Whether the first line of a text, by itself, is a title with a subtitle: `Sea ice: a short review`."""
    if len(line) > LONGEST_HEADING or line[-1:] in _LAST_SIGNS or line[:1] in _FIRST_SIGNS or line[:1].islower():
        return False
    if "://" in line or _MARKER.search(line) or (_INNER_STOP.search(line) and not line.isupper()):
        return False
    return _SUBTITLE.search(line) is not None


def _has_signs_of_sentence(line: str) -> bool:
    """Whether a line ends like a sentence, starts like a quotation, or contains a stop, a marker or an address."""
    if ". " in line and (titled := _TITLED.match(line)):
        line = line[titled.end() :]
    return (
        line[-1:] in _LAST_SIGNS
        or (line[-1:] in '"”' and line[-2:-1] in _LAST_SIGNS and not _QUOTES.intersection(line[:-1]))
        or line[:1] in _FIRST_SIGNS
        or ("://" in line and ("http://" in line or "https://" in line))
        or (line[-1:].isdigit() and (NOTED.search(line) is not None or _CHIP_AT_END.search(line) is not None))
        or (("." in line or ";" in line or "?" in line or "!" in line) and _INNER_STOP.search(line) is not None)
        or ("[" in line and _MARKER.search(line) is not None)
    )


def kind_of_number(line: str) -> BlockKind | None:
    """What a line is that only counts or dates: a heading (`I.`, `1995`) or what no one claims (`12`, `02-07-2023`, `No. 3-45`), else None."""
    if line[:2] in _DOCKETED:
        return "furniture" if _DOCKET.fullmatch(line) else None
    if len(line) > _LONGEST_NUMBER or (line[0].isalpha() and line[-1].isalnum()):
        return None
    if not (line[:1].isdigit() or line[:1] == "(" or line[-1:] in "–—-"):
        return "heading" if len(line) <= _LONGEST_ROMAN and line[-1] == "." and _NUMERAL_ALONE.fullmatch(line) else None
    if len(line) == _LENGTH_OF_YEAR and _YEAR.fullmatch(line):
        return "heading"
    return "furniture" if _NUMBERS_ALONE.fullmatch(line) else None


def bold_line(line: str) -> tuple[int, int] | None:
    """The start and end of the words of a line that is all bold and not a sentence; None for any other."""
    match = _BOLD_LINE.fullmatch(line)
    if match is None or match.group(2)[-1] in ".!?。！？" or "[" in line:
        return None
    return match.span(2)


def without_anchors(text: str, start: int, end: int) -> tuple[int, int]:
    """The start and end of the words of a heading, without its anchors and attributes: `{#refs .unnumbered}`, `<a name="refs"></a>`."""
    if text[end - 1] in "}>" and (behind := _ANCHORS_BEHIND.search(text, max(start, end - _LONGEST_ANCHORS), end)):
        end = behind.start()
    if text[start] == "<" and (before := _ANCHORS_BEFORE.match(text, start, end)):
        start = before.end()
    return start, end


@lru_cache(maxsize=1024)  # cached, as a text has the same few numbers many times
def numbering_level(number: str) -> int:
    """The depth of the number of a heading: 1 for `2.`, 2 for `2.1`, 1 for letters and Roman numerals."""
    return max(1, len(re.findall(r"\d+", number)))


def settle_numbered(blocks: Sequence[Block], numbers: Mapping[int, str], text: str) -> tuple[Block, ...]:
    """The blocks, with numbered items as headings if they have the shape of titles and no neighbours in a list.

    `numbers` are the numbers of items by the index of their block.
    """
    settled = list(blocks)
    levels = {at: numbering_level(number) for at, number in numbers.items()}
    for at, level in levels.items():
        block = blocks[at]
        body = text[block.span.start : block.span.end]
        listed = level == 1 and any(
            levels.get(near) == 1 and not _is_apart(body, numbers, at, near) for near in (at - 1, at + 1)
        )
        if block.kind != "item" or listed:
            continue
        if "\n" not in body and looks_like_heading(body.removesuffix(":"), 10):  # `1. Define Your Goal:`
            settled[at] = Block("heading", block.span, level, block.gaps)
    return tuple(settled)


def _is_apart(body: str, numbers: Mapping[int, str], at: int, near: int) -> bool:
    """Whether a line in capitals is no neighbour of a numbered item, as one has a digit and the other a letter: `2. FINDINGS`, `a. Fuel`."""
    return body.isupper() and any(map(str.isdigit, numbers[at])) is not any(map(str.isdigit, numbers[near]))


def title_of(text: str, blocks: Sequence[Block]) -> str:
    """The first line near the top with the shape of a title, which a date or a number has not."""
    for block in blocks[:6]:
        words = text[block.span.start : block.span.end]
        if (
            block.kind in ("heading", "paragraph")
            and looks_like_heading(words, 10)
            and not any(map(str.isdigit, words))
        ):
            return words
    return ""
