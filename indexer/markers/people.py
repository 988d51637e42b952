"""The names before a year: `Smith`, `Smith & Doe`, `van der Berg et al.`, `World Health Organization`."""

from __future__ import annotations

from collections.abc import Iterator

from indexer.late import dataclass, field
from indexer.patterns import pattern
from indexer.works.names import FORM_OF_FIRM, LINKS, PARTICLES, is_name_word, is_wide, is_wide_word
from indexer.works.words import CONNECTORS, find_more

_FARTHEST = 200  # characters before the year
_MOST_PIECES = 12
_MOST_WORDS = 12
_LONGEST_WIDE = 8
_TOKEN = pattern(r"[^\W\d_]+(?:['’.\-‐‑–][^\W\d_]+)*\.?|['’][^\W\d_]+|\S")
BREAK = pattern(r"\n[ \t]*\n")
"""A blank line, which no name goes over."""
_INITIAL = pattern(r"(?:[^\W\d_]\.-?){1,3}|[^\W\d_]")
_WIDE_SIGNS = pattern("[、・·ㆍ＆&和与與及]|(?<=[가-힣]{2})[와과]\\s|(?<![ぁ-ん])と(?![ぁ-ん])")
_COMMAS = frozenset(",，،")
_SEMICOLONS = frozenset(";；؛")  # `(SILVA; SOUZA, 2020)`
_SEPARATORS = frozenset("、·・＆/") | _COMMAS | _SEMICOLONS
_LOOSE = frozenset("/") | _COMMAS | _SEMICOLONS  # not only names have them between
# Where `a` is `and`, and not an article: `Applying a Taylor (1993) rule`.
_CZECH = pattern("[ěščřžýůďťňľĺŕôĚŠČŘŽÝŮĎŤŇĽĹŔÔ]")
_FIRM = pattern(rf"{FORM_OF_FIRM}\.?")
_SUFFIXES = frozenset({"Jr", "Jr.", "Sr", "Sr.", "II", "III", "IV"})
_STOPPED = frozenset("st. inc. ltd. co. corp. dept. univ. mt. u.s. u.k. u.n. e.u.".split())
_POSSESSIVE = pattern(r"(?:['’]s|(?<=s)['’])\Z")


@dataclass(slots=True)
class _Piece:
    """The words of one author, each with its offset; `sign` stands before it, initials from `opens` on."""

    words: list[tuple[str, int]] = field(default_factory=list)
    initial: str = ""
    opens: int | None = None
    sign: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read the names before a year: `start` is where they begin."""

    surnames: tuple[str, ...]
    start: int
    more: bool
    initial: str
    joined: bool  # by `&`, `and`
    parted: bool = False  # by `;`, which may also stand before other words


@dataclass(frozen=True, slots=True)
class People:
    """The names that end before a year. `comma`: one stands between them and the year."""

    pieces: tuple[_Piece, ...]
    end: int
    more: bool
    comma: bool

    @property
    def start(self) -> int:
        """Where the first of them begins."""
        first = self.pieces[0]
        return first.words[0][1] if first.opens is None else first.opens

    def readings(self, text: str) -> Iterator[Reading]:
        """The ways to read them, from the longest: `However, Smith` ends with `Smith`, `Smith and Doe` not with `Doe`."""
        for at, piece in enumerate(self.pieces):
            if at and piece.sign not in _COMMAS and piece.sign not in _SEMICOLONS:
                continue
            rest = tuple(_joined(each) for each in self.pieces[at + 1 :])
            signs = {each.sign for each in self.pieces[at + 1 :]}
            capitals = not _SEMICOLONS.isdisjoint(signs) and "".join((_joined(piece), *rest)).isupper()
            joined = capitals or not signs <= _LOOSE
            parted = not joined and not _SEMICOLONS.isdisjoint(signs)
            for skip, (word, start) in enumerate(piece.words):
                if word in LINKS and word not in PARTICLES:
                    continue
                if not skip and piece.opens is not None:
                    start = piece.opens  # noqa: PLW2901  # the name begins with its initials
                first = " ".join(each for each, _ in piece.words[skip:])
                if rest:
                    whole = " ".join(text[piece.words[skip][1] : self.end].split())
                    yield Reading((whole,), start, self.more, "", joined=False, parted=parted)
                yield Reading((first, *rest), start, self.more, piece.initial, joined, parted)
                if not rest and is_wide(first):
                    yield from self._wide_readings(first, start)

    def _wide_readings(self, name: str, start: int) -> Iterator[Reading]:
        """In scripts without spaces names begin inside of words: `根据张三`, `张三和李四`."""
        for skip in range(max(0, len(name) - 2 * _LONGEST_WIDE), len(name)):
            names = tuple(_WIDE_SIGNS.split(name[skip:]))
            if len(names) > 1 and all(names):
                yield Reading(names, start + skip, self.more, "", joined=True)
            yield Reading((name[skip:],), start + skip, self.more, "", joined=False)


def people_before(text: str, start: int, end: int) -> People | None:
    """The names that end where `text[start:end]` ends, but for a comma or an opening bracket; None if there are none."""
    start = max(start, end - _FARTHEST)
    for gap in BREAK.finditer(text, start, end):
        start = gap.end()
    close = _rstrip(text, start, end, "([（［ \n\t")
    comma = close > start and text[close - 1] in _COMMAS
    close = _rstrip(text, start, close, ",，، \n\t")
    further = find_more(text, start, close)
    more = further < close
    if more:
        close = _rstrip(text, start, further, ",， \n\t")
    close -= len(match.group()) if (match := _POSSESSIVE.search(text, start, close)) else 0
    tokens = [(match.group(), match.start()) for match in _TOKEN.finditer(text, start, close)]
    opens = bool(tokens) and text[tokens[0][1] - 1 : tokens[0][1]] in ("(", "[", "（", ";")
    pieces = _pieces(tokens, czech=opens or _CZECH.search(text, start, close) is not None)
    return People(tuple(pieces), close, more, comma) if pieces else None


def _rstrip(text: str, start: int, end: int, signs: str) -> int:
    while end > start and text[end - 1] in signs:
        end -= 1
    return end


def _joined(piece: _Piece) -> str:
    return " ".join(word for word, _ in piece.words)


def _pieces(tokens: list[tuple[str, int]], *, czech: bool) -> list[_Piece]:
    """The authors that stand at the end of some words, from left to right; `czech` says that `a` may join two of them."""
    walk = _Walk()
    for word, offset in reversed(tokens):
        if not walk.take(word, offset):
            break
    pieces = walk.end()
    if len(pieces) > 1 and pieces[1].sign == "a" and not czech:
        del pieces[0]
    for piece in pieces:
        while piece.words[0][0] in LINKS and piece.words[0][0] not in PARTICLES:
            piece.words.pop(0)
    return pieces


class _Walk:
    """Authors, read from the last word to the first."""

    def __init__(self) -> None:
        self._pieces: list[_Piece] = []
        self._current = _Piece()
        self._in_brackets = False
        self._of_firm = False  # a comma stood before `Inc.`

    def take(self, word: str, offset: int) -> bool:
        """Take the word before those that were taken; False if it belongs to no author."""
        current = self._current
        if self._in_brackets:
            self._in_brackets = word != "["
        elif _INITIAL.fullmatch(word) and word[0].isupper() and not is_wide(word):
            current.initial = word[0]
            current.opens = offset if current.words else None
        elif word in _COMMAS and len(current.words) == 1 and _FIRM.fullmatch(current.words[0][0]):
            self._of_firm = True
        elif self._of_firm and word[0].isalpha():
            self._of_firm = False
            current.words.insert(0, (word, offset))
        elif word in CONNECTORS or word in _SEPARATORS:
            if word == "/" and not (current.words and current.words[0][1] == offset + 1):
                return False
            self._part(word)
        elif word == "]" and not current.words:
            self._in_brackets = True
        elif word not in _SUFFIXES or current.words:
            if not _belongs(word, current) or len(current.words) == _MOST_WORDS:
                return False
            current.words.insert(0, (word, offset))
        return len(self._pieces) < _MOST_PIECES

    def end(self) -> list[_Piece]:
        """All that was taken, from left to right."""
        return [*([self._current] if self._current.words else []), *reversed(self._pieces)]

    def _part(self, sign: str) -> None:
        if self._current.words:
            self._current.sign = sign
            self._pieces.append(self._current)
            self._current = _Piece()
        elif self._pieces and sign in CONNECTORS:
            self._pieces[-1].sign = sign


def _belongs(word: str, piece: _Piece) -> bool:
    """Whether a word goes before those of a name that is being read from its end."""
    if piece.words and piece.initial and not is_name_word(word):
        return word in PARTICLES
    if is_name_word(word):
        return not word.endswith(".") or word.casefold() in _STOPPED
    return bool(piece.words) and (word in PARTICLES or word in LINKS)


def is_person(words: str) -> bool:
    """Whether a reading can be a surname and not the name of something else: one word, with its particles."""
    return len([word for word in words.split() if word not in PARTICLES]) == 1 or is_wide_word(words)
