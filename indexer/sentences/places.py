"""The rules on abbreviations of times, places and companies: whether one ends a sentence, judged by the words around it."""

from __future__ import annotations

from indexer.dates import YEAR
from indexer.inline import MARK, MARKUP
from indexer.patterns import pattern
from indexer.sentences.abbreviations import ABBREVIATIONS, CALENDAR, DEGREES, FIRMS, STATES
from indexer.sentences.candidate import Candidate
from indexer.sentences.starters import CONNECTIVES, STARTERS
from indexer.sentences.verdicts import CUT, JOIN
from indexer.sentences.words import is_initials, may_end

_LONGEST_PHRASE = 40
_NEAR = 40  # characters
_BEFORE_WORDS = ' \n"“(' + MARKUP
_SHORTEST_PHRASE = 2  # words
_OF_TIME = frozenset("By Around About Until Before After From Since Shortly Just".split())
_OF_PLACE = frozenset("At In On Near Across Throughout Outside".split())
# `В 1998 г.`, `W XIX w.`, `В 44 г. до н. э.`, `По состоянию на 1 января 2025 г.`
_OF_YEARS = frozenset(
    "В в Во К С До После Около На По От У З Із За Из Уже Лише Станом Протягом Впродовж Упродовж Наприкінці W w We Od Do Po Około V Ve Za Na Dnia Pod"
    " Przed".split()
)
_YEARS = pattern(
    r"\d{1,4}(?:[–-]\d{1,4})?|[IVXLCХІ]{1,6}|до|по|на|od|do|(?:г|гг|в|вв|н|э|е|р|рр|ст|w|r|l)\.?|r\."
    # months, parts of years and what is said of them, in the cases that stand behind prepositions
    r"|(?:январ|феврал|март|апрел|июн|июл|август|сентябр|октябр|ноябр|декабр|квартал|полугоди|месяц|конц|начал|середин|перв|втор|трет|четв[её]рт"
    r"|последн|состояни|итог|результат|период|январь–)[а-яё]{0,7}|ма[йяею]|конец|кв\.|полуг\."
    r"|(?:січ|лют|берез|квіт|трав|черв|лип|серп|верес|жовт|листопад|груд|кінц|почат|середин|перш|друг|чверт|півріч|підсумк)[а-яіїє]{0,8}|кінець|стан"
    r"|(?:stycz|lut|mar[ceć]|kwie|maj|czerw|lip|sierp|wrze|październik|listopad|grud|ko[nń]|począt|połow|kwarta|półrocz|pierwsz|drug|trzeci|czwart"
    r"|dzień|dniu)[a-ząęłńóśź]{0,8}"
)
_OF_A_YEAR = frozenset("г гг в вв н э е р рр ст w r l".split())
_DAY = pattern(r"[0-3]?\d")
_LONGEST_DATE = 100  # with who says so before it
_FEWEST = 4  # words of a date: `1 марта 2024 г`
# What tells who says so has no verb: the sentence goes on behind a date that follows.
_SAYS_WHO = pattern(
    r"(?:По (?:данным|оценк[еа]м?|информации|словам|подсч[её]там)|Согласно|За (?:даними|оцінк[ао][юм]и?|словами|інформацією)|Згідно|Według|Zgodnie|Jak podaje)"
    r"\s(?:[^,.;:\n]|\.(?=\w)){1,60},\s(?=[вуwW]\s)"
)
_WITHIN = frozenset(
    "at by before after about around on from to until the early late mid approximately roughly exactly precisely nearly almost".split()
)
_NAME = pattern(r"[A-Z][a-z]{1,20},?")
_HOUR_OR_DAY = pattern(r"\d[\d:.,–-]*(?:st|nd|rd|th)?,?|[ap]\.m\.")
_TOWN = pattern(r"[a-z],\s+[A-Z][A-Za-z.]{1,5}\Z")
_ADDRESS = pattern(
    rf"(?<![\d.,])(?!{YEAR}\b)\d{{1,5}}\s+(?:[NSEW]\.\s+)?(?:[A-Z][a-z]+\s+|\d{{1,3}}(?:st|nd|rd|th)\s+){{1,2}}(?:St|Ave|Rd|Blvd|Sq|Hwy)\Z"
)
_IN_PROSE = pattern(r"[A-Z][a-z]+\s+[a-z]")
_MANY_IN_PROSE = pattern(r"[A-Z][a-z]{2,}[^\Wius]s\s+[a-z]")
# Not `Vane Inc. Foundation has`, `Vane Corp. Chairman was`.
_NAME_AND_VERB = pattern(
    r"(?!(?:Foundation|Fund|Trust|Board|Group|Division|Unit|Center|Credit|Capital|Research|International|Europe|America|Asia|Chairman|Chief|Director|President|Vice|Executive|Spokes\w+)\b)"
    r"[A-Z][A-Za-z]{2,20}\s+(?:is|was|are|were|has|had|said|says|will|would|did|does)\b"
)
_ADVANCED = frozenset(("Jr", "Ph.D"))
_PLACES_AND_COMPANIES = (
    FIRMS | {"st", "ave", "rd", "blvd", "sq", "hwy"} | {each.casefold() for each in STATES | _ADVANCED}
)
_BEFORE_SUBJECTS = (
    FIRMS | DEGREES | frozenset("u.s u.k u.n e.u u.s.a u.s.s.r d.c l.a n.y n.j p.r jr ave blvd rd sq hwy".split())
)
_SUBJECT = pattern(r"([A-Z][a-z]{2,20})(?:['’]s)?\s[a-z]")
_OF_A_STATE = frozenset("Congress Army Navy Marines Government Senate House Court Department Treasury".split())
_FIRST_NAMES = pattern(r"(?<![\w.])(?:[A-Z][a-z'’-]{1,20}\s|[A-Z]\.\s){1,3}\Z")
_MENTIONED = 1000  # characters within which it began another sentence
_LOOKS = 8  # at the last places where it stands
_WORD_BEFORE = 30  # characters of the last word and what stands behind it
_BETWEEN = ' \n"“”' + MARK + MARKUP


def goes_on_in_capitals(c: Candidate) -> bool | None:
    """`ACME, INC. AND SUBSIDIARIES`: a connective in capitals throughout begins no sentence behind an abbreviation."""
    if (
        c.sign != "."
        or c.marked
        or c.next_word not in CONNECTIVES
        or c.text.startswith("&", c.next_start + len(c.next_word))
    ):
        return None
    return JOIN if is_initials(c.left) or may_end(c.left) else None


def opening_phrase(c: Candidate) -> bool | None:
    """`At 4 p.m. Smith left`, `In the U.S. The Times is read`: a preposition with its time or place is no sentence."""
    if c.stop.start - c.begin > _LONGEST_PHRASE or c.sign != "." or c.marked or c.end > c.stop.end:
        return None
    if not (len(c.left) <= _SHORTEST_PHRASE or c.folded in CALENDAR or is_initials(c.left) or may_end(c.left)):
        return None
    words = c.text[c.begin : c.stop.start].lstrip(_BEFORE_WORDS).split()
    if len(words) < _SHORTEST_PHRASE or not c.next_word[:1].isupper():
        return None
    if words[0] not in _OF_TIME | _OF_PLACE:
        return None
    return JOIN if all(_is_part(word, named=words[0] in _OF_PLACE) for word in words[1:-1]) else None


def opening_date(c: Candidate) -> bool | None:
    """`В марте 2024 г. Банк`, `По данным Росстата, в 2024 г. Китай`: a date with its preposition is no sentence."""
    if c.left not in _OF_A_YEAR or c.sign != "." or c.marked or c.stop.start - c.begin > _LONGEST_DATE:
        return None
    if c.end > c.stop.end or not c.next_word[:1].isupper():
        return None
    says = _SAYS_WHO.match(c.text, c.begin, c.stop.start)
    words = c.text[says.end() if says else c.begin : c.stop.start].lstrip(_BEFORE_WORDS).split()
    if len(words) < _SHORTEST_PHRASE or not all(map(_YEARS.fullmatch, words[1:])):
        return None
    day = len(words) >= _FEWEST and words[1].isalpha() and _DAY.fullmatch(words[0])
    return JOIN if says or day or words[0] in _OF_YEARS else None


def _is_part(word: str, *, named: bool) -> bool:
    """Whether a word may stand in a phrase of time, or of place."""
    plain = word.rstrip(".,").casefold()
    if word in _WITHIN or plain in CALENDAR or _HOUR_OR_DAY.fullmatch(word):
        return True
    return named and _NAME.fullmatch(word) is not None


def place_or_company(c: Candidate) -> bool | None:
    """`in Athens, Ga. Musicians love it`, `at 350 Fifth Ave. Tourists love it`, `sold Acme Inc. Shareholders objected`.

    In a sentence that goes on a comma stands behind such a state. A capitalised word before one in lower case is no name.
    """
    if c.folded not in _PLACES_AND_COMPANIES or c.sign != "." or c.marked:
        return None
    if not _IN_PROSE.match(c.text, c.right, c.limit):
        return None
    start = max(c.begin, c.stop.start - _NEAR)
    if c.left in STATES and _TOWN.search(c.text, start, c.stop.start):
        return CUT
    if (c.folded in FIRMS or c.left in _ADVANCED) and _MANY_IN_PROSE.match(c.text, c.right, c.limit):
        return CUT
    if c.folded in FIRMS and _NAME_AND_VERB.match(c.text, c.right, c.limit):
        return CUT
    return CUT if _ADDRESS.search(c.text, start, c.stop.start) else None


def named_before(c: Candidate) -> bool | None:
    """`Hale was born in Ohio. He moved to the U.S. Hale has two sons`: a name that began another sentence begins this one."""
    if c.sign != "." or c.marked or c.folded not in _BEFORE_SUBJECTS:
        return None
    subject = _SUBJECT.match(c.text, c.right, c.limit)
    if subject is None or subject[1] in _OF_A_STATE:
        return None
    at, first = c.stop.start, max(0, c.stop.start - _MENTIONED)
    for _ in range(_LOOKS):
        at = c.text.rfind(subject[1], first, at)
        if at < 0:
            return None
        if _opens_a_sentence(c.text, at):
            return CUT
    return None


def _opens_a_sentence(text: str, at: int) -> bool:
    """Whether a word, or the first names before it, stand at the beginning of a text, a paragraph or a sentence, and that behind a whole word."""
    first_names = _FIRST_NAMES.search(text, max(0, at - _WORD_BEFORE), at)
    if first_names and STARTERS.isdisjoint(first_names[0].casefold().split()):
        at = first_names.start()
    before = text[max(0, at - _WORD_BEFORE) : at]
    end = before.rstrip(_BETWEEN)
    if not end:
        return at < _WORD_BEFORE
    if "\n\n" in before[len(end) :]:
        return True
    word = end[:-1].rsplit(None, 1)[-1:]
    return len(end) < len(before) and end[-1] in ".!?" and word != [] and _ends_sentences(word[0])


def _ends_sentences(word: str) -> bool:
    """Whether a word before a stop is no abbreviation."""
    return len(word) > 2 and "." not in word and word.casefold() not in ABBREVIATIONS
