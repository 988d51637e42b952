"""A document's text in the forms that the later stages read, and its markers with their sources."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from indexer import inline
from indexer.antecedents import follow
from indexer.columns import in_source_columns
from indexer.folding import Folding
from indexer.inline import BREAK, GAP, LITERAL, MARK, MARKUP, Filling
from indexer.labels import Labels, labelled
from indexer.leads import NAMING
from indexer.linking import link_labels, shortcuts, unbroken
from indexer.markers import (
    AUTHOR_YEAR,
    CITED,
    IN_CODE,
    LINKED_KEY,
    LINKED_NUMBERS,
    Found,
    find_markers,
    may_cite,
    normal_label,
)
from indexer.model import MENTION, PASSAGE, PROSE, SOURCELESS, Document, Marker, Problem, Reference, Span
from indexer.patterns import pattern
from indexer.places import Places
from indexer.problems import problem
from indexer.sources import plain_url, source_id, url_locator
from indexer.works import Catalogue

_CARD = "[](grok_render_"  # how Grok copies a mark whose page it does not name
_SPACES = ("<br", "<BR")
POWER = "^"  # stands for a `<sup>` that is not a marker: 10^5
_STOPS = pattern("[.!?…;:。！？；\n]")
_NUMBERS = pattern(rf"\s?(?:<sup>)?\[?{CITED}{LINKED_NUMBERS}\]?(?:</sup>)?\s?", re.IGNORECASE)
_KEY = pattern(LINKED_KEY)
_NAMING = pattern(
    rf"(?<!\w){NAMING}\s?(?={MARK})",
    re.IGNORECASE,
)
_WIDTHLESS = pattern(r"(?<=[\])])\u200b+|\u200b(?=\[)")  # as Wikipedia in Spanish has them beside markers
_UNBREAKING = "\xa0\u202f"  # spaces at which no line ends
_BEFORE_NAMING = frozenset(("", "\n", *".!?。！？)]）(（[", MARK))
_LINK_WORDS = pattern(rf"\[([^\[\]\n]{{1,300}})\](?={MARK})")


class Page:
    """One document, prepared for the later stages.

    `shown` is the text with markers, markup and gaps blanked out, `cut` also with code, formulas and URLs blanked out; offsets are those
    of the text. `found` are its markers in text order, each with the sources of its labels, and `passages` the words that the format
    ties to sources. `references` are those of the document and those that markers carry themselves; `labels` says which one is meant.
    """

    def __init__(self, document: Document) -> None:
        self.document = document
        text = inline.neutral(document.text)
        if "\u200b" in text:
            text = _WIDTHLESS.sub(lambda match: MARKUP * len(match.group()), text)
        prose = unbroken(inline.respell(inline.blank(text, _hidden(document)), document.letters))
        linked = link_labels(document)
        self.shortcuts = shortcuts(prose, linked)
        ends = [block.span.end for block in document.blocks if block.kind in PROSE]
        tokens = inline.scan(prose, ends, linked, self.shortcuts)
        catalogue = Catalogue(_works(document), named=any(reference.named for reference in document.references))
        found = _found(document, prose, tokens, catalogue, ends)
        carried = {item.marker.span: reference for item in found if (reference := _carried(prose, item))}
        self.references = (*document.references, *carried.values())
        self.labels = Labels(document, found)
        sourced = [item._replace(marker=self._sourced(item, carried)) for item in found]
        self.names_authors = any(item.marker.style == AUTHOR_YEAR for item in found)
        if any(item.repeat for item in found):
            notes = {reference.source_id for reference, note in _entries(document) if note}
            sourced = follow(sourced, document.uri, notes, catalogue, lambda span: self._doubtful(prose, span))
        self.found = sourced
        self.has_mentions = any(item.marker.style == MENTION for item in self.found)
        self.starts = [item.marker.span.start for item in self.found]
        self.passages = [self._sourced(Found(marker), {}) for marker in document.markers if marker.style == PASSAGE]
        self.shown, self.cut = _blanked(prose, tokens, self.found)

    @cached_property
    def places(self) -> Places:
        """The lines of the text, for the places of problems."""
        return Places(self.document.text)

    def at(self, code: str, message: str, span: Span) -> Problem:
        """A problem of this text at a span, with its line and column."""
        return problem(code, message, self.document.uri, span, *self.places.of(span.start))

    def _sourced(self, item: Found, carried: Mapping[Span, Reference]) -> Marker:
        """The marker with the source of each label; one that carries its own address needs no list.

        What the address says of a place in the source is the locator of a marker that has none of its own.
        """
        marker = item.marker
        if item.fits:
            works = zip(marker.labels, item.fits, strict=True)
            ids = (fits[0].source_id if len(fits) == 1 else f"{self.document.uri}[{label}]" for label, fits in works)
            return _with_sources(marker, ids, marker.locator)
        if marker.source_ids and marker.style not in SOURCELESS:
            pairs = zip(marker.labels, marker.source_ids, strict=True)
            ids = (id_ or f"{self.document.uri}[{label}]" for label, id_ in pairs)
            return _with_sources(marker, ids, marker.locator)
        if marker.span in carried:
            reference = carried[marker.span]
            same = (reference.source_id,) * len(marker.labels)
            return _with_sources(marker, same, marker.locator or _place(reference))
        if marker.style in SOURCELESS:
            notes = (self.labels.note_source(label, marker.span.start) for label in marker.labels)
            return _with_sources(marker, notes, marker.locator)
        footnote = marker.style == "footnote"
        sign = "^" if footnote else ""
        named = [self.labels.resolve(label, marker.span.start, footnote=footnote) for label in marker.labels]
        ids = (
            reference.source_id if reference else f"{self.document.uri}[{sign}{label}]"
            for reference, label in zip(named, marker.labels, strict=True)
        )
        locator = marker.locator or (_place(named[0]) if len(named) == 1 else None)
        return _with_sources(marker, ids, locator)

    def markers(self, start: int, end: int) -> list[Marker]:
        """The markers that begin at an offset from `start` up to `end`, in text order."""
        first = bisect_left(self.starts, start)
        last = bisect_left(self.starts, end, first)
        return [item.marker for item in self.found[first:last]]

    def is_doubtful(self, span: Span) -> bool:
        """Whether a span without markers contains a bracket that looks like a marker and is not understood."""
        return self._doubtful(self.cut, span) is not None

    def _doubtful(self, text: str, span: Span) -> str | None:
        return may_cite(text[span.start : span.end], authors=self.names_authors, labels=self.labels)

    def page_locator(self, span: Span) -> str | None:
        """The page or pages that a span stands on, `p. 3` or `pp. 3–4`; None if the format has no pages."""
        starts = self.document.pages
        if not starts:
            return None
        first, last = (max(1, bisect_right(starts, at)) for at in (span.start, max(span.start, span.end - 1)))
        return f"p. {first}" if first == last else f"pp. {first}–{last}"


def _works(document: Document) -> Iterator[Reference]:
    """The entries that may be named by author and year: those that are neither prose nor footnotes."""
    return (reference for reference, note in _entries(document) if not (note or reference.footnote))


def _entries(document: Document) -> Iterator[tuple[Reference, bool]]:
    """Each entry, and whether it is a note that is prose."""
    notes = [block.span.start for block in document.blocks if block.kind == "note"]
    for reference in document.references:
        at = bisect_left(notes, reference.span.start)
        yield reference, at < len(notes) and notes[at] < reference.span.end


def _found(
    document: Document, prose: str, tokens: Sequence[inline.Token], catalogue: Catalogue, blocks: Sequence[int]
) -> list[Found]:
    """The markers that the format itself marks, and those found in the text where they leave room. `blocks` are where blocks end."""
    native = [Found(marker) for marker in document.markers if marker.style != PASSAGE]
    if not document.searched:
        return native
    listed = {normal_label(label) for label, reference in labelled(document) if not reference.footnote}
    native += in_source_columns(document, listed) if "|" in document.text else ()
    masked = _without_literals(prose, tokens)
    for space in () if prose.isascii() else _UNBREAKING:  # `Smith et al. (2020)` on one line
        prose, masked = prose.replace(space, " "), masked.replace(space, " ")
    folding = Folding(prose)
    found = find_markers(folding.fold(prose), folding.fold(masked), listed, catalogue)
    searched = list(_in_blocks(blocks, [_unfolded(item, folding) for item in found] if folding.folds else found))
    if not native:
        return searched
    taken = [item.marker.span for item in native]
    ends = [span.end for span in taken]
    free = [item for item in searched if not _overlaps(item.marker.span, taken, ends)]
    return sorted((*native, *free), key=lambda item: item.marker.span)


def _unfolded(item: Found, folding: Folding) -> Found:
    marker = item.marker
    placed = Marker(folding.unfold(marker.span), marker.labels, marker.style, marker.locator)
    return item._replace(marker=placed)


def _in_blocks(ends: Sequence[int], found: Iterable[Found]) -> Iterator[Found]:
    """The markers without those that begin in one block and end in another: brackets that match by chance."""
    for item in found:
        at = bisect_right(ends, item.marker.span.start)
        if at < len(ends) and item.marker.span.end <= ends[at]:
            yield item


def _overlaps(span: Span, taken: Sequence[Span], ends: Sequence[int]) -> bool:
    """Whether a span shares a character with one of the ordered spans `taken`, whose ends are `ends`."""
    at = bisect_right(ends, span.start)
    return at < len(taken) and taken[at].start < span.end


def _hidden(document: Document) -> Iterator[Filling]:
    """Everything that is not prose, and the gaps and markup inside prose."""
    position = 0
    for block in document.blocks:
        if block.kind not in PROSE:
            continue
        yield position, block.span.start, BREAK
        position = block.span.end
        if block.gaps or block.markup:
            fillers = [(gap.start, gap.end, GAP) for gap in block.gaps]
            yield from sorted(fillers + [(signs.start, signs.end, MARKUP) for signs in block.markup])
    yield position, len(document.text), BREAK


def _without_literals(prose: str, tokens: Iterable[inline.Token]) -> str:
    """The text in which markers are looked for: without literals, and of links only the words, except where these are labels."""
    spans: list[Filling] = []
    for token in tokens:
        if token.kind == "code" and IN_CODE.fullmatch(prose, token.start, token.end):
            continue
        if token.kind in ("code", "formula", "url"):
            spans.append((token.start, token.end, LITERAL))
        elif token.kind == "hidden":
            spans.append((token.start, token.end, GAP))
        elif token.words is not None and not (_is_label(prose, token.words) or prose.startswith(_CARD, token.start)):
            spans.append((token.start, token.words.start, MARKUP))
            spans.append((token.words.end, token.end, MARKUP))
    return inline.blank(prose, spans) if spans else prose


def _is_label(prose: str, words: Span) -> bool:
    """Whether the words of a link are labels, or a key that leads to its entry."""
    if _NUMBERS.fullmatch(prose, words.start, words.end):
        return True
    key = _KEY.match(prose, words.start)
    return key is not None and key.end() == words.end


def _blanked(prose: str, tokens: Sequence[inline.Token], found: Sequence[Found]) -> tuple[str, str]:
    """`Page.shown` and `Page.cut`."""
    markers = [(item.marker.span.start, item.marker.span.end, MARK) for item in found if item.marker.style != MENTION]
    markup, literals = _fillings(prose, tokens, markers)
    shown = inline.blank(prose, sorted(markers + markup)) if markers or markup else prose
    if f"]{MARK}" in shown:  # `[text][1]`: the words of a link whose address is the entry
        shown = _LINK_WORDS.sub(rf"{MARKUP}\1{MARKUP}", shown)
    if markers and (f":{MARK}" in shown or f": {MARK}" in shown or f"：{MARK}" in shown):
        shown = _NAMING.sub(_as_mark, shown)
    cut = inline.blank(shown, literals) if literals else shown
    names = [
        span
        for item in found
        if item.marker.style == MENTION
        for span in _within_name(cut, item.marker.span.start, item.marker.span.end)
    ]
    return shown, inline.blank(cut, names) if names else cut


def _fillings(
    prose: str, tokens: Sequence[inline.Token], markers: Sequence[Filling]
) -> tuple[list[Filling], list[Filling]]:
    """The markup of the tokens, which no reader sees, and the literals, which are shown and are no prose.

    Tokens that touch a marker are part of it and left out, but for links that have it among their words.
    """
    starts = [start for start, _, _ in markers]
    ends = [end for _, end, _ in markers]
    markup: list[Filling] = []
    literals: list[Filling] = []
    for token in tokens:
        last = bisect_right(starts, token.end - 1)
        if last and markers[last - 1][1] > token.start:
            first = bisect_right(ends, token.start)
            if not all(_in_words(token, marker) for marker in markers[first:last]):
                continue
        if token.kind == "link" and token.words is not None:
            markup += [(token.start, token.words.start, MARKUP), (token.words.end, token.end, MARKUP)]
        elif token.kind == "hidden" or prose.startswith(_SPACES, token.start):
            markup.append((token.start, token.end, GAP))
        elif prose.startswith("<sup", token.start):
            markup += [(token.start, token.start + 1, POWER), (token.start + 1, token.end, MARKUP)]
        elif token.kind == "markup":
            markup.append((token.start, token.end, MARKUP))
        else:
            literals.append((token.start, token.end, LITERAL))
            markup += _signs_around(prose, token)
    return markup, literals


def _signs_around(prose: str, token: inline.Token) -> list[Filling]:
    """The signs of an address that is written `<https://…>`, which are no words; those around code are."""
    start, end = token.start, token.end
    if token.kind != "url" or prose[start - 1 : start] != "<" or prose[end : end + 1] != ">":
        return []
    return [(start - 1, start, MARKUP), (end, end + 1, MARKUP)]


def _as_mark(match: re.Match[str]) -> str:
    """The words that name a marker as a part of it, at the start of a sentence or a line: `Fees fell. Source: [1]`."""
    before = match.string[max(0, match.start() - 4) : match.start()].rstrip(f" \t*_{MARKUP}")[-1:]
    return MARK * len(match.group()) if before in _BEFORE_NAMING else match.group()


def _within_name(cut: str, start: int, end: int) -> Iterator[Filling]:
    """The parts of a name that must not end or begin a sentence: the stops of `Smith et al. 2020`; all of a key."""
    if cut[start].islower():
        yield start, end, LITERAL
    else:
        yield from ((stop.start(), stop.end(), LITERAL) for stop in _STOPS.finditer(cut, start, end))


def _with_sources(marker: Marker, ids: Iterable[str | None], locator: str | None) -> Marker:
    """A marker with a locator, white space in it folded, and with the sources of its labels."""
    place = " ".join(locator.split()) if locator else locator
    return Marker(marker.span, marker.labels, marker.style, place, marker.scope, tuple(ids))


def _place(reference: Reference | None) -> str | None:
    return url_locator(reference.url) if reference and reference.url else None


def _in_words(token: inline.Token, marker: Filling) -> bool:
    """Whether a marker stands among the words of a link: `[Smith (2020)](url)`."""
    return token.words is not None and token.words.start <= marker[0] and marker[1] <= token.words.end


def _carried(prose: str, item: Found) -> Reference | None:
    """The reference that a marker carries itself, `[1](url)` or `([text](url))`; None if it carries none."""
    if item.target is None or "#cite_note" in item.target:  # a link into a list that the text has too
        return None
    label, span = item.marker.labels[0], item.marker.span
    words = " ".join(prose[span.start : span.end].split())
    title = None if label.isdecimal() else label
    url = plain_url(item.target)
    identity = source_id(words, url, None)
    doi = identity.removeprefix("doi:") if identity.startswith("doi:") else None
    return Reference(label, words, span, url, doi, title, identity, span)
