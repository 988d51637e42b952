"""The document's own lists of references: where they are, what their entries say, and which part of the text they serve.

A list is a run of blocks that open with a label (`[1]`, `1.`, `[^note]:`) or stand under a heading such as
`References`. What makes a run a list: its heading, the form of a definition, or labels that the text uses.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain

from indexer.inline import shown
from indexer.model import BOLD_LEVEL, Block, BlockKind, Document, Marker, Problem, Reference, Span
from indexer.notes import end_of_work, names_place, reads_as_prose
from indexer.patterns import pattern
from indexer.places import Places
from indexer.problems import problem
from indexer.references.addresses import Addresses
from indexer.references.besides import has_own_list, is_carried, with_notes_apart
from indexer.references.blocks import EntryList
from indexer.references.coverage import coverage
from indexer.references.entries import Entry, make_reference
from indexer.references.linklines import settle_link_lines
from indexer.references.lists import find_lists
from indexer.references.naming import name_entries
from indexer.references.titles import find_title
from indexer.sources import source_id
from indexer.works import follow_names, follow_repeats, points_back, read_pointer, read_repeat
from indexer.works.repeatwords import may_repeat

_LAST_NOTE = 600  # characters behind the last entry's first block that may go on with it
_LETTER = pattern(r"[^\W_]")
_FOOTNOTE = pattern(r"\[\^[^\[\]\s]{1,40}\](?!:)")
_REPEAT_SAMPLE = 80  # characters in which an entry says that it is the one before it


def resolve_references(document: Document) -> Document:
    """The document with its references, and with their blocks as `reference`, or as `note` where they are prose.

    Lists are looked for where no reference holds that the format itself marks. A text whose format marks notes alone may
    have a list besides; then it is searched for the markers of that.
    """
    document = _with_own_followed(replace(document, references=tuple(map(_titled, document.references))))
    words = shown(document.text, document.blocks, document.letters)
    apart = with_notes_apart(document, words)
    resolved = _with_lists(apart, words)
    return _with_lists(document, words) if apart is not document and not resolved.searched else resolved


def _with_lists(document: Document, words: str) -> Document:
    """The document with the references of all lists in the room that its own leave. `words` is the text as it is shown."""
    references = list(document.references)
    addresses = Addresses(document.addresses)
    settled: list[Block] = []
    blocks = deque(document.blocks)
    for room in _rooms(document):
        settled += _taken(blocks, room.start)
        inside = _taken(blocks, room.end)
        references += _read_lists(document.text, words, inside, room, addresses)
        settled += inside
    found = references[len(document.references) :]
    if not found:
        return document
    searched = document.searched or has_own_list(document, words, found)
    references, unknown = _followed(follow_names(references), document.uri)
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


def _read_lists(text: str, words: str, blocks: list[Block], room: Span, addresses: Addresses) -> list[Reference]:
    """The references of one part of a text, whose blocks get their kinds. `words` is the text as it is shown."""
    lists = find_lists(text, blocks, addresses)
    references: list[Reference] = []
    original = tuple(blocks)
    parts: dict[int, list[Block]] = {}
    # Where a list of notes and one of sources use the same labels, a marker means the source.
    pairs = zip(lists, coverage(text, lists, room), strict=True)
    for found, covered in sorted(pairs, key=lambda pair: pair[0].kind == "notes"):
        found.notes = _is_prose(text, original, found)
        references += name_entries(_references(words, original, found, covered, addresses))
        parts.update(_settle(text, blocks, found))
    if parts:
        blocks[:] = chain.from_iterable(parts.get(at, (block,)) for at, block in enumerate(blocks))
    if references:
        settle_link_lines(text, blocks)
    return references


def _with_own_followed(document: Document) -> Document:
    """The document with `ibid.` followed in the notes that its format marks, and in the markers that mean them."""
    own = [reference for reference in document.references if not is_carried(reference)]
    followed, unknown = _followed(own, document.uri)
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


def _followed(references: list[Reference], uri: str) -> tuple[list[Reference], list[tuple[Reference, str]]]:
    """The entries with `ibid.` followed, which means the one before it in the text, in the order that they came in.

    What points to a work that is not known is a source of its own, and of this text alone.
    """
    if not any(may_repeat(each.text[:_REPEAT_SAMPLE]) or read_pointer(each.text) for each in references):
        return references, []
    followed, unknown = follow_repeats(sorted(references, key=lambda reference: reference.span))
    by_place = {(reference.span, reference.label): reference for reference in followed}
    found = [by_place[reference.span, reference.label] for reference in references]
    return [_of_its_text(each, uri) if points_back(each) else each for each in found], unknown


def _of_its_text(reference: Reference, uri: str) -> Reference:
    """An entry that points to a work, as a source of this text alone if that is all that is known of the work."""
    known = reference.url or reference.doi or reference.named
    if known or reference.source_id != source_id(reference.text, None, None):
        return reference
    return replace(reference, source_id=f"{uri}[{reference.label}]")


def _unknown(document: Document, reference: Reference, message: str) -> Problem:
    return problem("CIT007", message, document.uri, reference.span, *Places(document.text).of(reference.span.start))


def _is_prose(text: str, blocks: Sequence[Block], found: EntryList) -> bool:
    """Whether the entries of a list are notes to be read and not works to be looked up."""
    if found.kind == "sources":
        return False
    ends = [*(entry.span.start for entry in found.entries[1:]), found.entries[-1].span.end + _LAST_NOTE]
    if found.kind == "notes" and found.announced is None:  # those at the foot of pages, between which other words stand
        behind = _ends(blocks, found)
        ends = [behind[entry.body] for entry in found.entries]
    prose = sum(reads_as_prose(text[entry.body : end].rstrip()) for entry, end in zip(found.entries, ends, strict=True))
    return prose * (5 if found.kind == "notes" else 3) >= len(found.entries)


def _ends(blocks: Sequence[Block], found: EntryList) -> dict[int, int]:
    """Where each entry ends, with the blocks that go on with it, by where its words begin."""
    ends = {entry.body: entry.span.end for entry in found.entries}
    for at, entry in found.rest.items():
        ends[entry.body] = max(ends[entry.body], blocks[at].span.end)
    return ends


def _references(
    text: str, blocks: Sequence[Block], found: EntryList, covers: Sequence[Span], addresses: Addresses
) -> list[Reference]:
    ends = _ends(blocks, found)  # an entry that opens with several labels is as many, with the same words
    pairs = zip(found.entries, covers, strict=True)
    made = (make_reference(text, entry, ends[entry.body], covered, addresses) for entry, covered in pairs)
    return [reference for reference in made if _LETTER.search(reference.text)]  # one without words names no work


def _settle(text: str, blocks: list[Block], found: EntryList) -> dict[int, list[Block]]:
    """Give the blocks of a list their kind; a note's words begin behind its label. Blocks of several notes are given in parts."""
    if found.announced is not None and found.level >= BOLD_LEVEL:
        # A line that only announces the list heads nothing that stands behind it.
        blocks[found.announced] = replace(blocks[found.announced], kind="furniture", level=0)
    for at in found.groups:
        blocks[at] = replace(blocks[at], kind="furniture", level=0)
    bodies: dict[int, dict[int, Block]] = {}  # an entry with several labels is as many, with the same words
    for entry in found.entries:
        bodies.setdefault(entry.block, {})[entry.body] = _part(text, blocks[entry.block], found, entry)
    parts = {at: [inside[body] for body in sorted(inside)] for at, inside in bodies.items()}
    for at, end in found.shared.items():
        parts[at].insert(0, _cut_out(blocks[at], blocks[at].kind, blocks[at].span.start, end))
    for at, inside in parts.items():
        if len(inside) == 1 or all(part.kind == "reference" for part in inside):
            blocks[at] = inside[0] if len(inside) == 1 else replace(blocks[at], kind="reference", level=0)
    prosaic = {  # footnotes that are prose, whatever their list is
        entry.block
        for entry in found.entries
        if entry.form == "footnote" and bodies[entry.block][entry.body].kind == "note"
    }
    for at, entry in found.rest.items():
        block = _indented(text, blocks[at]) if entry.form == "footnote" else blocks[at]
        if block.kind not in ("code", "furniture"):
            prose = found.notes or _names_note(text, block.span.start, block.span.end) or entry.block in prosaic
            blocks[at] = replace(block, kind="note" if prose else "reference")
    several = {at: inside for at, inside in parts.items() if len(inside) > 1}
    return {at: inside for at, inside in several.items() if any(part.kind != "reference" for part in inside)}


def _part(text: str, block: Block, found: EntryList, entry: Entry) -> Block:
    """What of a block is one entry, as one of its kind."""
    first, _, rest = text[entry.body : entry.span.end].partition(" ")
    addressed = "://" in first and _LETTER.search(rest) is None
    words = " ".join(text[entry.body : entry.span.end].split())
    notes = found.notes or (entry.form == "footnote" and reads_as_prose(words))
    prose = notes and words and not addressed and read_repeat(words) is None and read_pointer(words) is None
    prose = prose and (reads_as_prose(words) or not names_place(words))
    kind: BlockKind = "note" if prose or _names_note(text, entry.body, entry.span.end) else "reference"
    begins = kind == "note" and block.span.start <= entry.body < block.span.end
    body = entry.body + end_of_work(text[entry.body : entry.span.end])
    return _cut_out(block, kind, body if begins else max(block.span.start, entry.span.start), entry.span.end)


def _cut_out(block: Block, kind: BlockKind, start: int, end: int) -> Block:
    """What of a block stands between two offsets, as one of another kind."""
    gaps, markup = (
        tuple([s for s in spans if start <= s.start and s.end <= end]) for spans in (block.gaps, block.markup)
    )
    return Block(kind, Span(start, max(start, min(end, block.span.end))), 0, gaps, markup)


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
