"""The common form of all answers: a text, the works that it names, and the places that cite them."""

from __future__ import annotations

from collections.abc import Sequence

from indexer.late import dataclass, field
from indexer.model import Span
from indexer.readers.answers.fields import clean
from indexer.readers.parsed import Fault


@dataclass(slots=True)
class NamedWork:
    """A work that an answer names. `label` is the one in its text; a work without one is numbered.

    A work without title and address is known only by its key, which is valid within its answer.
    """

    title: str = ""
    url: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class Cited:
    """A place that cites works, by their keys. `style` is the style of the marker there, if it is one.

    Without a style, the place is the words that the works support, which stay in the statement.
    """

    span: Span
    keys: tuple[str, ...]
    style: str | None = None
    locator: str | None = None


@dataclass(slots=True)
class Answer:
    """One answer under construction, to the question `title` in the conversation `series`.

    `works` are in the order in which they are named.
    """

    title: str = ""
    series: str = ""
    works: dict[str, NamedWork] = field(default_factory=dict)
    cited: list[Cited] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    length: int = 0
    _pieces: list[str] = field(default_factory=list)
    _apart: bool = False
    _written: set[str] = field(default_factory=set)
    _number: int = 0

    @property
    def text(self) -> str:
        """All that was added."""
        return "".join(self._pieces)

    def add(self, text: str) -> int:
        """Add to the text; returns the offset at which the addition starts."""
        if self._apart and self.length:
            self._put("\n\n")
        self._apart = False
        start = self.length
        self._put(text)
        return start

    def pause(self) -> None:
        """Start a new paragraph with the next addition."""
        self._apart = True

    def name(self, key: str, *, title: str = "", url: str = "", label: str = "") -> str:
        """Name a work, or add to what is known about one; returns its key."""
        work = self.works.setdefault(key, NamedWork())
        work.title = work.title or title
        work.url = work.url or url
        if label and not work.label:
            work.label = label
            self._written.add(label)
        return key

    def cite(self, span: Span, keys: Sequence[str], locator: str | None = None, style: str | None = None) -> None:
        """Record that a place cites works."""
        if keys and span.start < span.end:
            self.cited.append(Cited(span, tuple(dict.fromkeys(keys)), style, locator))

    def mark(self, keys: Sequence[str]) -> None:
        """Write a marker for works at the end of the text, for formats whose markers are not part of the text."""
        if self.length and not self._pieces[-1][-1].isspace():
            self._put(" ")
        start = self.length
        self._put(f"[{', '.join(self.label(key) for key in keys)}]")
        self.cite(Span(start, self.length), keys, style="bracket")

    def label(self, key: str) -> str:
        """The label of a work, numbering it if it has none; of an unknown work, its key."""
        work = self.works.get(key)
        if work is None:
            return key
        while not work.label:
            self._number += 1
            if str(self._number) not in self._written:
                work.label = str(self._number)
        return work.label

    def doubt(self, message: str, span: Span | None = None) -> None:
        """Report that something about a place is inconsistent."""
        self.faults.append(Fault("TXT004", clean(message), span or Span(0, 0)))

    def _put(self, text: str) -> None:
        if text:
            self._pieces.append(text)
            self.length += len(text)
