"""Problems between the markers of a document and its list of references."""

from __future__ import annotations

from collections.abc import Iterator

from indexer.antecedents import named
from indexer.filenames import file_of
from indexer.linking import folded, named_by_links
from indexer.markers import Found
from indexer.misplaced import find_misplaced
from indexer.model import SOURCELESS, Marker, Problem, Reference, Span
from indexer.page import Page
from indexer.problems import called, problem


def find_problems(page: Page) -> Iterator[Problem]:
    """The problems of a document's markers and references, in no particular order."""
    used: set[int] = set()
    seen: set[int] = set()  # fitting entries that are noted already: markers that say the same share them
    missing: list[tuple[str, Span]] = []
    native = {marker.span for marker in page.document.markers}
    linked = _linked(page) if native else {}
    linked_out: set[str | None] = set()  # the works of markers that carry an address: `[1](url)` names its entry too
    for item in (*page.found, *map(Found, page.passages)):
        marker = item.marker
        if marker.style == "needed":
            words = page.document.text[marker.span.start : marker.span.end]
            yield page.at("CIT005", f"{words}: the author asks for a source", marker.span)
        if item.fits or item.repeat:
            yield from _named(page, item, missing)
            for entries in item.fits:
                if id(entries) not in seen:
                    seen.add(id(entries))
                    used.update(map(id, entries))
            continue
        if item.oddity:
            yield page.at(*item.oddity, marker.span)
        if marker.span in native:
            missing += ((f"[{label}]", marker.span) for label in _unlinked(marker, linked, used))
        elif item.target is None:
            _look_up(page, marker, used, missing)
        else:
            linked_out.update(marker.source_ids)
            _look_up(page, marker, used, [])
    used |= {id(reference) for reference in page.document.references if reference.source_id in linked_out}
    yield from _missing(page, missing)
    yield from _unused(page, used)
    yield from find_misplaced(page)


def _look_up(page: Page, marker: Marker, used: set[int], missing: list[tuple[str, Span]]) -> None:
    """Note in `used` which entries the labels of a marker name, and in `missing` which labels have no entry."""
    for label in marker.labels:
        reference = page.labels.resolve(label, marker.span.start, footnote=marker.style == "footnote")
        if reference is not None:
            used.add(id(reference))
        elif marker.style not in SOURCELESS and not _is_file(label):
            missing.append((f"[^{label}]" if marker.style == "footnote" else f"[{label}]", marker.span))


def _is_file(label: str) -> bool:
    """Whether a label is a file, `handbook.pdf`, `F:src/lake.py`: it says itself where to look."""
    return label.startswith("F:") or ("." in label and file_of(label) == label)


def _named(page: Page, item: Found, missing: list[tuple[str, Span]]) -> Iterator[Problem]:
    """The problems of a marker that names works by author and year or repeats another; labels without an entry go to `missing`."""
    span = item.marker.span
    if item.repeat is not None:
        if item.oddity:
            yield page.at(*item.oddity, span)
        return
    for label, entries in zip(item.marker.labels, item.fits, strict=True):
        if not entries:
            missing.append((f"[{label}]", span))
        elif len(entries) > 1:
            message = f"[{label}] may mean {len(entries)} entries: {named(entries)}; tell them apart in the text"
            yield page.at("CIT007", message, span)


def _unlinked(marker: Marker, linked: dict[tuple[str, str | None], set[int]], used: set[int]) -> Iterator[str]:
    """The labels without an entry of a marker that the format itself marks; entries that it names are noted in `used`."""
    for pair in zip(marker.labels, marker.source_ids, strict=True):
        if pair in linked:
            used |= linked[pair]
            linked[pair] = set()  # one look at them is enough, however many markers name them
        elif marker.style not in SOURCELESS:
            yield pair[0]


def _linked(page: Page) -> dict[tuple[str, str | None], set[int]]:
    """The entries by label and source, and for markers of notes by label alone (None)."""
    linked: dict[tuple[str, str | None], set[int]] = {}
    for reference in page.document.references:
        linked.setdefault((reference.label, reference.source_id), set()).add(id(reference))
        linked.setdefault((reference.label, None), set()).add(id(reference))
    return linked


def _missing(page: Page, missing: list[tuple[str, Span]]) -> Iterator[Problem]:
    """The problems of labels without an entry; a single one if the document has no list."""
    if missing and not any(_counts(page, each) and each.covers != each.span for each in page.document.references):
        lacks, mend = "no list of references", "add one"
        if any(marker.style == "key" for marker in page.document.markers):
            mend = "name a bibliography that has these keys with --bibliography"
        elif page.document.references:
            lacks, mend = "no labels in its list of references", "give each entry its own"
        message = f"the document has markers but {lacks}: {mend}, so that its sources have names"
        yield problem("CIT004", message, page.document.uri, Span(0, 0))
        return
    for label, span in missing:
        yield page.at("CIT001", f"{label} is not in the document's list of references", span)


def _unused(page: Page, used: set[int]) -> Iterator[Problem]:
    """The problems of entries that no marker names, also because an earlier entry has the same label."""
    named_entries = [reference for reference in page.document.references if id(reference) in used]
    sources = {reference.source_id for reference in named_entries}
    labelled = {(reference.label, reference.source_id) for reference in named_entries}
    linked: frozenset[str] | None = None
    for reference in page.document.references:
        if not _counts(page, reference) or id(reference) in used:
            continue
        linked = named_by_links(page.document.text) | page.shortcuts if linked is None else linked
        if folded(reference.label) in linked:
            continue
        if reference.named and reference.source_id in sources:
            continue
        first = None
        if page.document.searched and not reference.named:
            first = page.labels.resolve(reference.label, reference.covers.start, footnote=reference.footnote)
        if first is not None and first is not reference and first.covers == reference.covers:
            message = f"the label {called(reference)} stands twice; the first entry counts"
            yield page.at("CIT003", message, reference.span)
        elif (reference.label, reference.source_id) not in labelled:  # else the list is there twice
            yield page.at("CIT002", f"{called(reference)} is listed but no marker names it", reference.span)


def _counts(page: Page, reference: Reference) -> bool:
    """Whether markers are expected to name an entry; by author and year only if the document names any works so."""
    return bool(reference.label) and (not reference.named or page.names_authors)
