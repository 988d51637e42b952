"""Questions about the words on both sides of a stop that several rules ask, answered by the lists of `abbreviations`."""

from __future__ import annotations

from indexer.inline import MARK
from indexer.patterns import pattern
from indexer.sentences.abbreviations import ABBREVIATIONS, LOWER, MAY_END, NEVER_END, SURE_PARTICLES
from indexer.sentences.candidate import Candidate
from indexer.sentences.starters import ALSO_IN_NAMES, ARTICLES, INTERJECTIONS, STARTERS

_CAPITALS = frozenset("ts gs pgs tp pgs.ts gs.ts inc corp ltd co llc wm jj cj mr mrs ms dr hon rev prof vs v".split())
_INITIALS = pattern(r"(?:[^\W\d_]{1,2}\.[&-]?)+[^\W\d_]{1,3}|(?:[A-Z][a-z]{0,5}\.){1,4}[A-Z][a-z]{0,5}")
_CONSONANTS = pattern(r"[B-DF-HJ-NP-TV-XZ][b-df-hj-np-tv-xz'’]{1,6}|Mc[A-Z]")
NUMBERED = pattern(r"(?:Nos?\.|N[°º])\s*[\w-]{0,12}\d")
_SPEAKER = pattern(r"[A-Z]{2,20}:")  # of a transcript
_NO_ABBREVIATIONS = frozenset("hm hmm hmmm mm mmm mhm shh shhh pfft psst grr brr tsk hg hz gb mb kb tb".split())
_STATES = frozenset(("U.S", "U.K", "U.N", "E.U", "U.S.A"))
_PARTS_OF_NAMES = frozenset("first second third next section sections revenue sales shares patients".split())
_GLUED = pattern(r"([A-Z][a-z'’]{0,14})\s+[a-z]")
_LONGEST = 30  # letters of a word
_CLOSED = frozenset(f")]%{MARK}")
_NAME_GOES_ON = pattern(r"[’']?\s+(?:[A-Z]|\d)")
_JOINT = pattern("['’-]")
_IN_PROSE = pattern(r",?\s+(?:[a-z\d]|I\b)")
_ELIDED = pattern(r"(?:[CDJLMNST]|Qu)['’][a-zà-ÿ]")
_LOWER_CASE = pattern(r"\s+([a-zà-ÿ]+)")
_VOWELS = frozenset("aeiouy")
_SHORTEST_WORD = 3


def begins(c: Candidate) -> bool:
    """Whether the word behind an abbreviation is one that begins sentences."""
    word = c.next_word
    if word[:1].islower():
        return False
    if word in ("A", "Am", "I") and c.text.startswith(".", c.next_start + len(word)):  # an abbreviation itself
        return False
    if NUMBERED.match(c.text, c.next_start, c.limit):
        return False
    if c.left in _STATES and _goes_on_a_name(c):
        return False
    if c.next_sign in "¿¡" or _exclaims(c) or _SPEAKER.match(c.text, c.next_start, c.limit):
        return True
    return is_starter(word) or _is_article(c) or (len(c.left) > 1 and _begins_in_prose(c))


def _exclaims(c: Candidate) -> bool:
    """`Yes, he did`, `Wow!`, but `by S. Oh, who`."""
    behind = c.text[c.next_start + len(c.next_word) : c.next_start + len(c.next_word) + 1]
    return len(c.left) > 1 and behind in (",", ".", "!") and c.next_word.casefold() in INTERJECTIONS


def is_starter(word: str) -> bool:
    """Whether a word begins sentences: `The`, `I'm`, `Didn't`, `Twenty-five`. `All-Star` is a name."""
    if word.endswith(("n't", "n’t")):
        return True
    first = first_part(word)
    compound = word[len(first) : len(first) + 1] == "-" and not word[len(first) :].islower()
    return first in STARTERS and (first == "then" or not compound)


def begins_glued(text: str, stop: int, end: int) -> bool:
    """Whether a sentence begins behind a plain word and its stop without a space: `The car broke down.So we walked`."""
    if not text[stop - 1].islower():
        return False
    word = _GLUED.match(text, end)
    before = text[max(0, stop - _LONGEST) : stop].rsplit(None, 1)[-1:]
    if word is None or not before or not before[0].isalpha() or not is_starter(word[1]):
        return False
    return len(before[0]) >= _SHORTEST_WORD and before[0].islower()


def _is_article(c: Candidate) -> bool:
    """`Le pourvoi`, `L'appel`, but `Le Goff`, `L'Oréal` and `De la Cruz`."""
    if _ELIDED.match(c.next_word):
        return True
    if c.next_word.casefold() not in ARTICLES:
        return False
    behind = _LOWER_CASE.match(c.text, c.next_start + len(c.next_word), c.limit)
    return behind is not None and behind.group(1) not in SURE_PARTICLES


def _begins_in_prose(c: Candidate) -> bool:
    """`Of course they`, `Born in 1900, he`, but `Dept. Of Energy`, `U.S. Workers Party`, `U.S. Check 21 Act`."""
    if c.next_word.casefold() not in ALSO_IN_NAMES:
        return False
    behind = _IN_PROSE.match(c.text, c.next_start + len(c.next_word), c.limit)
    return behind is not None and not (c.left in _STATES and behind.group()[-1].isdecimal())


def ends_plainly(c: Candidate) -> bool:
    """Whether a whole word in lower case, or a number, stands before one full stop: no abbreviation."""
    last = c.text[c.stop.start - 1 : c.stop.start]
    if c.sign != "." or not last:
        return False
    if not last.isalpha():
        return last in _CLOSED or (last.isdecimal() and not any(map(str.isalpha, c.left)))
    word = c.left
    if len(word) < _SHORTEST_WORD or c.folded in ABBREVIATIONS or is_initials(word):
        return False
    return "." in word or (word.islower() and (not word.isascii() or not _VOWELS.isdisjoint(word)))


def _goes_on_a_name(c: Candidate) -> bool:
    """`U.S. Congress`, `U.S. First Lady`, `U.S. Section 230`: words that begin sentences, and are parts of names here."""
    word = first_part(c.next_word)
    if word not in _PARTS_OF_NAMES:
        return word == "congress"
    return _NAME_GOES_ON.match(c.text, c.next_start + len(c.next_word), c.limit) is not None


def first_part(word: str) -> str:
    """What stands before an apostrophe or a hyphen, in lower case: the `i` of `I'm`."""
    return _JOINT.split(word, maxsplit=1)[0].casefold()


def is_title(word: str) -> bool:
    """A word of `NEVER_END`; in capitals throughout it is the code of a state or a name."""
    folded = word.casefold()
    if len(word) == 1 and word.isupper():
        return False
    return folded in NEVER_END and (folded in _CAPITALS or not (word.isupper() and len(word) > 1))


def is_symbol(c: Candidate) -> bool:
    """`with parameter κ. The`: a Greek letter before a Latin word is no abbreviation."""
    return len(c.left) == 1 and "\u0370" <= c.left <= "\u03ff" and c.next_word[:1] < "\u0250"


def may_end(word: str) -> bool:
    """A word of `MAY_END` in the case in which it counts."""
    folded = word.casefold()
    if folded not in MAY_END or (word.isupper() and len(word) > 1 and "." not in word and folded not in _CAPITALS):
        return False
    return not word[0].islower() or folded in LOWER


def is_initials(word: str) -> bool:
    """Letters with stops between them: `U.S`."""
    return "." in word and _INITIALS.fullmatch(word) is not None


def lacks_vowels(word: str) -> bool:
    """Whether a word is a capital and consonants, `Rptr`, and no sound or unit, `Hmm`."""
    return _CONSONANTS.fullmatch(word) is not None and word[-1] not in "'’" and word.casefold() not in _NO_ABBREVIATIONS
