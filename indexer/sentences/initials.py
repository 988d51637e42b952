"""The rules on single letters: initials of names, and the letters of abbreviations written with spaces."""

from __future__ import annotations

from indexer.dates import YEAR
from indexer.patterns import pattern
from indexer.scripts import LAST_NARROW
from indexer.sentences.abbreviations import DIGRAPHS, LETTERED
from indexer.sentences.candidate import Candidate
from indexer.sentences.verdicts import CUT, JOIN
from indexer.sentences.words import begins, is_symbol

_WORD_BEFORE_INITIAL = pattern(r"\b([a-z]{4,})\s+[A-Z]\Z")
_NUMERAL = pattern(
    r"\b(?:(?:War|Title|Article|Count|Exhibit|Appendix|Part|Section|Vitamin|Hepatitis|Type|Group|Class|Phase|Plan|Schedule|Figure|Option|Annex|Scenario"
    r"|Lot|Room|Door|Gate|Site|Table|Column|Model|Method|Unit|Zone|Building|Level|Panel|Team|Form|Platform|Terminal|Pier|Exit|Suite)"
    r"|[Aa]nswer(?: is| was|:)|[Gg]rade of|(?:written|coded|programmed) in)\s+[A-Z]\Z"
)
# `So do I`, `older than I`; but `The author was I. Newton`, `he and I. Newton`.
_PRONOUN = pattern(
    r"\b(?:do|did|am|have|had|can|could|would|should|shall|will|must|might|than|said|cried|thought|[Ss]o was|[Nn](?:or|either) was) I\Z"
)
_LETTERS = pattern(r"\b(?:[A-HJ-Z]|[IVX]{2,5}),? (?:and|or)\s+[A-Z]\Z")
_EXHIBIT = pattern(r"(?<!\.\s)\b(?:Exh?|Appx?|Tab|Pt|Sched)\.\s+[A-Z]\Z")
_AUTHOR = pattern(
    rf"[A-Z][a-z]{{1,14}}(?:\s+et al\b|\s+(?:and|&)\s+[A-HJ-Z]\.|\s+\({YEAR}|,\s+(?:(?:and\s+)?[A-Z]\.|{YEAR}))"
)
_IN_A_LIST = pattern(r"\b[A-Z]\.\s+[A-Z][a-z]+,?\s+(?:(?:and|&)\s+)?[A-Z]\Z")
_IN_NAME = pattern(r"\b[A-Z][a-z]+\s+[A-Z]\Z")
_STREET_FOLLOWS = pattern(r"[A-Z][a-z]+\s+(?:Street|St\.|Avenue|Ave\.|Boulevard|Blvd\.)")
_INITIAL = pattern(r"[A-Z]\.\s*[A-Z][a-z]")
_UNIT = pattern(r"\d\s?[VAKMLCΩ]\Z|(?:[=≈]|\bof)\s?[\d.,]{1,9}\s?[A-Z]\Z|[A-Za-z]/[A-Z]\Z|\d\s?(?:°|deg\.)\s?[CF]\Z")
_RATIO = pattern(r"\d\s?[a-zµμ]{1,2}/[A-Z]\Z")  # `12 g/L. Pike, perch and carp`
_SENTENCE_FOLLOWS = pattern(r"[A-Z][a-z]+(?:-[a-z]+)?\s+[a-z\d]")
_DOUBLED = pattern(r"[A-Z]{2}\.")
_LETTER_OR_ERA = pattern(r"[A-ZÄÖÜ]\.|(?:Chr|Zt|Hd|Hdn|Tl)\b")
_LETTER_BEFORE = pattern(r"(?<!\w)[a-zäöü]\.\s+(?:[A-Z]\.\s+)?[a-zäöü]\Z")  # `i. V. m. Anhang`, `i. S. d. Gesetzes`
_HALF_OF_DAY = pattern(r"\d\s?[ap]\.\s?m\Z")
_ENDING_LETTERS = frozenset("яіэ")
_BETWEEN_NOUNS = pattern(r"\b[A-ZÄÖÜ][\w-]+\s+u\Z")  # `Müller u. Söhne`
_COUNTED_OR_LETTER = pattern(r"(?:[\dIVXLCХ]|\b[^\W\d_]{1,2}\.)\s?[^\W\d_]\Z")
_NEAR = 24  # characters
_SPELT = "ए|बी|सी|डी|ई|एफ|जी|एच|आई|जे|के|एल|एम|एन|ओ|पी|क्यू|आर|एस|टी|यू|वी|डब्ल्यू|डब्लू|एक्स|वाई|जेड|ज़ेड|ज़ेड"
_NAMES_OF_LETTERS = frozenset(_SPELT.split("|"))
_LETTER_NEXT = pattern(rf"(?:{_SPELT})\.")
_LETTER_AHEAD = pattern(rf"(?<![^\s(])(?:{_SPELT})\.\s?\S{{1,7}}\Z")


def initial(c: Candidate) -> bool | None:
    """`J. Smith` goes on; `vitamin C. The` does not."""
    left = c.left
    if c.sign != "." or c.marked or len(left) != 1 or not left.isupper() or is_symbol(c):
        return None
    start = max(c.begin, c.stop.start - _NEAR)
    if _names_something(c, start) or (left == "I" and _is_pronoun(c, start)):
        return CUT
    if _is_of_an_author(c, start):
        return JOIN
    if left in "NSEW" and _STREET_FOLLOWS.match(c.text, c.next_start, c.limit):
        return JOIN  # `120 W. Third St.`
    if _UNIT.search(c.text, start, c.stop.start) and _SENTENCE_FOLLOWS.match(c.text, c.next_start, c.limit):
        return CUT
    return CUT if begins(c) else JOIN


def _names_something(c: Candidate, start: int) -> bool:
    """`vitamin C`, `World War I`, `Exhibit A`, `classes D and E`, `Team B. Team C`; not `Doe, S, and E. Roe, "Title"`."""
    words = c.text[start : c.stop.start].split()
    if len(words) > 1 and words[-2] == c.next_word:
        return True
    before = _WORD_BEFORE_INITIAL.search(c.text, start, c.stop.start)
    if before and before.group(1) in LETTERED:
        return True
    if _RATIO.search(c.text, start, c.stop.start):
        return True
    if _EXHIBIT.search(c.text, start, c.stop.start) and _SENTENCE_FOLLOWS.match(c.text, c.next_start, c.limit):
        return True
    after = c.next_start + len(c.next_word)
    if _LETTERS.search(c.text, start, c.stop.start) and c.text[after : after + 1] != ",":
        return True
    numbered = _NUMERAL.search(c.text, start, c.stop.start)
    return numbered is not None and numbered.start() > c.begin


def _is_pronoun(c: Candidate, start: int) -> bool:
    """`So do I. Hale left`, but `It is older than I. M. Pei`."""
    return bool(_PRONOUN.search(c.text, start, c.stop.start) and not _INITIAL.match(c.text, c.next_start, c.limit))


def _is_of_an_author(c: Candidate, start: int) -> bool:
    """`K. He et al.`, `Y. So (2001)`, `X. He and Y. You`, `George F. Will`: a surname that is also a word that begins sentences."""
    if c.next_word in ("Will", "May") and _IN_NAME.search(c.text, start, c.stop.start):
        return True
    return bool(_AUTHOR.match(c.text, c.next_start, c.limit) or _IN_A_LIST.search(c.text, start, c.stop.start))


def letter_before_a_name(c: Candidate) -> bool | None:
    """`о. Иоанн`, `р. Лене`, `Müller u. Söhne`; `5 м. Потом`, `XIX в. Это`, `и т. д. Потом` and `это я. Ты` end."""
    left = c.left
    if (
        len(left) != 1
        or not left.islower()
        or c.sign != "."
        or c.marked
        or not c.next_word[:1].isupper()
        or begins(c)
        or is_symbol(c)
    ):
        return None
    start = max(c.begin, c.stop.start - _NEAR)
    if left.isascii():
        return JOIN if _BETWEEN_NOUNS.search(c.text, start, c.stop.start) else None
    ends = left in _ENDING_LETTERS or left > LAST_NARROW or _COUNTED_OR_LETTER.search(c.text, start, c.stop.start)
    return None if ends else JOIN


def spaced_letters(c: Candidate) -> bool | None:
    """`z. B.`, `der o. g. Autor`, `n. Chr.`, `EE. UU.`, `د. علي`: letters go on with what they shorten; `1932 г. Он` does not."""
    left = c.left
    if c.sign == "." and len(left) == 2 and _is_doubled(c):
        return JOIN
    if c.sign != "." or len(left) != 1 or left.isupper() or not left.isalpha():
        return None
    counted = c.text[max(c.begin, c.stop.start - 3) : c.stop.start - 1].strip().isdecimal()
    if left == "г" or (left == "m" and _ends_half_of_day(c)):
        return CUT
    if not left.islower():
        return None if counted or left > LAST_NARROW else JOIN
    if _LETTER_OR_ERA.match(c.text, c.next_start, c.limit):
        return JOIN
    return (
        JOIN if _LETTER_BEFORE.search(c.text, max(c.begin, c.stop.start - 9), c.stop.start) and not begins(c) else None
    )


def _ends_half_of_day(c: Candidate) -> bool:
    """`a las 9 a. m. La junta`: a capital behind the hour."""
    start = max(c.begin, c.stop.start - len("9 a. m"))
    return c.next_word[:1].isupper() and _HALF_OF_DAY.search(c.text, start, c.stop.start) is not None


def letters_in_devanagari(c: Candidate) -> bool | None:
    """`आर. के. शर्मा`: letters of a name, spelt by how they are called. One alone may be a word: `वह आई. फिर`."""
    if c.left not in _NAMES_OF_LETTERS or c.sign != "." or c.marked:
        return None
    if _LETTER_NEXT.match(c.text, c.right, c.limit):
        return JOIN
    return JOIN if _LETTER_AHEAD.search(c.text, max(c.begin, c.stop.start - _NEAR), c.stop.start) else None


def _is_doubled(c: Candidate) -> bool:
    """`EE. UU.`, and `Yu. I. Manin`, whose first initial is of one letter in his own script."""
    if c.left.isupper():
        return _DOUBLED.match(c.text, c.next_start, c.limit) is not None
    return c.folded in DIGRAPHS and c.left.istitle() and _INITIAL.match(c.text, c.next_start, c.limit) is not None
