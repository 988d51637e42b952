"""The rules on numbers: those that count what follows, those that follow an abbreviation, and those of a volume or a day."""

from __future__ import annotations

import re

from indexer.dates import YEAR
from indexer.inline import MARK, MARKUP
from indexer.patterns import pattern
from indexer.scripts import LAST_NARROW
from indexer.sentences.abbreviations import BEFORE_ARTICLE, BEFORE_NUMBER, COUNTED, SUMS, UNITS, WORDS_TOO
from indexer.sentences.candidate import Candidate
from indexer.sentences.speech import QUOTES
from indexer.sentences.verdicts import CUT, JOIN
from indexer.sentences.words import NUMBERED, begins, is_initials, is_title, lacks_vowels, may_end

_ENUMERATOR = pattern(
    rf"[\s{MARK}{MARKUP}(\"“]*(?:[A-Z][A-Za-z]{{2,14}}:\s+(?=1\Z))?(?:(?:(?i:Sec(?:tion|\.)|Art(?:icle|ículo|igo|icolo|\.)|(?:Thm|Prop|Lem|Cor|Def)\.|Chapter|Part|Item|Case|Lesson|Unit|Schedule|Amendment|Act|Scene|Rule|Clause|Step|Fig(?:ure|\.)?|Tab(?:le|\.)?|Box|Chart|Listing|Exhibit|Scheme|Theorem|Lemma|Corollary|Proposition|Definition|Example|Remark|Note|Conjecture|Question|Problem|Exercise|Algorithm|Plate|Map|Abb(?:ildung|\.)?|Tabelle"
    rf"|Figura|Tableau)|图|表|図)\s?(?:[A-Z]?\d{{1,4}}(?:\.\d{{1,3}})?[A-Za-z]?|(?<=\s)[IVXL]{{1,6}})|\d{{1,3}}(?:(?:\.\d{{1,3}})*\)?|\s{{1,3}}[QA])|[A-Za-z](?:\)|(?:\.\d{{1,3}}){{1,3}})?|[A-Z]{{1,2}}\d{{1,2}}|(?<![a-z])(?:Proof|Solution|Remark|Hint)|[ivxlIVXL]{{1,6}}|¶+\s?\d{{1,4}}|§§?\s?\d[\d.:–-]{{0,11}})\Z"
)
_LONGEST_ENUMERATOR = 24
_FIRST_ITEM = pattern(rf"[A-Za-z)][:?]\s{MARKUP}{{0,3}}(?:1|a|i)\Z|[A-Za-z]:\s[\"“]?Q\Z")
_FIRST_BELOW_CAPITALS = pattern(
    r"\b[A-Z]{2,12}\s+[A-Z]{2,12}\s+1\Z"
)  # `FINDINGS OF FACT 1. The claim`: a heading without its line
_LATER_ITEM = pattern(r"([b-h]|i{2,3}|iv|vi{0,3}|[1-9]\d?)([.)])\s+[A-Z]")
_LATER_ITEMS = frozenset("bcdefghiv123456789")
_ITEM_BEFORE = dict(zip("bcdefgh", "abcdefg", strict=True)) | dict(
    zip(("ii", "iii", "iv", "v", "vi", "vii", "viii"), ("i", "ii", "iii", "iv", "v", "vi", "vii"), strict=True)
)
_LONGEST_ITEM = 300  # characters
_ANSWER_OR_QUESTION = pattern(r"[QA]\.\s+")  # of a hearing
_INITIALS = pattern(
    r"[A-Z]\.[A-Z]\.|[ABD-HJ-UWYZ]\.\s+[A-Z][a-z]"
)  # `he said no. U.S. troops left`; but `No. C.A. 12`, `no. V. The`
_ROMAN = pattern(r"(?:[IVXLC]{1,6}|[A-Z](?:\d{1,4}[A-Za-z]?)?)\b(?!-[a-z]|['’][a-zà-ÿ]{3})")
_ARTICLE = pattern(r"I['’](?:m|ll|ve|d)\b|[AI]\s+(?!(?:of|and|or|to|in|is|de|des|du|der)\b)[a-z]")
_VOLUME = pattern(r"(?<![\w.])\d{1,4}\s+(?P<title>(?:(?:[A-Z][\w'’.]{0,14}\.|&|of)\s+){0,5})[A-Z][\w'’.]{0,14}\Z")
_PAGE = pattern(
    r"\s+(?!(?:No|Art|Sec|Fig|Vol|Ch|Eq|Pt|Tab|Cf|Cfr|Vgl|Jf|Zob|Srov|Bkz)s?\.)(?:(?:[A-Z][\w'’.]{0,14}\.|&|of)\s+){1,5}(?:[A-Z][\w'’]{0,14}\s+)?\d"
)
_PAGE_OF_A_YEAR = pattern(
    rf"\s+\d{{1,4}}(?:,?\s+(?:\d{{1,4}}(?:[-–]\d{{1,4}})?|nn?\.\s*\d{{1,3}})){{0,5}}\s+\([^()]{{0,40}}\b{YEAR}\)"
)
_TITLE_AND_PAGE = pattern(r"\s+[A-Z][\w'’]{0,14}\s+\d")
_PAGE_ALONE = pattern(r"\s+\d{1,4}(?:[-–]\d{1,4})?(?:[,;)]|\.(?=\s|\Z)|\s\()")
_ORDINAL_BEFORE = pattern(r"(?<!\w)(?:de[nmrs]|das|[ai]m|vom|zu[mr]|beim|ins)\s+\d{1,2}\Z")
_OPENING_ORDINAL = pattern(r"(?:De[rnms]|Die|Das|Ein|Im|Am|Zu[mr]|Det|Bu|Şu)\s+\d{1,2}")
_MONTH_AND_YEAR = pattern(r"(?:0?[1-9]|1[0-2])\.\s+\d{4}\b")
_DAY_AND_MONTH = pattern(r"(?<![\d.])(?:[0-3]?\d)\.\s+(?:0?[1-9]|1[0-2])\Z")
_YEAR_AND_MONTH = pattern(r"(?<!\d)\d{4}\.\s+(?:0?[1-9]|1[0-2])\Z")
_YEAR_MONTH_DAY = pattern(r"(?<!\d)\d{4}\.\s+\d{1,2}\.\s+\d{1,2}\Z")
_YEAR = pattern(r"\d{4}\b")
_DAY_OF_A_MONTH = pattern(r"\b(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]{0,6}\.?\s+\d{1,2}\Z")
_YEAR_ALONE = pattern(r"(?:1[4-9]|20)\d\d(?=[.,;:)\]]|\s*\Z|\n)")
_MONTH_AND_DAY = pattern(r"(?:0?[1-9]|1[0-2])\.\s+[0-3]?\d\b")
_LONGEST_DATE = 14
_LONGEST_ORDINAL = 2
_DOCKET = pattern(r"(?:(?:[A-Z]{1,5}|Civ\.|Crim\.|Cr\.|A\.)[ -]){1,3}\d|[A-Z]{1,4}\d")
_CONVERTED = pattern(
    rf"\((?:[~≈€$£¥]?\d|(?:SD|SE|CI|IQR|[Nn]|range|mean)\b)|\d[\d./]{{0,5}}\s?(?:{'|'.join(sorted(UNITS))})\b"
)
_EU_ACT = pattern(
    r"\((?:EU|UE|CE|EC|EG|CEE|EEC|EWG)(?:, Euratom)?\)\s(?:(?:no|nr|núm|n)[.°º]{0,2}\s)?\d{1,4}/\d", re.IGNORECASE
)
_BEFORE_AMOUNT = frozenset(("min", "kr"))  # `min. 3`, `kr. 500`; but `5 min. 12 men came`, `500 kr. 12 mand kom`
_OFFICE_ACTION = pattern(r"\b(?:Final|Office|Adv\.|Advisory)\sAct\Z")  # of a patent office: `Final Act. 3`
_LONGEST_ACTION = 12
_MOVE = pattern(r"(?:[KQRBN]?[a-h]?[1-8]?x?[a-h][1-8](?:=[QRBN])?|O-O(?:-O)?)[+#!?]{0,2}(?=[\s.,;)])")
_SIGNED = pattern(r"\s*\([§¶]")


def enumerates(text: str, start: int, end: int) -> bool:
    """Whether all that stands there is the number of something: `12`, `(a`, `Section 4.2`."""
    return end - start <= _LONGEST_ENUMERATOR and _ENUMERATOR.match(text, start, end) is not None


def enumerator_only(c: Candidate) -> bool | None:
    """`1. The first` and `(a) The`: what stands before the stop is only a number. `(§ 188.)` tells where to look."""
    if c.sign != "." or QUOTES.intersection(c.text[c.stop.end : c.end]):
        return None
    first = c.text[c.stop.start - 1] in "1aiQ" and c.next_word[:1].isupper()
    if first and _FIRST_ITEM.search(c.text, max(c.begin, c.stop.start - 9), c.stop.start):
        return JOIN  # `Take these steps: 1. Boil the water. 2. Add salt.`, `BY MS. ROE: Q. When?`
    if first and c.left == "1" and _FIRST_BELOW_CAPITALS.search(c.text, max(c.begin, c.stop.start - 28), c.stop.start):
        return JOIN
    if not enumerates(c.text, c.begin, c.stop.start):
        return None
    return CUT if c.text[c.stop.end] == ")" and _SIGNED.match(c.text, c.begin, c.stop.start) else JOIN


def next_item(c: Candidate) -> bool | None:
    """`Do this: a. Open it. b. Close it.`: the next letter or number begins an item, as the one before did."""
    item = _LATER_ITEM.match(c.text, c.right, c.limit) if c.next_sign in _LATER_ITEMS else None
    if item is None or c.marked:
        return None
    label, sign = item.groups()
    if label.isdigit() and c.folded in BEFORE_NUMBER:
        return None
    before = int(label) - 1 if label.isdigit() else _ITEM_BEFORE[label]
    sentence = c.text[max(c.begin, c.stop.start - _LONGEST_ITEM) : c.stop.start]
    return CUT if f" {before}{sign} " in f" {sentence}".replace("\n", " ") else None


def amount(c: Candidate) -> bool | None:
    """`4 lb. (1.8 kg)`, `3 hrs. 41 min.`: a measure goes on with another."""
    if c.sign != "." or c.marked or not (c.left in UNITS or c.left in SUMS):
        return None
    if not _CONVERTED.match(c.text, c.right, c.limit):
        return None
    return JOIN if c.is_counted or c.left in SUMS else None


def volume_and_page(c: Candidate) -> bool | None:
    """`97 NW. U.L.REV. 607`, `4 West. Pol. Q. 268`, `7 Blackf. 12 (1843)`: between a volume and a page the title is abbreviated."""
    if c.sign != "." or c.marked or not c.left[:1].isupper():
        return None
    before = c.text[max(c.begin, c.stop.start - 60) : c.stop.start]
    volume = _VOLUME.search(before)
    if volume is None:
        return None
    titled = volume.group("title")
    if c.next_sign.isdigit():  # `20 Members. 15 of them` has no year
        alone = before[: volume.start()].endswith((", ", ",\n")) and _PAGE_ALONE.match(c.text, c.end, c.limit)
        return JOIN if titled or alone or _PAGE_OF_A_YEAR.match(c.text, c.end, c.limit) else None
    named = titled and _TITLE_AND_PAGE.match(c.text, c.end, c.limit)  # `214 Sat. Eve. Post 24`
    return JOIN if named or _PAGE.match(c.text, c.end, c.limit) else None


def act_of_the_union(c: Candidate) -> bool | None:
    """`art. 27 du règl. (UE) 2023/956`, `Reg. (EC) No 1/2003`: no sentence begins with the number of an act."""
    if c.next_sign != "(" or c.sign != "." or c.marked:
        return None
    return JOIN if _EU_ACT.match(c.text, c.right, c.limit) else None


def number_follows(c: Candidate) -> bool | None:
    """`No. 5`, `No. CR 08-51`, `28 U.S.C. § 1331`, `Art. II`, `Pub. L. No. 9`: an abbreviation before a number ends nothing."""
    if c.sign != "." or c.marked or QUOTES.intersection(c.text[c.stop.end : c.end]):
        return None
    sign = c.text[c.next_start : c.next_start + 1]
    docket = c.folded in ("no", "nos") and _DOCKET.match(c.text, c.next_start, c.limit)
    numbered = bool(docket or NUMBERED.match(c.text, c.next_start, c.limit))
    if not (numbered or sign.isdigit() or sign in f"§¶#$€£{MARK}" or _ROMAN.match(c.text, c.next_start, c.limit)):
        return None
    left = c.folded
    known = bool(
        (left in BEFORE_NUMBER and c.left not in WORDS_TOO)
        or left.endswith("str")
        or is_title(c.left)
        or (left in _BEFORE_AMOUNT and not c.is_counted)
        or (left == "ago" and c.is_counted)
        or (
            c.left == "Act"
            and _OFFICE_ACTION.search(c.text, max(c.begin, c.stop.start - _LONGEST_ACTION), c.stop.start)
        )
    )
    if sign.isalpha() and not numbered:
        opening = _INITIALS if c.left == "no" else _ANSWER_OR_QUESTION
        if (c.left in BEFORE_ARTICLE or (c.left in UNITS and c.is_counted)) and opening.match(
            c.text, c.next_start, c.limit
        ):
            return CUT
        if (c.left in BEFORE_ARTICLE or c.left in UNITS or len(left) == 1) and _ARTICLE.match(
            c.text, c.next_start, c.limit
        ):
            return CUT
        return JOIN if known else None
    shortened = may_end(c.left) or is_initials(c.left) or lacks_vowels(c.left) or (sign == "§" and c.left.istitle())
    return JOIN if known or shortened else None


def ordinal(c: Candidate) -> bool | None:
    """`am 3. Mai`, `den 2. Satz`: in many languages a stop makes a number ordinal."""
    left = c.left
    if c.sign != "." or c.marked or not left.isdecimal() or len(left) > _LONGEST_ORDINAL:
        return JOIN if c.sign == "." and _opens_a_date(c) else None
    if c.next_word.casefold() in COUNTED:
        return JOIN
    if _is_in_a_date(c) or (c.next_word[:1].isupper() and _OPENING_ORDINAL.fullmatch(c.text, c.begin, c.stop.start)):
        return JOIN
    known = c.next_word[:1].isupper() and _ORDINAL_BEFORE.search(c.text, max(c.begin, c.stop.start - 8), c.stop.start)
    return JOIN if known and not begins(c) else None


def move(c: Candidate) -> bool | None:
    """`1. e4 e5 2. Nf3`: the number of a move in chess."""
    return JOIN if c.sign == "." and c.left.isdecimal() and _MOVE.match(c.text, c.right, c.limit) else None


def _is_in_a_date(c: Candidate) -> bool:
    """`31. 12. 2020`, `Aug. 18. 1782`, and `2021. 10. 3. 국회는`."""
    start = max(c.begin, c.stop.start - _LONGEST_DATE)
    if c.next_sign.isdecimal():
        if _MONTH_AND_YEAR.match(c.text, c.right, c.limit):
            return True
        if _DAY_OF_A_MONTH.search(c.text, start, c.stop.start) and _YEAR_ALONE.match(c.text, c.right, c.limit):
            return True
        behind_day = _DAY_AND_MONTH.search(c.text, start, c.stop.start) and _YEAR.match(c.text, c.right, c.limit)
        return bool(behind_day or _YEAR_AND_MONTH.search(c.text, start, c.stop.start))
    return c.next_sign > LAST_NARROW and _YEAR_MONTH_DAY.search(c.text, start, c.stop.start) is not None


def _opens_a_date(c: Candidate) -> bool:
    """`2021. 10. 3`: the year comes first."""
    return (
        not c.marked
        and len(c.left) == len("2021")
        and c.left.isdecimal()
        and bool(_MONTH_AND_DAY.match(c.text, c.right, c.limit))
    )
