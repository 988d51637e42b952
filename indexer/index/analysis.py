"""From text to terms: the one analysis of statements, headings and queries. Pure and linear.

What is a term
    A run of letters, a run of digits, or a symbol that people search for, whatever its length; there are no stop
    words. So `5nm` and `5 nm`, `GPT4` and `GPT-4`, `AT&T` and `AT & T`, `AI-based` and `AI based` are the same terms.
    Case, accents, ligatures and width are folded (`café` is `cafe`), English words are stemmed.
    Digits of all scripts are one, and so are letters that Arabic and Persian keyboards have apart.
    Numbers keep their point and lose the commas between thousands: `3.14`, `1,000` is `1000`.
    Letters joined by points lose them: `U.S.` is `us`. A possessive `'s` is dropped, a part of one or two letters
    before an apostrophe is a term (`l'économie`, `O'Brien`), other apostrophes are dropped (`don't` is `dont`).
    Symbols are terms of their own: `§ % ‰ °` and currency signs, and after a letter `++` and `#` (`C++`, `C#`).
Scripts without spaces: Chinese, Japanese, Korean, Thai, Lao, Khmer, Burmese
    A run of n characters yields n terms: each character with its successor, and the last one alone. So every
    character begins exactly one term, and any part of a run can be found as terms in sequence.
Words as written
    Prefixes, wildcards and fuzzy words are compared with the folded words before stemming, so that `nationali*` finds
    `nationalised` and not `nation`. Where letters and digits touch, the whole counts too: `gpt*` and `gpt4` for `GPT4`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

from indexer.index import stemming
from indexer.patterns import pattern

LONGEST = 100
"""Terms are cut to this many characters, in statements and in queries alike."""

APOSTROPHES = "'’‘ʼ＇"

# Combining marks belong to the word that they are in, but `\w` knows none of them: diacritics, Hebrew and Arabic
# points, the vowel signs of the scripts of India and south-east Asia; and characters that are not seen at all.
MARKS = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u0711\u0730-\u074a\u07a6-\u07b0\u0900-\u0903\u093a-\u094d"
    "\u0951-\u0957\u0962\u0963\u0981-\u0983\u09bc-\u09cd\u0a01-\u0a03\u0a3c-\u0a4d\u0a70\u0a71\u0a81-\u0a83"
    "\u0abc-\u0acd\u0b01-\u0b03\u0b3c-\u0b4d\u0b82\u0bbe-\u0bcd\u0c00-\u0c04\u0c3e-\u0c56\u0c81-\u0c83\u0cbc-\u0cd6"
    "\u0d00-\u0d03\u0d3b-\u0d4d\u0d82\u0d83\u0dca-\u0ddf\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc"
    "\u0ec8-\u0ecd\u0f71-\u0f84\u102b-\u103e\u1056-\u1059\u17b4-\u17d3\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff"
    "\ufe20-\ufe2f\u00ad\u200c\u200d\u2060\ufe00-\ufe0f"
)
# Of these, the ones that people leave out when they type, or cannot type.
DROPPED = pattern(
    "[\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u0730-\u074a\u00ad\u200c\u200d\u2060\ufe00-\ufe0f]+"
)
# Letters that no decomposition takes apart.
BARE = str.maketrans(
    {"ø": "o", "đ": "d", "ð": "d", "ł": "l", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"}
) | str.maketrans(
    # Letters of Arabic that are typed for one another, after Lucene's normalizers; the tatweel only stretches a word.
    "\u06a9\u06cc\u0649\u0629",
    "\u0643\u064a\u064a\u0647",
    "\u0640",
)

UNSPACED = (
    "\u0e01-\u0e3a\u0e40-\u0e4e\u0e81-\u0ebd\u0ec0-\u0ecd\u0edc-\u0edf\u1000-\u103f\u104c-\u108f\u109a-\u109f\u1780-\u17d3\u17d7\u17dc\u17dd"
    "\u1100-\u11ff\u3005-\u3007\u3021-\u3029\u3031-\u3035\u303b\u303c\u3041-\u3096\u3099\u309a\u309d-\u309f"
    "\u30a1-\u30fa\u30fc-\u30ff\u3105-\u312f\u3131-\u318e\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\ua960-\ua97c\uac00-\ud7a3\ud7b0-\ud7fb\uf900-\ufaff\uff66-\uff9f\uffa1-\uffdc\U00020000-\U0003ffff"
)
_LETTERS = rf"[^\W_{UNSPACED}]+(?:[{MARKS}]+[^\W_{UNSPACED}]*)*"
_RAW = pattern(
    rf"(?P<unspaced>[{UNSPACED}]+)"
    rf"|(?P<word>{_LETTERS}(?:[.,，{APOSTROPHES}]{_LETTERS})*)"
    r"|(?P<symbol>[§%‰°$€£¥₩₹₽¢％＄￡￥]|(?<=[^\W\d_])(?:\+\+|\#)(?!\w))"
)
# The same for texts in ASCII, which are most; it is compiled in a tenth of the time.
_RAW_ASCII = pattern(
    r"(?P<word>[A-Za-z0-9]+(?:[.,'][A-Za-z0-9]+)*)|(?P<symbol>[%$]|(?<=[A-Za-z])(?:\+\+|\#)(?![A-Za-z0-9_]))"
)
# One visible character of a run: composed, or spelt as jamo or with a separate voicing mark.
_CHARACTER = pattern("[\u1100-\u115f][\u1160-\u11a7][\u11a8-\u11ff]?|.[\u3099\u309a\uff9e\uff9f]?", re.DOTALL)
_IS_UNSPACED = pattern(f"[{UNSPACED}]")
# The parts of a folded word. All that is neither digit, point, comma nor apostrophe counts as a letter here.
_PART = pattern(
    r"(?P<number>\d{1,3}(?:[,']\d{3})+(?!\d)(?:\.\d+)*|\d+(?:\.\d+)*)"
    r"|(?P<initials>(?<![^\d.,'⁄])(?:ph|[^\d.,'⁄])(?:\.[^\d.,'⁄])+(?![^\d.,'⁄]))"
    r"|(?P<letters>[^\d.,'⁄]+(?:'[^\d.,'⁄]+)*)"
)
_RUN = pattern(r"[a-z]+|[0-9]+")
FLAT = str.maketrans(dict.fromkeys(APOSTROPHES, "'") | {"，": ","})
_ENGLISH = pattern(r"[a-z]{3,40}")


def _raws(text: str) -> Iterator[re.Match[str]]:
    return (_RAW_ASCII if text.isascii() else _RAW).finditer(text)


class Token(NamedTuple):
    """A term of a text: `position` counts terms from 0, `start` and `end` are offsets into the text."""

    term: str
    position: int
    start: int
    end: int


class WrittenWord(NamedTuple):
    """A word as written, folded and unstemmed, with its offsets."""

    word: str
    start: int
    end: int


class Element(NamedTuple):
    """One step of a phrase: the term at `offset` from its start is `term`, or begins with it if `open`."""

    offset: int
    term: str
    open: bool


class _Part(NamedTuple):
    """A folded piece of a raw word, with offsets into that word."""

    word: str
    start: int
    end: int


def tokens(text: str) -> list[Token]:
    """The terms of a text in order, each at its own position."""
    found: list[Token] = []
    for match in _raws(text):
        raw, base = match[0], match.start()
        if match.lastgroup == "word":
            for word, start, end in _parts(raw):
                found.append(Token(stem(word), len(found), base + start, base + end))
        elif match.lastgroup == "unspaced":
            characters = _characters(raw)
            for character, successor in zip(characters, [*characters[1:], None], strict=True):
                term, end = character.word, character.end
                if successor:
                    term, end = term + successor.word, successor.end
                found.append(Token(term, len(found), base + character.start, base + end))
        else:
            found.append(Token(_normal("NFKC", raw), len(found), base, match.end()))
    return found


def terms(text: str) -> list[str]:
    """The terms of a text in order: what `tokens` gives, without the offsets."""
    return [token.term for token in tokens(text)]


def written(text: str) -> list[WrittenWord]:
    """The words of a text as written, in order of their start, for prefixes, wildcards and fuzzy words."""
    found: list[WrittenWord] = []
    for match in _raws(text):
        if match.lastgroup == "word":
            base = match.start()
            found.extend(WrittenWord(word, base + start, base + end) for word, start, end in _wholes(match[0]))
    return found


class Analysed(NamedTuple):
    """What an index stores of a text.

    For each term in order the folded word whose `stem` it is, or, where it is no word's (a symbol, a piece of a run without spaces), the
    term itself and False; and the words as written that consist of several terms.
    """

    terms: list[tuple[str, bool]]
    wholes: Sequence[str]


def analysed(text: str) -> Analysed:
    """`tokens` and `written` of a text in one. Nothing is remembered: callers ask once for each text."""
    if text.isascii() and text.isalnum():
        words, joined = _of_raw_word(text)
        return Analysed([(word, True) for word in words], joined)
    found: list[tuple[str, bool]] = []
    wholes: list[str] = []
    for match in _raws(text):
        raw = match[0]
        if match.lastgroup == "word":
            words, joined = _of_raw_word(raw)
            found += [(word, True) for word in words]
            wholes += joined
        elif match.lastgroup == "unspaced":
            characters = [character.word for character in _characters(raw)]
            found += [(first + second, False) for first, second in zip(characters, [*characters[1:], ""], strict=True)]
        else:
            found.append((_normal("NFKC", raw), False))
    return Analysed(found, wholes)


def _of_raw_word(raw: str) -> tuple[list[str], Sequence[str]]:
    """The words of a raw word, and those as written that consist of several."""
    if raw.isascii() and raw.isalnum():
        # Most words that mix letters and digits have nothing else in them: what touches is then the whole.
        whole = raw.lower()
        if whole.isalpha() or whole.isdecimal():
            return [whole[:LONGEST]], ()
        words = _RUN.findall(whole)
        if len(whole) > LONGEST:
            words, whole = [word[:LONGEST] for word in words], whole[:LONGEST]
        return words, () if whole in words else (whole,)
    parts = _split(raw)
    words = [part.word[:LONGEST] for part in parts]
    if any(map(_joins, parts, parts[1:])):
        return words, [whole.word for whole in _join(parts) if whole.word not in words]
    return words, ()


def wholes(text: str) -> list[WrittenWord]:
    """The words of a text as written, where letters and digits touch only as a whole: what a pattern is made of."""
    found: list[WrittenWord] = []
    for match in _raws(text):
        if match.lastgroup == "word":
            base = match.start()
            for word, start, end in _wholes(match[0]):
                if not found or found[-1].end <= base + start:
                    found.append(WrittenWord(word, base + start, base + end))
    return found


def phrase(text: str) -> tuple[Element, ...]:
    """The terms of a query's word or phrase, as steps. Empty if the text has no word.

    What follows the last character of a run in a statement is not known, so that step is open; it is left out after
    the term of its predecessor, which already contains the character.
    """
    return _steps_cached(text) if len(text) <= LONGEST else _steps(text)


def has_words(text: str) -> bool:
    """Whether any term is in the text."""
    if text.isascii() and text.isalnum():
        return True
    return _RAW.search(text) is not None


def is_unspaced(text: str) -> bool:
    """Whether the text has a character of a script without spaces."""
    return not text.isascii() and _IS_UNSPACED.search(text) is not None


def fold(text: str) -> str:
    """The text without case, accents and compatibility forms; for words of scripts with spaces."""
    if text.isascii():
        return text.lower()
    return "".join(map(_fold_character, text)).translate(FLAT)


@lru_cache(maxsize=1 << 17)
def stem(word: str) -> str:
    """The stem of a folded word, cut to `LONGEST`. Only words of English letters are stemmed."""
    return stem_once(word)


def stem_once(word: str) -> str:
    """`stem` for callers that ask only once for each word: nothing is remembered."""
    return stemming.stem(word) if _ENGLISH.fullmatch(word) else word[:LONGEST]


def _normal(form: Literal["NFKC", "NFKD"], text: str) -> str:
    from unicodedata import normalize  # noqa: PLC0415  # most queries are in ASCII, and wait for the library otherwise

    return normalize(form, text)


@lru_cache(maxsize=1 << 12)
def _fold_character(character: str) -> str:
    folded = _normal("NFKD", _normal("NFKD", character).casefold())
    if folded.isdecimal():
        return str(int(folded))
    return DROPPED.sub("", folded).translate(BARE)


def _characters(run: str) -> list[_Part]:
    """The folded characters of a run. One may be written with several, and one may fold to several."""
    found: list[_Part] = []
    for match in _CHARACTER.finditer(run):
        folded = _normal("NFKC", match[0]).casefold()
        found.extend(_Part(character, match.start(), match.end()) for character in folded)
    return found


def _steps(text: str) -> tuple[Element, ...]:
    if text.isascii() and text.isalpha():
        return (Element(0, stem(text.lower()), open=False),)
    found = tokens(text)
    steps: list[Element] = []
    for term, position, _, end in found:
        is_last = len(term) == 1 and is_unspaced(term)
        if not (is_last and position and found[position - 1].end == end):
            steps.append(Element(position, term, open=is_last))
    return tuple(steps)


def _parts(raw: str) -> tuple[_Part, ...]:
    # A long word is seldom seen twice, and must not fill the memory.
    return _parts_cached(raw) if len(raw) <= LONGEST else _split(raw)


def _wholes(raw: str) -> tuple[_Part, ...]:
    return _wholes_cached(raw) if len(raw) <= LONGEST else _join(_split(raw))


def _split(raw: str) -> tuple[_Part, ...]:
    """The folded parts of a raw word: what becomes a term each, and a word as written."""
    if raw.isascii() and (raw.isalpha() or raw.isdigit()):
        return (_Part(raw.lower(), 0, len(raw)),)
    if raw.isascii():
        folded, origin = raw.lower(), None
    else:
        pieces = [fold(character) for character in raw]
        folded = "".join(pieces)
        origin = [at for at, piece in enumerate(pieces) for _ in piece]
    parts: list[_Part] = []
    for match in _PART.finditer(folded):
        if match.lastgroup == "letters" and "'" in match[0]:
            parts.extend(_without_apostrophes(match[0], match.start()))
        elif match.lastgroup == "letters":
            parts.append(_Part(match[0], *match.span()))
        else:
            word = match[0].replace(",", "").replace("'", "")
            parts.append(_Part(word.replace(".", "") if match.lastgroup == "initials" else word, *match.span()))
    if origin is not None:
        origin.append(len(raw))
        # Marks after a letter belong to it; one character that became several is in each of their parts.
        parts = [_Part(word, origin[start], max(origin[end], origin[end - 1] + 1)) for word, start, end in parts]
    return tuple(parts)


def _without_apostrophes(word: str, base: int) -> list[_Part]:
    pieces: list[_Part] = []
    for piece in word.split("'"):
        pieces.append(_Part(piece, base, base + len(piece)))
        base += len(piece) + 1
    if len(pieces) > 1 and pieces[-1].word == "s":
        pieces.pop()
    first = 0
    while first + 1 < len(pieces) and len(pieces[first].word) <= 2:
        first += 1
    whole = "".join(piece.word for piece in pieces[first:])
    return [*pieces[:first], _Part(whole, pieces[first].start, pieces[-1].end)]


def _join(parts: tuple[_Part, ...]) -> tuple[_Part, ...]:
    """The parts, and before them the whole of each stretch of letters and digits that touch.

    Of one character that became several, letters may touch letters (`aŉb` is `a` and `nb`). Such a stretch is no whole:
    it would look like a word that is a term elsewhere.
    """
    found: list[_Part] = []
    first = 0
    for number in range(1, len(parts) + 1):
        if number == len(parts) or not _joins(parts[number - 1], parts[number]):
            stretch = parts[first:number]
            if len(stretch) > 1:
                whole = "".join(part.word for part in stretch)
                found.append(_Part(whole[:LONGEST], stretch[0].start, stretch[-1].end))
            found.extend(_Part(part.word[:LONGEST], part.start, part.end) for part in stretch)
            first = number
    return tuple(found)


def _joins(part: _Part, following: _Part) -> bool:
    return part.end == following.start and part.word[-1:].isdecimal() != following.word[:1].isdecimal()


_parts_cached = lru_cache(maxsize=1 << 17)(_split)
_wholes_cached = lru_cache(maxsize=1 << 17)(lambda raw: _join(_parts(raw)))
_steps_cached = lru_cache(maxsize=1 << 12)(_steps)
