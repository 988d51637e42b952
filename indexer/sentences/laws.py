"""The rules on how laws and rules of court are named, and on the short names that legal texts give the parties."""

from __future__ import annotations

from indexer.patterns import pattern
from indexer.sentences.abbreviations import BEFORE_NUMBER, CODES, MAY_END
from indexer.sentences.candidate import Candidate
from indexer.sentences.verdicts import CUT, JOIN
from indexer.sentences.words import is_initials, is_starter, lacks_vowels, may_end

_SECTION = pattern(r"(?:Section|Sec\.|Part|Chapter)s?\s+§{0,2}\s*\d")
_SHORT_NAME = pattern(
    r"\([\"“‘'][^\"“”()]{1,60}[\"”’'](?:,? (?:or|and) (?:the |an? )?[\"“‘][^\"“”()]{1,60}[\"”’]){0,3}\)"
)
_WITHIN_A_SENTENCE = pattern(r"\([^()]{1,100}\)(?:[,;]|\s+[a-z])")
# What the name of a law or a rule goes on with in capitals: `R. CIV. P.`, `PENAL CODE ANN.`, `§ 5`, `702`.
_IN_CAPITALS = pattern(
    r"(?:[A-Z][A-Z'’&]{0,11}\.?\s+){0,3}(?:R|P|REV|PROC|EVID|ANN|STAT|CONST|CODE|LAW)(?:\.\s*[A-Z\d§(]|\s+§)"
)
_NUMBER = pattern(r"(?:§§?\s*)?\d")
_CAPITALS_BEFORE = pattern(r"\b[A-Z]{1,12}\.?\s+[A-Z'’]{2,12}\Z")
_DIVISION = pattern(r"(?:One|Two|Three|Four|Five|Six|Seven|Eight)[.,;)\]]")
VERSUS = (" v. ", "\nv. ", " v.\n")
LONGEST_PARTY = 90  # characters
_PARTY = pattern(r"\s?v\.\s+(?:(?:[A-Z][\w'’.&/-]*,?|of|the|and|for|&)\s+){0,8}[A-Z][\w'’-]{1,20}\Z")
# What follows is cited in full, not `Hale, 12 F.3d at 4`, and has no `v.` of its own.
_REST_OF_A_PARTY = pattern(
    r"(?:[A-Z][\w'’.&/-]*\s+|(?:of|the|and|for|&)\s+){0,8}[A-Z][\w'’.&/-]*(?:,\s+(?:Inc|Ltd|LLC|L\.L\.C|L\.P|N\.A)\.?)?,\s+"
    r"\d{1,4}\s+(?:[A-Z][\w.'’]{0,9}\s*){1,4}(?:[23]d\s+|[45]th\s+)?\d{1,4}\b"
)
_NEAR = 26  # characters
_JUDGE = pattern(r"[A-Z][A-Z'’-]{1,20}, (?:[A-Z]\.\s?){0,3}J")
_PROSE = pattern(r"(?:[A-Z][\w'’]{0,20}\s+){1,4}[a-z]")
_LONGEST_JUDGE = 32  # characters


def judge_who_writes(c: Candidate) -> bool | None:
    """`VANE, P.J. Lester Hale appeals`: who wrote an opinion stands before it."""
    if c.left[-1:] != "J" or c.sign != "." or c.marked or c.stop.start - c.begin > _LONGEST_JUDGE:
        return None
    judge = _JUDGE.match(c.text, c.begin, c.stop.start)
    return CUT if judge and judge.end() == c.stop.start and _PROSE.match(c.text, c.right, c.limit) else None


def short_name(c: Candidate) -> bool | None:
    """`Acme, Inc. ("Acme" or "Plaintiff")`, `Acme Corp. (NYSE: ACM) fell`: what a text calls what it has just named goes on."""
    if c.sign != "." or c.marked or c.next_sign != "(" or c.end > c.stop.end:
        return None
    shortens = may_end(c.left) or is_initials(c.left) or lacks_vowels(c.left)
    if not shortens:
        return None
    named = _SHORT_NAME.match(c.text, c.right, c.limit) or _WITHIN_A_SENTENCE.match(c.text, c.right, c.limit)
    return JOIN if named else None


def section_of_a_code(c: Candidate) -> bool | None:
    """`15 U.S.C. Section 1640`, `Fla. Stat. Section 768`; `in the U.S. Section 5 says` has no code."""
    if c.folded not in CODES or c.sign != "." or c.marked or c.end > c.stop.end:
        return None
    return JOIN if _SECTION.match(c.text, c.right, c.limit) else None


def law_in_capitals(c: Candidate) -> bool | None:
    """`FED. R. CIV. P. 72(b)`, `TEX. PENAL CODE ANN. § 12`: small capitals that a text has made large."""
    if c.sign != "." or c.marked or c.end > c.stop.end or not c.left.isupper():
        return None
    if c.folded not in MAY_END and c.folded not in BEFORE_NUMBER and not is_initials(c.left):
        return None
    if _IN_CAPITALS.match(c.text, c.right, c.limit):
        return JOIN
    numbered = _NUMBER.match(c.text, c.right, c.limit) and _CAPITALS_BEFORE.search(
        c.text, max(c.begin, c.stop.start - _NEAR), c.stop.start
    )
    return JOIN if numbered else None


def division_of_a_court(c: Candidate) -> bool | None:
    """`Second Dist., Div. Four. Jan. 5, 2004.`: its number is spelt."""
    if c.left != "Div" or c.sign != "." or c.marked:
        return None
    return JOIN if _DIVISION.match(c.text, c.right, c.limit) else None


def party_goes_on(c: Candidate) -> bool | None:
    """`Orr v. Vane Lithog. Hale Co., 12 F.3d 4`: a case is named until it is cited, whatever its words are shortened to."""
    if c.sign != "." or c.marked or c.end > c.stop.end or not c.left.istitle() or is_starter(c.next_word):
        return None
    if not _PARTY.search(c.text, max(c.begin, c.stop.start - LONGEST_PARTY), c.stop.start):
        return None
    return JOIN if _REST_OF_A_PARTY.match(c.text, c.right, c.limit) else None
