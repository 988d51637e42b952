"""The rules on known abbreviations: those that need what follows, those that usually end a sentence, and all others."""

from __future__ import annotations

from indexer.inline import MARK, MARKUP
from indexer.patterns import pattern
from indexer.sentences.abbreviations import (
    DAYS,
    ENDS_IN_LOWER_CASE,
    FIRMS,
    TIME_NAMES,
    TIMES,
    UNITS,
    USUALLY_END,
)
from indexer.sentences.candidate import Candidate
from indexer.sentences.languages import ELSEWHERE, spoken
from indexer.sentences.verdicts import CUT, JOIN
from indexer.sentences.words import begins, is_initials, is_symbol, is_title, lacks_vowels, may_end

_POSTSCRIPTS = frozenset({"p.s", "p.p.s", "n.b"})
_TIME = pattern(r"(?:[A-Z][a-z]+\s+){1,2}time\b")
_COUNTED = frozenset(("ms", "m/s", "c", "hab"))  # but Ms. Doe, M/s. Doe Ltd., c. Easter, dr hab. Doe
_WORDS_BESIDE = frozenset(
    ("St", "Mt", "Ft", "gem", "prof", "col", "mag", "adm", "incl", "approx", "resp", "dr", "c", "conc", "aq")
)  # which are words or symbols, too
_TITLES = frozenset("Sr Lt Col Gen Capt Maj Sgt Cpl Cmdr Adm Pvt Pfc".split())
_SENIOR_OR_RANK = pattern(
    r"[A-Z][a-z]+,? Sr\Z|\b(?:(?:an?|to|as|of|rank)\s+|(?:Lt|Maj|Brig|Col|Gen|Capt|Sgt|Rear|Vice)\.?\s+)(?:Lt|Col|Gen|Capt|Maj|Sgt|Cpl|Cmdr|Adm|Pvt|Pfc)\Z"
)
_IN_PROSE = pattern(r"[A-Z][\w'’]*,?\s+[a-z\d]")
_NUMERAL = pattern(r"[IVXLC]{2,6}\b|[IVXLC][,;:)]")
_OPENED = pattern(r"\s*\(")
_OF_A_YEAR = pattern(r"\(\d")
_NEAR = 40  # characters
FORMS_BEHIND = frozenset("Co Corp Inc Ltd Bros Mfg Ins Ry Indus Mach Assocs Servs Sys Prods Transp".split())
"""What names of firms go on or end with, and sentences do not begin with."""
_AS_A_FORM = pattern(r"[A-Z][a-z]{1,6}\.(?:[,;)]|\s+(?:v\.|[a-z&(]|[A-Z][a-z]{1,6}\.))")


def abbreviation_elsewhere(c: Candidate) -> bool | None:
    """`L'on. Rossi` in an Italian text, `itd. Nikt` in a Polish one: what is a word in other languages."""
    if c.sign != "." or c.marked or c.folded not in ELSEWHERE:
        return None
    language = spoken(c.text)
    if c.folded in language.at_the_end:
        return CUT if c.next_word[:1].isupper() and not _closes_inner_bracket(c) else None
    numbered = c.next_sign.isdecimal() or _NUMERAL.match(c.text, c.right, c.limit)
    if numbered and _is_one_of(c, language.before_numbers):
        return JOIN
    if not _is_one_of(c, language.before_names) or (begins(c) and not is_title(c.next_word)):
        return None
    return None if c.next_word[:1].isupper() and c.is_counted else JOIN  # `5 min. Potem`


def _is_one_of(c: Candidate, words: frozenset[str]) -> bool:
    """Whether the word before the stop is one of some, which may count with a capital only."""
    return c.folded in words or c.left in words


def title_at_the_end(c: Candidate) -> bool | None:
    """`Martin Luther King Sr. His mother`, `promoted to Lt. Col. In 1943`: a title without a name behind it."""
    if c.left not in _TITLES or c.sign != "." or c.marked or not begins(c):
        return None
    at_the_end = _SENIOR_OR_RANK.search(c.text, max(c.begin, c.stop.start - _NEAR), c.stop.start)
    return CUT if at_the_end and _IN_PROSE.match(c.text, c.next_start, c.limit) else None


def title_or_link_word(c: Candidate) -> bool | None:
    """`Dr.`, `vs.`, `e.g.` need what follows; so do `P.S.` at a sentence's start and `sub nom.`."""
    left = c.left
    if (
        c.sign == "."
        and c.folded in _POSTSCRIPTS
        and c.stop.start - len(left) - c.begin < _NEAR
        and not c.text[c.begin : c.stop.start - len(left)].strip(MARKUP + " \n")
    ):
        return JOIN
    if left in ("ex", "nom") and c.text.endswith(("p. ex", "p.\u00a0ex", "sub nom"), c.begin, c.stop.start):
        return JOIN
    if c.sign != "." or c.marked or not is_title(left) or (left.islower() and left in UNITS) or is_symbol(c):
        return None
    if left in _COUNTED and c.is_counted:
        return CUT
    return CUT if left in _WORDS_BESIDE and begins(c) else JOIN


def usual_end(c: Candidate) -> bool | None:
    """`etc.` and a capital: a new sentence, unless it closes a bracket within the sentence."""
    left = c.folded
    if c.sign == "." and (left in TIMES or c.left in DAYS) and not c.marked and not _is_province(c):
        goes_on = c.next_word.casefold() in TIME_NAMES or _TIME.match(c.text, c.next_start, c.limit)
        return JOIN if goes_on or _closes_inner_bracket(c) else CUT
    if c.sign != "." or not (left in USUALLY_END or c.left in ENDS_IN_LOWER_CASE):
        return None
    if _OF_A_YEAR.match(c.text, c.right, c.limit):
        return JOIN
    if left == "al" and (c.next_sign in f"([（{MARK}" or (c.text[c.end - 1] == MARK and not begins(c))):
        return JOIN
    return JOIN if _closes_inner_bracket(c) else CUT


def _is_province(c: Candidate) -> bool:
    """`in B.C. Premier Eby`: British Columbia and no time."""
    before = c.text[max(c.begin, c.stop.start - 8) : c.stop.start]
    return c.left == "B.C" and before.endswith(("in B.C", "the B.C", "The B.C", "of B.C", ", B.C"))


def abbreviation(c: Candidate) -> bool | None:
    """A known one, initials (`U.S.`) or a capitalised word without vowels (`Rptr.`) before a name goes on."""
    if c.sign != "." or c.marked:
        return None
    left = c.left
    if not may_end(left) and not is_initials(left) and not lacks_vowels(left):
        return None
    if _closes_inner_bracket(c):
        return JOIN
    return CUT if begins(c) or _is_named_again(c) else JOIN


def _is_named_again(c: Candidate) -> bool:
    """`by Zenith Radio Corp. Zenith alleged`, `run by D.P.R. D.P.R. was Moss`: who is named begins the next sentence."""
    if c.next_word == c.left and is_initials(c.left):
        return True
    if c.folded not in FIRMS or len(c.next_word) < 3 or c.next_start > c.right:
        return False
    return c.next_word in c.text[max(c.begin, c.stop.start - _NEAR) : c.stop.start].replace(",", " ").split()[:-1]


def word_in_brackets(c: Candidate) -> bool | None:
    """`Col. (ret.) Hale`, `Lt. (j.g.) Orrin`, `mill (n.) A house`: a bracket with one word in lower case is no sentence."""
    if c.sign != "." or c.text[c.stop.end : c.end] != ")" or not c.left.islower():
        return None
    is_word = c.left.replace(".", "").isalpha()
    return JOIN if is_word and c.text[c.stop.start - len(c.left) - 1] == "(" else None


def _closes_inner_bracket(c: Candidate) -> bool:
    """Whether the stop is the abbreviation's own, inside a bracket that opened within the sentence, which has no other stop."""
    behind = c.text[c.stop.end : c.end]
    if c.marked and behind[-1] in ".!?":
        return False
    return ")" in behind and not _OPENED.match(c.text, c.begin, c.stop.start)


def form_of_a_firm_follows(c: Candidate) -> bool | None:
    """`Vane Litho. Co. v. Roe`, `Paramount Picts. Corp., 12 F.3d 4`: no sentence begins with what a firm is, so an unknown word is shortened."""
    if c.sign != "." or c.marked or not c.left[:1].isupper() or c.next_word not in FORMS_BEHIND:
        return None
    return JOIN if _AS_A_FORM.match(c.text, c.next_start, c.limit) else None
