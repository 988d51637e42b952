"""LaTeX as plain text, where offsets are not needed, and the letters that its commands stand for."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from indexer.model import Span
from indexer.patterns import pattern
from indexer.readers.numerals import raised_behind

ACCENTED = pattern(r"\\(?:['`^\"~=.]|[cvuHkrdb](?![A-Za-z]))[ ]?(?P<open>\{)?\\?(?P<letter>[A-Za-z])(?(open)\})")
_COMMAND = pattern(r"\\(?:[A-Za-z@]{1,60}\*?|['`^\"~=.](?=\{?\\?[A-Za-z])|(?=[&%#$_{}]))|[{}]")
_LINK = pattern(
    r"\\href\{(?P<url>[^{}\s]{1,2000})\}[ \t]{0,9}\{(?P<words>[^{}]{1,1000}(?:\{[^{}]{0,300}\}[^{}]{0,300}){0,5})\}"
)
_UNIT = pattern(r"\\(?P<name>[A-Za-z]{1,40})|(?P<words>[^\\{}~]{1,400})")
_LONGEST_NUMBERS = 40  # characters
_NO_WORDS = pattern(r"(?<!\\)%[^\n]*\n?|\\\\(?:\[[^\[\]\n]{0,20}\])?|\\(?:url|href)\b|\\label\{[^{}]{0,100}\}")


def with_addresses(words: str) -> str:
    """The text with the address of each link after its words."""
    return _LINK.sub(lambda link: f"{link['words']} {link['url']}", words)


def plain(words: str) -> str:
    """The text without commands, for titles and notes."""
    words = ACCENTED.sub(lambda found: letter_of(found.group()) or found["letter"], _NO_WORDS.sub(" ", words))
    words = _COMMAND.sub("", words)
    return " ".join(words.replace("~", " ").replace("``", "“").replace("''", "”").split())


def unit_words(text: str, start: int, end: int) -> Iterator[tuple[bool, Span]]:
    """The words of a quantity, each with whether it is the name of a unit."""
    for match in _UNIT.finditer(text, start, end):
        yield bool(match["name"]), Span(*match.span(match.lastgroup or 0))


def raised_number(text: str, start: int, opener: int, close: int) -> str:
    """The superscript for a command at `start` that raises a number in braces; empty if it does not."""
    words = text[opener + 1 : close].strip() if close - opener <= _LONGEST_NUMBERS else ""
    shown = raised_behind(words.replace("--", "–"), text[max(0, start - 3) : start])
    return shown if shown not in (words, "") else ""


@lru_cache(maxsize=1024)
def letter_of(command: str) -> str:
    r"""The letter that a command stands for: `\"{u}`, `\o`."""
    from pylatexenc.latex2text import LatexNodes2Text  # type: ignore[import-untyped]  # noqa: PLC0415  # few texts need it

    return unicodedata.normalize("NFC", str(LatexNodes2Text().latex_to_text(command)).strip())
