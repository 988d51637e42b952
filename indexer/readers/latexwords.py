"""The words of LaTeX without its commands, where their places are not needed, and what its commands for letters show."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from indexer.model import Span
from indexer.readers.numerals import raised_behind

ACCENTED = re.compile(r"\\(?:['`^\"~=.]|[cvuHkrdb](?![A-Za-z]))[ ]?(?P<open>\{)?\\?(?P<letter>[A-Za-z])(?(open)\})")
_COMMAND = re.compile(r"\\(?:[A-Za-z@]{1,60}\*?|['`^\"~=.](?=\{?\\?[A-Za-z])|(?=[&%#$_{}]))|[{}]")
_LINK = re.compile(
    r"\\href\{(?P<url>[^{}\s]{1,2000})\}[ \t]{0,9}\{(?P<words>[^{}]{1,1000}(?:\{[^{}]{0,300}\}[^{}]{0,300}){0,5})\}"
)
_UNIT = re.compile(r"\\(?P<name>[A-Za-z]{1,40})|(?P<words>[^\\{}~]{1,400})")
_LONGEST_NUMBERS = 40  # characters
_NO_WORDS = re.compile(r"(?<!\\)%[^\n]*\n?|\\\\(?:\[[^\[\]\n]{0,20}\])?|\\(?:url|href)\b|\\label\{[^{}]{0,100}\}")


def with_addresses(words: str) -> str:
    """Words in which the address of a link stands behind what it links."""
    return _LINK.sub(lambda link: f"{link['words']} {link['url']}", words)


def plain(words: str) -> str:
    """Words without commands: of titles and notes."""
    words = ACCENTED.sub(lambda found: letter_of(found.group()) or found["letter"], _NO_WORDS.sub(" ", words))
    words = _COMMAND.sub("", words)
    return " ".join(words.replace("~", " ").replace("``", "“").replace("''", "”").split())


def unit_words(text: str, start: int, end: int) -> Iterator[tuple[bool, Span]]:
    """The words of a quantity in order, and whether each is the name of a unit."""
    for match in _UNIT.finditer(text, start, end):
        yield bool(match["name"]), Span(*match.span(match.lastgroup or 0))


def raised_number(text: str, start: int, opener: int, close: int) -> str:
    """What a number in braces is shown as that a command at `start` raises; empty if it is none."""
    words = text[opener + 1 : close].strip() if close - opener <= _LONGEST_NUMBERS else ""
    shown = raised_behind(words.replace("--", "–"), text[max(0, start - 3) : start])
    return shown if shown not in (words, "") else ""


@lru_cache(maxsize=1024)
def letter_of(command: str) -> str:
    r"""What a command for a letter is shown as: `\"{u}`, `\o`."""
    from pylatexenc.latex2text import LatexNodes2Text  # type: ignore[import-untyped]  # noqa: PLC0415  # few texts need it

    return unicodedata.normalize("NFC", str(LatexNodes2Text().latex_to_text(command)).strip())
