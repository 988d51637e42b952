"""The document's own lists of references: where they are, what their entries say, and which part of the text they serve.

A list is a run of blocks that open with a label (`[1]`, `1.`, `[^note]:`) or stand under a heading such as
`References`. What makes a run a list: its heading, the form of a definition, or labels that the text uses.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from indexer.inline import shown
from indexer.model import Block, BlockKind, Document, Marker, Problem, Reference, Span
from indexer.notes import reads_as_prose
from indexer.places import Places
from indexer.problems import problem
from indexer.references.addresses import Addresses
from indexer.references.besides import has_own_list, is_carried, with_notes_apart
from indexer.references.blocks import EntryList
from indexer.references.coverage import coverage
from indexer.references.entries import make_reference
from indexer.references.lists import find_lists
from indexer.references.naming import name_entries
from indexer.references.titles import find_title
from indexer.works import follow_names, follow_repeats, read_repeat
from indexer.works.repeats import may_repeat

_BOLD_LEVEL = 6  # what readers give a line of its own in bold
_LAST_NOTE = 600  # characters behind the last entry's first block that may go on with it
_LETTER = re.compile(r"[^\W_]")
_FOOTNOTE = re.compile(r"\[\^[^\[\]\s]{1,40}\](?!:)")
_REPEAT_SAMPLE = 80  # characters in which an entry says that it is the one before it


def resolve_references(document: Document) -> Document:
    """The document with its references, and with their blocks as `reference`, or as `note` where they are prose.

    Lists are looked for where no reference holds that the format itself marks. A text whose format marks notes alone may
    have a list besides; then it is searched for the markers of that.
    """
    document = _with_own_followed(replace(document, references=tuple(map(_titled, document.references))))
    words = shown(document.text, document.blocks, document.letters)
    apart = with_notes_apart(document, words)
    resolved = _resolved(apart, words)
    return _resolved(document, words) if apart is not document and not resolved.searched else resolved


def _resolved(document: Document, words: str) -> Document:
    """The document with the references of all lists in the room that its own leave. `words` is the text as it is shown."""
    references = list(document.references)
    addresses = Addresses(document.addresses)
    settled: list[Block] = []
    blocks = deque(document.blocks)
    for room in _rooms(document):
        settled += _taken(blocks, room.start)
        inside = _taken(blocks, room.end)
        references += _resolve(document.text, words, inside, room, addresses)
        settled += inside
    found = references[len(document.references) :]
    if not found:
        return document
    searched = document.searched or has_own_list(document, words, found)
    references, unknown = _followed(follow_names(references))
    problems = (*document.problems, *(_unknown(document, *each) for each in unknown))
    blocks_ = (*settled, *blocks)
    return replace(document, references=tuple(references), blocks=blocks_, problems=problems, searched=searched)


def _titled(reference: Reference) -> Reference:
    """A reference that the format marks, with a title from its words if the format names none."""
    if reference.title or not reference.text or is_carried(reference):
        return reference
    return replace(reference, title=find_title(reference.text, links_title=True))


def _rooms(document: Document) -> Iterator[Span]:
    """The parts of a document that its own references do not cover, in order; a text with footnotes may have a list too."""
    position = 0
    for covered in sorted({each.covers for each in document.references if not (each.footnote or is_carried(each))}):
        if position < covered.start:
            yield Span(position, covered.start)
        position = max(position, covered.end)
    if position < len(document.text):
        yield Span(position, len(document.text))


def _taken(blocks: deque[Block], end: int) -> list[Block]:
    """The blocks that begin before an offset, taken off."""
    taken = []
    while blocks and blocks[0].span.start < end:
        taken.append(blocks.popleft())
    return taken


def _resolve(text: str, words: str, blocks: list[Block], room: Span, addresses: Addresses) -> list[Reference]:
    """The references of one part of a text, whose blocks get their kinds. `words` is the text as it is shown."""
    lists = find_lists(text, blocks, addresses)
    references: list[Reference] = []
    original = tuple(blocks)
    # Where a list of notes and one of sources use the same labels, a marker means the source.
    pairs = zip(lists, coverage(text, lists, room), strict=True)
    for found, covered in sorted(pairs, key=lambda pair: pair[0].kind == "notes"):
        found.notes = _is_prose(text, found)
        references += name_entries(_references(words, original, found, covered, addresses))
        _settle(text, blocks, found)
    return references


def _with_own_followed(document: Document) -> Document:
    """The document with `ibid.` followed in the notes that its format marks, and in the markers that mean them."""
    own = [reference for reference in document.references if not is_carried(reference)]
    followed, unknown = _followed(own)
    told = {(problem.code, problem.span) for problem in document.problems}
    new = [each for found in unknown if ((each := _unknown(document, *found)).code, each.span) not in told]
    changed = {
        (before.label, before.source_id): after.source_id
        for before, after in zip(own, followed, strict=True)
        if before.source_id != after.source_id
    }
    if not changed and not new:
        return document
    known = {id(before): after for before, after in zip(own, followed, strict=True)}
    return replace(
        document,
        references=tuple(known.get(id(reference), reference) for reference in document.references),
        markers=tuple(_renamed(marker, changed) for marker in document.markers),
        problems=(*document.problems, *new),
    )


def _renamed(marker: Marker, changed: Mapping[tuple[str, str], str]) -> Marker:
    """A marker with the sources that its labels have now."""
    pairs = zip(marker.labels, marker.source_ids, strict=True) if marker.source_ids else ()
    ids = tuple(changed.get((label, id_ or ""), id_) for label, id_ in pairs)
    return marker if ids == marker.source_ids else replace(marker, source_ids=ids)


def _followed(references: list[Reference]) -> tuple[list[Reference], list[tuple[Reference, str]]]:
    """The entries with `ibid.` followed, which means the one before it in the text, in the order that they came in."""
    if not any(may_repeat(reference.text[:_REPEAT_SAMPLE]) for reference in references):
        return references, []
    followed, unknown = follow_repeats(sorted(references, key=lambda reference: reference.span))
    by_place = {(reference.span, reference.label): reference for reference in followed}
    return [by_place[reference.span, reference.label] for reference in references], unknown


def _unknown(document: Document, reference: Reference, message: str) -> Problem:
    return problem("CIT007", message, document.uri, reference.span, *Places(document.text).of(reference.span.start))


def _is_prose(text: str, found: EntryList) -> bool:
    """Whether the entries of a list are notes to be read and not works to be looked up."""
    if found.kind == "sources":
        return False
    ends = [*(entry.span.start for entry in found.entries[1:]), found.entries[-1].span.end + _LAST_NOTE]
    prose = sum(reads_as_prose(text[entry.body : end].rstrip()) for entry, end in zip(found.entries, ends, strict=True))
    return prose * (5 if found.kind == "notes" else 3) >= len(found.entries)


def _references(
    text: str, blocks: Sequence[Block], found: EntryList, covers: Sequence[Span], addresses: Addresses
) -> list[Reference]:
    # By where the words begin: an entry that opens with several labels is as many, with the same words.
    ends = {entry.body: entry.span.end for entry in found.entries}
    for at, entry in found.rest.items():
        ends[entry.body] = max(ends[entry.body], blocks[at].span.end)
    pairs = zip(found.entries, covers, strict=True)
    made = (make_reference(text, entry, ends[entry.body], covered, addresses) for entry, covered in pairs)
    return [reference for reference in made if _LETTER.search(reference.text)]  # one without words names no work


def _settle(text: str, blocks: list[Block], found: EntryList) -> None:
    """Give the blocks of a list their kind; a note's words begin behind its label."""
    if found.announced is not None and found.level >= _BOLD_LEVEL:
        # A line that only announces the list heads nothing that stands behind it.
        blocks[found.announced] = replace(blocks[found.announced], kind="furniture", level=0)
    prosaic: set[int] = set()  # footnotes that are prose, whatever their list is
    for entry in found.entries:
        block = blocks[entry.block]
        first, _, rest = text[entry.body : entry.span.end].partition(" ")
        addressed = "://" in first and _LETTER.search(rest) is None
        words = text[entry.body : entry.span.end]
        notes = found.notes or (entry.form == "footnote" and reads_as_prose(words))
        prose = notes and not addressed and read_repeat(words) is None
        if entry.form == "footnote" and prose:
            prosaic.add(entry.block)
        kind: BlockKind = "note" if prose or _names_note(text, entry.body, entry.span.end) else "reference"
        begins = kind == "note" and block.span.start <= entry.body < block.span.end
        blocks[entry.block] = _behind(block, kind, entry.body if begins else block.span.start)
    for at, entry in found.rest.items():
        block = _indented(text, blocks[at]) if entry.form == "footnote" else blocks[at]
        if block.kind not in ("code", "furniture"):
            prose = found.notes or _names_note(text, block.span.start, block.span.end) or entry.block in prosaic
            blocks[at] = replace(block, kind="note" if prose else "reference")


def _behind(block: Block, kind: BlockKind, start: int) -> Block:
    """What of a block stands from an offset on, as one of another kind."""
    gaps, markup = (tuple([s for s in spans if s.start >= start]) for spans in (block.gaps, block.markup))
    return Block(kind, Span(start, block.span.end), 0, gaps, markup)


def _indented(text: str, block: Block) -> Block:
    """A later paragraph of a footnote is set in, as code is; what is fenced is code there too."""
    words = text[block.span.start : block.span.end]
    if block.kind != "code" or words.lstrip().startswith(("```", "~~~")):
        return block
    start = block.span.start + len(words) - len(words.lstrip())
    return Block("paragraph", Span(start, block.span.start + len(words.rstrip())))


def _names_note(text: str, start: int, end: int) -> bool:
    """Whether an entry has a footnote itself: then it states something."""
    return text.find("[^", start, end) >= 0 and _FOOTNOTE.search(text, start, end) is not None
