"""The rules that decide on a candidate: `JOIN`, `CUT`, or None to leave it to the next one.

`RULES` is the table, in the order in which they are asked. What a rule knows of single words stands in
`abbreviations`.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from indexer.inline import LITERAL, MARK, MARKUP
from indexer.late import pattern
from indexer.sentences.abbreviations import (
    BEFORE_ARTICLE,
    BEFORE_NUMBER,
    COUNTED,
    LETTERED,
    LOWER,
    MAY_END,
    NEVER_END,
    PARTICLES,
    STARTERS,
    TIME_NAMES,
    TIMES,
    UNITS,
    USUALLY_END,
    WORDS_TOO,
)
from indexer.sentences.candidate import OPENERS, WIDE, Candidate, is_wide
from indexer.sentences.speech import QUOTES, i_follow, is_announced, speaker_follows, wide_speaker_follows

JOIN, CUT = True, False

_BEGINNERS = OPENERS + MARK + LITERAL
_LONGEST_ENUMERATOR = 24
_ENUMERATOR = re.compile(
    rf"[\s{MARK}{MARKUP}(\"“]*(?:[A-Z][A-Za-z]{{2,14}}:\s(?=1\Z))?(?:(?:Sec(?:tion|\.)|Art(?:icle|\.)|Chapter|Part|Rule|Clause|Step|Fig(?:ure|\.)?|Tab(?:le|\.)?|Box|Chart|Listing|Exhibit|Scheme|Plate|Map|Abb(?:ildung|\.)?|Tabelle"
    rf"|Figura|Tableau|图|表|図)\s?[A-Z]?\d{{1,3}}(?:\.\d{{1,3}})?[a-z]?|\d{{1,3}}(?:\.\d{{1,3}})*|[A-Za-z]|[ivxlIVXL]{{1,6}}|¶+\s?\d{{1,4}}|§§?\s?\d[\d.:–-]{{0,11}})\Z"
)
_ROMAN = re.compile(r"[IVXLC]{1,6}\b|[A-Z]\d{0,4}\b")
_ARTICLE = re.compile(r"[AI]\s(?!(?:of|and|or|to|in|is|de|des|du|der)\b)[a-z]")
_ITEM = re.compile(r"\((?:[a-z]|[ivx]{1,4})\)\s+[A-Z]")
_GAP = re.compile(r"\.(?:[ \u00a0]\.){2}\s+[\"“‘'`(\[]{0,3}[A-Z]")
_VOLUME = re.compile(r"(?<![\w.])\d{1,4}\s(?P<title>(?:(?:[A-Z][\w'’.]{0,14}\.|&|of)\s){0,5})[A-Z][\w'’.]{0,14}\Z")
_PAGE = re.compile(
    r"\s(?!(?:No|Art|Sec|Fig|Vol|Ch|Eq|Pt|Tab)s?\.)(?:(?:[A-Z][\w'’.]{0,14}\.|&|of)\s){1,5}(?:[A-Z][\w'’]{0,14}\s)?\d"
)
_PAGE_OF_A_YEAR = re.compile(
    r"\s\d{1,4}(?:,? (?:\d{1,4}(?:[-–]\d{1,4})?|nn?\. ?\d{1,3})){0,5} \([^()\n]{0,40}\b(?:1[5-9]|20)\d\d\)"
)
_SPACED_DOTS = re.compile(r"\.(?:[ \u00a0]\.){2,8}\Z")
_MORE_DOTS = re.compile(r"(?:[ \u00a0]\.){2,8}")
_POSTSCRIPTS = frozenset({"p.s", "n.b"})
_CAPITALS = frozenset("ts gs pgs tp pgs.ts gs.ts inc corp ltd co llc wm jj cj mr mrs ms dr hon rev prof vs v".split())
_BEFORE_NAMES = frozenset("dr mr mrs ms".split())  # begin sentences, and names of those who speak
_INITIALS = re.compile(r"(?:[^\W\d_]{1,2}\.-?)+[^\W\d_]{1,3}|(?:[A-Z][a-z]{0,5}\.){1,4}[A-Z][a-z]{0,5}")
_CONSONANTS = re.compile(r"[B-DF-HJ-NP-TV-XZ][b-df-hj-np-tv-xz'’]{1,6}|Mc[A-Z]")
_WORD_BEFORE_INITIAL = re.compile(r"\b([a-z]{4,})\s[A-Z]\Z")
_SPEAKER = re.compile(r"[A-Z]{2,20}:")  # of a transcript
_DOUBLED = re.compile(r"[A-Z]{2}\.")
_LETTER_OR_ERA = re.compile(r"[A-ZÄÖÜ]\.|Chr\b")
_ORDINAL_BEFORE = re.compile(r"(?<!\w)(?:de[nmrs]|das|[ai]m|vom|zu[mr]|beim|ins)\s\d{1,2}\Z")
_LETTER_BEFORE = re.compile(r"(?<!\w)[a-zäöü]\.\s[a-zäöü]\Z")
_NUMBERED = re.compile(r"Nos?\.\s?[\w-]{0,12}\d")
_DOCKET = re.compile(r"(?:(?:[A-Z]{1,5}|Civ\.|Crim\.|Cr\.|A\.)[ -]){1,3}\d|[A-Z]{1,4}\d")
_YEAR = re.compile(r"\((?:[^()\d\n]{1,30} )?(?:1[5-9]|20)\d\d\b[^()\n]{0,20}\)")
_CONVERTED = re.compile(
    rf"\((?:[~≈]?\d|(?:SD|SE|CI|IQR|[Nn]|range|mean)\b)|\d[\d./]{{0,5}}\s?(?:{'|'.join(sorted(UNITS))})\b"
)
_SIGNED = re.compile(r"\s*\([§¶]")
_NAMES = frozenset({"yahoo", "jeopardy", "joomla", "yum"})  # whose sign is always theirs
_JOINT = pattern("['’-]")
_OPENED = re.compile(r"\s*\(")
_OF_A_YEAR = re.compile(r"\(\d")


def _is_lower(text: str, position: int, limit: int) -> bool:
    """Whether the next letter behind spaces and openers is in lower case."""
    while position < limit and (text[position].isspace() or text[position] in OPENERS):
        position += 1
    return position < limit and text[position].islower()


def enumerates(text: str, start: int, end: int) -> bool:
    """Whether all that stands there is the number of something: `12`, `(a`, `Section 4.2`."""
    return end - start <= _LONGEST_ENUMERATOR and _ENUMERATOR.match(text, start, end) is not None


def decide(candidate: Candidate) -> bool:
    """`JOIN` or `CUT`, by the first rule that answers."""
    for rule in RULES:
        verdict = rule(candidate)
        if verdict is not None:
            return verdict
    return CUT


Rule = Callable[[Candidate], "bool | None"]


def enumerator_only(c: Candidate) -> bool | None:
    """`1. The first` and `(a) The`: what stands before the stop is only a number. `(§ 188.)` tells where to look."""
    if c.sign != "." or QUOTES.intersection(c.text[c.stop.end : c.end]):
        return None
    if not enumerates(c.text, c.begin, c.stop.start):
        return None
    return CUT if c.text[c.stop.end] == ")" and _SIGNED.match(c.text, c.begin, c.stop.start) else JOIN


def glued(c: Candidate) -> bool | None:
    """Without a space only a capital or a CJK sign begins a sentence, and only beside a marker: `fact.[1]Next`, `fact [1].Next`."""
    if c.spaced or is_wide(c.sign):
        return None
    sign = c.next_sign
    if c.sign[-1] in "?!" and sign > WIDE and c.text[c.stop.start - 1 : c.stop.start] > WIDE:
        return None
    by_marker = c.marked or c.text[c.stop.start - 1 : c.stop.start] == MARK
    return None if by_marker and (sign.isupper() or sign in _BEGINNERS or ord(sign) > 0x2E80) else JOIN


def wide_stop(c: Candidate) -> bool | None:
    """A full-width stop ends a sentence, save before what still belongs to it."""
    if not is_wide(c.sign):
        return None
    if c.next_sign in "，、；：,;:)）。":
        return JOIN
    if c.text[c.end - 1] not in "”」』" or not wide_speaker_follows(c):
        return CUT
    return CUT if is_announced(c, "“「『", "：") else JOIN


def goes_on_with_sign(c: Candidate) -> bool | None:
    """A comma, a closing sign or a dash after the stop goes on with the sentence.

    Dots behind a closed quotation or a marker are a gap between sentences: `"It binds." . . . The court`.
    """
    if c.next_sign == "." and (c.marked or c.end > c.stop.end) and _GAP.match(c.text, c.right, c.limit):
        return CUT
    return JOIN if c.next_sign in ".,;:)]}%=+/&|–—，、；：" or c.text.startswith("--", c.right) else None


def goes_on_in_lower_case(c: Candidate) -> bool | None:
    """A word in lower case goes on, unless it is one that never has a capital at its start (`iPhone`) or an item, `(c) The`."""
    word = c.next_word
    if not word[:1].islower() or _ITEM.match(c.text, c.right, c.limit):
        return None
    if word in PARTICLES and c.text[c.next_start + len(word) : c.next_start + len(word) + 2].strip().isupper():
        return None
    rest = c.text[c.next_start + 1 : c.next_start + 3]
    mixed = any(map(str.isupper, rest)) or any(map(str.isdigit, rest.split(" ", 1)[0]))
    return None if mixed and not _is_title(c.left) else JOIN


def ellipsis(c: Candidate) -> bool | None:
    """Three dots are a gap in a quotation or a pause; of four the first ends the sentence.

    The three that are left over are a piece of their own, without words.
    """
    ahead = _MORE_DOTS.match(c.text, c.stop.end, c.limit)
    if c.sign == "." and ahead is not None:
        dots = 1 + ahead.group().count(".")
        return (
            CUT
            if dots > 3
            and c.text[ahead.end() : ahead.end() + 1] not in QUOTES
            and not _is_lower(c.text, ahead.end(), c.limit)
            else JOIN
        )
    behind = _SPACED_DOTS.search(c.text, max(c.begin, c.stop.start - 16), c.stop.end)
    if behind is not None:
        if behind.group().count(".") > 3:
            return JOIN if c.next_word[:1].islower() else CUT
        if c.next_word[:1].isupper() and QUOTES.intersection(c.text[c.stop.end : c.end]):
            return JOIN if speaker_follows(c) else CUT
        return CUT if behind.start() == c.begin and c.next_sign not in ",;:" and not c.next_word[:1].islower() else JOIN
    dots = c.sign.count(".") + 3 * c.sign.count("…")
    if dots < 3 or c.sign[-1] in "?!":
        return None
    return CUT if dots > 3 or (_first_part(c.next_word) in STARTERS and not c.next_word.islower()) else JOIN


def reply_to_a_quoted_question(c: Candidate) -> bool | None:
    """`"Why?" Mr. Lee asked.` is one sentence."""
    if c.sign[-1] not in "?!" or c.marked or not QUOTES.intersection(c.text[c.stop.end : c.end]):
        return None
    first = c.next_word.casefold()
    if not i_follow(c) and (first in STARTERS - _BEFORE_NAMES or not speaker_follows(c)):
        return None
    return CUT if is_announced(c, '"“‘', ",:") else JOIN


def sign_of_a_name(c: Candidate) -> bool | None:
    """`Hello, Dolly! (1969)`, `Yahoo! News`: the sign belongs to a name."""
    if c.sign == "!" and c.folded in _NAMES and not c.marked and c.next_word[:1].isupper() and not _begins(c):
        return JOIN
    return JOIN if c.sign[-1] in "?!" and not c.marked and _YEAR.match(c.text, c.right, c.limit) else None


def amount(c: Candidate) -> bool | None:
    """`4 lb. (1.8 kg)`, `3 hrs. 41 min.`: a measure goes on with another."""
    if c.sign != "." or c.marked or c.left not in UNITS or not _CONVERTED.match(c.text, c.right, c.limit):
        return None
    return JOIN if c.is_counted else None


def volume_and_page(c: Candidate) -> bool | None:
    """`97 NW. U.L.REV. 607`, `4 West. Pol. Q. 268`, `7 Blackf. 12 (1843)`: between a volume and a page the title is abbreviated."""
    if c.sign != "." or c.marked or not c.left[:1].isupper():
        return None
    volume = _VOLUME.search(c.text[max(c.begin, c.stop.start - 60) : c.stop.start])
    if volume is None:
        return None
    if c.next_sign.isdigit():  # `20 Members. 15 of them` has no year
        return JOIN if volume.group("title") or _PAGE_OF_A_YEAR.match(c.text, c.end, c.limit) else None
    return JOIN if _PAGE.match(c.text, c.end, c.limit) else None


def number_follows(c: Candidate) -> bool | None:
    """`No. 5`, `No. CR 08-51`, `28 U.S.C. § 1331`, `Art. II`, `Pub. L. No. 9`: an abbreviation before a number ends nothing."""
    if c.sign != "." or c.marked:
        return None
    sign = c.text[c.next_start : c.next_start + 1]
    docket = c.folded in ("no", "nos") and _DOCKET.match(c.text, c.next_start, c.limit)
    numbered = bool(docket or _NUMBERED.match(c.text, c.next_start, c.limit))
    if not (numbered or sign.isdigit() or sign in f"§¶#$€£{MARK}" or _ROMAN.match(c.text, c.next_start, c.limit)):
        return None
    left = c.folded
    known = (
        (left in BEFORE_NUMBER and c.left not in WORDS_TOO)
        or left.endswith("str")
        or _is_title(c.left)
        or (left == "min" and not c.is_counted)
    )
    if sign.isalpha() and not numbered:
        if (c.left in BEFORE_ARTICLE or c.left in UNITS or len(left) == 1) and _ARTICLE.match(
            c.text, c.next_start, c.limit
        ):
            return CUT
        return JOIN if known else None
    return JOIN if known or _may_end(c.left) or _is_initials(c.left) or lacks_vowels(c.left) else None


def title_or_link_word(c: Candidate) -> bool | None:
    """`Dr.`, `vs.`, `e.g.` need what follows; so do `P.S.` at a sentence's start and `sub nom.`."""
    left = c.left
    if (
        c.sign == "."
        and c.folded in _POSTSCRIPTS
        and c.stop.start - len(left) - c.begin < _LONGEST_ENUMERATOR
        and not c.text[c.begin : c.stop.start - len(left)].strip(MARKUP + " \n")
    ):
        return JOIN
    if left in ("ex", "nom") and c.text.endswith(("p. ex", "p.\u00a0ex", "sub nom"), c.begin, c.stop.start):
        return JOIN
    if c.sign != "." or c.marked or not _is_title(left) or (left.islower() and left in UNITS):
        return None
    return CUT if left in ("St", "Mt", "Ft") and _begins(c) else JOIN


def usual_end(c: Candidate) -> bool | None:
    """`etc.` and a capital: a new sentence, unless it closes a bracket within the sentence."""
    left = c.folded
    if c.sign == "." and left in TIMES and not c.marked:
        return JOIN if c.next_word.casefold() in TIME_NAMES or _closes_inner_bracket(c) else CUT
    if c.sign != "." or left not in USUALLY_END:
        return None
    if left == "seq" and _OF_A_YEAR.match(c.text, c.right, c.limit):
        return JOIN
    if left == "al" and (c.next_sign in f"([（{MARK}" or (c.text[c.end - 1] == MARK and not _begins(c))):
        return JOIN
    return JOIN if _closes_inner_bracket(c) else CUT


def initial(c: Candidate) -> bool | None:
    """`J. Smith` goes on; `vitamin C. The` does not."""
    left = c.left
    if c.sign != "." or c.marked or len(left) != 1 or not left.isupper():
        return None
    before = _WORD_BEFORE_INITIAL.search(c.text, max(c.begin, c.stop.start - 24), c.stop.start)
    if before and before.group(1) in LETTERED:
        return CUT
    return CUT if _begins(c) else JOIN


def spaced_letters(c: Candidate) -> bool | None:
    """`z. B.`, `der o. g. Autor`, `n. Chr.`, `EE. UU.`, `د. علي`: letters go on with what they shorten; `1932 г. Он` does not."""
    left = c.left
    if c.sign == "." and len(left) == 2 and left.isupper() and _DOUBLED.match(c.text, c.next_start, c.limit):
        return JOIN
    if c.sign != "." or len(left) != 1 or left.isupper() or not left.isalpha():
        return None
    counted = c.text[max(c.begin, c.stop.start - 3) : c.stop.start - 1].strip().isdecimal()
    if left == "г" and counted:
        return CUT
    if not left.islower():
        return None if counted or left > WIDE else JOIN
    if _LETTER_OR_ERA.match(c.text, c.next_start, c.limit):
        return JOIN
    return (
        JOIN if _LETTER_BEFORE.search(c.text, max(c.begin, c.stop.start - 5), c.stop.start) and not _begins(c) else None
    )


def ordinal(c: Candidate) -> bool | None:
    """`am 3. Mai`, `den 2. Satz`: in many languages a stop makes a number ordinal."""
    left = c.left
    if c.sign != "." or c.marked or not left.isdecimal() or len(left) > 2:
        return None
    if c.next_word.casefold() in COUNTED:
        return JOIN
    known = c.next_word[:1].isupper() and _ORDINAL_BEFORE.search(c.text, max(c.begin, c.stop.start - 8), c.stop.start)
    return JOIN if known and not _begins(c) else None


def abbreviation(c: Candidate) -> bool | None:
    """A known one, initials (`U.S.`) or a capitalised word without vowels (`Rptr.`) before a name goes on."""
    if c.sign != "." or c.marked:
        return None
    left = c.left
    if not _may_end(left) and not _is_initials(left) and not lacks_vowels(left):
        return None
    if _closes_inner_bracket(c):
        return JOIN
    return CUT if _begins(c) else JOIN


def _begins(c: Candidate) -> bool:
    """Whether the word behind an abbreviation is one that begins sentences."""
    word = c.next_word
    if word[:1].islower():
        return False
    if word in ("A", "Am", "I") and c.text.startswith(".", c.next_start + len(word)):  # an abbreviation itself
        return False
    if _NUMBERED.match(c.text, c.next_start, c.limit):
        return False
    if _SPEAKER.match(c.text, c.next_start, c.limit):
        return True
    return _first_part(word) in STARTERS


def _first_part(word: str) -> str:
    """What stands before an apostrophe or a hyphen, in lower case: the `i` of `I'm`."""
    return _JOINT().split(word, maxsplit=1)[0].casefold()


def _is_title(word: str) -> bool:
    """A word of `NEVER_END`; in capitals throughout it is the code of a state or a name."""
    folded = word.casefold()
    if len(word) == 1 and word.isupper():
        return False
    return folded in NEVER_END and (folded in _CAPITALS or not (word.isupper() and len(word) > 1))


def _may_end(word: str) -> bool:
    folded = word.casefold()
    if folded not in MAY_END or (word.isupper() and len(word) > 1 and "." not in word and folded not in _CAPITALS):
        return False
    return not word[0].islower() or folded in LOWER


def _is_initials(word: str) -> bool:
    return "." in word and _INITIALS.fullmatch(word) is not None


def lacks_vowels(word: str) -> bool:
    """Whether a word is a capital and consonants: `Rptr`, `Bldg`."""
    return _CONSONANTS.fullmatch(word) is not None


def _closes_inner_bracket(c: Candidate) -> bool:
    """Whether the stop is the abbreviation's own, inside a bracket that opened within the sentence, which has no other stop."""
    behind = c.text[c.stop.end : c.end]
    if c.marked and behind[-1] in ".!?":
        return False
    return ")" in behind and not _OPENED.match(c.text, c.begin, c.stop.start)


RULES: tuple[Rule, ...] = (
    enumerator_only,
    glued,
    wide_stop,
    ellipsis,
    goes_on_with_sign,
    goes_on_in_lower_case,
    reply_to_a_quoted_question,
    sign_of_a_name,
    amount,
    volume_and_page,
    number_follows,
    spaced_letters,
    ordinal,
    title_or_link_word,
    usual_end,
    initial,
    abbreviation,
)
