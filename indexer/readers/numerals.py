"""Numbers as documents write them: `iv`, `c`, `†`, and as superscripts, `³`."""

from __future__ import annotations

from indexer.patterns import pattern
from indexer.superscripts import RAISED

_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
          (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_SYMBOLS = "*†‡§"  # of notes in the format `chicago`
_MOST = 4000
_NUMBERS = pattern(r"\d[\d,–-]*(?:\s?[,–-]\s?\d{1,3})*")
_SIGNED = pattern(r"[+−–-]\d{1,4}")
_EXPONENT = pattern(r"[+−–-][^\W\d_]")  # `2^−ΔCt`
_POWER = pattern(r"\d{1,4}|[a-z]")
_SHORT_WORD = pattern(r"(?<![^\W\d_])[^\W\d_]{1,2}\Z|[\d)\]]\Z")


def raised(words: str) -> str:
    """The plain text of a superscript: numbers in superscript digits, `^−1` for signed ones, anything else as it is."""
    if _SIGNED.fullmatch(words):
        return f"^{words}"
    return words.translate(RAISED) if _NUMBERS.fullmatch(words) else words


def raised_behind(words: str, behind: str) -> str:
    """The same, but powers as `10^5`; `behind` are the last characters before the superscript, which show whether it is one."""
    is_power = (
        (_SIGNED.fullmatch(words) and behind[-1:].strip())
        or (_EXPONENT.match(words) and behind[-1:].isdecimal())
        or (_POWER.fullmatch(words) and _SHORT_WORD.search(behind))
    )
    if is_power:
        return f"^{words}"
    return words.translate(RAISED) if _NUMBERS.fullmatch(words) else words


def in_form(number: int, form: str) -> str:
    """A number in one of Word's number formats; in decimal if the format is unknown."""
    if not 0 < number < _MOST:
        return str(number)
    if form in ("lowerRoman", "upperRoman"):
        words = ""
        for value, sign in _ROMAN:
            words += sign * (number // value)
            number %= value
        return words.upper() if form == "upperRoman" else words
    if form in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter.upper() if form == "upperLetter" else letter
    if form == "chicago":
        return _SYMBOLS[(number - 1) % 4] * ((number - 1) // 4 + 1)
    return str(number)
