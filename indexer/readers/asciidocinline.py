"""The inline markup of AsciiDoc: notes, keys, links, macros."""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import replace

from indexer.model import Marker, Reference, Span
from indexer.patterns import pattern
from indexer.readers.bibliography import BibliographyEntry
from indexer.readers.inlinenotes import as_remark, as_source, names_work

_TOKEN = pattern(
    r"(?P<open>(?<!`)``(?=[^\s`](?:(?!``|'').){1,400}'')|\"`(?=[^\s`](?:(?!\"`).){1,400}`\"))|(?P<close>(?<=[^\s`'])''(?!')|(?<=[^\s`])`\")"
    r"|(?P<code>`[^`\n]{1,300}`)"
    r"|footnote(?P<old>ref)?:(?P<id>[\w.-]{0,60})\[(?P<note>[^\[\]]{0,3000}(?:\[[^\[\]]{0,500}\][^\[\]]{0,1000}){0,9})\]"
    r"|cite(?P<narrative>np)?:\[(?P<keys>[^\[\]]{1,500})\]"
    r"|<<(?P<place>[^<>,\n]{1,200})(?:,(?P<text>[^<>]{1,300}))?>>"
    r"|(?P<macro>link|mailto|xref|image|icon|kbd|btn|menu|pass|stem|latexmath|asciimath|indexterm2?|anchor|bibitem):(?!:)"
    r"(?P<target>[^\s\[\]]{0,500})\[(?P<words>[^\[\]]{0,500})\]"
    r"|(?:https?|ftp)://[^\s\[\]<>]{0,1000}[^\s\[\]<>().,;:]\[(?P<label>[^\[\]]{0,500}|\[\d{1,3}\])\]"
    r"|(?P<anchor>\[\[[A-Za-z_:][\w:.-]{0,100}(?:,[^\[\]]{0,200})?\]\]|\[\.[\w.-]{1,60}\](?=#)|\(\(\([^()]{1,200}\)\)\))"
    r"|(?P<turn>(?<= )\+(?=\n))",
    re.DOTALL,
)
_UNSEEN = frozenset({"image", "icon", "indexterm", "anchor"})
_LINK = pattern(r"(?:link:)?((?:https?|ftp)://[^\s\[\]]{1,1000})\[([^\[\]]{0,500})\]")
_KEY = pattern(r"\s*(?P<key>[^\s,()]{1,100})\s*(?:\((?P<locator>[^()]{0,60})\))?\s*")
_SHOWN_LABEL = pattern(r"[^,^]{0,500}")


class AsciidocNotes:
    """The markers of a text, in the order in which they are read. `places` are the keys of its list of works."""

    def __init__(self, text: str, places: AbstractSet[str]) -> None:
        self.markers: list[Marker] = []
        self.references: list[Reference] = []
        self.letters: list[tuple[Span, str]] = []
        self._text = text
        self._places = places
        self._whole = Span(0, len(text))
        self._named: dict[str, Marker] = {}
        self._count = 0

    def read(self, start: int, end: int) -> Iterator[tuple[Span, tuple[Span, ...], str]]:
        """The markup in `text[start:end]`: each stretch with the part of it that is shown, and the address that it links."""
        for match in _TOKEN.finditer(self._text, start, end):
            whole = Span(*match.span())
            if match["note"] is not None:
                self._note(match, whole)
                yield whole, (whole,), ""
            elif match["keys"] or match["place"]:
                yield whole, self._keys(match, whole), ""
            elif match["macro"] or match["label"] is not None:
                yield whole, self._shown(match, whole), _address(match)
            elif match["open"] or match["close"]:  # ``quoted'', "`quoted`"
                sign = Span(whole.end - 1, whole.end)
                self.letters.append((sign, "“" if match["open"] else "”"))
                yield whole, (sign,), ""
            elif not match["code"]:
                yield whole, (), ""

    def _note(self, match: re.Match[str], whole: Span) -> None:
        """A note; one with a name but no words repeats the note of that name."""
        name, words = match["id"], match["note"]
        inner = Span(*match.span("note"))
        if match["old"] and not name:
            name, _, words = words.partition(",")
            inner = Span(inner.end - len(words), inner.end)
        if name in self._named and not words.strip():
            self.markers.append(replace(self._named[name], span=whole))
            return
        self._count += 1
        label = name or str(self._count)
        words = " ".join(_LINK.sub(lambda link: f"{link[2]} {link[1]}", words).split())
        if not words:
            self.markers.append(Marker(whole, (label,), "footnote", None, None, (None,)))
            return
        make = as_source if names_work(words) else as_remark
        marker, reference = make(BibliographyEntry(words=words, label=label), whole, inner, self._whole)
        self.markers.append(marker)
        self.references.append(reference)
        if name:
            self._named.setdefault(name, marker)

    def _keys(self, match: re.Match[str], whole: Span) -> tuple[Span, ...]:
        """`cite:[a, b(12)]`, and `<<a>>` if the text has a work with that key."""
        if (place := match["place"]) is not None:
            if place.strip() in self._places:
                self._mark(whole, (place.strip(),), "key", None)
                return (whole,)
            return (Span(*match.span("text" if match["text"] else "place")),)
        found = [each for part in match["keys"].split(",") if (each := _KEY.fullmatch(part))]
        if not found:
            return (whole,)
        keys = tuple(dict.fromkeys(each["key"] for each in found))
        locator = next((each["locator"] for each in found if each["locator"]), None)
        if match["narrative"]:
            shown = Span(*match.span("keys"))
            self._mark(shown, keys, "mention", locator)
            return (shown,)
        self._mark(whole, keys, "key", locator)
        return (whole,)

    def _mark(self, span: Span, labels: tuple[str, ...], style: str, locator: str | None) -> None:
        self.markers.append(Marker(span, labels, style, locator, None, (None,) * len(labels)))

    def _shown(self, match: re.Match[str], whole: Span) -> tuple[Span, ...]:
        """The words of a link or macro; the address of a link without words."""
        macro = match["macro"]
        if macro in _UNSEEN:
            return ()
        if macro == "xref" and match["target"] in self._places:
            self._mark(whole, (match["target"],), "key", None)
            return (whole,)
        start, end = match.span("words" if macro else "label")
        label = _SHOWN_LABEL.match(self._text, start, end)
        if label and label.group().strip():
            return (Span(start, label.end()),)
        return (Span(*match.span("target")),) if macro else (Span(whole.start, start - 1),)


def _address(match: re.Match[str]) -> str:
    """The address that a link leads to, `https://…[words]` or `link:https://…[words]`; empty for other macros."""
    if match["macro"]:
        return match["target"] if match["macro"] == "link" else ""
    return match.group().partition("[")[0]
