"""reStructuredText: `[1]_` and `.. [1] …`, `[CIT2002]_`, the roles of sphinxcontrib-bibtex, and the blocks of a text.

It reads the lines itself, because docutils builds a tree without offsets. Directives are recognised by name; what they
include or compute is not read.
"""

from __future__ import annotations

import re
from dataclasses import replace

from indexer.model import BlockKind, Reference, Span, Wanted
from indexer.notes import reads_as_prose
from indexer.patterns import pattern
from indexer.readers.bibliography import BibliographyEntry
from indexer.readers.blockbuilder import BlockBuilder, linked_text, words_of
from indexer.readers.inlinenotes import with_own_sources
from indexer.readers.linewise import Line, lines_of
from indexer.readers.parsed import ParsedText
from indexer.readers.rstlinks import Targets
from indexer.readers.rstnotes import NoteLabels, find_inline

_ADORNMENT = pattern(r"([!-/:-@\[-`{-~])\1{2,}")
_GRID = pattern(r"\+(?:[-=]+\+)+")
_SIMPLE = pattern(r"=+(?: +=+)+")
_ITEM = pattern(
    r"(?:[-*+•‣⁃]|(?:\d{1,3}|#|[a-zA-Z]|[ivxIVX]{1,6})[.)]|\((?:\d{1,3}|#|[a-zA-Z]|[ivxIVX]{1,6})\))(?:[ \t]+(?=\S)|$)"
)
_NUMBER = pattern(r"\(?(?P<number>\d{1,3})[.)]")
_FIELD = pattern(r":(?![ :])[^:\n`]{1,80}:(?:[ \t]+|$)")
_NOTE = pattern(r"\.\.[ \t]+\[(?P<label>\d{1,6}|#[\w.-]{0,60}|\*|\w[\w.:+-]{0,80})\](?:[ \t]+|$)")
_DIRECTIVE = pattern(
    r"\.\.[ \t]+(?:\|[^|\n]{1,80}\|[ \t]+)?(?P<name>[\w:+.-]{1,60}?)::(?:[ \t]+(?P<words>[^\n]{1,1000}))?"
)
_CODE = frozenset(
    """code code-block sourcecode math literalinclude parsed-literal doctest testcode testoutput ipython plot raw highlight graphviz
    mermaid uml productionlist prompt jupyter-execute""".split()
)
_SKIPPED = frozenset(
    """image contents toctree include index meta bibliography footbibliography only-comment role default-role sectnum target-notes
    header footer automodule autoclass autofunction currentmodule module unicode replace date csv-table tabularcolumns""".split()
)
_UNREAD = frozenset({"figure", "class", "container", "only", "rst-class"})  # their own words are names
_CAPTIONED = frozenset({"figure", "table", "list-table", "rubric"})
_VERSIONED = frozenset({"versionadded", "versionchanged", "versionremoved", "deprecated", "deprecated-removed"})
# What Sphinx documents: the directive's own words are its signature.
_OBJECTS = frozenset(
    """function method classmethod staticmethod decorator decoratormethod attribute property data exception type alias macro member var
    struct union enum enumerator envvar option confval describe object signature command cmdoption""".split()
)
_ENDS_LITERAL = "::"


def read_rst(text: str) -> ParsedText:
    """The blocks, markers and references of a text; its title is its first heading."""
    scan = _Scan(text)
    scan.run()
    names = scan.labels.names()
    references = tuple(replace(each, label=names.get(each.label, each.label)) for each in scan.references)
    head = next((block for block in scan.out.blocks if block.kind == "heading"), None)
    own = with_own_sources(scan.labels.markers_named(names), references)
    parsed = linked_text(text, scan.out.blocks, own, references, scan.out.outlinks, scan.letters)
    title = words_of(text, head) if head else ""
    return replace(parsed, title=title, searched=not scan.labels.markers, wanted=tuple(scan.wanted))


class _Scan:
    """One pass over the lines. `_contexts` are the open indents, each with the kind of its blocks."""

    def __init__(self, text: str) -> None:
        self.out = BlockBuilder(text)
        self.labels = NoteLabels()
        self.references: list[Reference] = []
        self.letters: list[tuple[Span, str]] = []
        self.wanted: list[Wanted] = []
        self._text = text
        self._whole = Span(0, len(text))
        self._lines = lines_of(text)
        self._at = 0
        self._contexts: list[tuple[int, BlockKind]] = []
        self._levels: list[str] = []
        self._begun = False
        self._counted = (0, 0)  # the indent and the number of the last item that the text does not number
        self._targets = Targets(text)

    def run(self) -> None:
        """Read all lines."""
        while self._at < len(self._lines):
            line = self._lines[self._at]
            if line is None:
                self._at += 1
            else:
                self._block(line)

    def _peek(self, ahead: int) -> Line | None:
        """A line after the current one; None for a blank one, and after the last."""
        at = self._at + ahead
        return self._lines[at] if at < len(self._lines) else None

    def _block(self, line: Line) -> None:
        words = line.text
        below = self._peek(1)
        kind = self._context(line)
        if _GRID.fullmatch(words):
            self._grid()
        elif _SIMPLE.fullmatch(words):
            self._simple()
        elif below is not None and self._is_title(line, below):
            self._heading(line, below)
        elif _ADORNMENT.fullmatch(words) and len(words) > 3:
            self._at += 1
        elif words == ".." or words.startswith((".. ", "..\t")):
            self._explicit(line)
        elif words.startswith(">>> "):
            self._verbatim(line.indent - 1, stop_at_blank=True)
        elif words.startswith("| "):
            self._verse(kind)
        elif words.startswith("__ "):
            self._at += 1
        else:
            self._words(line, kind)

    def _words(self, line: Line, kind: BlockKind) -> None:
        """A field, which at the start is metadata of the document, an item of a list, or a paragraph."""
        if field := _FIELD.match(line.text):
            self._item(line, field.end(), "item" if self._begun else "furniture")
        elif item := _ITEM.match(line.text):
            self._item(line, item.end(), "item")
        else:
            self._flow(line, line.start, kind)

    def _context(self, line: Line) -> BlockKind:
        """The kind of a block at the indent of a line: part of a list item or note, or, if indented further, a quotation."""
        while self._contexts and self._contexts[-1][0] > line.indent:
            self._contexts.pop()
        before, kind = self._contexts[-1] if self._contexts else (0, "paragraph")
        if line.indent > before:
            kind = "quote" if kind in ("paragraph", "item") else kind
            self._contexts.append((line.indent, kind))
        return kind

    # --- headings and tables

    def _is_title(self, line: Line, below: Line) -> bool:
        over = _ADORNMENT.fullmatch(line.text)
        last = self._peek(2)
        if over and last is not None and last.text == line.text and not _ADORNMENT.fullmatch(below.text):
            return True
        under = _ADORNMENT.fullmatch(below.text)
        return bool(
            under
            and not over
            and line.indent == below.indent
            and len(below.text) >= min(len(line.text), 4)
            and not line.indent
        )

    def _heading(self, line: Line, below: Line) -> None:
        over = _ADORNMENT.fullmatch(line.text) is not None
        title = below if over else line
        style = line.text[0] + "=" if over else below.text[0]
        if style not in self._levels:
            self._levels.append(style)
        self._at += 3 if over else 2
        self._contexts.clear()
        self.out.begin("heading", self._levels.index(style) + 1)
        self._inline(title.start, title.end)
        self.out.end()
        self._begun = self._begun or len(self._levels) > 1

    def _grid(self) -> None:
        """A table drawn with `+---+`: a row is between two rules, the header above `+===+`."""
        first = len(self.out.blocks)
        while (line := self._peek(0)) is not None and line.text[0] in "+|":
            self._at += 1
            if line.text[0] == "|":
                self._cells(line)
                continue
            self.out.end()
            if "=" in line.text:
                self.out.settle(first, "furniture")
                first = len(self.out.blocks)
            self.out.begin("row")
        self.out.end()

    def _cells(self, line: Line) -> None:
        position = line.start
        for match in re.finditer(r"[|+]", line.text):
            self._inline(position, line.start + match.start())
            self.out.part()
            position = line.start + match.end()
        self._inline(position, line.end)

    def _simple(self) -> None:
        """A table between rules of `==== ====`: the rows above the second are the header if there is a third."""
        self._at += 1
        first = len(self.out.blocks)
        while self._at < len(self._lines):
            line = self._peek(0)
            self._at += 1
            if line is None:
                if not self._table_goes_on():
                    break
            elif _SIMPLE.fullmatch(line.text):
                after = self._peek(0)
                if after is None:
                    break
                self.out.settle(first, "furniture")
                first = len(self.out.blocks)
            elif not re.fullmatch(r"-+(?: +-+)*", line.text):
                self.out.begin("row")
                self._inline(line.start, line.end)
                self.out.end()

    def _table_goes_on(self) -> bool:
        """Whether the line after a blank one is another row: it is not indented, and has gaps."""
        line = self._peek(0)
        return line is not None and ("  " in line.text or _SIMPLE.fullmatch(line.text) is not None)

    # --- what begins with two dots

    def _explicit(self, line: Line) -> None:
        self._begun = True
        if note := _NOTE.match(line.text):
            self._note(line, note)
        elif directive := _DIRECTIVE.match(line.text):
            self._directive(line, directive)
        else:  # a target, a substitution or a comment; an empty one only separates what is around it
            is_empty = line.text == ".." and self._peek(1) is None
            self._at += 1
            if not is_empty:
                self._skip(line.indent)

    def _note(self, line: Line, match: re.Match[str]) -> None:
        """A note or an entry of the bibliography, with its later paragraphs."""
        label, is_note = self.labels.define(match["label"])
        body = self._peek(1) if match.end() == len(line.text) else None
        start = line.start + match.end()
        if match.end() == len(line.text):
            self._at += 1
            if body is None or body.indent <= line.indent:
                return
            start = body.start
        first = len(self.out.blocks)
        kind: BlockKind = "note" if is_note else "reference"
        self._contexts.append((line.indent + 1, kind))
        self._flow(body or line, start, kind, hanging=True, indent=line.indent + 1)
        if len(self.out.blocks) == first:
            return
        block = self.out.blocks[first]
        words = words_of(self._text, block)
        if not reads_as_prose(words):
            self.out.settle(first, "reference")
            self._contexts[-1] = (line.indent + 1, "reference")
        reference = BibliographyEntry(words=words, label=label, url=self.out.address_in(block)).reference(
            block.span, self._whole
        )
        self.references.append(replace(reference, footnote=is_note))

    def _directive(self, line: Line, match: re.Match[str]) -> None:
        name = match["name"].lower().rpartition(":")[2]
        if name == "bibliography" and match["words"]:
            place = line.start + match.start("words")
            self.wanted += (
                Wanted(each.group(), Span(place + each.start(), place + each.end()))
                for each in re.finditer(r"\S+", match["words"])
            )
        if name in _CODE:
            self._at += 1
            self._verbatim(line.indent)
        elif name in _SKIPPED or line.text.split("::")[0].endswith("|"):
            self._at += 1
            self._skip(line.indent)
        else:
            self._open_directive(line, match, name)

    def _open_directive(self, line: Line, match: re.Match[str], name: str) -> None:
        """A directive whose content is text, without its options, `:name: value`."""
        words = match["words"] or ""
        start = line.start + match.start("words") if words else line.end
        if name in _VERSIONED:  # `3.6 It is new`
            start += len(words) - len(words.partition(" ")[2].lstrip())
        if start < line.end and name not in _UNREAD and name not in _OBJECTS:
            kind: BlockKind = "caption" if name in _CAPTIONED else "paragraph"
            self.out.begin("furniture" if name == "rubric" else kind)
            self._inline(start, line.end)
            self.out.end()
        self._at += 1
        if name in _OBJECTS:
            self._signatures(line.indent)
        while (below := self._peek(0)) is not None and below.indent > line.indent and _FIELD.match(below.text):
            self._at += 1
        content = next((each for each in self._lines[self._at : self._at + 2] if each is not None), None)
        if content is not None and content.indent > line.indent:
            self._context(line)
            self._contexts.append((content.indent, "caption" if name == "figure" else "paragraph"))

    def _signatures(self, indent: int) -> None:
        """Skip further signatures, up to a blank line."""
        while self._at < len(self._lines):
            below = self._lines[self._at]
            if below is None or below.indent <= indent or _FIELD.match(below.text):
                break
            self._at += 1

    def _skip(self, indent: int) -> Span | None:
        """Skip the lines that are indented further; returns their span."""
        span: Span | None = None
        while self._at < len(self._lines):
            line = self._lines[self._at]
            if line is not None:
                if line.indent <= indent:
                    break
                span = Span(span.start if span else line.start, line.end)
            self._at += 1
        return span

    def _verbatim(self, indent: int, *, stop_at_blank: bool = False) -> None:
        if stop_at_blank:
            first = self._peek(0)
            while (line := self._peek(0)) is not None:
                self._at += 1
                last = line
            span = Span(first.start, last.end) if first else None
        else:
            span = self._skip(indent)
        if span is not None:
            self.out.begin("code")
            self.out.words(span.start, span.end)
            self.out.end()

    def _verse(self, kind: BlockKind) -> None:
        """Lines that each start with a bar."""
        self.out.begin(kind)
        while (line := self._peek(0)) is not None:
            self._at += 1
            bar = line.text.startswith("| ")
            self.out.part()
            self._inline(line.start + 2 * bar, line.end)
        self.out.end()

    # --- words

    def _item(self, line: Line, skip: int, kind: BlockKind) -> None:
        indent = line.indent + max(skip, 1)
        number = 0
        if line.text.startswith(("#.", "#)", "(#)")):
            goes_on = self.out.blocks[-1:] and self.out.blocks[-1].kind == "item" and self._counted[0] == line.indent
            number = self._counted[1] + 1 if goes_on else 1
            self._counted = (line.indent, number)
        elif typed := _NUMBER.match(line.text):
            number = int(typed["number"])
        self._contexts.append((indent, kind if kind == "item" else "furniture"))
        self._flow(line, line.start + skip, kind, hanging=True, indent=line.indent + 1, number=number)

    def _flow(  # noqa: PLR0913  # what a paragraph is, all named
        self, line: Line, start: int, kind: BlockKind, *, hanging: bool = False, indent: int = 0, number: int = 0
    ) -> None:
        """A paragraph from `start` to the next blank line, or a line that is indented less."""
        self._begun = self._begun or kind != "furniture"
        lowest = indent or (line.indent + 1 if hanging else line.indent)
        last = line
        while True:
            self._at += 1
            below = self._peek(0)
            if below is None or below.indent < lowest or (hanging and self._opens(below)):
                break
            last = below
        literal = self._text[start : last.end].endswith(_ENDS_LITERAL)
        end = last.end - (2 if literal and last.text == _ENDS_LITERAL else literal)
        if kind == "quote" and self._text.startswith(("-- ", "---", "— "), start):
            kind = "furniture"
        self.out.begin(kind, number=number)
        self._inline(start, end)
        self.out.end()
        if literal:
            self._verbatim(self._contexts[-1][0] if hanging and self._contexts else line.indent)

    def _opens(self, line: Line) -> bool:
        return bool(_ITEM.match(line.text)) or line.text.startswith(".. ")

    def _inline(self, start: int, end: int) -> None:
        position = start
        for found in find_inline(self._text, start, end, self._targets):
            self.out.words(position, found.start)
            for words in found.words:
                self.out.words(words.start, words.end)
                self.out.link_out(Span(found.start, found.end), words, found.address)
            if not found.words:
                self.out.join()
            if found.labels:
                self.labels.mark(found)
            self.letters += found.letters
            position = found.end
        self.out.words(position, end)
