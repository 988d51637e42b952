"""The records that every layer passes on: frozen, without I/O and without parsing.

All offsets are code points of `Document.text`, half open; lines and columns count from 1.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from indexer.late import dataclass

BlockKind = Literal["paragraph", "item", "heading", "quote", "row", "caption", "code", "note", "reference", "furniture"]
PROSE: frozenset[BlockKind] = frozenset(("paragraph", "item", "quote", "row", "caption", "note"))
"""The blocks that state something."""
Attribution = Literal["direct", "inherited", "none"]
ChangeKind = Literal["added", "lost", "changed", "sources"]
Severity = Literal["error", "warning", "info"]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of code points."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of text that no sentence crosses.

    `span` excludes bullets, numbering, heading and quote signs at its start. `gaps` are spans inside it, in order, that are not words of the
    block: page furniture, quote signs of later lines. `markup` are spans, in order, of characters that a reader never sees: the text before
    one and the text after it join. `level` is the depth of a heading, 1 at the top, and 0 for other blocks. A heading without words ends a
    section. `number` is that of an item whose list counts, `bold` how many of its first characters are bold; both 0 where the text shows it.
    """

    kind: BlockKind
    span: Span
    level: int = 0
    gaps: tuple[Span, ...] = ()
    markup: tuple[Span, ...] = ()
    number: int = 0
    bold: int = 0


BOLD_LEVEL = 6
"""The level of a heading that no sign tells: a line of its own in bold, a term without a description."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A bibliography file that a text names, and where the text names it."""

    name: str
    span: Span


@dataclass(frozen=True, slots=True)
class Reference:
    """A document's own entry for a label.

    `covers` is the part of the document in which the label means this entry, because lists may start again at 1 in each
    section. For a reference that a marker carries itself, such as a link, it is the span of that marker.
    `footnote` distinguishes `[^1]` from `[1]`: they are different labels, although both are written `1`.
    `source_id` is the global identity of the work it names. A `named` entry has no label of its own: its label is what
    texts call the work, `Smith 2020`, and several entries may share it.
    """

    label: str
    text: str
    span: Span
    url: str | None
    doi: str | None
    title: str | None
    source_id: str
    covers: Span
    footnote: bool = False
    named: bool = False


@dataclass(frozen=True, slots=True)
class Problem:
    """A fault in a text: data, never raised. `code` and `name` are rows of `problems.KINDS`."""

    code: str
    name: str
    severity: Severity
    message: str
    uri: str
    span: Span
    line: int = 1
    column: int = 1


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A part of the line on which a problem begins; `start` and `end` are the offsets of the problem in `text`."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem that an audit reports.

    `end_line` and `end_column` are the place just behind it. `mark` identifies it among others of its kind in the text, and stays
    the same when lines move. A problem that several texts have together has no excerpt. `rendered` is as for the document.
    """

    problem: Problem
    end_line: int
    end_column: int
    mark: str
    excerpt: Excerpt | None = None
    rendered: bool = False


@dataclass(frozen=True, slots=True)
class Tally:
    """How many problems of a kind an audit found."""

    code: str
    name: str
    severity: Severity
    count: int


@dataclass(frozen=True, slots=True)
class Fix:
    """A text before and after its lists of references were mended.

    `dropped`, `merged` and `numbered` count the entries that were dropped, merged into others, and given another number or place.
    `left` says what was not mended and why.
    """

    uri: str
    before: str
    after: str
    dropped: int = 0
    merged: int = 0
    numbered: int = 0
    left: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """One text as a reader fixed it. `blocks` are in text order and do not overlap.

    `digest` is the SHA-256 of the bytes that were read, in hexadecimal. `markers` and `references` are those
    that the format itself marks as such; `searched` says whether the words may hold more of them.
    `wanted` are the bibliography files that the text names, `doubtful` the markers that count only with a bibliography.
    `addresses` are the URLs that the format ties to stretches of the text, in order.
    `claims` are those that the format itself states; if there are any, no others are looked for.
    `pages` are the offsets at which the pages of a paged format begin, in order; empty for other formats.
    `letters` are stretches shown as other, not more letters, in order: accents in LaTeX. A `rendered` text is not what
    the file holds but made from it, so that lines of the one are not lines of the other.
    """

    uri: str
    title: str
    text: str
    blocks: tuple[Block, ...]
    references: tuple[Reference, ...] = ()
    digest: str = ""
    problems: tuple[Problem, ...] = ()
    markers: tuple[Marker, ...] = ()
    searched: bool = True
    wanted: tuple[Wanted, ...] = ()
    doubtful: tuple[Marker, ...] = ()
    addresses: tuple[tuple[Span, str], ...] = ()
    claims: tuple[Claim, ...] = ()
    pages: tuple[int, ...] = ()
    letters: tuple[tuple[Span, str], ...] = ()
    rendered: bool = False


WIDEST_RANGE = 50
"""Labels in a range; a wider one is hardly meant as a list of all labels between."""
MENTION = "mention"
"""The style of markers whose words belong to the claim: `as <a>Smith and colleagues</a> found`."""
PASSAGE = "passage"
"""The style of words that a format ties to sources without a written marker; they may belong to several claims."""
SOURCELESS = frozenset({"note", "needed"})
"""Styles of markers that name no source: remarks, and `[citation needed]`."""


@dataclass(frozen=True, slots=True)
class Marker:
    """One group of labels in the text, `[2, 5-7]`, with its ranges expanded.

    `source_ids` runs parallel to `labels`, with None for the label of a note or of a flag such as `[citation needed]`.
    `scope` is the part of the claim that the marker supports. With the style `passage` the span is not that of a written
    marker but of the words that the sources support; it counts for every claim that it touches.
    """

    span: Span
    labels: tuple[str, ...]
    style: str
    locator: str | None = None
    scope: Span | None = None
    source_ids: tuple[str | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence, list item or table row that states something.

    `text` is `Document.text[span.start:span.end]`; `statement` is `text` without markers, gaps and markup, white space folded. `labels` and
    `source_ids` are in order of mention, without repeats; those of an inherited claim are the ones it inherits, and its `markers` are empty.
    `heading` is the path of headings above it, the outermost first. `ordinal` counts the claims of the document from 0. `locator` is the
    page or pages of a paged format, `p. 3` or `pp. 3–4`.
    """

    document_uri: str
    span: Span
    text: str
    statement: str
    markers: tuple[Marker, ...]
    labels: tuple[str, ...]
    source_ids: tuple[str, ...]
    attribution: Attribution
    heading: tuple[str, ...]
    block: BlockKind
    ordinal: int
    title: str = ""
    line: int = 1
    column: int = 1
    locator: str | None = None

    @property
    def id(self) -> str:
        """`<uri>#<start>-<end>`, unique in a corpus."""
        return f"{self.document_uri}#{self.span.start}-{self.span.end}"


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that one document yields. `document.references` are resolved; `problems` includes those of reading."""

    document: Document
    claims: tuple[Claim, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """A claim that matches a query. `highlights` are disjoint spans of `claim.statement`, in order."""

    claim: Claim
    score: float
    highlights: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """What became of a claim from one version of a document to the next.

    An `added` claim has no `old` one, a `lost` claim no `new` one; `changed` ones differ in words, `sources` only in their sources.
    """

    kind: ChangeKind
    old: Claim | None
    new: Claim | None


@dataclass(frozen=True, slots=True)
class Impact:
    """A claim that rests on a source, and the ids that are `left` of its sources without that one: none if the claim falls with it."""

    claim: Claim
    left: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """A work that claims rest on, over all documents.

    `labels` maps the uri of a document to the labels that it uses for the work. `claims` counts direct claims,
    `inherited` inherited ones, `documents` the documents that name the work, with or without a claim.
    """

    id: str
    title: str | None
    url: str | None
    doi: str | None
    labels: Mapping[str, tuple[str, ...]]
    claims: int
    inherited: int
    documents: int


@dataclass(frozen=True, slots=True)
class DocumentSummary:
    """A document of the index and its counts; `claims` is the sum of the three attributions."""

    uri: str
    title: str
    digest: str
    claims: int
    direct: int
    inherited: int
    none: int
    sources: int
    problems: int
