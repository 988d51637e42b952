r"""LaTeX: the words of a paper without its commands, the `\cite` family, `thebibliography` and footnotes.

It scans the text itself, in one pass: pylatexenc and TexSoup build a tree by recursion, and fail on a few thousand open
braces. Macros are not expanded.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from indexer.model import Marker, Reference, Span
from indexer.patterns import pattern
from indexer.readers.bibliography import BibliographyEntry
from indexer.readers.blockbuilder import BlockBuilder, linked_text
from indexer.readers.inlinenotes import as_remark, as_source, names_work, with_own_sources
from indexer.readers.latexentries import entry_of
from indexer.readers.latexnames import CODE, COUNTING, HEADINGS, HIDDEN, KINDS, LETTERS, MATH, QUANTITIES
from indexer.readers.latexsurvey import OPTION, SPACE, arguments, brace_pairs, wanted_files
from indexer.readers.latextokens import CITE, CLOSED_BY, NARRATIVE, SHOWN_SIGNS, TOKEN, UNCITED
from indexer.readers.latexwords import ACCENTED, letter_of, plain, raised_number, unit_words, with_addresses
from indexer.readers.parsed import ParsedText

_TITLE = pattern(r"\\title[ \t]{0,3}(?:\[[^\[\]]{0,200}\])?[ \t]{0,3}(?=\{)")
_LONGEST_ADDRESS = 2000
_DEFINED = pattern(r"[ \t]{0,9}\\[A-Za-z@]{1,60}(?:#\d){0,9}")
_LONGEST_LABEL = 3  # digits
_BODY = r"\begin{document}"


def read_latex(text: str) -> ParsedText:
    r"""The blocks, markers and references of a text, from `\begin{document}` on if it has that."""
    scan = _Scan(text)
    scan.run(max(0, text.find(_BODY)))
    found = _TITLE.search(text)
    title = text[found.end() : scan.braces.get(found.end(), found.end())] if found else ""
    own = with_own_sources(scan.markers, scan.references)
    parsed = linked_text(text, scan.out.blocks, own, scan.references, scan.out.outlinks, scan.letters)
    return replace(parsed, title=plain(title), searched=not scan.markers, wanted=tuple(wanted_files(text)))


class _Scan:
    """One pass over a text. `_closers` are the braces that end a block, `_links` those that end a link, `_endless` environments without an end."""

    def __init__(self, text: str) -> None:
        self.out = BlockBuilder(text)
        self.markers: list[Marker] = []
        self.references: list[Reference] = []
        self.letters: list[tuple[Span, str]] = []
        self.braces = brace_pairs(text)
        self._text = text
        self._whole = Span(0, len(text))
        self._environments: list[str] = []
        self._items: list[int] = []  # how many items each open environment has
        self._closers: set[int] = set()
        self._light: set[int] = set()  # the braces that end what is bold
        self._links: dict[int, tuple[int, int, str]] = {}
        self._endless: set[str] = set()
        self._key = self._closing = ""  # `_closing` is what closes the open quotation
        self._rows = self._notes = 0
        self._signs = self._by_sign()
        self._commands: dict[str, Callable[[int, int], int]] = {
            "item": self._item,
            "bibitem": self._bibitem,
            "footnote": self._footnote,
            **dict.fromkeys(("caption", "captionof"), self._caption),
            "href": self._href,
            **dict.fromkeys(("url", "nolinkurl"), self._raw),
            "textsuperscript": self._superscript,
            "textbf": self._bold,
            "def": self._definition,
            **dict.fromkeys(LETTERS, self._letter),
            **dict.fromkeys(QUANTITIES, self._quantity),
            **dict.fromkeys("cvuHkrdb", self._accent),
            "par": lambda _, end: self._break(end),
            "tabularnewline": lambda _, end: self._line(end),
            **dict.fromkeys(("midrule", "hline"), lambda _, end: self._rule(end)),
            **dict.fromkeys(("endhead", "endfirsthead", "endfoot", "endlastfoot"), lambda _, end: self._repeated(end)),
        }

    def _by_sign(self) -> dict[str, Callable[[int, int], int]]:
        return {
            "break": lambda _, end: self._break(end),
            "newline": lambda _, end: self._line(end),
            "display": self._code,
            "accent": self._accent,
            "close": self._close,
            **dict.fromkeys(("quote", "bracket"), self._shown_sign),
        }

    def run(self, start: int) -> None:
        """Read from `start` to the end of the document."""
        position = start
        while match := TOKEN.search(self._text, position):
            begin, end = match.span()
            self.out.words(position, begin)
            if match["env"] == "document" and match["edge"] == "end":
                position = len(self._text)
            elif match["env"]:
                position = self._edge(match["edge"], match["env"], begin, end)
            elif match["name"]:
                position = self._command(match["name"], begin, end)
            else:
                position = self._sign(str(match.lastgroup), begin, end)
        self.out.words(position, len(self._text))
        self._end()

    # --- what a text is made of: each takes where it begins and where its name ends, and gives up to where it is read

    def _sign(self, kind: str, start: int, end: int) -> int:
        if taken := self._signs.get(kind):
            return taken(start, end)
        if kind == "math" or (kind == "cell" and self.out.kind != "row"):
            self.out.words(start, end)
        elif kind == "escape":
            self.out.words(end - 1, end)
        elif kind == "verb":
            self.out.words(self._text.index(self._text[end - 1], start) + 1, end - 1)
        elif kind in ("cell", "tie"):
            self.out.part()
        return end

    def _shown_sign(self, start: int, end: int) -> int:
        """Characters shown as one: ``quotes'', and brackets in braces."""
        written = self._text[start:end]
        if written in CLOSED_BY.values() and written != self._closing:
            self.out.words(start, end)
            return end
        self._closing = CLOSED_BY.get(written, "" if written == self._closing else self._closing)
        at = start if written == "{[}" else end - 1
        self.out.words(at, at + 1)
        self.letters.append((Span(at, at + 1), SHOWN_SIGNS[written]))
        return end

    def _close(self, start: int, end: int) -> int:
        """A closing brace, which may end a link or a block."""
        if start in self._light:
            self.out.embolden(-1)
        if start in self._links:
            begin, words, address = self._links[start]
            self.out.link_out(Span(begin, end), Span(words, start), address)
        return self._break(end) if start in self._closers else end

    def _edge(self, edge: str, name: str, start: int, end: int) -> int:
        """The beginning or the end of an environment."""
        if edge == "begin" and (name in CODE or name in MATH) and name not in self._endless:
            closing = f"\\end{{{name}}}"
            at = self._text.find(closing, end)
            if at >= 0:
                return self._code(start, at + len(closing))
            self._endless.add(name)
        self._end()
        if edge == "begin":
            self._environments.append(name)
            self._items.append(0)
            self._rows = 0
            end = self._groups(end, HIDDEN.get(name, 0))
        elif name in self._environments[-1:]:
            self._environments.pop()
            self._items.pop()
        kinds = (KINDS[each] for each in self._environments[-1:] if each in KINDS)
        self.out.kind = next(kinds, "paragraph")
        return end

    def _command(self, name: str, start: int, end: int) -> int:
        if handler := self._commands.get(name):
            return handler(start, end)
        if name in HEADINGS:
            return self._heading(end, HEADINGS[name])
        if CITE.fullmatch(name):
            return self._cite(name, start, end)
        if name in HIDDEN:
            return self._groups(end, HIDDEN[name])
        if name in ("quad", "qquad", "ldots", "dots", "hfill", "newline", "linebreak"):
            self.out.part()
        elif not SPACE.match(self._text, end).group() and self._text.startswith("[", end):  # type: ignore[union-attr]
            return self._groups(end, 0)
        return end

    def _letter(self, start: int, end: int) -> int:
        r"""A letter such as `\o`: its span is the name of the command; white space after it is not a space."""
        self._show(self._text[start:end], start + 1, end)
        self.out.join()
        return SPACE.match(self._text, end).end()  # type: ignore[union-attr]  # it matches nothing, too

    def _accent(self, start: int, end: int) -> int:
        r"""An accented letter, `\"u` or `\v{C}`: its span is the letter alone, shown with its accent."""
        accented = ACCENTED.match(self._text, start)
        if accented is None:
            return end
        self._show(accented.group(), *accented.span("letter"))
        if accented.end() > accented.end("letter"):
            self.out.join()
        return accented.end()

    def _superscript(self, start: int, end: int) -> int:
        """A superscript number, which may be that of a note, is shown as one; the list decides what it means."""
        close = self.braces.get(end)
        shown = raised_number(self._text, start, end, close) if close else ""
        if not close or not shown:
            return end
        self.out.words(end, close + 1)
        self.letters.append((Span(end, close + 1), shown))
        return close + 1

    def _bold(self, _: int, end: int) -> int:
        if close := self.braces.get(end):
            self._light.add(close)
            self.out.embolden(1)
        return end

    def _definition(self, _: int, end: int) -> int:
        r"""The definition of a command is not text: `\def\labelenumi{(\arabic{enumi})}`."""
        named = _DEFINED.match(self._text, end)
        return self._groups(named.end(), 1) if named else end

    def _show(self, command: str, start: int, end: int) -> None:
        """A stretch of the text that is shown as something else."""
        self.out.words(start, end)
        shown = letter_of(command)
        if 0 < len(shown) <= end - start:
            self.letters.append((Span(start, end), shown))

    def _quantity(self, _: int, end: int) -> int:
        r"""A number with its unit, `\SI{5}{\km}`: the span of a unit is the name of its command."""
        at = self._groups(end, 0)
        while at in self.braces:
            for is_name, words in unit_words(self._text, at + 1, self.braces[at]):
                if is_name:
                    self.out.part()
                self.out.words(words.start, words.end)
            self.out.part()
            end = self.braces[at] + 1
            at = self._groups(end, 0)
        return end

    def _groups(self, position: int, count: int) -> int:
        """The offset after `count` groups in braces, with the options before, between and after them."""
        while True:
            at = SPACE.match(self._text, position).end()  # type: ignore[union-attr]  # it matches nothing, too
            if option := OPTION.match(self._text, at):
                position = option.end()
            elif count and at in self.braces:
                position = self.braces[at] + 1
                count -= 1
            else:
                return position

    def _break(self, end: int) -> int:
        """The end of a paragraph."""
        self._end()
        return end

    def _end(self) -> None:
        """End the open block; if it is an entry of the list of references, that is complete."""
        block = self.out.end()
        if block is not None and block.kind == "reference" and self._key:
            entry = entry_of(self._text, block, self._key, self.letters)
            self.references.append(entry.reference(block.span, self._whole))
            self._key = ""

    def _line(self, end: int) -> int:
        """The end of a line, which in a table ends the row."""
        if self.out.kind != "row":
            self.out.part()
        elif self.out.is_open:
            self._end()
            self._rows += 1
        return end

    def _rule(self, end: int) -> int:
        """A rule after the first row of a table: that row is the header."""
        if self._rows == 1 and not self.out.is_open:
            self.out.settle(-1, "furniture")
            self._rows += 1
        return end

    def _repeated(self, end: int) -> int:
        """The end of the header or footer that a long table repeats on each page."""
        if self.out.blocks and self.out.blocks[-1].kind == "row" and not self.out.is_open:
            self.out.settle(-1, "furniture")
        return end

    def _code(self, start: int, end: int) -> int:
        self._end()
        self.out.begin("code")
        self.out.words(start, end)
        self._end()
        return end

    def _heading(self, end: int, level: int) -> int:
        at = self._groups(end, 0)
        self._end()
        if self.braces.get(at) is not None:
            self.out.begin("heading", level)
            self._closers.add(self.braces[at])
        return at

    def _caption(self, _: int, end: int) -> int:
        at = self._groups(end, 0)
        self._end()
        if self.braces.get(at) is not None:
            self.out.begin("caption")
            self._closers.add(self.braces[at])
        return at

    def _item(self, _: int, end: int) -> int:
        self._end()
        counts = self._environments[-1:] and self._environments[-1] in COUNTING
        if counts:
            self._items[-1] += 1
        at = SPACE.match(self._text, end).end()  # type: ignore[union-attr]  # it matches nothing, too
        option = OPTION.match(self._text, at)
        label = option.group().strip("[](){}.") if option else ""
        number = int(label) if label.isdecimal() and len(label) <= _LONGEST_LABEL else self._items[-1] if counts else 0
        self.out.begin("item", number=number)
        if option:
            if any(map(str.isalpha, option.group())):
                self.out.words(at + 1, option.end() - 1)
                self.out.part()
            return option.end()
        return end

    def _bibitem(self, _: int, end: int) -> int:
        at = self._groups(end, 0)
        self._end()
        if at not in self.braces:
            return end
        self.out.begin("reference")
        self._key = self._text[at + 1 : self.braces[at]].strip()
        return self.braces[at] + 1

    def _raw(self, start: int, end: int) -> int:
        """An address, whose characters are literal."""
        if end not in self.braces:
            return end
        close = self.braces[end]
        self.out.words(end + 1, close)
        self.out.link_out(Span(start, close + 1), Span(end + 1, close), self._text[end + 1 : close])
        return close + 1

    def _href(self, start: int, end: int) -> int:
        """The address of a link; its words are read like any others, and their end is remembered."""
        at, last = self._groups(end, 0), self._groups(end, 1)
        opener = SPACE.match(self._text, last).end()  # type: ignore[union-attr]  # it matches nothing, too
        if at in self.braces and opener in self.braces:
            address = self._text[at + 1 : min(self.braces[at], at + _LONGEST_ADDRESS)].replace("\\", "")
            self._links[self.braces[opener]] = (start, opener + 1, address)
        return last

    def _footnote(self, start: int, end: int) -> int:
        """A note: a marker of the works that it cites, else of itself, if it names one."""
        at = self._groups(end, 0)
        if at not in self.braces:
            return end
        close = self.braces[at]
        inside = self._text[at + 1 : close]
        keys: list[str] = []
        for match in re.finditer(r"\\([A-Za-z]{1,60})\*?", inside):
            if CITE.fullmatch(match[1]) and not UNCITED.fullmatch(match[1]):
                keys += arguments(self._text, self.braces, at + 1 + match.end())[0]
        self.out.words(start, close + 1)
        if keys:
            self._mark(start, close + 1, keys, "key", None)
            return close + 1
        self._notes += 1
        words = plain(with_addresses(inside))
        entry = BibliographyEntry(words=words, label=str(self._notes))
        make = as_source if names_work(words) else as_remark
        marker, reference = make(entry, Span(start, close + 1), Span(at + 1, close), self._whole)
        self.markers.append(marker)
        self.references.append(reference)
        return close + 1

    def _cite(self, name: str, start: int, end: int) -> int:
        """A command of the `cite` family; if the key is a word of the sentence, as with `citet`, the marker is the key alone."""
        keys, locator, last, inner = arguments(self._text, self.braces, end, several=name.endswith("cites"))
        if not keys:
            return end
        if NARRATIVE.fullmatch(name) or UNCITED.fullmatch(name):
            self.out.words(inner.start, inner.end)
            if NARRATIVE.fullmatch(name):
                self._mark(inner.start, inner.end, keys, "mention", locator)
        else:
            self.out.words(start, last)
            self._mark(start, last, keys, "key", locator)
        return last

    def _mark(self, start: int, end: int, keys: list[str], style: str, locator: str | None) -> None:
        labels = tuple(dict.fromkeys(keys))
        self.markers.append(Marker(Span(start, end), labels, style, locator, None, (None,) * len(labels)))
