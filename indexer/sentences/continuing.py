"""The rules on text that begins with a sign or in lower case, which mostly continues the sentence."""

from __future__ import annotations

from indexer.inline import MARK
from indexer.patterns import pattern
from indexer.scripts import LAST_NARROW
from indexer.sentences.abbreviations import ABBREVIATIONS, SURE_PARTICLES
from indexer.sentences.candidate import Candidate
from indexer.sentences.speech import QUOTES
from indexer.sentences.starters import ALSO_IN_NAMES
from indexer.sentences.verdicts import CUT, JOIN
from indexer.sentences.words import ends_plainly, is_starter, is_title

_ITEM = pattern(r"(?:\(?(?:[a-z]|[ivx]{1,4})\)|o|(?<=[?!]\s)a\.)\s+[A-Z]")
_DOTS_BETWEEN_SENTENCES = pattern(r"\.(?:[ \u00a0\n]\.){2}\s+[\"“‘'`(\[]{0,3}[A-Z]")
_SIGNS = frozenset(".,;:)]}%=+/&|–—，、；：")
_OPERATORS = frozenset("<>≤≥≠≈×·−±~→")  # behind a factorial
_TURN = pattern(r"[–—]\s?(?P<word>[^\W\d_][\w'’-]*|[¿¡])")
_FIRST_LETTERS = pattern(r"[^\s.]{0,3}")
# A name that never has a capital at its start: a file, a call, `.NET`, `k-means`, `β-catenin`, `x = 0`.
_IDENTIFIER = pattern(
    r"(?:[a-z][a-z\d]+(?:[_.][A-Za-z\d]+)+(?:\(\))?|[a-z]\w+\(\)|\.[A-Z][A-Za-z]+|[a-zα-ω]-[A-Za-z]{2}[\w-]*|[a-zα-ω]\s+[=<>≤≥])(?=[\s,(])"
)
_LONGEST_FACTOR = 2
_NOTE_SIGNS = frozenset("*†‡")  # `rose.* Next`, but `str.* POSIX`
_LONGEST = 60  # signs of a name
_LONGEST_TITLE = 5
_FIRST_SIGN = pattern(r"\s*[(\"“‘']{0,2}[^\W\d_]")
_LATER_STOP = pattern(r"[^\W\d_]{2}[.!?]")
_CAPITAL_BEGINS = pattern(r"[.!?][)\"”’']{0,2}\s+[(\"“‘']{0,2}[A-ZÀ-Þ]")
_LOWER_BEGINS = pattern(r"[a-z]{3}\.\)?\s+[(a-z]")
_WINDOW = 200  # characters
_NAME_BEGINS = frozenset("de del da di".split())  # behind an abbreviation
# Words that open a clause of its own; behind a question only those that nobody is named with: `why? he asked`.
_ASKED_SMALL = frozenset("i i'm i’m im i've i’ve ive it it's it’s we you my your".split())
OPEN_SMALL = _ASKED_SMALL | frozenset("its he she they".split())
# How words end, and abbreviations hardly do: `occas.`, `intrans.`, `illus.`, `transl.`, `exper.`
_WHOLE_WORD = pattern(
    r"[a-z]{2,30}(?:[a-z][ey]|ed|(?:[gst]|tc)h|ing|ion|[a-z]al|ght|[a-z]ck|[a-z]{2}(?:er|ent|ss)|[a-z](?:[^\Waeinosu]|e)s)"
)
_SHORT_ENDS = frozenset("it me us up on off in out do go so too".split())
_OF_AN_ADDRESS = frozenset("com org net gov edu html htm pdf php".split())  # `google. com`


def ends_marked(c: Candidate) -> bool | None:
    """`Shares of eBay rose.[1] adidas fell.[2]`: a marker at the stop of a plain word ends the sentence, whatever follows."""
    if not c.next_word[:1].islower() or not (c.marked or c.text[c.stop.start - 1] == MARK):
        return None
    return CUT if c.spaced and ends_plainly(c) and not QUOTES.intersection(c.text[c.stop.end : c.end]) else None


def identifier(c: Candidate) -> bool | None:
    """`It lists the options. package.json holds them`: a name as programs write it begins a sentence behind a plain word."""
    if not (c.next_sign == "." or c.next_word[:1].islower()) or not c.spaced or not ends_plainly(c):
        return None
    return CUT if _IDENTIFIER.match(c.text, c.right, min(c.limit, c.right + _LONGEST)) else None


def turn_of_a_dialogue(c: Candidate) -> bool | None:
    """`It rose [1]. — Who pays?`: a dash begins what follows behind a marker, or before a word that begins sentences."""
    turn = _TURN.match(c.text, c.right, min(c.limit, c.right + _LONGEST)) if c.next_sign in "–—" and c.spaced else None
    if turn is None or QUOTES.intersection(c.text[c.stop.end : c.end]) or c.folded in ABBREVIATIONS:
        return None
    word = turn["word"]
    if c.marked or c.text[c.stop.start - 1] == MARK:
        return None if word[0].islower() else CUT
    return CUT if word[0].isupper() and (is_starter(word) or word.casefold() in ALSO_IN_NAMES) else None


def goes_on_with_sign(c: Candidate) -> bool | None:
    """A comma, a closing sign or a dash after the stop goes on with the sentence, and a sign of mathematics after `n!`.

    Dots behind a closed quotation or a marker are a gap between sentences: `"It binds." . . . The court`.
    """
    if (
        c.next_sign == "."
        and (c.marked or c.end > c.stop.end)
        and _DOTS_BETWEEN_SENTENCES.match(c.text, c.right, c.limit)
    ):
        return CUT
    if c.next_sign in _SIGNS or c.text.startswith("--", c.right):
        return JOIN
    factorial = c.sign == "!" and len(c.left) <= _LONGEST_FACTOR and c.next_sign in _OPERATORS
    return JOIN if factorial or (_NOTE_SIGNS.intersection(c.text[c.stop.end : c.end]) and not ends_plainly(c)) else None


def without_capitals(c: Candidate) -> bool | None:
    """`i moved in may. it rained. nobody came.`: where sentences begin in lower case, a stop behind a plain word ends one.

    One begins so here, none that is near begins with a capital, and more stops follow.
    """
    if not c.next_word[:1].islower() or c.marked or not c.spaced or QUOTES.intersection(c.text[c.stop.end : c.end]):
        return None
    first = _FIRST_SIGN.match(c.text, c.begin, c.stop.start)
    if first is None or not first[0][-1].islower():
        return None
    asks = c.sign[-1] in "?!" and c.left.islower()
    if not (asks or ends_plainly(c)) or not _LATER_STOP.search(c.text, c.right, min(c.limit, c.right + _WINDOW)):
        return None
    start, end = max(c.begin, c.stop.start - _WINDOW), min(c.limit, c.right + _WINDOW)
    if _CAPITAL_BEGINS.search(c.text, start, end):
        return None
    if asks and not _LOWER_BEGINS.search(c.text, max(0, c.stop.start - _WINDOW), end):
        return None  # `the paper organise! and others` asks and shouts nothing
    return CUT


def opens_in_lower_case(c: Candidate) -> bool | None:
    """`It was great. i loved it`, `It is essential. continued work`: a whole word ends a sentence, also where the next has no capital."""
    word, left = c.next_word, c.left
    if not word[:1].islower() or not c.spaced or c.end > c.stop.end or c.next_start > c.right:
        return None
    if not (left.isascii() and left.isalpha() and left.islower()):
        return None
    if c.sign[-1] in "?!":
        return CUT if word in _ASKED_SMALL else None
    if word in OPEN_SMALL:
        return CUT if ends_plainly(c) or left in _SHORT_ENDS else None
    whole = _WHOLE_WORD.fullmatch(left) is not None and word not in _OF_AN_ADDRESS
    return CUT if whole and ends_plainly(c) else None


def goes_on_in_lower_case(c: Candidate) -> bool | None:
    """A word in lower case goes on, unless it is one that never has a capital at its start (`iPhone`) or an item, `(c) The`."""
    word = c.next_word
    if not word[:1].islower():
        return None
    if _ITEM.match(c.text, c.right, c.limit) and (c.next_sign in "(o" or c.sign != "." or ends_plainly(c)):
        return None
    if word == "o" and "\n" in c.text[c.end : c.right]:
        return None  # the bullet of a list
    if word in SURE_PARTICLES and c.text[c.next_start + len(word) : c.next_start + len(word) + 2].strip().isupper():
        shortened = word in _NAME_BEGINS and c.left[:1].isupper() and len(c.left) <= _LONGEST_TITLE  # `Cía. de Aguas`
        return JOIN if shortened else None
    if c.left[-1:] > LAST_NARROW and c.spaced and word[0].isascii():  # `분리한다. npm 패키지는`: a script without case
        return None
    inner = _FIRST_LETTERS.match(c.text, c.next_start + 1, c.limit)
    mixed = inner is not None and any(sign.isupper() or sign.isdigit() for sign in inner.group())
    return None if mixed and not is_title(c.left) else JOIN
