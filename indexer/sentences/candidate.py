"""A place where a sentence may end: a stop, the closing signs after it, and the words on both sides."""

from __future__ import annotations

import re

from indexer.dates import YEAR
from indexer.inline import MARK, MARKUP
from indexer.late import dataclass
from indexer.model import Span
from indexer.patterns import pattern
from indexer.scripts import GREEK, LAST_NARROW, WIDE
from indexer.sentences.abbreviations import ABBREVIATIONS
from indexer.sentences.languages import ELSEWHERE
from indexer.superscripts import SUPERSCRIPTS

FULL_STOPS = "。！？｡．።။។"
OPENERS = "\"'“‘«‹([（「『【〈《¿¡„*_" + MARKUP
_CLOSE = f"\"'”’»›)\\]）」』】〉》*†‡{SUPERSCRIPTS}{MARKUP}"
_LEFT_EDGE = "([\"'“‘«（「『—–" + MARKUP
STOPS = f".!?…‽؟۔।॥։{FULL_STOPS}"
CLOSING = rf"[{_CLOSE}]*(?:[ \u00a0\u202f]»(?!\w)|[“‘«‹](?=\s|$|{MARK}))?"
# Begins with one sign of a class, not with a run of them: so the engine skips what is none of them at full speed.
STOP = pattern(rf"(?P<stop>[{STOPS}][{STOPS}]*){CLOSING}")
_GREEK = f"[{GREEK}]"
GREEK_LETTER = pattern(_GREEK)
# Behind a Greek word or its marker a semicolon asks: `Τι άλλαξε; Τίποτα`.
GREEK_STOP = pattern(
    rf"(?P<stop>[{STOPS}][{STOPS}]*|(?:(?<={_GREEK}{_GREEK})|(?<={_GREEK}[»\"”])|(?<={MARK}))[;\u037e]){CLOSING}"
)
_TRAIL = pattern(
    rf"\s*(?:(?<={MARK})(?:\s*[,;，、]|[–-])\s?|{MARKUP}{{1,3}}(?={MARK}+{MARKUP}))?{MARK}+(?::(?:\s?pp?\.?\s?)?\d{{1,4}}(?:[-–]\d{{1,4}})?|\(pp?\.?\s?\d{{1,4}}(?:[-–]\d{{1,4}})?\))?[.!?…。！？．]*[{_CLOSE}]*"
)
# A footnote's number that has lost its height, `affirmed.12 We granted`, or what is no marker: `affirmed.^1 We`, `[sic] We`.
_LOWERED = pattern(r"(?:\^?\d{1,3}(?:(?:, ?|[–−‐‑-])\d{1,3}){0,3}|\[[^\[\]]{1,20}\])(?=\s+[\"“‘(\[]?[A-Z])")
# Likewise with a space before it, as copies of web pages have it, or behind a name; and how services on the web call a note.
_PROSE_FOLLOWS = (
    r"(?=\s(?:The|This|These|Those|That|He|She|It|They|We|In|As|If|When|While|Although|However|Thus|Therefore|Because|But|Nor|Moreover"
    r"|Accordingly|Nevertheless|Here|There|Under|On|At|For|After|Before|Since|Finally|Plaintiffs?|Defendants?|Petitioners?|Respondents?|Appellants?)(?:['’]s)?,?\s)"
)
_LOWERED_APART = pattern(rf" \d{{1,2}}{_PROSE_FOLLOWS}")
_LOWERED_BEFORE_PROSE = pattern(rf"\d{{1,3}}{_PROSE_FOLLOWS}")
_CALLED_NOTE = pattern(r" ?fn\.? ?\d{1,3}(?=\s+[A-Z\"“(\[])")
_CLOSING_MARKS = frozenset('"”')
_STARS = frozenset("*" + MARKUP)  # two of them look like emphasis
_VERSE = pattern(r"\s*\d{1,3}\s+[A-Z]")  # `3 And God said`, whose number opens the sentence
_AMOUNT = pattern(r"\d(?:st|nd|rd|th)?\s?\Z")
_WORD = pattern(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*")
_FACES = "\u2763"  # stand behind it
# Where to look: `(Doe 1999: 61)`, `(p. 12)`, `(Doc. 36, Ex. A)`, `(see Table 2)`; `(H1)` and `(Step 2)` name what follows.
_PLACE = (
    r"(?=[^()\[\]]{1,60}\d)(?:(?:[Ss]ee|[Cc]f\.|Figure|Table|Chapter|Section)\s+"
    rf"|(?=[^()\[\]]{{0,60}}(?:[A-Za-z](?:\.|,|:|\s¶|\s§|\s{YEAR})|[Nn]o\.)\s?[^()\[\]]{{0,20}}\d)[A-Za-z¶§])"
)
# What a transcript or a court remarks on the sentence before it, and the face that its writer makes.
_ASIDE = pattern(
    r"(?:\s*(?:[\U0001f44a-\U0001f450\U0001f493-\U0001f49f\U0001f4aa\U0001f389\U0001f3fb-\U0001f3ff\U0001f600-\U0001f64f\U0001f910-\U0001f92f\U0001f970-\U0001f97a\u2764\ufe0f]{1,9}|[:;]-?[)(DP](?=\s)|[(\[](?:[Ll]aughs?|[Ll]aughing|[Ll]aughter|[Aa]pplause|[Cc]heers|[Cc]heering|[Pp]auses?|[Ss]ighs?|[Cc]rosstalk|[Ii]naudible|[Mm]usic"
    r"|LAUGHS?|LAUGHING|LAUGHTER|APPLAUSE|CHEERS|CHEERING|PAUSE|SIGHS|CROSSTALK|INAUDIBLE"
    r"|(?<=\[)[a-z]{4,12}(?: [a-z]{2,12}){0,3}(?=\])|(?<=\()[a-z]{2,12}(?: [a-z]{2,12}){1,4}(?=\))"
    r"|emphasis (?:added|supplied|in original)|(?:internal )?(?:citations?|footnotes?|quotation marks) omitted|(?:ibid|id)\.?)[)\]]"
    rf"|\[\d{{1,4}}\s(?:[A-Z][\w.]{{0,12}}\s){{1,3}}\d{{1,4}}\]"  # where a page of a report begins
    rf"|[(\[]{_PLACE}[^()\[\]]{{0,80}}(?<![.!?])[)\]]))+(?=\s+[A-Z\"“‘]|\s*\Z)"
)
# A marker that is the subject of the next sentence: `[2] improves it`, `[3] and [4] show`.
_SUBJECT = pattern(
    rf"{MARK}+(?:(?:,|,? and)\s{MARK}+){{0,4}}\s+(?:(?:also|further|first|then|later|recently|instead)\s+)?"
    r"(?!(?:as|whereas|thus|this|across|besides|unless|perhaps|always|towards|regards|versus|its|need|indeed|thanks)\b)"
    r"(?:[a-z]{2,20}(?:s|ed)|show|is|find|found|prove|give|gave|use|do|did|make|made|propose|improve|extend|have|had|were|are|can|may|will)[\s.,;]"
)
# Likewise in scripts without spaces, where a particle hangs on it: `[2]によれば`, `[2]에 따르면`, `[2]认为`.
_WIDE_SUBJECT = pattern(
    rf"{MARK}+(?:[をが](?!、)|は(?![いじ])|に(?:よ|つい|お)|の(?!ち)|에\s+따르|에서|에\s+의하|[은는이가을를의과와로에]\s+|认为|指出|表明|的)"
)
_SOURCE_IN_BRACKETS = pattern(rf"（[^（）。\n]{{1,30}}）(?={MARK})")  # `。”（第3条）[3]`
_LONGEST_EMPHASIS = 4  # signs of it and of what it sets off: `It rained. **[2]** It snowed`
# How what was cited ends before its note: `(2d Cir. 1925)`, `Id. at 12`, `(as it must)`.
_CITED = pattern(
    rf"(?:(?:\b{YEAR}|[A-Za-z][a-z])\)|(?:\dd|[A-Z]\.|[Ii]d\.|Ct\.|App\.|[Ss]upra),?\s+at\s+\*?\d{{1,4}}(?:[-–]\d{{1,4}})?)\Z"
)
_LONGEST_PIN_CITE = 24
_LONGEST_WORD = 60  # signs of the word that follows
_SHORTEST_WORD = 3
_SHORT_WORDS = frozenset("it me us so do go up be is".split())
_NEAR = 1000  # characters within which a quotation that closes here was opened
_COMPOUND = pattern(r"\A(?:.*(?:[–—/]|--)|[dlDL][’']|.*[a-z]\.?-(?=[A-Z])|[A-Z]{2,6}-(?=[A-Z]\.[A-Z]\Z))")
_KNOWN = ABBREVIATIONS | ELSEWHERE
_BEHIND_WIDE = pattern(rf"(?<=[{WIDE}])[A-Z][a-z]{{1,9}}\Z")
_ELIDED = pattern(r"[^\W\d_]{1,6}[’'](?=..)")  # `dell’art`, `jusqu'au`


@dataclass(slots=True)
class Candidate:
    """A place where a sentence may end, with all that the rules ask.

    `begin` is where the sentence began, `stop` the stop's own span and `sign` its characters, `end` behind
    all that closes with it; `right` is the offset of what follows and `next_sign` its first character.
    `left` is the word before the stop without what opens it, `folded` the same in lower case. `next_word`
    begins at `next_start`, behind what opens. `marked`: a marker stands between stop and right.
    """

    text: str
    begin: int
    stop: Span
    end: int
    right: int
    limit: int
    marked: bool
    sign: str
    left: str
    folded: str
    next_sign: str
    next_start: int
    next_word: str

    @property
    def spaced(self) -> bool:
        """Whether white space follows."""
        return self.right > self.end

    @property
    def is_counted(self) -> bool:
        """Whether a number stands before the word before the stop."""
        start = self.stop.start - len(self.left)
        return _AMOUNT.search(self.text, max(self.begin, start - 4), start) is not None


def is_wide_stop(stop: str) -> bool:
    """Whether a stop is one of a script without spaces: no space need follow it."""
    return not stop.isascii() and any(sign in FULL_STOPS for sign in stop)


def read_candidate(text: str, begin: int, match: re.Match[str], limit: int) -> Candidate | None:
    """What stands around a stop; None at the end of the block, where nothing follows."""
    end = match.end()
    start = match.start("stop")
    marked = False
    if number := lowered_number(text, match, limit) or _number_apart(text, begin, match, limit):
        end = number.end()
    right = _skip_space(text, end, limit)
    if (
        text[right : right + 1] in _CLOSING_MARKS
        and text[right + 1 : right + 2].isspace()
        and _closes_late(text, begin, start, right)
    ):
        end = right + 1
        right = _skip_space(text, end, limit)
    if text[end : end + 1] == "（" and (noted := _SOURCE_IN_BRACKETS.match(text, end, limit)):
        end = right = noted.end()
    if text[right : right + 1] == MARK and _is_subject(text, end, right, limit):
        return _candidate(text, begin, match, end, right, limit, marked=False)
    while MARK in text[end - 1 : right + _LONGEST_EMPHASIS] and (trail := _TRAIL.match(text, end, limit)):
        end, marked = trail.end(), True
        right = _skip_space(text, end, limit)
    if right >= limit:
        return None
    if (text[right] in "([:;" or text[right] > _FACES) and (aside := _ASIDE.match(text, end, limit)):
        end = aside.end()
        right = _skip_space(text, end, limit)
        if right >= limit:
            return None
    return _candidate(text, begin, match, end, right, limit, marked=marked)


def _candidate(  # noqa: PLR0913  # what was found of it
    text: str, begin: int, match: re.Match[str], end: int, right: int, limit: int, *, marked: bool
) -> Candidate:
    start, after = match.span("stop")
    next_start = right
    while next_start < limit and text[next_start] in OPENERS:
        next_start += 1
    word = _WORD.match(text, next_start, min(limit, next_start + _LONGEST_WORD))
    left = _word_before(text, begin, start)
    if left[:1].isdecimal() and left[-2:-1] == "." and (code := left.lstrip("0123456789"))[0].isalpha():
        left = code  # `8C.F.R.`
    return Candidate(
        text,
        begin,
        Span(start, after),
        end,
        right,
        limit,
        marked,
        sign=text[start:after],
        left=left,
        folded=left.casefold(),
        next_sign=text[right],
        next_start=next_start,
        next_word=word.group() if word else text[next_start : next_start + 1],
    )


def lowered_number(text: str, match: re.Match[str], limit: int) -> re.Match[str] | None:
    """The number of a footnote, or a remark, that is glued to a stop behind a quotation or a whole word; `fig.12 The` has none."""
    end = match.end()
    if (
        end >= limit or not match.group("stop").isascii() or text[match.start() - 1 : match.start()].isspace()
    ):  # `was .24 (U.S.)`
        return None
    if text[end] == "f" and text[end - 1] in _STARS:
        return _CALLED_NOTE.match(text, end, limit)  # `the order.*fn5 The court`
    if text[end] not in "0123456789^[":
        return None
    plain = _may_be_noted(text, match)
    return (
        (_LOWERED if plain else _LOWERED_BEFORE_PROSE).match(text, end, limit)
        if plain or _is_name(text, match)
        else None
    )


def _number_apart(text: str, begin: int, match: re.Match[str], limit: int) -> re.Match[str] | None:
    """The number of a footnote that white space parts from the stop: `for want of proof. 2 He also said`, `it binds. fn. 3 The jury`."""
    end = match.end()
    if text.startswith(" fn", end):
        return _CALLED_NOTE.match(text, end, limit)
    found = _LOWERED_APART.match(text, end, limit)
    noted = found and (_may_be_noted(text, match) or _is_name(text, match))
    return found if noted and not _VERSE.match(text, begin, limit) else None


def _may_be_noted(text: str, match: re.Match[str]) -> bool:
    """Whether a stop ends a whole word, a quotation or a citation, behind which the number of a footnote may stand."""
    stop, end = match.start("stop"), match.end()
    if end > stop + 1:
        return text[end - 1] in '"”’)]'
    before = text[max(0, stop - _LONGEST_PIN_CITE) : stop]
    word = before.rsplit(None, 1)[-1:]
    whole = word and len(word[0]) >= _SHORTEST_WORD and word[0].islower() and not word[0][-1].isdigit()
    return bool(whole and word[0] not in ABBREVIATIONS) or _CITED.search(before) is not None


def _is_name(text: str, match: re.Match[str]) -> bool:
    """Whether a name stands before a stop, `Officer Hale.1 He confessed`, which may be a part of it, `ASN.1`, or a short word: `it.2 When`."""
    stop = match.start("stop")
    before = text[max(0, stop - _LONGEST_PIN_CITE) : stop].rsplit(None, 1)[-1:]
    word = before[0] if before else ""
    if len(word) < _SHORTEST_WORD:
        return word in _SHORT_WORDS
    return word.istitle() and word.isalpha() and word.casefold() not in _KNOWN


def _is_subject(text: str, end: int, right: int, limit: int) -> bool:
    """Whether the marker behind a stop is a word of the next sentence."""
    if right > end and _SUBJECT.match(text, right, limit):
        return True
    return _WIDE_SUBJECT.match(text, right, limit) is not None


def _closes_late(text: str, begin: int, stop: int, quote: int) -> bool:
    """Whether a quotation mark with white space on both sides closes what was opened: `injury. " Brief`."""
    if text[quote] == "”":
        return True
    return text.count('"', max(begin, stop - _NEAR), quote) % 2 == 1 and text[quote + 2 : quote + 3] != "."


def _skip_space(text: str, start: int, end: int) -> int:
    while start < end and text[start].isspace():
        start += 1
    return start


def _word_before(text: str, begin: int, stop: int) -> str:
    words = text[max(begin, stop - 40) : stop].rsplit(MARK, 1)[-1]
    if not words or words[-1].isspace():
        return ""
    word = words.rsplit(None, 1)[-1].lstrip(_LEFT_EDGE)
    if word[-1:].isascii() and word[:1] > LAST_NARROW:  # `著名的Dr. Lund`
        behind = _BEHIND_WIDE.search(word)
        if behind and behind.group().casefold() in ABBREVIATIONS:
            return behind.group()
    if len(word) < _SHORTEST_WORD or word.isalpha():
        return word
    if word.casefold() in _KNOWN:
        return word
    elided = _ELIDED.match(word)
    if elided and word[elided.end() :].casefold() in _KNOWN:
        return word[elided.end() :]
    return _COMPOUND.sub("", word)
