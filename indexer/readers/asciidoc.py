"""AsciiDoc: `footnote:[…]`, lists of works with `[[[key]]]` and `<<key>>`, `cite:[key]`, and the blocks of a text.

It reads the lines itself, because Python has no maintained parser. Attributes are not resolved, and files not included.
"""

from __future__ import annotations

import re
from dataclasses import replace

from indexer.model import BOLD_LEVEL, BlockKind, Reference, Span, Wanted
from indexer.patterns import pattern
from indexer.readers.asciidocinline import AsciidocNotes
from indexer.readers.bibliography import BibliographyEntry
from indexer.readers.blockbuilder import BlockBuilder, linked_text, words_of
from indexer.readers.counting import Counter
from indexer.readers.inlinenotes import with_own_sources
from indexer.readers.linewise import Line, lines_of
from indexer.readers.parsed import ParsedText

_DELIMITER = pattern(
    r"(?P<code>-{4,}|\.{4,}|\+{4,}|`{3,}\w{0,30})|(?P<comment>/{4,})|(?P<hold>={4,}|\*{4,}|_{4,}|--)|(?P<table>\|={3,})"
)
_ATTRIBUTES = pattern(r"\[\[[A-Za-z_:][^\[\]]{0,200}\]\]|\[(?!\^?\d|\s?x?\])[^\[\]]{0,500}\]")
_TITLE = pattern(r"\.(?![\s.\d])")
_HEADING = pattern(r"(={1,6}|#{1,6})[ \t]+(?=\S)")
_ENTRY = pattern(r":!?(?P<name>[\w-]{1,60})!?:(?:[ \t]+(?P<value>[^\n]{0,1000}))?$")
_MACRO = pattern(r"[a-z]{2,20}::[^\s\[\]]{0,500}\[[^\n]{0,1000}\]")
_RULE = pattern(r"'{3,}|<{3,}|-{3}|\*{3}|- - -|\* \* \*")
_ITEM = pattern(
    r"(?:\*{1,5}|-|\.{1,5}|\d{1,3}\.|[a-zA-Z]\.|[ivx]{1,6}\)|<(?:\d{1,3}|\.)>)[ \t]+(?=\S)(?:\[[ xX*]\][ \t]+)?"
)
_TERM = pattern(r"[^\s:][^\n:]{0,200}(?P<sign>:{2,4}|;;)(?:[ \t]+|$)")
_BOLD = pattern(r"\*{1,2}(?=\S)([^*\n\[]{1,120})(?<![\s.!?。！？])\*{1,2}:?")
_HEADED = pattern(r"\bheader\b")
_LONGEST_LABEL = 3  # digits
_WORK = pattern(r"\[\[\[(?P<key>[^\[\],]{1,200})(?:,(?P<shown>[^\[\]]{0,200}))?\]\]\][ \t]*")
_ADMONITION = pattern(r"(?:NOTE|TIP|IMPORTANT|WARNING|CAUTION):[ \t]+")
_UNDERLINE = pattern(r"([=~^+-])\1{2,}")
_BAR = pattern(r"(?:(?<![^\s|])(?:\d{1,2}(?:\.\d{1,2})?[+*])?[.<^>]{0,4}[a-z]?)?(?<!\\)\|")
_LITERAL = ("[source", "[listing", "[literal", "[stem", "[latexmath", "[asciimath", "[verse-code")


def read_asciidoc(text: str) -> ParsedText:
    """The blocks, markers and references of a text; its title is its first heading."""
    scan = _Scan(text)
    scan.run()
    head = next((block for block in scan.out.blocks if block.kind == "heading"), None)
    references = (*scan.references, *scan.notes.references)
    own = with_own_sources(scan.notes.markers, references)
    parsed = linked_text(text, scan.out.blocks, own, references, scan.out.outlinks, scan.notes.letters)
    title = words_of(text, head) if head else ""
    return replace(parsed, title=title, searched=not scan.notes.markers, wanted=tuple(scan.wanted))


class _Scan:
    """One pass over the lines. `_holders` are the delimiters of the open blocks that contain others, `_next` is the next line."""

    def __init__(self, text: str) -> None:
        self.out = BlockBuilder(text)
        self.notes = AsciidocNotes(text, {match["key"] for match in _WORK.finditer(text)})
        self.references: list[Reference] = []
        self.wanted: list[Wanted] = []
        self._text = text
        self._lines = lines_of(text)
        self._at = 0
        self._holders: list[str] = []
        self._next: BlockKind | None = None
        self._listed = False
        self._counter = Counter()
        self._headed = False  # whether an attribute gives the next table a header

    def run(self) -> None:
        """Read all lines."""
        while self._at < len(self._lines):
            line = self._lines[self._at]
            self._at += 1
            if line is not None and not self._sign(line):
                self._block(line)

    def _peek(self) -> Line | None:
        return self._lines[self._at] if self._at < len(self._lines) else None

    # --- lines that are no words

    def _sign(self, line: Line) -> bool:
        """Take a line that is not text: a delimiter, an attribute, a comment. Returns whether it is one."""
        words = line.text
        if words[0].isalpha() and "::" not in words:
            return False
        if delimiter := _DELIMITER.fullmatch(words):
            self._edge(line, str(delimiter.lastgroup))
        elif words == "+":
            self._next = "item"  # the next block belongs to the item above
        elif words.startswith("//") or _RULE.fullmatch(words) or _MACRO.fullmatch(words):
            pass
        elif _ATTRIBUTES.fullmatch(words):
            self._headed = self._headed or _HEADED.search(words) is not None
            self._next = "quote" if words.startswith("[quote") else "code" if words.startswith(_LITERAL) else None
        elif entry := _ENTRY.match(words):
            if entry["name"] == "bibtex-file" and (name := (entry["value"] or "").strip()):
                self.wanted.append(Wanted(name, Span(line.start, line.end)))
        else:
            return False
        return True

    def _edge(self, line: Line, kind: str) -> None:
        expected, self._next = self._next, None
        if kind == "table":
            self._table(line.text)
        elif kind == "hold":
            if self._holders and self._holders[-1] == line.text:
                self._holders.pop()
            else:
                self._holders.append(line.text)
            self._listed = False
            self.out.kind = (
                "quote" if any(each[0] == "_" for each in self._holders[-1:]) or expected == "quote" else "paragraph"
            )
        else:
            span = self._until(line)
            if span is not None and kind == "code":
                self.out.begin("code")
                self.out.words(span.start, span.end)
                self.out.end()

    def _until(self, opener: Line) -> Span | None:
        """Skip the lines up to the one that closes a block, or to the end; returns their span."""
        closer = "```" if opener.text.startswith("```") else opener.text
        span: Span | None = None
        while self._at < len(self._lines):
            line = self._lines[self._at]
            self._at += 1
            if line is not None:
                if line.text == closer:
                    break
                span = Span(span.start if span else line.start, line.end)
        return span

    def _table(self, closer: str) -> None:
        """A row is a line with several cells, or a run of lines with one each; a first line set apart is the header."""
        wide = False
        rows = 0
        headed, self._headed = self._headed, False
        self._begin_row()
        while self._at < len(self._lines):
            line = self._lines[self._at]
            self._at += 1
            if line is not None and line.text == closer:
                break
            if line is None:
                rows += self.out.end() is not None
                if (wide or headed) and rows == 1:
                    self.out.settle(-1, "furniture")
                    rows += 1
                self._begin_row()
                continue
            bars = list(_BAR.finditer(line.text))
            wide = wide or len(bars) > 1
            if wide and bars and not bars[0].start():
                rows += self.out.end() is not None
                if headed and rows == 1:
                    self.out.settle(-1, "furniture")
                    headed = False
                self._begin_row()
            self._cells(line, bars)
        self.out.end()
        self._listed = False

    def _begin_row(self) -> None:
        self.out.begin("row")

    def _cells(self, line: Line, bars: list[re.Match[str]]) -> None:
        position = line.start
        for bar in bars:
            self._inline(position, line.start + bar.start())
            self.out.part()
            position = line.start + bar.end()
        self._inline(position, line.end)
        self.out.words(line.end, line.end + 1)

    # --- words

    def _block(self, line: Line) -> None:
        words = line.text
        below = self._peek()
        expected, self._next = self._next, None
        if heading := _HEADING.match(words):
            self._heading(line, heading.end(), len(heading[1]))
        elif below is not None and self._is_underlined(line, below):
            self._at += 1
            self._heading(line, 0, "=-~^+".index(below.text[0]) + 1)
        elif _TITLE.match(words) and below is not None:
            self._paragraph("caption", line.start + 1, line.end)
        elif item := _ITEM.match(words):
            self._item(line, item.end())
        elif (term := _TERM.match(words)) and "http" not in words[:6]:
            self._term(line, term)
        elif expected == "code" or (line.indent and not self._listed):
            self._paragraph("code", line.start, self._last(line).end)
        else:
            admonition = _ADMONITION.match(words)
            start = line.start + (admonition.end() if admonition else 0)
            self._listed = expected == "item"
            last = self._last(line)
            if expected is None and last is line and not self._holders and (bold := _BOLD.fullmatch(words)):
                self._heading(line, bold.start(1), BOLD_LEVEL, bold.end(1))
            else:
                self._paragraph(expected or self.out.kind, start, last.end)

    def _is_underlined(self, line: Line, below: Line) -> bool:
        under = _UNDERLINE.fullmatch(below.text)
        return bool(
            under
            and not line.indent
            and abs(len(below.text) - len(line.text)) <= 1
            and any(map(str.isalnum, line.text))
        )

    def _heading(self, line: Line, skip: int, level: int, end: int = 0) -> None:
        """A heading; the title of the document is followed by authors and attributes, up to a blank line."""
        first = not any(block.kind == "heading" for block in self.out.blocks[:1]) and level == 1 and not self.out.blocks
        end = end or (len(line.text.rstrip("=# ")) if line.text[0] in "=#" else len(line.text))
        self.out.begin("heading", level)
        self._inline(line.start + skip, line.start + max(skip, end))
        self.out.end()
        self._listed = False
        while first and (below := self._peek()) is not None:
            self._at += 1
            self._sign(below)

    def _last(self, line: Line) -> Line:
        """The last line of the paragraph that starts with `line`."""
        last = line
        while (below := self._peek()) is not None:
            if below.text == "+" or _DELIMITER.fullmatch(below.text) or _ATTRIBUTES.fullmatch(below.text):
                break
            if self._listed and (_ITEM.match(below.text) or _TERM.match(below.text)):
                break
            last = below
            self._at += 1
        return last

    def _item(self, line: Line, skip: int) -> None:
        if not self._listed:
            self._counter.reset()
        self._listed = True
        dots = len(line.text) - len(line.text.lstrip("."))
        typed = line.text[:4].partition(".")[0]
        number = self._counter.next(dots) if dots else int(typed) if typed.isdecimal() else 0
        start = line.start + skip
        work = _WORK.match(line.text, skip)
        end = self._last(line).end
        if work is None:
            self._paragraph("item", start, end, number)
            return
        self.out.begin("reference")
        self._inline(line.start + work.end(), end)
        block = self.out.end()
        if block is not None:
            entry = BibliographyEntry(
                words=words_of(self._text, block), label=work["key"].strip(), url=self.out.address_in(block)
            )
            self.references.append(entry.reference(block.span, Span(0, len(self._text))))

    def _term(self, line: Line, match: re.Match[str]) -> None:
        """A term with its description."""
        self._listed = True
        term = match.group()[: match.start("sign")].strip("[] ")
        is_label = term.isdecimal() and len(term) <= _LONGEST_LABEL
        self.out.begin("item", number=int(term) if is_label else 0)
        if not is_label:
            self._inline(line.start, line.start + match.start("sign"))
        self.out.part()
        below = self._peek()
        start = line.start + match.end()
        if (
            match.end() == len(line.text)
            and below is not None
            and not _ITEM.match(below.text)
            and not _TERM.match(below.text)
        ):
            start = below.start
        last = self._last(line)
        if last.end > start:
            self._inline(start, last.end)
        self.out.end()

    def _paragraph(self, kind: BlockKind, start: int, end: int, number: int = 0) -> None:
        self.out.begin(kind, number=number)
        if kind == "code":
            self.out.words(start, end)
        else:
            self._inline(start, end)
        self.out.end()

    def _inline(self, start: int, end: int) -> None:
        position = start
        for whole, shown, address in self.notes.read(start, end):
            self.out.words(position, whole.start)
            for words in shown:
                self.out.words(words.start, words.end)
                self.out.link_out(whole, words, address)
            position = whole.end
        self.out.words(position, end)
