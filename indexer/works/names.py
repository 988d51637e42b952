"""Names and years as texts write them in many languages, and the forms in which they are compared."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from indexer.dates import YEAR
from indexer.late import dataclass
from indexer.patterns import pattern
from indexer.scripts import CJK
from indexer.works.words import CONNECTORS

#: Words in lower case that a surname may begin with: `van der Berg`, `de la Cruz`.
PARTICLES = frozenset(
    "von van vander der den de la le les du del della dello dell' di da dos das do ten ter te zu zum zur al el bin ibn bint af av 't d' op".split()
)
#: One of them, for patterns.
PARTICLE = f"(?:{'|'.join(sorted(PARTICLES))})(?!\\w)"
#: Words in lower case inside the name of an organisation.
LINKS = frozenset("of for and the on in at to de la des du del für der des und et y e i w".split())
_ORGANISATIONS = frozenset(
    """
    academy administration agency alliance association assembly authority bank board bureau center centre college coalition commission committee
    company confederation conference consortium corporation council court department directorate federation forum foundation fund
    government group inc inc. initiative institute institution international laboratory league library ltd ltd. ministry mission museum nations
    network office organisation organization panel parliament partnership party platform press programme program project
    research secretariat senate service services society statistics survey team times trust union university
    amt anstalt bundesamt bundesministerium gesellschaft institut kommission ministerium stiftung universität verband verein
    agence association comité commission conseil institut ministère organisation société université
    agencia asociación banco comisión consejo instituto ministerio organización sociedad universidad
    """.split()
)
#: What firms are called behind their names, as they write it: `npm, Inc.`.
FORMS_OF_FIRMS = "Inc Ltd LLC LLP Corp Co GmbH PLC Pty".split()
#: One of them behind a comma, for patterns; `Co` may be a surname there.
FORM_OF_FIRM = f"(?:{'|'.join(form for form in FORMS_OF_FIRMS if form != 'Co')})"
_OF = frozenset("of for the für".split())
_LONGEST_PERSON = 3  # words with a capital
UNDATED = r"n\.\s?d\.|s\.\s?[df]\.|o\.\s?[JD]\.|[Nn]o date|[Ii]n press|[Ii]m Druck|[Ee]n prensa|[Ss]ous presse|[Ff]orthcoming|[Ii]m Erscheinen|[Tt]o appear"
#: `2020`, `2020a`, `1867/1990`, `n.d.`, `in press`.
DATE = rf"(?:{YEAR}(?:\s?[/–-]\s?{YEAR})?(?:[a-z](?![a-z]))?|(?:{UNDATED})(?:-?[a-z](?![a-z]))?)"
_DATE = pattern(rf"(?P<year>{YEAR}(?:\s?[/–-]\s?{YEAR})?|{UNDATED})-?(?P<letter>[a-z])?")
_APOSTROPHES = str.maketrans("’‘ʼ`´‐‑–", "'''''---")
#: Capital letters, for classes in patterns.
UPPER = "A-Z" + "".join(filter(str.isupper, map(chr, range(0xC0, 0x2000))))
_WIDE = pattern(f"[{CJK}]")
_WIDE_WORD = pattern(f"[{CJK}]+")


@dataclass(frozen=True, slots=True)
class Work:
    """A work as named by its authors and year.

    `surnames` are the authors as far as they are written out, or an organisation; `more` means that others follow.
    `year` is `2020`, `1867/1990` or `n.d.`, `letter` distinguishes works of one year. `initial` is the first author's.
    `aliases` are other names of the first author: `WHO`.
    """

    surnames: tuple[str, ...]
    year: str
    letter: str = ""
    more: bool = False
    initial: str = ""
    aliases: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """The form in which a text names the work: `Smith & Doe 2019a`."""
        return author_year([*self.surnames, *("", "")[: self.more * 2]], self.year + self.letter)


def author_year(surnames: Sequence[str], year: str) -> str:
    """The label of a work in an author–year text: `Smith 2020`, `Smith & Doe 2020`, `Smith et al. 2020`.

    More than two surnames, written out or not, are `et al.`
    """
    if not surnames:
        return ""
    first, wide = surnames[0], is_wide(surnames[0])
    if len(surnames) == 1:
        names = first
    elif len(surnames) == 2:
        names = ("、" if wide else " & ").join(surnames)
    else:
        names = f"{first}等" if wide else f"{first} et al."
    return f"{names} {year}".strip()


def fold(name: str) -> str:
    """A name in a form in which all its spellings are equal: `Müller–Lüdenscheidt`, `MULLER-LUDENSCHEIDT`."""
    plain = name.translate(_APOSTROPHES).casefold()
    if not plain.isascii():
        plain = "".join(sign for sign in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(sign))
    return " ".join(plain.split()).strip(" .,")


def without_particles(folded: str) -> str:
    """A folded name without its leading particles: `berg` for `van der berg`."""
    words = folded.split()
    while len(words) > 1 and words[0] in PARTICLES:
        words.pop(0)
    return " ".join(words)


def is_wide(name: str) -> bool:
    """Whether a name is written in a script without spaces between surname and given name."""
    return _WIDE.match(name) is not None


def is_wide_word(name: str) -> bool:
    """Whether all of a name is in such a script."""
    return _WIDE_WORD.fullmatch(name) is not None


def is_name_word(word: str) -> bool:
    """Whether a word can be one of a surname or of an organisation's name: with a capital at its start or after a particle."""
    if is_wide(word):
        return True
    if word[:1].isupper():
        return True
    head, sign, rest = word.translate(_APOSTROPHES).partition("'")
    if sign and head in ("d", "l", "dell", "t", "") and rest[:1].isupper():
        return True
    head, sign, rest = word.partition("-")
    return bool(sign) and head in ("al", "el") and rest[:1].isupper()


def is_organisation(words: Sequence[str]) -> bool:
    """Whether words are the name of an organisation rather than of a person."""
    plain = [word.strip(".,;").casefold() for word in words]
    if len(words) == 1:
        return len(plain[0]) > 1 and words[0].isupper()
    if plain[0] == "the" or any(word in _ORGANISATIONS for word in plain) or _OF.intersection(plain[1:]):
        return True
    listed = any(word[-1] in ",;" for word in words) or CONNECTORS.intersection(
        word if len(word) == 1 else word.casefold()
        for word in words  # `A` opens a name
    )
    return not listed and sum(word[:1].isupper() for word in words) > _LONGEST_PERSON


def acronym(words: Sequence[str]) -> str:
    """`WHO` for `World Health Organization`; empty where it would have fewer than two letters."""
    letters = "".join(word[0] for word in words if word[:1].isupper() and word.casefold() != "the")
    return letters if len(letters) > 1 else ""


def read_year(text: str) -> tuple[str, str] | None:
    """Year and letter of what matches `DATE`: `("2020", "a")`."""
    match = _DATE.fullmatch(text)
    if match is None:
        return None
    year = "".join(match["year"].split()).replace("–", "/").replace("-", "/")
    return year if year[0].isdigit() else _written(match["year"]), match["letter"] or ""


def _written(words: str) -> str:
    """One spelling for all expressions for a work without a year, or not published yet."""
    folded = words.casefold()
    if "press" in folded or "prensa" in folded or "druck" in folded:
        return "in press"
    return "forthcoming" if folded[0] in "fit" else "n.d."
