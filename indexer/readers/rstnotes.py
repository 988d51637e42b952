"""The inline markup of reStructuredText: markers, roles, links; and the numbering of notes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace

from indexer.late import dataclass
from indexer.model import Marker, Span
from indexer.patterns import pattern
from indexer.readers.numerals import raised_behind
from indexer.readers.rstlinks import Targets

_TOKEN = pattern(
    r"(?P<code>``[^`\n]{1,300}``)"
    r"|\[(?P<label>\d{1,6}|#[\w.-]{0,60}|\*|\w[\w.:+-]{0,80})\]_(?![\w_])"
    r"|:(?P<role>[A-Za-z][\w.+-]{0,30}(?::[\w.+-]{1,30}){0,3}):`(?P<inside>[^`]{1,1000})`"
    r"|`(?P<phrase>[^`<>\n]{1,300}(?:\n[^`<>\n]{1,300})?)(?P<target>\s<[^<>`]{1,1000}>)?`_(?P<nameless>_?)(?!\w)"
    r"|`<(?P<address>https?://[^<>`\s]{1,1000})>`__?(?!\w)"
    r"|(?<![^\s(\[\"“'/-])(?P<name>[^\W_][\w.+-]{0,80}?)_(?P<unnamed>_?)(?![\w`_])"
    r"|(?P<joint>\\[ \n])"
)
_CITES = pattern(r"(?:foot)?cite(?P<form>[a-z]*|:[a-z]{1,12})|cite[pt]", re.IGNORECASE)
_SHOWN = pattern(r"[!~]?(?P<words>[^<>]{1,500}?)(?:\s<[^<>]{0,500}>)?", re.DOTALL)
_SIGNS = "*†‡§¶#♠♥♦♣"
_AROUND = pattern(r"\{([^{}]{0,200})\}")


@dataclass(frozen=True, slots=True)
class Markup:
    """A stretch of markup: the part that is shown, and how, the labels if it is a marker, and the address that it links."""

    start: int
    end: int
    words: tuple[Span, ...] = ()
    labels: tuple[str, ...] = ()
    style: str = ""
    locator: str | None = None
    address: str = ""
    letters: tuple[tuple[Span, str], ...] = ()


def find_inline(text: str, start: int, end: int, targets: Targets) -> Iterator[Markup]:
    """The markup in `text[start:end]` in order."""
    for match in _TOKEN.finditer(text, start, end):
        whole = Span(*match.span())
        if match["label"]:
            style = "footnote" if match["label"][0] in "#*" or match["label"].isdecimal() else "key"
            yield Markup(whole.start, whole.end, (whole,), (match["label"],), style)
        elif match["role"]:
            yield _role(match, whole)
        elif match["phrase"]:
            address = targets.address(match["phrase"], match["target"] or "", nameless=bool(match["nameless"]))
            yield Markup(whole.start, whole.end, (Span(*match.span("phrase")),), address=address)
        elif match["address"]:
            yield Markup(whole.start, whole.end, (Span(*match.span("address")),), address=match["address"])
        elif match["name"]:
            if address := targets.address(match["name"], "", nameless=bool(match["unnamed"])):
                yield Markup(whole.start, whole.end, (Span(*match.span("name")),), address=address)
        elif match["joint"]:
            yield Markup(whole.start, whole.end)


def _role(match: re.Match[str], whole: Span) -> Markup:
    """`:cite:p:`a,b`` is a marker; other roles show their words, without the target."""
    cites = _CITES.fullmatch(match["role"])
    inside = Span(*match.span("inside"))
    if match["role"] in ("sup", "superscript") and (raised := _raised(match, inside)):
        return Markup(whole.start, whole.end, (raised[0],), letters=(raised,))
    if cites is None:
        shown = _SHOWN.fullmatch(match["inside"])
        words = shown.span("words") if shown else (0, len(match["inside"]))
        return Markup(whole.start, whole.end, (Span(inside.start + words[0], inside.start + words[1]),))
    around = [words.strip() for words in _AROUND.findall(match["inside"])]
    keys = tuple(key for part in _AROUND.sub("", match["inside"]).split(",") if (key := part.strip()))
    locator = around[-1] if around and match["inside"].rstrip().endswith("}") else None
    narrative = match["role"].rpartition(":")[2].lower() in ("t", "ts", "citet", "ct", "cts")
    if narrative:
        return Markup(whole.start, whole.end, (inside,), keys, "mention", locator)
    return Markup(whole.start, whole.end, (whole,), keys, "key", locator)


def _raised(match: re.Match[str], inside: Span) -> tuple[Span, str] | None:
    """The superscript that a role sets, and how it is shown."""
    behind = match.string[max(0, match.start() - 6) : match.start()].removesuffix("\\ ")
    shown = raised_behind(match["inside"], behind[-3:])
    if shown == match["inside"]:
        return None
    return Span(inside.end - len(shown), inside.end), shown


class NoteLabels:
    """The markers of a text and the labels of its notes: a note without a number gets the next one."""

    def __init__(self) -> None:
        self.markers: list[Marker] = []
        self._order: list[str] = []
        self._counts: Counter[str] = Counter()
        self._numbers: set[str] = set()

    def define(self, written: str) -> tuple[str, bool]:
        """Define a note or an entry: returns its label as written there, and whether it is a note."""
        if written in ("#", "*"):
            self._counts[f"defined {written}"] += 1
            label = f"{written}{self._counts[f'defined {written}']}"
            self._order.append(label)
            return label, True
        if written[0] == "#":
            self._order.append(written)
        elif written.isdecimal():
            self._numbers.add(written)
        return written.lstrip("#"), written[0] == "#" or written.isdecimal()

    def mark(self, found: Markup) -> None:
        """Take a marker. The first `[#]_` refers to the first note `.. [#]`."""
        labels = []
        for written in found.labels:
            self._counts[written] += written in ("#", "*")
            labels.append(f"{written}{self._counts[written]}" if written in ("#", "*") else written.lstrip("#"))
        labels = list(dict.fromkeys(labels))
        span = found.words[0] if found.style == "mention" else Span(found.start, found.end)
        self.markers.append(Marker(span, tuple(labels), found.style, found.locator, None, (None,) * len(labels)))

    def names(self) -> dict[str, str]:
        """The labels of notes without one: the next free number, or the next of the symbols."""
        names: dict[str, str] = {}
        number = signs = 0
        for label in self._order:
            if label[0] == "*":
                names[label] = _SIGNS[signs] if signs < len(_SIGNS) else label
                signs += 1
                continue
            number += 1
            while str(number) in self._numbers:
                number += 1
            if label[1:].isdecimal():
                names[label] = str(number)
        return names

    def markers_named(self, names: Mapping[str, str]) -> list[Marker]:
        """All markers in order, with the labels of their notes."""
        return [
            replace(marker, labels=tuple(names.get(label, label) for label in marker.labels)) for marker in self.markers
        ]
