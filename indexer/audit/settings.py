"""The settings of an audit, and the kinds of problem that they select."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import get_args

from indexer.errors import SettingsError
from indexer.late import dataclass
from indexer.model import Severity
from indexer.problems import KINDS, Kind, code_of

ALL = "ALL"
NO_SELECTOR = "neither a code, the beginning of one nor the name of a kind"
SHARE = 0.25
LEAST_WORDS = 25
_RANKS = {severity: rank for rank, severity in enumerate(get_args(Severity))}  # the gravest first


@dataclass(frozen=True, slots=True)
class AuditSettings:
    """The settings of an audit, under the names that the command line and configuration files use.

    `select`, `extend_select` and `ignore` hold codes, beginnings of codes, names of kinds, or `ALL`, in any case; without `select`
    all kinds that are on by default are selected. Of several that match a code the longest decides, and of two equally long ones `ignore`. `severity` is
    the least severe one that is reported. `share` is the share of all claims with sources that one source may carry, from 0 to 1.
    `least_words` is the length from which a paragraph or claim needs a source; `headings` limits this to claims below
    headings that contain one of these texts, if there are any.
    """

    select: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: Severity = "info"
    share: float = SHARE
    least_words: int = LEAST_WORDS
    headings: tuple[str, ...] = ()

    def codes(self) -> frozenset[str]:
        """The codes of the kinds of problem that are reported. Raises `SettingsError` for an invalid setting."""
        if self.severity not in _RANKS:
            raise SettingsError(f"severity is {self.severity!r}: use one of {', '.join(_RANKS)}")
        if not 0 < self.share <= 1:
            raise SettingsError(f"share is {self.share}: use a part of one, such as 0.25")
        chosen, ignored = selectors((*self.select, *self.extend_select)), selectors(self.ignore)
        usual = -1 if self.select else 0  # as if `ALL` were selected of those that are on

        def is_selected(code: str, kind: Kind) -> bool:
            rank = max(_longest(code, chosen), usual if kind.on else -1)
            return _RANKS[kind.severity] <= _RANKS[self.severity] and rank > _longest(code, ignored)

        return frozenset(code for code, kind in KINDS.items() if is_selected(code, kind))


def selectors(written: Sequence[str]) -> tuple[str, ...]:
    """Selectors as `fits` takes them, names as the codes of their kinds. Raises `SettingsError` for one that matches no code."""
    found = tuple(map(as_selector, written))
    for text, selector in zip(written, found, strict=True):
        if not is_selector(selector):
            raise SettingsError(f"{text!r} is {NO_SELECTOR}; use some of {', '.join(KINDS)}, and {ALL}")
    return found


def as_selector(text: str) -> str:
    """The code of a kind that is called by its name, else the text in upper case."""
    return code_of(text) or text.upper()


def is_selector(text: str) -> bool:
    """Whether a text is a code, the beginning of one, or `ALL`."""
    return text == ALL or (bool(text) and any(code.startswith(text) for code in KINDS))


def fits(code: str, selectors: Iterable[str]) -> bool:
    """Whether any of the selectors, codes or beginnings of them or `ALL`, matches a code."""
    return any(selector == ALL or code.startswith(selector) for selector in selectors)


def _longest(code: str, selectors: Iterable[str]) -> int:
    """The length of the longest selector that matches a code, where that of `ALL` is 0; -1 if none does."""
    return max((0 if each == ALL else len(each) for each in selectors if fits(code, (each,))), default=-1)
