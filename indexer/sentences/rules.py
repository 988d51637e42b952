"""The rules that decide on a candidate: `JOIN`, `CUT`, or None to leave it to the next one.

`RULES` is the table, in the order in which they are asked. What a rule knows of single words stands in
`abbreviations`, `starters` and `languages`; the rules of one matter in a module of their own.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from indexer.dates import YEAR
from indexer.inline import LITERAL, MARK
from indexer.patterns import pattern
from indexer.scripts import LAST_NARROW
from indexer.sentences.candidate import FULL_STOPS, OPENERS, Candidate, is_wide_stop
from indexer.sentences.continuing import (
    ends_marked,
    goes_on_in_lower_case,
    goes_on_with_sign,
    identifier,
    opens_in_lower_case,
    turn_of_a_dialogue,
    without_capitals,
)
from indexer.sentences.initials import initial, letter_before_a_name, letters_in_devanagari, spaced_letters
from indexer.sentences.laws import (
    division_of_a_court,
    judge_who_writes,
    law_in_capitals,
    party_goes_on,
    section_of_a_code,
    short_name,
)
from indexer.sentences.numbers import (
    act_of_the_union,
    amount,
    enumerator_only,
    move,
    next_item,
    number_follows,
    ordinal,
    volume_and_page,
)
from indexer.sentences.places import goes_on_in_capitals, named_before, opening_date, opening_phrase, place_or_company
from indexer.sentences.plays import speaker_of_a_hearing, speaker_of_a_play, title_of_a_speaker
from indexer.sentences.shortened import (
    abbreviation,
    abbreviation_elsewhere,
    form_of_a_firm_follows,
    title_at_the_end,
    title_or_link_word,
    usual_end,
    word_in_brackets,
)
from indexer.sentences.speech import (
    QUOTES,
    i_follow,
    is_announced,
    names_a_work,
    quoted_in_korean,
    speaker_follows,
    wide_speaker_follows,
)
from indexer.sentences.starters import INTERJECTIONS, STARTERS
from indexer.sentences.thai import stop_in_thai
from indexer.sentences.unfinished import unfinished
from indexer.sentences.verdicts import CUT, JOIN
from indexer.sentences.words import (
    begins,
    begins_glued,
    first_part,
    is_initials,
    is_title,
    may_end,
)

_BEGINNERS = OPENERS + MARK + LITERAL
_BETWEEN_DOTS = r"(?:[ \u00a0]|[ \u00a0]?\n[ \t]{0,12})"
_SPACED_DOTS = pattern(rf"\.(?:{_BETWEEN_DOTS}\.){{2,8}}\Z")
_MORE_DOTS = pattern(rf"(?:{_BETWEEN_DOTS}\.){{2,8}}")
_BEFORE_NAMES = frozenset("dr mr mrs ms".split())  # begin sentences, and names of those who speak
_LEADERS = 5  # dots that lead to a number, and leave nothing out
_YEAR = pattern(rf"\((?:[^()\d]{{1,30}}\s)?{YEAR}\b[^()]{{0,20}}\)")
_PRINTED = frozenset("vol vols ed eds edn edns repr".split())
_NAMES = frozenset({"yahoo", "jeopardy", "joomla", "yum"})  # whose sign is always theirs
_NEAR = 40  # characters
_NARROW = pattern(r"[0-9A-Za-z０-９Ａ-Ｚａ-ｚ]．[0-9A-Za-z０-９Ａ-Ｚａ-ｚ]")
_CLOSED_QUOTES = frozenset("”」』")
_WHO_SAID_IT = pattern(
    rf"[—―─]{{1,4}}\s?[^—―─。！？\n]{{2,40}}?(?=\s*(?:{MARK}|[{FULL_STOPS}]|\n|\Z))"
)  # `。”——国际能源署[4]`
_HANGING = frozenset("とっ라")  # begin no sentence behind a marker
_QUOTED_SENTENCE = pattern(r"[\"“][A-Z][\w'’-]*(?:,?\s+[\w'’-]+){0,40}[.,!?][\"”]")
_QUOTED_FROM = pattern(r"\((?=[^()]{0,58}\d)[^()]{1,60}\)\.")


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
    if c.spaced or is_wide_stop(c.sign):
        return None
    sign = c.next_sign
    if begins_glued(c.text, c.stop.start, c.end):
        return CUT
    if c.sign[-1] in "?!" and sign > LAST_NARROW and c.text[c.stop.start - 1 : c.stop.start] > LAST_NARROW:
        return None
    by_marker = c.marked or c.text[c.stop.start - 1 : c.stop.start] == MARK
    return None if by_marker and (sign.isupper() or sign in _BEGINNERS or ord(sign) > 0x2E80) else JOIN


def wide_stop(c: Candidate) -> bool | None:
    """A full-width stop ends a sentence, save before what still belongs to it."""
    if not is_wide_stop(c.sign):
        return None
    if c.next_sign in "，、；：,;:)）。" or (c.sign == "．" and _is_decimal_point(c)):
        return JOIN
    closed = c.text[c.stop.end : c.end].rstrip(MARK)[-1:]
    if closed == "》" and not c.marked:
        return JOIN  # the title of a work
    if closed in _CLOSED_QUOTES and c.next_sign in "—―─" and _WHO_SAID_IT.match(c.text, c.right, c.limit):
        return JOIN
    if closed not in _CLOSED_QUOTES or not wide_speaker_follows(c) or (c.marked and c.next_sign not in _HANGING):
        return CUT
    return CUT if is_announced(c, tuple("“「『"), "：") else JOIN


def _is_decimal_point(c: Candidate) -> bool:
    """`３．５`, `Ｕ．Ｓ`: digits or Latin letters on both sides of a full-width stop."""
    return _NARROW.fullmatch(c.text, c.stop.start - 1, c.stop.end + 1) is not None


def ellipsis(c: Candidate) -> bool | None:
    """Three dots are a gap in a quotation or a pause; of four the first ends the sentence.

    The three that are left over are a piece of their own, without words.
    """
    if c.sign == "." and (ahead := _MORE_DOTS.match(c.text, c.stop.end, c.limit)):
        return _before_spaced_dots(c, ahead)
    if c.text[c.stop.start - 1].isspace():
        behind = _SPACED_DOTS.search(c.text, max(c.begin, c.stop.start - 24), c.stop.end)
        if behind is not None:
            return _behind_spaced_dots(c, behind)
    dots = c.sign.count(".") + 3 * c.sign.count("…")
    if dots < 3 or c.sign[-1] in "?!":
        return None
    word = c.next_word
    if dots >= _LEADERS and word[:1].isdigit():
        return JOIN  # `Soup ........ 2`
    starts = begins(c) or (first_part(word) in INTERJECTIONS and not word.islower())
    quotes = c.next_sign in '"“' and _QUOTED_SENTENCE.match(c.text, c.right, c.limit)
    ends = ((dots > 3 or c.marked) and not word[:1].islower()) or (starts and not _stammers(c)) or quotes
    return CUT if ends else JOIN


def _before_spaced_dots(c: Candidate, others: re.Match[str]) -> bool:
    """The first of some dots with spaces between them."""
    goes_on = c.text[others.end() : others.end() + 1] in QUOTES or _is_lower(c.text, others.end(), c.limit)
    return CUT if others.group().count(".") >= 3 and not goes_on else JOIN


def _behind_spaced_dots(c: Candidate, dots: re.Match[str]) -> bool:
    """The last of some dots with spaces between them."""
    is_lower = c.next_word[:1].islower()
    if dots.group().count(".") > 3:
        return JOIN if is_lower else CUT
    if c.next_word[:1].isupper() and QUOTES.intersection(c.text[c.stop.end : c.end]):
        return JOIN if speaker_follows(c) else CUT
    return CUT if dots.start() == c.begin and c.next_sign not in ",;:" and not is_lower else JOIN


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
    openers = (" '",) if c.text[c.stop.end] == "'" else tuple('"“‘')
    return CUT if is_announced(c, openers, ",:") else JOIN


def place_of_a_quotation(c: Candidate) -> bool | None:
    """`"It binds." (Page 12).`: brackets that have a number, and the stop behind them, say where the quotation stands."""
    if c.next_sign != "(" or c.marked or not QUOTES.intersection(c.text[c.stop.end : c.end]):
        return None
    return JOIN if _QUOTED_FROM.match(c.text, c.right, c.limit) else None


def sign_of_a_name(c: Candidate) -> bool | None:
    """`Hello, Dolly! (1969)`, `Yahoo! News`: the sign belongs to a name."""
    if c.sign == "!" and c.folded in _NAMES and not c.marked and c.next_word[:1].isupper() and not begins(c):
        return JOIN
    return JOIN if c.sign[-1] in "?!" and not c.marked and _YEAR.match(c.text, c.right, c.limit) else None


def place_of_printing(c: Candidate) -> bool | None:
    """`3 vols. (London, 1990)`, `2nd edn. (Oxford, 1890)`: where and when a work was printed."""
    if c.next_sign != "(" or c.sign != "." or c.marked or c.folded not in _PRINTED:
        return None
    return JOIN if _YEAR.match(c.text, c.right, c.limit) else None


def quotation_follows(c: Candidate) -> bool | None:
    """`of Salem, Ore. "Business is bad," he said`: a quotation that holds a sentence begins one. `Sgt. "Rock" Roe` has a name."""
    if c.sign != "." or c.marked or c.end > c.stop.end or c.next_sign not in '"“':
        return None
    whole = (
        len(c.left) > 1
        and (may_end(c.left) or is_initials(c.left))
        and not is_title(c.left)
        and _QUOTED_SENTENCE.match(c.text, c.right, c.limit)
    )
    return CUT if whole else None


RULES: tuple[Rule, ...] = (
    enumerator_only,
    stop_in_thai,
    glued,
    next_item,
    unfinished,
    wide_stop,
    ellipsis,
    ends_marked,
    identifier,
    turn_of_a_dialogue,
    goes_on_with_sign,
    without_capitals,
    opens_in_lower_case,
    goes_on_in_lower_case,
    word_in_brackets,
    place_of_a_quotation,
    reply_to_a_quoted_question,
    quoted_in_korean,
    sign_of_a_name,
    place_of_printing,
    speaker_of_a_play,
    speaker_of_a_hearing,
    title_of_a_speaker,
    amount,
    volume_and_page,
    short_name,
    section_of_a_code,
    law_in_capitals,
    division_of_a_court,
    party_goes_on,
    judge_who_writes,
    form_of_a_firm_follows,
    abbreviation_elsewhere,
    act_of_the_union,
    number_follows,
    opening_date,
    opening_phrase,
    letter_before_a_name,
    letters_in_devanagari,
    spaced_letters,
    move,
    ordinal,
    goes_on_in_capitals,
    place_or_company,
    named_before,
    title_at_the_end,
    quotation_follows,
    title_or_link_word,
    usual_end,
    initial,
    abbreviation,
)
