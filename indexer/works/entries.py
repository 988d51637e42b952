"""Authors and year of an entry in a list of references, in the orders of APA, Harvard, Chicago, MLA, Vancouver and GB/T 7714."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import takewhile

from indexer.dates import YEAR
from indexer.late import dataclass
from indexer.patterns import pattern
from indexer.scripts import HAN
from indexer.works.names import (
    DATE,
    FORM_OF_FIRM,
    LINKS,
    PARTICLE,
    PARTICLES,
    UPPER,
    Work,
    acronym,
    is_name_word,
    is_organisation,
    is_wide,
    is_wide_word,
    read_year,
)
from indexer.works.order import with_first_surnames
from indexer.works.uncased import is_uncased, read_uncased
from indexer.works.visits import without_visits
from indexer.works.words import CONNECTORS, FIRST_SURNAMES, find_more

_SERIES = frozenset("rfc bcp std fyi pep din en fips iso iec ieee no nr version release vol".split())  # `RFC 1903`
_LONGEST = 900  # characters of an entry that are examined
_LONGEST_AUTHORS = 600
_LONGEST_NAME = 14  # words
_LONGEST_ABBREVIATION = 5  # `Inc.`, `Dept.`
_LEAD = pattern(r"[\s*•·]*(?:[-–—]\s+)?[*_\"“]*")
_REPEATED = pattern(r"\s*(?:[-‐‑–—―_]{2,}|[—―])\s*[.,:]?\s*(?=[(\d.,]|n\.d)")
_MARKUP = pattern(r"\*{1,3}|(?<!\w)_{1,2}(?=\w)|(?<=[\w.])_{1,2}(?!\w)|</?[a-z]{1,6}>")
_ROLE = pattern(
    r"[,，]?\s*(?:[(（\[]\s*(?:[Ee]ds?|[Ee]ditors?|[Hh]rsg|[Hh]g|[Tt]rans|[Cc]oords?|[Oo]rgs?|编|主编)\.?\s*[)）\]]|\b(?:eds?\.|editors?|[Hh]rsg\.)(?=\W|\Z)|主编)"
)
_BEFORE_DATE = pattern(rf"(?P<open>[(（\[]\s*(?:(?:c|ca|circa)\.?\s)?)?(?P<date>{DATE})")
_ABBREVIATION = pattern(r"\s*[(\[](?P<short>[^\W\d_][\w.&-]{1,11})[)\]]")
_PIECES = pattern(
    rf"\s*(?P<sign>[,;，；、&]|(?<=\s)[^\W\d_{UPPER}]{{1,7}}\.?(?=\s)|$)\s*"
)  # words that join names are looked up
_INITIALS = pattern(
    rf"(?:[{UPPER}](?:[a-zжюя]{{0,2}}\.)?[\s-]{{0,2}}){{1,4}}(?:(?P<particles>(?:\s?(?<!\w){PARTICLE})+))?\.?"
)
_VANCOUVER = pattern(
    rf"(?P<surname>\S[^.]*?)\s(?P<initials>(?:[{UPPER}]\.?-?){{1,4}}|(?:[{UPPER}]\.\s?){{1,3}}[{UPPER}]\.?)"
)
_INITIALS_FIRST = pattern(rf"(?P<initials>(?:[{UPPER}][a-z]?\.[\s-]?)+)\s?(?P<surname>\S.+)")
_SLASH = pattern(rf"(?<=[^\W\d_{UPPER}]|\.)\s?/\s?(?=[{UPPER}][^\W\d_{UPPER}])")  # `Doe, K./Roe, P.`
_ELLIPSIS = pattern(r"[,\s]*(?:\.\s?\.\s?\.|…)[,\s]*")
_FIRM = pattern(rf"(?P<name>[^\W\d_][^,;&()\[\]\"“”]{{0,60}}),\s(?P<form>{FORM_OF_FIRM})")
_SUFFIX = pattern(r"(?:Jr|Sr|II|III|IV|PhD|Ph\.D|MD)\.?")
# A stop is none where initials go on before another author: `LIMA, C. A.; SOUZA, B. Ler`.
_ENDS_OF_AUTHORS = pattern(
    rf"\.?[,:]?\s+(?=[\"“„«‘'『「《])|[.．](?!(?:\s?[{UPPER}]\.){{1,3}}\s?[,;&])\s*(?=\s\W?[^\W_a-z]|[{HAN}])|[:：]\s|[『「《]"
)
_INNER_STOP = pattern(
    rf"(?:[^\W\d_A-Z]{{3}}|[A-Z]{{2}})\.\s+[^\W\d_a-z]"
    rf"|,\s(?:[{UPPER}]\.\s?)+(?!Jr|Sr|St\.)[{UPPER}][^\W\d_]{{1,20}}\.\s+[{UPPER}]"  # a title after initials: `NUNES, A. Ler. Rio`
)
_PLACE_COLON = pattern(rf"[^\W\d_]:\s[{UPPER}]")
_PUBLISHED = pattern(rf"(?<![\d:\-–/.]){YEAR}[a-z]?(?=[\s;,.:)\]，；：。）年]|\Z)(?!\s?[-–]\s?\d)")


@dataclass(frozen=True, slots=True)
class _Authors:
    """The authors that an entry names. `sure`: they have the form of persons or an organisation, which no title has."""

    surnames: tuple[str, ...]
    more: bool = False
    initial: str = ""
    aliases: tuple[str, ...] = ()
    sure: bool = True


@dataclass(frozen=True, slots=True)
class _Piece:
    """The words between two separators; `sign` is the separator before them."""

    words: tuple[str, ...]
    sign: str

    @property
    def text(self) -> str:
        return " ".join(self.words)


def read_works(entries: Iterable[str]) -> list[Work | None]:
    """The authors and year of each entry of a list, in order; a dash in place of authors repeats those of the entry before it."""
    works: list[Work | None] = []
    before: Work | None = None
    for words in entries:
        works.append(work := read_work(words, before))
        before = work or before
    return with_first_surnames(works)


def repeats_authors(words: str) -> bool:
    """Whether an entry has a dash in place of its authors, who are those of the entry before it."""
    return _REPEATED.match(words) is not None


def read_work(words: str, before: Work | None = None) -> Work | None:
    """The authors and year of an entry without its label; None if either is not found."""
    if (dash := _REPEATED.match(words)) is not None:
        date = _BEFORE_DATE.search(words, dash.end(), dash.end() + 60)
        year = read_year(date["date"]) if date else None
        return replace(before, year=year[0], letter=year[1]) if before and year else None
    return _read(words[:_LONGEST])


@lru_cache(maxsize=4096)
def _read(words: str) -> Work | None:
    """The same for an entry that names its authors. Remembered: a list is read to name its entries, and again to find them by name."""
    plain = _MARKUP.sub("", words)
    plain = plain[_LEAD.match(plain).end() :]  # type: ignore[union-attr]  # every part of it may be missing
    if is_uncased(plain):
        return read_uncased(plain)
    return _early_year(plain) or _late_year(plain)


def _early_year(text: str) -> Work | None:
    """`Smith, J. (2020). Title`, `Smith, John. 2020. "Title"`: everything before the year is authors."""
    for tried, date in enumerate(_BEFORE_DATE.finditer(text, 0, _LONGEST_AUTHORS)):
        if tried > 2:
            return None
        after = text[date.end() : date.end() + 1]
        if text[date.start() - 1 : date.start()].isalnum() and not is_wide(text[date.start() - 1]):
            continue
        if after.isalnum() or (not date["open"] and after not in (".", ",", ":", ";", "。", "，", "")):
            continue
        if not date["open"] and _SERIES.intersection(text[: date.start()].casefold().replace(".", " ").split()[-1:]):
            continue
        before = text[: date.start()].rstrip(" .,;")
        if not date["open"] and (_INNER_STOP.search(before) or _PLACE_COLON.search(before)):
            return None  # a title that ends in a year: `WHO. Malaria 2024.`, or a publisher: `Paris: Seuil, 2024`
        authors = read_authors(text[: date.start()])
        year = read_year(date["date"])
        if authors is not None and year is not None:
            return Work(authors.surnames, *year, authors.more, authors.initial, authors.aliases)
    return None


def _late_year(text: str) -> Work | None:
    """`Smith J, Doe A. Title. Journal. 2020;`: the authors end before the title, and the year is near the end."""
    for tried, end in enumerate(_ENDS_OF_AUTHORS.finditer(text, 0, _LONGEST_AUTHORS)):
        if tried > 12:
            return None
        authors = read_authors(text[: end.start()])
        if authors is None or not authors.sure:
            continue
        years = _PUBLISHED.findall(without_visits(text[end.end() :]))
        year = read_year(years[-1]) if years else None
        return Work(authors.surnames, *year, authors.more, authors.initial, authors.aliases) if year else None
    return None


def read_authors(text: str) -> _Authors | None:
    """The authors that a text consists of, at least one; None if it contains anything else."""
    if "/" in text and ("," in text or " " not in text):
        text = _SLASH.sub("; ", text)
    text = _ELLIPSIS.sub(", ", _ROLE.sub("", text)).strip(" \t\n.,;:，。；：(（[")
    further = find_more(f"{text}.", 0, len(text) + 1)
    more = further <= len(text)
    if more:
        text = text[:further].rstrip(" \t\n,，")
    if (firm := _FIRM.fullmatch(text)) is not None and not more:
        return _Authors((firm["name"],), aliases=(f"{firm['name']} {firm['form']}",))
    aliases: tuple[str, ...] = ()
    if (short := _ABBREVIATION.search(text)) is not None:
        aliases = (short["short"],)
        text = text[: short.start()] + text[short.end() :]
    if not text or len(text) > _LONGEST_AUTHORS or any(sign in text for sign in '"“”«»?!|@()[]<>/《》'):
        return None
    found = _wide_authors(text) if is_wide(text) else _authors(text, more=more)
    if found is None or not found.surnames:  # `Jr., III` or `和` alone
        return None
    return replace(found, more=more, aliases=(*aliases, *found.aliases))


def _wide_authors(text: str) -> _Authors | None:
    """`张三, 李四`, `김철수, 이영희`."""
    names = [name for name in re.split(r"\s*[,，、;；和与及·・&]\s*|\s+", text) if name]
    if len(names) > 30 or not all(is_wide_word(name) and len(name) <= 20 for name in names):
        return None
    return _Authors(tuple(names), sure=all(len(name) <= 8 for name in names))


def _authors(text: str, *, more: bool) -> _Authors | None:
    words = text.split()
    if is_organisation(words) and not re.search(r"[,;&]|\b\w\.\s", text):
        return _organisation(words) if _is_name(words, LINKS | PARTICLES) else None
    if ";" in text:
        return _inverted_pairs(text)
    pieces = list(_split(text))
    if not pieces or len(pieces) > 80:
        return None
    if is_organisation(pieces[0].words) and not _has_initials(pieces, 0):
        return _organisations(pieces)
    return _persons(pieces, more=more)


def _split(text: str) -> Iterator[_Piece]:
    position, before = 0, ""
    written = "," in text or "." in text  # in `What a Town` the word joins no authors
    for match in _PIECES.finditer(text):
        sign = match["sign"].strip()
        if sign[:1].isalpha() and (sign not in CONNECTORS or not (written or sign != "a")):
            continue
        if words := text[position : match.start()].split():
            yield _Piece(tuple(words), before)
            before = sign
        else:
            before = sign or before
        position = match.end()


def _is_name(words: Iterable[str], small: frozenset[str] = PARTICLES) -> bool:
    words = tuple(words)
    if not 0 < len(words) <= _LONGEST_NAME or any(sign.isdigit() for word in words for sign in word):
        return False
    if any(word.endswith(".") and len(word) > _LONGEST_ABBREVIATION for word in words[:-1]):
        return False  # a sentence ends there
    named = [is_name_word(word) for word in words]
    return any(named) and all(
        good or word.casefold() in small or word in ("&", "-") for word, good in zip(words, named, strict=True)
    )


def _organisation(words: Iterable[str]) -> _Authors:
    words = tuple(words)
    plain = words[1:] if words[0].casefold() == "the" and len(words) > 1 else words
    short = acronym(plain)
    return _Authors((" ".join(plain).strip(".,"),), aliases=(short,) if short else ())


def _organisations(pieces: list[_Piece]) -> _Authors | None:
    """`World Bank & UNESCO`, `Ministry of Finance, Norway`: what follows a comma belongs to the first one."""
    found: list[_Authors] = []
    for piece in pieces:
        if not _is_name(piece.words, LINKS | PARTICLES):
            return None
        if piece.sign == "," and not is_organisation(piece.words):
            continue
        if piece.sign in ("", ",", "&", "and", "und"):
            found.append(_organisation(piece.words))
    if any(piece.sign not in (",", "&", "") for piece in pieces):  # `Ministry of Trade and Industry`
        whole = " ".join(f"{'' if piece.sign == ',' else piece.sign} {piece.text}".strip() for piece in pieces)
        if not any(piece.sign in (",", "&") for piece in pieces):
            return _organisation(whole.split())
    return replace(found[0], surnames=tuple(name for each in found for name in each.surnames))


def _inverted_pairs(text: str) -> _Authors | None:
    """`Smith, J.; Doe, A.`."""
    names = []
    initial = ""
    for part in text.split(";"):
        surname, comma, given = part.strip().removeprefix("& ").removeprefix("and ").partition(",")
        if not surname:
            continue
        match = None if comma else _VANCOUVER.fullmatch(surname) or _INITIALS_FIRST.fullmatch(surname)
        surname, given = (match["surname"], match["initials"]) if match else (surname, given)
        if not _is_name(surname.split()):
            return None
        names.append(surname.strip())
        initial = initial or given.strip()[:1]
    return _Authors(tuple(names), initial=initial) if names else None


def _persons(pieces: list[_Piece], *, more: bool) -> _Authors | None:
    """The surnames in pieces with surname, given name and initials in any order; `more`: other authors follow."""
    pieces = _before_title(pieces)
    names: list[str] = []
    initial = ""
    sure = len(pieces) > 1
    open_to_initials = False
    at = 0
    while at < len(pieces):
        piece = pieces[at]
        at += 1
        if _SUFFIX.fullmatch(piece.text):
            continue
        if is_initials(piece.text):
            if open_to_initials and piece.sign == ",":
                open_to_initials = False
                initial = initial or piece.text[0]
                continue
            if not _has_initials(pieces, at - 1):
                return None
        name, given, open_to_initials = _person(piece)
        if not _is_name(name.split()):
            return None
        following = pieces[at] if at < len(pieces) else None
        if open_to_initials and following is not None and _gives(piece, following, first=not names):
            given, open_to_initials = following.text, False
            at += 1
        elif open_to_initials and (following is None or not is_initials(following.text)):
            name = _last_name(piece.words)
            given = piece.text
        sure = sure or given != piece.text or given == ""
        names.append(name)
        initial = initial or given[:1]
    sure = sure and (more or len(names) > 1 or initial != "")  # not `Smith, II`
    return _Authors(tuple(names), initial=initial, aliases=_whole(pieces), sure=sure)


def _before_title(pieces: list[_Piece]) -> list[_Piece]:
    """The pieces without title, publisher and place, separated by commas as is usual in Italy: `Neri A., Libri, Laterza, Roma`."""
    authors = sum(1 for _ in takewhile(lambda piece: _VANCOUVER.fullmatch(piece.text), pieces))
    rest = pieces[authors:]
    bare = all(piece.sign == "," and not (_is_of_person(piece.text) or is_organisation(piece.words)) for piece in rest)
    return pieces[:authors] if len(rest) > 1 and bare else pieces


def _is_of_person(text: str) -> bool:
    """Whether the form of a piece shows that it is a part of the list of authors."""
    return is_initials(text) or any(form.fullmatch(text) for form in (_VANCOUVER, _INITIALS_FIRST, _SUFFIX))


def _has_initials(pieces: Sequence[_Piece], at: int) -> bool:
    """Whether a piece is a surname followed by initials, `LIMA, C.`, not itself initials or an organisation."""
    following = pieces[at + 1 : at + 2]
    return bool(following) and following[0].sign == "," and is_initials(following[0].text)


def _person(piece: _Piece) -> tuple[str, str, bool]:
    """The surname, the given names, and whether given names may follow after a comma."""
    if match := _VANCOUVER.fullmatch(piece.text):
        return match["surname"], match["initials"], False
    if match := _INITIALS_FIRST.fullmatch(piece.text):
        return match["surname"], match["initials"], False
    return piece.text, "", True


def _gives(piece: _Piece, following: _Piece, *, first: bool) -> bool:
    """Whether the words after a comma are the given names of the surname before it: `Smith, John`."""
    if following.sign != "," or is_initials(following.text) or _SUFFIX.fullmatch(following.text):
        return False
    if not _is_name(following.words) or len(following.words) > 3 or _VANCOUVER.fullmatch(following.text):
        return False
    own = [word for word in piece.words if word.casefold() not in PARTICLES]
    given = [word for word in following.words if not is_initials(word)]
    if first:
        return len(own) == 1 or len(given) == 1
    return len(own) == 1


def is_initials(text: str) -> bool:
    """Whether a text consists of initials, possibly with particles after them: `J.`, `J.-P.`, `JR`, `J. van der`."""
    match = _INITIALS.fullmatch(text)
    if match is None:
        return False
    return all(
        part[:1].isupper()
        for part in re.split(r"[\s.-]+", text[: match.start("particles")] if match["particles"] else text)
        if part
    )


def _last_name(words: tuple[str, ...]) -> str:
    """The surname in a name without a comma, with its particles: `Ann van der Berg`; or the word in capitals: `DUPONT Jean`."""
    capitals = sum(1 for _ in takewhile(lambda word: len(word) > 1 and word.isupper(), words))
    if 0 < capitals < len(words) and not any(word.isupper() for word in words[capitals:]):
        return " ".join(words[:capitals])
    if words[0] in FIRST_SURNAMES:
        return words[0]
    at = len(words) - 1
    while at > 1 and words[at - 1].casefold() in PARTICLES and words[at - 1].islower():
        at -= 1
    return " ".join(words[at:])


def _whole(pieces: list[_Piece]) -> tuple[str, ...]:
    """One name of several words may also be that of an organisation."""
    return (pieces[0].text,) if len(pieces) == 1 and len(pieces[0].words) > 1 else ()
