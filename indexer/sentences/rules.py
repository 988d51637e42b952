"""The rules that decide on a candidate: `JOIN`, `CUT`, or None to leave it to the next one.

`RULES` is the table, in the order in which they are asked. What a rule knows of single words stands in
`abbreviations`.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from indexer.inline import LITERAL, MARK, MARKUP
from indexer.sentences.abbreviations import (
    INTERJECTIONS,
    LETTERED,
    PARTICLES,
    STARTERS,
    TIME_NAMES,
    TIMES,
    UNITS,
    USUALLY_END,
)
from indexer.sentences.candidate import OPENERS, WIDE, Candidate, is_wide
from indexer.sentences.numbers import amount, enumerator_only, number_follows, ordinal, volume_and_page
from indexer.sentences.speech import (
    QUOTES,
    i_follow,
    is_announced,
    names_a_work,
    speaker_follows,
    wide_speaker_follows,
)
from indexer.sentences.verdicts import CUT, JOIN
from indexer.sentences.words import begins, first_part, is_initials, is_title, lacks_vowels, may_end

_BEGINNERS = OPENERS + MARK + LITERAL
_ITEM = re.compile(r"\((?:[a-z]|[ivx]{1,4})\)\s+[A-Z]")
_GAP = re.compile(r"\.(?:[ \u00a0]\.){2}\s+[\"“‘'`(\[]{0,3}[A-Z]")
_SPACED_DOTS = re.compile(r"\.(?:[ \u00a0]\.){2,8}\Z")
_MORE_DOTS = re.compile(r"(?:[ \u00a0]\.){2,8}")
_POSTSCRIPTS = frozenset({"p.s", "n.b"})
_BEFORE_NAMES = frozenset("dr mr mrs ms".split())  # begin sentences, and names of those who speak
_WORD_BEFORE_INITIAL = re.compile(r"\b([a-z]{4,})\s[A-Z]\Z")
_NUMERAL = re.compile(
    r"\b(?:(?:War|Title|Article|Count|Exhibit|Appendix|Part|Section|Vitamin|Hepatitis|Type|Group|Class|Phase|Plan|Schedule|Figure|Option|Annex)"
    r"|[Aa]nswer(?: is| was|:)|[Gg]rade of|(?:written|coded|programmed) in)\s[A-Z]\Z"
)
_IN_NAME = re.compile(r"\b[A-Z][a-z]+\s[A-Z]\Z")
_STREET = re.compile(r"\d\s[NSEW]\Z")
_NAME_FOLLOWS = re.compile(r"[A-Z][a-z]+\s[A-Z]")
_UNIT = re.compile(r"\d\s?[VAKMLCΩ]\Z|[A-Za-z]/[A-Z]\Z")
_SENTENCE_FOLLOWS = re.compile(r"[A-Z][a-z]+\s[a-z]")
_TIME = re.compile(r"(?:[A-Z][a-z]+\s){1,2}time\b")
_FIRMS = frozenset("inc corp co ltd llc".split())
_DOUBLED = re.compile(r"[A-Z]{2}\.")
_LETTER_OR_ERA = re.compile(r"[A-ZÄÖÜ]\.|Chr\b")
_LETTER_BEFORE = re.compile(r"(?<!\w)[a-zäöü]\.\s[a-zäöü]\Z")
_YEAR = re.compile(r"\((?:[^()\d\n]{1,30} )?(?:1[5-9]|20)\d\d\b[^()\n]{0,20}\)")
_NAMES = frozenset({"yahoo", "jeopardy", "joomla", "yum"})  # whose sign is always theirs
_WORDS_BESIDE = frozenset(("St", "Mt", "Ft", "gem", "prof", "col", "mag"))  # which are words, too
_NEAR = 40  # characters
_OPENED = re.compile(r"\s*\(")
_OF_A_YEAR = re.compile(r"\(\d")


def _is_lower(text: str, position: int, limit: int) -> bool:
    """Whether the next letter behind spaces and openers is in lower case."""
    while position < limit and (text[position].isspace() or text[position] in OPENERS):
        position += 1
    return position < limit and text[position].islower()


def decide(candidate: Candidate) -> bool:
    """`JOIN` or `CUT`, by the first rule that answers."""
    for rule in RULES:
        verdict = rule(candidate)
        if verdict is not None:
            return verdict
    return CUT


Rule = Callable[[Candidate], "bool | None"]


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
    rest = c.text[c.next_start + 1 : c.next_start + 4]
    mixed = any(sign.isupper() or sign.isdigit() for word in rest.split(None, 1)[:1] for sign in word)
    return None if mixed and not is_title(c.left) else JOIN


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
    word = first_part(c.next_word)
    starts = (word in STARTERS or word in INTERJECTIONS) and not c.next_word.islower()
    return CUT if dots > 3 or (starts and not _stammers(c)) else JOIN


def _stammers(c: Candidate) -> bool:
    """Whether the words behind the stop are those before it again: `I... I can't`, `He said... He said so`."""
    before = [_bare(word) for word in c.text[max(c.begin, c.stop.start - _NEAR) : c.stop.start].split()[-2:]]
    behind = [_bare(word) for word in c.text[c.next_start : min(c.limit, c.next_start + _NEAR)].split()[:2]]
    return any(before[-number:] == behind[:number] for number in (1, 2))


def _bare(word: str) -> str:
    return word.strip(".,;:!?…\"'“”‘’").casefold()


def reply_to_a_quoted_question(c: Candidate) -> bool | None:
    """`"Why?" Mr. Lee asked.` is one sentence."""
    if c.sign[-1] not in "?!" or c.marked or not QUOTES.intersection(c.text[c.stop.end : c.end]):
        return None
    first = c.next_word.casefold()
    if names_a_work(c):
        return JOIN
    if not i_follow(c) and (first in STARTERS - _BEFORE_NAMES or not speaker_follows(c)):
        return None
    return CUT if is_announced(c, '"“‘', ",:") else JOIN


def sign_of_a_name(c: Candidate) -> bool | None:
    """`Hello, Dolly! (1969)`, `Yahoo! News`: the sign belongs to a name."""
    if c.sign == "!" and c.folded in _NAMES and not c.marked and c.next_word[:1].isupper() and not begins(c):
        return JOIN
    return JOIN if c.sign[-1] in "?!" and not c.marked and _YEAR.match(c.text, c.right, c.limit) else None


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
    if c.sign != "." or c.marked or not is_title(left) or (left.islower() and left in UNITS):
        return None
    return CUT if left in _WORDS_BESIDE and begins(c) else JOIN


def usual_end(c: Candidate) -> bool | None:
    """`etc.` and a capital: a new sentence, unless it closes a bracket within the sentence."""
    left = c.folded
    if c.sign == "." and left in TIMES and not c.marked and not _is_province(c):
        goes_on = c.next_word.casefold() in TIME_NAMES or _TIME.match(c.text, c.next_start, c.limit)
        return JOIN if goes_on or _closes_inner_bracket(c) else CUT
    if c.sign != "." or left not in USUALLY_END:
        return None
    if left == "seq" and _OF_A_YEAR.match(c.text, c.right, c.limit):
        return JOIN
    if left == "al" and (c.next_sign in f"([（{MARK}" or (c.text[c.end - 1] == MARK and not begins(c))):
        return JOIN
    return JOIN if _closes_inner_bracket(c) else CUT


def _is_province(c: Candidate) -> bool:
    """`in B.C. Premier Eby`: British Columbia and no time."""
    before = c.text[max(c.begin, c.stop.start - 8) : c.stop.start]
    return c.left == "B.C" and before.endswith(("in B.C", "the B.C", "The B.C", "of B.C", ", B.C"))


def initial(c: Candidate) -> bool | None:
    """`J. Smith` goes on; `vitamin C. The` does not."""
    left = c.left
    if c.sign != "." or c.marked or len(left) != 1 or not left.isupper():
        return None
    start = max(c.begin, c.stop.start - 24)
    before = _WORD_BEFORE_INITIAL.search(c.text, start, c.stop.start)
    if before and before.group(1) in LETTERED:
        return CUT
    numbered = _NUMERAL.search(c.text, start, c.stop.start)
    if numbered and numbered.start() > c.begin:
        return CUT
    named = c.next_word in ("Will", "May") and _IN_NAME.search(c.text, start, c.stop.start)
    if named or (_STREET.search(c.text, start, c.stop.start) and _NAME_FOLLOWS.match(c.text, c.next_start, c.limit)):
        return JOIN  # `George F. Will`, `120 W. Third St.`
    if _UNIT.search(c.text, start, c.stop.start) and _SENTENCE_FOLLOWS.match(c.text, c.next_start, c.limit):
        return CUT
    return CUT if begins(c) else JOIN


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
        JOIN if _LETTER_BEFORE.search(c.text, max(c.begin, c.stop.start - 5), c.stop.start) and not begins(c) else None
    )


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
    """`by Zenith Radio Corp. Zenith alleged`: a firm is named, and the next sentence begins with it."""
    if c.folded not in _FIRMS or len(c.next_word) < 3:
        return False
    return c.next_word in c.text[max(c.begin, c.stop.start - _NEAR) : c.stop.start].replace(",", " ").split()[:-1]


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
